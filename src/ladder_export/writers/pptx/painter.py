"""This file draws slides into our own layouts: placeholders filled in reading order, then what has no placeholder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from ladder_export.core.document import Document
from ladder_export.core.text import is_rtl
from ladder_export.writers import slides
from ladder_export.writers.fonts import text_metrics
from ladder_export.writers.pptx import cards, chart, form_tables, geometry, grid_tables, layouts, shapes, staircase
from ladder_export.writers.pptx.drawingml_text import LAYOUT_INK, NEW, Ink, Pen
from ladder_export.writers.pptx.geometry import EMU
from ladder_export.writers.slides.model import (
    BulletSlide,
    CardsSlide,
    FactsSlide,
    FormTableSlide,
    GridSlide,
    PanelSlide,
    Paragraph,
    RadarSlide,
    SectionSlide,
    Slide,
    StaircaseSlide,
    TitleSlide,
    TwoSectionsSlide,
)
from ladder_export.writers.slides.text_frames import DeckGeometry, PieceRole, TextFrame

Drawn = FactsSlide | CardsSlide | StaircaseSlide | FormTableSlide | GridSlide
Content = Drawn | RadarSlide | BulletSlide | PanelSlide | TwoSectionsSlide


@dataclass(frozen=True, slots=True)
class Painter:
    """Draws the slides of one document into our own layouts."""

    document: Document
    sizes: DeckGeometry
    faces: text_metrics.Faces
    at: geometry.Canvas
    eyebrow: TextFrame

    def page(self, pen: Pen, slide: Slide, number: int) -> None:
        """One slide: its placeholders filled in reading order, then what has no placeholder, then the footer."""
        match slide:
            case TitleSlide():
                self._cover(pen, slide)
            case SectionSlide():
                self._section(pen, slide)
            case _:
                self._title(pen, slide)
                self._content(pen, slide)
                if slide.heading.icon:
                    shapes.icon(pen, slide.heading.icon, self._towards(self.at.icon))
        shapes.footer(pen, self.document.footer, number)

    @property
    def _rtl(self) -> bool:
        return is_rtl(self.document.language)

    def _towards(self, frame: geometry.Frame) -> geometry.Frame:
        return frame.towards(self.at.width, rtl=self._rtl)

    def _content(self, pen: Pen, slide: Content) -> None:
        """What stands below a slide's title: text in placeholders, or what is drawn."""
        match slide:
            case BulletSlide():
                self._points(pen, 1, slide.paragraphs, slide.role, slide.size_pt)
            case PanelSlide():
                self._points(pen, 1, slide.statements, "statements", slide.size_pt)
                self._points(pen, 2, slide.examples, "examples", slide.examples_size_pt)
            case TwoSectionsSlide():
                self._areas(pen, slide)
            case RadarSlide():
                self._radar(pen, slide)
            case _:
                self._drawn(pen, slide)

    def _drawn(self, pen: Pen, slide: Drawn) -> None:
        """Tables, and what looks like none."""
        rtl, at = self._rtl, self.at
        match slide:
            case FactsSlide():
                shapes.table(pen, slide, shapes.our_table(slide, at.body, at.width, rtl=rtl), rtl=rtl)
            case CardsSlide():
                cards.cards(pen, slide, at, rtl=rtl)
            case StaircaseSlide():
                staircase.stairs(pen, slide.staircase, at.body, at.width, rtl=rtl)
            case FormTableSlide():
                form_tables.columns(pen, slide, form_tables.our_columns(slide, at, rtl=rtl), rtl=rtl)
            case GridSlide():
                grid_tables.grid(pen, slide, grid_tables.our_table(slide, at, rtl=rtl), rtl=rtl)
            case _:
                assert_never(slide)

    def _radar(self, pen: Pen, slide: RadarSlide) -> None:
        """A chart, and beside it the table of what it shows if that has room there."""
        frame = self._towards(self.at.chart) if slide.table else self.at.chart_alone
        chart.radar(pen, slide, chart.Plot(frame, self.sizes.chart.size_pt))
        if slide.table:
            placed = shapes.our_table(slide.table, self.at.beside_chart, self.at.width, rtl=self._rtl)
            shapes.table(pen, slide.table, placed, rtl=self._rtl)

    def _areas(self, pen: Pen, slide: TwoSectionsSlide) -> None:
        """Two areas side by side, each with its examples below its statements."""
        self._columns(pen, 1, slide, 0)
        _fill(
            pen,
            layouts.SECOND_INDEX,
            [pen.paragraph(pen.words(slide.second_heading.text))],
            styles=_sized(slide.second_heading.size_pt),
        )
        self._columns(pen, 2, slide, 1)
        if slide.second_heading.icon:
            icon = self.at.icon
            left = self.at.heads[1].left - (self.at.heads[0].left - icon.left)
            shapes.icon(pen, slide.second_heading.icon, self._towards(replace(icon, left=left)))

    def _columns(self, pen: Pen, index: int, slide: TwoSectionsSlide, place: int) -> None:
        rows = self._written(pen, slide.statements[place], "statements", slide.size_pt)
        gap = f'<a:spcBef><a:spcPts val="{round(self.sizes.paragraph_gap_at(slide.size_pt) * 200)}"/></a:spcBef>'
        examples = slide.examples[place]
        quiet = [
            self._quiet(pen, point, slide.examples_size_pt, "" if at else gap) for at, point in enumerate(examples)
        ]
        _fill(pen, index, rows + quiet, styles=self._styles(slide.statements[place], "statements", slide.size_pt))

    def _quiet(self, pen: Pen, point: Paragraph, size: float, gap: str) -> str:
        """An example below statements, which says all of its looks itself."""
        if point.is_label:
            return pen.paragraph(
                pen.text(point.text, self._label), f'<a:pPr marL="0" indent="0">{gap}<a:buNone/></a:pPr>'
            )
        hang = self.sizes.indent_at(size)
        left, out = round(hang * (point.depth + 1) * EMU), round(hang * EMU)
        own = f'<a:spcBef><a:spcPts val="{round(self.sizes.paragraph_gap_at(size) * 100)}"/></a:spcBef>'
        mark = '<a:buClr><a:schemeClr val="accent4"/></a:buClr><a:buFont typeface="Arial"/><a:buChar char="–"/>'
        ink = Ink(self.sizes.nested_size_pt(size, point.depth, muted=True), "accent4")
        return pen.paragraph(
            pen.text(point.text, ink), f'<a:pPr marL="{left}" indent="{-out}">{gap or own}{mark}</a:pPr>'
        )

    @property
    def _label(self) -> Ink:
        return Ink(self.sizes.smallest_size_pt, "accent1", bold=True)

    def _title(self, pen: Pen, slide: Content) -> None:
        """The section's title, and in a quieter ink what this slide shows of it; above it whose deck it is."""
        heading = slide.heading
        rest = heading.text[len(heading.title) :]
        words = pen.words(heading.title) + (pen.words(rest, Ink(color="accent4", bold=False)) if rest else "")
        _fill(pen, 0, [pen.paragraph(words)], styles=_sized(heading.size_pt))
        said = slides.ellipsize(heading.eyebrow, self.faces, replace(self.eyebrow, width_pt=self._eyebrow_width(slide)))
        _fill(
            pen,
            layouts.EYEBROW_INDEX,
            [pen.paragraph(pen.words(said))] if said else [],
            styles=_line(self.eyebrow.size_pt),
        )

    def _eyebrow_width(self, slide: Content) -> float:
        at = self.at.panels[slide.panel.is_wide] if isinstance(slide, PanelSlide) else self.at
        return at.eyebrow.width

    def _points(self, pen: Pen, index: int, points: Sequence[Paragraph], role: PieceRole, size: float) -> None:
        """Points in a placeholder."""
        _fill(pen, index, self._written(pen, points, role, size), styles=self._styles(points, role, size))

    def _written(self, pen: Pen, points: Sequence[Paragraph], role: PieceRole, size: float) -> list[str]:
        hang = self.sizes.indent_at(size)

        def written(point: Paragraph) -> str:
            ink = (
                self._label
                if point.is_label
                else Ink(color="accent4")
                if point.muted and role != "examples"
                else LAYOUT_INK
            )
            return pen.paragraph(pen.text(point.text, ink), _outline_level(point, hang))

        return [written(point) for point in points]

    def _styles(self, points: Sequence[Paragraph], role: PieceRole, size: float) -> str:
        """The sizes of all levels in use, which grow and shrink with their indent and the space between them."""
        if role == "prose":
            return _sized(size, bare=True, gap=self.sizes.paragraph_gap_at(size))
        hang, gap = self.sizes.indent_at(size), self.sizes.paragraph_gap_at(size)
        depths = range(1 + max((point.depth for point in points), default=0))
        sized = (self.sizes.nested_size_pt(size, depth, muted=role == "examples") for depth in depths)
        return "".join(_sized(one, depth, hang=hang, gap=gap) for depth, one in enumerate(sized))

    def _cover(self, pen: Pen, slide: TitleSlide) -> None:
        lineage = " · ".join(slide.breadcrumbs)
        _fill(
            pen,
            layouts.LINEAGE_INDEX,
            [pen.paragraph(pen.words(lineage))] if lineage else [],
            styles=_line(geometry.LINEAGE_SIZE),
        )
        mark = pen.words(slide.mark, Ink(slide.mark_size_pt, "accent3", bold=True)) + "<a:br/>" if slide.mark else ""
        _fill(pen, 0, [pen.paragraph(mark + pen.words(slide.heading.title))], styles=_sized(slide.heading.size_pt))
        _fill(pen, 1, [pen.paragraph(pen.text(one)) for one in slide.summary], styles=_sized(slide.summary_size_pt))
        self._climb(pen, slide)

    def _section(self, pen: Pen, slide: SectionSlide) -> None:
        heading = slide.heading
        _fill(
            pen,
            layouts.LINEAGE_INDEX,
            [pen.paragraph(pen.words(heading.eyebrow))] if heading.eyebrow else [],
            styles=_line(geometry.LINEAGE_SIZE),
        )
        above = (
            pen.words(heading.kicker, Ink(self.sizes.body.size_pt, "accent3", bold=True)) + "<a:br/>"
            if heading.kicker
            else ""
        )
        _fill(pen, 0, [pen.paragraph(above + pen.words(heading.text))], styles=_sized(heading.size_pt))
        texts = [pen.paragraph(pen.text(text)) for text in slide.paragraphs]
        if slide.credit:
            texts.append(pen.paragraph(pen.text(slide.credit, Ink(self.sizes.smallest_size_pt, "accent5"))))
        _fill(pen, 1, texts, styles=_sized(slide.size_pt))
        self._climb(pen, slide)

    def _climb(self, pen: Pen, slide: TitleSlide | SectionSlide) -> None:
        if slide.staircase:
            staircase.stairs(pen, slide.staircase, self.at.stairs, self.at.width, rtl=self._rtl)


def _outline_level(point: Paragraph, hang: float) -> str:
    """How deep a point stands, without a bullet where it goes on from the slide before and with a star where it is new."""
    depth = f' lvl="{point.depth}"' if point.depth else ""
    if point.no_bullet or point.is_label:
        return '<a:pPr marL="0" indent="0"><a:buNone/></a:pPr>'
    if point.continues:
        left = round(hang * EMU) * (point.depth + 1)
        return f'<a:pPr marL="{left}"{depth} indent="0"><a:buNone/></a:pPr>'
    return f"<a:pPr{depth}>{NEW if point.is_new else ''}</a:pPr>" if depth or point.is_new else ""


def _sized(size: float, depth: int = 0, *, bare: bool = False, hang: float = 0.0, gap: float | None = None) -> str:
    """The size we measured for this shape, where every program looks for it: PowerPoint alone obeys a fontScale."""
    marker = "<a:buNone/>" if bare else ""
    out = round(hang * EMU)
    side = ' marL="0" indent="0"' if bare else f' marL="{out * (depth + 1)}" indent="{-out}"' if hang else ""
    apart = f'<a:spcBef><a:spcPts val="{round(gap * 100)}"/></a:spcBef>' if gap is not None else ""
    return f'<a:lvl{depth + 1}pPr{side}>{apart}{marker}<a:defRPr sz="{round(size * 100)}"/></a:lvl{depth + 1}pPr>'


def _line(size: float) -> str:
    """The style of words without a bullet and with no space above them, which not every program asks the layout for."""
    return _sized(size, bare=True, gap=0)


def _fill(pen: Pen, index: int, paragraphs: list[str] | None = None, *, styles: str = "") -> None:
    """Puts paragraphs into the placeholder with that index; one without text leaves the slide."""
    shape = next(shape for number, shape in shapes.holders(pen.slide) if number == index)
    if paragraphs:
        shape.replace(shape.find(qn("p:txBody")), parse_xml(pen.body(paragraphs, styles=styles)))
    else:
        shape.getparent().remove(shape)
