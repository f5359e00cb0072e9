"""The command `schema`: write the JSON Schemas by which editors complete and check a ladder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ladder_export.cli import console
from ladder_export.cli.options import QUIET
from ladder_export.cli.terminal import echo
from ladder_export.core.problems import ExitCode

if TYPE_CHECKING:
    from ladder_export.scaffold import WrittenSchemas


@click.command()
@click.argument("ladder", type=click.Path(path_type=Path), required=False)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Output folder [default: the one you are in].",
)
@QUIET
def schema(*, ladder: Path | None, output: Path, quiet: bool) -> None:
    """Write the JSON Schemas by which editors complete and check ladder.yaml, levels and translations.

    Also written is export.schema.json, which describes ladder.json. With LADDER, editors suggest
    the ids of that ladder; it may have errors.
    """

    def run() -> ExitCode:
        from ladder_export.scaffold import write_schemas  # noqa: PLC0415  # --help loads no engine

        described = write_schemas(ladder, output)
        if not quiet:
            print_schema_files(output, described)
        return ExitCode.CLEAN

    console.run_and_exit(run, as_json=False)


def print_schema_files(folder: Path, described: WrittenSchemas) -> None:
    """Print the files that were written, and the comment in each file of a ladder that leads editors to its schema."""
    for name in described.names:
        echo((folder / name).as_posix())
    for file, name in described.lines.items():
        echo(f"First line of {file}: # yaml-language-server: $schema={name}")
    if described.errors:
        errors = console.pluralize(described.errors, "error")
        echo(f"The ladder has {errors}. To see all, run: ladder-export check", fg="yellow")
