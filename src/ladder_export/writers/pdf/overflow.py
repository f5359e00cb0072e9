"""Find text that is drawn beyond its column or page."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any, TypeAlias

from weasyprint.formatting_structure.boxes import Box, LineBox, MarginBox, ParentBox, TextBox

from ladder_export.writers.pdf.engine import weasyprint
from ladder_export.writers.pdf.weasyprint_patches.internals import page_box

ROUNDING_PX = 0.1
SLACK_PX = 3.0  # 0.8 mm: the background of inline code is wider than its text by less

OVERFLOW_PREFIX = "drawn beyond its column or page: "  # of the warning about a line

LaidOutBox: TypeAlias = Any  # layout adds attributes that WeasyPrint's classes do not declare


def warn_of_overflow(rendered: weasyprint.Document) -> None:
    """Log a warning (as WeasyPrint) for every line of a laid-out document that is drawn beyond its column or page."""
    for line in overflowing_lines(rendered):
        logging.getLogger("weasyprint").warning("%s%s", OVERFLOW_PREFIX, line)


def overflowing_lines(rendered: weasyprint.Document) -> Iterator[str]:
    """Yield, in page order, the text of every line of a laid-out document that is drawn beyond its column or page.

    A line in a table counts if it ends beyond the column that holds the table.
    """
    for page in rendered.pages:
        root: LaidOutBox = page_box(page)
        bottom_px = root.content_box_y() + root.height
        for child in root.children:
            limit_px = root.margin_height() if isinstance(child, MarginBox) else bottom_px
            lines = _lines_beyond(child, limit_px, root.margin_width())
            yield from filter(None, map(_line_text, lines))


def _lines_beyond(box: LaidOutBox, bottom_px: float, page_width_px: float) -> Iterator[LaidOutBox]:
    """Yield the lines in a block that end beyond it, beyond the page, or below `bottom_px`."""
    left_px = box.content_box_x()
    right_px = left_px + box.width
    for child in box.children:
        if not _is_box(child, Box) or child.style["position"] == "fixed" or child.style["transform"]:
            continue  # watermarks and the like
        if _is_box(child, LineBox):
            if _is_beyond(child, max(left_px, 0), min(right_px, page_width_px), bottom_px):
                yield child
        elif child.is_table_wrapper and child.position_x + child.margin_width() > right_px + SLACK_PX:
            yield from _table_lines_beyond(child, right_px + SLACK_PX)
        elif _is_box(child, ParentBox):
            yield from _lines_beyond(child, bottom_px, page_width_px)


def _is_beyond(line: LaidOutBox, left_px: float, right_px: float, bottom_px: float) -> bool:
    return bool(
        line.position_x < left_px - SLACK_PX
        or line.position_x + line.width > right_px + SLACK_PX
        or line.position_y + line.height > bottom_px + ROUNDING_PX
    )


def _table_lines_beyond(box: LaidOutBox, right_px: float) -> Iterator[LaidOutBox]:
    """Yield the lines of a table that end beyond `right_px`, the edge of the table's column."""
    for child in box.descendants():
        if _is_box(child, LineBox) and child.position_x + child.width > right_px:
            yield child


def _is_box(box: object, kind: type[Box]) -> bool:
    """Return whether a box is of a type, without narrowing it: WeasyPrint's classes declare no attributes of layout."""
    return isinstance(box, kind)


def _line_text(line: LaidOutBox) -> str:
    return "".join(box.text for box in line.descendants() if isinstance(box, TextBox)).strip()
