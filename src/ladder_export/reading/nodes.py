"""This file is what YAML becomes before it means anything: text, lists and mappings that know where they stood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ladder_export.core.problems import Span

NodePath = Sequence[str | int]
"""The way from the top of a file to a value: keys of mappings and positions in lists."""

Data = str | list["Data"] | dict[str, "Data"] | None
"""A node without its places."""


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """Text as it was typed, so that `1.10` and `no` mean themselves; None where nothing was typed."""

    span: Span
    text: str | None


@dataclass(frozen=True, slots=True)
class ListNode:
    """Nodes one after the other."""

    span: Span
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys and their values in the order of the file; every key is there once."""

    span: Span
    keys: dict[str, Span]
    values: dict[str, Node]


Node = ScalarNode | ListNode | MappingNode


def to_python(node: Node) -> Data:
    """The content alone. Reading YAML bounds the depth, so recursion is safe."""
    match node:
        case ScalarNode(text=text):
            return text
        case ListNode(items=items):
            return [to_python(item) for item in items]
        case MappingNode(values=values):
            return {key: to_python(value) for key, value in values.items()}


def from_python(content: Data, span: Span) -> Node:
    """Return nodes of this content, all of which stand at one place: nobody has written them yet."""
    if isinstance(content, dict):
        return MappingNode(
            span, dict.fromkeys(content, span), {key: from_python(value, span) for key, value in content.items()}
        )
    if isinstance(content, list):
        return ListNode(span, tuple([from_python(item, span) for item in content]))
    return ScalarNode(span, content)


def scalars(node: Node) -> Iterator[tuple[str, Span]]:
    """All text with its place, keys included, in the order of the file."""
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
    """The node one step further down, if there is one."""
    if isinstance(node, MappingNode):
        return node.values.get(step) if isinstance(step, str) else None
    if isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None


def child_or_self(node: Node, step: str | int) -> Node:
    """The node one step further down, or the node itself: what is written short stands for what is in it."""
    return child(node, step) or node


def padded_items(node: Node, count: int) -> Sequence[Node]:
    """The so many nodes of a list; where it is written short, the node itself."""
    return node.items if isinstance(node, ListNode) else (node,) * count


def resolve_path(node: Node, path: NodePath) -> tuple[Node, NodePath]:
    """The node at a place and the way to it, or the last one on the way that exists."""
    for depth, step in enumerate(path):
        next_node = child(node, step)
        if next_node is None:
            return node, path[:depth]
        node = next_node
    return node, path


def value_span(node: Node, *path: str | int) -> Span:
    """Where the value at a place stands, or the last thing on the way to it."""
    return resolve_path(node, path)[0].span


def key_span(node: Node, *path: str | int) -> Span:
    """Where the key that ends a place stands, or the last thing on the way to it."""
    parent, _ = resolve_path(node, path[:-1])
    if isinstance(parent, MappingNode) and path[-1] in parent.keys:
        return parent.keys[str(path[-1])]
    return value_span(node, *path)
