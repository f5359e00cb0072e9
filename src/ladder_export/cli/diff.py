"""The command `diff`: compare two ladders, two levels or two git revisions."""

from __future__ import annotations

from pathlib import Path

import click

from ladder_export.cli import completion, console
from ladder_export.cli.options import JSON
from ladder_export.core.problems import ExitCode


@click.command()
@click.argument("before", shell_complete=completion.compared)
@click.argument("after", required=False, shell_complete=completion.compared)
@click.option(
    "--ladder",
    type=click.Path(path_type=Path),
    default=completion.default_ladder,
    show_default="the folder you are in, if it holds ladder.yaml, else ladder",
    help="Ladder in which levels and git revisions are looked up.",
)
@click.option("--markdown", is_flag=True, help="Print Markdown, for a pull request.")
@JSON
@click.option("--exit-code", is_flag=True, help="ExitCode with code 1 if there are differences, as git diff does.")
def diff(  # noqa: PLR0913  # one argument an option
    *, before: str, after: str | None, ladder: Path, markdown: bool, as_json: bool, exit_code: bool
) -> None:
    """Compare two ladders, two levels or two git revisions: what was added, removed, reworded or moved.

    BEFORE and AFTER are paths of ladders, ids, codes or titles of levels, or git revisions, tried in
    this order. Without AFTER, BEFORE is compared with the ladder as it is now: diff main
    """

    def run() -> ExitCode:
        from ladder_export.cli.diff_output import print_changes  # noqa: PLC0415  # --help loads no engine
        from ladder_export.diff.compare import compare  # noqa: PLC0415  # --help loads no engine

        sides = compare(before, after, ladder)
        code = ExitCode.NOT_CLEAN if exit_code and sides.changes else ExitCode.CLEAN
        print_changes(sides, code, markdown=markdown, as_json=as_json)
        return code

    console.run_and_exit(run, as_json=as_json)
