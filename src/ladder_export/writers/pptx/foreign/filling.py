"""This file puts text and tables into a company's placeholders, and says of their looks only what must differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.slide import Slide

from ladder_export.text import Text
from ladder_export.theme.template.anatomy import EMU
from ladder_export.theme.template.roles import TITLES
from ladder_export.writers.pptx import chart, columns, tables
from ladder_export.writers.pptx.foreign.rooms import Place, halves, inside
from ladder_export.writers.pptx.frames import Frame
from ladder_export.writers.pptx.shapes import HOLDER, TableLook, holders, table
from ladder_export.writers.pptx.writing import NEW, Pen, printable
from ladder_export.writers.slides.kinds import ColumnsSlide, FactsSlide, GridSlide, Point, RadarSlide

MEDIUM_STYLE_2 = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"  # every program has it, and takes its colours from the theme
GRID = '<a:schemeClr val="bg1"><a:lumMod val="75000"/></a:schemeClr>'  # every template has a ground
NEARLY = 0.01  # points: sizes closer than that are the same
MIRRORED = {"l": "r", "r": "l"}


@dataclass(frozen=True, slots=True)
class Wording:
    """What goes into a placeholder: paragraphs of runs at a size in points, and where they look unlike the layout.

    `bare` has no bullets at all; `points` are what the texts were made of, `nested` the sizes of those below others,
    from the first level down, and `indent` what each level hangs by, in points.
    """

    texts: tuple[str, ...]
    size: float
    bare: bool = False
    points: tuple[Point, ...] = ()
    nested: tuple[float, ...] = ()
    indent: float = 0.0


def fill(pen: Pen, place: Place, wording: Wording, *, rtl: bool) -> None:
    """Puts words into a placeholder of the slide."""
    points = wording.points or (Point(Text((), "")),) * len(wording.texts)
    marks = [_mark(place, wording, point) for point in points]
    paragraphs = [pen.paragraph(text, mark) for text, mark in zip(wording.texts, marks, strict=True)]
    body = pen.body(paragraphs, styles=_levels(place, wording, rtl=rtl), properties=_box(place))
    shape = _shape(pen.slide, place.holder.index)
    shape.replace(shape.find(qn("p:txBody")), parse_xml(body))
    if place.holder.clipped:
        shape.x, shape.y, shape.cx, shape.cy = Frame(*astuple(place.holder.box)).emu


def put_table(pen: Pen, facts: FactsSlide, place: Place, *, rtl: bool) -> None:
    """Facts as a table of the template's own style, in the content placeholder as if inserted there by hand."""
    tall = sum(row.height for row in facts.rows)
    table(pen, facts, _held(pen, place, tall, 'firstCol="1" bandRow="1"', rtl=rtl), rtl=rtl)


def put_columns(pen: Pen, slide: ColumnsSlide, place: Place, *, rtl: bool) -> None:
    """A table under headings, in the same way."""
    columns.columns(pen, slide, _held(pen, place, columns.tall(slide), columns.flags(slide), rtl=rtl), rtl=rtl)


def put_grid(pen: Pen, slide: GridSlide, place: Place, *, rtl: bool) -> None:
    """Things side by side, in the same way."""
    tables.grid(pen, slide, _held(pen, place, slide.height, tables.flags(slide), rtl=rtl), rtl=rtl)


def _held(pen: Pen, place: Place, tall: float, flags: str, *, rtl: bool) -> TableLook:
    """A table that takes the place of a placeholder, which leaves."""
    shape, holder = _shape(pen.slide, place.holder.index), place.holder
    kind = shape.find(HOLDER)
    takes_tables = holder.kind in ("obj", "tbl")
    (left, top, right, _), box = holder.insets, holder.box
    look = TableLook(
        frame=Frame(box.left + left, box.top + top, box.width - left - right, tall),
        style=_table_style(pen.slide),
        flags=flags,
        holder=etree.tostring(kind, encoding="unicode", with_tail=False) if takes_tables else "",
        marks='<a:pPr algn="r" rtl="1"/>' if rtl else "",
        flush=False,
    )
    shape.getparent().remove(shape)
    return look


def put_radar(pen: Pen, slide: RadarSlide, place: Place, size: float, *, rtl: bool) -> None:
    """Ratings as a chart in the content placeholder, and beside it the table of what it shows, if that fits there."""
    left, right = halves(place)
    first, second = (right, left) if rtl else (left, right)
    first = first if slide.table else inside(place)
    shape = _shape(pen.slide, place.holder.index)
    kind = shape.find(HOLDER)
    held = etree.tostring(kind, encoding="unicode", with_tail=False) if place.holder.kind == "obj" else ""
    shape.getparent().remove(shape)
    chart.radar(pen, slide, chart.Plot(first, size, GRID, held))
    if slide.table:
        tall = sum(row.height for row in slide.table.rows)
        frame = Frame(second.left, second.top, second.width, tall)
        marks = '<a:pPr algn="r" rtl="1"/>' if rtl else ""
        look = TableLook(frame, _table_style(pen.slide), 'firstCol="1" bandRow="1"', marks=marks, flush=False)
        table(pen, slide.table, look, rtl=rtl)


def clear(slide: Slide, kept: Iterable[int]) -> None:
    """Takes out every placeholder that holds nothing, so that none asks to be clicked."""
    for number, shape in holders(slide):
        if number not in kept:
            shape.getparent().remove(shape)


def holds_title(slide: Slide, title: str) -> bool:
    """Whether the slide says these words in a placeholder for titles, where outlines and screen readers look for them."""
    shapes = [shape for _, shape in holders(slide) if shape.find(HOLDER).get("type") in TITLES]
    said = ["".join(run.text or "" for run in shape.iter(qn("a:t"))) for shape in shapes]
    return printable(title).replace("\n", "") in said


def _shape(slide: Slide, index: int) -> etree._Element:
    for number, shape in holders(slide):
        if number == index:
            return shape
    raise AssertionError(f"{slide.slide_layout.part.partname} was not seen to lack placeholder {index}")


def _box(place: Place) -> str:
    """The text box as inherited; insets that are unusual are repeated, for not every program asks the layout."""
    left, top, right, bottom = (round(inset * EMU) for inset in place.holder.insets)
    insets = f' lIns="{left}" tIns="{top}" rIns="{right}" bIns="{bottom}"'
    usual = (left, top, right, bottom) == (91440, 45720, 91440, 45720)
    columns = ' numCol="1"' if place.holder.columns > 1 else ""
    return f"<a:bodyPr{'' if usual else insets}{columns}><a:normAutofit/></a:bodyPr>"


def _mark(place: Place, wording: Wording, point: Point) -> str:
    """A paragraph's level and mark: none where it goes on from the slide before, a star where it is new."""
    lowered = place.level - 1 + point.depth
    deep = f' lvl="{lowered}"' if lowered else ""
    if point.bare and not wording.bare:
        return f'<a:pPr{deep} marL="0" indent="0"><a:buNone/></a:pPr>'
    if not point.starts and not wording.bare:
        margin = place.style.margin if not point.depth else wording.indent * (point.depth + 1)
        return f'<a:pPr{deep} marL="{round(margin * EMU)}" indent="0"><a:buNone/></a:pPr>'
    star = NEW if point.new and not wording.bare else ""
    return f"<a:pPr{deep}>{star}</a:pPr>" if deep or star else ""


def _levels(place: Place, wording: Wording, *, rtl: bool) -> str:
    """The styles of all levels in use; what is nested hangs as deep as it was measured."""
    styles = [_level(place, wording, rtl=rtl)]
    for depth, size in enumerate(wording.nested, 1):
        margin = f' marL="{round(wording.indent * (depth + 1) * EMU)}" indent="{-round(wording.indent * EMU)}"'
        mirrored = f' algn="{MIRRORED.get(place.style.align, place.style.align)}" rtl="1"' if rtl else ""
        style = f'<a:defRPr sz="{round(size * 100)}"/>'
        styles.append(f"<a:lvl{place.level + depth}pPr{margin}{mirrored}>{style}</a:lvl{place.level + depth}pPr>")
    return "".join(styles)


def _level(place: Place, wording: Wording, *, rtl: bool) -> str:
    """The level's style as far as it differs from the template's."""
    style = place.style
    hang = ' marL="0" indent="0"' if wording.bare and (style.margin or style.indent or style.marked) else ""
    mirrored = f' algn="{MIRRORED.get(style.align, style.align)}" rtl="1"' if rtl else ""
    leading = "" if style.leading else '<a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
    bullet = "<a:buNone/>" if wording.bare and style.marked else ""
    tracking = f' spc="{round(style.tracking * 100 * wording.size / style.size)}"' if style.tracking else ""
    same = abs(wording.size - style.size) < NEARLY and not wording.nested
    size = "" if same else f'<a:defRPr sz="{round(wording.size * 100)}"{tracking}/>'
    if not any((hang, mirrored, leading, bullet, size)):
        return ""
    return f"<a:lvl{place.level}pPr{hang}{mirrored}>{leading}{bullet}{size}</a:lvl{place.level}pPr>"


def _table_style(slide: Slide) -> str:
    """The style that the template gives to tables people add."""
    presentation = slide.part.package.main_document_part
    for rel in presentation.rels.values():
        if rel.reltype == RELATIONSHIP_TYPE.TABLE_STYLES:
            return str(etree.fromstring(rel.target_part.blob).get("def", MEDIUM_STYLE_2))
    return MEDIUM_STYLE_2
