"""This file makes Pango's layouts from what a style's first one took, and keeps them until their text is drawn."""

from __future__ import annotations

from typing import Any, TypeAlias

from weasyprint.css import AnonymousStyle, ComputedStyle, Style
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout, first_line_metrics, strut

Pointer: TypeAlias = Any  # into Pango: cffi has no types

PARAGRAPHS = ("\n", "\r", "\u2028", "\u2029")  # what ends one for Pango, or a line in it
FEATURES = (
    *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps"),
    *("font_variant_numeric", "font_variant_alternates", "font_variant_east_asian", "font_feature_settings"),
)

FACE = (
    "font_size",
    *FEATURES,
    *("font_family", "font_style", "font_stretch", "font_weight", "font_variation_settings"),
    *("font_language_override", "lang", "direction"),
)
SetStyle: TypeAlias = ComputedStyle | AnonymousStyle
Shaping: TypeAlias = tuple[Pointer, Pointer, Pointer]  # context, language and font

_setup, _set_text, _reactivate = Layout.setup, Layout.set_text, Layout.reactivate


def setup(layout: Layout, style: SetStyle) -> None:
    """A layout with the context and the font that equal styles had before (measured: 5 % of a sheet)."""
    kept = vars(style)
    if "_shaping" not in kept:
        kept["_shaping"] = _shaping(style)
    if not kept["_shaping"]:
        _setup(layout, style)
        return
    context, layout.language, font = kept["_shaping"]
    layout.style = style
    layout.first_line_direction = 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, 0)
    pango.pango_layout_set_font_description(layout.layout, font)


def face(style: SetStyle) -> tuple[object, ...]:
    """What a style's text is shaped with, to be looked up by: the size, and what is the same in all sizes."""
    kept = vars(style)
    if "_face" not in kept:
        kept["_face"] = tuple([style[name] for name in FACE])
    found: tuple[object, ...] = kept["_face"]
    return found


def _shaping(style: SetStyle) -> Shaping | None:
    """None for a style with features or decorations, which layouts hold themselves, and for one that SVG makes up."""
    if style["text_decoration_line"] != "none" or not isinstance(style, SetStyle):
        return None
    known: dict[object, Shaping | None] = vars(style.font_config).setdefault("_shapings", {})
    key = face(style)
    if key not in known:
        known[key] = None if font_features(*(style[name] for name in FEATURES)) else _shaped(style)
    return known[key]


def _shaped(style: SetStyle) -> Shaping:
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, 0)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    override = style["font_language_override"]
    tag = style["lang"] if override == "normal" else LST_TO_ISO.get(override.lower(), override)
    if not tag:
        return context, pango.pango_language_get_default(), get_font_description(style)
    pointer, _alive = unicode_to_char_p(tag)
    language = pango.pango_language_from_string(pointer)
    pango.pango_context_set_language(context, language)
    return context, language, get_font_description(style)


def set_text(layout: Layout, text: str, justify: bool = False) -> None:  # noqa: FBT001, FBT002  # WeasyPrint calls it so
    """The text, in the mode that it is drawn in where that is the same: changing it later would shape it again."""
    single = not any(end in text for end in PARAGRAPHS)
    pango.pango_layout_set_single_paragraph_mode(layout.layout, single)
    _set_text(layout, text, justify)


def put(layout: Layout, text: str) -> None:
    """A text with no spacing of its own, in one paragraph, of which no word will be broken."""
    layout.text = text
    pointer, _alive = unicode_to_char_p(text)
    pango.pango_layout_set_single_paragraph_mode(layout.layout, 1)
    pango.pango_layout_set_text(layout.layout, pointer, -1)


def extents(line: Pointer, style: Style) -> tuple[float, float, float]:
    """A first line's width, height and baseline.

    Pango has a function for the baseline, which also looks at the ink of every glyph (measured: 2 % of a sheet).
    """
    logical = ffi.new("PangoRectangle *")
    pango.pango_layout_line_get_extents(line, ffi.NULL, logical)
    spacing = style["letter_spacing"]
    width = logical.width * FROM_UNITS + (0 if spacing == "normal" else spacing)
    return width, logical.height * FROM_UNITS, -logical.y * FROM_UNITS


def metrics(  # noqa: PLR0913, PLR0917  # WeasyPrint calls it so
    line: Pointer,
    text: str,
    layout: Layout,
    resume_at: int | None,
    space_collapse: bool,  # noqa: FBT001  # as above
    style: SetStyle,
    hyphenated: bool = False,  # noqa: FBT001, FBT002  # as above
    hyphenation_character: str = "",
) -> tuple[Layout, int, int | None, float, float, float]:
    """What a first line comes to: when it is broken, laid out again as it is drawn, which is without the space that it ends in."""
    length = line.length
    if hyphenated:
        length -= len(hyphenation_character.encode())
    elif resume_at:
        pango.pango_layout_set_width(layout.layout, -1)
        alone = text.encode()[:length].decode()
        layout.set_text(alone.rstrip(" ") if space_collapse else alone)
        line, _ = layout.get_first_line()
        length = line.length
    return layout, length, resume_at, *extents(line, style)


def deactivate(layout: Layout) -> None:
    """Nothing: what was shaped for its width is there when it is drawn (measured: 6 % of a sheet)."""


def reactivate(layout: Layout, style: Style) -> None:
    """Shapes the text again only where spaces are stretched, which widths are measured without."""
    if layout.justification_spacing:
        _reactivate(layout, style)


def quick_strut(style: SetStyle) -> tuple[float, float]:
    """Height and baseline of a style's lines; its own key takes longer to make than all else (measured: 4 % of a sheet)."""
    kept = vars(style)
    if "_strut" not in kept:
        known: dict[object, tuple[float, float]] = vars(style.font_config).setdefault("_struts", {})
        key = (face(style), style["line_height"])
        if key not in known:
            known[key] = strut(style)
        kept["_strut"] = known[key]
    found: tuple[float, float] = kept["_strut"]
    return found


METHODS = (
    (Layout, "setup", setup),
    (Layout, "set_text", set_text),
    (Layout, "deactivate", deactivate),
    (Layout, "reactivate", reactivate),
)
FUNCTIONS = ((strut, quick_strut), (first_line_metrics, metrics))
