"""This file finds the rules that hold for an element by what was found for one that is like it, up to the root."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, TypeAlias

ElementWrapper: TypeAlias = Any  # of cssselect2, which has no types
Matcher: TypeAlias = Any
Entry: TypeAlias = tuple[Callable[[ElementWrapper], bool], tuple[int, int, int], int, str | None, Any]
Selector: TypeAlias = tuple[tuple[int, int, int], int, str | None, Any]
"""What WeasyPrint goes by: how specific a selector is, its number, its pseudo-element, its declarations."""

# What a test asks that hangs on nothing but the names and attributes of an element and its ancestors.
LINEAGE = frozenset(
    {
        *("ancestors", "parent", "any", "next", "local_name", "namespace_url", "classes", "id", "lang", "startswith"),
        *("etree_element", "attrib", "get", "tag", "lower", "endswith", "split_whitespace", "ascii_lower"),
        "in_html_document",
    }
)
ASKING = {"attrib", "get"}  # what looks at an attribute
ALWAYS_ASKED = frozenset({"class", "id", "lang", "{http://www.w3.org/XML/1998/namespace}lang"})
MOST_KINDS = 5_000  # a process that lives long meets links without end


@dataclass(slots=True)
class Kind:
    """Elements of the same lineage: the selectors that hold for all of them, and those that may hold for some."""

    holding: tuple[Selector, ...]
    doubtful: list[Entry]
    below: dict[object, Kind] = field(default_factory=dict)
    held: dict[tuple[int, ...], tuple[Selector, ...]] = field(default_factory=dict)

    def of(self, element: ElementWrapper) -> tuple[Selector, ...]:
        """What holds for one of them, in WeasyPrint's order: one and the same for equal ones."""
        if not self.doubtful:
            return self.holding
        found = [entry for entry in self.doubtful if entry[0](element)]
        if not found:
            return self.holding
        key = tuple([entry[2] for entry in found])
        if key not in self.held:
            self.held[key] = tuple(sorted([*self.holding, *(entry[1:] for entry in found)], key=_order))
        return self.held[key]


def _order(selector: Selector) -> tuple[tuple[int, int, int], int]:
    return selector[0], selector[1]


class Kinds:
    """The kinds of elements that a style sheet has met, for the life of the sheet (measured: 4 % of a sheet of paper)."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._roots: dict[object, Kind] = {}
        self._count = 0
        self.asking = dict[int, bool]()  # what is known of selectors that hold together, by their ids
        self._asked, self._simple = set(ALWAYS_ASKED), dict[int, bool]()
        for entry in _entries(matcher):
            names, constants = _said(entry[0].__code__)
            self._simple[entry[2]] = names <= LINEAGE
            self._asked |= constants if names & ASKING else set()  # else they are names of elements and classes

    def kind(self, element: ElementWrapper, above: Kind | None) -> Kind:
        """The kind of an element whose parent is of the kind `above`."""
        etree = element.etree_element
        attributes = tuple([item for item in etree.attrib.items() if item[0] in self._asked])
        if above is None:
            key: object = (etree.tag, attributes, element.lang, element.in_html_document)
            kinds = self._roots
            if self._count > MOST_KINDS:
                kinds.clear()
                self.asking.clear()
                self._count = 0
        else:
            key, kinds = (etree.tag, attributes), above.below
        if key not in kinds:
            kinds[key] = self._found(element)
            self._count += 1
        return kinds[key]

    def _found(self, element: ElementWrapper) -> Kind:
        holding, doubtful = list[Selector](), list[Entry]()
        for entry in _candidates(self._matcher, element):
            if not self._simple[entry[2]]:
                doubtful.append(entry)
            elif entry[0](element):
                holding.append(entry[1:])
        return Kind(tuple(sorted(holding, key=_order)), doubtful)


def kinds_of(matcher: object) -> Kinds:
    """The kinds that a style sheet has met; it is complete when it is first asked for."""
    kept = vars(matcher)
    if "_kinds" not in kept:
        kept["_kinds"] = Kinds(matcher)
    found: Kinds = kept["_kinds"]
    return found


def _candidates(matcher: Matcher, element: ElementWrapper) -> Iterator[Entry]:
    """Those that WeasyPrint tries on an element."""
    yield from matcher.id_selectors.get(element.id, ())
    for name in element.classes:
        yield from matcher.class_selectors.get(name, ())
    yield from matcher.lower_local_name_selectors.get(element.local_name.encode().lower().decode(), ())
    yield from matcher.namespace_selectors.get(element.namespace_url, ())
    if "lang" in element.etree_element.attrib:
        yield from matcher.lang_attr_selectors
    yield from matcher.other_selectors


def _entries(matcher: Matcher) -> Iterator[Entry]:
    for by_name in (
        matcher.id_selectors,
        matcher.class_selectors,
        matcher.lower_local_name_selectors,
        matcher.namespace_selectors,
    ):
        for entries in by_name.values():
            yield from entries
    yield from matcher.lang_attr_selectors
    yield from matcher.other_selectors


def _said(code: CodeType) -> tuple[frozenset[str], frozenset[str]]:
    """The names and the texts in a test, which cssselect2 writes in Python."""
    names, texts = set(code.co_names), set[str]()
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            inner = _said(constant)
            names |= inner[0]
            texts |= inner[1]
        elif isinstance(constant, str):
            texts.add(constant)
    return frozenset(names), frozenset(texts)
