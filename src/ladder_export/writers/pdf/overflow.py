"""This file finds text that is drawn beyond its column or its page."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any, TypeAlias

from weasyprint.formatting_structure.boxes import Box, LineBox, MarginBox, ParentBox, TextBox

from ladder_export.writers.pdf.engine import weasyprint
from ladder_export.writers.pdf.weasyprint_patches.internals import page_box

ROUNDING_PX = 0.1
SLACK_PX = 3.0  # 0.8 mm: the ground of code reaches over the words on it by less

BEYOND = "drawn beyond its column or page: "  # begins the engine's message about a line

LaidOut: TypeAlias = Any  # WeasyPrint gives boxes their places as it goes


def warn_of_overflow(rendered: weasyprint.Document) -> None:
    """Log every line that is drawn beyond its column or page, as the engine logs what it cannot do."""
    for words in overflowing(rendered):
        logging.getLogger("weasyprint").warning("%s%s", BEYOND, words)


def overflowing(rendered: weasyprint.Document) -> Iterator[str]:
    """Return every line of text that ends beyond its block, its table's block or its page, in the order of the pages."""
    for page in rendered.pages:
        root: LaidOut = page_box(page)
        bottom = root.content_box_y() + root.height
        for child in root.children:
            floor = root.margin_height() if isinstance(child, MarginBox) else bottom
            yield from _beyond(child, floor, root.margin_width())


def _beyond(box: LaidOut, floor: float, page_width: float) -> Iterator[str]:
    """The lines within a block that end beyond it, beyond the page, or below the floor."""
    left = box.content_box_x()
    right = left + box.width
    for child in box.children:
        if not _is(child, Box) or child.style["position"] == "fixed" or child.style["transform"]:
            continue  # what is laid over all pages is no text that anybody reads line by line
        if _is(child, LineBox):
            ends = child.position_x + child.width
            beyond = ends > min(right, page_width) + SLACK_PX or child.position_x < max(left, 0) - SLACK_PX
            if (beyond or child.position_y + child.height > floor + ROUNDING_PX) and (words := _words(child)):
                yield words
        elif child.is_table_wrapper and child.position_x + child.margin_width() > right + SLACK_PX:
            yield from (words for words in _lines(child, right + SLACK_PX) if words)
        elif _is(child, ParentBox):
            yield from _beyond(child, floor, page_width)


def _lines(box: LaidOut, right: float) -> Iterator[str]:
    """The lines of a table too wide for its place that end beyond that."""
    for one in box.descendants():
        if _is(one, LineBox) and one.position_x + one.width > right:
            yield _words(one)


def _is(box: object, kind: type[Box]) -> bool:
    """Whether a box is of a kind; one that is knows its place as well, which its class does not declare."""
    return isinstance(box, kind)


def _words(line: LaidOut) -> str:
    return "".join(one.text for one in line.descendants() if isinstance(one, TextBox)).strip()
