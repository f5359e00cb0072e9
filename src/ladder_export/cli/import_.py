"""The command `import`: turn ladders that were written in another form into YAML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ladder_export.cli import console
from ladder_export.cli.options import JSON, QUIET
from ladder_export.cli.terminal import echo
from ladder_export.cli.workbook import merge_workbook
from ladder_export.core.problems import ExitCode, printable

if TYPE_CHECKING:
    from ladder_export.importers import ImportResult

DIALECTS = (
    "rows",
    "matrix",
    "topics",
    "headings",
    "levels",
)  # tests keep them equal to the table, which --help must not load
COLUMNS = ("track", "level", "code", "title", "area", "text", "example", "step")
TEXT_COLUMNS = 2  # columns of the table of levels that are text, before those that are numbers
MAX_TITLE_CHARACTERS = 44  # in the table of levels


def _columns(_context: click.Context, _parameter: click.Parameter, text: str | None) -> dict[str, str]:
    """Return `level=Grade,text=Statement` as a dictionary. Raise BadParameter for any other form."""
    pairs = [pair.partition("=") for pair in (text or "").split(",") if pair.strip()]
    for name, sign, value in pairs:
        if name.strip() not in COLUMNS or not (sign and value.strip()):
            message = f"'{name}{sign}{value}' is not NAME=COLUMN with one of the names {', '.join(COLUMNS)}"
            raise click.BadParameter(message)
    return {name.strip(): value.strip() for name, _, value in pairs}


@click.command("import")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder of the new ladder.")
@click.option(
    "--dialect", type=click.Choice(DIALECTS), help="Dialect of every SOURCE [default: detected for each file]."
)
@click.option(
    "--columns", metavar="NAME=COLUMN,...", callback=_columns, help="Names of the columns in a table of rows."
)
@click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    help="File that says where levels are in JSON or YAML of another structure.",
)
@click.option("--dry-run", is_flag=True, help="Show what is understood, and write nothing.")
@click.option("--force", is_flag=True, help="Replace files that exist already.")
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    metavar="LADDER",
    help="Ladder that takes over the changes of a workbook which `workbook` made; shows them only.",
)
@click.option("--write", is_flag=True, help="With --into: write the changes.")
@click.option("--accept", is_flag=True, help="With --into: take the workbook's text where the ladder has changed, too.")
@JSON
@QUIET
def import_(  # noqa: PLR0913  # one for each option
    *,
    sources: tuple[Path, ...],
    output: Path | None,
    dialect: str | None,
    columns: dict[str, str],
    mapping: Path | None,
    dry_run: bool,
    force: bool,
    into: Path | None,
    write: bool,
    accept: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Turn ladders of another form into YAML. SOURCE is a file or a folder.

    \b
    A workbook that `ladder-export workbook` made goes back with --into LADDER: only what was
    changed in it is changed, and only in the files that hold it.

    \b
    Sources: Markdown, HTML, CSV, TSV, Excel, OpenDocument and Word files, JSON and YAML.
    Dialects, each detected by its structure:
      levels    one page a level: '# L3: Title' or settings above the page, labelled
                facts, headed lists, examples in <details> or below a line 'Examples'
      headings  one page a track, its levels as headings; or areas with levels below
      topics    one page a track: front matter with 'topics', each with criteria
      matrix    a table: levels along one side, areas along the other
      rows      a table with a line for each level and area; --columns names columns
                with other names: level=Grade,area=Skill,text=Statement

    The command shows the tracks, levels and areas that it understood, and marks each guess, also
    by a comment in the YAML. Text that cannot be mapped is reported with its line number and
    copied verbatim to unplaced.md. Files that hold no ladder are listed at the end.

    \b
    Exit codes: 0 everything was imported; 1 imported, but some text or file was not, or the
    structure is a guess; 2 the command line is wrong; 3 no level was found; 5 the extra for
    workbooks or Word documents is missing; 6 files exist already or the folder cannot be
    written. With 2 to 6, nothing is written.
    """  # noqa: D301  # \b is Click's mark for lines that it must not wrap
    if into:
        _require_one_workbook(sources, output, dry_run, force, dialect, columns, mapping)
        merge_workbook(sources[0], into, write=write, accept=accept, as_json=as_json, quiet=quiet)
    if any((write, accept)):
        raise click.UsageError("--write and --accept need --into LADDER")
    if not any((output, dry_run)):
        raise click.UsageError("Missing option '-o' / '--output'.")

    def run() -> ExitCode:
        from ladder_export import pipeline  # noqa: PLC0415  # --help loads no engine
        from ladder_export.importers import ImportOptions, load_mapping  # noqa: PLC0415  # as above

        wishes = ImportOptions(dialect or "", columns, load_mapping(mapping) if mapping else None)
        imported = pipeline.import_ladder(sources, output, wishes, force=force, is_dry_run=dry_run)
        code = ExitCode.NOT_CLEAN if imported.problems else ExitCode.CLEAN
        print_import_summary(imported, None if dry_run else output, code, as_json=as_json, quiet=quiet)
        return code

    console.run_and_exit(run, as_json=as_json)


def _require_one_workbook(sources: tuple[Path, ...], *others: object) -> None:
    """Raise UsageError for several sources, or for options that --into does not take."""
    if sources[1:] or any(others):
        raise click.UsageError("--into takes one workbook, and no other option than --write and --accept")


def print_import_summary(
    imported: ImportResult, output: Path | None, code: ExitCode, *, as_json: bool, quiet: bool
) -> None:
    """Print the levels that were understood, problems, repairs, files that are no ladder, and a summary."""
    if as_json:
        console.print_json({"output": output.as_posix() if output else None, **imported.as_json()}, code)
        return
    if not quiet:
        for line in _table(imported):
            echo(printable(line))
    console.print_problems(imported.problems)
    if quiet:
        return
    for note in _notes(imported):
        echo(printable(note), err=True)
    counts = f"{console.pluralize(imported.levels, 'level')} on {console.pluralize(imported.tracks, 'track')}"
    line = f"Imported {counts} into {output.as_posix()}" if output else f"Would import {counts}"
    line += f": {_open_points(imported)}"
    echo(line, fg="yellow" if imported.problems else "green")
    if output:
        ladder = console.shell_word(output)
        echo(f"Next: ladder-export preview {ladder}   Or make the files: ladder-export build {ladder}", fg="green")


def _table(imported: ImportResult) -> Iterator[str]:
    """Yield how the sources were read, and a table of the levels, the lowest of each track first."""
    for name, pages, why in imported.dialects:
        yield f"{console.pluralize(pages, 'page')} read as {name}: {why}"
    rows = [("level", "title", "areas", "statements", "examples", "")]
    track = None
    places = []
    for level in imported.level_summaries:
        if level.track != track:
            track = level.track
            places.append((len(rows), track))
        numbers = (str(level.areas), str(level.statements), str(level.examples))
        guessed = f"guessed: {', '.join(level.guessed)}" if level.guessed else ""
        title = (
            level.title if len(level.title) <= MAX_TITLE_CHARACTERS else f"{level.title[: MAX_TITLE_CHARACTERS - 1]}…"
        )
        rows.append((level.code, title, *numbers, guessed))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    heads = dict(places)
    for place, row in enumerate(rows):
        if heads.get(place):
            yield f"{heads[place]}"
        left = map(str.ljust, row[:TEXT_COLUMNS], widths)
        right = map(str.rjust, row[TEXT_COLUMNS:-1], widths[TEXT_COLUMNS:])
        yield f"  {'  '.join((*left, *right, row[-1]))}".rstrip()


def _notes(imported: ImportResult) -> Iterator[str]:
    """Yield a line for each repair and for each file that was skipped."""
    for repair in imported.repairs:
        yield f"{repair.file}:{repair.line}: repaired '{repair.was}' to '{repair.now}'"
    for file in imported.left_out:
        yield f"skipped: {file.file}: {file.why}"


def _open_points(imported: ImportResult) -> str:
    """Return what was not imported or is a guess, or `no problems`."""
    unread = sum(problem.code not in ("unplaced", "unsure") for problem in imported.problems)
    unsure = sum(problem.code == "unsure" for problem in imported.problems)
    parts = [f"{console.pluralize(unsure, 'warning')} about the structure"] if unsure else []
    if imported.unplaced:
        parts.append(f"{console.pluralize(len(imported.unplaced), 'text')} not mapped and copied to unplaced.md")
    parts += [f"{console.pluralize(unread, 'file')} not read"] if unread else []
    parts += [f"{console.pluralize(len(imported.left_out), 'file')} skipped"] if imported.left_out else []
    if imported.guesses:
        parts.append(f"{console.pluralize(imported.guesses, 'guess')} to check (marked '# guessed' in the YAML)")
    parts += [console.pluralize(len(imported.repairs), "repair")] if imported.repairs else []
    return "; ".join(parts) or "no problems"
