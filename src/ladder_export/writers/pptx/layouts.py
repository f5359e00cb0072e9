"""This file writes the layouts people pick from: the standard ones under their standard types, and a quiet one."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_export.writers.pptx import geometry
from ladder_export.writers.pptx.geometry import Frame, PanelFrames
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

COVER, CONTENT, CHAPTER, TWO, TITLE_ONLY, BLANK, QUIET, PANEL, WIDE_PANEL, AREAS = range(
    10
)  # their places in every deck of ours
LINEAGE_INDEX, EYEBROW_INDEX, SECOND_INDEX = 13, 14, 15

DARK = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="accent2"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
TITLE = Slot(2, "Title 1", 'type="title"', text=asking("Title"))


@dataclass(frozen=True, slots=True)
class _Layout:
    """A layout: `dark` stands on the brand colour."""

    name: str
    kind: str
    shapes: str
    dark: bool = False


def part(place: int) -> str:
    """The name of a layout's part, in every deck of ours."""
    return f"ppt/slideLayouts/slideLayout{place + 1}.xml"


def layouts(hand: Hand) -> tuple[str, ...]:
    """All layouts as XML, in the order of the names above."""
    at = hand.at
    title, eyebrow = placeholder(TITLE, hand), _eyebrow(hand, at.eyebrow)
    halves = _content(3, 1, hand, at.halves[0]) + _content(4, 2, hand, at.halves[1])
    kinds = (
        _Layout("Title Slide", "title", _cover(hand), dark=True),
        _Layout("Title and Content", "obj", title + _content(3, 1, hand, at.body) + eyebrow),
        _Layout("Section Header", "secHead", _chapter(hand), dark=True),
        _Layout("Two Content", "twoObj", title + halves + eyebrow),
        _Layout("Title Only", "titleOnly", title + eyebrow),
        _Layout("Blank", "blank", ""),
        _Layout("Title and Quiet Content", "obj", title + _quiet(hand, at.body, 1) + eyebrow),
        _Layout("Statements and Examples", "twoObj", _panel(hand, at.panels[0])),
        _Layout("Statements and Many Examples", "twoObj", _panel(hand, at.panels[1])),
        _Layout("Two Areas", "twoTxTwoObj", _areas(hand)),
    )
    return tuple(_written(layout, hand) for layout in kinds)


def _written(layout: _Layout, hand: Hand) -> str:
    return (
        f'<p:sldLayout {NAMESPACES} type="{layout.kind}" preserve="1">'
        f'<p:cSld name="{layout.name}">{DARK if layout.dark else ""}'
        f"<p:spTree>{TREE}{layout.shapes}{_foot(hand, dark=layout.dark)}</p:spTree>"
        "</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _foot(hand: Hand, *, dark: bool) -> str:
    """Date, footer and number, each with its own place and style: LibreOffice does not ask the master for them.

    The footer carries its words here too, so that slides people add have it.
    """
    small, color, at = hand.tokens.smallest, "accent5" if dark else "accent4", hand.at
    start, end = (level(1, Style(small, color, edge=edge), hand) for edge in ("start", "end"))
    footer = asking(hand.footer) if hand.footer else "<a:p/>"
    slots = (
        Slot(20, "Date Placeholder 3", 'type="dt" sz="half" idx="10"', Box(at.date, "ctr", end)),
        Slot(21, "Footer Placeholder 4", 'type="ftr" sz="quarter" idx="11"', Box(at.footer, "ctr", start), footer),
        Slot(22, "Slide Number Placeholder 5", 'type="sldNum" sz="quarter" idx="12"', Box(at.number, "ctr", end), NUMBER),
    )  # fmt: skip
    return "".join(placeholder(slot, hand) for slot in slots)


def _content(number: int, index: int, hand: Hand, frame: Frame) -> str:
    slot = Slot(number, f"Content Placeholder {index}", f'idx="{index}"', Box(frame, "t"), asking("Text"))
    return placeholder(slot, hand)


def _eyebrow(hand: Hand, frame: Frame) -> str:
    """The line above a title that says whose deck it is; it is read after what stands below."""
    style = level(1, Style(hand.tokens.smallest, "accent4"), hand)
    kind = f'type="body" sz="quarter" idx="{EYEBROW_INDEX}"'
    return placeholder(Slot(9, "Eyebrow Placeholder 8", kind, Box(frame, "t", style), asking("Text")), hand)


def _quiet(hand: Hand, frame: Frame, index: int) -> str:
    box = Box(frame, "t", body_levels(hand, quiet=True))
    return placeholder(Slot(4, f"Content Placeholder {index}", f'idx="{index}"', box, asking("Text")), hand)


def _panel(hand: Hand, at: PanelFrames) -> str:
    """Statements, and their examples on a tinted ground."""
    title = Slot(2, "Title 1", 'type="title"', Box(at.title, "t"), asking("Title"))
    return (
        block(7, "Panel", at.ground, "bg2", hand)
        + placeholder(title, hand)
        + _content(3, 1, hand, at.statements)
        + _quiet(hand, at.examples, 2)
        + _eyebrow(hand, at.eyebrow)
    )


def _areas(hand: Hand) -> str:
    """Two areas side by side, each below a title of its own."""
    at = hand.at
    heads = level(1, _title_style(hand), hand)
    second = f'type="body" sz="quarter" idx="{SECOND_INDEX}"'
    slots = (
        Slot(2, "Title 1", 'type="title"', Box(at.heads[0], "t"), asking("Title")),
        Slot(3, "Content Placeholder 1", 'sz="half" idx="1"', Box(at.halves[0], "t"), asking("Text")),
        Slot(5, "Second Title Placeholder 4", second, Box(at.heads[1], "t", heads), asking("Title")),
        Slot(4, "Content Placeholder 2", 'sz="half" idx="2"', Box(at.halves[1], "t"), asking("Text")),
    )  # fmt: skip
    return "".join(placeholder(slot, hand) for slot in slots) + _eyebrow(hand, at.eyebrow)


def _title_style(hand: Hand) -> Style:
    return Style(hand.tokens.title, "tx2", leading=geometry.title_leading(rtl=hand.rtl), bold=True, faces="mj")


def _grand(hand: Hand) -> str:
    size = max(geometry.COVER_SIZE, hand.tokens.title)
    return level(
        1, Style(size, hand.on_brand, leading=geometry.title_leading(rtl=hand.rtl), bold=True, faces="mj"), hand
    )


def _cover(hand: Hand) -> str:
    return _dark(hand, "Subtitle 2", 'type="ctrTitle"', 'type="subTitle" idx="1"')


def _chapter(hand: Hand) -> str:
    return _dark(hand, "Text Placeholder 2", 'type="title"', 'type="body" idx="1"')


def _dark(hand: Hand, name: str, title: str, text: str) -> str:
    """A slide on the brand's ground: what it is a part of, its title, and words below; room for stairs and a logo."""
    at = hand.at
    words = level(1, Style(hand.tokens.statements, hand.on_brand, before=geometry.GAP), hand)
    lineage = level(1, Style(geometry.lineage(hand.tokens, "").size_pt, "accent5"), hand)
    kind = f'type="body" sz="quarter" idx="{LINEAGE_INDEX}"'
    slots = (
        Slot(4, "Lineage Placeholder 3", kind, Box(at.lineage, "t", lineage), asking("Text")),
        Slot(2, "Title 1", title, Box(at.cover, "b", _grand(hand)), asking("Title")),
        Slot(3, name, text, Box(at.cover_text, "t", words), asking("Text")),
    )
    return block(7, "Edge", at.edge, "accent3", hand) + "".join(placeholder(slot, hand) for slot in slots)
