"""This file computes values of properties that no rule mentions, many at once, as nine in ten of those asked for are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from weasyprint.css import AnonymousStyle, ComputedStyle, Style
from weasyprint.css.computed_values import COMPUTER_FUNCTIONS, PHYSICAL_FUNCTIONS
from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.css.tokens import Pending

# Properties whose value WeasyPrint computes, or takes from the parent though CSS says that it is not inherited.
POSITIONING = ("position", "float", "display")
COMPUTED = set(POSITIONING)
PROPAGATED = {"page", *(f"text_decoration_{part}" for part in ("line", "color", "style", "thickness"))}
FROM_PARENT = frozenset(INHERITED) - COMPUTED | PROPAGATED
DEPENDENT = COMPUTED | PROPAGATED
KEYWORDS = ("inherit", "initial")
INITIAL = {
    name: value
    for name, value in INITIAL_VALUES.items()
    if not {name} & (FROM_PARENT | INITIAL_NOT_COMPUTED | COMPUTED) and not name.startswith("text_decoration_")
}
WIDTHS = {
    f"{edge}_width": f"{edge}_style"
    for edge in ("outline", *(f"border_{side}" for side in ("left", "right", "top", "bottom")))
}

_original_anonymous_init, _original_anonymous_missing = AnonymousStyle.__init__, AnonymousStyle.__missing__
_original_computed_init, _original_computed_missing = ComputedStyle.__init__, ComputedStyle.__missing__
# What is asked of nearly every style, and is mostly as the parent has it.
OFTEN_INHERITED = (
    *("font_family", "font_size", "font_style", "font_stretch", "font_weight", "font_variation_settings", "lang"),
    *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric"),
    *("font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_language_override"),
    *("letter_spacing", "word_spacing", "hyphens", "overflow_wrap", "word_break", "text_transform"),
    *("color", "color_scheme", "line_height", "direction", "visibility", "page", "border_collapse"),
    *("text_decoration_line", "text_decoration_color", "text_align_all", "text_align_last", "text_indent"),
)
SCALARS = frozenset({str, int, float})
FULL_STYLES = frozenset({"first-letter", "first-line"})  # of these, WeasyPrint takes all that was ever asked for


def anonymous_init(style: AnonymousStyle, parent_style: Style) -> None:
    """Make an anonymous style with the initial values that it would look up one by one."""
    style.update(INITIAL)
    _original_anonymous_init(style, parent_style)


def computed_init(
    style: ComputedStyle, parent_style: Style | None, cascaded: Mapping[str, object], pseudo: str | None, *rest: object
) -> None:
    """Make a style with the initial values of all properties that no rule mentions."""
    _original_computed_init(style, parent_style, cascaded, pseudo, *rest)
    if parent_style is not None and pseudo not in FULL_STYLES:
        values, specified = _initial_values(tuple(cascaded))
        style.update(values)
        style.specified.update(specified)


@lru_cache(maxsize=1000)
def _initial_values(mentioned: tuple[str, ...]) -> tuple[dict[str, object], dict[str, object]]:
    """The values of properties that no rule mentions, nor others that they depend on; and those among them that count as specified."""
    logical_ones = {
        name
        for name, logical in PHYSICAL_FUNCTIONS.items()
        if any(logical(block="ttb", inline=inline) in mentioned for inline in ("ltr", "rtl"))
    }
    values = {name: value for name, value in INITIAL.items() if name not in mentioned and name not in logical_ones}
    values |= {
        width: 0
        for width, drawn in WIDTHS.items()
        if width not in mentioned and width not in logical_ones and drawn in values
    }
    positioned = dict[str, object]()
    for name in POSITIONING:  # each depends on those before it
        if name in mentioned:
            break
        positioned[name] = INITIAL_VALUES[name]
    return values | positioned, positioned


def anonymous_missing(style: AnonymousStyle, name: str) -> object:
    """The value of a property, taken from the parent with all others that are often inherited."""
    return style[name] if name in FROM_PARENT and name in _inherit(style) else _original_anonymous_missing(style, name)


def _inherit(style: ComputedStyle | AnonymousStyle) -> Mapping[str, object]:
    """Inherit the OFTEN_INHERITED all at once; return these values, or nothing the second time."""
    cached, parent = vars(style), style.parent_style
    if parent is None or "_inherits" in cached or getattr(style, "pseudo_type", None) in FULL_STYLES:
        return {}
    cached["_inherits"] = True
    inherited = vars(parent).get("_inherited")
    if inherited is None:
        values = {name: parent[name] for name in OFTEN_INHERITED}
        inherited = vars(parent)["_inherited"] = {name: value for name, value in values.items() if _is_settled(value)}
    mentioned = getattr(style, "cascaded", {})
    found = (
        {name: value for name, value in inherited.items() if name not in mentioned}
        if inherited.keys() & mentioned
        else inherited
    )
    own = {name: style[name] for name in found.keys() & style.keys()}
    style.update(found)
    style.update(own)
    return found


def computed_missing(style: ComputedStyle, name: str) -> object:
    """The computed value of a property."""
    if style.parent_style is None or _is_logical(style, name):
        return _original_computed_missing(style, name)
    if name in style.cascaded:
        return _cascaded_value(style, name)
    if name in FROM_PARENT and name in _inherit(style):
        return style[name]
    if name in FROM_PARENT or name.startswith("__"):
        value = style.parent_style[name]
        if not _is_settled(value):
            return _original_computed_missing(style, name)
    elif name in INITIAL:
        value = INITIAL[name]
    elif name in WIDTHS and style[WIDTHS[name]] in ("none", "hidden"):
        value = 0
    else:
        return _original_computed_missing(style, name)
    style[name] = value
    return value


def _cascaded_value(style: ComputedStyle, name: str) -> object:
    """The value that a rule gives, where nothing else has to be asked for it."""
    value, _ = style.cascaded[name]
    if name in DEPENDENT or name.startswith("__") or isinstance(value, Pending) or value in KEYWORDS:
        return _original_computed_missing(style, name)
    if not _is_settled(value):
        return _original_computed_missing(style, name)
    if name in COMPUTER_FUNCTIONS:
        value = COMPUTER_FUNCTIONS[name](style, name, value)
    style[name] = value
    return value


def _is_logical(style: ComputedStyle, name: str) -> bool:
    """Whether a rule sets `margin-inline-start` where `margin-left` is asked for."""
    logical = PHYSICAL_FUNCTIONS.get(name)
    return logical is not None and logical(block="ttb", inline=style["direction"]) in style.cascaded


def _is_settled(value: object) -> bool:
    """Whether nothing is left to be computed in a value."""
    kind = type(value)
    if kind in SCALARS:
        return True
    if kind is tuple:
        return all(map(_is_settled, value))  # type: ignore[call-overload]  # it is one
    return getattr(value, "type", None) != "function" or not check_math(value)
