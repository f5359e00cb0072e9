"""Draw the social card: the picture (PNG) that chats and social networks show beside a link to the web page."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import resvg_py

from ladder_export.core.document import Document
from ladder_export.core.document_files import CARD_HEIGHT_PX, CARD_WIDTH_PX
from ladder_export.core.text import is_rtl
from ladder_export.theme import RenderSettings
from ladder_export.writers import RenderedFile
from ladder_export.writers.social_card.card_fonts import CardFonts, open_card_fonts
from ladder_export.writers.social_card.drawing import card_characters, card_svg, characters_by_font

LIBRARIES = ("fonttools", "resvg-py", "uharfbuzz")


def render(document: Document, settings: RenderSettings) -> RenderedFile:
    """Render the social card of a ladder's web page: a picture with title, organisation, tracks, steps and logo.

    The result's `count` is always 1. Raises BadTheme or BadEnvironment if a font of the theme cannot be read.
    """
    fonts = open_card_fonts(settings.theme, document.language, card_characters(document))
    drawing = card_svg(document, settings.theme, fonts, rtl=is_rtl(document.language))
    return RenderedFile(_rasterize(drawing, fonts), 1, versions=versions())


def _rasterize(drawing: str, fonts: CardFonts) -> bytes:
    """Return a drawing as PNG. Only the theme's fonts are there, reduced to the drawing's characters."""
    with TemporaryDirectory(prefix="ladder-export-") as folder:
        files = list[str]()
        for name, data in fonts.files(characters_by_font(drawing)):
            file = Path(folder, f"{name}.font")
            file.write_bytes(data)
            files.append(str(file))
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=drawing,
                skip_system_fonts=True,
                font_files=files,
                width=CARD_WIDTH_PX,
                height=CARD_HEIGHT_PX,
            )
        )


def versions() -> dict[str, str]:
    """Return the versions of the libraries on which the bytes of the picture depend, by the library's name."""
    return {name: version(name) for name in LIBRARIES}
