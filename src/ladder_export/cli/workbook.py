"""The command `workbook`: the whole ladder as an Excel file to be edited and imported again."""

from __future__ import annotations

from pathlib import Path

import click

from ladder_export.cli import completion, console
from ladder_export.cli.options import QUIET
from ladder_export.cli.terminal import echo
from ladder_export.core.problems import ExitCode


@click.command()
@click.argument("ladder", type=click.Path(path_type=Path), required=False)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("ladder.xlsx"),
    show_default=True,
    metavar="FILE.xlsx",
    help="The workbook to be written.",
)
@click.option("--force", is_flag=True, help="Replace a workbook that exists already.")
@QUIET
def workbook(*, ladder: Path | None, output: Path, force: bool, quiet: bool) -> None:
    """Write LADDER as an Excel workbook for people who edit it there.

    It has a sheet for each track with a statement or example per row, and sheets for shared texts, facts, ratings and
    titles. Texts can be changed, added, moved and removed; its first sheet says how.
    """

    def run() -> ExitCode:
        from ladder_export.workbook.export import export_workbook  # noqa: PLC0415  # --help loads no engine

        count = export_workbook(ladder or completion.default_ladder(), output, force=force)
        if not quiet:
            echo(f"{output.as_posix()}: {console.pluralize(count, 'text')} to edit", fg="green")
        return ExitCode.CLEAN

    console.run_and_exit(run, as_json=False)
