"""Save time by caching, in the style of a box, what WeasyPrint computes for each box: lengths, flow and white space."""

from __future__ import annotations

import re
from collections.abc import Iterator

from weasyprint.css import Style
from weasyprint.formatting_structure.boxes import Box, TextBox
from weasyprint.layout.percent import resolve_percentages as _original

SIDES = ("left", "right", "top", "bottom")
LENGTH_PROPERTIES = (
    *(f"{edge}_{side}" for edge in ("margin", "padding") for side in SIDES),
    *(f"{limit}{axis}" for limit in ("", "min_", "max_") for axis in ("width", "height")),
)
BORDER_WIDTHS = tuple(f"border_{side}_width" for side in SIDES)

NOT_COLLAPSED = re.compile(r"[\t\n\r]|  ")  # text that collapsing would change
COLLAPSING_VALUES = ("normal", "nowrap", "pre-line")

_original_is_in_normal_flow, _original_process_whitespace = Box.is_in_normal_flow, TextBox.process_whitespace


def resolve_percentages(box: Box, containing_block: object) -> None:
    """Set the lengths of a box (margins, padding, width, height, borders) from a cache in its style.

    Replaces WeasyPrint's `resolve_percentages`, and calls it if a length is a percentage of the box around it.
    """
    cached = vars(box.style)
    if "_lengths" not in cached:
        cached["_lengths"] = _fixed_lengths(box.style)
    if not cached["_lengths"]:
        _original(box, containing_block)
        return
    if box.style["border_collapse"] == "collapse":  # borders then depend on the cells next to them
        borders = {name: getattr(box, name) for name in BORDER_WIDTHS if hasattr(box, name)}
        vars(box).update(cached["_lengths"] | borders)
    else:
        vars(box).update(cached["_lengths"])


def _fixed_lengths(style: Style) -> dict[str, object]:
    """Return the used lengths of a style; empty when one is a percentage or `box-sizing` is not `content-box`."""
    if style["box_sizing"] != "content-box":
        return {}
    lengths = {name: style[name] for name in LENGTH_PROPERTIES}
    for name, value in lengths.items():
        if value == "auto":
            lengths[name] = 0 if name.startswith("min_") else value
        elif value is not None and getattr(value, "unit", "%") in (None, "%"):
            return {}
        elif value is not None:
            lengths[name] = value.value
    return lengths | {name: style[name] for name in BORDER_WIDTHS}


def is_in_normal_flow(box: Box) -> bool:
    """Return whether a box neither floats nor is positioned.

    Replaces WeasyPrint's `Box.is_in_normal_flow`; it is faster because it tests the most frequent case first.
    """
    style = box.style
    return (style["float"] == "none" and style["position"] == "static") or bool(_original_is_in_normal_flow(box))


def descendants(box: Box, placeholders: bool = False) -> Iterator[Box]:  # noqa: FBT001, FBT002  # WeasyPrint calls it so
    """Yield a box and all boxes in it, in document order.

    Replaces WeasyPrint's `Box.descendants`; it is faster because it uses a list instead of recursion. With
    `placeholders`, a placeholder (of a box out of the flow) is replaced by its box.
    """
    pending = [box]
    while pending:
        current = pending.pop()
        if not isinstance(current, Box) and placeholders:
            current = current._box  # noqa: SLF001  # a placeholder's box, which is out of the flow
        yield current
        if isinstance(current, Box):
            pending += reversed(current.children)


def process_whitespace(box: TextBox, following_collapsible_space: bool = False) -> bool:  # noqa: FBT001, FBT002  # as above
    """Collapse white space in the text of a box as CSS asks; return whether the text ends in a space that may collapse.

    Replaces WeasyPrint's `TextBox.process_whitespace`; it is faster for texts with single spaces only.
    `following_collapsible_space` says that the text before it ended in such a space.
    """
    text = box.text
    if not text or NOT_COLLAPSED.search(text) or box.style["white_space"] not in COLLAPSING_VALUES:
        return bool(_original_process_whitespace(box, following_collapsible_space))
    if following_collapsible_space and text.startswith(" "):
        box.text, box.leading_collapsible_space = text[1:], True
    return bool(text.endswith(" "))
