"""This package turns a document into a native, editable deck (python-pptx's only door)."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

import fontTools
import pptx
from lxml import etree
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from ladder_export.document import Document
from ladder_export.text import is_rtl
from ladder_export.theme import Look
from ladder_export.theme.tokens import DeckTokens
from ladder_export.writers import Written, metrics, slides
from ladder_export.writers.pptx import chart, columns, foreign, frames, layouts, notes, shapes, tables
from ladder_export.writers.pptx.brand import branded
from ladder_export.writers.pptx.finishing import finished
from ladder_export.writers.pptx.writing import LAYOUT_INK, NEW, Ink, Pen, printable
from ladder_export.writers.slides.kinds import (
    BulletSlide,
    ColumnsSlide,
    FactsSlide,
    GridSlide,
    Heading,
    Point,
    RadarSlide,
    SectionSlide,
    Sizes,
    Slide,
    TitleSlide,
)


def write(document: Document, look: Look) -> Written:
    """A deck of real placeholders, measured before it is written so that every slide's text fits.

    Raises BadEnvironment when a font to measure with is not on this machine.
    """
    look = replace(look, theme=look.theme.in_track(document.accent)) if document.accent else look
    if look.theme.template:
        data, count = foreign.written(document, look.theme, look.theme.template)
        return Written(data, count, (), {}, engines())
    sizes, faces = frames.sizes(look.theme.deck, document.language), metrics.open_faces(look.theme)
    shown = _abridged(document, look.theme.deck, faces)
    found = slides.deck(shown, sizes, faces)
    draft = branded(look.theme, document.language, printable(shown.footer)).draft()
    pages = [draft.page(layouts.part(_layout(slide))) for slide in found]
    places = {s.heading.anchor: p for s, p in reversed(list(zip(found, pages, strict=True))) if s.heading.anchor}
    for number, (slide, page) in enumerate(zip(found, pages, strict=True), 1):
        dark = isinstance(slide, TitleSlide | SectionSlide)
        _page(Pen(page, document.language, dark=dark, places=places), shown, slide, sizes, number)
        if slide.notes:
            notes.write(draft, page, slide.notes, look.theme, document.language)
    return Written(finished(draft, document, found), len(found), (), {}, engines())


def engines() -> dict[str, str]:
    """Versions of the libraries that decide the bytes."""
    return {"python-pptx": pptx.__version__, "lxml": etree.__version__, "fonttools": fontTools.version}


def _abridged(document: Document, tokens: DeckTokens, faces: metrics.Faces) -> Document:
    """The document with no more in its footer and lineage than their places hold; the deck's properties say it all."""
    footer, lineage = frames.foot(tokens, document.language), frames.lineage(tokens, document.language)
    above = slides.shortened(" · ".join(document.lineage), faces, lineage)
    return replace(
        document,
        footer=slides.shortened(document.footer, faces, footer),
        lineage=(above,) if above else (),
    )


def _page(pen: Pen, document: Document, slide: Slide, sizes: Sizes, number: int) -> None:
    """One slide: its layout's placeholders filled in reading order, then what has no placeholder, then the footer."""
    rtl = is_rtl(document.language)
    match slide:
        case TitleSlide():
            _cover(pen, slide, rtl=rtl)
        case SectionSlide():
            _title(pen, slide.heading)
            _fill(pen, 1, [pen.paragraph(pen.text(text)) for text in slide.text], styles=_sized(slide.size))
        case FactsSlide() | RadarSlide() | ColumnsSlide() | GridSlide():
            _title(pen, slide.heading)
            _drawn(pen, slide, sizes, rtl=rtl)
        case BulletSlide():
            _title(pen, slide.heading)
            _points(pen, slide, sizes)
        case _:
            assert_never(slide)
    if slide.heading.icon:
        shapes.icon(pen, slide.heading.icon, rtl=rtl)
    shapes.footer(pen, document.footer, number)


def _drawn(pen: Pen, slide: FactsSlide | RadarSlide | ColumnsSlide | GridSlide, sizes: Sizes, *, rtl: bool) -> None:
    """What stands below a title alone: tables and charts."""
    match slide:
        case FactsSlide():
            shapes.table(pen, slide, shapes.our_table(slide), rtl=rtl)
        case ColumnsSlide():
            columns.columns(pen, slide, columns.our_columns(slide, rtl=rtl), rtl=rtl)
        case GridSlide():
            tables.grid(pen, slide, tables.our_table(slide, rtl=rtl), rtl=rtl)
        case RadarSlide():
            frame = frames.CHART.towards(rtl=rtl) if slide.table else frames.CHART_ALONE
            chart.radar(pen, slide, chart.Plot(frame, sizes.chart.size))
            if slide.table:
                shapes.table(pen, slide.table, shapes.our_table(slide.table, frames.BESIDE, rtl=rtl), rtl=rtl)
        case _:
            assert_never(slide)


def _layout(slide: Slide) -> int:
    match slide:
        case TitleSlide():
            return layouts.COVER
        case SectionSlide():
            return layouts.CHAPTER
        case FactsSlide() | RadarSlide() | ColumnsSlide() | GridSlide():
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


def _points(pen: Pen, slide: BulletSlide, sizes: Sizes) -> None:
    def written(point: Point) -> str:
        ink = Ink(color="accent4") if point.quiet else LAYOUT_INK
        return pen.paragraph(pen.text(point.text, ink), _outline_level(point))

    paragraphs = [written(point) for point in slide.points]
    if slide.role == "prose":
        styles = _sized(slide.size, bare=True)
    else:
        quiet = slide.role == "examples"
        depths = range(1 + max(point.depth for point in slide.points))
        styles = "".join(_sized(sizes.nested(slide.size, depth, quiet=quiet), depth) for depth in depths)
    _fill(pen, 1, paragraphs, styles=styles)


def _outline_level(point: Point) -> str:
    """How deep a point stands, without a bullet where it goes on from the slide before and with a star where it is new."""
    depth = f' lvl="{point.depth}"' if point.depth else ""
    if point.bare:
        return '<a:pPr marL="0" indent="0"><a:buNone/></a:pPr>'
    if not point.starts:
        left = round(frames.INDENT * frames.EMU) * (point.depth + 1)
        return f'<a:pPr marL="{left}"{depth} indent="0"><a:buNone/></a:pPr>'
    return f"<a:pPr{depth}>{NEW if point.new else ''}</a:pPr>" if depth or point.new else ""


def _cover(pen: Pen, slide: TitleSlide, *, rtl: bool) -> None:
    lineage = " · ".join(slide.lineage)
    _fill(pen, layouts.LINEAGE_INDEX, [pen.paragraph(pen.words(lineage))] if lineage else [])
    mark = pen.words(slide.mark, Ink(slide.mark_size, "accent3", bold=True)) + "<a:br/>" if slide.mark else ""
    _fill(pen, 0, [pen.paragraph(mark + pen.words(slide.heading.title))], styles=_sized(slide.heading.size))
    summary = [pen.paragraph(pen.text(paragraph)) for paragraph in slide.summary]
    _fill(pen, 1, summary, styles=_sized(slide.summary_size))
    if slide.strip:
        shapes.strip(pen, slide.strip, rtl=rtl)


def _sized(size: float, depth: int = 0, *, bare: bool = False) -> str:
    """The size we measured for this shape, where every program looks for it: PowerPoint alone obeys a fontScale."""
    hang, marker = (' marL="0" indent="0"', "<a:buNone/>") if bare else ("", "")
    return f'<a:lvl{depth + 1}pPr{hang}>{marker}<a:defRPr sz="{round(size * 100)}"/></a:lvl{depth + 1}pPr>'


def _fill(pen: Pen, index: int, paragraphs: list[str] | None = None, *, styles: str = "") -> None:
    """Puts paragraphs into the placeholder with that index; one without text leaves the slide."""
    shape = next(shape for number, shape in shapes.holders(pen.slide) if number == index)
    if paragraphs:
        shape.replace(shape.find(qn("p:txBody")), parse_xml(pen.body(paragraphs, styles=styles)))
    else:
        shape.getparent().remove(shape)
