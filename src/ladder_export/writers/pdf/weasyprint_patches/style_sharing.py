"""This file gives elements their styles as WeasyPrint does, and combines rules once for all elements that are alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Any, TypeAlias

from weasyprint.css import StyleFor, declaration_precedence, find_style_attributes
from weasyprint.css import find_stylesheets as _original_find_stylesheets
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
"""The value of each property, and its precedence."""
Element: TypeAlias = Any  # of ElementTree
Styled: TypeAlias = tuple[Element, str | None]  # an element, or one of its pseudo-elements
Computed: TypeAlias = Any  # a style of WeasyPrint's
Html: TypeAlias = Any  # a document of WeasyPrint's
Sheets: TypeAlias = list[tuple[Any, str, Any]]
"""Style sheets, each with where it comes from and what it weighs."""

NOTE_PROPERTIES = frozenset({"float", "position"})  # how an element becomes a note
NOTE_PSEUDO_ELEMENTS = frozenset({"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"})


@dataclass(slots=True)
class _Group:
    """Elements for which the same rules hold, and the rules of their pseudo-elements."""

    elements: list[Element]
    pseudo_rules: dict[str | None, Rules]


def style_for_init(  # noqa: PLR0913, PLR0917  # WeasyPrint calls it so
    of: StyleFor, html: Html, sheets: Sheets, hints: object, font_config: object, target_collector: object
) -> None:
    """Compute the styles of all elements and of their pseudo-elements, shared by all for which the same rules hold.

    WeasyPrint tests each selector on each element, combines the rules of each, and makes six styles of
    pseudo-elements for each. It also takes elements for different as soon as their parents are, which two
    columns are by their widths alone: here parents count by what they pass on.
    """
    cascaded: dict[Styled, Rules] = {}
    computed: dict[Styled, Any] = {}
    of._cascaded_styles, of._computed_styles, of._sheets = cascaded, computed, sheets  # noqa: SLF001  # we stand for its own function
    of.initial_page_sizes, of.font_config = {"box": None, "area": None}, font_config
    compute = partial(
        of.set_computed_styles,
        root=html.etree_element,
        base_url=html.base_url,
        target_collector=target_collector,
    )
    groups = _style_elements(cascaded, computed, html, sheets, _rules_of_attributes(html, hints), compute)
    every = [*cascaded.values(), *(rules for group in groups for rules in group.pseudo_rules.values())]
    has_notes = _have_notes(every)
    computed[html.etree_element, None].is_paged = any("page" in rules for rules in every)
    for group in groups:
        first = group.elements[0]
        is_marked = "list-item" in computed[first, None]["display"]
        for pseudo, rules in group.pseudo_rules.items():
            if (has_notes or pseudo not in NOTE_PSEUDO_ELEMENTS) and (is_marked or pseudo != "marker"):
                cascaded[first, pseudo] = rules
                compute(first, parent=first, pseudo_type=pseudo)
                computed.update(dict.fromkeys([(one, pseudo) for one in group.elements], computed[first, pseudo]))
    cascaded.clear()


def _style_elements(  # noqa: PLR0913, PLR0917  # both dictionaries are WeasyPrint's
    cascaded: dict[Styled, Rules],
    computed: dict[Styled, Any],
    html: Html,
    sheets: Sheets,
    own: Mapping[Element, Rules],
    compute: Callable[..., None],
) -> list[_Group]:
    """Compute the styles of elements, without those of pseudo-elements; `own` are rules in attributes."""
    styles, groups = dict[object, object](), dict[object, _Group]()
    sensitive = [match_cache(sheet.matcher).parent_sensitive for sheet, _, _ in sheets]
    for wrapper, found in _matches(html.wrapper_element, [sheet.matcher for sheet, _, _ in sheets]):
        element, parent = wrapper.etree_element, wrapper.parent.etree_element if wrapper.parent is not None else None
        # The selectors of a class live as long as its sheet, and a style as long as this: ids are of one object each.
        above = computed.get((parent, None))
        is_unshared = above is None or any(map(_is_parent_sensitive, found, sensitive))
        from_parent = (id(above) if is_unshared else _inheritance_id(above), element if element in own else None)
        key = (from_parent, *map(id, found))
        if key in groups:
            computed[element, None] = computed[groups[key].elements[0], None]
            groups[key].elements.append(element)
            continue
        groups[key] = _Group([element], _combined(found, sheets, own.get(element)))
        cascaded[element, None] = groups[key].pseudo_rules.pop(None)
        shared = (from_parent, *map(_sharing_key, found))
        if shared not in styles:
            compute(element, parent=parent)
            styles[shared] = computed[element, None]
        computed[element, None] = styles[shared]
    return [*groups.values()]


def _inheritance_id(style: Computed) -> int:
    """A number that is the same for all styles from which children inherit the same."""
    cached = style.__dict__
    if "_inheritance_id" not in cached:
        passes_on = style.parent_style is None or any(
            name in FROM_PARENT or name.startswith("__") for name in style.cascaded
        )
        cached["_inheritance_id"] = id(style) if passes_on else _inheritance_id(style.parent_style)
    found: int = cached["_inheritance_id"]
    return found


def _is_parent_sensitive(selectors: tuple[Selector, ...], sensitive: dict[int, bool]) -> bool:
    """Whether a rule of these makes a style depend on more of its parent's than what is always inherited."""
    if id(selectors) not in sensitive:
        sensitive[id(selectors)] = any(
            _depends_on_parent(name, value)
            for _, _, _, (declarations, _) in selectors
            for name, value, _ in declarations
        )
    return sensitive[id(selectors)]


def _depends_on_parent(name: str, value: object) -> bool:
    """Whether a declaration inherits what is not always inherited, or makes a box whose style WeasyPrint changes later."""
    if name in NOTE_PROPERTIES:
        return True
    if name == "display":
        return "table" in str(value)
    return name not in FROM_PARENT and (value == "inherit" or isinstance(value, Pending))


def _sharing_key(selectors: tuple[Selector, ...]) -> tuple[object, ...]:
    """WeasyPrint's key of equal rules: which elements share a style shows where it sets a style's values later."""
    return tuple([(specificity, id(declarations), layer) for specificity, _, _, (declarations, layer) in selectors])


def _matches(root: ElementWrapper, matchers: list[Any]) -> Iterator[tuple[ElementWrapper, list[tuple[Selector, ...]]]]:
    """Every element with the selectors that match it, sheet by sheet."""
    caches = [match_cache(matcher) for matcher in matchers]
    unknown: list[MatchClass | None] = [None] * len(caches)
    for wrapper in root.iter_subtree():
        above = vars(wrapper.parent)["_match_classes"] if wrapper.parent is not None else unknown
        classes = [cache.match_class(wrapper, upper) for cache, upper in zip(caches, above, strict=True)]
        vars(wrapper)["_match_classes"] = classes
        yield wrapper, [one.selectors(wrapper) for one in classes]


def _rules_of_attributes(html: Html, hints: object) -> dict[Element, Rules]:
    """The rules in the attributes of elements."""
    found: dict[Element, Rules] = {}
    for specificity, element, declarations, base_url in find_style_attributes(html.etree_element, hints, html.base_url):
        _add(found.setdefault(element, {}), preprocess_declarations(base_url, declarations), "author", inf, specificity)
    return found


def _combined(found: list[tuple[Selector, ...]], sheets: Sheets, own: Rules | None) -> dict[str | None, Rules]:
    """The rules for an element and for its pseudo-elements, of the selectors that match."""
    rules: dict[str | None, Rules] = {None: own or {}}
    for selectors, (sheet, origin, weight) in zip(found, sheets, strict=True):
        for specificity, _, pseudo, (declarations, layer) in selectors:
            order = inf if layer is None else sheet.layers.index(layer)
            _add(rules.setdefault(pseudo, {}), declarations, origin, order, weight or specificity)
    return rules


def _add(rules: Rules, declarations: Iterable[Any], origin: str, order: float, specificity: object) -> None:
    """Add declarations, except where those that are there weigh more."""
    for name, values, importance in declarations:
        weight = (declaration_precedence(origin, importance), order, specificity)
        if name not in rules or rules[name][1] <= weight:
            rules[name] = values, weight


def _have_notes(every: Iterable[Rules]) -> bool:
    """Whether a rule may make a note of an element; only then the pseudo-elements of notes are needed."""
    values = [rules[name][0] for rules in every for name in NOTE_PROPERTIES & rules.keys()]
    return any(not isinstance(value, str) or value == "footnote" for value in values)


def find_stylesheets(root: ElementWrapper, *rest: object) -> Iterator[object]:
    """The style sheets that a document has itself; most have none, and no element is asked for them."""
    tags = (element.tag for element in root.etree_element.iter())
    if any(isinstance(tag, str) and tag.lower().endswith(("style", "link")) for tag in tags):
        yield from _original_find_stylesheets(root, *rest)
