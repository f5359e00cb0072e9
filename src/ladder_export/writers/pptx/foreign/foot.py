"""This file carries date, footer and number from a company's layout to a slide, which python-pptx leaves behind."""

from __future__ import annotations

import copy
from dataclasses import astuple

from lxml import etree
from pptx.oxml.ns import qn

from ladder_export.text import literal
from ladder_export.theme.template.anatomy import EMU, FOOT, Placeholder
from ladder_export.writers.metrics import Faces
from ladder_export.writers.pptx.foreign.faces import tall
from ladder_export.writers.pptx.foreign.rooms import Place
from ladder_export.writers.pptx.master import NAMESPACES
from ladder_export.writers.pptx.shapes import HOLDER, NAMED, add
from ladder_export.writers.pptx.writing import LAYOUT_INK, Ink, Pen, attribute
from ladder_export.writers.slides.filling import height

NUMBER = '<a:fld id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum"><a:rPr lang="{}"/><a:t>{}</a:t></a:fld>'
WORDS_OF_FIELD = f".//{qn('a:fld')}/{qn('a:t')}"
NARROWEST = 36.0  # points: three figures
SMALLEST = 0.6  # of a footer's size: what does not fit even then is not all said


def foot(pen: Pen, holders: tuple[Placeholder, ...], words: str, number: int, faces: Faces) -> None:
    """Fills what the layout has at its foot: its date if it shows one, its words with ours, the number."""
    shapes = {
        shape.find(HOLDER).get("type", ""): shape
        for shape in pen.slide.slide_layout.shapes.element.findall(qn("p:sp"))
        if shape.find(HOLDER) is not None
    }
    for holder in holders:
        if holder.kind in FOOT and not (holder.clipped and holder.box.width < NARROWEST):
            line = _footer(pen, holder, words, faces) if holder.kind == "ftr" else ""
            content = _content(pen, holder, shapes[holder.kind], line, number)
            if content:
                add(pen.slide, _shape(holder, shapes[holder.kind], pen, content))


def _content(pen: Pen, holder: Placeholder, shape: etree._Element, line: str, number: int) -> tuple[str, ...]:
    """The paragraphs of one placeholder; none where it has nothing to show."""
    match holder.kind:
        case "dt":
            return _own(_undated(shape)) if holder.words else ()
        case "ftr":
            return (pen.paragraph(line),) if line else ()
        case _:
            numbered = copy.deepcopy(shape)
            for words_of_field in numbered.iterfind(WORDS_OF_FIELD):
                words_of_field.text = str(number)
                return _own(numbered)
            return (pen.paragraph(NUMBER.format(pen.language, number)),)


def _undated(shape: etree._Element) -> etree._Element:
    """The date's shape without the day on which the template was saved: programs fill in theirs."""
    emptied = copy.deepcopy(shape)
    for shown in emptied.iterfind(WORDS_OF_FIELD):
        shown.text = ""
    return emptied


def _footer(pen: Pen, holder: Placeholder, words: str, faces: Faces) -> str:
    """The template's words and ours at the largest size at which they fit; else ours, else the template's."""
    both = " · ".join(dict.fromkeys(part for part in (holder.words, words) if part))
    full = holder.levels[0].size
    for line in (both, words, holder.words):
        for size in (full, *range(round(full) - 1, round(full * SMALLEST) - 1, -1)):
            room = Place(holder).room(size, tall(faces.regular))
            if line and height(literal(line), faces, room) <= room.height:
                return pen.words(line, LAYOUT_INK if size == full else Ink(size))
    return ""


def _own(shape: etree._Element) -> tuple[str, ...]:
    """The layout's own paragraphs, without links, which lead out of its part."""
    paragraphs = copy.deepcopy(shape.findall(f".//{qn('a:p')}"))
    for paragraph in paragraphs:
        for link in [*paragraph.iter(qn("a:hlinkClick")), *paragraph.iter(qn("a:hlinkMouseOver"))]:
            link.getparent().remove(link)
    return tuple(etree.tostring(paragraph, encoding="unicode") for paragraph in paragraphs)


def _shape(holder: Placeholder, shape: etree._Element, pen: Pen, content: tuple[str, ...]) -> str:
    """The placeholder on the slide; its place is said where the layout leaves it to the master, which not all ask."""
    kind = etree.tostring(shape.find(f".//{qn('p:ph')}"), encoding="unicode", with_tail=False)
    name = attribute(next((named.get("name") for named in shape.iter(NAMED) if "name" in named.attrib), ""))
    left, top, width, tall = (round(side * EMU) for side in astuple(holder.box))
    place = f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{tall}"/></a:xfrm>'
    body = pen.body(content, properties="<a:bodyPr/>")
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="0" name="{name}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{kind}</p:nvPr></p:nvSpPr>'
        f"<p:spPr>{'' if holder.placed and not holder.clipped else place}</p:spPr>{body}</p:sp>"
    )
