"""Draw documents as pictures for chats and wikis: one PNG per page or slide."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version

from ladder_export.core.document import Document
from ladder_export.core.formats import FORMATS
from ladder_export.core.problems import BadEnvironment, Problem
from ladder_export.files.resources import font_file
from ladder_export.theme import RenderSettings, Theme
from ladder_export.writers import RenderedFile, RenderFailure, load_renderer
from ladder_export.writers.png.libreoffice import convert_to_pdf, find_libreoffice, libreoffice_version

PAGE_DPI = 300  # A4 becomes 2480 px wide
SLIDE_DPI = 144  # a slide of 13⅓ in becomes 1920 px wide


def render(document: Document, settings: RenderSettings) -> RenderedFile:
    """Render each page of a document, or each slide of a deck, as a PNG picture.

    In the result, `data` is the first picture and `later_pages` are the others. Raises BadEnvironment when the extra
    `png` is not installed, RenderFailure for a deck when LibreOffice is not installed or fails.
    """
    libraries = versions()
    from ladder_export.writers.png.pdfium import page_pngs  # noqa: PLC0415  # an extra

    title = " ".join(text for text in (document.code, document.title) if text)
    if document.kind in FORMATS["pdf"].documents:
        source, dpi = load_renderer("pdf")(document, settings), PAGE_DPI
        pdf = source.data
    else:
        _require_libreoffice()
        source, dpi = load_renderer("pptx")(document, settings), SLIDE_DPI
        pdf = _deck_as_pdf(source.data, title, settings.theme)
        libraries["libreoffice"] = libreoffice_version()
    first, *later = page_pngs(pdf, dpi, title, document.language)
    return replace(
        source, data=first, later_pages=tuple(later), count=1 + len(later), versions={**source.versions, **libraries}
    )


def versions() -> dict[str, str]:
    """Return the version of pypdfium2, the library that draws pages, by its name.

    Raises BadEnvironment when it is not installed.
    """
    try:
        return {"pypdfium2": version("pypdfium2")}
    except PackageNotFoundError as error:
        raise BadEnvironment(
            Problem(
                "pictures-missing",
                "pictures (png) need pypdfium2, which is not installed on this machine",
                help="run: python -m pip install 'ladder-export[png]'",
            )
        ) from error


def _require_libreoffice() -> None:
    if not find_libreoffice():
        raise RenderFailure(
            Problem(
                "no-libreoffice",
                "there are no pictures of slides: LibreOffice, which draws them, is not installed on this machine",
                help="install it (on Debian: apt-get install libreoffice-impress), or ask for pages only: -d sheet",
            )
        )


def _deck_as_pdf(deck: bytes, title: str, theme: Theme) -> bytes:
    """Return a deck as LibreOffice prints it, with the theme's fonts, and those that it measures its decks with."""
    twins = (name.partition("@")[0] for name in (theme.deck.regular, theme.deck.bold))
    files = (*twins, *(font.file for font in theme.fonts))
    pdf = convert_to_pdf(deck, {font_file(*theme.font_location(file)).parent for file in files})
    if pdf is None:
        raise RenderFailure(
            Problem(
                "slides-not-drawn",
                f"there are no pictures of the slides of {title}: LibreOffice failed, or took too long",
                help="open the deck in LibreOffice to see whether it can read it; then build again",
            )
        )
    return pdf
