"""The command `translate`: start or renew the translation of a ladder, or exchange it with translators' programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ladder_export.cli import completion, console
from ladder_export.cli.options import QUIET
from ladder_export.cli.terminal import echo
from ladder_export.core.problems import ExitCode


@click.command()
@click.argument("arguments", nargs=-1, metavar="[LADDER] TAG")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a file for translators instead: a gettext catalogue, or XLIFF 1.2 if it ends in .xlf.",
)
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Take the translations from such a file.",
)
@QUIET
def translate(*, arguments: tuple[str, ...], output: Path | None, source: Path | None, quiet: bool) -> None:
    """Start or renew the translation of LADDER into the language TAG, in locales/TAG.yaml.

    Each text is written with its original: fill in the empty ones. When an original changes, run this again:
    the translation is kept and marked 'was', and documents show the original until you translate it again.
    No translation is ever deleted.

    For translators who use Poedit, Weblate or the like, --output writes a file and --from reads it back. Texts
    that are empty in it, fuzzy or to be reviewed, are skipped.
    """
    if len(arguments) not in (1, 2):
        raise click.UsageError("name a ladder and a language: ladder-export translate ladder de")
    if output and source:
        raise click.UsageError("--output writes a file and --from reads one: use one of them")

    def run() -> ExitCode:
        from ladder_export.translation.translate import export_catalogue, renew  # noqa: PLC0415  # --help loads no engine

        ladder, tag = Path(arguments[0]) if arguments[1:] else completion.default_ladder(), arguments[-1]
        if output:
            missing, stale = export_catalogue(ladder, tag, output), 0
            paths: Sequence[Path] = (output,)
        else:
            paths, missing, stale = renew(ladder, tag, source)
        if not quiet:
            print_translation(paths, missing, stale)
        return ExitCode.CLEAN

    console.run_and_exit(run, as_json=False)


def print_translation(paths: Sequence[Path], missing: int, stale: int) -> None:
    """Print the files that were written, and the number of texts without a translation or with an outdated one.

    `missing` and `stale` are these two numbers.
    """
    for path in paths:
        echo(path.as_posix())
    left = [f"{console.pluralize(missing, 'text')} to translate"] if missing else []
    left += [f"{console.pluralize(stale, 'stale translation')} marked 'was'"] if stale else []
    unchanged = "" if paths else "Nothing new: "
    echo(f"{unchanged}{', '.join(left) or 'everything is translated'}", fg="yellow" if left else "green")
