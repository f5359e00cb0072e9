"""This package turns a document into a native, editable deck (python-pptx's only door)."""

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
from ladder_export.writers.pptx.base_deck import branded
from ladder_export.writers.pptx.drawingml_text import Pen, printable
from ladder_export.writers.pptx.package import finished
from ladder_export.writers.pptx.painter import Painter
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


def write(document: Document, settings: RenderSettings) -> RenderedFile:
    """A deck of real placeholders, measured before it is written so that every slide's text fits.

    Raises BadEnvironment when a font to measure with is not on this machine.
    """
    settings = replace(settings, theme=settings.theme.in_track(document.accent)) if document.accent else settings
    if settings.theme.template:
        data, count = custom_template.written(document, settings.theme, settings.theme.template)
        return RenderedFile(data, count, (), {}, engines())
    sizes, faces = geometry.sizes(settings.theme.deck, document.language), text_metrics.open_faces(settings.theme)
    shown = _abridged(document, settings.theme.deck, faces)
    found = slides.build_slides(shown, sizes, faces)
    draft = branded(settings.theme, document.language, printable(shown.footer)).draft()
    pages = [draft.page(layouts.part(_layout(slide))) for slide in found]
    numbered = reversed(list(zip(found, pages, strict=True)))
    places = {anchor: page for slide, page in numbered for anchor in anchors(slide)}
    eyebrow = geometry.eyebrow(settings.theme.deck, document.language)
    painter = Painter(shown, sizes, faces, geometry.canvas(settings.theme.deck.slide), eyebrow)
    for number, (slide, page) in enumerate(zip(found, pages, strict=True), 1):
        dark = isinstance(slide, TitleSlide | SectionSlide)
        painter.page(Pen(page, document.language, dark=dark, places=places), slide, number)
        if slide.notes:
            notes.write(draft, page, slide.notes, settings.theme, document.language)
    return RenderedFile(finished(draft, document, found), len(found), (), {}, engines())


def engines() -> dict[str, str]:
    """Versions of the libraries that decide the bytes."""
    return {"python-pptx": pptx.__version__, "lxml": etree.__version__, "fonttools": fontTools.version}


def _abridged(document: Document, tokens: DeckTokens, faces: text_metrics.Faces) -> Document:
    """The document with no more in its footer and lineage than their places hold; the deck's properties say it all."""
    footer, lineage = geometry.foot(tokens, document.language), geometry.lineage(tokens, document.language)
    above = slides.ellipsize(" · ".join(document.breadcrumbs), faces, lineage)
    return replace(
        document,
        footer=slides.ellipsize(document.footer, faces, footer),
        breadcrumbs=(above,) if above else (),
    )


def _layout(slide: Slide) -> int:
    match slide:
        case TitleSlide():
            return layouts.COVER
        case SectionSlide():
            return layouts.CHAPTER
        case FactsSlide() | CardsSlide() | StaircaseSlide() | RadarSlide() | FormTableSlide() | GridSlide():
            return layouts.TITLE_ONLY
        case BulletSlide():
            return layouts.QUIET if slide.role == "examples" else layouts.CONTENT
        case PanelSlide():
            return layouts.WIDE_PANEL if slide.panel.is_wide else layouts.PANEL
        case TwoSectionsSlide():
            return layouts.AREAS
        case _:
            assert_never(slide)
