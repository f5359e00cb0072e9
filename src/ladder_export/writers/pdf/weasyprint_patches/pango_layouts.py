"""Share contexts and fonts of the text library Pango among texts of equal styles, and shape a text once to be drawn."""

from __future__ import annotations

from typing import Any, TypeAlias

from weasyprint.css import Style
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout
from weasyprint.text.line_break import strut as _original_strut

from ladder_export.writers.pdf.weasyprint_patches.word_breaking import ResolvedStyle

Pointer: TypeAlias = Any  # into Pango: cffi has no types

LINE_ENDS = ("\n", "\r", "\u2028", "\u2029")  # Pango ends a paragraph or a line at each
FEATURES = (
    *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps"),
    *("font_variant_numeric", "font_variant_alternates", "font_variant_east_asian", "font_feature_settings"),
)

FONT_PROPERTIES = (
    "font_size",
    *FEATURES,
    *("font_family", "font_style", "font_stretch", "font_weight", "font_variation_settings"),
    *("font_language_override", "lang", "direction"),
)
Shaping: TypeAlias = tuple[Pointer, Pointer, Pointer]
"""A Pango context, a language and a font."""

_original_setup, _original_set_text, _original_reactivate = Layout.setup, Layout.set_text, Layout.reactivate


def setup(layout: Layout, style: ResolvedStyle) -> None:
    """Prepare a Pango layout (the object that shapes a text) with the context and font that equal styles share.

    Replaces WeasyPrint's `Layout.setup`; same parameters.
    """
    cached = vars(style)
    if "_shaping" not in cached:
        cached["_shaping"] = _shaping(style)
    if not cached["_shaping"]:
        _original_setup(layout, style)
        return
    context, layout.language, font = cached["_shaping"]
    layout.style = style
    layout.first_line_direction = 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, 0)
    pango.pango_layout_set_font_description(layout.layout, font)


def font_key(style: ResolvedStyle) -> tuple[object, ...]:
    """Return a cache key that is equal for styles in which a text is shaped the same way.

    Its first member is the font size; the others are equal for all sizes of a font.
    """
    cached = vars(style)
    if "_font_key" not in cached:
        cached["_font_key"] = tuple([style[name] for name in FONT_PROPERTIES])
    key: tuple[object, ...] = cached["_font_key"]
    return key


def _shaping(style: ResolvedStyle) -> Shaping | None:
    """Return the context, language and font of a style.

    None for a style with font features or decorations, whose layouts carry attributes, and for one made up for SVG.
    """
    if style["text_decoration_line"] != "none" or not isinstance(style, ResolvedStyle):
        return None
    cache: dict[object, Shaping | None] = vars(style.font_config).setdefault("_shapings", {})
    key = font_key(style)
    if key not in cache:
        cache[key] = None if font_features(*(style[name] for name in FEATURES)) else _make_shaping(style)
    return cache[key]


def _make_shaping(style: ResolvedStyle) -> Shaping:
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
    """Set the text of a Pango layout, in single-paragraph mode if the text has no line end.

    Replaces WeasyPrint's `Layout.set_text`; same parameters. WeasyPrint draws in this mode; if it were set only then,
    Pango would shape the text again.
    """
    single = not any(end in text for end in LINE_ENDS)
    pango.pango_layout_set_single_paragraph_mode(layout.layout, single)
    _original_set_text(layout, text, justify)


def set_plain_text(layout: Layout, text: str) -> None:
    """Set the text of a Pango layout as one paragraph, for a style without letter spacing and breaks within words."""
    layout.text = text
    pointer, _alive = unicode_to_char_p(text)
    pango.pango_layout_set_single_paragraph_mode(layout.layout, 1)
    pango.pango_layout_set_text(layout.layout, pointer, -1)


def line_extents(line: Pointer, style: Style) -> tuple[float, float, float]:
    """Return the width, height and baseline (from the top) of a Pango layout's line in CSS px.

    `style` adds its letter spacing to the width. Pango's function for the baseline takes longer, because it also
    computes the ink extents of every glyph.
    """
    logical = ffi.new("PangoRectangle *")
    pango.pango_layout_line_get_extents(line, ffi.NULL, logical)
    spacing = style["letter_spacing"]
    width = logical.width * FROM_UNITS + (0 if spacing == "normal" else spacing)
    return width, logical.height * FROM_UNITS, -logical.y * FROM_UNITS


def deactivate(layout: Layout) -> None:
    """Do nothing, so that a Pango layout lives until its text is drawn.

    Replaces WeasyPrint's `Layout.deactivate`, which frees the layout.
    """


def reactivate(layout: Layout, style: Style) -> None:
    """Prepare a Pango layout for drawing: shape a justified text again, since it was measured without stretched spaces.

    Replaces WeasyPrint's `Layout.reactivate`, which shapes every text again; same parameters.
    """
    if layout.justification_spacing:
        _original_reactivate(layout, style)


def strut(style: ResolvedStyle) -> tuple[float, float]:
    """Return the height and the baseline of an empty line of a style, in CSS px.

    Replaces WeasyPrint's `strut`; same parameters. It is faster because the key of its cache is cheaper to compute.
    """
    cached = vars(style)
    if "_strut" not in cached:
        cache: dict[object, tuple[float, float]] = vars(style.font_config).setdefault("_struts", {})
        key = (font_key(style), style["line_height"])
        if key not in cache:
            cache[key] = _original_strut(style)
        cached["_strut"] = cache[key]
    height_and_baseline: tuple[float, float] = cached["_strut"]
    return height_and_baseline
