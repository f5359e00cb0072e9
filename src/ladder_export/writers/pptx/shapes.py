"""Write shapes that are no placeholders, such as tables and icons, and the placeholders of a slide's footer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lxml import etree
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.slide import NotesSlide, Slide, SlideLayout

from ladder_export.theme.slide_rect import EMU_PER_PT, Rect
from ladder_export.writers.pptx.drawingml_text import LAYOUT_STYLE, RunStyle, TextWriter, escape_attribute
from ladder_export.writers.pptx.geometry import CELL_PADDING_PT, ICON_SHARE, xfrm_xml
from ladder_export.writers.pptx.master import NAMESPACES, NUMBER_FIELD
from ladder_export.writers.pptx.theme_part import TABLE_STYLE
from ladder_export.writers.slides.model import FactRow, FactsSlide

DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative val="1" '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst>'
)
FACTS_FLAGS = 'firstCol="1"'  # the headings of a table of facts
TABLE_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"
NON_VISUAL_PROPERTIES = qn("p:cNvPr")
PLACEHOLDER = qn("p:ph")
PLACEHOLDER_PATH = f"*/{qn('p:nvPr')}/{PLACEHOLDER}"
CENTERED = '<a:pPr marL="0" indent="0" algn="ctr"><a:buNone/></a:pPr>'
ZERO_INSETS = '<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/>'  # as in the layouts, which some programs do not ask
UNWRAPPED = (
    '<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="ctr"><a:noAutofit/></a:bodyPr>'
)


def append_shape(slide: Slide, xml: str) -> None:
    """Add a shape (XML) to a slide, on top of the others; every `id="0"` in it is replaced by the next free number."""
    tree = slide.shapes.element
    shape = parse_xml(xml)
    first_id = max(int(named.get("id")) for named in tree.iter(NON_VISUAL_PROPERTIES)) + 1
    for offset, properties in enumerate(shape.iter(NON_VISUAL_PROPERTIES)):
        properties.set("id", str(first_id + offset))
    tree.append(shape)


def placeholders(page: Slide | SlideLayout | NotesSlide) -> list[tuple[int, etree._Element]]:
    """Return the index and the XML element of each placeholder of a slide, a layout or a notes page.

    It is faster than python-pptx's `placeholders`, which evaluates an XPath for each.
    """
    tree = page.shapes.element
    shapes = ((placeholder, placeholder.getparent().getparent().getparent()) for placeholder in tree.iter(PLACEHOLDER))
    return [(int(placeholder.get("idx", "0")), shape) for placeholder, shape in shapes if shape.getparent() is tree]


def add_footer(writer: TextWriter, text: str, number: int) -> None:
    """Add footer (unless `text` is empty) and slide number to the writer's slide, as placeholders.

    python-pptx does not copy these from the layout. `number` is the slide's number, from 1.
    """
    field = NUMBER_FIELD.format(writer.language, number)
    if text:
        append_shape(
            writer.slide,
            _footer_placeholder(
                "Footer Placeholder", 'type="ftr" sz="quarter" idx="11"', writer, writer.plain_runs(text)
            ),
        )
    append_shape(
        writer.slide,
        _footer_placeholder("Slide Number Placeholder", 'type="sldNum" sz="quarter" idx="12"', writer, field),
    )


def _footer_placeholder(name: str, attributes: str, writer: TextWriter, content: str) -> str:
    body = writer.text_body([writer.paragraph(content)], properties=ZERO_INSETS)
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="0" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {attributes}/></p:nvPr></p:nvSpPr><p:spPr/>{body}</p:sp>"
    )


def add_icon(writer: TextWriter, glyph: str, rect: Rect) -> None:
    """Add a section's emoji (`glyph`) to the writer's slide, on a disc that fills `rect`.

    It is marked as decorative, so that screen readers skip it.
    """
    size_pt = rect.width_pt * ICON_SHARE
    body = writer.text_body(
        [writer.paragraph(writer.plain_runs(glyph, RunStyle(size_pt, "accent1")), CENTERED)], properties=UNWRAPPED
    )
    append_shape(
        writer.slide,
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="0" name="Icon">{DECORATIVE}</p:cNvPr><p:cNvSpPr/><p:nvPr/>'
        f"</p:nvSpPr><p:spPr>{xfrm_xml(rect)}{preset_geometry_xml('ellipse')}"
        '<a:solidFill><a:schemeClr val="bg2"/></a:solidFill>'
        f"<a:ln><a:noFill/></a:ln></p:spPr>{body}</p:sp>",
    )


@dataclass(frozen=True, slots=True)
class TableSpec:
    """The position and style of a table on a slide.

    `style_id` is the id of a table style of the presentation. `style_flags` are the attributes of `a:tblPr` that say
    which special parts the table has, such as `firstRow="1"`. `placeholder_xml` is the `p:ph` element of the
    placeholder that the table fills; empty for none. `paragraph_attributes` are XML attributes for direction and
    alignment, empty for the default. If `has_flush_labels`, the first column has no margin, so that its text is in line
    with the title. `cell_style` and `header_style` override the table style.
    """

    rect: Rect
    style_id: str
    style_flags: str
    placeholder_xml: str = ""
    paragraph_attributes: str = ""
    has_flush_labels: bool = True
    cell_style: RunStyle = LAYOUT_STYLE
    header_style: RunStyle = LAYOUT_STYLE


def default_table_spec(
    height_pt: float, style_flags: str, area: Rect, slide_width_pt: float, *, rtl: bool
) -> TableSpec:
    """Return the position and style of a table of that height at the top of `area`, a rectangle of our own layout.

    `style_flags` are the attributes of `a:tblPr` that say which special parts the table has. With `rtl`, the position
    is mirrored.
    """
    rect = Rect(area.left_pt, area.top_pt - 8, area.width_pt, height_pt).mirrored_for_rtl(slide_width_pt, rtl=rtl)
    return TableSpec(rect, TABLE_STYLE, style_flags)


def add_facts_table(writer: TextWriter, facts: FactsSlide, spec: TableSpec, *, rtl: bool) -> None:
    """Add facts to the writer's slide as a native table, labels in the first column and values in the second.

    `spec` has the table's position and style; with `rtl`, columns run from right to left.
    """
    widths_pt = (facts.label_width_pt, spec.rect.width_pt - facts.label_width_pt)
    flush_side = ("R" if rtl else "L") if spec.has_flush_labels else ""
    rows = [_fact_row_xml(writer, fact, facts.size_pt, flush_side, spec) for fact in facts.rows]
    add_table(writer, facts.heading.text, widths_pt, rows, spec, rtl=rtl)


def _fact_row_xml(writer: TextWriter, fact: FactRow, size_pt: float, flush_side: str, spec: TableSpec) -> str:
    properties = f"<a:pPr{spec.paragraph_attributes}/>" if spec.paragraph_attributes else ""
    label_style, value_style = replace(spec.header_style, size_pt=size_pt), replace(spec.cell_style, size_pt=size_pt)
    label = cell_xml(
        writer, [writer.paragraph(writer.plain_runs(fact.label, label_style), properties)], flush_side, anchor="ctr"
    )
    value = cell_xml(writer, [writer.paragraph(writer.runs(fact.value, value_style), properties)], anchor="ctr")
    return row_xml([label, value], fact.height_pt)


def add_table(  # noqa: PLR0913  # all that tables differ in
    writer: TextWriter, description: str, widths_pt: Iterable[float], rows: Iterable[str], spec: TableSpec, *, rtl: bool
) -> None:
    """Add a native table (`a:tbl`) to the writer's slide.

    `description` is its alternative text for screen readers, `widths_pt` are the columns' widths in points, `rows` the
    results of `row_xml`. With `rtl`, columns run from right to left.
    """
    columns = "".join(f'<a:gridCol w="{round(width_pt * EMU_PER_PT)}"/>' for width_pt in widths_pt)
    append_shape(
        writer.slide,
        f'<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr><p:cNvPr id="0" name="Table" '
        f'descr="{escape_attribute(description)}"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
        f"</p:cNvGraphicFramePr><p:nvPr>{spec.placeholder_xml}</p:nvPr></p:nvGraphicFramePr>{xfrm_xml(spec.rect, 'p')}"
        f'<a:graphic><a:graphicData uri="{TABLE_URI}"><a:tbl><a:tblPr rtl="{int(rtl)}" {spec.style_flags}>'
        f"<a:tableStyleId>{spec.style_id}</a:tableStyleId></a:tblPr><a:tblGrid>{columns}</a:tblGrid>{''.join(rows)}"
        "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>",
    )


def row_xml(cells: Iterable[str], height_pt: float) -> str:
    """Return the XML of a table row (`a:tr`) of `height_pt` points; `cells` are the results of `cell_xml`."""
    return f'<a:tr h="{round(height_pt * EMU_PER_PT)}">{"".join(cells)}</a:tr>'


def cell_xml(
    writer: TextWriter, paragraphs: Sequence[str], flush_side: str = "", fill: str = "", anchor: str = ""
) -> str:
    """Return the XML of a table cell (`a:tc`) with these paragraphs (XML).

    `flush_side` is the side without a margin: L, R, or empty for none. `fill` is the XML of the background, `anchor`
    the vertical alignment (`ctr` for the middle); both are empty for what the table style says.
    """
    padding_emu = round(CELL_PADDING_PT * EMU_PER_PT)
    margins = "".join(f' mar{side}="{0 if side == flush_side else padding_emu}"' for side in "LRTB")
    body = writer.text_body(list(paragraphs), tag="a:txBody", properties="<a:bodyPr/>")
    anchored = f' anchor="{anchor}"' if anchor else ""
    return f"<a:tc>{body}<a:tcPr{margins}{anchored}>{fill}</a:tcPr></a:tc>"


def preset_geometry_xml(shape: str, roundness: int | None = None) -> str:
    """Return the XML of a preset shape (`a:prstGeom`), such as "ellipse".

    `roundness` is the radius of its corners in 1/100,000 of the shorter side; None for the preset's.
    """
    guide = "" if roundness is None else f'<a:gd name="adj" fmla="val {roundness}"/>'
    return f'<a:prstGeom prst="{shape}"><a:avLst>{guide}</a:avLst></a:prstGeom>'
