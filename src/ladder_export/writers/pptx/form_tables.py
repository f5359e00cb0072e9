"""This file writes tables under headings as native tables, with cells of paragraphs and cells to be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import fsum

from ladder_export.core.text import plain_text
from ladder_export.writers.pptx.drawingml_text import Ink, Pen
from ladder_export.writers.pptx.geometry import EMU, Canvas, Frame
from ladder_export.writers.pptx.shapes import PlacedTable, cell, native_table, row
from ladder_export.writers.pptx.theme_part import TABLE_STYLE
from ladder_export.writers.slides.model import FormTableSlide, Paragraph

DASH = '<a:buFont typeface="Arial"/><a:buChar char="–"/>'
HANG = 0.7  # of the indent, that the dash of a nested point takes


def our_columns(slide: FormTableSlide, at: Canvas, *, rtl: bool) -> PlacedTable:
    """A table at the top of the text's area of our own layout."""
    area = at.body
    return PlacedTable(
        Frame(area.left, area.top - 8, area.width, tall(slide)).towards(at.width, rtl=rtl), TABLE_STYLE, flags(slide)
    )


def tall(slide: FormTableSlide) -> float:
    """The height of the whole table in points."""
    return slide.header_height_pt + fsum(line.height_pt for line in slide.rows)


def flags(slide: FormTableSlide) -> str:
    """Which parts of the table are headings, as attributes."""
    return 'firstRow="1" firstCol="1"' if slide.has_row_titles else 'firstRow="1"'


def columns(pen: Pen, slide: FormTableSlide, placed: PlacedTable, *, rtl: bool) -> None:
    """A native table whose first row is marked as its headings."""
    headings = tuple((Paragraph(plain_text(said)),) for said in slide.headings)
    head = row([_cell(pen, points, slide, placed, heads=True) for points in headings], slide.header_height_pt)
    rows = [head]
    for line in slide.rows:
        cells = (
            _cell(pen, points, slide, placed, heads=slide.has_row_titles and not place)
            for place, points in enumerate(line.cells)
        )
        rows.append(row(cells, line.height_pt))
    native_table(pen, slide.heading.text, slide.widths_pt, rows, placed, rtl=rtl)


def _cell(pen: Pen, points: Sequence[Paragraph], slide: FormTableSlide, placed: PlacedTable, *, heads: bool) -> str:
    ink = replace(placed.heads if heads else placed.cells, size=slide.size_pt)
    paragraphs = [_paragraph(pen, point, slide, placed.along, ink) for point in points]
    # An empty cell says its size too, for that is the size of what is typed into it.
    own = f"<a:pPr{placed.along}/>" if placed.along else ""
    empty = f'<a:p>{own}<a:endParaRPr lang="{pen.language}" sz="{round(slide.size_pt * 100)}"/></a:p>'
    return cell(pen, paragraphs or [empty])


def _paragraph(pen: Pen, point: Paragraph, slide: FormTableSlide, marks: str, ink: Ink) -> str:
    """A paragraph, hung by how deep it is nested, quiet where it stands back and the ground is ours."""
    ink = replace(ink, color="accent4") if point.muted and not pen.dark else ink
    if not point.depth:
        return pen.paragraph(pen.text(point.text, ink), f"<a:pPr{marks}/>" if marks else "")
    margin = f' marL="{round(slide.indent_pt * point.depth * EMU)}"'
    if point.continues:
        return pen.paragraph(pen.text(point.text, ink), f"<a:pPr{margin}{marks}/>")
    hang = f' indent="{-round(HANG * slide.indent_pt * EMU)}"'
    return pen.paragraph(pen.text(point.text, ink), f"<a:pPr{margin}{hang}{marks}>{DASH}</a:pPr>")
