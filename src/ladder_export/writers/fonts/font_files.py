"""This file opens the fonts of a theme: one that cannot be read is a fault of the theme."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fontTools.ttLib import TTFont

from ladder_export.core.problems import BadTheme, LadderExportError, Problem, Span
from ladder_export.files.access import open_file

REMEDY = "take the font anew from where it came from, as a .ttf or .otf file"


@contextmanager
def open_font(file: Path) -> Iterator[TTFont]:
    """The font in a file, whose tables are read when they are asked for. Raises BadTheme where one cannot be read."""
    with font_errors_as_bad_theme(file), open_file(file, "font") as stream, TTFont(stream, lazy=True) as font:
        yield font


@contextmanager
def font_errors_as_bad_theme(file: Path) -> Iterator[None]:
    """Whatever fails inside, fails since the font is damaged: a library that reads fonts raises as Python does."""
    try:
        yield
    except LadderExportError:
        raise
    except Exception as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is damaged, or no font"
        message = f"the font {file.name} cannot be read: {reason}"
        raise BadTheme(Problem("bad-font", message, Span(file.as_posix()), help=REMEDY)) from error
