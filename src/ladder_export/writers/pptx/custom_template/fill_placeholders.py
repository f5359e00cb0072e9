"""This file puts text and tables into a company's placeholders, and says of their looks only what must differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from math import fsum

from lxml import etree
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.slide import Slide

from ladder_export.core.text import Text
from ladder_export.theme.pptx_template.layouts import Layout
from ladder_export.theme.pptx_template.roles import TITLES
from ladder_export.theme.pptx_template.space import EMU
from ladder_export.theme.pptx_template.text_style import TextStyle
from ladder_export.writers.pptx import chart, form_tables, grid_tables
from ladder_export.writers.pptx.custom_template.contrast import TableStyle, ink, mended, series, table_style
from ladder_export.writers.pptx.custom_template.placeholder_map import Place, halves, inside
from ladder_export.writers.pptx.drawingml_text import NEW_MARK, TextWriter, printable
from ladder_export.writers.pptx.geometry import Rect
from ladder_export.writers.pptx.shapes import PLACEHOLDER_PATH, TableSpec, add_facts_table, placeholders
from ladder_export.writers.slides.model import FactsSlide, FormTableSlide, GridSlide, Paragraph, RadarSlide

RINGS = 40  # hundredths of the ink of words: they stand back, and show on any ground that words show on
NEARLY = 0.01  # points: sizes closer than that are the same
FACTS = 'firstCol="1" bandRow="1"'  # how a table of facts is set apart
MIRRORED = {"l": "r", "r": "l"}


@dataclass(frozen=True, slots=True)
class Wording:
    """What goes into a placeholder: paragraphs of runs at a size in points, and where they look unlike the layout.

    `bare` has no bullets at all; `points` are what the texts were made of, `nested` the sizes of those below others,
    from the first level down, and `indent` what each level hangs by, in points; `ink` is a colour as XML where the layout's
    cannot be seen.
    """

    texts: tuple[str, ...]
    size: float
    bare: bool = False
    points: tuple[Paragraph, ...] = ()
    nested: tuple[float, ...] = ()
    indent: float = 0.0
    ink: str = ""


def fill(pen: TextWriter, place: Place, wording: Wording, layout: Layout, *, rtl: bool) -> None:
    """Puts words into a placeholder of the slide."""
    wording = replace(wording, ink=mended(place, layout))
    points = wording.points or (Paragraph(Text((), "")),) * len(wording.texts)
    marks = [_mark(place, wording, point) for point in points]
    paragraphs = [pen.paragraph(text, mark) for text, mark in zip(wording.texts, marks, strict=True)]
    body = pen.text_body(paragraphs, styles=_levels(place, wording, rtl=rtl), properties=_box(place))
    shape = _shape(pen.slide, place.holder.index)
    shape.replace(shape.find(qn("p:txBody")), parse_xml(body))
    if place.holder.moved:
        shape.x, shape.y, shape.cx, shape.cy = Rect(*astuple(place.holder.box)).emu


def put_table(pen: TextWriter, facts: FactsSlide, place: Place, layout: Layout, *, rtl: bool) -> None:
    """Facts as a table of the template's own style, in the content placeholder as if inserted there by hand."""
    tall = fsum(row.height_pt for row in facts.rows)
    style = table_style(pen.slide, place, layout, FACTS, facts.size_pt)
    add_facts_table(pen, facts, _held(pen, place, tall, style, _along(layout, rtl=rtl)), rtl=rtl)


def put_columns(pen: TextWriter, slide: FormTableSlide, place: Place, layout: Layout, *, rtl: bool) -> None:
    """A table under headings, in the same way."""
    style = table_style(pen.slide, place, layout, form_tables.style_flags(slide), slide.size_pt)
    placed = _held(pen, place, form_tables.table_height_pt(slide), style, _along(layout, rtl=rtl))
    form_tables.add_form_table(pen, slide, placed, rtl=rtl)


def put_grid(pen: TextWriter, slide: GridSlide, place: Place, layout: Layout, *, rtl: bool) -> None:
    """Things side by side, in the same way."""
    style = table_style(pen.slide, place, layout, grid_tables.style_flags(slide), slide.size_pt)
    grid_tables.add_grid_table(pen, slide, _held(pen, place, slide.height_pt, style, _along(layout, rtl=rtl)), rtl=rtl)


def _held(pen: TextWriter, place: Place, tall: float, style: TableStyle, along: str) -> TableSpec:
    """A table that takes the place of a placeholder, which leaves."""
    shape, holder = _shape(pen.slide, place.holder.index), place.holder
    kind = shape.find(PLACEHOLDER_PATH)
    takes_tables = holder.kind in ("obj", "tbl")
    (left, top, right, _), box = holder.insets, holder.box
    placed = TableSpec(
        rect=Rect(box.left + left, box.top + top, box.width - left - right, tall),
        style_id=style.style,
        style_flags=style.flags,
        placeholder_xml=etree.tostring(kind, encoding="unicode", with_tail=False) if takes_tables else "",
        paragraph_attributes=along,
        has_flush_labels=False,
        cell_style=style.cells,
        header_style=style.heads,
    )
    shape.getparent().remove(shape)
    return placed


def put_radar(pen: TextWriter, slide: RadarSlide, place: Place, layout: Layout, size: float, *, rtl: bool) -> None:  # noqa: PLR0913  # all that a chart depends on
    """Ratings as a chart in the content placeholder, and beside it the table of what it shows, if that fits there."""
    left, right = halves(place)
    first, second = (right, left) if rtl else (left, right)
    first = first if slide.table else inside(place)
    shape = _shape(pen.slide, place.holder.index)
    kind = shape.find(PLACEHOLDER_PATH)
    held = etree.tostring(kind, encoding="unicode", with_tail=False) if place.holder.kind == "obj" else ""
    shape.getparent().remove(shape)
    words = ink(place, layout)
    rings = chart.with_opacity(words, RINGS)
    chart.add_radar_chart(pen, slide, chart.ChartSpec(first, size, rings, words, series(place, layout), held))
    if slide.table:
        tall = fsum(row.height_pt for row in slide.table.rows)
        frame = Rect(second.left_pt, second.top_pt, second.width_pt, tall)
        style = table_style(pen.slide, place, layout, FACTS, slide.table.size_pt)
        placed = TableSpec(
            frame,
            style.style,
            style.flags,
            paragraph_attributes=_along(layout, rtl=rtl),
            has_flush_labels=False,
            cell_style=style.cells,
            header_style=style.heads,
        )
        add_facts_table(pen, slide.table, placed, rtl=rtl)


def _along(layout: Layout, *, rtl: bool) -> str:
    """Where paragraphs of tables run, as attributes, if that is not what they do anyway."""
    if rtl:
        return ' algn="r" rtl="1"'
    return ' algn="l" rtl="0"' if layout.rtl_tables else ""


def clear(slide: Slide, kept: Iterable[int]) -> None:
    """Takes out every placeholder that holds nothing, so that none asks to be clicked."""
    for number, shape in placeholders(slide):
        if number not in kept:
            shape.getparent().remove(shape)


def holds_title(slide: Slide, title: str) -> bool:
    """Whether the slide says these words in a placeholder for titles, where outlines and screen readers look for them."""
    shapes = [shape for _, shape in placeholders(slide) if shape.find(PLACEHOLDER_PATH).get("type") in TITLES]
    said = ["".join(run.text or "" for run in shape.iter(qn("a:t"))) for shape in shapes]
    return printable(title).replace("\n", "") in said


def _shape(slide: Slide, index: int) -> etree._Element:
    for number, shape in placeholders(slide):
        if number == index:
            return shape
    raise AssertionError(f"{slide.slide_layout.part.partname} was not seen to lack placeholder {index}")


def _box(place: Place) -> str:
    """The text box as inherited; insets that are unusual are repeated, for not every program asks the layout."""
    left, top, right, bottom = (round(inset * EMU) for inset in place.holder.insets)
    insets = f' lIns="{left}" tIns="{top}" rIns="{right}" bIns="{bottom}"'
    usual = (left, top, right, bottom) == (91440, 45720, 91440, 45720)
    form_tables = ' numCol="1"' if place.holder.columns > 1 else ""
    return f"<a:bodyPr{'' if usual else insets}{form_tables}><a:normAutofit/></a:bodyPr>"


def _mark(place: Place, wording: Wording, point: Paragraph) -> str:
    """A paragraph's level and mark: none where it goes on from the slide before, a star where it is new."""
    lowered = place.level - 1 + point.depth
    deep = f' lvl="{lowered}"' if lowered else ""
    if point.no_bullet and not wording.bare:
        return f'<a:pPr{deep} marL="0" indent="0"><a:buNone/></a:pPr>'
    if point.continues and not wording.bare:
        margin = place.style.margin if not point.depth else wording.indent * (point.depth + 1)
        return f'<a:pPr{deep} marL="{round(margin * EMU)}" indent="0"><a:buNone/></a:pPr>'
    star = NEW_MARK if point.is_new and not wording.bare else ""
    side = round(wording.indent * EMU)
    hang = f' marL="{side}" indent="{-side}"' if star and not point.depth and not place.style.margin else ""
    return f"<a:pPr{deep}{hang}>{star}</a:pPr>" if deep or star else ""


def turned(style: TextStyle, *, rtl: bool) -> str:
    """The direction of paragraphs as attributes, with the alignment that goes with it, where the template's is another."""
    if rtl == style.rtl:
        return ""
    align = MIRRORED.get(style.align, style.align) if rtl else "l" if style.align == "r" else style.align
    return f' algn="{align}" rtl="{int(rtl)}"'


def _levels(place: Place, wording: Wording, *, rtl: bool) -> str:
    """The styles of all levels in use; what is nested hangs as deep as it was measured."""
    styles = [_level(place, wording, rtl=rtl)]
    for depth, size in enumerate(wording.nested, 1):
        margin = f' marL="{round(wording.indent * (depth + 1) * EMU)}" indent="{-round(wording.indent * EMU)}"'
        deeper = place.holder.levels[min(place.level + depth, len(place.holder.levels)) - 1]
        mirrored = turned(deeper, rtl=rtl)
        style = f'<a:defRPr sz="{round(size * 100)}">{_inked(wording)}</a:defRPr>'
        styles.append(f"<a:lvl{place.level + depth}pPr{margin}{mirrored}>{style}</a:lvl{place.level + depth}pPr>")
    return "".join(styles)


def _inked(wording: Wording) -> str:
    return f"<a:solidFill>{wording.ink}</a:solidFill>" if wording.ink else ""


def _level(place: Place, wording: Wording, *, rtl: bool) -> str:
    """The level's style as far as it differs from the template's."""
    style = place.style
    hang = ' marL="0" indent="0"' if wording.bare and (style.margin or style.indent or style.marked) else ""
    mirrored = turned(style, rtl=rtl)
    leading = "" if style.leading else '<a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
    bullet = "<a:buNone/>" if wording.bare and style.marked else ""
    tracking = f' spc="{round(style.tracking * 100 * wording.size / style.size)}"' if style.tracking else ""
    same = abs(wording.size - style.size) < NEARLY and not wording.nested
    amount = "" if same else f' sz="{round(wording.size * 100)}"{tracking}'
    size = f"<a:defRPr{amount}>{_inked(wording)}</a:defRPr>" if amount or wording.ink else ""
    if not any((hang, mirrored, leading, bullet, size)):
        return ""
    return f"<a:lvl{place.level}pPr{hang}{mirrored}>{leading}{bullet}{size}</a:lvl{place.level}pPr>"
