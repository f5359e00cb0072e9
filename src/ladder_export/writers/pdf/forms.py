"""Lay out a form whose boxes for answers grow until its last page is full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ladder_export.core.document import Document
from ladder_export.theme import RenderSettings
from ladder_export.writers.html import render
from ladder_export.writers.pdf.engine import MM_PER_PX, Engine, TableRowBox, anchor_boxes, weasyprint
from ladder_export.writers.pdf.weasyprint_patches.internals import page_box

MAX_GROWTH_MM = 36.0  # of a box: seven more lines of handwriting
MIN_GROWTH_MM = 1.5  # less is not worth another layout
SHARES = (0.98, 0.8, 0.5)  # of the estimated growth, tried in turn
BISECTION_STEPS = 8
SCALES = (1.0, 0.9, 0.8, 0.72)  # of text, tried in turn until a meeting has one page
ONE_PAGE_KINDS = ("interview", "scorecard")  # documents that lie on a table beside a candidate


@dataclass(frozen=True, slots=True)
class _FormBlock:
    """An unbreakable block of a form, in mm.

    `lead` is the space above, `box` the height of the box for an answer (0: none, as for text after the last row).
    `head` is the height of the table's header row, which a page break before this block repeats.
    """

    lead_mm: float
    height_mm: float
    box_mm: float = 0.0
    head_mm: float = 0.0


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
    blocks, bottom_mm = list(_form_blocks(rendered)), settings.paper.height - settings.theme.sheet.footer_height_mm
    top_mm = page_box(rendered.pages[-1]).content_box_y() * MM_PER_PX
    pages = _page_count(blocks, top_mm, bottom_mm, 0.0)
    low_mm, high_mm = 0.0, MAX_GROWTH_MM if blocks else 0.0
    if _page_count(blocks, top_mm, bottom_mm, high_mm) <= pages:
        return high_mm
    for _ in range(BISECTION_STEPS):
        middle_mm = (low_mm + high_mm) / 2
        low_mm, high_mm = (
            (middle_mm, high_mm) if _page_count(blocks, top_mm, bottom_mm, middle_mm) <= pages else (low_mm, middle_mm)
        )
    return low_mm


def _form_blocks(rendered: weasyprint.Document) -> Iterator[_FormBlock]:
    """Yield the rows with a box for an answer, unbreakable tables, and the text after them.

    Nothing follows the rows when the template has no `data-place="end"`.
    """
    previous_bottom_mm, head_mm = 0.0, 0.0
    for page in rendered.pages:
        root = page_box(page)
        previous_bottom_mm = root.content_box_y() * MM_PER_PX if page is not rendered.pages[0] else 0.0
        boxes: list[Any] = [box for box in root.descendants() if box.element is not None]
        for box in boxes:
            top_mm, height_mm = box.position_y * MM_PER_PX, box.height * MM_PER_PX
            if box.element_tag == "table" and box.style["break_inside"] == "avoid":
                yield _FormBlock(top_mm - previous_bottom_mm, height_mm)
                previous_bottom_mm = top_mm + height_mm
            elif isinstance(box, TableRowBox) and box.children[0].element_tag == "th":
                row: Any = box
                inputs_mm = [
                    child.margin_height() * MM_PER_PX for child in row.descendants() if child.element_tag == "textarea"
                ]
                if inputs_mm:
                    yield _FormBlock(
                        top_mm - previous_bottom_mm if row.index == 0 else 0.0,
                        height_mm,
                        inputs_mm[0],
                        head_mm if row.index else 0.0,
                    )
                    previous_bottom_mm = top_mm + height_mm
                else:
                    head_mm = height_mm
    if end := anchor_boxes(rendered.pages[-1]).get("end"):
        yield _FormBlock(0.0, max(0.0, end[3] * MM_PER_PX - previous_bottom_mm))


def _page_count(blocks: Sequence[_FormBlock], top_mm: float, bottom_mm: float, growth_mm: float) -> int:
    """Return the pages that blocks take when their boxes grow; `top_mm` is where text begins after the first page."""
    pages, y_mm = 1, 0.0
    padding_mm = min((block.height_mm - block.box_mm for block in blocks if block.box_mm), default=0.0)
    for block in blocks:
        height_mm = max(block.height_mm, block.box_mm + padding_mm + growth_mm) if block.box_mm else block.height_mm
        if y_mm + block.lead_mm + height_mm > bottom_mm:
            pages, y_mm = pages + 1, top_mm + block.head_mm
        y_mm += block.lead_mm + height_mm
    return pages
