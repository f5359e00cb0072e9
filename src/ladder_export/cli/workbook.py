"""The command `workbook`: the whole ladder as an Excel file to be edited and imported again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from ladder_export.cli import completion, console, terminal
from ladder_export.cli.options import QUIET
from ladder_export.cli.terminal import echo
from ladder_export.core.problems import ExitCode

if TYPE_CHECKING:
    from ladder_export.core.alignment import Change
    from ladder_export.workbook.import_ import WorkbookImport


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

    It has a sheet for each track with a statement or example per row, and sheets for shared texts, facts, ratings,
    titles, questions and interviews. Texts, levels, areas and tracks can be changed, added, moved and removed; its first sheet says how.
    """

    def run() -> ExitCode:
        from ladder_export.workbook.export import export_workbook  # noqa: PLC0415  # --help loads no engine

        source = ladder or completion.default_ladder()
        count = export_workbook(source, output, force=force)
        if not quiet:
            echo(f"{output.as_posix()}: {console.pluralize(count, 'text')} to edit", fg="green")
            words = f"{console.shell_word(output)} --into {console.shell_word(source)}"
            echo(f"To see what was changed there: ladder-export import {words}", fg="green")
        return ExitCode.CLEAN

    console.run_and_exit(run, as_json=False)


def merge_workbook(  # noqa: PLR0913  # the options of the command
    source: Path, ladder: Path, *, write: bool, accept: bool, as_json: bool, quiet: bool
) -> NoReturn:
    """Show what an edited workbook changes in a ladder, write the changes to the YAML with `write`, and exit.

    `source` is the workbook. Texts that were changed in the YAML too since the workbook was written are conflicts; they
    prevent writing unless `accept` is set.
    """

    def run() -> ExitCode:
        from ladder_export.diff.ladders import diff_ladders  # noqa: PLC0415  # --help loads no engine
        from ladder_export.workbook.import_ import import_workbook  # noqa: PLC0415  # as above

        imported = import_workbook(source, ladder, accept=accept)
        is_open = bool(imported.conflicts) and not accept
        is_written = write and not is_open and bool(imported.files)
        if is_written:
            imported.write()
        elif imported.files and not is_open:
            imported.require_writable()
        code = ExitCode.NOT_CLEAN if is_open else ExitCode.CLEAN
        changes = diff_ladders(imported.before, imported.after)
        _print_merge(imported, changes, code, (source, ladder), is_written=is_written, as_json=as_json, quiet=quiet)
        return code

    console.run_and_exit(run, as_json=as_json)


def _print_merge(  # noqa: PLR0913  # what was done, and how it is shown
    imported: WorkbookImport,
    changes: tuple[Change, ...],
    code: ExitCode,
    paths: tuple[Path, Path],
    *,
    is_written: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Print changes and conflicts, then which files were written or would be."""
    from ladder_export.cli.diff_output import as_lines, changes_as_json  # noqa: PLC0415  # --help loads no engine

    source, ladder = (path.as_posix() for path in paths)
    files = {(imported.root / path).as_posix(): imported.files[path] is None for path in sorted(imported.files)}
    if as_json:
        console.print_problems(imported.conflicts, quiet=True)
        conflicts = [problem.as_json() for problem in imported.conflicts]
        removed = [file for file, is_removed in files.items() if is_removed]
        written = {"written": is_written, "files": list(files), "removed_files": removed, "conflicts": conflicts}
        console.print_json({**changes_as_json(changes, ladder, source), **written}, code)
        return
    if not quiet:
        echo(as_lines(changes, colored=terminal.is_colored(sys.stdout)))
    console.print_problems(imported.conflicts)
    if not quiet:
        echo(
            _verdict(files, len(imported.conflicts), code, is_written=is_written),
            fg="green" if is_written else "yellow",
        )


def _verdict(files: dict[str, bool], conflicts: int, code: ExitCode, *, is_written: bool) -> str:
    """Return what was done or would be; `files` says for each file whether it is removed."""
    if code is not ExitCode.CLEAN:
        return f"Nothing was written: {console.pluralize(conflicts, 'conflict')}; --accept takes the workbook's texts"
    if not files:
        return "Nothing to change: the ladder has all texts of the workbook"
    changed, removed = ([file for file, gone in files.items() if gone is is_removed] for is_removed in (False, True))
    verbs = ("changed", "removed") if is_written else ("changes", "removes")
    parts = [
        f"{verb} {console.pluralize(len(names), 'file')}: {', '.join(names)}"
        for verb, names in zip(verbs, (changed, removed), strict=True)
        if names
    ]
    text = "; ".join(parts)
    return text[:1].upper() + text[1:] if is_written else f"Nothing is written yet. With --write, this {text}"
