"""The command line, one module per command. Only this package imports Click, and only it reads the clock."""

from __future__ import annotations

import click

from ladder_export import __version__
from ladder_export.cli.brand import brand
from ladder_export.cli.build import build
from ladder_export.cli.check import check
from ladder_export.cli.diff import diff
from ladder_export.cli.doctor import doctor
from ladder_export.cli.import_ import import_
from ladder_export.cli.new import new
from ladder_export.cli.preview import preview
from ladder_export.cli.schema import schema
from ladder_export.cli.theme import theme
from ladder_export.cli.translate import translate
from ladder_export.cli.usage import Program
from ladder_export.cli.verify import verify
from ladder_export.cli.workbook import workbook


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="ladder-export %(version)s")
def main() -> None:
    """Turn one career ladder in YAML into print-ready sheets and native slide decks.

    \b
    Exit codes:
       0  no problems, or only warnings (without --strict)
       1  the files were made, but one has an error, or a warning under --strict
       2  the command line is wrong
       3  the ladder has errors
       4  the theme or template cannot be used, or a PDF fails --validate
       5  a library or font is missing; run: ladder-export doctor
       6  the output folder cannot be written
      70  a bug in ladder-export
    With 2 to 70, your files stay unchanged.

    Set defaults for the options of build, check and preview in the environment
    (LADDER_EXPORT_THEME stands for --theme) or in the nearest pyproject.toml (`theme` in the
    table [tool.ladder-export]).
    """  # noqa: D301  # \b is Click's mark for lines that it must not wrap


for _command in (build, check, diff, new, schema, translate, doctor, verify, brand, theme, import_, workbook, preview):
    main.add_command(_command)
