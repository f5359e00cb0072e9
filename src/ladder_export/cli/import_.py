"""This file is the command that imports: its arguments, and the lines that tell what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ladder_export.cli import screen
from ladder_export.problems import Exit, printable

if TYPE_CHECKING:
    from ladder_export.importers import Imported

DIALECTS = ("matrix", "topics", "levels")  # tests keep them equal to the table, which --help must not load


@click.command("import")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The ladder's new folder.")
@click.option("--dialect", type=click.Choice(DIALECTS), help="How every SOURCE is written, instead of finding out.")
@click.option("--force", is_flag=True, help="Replace files that are there already.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout, nothing else.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but what is wrong.")
def import_(  # noqa: PLR0913  # one for each option
    *, sources: tuple[Path, ...], output: Path, dialect: str | None, force: bool, as_json: bool, quiet: bool
) -> None:
    """Turn ladders that were written some other way (SOURCE: files or folders) into YAML.

    \b
    Dialects, each recognised by itself:
      levels  one Markdown file a level: '# L3: Title', a quote, labelled facts,
              headed lists, examples in <details> or below a line 'Examples'
      topics  one Markdown file a track: front matter with 'topics', each with
              criteria by level; or headings 'Level 1', 'Level 2'
      matrix  a table in .csv or .xlsx: levels along one side, areas along the other

    Garbled characters are repaired, and what is guessed says so in a comment. Text that has
    no place is told with its line and kept, word for word, in unplaced.md.

    \b
    Exit codes: 0 everything placed, 1 imported but not everything placed or read,
    2 usage, 3 no level found, 5 the reader of workbooks is missing, 6 files in the
    way or the folder cannot be written. On 2 to 6 nothing is written.
    """  # noqa: D301  # \b is Click's mark for lines that it must not wrap

    def run() -> Exit:
        from ladder_export import pipeline  # noqa: PLC0415  # --help loads no engine

        imported = pipeline.bring(sources, output, dialect or "", force=force)
        code = Exit.NOT_CLEAN if imported.problems else Exit.CLEAN
        say_imported(imported, output, code, as_json=as_json, quiet=quiet)
        return code

    screen.guarded(run, as_json=as_json)


def say_imported(imported: Imported, output: Path, code: Exit, *, as_json: bool, quiet: bool) -> None:
    """What was made of the sources, what was repaired, and what has no place."""
    if as_json:
        screen.print_json({"output": output.as_posix(), **imported.as_json()}, code)
        return
    screen.say_problems(imported.problems)
    if quiet:
        return
    for repair in imported.repairs:
        line = f"{repair.file}:{repair.line}: repaired '{repair.was}' to '{repair.now}'"
        click.echo(printable(line), err=True)
    made = [screen.counted(imported.levels, "level"), screen.counted(imported.tracks, "track")]
    more = [
        screen.counted(n, word) for n, word in ((imported.guesses, "guess"), (len(imported.repairs), "repair")) if n
    ]
    line = f"{' on '.join(made)} in {output.as_posix()}{''.join(f', {part}' for part in more)}: {_rest(imported)}"
    click.secho(line, fg="yellow" if imported.problems else "green")


def _rest(imported: Imported) -> str:
    """What is not in the ladder."""
    unread = sum(problem.code != "unplaced" for problem in imported.problems)
    parts = (
        [f"{screen.counted(len(imported.unplaced), 'text')} not placed, kept in unplaced.md"]
        if imported.unplaced
        else []
    )
    parts += [f"{screen.counted(unread, 'file')} not read"] if unread else []
    return "; ".join(parts) or "clean"
