"""YAML values as parsed: scalars, lists and mappings, each with its location in the file (`span`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ladder_export.core.problems import Span

NodePath = Sequence[str | int]
"""The path from the top of a file to a value: keys of mappings and positions in lists."""

Data = str | list["Data"] | dict[str, "Data"] | None
"""The content of a node without spans."""


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A YAML scalar as text: `1.10` and `no` stay as typed. `text` is None if there is no value."""

    span: Span
    text: str | None


@dataclass(frozen=True, slots=True)
class ListNode:
    """A YAML list with its items in the order of the file."""

    span: Span
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class MappingNode:
    """A YAML mapping, in the order of the file: `keys` has the location of each key, `values` has the values.

    Keys are unique.
    """

    span: Span
    keys: dict[str, Span]
    values: dict[str, Node]


Node = ScalarNode | ListNode | MappingNode


def to_python(node: Node) -> Data:
    """Return the content of a YAML node as Python strings, lists and dictionaries, without locations.

    It recurses, which is safe because the parser limits how deeply values are nested.
    """
    match node:
        case ScalarNode(text=text):
            return text
        case ListNode(items=items):
            return [to_python(item) for item in items]
        case MappingNode(values=values):
            return {key: to_python(value) for key, value in values.items()}


def from_python(content: Data, span: Span) -> Node:
    """Return Python data as YAML nodes, for content that is not in a file; all nodes get the location `span`."""
    if isinstance(content, dict):
        return MappingNode(
            span, dict.fromkeys(content, span), {key: from_python(value, span) for key, value in content.items()}
        )
    if isinstance(content, list):
        return ListNode(span, tuple([from_python(item, span) for item in content]))
    return ScalarNode(span, content)


def scalars(node: Node) -> Iterator[tuple[str, Span]]:
    """Yield every text of a YAML node with its location, in the order of the file; keys of mappings are included."""
    match node:
        case ScalarNode():
            yield node.text or "", node.span
        case ListNode(items=items):
            for item in items:
                yield from scalars(item)
        case MappingNode():
            for key, value in node.values.items():
                yield key, node.keys[key]
                yield from scalars(value)


def child(node: Node, step: str | int) -> Node | None:
    """Return the value at a key of a mapping or at an index of a list; None if there is none."""
    if isinstance(node, MappingNode):
        return node.values.get(step) if isinstance(step, str) else None
    if isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None


def child_or_self(node: Node, step: str | int) -> Node:
    """Return the value at a key of a mapping or at an index of a list; if there is none, return the node itself.

    So text that stands for a mapping in short form (`We test.` for `{text: We test.}`) is its own value.
    """
    return child(node, step) or node


def padded_items(node: Node, count: int) -> Sequence[Node]:
    """Return a node for each of `count` values that were read from a YAML value, so that problems can point to them.

    These are the items of a list. Where the author wrote a single value instead of a list, all are that value's node.
    """
    return node.items if isinstance(node, ListNode) else (node,) * count


def resolve_path(node: Node, path: NodePath) -> tuple[Node, NodePath]:
    """Follow a path of keys and indexes into a YAML node; return the node there, and the path.

    If the path does not exist, return the last node on it that does, and the part of the path that leads to that node.
    """
    for depth, step in enumerate(path):
        next_node = child(node, step)
        if next_node is None:
            return node, path[:depth]
        node = next_node
    return node, path


def value_span(node: Node, *path: str | int) -> Span:
    """Return the location of the value at a path of keys and indexes, else of the last value on it that exists."""
    return resolve_path(node, path)[0].span


def key_span(node: Node, *path: str | int) -> Span:
    """Return the location of the last key of a path, else of the last value on the path that exists.

    A list item has no key; its own location is returned.
    """
    parent, _ = resolve_path(node, path[:-1])
    if isinstance(parent, MappingNode) and path[-1] in parent.keys:
        return parent.keys[str(path[-1])]
    return value_span(node, *path)
