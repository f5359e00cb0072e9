"""Find the free space for a text box on a slide layout: clear of pictures and shapes, and as high as possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from ladder_export.theme.office_package import A, P, find_each
from ladder_export.theme.pptx_template.colors import Colors, Palette, color, fill
from ladder_export.theme.slide_rect import EMU_PER_PT, Rect

MARGIN = 0.05  # of a slide: what stays free at its lower edge
NEARLY = 1.0  # points: what overlaps by less only touches
WHOLE = 0.9  # of a box or a slide: what covers or spans that much is ground to stand on, not in the way
SPECK = 0.03  # of a slide: what is smaller is an ornament
WORTH = 0.4  # of a box: what must be left of it beside something in its way
HIDING = 0.25  # of a box: as much of it as a picture may cover


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape or picture of a slide master or layout that is not a placeholder.

    `colors` are the colours of its fill: None without a fill, empty for pictures and unknown colours.
    """

    box: Rect
    is_picture: bool
    has_words: bool
    colors: Colors | None


def shapes(parts: Sequence[etree._Element], named_colors: Palette) -> tuple[Shape, ...]:
    """Return the shapes and pictures of slide masters and layouts, those behind others first.

    `parts` are root elements of their XML, `named_colors` the theme's colours by name.
    """
    return tuple(
        shape
        for part in parts
        for element in part.find(f"{P}cSld/{P}spTree")
        for shape in _shape(element, named_colors)
    )


def rect_of(position: etree._Element) -> Rect:
    """Return the rectangle of an `a:xfrm` element (a shape's position), in points."""
    offset, extent = position.find(f"{A}off"), position.find(f"{A}ext")
    sides = ((offset, "x"), (offset, "y"), (extent, "cx"), (extent, "cy"))
    return Rect(*(int(corner.get(side)) / EMU_PER_PT for corner, side in sides))


def uncovered_part(box: Rect, others: Sequence[Shape], slide: Rect) -> Rect:
    """Return the largest part of a text box that none of the other shapes covers.

    A shape that would leave too little of the box for text is ignored. `slide` is the size of the slide.
    """
    clear = box
    for other in others:
        if _is_in_the_way(clear, other, slide):
            rest = max(_sides(clear, other.box), key=lambda side: side.area)
            clear = rest if rest.area >= WORTH * box.area else clear
    return clear


def is_hidden(box: Rect, others: Sequence[Shape], slide: Rect) -> bool:
    """Return whether a picture covers more of a text box than the share HIDING.

    A picture as large as the slide is a background and does not count. `slide` is the size of the slide.
    """
    return any(
        other.is_picture and not _spans(other.box, slide) and shared_area(box, other.box) > HIDING * box.area
        for other in others
    )


def grow_box(box: Rect, others: Sequence[Rect], slide: Rect, anchor: str) -> Rect:
    """Make a text box as high as possible: up to the next of the other boxes above or below, or to the slide's margin.

    `anchor` is the vertical anchor of its text: `t` grows downwards, `b` upwards, `ctr` equally both ways. `slide` is
    the size of the slide.
    """
    beside_it = [
        rect for rect in others if _overlap(replace(box, top_pt=0, height_pt=slide.height_pt), rect)[0] > NEARLY
    ]
    below = [neighbour.top_pt for neighbour in beside_it if neighbour.top_pt >= box.bottom_pt - NEARLY]
    above = [neighbour.bottom_pt for neighbour in beside_it if neighbour.bottom_pt <= box.top_pt + NEARLY]
    down = max(0.0, min(below, default=(1 - MARGIN) * slide.height_pt) - box.bottom_pt)
    up = max(0.0, box.top_pt - max(above, default=MARGIN * slide.height_pt))
    if anchor == "ctr":
        up = down = min(up, down)
    up, down = (0.0 if anchor == "t" else up), (0.0 if anchor == "b" else down)
    return replace(box, top_pt=box.top_pt - up, height_pt=box.height_pt + up + down)


def background_of(box: Rect, others: Sequence[Shape], background: Colors) -> Colors:
    """Return the colours behind a text box.

    They are those of the topmost shape that is filled and behind nearly all of the box, else `background`.
    """
    for other in reversed(others):
        if shared_area(box, other.box) >= WHOLE * box.area and other.colors is not None:
            return other.colors
    return background


def _shape(element: etree._Element, named_colors: Palette) -> Iterator[Shape]:
    position = _position(element)
    if position is None:
        return
    is_group = element.tag == f"{P}grpSp"
    is_photo = element.tag in (f"{P}pic", f"{P}graphicFrame") or _has(element, f".//{P}pic")
    is_drawing = is_group or _has(element, f"{P}spPr/{A}custGeom")
    words = bool("".join(element.itertext(f"{A}t", with_tail=False)).strip())
    colors = () if is_photo or is_group else _colors(element, named_colors)
    is_outlined = is_drawing and _has(element, f"{P}spPr/{A}ln/{A}solidFill")
    if any((is_photo, is_outlined, words, colors is not None)):
        yield Shape(rect_of(position), is_photo or is_drawing, words, colors)


def _position(element: etree._Element) -> etree._Element | None:
    """Return where an element shows; None for a placeholder, what is hidden, and what has no position of its own."""
    if _has(element, f".//{P}ph") or _has(element, f"*/{P}cNvPr[@hidden='1']"):
        return None
    positions = [position for path in POSITION_PATHS for position in find_each([element], path)]
    return positions[0] if positions and _has(positions[0], f"{A}off") else None


def _has(element: etree._Element, path: str) -> bool:
    return element.find(path) is not None


def _colors(element: etree._Element, named_colors: Palette) -> Colors | None:
    """Return the fill of a shape, its own or that of its style; None if it has none."""
    properties, style = element.find(f"{P}spPr"), element.find(f"{P}style/{A}fillRef")
    said = properties is not None and properties.find(f"{A}noFill") is not None
    if said or style is None or style.get("idx") == "0" or not len(style):
        return fill(properties, named_colors)
    own = fill(properties, named_colors)
    return (color(style[0], named_colors),) if own is None else own


POSITION_PATHS = (f"{P}spPr/{A}xfrm", f"{P}grpSpPr/{A}xfrm", f"{P}xfrm")


def _is_in_the_way(box: Rect, other: Shape, slide: Rect) -> bool:
    """Return whether text in a box would overlap a shape that is not its background."""
    wide, tall = _overlap(box, other.box)
    is_ground = wide * tall >= WHOLE * box.area or (not other.has_words and _spans(other.box, slide, both=True))
    is_speck = max(other.box.width_pt, other.box.height_pt) < SPECK * slide.width_pt
    return wide > NEARLY and tall > NEARLY and not is_ground and not is_speck


def _spans(box: Rect, slide: Rect, *, both: bool = False) -> bool:
    """Return whether a rectangle spans the width or height of a slide; with `both`, width and height."""
    wide, tall = box.width_pt >= WHOLE * slide.width_pt, box.height_pt >= WHOLE * slide.height_pt
    return (wide and tall) if both else (wide or tall)


def _sides(box: Rect, other: Rect) -> tuple[Rect, ...]:
    """Return the parts of a box above, below, left and right of another."""
    return (
        replace(box, height_pt=max(0.0, other.top_pt - box.top_pt)),
        replace(box, top_pt=other.bottom_pt, height_pt=max(0.0, box.bottom_pt - other.bottom_pt)),
        replace(box, width_pt=max(0.0, other.left_pt - box.left_pt)),
        replace(box, left_pt=other.right_pt, width_pt=max(0.0, box.right_pt - other.right_pt)),
    )


def _overlap(first: Rect, second: Rect) -> tuple[float, float]:
    wide = min(first.right_pt, second.right_pt) - max(first.left_pt, second.left_pt)
    tall = min(first.bottom_pt, second.bottom_pt) - max(first.top_pt, second.top_pt)
    return max(0.0, wide), max(0.0, tall)


def shared_area(first: Rect, second: Rect) -> float:
    """Return the area of the intersection of two rectangles, in square points; 0 if they do not overlap."""
    wide, tall = _overlap(first, second)
    return wide * tall
