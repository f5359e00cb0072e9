"""This file lays out lines of plain text, with no more before it than a mark: most lines of a sheet are such."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from weasyprint.css import AnonymousStyle, Style
from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox
from weasyprint.layout.inline import get_next_linebox, text_align

from ladder_export.writers.pdf.quicker.boxes import quick_avoid, quick_resolve
from ladder_export.writers.pdf.quicker.lines import breaking_words, quick_split
from ladder_export.writers.pdf.quicker.shaping import quick_strut

Given: TypeAlias = Any  # WeasyPrint gives what it lays out its lengths as it goes
Place: TypeAlias = dict[int, Any]
"""Where in its boxes a line begins: a child, and where in that."""
Next: TypeAlias = tuple[LineBox | None, Place | None]
"""A line and where the next one begins."""

SLACK = 1.0  # pixels: by less WeasyPrint itself misses the end of a line
ROUNDING = 1 + 1e-9  # what WeasyPrint makes a line longer by
PLAIN = {
    "direction": "ltr",
    "float": "none",
    "position": "static",
    "vertical_align": "baseline",
    "white_space": "normal",
    "box_decoration_break": "slice",
}


class _Room(NamedTuple):
    """Where on a line a text begins and how far it may go; whether anything stands before it."""

    start: float
    position_y: float
    end: float
    is_start: bool


def next_line(  # noqa: PLR0913, PLR0917  # WeasyPrint calls it so
    context: Given,
    linebox: LineBox,
    position_y: float,
    bottom_space: float,
    skip_stack: Place | None,
    containing_block: Given,
    absolute_boxes: Given,
    fixed_boxes: Given,
    first_letter_style: Style | None,
    first_line_style: Style | None,
) -> Next:
    """The next line of a box (measured: 4 % of a sheet)."""
    if not (first_letter_style or first_line_style or context.excluded_shapes):
        found = _line(context, linebox, position_y, skip_stack, containing_block)
        if found:
            return found
    lists = absolute_boxes, fixed_boxes
    noted = tuple(map(len, lists))

    def slow() -> Next:
        others = *lists, first_letter_style, first_line_style
        found: Next = get_next_linebox(
            context, linebox, position_y, bottom_space, skip_stack, containing_block, *others
        )
        return found

    line, following = slow()
    if line is not None and linebox.style["overflow_wrap"] != "normal" and _is_too_wide(line, containing_block):
        for boxes, count in zip(lists, noted, strict=True):
            del boxes[count:]
        with breaking_words():
            line, following = slow()
    return line, following


def _is_too_wide(line: Given, around: Given) -> bool:
    """Whether a line ends beyond its block, which it does where a word that marks part is longer than a line."""
    left = around.content_box_x()
    begin, end = line.position_x, line.position_x + line.width
    return begin < left - SLACK or end > left + around.width + SLACK


def _line(context: Given, linebox: Given, position_y: float, place: Place | None, around: Given) -> Next | None:
    """A line of what ends in the last of a box's children, a text; None where it is anything but plain."""
    index, within = next(iter(place.items())) if place else (0, None)
    *before, text = linebox.children[index:] or [None]
    if around.style["direction"] != "ltr" or not (_is_text(text) and _is_bare(linebox.style)):
        return None
    if before and (within or len(before) > 1 or not _is_mark(before[0])):
        return None
    begun = next(iter(within)) if within else 0
    linebox.width = linebox.height = 0
    linebox.position_y = position_y
    linebox.position_x, _, available = quick_avoid(context, linebox, around, outer=False)
    room = _Room(
        linebox.position_x + linebox.text_indent, position_y, (linebox.position_x + available) * ROUNDING, not before
    )
    shown = []
    if before:
        if not (mark := _mark(context, before[0], around, room)):
            return None
        shown, room = [mark], room._replace(start=mark.position_x + mark.margin_width())
    drawn, following = _text(context, text, around, room, begun)
    if not drawn:
        return None
    is_start = not (index or begun or (not before and text.text.startswith(" ")))
    line = _around(linebox, [*shown, drawn], is_start=is_start, is_end=following is None)
    _stand(line, position_y, text_align(context, line, available, last=following is None))
    return line, None if following is None else {index + len(before): {following: None}}


def _is_text(box: Given) -> bool:
    """Whether a box is text that goes from left to right, with nothing around it."""
    return type(box) is TextBox and _is_bare(box.style)


def _is_bare(style: Style) -> bool:
    return isinstance(style, AnonymousStyle) and _is_plain(style)


def _is_plain(style: Style) -> bool:
    kept = vars(style)
    if "_in_line" not in kept:
        kept["_in_line"] = style["font_size"] > 0 and all(style[name] == value for name, value in PLAIN.items())
    return bool(kept["_in_line"])


def _is_mark(box: Given) -> bool:
    """Whether a box is one text, with nothing but room around it."""
    return (
        type(box) is InlineBox
        and not box.is_leader
        and len(box.children) == 1
        and _is_text(box.children[0])
        and not box.children[0].text.startswith(" ")
        and _is_plain(box.style)
    )


def _text(context: Given, text: Given, around: Given, room: _Room, begun: int) -> tuple[Given, int | None]:
    """What of a text there is room for, and where the next line begins in it; None where that is in doubt.

    Spaces at the start of a line are passed by.
    """
    quick_resolve(text, around)
    text.position_x, text.position_y = room.start, room.position_y
    rest = text.text.encode()[begun:]
    left = rest.lstrip(b" ") if room.is_start else rest
    if not left:
        return None, None
    begun += len(rest) - len(left)
    layout, length, following, width, height, baseline = quick_split(
        left.decode(), text.style, context, room.end - room.start, text.justification_spacing, room.is_start
    )
    if length <= 0 or room.start + width > room.end or layout.text.endswith(" "):
        return None, None
    if following is not None and left[length:following].strip(b" "):
        return None, None
    drawn = text.copy_with_text(layout.text)
    drawn.pango_layout, drawn.width, drawn.height = layout, width, height
    drawn.margin_top = drawn.margin_bottom = (quick_strut(text.style)[0] - height) / 2
    drawn.baseline = baseline + drawn.margin_top
    return drawn, None if following is None else begun + following


def _mark(context: Given, box: Given, around: Given, room: _Room) -> Given | None:
    """What stands before a text; None where it does not fit."""
    quick_resolve(box, around)
    box.margin_left, box.margin_right = (0 if side == "auto" else side for side in (box.margin_left, box.margin_right))
    box.position_y = room.position_y
    before = box.padding_left + box.margin_left + box.border_left_width
    after = box.padding_right + box.margin_right + box.border_right_width
    inside = room._replace(end=room.end * ROUNDING - after, is_start=True)
    drawn, following = _text(context, box.children[0], around, inside, 0)
    if not drawn or following is not None:
        return None
    mark = box.copy_with_children([drawn])
    mark.position_x = room.start
    drawn.position_x += before
    mark.width = drawn.position_x + drawn.width - mark.content_box_x()
    _set_high(mark)
    return mark if mark.position_x + mark.margin_width() <= room.end else None


def _set_high(box: Given) -> None:
    """As high as its style has lines."""
    high, box.baseline = quick_strut(box.style)
    box.height = box.style["font_size"]
    half = (high - box.height) / 2
    box.margin_top = half - box.border_top_width - box.padding_top
    box.margin_bottom = half - box.border_bottom_width - box.padding_bottom


def _around(linebox: Given, shown: list[Given], *, is_start: bool, is_end: bool) -> Given:
    """The line of some boxes."""
    line = linebox.copy_with_children(shown)
    line.remove_decoration(start=not is_start, end=not is_end)
    line.width = shown[-1].position_x + shown[-1].width - line.position_x
    _set_high(line)
    linebox.width, linebox.height = line.width, line.height
    return line


def _stand(line: Given, position_y: float, aside: float) -> None:
    """Puts a line and all in it where they stand, on one baseline."""
    every = [*line.children, *(line.children[0].children if len(line.children) > 1 else ())]
    boxes = [*every, line]
    top = min(-box.baseline for box in boxes)
    bottom = max(-box.baseline + box.margin_height() for box in boxes)
    down = position_y - top
    for box in every:
        box.position_x += aside
        box.position_y = -box.baseline + down
    line.position_x += aside
    line.position_y = position_y
    line.baseline, line.height = -top, bottom - top
    line.margin_top = line.margin_bottom = 0


FUNCTIONS = ((get_next_linebox, next_line),)
