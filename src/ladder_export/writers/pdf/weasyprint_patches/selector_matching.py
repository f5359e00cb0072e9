"""Save time by finding the CSS selectors that match an element once for all elements of equal names and ancestors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, TypeAlias

ElementWrapper: TypeAlias = Any  # of cssselect2, which has no types
Matcher: TypeAlias = Any
Entry: TypeAlias = tuple[Callable[[ElementWrapper], bool], tuple[int, int, int], int, str | None, Any]
Selector: TypeAlias = tuple[tuple[int, int, int], int, str | None, Any]
"""Specificity, number, pseudo-element and declarations of a selector, in WeasyPrint's form."""

# A test that uses only these names depends on nothing but names and attributes of an element and its ancestors.
LINEAGE = frozenset(
    {
        *("ancestors", "parent", "any", "next", "local_name", "namespace_url", "classes", "id", "lang", "startswith"),
        *("etree_element", "attrib", "get", "tag", "lower", "endswith", "split_whitespace", "ascii_lower"),
        "in_html_document",
    }
)
READING_ATTRIBUTES = {"attrib", "get"}  # names by which a test reads an attribute
ALWAYS_READ = frozenset({"class", "id", "lang", "{http://www.w3.org/XML/1998/namespace}lang"})
MAX_CLASSES = 5_000  # bounds the memory of long-lived processes: every new link makes a class


@dataclass(slots=True)
class MatchClass:
    """A class of HTML elements with equal names, attributes and ancestors, which nearly the same CSS selectors match.

    `matching` are the selectors that match all of the elements. `must_test` are selectors to be tested on each element,
    because they depend on more, such as siblings. `below` are the classes of the elements' children, by their names and
    attributes. `combinations` caches the results of `selectors`.
    """

    matching: tuple[Selector, ...]
    must_test: list[Entry]
    below: dict[object, MatchClass] = field(default_factory=dict)
    combinations: dict[tuple[int, ...], tuple[Selector, ...]] = field(default_factory=dict)

    def selectors(self, element: ElementWrapper) -> tuple[Selector, ...]:
        """Return the CSS selectors that match `element`, which must be of this class, in cascade order.

        Elements that the same selectors match get the same tuple object.
        """
        if not self.must_test:
            return self.matching
        entries = [entry for entry in self.must_test if entry[0](element)]
        if not entries:
            return self.matching
        key = tuple([entry[2] for entry in entries])
        if key not in self.combinations:
            self.combinations[key] = tuple(
                sorted([*self.matching, *(entry[1:] for entry in entries)], key=_cascade_order)
            )
        return self.combinations[key]


def _cascade_order(selector: Selector) -> tuple[tuple[int, int, int], int]:
    return selector[0], selector[1]


class MatchCache:
    """A cache of the CSS selectors that match HTML elements, by class of element; one per style sheet."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._roots: dict[object, MatchClass] = {}
        self._count = 0
        self.parent_sensitive = dict[int, bool]()  # by the ids of selectors that match together
        self._read_attributes, self._simple = set(ALWAYS_READ), dict[int, bool]()
        for entry in _entries(matcher):
            names, constants = _names_in_code(entry[0].__code__)
            self._simple[entry[2]] = names <= LINEAGE
            self._read_attributes |= (
                constants if names & READING_ATTRIBUTES else set()
            )  # other strings are names of elements and classes

    def match_class(self, element: ElementWrapper, above: MatchClass | None) -> MatchClass:
        """Return the class to which an element belongs, made if it is new.

        `above` is the class of the element's parent, None for the root.
        """
        etree = element.etree_element
        attributes = tuple([item for item in etree.attrib.items() if item[0] in self._read_attributes])
        if above is None:
            key: object = (etree.tag, attributes, element.lang, element.in_html_document)
            classes = self._roots
            if self._count > MAX_CLASSES:
                classes.clear()
                self.parent_sensitive.clear()
                self._count = 0
        else:
            key, classes = (etree.tag, attributes), above.below
        if key not in classes:
            classes[key] = self._new_class(element)
            self._count += 1
        return classes[key]

    def _new_class(self, element: ElementWrapper) -> MatchClass:
        matching, must_test = list[Selector](), list[Entry]()
        for entry in _candidates(self._matcher, element):
            if not self._simple[entry[2]]:
                must_test.append(entry)
            elif entry[0](element):
                matching.append(entry[1:])
        return MatchClass(tuple(sorted(matching, key=_cascade_order)), must_test)


def match_cache(matcher: object) -> MatchCache:
    """Return the cache of matching selectors of a style sheet, given as cssselect2's `Matcher`.

    The cache is made at the first call; selectors that are added to the matcher later are not in it.
    """
    cached = vars(matcher)
    if "_match_cache" not in cached:
        cached["_match_cache"] = MatchCache(matcher)
    cache: MatchCache = cached["_match_cache"]
    return cache


def _candidates(matcher: Matcher, element: ElementWrapper) -> Iterator[Entry]:
    """Yield the selectors that WeasyPrint tests on an element."""
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


def _names_in_code(code: CodeType) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names and the strings in a test, which cssselect2 generates as Python code."""
    names, texts = set(code.co_names), set[str]()
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            inner = _names_in_code(constant)
            names |= inner[0]
            texts |= inner[1]
        elif isinstance(constant, str):
            texts.add(constant)
    return frozenset(names), frozenset(texts)
