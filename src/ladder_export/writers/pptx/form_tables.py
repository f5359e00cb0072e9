"""This file writes tables under headings as native tables, with cells of paragraphs and cells to be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import fsum

from ladder_export.core.text import literal
from ladder_export.writers.pptx.drawingml_text import Ink, Pen
from ladder_export.writers.pptx.geometry import EMU, Canvas, Frame
from ladder_export.writers.pptx.shapes import PlacedTable, cell, native_table, row
from ladder_export.writers.pptx.theme_part import TABLE_STYLE
from ladder_export.writers.slides.model import ColumnsSlide, Point

DASH = '<a:buFont typeface="Arial"/><a:buChar char="–"/>'
HANG = 0.7  # of the indent, that the dash of a nested point takes


def our_columns(slide: ColumnsSlide, at: Canvas, *, rtl: bool) -> PlacedTable:
    """A table at the top of the text's area of our own layout."""
    area = at.body
    return PlacedTable(
        Frame(area.left, area.top - 8, area.width, tall(slide)).towards(at.width, rtl=rtl), TABLE_STYLE, flags(slide)
    )


def tall(slide: ColumnsSlide) -> float:
    """The height of the whole table in points."""
    return slide.head + fsum(line.height for line in slide.lines)


def flags(slide: ColumnsSlide) -> str:
    """Which parts of the table are headings, as attributes."""
    return 'firstRow="1" firstCol="1"' if slide.named else 'firstRow="1"'


def columns(pen: Pen, slide: ColumnsSlide, placed: PlacedTable, *, rtl: bool) -> None:
    """A native table whose first row is marked as its headings."""
    headings = tuple((Point(literal(said)),) for said in slide.columns)
    head = row([_cell(pen, points, slide, placed, heads=True) for points in headings], slide.head)
    rows = [head]
    for line in slide.lines:
        cells = (
            _cell(pen, points, slide, placed, heads=slide.named and not place)
            for place, points in enumerate(line.cells)
        )
        rows.append(row(cells, line.height))
    native_table(pen, slide.heading.text, slide.widths, rows, placed, rtl=rtl)


def _cell(pen: Pen, points: Sequence[Point], slide: ColumnsSlide, placed: PlacedTable, *, heads: bool) -> str:
    ink = replace(placed.heads if heads else placed.cells, size=slide.size)
    paragraphs = [_paragraph(pen, point, slide, placed.along, ink) for point in points]
    # An empty cell says its size too, for that is the size of what is typed into it.
    own = f"<a:pPr{placed.along}/>" if placed.along else ""
    empty = f'<a:p>{own}<a:endParaRPr lang="{pen.language}" sz="{round(slide.size * 100)}"/></a:p>'
    return cell(pen, paragraphs or [empty])


def _paragraph(pen: Pen, point: Point, slide: ColumnsSlide, marks: str, ink: Ink) -> str:
    """A paragraph, hung by how deep it is nested, quiet where it stands back and the ground is ours."""
    ink = replace(ink, color="accent4") if point.quiet and not pen.dark else ink
    if not point.depth:
        return pen.paragraph(pen.text(point.text, ink), f"<a:pPr{marks}/>" if marks else "")
    margin = f' marL="{round(slide.indent * point.depth * EMU)}"'
    if not point.starts:
        return pen.paragraph(pen.text(point.text, ink), f"<a:pPr{margin}{marks}/>")
    hang = f' indent="{-round(HANG * slide.indent * EMU)}"'
    return pen.paragraph(pen.text(point.text, ink), f"<a:pPr{margin}{hang}{marks}>{DASH}</a:pPr>")
