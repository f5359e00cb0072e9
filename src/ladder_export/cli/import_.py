"""This file is the command that imports: its arguments, and the lines that tell what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ladder_export.cli import console
from ladder_export.cli.terminal import echo
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
NAMES = 2  # columns of the table of levels that are words, before those that are numbers
WIDEST = 44  # characters of a title in the table of levels


def _columns(_context: click.Context, _parameter: click.Parameter, given: str | None) -> dict[str, str]:
    """`level=Grade,text=Statement` as a dictionary."""
    pairs = [part.partition("=") for part in (given or "").split(",") if part.strip()]
    for name, sign, value in pairs:
        if name.strip() not in COLUMNS or not (sign and value.strip()):
            message = f"'{name}{sign}{value}' is not NAME=COLUMN with one of the names {', '.join(COLUMNS)}"
            raise click.BadParameter(message)
    return {name.strip(): value.strip() for name, _, value in pairs}


@click.command("import")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The ladder's new folder.")
@click.option("--dialect", type=click.Choice(DIALECTS), help="How every SOURCE is written, instead of finding out.")
@click.option(
    "--columns", metavar="NAME=COLUMN,...", callback=_columns, help="Which column of a table of rows is what."
)
@click.option("--mapping", type=click.Path(path_type=Path), help="Where levels stand in JSON or YAML of another shape.")
@click.option("--dry-run", is_flag=True, help="Say what is understood; write nothing.")
@click.option("--force", is_flag=True, help="Replace files that are there already.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout, nothing else.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but what is wrong.")
def import_(  # noqa: PLR0913  # one for each option
    *,
    sources: tuple[Path, ...],
    output: Path | None,
    dialect: str | None,
    columns: dict[str, str],
    mapping: Path | None,
    dry_run: bool,
    force: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Turn ladders that were written some other way (SOURCE: files or folders) into YAML.

    \b
    Sources: Markdown, HTML, CSV, TSV, Excel, OpenDocument and Word files, JSON and YAML.
    Dialects, each recognised by its structure:
      levels    one page a level: '# L3: Title' or settings above the page, labelled
                facts, headed lists, examples in <details> or below a line 'Examples'
      headings  one page a track, its levels as headings; or areas with levels below
      topics    one page a track: front matter with 'topics', each with criteria
      matrix    a table: levels along one side, areas along the other
      rows      a table with a line for each level and area; --columns names columns
                that are called otherwise: level=Grade,area=Skill,text=Statement

    First comes what was understood: tracks, levels, areas. What is guessed says so, also in
    a comment of the YAML. Text that has no place is told with its line and kept, word for
    word, in unplaced.md; files that hold no ladder are named at the end.

    \b
    ExitCode codes: 0 everything placed, 1 imported but not everything placed or read, or
    the structure is a guess, 2 usage, 3 no level found, 5 the reader of workbooks or
    documents is missing, 6 files in the way or the folder cannot be written. On 2 to 6
    nothing is written.
    """  # noqa: D301  # \b is Click's mark for lines that it must not wrap
    if not (output or dry_run):
        raise click.UsageError("Missing option '-o' / '--output'.")

    def run() -> ExitCode:
        from ladder_export import pipeline  # noqa: PLC0415  # --help loads no engine
        from ladder_export.importers import ImportOptions, load_mapping  # noqa: PLC0415  # as above

        wishes = ImportOptions(dialect or "", columns, load_mapping(mapping) if mapping else None)
        imported = pipeline.import_ladder(sources, None if dry_run else output, wishes, force=force)
        code = ExitCode.NOT_CLEAN if imported.problems else ExitCode.CLEAN
        say_imported(imported, None if dry_run else output, code, as_json=as_json, quiet=quiet)
        return code

    console.guarded(run, as_json=as_json)


def say_imported(imported: ImportResult, output: Path | None, code: ExitCode, *, as_json: bool, quiet: bool) -> None:
    """What was made of the sources, what was repaired, what has no place, and which files are no ladder."""
    if as_json:
        console.print_json({"output": output.as_posix() if output else None, **imported.as_json()}, code)
        return
    if not quiet:
        for line in _table(imported):
            echo(printable(line))
    console.say_problems(imported.problems)
    if quiet:
        return
    for repair in imported.repairs:
        line = f"{repair.file}:{repair.line}: repaired '{repair.was}' to '{repair.now}'"
        echo(printable(line), err=True)
    for file in imported.left_out:
        echo(printable(f"left out: {file.file}: {file.why}"), err=True)
    made = [console.counted(imported.levels, "level"), console.counted(imported.tracks, "track")]
    where = f"in {output.as_posix()}" if output else "would be imported"
    line = f"{' on '.join(made)} {where}: {_rest(imported)}"
    echo(line, fg="yellow" if imported.problems else "green")


def _table(imported: ImportResult) -> Iterator[str]:
    """How the sources were recognised, and the levels as they were understood, the lowest of each track first."""
    for name, pages, why in imported.dialects:
        yield f"{console.counted(pages, 'page')} read as {name}: {why}"
    rows = [("level", "title", "areas", "statements", "examples", "")]
    track = None
    places = []
    for one in imported.level_summaries:
        if one.track != track:
            track = one.track
            places.append((len(rows), track))
        numbers = (str(one.areas), str(one.statements), str(one.examples))
        guessed = f"guessed: {', '.join(one.guessed)}" if one.guessed else ""
        title = one.title if len(one.title) <= WIDEST else f"{one.title[: WIDEST - 1]}…"
        rows.append((one.code, title, *numbers, guessed))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    heads = dict(places)
    for place, row in enumerate(rows):
        if heads.get(place):
            yield f"{heads[place]}"
        left = map(str.ljust, row[:NAMES], widths)
        right = map(str.rjust, row[NAMES:-1], widths[NAMES:])
        yield f"  {'  '.join((*left, *right, row[-1]))}".rstrip()


def _rest(imported: ImportResult) -> str:
    """What is not in the ladder, or is a guess."""
    unread = sum(problem.code not in ("unplaced", "unsure") for problem in imported.problems)
    unsure = sum(problem.code == "unsure" for problem in imported.problems)
    parts = [f"{console.counted(unsure, 'doubt')} about the structure, see above"] if unsure else []
    if imported.unplaced:
        parts.append(f"{console.counted(len(imported.unplaced), 'text')} not placed, kept in unplaced.md")
    parts += [f"{console.counted(unread, 'file')} not read"] if unread else []
    parts += [f"{console.counted(len(imported.left_out), 'file')} left out"] if imported.left_out else []
    if imported.guesses:
        parts.append(f"{console.counted(imported.guesses, 'guess')} to look at ('# guessed' in the YAML)")
    parts += [console.counted(len(imported.repairs), "repair")] if imported.repairs else []
    return "; ".join(parts) or "clean"
