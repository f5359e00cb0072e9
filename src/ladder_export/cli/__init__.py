"""This package takes arguments in and gives lines and an exit code out (Click's only door, and the clock's)."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from ladder_export import __version__
from ladder_export.cli import screen
from ladder_export.cli.importing import import_
from ladder_export.cli.themes import theme
from ladder_export.editions import EDITIONS
from ladder_export.problems import Exit, Problem

FORMATS = tuple(dict.fromkeys(name for kind in EDITIONS.values() for name in kind.formats))
PAPERS = ("a4", "letter")

Command = TypeVar("Command", bound=Callable[..., Any])

CHOOSING = (
    click.argument("ladder", type=click.Path(path_type=Path), default=Path("ladder")),
    click.option(
        "-e", "--edition", multiple=True, type=click.Choice(tuple(EDITIONS)), help="Only this kind of document."
    ),
    click.option("-f", "--format", multiple=True, type=click.Choice(FORMATS), help="Only this format."),
    click.option(
        "-l", "--level", multiple=True, metavar="GLOB", help="Only levels whose id or code matches: L3, 'l3-*'."
    ),
    click.option("-t", "--track", multiple=True, metavar="ID", help="Only levels of this track."),
    click.option("--locale", metavar="TAG", default="", help="In this language, as locales/TAG.yaml has it."),
    click.option("--theme", metavar="NAME", help="A built-in theme, or the folder of your own."),
    click.option(
        "--deck",
        type=click.Path(path_type=Path),
        metavar="FILE.pptx",
        help="Your own PowerPoint template for the decks: ladder-export theme inspect.",
    ),
    click.option("--paper", type=click.Choice(PAPERS), help="Paper of the sheets."),
    click.option(
        "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Worker processes [default: as many as pay off]."
    ),
    click.option(
        "--press", is_flag=True, help="Sheets for a print shop, into press/: PDF/X-4, bleed, crop marks, CMYK."
    ),
    click.option("--icc", type=click.Path(path_type=Path), metavar="FILE", help="The colour profile of the press."),
    click.option("--validate", is_flag=True, help="Check every PDF against PDF/A-3a and PDF/UA-1 first."),
    click.option("--strict", is_flag=True, help="Treat warnings as failure (exit 1)."),
    click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout, nothing else."),
    click.option("-q", "--quiet", is_flag=True, help="Print nothing but what is wrong."),
)


def _choosing(command: Command) -> Command:
    """The argument and options that build and check share."""
    for option in reversed(CHOOSING):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="ladder-export %(version)s")
def main() -> None:
    """Turn one career ladder in YAML into print-ready sheets and native slide decks.

    \b
    Exit codes:
       0  clean, or warnings without --strict
       1  built, but not right: a character without a glyph, or any warning under --strict
       2  the command line asks for something that does not exist
       3  the ladder has errors
       4  the theme or template cannot be used
       5  a library or font is missing: ladder-export doctor
       6  the output folder cannot be written
      70  a fault of ladder-export itself
    On 2 to 70 nothing is published; what was there before stays as it was.
    """  # noqa: D301  # \b is Click's mark for lines that it must not wrap


@main.command()
@_choosing
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("output"), show_default=True, help="Where it goes."
)
@click.option("--dry-run", is_flag=True, help="Say what would be made, and make nothing.")
@click.option("-v", "--verbose", is_flag=True, help="Also say how each artefact came out.")
def build(*, dry_run: bool, verbose: bool, strict: bool, as_json: bool, quiet: bool, **choice: Any) -> None:  # noqa: ANN401  # Click's own types
    """Render LADDER (a folder or file, default: ladder) into the output folder.

    Options given twice add up. Only files that an earlier build made are replaced or
    removed, and only when the whole build succeeds.
    """

    def run() -> Exit:
        from ladder_export import pipeline  # noqa: PLC0415  # --help loads no engine

        request = _request(**choice)
        if dry_run:
            screen.say_plan([job.path for job in pipeline.rehearse(request).jobs], request.output, as_json=as_json)
            return Exit.CLEAN
        began = time.perf_counter()
        with screen.progress(silent=quiet or as_json, verbose=verbose) as watch:
            manifest = pipeline.build(request, watch, time.perf_counter)
        screen.say_built(manifest, request.output, time.perf_counter() - began, as_json=as_json, quiet=quiet)
        return _outcome(manifest.every_problem, strict=strict)

    screen.guarded(run, as_json=as_json)


@main.command()
@_choosing
def check(*, strict: bool, as_json: bool, quiet: bool, **choice: Any) -> None:  # noqa: ANN401  # Click's own types
    """Find every problem of LADDER (default: ladder), what will not fit included; write nothing."""

    def run() -> Exit:
        from ladder_export import pipeline  # noqa: PLC0415  # --help loads no engine

        request = _request(output=Path("output"), **choice)
        with screen.progress(silent=quiet or as_json, verbose=False) as watch:
            problems = pipeline.check(request, watch, time.perf_counter)
        screen.say_checked(problems, request.ladder, as_json=as_json, quiet=quiet)
        return _outcome(problems, strict=strict)

    screen.guarded(run, as_json=as_json)


@main.command()
@click.argument("before")
@click.argument("after", required=False)
@click.option(
    "--ladder",
    type=click.Path(path_type=Path),
    default=Path("ladder"),
    show_default=True,
    help="Where levels and git revisions are looked for.",
)
@click.option("--markdown", is_flag=True, help="As Markdown, for a pull request.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout, nothing else.")
@click.option("--exit-code", is_flag=True, help="Leave with 1 when there is a difference, as git diff does.")
def diff(  # noqa: PLR0913  # one argument an option
    *, before: str, after: str | None, ladder: Path, markdown: bool, as_json: bool, exit_code: bool
) -> None:
    """Compare two ladders, two levels or two git revisions: added, removed, reworded, moved.

    BEFORE and AFTER are paths of ladders, ids or codes of levels, or git revisions, looked for in
    this order. Without AFTER, BEFORE is compared with the ladder as it is now: diff main
    """

    def run() -> Exit:
        from ladder_export.history import compare  # noqa: PLC0415  # --help loads no engine

        sides = compare(before, after, ladder)
        screen.say_changes(sides, markdown=markdown, as_json=as_json)
        return Exit.NOT_CLEAN if exit_code and sides.changes else Exit.CLEAN

    screen.guarded(run, as_json=as_json)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but what is wrong.")
def new(*, folder: Path, quiet: bool) -> None:
    """Start a ladder in FOLDER: YAML that builds at once, with comments that teach."""

    def run() -> Exit:
        from ladder_export.scaffold import start  # noqa: PLC0415  # --help loads no engine

        names = start(folder)
        if not quiet:
            screen.say_started(folder, names)
        return Exit.CLEAN

    screen.guarded(run, as_json=False)


@main.command()
@click.argument("ladder", type=click.Path(path_type=Path), required=False)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path(), help="Where the files go [default: here]."
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but what is wrong.")
def schema(*, ladder: Path | None, output: Path, quiet: bool) -> None:
    """Write ladder.schema.json and level.schema.json, by which editors complete and check.

    With LADDER, levels are offered the ids that it has.
    """

    def run() -> Exit:
        from ladder_export.scaffold import describe  # noqa: PLC0415  # --help loads no engine

        names = describe(ladder, output)
        if not quiet:
            screen.say_described(output, names)
        return Exit.CLEAN

    screen.guarded(run, as_json=False)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout, nothing else.")
def doctor(*, as_json: bool) -> None:
    """Check this machine's libraries, fonts and versions, and say the command that mends each."""

    def run() -> Exit:
        from ladder_export.doctor import examine  # noqa: PLC0415  # --help loads no engine

        findings = examine()
        screen.say_findings(findings, as_json=as_json)
        return Exit.CLEAN if all(finding.healthy for finding in findings) else Exit.ENVIRONMENT

    screen.guarded(run, as_json=as_json)


main.add_command(theme)
main.add_command(import_)


def _outcome(problems: Sequence[Problem], *, strict: bool) -> Exit:
    """An artefact with an error in it was built, but is not right; a warning counts only under --strict."""
    wrong = any(strict or problem.is_error for problem in problems)
    return Exit.NOT_CLEAN if wrong else Exit.CLEAN


def _request(ladder: Path, output: Path, **choice: Any) -> Any:  # noqa: ANN401  # Click's own types; its own is loaded late
    from ladder_export.pipeline import Request  # noqa: PLC0415  # --help loads no engine
    from ladder_export.plan import Wanted  # noqa: PLC0415  # --help loads no engine

    wanted = Wanted(*(choice.pop(name) for name in ("edition", "format", "level", "track", "press", "locale")))
    return Request(ladder, output, wanted, workers=choice.pop("jobs"), **choice)
