"""This file carries date, footer and number from a company's layout to a slide, which python-pptx leaves behind."""

from __future__ import annotations

import copy
import re
from dataclasses import astuple

from lxml import etree
from pptx.oxml.ns import qn

from ladder_export.core.text import is_rtl, plain_text
from ladder_export.theme.pptx_template.layouts import FOOT, Layout, Placeholder
from ladder_export.theme.pptx_template.space import EMU
from ladder_export.writers.fonts.text_metrics import FontPair
from ladder_export.writers.pptx.custom_template.font_substitution import tall
from ladder_export.writers.pptx.custom_template.placeholder_map import Place
from ladder_export.writers.pptx.drawingml_text import LAYOUT_STYLE, RunStyle, TextWriter, escape_attribute
from ladder_export.writers.pptx.master import NAMESPACES, NUMBER_FIELD
from ladder_export.writers.pptx.shapes import NON_VISUAL_PROPERTIES, PLACEHOLDER_PATH, append_shape
from ladder_export.writers.slides.packing import text_height_pt

WORDS_OF_FIELD = f".//{qn('a:fld')}/{qn('a:t')}"
NARROWEST = 0.04  # of a slide's width: three figures
SMALLEST = 0.6  # of a footer's size: what does not fit even then is not all said


# Words of which prompts are made, such as "Presentation title | Author": a company's own say something else, too.
PROMPTS = re.compile(
    "a|abteilung|add|and|apresentação|aqui|aquí|auteur|author|autor|autore|bearbeiten|clic|click|clique|"
    "cliquez|company|date|datum|de|deck|department|der|des|die|document|du|durch|edit|editar|einfügen|"
    "eingeben|enter|ersetzen|fare|footer|for|fusszeile|fußzeile|haga|here|hier|ici|inserir|inserire|"
    "insert|insertar|insérer|klicken|klik|kopf|la|le|modificare|modifier|naam|name|namen|nom|nombre|nome|"
    "of|om|or|page|pagina|para|per|pie|pied|piè|pour|presentación|presentatie|presentation|presentazione|"
    "presenter|präsentation|präsentationstitel|présentation|página|qui|referent|replace|rodapé|short|"
    "speaker|sub|subtitle|tab|text|the|thema|this|titel|title|titolo|titre|to|topic|type|título|und|via|"
    "view|voettekst|votre|with|your"
)
BRACKETED = re.compile(r"[<\[{‹«(].*[>\]}›»)]", re.DOTALL)


def foot(pen: TextWriter, layout: Layout, words: str, number: int, faces: FontPair) -> None:
    """Fills what the layout has at its foot: its date if it shows one, its words with ours, the number."""
    narrowest = NARROWEST * layout.slide.width
    shapes = {
        int(shape.find(PLACEHOLDER_PATH).get("idx", "0")): shape
        for shape in pen.slide.slide_layout.shapes.element.findall(qn("p:sp"))
        if shape.find(PLACEHOLDER_PATH) is not None
    }
    first = {holder.kind: holder for holder in reversed(layout.placeholders)}
    for holder in (one for one in layout.placeholders if one is first[one.kind]):
        squeezed = holder.clipped and holder.box.width < narrowest
        if holder.kind in FOOT and not squeezed and not holder.hidden:
            line = _footer(pen, holder, words, faces) if holder.kind == "ftr" else ""
            content = _content(pen, holder, shapes[holder.index], line, number)
            if content:
                append_shape(pen.slide, _shape(holder, shapes[holder.index], pen, content))


def _content(pen: TextWriter, holder: Placeholder, shape: etree._Element, line: str, number: int) -> tuple[str, ...]:
    """The paragraphs of one placeholder; none where it has nothing to show."""
    match holder.kind:
        case "dt":
            return _own(_undated(shape, pen.language)) if holder.words else ()
        case "ftr":
            return (pen.paragraph(line, _direction(pen, holder)),) if line else ()
        case _:
            numbered = copy.deepcopy(shape)
            for words_of_field in numbered.iterfind(WORDS_OF_FIELD):
                words_of_field.text = str(number)
                return _own(numbered)
            return (pen.paragraph(NUMBER_FIELD.format(pen.language, number)),)


def _undated(shape: etree._Element, language: str) -> etree._Element:
    """The date's shape without the day on which the template was saved: programs fill in theirs, in our language."""
    emptied = copy.deepcopy(shape)
    for field in emptied.iter(qn("a:fld")):
        for shown in field.iter(qn("a:t")):
            shown.text = ""
        if field.find(qn("a:rPr")) is None:
            field.insert(0, field.makeelement(qn("a:rPr")))
        field.find(qn("a:rPr")).set("lang", language)
    return emptied


def _direction(pen: TextWriter, holder: Placeholder) -> str:
    """What a paragraph says of its direction: it stays on the side where the template has it."""
    style, rtl = holder.levels[0], is_rtl(pen.language)
    return "" if rtl == style.rtl else f'<a:pPr algn="{style.align}" rtl="{int(rtl)}"/>'


def is_prompt(holder: Placeholder) -> bool:
    """Whether what a layout has for a footer only says what to write there."""
    said = re.findall(r"\w+", holder.words.casefold())
    return holder.prompt or bool(BRACKETED.fullmatch(holder.words)) or all(PROMPTS.fullmatch(word) for word in said)


def _footer(pen: TextWriter, holder: Placeholder, words: str, faces: FontPair) -> str:
    """The template's words and ours at the largest size at which they fit; else ours, else the template's."""
    own = "" if is_prompt(holder) else holder.words
    both = " · ".join(dict.fromkeys(part for part in (own, words) if part))
    full = holder.levels[0].size
    for line in (both, words, own):
        for size in (full, *range(round(full) - 1, round(full * SMALLEST) - 1, -1)):
            room = Place(holder).room(size, tall(faces.regular))
            if line and text_height_pt(plain_text(line), faces, room) <= room.height_pt:
                return pen.plain_runs(line, LAYOUT_STYLE if size == full else RunStyle(size))
    return ""


def _own(shape: etree._Element) -> tuple[str, ...]:
    """The layout's own paragraphs, without links, which lead out of its part."""
    paragraphs = copy.deepcopy(shape.findall(f".//{qn('a:p')}"))
    for paragraph in paragraphs:
        for link in [*paragraph.iter(qn("a:hlinkClick")), *paragraph.iter(qn("a:hlinkMouseOver"))]:
            link.getparent().remove(link)
    return tuple(etree.tostring(paragraph, encoding="unicode") for paragraph in paragraphs)


def _shape(holder: Placeholder, shape: etree._Element, pen: TextWriter, content: tuple[str, ...]) -> str:
    """The placeholder on the slide; its place is said where the layout leaves it to the master, which not all ask."""
    kind = etree.tostring(shape.find(f".//{qn('p:ph')}"), encoding="unicode", with_tail=False)
    name = escape_attribute(
        next((named.get("name") for named in shape.iter(NON_VISUAL_PROPERTIES) if "name" in named.attrib), "")
    )
    left, top, width, tall = (round(side * EMU) for side in astuple(holder.box))
    place = f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{tall}"/></a:xfrm>'
    body = pen.text_body(content, properties="<a:bodyPr/>")
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="0" name="{name}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{kind}</p:nvPr></p:nvSpPr>'
        f"<p:spPr>{'' if holder.placed and not holder.clipped else place}</p:spPr>{body}</p:sp>"
    )
