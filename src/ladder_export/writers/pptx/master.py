"""Write the slide master of our decks, so that text which people type into new slides looks like the rest."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

from ladder_export.theme.slide_rect import EMU_PER_PT, Rect
from ladder_export.theme.tokens import DeckTokens
from ladder_export.writers.pptx import geometry
from ladder_export.writers.pptx.geometry import Canvas, canvas, xfrm_xml

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
SHAPE_TREE_HEAD = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
COLOR_MAP = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)
LIGHT_BACKGROUND = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
THEME_FONTS = '<a:latin typeface="+{0}-lt"/><a:ea typeface="+{0}-ea"/><a:cs typeface="+{0}-cs"/>'
NUMBER_FIELD = (  # of a slide, for `format` with its language and text
    '<a:fld id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum"><a:rPr lang="{}"/><a:t>{}</a:t></a:fld>'
)
NUMBER_PARAGRAPH = f"<a:p>{NUMBER_FIELD.format('en-US', '‹#›')}</a:p>"
BULLET, DASH = "•", "–"
LEVEL_COUNT = 5  # as many as people are offered in the outline
OTHER_TEXT_SIZE_PT = 18.0  # of text in shapes that people draw


@dataclass(frozen=True, slots=True)
class MasterContext:
    """The values on which the XML of a slide master depends.

    `rtl` says that the language is written from right to left. `tokens` are the theme's text sizes and fonts, `footer`
    is the text of footers, `text_on_brand` is the name of the theme colour for text on the brand colour.
    """

    rtl: bool
    tokens: DeckTokens
    footer: str
    text_on_brand: str

    @property
    def canvas(self) -> Canvas:
        """Return the rectangles of everything on slides of the theme's shape (16:9 or 4:3)."""
        return canvas(self.tokens.slide)

    def align(self, edge: Literal["start", "end"]) -> str:
        """Return the side (`l` for left, `r` for right) at which lines start or end in the language's direction."""
        return "r" if self.rtl == (edge == "start") else "l"


@dataclass(frozen=True, slots=True)
class LevelStyle:
    """The look of text at one indent level of a slide master or layout.

    `color` and `bullet_color` are names of colours of the presentation's theme, such as "accent1". `bullet` is the
    bullet's character, empty for none. `line_spacing` is a multiple of single spacing. `theme_font` is `mn` for the
    body font, `mj` for the heading font. `edge` is the edge to which lines are aligned, in reading direction.
    """

    size_pt: float
    color: str
    bullet: str = ""
    bullet_color: str = "accent1"
    indent_pt: float = 0.0
    space_before_pt: float = 0.0
    line_spacing: float = 1.0
    bold: bool = False
    theme_font: Literal["mn", "mj"] = "mn"
    edge: Literal["start", "end"] = "start"


@dataclass(frozen=True, slots=True)
class PlaceholderBox:
    """The position of a placeholder, and the vertical alignment of its text: `t` (top), `ctr` (middle) or `b` (bottom).

    `level_styles` is the XML of its own styles of indent levels; empty for the master's styles.
    """

    rect: Rect
    anchor: Literal["t", "ctr", "b"]
    level_styles: str = ""


@dataclass(frozen=True, slots=True)
class PlaceholderSpec:
    """A placeholder of a slide master or layout.

    `attributes` are the XML attributes of its `p:ph` element, such as its type and index. `box` is None for the
    position and look of the master's placeholder. `prompt` is the XML of the paragraphs that are shown while it is
    empty.
    """

    shape_id: int
    name: str
    attributes: str
    box: PlaceholderBox | None = None
    prompt: str = "<a:p/>"


def level_style(number: int, style: LevelStyle, context: MasterContext) -> str:
    """Return the look of text at an indent level as XML (`a:lvl1pPr` for `number` 1, and so on)."""
    marker, hang_emu = "<a:buNone/>", 0
    if style.bullet:
        hang_emu = round(geometry.INDENT_PT * EMU_PER_PT)
        marker = (
            f'<a:buClr><a:schemeClr val="{style.bullet_color}"/></a:buClr><a:buFont typeface="Arial"/>'
            f'<a:buChar char="{style.bullet}"/>'
        )
    return (
        f'<a:lvl{number}pPr marL="{round(style.indent_pt * EMU_PER_PT) + hang_emu}" indent="{-hang_emu}" algn="{context.align(style.edge)}" '
        f'defTabSz="914400" rtl="{int(context.rtl)}" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        f'<a:lnSpc><a:spcPct val="{round(style.line_spacing * 100000)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(style.space_before_pt * 100)}"/></a:spcBef>{marker}'
        f'<a:defRPr sz="{round(style.size_pt * 100)}" b="{int(style.bold)}" kern="1200"><a:solidFill>'
        f'<a:schemeClr val="{style.color}"/></a:solidFill>{THEME_FONTS.format(style.theme_font)}</a:defRPr></a:lvl{number}pPr>'
    )


def body_level_styles(context: MasterContext, *, muted: bool = False) -> str:
    """Return the XML styles of all indent levels of body text: round bullets at the first level, dashes at deeper ones.

    With `muted`, all levels have grey dashes.
    """
    tokens = context.tokens
    first = LevelStyle(tokens.statements, "tx1", BULLET, space_before_pt=geometry.PARAGRAPH_GAP_PT)
    if muted:
        first = LevelStyle(tokens.examples, "accent4", DASH, "accent4", space_before_pt=geometry.PARAGRAPH_GAP_PT)
    deeper = [
        LevelStyle(
            max(tokens.smallest, tokens.examples - 2 * (depth - 1 + muted)),
            "accent4" if muted else "tx1",
            DASH,
            indent_pt=depth * geometry.INDENT_PT,
            space_before_pt=geometry.PARAGRAPH_GAP_PT / 2,
        )
        for depth in range(1, LEVEL_COUNT)
    ]
    return "".join(level_style(number, style, context) for number, style in enumerate((first, *deeper), 1))


def placeholder_xml(spec: PlaceholderSpec, context: MasterContext) -> str:
    """Return the XML (`p:sp`) of a placeholder of a slide master or layout."""
    position, body, levels = "", "<a:bodyPr/>", ""
    if spec.box:
        position = _position_xml(spec.box.rect, context)
        body = (
            f'<a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="{spec.box.anchor}">'
            "<a:normAutofit/></a:bodyPr>"
        )
        levels = spec.box.level_styles
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{spec.shape_id}" name="{spec.name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {spec.attributes}/></p:nvPr></p:nvSpPr><p:spPr>{position}</p:spPr>"
        f"<p:txBody>{body}<a:lstStyle>{levels}</a:lstStyle>{spec.prompt}</p:txBody></p:sp>"
    )


def rectangle_xml(shape_id: int, name: str, rect: Rect, color: str, context: MasterContext) -> str:
    """Return the XML of a plain rectangle for a slide layout; `color` is the name of a theme colour.

    It is on the layout and not on slides, so screen readers skip it.
    """
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{shape_id}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'{_position_xml(rect, context)}<a:solidFill><a:schemeClr val="{color}"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    )


def _position_xml(rect: Rect, context: MasterContext) -> str:
    mirrored = rect.mirrored_for_rtl(context.canvas.width_pt, rtl=context.rtl)
    return f'{xfrm_xml(mirrored)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'


def prompt_text(words: str, *deeper: str) -> str:
    """Return the XML of the text that an empty placeholder shows.

    `words` is its first line; each line of `deeper` is one indent level deeper than the line before it.
    """
    return "".join(
        f'<a:p><a:pPr lvl="{depth}"/><a:r><a:rPr lang="en-US"/><a:t>{escape(line, quote=False)}</a:t></a:r></a:p>'
        for depth, line in enumerate((words, *deeper))
    )


def master_xml(context: MasterContext, layout_ids: str) -> str:
    """Return the XML (`p:sldMaster`) of the slide master of our decks: placeholders and styles of indent levels.

    `layout_ids` is the XML of the list of its layouts (`p:sldLayoutId` elements).
    """
    smallest_pt, rects = context.tokens.smallest, context.canvas
    start, end = (level_style(1, LevelStyle(smallest_pt, "accent4", edge=edge), context) for edge in ("start", "end"))
    outline = prompt_text("Text", *("–" * depth for depth in range(1, LEVEL_COUNT)))
    specs = (
        PlaceholderSpec(2, "Title Placeholder 1", 'type="title"', PlaceholderBox(rects.title, "t"), prompt_text("Title")),
        PlaceholderSpec(3, "Text Placeholder 2", 'type="body" idx="1"', PlaceholderBox(rects.body, "t"), outline),
        PlaceholderSpec(4, "Date Placeholder 3", 'type="dt" sz="half" idx="2"', PlaceholderBox(rects.date, "ctr", end)),
        PlaceholderSpec(5, "Footer Placeholder 4", 'type="ftr" sz="quarter" idx="3"', PlaceholderBox(rects.footer, "ctr", start)),
        PlaceholderSpec(6, "Slide Number Placeholder 5", 'type="sldNum" sz="quarter" idx="4"', PlaceholderBox(rects.number, "ctr", end), NUMBER_PARAGRAPH),
    )  # fmt: skip
    shapes = "".join(placeholder_xml(spec, context) for spec in specs)
    title = level_style(
        1,
        LevelStyle(
            context.tokens.title,
            "tx2",
            line_spacing=geometry.title_line_spacing(rtl=context.rtl),
            bold=True,
            theme_font="mj",
        ),
        context,
    )
    others = "".join(level_style(number, LevelStyle(OTHER_TEXT_SIZE_PT, "tx1"), context) for number in range(1, 10))
    styles = f"<p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{body_level_styles(context)}</p:bodyStyle>"
    return (
        f"<p:sldMaster {NAMESPACES}><p:cSld>{LIGHT_BACKGROUND}<p:spTree>{SHAPE_TREE_HEAD}{shapes}</p:spTree></p:cSld>{COLOR_MAP}"
        f"<p:sldLayoutIdLst>{layout_ids}</p:sldLayoutIdLst>"
        f"<p:txStyles>{styles}<p:otherStyle>{others}</p:otherStyle></p:txStyles></p:sldMaster>"
    )
