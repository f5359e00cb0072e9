"""Read the colours of a presentation: its palette and backgrounds; compute the contrast of two colours."""

from __future__ import annotations

import colorsys
import math
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from ladder_export.theme.office_package import A, P

Palette = Mapping[
    str, str
]  # six hexadecimal digits for every name of a colour: dk1, accent1; bg1, tx1 as a master maps them
Colors = tuple[str, ...]  # of a gradient several; none where nobody can tell, as under a picture

PRESETS = {"black": "000000", "white": "FFFFFF", "red": "FF0000", "green": "008000", "blue": "0000FF", "gray": "808080"}
FILLS = ("solidFill", "gradFill", "blipFill", "pattFill")
FIRST_GROUND = 1001  # the number of a theme's first fill for backgrounds; those for shapes count from 1
DIGITS = re.compile("[0-9A-Fa-f]{6}")
ALL = 100_000.0  # the whole of a share, as the format counts


def palette(theme: etree._Element | None, *mappings: etree._Element | None) -> Palette:
    """Return the colours (`RRGGBB`) of a presentation's theme by their names, such as `accent1`, `tx1` or `bg1`.

    `theme` is the root element of the theme part, None for black on white. `mappings` are `p:clrMap` elements and their
    overrides, which say which theme colour a name such as `tx1` means; the last that has a name wins.
    """
    scheme = None if theme is None else theme.find(f".//{A}clrScheme")
    slots: dict[str, str] = {"dk1": "000000", "lt1": "FFFFFF"}
    for slot in () if scheme is None else scheme:
        if len(slot) and (value := color(slot[0], {})):
            slots[etree.QName(slot).localname] = value
    named = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
    for mapping in mappings:
        named |= {} if mapping is None else dict(mapping.attrib)
    mapped = {name: slots[slot] for name, slot in named.items() if slot in slots}
    return {"bg1": slots["lt1"], "tx1": slots["dk1"], **slots, **mapped}


def color(element: etree._Element, named_colors: Palette, own: str = "") -> str:
    """Convert a colour element of DrawingML, such as `a:srgbClr`, to `RRGGBB`; empty if it is not understood.

    `named_colors` are the theme's colours by name, as from `palette`. `own` is the colour that `phClr` means: the
    colour given where a fill of the theme is used.
    """
    value = str(element.get("val", ""))
    match etree.QName(element).localname:
        case "srgbClr":
            plain = value
        case "sysClr":
            plain = str(element.get("lastClr", "FFFFFF" if value == "window" else "000000"))
        case "schemeClr":
            plain = own if value == "phClr" else named_colors.get(value, "")
        case "prstClr":
            plain = PRESETS.get(value, "")
        case "scrgbClr":
            plain = _hex(*(_encoded(_share(element.get(side, "0"))) for side in "rgb"))
        case _:
            plain = ""
    return _changed(plain, element) if DIGITS.fullmatch(plain) else ""


def fill(element: etree._Element | None, named_colors: Palette, own: str = "") -> Colors | None:
    """Return the colours of a shape's fill, as `RRGGBB`: one, or all stops of a gradient.

    None without a fill; an empty tuple for pictures and colours that are not understood. `element` has the fill as a
    child. `named_colors` are the theme's colours by name, as from `palette`. `own` is the colour that `phClr` means:
    the colour given where a fill of the theme is used.
    """
    filling = (
        None if element is None else next((child for child in element if etree.QName(child).localname in FILLS), None)
    )
    if filling is None:
        return None
    if etree.QName(filling).localname not in ("solidFill", "gradFill"):
        return ()
    stops = filling.iter(f"{A}gs") if filling.tag == f"{A}gradFill" else [filling]
    values = [color(stop[0], named_colors, own) for stop in stops if len(stop)]
    return tuple(values) if all(values) else ()


def ground(parts: tuple[etree._Element, ...], theme: etree._Element | None, named_colors: Palette) -> Colors:
    """Return the background colours (`RRGGBB`) of slides; an empty tuple for a picture or an unknown colour.

    They are those of the first of `parts` (a layout, then its master) that sets a background, else the colour `bg1`.
    `theme` is the root element of the theme part, `named_colors` are its colours by name.
    """
    for root in parts:
        properties, style = root.find(f"{P}cSld/{P}bg/{P}bgPr"), root.find(f"{P}cSld/{P}bg/{P}bgRef")
        if properties is not None:
            return fill(properties, named_colors) or ()
        if style is not None:
            own = color(style[0], named_colors) if len(style) else ""
            return _themed(int(style.get("idx", "0")), theme, named_colors, own)
    return (named_colors["bg1"],)


def contrast(first: str, second: str) -> float:
    """Return the contrast by WCAG 2, from 1 to 21, of two colours given as `RRGGBB`."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def least_contrast(ink: str, grounds: Colors) -> float:
    """Return the lowest contrast (WCAG 2, 1 to 21) of a text colour with any of the backgrounds; 1.0 without any."""
    return min((contrast(ink, ground) for ground in grounds), default=1.0)


def _themed(number: int, theme: etree._Element | None, named_colors: Palette, own: str) -> Colors:
    """Return one of a theme's numbered fills in a colour."""
    kind, place = ("bgFillStyleLst", number - FIRST_GROUND) if number >= FIRST_GROUND else ("fillStyleLst", number - 1)
    styles = None if theme is None else theme.find(f".//{A}{kind}")
    if styles is None or not 0 <= place < len(styles):
        return (own,) if own else ()
    holder = etree.Element("holder")
    holder.append(etree.fromstring(etree.tostring(styles[place])))
    return fill(holder, named_colors, own) or ()


def _changed(plain: str, element: etree._Element) -> str:
    """Return a colour with the changes of brightness that its element asks for."""
    values = tuple(int(plain[at : at + 2], 16) / 255 for at in (0, 2, 4))
    for name, share in _changes(element):
        match name:
            case "lumMod" | "lumOff":
                hue, light, full = colorsys.rgb_to_hls(*values)
                light = light * share if name == "lumMod" else light + share
                values = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), full)
            case "tint":
                values = tuple(_encoded(_linear(value) * share + 1 - share) for value in values)
            case "shade":
                values = tuple(_encoded(_linear(value) * share) for value in values)
            case _:  # transparency and saturation change little of how light it is
                pass
    return _hex(*values)


def _changes(element: etree._Element) -> Iterator[tuple[str, float]]:
    for change in element:
        yield etree.QName(change).localname, _share(change.get("val", "100000"))


def _share(amount: str) -> float:
    """Return a share from 0 to 1; 1 if it is no number."""
    try:
        share = float(amount.rstrip("%")) / (100 if amount.endswith("%") else ALL)
    except ValueError:
        return 1.0
    return share if math.isfinite(share) else 1.0


def _luminance(value: str) -> float:
    red, green, blue = (_linear(int(value[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  # sRGB


def _encoded(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055  # noqa: PLR2004  # sRGB


def _hex(*values: float) -> str:
    return "".join(f"{round(255 * min(1.0, max(0.0, value))):02X}" for value in values)
