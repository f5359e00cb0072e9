"""This file writes the slide master and its layouts, so that what a person types into a new slide looks like ours."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from ladder_export.theme import DeckTokens
from ladder_export.writers.pptx import frames
from ladder_export.writers.pptx.frames import EMU, Frame

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
BULLET, DASH = "•", "–"


@dataclass(frozen=True, slots=True)
class Hand:
    """What a deck is written in: the direction of its language, the sizes of its theme, and what all slides end with."""

    rtl: bool
    tokens: DeckTokens
    footer: str

    @property
    def start(self) -> str:
        """The alignment at which lines start."""
        return "r" if self.rtl else "l"

    @property
    def end(self) -> str:
        """The alignment at which lines end."""
        return "l" if self.rtl else "r"


def level(
    number: int,
    hand: Hand,
    size: float,
    color: str,
    *,
    bullet: str = "",
    marker_color: str = "accent1",
    indent: float = 0.0,
    before: float = 0.0,
    leading: float = 1.0,
    bold: bool = False,
    faces: str = "mn",
    end: bool = False,
) -> str:
    """The style of one level of text. Sizes, `indent` and `before` in points; `leading` in multiples of single."""
    marker, hang = "<a:buNone/>", 0
    if bullet:
        hang = round(frames.INDENT * EMU)
        marker = f'<a:buClr><a:schemeClr val="{marker_color}"/></a:buClr><a:buFont typeface="Arial"/><a:buChar char="{bullet}"/>'
    left = round(indent * EMU) + hang
    return (
        f'<a:lvl{number}pPr marL="{left}" indent="{-hang}" algn="{hand.end if end else hand.start}" '
        f'defTabSz="914400" rtl="{int(hand.rtl)}" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        f'<a:lnSpc><a:spcPct val="{round(leading * 100000)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(before * 100)}"/></a:spcBef>{marker}'
        f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}" kern="1200">'
        f'<a:solidFill><a:schemeClr val="{color}"/></a:solidFill>{FACES.format(faces)}</a:defRPr></a:lvl{number}pPr>'
    )


def body_levels(hand: Hand, *, quiet: bool = False) -> str:
    """Five levels: statements with round accent bullets, then quieter ones with dashes, never under the smallest."""
    tokens = hand.tokens
    small = [max(tokens.smallest, tokens.examples - step) for step in (0, 2, 4, 4, 4)]
    first = level(1, hand, tokens.statements, "tx1", bullet=BULLET, before=frames.GAP)
    if quiet:
        first = level(1, hand, tokens.examples, "accent4", bullet=DASH, marker_color="accent4", before=frames.GAP)
    return first + "".join(
        level(n, hand, small[n - 1 if quiet else n - 2], "accent4", bullet=DASH, indent=(n - 1) * 22, before=6)
        for n in range(2, 6)
    )


@dataclass(frozen=True, slots=True)
class Box:
    """Where a placeholder stands, at which edge its text gathers (`t`, `ctr`, `b`), and its own level styles."""

    frame: Frame
    anchor: str
    levels: str = ""


def placeholder(number: int, name: str, kind: str, hand: Hand, box: Box | None = None, *, text: str = "<a:p/>") -> str:
    """A placeholder; without a box it stands and looks as the master has it."""
    place, body, levels = "", "<a:bodyPr/>", ""
    if box:
        place = _place(box.frame, hand)
        body = (
            f'<a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="{box.anchor}">'
            "<a:normAutofit/></a:bodyPr>"
        )
        levels = box.levels
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr>"
        f"<p:txBody>{body}<a:lstStyle>{levels}</a:lstStyle>{text}</p:txBody></p:sp>"
    )


def block(number: int, name: str, frame: Frame, hand: Hand, color: str) -> str:
    """A plain coloured rectangle: the design's own, silent for screen readers since it stands on no slide."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'{_place(frame, hand)}<a:solidFill><a:schemeClr val="{color}"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    )


def _place(frame: Frame, hand: Hand) -> str:
    left, top, width, height = frame.towards(rtl=hand.rtl).emu
    return (
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )


def prompt(words: str, *more: str) -> str:
    """What an empty placeholder asks for; each further line is one level deeper."""
    return "".join(
        f'<a:p><a:pPr lvl="{depth}"/><a:r><a:rPr lang="en-US"/><a:t>{escape(line, quote=False)}</a:t></a:r></a:p>'
        for depth, line in enumerate((words, *more))
    )


def master(hand: Hand, layout_ids: str) -> str:
    """The master: title, five levels of text, footer, date and number where each layout wants them."""
    small = hand.tokens.smallest
    footers = level(1, hand, small, "accent4")
    ends = level(1, hand, small, "accent4", end=True)
    outline = prompt("Text", "Second level", "Third level", "Fourth level", "Fifth level")
    shapes = (
        block(7, "Rule", frames.RULE, hand, "accent6"),
        block(8, "Accent", frames.TICK, hand, "accent1"),
        placeholder(2, "Title Placeholder 1", 'type="title"', hand, Box(frames.TITLE, "b"), text=prompt("Title")),
        placeholder(3, "Text Placeholder 2", 'type="body" idx="1"', hand, Box(frames.BODY, "t"), text=outline),
        placeholder(4, "Date Placeholder 3", 'type="dt" sz="half" idx="2"', hand, Box(frames.DATE, "ctr", ends)),
        placeholder(
            5, "Footer Placeholder 4", 'type="ftr" sz="quarter" idx="3"', hand, Box(frames.FOOTER, "ctr", footers)
        ),
        placeholder(
            6,
            "Slide Number Placeholder 5",
            'type="sldNum" sz="quarter" idx="4"',
            hand,
            Box(frames.NUMBER, "ctr", ends),
            text=f"<a:p>{FIELD}</a:p>",
        ),
    )
    title = level(1, hand, hand.tokens.title, "tx2", bold=True, leading=frames.TITLE_LEADING, faces="mj")
    others = "".join(level(n, hand, 18, "tx1") for n in range(1, 10))
    styles = f"<p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{body_levels(hand)}</p:bodyStyle>"
    return (
        f"<p:sldMaster {NAMESPACES}><p:cSld>{LIGHT}<p:spTree>{TREE}{''.join(shapes)}</p:spTree></p:cSld>{MAP}"
        f"<p:sldLayoutIdLst>{layout_ids}</p:sldLayoutIdLst>"
        f"<p:txStyles>{styles}<p:otherStyle>{others}</p:otherStyle></p:txStyles></p:sldMaster>"
    )
