"""Save time by taking CSS properties that no rule sets, nine in ten, from tables, many at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from weasyprint.css import ComputedStyle, Style
from weasyprint.css.computed_values import COMPUTER_FUNCTIONS, PHYSICAL_FUNCTIONS
from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.css.tokens import Pending

# Properties that WeasyPrint always computes, or takes from the parent although CSS does not inherit them.
POSITIONING = ("position", "float", "display")
COMPUTED = set(POSITIONING)
PROPAGATED = {"page", *(f"text_decoration_{aspect}" for aspect in ("line", "color", "style", "thickness"))}
FROM_PARENT = frozenset(INHERITED) - COMPUTED | PROPAGATED
NEVER_FROM_TABLE = COMPUTED | PROPAGATED
KEYWORDS = ("inherit", "initial")
INITIAL = {
    name: value
    for name, value in INITIAL_VALUES.items()
    if not {name} & (FROM_PARENT | INITIAL_NOT_COMPUTED | COMPUTED) and not name.startswith("text_decoration_")
}
STYLE_OF_WIDTH = {
    f"{edge}_width": f"{edge}_style"
    for edge in ("outline", *(f"border_{side}" for side in ("left", "right", "top", "bottom")))
}

_original_computed_init, _original_computed_missing = ComputedStyle.__init__, ComputedStyle.__missing__
# Properties that are read of nearly every style and mostly inherited.
OFTEN_INHERITED = (
    *("font_family", "font_size", "font_style", "font_stretch", "font_weight", "font_variation_settings", "lang"),
    *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric"),
    *("font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_language_override"),
    *("letter_spacing", "word_spacing", "hyphens", "overflow_wrap", "word_break", "text_transform"),
    *("color", "color_scheme", "line_height", "direction", "visibility", "page", "border_collapse"),
    *("text_decoration_line", "text_decoration_color", "text_align_all", "text_align_last", "text_indent"),
)
NOT_RESOLVED = object()
SCALARS = frozenset({str, int, float})
UNSHARED_PSEUDO_ELEMENTS = frozenset({"first-letter", "first-line"})  # WeasyPrint copies every value in such a style


def computed_init(
    style: ComputedStyle, parent_style: Style | None, cascaded: Mapping[str, object], pseudo: str | None, *rest: object
) -> None:
    """Initialise an element's style, with the initial values of the CSS properties that none of its rules sets.

    Replaces WeasyPrint's `ComputedStyle.__init__`; same parameters. `cascaded` are the properties that rules set,
    `pseudo` is the name of a pseudo-element or None.
    """
    _original_computed_init(style, parent_style, cascaded, pseudo, *rest)
    if parent_style is not None and pseudo not in UNSHARED_PSEUDO_ELEMENTS:
        values, specified = _initial_values(tuple(cascaded))
        style.update(values)
        style.specified.update(specified)


@lru_cache(maxsize=1000)
def _initial_values(cascaded: tuple[str, ...]) -> tuple[dict[str, object], dict[str, object]]:
    """Return the initial values that do not depend on a property in `cascaded`, and those of them that count as specified."""
    dependent = {*cascaded, *(name for name in PHYSICAL_FUNCTIONS if _is_set_logically(name, cascaded))}
    values = {name: value for name, value in INITIAL.items() if name not in dependent}
    values |= {width: 0 for width, edge in STYLE_OF_WIDTH.items() if width not in dependent and edge in values}
    specified = dict[str, object]()
    for name in POSITIONING:  # each depends on those before it
        if name in cascaded:
            break
        specified[name] = INITIAL_VALUES[name]
    return values | specified, specified


def _is_set_logically(name: str, cascaded: tuple[str, ...]) -> bool:
    """Return whether a rule may set a physical property such as `margin-left` by its logical name, `margin-inline-start`."""
    logical = PHYSICAL_FUNCTIONS[name]
    return any(logical(block="ttb", inline=inline) in cascaded for inline in ("ltr", "rtl"))


def _inherit(style: ComputedStyle) -> Mapping[str, object]:
    """Inherit OFTEN_INHERITED all at once; return these values, or nothing at every later call."""
    cached, parent = vars(style), style.parent_style
    if parent is None or "_inherits" in cached or style.pseudo_type in UNSHARED_PSEUDO_ELEMENTS:
        return {}
    cached["_inherits"] = True
    values = _inheritable(parent)
    if values.keys() & style.cascaded:
        values = {name: value for name, value in values.items() if name not in style.cascaded}
    own_values = {name: style[name] for name in values.keys() & style.keys()}
    style.update(values)
    style.update(own_values)
    return values


def _inheritable(parent: Style) -> Mapping[str, object]:
    """Return the values of OFTEN_INHERITED that the children of a style inherit unchanged."""
    cached = vars(parent)
    if "_inheritable" not in cached:
        values = {name: parent[name] for name in OFTEN_INHERITED}
        cached["_inheritable"] = {name: value for name, value in values.items() if _is_resolved(value)}
    inheritable: Mapping[str, object] = cached["_inheritable"]
    return inheritable


def computed_missing(style: ComputedStyle, name: str) -> object:
    """Return the computed value of the CSS property `name`, which was not looked up in this style before.

    Replaces WeasyPrint's `ComputedStyle.__missing__`; same parameters.
    """
    if style.parent_style is None or _is_logical(style, name):
        return _original_computed_missing(style, name)
    if name in style.cascaded:
        return _cascaded_value(style, name)
    if name in FROM_PARENT and name in _inherit(style):
        return style[name]
    value = _default_value(style, name)
    if value is NOT_RESOLVED:
        return _original_computed_missing(style, name)
    style[name] = value
    return value


def _default_value(style: ComputedStyle, name: str) -> object:
    """Return the inherited or initial value of a property that no rule mentions; NOT_RESOLVED when it must be computed."""
    if (name in FROM_PARENT or name.startswith("__")) and style.parent_style is not None:
        value = style.parent_style[name]
        return value if _is_resolved(value) else NOT_RESOLVED
    if name in STYLE_OF_WIDTH and name not in INITIAL and style[STYLE_OF_WIDTH[name]] in ("none", "hidden"):
        return 0
    return INITIAL.get(name, NOT_RESOLVED)


def _cascaded_value(style: ComputedStyle, name: str) -> object:
    """Return the computed value of a property that a rule sets; left to WeasyPrint where it depends on other values."""
    value, _ = style.cascaded[name]
    if name in NEVER_FROM_TABLE or name.startswith("__") or isinstance(value, Pending) or value in KEYWORDS:
        return _original_computed_missing(style, name)
    if not _is_resolved(value):
        return _original_computed_missing(style, name)
    if name in COMPUTER_FUNCTIONS:
        value = COMPUTER_FUNCTIONS[name](style, name, value)
    style[name] = value
    return value


def _is_logical(style: ComputedStyle, name: str) -> bool:
    """Return whether a rule sets the logical counterpart of a physical property, such as `margin-inline-start`."""
    logical = PHYSICAL_FUNCTIONS.get(name)
    return logical is not None and logical(block="ttb", inline=style["direction"]) in style.cascaded


def _is_resolved(value: object) -> bool:
    """Return whether a value contains no function that remains to be computed."""
    kind = type(value)
    if kind in SCALARS:
        return True
    if kind is tuple:
        return all(map(_is_resolved, value))  # type: ignore[call-overload]  # it is one
    return getattr(value, "type", None) != "function" or not check_math(value)
