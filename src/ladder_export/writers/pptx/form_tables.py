"""Write forms, and other tables with a header row, as native PowerPoint tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ladder_export.core.text import plain_text
from ladder_export.theme.slide_rect import EMU_PER_PT
from ladder_export.writers.pptx.drawingml_text import RunStyle, TextWriter
from ladder_export.writers.pptx.shapes import TableSpec, add_table, cell_xml, row_xml
from ladder_export.writers.slides.model import FormTableSlide, Paragraph

DASH_BULLET = '<a:buFont typeface="Arial"/><a:buChar char="–"/>'
HANG_SHARE = 0.7  # of the indent, for the dash of a nested paragraph


def style_flags(slide: FormTableSlide) -> str:
    """Return the attributes of `a:tblPr` that mark the header row and the first column for the table style.

    The first column is marked only if it has the titles of rows.
    """
    return 'firstRow="1" firstCol="1"' if slide.has_row_titles else 'firstRow="1"'


def add_form_table(writer: TextWriter, slide: FormTableSlide, spec: TableSpec, *, rtl: bool) -> None:
    """Add a form to the writer's slide as a native table whose first row is marked as a header.

    `spec` has the table's position and style; with `rtl`, columns run from right to left.
    """
    headings = tuple((Paragraph(plain_text(heading)),) for heading in slide.headings)
    header = row_xml(
        [_form_cell_xml(writer, paragraphs, slide, spec, is_header=True) for paragraphs in headings],
        slide.header_height_pt,
    )
    rows = [header]
    for line in slide.rows:
        cells = (
            _form_cell_xml(writer, paragraphs, slide, spec, is_header=slide.has_row_titles and not column)
            for column, paragraphs in enumerate(line.cells)
        )
        rows.append(row_xml(cells, line.height_pt))
    add_table(writer, slide.heading.text, slide.widths_pt, rows, spec, rtl=rtl)


def _form_cell_xml(
    writer: TextWriter, paragraphs: Sequence[Paragraph], slide: FormTableSlide, spec: TableSpec, *, is_header: bool
) -> str:
    style = replace(spec.header_style if is_header else spec.cell_style, size_pt=slide.size_pt)
    xml_paragraphs = [
        _paragraph_xml(writer, paragraph, slide, spec.paragraph_attributes, style) for paragraph in paragraphs
    ]
    # The size of an empty cell is the size of text that people type into it.
    properties = f"<a:pPr{spec.paragraph_attributes}/>" if spec.paragraph_attributes else ""
    empty = f'<a:p>{properties}<a:endParaRPr lang="{writer.language}" sz="{round(slide.size_pt * 100)}"/></a:p>'
    return cell_xml(writer, xml_paragraphs or [empty])


def _paragraph_xml(
    writer: TextWriter, paragraph: Paragraph, slide: FormTableSlide, attributes: str, style: RunStyle
) -> str:
    """Return a paragraph, indented by its level; muted text is grey where the background is ours."""
    style = replace(style, theme_color="accent4") if paragraph.muted and not writer.on_dark else style
    if not paragraph.depth:
        return writer.paragraph(writer.runs(paragraph.text, style), f"<a:pPr{attributes}/>" if attributes else "")
    margin = f' marL="{round(slide.indent_pt * paragraph.depth * EMU_PER_PT)}"'
    if paragraph.continues:
        return writer.paragraph(writer.runs(paragraph.text, style), f"<a:pPr{margin}{attributes}/>")
    hang = f' indent="{-round(HANG_SHARE * slide.indent_pt * EMU_PER_PT)}"'
    return writer.paragraph(
        writer.runs(paragraph.text, style), f"<a:pPr{margin}{hang}{attributes}>{DASH_BULLET}</a:pPr>"
    )
