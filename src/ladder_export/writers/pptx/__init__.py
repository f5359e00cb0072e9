"""This package turns a document into a native, editable deck (python-pptx's only door)."""

from __future__ import annotations

import io
from typing import assert_never

import fontTools
import pptx
from lxml import etree
from pptx.oxml import parse_xml
from pptx.presentation import Presentation
from pptx.shapes.base import BaseShape

from ladder_export.document import Document
from ladder_export.text import is_rtl
from ladder_export.theme import Look
from ladder_export.writers import Written, metrics, slides
from ladder_export.writers.pptx import foreign, frames, layouts, properties, seal, shapes
from ladder_export.writers.pptx.brand import empty_deck
from ladder_export.writers.pptx.writing import Ink, Pen, printable
from ladder_export.writers.slides.kinds import BulletSlide, FactsSlide, Heading, Point, SectionSlide, Slide, TitleSlide

GOES_ON = f'<a:pPr marL="{round(frames.INDENT * frames.EMU)}" indent="0"><a:buNone/></a:pPr>'


def write(document: Document, look: Look) -> Written:
    """A deck of real placeholders, measured before it is written so that every slide's text fits.

    Raises BadEnvironment when a font to measure with is not on this machine.
    """
    if look.theme.template:
        data, count = foreign.written(document, look.theme, look.theme.template)
        return Written(data, count, (), {}, engines())
    found = slides.deck(document, frames.sizes(look.theme.deck), metrics.open_faces(look.theme))
    deck = empty_deck(look.theme, document.language, printable(document.footer))
    for number, slide in enumerate(found, 1):
        _page(deck, document, slide, number)
    properties.describe(deck, document, len(found))
    properties.list_sections(deck, document, found)
    buffer = io.BytesIO()
    deck.save(buffer)
    return Written(seal.sealed(buffer.getvalue()), len(found), (), {}, engines())


def engines() -> dict[str, str]:
    """Versions of the libraries that decide the bytes."""
    return {"python-pptx": pptx.__version__, "lxml": etree.__version__, "fonttools": fontTools.version}


def _page(deck: Presentation, document: Document, slide: Slide, number: int) -> None:
    """One slide: its layout's placeholders filled in reading order, then what has no placeholder, then the footer."""
    layout = deck.slide_layouts[_layout(slide)]
    page = deck.slides.add_slide(layout)
    rtl = is_rtl(document.language)
    pen = Pen(page, document.language, dark=isinstance(slide, TitleSlide | SectionSlide))
    match slide:
        case TitleSlide():
            _cover(pen, slide, rtl=rtl)
        case SectionSlide():
            _title(pen, slide.heading)
            _fill(pen, 1)
        case FactsSlide():
            _title(pen, slide.heading)
            shapes.table(pen, slide, shapes.our_table(slide), rtl=rtl)
        case BulletSlide():
            _title(pen, slide.heading)
            _points(pen, slide)
        case _:
            assert_never(slide)
    if slide.heading.icon:
        shapes.icon(pen, slide.heading.icon, rtl=rtl)
    shapes.footer(pen, document.footer, number)


def _layout(slide: Slide) -> int:
    match slide:
        case TitleSlide():
            return layouts.COVER
        case SectionSlide():
            return layouts.CHAPTER
        case FactsSlide():
            return layouts.TITLE_ONLY
        case BulletSlide():
            return layouts.QUIET if slide.role == "examples" else layouts.CONTENT
        case _:
            assert_never(slide)


def _title(pen: Pen, heading: Heading) -> None:
    """The section's title, and in a quieter ink what this slide shows of it."""
    rest = heading.text[len(heading.title) :]
    words = pen.words(heading.title) + (
        pen.words(rest, Ink(color="accent5" if pen.dark else "accent4", bold=False)) if rest else ""
    )
    _fill(pen, 0, [pen.paragraph(words)], styles=_sized(heading.size))


def _points(pen: Pen, slide: BulletSlide) -> None:
    def written(point: Point) -> str:
        return pen.paragraph(pen.text(point.text), "" if point.starts else GOES_ON)

    paragraphs = [written(point) for point in slide.points]
    _fill(pen, 1, paragraphs, styles=_sized(slide.size, bare=slide.role == "prose"))


def _cover(pen: Pen, slide: TitleSlide, *, rtl: bool) -> None:
    lineage = " · ".join(slide.lineage)
    _fill(pen, layouts.LINEAGE_INDEX, [pen.paragraph(pen.words(lineage))] if lineage else [])
    mark = pen.words(slide.mark, Ink(slide.mark_size, "accent3", bold=True)) + "<a:br/>" if slide.mark else ""
    _fill(pen, 0, [pen.paragraph(mark + pen.words(slide.heading.title))], styles=_sized(slide.heading.size))
    summary = [pen.paragraph(pen.text(paragraph)) for paragraph in slide.summary]
    _fill(pen, 1, summary, styles=_sized(slide.summary_size))
    if slide.strip:
        shapes.strip(pen, slide.strip, rtl=rtl)


def _sized(size: float, *, bare: bool = False) -> str:
    """The size we measured for this shape, where every program looks for it: PowerPoint alone obeys a fontScale."""
    hang, marker = (' marL="0" indent="0"', "<a:buNone/>") if bare else ("", "")
    return f'<a:lvl1pPr{hang}>{marker}<a:defRPr sz="{round(size * 100)}"/></a:lvl1pPr>'


def _fill(pen: Pen, index: int, paragraphs: list[str] | None = None, *, styles: str = "") -> None:
    """Puts paragraphs into the placeholder with that index; one without text leaves the slide."""
    shape: BaseShape = next(one for one in pen.slide.placeholders if one.placeholder_format.idx == index)
    if paragraphs:
        shape.element.replace(shape.element.txBody, parse_xml(pen.body(paragraphs, styles=styles)))
    else:
        shape.element.getparent().remove(shape.element)
