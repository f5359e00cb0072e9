"""A company's Word document as the base of Word output: its own styles, and new ones for styles that it lacks."""

from __future__ import annotations

import io
from collections.abc import Mapping
from itertools import count
from typing import cast

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.exceptions import XmlchemyError
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from lxml import etree

from ladder_export.theme.docx_template import ReferenceDocument
from ladder_export.theme.docx_template.roles import HYPERLINK, NORMAL, STYLE_ROLES
from ladder_export.theme.office_package import WORD
from ladder_export.writers.docx.styles import (
    CONTENTS_STYLES,
    STYLE_DESIGNS,
    StyleDesign,
    add_hyperlink_style,
    add_paragraph_style,
    set_language,
    set_size,
    set_up_contents,
)
from ladder_export.writers.docx.tables import text_width

MIN_TEXT_WIDTH = Mm(30)
MAX_BASES = 20  # styles that one can be based on, one after the other; there may be circles
DEFAULT_SIZE_PT = 10.0  # of text for which nobody says a size
LIST_BULLET = "List Bullet"
HEADINGS = {"Heading 1", "Heading 2", "Heading 3", "Heading 4"}
HEADING_SCALE = 0.85  # size of a heading as a multiple of the one above it
LIST_INDENT_PT = 18.0  # of each level of a list
BULLET = (
    '<w:abstractNum {namespace} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
    '<w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
)
NUMBERING = '<w:num {namespace} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>'
BODY_TEXT = 9  # the outline level of what is no heading, counted from 0


def open_base(reference: ReferenceDocument, language: str) -> tuple[WordDocument, Mapping[str, str]]:
    """Open an empty Word document that looks like a company's; return it with ids of its styles.

    The ids are by the name of what a style is used for, such as "Heading 1". Styles that the company's document lacks
    are added. `language` is that of the text. Raises BadTheme if python-docx cannot use the document.
    """
    try:
        word = docx.Document(io.BytesIO(reference.data))
        ids = {choice.role: choice.style_id for choice in reference.styles if choice.style_id}
        if NORMAL not in ids:
            ids[NORMAL] = _new_style(word, NORMAL).style_id
        for design in STYLE_DESIGNS:
            if design.name not in ids:
                ids[design.name] = _make_style(word, design, ids)
        if HYPERLINK not in ids:
            ids[HYPERLINK] = add_hyperlink_style(word).style_id
        set_language(_style(word, ids[NORMAL]), language)
        width = text_width(word)
    except (
        LookupError,
        ValueError,
        AttributeError,
        TypeError,
        PythonDocxError,
        XmlchemyError,
        OpcError,
        etree.LxmlError,
    ) as fault:
        WORD.reject_damaged(reference.name, str(fault))
    if width < MIN_TEXT_WIDTH:
        WORD.reject(reference.name, "its margins leave no room for text", "make the page wider or the margins smaller")
    return word, ids


def _make_style(word: WordDocument, design: StyleDesign, ids: Mapping[str, str]) -> str:
    """Add a style that looks like the one that stands in for it, and return its id."""
    base = STYLE_ROLES[design.name].fallback
    while base not in ids:
        base = STYLE_ROLES[base].fallback
    style, model = _new_style(word, design.name), _style(word, ids[base])
    style.base_style = model
    style.font.bold = style.font.cs_bold = (design.is_bold and base not in HEADINGS) or None
    style.font.italic = style.font.cs_italic = design.name.startswith("Example") or None
    paragraph = style.paragraph_format
    paragraph.keep_with_next = design.is_before_next or None
    if base == NORMAL:
        paragraph.space_before, paragraph.space_after = Pt(design.before_pt), Pt(design.after_pt)
    if design.name in CONTENTS_STYLES:
        set_up_contents(style, text_width(word))
    scale = HEADING_SCALE if {design.name, base} <= HEADINGS else min(design.size, 1)
    if scale < 1:
        set_size(style, scale * _size_pt(word, model))
    _set_structure(word, style, design.name, base)
    return style.style_id


def _set_structure(word: WordDocument, style: ParagraphStyle, name: str, base: str) -> None:
    """Make a style a list or a heading as its name says, and nothing else that the one it is based on is."""
    if name.startswith(LIST_BULLET):
        _make_list_style(word, style, name, base)
    elif base in HEADINGS:
        _set_number(style, 0)
    if name in HEADINGS:
        _set_outline_level(style, int(name[-1]) - 1)
    elif base in HEADINGS:
        _set_outline_level(style, BODY_TEXT)


def _new_style(word: WordDocument, name: str) -> ParagraphStyle:
    """Add a paragraph style; its name and id are numbered if the document has them for something else."""
    names, ids = {style.name for style in word.styles}, {style.style_id for style in word.styles}
    style = add_paragraph_style(
        word, next(candidate for candidate in (name, f"{name} 2", f"{name} 3") if candidate not in names)
    )
    if style.style_id in ids:
        style.element.styleId = next(
            f"{style.style_id}{number}" for number in count(2) if f"{style.style_id}{number}" not in ids
        )
    return style


def _style(word: WordDocument, style_id: str) -> ParagraphStyle:
    return cast("ParagraphStyle", word.styles.get_by_id(style_id, WD_STYLE_TYPE.PARAGRAPH))


def _size_pt(word: WordDocument, style: ParagraphStyle) -> float:
    """Return the size of a style's text: its own, else that of the styles it is based on, else the document's."""
    current: ParagraphStyle | None = style
    for _ in range(MAX_BASES):
        if current is None:
            break
        if current.font.size:
            return float(current.font.size.pt)
        current = cast("ParagraphStyle | None", current.base_style)
    sizes = word.styles.element.findall(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:sz')}")
    return float(sizes[0].get(qn("w:val"))) / 2 if sizes else DEFAULT_SIZE_PT


def _make_list_style(word: WordDocument, style: ParagraphStyle, name: str, base: str) -> None:
    """Give a list style its bullet, or the bullet of the list around it with a larger indent."""
    if base == NORMAL:
        _set_number(style, _add_bullet(word.part.numbering_part.element))
    depth = int(name[-1]) if name[-1].isdigit() else 1
    style.paragraph_format.left_indent = Pt(LIST_INDENT_PT * depth)
    style.paragraph_format.first_line_indent = Pt(-LIST_INDENT_PT)


def _add_bullet(numbering: BaseOxmlElement) -> int:
    """Add a numbering that is a bullet, and return its number."""
    abstracts, numbers = numbering.findall(qn("w:abstractNum")), numbering.findall(qn("w:num"))
    abstract = 1 + max((int(element.get(qn("w:abstractNumId"))) for element in abstracts), default=0)
    number = 1 + max((int(element.get(qn("w:numId"))) for element in numbers), default=0)
    namespace = nsdecls("w")
    before = len(numbering.findall(qn("w:numPicBullet"))) + len(abstracts)
    numbering.insert(before, parse_xml(BULLET.format(namespace=namespace, number=abstract)))
    num = parse_xml(NUMBERING.format(namespace=namespace, number=number, abstract=abstract))
    numbering.insert(before + 1 + len(numbers), num)
    return number


def _set_number(style: ParagraphStyle, number: int) -> None:
    """Set the numbering of a style; 0 is none."""
    style.element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number


def _set_outline_level(style: ParagraphStyle, level: int) -> None:
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level))
    style.element.get_or_add_pPr().append(outline)  # the last of its properties
