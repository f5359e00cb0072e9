"""Comparison tables as comma-separated values (RFC 4180), for spreadsheets, programs and `import`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ladder_export.core.document import Document
from ladder_export.theme import RenderSettings
from ladder_export.writers import RenderedFile
from ladder_export.writers.data import table_cells

BOM = "\ufeff"  # without it Excel does not recognize UTF-8
# Spreadsheets run a cell with such a beginning as a formula. An apostrophe prevents that; `import` removes it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
TEXT_MARK = "'"


def render(document: Document, settings: RenderSettings) -> RenderedFile:
    """Render a document's comparison table as CSV, a line per row.

    Texts are written as Markdown, but as they are if the table is verbatim (made for another program). `count` of the
    result is the number of rows.
    """
    del settings  # tables have no design
    rows = list(_rows(document))
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows([_without_formula(cell) for cell in row] for row in rows)
    return RenderedFile(f"{BOM}{buffer.getvalue()}".encode(), len(rows))


def versions() -> dict[str, str]:
    """Return an empty mapping: no library decides the bytes of the file."""
    return {}


def _rows(document: Document) -> Iterator[list[str]]:
    header = table_cells.header_row(document)
    yield [head.plain for head in header]
    for row in table_cells.rows(document, markdown=not table_cells.grid_of(document).is_verbatim):
        texts = ["\n".join(line.plain for line in cell) for cell in row.cells]
        yield [row.title.plain, *(texts or [""] * (len(header) - 1))]


def _without_formula(cell: str) -> str:
    return f"{TEXT_MARK}{cell}" if cell.startswith(FORMULA_STARTS) else cell
