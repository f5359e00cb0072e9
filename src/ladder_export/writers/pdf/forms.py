"""Lay out a form whose boxes for answers grow until its last page is full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from ladder_export.core.document import Document
from ladder_export.theme import RenderSettings
from ladder_export.writers.html import render
from ladder_export.writers.pdf.engine import MM_PER_PX, Engine, anchor_boxes, weasyprint
from ladder_export.writers.pdf.weasyprint_patches.internals import page_box

MAX_GROWTH_MM = 36.0  # of a box: seven more lines of handwriting
MIN_GROWTH_MM = 1.5  # less is not worth another layout
SHARES = (0.98, 0.8, 0.5)  # of the estimated growth, tried in turn
BISECTION_STEPS = 8
SCALES = (1.0, 0.9, 0.8, 0.72)  # of text, tried in turn until a meeting has one page
UNBREAKABLE = ("section", "table")  # elements, where the style sheet says so
ROUNDING_MM = 0.01
ONE_PAGE_KINDS = ("interview", "scorecard")  # documents that lie on a table beside a candidate


@dataclass(frozen=True, slots=True)
class _FormBlock:
    """An unbreakable block of a form, in mm.

    `lead` is the space above. `spaces` are of the rows with a box for an answer that grows: the space from each box to
    the end of its row. `head` is the height of the table's header row, which a page break before this block repeats.
    """

    lead_mm: float
    height_mm: float
    spaces_mm: tuple[float, ...] = ()
    head_mm: float = 0.0
    starts_page: bool = False

    def height_at(self, growth_mm: float, padding_mm: float) -> float:
        """Return the height when each box has grown; `padding` is the least space below a box."""
        return self.height_mm + fsum(max(0.0, growth_mm + padding_mm - space) for space in self.spaces_mm)


def layout_form(engine: Engine, document: Document, settings: RenderSettings) -> weasyprint.Document:
    """Lay out a form on as few pages as it takes with its smallest boxes for answers; then grow the boxes.

    The boxes grow until the last page is full. An interview guide or a scorecard should have one page for each of its
    chapters, or one page if it has none; its text gets smaller if that saves a page.
    """
    wanted = max(1, sum(section.chapter for section in document.sections))
    tried = list[tuple[float, weasyprint.Document]]()
    for scale in SCALES if document.kind in ONE_PAGE_KINDS else SCALES[:1]:
        page = render.render_form(document, settings, 0.0, scale)
        tried.append((scale, engine.layout(page, "pdf/ua-1", forms=True)))
        if len(tried[-1][1].pages) <= wanted:
            break
    scale, smallest = min(tried, key=lambda attempt: len(attempt[1].pages))

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
    """Yield unbreakable sections and tables, other rows with a box that grows, and the text after them.

    Nothing follows the rows when the template has no `data-place="end"`.
    """
    bottom_mm, head_mm = 0.0, 0.0
    for page in rendered.pages:
        root: Any = page_box(page)
        bottom_mm = root.content_box_y() * MM_PER_PX if page is not rendered.pages[0] else 0.0
        for box in root.descendants():
            if box.element is None or box.position_y * MM_PER_PX < bottom_mm - ROUNDING_MM:
                continue  # the latter is a part of the block before
            if box.style["break_before"] == "page":
                yield _FormBlock(0.0, 0.0, starts_page=True)
            top_mm = box.position_y * MM_PER_PX
            if block := _unbreakable_block(box, top_mm - bottom_mm, head_mm):
                yield block
                bottom_mm = top_mm + block.height_mm
            elif box.element_tag == "tr":
                head_mm = box.height * MM_PER_PX
    if end := anchor_boxes(rendered.pages[-1]).get("end"):
        yield _FormBlock(0.0, max(0.0, end[3] * MM_PER_PX - bottom_mm))


def _unbreakable_block(box: Any, lead_mm: float, head_mm: float) -> _FormBlock | None:  # noqa: ANN401  # as below
    """Return the block that a box is; None for one that may be broken and for rows in which nothing grows."""
    height_mm = box.height * MM_PER_PX
    if box.element_tag in UNBREAKABLE and box.style["break_inside"] == "avoid":
        return _FormBlock(lead_mm, height_mm, tuple(_spaces_below_mm(box)))
    if box.element_tag == "tr" and (spaces_mm := tuple(_spaces_below_mm(box))):
        return _FormBlock(lead_mm, height_mm, spaces_mm, head_mm if box.index else 0.0)
    return None


def _spaces_below_mm(box: Any) -> Iterator[float]:  # noqa: ANN401  # a box of WeasyPrint
    """Yield the space below the first element with `data-grows` of each row that has one, in or below a box."""
    bottom_mm = 0.0
    for row in (box, *box.descendants()):
        if row.element_tag == "tr" and row.position_y * MM_PER_PX >= bottom_mm - ROUNDING_MM:
            cells = [cell for cell in row.descendants() if cell.element is not None]
            if answers := [cell for cell in cells if "data-grows" in cell.element.attrib]:
                bottom_mm = (row.position_y + row.height) * MM_PER_PX  # rows beside it grow with it
                yield bottom_mm - (answers[0].position_y + answers[0].margin_height()) * MM_PER_PX


def _page_count(blocks: Sequence[_FormBlock], top_mm: float, bottom_mm: float, growth_mm: float) -> int:
    """Return the pages that blocks take when their boxes grow; `top_mm` is where text begins after the first page."""
    pages, y_mm = 1, 0.0
    padding_mm = min((space for block in blocks for space in block.spaces_mm), default=0.0)
    for block in blocks:
        height_mm = block.height_at(growth_mm, padding_mm)
        if (block.starts_page and y_mm) or y_mm + block.lead_mm + height_mm > bottom_mm:
            pages, y_mm = pages + 1, top_mm + block.head_mm
        y_mm += block.lead_mm + height_mm
    return pages
