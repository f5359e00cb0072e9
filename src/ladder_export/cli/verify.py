"""The command `verify`: compare the files of an output folder with its manifest."""

from __future__ import annotations

from pathlib import Path

import click

from ladder_export.build.verify import verify_output
from ladder_export.cli import console
from ladder_export.cli.options import JSON, QUIET
from ladder_export.core.problems import ExitCode


@click.command()
@click.argument("output", type=click.Path(path_type=Path), default=Path("output"))
@JSON
@QUIET
def verify(*, output: Path, as_json: bool, quiet: bool) -> None:
    """Verify the files in OUTPUT (default: output) against manifest.json.

    Every file is read. Exit code 0 if all files match; 1 if one is missing, changed or not in the manifest.
    """

    def run() -> ExitCode:
        problems = verify_output(output)
        code = console.exit_code(problems, strict=True)
        console.print_check_summary(problems, f"Verified {output.as_posix()}", code, as_json=as_json, quiet=quiet)
        return code

    console.run_and_exit(run, as_json=as_json)
