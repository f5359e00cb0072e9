"""This file draws things side by side: a native table with a header row, lists in its cells."""

from __future__ import annotations

from dataclasses import replace

from ladder_export.core.document import GridColumn
from ladder_export.writers.pptx.drawingml_text import Pen
from ladder_export.writers.pptx.geometry import EMU, Canvas, Frame
from ladder_export.writers.pptx.shapes import PlacedTable, cell, native_table, row
from ladder_export.writers.pptx.theme_part import TABLE_STYLE
from ladder_export.writers.slides.grid_slides import paragraph_gap_pt, paragraph_indent_pt
from ladder_export.writers.slides.model import GridRow, GridSlide, Paragraph

BULLET_COLOR = '<a:buClr><a:schemeClr val="accent1"/></a:buClr>'
BULLET = f'{BULLET_COLOR}<a:buFont typeface="Arial"/><a:buChar char="•"/>'
FLUSH = {False: "L", True: "R"}


def our_table(slide: GridSlide, at: Canvas, *, rtl: bool) -> PlacedTable:
    """A table at the top of the area of our own layout."""
    area = at.body
    frame = Frame(area.left, area.top - 8, area.width, slide.height_pt).towards(at.width, rtl=rtl)
    return PlacedTable(frame, TABLE_STYLE, flags(slide))


def flags(slide: GridSlide) -> str:
    """Which parts of the table are headings."""
    return 'firstRow="1" firstCol="1"' if slide.title_width_pt else 'firstRow="1"'


def grid(pen: Pen, slide: GridSlide, placed: PlacedTable, *, rtl: bool) -> None:
    """The table, its columns of one width beside the titles of its rows."""
    wide = (placed.frame.width - slide.title_width_pt) / len(slide.columns)
    columns = ([slide.title_width_pt] if slide.title_width_pt else []) + [wide] * len(slide.columns)
    writing = _Rows(pen, slide, placed, rtl=rtl)
    described = f"{slide.heading.text}: {', '.join(column.name for column in slide.columns)}"
    native_table(pen, described, columns, [writing.head(), *map(writing.row, slide.rows)], placed, rtl=rtl)


class _Rows:
    """Writes the rows of one table."""

    def __init__(self, pen: Pen, slide: GridSlide, placed: PlacedTable, *, rtl: bool) -> None:
        self.pen, self.slide, self.along = pen, slide, placed.along
        self.ink, self.heads = replace(placed.cells, size=slide.size_pt), replace(placed.heads, size=slide.size_pt)
        self.bullet = BULLET if not pen.dark else BULLET.replace(BULLET_COLOR, "")
        self.flush = FLUSH[rtl] if placed.flush and slide.title_width_pt else ""

    def head(self) -> str:
        """The heads of the columns."""
        label = [cell(self.pen, [self._bare(self.pen.words(self.slide.label, self.heads))], self.flush)]
        heads = [cell(self.pen, [self._bare(self._name(column))]) for column in self.slide.columns]
        return row((label if self.slide.title_width_pt else []) + heads, self.slide.header_height_pt)

    def row(self, line: GridRow) -> str:
        """A line with its title, where the table has titles."""
        title = (
            [cell(self.pen, [self._bare(self.pen.words(line.title, self.heads))], self.flush)]
            if self.slide.title_width_pt
            else []
        )
        cells = [cell(self.pen, [self._point(one, place) for place, one in enumerate(points)]) for points in line.cells]
        return row(title + cells, line.height_pt)

    def _name(self, column: GridColumn) -> str:
        quiet, strong = ("", "") if self.pen.dark else ("accent4", "accent1")  # what those are, only our theme says
        mild = replace(self.heads, color=quiet, bold=False)
        stamp = self.pen.words(f" {column.watermark}", mild) if column.watermark else ""
        mark = self.pen.words(f"{column.code} ", replace(self.heads, color=strong)) if column.code else ""
        return mark + self.pen.words(column.title, self.heads) + stamp

    def _bare(self, content: str) -> str:
        return self.pen.paragraph(content, f"<a:pPr{self.along}/>" if self.along else "")

    def _point(self, point: Paragraph, place: int) -> str:
        left, out = (round(side * EMU) for side in paragraph_indent_pt(point, self.slide.size_pt))
        apart = (
            f'<a:spcBef><a:spcPts val="{round(paragraph_gap_pt(self.slide.size_pt) * 100)}"/></a:spcBef>'
            if place
            else ""
        )
        mark = self.bullet if out else "<a:buNone/>"
        properties = f'<a:pPr marL="{left}" indent="{-out}"{self.along}>{apart}{mark}</a:pPr>'
        return self.pen.paragraph(self.pen.text(point.text, self.ink), properties)
