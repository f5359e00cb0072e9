"""Write the slide layouts of our decks: PowerPoint's standard ones with their types, and some of our own."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_export.theme.slide_rect import Rect
from ladder_export.writers.pptx import geometry
from ladder_export.writers.pptx.geometry import PanelFrames
from ladder_export.writers.pptx.master import (
    NAMESPACES,
    NUMBER_PARAGRAPH,
    SHAPE_TREE_HEAD,
    LevelStyle,
    MasterContext,
    PlaceholderBox,
    PlaceholderSpec,
    body_level_styles,
    level_style,
    placeholder_xml,
    prompt_text,
    rectangle_xml,
)

TITLE, CONTENT, SECTION_HEADER, TWO_CONTENT, TITLE_ONLY, BLANK, MUTED_CONTENT, PANEL, WIDE_PANEL, TWO_SECTIONS = range(
    10
)  # their numbers in every deck of ours
BREADCRUMBS_INDEX, EYEBROW_INDEX, SECOND_TITLE_INDEX = 13, 14, 15

DARK_BACKGROUND = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="accent2"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
TITLE_PLACEHOLDER = PlaceholderSpec(2, "Title 1", 'type="title"', prompt=prompt_text("Title"))


@dataclass(frozen=True, slots=True)
class _Layout:
    """A layout; `layout_type` is a value of ST_SlideLayoutType, `on_dark` puts it on the brand colour."""

    name: str
    layout_type: str
    shapes: str
    on_dark: bool = False


def layout_part_name(number: int) -> str:
    """Return the name inside a deck's ZIP of the slide layout with that number, counted from 0."""
    return f"ppt/slideLayouts/slideLayout{number + 1}.xml"


def layouts_xml(context: MasterContext) -> tuple[str, ...]:
    """Return the XML (`p:sldLayout`) of each slide layout of our decks, in the order of their numbers."""
    rects = context.canvas
    title, eyebrow = placeholder_xml(TITLE_PLACEHOLDER, context), _eyebrow_placeholder(context, rects.eyebrow)
    columns = _content_placeholder(3, 1, context, rects.columns[0]) + _content_placeholder(
        4, 2, context, rects.columns[1]
    )
    shown = (
        _Layout("Title Slide", "title", _title_slide_shapes(context), on_dark=True),
        _Layout("Title and Content", "obj", title + _content_placeholder(3, 1, context, rects.body) + eyebrow),
        _Layout("Section Header", "secHead", _section_header_shapes(context), on_dark=True),
        _Layout("Two Content", "twoObj", title + columns + eyebrow),
        _Layout("Title Only", "titleOnly", title + eyebrow),
        _Layout("Blank", "blank", ""),
        _Layout("Title and Quiet Content", "obj", title + _muted_placeholder(context, rects.body, 1) + eyebrow),
        _Layout("Statements and Examples", "twoObj", _panel_shapes(context, rects.panels[0])),
        _Layout("Statements and Many Examples", "twoObj", _panel_shapes(context, rects.panels[1])),
        _Layout("Two Areas", "twoTxTwoObj", _two_section_shapes(context)),
    )
    return tuple(_layout_xml(layout, context) for layout in shown)


def _layout_xml(layout: _Layout, context: MasterContext) -> str:
    return (
        f'<p:sldLayout {NAMESPACES} type="{layout.layout_type}" preserve="1">'
        f'<p:cSld name="{layout.name}">{DARK_BACKGROUND if layout.on_dark else ""}'
        f"<p:spTree>{SHAPE_TREE_HEAD}{layout.shapes}{_footer_placeholders(context, on_dark=layout.on_dark)}</p:spTree>"
        "</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _footer_placeholders(context: MasterContext, *, on_dark: bool) -> str:
    """Return date, footer and number with positions and styles; LibreOffice does not inherit them.

    The footer has its text here too, so that slides people add show it.
    """
    smallest_pt, color, rects = context.tokens.smallest, "accent5" if on_dark else "accent4", context.canvas
    start, end = (level_style(1, LevelStyle(smallest_pt, color, edge=edge), context) for edge in ("start", "end"))
    footer = prompt_text(context.footer) if context.footer else "<a:p/>"
    specs = (
        PlaceholderSpec(20, "Date Placeholder 3", 'type="dt" sz="half" idx="10"', PlaceholderBox(rects.date, "ctr", end)),
        PlaceholderSpec(21, "Footer Placeholder 4", 'type="ftr" sz="quarter" idx="11"', PlaceholderBox(rects.footer, "ctr", start), footer),
        PlaceholderSpec(22, "Slide Number Placeholder 5", 'type="sldNum" sz="quarter" idx="12"', PlaceholderBox(rects.number, "ctr", end), NUMBER_PARAGRAPH),
    )  # fmt: skip
    return "".join(placeholder_xml(spec, context) for spec in specs)


def _content_placeholder(shape_id: int, index: int, context: MasterContext, rect: Rect) -> str:
    spec = PlaceholderSpec(
        shape_id, f"Content Placeholder {index}", f'idx="{index}"', PlaceholderBox(rect, "t"), prompt_text("Text")
    )
    return placeholder_xml(spec, context)


def _eyebrow_placeholder(context: MasterContext, rect: Rect) -> str:
    """Return the line above a title that names the document; it is read after the slide's content."""
    style = level_style(1, LevelStyle(context.tokens.smallest, "accent4"), context)
    kind = f'type="body" sz="quarter" idx="{EYEBROW_INDEX}"'
    return placeholder_xml(
        PlaceholderSpec(9, "Eyebrow Placeholder 8", kind, PlaceholderBox(rect, "t", style), prompt_text("Text")),
        context,
    )


def _muted_placeholder(context: MasterContext, rect: Rect, index: int) -> str:
    box = PlaceholderBox(rect, "t", body_level_styles(context, muted=True))
    return placeholder_xml(
        PlaceholderSpec(4, f"Content Placeholder {index}", f'idx="{index}"', box, prompt_text("Text")), context
    )


def _panel_shapes(context: MasterContext, rects: PanelFrames) -> str:
    """Return statements, and their examples on a tinted background."""
    title = PlaceholderSpec(2, "Title 1", 'type="title"', PlaceholderBox(rects.title, "t"), prompt_text("Title"))
    return (
        rectangle_xml(7, "Panel", rects.background, "bg2", context)
        + placeholder_xml(title, context)
        + _content_placeholder(3, 1, context, rects.statements)
        + _muted_placeholder(context, rects.examples, 2)
        + _eyebrow_placeholder(context, rects.eyebrow)
    )


def _two_section_shapes(context: MasterContext) -> str:
    """Return two sections side by side, each below its own title."""
    rects = context.canvas
    title_style = level_style(1, _title_style(context), context)
    second = f'type="body" sz="quarter" idx="{SECOND_TITLE_INDEX}"'
    specs = (
        PlaceholderSpec(2, "Title 1", 'type="title"', PlaceholderBox(rects.column_titles[0], "t"), prompt_text("Title")),
        PlaceholderSpec(3, "Content Placeholder 1", 'sz="half" idx="1"', PlaceholderBox(rects.columns[0], "t"), prompt_text("Text")),
        PlaceholderSpec(5, "Second Title Placeholder 4", second, PlaceholderBox(rects.column_titles[1], "t", title_style), prompt_text("Title")),
        PlaceholderSpec(4, "Content Placeholder 2", 'sz="half" idx="2"', PlaceholderBox(rects.columns[1], "t"), prompt_text("Text")),
    )  # fmt: skip
    return "".join(placeholder_xml(spec, context) for spec in specs) + _eyebrow_placeholder(context, rects.eyebrow)


def _title_style(context: MasterContext) -> LevelStyle:
    return LevelStyle(
        context.tokens.title,
        "tx2",
        line_spacing=geometry.title_line_spacing(rtl=context.rtl),
        bold=True,
        theme_font="mj",
    )


def _dark_title_style(context: MasterContext) -> str:
    size_pt = max(geometry.TITLE_SLIDE_SIZE_PT, context.tokens.title)
    return level_style(
        1,
        LevelStyle(
            size_pt,
            context.text_on_brand,
            line_spacing=geometry.title_line_spacing(rtl=context.rtl),
            bold=True,
            theme_font="mj",
        ),
        context,
    )


def _title_slide_shapes(context: MasterContext) -> str:
    return _dark_slide_shapes(context, "Subtitle 2", 'type="ctrTitle"', 'type="subTitle" idx="1"')


def _section_header_shapes(context: MasterContext) -> str:
    return _dark_slide_shapes(context, "Text Placeholder 2", 'type="title"', 'type="body" idx="1"')


def _dark_slide_shapes(context: MasterContext, name: str, title: str, text: str) -> str:
    """Return a slide on the brand colour: breadcrumbs, title and text, with space for staircase and logo."""
    rects = context.canvas
    text_style = level_style(
        1,
        LevelStyle(context.tokens.statements, context.text_on_brand, space_before_pt=geometry.PARAGRAPH_GAP_PT),
        context,
    )
    breadcrumbs_style = level_style(
        1, LevelStyle(geometry.breadcrumbs_frame(context.tokens, "").size_pt, "accent5"), context
    )
    kind = f'type="body" sz="quarter" idx="{BREADCRUMBS_INDEX}"'
    specs = (
        PlaceholderSpec(
            4,
            "Lineage Placeholder 3",
            kind,
            PlaceholderBox(rects.breadcrumbs, "t", breadcrumbs_style),
            prompt_text("Text"),
        ),
        PlaceholderSpec(
            2, "Title 1", title, PlaceholderBox(rects.cover, "b", _dark_title_style(context)), prompt_text("Title")
        ),
        PlaceholderSpec(3, name, text, PlaceholderBox(rects.cover_text, "t", text_style), prompt_text("Text")),
    )
    return rectangle_xml(7, "Edge", rects.stripe, "accent3", context) + "".join(
        placeholder_xml(spec, context) for spec in specs
    )
