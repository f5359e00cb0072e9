"""Write a document as a native, editable PowerPoint deck; the only package that imports python-pptx."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

import fontTools
import pptx
from lxml import etree

from ladder_export.core.document import Document
from ladder_export.theme import RenderSettings
from ladder_export.theme.tokens import DeckTokens
from ladder_export.writers import RenderedFile, slides
from ladder_export.writers.fonts import text_metrics
from ladder_export.writers.pptx import custom_template, geometry, layouts, notes
from ladder_export.writers.pptx.base_deck import themed_base_deck
from ladder_export.writers.pptx.drawingml_text import TextWriter, printable
from ladder_export.writers.pptx.package import save_deck
from ladder_export.writers.pptx.slide_writer import SlideWriter
from ladder_export.writers.slides.model import (
    BulletSlide,
    CardsSlide,
    FactsSlide,
    FormTableSlide,
    GridSlide,
    PanelSlide,
    RadarSlide,
    SectionSlide,
    Slide,
    StaircaseSlide,
    TitleSlide,
    TwoSectionsSlide,
    anchors,
)


def render(document: Document, settings: RenderSettings) -> RenderedFile:
    """Render a document as a native PowerPoint deck; text is measured first, so that it fits on every slide.

    If `settings.theme.template` is set, the deck is written into that company's template. Raises BadEnvironment if a
    font to measure text with is missing, BadTheme if the template cannot be used.
    """
    settings = replace(settings, theme=settings.theme.in_track(document.accent)) if document.accent else settings
    if settings.theme.template:
        data, count = custom_template.write_with_template(document, settings.theme, settings.theme.template)
        return RenderedFile(data, count, versions=versions())
    measures, fonts = (
        geometry.deck_geometry(settings.theme.deck, document.language),
        text_metrics.open_deck_fonts(settings.theme),
    )
    shown = _with_ellipses(document, settings.theme.deck, fonts)
    slides_of_deck = slides.build_slides(shown, measures, fonts)
    builder = themed_base_deck(settings.theme, document.language, printable(shown.footer)).new_deck()
    pages = [builder.add_slide(layouts.layout_part_name(_layout_number(slide))) for slide in slides_of_deck]
    numbered = reversed(list(zip(slides_of_deck, pages, strict=True)))
    slides_by_anchor = {anchor: page for slide, page in numbered for anchor in anchors(slide)}
    eyebrow_frame = geometry.eyebrow_frame(settings.theme.deck, document.language)
    slide_writer = SlideWriter(shown, measures, fonts, geometry.canvas(settings.theme.deck.slide), eyebrow_frame)
    for number, (slide, page) in enumerate(zip(slides_of_deck, pages, strict=True), 1):
        on_dark = isinstance(slide, TitleSlide | SectionSlide)
        slide_writer.write_slide(
            TextWriter(page, document.language, on_dark=on_dark, slides_by_anchor=slides_by_anchor), slide, number
        )
        if slide.notes:
            notes.write_notes(builder, page, slide.notes, settings.theme, document.language)
    return RenderedFile(save_deck(builder, document, slides_of_deck), len(slides_of_deck), versions=versions())


def versions() -> dict[str, str]:
    """Return the versions of the libraries on which the bytes of a deck depend, by the library's name."""
    return {"python-pptx": pptx.__version__, "lxml": etree.__version__, "fonttools": fontTools.version}


def _with_ellipses(document: Document, tokens: DeckTokens, fonts: text_metrics.FontPair) -> Document:
    """Return the document with footer and breadcrumbs cut to their frames; the properties keep all of them."""
    footer_frame, breadcrumbs_frame = (
        geometry.footer_frame(tokens, document.language),
        geometry.breadcrumbs_frame(tokens, document.language),
    )
    breadcrumbs = slides.ellipsize(" · ".join(document.breadcrumbs), fonts, breadcrumbs_frame)
    return replace(
        document,
        footer=slides.ellipsize(document.footer, fonts, footer_frame),
        breadcrumbs=(breadcrumbs,) if breadcrumbs else (),
    )


def _layout_number(slide: Slide) -> int:
    match slide:
        case TitleSlide():
            return layouts.TITLE
        case SectionSlide():
            return layouts.SECTION_HEADER
        case FactsSlide() | CardsSlide() | StaircaseSlide() | RadarSlide() | FormTableSlide() | GridSlide():
            return layouts.TITLE_ONLY
        case BulletSlide():
            return layouts.MUTED_CONTENT if slide.role == "examples" else layouts.CONTENT
        case PanelSlide():
            return layouts.WIDE_PANEL if slide.panel.is_wide else layouts.PANEL
        case TwoSectionsSlide():
            return layouts.TWO_SECTIONS
        case _:
            assert_never(slide)
