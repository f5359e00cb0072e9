"""This file answers from a box's style what WeasyPrint works out for each box: lengths, flow, white space."""

from __future__ import annotations

import re
from collections.abc import Iterator

from weasyprint.css import Style
from weasyprint.formatting_structure.boxes import Box, TextBox
from weasyprint.layout.percent import resolve_percentages as _original

SIDES = ("left", "right", "top", "bottom")
LENGTHS = (
    *(f"{edge}_{side}" for edge in ("margin", "padding") for side in SIDES),
    *(f"{bound}{axis}" for bound in ("", "min_", "max_") for axis in ("width", "height")),
)
BORDERS = tuple(f"border_{side}_width" for side in SIDES)

SPACES = re.compile(r"[\t\n\r]|  ")  # what would be changed where spaces collapse
COLLAPSING = ("normal", "nowrap", "pre-line")

_original_is_in_normal_flow, _original_process_whitespace = Box.is_in_normal_flow, TextBox.process_whitespace


def resolve_percentages(box: Box, containing_block: object) -> None:
    """Set the used lengths of a box: those of its style, unless they depend on what is around it."""
    cached = vars(box.style)
    if "_lengths" not in cached:
        cached["_lengths"] = _fixed_lengths(box.style)
    if not cached["_lengths"]:
        _original(box, containing_block)
        return
    if box.style["border_collapse"] == "collapse":  # borders then depend on the cells next to them
        settled = {name: getattr(box, name) for name in BORDERS if hasattr(box, name)}
        vars(box).update(cached["_lengths"] | settled)
    else:
        vars(box).update(cached["_lengths"])


def _fixed_lengths(style: Style) -> dict[str, object]:
    """The used lengths of a style; empty where one is a percentage, or where edges count as part of the width."""
    if style["box_sizing"] != "content-box":
        return {}
    lengths = {name: style[name] for name in LENGTHS}
    for name, value in lengths.items():
        if value == "auto":
            lengths[name] = 0 if name.startswith("min_") else value
        elif value is not None and getattr(value, "unit", "%") in (None, "%"):
            return {}
        elif value is not None:
            lengths[name] = value.value
    return lengths | {name: style[name] for name in BORDERS}


def is_in_normal_flow(box: Box) -> bool:
    """Whether a box neither floats nor is positioned, which nearly all do not."""
    style = box.style
    return (style["float"] == "none" and style["position"] == "static") or bool(_original_is_in_normal_flow(box))


def descendants(box: Box, placeholders: bool = False) -> Iterator[Box]:  # noqa: FBT001, FBT002  # WeasyPrint calls it so
    """A box and all within, in order; WeasyPrint hands each of them up step by step."""
    waiting = [box]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, Box) and placeholders:
            one = one._box  # noqa: SLF001  # what stands for a box that was taken out of the flow
        yield one
        if isinstance(one, Box):
            waiting += reversed(one.children)


def process_whitespace(box: TextBox, following_collapsible_space: bool = False) -> bool:  # noqa: FBT001, FBT002  # as above
    """Take white space together; most texts have single spaces and nothing else."""
    text = box.text
    if not text or SPACES.search(text) or box.style["white_space"] not in COLLAPSING:
        return bool(_original_process_whitespace(box, following_collapsible_space))
    if following_collapsible_space and text.startswith(" "):
        box.text, box.leading_collapsible_space = text[1:], True
    return bool(text.endswith(" "))
