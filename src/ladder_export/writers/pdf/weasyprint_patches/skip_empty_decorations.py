"""Save time on boxes that have no background or border radius and belong to no named page style, as most do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from weasyprint.css import Style
from weasyprint.formatting_structure.boxes import Box, ParentBox
from weasyprint.layout.background import layout_box_backgrounds as _original

AnyBox: TypeAlias = Any  # a box, or a placeholder of one out of the flow

CORNERS = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
UNDECORATED = {"background": None, **dict.fromkeys(CORNERS, (0, 0))}
ZERO_LENGTH = (0, "px")


def layout_box_backgrounds(page: Box, box: AnyBox, get_image: object, *rest: object, **named: object) -> None:
    """Lay out the backgrounds of a box and its children, but skip boxes without a background, which are most.

    Replaces WeasyPrint's `layout_box_backgrounds`; same parameters.
    """
    if box is page or rest or named or not isinstance(box, Box) or not _is_undecorated(box.style):
        _original(page, box, get_image, *rest, **named)
        return
    vars(box).update(UNDECORATED)
    for child in box.all_children():
        layout_box_backgrounds(page, child, get_image)


def _is_undecorated(style: Style) -> bool:
    cached = vars(style)
    if "_undecorated" not in cached:
        color = style["background_color"]
        cached["_undecorated"] = (
            all(ZERO_LENGTH in style[corner] for corner in CORNERS)
            and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and not any(image for _, image in style["background_image"])
            and not style["box_shadow"]
            and not (style["color"] if color == "currentcolor" else color).alpha
        )
    return bool(cached["_undecorated"])


def page_values(box: ParentBox) -> tuple[str, str]:
    """Return the names of the page styles (the CSS property `page`) at the start and at the end of a box.

    They are those of its first and last child in the flow, else its own. Both are empty if no rule for an element sets
    `page` (see `style_sharing`). Replaces WeasyPrint's `ParentBox.page_values`.
    """
    if not getattr(box.style.root_style, "is_paged", True):
        return "", ""
    start = end = box.style["page"]
    if first := next(_in_flow(box.children), None):
        last = next(_in_flow(reversed(box.children)))
        begins, ends = first.page_values()
        start, end = begins or start, (ends if last is first else last.page_values()[1]) or end
    return start, end


def _in_flow(children: Iterable[AnyBox]) -> Iterator[AnyBox]:
    return (child for child in children if child.is_in_normal_flow() or child.is_floated())
