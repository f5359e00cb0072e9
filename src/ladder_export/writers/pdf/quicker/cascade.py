"""This file gives elements their styles as WeasyPrint does, and puts rules together once for all that are alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import inf
from typing import Any, TypeAlias

from weasyprint.css import StyleFor, declaration_precedence, find_style_attributes, find_stylesheets
from weasyprint.css.tokens import Pending
from weasyprint.css.validation import preprocess_declarations

from ladder_export.writers.pdf.quicker.selectors import ElementWrapper, Kind, Selector, kinds_of
from ladder_export.writers.pdf.quicker.styles import FROM_PARENT

Rules: TypeAlias = dict[str, tuple[Any, tuple[Any, ...]]]
"""What a name is set to, and the weight with which it is."""
Element: TypeAlias = Any  # of ElementTree
Computed: TypeAlias = Any  # a style of WeasyPrint's
Html: TypeAlias = Any  # a document of WeasyPrint's
Sheets: TypeAlias = list[tuple[Any, str, Any]]
"""Style sheets, each with where it comes from and what it weighs."""

NOTING = frozenset({"float", "position"})  # how an element becomes a note
NOTES = frozenset({"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"})


def make_style_for(  # noqa: PLR0913, PLR0917  # WeasyPrint calls it so
    of: StyleFor, html: Html, sheets: Sheets, hints: object, font_config: object, target_collector: object
) -> None:
    """The styles of all elements, and of what stands before and after them, shared by all for which the same holds.

    WeasyPrint asks each selector of each element, puts together what holds for each, and makes
    six styles of pseudo-elements for each (measured: 16 % of a sheet, and this a fifth of it). It
    also takes elements for different as soon as their parents are, which two columns are by their
    widths alone: here parents count by what they hand down (measured: 7 % of a sheet).
    """
    cascaded: dict[tuple[Element, str | None], Rules] = {}
    computed: dict[tuple[Element, str | None], Any] = {}
    of._cascaded_styles, of._computed_styles, of._sheets = cascaded, computed, sheets  # noqa: SLF001  # we stand for its own function
    of.initial_page_sizes, of.font_config = {"box": None, "area": None}, font_config
    own = _said_by_attributes(html, hints)
    known = [kinds_of(sheet.matcher).asking for sheet, _, _ in sheets]
    styled, alike = dict[object, object](), dict[object, tuple[list[Element], dict[str | None, Rules]]]()
    about = {"root": html.etree_element, "base_url": html.base_url, "target_collector": target_collector}
    for wrapper, found in _matched(html.wrapper_element, [sheet.matcher for sheet, _, _ in sheets]):
        element, parent = wrapper.etree_element, wrapper.parent.etree_element if wrapper.parent is not None else None
        # What holds for a kind lives as long as its sheet, and a style as long as this: their ids stay their own.
        above = computed[parent, None] if parent is not None else None
        by_itself = above is None or any(map(_asks, found, known))
        begins = (id(above) if by_itself else _heritage(above), element if element in own else None)
        key = (begins, *map(id, found))
        if key in alike:
            computed[element, None] = computed[alike[key][0][0], None]
            alike[key][0].append(element)
            continue
        alike[key] = [element], _put_together(found, sheets, own.get(element))
        cascaded[element, None] = alike[key][1].pop(None)
        shared = (begins, *map(_as_theirs, found))
        if shared not in styled:
            of.set_computed_styles(element, parent=parent, **about)
            styled[shared] = computed[element, None]
        computed[element, None] = styled[shared]
    every = [*cascaded.values(), *(rules for _, pseudos in alike.values() for rules in pseudos.values())]
    noted = _are_notes(every)
    computed[html.etree_element, None].is_paged = any("page" in rules for rules in every)
    for elements, pseudos in alike.values():
        is_marked = "list-item" in computed[elements[0], None]["display"]
        for pseudo in [one for one in pseudos if (noted or one not in NOTES) and (is_marked or one != "marker")]:
            cascaded[elements[0], pseudo] = pseudos[pseudo]
            of.set_computed_styles(elements[0], parent=elements[0], pseudo_type=pseudo, **about)
            computed.update(dict.fromkeys([(one, pseudo) for one in elements], computed[elements[0], pseudo]))
    cascaded.clear()


def _heritage(style: Computed) -> int:
    """What children take over from a style, as a number that is the same for all from which they take the same."""
    kept = style.__dict__
    if "_heritage" not in kept:
        handed = style.parent_style is None or any(
            name in FROM_PARENT or name.startswith("__") for name in style.cascaded
        )
        kept["_heritage"] = id(style) if handed else _heritage(style.parent_style)
    found: int = kept["_heritage"]
    return found


def _asks(selectors: tuple[Selector, ...], known: dict[int, bool]) -> bool:
    """Whether these say anything by which a style is its parent's child alone."""
    if id(selectors) not in known:
        known[id(selectors)] = any(
            _is_asking(name, value) for _, _, _, (declarations, _) in selectors for name, value, _ in declarations
        )
    return known[id(selectors)]


def _is_asking(name: str, value: object) -> bool:
    """What takes over what others do not, or makes a box whose style WeasyPrint changes later: a note, or a table."""
    if name in NOTING:
        return True
    if name == "display":
        return "table" in str(value)
    return name not in FROM_PARENT and (value == "inherit" or isinstance(value, Pending))


def _as_theirs(selectors: tuple[Selector, ...]) -> tuple[object, ...]:
    """What WeasyPrint knows equal rules by: which elements share a style shows where it sets a style's values later."""
    return tuple([(specificity, id(declarations), layer) for specificity, _, _, (declarations, layer) in selectors])


def _matched(root: ElementWrapper, matchers: list[Any]) -> Iterator[tuple[ElementWrapper, list[tuple[Selector, ...]]]]:
    """Every element with what holds for it, sheet by sheet."""
    every = [kinds_of(matcher) for matcher in matchers]
    unknown: list[Kind | None] = [None] * len(every)
    for wrapper in root.iter_subtree():
        above = vars(wrapper.parent)["_of_kinds"] if wrapper.parent is not None else unknown
        kinds = [known.kind(wrapper, upper) for known, upper in zip(every, above, strict=True)]
        vars(wrapper)["_of_kinds"] = kinds
        yield wrapper, [kind.of(wrapper) for kind in kinds]


def _said_by_attributes(html: Html, hints: object) -> dict[Element, Rules]:
    """What elements say of themselves."""
    found: dict[Element, Rules] = {}
    for specificity, element, declarations, base_url in find_style_attributes(html.etree_element, hints, html.base_url):
        _add(found.setdefault(element, {}), preprocess_declarations(base_url, declarations), "author", inf, specificity)
    return found


def _put_together(found: list[tuple[Selector, ...]], sheets: Sheets, own: Rules | None) -> dict[str | None, Rules]:
    """What the selectors that hold for an element say of it and of its pseudo-elements."""
    rules: dict[str | None, Rules] = {None: own or {}}
    for selectors, (sheet, origin, weight) in zip(found, sheets, strict=True):
        for specificity, _, pseudo, (declarations, layer) in selectors:
            order = inf if layer is None else sheet.layers.index(layer)
            _add(rules.setdefault(pseudo, {}), declarations, origin, order, weight or specificity)
    return rules


def _add(rules: Rules, declarations: Iterable[Any], origin: str, order: float, specificity: object) -> None:
    """Declarations, where what is there already does not weigh more."""
    for name, values, importance in declarations:
        weight = (declaration_precedence(origin, importance), order, specificity)
        if name not in rules or rules[name][1] <= weight:
            rules[name] = values, weight


def _are_notes(every: Iterable[Rules]) -> bool:
    """Whether a rule may make a note of an element; only then anybody asks for what stands at its call."""
    said = [rules[name][0] for rules in every for name in NOTING & rules.keys()]
    return any(not isinstance(value, str) or value == "footnote" for value in said)


def quick_sheets(root: ElementWrapper, *rest: object) -> Iterator[object]:
    """The style sheets that a document has itself; most have none, and no element is looked at for them (measured: 1 %)."""
    tags = (one.tag for one in root.etree_element.iter())
    if any(isinstance(tag, str) and tag.lower().endswith(("style", "link")) for tag in tags):
        yield from find_stylesheets(root, *rest)


METHODS = ((StyleFor, "__init__", make_style_for),)
FUNCTIONS = ((find_stylesheets, quick_sheets),)
