"""Styles of a Word document from a theme: one per role of text, so that each can be changed in one place."""

from __future__ import annotations

from typing import cast

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

from ladder_export.core.text import is_rtl
from ladder_export.theme import Theme

SMALL_TEXT_SCALE = 0.8  # multiple of the text size: footer, credit, labels
# Name, base style, size as a multiple of the text size, colour token, bold, space before and after in points.
PARAGRAPH_STYLES = (
    ("Title", "Normal", 2.4, "heading", True, 0, 6),
    ("Heading 1", "Normal", 1.5, "heading", True, 14, 4),
    ("Heading 2", "Normal", 1.2, "heading", True, 10, 3),
    ("List Bullet", "Normal", 1, "ink", False, 0, 3),
    ("List Bullet 2", "Normal", 1, "ink", False, 0, 3),
    ("List Bullet 3", "Normal", 1, "ink", False, 0, 3),
    ("Lineage", "Normal", SMALL_TEXT_SCALE, "quiet", False, 0, 4),
    ("Stamp", "Normal", 1, "accent", True, 0, 4),
    ("Track", "Normal", SMALL_TEXT_SCALE, "accent", True, 0, 6),
    ("Label", "Normal", SMALL_TEXT_SCALE, "quiet", True, 4, 2),
    ("Example", "List Bullet", 0.9, "quiet", False, 0, 2),
    ("Example 2", "List Bullet 2", 0.9, "quiet", False, 0, 2),
    ("Example 3", "List Bullet 3", 0.9, "quiet", False, 0, 2),
    ("Cell", "Normal", 0.95, "ink", False, 2, 2),
    ("Cell Heading", "Cell", 0.95, "heading", True, 2, 2),
    ("Credit", "Normal", SMALL_TEXT_SCALE, "quiet", False, 14, 0),
    ("Footer", "Normal", SMALL_TEXT_SCALE, "quiet", False, 0, 0),
)


def apply_styles(word: WordDocument, theme: Theme, language: str) -> None:
    """Set the fonts, sizes and colours of the document's styles from a theme, and the language of its text."""
    normal = _style(word, "Normal")
    _set_font(normal, theme.deck.body_font)
    normal.font.size = Pt(theme.sheet.text)
    normal.font.color.rgb = RGBColor.from_string(theme.colors.ink[1:].upper())
    normal.paragraph_format.space_after = Pt(4)
    normal.paragraph_format.line_spacing = theme.sheet.leading
    _set_language(normal, language)
    for name, base, size, color, is_bold, before, after in PARAGRAPH_STYLES:
        style = _style(word, name)
        style.base_style = word.styles[base]
        _set_font(style, theme.deck.heading_font if name.startswith(("Title", "Heading")) else theme.deck.body_font)
        style.font.size = Pt(round(2 * theme.sheet.text * size) / 2)
        style.font.color.rgb = RGBColor.from_string(getattr(theme.colors, color)[1:].upper())
        style.font.bold = is_bold
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = name.startswith(("Title", "Heading", "Label")) or None
        _remove_border(style)


def _style(word: WordDocument, name: str) -> ParagraphStyle:
    """Return a paragraph style by its name; create it if the document lacks it."""
    if name in [style.name for style in word.styles]:
        return cast("ParagraphStyle", word.styles[name])
    new_style = cast("ParagraphStyle", word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
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


def _set_language(style: ParagraphStyle, language: str) -> None:
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    languages = OxmlElement("w:lang")
    for script in ("val", "eastAsia", *(("bidi",) if is_rtl(language) else ())):
        languages.set(qn(f"w:{script}"), language)
    properties.append(languages)


def _remove_border(style: ParagraphStyle) -> None:
    """Remove the line below the title style of python-docx."""
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
