"""Copy a slice of an HTML tree, such that the slice alone is laid out as it would be within the whole tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

# Elements before the slice stay in the tree, hidden, because selectors may depend on them. Elements that continue in the
# slice lose their upper edge. A first page, which is thrown away, holds the running headers. Heads and styles are copied
# whole.
BEFORE_SLICE, CONTINUED, FIRST_IN_SLICE = "data-past", "data-continued", "data-first"
SLICE_CSS = (
    f"[{BEFORE_SLICE}]{{display:none!important}}[{CONTINUED}]::before{{content:none!important}}"
    f"[{CONTINUED}]{{margin-top:0!important;padding-top:0!important;border-top:0!important;bookmark-level:none!important}}"
    f"body[{CONTINUED}]::before{{content:''!important;display:block!important;break-after:page!important}}"
    f"[{FIRST_IN_SLICE}]{{margin-top:0!important}}"
)
REPEATED_TAGS = ("head", "thead", "style")


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """The point in an HTML tree where a slice begins, after the pages that are laid out already.

    `element` is the first element of the slice. `has_forced_break` says whether its style forces a page break before
    it. `border_css` is, for a table row, the CSS of the border that it shares with the row above; empty for other
    elements.
    """

    element: Element
    has_forced_break: bool
    border_css: str


@dataclass(frozen=True, slots=True)
class DomSlice:
    """A slice of an HTML tree: a copy of a part of the tree that can be laid out alone.

    `root` is the root of the copy. `origins` maps each copied element to its original. `is_last` is true if the slice
    reaches the end of the tree.
    """

    root: Element
    origins: Mapping[Element, Element]
    is_last: bool


@dataclass(slots=True)
class _SliceState:
    """The state of a copy in progress.

    `start` is the element that the slice begins with, None once it is reached; `ancestors` are that element's; `budget`
    is the cost that may still be copied.
    """

    start: Element | None
    ancestors: set[Element]
    budget: int
    cost: Callable[[Element], int]
    origins: dict[Element, Element] = field(default_factory=dict)
    is_last: bool = True


def slice_dom(root: Element, resume: ResumePoint | None, max_cost: int, cost: Callable[[Element], int]) -> DomSlice:
    """Copy an HTML tree from `resume` on (None: from its beginning) until the copied elements cost `max_cost` in total.

    `cost` returns the cost of an element, which stands for the memory that its layout takes.
    """
    ancestors = _ancestors(root, resume.element) if resume else set()
    state = _SliceState(resume.element if resume else None, ancestors, max_cost, cost)
    root_copy = _copy_slice(root, state)
    if resume:
        first = next(copy for copy, origin in state.origins.items() if origin is resume.element)
        first.set("style", f"{first.get('style', '')};{resume.border_css}")
        if not resume.has_forced_break:
            _drop_top_margin(first)
    return DomSlice(root_copy, state.origins, state.is_last)


def _ancestors(root: Element, element: Element) -> set[Element]:
    parents = {child: parent for parent in root.iter() for child in parent}
    ancestors = set[Element]()
    while element is not root:
        element = parents[element]
        ancestors.add(element)
    return ancestors


def _copy_slice(element: Element, state: _SliceState) -> Element:
    copy = _copy_element(element, state)
    if element is state.start:
        state.start = None
    if state.start is not None and element not in state.ancestors:
        if element.tag in REPEATED_TAGS:
            copy.text = element.text
            copy.extend(element)
        else:
            copy.set(BEFORE_SLICE, "")
        return copy
    if state.start is None:
        copy.text = element.text
    else:
        copy.set(CONTINUED, "")
    state.budget -= state.cost(element)
    for child in element:
        if state.budget <= 0:
            state.is_last = False
            break
        child_copy = _copy_slice(child, state)
        child_copy.tail = child.tail if state.start is None and state.is_last else None
        copy.append(child_copy)
    return copy


def _copy_element(element: Element, state: _SliceState) -> Element:
    copy = Element(element.tag, dict(element.attrib))
    state.origins[copy] = element
    return copy


def _drop_top_margin(element: Element) -> None:
    """Remove the margin above the first element: an unforced page break truncates it (CSS Fragmentation 3 §5.2)."""
    element.set(FIRST_IN_SLICE, "")
    if len(element) and not (element.text or "").strip():
        _drop_top_margin(element[0])
