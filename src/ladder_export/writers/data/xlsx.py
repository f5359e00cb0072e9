"""Comparison tables and forms as Excel workbooks to read, filter and print; the only module that imports XlsxWriter."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import fontTools
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ladder_export.core.document import Document
from ladder_export.core.text import is_rtl
from ladder_export.theme import RenderSettings
from ladder_export.writers import RenderedFile
from ladder_export.writers.data import table_cells
from ladder_export.writers.data.xlsx_cells import Cell, CellFormats, row_height_pt, split_cell, write_cell
from ladder_export.writers.data.xlsx_form import write_form
from ladder_export.writers.fixed_date import FIXED_DATE
from ladder_export.writers.fonts.text_metrics import FontPair, open_deck_fonts

NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
NOT_A_PICTURE = re.compile(r"&(?=G|\[Picture\])")
MAX_NAME_UNITS = 31  # in UTF-16 code units, as Excel counts
MAX_PROPERTY_LENGTH = 255
MAX_FOOTER_UNITS = 110  # in UTF-16 code units before "&" is doubled; a footer with its codes may have 255
ZERO_WIDTH_JOINER = "\N{ZERO WIDTH JOINER}"
SKIN_TONES = range(0x1F3FB, 0x1F400)
FIRST_COLUMN_PX, OTHER_COLUMN_PX = 190, 340  # widths
PAPERS = {"a4": 9, "letter": 1}  # paper numbers of OOXML


def render(document: Document, settings: RenderSettings) -> RenderedFile:
    """Render a document as a workbook whose header row and first column stay visible while scrolling.

    Text is never a formula, number or link. A form becomes a sheet to be filled in. A row that is too tall for Excel
    continues in the next row, under the same title. `count` of the result is the number of rows.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties(_properties(document))
        name = f"{document.code} {document.title}" if document.is_form else document.title
        sheet = book.add_worksheet(_sheet_name(name))
        formats = CellFormats(book, settings, rtl=is_rtl(document.language))
        fonts = open_deck_fonts(settings.theme)
        if document.is_form:
            count, head = write_form(book, sheet, document, formats, fonts)
        else:
            count, head = _SheetWriter(sheet, formats, fonts).write_rows(document), 0
        _set_up_sheet(sheet, document, settings, head)
    return RenderedFile(buffer.getvalue(), count, versions=versions())


def versions() -> dict[str, str]:
    """Return the versions of the libraries that decide the bytes of the file, by name."""
    return {"xlsxwriter": xlsxwriter.__version__, "fonttools": fontTools.version}


def _properties(document: Document) -> dict[str, object]:
    properties = {
        "title": document.title,
        "subject": " · ".join(document.breadcrumbs),
        "author": document.author,
        "keywords": ", ".join((document.kind, *document.breadcrumbs)),
        "comments": document.credit.plain,
    }
    return {
        **{name: value[:MAX_PROPERTY_LENGTH] for name, value in properties.items()},
        "created": FIXED_DATE.replace(tzinfo=None),
    }


def _sheet_name(title: str) -> str:
    """Return the title as the name of a sheet, as far as Excel allows it."""
    name = _shortened(" ".join(NOT_IN_NAMES.sub(" ", title).split()).strip("'"), MAX_NAME_UNITS).strip("' ")
    return name if name and name.lower() != "history" else "Matrix"


def _shortened(text: str, units: int) -> str:
    """Return the beginning of a text in at most so many UTF-16 code units; joined characters are never separated."""
    shortened = text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
    while (
        shortened != text and shortened and (_is_joined(text[len(shortened)]) or shortened.endswith(ZERO_WIDTH_JOINER))
    ):
        shortened = shortened[:-1]
    return shortened


def _is_joined(char: str) -> bool:
    """Return whether a character joins the one before it: a combining mark, a joiner, a skin tone."""
    return unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf") or ord(char) in SKIN_TONES


def _set_up_sheet(sheet: Worksheet, document: Document, settings: RenderSettings, head: int) -> None:
    """Set the view and the print: rows to the head always visible, landscape, as wide as the paper."""
    if is_rtl(document.language):
        sheet.right_to_left()
    sheet.freeze_panes(head + 1, 1)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(PAPERS.get(settings.paper.name, PAPERS["a4"]))
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    # XlsxWriter takes "&G" and "&[Picture]" for a picture, even after another "&", and omits such a footer.
    footer = NOT_A_PICTURE.sub("&\N{WORD JOINER}", _shortened(document.footer, MAX_FOOTER_UNITS)).replace("&", "&&")
    sheet.set_footer(f"&L{footer}&R&P / &N")


@dataclass(slots=True)
class _SheetWriter:
    """Writes rows to a sheet, one below the other."""

    sheet: Worksheet
    formats: CellFormats
    fonts: FontPair
    row: int = field(default=0)

    def write_rows(self, document: Document) -> int:
        """Write all rows and return their number."""
        heads = table_cells.header_row(document)
        self.sheet.set_column_pixels(0, 0, FIRST_COLUMN_PX)
        self.sheet.set_column_pixels(1, len(heads) - 1, OTHER_COLUMN_PX)
        self._write_row([(head,) for head in heads], [self.formats.head] * len(heads))
        for row in table_cells.rows(document, markdown=False):
            if row.cells:
                styles = [self.formats.title, *[self.formats.cell] * len(row.cells)]
                for cells in zip_longest(
                    *(split_cell(cell, self.fonts, OTHER_COLUMN_PX) for cell in row.cells), fillvalue=()
                ):
                    self._write_row([(row.title,), *cells], styles)
            else:
                self._write_row([(row.title,), *[()] * (len(heads) - 1)], [self.formats.band] * len(heads))
        return self.row

    def _write_row(self, row: Sequence[Cell], styles: Sequence[Format]) -> None:
        for column, (cell, style) in enumerate(zip(row, styles, strict=True)):
            write_cell(self.sheet, (self.row, column), cell, style, self.formats)
        widths_px = (FIRST_COLUMN_PX, *(OTHER_COLUMN_PX,) * len(row))
        self.sheet.set_row(self.row, row_height_pt(zip(row, widths_px, strict=False), self.fonts))
        self.row += 1
