"""This file chooses colours that can be read on a company's ground: of words, of ratings, of tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.slide import Slide

from ladder_export.theme.pptx_template.colors import Colors, Palette, color, fill, least_contrast
from ladder_export.theme.pptx_template.layouts import Layout
from ladder_export.theme.pptx_template.opc import A
from ladder_export.writers.pptx.custom_template.placeholder_map import Place
from ladder_export.writers.pptx.drawingml_text import LAYOUT_STYLE, RunStyle

TEXT, LARGE, DRAWN = 4.5, 3.0, 3.0  # least contrasts by WCAG 2: of text, of large bold text, of what is drawn
SEEN = 1.7  # what a company chose for its titles stays as it is, but for text that nobody could see
LARGE_SIZE = 14.0  # points, set bold
INKS = ("tx1", "bg1", "tx2", "bg2", "dk1", "lt1")
ACCENTS = tuple(f"accent{number}" for number in range(1, 7))
NAMED = f'<a:schemeClr xmlns:a="{A[1:-1]}" val="{{}}"/>'

# Every program has these two, and takes their colours from the theme: that of tables people add, and one without fills.
MEDIUM, PLAIN = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}", "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
MEDIUM_STYLE = (
    f'<a:tblStyle xmlns:a="{A[1:-1]}"><a:wholeTbl><a:tcTxStyle><a:schemeClr val="dk1"/></a:tcTxStyle><a:tcStyle><a:fill>'
    '<a:solidFill><a:schemeClr val="accent1"><a:tint val="20000"/></a:schemeClr></a:solidFill></a:fill></a:tcStyle>'
    '</a:wholeTbl><a:band1H><a:tcStyle><a:fill><a:solidFill><a:schemeClr val="accent1"><a:tint val="40000"/></a:schemeClr>'
    "</a:solidFill></a:fill></a:tcStyle></a:band1H>"
    + "".join(
        f'<a:{part}><a:tcTxStyle b="on"><a:schemeClr val="lt1"/></a:tcTxStyle><a:tcStyle><a:fill><a:solidFill>'
        f'<a:schemeClr val="accent1"/></a:solidFill></a:fill></a:tcStyle></a:{part}>'
        for part in ("firstCol", "firstRow")
    )
    + "</a:tblStyle>"
)


HEADS = re.compile(r'first(?:Col|Row)="1" ?')


@dataclass(frozen=True, slots=True)
class TableStyle:
    """A table style of the template, the parts of it that can be read, and what cells and heads say besides."""

    style: str
    flags: str
    cells: RunStyle = LAYOUT_STYLE
    heads: RunStyle = LAYOUT_STYLE


def ink(place: Place, layout: Layout) -> str:
    """Return the colour for words that stand where a placeholder does, as XML: its own, unless that cannot be read there."""
    return _readable(place.style.ink or NAMED.format("tx1"), place.holder.ground, layout.palette)


def mended(place: Place, layout: Layout) -> str:
    """Return the colour for the text of a placeholder whose own cannot be seen there, as XML; empty where it can."""
    holder, own = place.holder, place.style.ink or NAMED.format("tx1")
    grounds = holder.ground if holder.filled is None else holder.filled
    if not grounds or least_contrast(_value(own, layout.palette), grounds) >= SEEN:
        return ""
    return _readable(own, grounds, layout.palette)


def series(place: Place, layout: Layout) -> str:
    """Return the colour for what is drawn there, as XML: the first accent that can be seen, else that of words."""
    ground, known = place.holder.ground, layout.palette
    seen = (name for name in ACCENTS if name in known and least_contrast(known[name], ground) >= DRAWN)
    found = next(seen, "") if ground else ""
    return NAMED.format(found) if found else ink(place, layout)


def table_style(slide: Slide, place: Place, layout: Layout, flags: str, size: float) -> TableStyle:
    """Return the style for a table there: the template's, without headings that could not be read in their colours.

    `flags` are the headings and bands wanted, as attributes; `size` is that of text in points. A style whose cells
    could not be read in any colour gives way to one without fills.
    """
    name, definition = _default(slide)
    if definition is None:  # nobody can tell how it looks
        return TableStyle(name, flags)
    known, bare, said = layout.palette, ink(place, layout), _text(definition, "wholeTbl")
    whole = _filled(definition, "wholeTbl", known)
    banded = (_filled(definition, "band1H", known) if "bandRow" in flags else None) or ()
    grounds = (*(place.holder.ground if whole is None else whole), *banded)
    chosen = _readable(bare if whole is None else said, grounds, known)
    if grounds and least_contrast(_value(chosen, known), grounds) < TEXT:
        return TableStyle(PLAIN, HEADS.sub("", flags), RunStyle(color_xml=bare), RunStyle(color_xml=bare, bold=True))
    cells = LAYOUT_STYLE if _value(chosen, known) == _value(said, known) else RunStyle(color_xml=chosen)
    least = LARGE if size >= LARGE_SIZE else TEXT
    for part in re.findall(r'(first\w+)="1"', flags):
        behind = _filled(definition, part, known)
        behind = grounds if behind is None else behind
        if behind and least_contrast(_value(_text(definition, part), known), behind) < least:
            return TableStyle(name, HEADS.sub("", flags), cells, replace(cells, bold=True))
    return TableStyle(name, flags, cells)


def _readable(own: str, grounds: Colors, known: Palette) -> str:
    """An ink as XML, or the one that stands out best where that does not."""
    if not grounds or least_contrast(_value(own, known), grounds) >= TEXT:
        return own
    return max((own, *map(NAMED.format, INKS)), key=lambda one: least_contrast(_value(one, known), grounds))


def _value(xml: str, known: Palette) -> str:
    return color(etree.fromstring(xml), known) or known["tx1"]


def _text(definition: etree._Element, part: str) -> str:
    """The colour of a part's text, as XML."""
    styles = (definition.find(f"{A}{name}/{A}tcTxStyle") for name in (part, "wholeTbl"))
    colors = (one for style in styles if style is not None for one in style if one.tag.endswith("Clr"))
    found = next(colors, None)
    return NAMED.format("tx1") if found is None else etree.tostring(found, encoding="unicode", with_tail=False)


def _filled(definition: etree._Element, part: str, known: Palette) -> Colors | None:
    """What fills a part: None for what is behind the table."""
    style = definition.find(f"{A}{part}/{A}tcStyle")
    themed = None if style is None else style.find(f"{A}fillRef")
    if themed is not None and len(themed) and themed.get("idx") != "0":
        return (color(themed[0], known),)
    return None if style is None else fill(style.find(f"{A}fill"), known)


def _default(slide: Slide) -> tuple[str, etree._Element | None]:
    """The style that the template gives to tables people add, and what it looks like, if that is known."""
    presentation = slide.part.package.main_document_part
    for rel in presentation.rels.values():
        if rel.reltype == RELATIONSHIP_TYPE.TABLE_STYLES:
            return _styled(rel.target_part.blob)
    return MEDIUM, etree.fromstring(MEDIUM_STYLE)


@lru_cache(maxsize=4)
def _styled(part: bytes) -> tuple[str, etree._Element | None]:
    root = etree.fromstring(part)
    name = str(root.get("def", MEDIUM))
    found = next((one for one in root if one.get("styleId") == name), None)
    return name, etree.fromstring(MEDIUM_STYLE) if found is None and name == MEDIUM else found
