"""This file writes the layouts people pick from: the standard ones under their standard types, and a quiet one."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_export.writers.pptx import frames
from ladder_export.writers.pptx.frames import Frame
from ladder_export.writers.pptx.master import (
    NAMESPACES,
    NUMBER,
    TREE,
    Box,
    Hand,
    Slot,
    Style,
    asking,
    block,
    body_levels,
    level,
    placeholder,
)

COVER, CONTENT, CHAPTER, TWO, TITLE_ONLY, BLANK, QUIET = range(7)  # their places in every deck of ours
LINEAGE_INDEX = 13

DARK = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="accent2"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
TITLE = Slot(2, "Title 1", 'type="title"', text=asking("Title"))


@dataclass(frozen=True, slots=True)
class _Layout:
    """A layout: `dark` stands on the brand colour, `ruled` shows the master's line under its title."""

    name: str
    kind: str
    shapes: str
    dark: bool = False
    ruled: bool = False


def part(place: int) -> str:
    """The name of a layout's part, in every deck of ours."""
    return f"ppt/slideLayouts/slideLayout{place + 1}.xml"


def layouts(hand: Hand) -> tuple[str, ...]:
    """All layouts as XML, in the order of the names above."""
    title = placeholder(TITLE, hand)
    halves = _content(3, 1, hand, frames.HALF) + _content(4, 2, hand, frames.OTHER_HALF)
    kinds = (
        _Layout("Title Slide", "title", _cover(hand), dark=True),
        _Layout("Title and Content", "obj", title + _content(3, 1, hand), ruled=True),
        _Layout("Section Header", "secHead", _chapter(hand), dark=True),
        _Layout("Two Content", "twoObj", title + halves, ruled=True),
        _Layout("Title Only", "titleOnly", title, ruled=True),
        _Layout("Blank", "blank", ""),
        _Layout("Title and Quiet Content", "obj", title + _quiet(hand)),
    )
    return tuple(_written(layout, hand) for layout in kinds)


def _written(layout: _Layout, hand: Hand) -> str:
    return (
        f'<p:sldLayout {NAMESPACES} type="{layout.kind}" preserve="1" showMasterSp="{int(layout.ruled)}">'
        f'<p:cSld name="{layout.name}">{DARK if layout.dark else ""}'
        f"<p:spTree>{TREE}{layout.shapes}{_foot(hand, dark=layout.dark)}</p:spTree>"
        "</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _foot(hand: Hand, *, dark: bool) -> str:
    """Date, footer and number, each with its own place and style: LibreOffice does not ask the master for them.

    The footer carries its words here too, so that slides people add have it.
    """
    small, color = hand.tokens.smallest, "accent5" if dark else "accent4"
    start, end = (level(1, Style(small, color, edge=edge), hand) for edge in ("start", "end"))
    footer = asking(hand.footer) if hand.footer else "<a:p/>"
    slots = (
        Slot(20, "Date Placeholder 3", 'type="dt" sz="half" idx="10"', Box(frames.DATE, "ctr", end)),
        Slot(21, "Footer Placeholder 4", 'type="ftr" sz="quarter" idx="11"', Box(frames.FOOTER, "ctr", start), footer),
        Slot(22, "Slide Number Placeholder 5", 'type="sldNum" sz="quarter" idx="12"', Box(frames.NUMBER, "ctr", end), NUMBER),
    )  # fmt: skip
    return "".join(placeholder(slot, hand) for slot in slots)


def _content(number: int, index: int, hand: Hand, frame: Frame | None = None) -> str:
    box = Box(frame, "t") if frame else None
    return placeholder(Slot(number, f"Content Placeholder {index}", f'idx="{index}"', box, asking("Text")), hand)


def _quiet(hand: Hand) -> str:
    box = Box(frames.BODY, "t", body_levels(hand, quiet=True))
    return (
        block(7, "Rule", frames.RULE, "accent6", hand)
        + block(8, "Accent", frames.TICK, "accent6", hand)
        + placeholder(Slot(3, "Content Placeholder 1", 'idx="1"', box, asking("Text")), hand)
    )


def _grand(hand: Hand) -> str:
    size = max(frames.COVER_SIZE, hand.tokens.title)
    return level(1, Style(size, hand.on_brand, leading=frames.title_leading(rtl=hand.rtl), bold=True, faces="mj"), hand)


def _cover(hand: Hand) -> str:
    summary = level(1, Style(hand.tokens.statements, hand.on_brand, before=frames.GAP), hand)
    lineage = level(1, Style(frames.lineage(hand.tokens, "").size, "accent5"), hand)
    kind = f'type="body" sz="quarter" idx="{LINEAGE_INDEX}"'
    slots = (
        Slot(4, "Lineage Placeholder 3", kind, Box(frames.LINEAGE, "t", lineage), asking("Text")),
        Slot(2, "Title 1", 'type="ctrTitle"', Box(frames.COVER, "b", _grand(hand)), asking("Title")),
        Slot(3, "Subtitle 2", 'type="subTitle" idx="1"', Box(frames.SUMMARY, "t", summary), asking("Text")),
    )
    return block(7, "Edge", frames.EDGE, "accent3", hand) + "".join(placeholder(slot, hand) for slot in slots)


def _chapter(hand: Hand) -> str:
    text = level(1, Style(hand.tokens.statements, "accent5"), hand)
    slots = (
        Slot(2, "Title 1", 'type="title"', Box(frames.CHAPTER, "b", _grand(hand)), asking("Title")),
        Slot(3, "Text Placeholder 2", 'type="body" idx="1"', Box(frames.CHAPTER_TEXT, "t", text), asking("Text")),
    )
    return block(7, "Edge", frames.EDGE, "accent3", hand) + "".join(placeholder(slot, hand) for slot in slots)
