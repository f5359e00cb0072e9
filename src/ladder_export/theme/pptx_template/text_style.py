"""Compute the style of text in a placeholder from its own list styles, its master's, and the presentation's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from ladder_export.theme.office_package import A, find_each
from ladder_export.theme.slide_rect import EMU_PER_PT

NO = ("0", "false")
SIZE = 18.0  # points, where nobody says otherwise
SINGLE = 1.2  # of the size: what a share of a line is counted from
LARGEST = 1 << 31  # what a number of the format can be
MARKERS = ("buChar", "buAutoNum", "buBlip")
INKED = (f"{A}solidFill", f"{A}gs")


@dataclass(frozen=True, slots=True)
class TextStyle:
    """The style of text at one indent level of a placeholder; names that end in `_pt` are lengths in points.

    `line_spacing` is a multiple of single spacing, 0 if lines have a fixed height. The space between paragraphs is the
    sum of `gap_pt` and `gap_lines`, which is a share of a line. `indent_pt` is that of the first line, relative to
    `margin_pt`. `align` is `l`, `r`, `ctr` or `just`. `color_xml` is the colour as XML, empty if no style sets one.
    """

    font: str
    size_pt: float
    line_spacing: float
    gap_pt: float
    gap_lines: float
    margin_pt: float
    indent_pt: float
    align: str
    letter_spacing_pt: float
    has_bullets: bool
    is_all_caps: bool
    rtl: bool
    color_xml: str


def first_attribute(elements: Sequence[etree._Element], name: str, otherwise: str) -> str:
    """Return the value of an XML attribute in the first of `elements` that has it; `otherwise` if none has."""
    return next((str(element.get(name)) for element in elements if element.get(name) is not None), otherwise)


def parse_number(text: str) -> float:
    """Convert the value of an XML attribute to a number.

    Raises ValueError for text that is no number, NaN, and numbers too large for a coordinate or size.
    """
    value = float(text)
    if not abs(value) <= LARGEST:
        raise ValueError(text)
    return value


def text_style(chain: Sequence[etree._Element], number: int, fonts: tuple[str, str]) -> TextStyle:
    """Compute the style of text at one indent level; `number` counts levels from 1.

    `chain` are list styles (`a:lstStyle` and the like), the nearest first; each sets only what those before it leave
    open. `fonts` are the theme's heading font and body font.
    """
    levels = find_each(chain, f"{A}lvl{number}pPr")
    runs = find_each(levels, f"{A}defRPr")
    font = first_attribute(find_each(runs, f"{A}latin"), "typeface", "+mn-lt")
    size = max(1.0, parse_number(first_attribute(runs, "sz", str(SIZE * 100))) / 100)
    leading = _spacing(levels, "lnSpc")
    before, after = _spacing(levels, "spcBef"), _spacing(levels, "spcAft")
    return TextStyle(
        font={"+mj-lt": fonts[0], "+mn-lt": fonts[1]}.get(font, font),
        size_pt=size,
        line_spacing=(leading[1] or 1.0) if not leading[0] else 0.0,
        gap_pt=before[0] + after[0],
        gap_lines=before[1] + after[1],
        margin_pt=parse_number(first_attribute(levels, "marL", "0")) / EMU_PER_PT,
        indent_pt=parse_number(first_attribute(levels, "indent", "0")) / EMU_PER_PT,
        align=first_attribute(levels, "algn", "l"),
        letter_spacing_pt=max(0.0, parse_number(first_attribute(runs, "spc", "0")) / 100),
        has_bullets=_is_marked(levels),
        is_all_caps=first_attribute(runs, "cap", "none") != "none",
        rtl=first_attribute(levels, "rtl", "0") not in NO,
        color_xml=_ink(runs),
    )


def _ink(runs: Sequence[etree._Element]) -> str:
    """Return the colour of text as XML, of a gradient the first one; "" if it has none."""
    fills = (fill for run in runs for fill in run if fill.tag in (f"{A}solidFill", f"{A}gradFill"))
    stop = next((color for fill in fills for color in fill.iter() if color.getparent().tag in INKED), None)
    if stop is None:
        return ""
    alone = etree.fromstring(etree.tostring(stop))
    etree.cleanup_namespaces(alone)
    return str(etree.tostring(alone, encoding="unicode", with_tail=False))


def _spacing(levels: Sequence[etree._Element], name: str) -> tuple[float, float]:
    """Return a spacing in points and as a share of a line, of which one is 0."""
    for level in levels:
        if (spacing := level.find(f"{A}{name}")) is not None and len(spacing):
            amount = spacing[0].get("val", "0")
            value = parse_number(amount.rstrip("%")) * (1000 if amount.endswith("%") else 1)
            return (value / 100, 0.0) if spacing[0].tag == f"{A}spcPts" else (0.0, value / 100_000)
    return 0.0, 0.0


def _is_marked(levels: Sequence[etree._Element]) -> bool:
    for level in levels:
        for child in level:
            if child.tag == f"{A}buNone":
                return False
            if child.tag in {f"{A}{marker}" for marker in MARKERS}:
                return True
    return False
