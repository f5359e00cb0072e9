"""This file writes a grid as comma-separated values (RFC 4180) that spreadsheets open, programs read and `import` reads back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ladder_export.core.document import Document
from ladder_export.theme import RenderSettings
from ladder_export.writers import RenderedFile
from ladder_export.writers.data import table_cells

BOM = "\ufeff"  # without it Excel takes UTF-8 for an old encoding
# A cell that begins so is run as a formula by spreadsheets. They show the mark before it; `import` takes it off.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
TEXT_MARK = "'"


def write(document: Document, settings: RenderSettings) -> RenderedFile:
    """A row for every line of the grid, texts in Markdown as they were written; `count` counts rows."""
    del settings  # values have no looks
    rows = list(_rows(document))
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows([_without_formula(cell) for cell in row] for row in rows)
    return RenderedFile(f"{BOM}{buffer.getvalue()}".encode(), len(rows))


def engines() -> dict[str, str]:
    """No library decides the bytes."""
    return {}


def _rows(document: Document) -> Iterator[list[str]]:
    header = table_cells.header_row(document)
    yield [head.plain for head in header]
    for row in table_cells.rows(document, markdown=True):
        texts = ["\n".join(line.plain for line in cell) for cell in row.cells]
        yield [row.title.plain, *(texts or [""] * (len(header) - 1))]


def _without_formula(cell: str) -> str:
    return f"{TEXT_MARK}{cell}" if cell.startswith(FORMULA_STARTS) else cell
