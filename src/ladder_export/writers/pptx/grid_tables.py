"""Write comparison tables as native PowerPoint tables with a header row and lists in their cells."""

from __future__ import annotations

from dataclasses import replace

from ladder_export.core.document import GridColumn
from ladder_export.theme.slide_rect import EMU_PER_PT
from ladder_export.writers.pptx.drawingml_text import TextWriter
from ladder_export.writers.pptx.shapes import TableSpec, add_table, cell_xml, row_xml
from ladder_export.writers.slides.grid_slides import paragraph_gap_pt, paragraph_indent_pt
from ladder_export.writers.slides.model import GridRow, GridSlide, Paragraph

BULLET_COLOR = '<a:buClr><a:schemeClr val="accent1"/></a:buClr>'
BULLET = f'{BULLET_COLOR}<a:buFont typeface="Arial"/><a:buChar char="•"/>'
FLUSH_SIDES = {False: "L", True: "R"}


def style_flags(slide: GridSlide) -> str:
    """Return the attributes of `a:tblPr` that mark the header row and the first column for the table style.

    The first column is marked only if it has the titles of rows.
    """
    return 'firstRow="1" firstCol="1"' if slide.title_width_pt else 'firstRow="1"'


def add_grid_table(writer: TextWriter, slide: GridSlide, spec: TableSpec, *, rtl: bool) -> None:
    """Add a comparison table to the writer's slide.

    `spec` has the table's position and style; with `rtl`, columns run from right to left.
    """
    widths_pt = [(spec.rect.width_pt - slide.title_width_pt) * share for share in slide.shares]
    widths_pt = ([slide.title_width_pt] if slide.title_width_pt else []) + widths_pt
    rows = _RowWriter(writer, slide, spec, rtl=rtl)
    description = f"{slide.heading.text}: {', '.join(column.name for column in slide.columns)}"
    add_table(writer, description, widths_pt, [rows.header_row(), *map(rows.row, slide.rows)], spec, rtl=rtl)


class _RowWriter:
    """Writes the rows of one table."""

    def __init__(self, writer: TextWriter, slide: GridSlide, spec: TableSpec, *, rtl: bool) -> None:
        self.writer, self.slide, self.attributes = writer, slide, spec.paragraph_attributes
        self.cell_style, self.header_style = (
            replace(spec.cell_style, size_pt=slide.size_pt),
            replace(spec.header_style, size_pt=slide.size_pt),
        )
        self.bullet = BULLET if not writer.on_dark else BULLET.replace(BULLET_COLOR, "")
        self.flush_side = FLUSH_SIDES[rtl] if spec.has_flush_labels and slide.title_width_pt else ""

    def header_row(self) -> str:
        """Return the row with the names of the columns."""
        label = [
            cell_xml(
                self.writer,
                [self._plain_paragraph(self.writer.plain_runs(self.slide.label, self.header_style))],
                self.flush_side,
            )
        ]
        headers = [
            cell_xml(self.writer, [self._plain_paragraph(self._column_name(column))]) for column in self.slide.columns
        ]
        return row_xml((label if self.slide.title_width_pt else []) + headers, self.slide.header_height_pt)

    def row(self, line: GridRow) -> str:
        """Return a row with its title, if the table has titles."""
        title = (
            [
                cell_xml(
                    self.writer,
                    [self._plain_paragraph(self.writer.plain_runs(line.title, self.header_style))],
                    self.flush_side,
                )
            ]
            if self.slide.title_width_pt
            else []
        )
        cells = [
            cell_xml(self.writer, [self._paragraph(paragraph, number) for number, paragraph in enumerate(paragraphs)])
            for paragraphs in line.cells
        ]
        return row_xml(title + cells, line.height_pt)

    def _column_name(self, column: GridColumn) -> str:
        muted, strong = (
            ("", "") if self.writer.on_dark else ("accent4", "accent1")
        )  # only our own theme defines these accents
        watermark_style = replace(self.header_style, theme_color=muted, bold=False)
        watermark = self.writer.plain_runs(f" {column.watermark}", watermark_style) if column.watermark else ""
        code = (
            self.writer.plain_runs(f"{column.code} ", replace(self.header_style, theme_color=strong))
            if column.code
            else ""
        )
        return code + self.writer.plain_runs(column.title, self.header_style) + watermark

    def _plain_paragraph(self, content: str) -> str:
        return self.writer.paragraph(content, f"<a:pPr{self.attributes}/>" if self.attributes else "")

    def _paragraph(self, paragraph: Paragraph, number: int) -> str:
        left_emu, hang_emu = (round(side * EMU_PER_PT) for side in paragraph_indent_pt(paragraph, self.slide.size_pt))
        space_before = (
            f'<a:spcBef><a:spcPts val="{round(paragraph_gap_pt(self.slide.size_pt) * 100)}"/></a:spcBef>'
            if number
            else ""
        )
        mark = self.bullet if hang_emu else "<a:buNone/>"
        properties = f'<a:pPr marL="{left_emu}" indent="{-hang_emu}"{self.attributes}>{space_before}{mark}</a:pPr>'
        return self.writer.paragraph(self.writer.runs(paragraph.text, self.cell_style), properties)
