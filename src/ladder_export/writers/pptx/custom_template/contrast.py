"""Choose colours for text, charts and tables that have enough contrast on the backgrounds of a company's template."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.slide import Slide

from ladder_export.theme.office_package import A
from ladder_export.theme.pptx_template.colors import Colors, Palette, color, fill, least_contrast
from ladder_export.theme.pptx_template.layouts import Layout
from ladder_export.writers.pptx.custom_template.placeholder_map import TextPlaceholder
from ladder_export.writers.pptx.drawingml_text import LAYOUT_STYLE, RunStyle

MIN_TEXT_CONTRAST, MIN_LARGE_TEXT_CONTRAST, MIN_GRAPHIC_CONTRAST = (
    4.5,
    3.0,
    3.0,
)  # WCAG 2.2, 1.4.3 and 1.4.11: text, large bold text, graphics
MIN_VISIBLE_CONTRAST = 1.7  # below it nobody can see a text; above it the company's choice is respected
LARGE_TEXT_SIZE_PT = 14.0  # of bold text
TEXT_COLORS = ("tx1", "bg1", "tx2", "bg2", "dk1", "lt1")
ACCENTS = tuple(f"accent{number}" for number in range(1, 7))
SCHEME_COLOR = f'<a:schemeClr xmlns:a="{A[1:-1]}" val="{{}}"/>'

# Two built-in styles of every program, coloured by the theme: the default of new tables, and one without fills.
MEDIUM_STYLE_ID, PLAIN_STYLE_ID = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}", "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
MEDIUM_STYLE = (
    f'<a:tblStyle xmlns:a="{A[1:-1]}"><a:wholeTbl><a:tcTxStyle><a:schemeClr val="dk1"/></a:tcTxStyle><a:tcStyle><a:fill>'
    '<a:solidFill><a:schemeClr val="accent1"><a:tint val="20000"/></a:schemeClr></a:solidFill></a:fill></a:tcStyle>'
    '</a:wholeTbl><a:band1H><a:tcStyle><a:fill><a:solidFill><a:schemeClr val="accent1"><a:tint val="40000"/></a:schemeClr>'
    "</a:solidFill></a:fill></a:tcStyle></a:band1H>"
    + "".join(
        f'<a:{area}><a:tcTxStyle b="on"><a:schemeClr val="lt1"/></a:tcTxStyle><a:tcStyle><a:fill><a:solidFill>'
        f'<a:schemeClr val="accent1"/></a:solidFill></a:fill></a:tcStyle></a:{area}>'
        for area in ("firstCol", "firstRow")
    )
    + "</a:tblStyle>"
)


HEADER_FLAGS = re.compile(r'first(?:Col|Row)="1" ?')


@dataclass(frozen=True, slots=True)
class TableStyle:
    """The style of a table in a company's template, with corrections for colours that could not be read.

    `style_id` is the id of the template's table style. `style_flags` are the attributes of `a:tblPr` that switch on its
    header row, first column and bands; header flags are left out if text in them could not be read. `cell_style` and
    `header_style` set the colour of text where the style's own could not be read.
    """

    style_id: str
    style_flags: str
    cell_style: RunStyle = LAYOUT_STYLE
    header_style: RunStyle = LAYOUT_STYLE


def text_color(text_placeholder: TextPlaceholder, layout: Layout) -> str:
    """Return the colour of text in a placeholder as XML; a more legible one if its own has too little contrast."""
    return _readable_color(
        text_placeholder.style.color_xml or SCHEME_COLOR.format("tx1"),
        text_placeholder.placeholder.background_colors,
        layout.palette,
    )


def corrected_text_color(text_placeholder: TextPlaceholder, layout: Layout) -> str:
    """Return a legible text colour as XML if the placeholder's own can hardly be seen on its background, else ""."""
    holder, own_color = text_placeholder.placeholder, text_placeholder.style.color_xml or SCHEME_COLOR.format("tx1")
    backgrounds = holder.background_colors if holder.fill_colors is None else holder.fill_colors
    if not backgrounds or least_contrast(_rgb(own_color, layout.palette), backgrounds) >= MIN_VISIBLE_CONTRAST:
        return ""
    return _readable_color(own_color, backgrounds, layout.palette)


def series_color(text_placeholder: TextPlaceholder, layout: Layout) -> str:
    """Return the colour of a chart's line as XML.

    It is the template's first accent colour with enough contrast to the background; the text colour if there is none.
    """
    backgrounds, palette = text_placeholder.placeholder.background_colors, layout.palette
    seen = (
        name
        for name in ACCENTS
        if name in palette and least_contrast(palette[name], backgrounds) >= MIN_GRAPHIC_CONTRAST
    )
    readable = next(seen, "") if backgrounds else ""
    return SCHEME_COLOR.format(readable) if readable else text_color(text_placeholder, layout)


def table_style(
    slide: Slide, text_placeholder: TextPlaceholder, layout: Layout, flags: str, size_pt: float
) -> TableStyle:
    """Return the style of a table on a slide, from the template's default table style, with legible text.

    `flags` are the attributes of `a:tblPr` that switch on header row, first column and bands; `size_pt` is the text
    size. If headers cannot be read, their flags are removed and they are bold text. If cells cannot be read in any text
    colour, PowerPoint's plain style without fills is used.
    """
    name, definition = _default_table_style(slide)
    if definition is None:  # its look is unknown
        return TableStyle(name, flags)
    palette, bare = layout.palette, text_color(text_placeholder, layout)
    stated, whole = _part_text_color(definition, "wholeTbl"), _part_fill(definition, "wholeTbl", palette)
    banded = _part_fill(definition, "band1H", palette) if "bandRow" in flags else None
    backgrounds = (*(text_placeholder.placeholder.background_colors if whole is None else whole), *(banded or ()))
    chosen = _readable_color(bare if whole is None else stated, backgrounds, palette)
    if _contrast(chosen, backgrounds, palette) < MIN_TEXT_CONTRAST:
        cells, header = RunStyle(color_xml=bare), RunStyle(color_xml=bare, bold=True)
        return TableStyle(PLAIN_STYLE_ID, HEADER_FLAGS.sub("", flags), cells, header)
    cells = RunStyle(color_xml=chosen) if _rgb(chosen, palette) != _rgb(stated, palette) else LAYOUT_STYLE
    minimum = MIN_LARGE_TEXT_CONTRAST if size_pt >= LARGE_TEXT_SIZE_PT else MIN_TEXT_CONTRAST
    if _least_header_contrast(definition, flags, backgrounds, palette) >= minimum:
        return TableStyle(name, flags, cells)
    return TableStyle(name, HEADER_FLAGS.sub("", flags), cells, replace(cells, bold=True))


def _least_header_contrast(definition: etree._Element, flags: str, backgrounds: Colors, palette: Palette) -> float:
    """Return the least contrast of headers' text on their fill, else on the table's; infinite if no fill is known."""
    least = inf
    for area in re.findall(r'(first\w+)="1"', flags):
        fills = _part_fill(definition, area, palette)
        text = _part_text_color(definition, area)
        least = min(least, _contrast(text, backgrounds if fills is None else fills, palette))
    return least


def _contrast(color_xml: str, backgrounds: Colors, palette: Palette) -> float:
    """Return the least contrast of a colour on any of the backgrounds; infinite without backgrounds."""
    return least_contrast(_rgb(color_xml, palette), backgrounds) if backgrounds else inf


def _readable_color(own_color: str, backgrounds: Colors, palette: Palette) -> str:
    """Return a colour as XML, or the text colour with the highest contrast if it cannot be read."""
    if _contrast(own_color, backgrounds, palette) >= MIN_TEXT_CONTRAST:
        return own_color
    return max(
        (own_color, *map(SCHEME_COLOR.format, TEXT_COLORS)),
        key=lambda color: least_contrast(_rgb(color, palette), backgrounds),
    )


def _rgb(xml: str, palette: Palette) -> str:
    return color(etree.fromstring(xml), palette) or palette["tx1"]


def _part_text_color(definition: etree._Element, area: str) -> str:
    """Return the text colour of a part of a table style as XML."""
    styles = (definition.find(f"{A}{name}/{A}tcTxStyle") for name in (area, "wholeTbl"))
    colors = (child for style in styles if style is not None for child in style if child.tag.endswith("Clr"))
    color = next(colors, None)
    return SCHEME_COLOR.format("tx1") if color is None else etree.tostring(color, encoding="unicode", with_tail=False)


def _part_fill(definition: etree._Element, area: str, palette: Palette) -> Colors | None:
    """Return the fill of an area of a table style, such as firstRow; None if the slide's background shows through."""
    style = definition.find(f"{A}{area}/{A}tcStyle")
    themed = None if style is None else style.find(f"{A}fillRef")
    if themed is not None and len(themed) and themed.get("idx") != "0":
        return (color(themed[0], palette),)
    return None if style is None else fill(style.find(f"{A}fill"), palette)


def _default_table_style(slide: Slide) -> tuple[str, etree._Element | None]:
    """Return the template's default table style: its id and its definition, None if unknown."""
    presentation = slide.part.package.main_document_part
    for relationship in presentation.rels.values():
        if relationship.reltype == RELATIONSHIP_TYPE.TABLE_STYLES:
            return _parse_table_styles(relationship.target_part.blob)
    return MEDIUM_STYLE_ID, etree.fromstring(MEDIUM_STYLE)


@lru_cache(maxsize=4)
def _parse_table_styles(part: bytes) -> tuple[str, etree._Element | None]:
    root = etree.fromstring(part)
    name = str(root.get("def", MEDIUM_STYLE_ID))
    style = next((child for child in root if child.get("styleId") == name), None)
    return name, etree.fromstring(MEDIUM_STYLE) if style is None and name == MEDIUM_STYLE_ID else style
