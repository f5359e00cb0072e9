"""Styles of a Word document from a theme: one for each kind of text, so that each can be changed in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, cast

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from ladder_export.core.text import is_rtl
from ladder_export.theme import Theme
from ladder_export.theme.docx_template.roles import HYPERLINK
from ladder_export.writers.docx.tables import text_width


class StyleDesign(NamedTuple):
    """The design of a Word paragraph style that a theme gives.

    `base` is the name of the style from which it inherits, `size` a multiple of the usual text size, `color` the name
    of a theme colour; `before_pt` and `after_pt` are the space around it in points.
    """

    name: str
    base: str
    size: float
    color: str
    is_bold: bool
    before_pt: float
    after_pt: float

    @property
    def is_before_next(self) -> bool:
        """Return whether Word keeps a paragraph in this style, such as a heading, on the page of the next one."""
        return self.name.startswith(BEFORE_NEXT_LINE)


SMALL_TEXT_SCALE = 0.8  # multiple of the text size: footer, credit, labels
STYLE_DESIGNS = tuple(
    StyleDesign(*row)
    for row in (
        ("Title", "Normal", 2.4, "heading", True, 0, 6),
        ("Subtitle", "Normal", 1.3, "quiet", False, 0, 12),
        ("Heading 1", "Normal", 1.5, "heading", True, 14, 4),
        ("Heading 2", "Normal", 1.2, "heading", True, 10, 3),
        ("Heading 3", "Normal", 1.1, "heading", True, 8, 3),
        ("Heading 4", "Normal", 1, "heading", True, 6, 2),
        ("List Bullet", "Normal", 1, "ink", False, 0, 3),
        ("List Bullet 2", "Normal", 1, "ink", False, 0, 3),
        ("List Bullet 3", "Normal", 1, "ink", False, 0, 3),
        ("Caption", "Normal", 1.1, "heading", True, 10, 4),
        ("TOC Heading", "Normal", 2.4, "heading", True, 0, 12),
        ("toc 1", "Normal", 1.1, "heading", True, 8, 2),
        ("toc 2", "Normal", 1, "ink", False, 0, 2),
        ("index heading", "Normal", 1, "heading", True, 8, 2),
        ("Header", "Normal", SMALL_TEXT_SCALE, "quiet", False, 0, 0),
        ("Footer", "Normal", SMALL_TEXT_SCALE, "quiet", False, 0, 0),
        ("Lineage", "Normal", SMALL_TEXT_SCALE, "quiet", False, 0, 4),
        ("Stamp", "Normal", 1, "accent", True, 0, 4),
        ("Track", "Normal", SMALL_TEXT_SCALE, "accent", True, 0, 6),
        ("Question", "Normal", 1.1, "ink", True, 0, 4),
        ("Label", "Normal", SMALL_TEXT_SCALE, "quiet", True, 4, 2),
        ("Example", "List Bullet", 0.9, "quiet", False, 0, 2),
        ("Example 2", "List Bullet 2", 0.9, "quiet", False, 0, 2),
        ("Example 3", "List Bullet 3", 0.9, "quiet", False, 0, 2),
        ("Cell", "Normal", 0.95, "ink", False, 2, 2),
        ("Cell Heading", "Cell", 0.95, "heading", True, 2, 2),
        ("Gap", "Normal", 0.5, "ink", False, 0, 0),
        ("Credit", "Normal", SMALL_TEXT_SCALE, "quiet", False, 14, 0),
    )
)
BUILT_IN = ("Subtitle", "Header", "Footer", "TOC Heading", "toc ", "index ", "Title", "Heading", "List", "Caption")
# Sizes in a book, where titles open chapters.
BOOK_TITLE_BEFORE_PT = 150
CONTENTS_STYLES = ("toc 1", "toc 2")
CONTENTS_INDENT_PT = 12
BOOK_SIZES = {"Title": 3.6, "Heading 1": 2.4, "Heading 2": 1.9, "Heading 3": 1.4, "Heading 4": 1.15}
TITLES = ("Title", "Heading", "TOC Heading", "Caption")
BEFORE_NEXT_LINE = (*TITLES, "Label", "Question", "index", "Cell Heading")
AFTER_BORDER = (
    "w:shd",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:outlineLvl",
)  # in the order of the schema


def apply_styles(word: WordDocument, theme: Theme, language: str, *, is_book: bool) -> None:
    """Set the fonts, sizes and colours of a Word document's styles from a theme, and the language of its text.

    `is_book`: the document has a table of contents.
    """
    normal = _style(word, "Normal")
    _set_font(normal, theme.deck.body_font)
    set_size(normal, theme.sheet.text)
    normal.font.color.rgb = _rgb(theme.colors.ink)
    normal.paragraph_format.space_after = Pt(4)
    normal.paragraph_format.line_spacing = theme.sheet.leading
    set_language(normal, language)
    for design in STYLE_DESIGNS:
        style = _style(word, design.name)
        style.base_style = word.styles[design.base]
        _set_font(style, theme.deck.heading_font if design.name.startswith(TITLES) else theme.deck.body_font)
        size = BOOK_SIZES.get(design.name, design.size) if is_book else design.size
        set_size(style, theme.sheet.text * size)
        style.font.color.rgb = _rgb(getattr(theme.colors, design.color))
        style.font.bold = style.font.cs_bold = design.is_bold
        style.font.italic = style.font.cs_italic = False
        style.paragraph_format.space_before, style.paragraph_format.space_after = (
            Pt(design.before_pt),
            Pt(design.after_pt),
        )
        style.paragraph_format.keep_with_next = design.is_before_next or None
        is_cover = is_book and design.name == "Title"
        _set_border(style, theme.colors.accent if is_cover else "")
        if is_cover:
            style.paragraph_format.space_before = Pt(BOOK_TITLE_BEFORE_PT)
    for name in CONTENTS_STYLES:
        set_up_contents(_style(word, name), text_width(word))
    add_hyperlink_style(word).font.color.rgb = _rgb(theme.colors.accent)


def set_size(style: ParagraphStyle, size_pt: float) -> None:
    """Set the text size of a Word style, rounded to half points.

    The size of Arabic and Hebrew text, which Word keeps separately, is set to the same.
    """
    style.font.size = Pt(round(2 * size_pt) / 2)
    properties = style.element.get_or_add_rPr()
    for former in properties.findall(qn("w:szCs")):
        properties.remove(former)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(round(2 * size_pt)))
    properties.find(qn("w:sz")).addnext(complex_size)


def set_up_contents(style: ParagraphStyle, width: int) -> None:
    """Set up a style of entries in the table of contents: page numbers at the right edge; the second level is indented.

    `width` is the width of the text on a page, in EMU (914,400 to an inch).
    """
    style.paragraph_format.tab_stops.add_tab_stop(Emu(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    if style.name == CONTENTS_STYLES[1]:
        style.paragraph_format.left_indent = Pt(CONTENTS_INDENT_PT)


def style_ids(word: WordDocument) -> Mapping[str, str]:
    """Return the ids of all styles of a Word document, by the styles' names."""
    return {str(style.name): style.style_id for style in word.styles}


def add_hyperlink_style(word: WordDocument) -> CharacterStyle:
    """Add the character style "Hyperlink", which is underlined, to a Word document and return it."""
    style = cast("CharacterStyle", word.styles.add_style(HYPERLINK, WD_STYLE_TYPE.CHARACTER, builtin=True))
    style.font.underline = True
    return style


def _rgb(color: str) -> RGBColor:
    return RGBColor.from_string(color[1:].upper())


def _style(word: WordDocument, name: str) -> ParagraphStyle:
    """Return a paragraph style by its name; create it if the document lacks it."""
    if name in [style.name for style in word.styles]:
        return cast("ParagraphStyle", word.styles[name])
    return add_paragraph_style(word, name)


def add_paragraph_style(word: WordDocument, name: str) -> ParagraphStyle:
    """Add a paragraph style to a Word document and return it.

    A name such as "Heading 1" adds Word's built-in style of that name, any other name a style of our own.
    """
    is_built_in = name.startswith(BUILT_IN)
    new_style = cast("ParagraphStyle", word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=is_built_in))
    new_style.quick_style = True
    return new_style


def _set_font(style: ParagraphStyle, family: str) -> None:
    """Set the font for every script and remove the document's theme fonts, which would take precedence."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), family)
    properties.insert(0, fonts)


def set_language(style: ParagraphStyle, language: str) -> None:
    """Set the language of text in a Word style and those based on it, for spelling and hyphenation."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    languages = OxmlElement("w:lang")
    for script in ("val", "eastAsia", *(("bidi",) if is_rtl(language) else ())):
        languages.set(qn(f"w:{script}"), language)
    properties.append(languages)


def _set_border(style: ParagraphStyle, color: str) -> None:
    """Replace the line below the title style of python-docx by one in a colour; by none if that is empty."""
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    if color:
        border, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "24"), ("space", "8"), ("color", color[1:].upper())):
            line.set(qn(f"w:{name}"), value)
        border.append(line)
        properties.insert_element_before(border, *AFTER_BORDER)
