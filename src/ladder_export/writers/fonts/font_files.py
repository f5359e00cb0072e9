"""Open a theme's fonts; a font that cannot be read is reported as a problem of the theme."""

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
    """Open a font file; its tables are read when first used. Raises BadTheme if it cannot be read."""
    with font_errors_as_bad_theme(file), open_file(file, "font") as stream, TTFont(stream, lazy=True) as font:
        yield font


@contextmanager
def font_errors_as_bad_theme(file: Path) -> Iterator[None]:
    """Raise BadTheme for any error inside the `with` block; fontTools raises errors of many types for a damaged font.

    `file` is the font, which the problem names.
    """
    try:
        yield
    except LadderExportError:
        raise
    except Exception as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is damaged, or no font"
        message = f"the font {file.name} cannot be read: {reason}"
        raise BadTheme(Problem("bad-font", message, Span(file.as_posix()), help=REMEDY)) from error
