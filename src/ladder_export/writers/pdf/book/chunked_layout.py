"""This file lays a long document out piece by piece, on the pages that it has when all of it is laid out at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import Box, LineBox, ParentBox, TableRowBox

from ladder_export.process import gc_policy
from ladder_export.writers.pdf.book.dom_slice import HEADS, SAYS_SO, Start, Stretch, stretch
from ladder_export.writers.pdf.engine import Engine, weasyprint
from ladder_export.writers.pdf.weasyprint_patches.internals import page_box

MOST = 1200  # elements that are laid out at once: measured, those of an index take 15 kB each
BLANK = 30  # elements that a page of a level counts for
SWEPT = 16  # pages after which their boxes, which point to each other, are taken out of memory
UNFORCED = ("auto", "avoid", "avoid-page", "avoid-column")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Pages that are as they are in the whole, and what the next one begins with, if there is more."""

    rendered: weasyprint.Document
    following: Start | None


def pieces(engine: Engine, source: str, first: int, leaves: Mapping[str, int]) -> Iterator[weasyprint.Document]:
    """A whole HTML document as one piece after another; who takes them lets go of each before the next.

    Its pages are counted from `first`; `leaves` says by anchors how many of them belong together.
    """
    whole, start, done = engine.opened(source), None, 0
    while True:
        piece = _piece(engine, whole, start, _style(first, done), leaves)
        start, count = piece.following, len(piece.rendered.pages)
        done += count
        rendered = [piece.rendered]
        del piece
        yield rendered.pop()
        if start or count - len(leaves) > SWEPT:
            gc_policy.collect_now()
        if start is None:
            return


def _style(first: int, done: int) -> str:
    """Where pages are counted from; where some are done, what becomes of those before the next, and on which side it is."""
    if not done:
        return f"@page:first{{counter-reset:page {first}}}"
    side = "recto" if done % 2 else "verso"
    return f"@page:first{{counter-reset:page {first + done - 1}}}html{{break-before:{side}!important}}{SAYS_SO}"


def _piece(
    engine: Engine, whole: weasyprint.HTML, start: Start | None, style: str, leaves: Mapping[str, int]
) -> _Piece:
    """The pages from the start on that what follows changes nothing about: all but those that it may yet fill."""
    most, begin = MOST, 1 if start else 0

    def cost(element: Element) -> int:
        return 1 + BLANK * leaves.get(element.get("id", ""), 0)

    while True:
        found = stretch(whole.etree_element, start, most, cost)
        rendered = engine.rendered(whole, "pdf/a-3a", _styled(found.root, style))
        if found.ends:
            return _Piece(rendered.copy(rendered.pages[begin:]), None)
        for number in range(len(rendered.pages) - 1, begin, -1):
            if following := _start(rendered, number, found, leaves):
                return _Piece(rendered.copy(rendered.pages[begin:number]), following)
        most *= 2


def _styled(root: Element, style: str) -> Element:
    element = Element("style")
    element.text = style
    next(root.iter("head")).insert(0, element)
    return root


def _start(rendered: weasyprint.Document, number: int, found: Stretch, leaves: Mapping[str, int]) -> Start | None:
    """What a page begins with; nothing where it goes on with a text, or with a level."""
    for anchor, count in leaves.items():
        begin = next((at for at, page in enumerate(rendered.pages) if anchor in page.anchors), number)
        if begin < number < begin + count:
            return None
    roots = [page_box(page).children[0] for page in rendered.pages[: number + 1]]
    before = {box.element for root in roots[:-1] for box in root.descendants()}
    box = next(_begun(roots[-1], before), None)
    if box is None:
        return None
    forced = box.style["break_before"] not in UNFORCED
    return Start(found.origins[box.element], forced, _edge(box, roots[-2]))


def _edge(box: Box, page: Box) -> str:
    """The border that a row has in common with the last one on the page before: both show it (CSS 2 §17.6.2)."""
    above = [row for row in page.descendants() if isinstance(row, TableRowBox)]
    if not above or not isinstance(box, TableRowBox) or box.style["border_collapse"] != "collapse":
        return ""
    style = above[-1].children[0].style if above[-1].children else above[-1].style
    color = get_color(style, "border_bottom_color")
    return f"border-top:{style['border_bottom_width']}px {style['border_bottom_style']} {color}"


def _begun(box: Box, before: set[Element]) -> Iterator[Box | None]:
    """What begins within a box, in order, or goes on in it without being one that can be begun with."""
    for child in box.children:
        if child.element not in before:
            yield child
        elif child.element.tag not in HEADS:
            yield from (
                _begun(child, before) if isinstance(child, ParentBox) and not isinstance(child, LineBox) else (None,)
            )
