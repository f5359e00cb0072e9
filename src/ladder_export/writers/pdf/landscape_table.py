"""Lay out a comparison table on landscape paper, and show on each page which row continues from the page before."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from xml.etree.ElementTree import Element

from ladder_export.core.document import Document, Grid
from ladder_export.theme import RenderSettings
from ladder_export.writers.fonts.text_metrics import open_sheet_fonts
from ladder_export.writers.html import render
from ladder_export.writers.layout.table_layout import TableLayout, candidate_layouts
from ladder_export.writers.pdf.engine import Engine, TableRowBox, anchor_boxes, weasyprint
from ladder_export.writers.pdf.weasyprint_patches.internals import page_box

CONTINUED_BOX = "@top-left"  # the page-margin box in which a theme names the row that continues
NEAR_PX = 16  # a title within this distance below the table header belongs to the first row


def layout_table(
    engine: Engine, document: Document, settings: RenderSettings, grid: Grid
) -> tuple[TableLayout, weasyprint.Document]:
    """Lay out a comparison table (`grid`) on landscape pages; return how it was divided into tables, and the pages.

    One layout is enough if the table takes as many pages as estimated; otherwise a second division is tried. Each row
    whose title would be on another page than the row's cells costs one more layout, in which that row begins on the
    next page.
    """

    def layout(arrangement: TableLayout, pushed: AbstractSet[str] = frozenset()) -> weasyprint.Document:
        return engine.layout(render.render_landscape_table(document, settings, arrangement, pushed), "pdf/a-3a")

    candidates = candidate_layouts(grid, open_sheet_fonts(settings.theme), settings)
    best = next(candidates)
    rendered = layout(best)
    if len(rendered.pages) > best.page_count and (candidate := next(candidates, None)):
        narrower = layout(candidate)
        if len(narrower.pages) < len(rendered.pages):
            best, rendered = candidate, narrower
    pushed = frozenset[str]()
    while split_row := next((anchor for anchor in _split_row_anchors(rendered) if anchor not in pushed), ""):
        pushed |= {split_row}
        rendered = layout(best, pushed)
    for page in rendered.pages:
        if _starts_with_row_title(page):
            _clear_running_header(page)
    return best, rendered


def _split_row_anchors(rendered: weasyprint.Document) -> Iterator[str]:
    """Yield the `data-place` of rows whose title stands alone on its page or on another page than their first cells."""
    seen = set[Element]()
    rows = (row for page in rendered.pages for row in page_box(page).descendants() if isinstance(row, TableRowBox))
    for row in rows:
        anchor = next((name for element in row.element.iter() if (name := element.get("data-place"))), "")
        if row.element not in seen and anchor.startswith("line-") and _is_title_apart(row, anchor):
            yield anchor
        seen.add(row.element)


def _is_title_apart(row: TableRowBox, anchor: str) -> bool:
    """Return whether the beginning of a row has its title without any cell's text, or text without the title."""
    title, *cells = row.children
    elements = (box.element for box in title.descendants() if box.element is not None)
    is_title_shown = any(element.get("data-place") == anchor for element in elements)
    return is_title_shown != any(cell.children for cell in cells)


def _starts_with_row_title(page: weasyprint.document.Page) -> bool:
    """Return whether the first row on a page has its title there; True when the page has no table header."""
    boxes = anchor_boxes(page)
    heads = [box[3] for name, box in boxes.items() if name.startswith("head-")]
    titles = [box[1] for name, box in boxes.items() if name.startswith("line-")]
    return not heads or any(abs(top - heads[0]) < NEAR_PX for top in titles)


def _clear_running_header(page: weasyprint.document.Page) -> None:
    """Remove the running header that names a continued row.

    CSS can name the last row before a page but not tell whether it is complete.
    """
    box = page_box(page)
    box.children = [child for child in box.children if getattr(child, "at_keyword", "") != CONTINUED_BOX]
