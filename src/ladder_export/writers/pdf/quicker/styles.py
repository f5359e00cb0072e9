"""This file answers quickly what a style says of a property that nothing was said of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from weasyprint.css import AnonymousStyle, ComputedStyle, Style
from weasyprint.css.computed_values import COMPUTER_FUNCTIONS, PHYSICAL_FUNCTIONS
from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.css.tokens import Pending

# Properties whose value WeasyPrint works out, or takes from the parent though CSS says that it is not inherited.
PLACING = ("position", "float", "display")
ODD = set(PLACING)
PROPAGATED = {"page", *(f"text_decoration_{part}" for part in ("line", "color", "style", "thickness"))}
FROM_PARENT = frozenset(INHERITED) - ODD | PROPAGATED
BY_OTHERS = ODD | PROPAGATED
WORDS = ("inherit", "initial")
INITIAL = {
    name: value
    for name, value in INITIAL_VALUES.items()
    if not {name} & (FROM_PARENT | INITIAL_NOT_COMPUTED | ODD) and not name.startswith("text_decoration_")
}
DRAWN = {
    f"{edge}_width": f"{edge}_style"
    for edge in ("outline", *(f"border_{side}" for side in ("left", "right", "top", "bottom")))
}

_make_anonymous, _missing_anonymous = AnonymousStyle.__init__, AnonymousStyle.__missing__
_make_computed, _missing = ComputedStyle.__init__, ComputedStyle.__missing__


# What is asked of nearly every style, and is mostly as the parent has it.
INHERITANCE = (
    *("font_family", "font_size", "font_style", "font_stretch", "font_weight", "font_variation_settings", "lang"),
    *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric"),
    *("font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_language_override"),
    *("letter_spacing", "word_spacing", "hyphens", "overflow_wrap", "word_break", "text_transform"),
    *("color", "color_scheme", "line_height", "direction", "visibility", "page", "border_collapse"),
    *("text_decoration_line", "text_decoration_color", "text_align_all", "text_align_last", "text_indent"),
)
WHOLLY = frozenset({str, int, float})
WHOLE = frozenset({"first-letter", "first-line"})  # of these, WeasyPrint takes all that was ever asked for


def make_anonymous(style: AnonymousStyle, parent_style: Style) -> None:
    """A style that says from the start what it would say of every property by itself (measured: 4 % of a sheet)."""
    style.update(INITIAL)
    _make_anonymous(style, parent_style)


def make_computed(
    style: ComputedStyle, parent_style: Style | None, cascaded: Mapping[str, object], pseudo: str | None, *rest: object
) -> None:
    """A style that says from the start what no rule says otherwise (measured: 5 % of a sheet)."""
    _make_computed(style, parent_style, cascaded, pseudo, *rest)
    if parent_style is not None and pseudo not in WHOLE:
        values, specified = _unsaid(tuple(cascaded))
        style.update(values)
        style.specified.update(specified)


@lru_cache(maxsize=1000)
def _unsaid(said: tuple[str, ...]) -> tuple[dict[str, object], dict[str, object]]:
    """The values of properties of which nothing is said, neither of others that they hang on; and those that were asked for."""
    maybe = {
        name
        for name, logical in PHYSICAL_FUNCTIONS.items()
        if any(logical(block="ttb", inline=inline) in said for inline in ("ltr", "rtl"))
    }
    values = {name: value for name, value in INITIAL.items() if name not in said and name not in maybe}
    values |= {
        width: 0 for width, drawn in DRAWN.items() if width not in said and width not in maybe and drawn in values
    }
    placed = dict[str, object]()
    for name in PLACING:  # each hangs on those before it
        if name in said:
            break
        placed[name] = INITIAL_VALUES[name]
    return values | placed, placed


def missing_anonymous(style: AnonymousStyle, name: str) -> object:
    """As for others: nine in ten are asked for with others that the parent has."""
    return style[name] if name in FROM_PARENT and name in _inherit(style) else _missing_anonymous(style, name)


def _inherit(style: ComputedStyle | AnonymousStyle) -> Mapping[str, object]:
    """Takes over what a parent has, all at once (measured: 4 % of a sheet); what it was, or nothing the second time."""
    kept, parent = vars(style), style.parent_style
    if parent is None or "_inherits" in kept or getattr(style, "pseudo_type", None) in WHOLE:
        return {}
    kept["_inherits"] = True
    legacy = vars(parent).get("_legacy")
    if legacy is None:
        values = {name: parent[name] for name in INHERITANCE}
        legacy = vars(parent)["_legacy"] = {name: value for name, value in values.items() if _is_settled(value)}
    said = getattr(style, "cascaded", {})
    found = {name: value for name, value in legacy.items() if name not in said} if legacy.keys() & said else legacy
    own = {name: style[name] for name in found.keys() & style.keys()}
    style.update(found)
    style.update(own)
    return found


def missing(style: ComputedStyle, name: str) -> object:
    """The computed value of a property (measured: 8 % of a sheet, nine in ten are not mentioned in any rule)."""
    if style.parent_style is None or _is_logical(style, name):
        return _missing(style, name)
    if name in style.cascaded:
        return _said(style, name)
    if name in FROM_PARENT and name in _inherit(style):
        return style[name]
    if name in FROM_PARENT or name.startswith("__"):
        value = style.parent_style[name]
        if not _is_settled(value):
            return _missing(style, name)
    elif name in INITIAL:
        value = INITIAL[name]
    elif name in DRAWN and style[DRAWN[name]] in ("none", "hidden"):
        value = 0
    else:
        return _missing(style, name)
    style[name] = value
    return value


def _said(style: ComputedStyle, name: str) -> object:
    """What a rule says of a property, where it says a value and nothing else has to be asked for it (measured: 2 %)."""
    value, _ = style.cascaded[name]
    if name in BY_OTHERS or name.startswith("__") or isinstance(value, Pending) or value in WORDS:
        return _missing(style, name)
    if not _is_settled(value):
        return _missing(style, name)
    if name in COMPUTER_FUNCTIONS:
        value = COMPUTER_FUNCTIONS[name](style, name, value)
    style[name] = value
    return value


def _is_logical(style: ComputedStyle, name: str) -> bool:
    """Whether a rule says `margin-inline-start` where `margin-left` is asked for."""
    logical = PHYSICAL_FUNCTIONS.get(name)
    return logical is not None and logical(block="ttb", inline=style["direction"]) in style.cascaded


def _is_settled(value: object) -> bool:
    """Whether nothing is left to be worked out in a value (asked 2,800 times a sheet)."""
    kind = type(value)
    if kind in WHOLLY:
        return True
    if kind is tuple:
        return all(map(_is_settled, value))  # type: ignore[call-overload]  # it is one
    return getattr(value, "type", None) != "function" or not check_math(value)


METHODS = (
    (AnonymousStyle, "__init__", make_anonymous),
    (AnonymousStyle, "__missing__", missing_anonymous),
    (ComputedStyle, "__init__", make_computed),
    (ComputedStyle, "__missing__", missing),
)
