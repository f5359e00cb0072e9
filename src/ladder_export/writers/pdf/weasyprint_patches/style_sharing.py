"""Save time by computing the CSS styles of elements once for all elements that are alike, as WeasyPrint would."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Any, TypeAlias

from weasyprint.css import StyleFor, declaration_precedence, find_style_attributes
from weasyprint.css.tokens import Pending
from weasyprint.css.validation import preprocess_declarations

from ladder_export.writers.pdf.weasyprint_patches.computed_values import FROM_PARENT
from ladder_export.writers.pdf.weasyprint_patches.selector_matching import (
    ElementWrapper,
    MatchClass,
    Selector,
    match_cache,
)

Rules: TypeAlias = dict[str, tuple[Any, tuple[Any, ...]]]
"""Value and precedence of each property."""
Element: TypeAlias = Any  # of ElementTree
Styled: TypeAlias = tuple[Element, str | None]  # an element, or one of its pseudo-elements
Computed: TypeAlias = Any  # a style of WeasyPrint's
Html: TypeAlias = Any  # a document of WeasyPrint's
Sheets: TypeAlias = list[tuple[Any, str, Any]]
"""Style sheets, each with its origin and its specificity, if that is fixed."""

FOOTNOTE_PROPERTIES = frozenset({"float", "position"})  # they make an element a footnote
FOOTNOTE_PSEUDO_ELEMENTS = frozenset({"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"})


@dataclass(slots=True)
class _Group:
    """Elements with the same rules, and the rules of their pseudo-elements."""

    elements: list[Element]
    pseudo_rules: dict[str | None, Rules]


def style_for_init(  # noqa: PLR0913, PLR0917  # WeasyPrint calls it so
    style_for: StyleFor, html: Html, sheets: Sheets, hints: object, font_config: object, target_collector: object
) -> None:
    """Compute the styles of all elements and pseudo-elements of a document, one for all elements with the same rules.

    Replaces WeasyPrint's `StyleFor.__init__`; same parameters. WeasyPrint tests each selector on each element, combines
    the rules of each element, and makes six pseudo-element styles for each. It also computes a style anew wherever the
    parents differ in anything, such as their width; here parents only count by the values that their children inherit.
    """
    cascaded: dict[Styled, Rules] = {}
    computed: dict[Styled, Any] = {}
    style_for._cascaded_styles, style_for._computed_styles, style_for._sheets = cascaded, computed, sheets  # noqa: SLF001  # this replaces its own method
    style_for.initial_page_sizes, style_for.font_config = {"box": None, "area": None}, font_config
    compute = partial(
        style_for.set_computed_styles,
        root=html.etree_element,
        base_url=html.base_url,
        target_collector=target_collector,
    )
    groups = _style_elements(cascaded, computed, html, sheets, _rules_of_attributes(html, hints), compute)
    all_rules = [*cascaded.values(), *(rules for group in groups for rules in group.pseudo_rules.values())]
    has_footnotes = _use_footnotes(all_rules)
    computed[html.etree_element, None].is_paged = any("page" in rules for rules in all_rules)
    for group in groups:
        _style_pseudo_elements(group, cascaded, computed, compute, has_footnotes=has_footnotes)
    cascaded.clear()


def _style_pseudo_elements(
    group: _Group,
    cascaded: dict[Styled, Rules],
    computed: dict[Styled, Any],
    compute: Callable[..., None],
    *,
    has_footnotes: bool,
) -> None:
    """Compute the styles of a group's pseudo-elements that may be drawn."""
    first = group.elements[0]
    is_marked = "list-item" in computed[first, None]["display"]
    for pseudo, rules in group.pseudo_rules.items():
        if (has_footnotes or pseudo not in FOOTNOTE_PSEUDO_ELEMENTS) and (is_marked or pseudo != "marker"):
            cascaded[first, pseudo] = rules
            compute(first, parent=first, pseudo_type=pseudo)
            computed.update(dict.fromkeys([(element, pseudo) for element in group.elements], computed[first, pseudo]))


def _style_elements(  # noqa: PLR0913, PLR0917  # both dictionaries are WeasyPrint's
    cascaded: dict[Styled, Rules],
    computed: dict[Styled, Any],
    html: Html,
    sheets: Sheets,
    attribute_rules: Mapping[Element, Rules],
    compute: Callable[..., None],
) -> list[_Group]:
    """Compute the styles of elements, without pseudo-elements; `attribute_rules` are the rules of `style` attributes."""
    styles, groups = dict[object, object](), dict[object, _Group]()
    sensitive = [match_cache(sheet.matcher).parent_sensitive for sheet, _, _ in sheets]
    for wrapper, selectors_by_sheet in _selectors_by_element(
        html.wrapper_element, [sheet.matcher for sheet, _, _ in sheets]
    ):
        element, parent = wrapper.etree_element, wrapper.parent.etree_element if wrapper.parent is not None else None
        # Ids are unique here: selectors live as long as their sheet, styles as long as this dictionary.
        parent_style = computed.get((parent, None))
        is_unshared = parent_style is None or any(map(_is_parent_sensitive, selectors_by_sheet, sensitive))
        from_parent = (
            id(parent_style) if is_unshared else _inheritance_id(parent_style),
            element if element in attribute_rules else None,
        )
        key = (from_parent, *map(id, selectors_by_sheet))
        if key in groups:
            computed[element, None] = computed[groups[key].elements[0], None]
            groups[key].elements.append(element)
            continue
        groups[key] = _Group([element], _combined_rules(selectors_by_sheet, sheets, attribute_rules.get(element)))
        cascaded[element, None] = groups[key].pseudo_rules.pop(None)
        shared = (from_parent, *map(_sharing_key, selectors_by_sheet))
        if shared not in styles:
            compute(element, parent=parent)
            styles[shared] = computed[element, None]
        computed[element, None] = styles[shared]
    return [*groups.values()]


def _inheritance_id(style: Computed) -> int:
    """Return a number that is the same for all styles from which children inherit the same values."""
    cached = style.__dict__
    if "_inheritance_id" not in cached:
        passes_on = style.parent_style is None or any(
            name in FROM_PARENT or name.startswith("__") for name in style.cascaded
        )
        cached["_inheritance_id"] = id(style) if passes_on else _inheritance_id(style.parent_style)
    inheritance_id: int = cached["_inheritance_id"]
    return inheritance_id


def _is_parent_sensitive(selectors: tuple[Selector, ...], cache: dict[int, bool]) -> bool:
    """Return whether one of these rules makes a style depend on more of its parent's than inherited properties."""
    if id(selectors) not in cache:
        cache[id(selectors)] = any(
            _depends_on_parent(name, value)
            for _, _, _, (declarations, _) in selectors
            for name, value, _ in declarations
        )
    return cache[id(selectors)]


def _depends_on_parent(name: str, value: object) -> bool:
    """Return whether a declaration inherits explicitly, or makes a box whose style WeasyPrint changes later."""
    if name in FOOTNOTE_PROPERTIES:
        return True
    if name == "display":
        return "table" in str(value)
    return name not in FROM_PARENT and (value == "inherit" or isinstance(value, Pending))


def _sharing_key(selectors: tuple[Selector, ...]) -> tuple[object, ...]:
    """Return WeasyPrint's own key of equal rules.

    Later WeasyPrint changes some values of a style in place, so elements must share styles exactly as it does.
    """
    return tuple([(specificity, id(declarations), layer) for specificity, _, _, (declarations, layer) in selectors])


def _selectors_by_element(
    root: ElementWrapper, matchers: list[Any]
) -> Iterator[tuple[ElementWrapper, list[tuple[Selector, ...]]]]:
    """Yield every element with the selectors that match it, one tuple per style sheet."""
    caches = [match_cache(matcher) for matcher in matchers]
    unknown: list[MatchClass | None] = [None] * len(caches)
    for wrapper in root.iter_subtree():
        parent_classes = vars(wrapper.parent)["_match_classes"] if wrapper.parent is not None else unknown
        classes = [
            cache.match_class(wrapper, parent_class) for cache, parent_class in zip(caches, parent_classes, strict=True)
        ]
        vars(wrapper)["_match_classes"] = classes
        yield wrapper, [match_class.selectors(wrapper) for match_class in classes]


def _rules_of_attributes(html: Html, hints: object) -> dict[Element, Rules]:
    """Return the rules in the attributes of elements."""
    rules: dict[Element, Rules] = {}
    for specificity, element, declarations, base_url in find_style_attributes(html.etree_element, hints, html.base_url):
        _add(rules.setdefault(element, {}), preprocess_declarations(base_url, declarations), "author", inf, specificity)
    return rules


def _combined_rules(
    selectors_by_sheet: list[tuple[Selector, ...]], sheets: Sheets, attribute_rules: Rules | None
) -> dict[str | None, Rules]:
    """Return the rules of an element and of its pseudo-elements, from the selectors that match."""
    rules: dict[str | None, Rules] = {None: attribute_rules or {}}
    for selectors, (sheet, origin, weight) in zip(selectors_by_sheet, sheets, strict=True):
        for specificity, _, pseudo, (declarations, layer) in selectors:
            order = inf if layer is None else sheet.layers.index(layer)
            _add(rules.setdefault(pseudo, {}), declarations, origin, order, weight or specificity)
    return rules


def _add(rules: Rules, declarations: Iterable[Any], origin: str, order: float, specificity: object) -> None:
    """Add declarations where they have at least the precedence of the rule that is there."""
    for name, values, importance in declarations:
        weight = (declaration_precedence(origin, importance), order, specificity)
        if name not in rules or rules[name][1] <= weight:
            rules[name] = values, weight


def _use_footnotes(rule_sets: Iterable[Rules]) -> bool:
    """Return whether a rule may make an element a footnote; else pseudo-elements of footnotes are not needed."""
    values = [rules[name][0] for rules in rule_sets for name in FOOTNOTE_PROPERTIES & rules.keys()]
    return any(not isinstance(value, str) or value == "footnote" for value in values)
