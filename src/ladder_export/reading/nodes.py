"""This file is what YAML becomes before it means anything: text, lists and mappings that know where they stood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ladder_export.core.problems import Span

Place = Sequence[str | int]
"""The way from the top of a file to a value: keys of mappings and positions in lists."""

Data = str | list["Data"] | dict[str, "Data"] | None
"""A node without its places."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text as it was typed, so that `1.10` and `no` mean themselves; None where nothing was typed."""

    span: Span
    text: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """Nodes one after the other."""

    span: Span
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and their values in the order of the file; every key is there once."""

    span: Span
    keys: dict[str, Span]
    values: dict[str, Node]


Node = Scalar | Listing | Mapping


def data(node: Node) -> Data:
    """The content alone. Reading YAML bounds the depth, so recursion is safe."""
    match node:
        case Scalar(text=text):
            return text
        case Listing(items=items):
            return [data(item) for item in items]
        case Mapping(values=values):
            return {key: data(value) for key, value in values.items()}


def node_of(content: Data, span: Span) -> Node:
    """Return nodes of this content, all of which stand at one place: nobody has written them yet."""
    if isinstance(content, dict):
        return Mapping(
            span, dict.fromkeys(content, span), {key: node_of(value, span) for key, value in content.items()}
        )
    if isinstance(content, list):
        return Listing(span, tuple([node_of(item, span) for item in content]))
    return Scalar(span, content)


def scalars(node: Node) -> Iterator[tuple[str, Span]]:
    """All text with its place, keys included, in the order of the file."""
    match node:
        case Scalar():
            yield node.text or "", node.span
        case Listing(items=items):
            for item in items:
                yield from scalars(item)
        case Mapping():
            for key, value in node.values.items():
                yield key, node.keys[key]
                yield from scalars(value)


def child(node: Node, step: str | int) -> Node | None:
    """The node one step further down, if there is one."""
    if isinstance(node, Mapping):
        return node.values.get(step) if isinstance(step, str) else None
    if isinstance(node, Listing) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None


def below(node: Node, step: str | int) -> Node:
    """The node one step further down, or the node itself: what is written short stands for what is in it."""
    return child(node, step) or node


def items(node: Node, count: int) -> Sequence[Node]:
    """The so many nodes of a list; where it is written short, the node itself."""
    return node.items if isinstance(node, Listing) else (node,) * count


def follow(node: Node, place: Place) -> tuple[Node, Place]:
    """The node at a place and the way to it, or the last one on the way that exists."""
    for done, step in enumerate(place):
        below = child(node, step)
        if below is None:
            return node, place[:done]
        node = below
    return node, place


def value_span(node: Node, *place: str | int) -> Span:
    """Where the value at a place stands, or the last thing on the way to it."""
    return follow(node, place)[0].span


def key_span(node: Node, *place: str | int) -> Span:
    """Where the key that ends a place stands, or the last thing on the way to it."""
    holder, _ = follow(node, place[:-1])
    if isinstance(holder, Mapping) and place[-1] in holder.keys:
        return holder.keys[str(place[-1])]
    return value_span(node, *place)
