"""The command `check`: find every problem of a ladder without writing anything."""

from __future__ import annotations

import time
from typing import Any

import click

from ladder_export.build.workers.worker_count import with_worker_count
from ladder_export.cli import console
from ladder_export.cli.build import load_pipeline
from ladder_export.cli.defaults import ENVIRONMENT
from ladder_export.cli.options import CHECK_OPTIONS, apply_options, make_request, with_changes
from ladder_export.cli.progress import progress
from ladder_export.core.problems import ExitCode


@click.command(context_settings=ENVIRONMENT)
@apply_options(CHECK_OPTIONS)
def check(*, strict: bool, as_json: bool, quiet: bool, **options: Any) -> None:  # noqa: ANN401  # Click's own types
    """Find every problem of LADDER, also text that will not fit its page. Write nothing."""

    def run() -> ExitCode:
        request = with_worker_count(with_changes(make_request(**options)))
        with progress(time.perf_counter, silent=quiet or as_json) as shown:
            problems = load_pipeline(request).check(request, shown.advance, time.perf_counter)
        code = console.exit_code(problems, strict=strict)
        console.print_check_summary(
            problems, f"Checked {request.ladder.as_posix()}", code, as_json=as_json, quiet=quiet
        )
        return code

    console.run_and_exit(run, as_json=as_json)
