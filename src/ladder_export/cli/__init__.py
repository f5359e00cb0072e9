"""This package takes arguments in and gives lines and an exit code out (Click's only door, and the clock's)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ladder_export import __version__
from ladder_export.build.verify import verify_output
from ladder_export.build.workers.worker_count import with_worker_count
from ladder_export.cli import build as building
from ladder_export.cli import completion, console
from ladder_export.cli.brand import brand
from ladder_export.cli.defaults import ENVIRONMENT
from ladder_export.cli.import_ import import_
from ladder_export.cli.options import BUILDING, CHECKING, sharing
from ladder_export.cli.preview import preview
from ladder_export.cli.progress import progress
from ladder_export.cli.theme import theme
from ladder_export.cli.usage import Program
from ladder_export.core.problems import ExitCode, Problem
from ladder_export.core.request import Request, Selection


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="ladder-export %(version)s")
def main() -> None:
    """Turn one career ladder in YAML into print-ready sheets and native slide decks.

    \b
    ExitCode codes:
       0  clean, or warnings without --strict
       1  built, but not right: a character without a glyph, or any warning under --strict
       2  the command line asks for something that does not exist
       3  the ladder has errors
       4  the theme or template cannot be used, or a PDF breaks a standard (--validate)
       5  a library or font is missing: ladder-export doctor
       6  the output folder cannot be written
      70  a fault of ladder-export itself
    On 2 to 70 nothing is published; what was there before stays as it was.

    Options of build, check and preview have defaults where you set them: LADDER_EXPORT_THEME in the
    environment is --theme, as is `theme` below [tool.ladder-export] in the nearest pyproject.toml.
    """  # noqa: D301  # \b is Click's mark for lines that it must not wrap


@main.command(context_settings=ENVIRONMENT)
@sharing(BUILDING)
@click.option("--dry-run", is_flag=True, help="Say what would be made, and make nothing.")
@click.option("--explain", is_flag=True, help="Say of each document why it is made; with --dry-run, why it would be.")
@click.option("--force", is_flag=True, help="Make everything again, also what would come out the same.")
@click.option("--watch", is_flag=True, help="Build, and build again whenever something is saved, until Ctrl-C.")
@click.option("-v", "--verbose", is_flag=True, help="Also say why each document is made and how it came out.")
def build(  # noqa: PLR0913  # one a flag
    *,
    dry_run: bool,
    explain: bool,
    watch: bool,
    verbose: bool,
    strict: bool,
    as_json: bool,
    quiet: bool,
    **choice: Any,  # noqa: ANN401  # Click's own types
) -> None:
    """Render LADDER (a folder or file; default: the one you are in, else ladder) into the output folder.

    Options given twice add up. Only what changed is made again. Only files that an earlier
    build made are replaced or removed, and only when the whole build succeeds.
    """
    if watch and (dry_run or as_json):
        raise click.UsageError("--watch goes on for ever: it cannot be combined with --dry-run or --json")

    def run() -> ExitCode:
        request = _request(**choice)
        if dry_run:
            from ladder_export import pipeline  # noqa: PLC0415  # --help loads no engine

            console.say_plan(pipeline.plan_only(request), request.output, as_json=as_json, explain=explain or verbose)
            return ExitCode.CLEAN
        telling = building.Telling(as_json=as_json, quiet=quiet, verbose=verbose, explain=explain, strict=strict)
        return building.watch(request, telling) if watch else building.build(request, telling)

    console.guarded(run, as_json=as_json, output=choice["output"])


@main.command(context_settings=ENVIRONMENT)
@sharing(CHECKING)
def check(*, strict: bool, as_json: bool, quiet: bool, **choice: Any) -> None:  # noqa: ANN401  # Click's own types
    """Find every problem of LADDER (default: the one you are in, else ladder), what will not fit included; write nothing."""

    def run() -> ExitCode:
        request = with_worker_count(_request(**choice))
        with progress(time.perf_counter, silent=quiet or as_json) as shown:
            problems = building.pipeline_for(request).check(request, shown.show, time.perf_counter)
        code = _outcome(problems, strict=strict)
        console.say_checked(problems, request.ladder, code, as_json=as_json, quiet=quiet)
        return code

    console.guarded(run, as_json=as_json)


@main.command()
@click.argument("before", shell_complete=completion.compared)
@click.argument("after", required=False, shell_complete=completion.compared)
@click.option(
    "--ladder",
    type=click.Path(path_type=Path),
    default=completion.default_ladder,
    show_default="the one you are in, else ladder",
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

    def run() -> ExitCode:
        from ladder_export.cli.diff import say  # noqa: PLC0415  # --help loads no engine
        from ladder_export.diff.compare import compare  # noqa: PLC0415  # --help loads no engine

        sides = compare(before, after, ladder)
        code = ExitCode.NOT_CLEAN if exit_code and sides.changes else ExitCode.CLEAN
        say(sides, code, markdown=markdown, as_json=as_json)
        return code

    console.guarded(run, as_json=as_json)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--ci",
    type=click.Choice(("github", "gitlab"), case_sensitive=False),
    help="Also write the workflow that checks and publishes the ladder there.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but what is wrong.")
def new(*, folder: Path, ci: str | None, quiet: bool) -> None:
    """Start a ladder in FOLDER: YAML that builds at once, with comments that teach.

    With --ci, the workflow goes to the root of the git repository that FOLDER lies in, else into FOLDER.
    """

    def run() -> ExitCode:
        from ladder_export.scaffold import create_ladder  # noqa: PLC0415  # --help loads no engine

        paths = create_ladder(folder, ci or "")
        if not quiet:
            console.say_started(folder, paths)
        return ExitCode.CLEAN

    console.guarded(run, as_json=False)


@main.command()
@click.argument("ladder", type=click.Path(path_type=Path), required=False)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path(), help="Where the files go [default: here]."
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but what is wrong.")
def schema(*, ladder: Path | None, output: Path, quiet: bool) -> None:
    """Write the schemas of ladder.yaml, levels and translations, by which editors complete and check.

    And export.schema.json, which describes what the edition json makes. With LADDER, levels are offered the ids that
    it has; it may have errors.
    """

    def run() -> ExitCode:
        from ladder_export.scaffold import write_schemas  # noqa: PLC0415  # --help loads no engine

        described = write_schemas(ladder, output)
        if not quiet:
            console.say_described(output, described)
        return ExitCode.CLEAN

    console.guarded(run, as_json=False)


@main.command()
@click.argument("arguments", nargs=-1, metavar="[LADDER] TAG")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE.po",
    help="Write a gettext catalogue for translators instead.",
)
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    metavar="FILE.po",
    help="Take the translations of a gettext catalogue.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but what is wrong.")
def translate(*, arguments: tuple[str, ...], output: Path | None, source: Path | None, quiet: bool) -> None:
    """Start or renew the translation of LADDER (default: the one you are in, else ladder) into a language: locales/TAG.yaml.

    Each text is written with its original: fill in the empty ones. When an original changes, run this again: its
    translation is kept and marked 'was', and until it is done anew the original is shown. No word is ever removed.

    Translators who work with Poedit, Weblate or the like get a catalogue with --output; --from brings it back. Texts
    that are fuzzy or empty there are left as they are.
    """
    if len(arguments) not in (1, 2):
        raise click.UsageError("name a ladder and a language: ladder-export translate ladder de")
    if output and source:
        raise click.UsageError("--output writes a catalogue and --from reads one: give one of them")

    def run() -> ExitCode:
        from ladder_export.translation.translate import export_catalogue, renew  # noqa: PLC0415  # --help loads no engine

        ladder, tag = Path(arguments[0]) if arguments[1:] else completion.default_ladder(), arguments[-1]
        if output:
            console.say_translated((output,), export_catalogue(ladder, tag, output), 0, quiet=quiet)
            return ExitCode.CLEAN
        console.say_translated(*renew(ladder, tag, source), quiet=quiet)
        return ExitCode.CLEAN

    console.guarded(run, as_json=False)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout, nothing else.")
def doctor(*, as_json: bool) -> None:
    """Check this machine's libraries, fonts and versions, and say the command that mends each."""

    def run() -> ExitCode:
        from ladder_export.doctor import run_checks  # noqa: PLC0415  # --help loads no engine

        findings = run_checks()
        code = ExitCode.CLEAN if all(finding.healthy for finding in findings) else ExitCode.ENVIRONMENT
        console.say_findings(findings, code, as_json=as_json)
        return code

    console.guarded(run, as_json=as_json)


@main.command()
@click.argument("output", type=click.Path(path_type=Path), default=Path("output"))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout, nothing else.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but what is wrong.")
def verify(*, output: Path, as_json: bool, quiet: bool) -> None:
    """Hold the files in OUTPUT (default: output) against its manifest: what is missing, changed, or not in it.

    Every file is read. ExitCode code 0 when all is as it was made, 1 when it is not.
    """

    def run() -> ExitCode:
        problems = verify_output(output)
        code = _outcome(problems, strict=True)
        console.say_checked(problems, output, code, as_json=as_json, quiet=quiet)
        return code

    console.guarded(run, as_json=as_json)


main.add_command(brand)
main.add_command(theme)
main.add_command(import_)
main.add_command(preview)


def _outcome(problems: Sequence[Problem], *, strict: bool) -> ExitCode:
    """An artefact with an error in it was built, but is not right; a warning counts only under --strict."""
    wrong = any(strict or problem.is_error for problem in problems)
    return ExitCode.NOT_CLEAN if wrong else ExitCode.CLEAN


def _request(ladder: Path, output: Path, **choice: Any) -> Request:  # noqa: ANN401  # Click's own types
    wanted = Selection(*(choice.pop(name) for name in ("edition", "format", "level", "track", "press", "locale")))
    return Request(ladder, output, wanted, workers=choice.pop("jobs"), **choice)
