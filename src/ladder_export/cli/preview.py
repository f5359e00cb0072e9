"""The command `preview`: show a ladder in a browser while it is written."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any

import click

from ladder_export.cli import console
from ladder_export.cli.defaults import ENVIRONMENT
from ladder_export.cli.options import LADDER, SELECTION_OPTIONS, apply_options
from ladder_export.cli.terminal import echo
from ladder_export.core.problems import ExitCode
from ladder_export.core.request import Request, Selection


@click.command(context_settings=ENVIRONMENT)
@apply_options((LADDER, *SELECTION_OPTIONS))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of the web page [default: a free one].")
@click.option("--edit", is_flag=True, help="Let the page change LADDER's texts where they stand.")
@click.option("-q", "--quiet", is_flag=True, help="Print only the address.")
def preview(*, port: int, edit: bool, quiet: bool, **options: Any) -> None:  # noqa: ANN401  # Click's own types
    """Show LADDER on a local web page that updates at every save.

    It shows sheets and slides, with their problems beside them. Only this machine can open it,
    and your files stay unchanged, unless you use --edit: then texts can be clicked, changed,
    added, moved and removed, and each is saved in its YAML file, where nothing else changes.
    Press Ctrl-C to stop.
    """

    def run() -> ExitCode:
        from ladder_export.preview import preview as serve  # noqa: PLC0415  # --help loads no engine

        selection = Selection(levels=options["level"], tracks=options["track"], locale=options["locale"])
        settings = {name: options[name] for name in ("theme", "deck", "paper")}
        request = Request(options["ladder"], selection=selection, **settings)
        on_ready = partial(print_preview_url, request.ladder, edit=edit, quiet=quiet)
        serve(request, port, on_ready, time.perf_counter, edit=edit)
        return ExitCode.CLEAN

    console.run_and_exit(run, as_json=False)


def print_preview_url(ladder: Path, address: str, *, edit: bool, quiet: bool) -> None:
    """Print the address of the web page; with `quiet`, nothing else."""
    what = "Editing" if edit else "Showing"
    sentence = f"{what} {ladder.as_posix()} at {address} and updating at every save. Press Ctrl-C to stop."
    echo(address if quiet else sentence)
