"""This file draws what a slide holds besides its placeholders: tables of facts, icons, and what stands at the foot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import fsum

from lxml import etree
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.slide import NotesSlide, Slide

from ladder_export.writers.pptx.drawingml_text import LAYOUT_INK, Ink, Pen, attribute
from ladder_export.writers.pptx.geometry import EMU, ICON_SHARE, PADDING, Frame
from ladder_export.writers.pptx.master import NAMESPACES
from ladder_export.writers.pptx.theme_part import TABLE_STYLE
from ladder_export.writers.slides.model import FactRow, FactsSlide

DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative val="1" '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst>'
)
TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
NAMED = qn("p:cNvPr")
HOLDER = f"*/{qn('p:nvPr')}/{qn('p:ph')}"
CENTRED = '<a:pPr marL="0" indent="0" algn="ctr"><a:buNone/></a:pPr>'
FLUSH = '<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/>'  # the layouts say so too, but not every program asks them
FIXED = '<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="ctr"><a:noAutofit/></a:bodyPr>'


def add(slide: Slide, xml: str) -> None:
    """A shape on top of the others; every `id="0"` in it gets the next free number."""
    tree = slide.shapes.element
    shape = parse_xml(xml)
    free = max(int(named.get("id")) for named in tree.iter(NAMED)) + 1
    for offset, properties in enumerate(shape.iter(NAMED)):
        properties.set("id", str(free + offset))
    tree.append(shape)


def holders(page: Slide | NotesSlide) -> list[tuple[int, etree._Element]]:
    """The placeholders of a page with the numbers they are known by: python-pptx compiles an XPath for each look at one."""
    found = ((shape.find(HOLDER), shape) for shape in page.shapes.element)
    return [(int(holder.get("idx", "0")), shape) for holder, shape in found if holder is not None]


def footer(pen: Pen, words: str, number: int) -> None:
    """The footer and the slide's number in real placeholders; python-pptx leaves them on the layout."""
    field = (
        '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
        f'<a:rPr lang="{pen.language}"/><a:t>{number}</a:t></a:fld>'
    )
    if words:
        add(pen.slide, _latent("Footer Placeholder", 'type="ftr" sz="quarter" idx="11"', pen, pen.words(words)))
    add(pen.slide, _latent("Slide Number Placeholder", 'type="sldNum" sz="quarter" idx="12"', pen, field))


def _latent(name: str, kind: str, pen: Pen, content: str) -> str:
    body = pen.body([pen.paragraph(content)], properties=FLUSH)
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="0" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr/>{body}</p:sp>"
    )


def icon(pen: Pen, glyph: str, frame: Frame) -> None:
    """A section's emoji beside its title. It says no more than the title, so screen readers pass it by."""
    size = frame.width * ICON_SHARE
    body = pen.body([pen.paragraph(pen.words(glyph, Ink(size, "accent1")), CENTRED)], properties=FIXED)
    add(
        pen.slide,
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="0" name="Icon">{DECORATIVE}</p:cNvPr><p:cNvSpPr/><p:nvPr/>'
        f"</p:nvSpPr><p:spPr>{place(frame)}{geometry('ellipse')}"
        '<a:solidFill><a:schemeClr val="bg2"/></a:solidFill>'
        f"<a:ln><a:noFill/></a:ln></p:spPr>{body}</p:sp>",
    )


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """Where a table stands and whose style it has; `flags` say which of its parts the style sets apart.

    `holder` is the placeholder that holds it, as XML; `along` says where its paragraphs run, as attributes; `flush`
    labels stand flush with the title above them. `cells` and `heads` are what the style leaves unsaid.
    """

    frame: Frame
    style: str
    flags: str
    holder: str = ""
    along: str = ""
    flush: bool = True
    cells: Ink = LAYOUT_INK
    heads: Ink = LAYOUT_INK


def our_table(facts: FactsSlide, area: Frame, width: float, *, rtl: bool) -> PlacedTable:
    """A table at the top of an area of our own layout, on slides of that width."""
    tall = fsum(row.height_pt for row in facts.rows)
    frame = Frame(area.left, area.top - 8, area.width, tall).towards(width, rtl=rtl)
    return PlacedTable(frame, TABLE_STYLE, 'firstCol="1"')


def table(pen: Pen, facts: FactsSlide, placed: PlacedTable, *, rtl: bool) -> None:
    """Facts as a native table whose first column is marked as its headings."""
    widths = (facts.label_width_pt, placed.frame.width - facts.label_width_pt)
    edge = ("R" if rtl else "L") if placed.flush else ""
    rows = [_row(pen, one, facts.size_pt, edge, placed) for one in facts.rows]
    native_table(pen, facts.heading.text, widths, rows, placed, rtl=rtl)


def _row(pen: Pen, fact: FactRow, size: float, edge: str, placed: PlacedTable) -> str:
    marks = f"<a:pPr{placed.along}/>" if placed.along else ""
    heads, cells = replace(placed.heads, size=size), replace(placed.cells, size=size)
    label = cell(pen, [pen.paragraph(pen.words(fact.label, heads), marks)], edge, anchor="ctr")
    value = cell(pen, [pen.paragraph(pen.text(fact.value, cells), marks)], anchor="ctr")
    return row([label, value], fact.height_pt)


def native_table(  # noqa: PLR0913  # all that tables differ in
    pen: Pen, described: str, widths: Iterable[float], rows: Iterable[str], placed: PlacedTable, *, rtl: bool
) -> None:
    """A table that programs know as one; `widths` of columns in points, `rows` by `row`."""
    columns = "".join(f'<a:gridCol w="{round(width * EMU)}"/>' for width in widths)
    add(
        pen.slide,
        f'<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr><p:cNvPr id="0" name="Table" '
        f'descr="{attribute(described)}"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
        f"</p:cNvGraphicFramePr><p:nvPr>{placed.holder}</p:nvPr></p:nvGraphicFramePr>{place(placed.frame, 'p')}"
        f'<a:graphic><a:graphicData uri="{TABLE}"><a:tbl><a:tblPr rtl="{int(rtl)}" {placed.flags}>'
        f"<a:tableStyleId>{placed.style}</a:tableStyleId></a:tblPr><a:tblGrid>{columns}</a:tblGrid>{''.join(rows)}"
        "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>",
    )


def row(cells: Iterable[str], height: float) -> str:
    """A row of a table, its height in points."""
    return f'<a:tr h="{round(height * EMU)}">{"".join(cells)}</a:tr>'


def cell(pen: Pen, paragraphs: Sequence[str], flush: str = "", more: str = "", anchor: str = "") -> str:
    """A cell of a table; on the side that `flush` names (L or R) it has no margin, `more` is its look as XML."""
    pad = round(PADDING * EMU)
    margins = "".join(f' mar{side}="{0 if side == flush else pad}"' for side in "LRTB")
    body = pen.body(list(paragraphs), tag="a:txBody", properties="<a:bodyPr/>")
    anchored = f' anchor="{anchor}"' if anchor else ""
    return f"<a:tc>{body}<a:tcPr{margins}{anchored}>{more}</a:tcPr></a:tc>"


def place(frame: Frame, prefix: str = "a") -> str:
    """Where a shape stands; tables and charts say it in the presentation's own namespace."""
    left, top, width, height = frame.emu
    return f'<{prefix}:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></{prefix}:xfrm>'


def geometry(shape: str, roundness: int | None = None) -> str:
    """A standard shape as XML, its corners rounded by hundred-thousandths of its shorter side."""
    guide = "" if roundness is None else f'<a:gd name="adj" fmla="val {roundness}"/>'
    return f'<a:prstGeom prst="{shape}"><a:avLst>{guide}</a:avLst></a:prstGeom>'
