"""This file is the command `preview`: a ladder in a browser, while it is written (the clock's door)."""

from __future__ import annotations

import time
from typing import Any

import click

from ladder_export.cli import console
from ladder_export.cli.defaults import ENVIRONMENT
from ladder_export.cli.options import LADDER, SELECTING, sharing
from ladder_export.core.problems import ExitCode
from ladder_export.core.request import Request, Selection


@click.command(context_settings=ENVIRONMENT)
@sharing((LADDER, *SELECTING))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on this machine [default: a free one].")
@click.option("-q", "--quiet", is_flag=True, help="Print the address and nothing else.")
def preview(*, port: int, quiet: bool, **choice: Any) -> None:  # noqa: ANN401  # Click's own types
    """Show LADDER (default: the one you are in, else ladder) on a local web page that follows every save.

    Sheets and slides as pages, with what is wrong beside them. Only this machine can reach
    it; nothing is written but in a temporary folder. Ctrl-C ends it.
    """

    def run() -> ExitCode:
        from ladder_export.preview import preview as serve  # noqa: PLC0415  # --help loads no engine

        wanted = Selection(levels=choice["level"], tracks=choice["track"], locale=choice["locale"])
        options = {name: choice[name] for name in ("theme", "deck", "paper")}
        request = Request(choice["ladder"], selection=wanted, **options)
        serve(
            request, port, lambda address: console.say_serving(request.ladder, address, quiet=quiet), time.perf_counter
        )
        return ExitCode.CLEAN

    console.guarded(run, as_json=False)
