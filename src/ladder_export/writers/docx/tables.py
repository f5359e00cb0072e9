"""Tables of a Word file: header rows repeated on every page, widths, lines, descriptions for screen readers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_DIRECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt
from docx.table import Table, _Cell, _Row

from ladder_export.core.text import Text
from ladder_export.writers.docx.page import Page

Cell = Sequence[tuple[str, Text | str]]
"""The paragraphs of a cell: each a style and a text. None is an empty paragraph."""


def add_table(  # noqa: PLR0913  # all that a table is
    page: Page,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    shares: Sequence[float],
    *,
    min_height_pt: float = 0,
) -> None:
    """Add a table as wide as the text; its header row is on every page, and no row is divided by a page break.

    `title`: description for screen readers. `heads`: the texts of the header row; empty for none. `shares`: the
    columns' shares of the width. A row of a single cell is a heading across all columns. `min_height_pt`: least height
    in points of the rows below the header; they grow with their text.
    """
    new_table: Table = page.word.add_table(rows=0, cols=len(shares))
    _describe(new_table, title)
    if page.line_color:
        _add_row_lines(new_table, page.line_color)
    else:
        new_table._tbl.tblStyle_val = page.style_ids["Table Grid"]  # noqa: SLF001  # by id, as paragraphs are
    if page.is_rtl:
        new_table.table_direction = WD_TABLE_DIRECTION.RTL
    if heads:
        row = _add_row(new_table)
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  # python-docx has no repeated heads
        for cell, head in zip(row.cells, heads, strict=True):
            _fill_cell(page, cell, [("Cell Heading", head)])
    for values in rows:
        _fill_row(page, _add_row(new_table), values, min_height_pt)
    _set_widths(page, new_table, shares)
    page.paragraph("Gap", "")  # Word joins tables that touch


def _add_row(new_table: Table) -> _Row:
    row: _Row = new_table.add_row()  # type: ignore[no-untyped-call]  # python-docx forgot the annotation
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  # python-docx has no such property
    return row


def _fill_row(page: Page, row: _Row, values: Sequence[Cell], min_height_pt: float) -> None:
    cells = row.cells
    if len(values) == 1 < len(cells):
        cells = (cells[0].merge(cells[-1]),)
    elif min_height_pt:
        row.height = Pt(min_height_pt)
    for cell, value in zip(cells, values, strict=True):
        _fill_cell(page, cell, value)


def _fill_cell(page: Page, cell: _Cell, lines: Cell) -> None:
    paragraph = cell.paragraphs[0]
    for number, (style, text) in enumerate(lines or [("Cell", "")]):
        paragraph = cell.add_paragraph() if number else paragraph
        paragraph._p.style = page.style_ids[style]  # noqa: SLF001  # by id, as in Page.paragraph
        page.fill(paragraph, text)


def text_width(word: WordDocument) -> int:
    """Return the width of the text on a page (between the margins) of a Word document, in EMU (914,400 to an inch)."""
    section = word.sections[-1]
    return (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)


def _set_widths(page: Page, new_table: Table, shares: Sequence[float]) -> None:
    new_table.autofit = False
    width = text_width(page.word)
    widths = [Emu(round(width * share)) for share in shares]
    for column, column_width in zip(new_table.columns, widths, strict=True):
        column.width = column_width
    for row in new_table._tbl.tr_lst:  # noqa: SLF001  # python-docx looks each cell up in the whole table
        for cell, cell_width in zip(row.tc_lst, widths, strict=False):
            cell.width = cell_width if len(row.tc_lst) == len(widths) else Emu(sum(widths))


def _add_row_lines(new_table: Table, color: str) -> None:
    """Draw a hairline above, below and between the rows."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", color)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = new_table._tbl.tblPr  # noqa: SLF001  # python-docx has no borders
    after = next(child for child in properties if child.tag in (qn("w:tblLayout"), qn("w:tblLook")))
    after.addprevious(borders)


def _describe(new_table: Table, title: str) -> None:
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    new_table._tbl.tblPr.append(caption)  # noqa: SLF001  # python-docx has no captions
