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
UNSETTLED = object()
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
    """The values of properties that no rule mentions, nor others that they depend on; and those of them that count as specified."""
    dependent = {*mentioned, *(name for name in PHYSICAL_FUNCTIONS if _is_set_logically(name, mentioned))}
    values = {name: value for name, value in INITIAL.items() if name not in dependent}
    values |= {width: 0 for width, edge in WIDTHS.items() if width not in dependent and edge in values}
    specified = dict[str, object]()
    for name in POSITIONING:  # each depends on those before it
        if name in mentioned:
            break
        specified[name] = INITIAL_VALUES[name]
    return values | specified, specified


def _is_set_logically(name: str, mentioned: tuple[str, ...]) -> bool:
    """Whether a rule may set `margin-left` as `margin-inline-start`, or the like."""
    logical = PHYSICAL_FUNCTIONS[name]
    return any(logical(block="ttb", inline=inline) in mentioned for inline in ("ltr", "rtl"))


def anonymous_missing(style: AnonymousStyle, name: str) -> object:
    """The value of a property, taken from the parent with all others that are often inherited."""
    return style[name] if name in FROM_PARENT and name in _inherit(style) else _original_anonymous_missing(style, name)


def _inherit(style: ComputedStyle | AnonymousStyle) -> Mapping[str, object]:
    """Inherit the OFTEN_INHERITED all at once; return these values, or nothing the second time."""
    cached, parent = vars(style), style.parent_style
    if parent is None or "_inherits" in cached or getattr(style, "pseudo_type", None) in FULL_STYLES:
        return {}
    cached["_inherits"] = True
    values, mentioned = _inheritable(parent), getattr(style, "cascaded", {})
    if values.keys() & mentioned:
        values = {name: value for name, value in values.items() if name not in mentioned}
    own = {name: style[name] for name in values.keys() & style.keys()}
    style.update(values)
    style.update(own)
    return values


def _inheritable(parent: Style) -> Mapping[str, object]:
    """The values of OFTEN_INHERITED that children of a style have as they are."""
    cached = vars(parent)
    if "_inheritable" not in cached:
        values = {name: parent[name] for name in OFTEN_INHERITED}
        cached["_inheritable"] = {name: value for name, value in values.items() if _is_settled(value)}
    found: Mapping[str, object] = cached["_inheritable"]
    return found


def computed_missing(style: ComputedStyle, name: str) -> object:
    """The computed value of a property."""
    if style.parent_style is None or _is_logical(style, name):
        return _original_computed_missing(style, name)
    if name in style.cascaded:
        return _cascaded_value(style, name)
    if name in FROM_PARENT and name in _inherit(style):
        return style[name]
    value = _default_value(style, name)
    if value is UNSETTLED:
        return _original_computed_missing(style, name)
    style[name] = value
    return value


def _default_value(style: ComputedStyle, name: str) -> object:
    """The inherited or initial value of a property that no rule mentions; UNSETTLED where it is to be computed."""
    if (name in FROM_PARENT or name.startswith("__")) and style.parent_style is not None:
        value = style.parent_style[name]
        return value if _is_settled(value) else UNSETTLED
    if name in WIDTHS and name not in INITIAL and style[WIDTHS[name]] in ("none", "hidden"):
        return 0
    return INITIAL.get(name, UNSETTLED)


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
