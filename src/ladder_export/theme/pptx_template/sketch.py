"""Sketch a slide layout with characters: its boxes, their use, and their position on the slide."""

from __future__ import annotations

from ladder_export.theme.pptx_template.layouts import Layout, Placeholder
from ladder_export.theme.pptx_template.roles import CONTENT, TITLES

WIDTH, HEIGHT = 34, 8  # of a sketch, in characters
NAMES = {**dict.fromkeys(TITLES, "title"), **dict.fromkeys(CONTENT, "text"), "subTitle": "subtitle"}
NARROWEST = 4  # characters that a box takes at least


def sketch(layout: Layout) -> tuple[str, ...]:
    """Draw a slide layout as lines of characters: a frame with a labelled box for each placeholder for text."""
    lines = [[" "] * WIDTH for _ in range(HEIGHT)]
    for holder in layout.placeholders_of(*TITLES, "subTitle", *CONTENT):
        _draw(lines, holder, layout)
    inner = ("".join(line) for line in lines)
    return (f"┌{'─' * WIDTH}┐", *(f"│{line}│" for line in inner), f"└{'─' * WIDTH}┘")


def _draw(lines: list[list[str]], holder: Placeholder, layout: Layout) -> None:
    """Draw one placeholder: a box of dots or shades with its name."""
    box, slide = holder.box, layout.slide
    left, right = (round(x / slide.width_pt * WIDTH) for x in (box.left_pt, box.right_pt))
    top, bottom = (round(y / slide.height_pt * HEIGHT) for y in (box.top_pt, box.bottom_pt))
    right, bottom = min(WIDTH, max(right - 1, left + NARROWEST)), min(HEIGHT, max(bottom, top + 1))
    left, top = max(0, min(left, right - NARROWEST)), max(0, min(top, bottom - 1))
    for row in range(top, bottom):
        lines[row][left:right] = ("░" if holder.kind in CONTENT else "·") * (right - left)
    name = f" {NAMES[holder.kind]} "[: right - left]
    row, column = (top + bottom - 1) // 2, left + (right - left - len(name)) // 2
    lines[row][column : column + len(name)] = name
