"""Lay out a form whose boxes for answers grow until its last page is full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ladder_export.core.document import Document
from ladder_export.theme import RenderSettings
from ladder_export.writers.html import render
from ladder_export.writers.pdf.engine import Engine, TableRowBox, anchor_boxes, weasyprint

MM_PER_PX = 25.4 / 96
MAX_GROWTH_MM = 36.0  # of a box: seven more lines of handwriting
MIN_GROWTH_MM = 1.5  # less is not worth another layout
SHARES = (0.98, 0.8, 0.5)  # of the estimated growth, tried in turn
BISECTION_STEPS = 8
SCALES = (1.0, 0.9, 0.8)  # of text, tried in turn until a meeting has one page
ONE_PAGE_KINDS = ("interview", "scorecard")  # documents that lie on a table beside a candidate


@dataclass(frozen=True, slots=True)
class _FormBlock:
    """An unbreakable block of a form, in mm.

    `lead` is the space above, `box` the height of the box for an answer (0: none, as for text after the last row).
    `head` is the height of the table's header row, which a page break before this block repeats.
    """

    lead: float
    height: float
    box: float = 0.0
    head: float = 0.0


def layout_form(engine: Engine, document: Document, settings: RenderSettings) -> weasyprint.Document:
    """Lay out a form on as many pages as it takes with its smallest boxes.

    Text gets smaller, down to the theme's smallest legible size, where that saves a page of a form that should have
    one page for each of its chapters, or one in all.
    """
    wanted = max(1, sum(section.chapter for section in document.sections))
    tried = list[tuple[float, weasyprint.Document]]()
    for scale in SCALES if document.kind in ONE_PAGE_KINDS else SCALES[:1]:
        page = render.render_form(document, settings, 0.0, scale)
        tried.append((scale, engine.layout(page, "pdf/ua-1", forms=True)))
        if len(tried[-1][1].pages) <= wanted:
            break
    scale, smallest = min(tried, key=lambda one: len(one[1].pages))

    def layout_at(growth_mm: float) -> weasyprint.Document:
        page = render.render_form(document, settings, round(growth_mm, 1), scale)
        return engine.layout(page, "pdf/ua-1", forms=True)

    growth_mm = _growth_mm(smallest, settings)
    for share in SHARES if growth_mm >= MIN_GROWTH_MM else ():
        grown = layout_at(share * growth_mm)
        if len(grown.pages) == len(smallest.pages):
            return grown
    return smallest


def _growth_mm(rendered: weasyprint.Document, settings: RenderSettings) -> float:
    """Return by how many mm all boxes may grow without another page; 0 when the template has no `data-place="end"`."""
    blocks, bottom = list(_form_blocks(rendered)), settings.paper.height - settings.theme.sheet.foot
    top = rendered.pages[-1]._page_box.content_box_y() * MM_PER_PX  # noqa: SLF001  # there is no other door to it
    pages = _page_count(blocks, top, bottom, 0.0)
    low, high = 0.0, MAX_GROWTH_MM if blocks else 0.0
    if _page_count(blocks, top, bottom, high) <= pages:
        return high
    for _ in range(BISECTION_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _page_count(blocks, top, bottom, middle) <= pages else (low, middle)
    return low


def _form_blocks(rendered: weasyprint.Document) -> Iterator[_FormBlock]:
    """Yield the rows with a box for an answer, unbreakable tables, and the text after them.

    Nothing follows the rows when the template has no `data-place="end"`.
    """
    previous_bottom, head = 0.0, 0.0
    for page in rendered.pages:
        root = page._page_box  # noqa: SLF001  # there is no other door to what a page shows
        previous_bottom = root.content_box_y() * MM_PER_PX if page is not rendered.pages[0] else 0.0
        boxes: list[Any] = [box for box in root.descendants() if box.element is not None]
        for box in boxes:
            top, height = box.position_y * MM_PER_PX, box.height * MM_PER_PX
            if box.element_tag == "table" and box.style["break_inside"] == "avoid":
                yield _FormBlock(top - previous_bottom, height)
                previous_bottom = top + height
            elif isinstance(box, TableRowBox) and box.children[0].element_tag == "th":
                row: Any = box
                inputs = [
                    child.margin_height() * MM_PER_PX for child in row.descendants() if child.element_tag == "textarea"
                ]
                if inputs:
                    yield _FormBlock(
                        top - previous_bottom if row.index == 0 else 0.0, height, inputs[0], head if row.index else 0.0
                    )
                    previous_bottom = top + height
                else:
                    head = height
    if end := anchor_boxes(rendered.pages[-1]).get("end"):
        yield _FormBlock(0.0, max(0.0, end[3] * MM_PER_PX - previous_bottom))


def _page_count(blocks: Sequence[_FormBlock], top: float, bottom: float, growth_mm: float) -> int:
    """Return the pages that blocks take when their boxes grow; `top` is where text begins on pages after the first, in mm."""
    pages, y_mm = 1, 0.0
    padding = min((block.height - block.box for block in blocks if block.box), default=0.0)
    for block in blocks:
        height = max(block.height, block.box + padding + growth_mm) if block.box else block.height
        if y_mm + block.lead + height > bottom:
            pages, y_mm = pages + 1, top + block.head
        y_mm += block.lead + height
    return pages
