"""Copy date, footer and slide number from a company's layout to a slide, because python-pptx does not."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from lxml import etree
from pptx.oxml.ns import qn

from ladder_export.core.text import is_rtl, plain_text
from ladder_export.theme.pptx_template.layouts import FOOT, Layout, Placeholder
from ladder_export.writers.fonts.text_metrics import FontPair
from ladder_export.writers.pptx.custom_template.font_substitution import line_height_of
from ladder_export.writers.pptx.custom_template.placeholder_map import TextPlaceholder
from ladder_export.writers.pptx.drawingml_text import LAYOUT_STYLE, RunStyle, TextWriter, escape_attribute
from ladder_export.writers.pptx.geometry import xfrm_xml
from ladder_export.writers.pptx.master import NAMESPACES, NUMBER_FIELD
from ladder_export.writers.pptx.shapes import NON_VISUAL_PROPERTIES, append_shape, placeholders
from ladder_export.writers.slides.packing import text_height_pt

FIELD_TEXT_PATH = f".//{qn('a:fld')}/{qn('a:t')}"
MIN_WIDTH_SHARE = 0.04  # of the slide's width: three digits
MIN_SCALE = 0.6  # of its size: a footer that does not fit even then loses a part


# Words of prompts such as "Presentation title | Author"; a company's own footer has other words, too.
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


def copy_footer(  # noqa: PLR0913, PLR0917  # what a footer shows
    writer: TextWriter, layout: Layout, text: str, legend: str, number: int, fonts: FontPair
) -> None:
    """Copy the date, footer and slide number of a layout to the writer's slide, as far as the layout shows them.

    `text` and the `legend` of the slide's marks ("": none) are added to the layout's own footer; `fonts` measure the
    result. If not all fits, even in smaller type, the legend is left out first, then the layout's own text. `number` is
    the slide's number, from 1.
    """
    shapes = {index: shape for index, shape in placeholders(writer.slide.slide_layout) if shape.tag == qn("p:sp")}
    for placeholder in _shown_placeholders(layout):
        runs = _footer_runs(writer, placeholder, text, legend, fonts) if placeholder.kind == "ftr" else ""
        content = _paragraphs(writer, placeholder, shapes[placeholder.index], runs, number)
        if content:
            append_shape(writer.slide, _shape_xml(placeholder, shapes[placeholder.index], writer, content))


def _shown_placeholders(layout: Layout) -> Iterator[Placeholder]:
    """Yield the first date, footer and number of a layout, without those that are hidden or too narrow to show."""
    first = {placeholder.kind: placeholder for placeholder in reversed(layout.placeholders)}
    for placeholder in layout.placeholders:
        is_squeezed = placeholder.is_clipped and placeholder.box.width_pt < MIN_WIDTH_SHARE * layout.slide.width_pt
        is_first = placeholder is first[placeholder.kind]
        if is_first and placeholder.kind in FOOT and not is_squeezed and not placeholder.is_hidden:
            yield placeholder


def _paragraphs(
    writer: TextWriter, placeholder: Placeholder, shape: etree._Element, runs: str, number: int
) -> tuple[str, ...]:
    """Return the paragraphs of a footer placeholder as XML; empty if it has nothing to show."""
    match placeholder.kind:
        case "dt":
            return _own_paragraphs(_without_date(shape, writer.language)) if placeholder.text else ()
        case "ftr":
            return (writer.paragraph(runs, _direction_xml(writer, placeholder)),) if runs else ()
        case _:
            numbered = copy.deepcopy(shape)
            for words_of_field in numbered.iterfind(FIELD_TEXT_PATH):
                words_of_field.text = str(number)
                return _own_paragraphs(numbered)
            return (writer.paragraph(NUMBER_FIELD.format(writer.language, number)),)


def _without_date(shape: etree._Element, language: str) -> etree._Element:
    """Return a copy of the date's shape without the day on which the template was saved.

    Programs fill in the current date, in the document's language.
    """
    copied = copy.deepcopy(shape)
    for field in copied.iter(qn("a:fld")):
        for text in field.iter(qn("a:t")):
            text.text = ""
        if field.find(qn("a:rPr")) is None:
            field.insert(0, field.makeelement(qn("a:rPr")))
        field.find(qn("a:rPr")).set("lang", language)
    return copied


def _direction_xml(writer: TextWriter, placeholder: Placeholder) -> str:
    """Return an `a:pPr` that keeps text at the template's side; empty if the direction is the same."""
    style, rtl = placeholder.levels[0], is_rtl(writer.language)
    return "" if rtl == style.rtl else f'<a:pPr algn="{style.align}" rtl="{int(rtl)}"/>'


def is_prompt(placeholder: Placeholder) -> bool:
    """Return whether a layout's footer only asks for text, such as "Presentation title | Author"."""
    words = re.findall(r"\w+", placeholder.text.casefold())
    return (
        placeholder.is_prompt
        or bool(BRACKETED.fullmatch(placeholder.text))
        or all(PROMPTS.fullmatch(word) for word in words)
    )


def _footer_runs(writer: TextWriter, placeholder: Placeholder, text: str, legend: str, fonts: FontPair) -> str:
    """Return as much of the footers and the legend as fits, at the largest size; in the order that `copy_footer` says."""
    own = "" if is_prompt(placeholder) else placeholder.text
    full = placeholder.levels[0].size_pt
    for lines in ((own, text, legend), (own, text), (text, legend), (text,), (own,)):
        runs = " · ".join(dict.fromkeys(filter(None, lines)))
        for size in (full, *range(round(full) - 1, round(full * MIN_SCALE) - 1, -1)):
            frame = TextPlaceholder(placeholder).text_frame(size, line_height_of(fonts.regular))
            if runs and text_height_pt(plain_text(runs), fonts, frame) <= frame.height_pt:
                return writer.plain_runs(runs, LAYOUT_STYLE if size == full else RunStyle(size))
    return ""


def _own_paragraphs(shape: etree._Element) -> tuple[str, ...]:
    """Return the layout's own paragraphs as XML, without links, whose targets are in another part."""
    paragraphs = copy.deepcopy(shape.findall(f".//{qn('a:p')}"))
    for paragraph in paragraphs:
        for link in [*paragraph.iter(qn("a:hlinkClick")), *paragraph.iter(qn("a:hlinkMouseOver"))]:
            link.getparent().remove(link)
    return tuple(etree.tostring(paragraph, encoding="unicode") for paragraph in paragraphs)


def _shape_xml(placeholder: Placeholder, shape: etree._Element, writer: TextWriter, content: tuple[str, ...]) -> str:
    """Return the placeholder as XML; its position is repeated where the layout inherits it from the master."""
    kind = etree.tostring(shape.find(f".//{qn('p:ph')}"), encoding="unicode", with_tail=False)
    name = escape_attribute(
        next((named.get("name") for named in shape.iter(NON_VISUAL_PROPERTIES) if "name" in named.attrib), "")
    )
    body = writer.text_body(content, properties="<a:bodyPr/>")
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="0" name="{name}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{kind}</p:nvPr></p:nvSpPr>'
        f"<p:spPr>{'' if placeholder.has_position and not placeholder.is_clipped else xfrm_xml(placeholder.box)}</p:spPr>{body}</p:sp>"
    )
