"""Put text, tables and charts into the placeholders of a company's template.

Only those properties are written that differ from the layout's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml import etree
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.slide import Slide

from ladder_export.core.text import Text
from ladder_export.theme.pptx_template.layouts import Layout
from ladder_export.theme.pptx_template.roles import TITLES
from ladder_export.theme.pptx_template.text_style import TextStyle
from ladder_export.theme.slide_rect import EMU_PER_PT, Rect
from ladder_export.writers.pptx import chart, form_tables, grid_tables
from ladder_export.writers.pptx.custom_template.contrast import (
    TableStyle,
    corrected_text_color,
    series_color,
    table_style,
    text_color,
)
from ladder_export.writers.pptx.custom_template.placeholder_map import TextPlaceholder, content_rect, split_in_two
from ladder_export.writers.pptx.drawingml_text import NEW_BULLET, TextWriter, printable
from ladder_export.writers.pptx.shapes import (
    FACTS_FLAGS,
    PLACEHOLDER_PATH,
    TableSpec,
    add_facts_table,
    placeholders,
)
from ladder_export.writers.slides.model import FactsSlide, FormTableSlide, GridSlide, Paragraph, RadarSlide

RING_OPACITY_PERCENT = 40  # of the text's colour: rings step back, and show on any background on which text does
SAME_SIZE_PT = 0.01  # sizes closer than this count as equal
BANDED_FACTS_FLAGS = f'{FACTS_FLAGS} bandRow="1"'  # headings and bands of a table of facts
MIRRORED_ALIGNMENTS = {"l": "r", "r": "l"}


@dataclass(frozen=True, slots=True)
class PlaceholderText:
    """Text for a placeholder, with its look where that differs from the layout's.

    `runs` has the XML runs of each paragraph. If the paragraphs are list items, `paragraphs` are these items in the
    same order; otherwise it is empty. `no_bullets` removes all bullets. `size_pt` is the size of text at the first
    indent level, `nested_sizes_pt` are those of deeper levels, `indent_pt` is the indent per level. `color_xml` is the
    colour of the text as XML, empty for the layout's; `fill_placeholder` sets it.
    """

    runs: tuple[str, ...]
    size_pt: float
    no_bullets: bool = False
    paragraphs: tuple[Paragraph, ...] = ()
    nested_sizes_pt: tuple[float, ...] = ()
    indent_pt: float = 0.0
    color_xml: str = ""


def fill_placeholder(
    writer: TextWriter, text_placeholder: TextPlaceholder, text: PlaceholderText, layout: Layout, *, rtl: bool
) -> None:
    """Put text into a placeholder of the writer's slide, in a legible colour.

    `layout` is the slide's layout; with `rtl`, the text runs from right to left.
    """
    text = replace(text, color_xml=corrected_text_color(text_placeholder, layout))
    sources = text.paragraphs or (Paragraph(Text((), "")),) * len(text.runs)
    marks = [_paragraph_properties(text_placeholder, text, paragraph) for paragraph in sources]
    paragraphs = [writer.paragraph(runs, mark) for runs, mark in zip(text.runs, marks, strict=True)]
    body = writer.text_body(
        paragraphs, styles=_level_styles(text_placeholder, text, rtl=rtl), properties=_body_properties(text_placeholder)
    )
    shape = _find_shape(writer.slide, text_placeholder.placeholder.index)
    shape.replace(shape.find(qn("p:txBody")), parse_xml(body))
    if text_placeholder.placeholder.is_adjusted:
        shape.x, shape.y, shape.cx, shape.cy = text_placeholder.placeholder.box.emu


def insert_table(
    writer: TextWriter,
    slide: FactsSlide | FormTableSlide | GridSlide,
    text_placeholder: TextPlaceholder,
    layout: Layout,
    *,
    rtl: bool,
) -> None:
    """Put a table in the template's own style where the content placeholder is, which is removed.

    If the placeholder is of a type that takes tables, the table becomes its content. `layout` is the slide's layout;
    with `rtl`, columns run from right to left.
    """
    placeholder_xml = _take_placeholder(writer.slide, text_placeholder, ("obj", "tbl"))

    def spec(height_pt: float, flags: str) -> TableSpec:
        rect = replace(content_rect(text_placeholder), height_pt=height_pt)
        style = table_style(writer.slide, text_placeholder, layout, flags, slide.size_pt)
        return replace(_table_spec(rect, style, layout, rtl=rtl), placeholder_xml=placeholder_xml)

    match slide:
        case FactsSlide():
            add_facts_table(writer, slide, spec(slide.height_pt, BANDED_FACTS_FLAGS), rtl=rtl)
        case FormTableSlide():
            form_tables.add_form_table(writer, slide, spec(slide.height_pt, form_tables.style_flags(slide)), rtl=rtl)
        case GridSlide():
            grid_tables.add_grid_table(writer, slide, spec(slide.height_pt, grid_tables.style_flags(slide)), rtl=rtl)


def insert_radar(  # noqa: PLR0913  # a chart depends on all of them
    writer: TextWriter, slide: RadarSlide, text_placeholder: TextPlaceholder, layout: Layout, size: float, *, rtl: bool
) -> None:
    """Put ratings as a radar chart where the content placeholder is, which is removed.

    If the slide has a table of the ratings, chart and table share the space. `layout` is the slide's layout, `size` the
    text size in points; with `rtl`, the chart is on the right.
    """
    left, right = split_in_two(text_placeholder)
    first, second = (right, left) if rtl else (left, right)
    first = first if slide.table else content_rect(text_placeholder)
    placeholder_xml = _take_placeholder(writer.slide, text_placeholder, ("obj",))
    color = text_color(text_placeholder, layout)
    rings = chart.with_opacity(color, RING_OPACITY_PERCENT)
    series = series_color(text_placeholder, layout)
    chart.add_radar_chart(writer, slide, chart.ChartSpec(first, size, rings, color, series, placeholder_xml))
    if slide.table:
        rect = replace(second, height_pt=slide.table.height_pt)
        style = table_style(writer.slide, text_placeholder, layout, BANDED_FACTS_FLAGS, slide.table.size_pt)
        add_facts_table(writer, slide.table, _table_spec(rect, style, layout, rtl=rtl), rtl=rtl)


def _take_placeholder(slide: Slide, text_placeholder: TextPlaceholder, kinds: tuple[str, ...]) -> str:
    """Remove a placeholder from the slide; return its `p:ph` for what fills it, empty if it is of none of the kinds."""
    shape = _find_shape(slide, text_placeholder.placeholder.index)
    shape.getparent().remove(shape)
    kind = shape.find(PLACEHOLDER_PATH)
    is_filled = text_placeholder.placeholder.kind in kinds
    return etree.tostring(kind, encoding="unicode", with_tail=False) if is_filled else ""


def _table_spec(rect: Rect, style: TableStyle, layout: Layout, *, rtl: bool) -> TableSpec:
    return TableSpec(
        rect,
        style.style_id,
        style.style_flags,
        paragraph_attributes=_paragraph_attributes(layout, rtl=rtl),
        has_flush_labels=False,
        cell_style=style.cell_style,
        header_style=style.header_style,
    )


def _paragraph_attributes(layout: Layout, *, rtl: bool) -> str:
    """Return direction and alignment of paragraphs in tables; empty if the template's are right."""
    if rtl:
        return ' algn="r" rtl="1"'
    return ' algn="l" rtl="0"' if layout.rtl_tables else ""


def remove_empty(slide: Slide, filled_indexes: Iterable[int]) -> None:
    """Remove the placeholders of a slide whose index is not in `filled_indexes`, so that no prompt is shown."""
    for number, shape in placeholders(slide):
        if number not in filled_indexes:
            shape.getparent().remove(shape)


def holds_title(slide: Slide, title: str) -> bool:
    """Return whether a title placeholder of the slide contains `title`, so that outlines and screen readers find it."""
    shapes = [shape for _, shape in placeholders(slide) if shape.find(PLACEHOLDER_PATH).get("type") in TITLES]
    texts = ["".join(run.text or "" for run in shape.iter(qn("a:t"))) for shape in shapes]
    return printable(title).replace("\n", "") in texts


def _find_shape(slide: Slide, index: int) -> etree._Element:
    for number, shape in placeholders(slide):
        if number == index:
            return shape
    raise AssertionError(f"{slide.slide_layout.part.partname} was not seen to lack placeholder {index}")


def _body_properties(text_placeholder: TextPlaceholder) -> str:
    """Return the `a:bodyPr`; unusual insets are repeated, because some programs do not inherit them."""
    left, top, right, bottom = (round(inset * EMU_PER_PT) for inset in text_placeholder.placeholder.insets)
    insets = f' lIns="{left}" tIns="{top}" rIns="{right}" bIns="{bottom}"'
    usual = (left, top, right, bottom) == (91440, 45720, 91440, 45720)
    column_count = ' numCol="1"' if text_placeholder.placeholder.column_count > 1 else ""
    return f"<a:bodyPr{'' if usual else insets}{column_count}><a:normAutofit/></a:bodyPr>"


def _paragraph_properties(text_placeholder: TextPlaceholder, text: PlaceholderText, paragraph: Paragraph) -> str:
    """Return a paragraph's `a:pPr`: no bullet for continued text, a star for a new statement."""
    lowered = text_placeholder.level - 1 + paragraph.depth
    level = f' lvl="{lowered}"' if lowered else ""
    if text.no_bullets:
        return f"<a:pPr{level}></a:pPr>" if level else ""
    if paragraph.no_bullet:
        return f'<a:pPr{level} marL="0" indent="0"><a:buNone/></a:pPr>'
    if paragraph.continues:
        margin_pt = _margin_pt(text_placeholder, text, paragraph)
        return f'<a:pPr{level} marL="{round(margin_pt * EMU_PER_PT)}" indent="0"><a:buNone/></a:pPr>'
    if paragraph.is_new:
        has_margin = paragraph.depth or text_placeholder.style.margin_pt
        return f"<a:pPr{level}{'' if has_margin else _hanging_indent(text)}>{NEW_BULLET}</a:pPr>"
    return f"<a:pPr{level}></a:pPr>" if level else ""


def _margin_pt(text_placeholder: TextPlaceholder, text: PlaceholderText, paragraph: Paragraph) -> float:
    return text.indent_pt * (paragraph.depth + 1) if paragraph.depth else text_placeholder.style.margin_pt


def _hanging_indent(text: PlaceholderText) -> str:
    """Return attributes for the star of a new statement, where the template's text has no margin for it."""
    indent_emu = round(text.indent_pt * EMU_PER_PT)
    return f' marL="{indent_emu}" indent="{-indent_emu}"'


def direction_attributes(style: TextStyle, *, rtl: bool) -> str:
    """Return the XML attributes of a paragraph for text direction and alignment; "" if `style` has that direction.

    With `rtl`, text runs from right to left, and the alignment of `style` is mirrored.
    """
    if rtl == style.rtl:
        return ""
    align = MIRRORED_ALIGNMENTS.get(style.align, style.align) if rtl else "l" if style.align == "r" else style.align
    return f' algn="{align}" rtl="{int(rtl)}"'


def _level_styles(text_placeholder: TextPlaceholder, text: PlaceholderText, *, rtl: bool) -> str:
    """Return the styles of all levels in use; nested paragraphs are indented as measured."""
    styles = [_level_style(text_placeholder, text, rtl=rtl)]
    for depth, size in enumerate(text.nested_sizes_pt, 1):
        margin = (
            f' marL="{round(text.indent_pt * (depth + 1) * EMU_PER_PT)}" indent="{-round(text.indent_pt * EMU_PER_PT)}"'
        )
        deeper = text_placeholder.placeholder.levels[
            min(text_placeholder.level + depth, len(text_placeholder.placeholder.levels)) - 1
        ]
        mirrored = direction_attributes(deeper, rtl=rtl)
        style = f'<a:defRPr sz="{round(size * 100)}">{_fill_xml(text)}</a:defRPr>'
        styles.append(
            f"<a:lvl{text_placeholder.level + depth}pPr{margin}{mirrored}>{style}</a:lvl{text_placeholder.level + depth}pPr>"
        )
    return "".join(styles)


def _fill_xml(text: PlaceholderText) -> str:
    return f"<a:solidFill>{text.color_xml}</a:solidFill>" if text.color_xml else ""


def _level_style(text_placeholder: TextPlaceholder, text: PlaceholderText, *, rtl: bool) -> str:
    """Return the first level's style where it differs from the template's; empty if it does not."""
    style = text_placeholder.style
    hang = (
        ' marL="0" indent="0"' if text.no_bullets and (style.margin_pt or style.indent_pt or style.has_bullets) else ""
    )
    mirrored = direction_attributes(style, rtl=rtl)
    leading = "" if style.line_spacing else '<a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
    bullet = "<a:buNone/>" if text.no_bullets and style.has_bullets else ""
    size = _default_run_properties(style, text)
    if not any((hang, mirrored, leading, bullet, size)):
        return ""
    return (
        f"<a:lvl{text_placeholder.level}pPr{hang}{mirrored}>{leading}{bullet}{size}</a:lvl{text_placeholder.level}pPr>"
    )


def _default_run_properties(style: TextStyle, text: PlaceholderText) -> str:
    """Return an `a:defRPr` with size, letter spacing and colour where they differ; empty if none does."""
    tracking = (
        f' spc="{round(style.letter_spacing_pt * 100 * text.size_pt / style.size_pt)}"'
        if style.letter_spacing_pt
        else ""
    )
    is_same_size = abs(text.size_pt - style.size_pt) < SAME_SIZE_PT and not text.nested_sizes_pt
    attributes = "" if is_same_size else f' sz="{round(text.size_pt * 100)}"{tracking}'
    return f"<a:defRPr{attributes}>{_fill_xml(text)}</a:defRPr>" if attributes or text.color_xml else ""
