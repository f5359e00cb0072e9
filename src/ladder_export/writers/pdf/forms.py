"""This file lays out a form: its boxes to write in grow until its last page is full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ladder_export.core.document import Document
from ladder_export.theme import RenderSettings
from ladder_export.writers.html import render
from ladder_export.writers.pdf.engine import Engine, TableRowBox, weasyprint, whereabouts

MM_PER_PX = 25.4 / 96
HIGHEST_MM = 36.0  # that a box grows by: a hand writes seven more lines
LEAST_MM = 1.5  # what is not worth another layout
SHARES = (0.98, 0.8, 0.5)  # of what seems to fit, one after the other
HALVINGS = 8


@dataclass(frozen=True, slots=True)
class _Block:
    """What stays together, in mm: the `lead` above it, its height, that of the box to write in, and its part of a table.

    Without a box it is what follows the last row. A row that does not open its table has the table's `head` above it on a
    new page.
    """

    lead: float
    height: float
    box: float = 0.0
    head: float = 0.0


def lay_out_form(engine: Engine, document: Document, settings: RenderSettings) -> weasyprint.Document:
    """Return the pages of a form, no more of them than its smallest boxes take."""

    def lay_out(growth_mm: float) -> weasyprint.Document:
        return engine.layout(render.form(document, settings, round(growth_mm, 1)), "pdf/ua-1", forms=True)

    smallest = lay_out(0.0)
    growth_mm = _growth_mm(smallest, settings)
    for share in SHARES if growth_mm >= LEAST_MM else ():
        grown = lay_out(share * growth_mm)
        if len(grown.pages) == len(smallest.pages):
            return grown
    return smallest


def _growth_mm(rendered: weasyprint.Document, settings: RenderSettings) -> float:
    """Return by how much all boxes may grow on the same pages; 0 where the theme does not say where its text ends."""
    blocks, bottom = list(_blocks(rendered)), settings.paper.height - settings.theme.sheet.foot
    top = rendered.pages[-1]._page_box.content_box_y() * MM_PER_PX  # noqa: SLF001  # there is no other door to it
    pages = _pages(blocks, top, bottom, 0.0)
    low, high = 0.0, HIGHEST_MM if blocks else 0.0
    if _pages(blocks, top, bottom, high) <= pages:
        return high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _pages(blocks, top, bottom, middle) <= pages else (low, middle)
    return low


def _blocks(rendered: weasyprint.Document) -> Iterator[_Block]:
    """Return the rows of a form with a box to write in, and what stands below them; nothing where no `end` is said."""
    below, head = 0.0, 0.0
    for page in rendered.pages:
        root = page._page_box  # noqa: SLF001  # there is no other door to what a page shows
        below = root.content_box_y() * MM_PER_PX if page is not rendered.pages[0] else 0.0
        boxes: list[Any] = [box for box in root.descendants() if box.element is not None]
        for box in boxes:
            top, height = box.position_y * MM_PER_PX, box.height * MM_PER_PX
            if box.element_tag == "table" and box.style["break_inside"] == "avoid":
                yield _Block(top - below, height)
                below = top + height
            elif isinstance(box, TableRowBox) and box.children[0].element_tag == "th":
                row: Any = box
                inputs = [one.margin_height() * MM_PER_PX for one in box.descendants() if one.element_tag == "textarea"]
                if inputs:
                    yield _Block(top - below if row.index == 0 else 0.0, height, inputs[0], head if row.index else 0.0)
                    below = top + height
                else:
                    head = height
    if end := whereabouts(rendered.pages[-1]).get("end"):
        yield _Block(0.0, max(0.0, end[3] * MM_PER_PX - below))


def _pages(blocks: Sequence[_Block], top: float, bottom: float, growth_mm: float) -> int:
    """Return how many pages blocks take whose boxes grow; `top` is where text begins on further pages."""
    pages, below = 1, 0.0
    padding = min((block.height - block.box for block in blocks if block.box), default=0.0)
    for block in blocks:
        height = max(block.height, block.box + padding + growth_mm) if block.box else block.height
        if below + block.lead + height > bottom:
            pages, below = pages + 1, top + block.head
        below += block.lead + height
    return pages
