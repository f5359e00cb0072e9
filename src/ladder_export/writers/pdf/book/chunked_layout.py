"""Lay out a long HTML document in chunks, to save memory; pages break where they would if it were laid out at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import Box, LineBox, ParentBox, TableRowBox

from ladder_export.process import gc_policy
from ladder_export.writers.pdf.book.dom_slice import REPEATED_TAGS, SLICE_CSS, DomSlice, ResumePoint, slice_dom
from ladder_export.writers.pdf.engine import Engine, weasyprint
from ladder_export.writers.pdf.weasyprint_patches.internals import page_box

MAX_ELEMENTS = 1200  # in one layout: limits the memory that its boxes take
ELEMENTS_PER_SHEET_PAGE = 30  # the cost of a blank page for a sheet
PAGES_PER_COLLECTION = 16  # after which cycles of boxes are collected
UNFORCED_BREAKS = ("auto", "avoid", "avoid-page", "avoid-column")


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Pages that are final, and where the next chunk begins; None at the end of the document."""

    rendered: weasyprint.Document
    resume: ResumePoint | None


def layout_in_chunks(
    engine: Engine, source: str, first: int, sheet_pages: Mapping[str, int]
) -> Iterator[weasyprint.Document]:
    """Lay out a long HTML document (`source`) in chunks of some pages each, and yield each chunk.

    To save memory, the caller must drop its reference to a chunk before it asks for the next. `first` is the number of
    the first page in the book. `sheet_pages` gives, by the id of the element where a level's sheet begins, how many
    pages the sheet takes; no chunk ends within a sheet.
    """
    html, resume, pages_done = engine.parse_html(source), None, 0
    while True:
        chunk = _layout_chunk(engine, html, resume, _page_counter_css(first, pages_done), sheet_pages)
        resume, count = chunk.resume, len(chunk.rendered.pages)
        pages_done += count
        rendered = [chunk.rendered]
        del chunk
        yield rendered.pop()
        if resume or count - len(sheet_pages) > PAGES_PER_COLLECTION:
            gc_policy.collect_now()
        if resume is None:
            return


def _page_counter_css(first: int, pages_done: int) -> str:
    """Return CSS that sets the page counter and, after the first chunk, hides what was laid out before.

    It also makes the chunk begin on the right or left side, as in the whole document.
    """
    if not pages_done:
        return f"@page:first{{counter-reset:page {first}}}"
    side = "recto" if pages_done % 2 else "verso"
    return f"@page:first{{counter-reset:page {first + pages_done - 1}}}html{{break-before:{side}!important}}{SLICE_CSS}"


def _layout_chunk(
    engine: Engine, html: weasyprint.HTML, resume: ResumePoint | None, style: str, sheet_pages: Mapping[str, int]
) -> _Chunk:
    """Lay out the slice from `resume` on; keep all pages but those that the text after the slice could still change.

    The slice grows until at least one page is final.
    """
    max_cost, first_page = MAX_ELEMENTS, 1 if resume else 0

    def cost(element: Element) -> int:
        return 1 + ELEMENTS_PER_SHEET_PAGE * sheet_pages.get(element.get("id", ""), 0)

    while True:
        dom_slice = slice_dom(html.etree_element, resume, max_cost, cost)
        rendered = engine.render_tree(html, "pdf/a-3a", _with_style(dom_slice.root, style))
        if dom_slice.is_last:
            return _Chunk(rendered.copy(rendered.pages[first_page:]), None)
        for number in range(len(rendered.pages) - 1, first_page, -1):
            if next_resume := _resume_point(rendered, number, dom_slice, sheet_pages):
                return _Chunk(rendered.copy(rendered.pages[first_page:number]), next_resume)
        max_cost *= 2


def _with_style(root: Element, style: str) -> Element:
    element = Element("style")
    element.text = style
    next(root.iter("head")).insert(0, element)
    return root


def _resume_point(
    rendered: weasyprint.Document, number: int, dom_slice: DomSlice, sheet_pages: Mapping[str, int]
) -> ResumePoint | None:
    """Return where a page begins; None where it continues a paragraph or the pages of a sheet."""
    for anchor, count in sheet_pages.items():
        start = next((index for index, page in enumerate(rendered.pages) if anchor in page.anchors), number)
        if start < number < start + count:
            return None
    roots = [page_box(page).children[0] for page in rendered.pages[: number + 1]]
    before = {box.element for root in roots[:-1] for box in root.descendants()}
    box = next(_started_boxes(roots[-1], before), None)
    if box is None:
        return None
    has_forced_break = box.style["break_before"] not in UNFORCED_BREAKS
    return ResumePoint(dom_slice.origins[box.element], has_forced_break, _shared_border(box, roots[-2]))


def _shared_border(box: Box, page: Box) -> str:
    """Return the CSS of the border that a table row shares with the row before a page break.

    Both rows show it (CSS 2 §17.6.2). Empty for other boxes.
    """
    rows_above = [row for row in page.descendants() if isinstance(row, TableRowBox)]
    if not rows_above or not isinstance(box, TableRowBox) or box.style["border_collapse"] != "collapse":
        return ""
    style = rows_above[-1].children[0].style if rows_above[-1].children else rows_above[-1].style
    color = get_color(style, "border_bottom_color")
    return f"border-top:{style['border_bottom_width']}px {style['border_bottom_style']} {color}"


def _started_boxes(box: Box, before: set[Element]) -> Iterator[Box | None]:
    """Yield the outermost boxes that begin on a page, in order, and None for each that continues and cannot be split."""
    for child in box.children:
        if child.element not in before:
            yield child
        elif child.element.tag not in REPEATED_TAGS:
            yield from (
                _started_boxes(child, before)
                if isinstance(child, ParentBox) and not isinstance(child, LineBox)
                else (None,)
            )
