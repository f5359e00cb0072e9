"""This file writes the layouts people pick from: the standard ones under their standard types, and a quiet one."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_export.writers.pptx import frames
from ladder_export.writers.pptx.frames import Frame
from ladder_export.writers.pptx.master import FIELD, NAMESPACES, TREE, Box, Hand, block, body_levels, level, placeholder
from ladder_export.writers.pptx.master import prompt as asking

COVER, CONTENT, CHAPTER, TWO, TITLE_ONLY, BLANK, QUIET = range(7)  # their places in every deck of ours
LINEAGE_INDEX = 13

DARK = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'


@dataclass(frozen=True, slots=True)
class _Layout:
    """A layout: `dark` stands on the brand colour, `ruled` shows the master's line under its title."""

    name: str
    kind: str
    shapes: str
    dark: bool = False
    ruled: bool = False


def layouts(hand: Hand) -> tuple[str, ...]:
    """All layouts as XML, in the order of the names above."""
    title = placeholder(2, "Title 1", 'type="title"', hand, text=asking("Title"))
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
    start, end = (level(1, hand, small, color, end=end) for end in (False, True))
    rows = (
        (20, "Date Placeholder 3", 'type="dt" sz="half" idx="10"', frames.DATE, end, "<a:p/>"),
        (21, "Footer Placeholder 4", 'type="ftr" sz="quarter" idx="11"', frames.FOOTER, start, _footer(hand)),
        (22, "Slide Number Placeholder 5", 'type="sldNum" sz="quarter" idx="12"', frames.NUMBER, end, _NUMBER),
    )
    return "".join(
        placeholder(number, name, kind, hand, Box(frame, "ctr", levels), text=text)
        for number, name, kind, frame, levels, text in rows
    )


_NUMBER = f"<a:p>{FIELD}</a:p>"


def _footer(hand: Hand) -> str:
    return asking(hand.footer) if hand.footer else "<a:p/>"


def _content(number: int, index: int, hand: Hand, frame: Frame | None = None) -> str:
    box = Box(frame, "t") if frame else None
    return placeholder(number, f"Content Placeholder {index}", f'idx="{index}"', hand, box, text=asking("Text"))


def _quiet(hand: Hand) -> str:
    box = Box(frames.BODY, "t", body_levels(hand, quiet=True))
    return (
        block(7, "Rule", frames.RULE, hand, "accent6")
        + block(8, "Accent", frames.TICK, hand, "accent6")
        + placeholder(3, "Content Placeholder 1", 'idx="1"', hand, box, text=asking("Text"))
    )


def _cover(hand: Hand) -> str:
    title = level(
        1, hand, max(frames.COVER_SIZE, hand.tokens.title), "bg1", bold=True, leading=frames.TITLE_LEADING, faces="mj"
    )
    summary = level(1, hand, hand.tokens.statements, "bg1", before=frames.GAP)
    lineage = level(1, hand, max(frames.LINEAGE_SIZE, hand.tokens.smallest), "accent5")
    kind = f'type="body" sz="quarter" idx="{LINEAGE_INDEX}"'
    return (
        block(7, "Edge", frames.EDGE, hand, "accent3")
        + placeholder(4, "Lineage Placeholder 3", kind, hand, Box(frames.LINEAGE, "t", lineage), text=asking("Text"))
        + placeholder(2, "Title 1", 'type="ctrTitle"', hand, Box(frames.COVER, "b", title), text=asking("Title"))
        + placeholder(
            3, "Subtitle 2", 'type="subTitle" idx="1"', hand, Box(frames.SUMMARY, "t", summary), text=asking("Subtitle")
        )
    )


def _chapter(hand: Hand) -> str:
    size = max(frames.COVER_SIZE, hand.tokens.title)
    title = level(1, hand, size, "bg1", bold=True, leading=frames.TITLE_LEADING, faces="mj")
    text = level(1, hand, hand.tokens.statements, "accent5")
    return (
        block(7, "Edge", frames.EDGE, hand, "accent3")
        + placeholder(2, "Title 1", 'type="title"', hand, Box(frames.CHAPTER, "b", title), text=asking("Title"))
        + placeholder(
            3,
            "Text Placeholder 2",
            'type="body" idx="1"',
            hand,
            Box(frames.CHAPTER_TEXT, "t", text),
            text=asking("Text"),
        )
    )
