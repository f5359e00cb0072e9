"""This file writes the slide master, so that what a person types into a new slide looks like ours."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

from ladder_export.theme.tokens import DeckTokens
from ladder_export.writers.pptx import geometry
from ladder_export.writers.pptx.geometry import EMU, Canvas, Frame, canvas

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
MAP = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)
LIGHT = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
FACES = '<a:latin typeface="+{0}-lt"/><a:ea typeface="+{0}-ea"/><a:cs typeface="+{0}-cs"/>'
FIELD = '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld>'
NUMBER = f"<a:p>{FIELD}</a:p>"
BULLET, DASH = "•", "–"
LEVELS = 5  # as many as people are offered in the outline
OTHER_SIZE = 18.0  # of text in shapes that people draw


@dataclass(frozen=True, slots=True)
class Hand:
    """What a deck is written in: the direction of its language, the sizes of its theme, what all slides end with, and what is legible on the brand."""

    rtl: bool
    tokens: DeckTokens
    footer: str
    on_brand: str

    @property
    def at(self) -> Canvas:
        """Where everything stands on slides of the theme's shape."""
        return canvas(self.tokens.slide)

    def align(self, edge: Literal["start", "end"]) -> str:
        """The alignment of text that gathers where lines start or end."""
        return "r" if self.rtl == (edge == "start") else "l"


@dataclass(frozen=True, slots=True)
class Style:
    """How one level of text looks. Sizes, `indent` and `before` in points; `leading` in multiples of single."""

    size: float
    color: str
    bullet: str = ""
    bullet_color: str = "accent1"
    indent: float = 0.0
    before: float = 0.0
    leading: float = 1.0
    bold: bool = False
    faces: Literal["mn", "mj"] = "mn"
    edge: Literal["start", "end"] = "start"


@dataclass(frozen=True, slots=True)
class Box:
    """Where a placeholder stands, at which edge its text gathers (`t`, `ctr`, `b`), and its own level styles."""

    frame: Frame
    anchor: Literal["t", "ctr", "b"]
    levels: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A placeholder: `kind` are the attributes that slides find it by, `text` what it asks for while it is empty."""

    number: int
    name: str
    kind: str
    box: Box | None = None
    text: str = "<a:p/>"


def level(number: int, style: Style, hand: Hand) -> str:
    """The style of one level of text, from 1 on."""
    marker, hang = "<a:buNone/>", 0
    if style.bullet:
        hang = round(geometry.INDENT * EMU)
        marker = (
            f'<a:buClr><a:schemeClr val="{style.bullet_color}"/></a:buClr><a:buFont typeface="Arial"/>'
            f'<a:buChar char="{style.bullet}"/>'
        )
    return (
        f'<a:lvl{number}pPr marL="{round(style.indent * EMU) + hang}" indent="{-hang}" algn="{hand.align(style.edge)}" '
        f'defTabSz="914400" rtl="{int(hand.rtl)}" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        f'<a:lnSpc><a:spcPct val="{round(style.leading * 100000)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(style.before * 100)}"/></a:spcBef>{marker}'
        f'<a:defRPr sz="{round(style.size * 100)}" b="{int(style.bold)}" kern="1200"><a:solidFill>'
        f'<a:schemeClr val="{style.color}"/></a:solidFill>{FACES.format(style.faces)}</a:defRPr></a:lvl{number}pPr>'
    )


def body_levels(hand: Hand, *, quiet: bool = False) -> str:
    """Statements with round accent bullets, deeper levels quieter with dashes; `quiet` starts with the latter."""
    tokens = hand.tokens
    first = Style(tokens.statements, "tx1", BULLET, before=geometry.GAP)
    if quiet:
        first = Style(tokens.examples, "accent4", DASH, "accent4", before=geometry.GAP)
    deeper = [
        Style(
            max(tokens.smallest, tokens.examples - 2 * (depth - 1 + quiet)),
            "accent4" if quiet else "tx1",
            DASH,
            indent=depth * geometry.INDENT,
            before=geometry.GAP / 2,
        )
        for depth in range(1, LEVELS)
    ]
    return "".join(level(number, style, hand) for number, style in enumerate((first, *deeper), 1))


def placeholder(slot: Slot, hand: Hand) -> str:
    """A placeholder; without a box it stands and looks as the master has it."""
    place, body, levels = "", "<a:bodyPr/>", ""
    if slot.box:
        place = _place(slot.box.frame, hand)
        body = (
            f'<a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="{slot.box.anchor}">'
            "<a:normAutofit/></a:bodyPr>"
        )
        levels = slot.box.levels
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{slot.number}" name="{slot.name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {slot.kind}/></p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr>"
        f"<p:txBody>{body}<a:lstStyle>{levels}</a:lstStyle>{slot.text}</p:txBody></p:sp>"
    )


def block(number: int, name: str, frame: Frame, color: str, hand: Hand) -> str:
    """A plain coloured rectangle: the design's own, silent for screen readers since it stands on no slide."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'{_place(frame, hand)}<a:solidFill><a:schemeClr val="{color}"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    )


def _place(frame: Frame, hand: Hand) -> str:
    left, top, width, height = frame.towards(hand.at.width, rtl=hand.rtl).emu
    return (
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )


def asking(words: str, *deeper: str) -> str:
    """The text of an empty placeholder; each further line is one level deeper."""
    return "".join(
        f'<a:p><a:pPr lvl="{depth}"/><a:r><a:rPr lang="en-US"/><a:t>{escape(line, quote=False)}</a:t></a:r></a:p>'
        for depth, line in enumerate((words, *deeper))
    )


def master(hand: Hand, layout_ids: str) -> str:
    """The master: the title, the outline's levels, and what stands at the foot."""
    small, at = hand.tokens.smallest, hand.at
    start, end = (level(1, Style(small, "accent4", edge=edge), hand) for edge in ("start", "end"))
    outline = asking("Text", *("–" * depth for depth in range(1, LEVELS)))
    slots = (
        Slot(2, "Title Placeholder 1", 'type="title"', Box(at.title, "t"), asking("Title")),
        Slot(3, "Text Placeholder 2", 'type="body" idx="1"', Box(at.body, "t"), outline),
        Slot(4, "Date Placeholder 3", 'type="dt" sz="half" idx="2"', Box(at.date, "ctr", end)),
        Slot(5, "Footer Placeholder 4", 'type="ftr" sz="quarter" idx="3"', Box(at.footer, "ctr", start)),
        Slot(6, "Slide Number Placeholder 5", 'type="sldNum" sz="quarter" idx="4"', Box(at.number, "ctr", end), NUMBER),
    )  # fmt: skip
    shapes = "".join(placeholder(slot, hand) for slot in slots)
    title = level(
        1, Style(hand.tokens.title, "tx2", leading=geometry.title_leading(rtl=hand.rtl), bold=True, faces="mj"), hand
    )
    others = "".join(level(number, Style(OTHER_SIZE, "tx1"), hand) for number in range(1, 10))
    styles = f"<p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{body_levels(hand)}</p:bodyStyle>"
    return (
        f"<p:sldMaster {NAMESPACES}><p:cSld>{LIGHT}<p:spTree>{TREE}{shapes}</p:spTree></p:cSld>{MAP}"
        f"<p:sldLayoutIdLst>{layout_ids}</p:sldLayoutIdLst>"
        f"<p:txStyles>{styles}<p:otherStyle>{others}</p:otherStyle></p:txStyles></p:sldMaster>"
    )
