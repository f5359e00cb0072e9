"""This file takes from a style what its boxes have in common: lengths that depend on nothing else, and whether they flow."""

from __future__ import annotations

from weasyprint.css import Style
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout.percent import resolve_percentages as _original

SIDES = ("left", "right", "top", "bottom")
LENGTHS = (
    *(f"{edge}_{side}" for edge in ("margin", "padding") for side in SIDES),
    *(f"{bound}{axis}" for bound in ("", "min_", "max_") for axis in ("width", "height")),
)
BORDERS = tuple(f"border_{side}_width" for side in SIDES)

_original_is_in_normal_flow = Box.is_in_normal_flow


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
