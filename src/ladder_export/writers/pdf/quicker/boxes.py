"""This file takes from a style what its boxes have in common: lengths that hang on nothing else, and whether they flow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from weasyprint.css import Style
from weasyprint.formatting_structure.boxes import Box, TextBox
from weasyprint.layout.float import avoid_collisions
from weasyprint.layout.percent import resolve_percentages

Laid: TypeAlias = Any  # WeasyPrint gives what it lays out its lengths as it goes

SIDES = ("left", "right", "top", "bottom")
LENGTHS = (
    *(f"{edge}_{side}" for edge in ("margin", "padding") for side in SIDES),
    *(f"{bound}{axis}" for bound in ("", "min_", "max_") for axis in ("width", "height")),
)
BORDERS = tuple(f"border_{side}_width" for side in SIDES)

WILD = re.compile(r"[\t\n\r]|  ")  # what would be changed where spaces collapse
COLLAPSING = ("normal", "nowrap", "pre-line")

_is_in_normal_flow, _process_whitespace = Box.is_in_normal_flow, TextBox.process_whitespace


def quick_resolve(box: Box, containing_block: object) -> None:
    """The used lengths of a box: those of its style, unless they hang on what is around it (measured: 6 %)."""
    kept = vars(box.style)
    if "_lengths" not in kept:
        kept["_lengths"] = _fixed(box.style)
    if not kept["_lengths"]:
        resolve_percentages(box, containing_block)
        return
    if box.style["border_collapse"] == "collapse":  # borders then depend on the cells next to them
        settled = {name: getattr(box, name) for name in BORDERS if hasattr(box, name)}
        vars(box).update(kept["_lengths"] | settled)
    else:
        vars(box).update(kept["_lengths"])


def _fixed(style: Style) -> dict[str, object]:
    """The used lengths of a style, or nothing where one is a share of something, or of a box that counts its edges in."""
    if style["box_sizing"] != "content-box":
        return {}
    found = {name: style[name] for name in LENGTHS}
    for name, value in found.items():
        if value == "auto":
            found[name] = 0 if name.startswith("min_") else value
        elif value is not None and getattr(value, "unit", "%") in (None, "%"):
            return {}
        elif value is not None:
            found[name] = value.value
    return found | {name: style[name] for name in BORDERS}


def quick_avoid(context: Laid, box: Laid, containing_block: Laid, outer: bool = True) -> tuple[float, float, float]:  # noqa: FBT001, FBT002  # WeasyPrint calls it so
    """Where a box stands beside floats: where nothing floats, at the left (measured: 1 %)."""
    style = box.style["float"], containing_block.style["direction"]
    if context.excluded_shapes or style != ("none", "ltr"):
        found: tuple[float, float, float] = avoid_collisions(context, box, containing_block, outer)
        return found
    left = containing_block.content_box_x()
    right = left + containing_block.width
    if outer:
        return left, box.position_y, right - left
    left += box.margin_left
    right -= box.margin_right
    return left - box.margin_left, box.border_box_y() - box.margin_top, right - left


def descendants(box: Box, placeholders: bool = False) -> Iterator[Box]:  # noqa: FBT001, FBT002  # as above
    """A box and all within, in order; WeasyPrint hands each of them up step by step (measured: 1 %)."""
    waiting = [box]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, Box) and placeholders:
            one = one._box  # noqa: SLF001  # what stands for a box that was taken out of the flow
        yield one
        if isinstance(one, Box):
            waiting += reversed(one.children)


def is_in_normal_flow(box: Box) -> bool:
    """Asked 2,000 times a sheet, and nearly always yes."""
    style = box.style
    return (style["float"] == "none" and style["position"] == "static") or _is_in_normal_flow(box)


def process_whitespace(box: TextBox, following_collapsible_space: bool = False) -> bool:  # noqa: FBT001, FBT002  # as above
    """White space taken together; most texts have single spaces and nothing else (measured: 1 %)."""
    text = box.text
    if not text or WILD.search(text) or box.style["white_space"] not in COLLAPSING:
        return bool(_process_whitespace(box, following_collapsible_space))
    if following_collapsible_space and text.startswith(" "):
        box.text, box.leading_collapsible_space = text[1:], True
    return bool(text.endswith(" "))


METHODS = (
    (Box, "is_in_normal_flow", is_in_normal_flow),
    (Box, "descendants", descendants),
    (TextBox, "process_whitespace", process_whitespace),
)
FUNCTIONS = ((resolve_percentages, quick_resolve), (avoid_collisions, quick_avoid))
