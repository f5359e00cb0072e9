"""This file takes a stretch out of an HTML tree, to be laid out by itself as it is laid out in the whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

# What stands before the stretch keeps its place, by which CSS may know what follows, and is
# not shown; what goes on in it has had its upper edge. All of it comes after a page that is
# none, on which what margins show is named. Heads and styles are for all that follows.
PAST, CONTINUED, FIRST = "data-past", "data-continued", "data-first"
SAYS_SO = (
    f"[{PAST}]{{display:none!important}}[{CONTINUED}]::before{{content:none!important}}"
    f"[{CONTINUED}]{{margin-top:0!important;padding-top:0!important;border-top:0!important;bookmark-level:none!important}}"
    f"body[{CONTINUED}]::before{{content:''!important;display:block!important;break-after:page!important}}"
    f"[{FIRST}]{{margin-top:0!important}}"
)
HEADS = ("head", "thead", "style")


@dataclass(frozen=True, slots=True)
class Start:
    """The element that a stretch begins with, and whether by a break of its own.

    `edge` is its upper border, where it shares that with what stands before it.
    """

    element: Element
    forced: bool
    edge: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A tree that holds a part of another one, which of its elements are that one's, and whether it is the last part."""

    root: Element
    origins: Mapping[Element, Element]
    ends: bool


@dataclass(slots=True)
class _Taking:
    """The elements above the start, where that is not reached yet, and what may still be taken."""

    start: Element | None
    above: set[Element]
    left: int
    cost: Callable[[Element], int]
    origins: dict[Element, Element] = field(default_factory=dict)
    ends: bool = True


def stretch(root: Element, start: Start | None, most: int, cost: Callable[[Element], int]) -> Stretch:
    """What of a tree begins at the start, and costs at most so much."""
    above = _above(root, start.element) if start else set()
    taking = _Taking(start.element if start else None, above, most, cost)
    taken = _taken(root, taking)
    if start:
        first = next(copy for copy, origin in taking.origins.items() if origin is start.element)
        first.set("style", f"{first.get('style', '')};{start.edge}")
        if not start.forced:
            _at_the_top(first)
    return Stretch(taken, taking.origins, taking.ends)


def _above(root: Element, element: Element) -> set[Element]:
    parents = {child: parent for parent in root.iter() for child in parent}
    above = set[Element]()
    while element is not root:
        element = parents[element]
        above.add(element)
    return above


def _taken(element: Element, taking: _Taking) -> Element:
    copy = _same(element, taking)
    if element is taking.start:
        taking.start = None
    if taking.start is not None and element not in taking.above:
        if element.tag in HEADS:
            copy.text = element.text
            copy.extend(element)
        else:
            copy.set(PAST, "")
        return copy
    if taking.start is None:
        copy.text = element.text
    else:
        copy.set(CONTINUED, "")
    taking.left -= taking.cost(element)
    for child in element:
        if taking.left <= 0:
            taking.ends = False
            break
        below = _taken(child, taking)
        below.tail = child.tail if taking.start is None and taking.ends else None
        copy.append(below)
    return copy


def _same(element: Element, taking: _Taking) -> Element:
    copy = Element(element.tag, dict(element.attrib))
    taking.origins[copy] = element
    return copy


def _at_the_top(element: Element) -> None:
    """A page that begins of itself swallows the margin above what it begins with (CSS Fragmentation 3 §5.2)."""
    element.set(FIRST, "")
    if len(element) and not (element.text or "").strip():
        _at_the_top(element[0])
