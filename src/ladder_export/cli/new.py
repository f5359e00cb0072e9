"""The command `new`: start a ladder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ladder_export.cli import console
from ladder_export.cli.options import QUIET
from ladder_export.cli.terminal import echo
from ladder_export.core.problems import ExitCode


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--ci",
    type=click.Choice(("github", "gitlab"), case_sensitive=False),
    help="Also write the workflow that checks and publishes the ladder on this service.",
)
@QUIET
def new(*, folder: Path, ci: str | None, quiet: bool) -> None:
    """Create a small ladder in FOLDER: YAML that builds at once, with comments that explain it.

    With --ci, the workflow is written to the root of the git repository that FOLDER is in, else to FOLDER.
    """

    def run() -> ExitCode:
        from ladder_export.scaffold import create_ladder  # noqa: PLC0415  # --help loads no engine

        paths = create_ladder(folder, ci or "")
        if not quiet:
            print_new_ladder(folder, paths)
        return ExitCode.CLEAN

    console.run_and_exit(run, as_json=False)


def print_new_ladder(folder: Path, paths: Sequence[Path]) -> None:
    """Print the files that were written, and how to build, edit and share the new ladder."""
    for path in paths:
        echo(path.as_posix())
    ladder = console.shell_word(folder)
    level = next((path for path in paths if path.parent.parent == folder and path.suffix == ".yaml"), folder)
    has_workflow = any(path.suffix == ".yml" for path in paths)
    how = (
        "Commit and push all files."
        if has_workflow
        else "Send the folder output/, or start with --ci github or gitlab."
    )
    echo(f"Build:  ladder-export build {ladder}   Then open output/index.html.", fg="green")
    echo(f"Edit:   {level.as_posix()}   To see every save: ladder-export preview {ladder}", fg="green")
    echo(f"Share:  {how}", fg="green")
