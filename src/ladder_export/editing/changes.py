"""Describe changes of values in a YAML file, and compute the content that the file has after them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from ladder_export.editing.ladder_nodes import items_of, node_text, values_of
from ladder_export.reading.nodes import Data, ListNode, Node, to_python


class Whole(Enum):
    """A change of a YAML value as a whole: KEEP leaves the value unchanged, REMOVE deletes it with its key."""

    KEEP = "keep"
    REMOVE = "remove"


@dataclass(slots=True)
class MapChange:
    """A change of a YAML mapping: the change of each value by its key; a key that the mapping lacks is added.

    `follows` maps a new key to the key after which it is written, or to an empty text if it comes first. Other new keys
    get their usual place, which the order of keys in ladder files decides.
    """

    values: dict[str, Change] = field(default_factory=dict)
    follows: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListChange:
    """A change of a YAML list: `items` are all items that it has afterwards, in their order.

    An item is the index that it had before, None for a new item, and the change of its value. Items of the former list
    that are missing from `items` are removed.
    """

    items: tuple[tuple[int | None, Change], ...]


Change = Whole | MapChange | ListChange | str | Sequence["Data"] | Mapping[str, "Data"]
"""A change of a value; text, a list or a mapping replaces it."""


def set_change(root: MapChange, path: Sequence[str | int], change: Change, follows: str | None = None) -> None:
    """Add the change of one value of a YAML file to `root`, the change of the whole file.

    `path` leads from the file's top to the value; its last step is a key. A new key is written after the key `follows`,
    first if that is empty, and at its usual place if it is None. Raises TypeError if `root` already replaces a value
    that contains this one.
    """
    target = root
    for key in path[:-1]:
        below = target.values.setdefault(str(key), MapChange())
        if not isinstance(below, MapChange):
            raise TypeError(f"{path} is changed twice")
        target = below
    target.values[str(path[-1])] = change
    if follows is not None:
        target.follows[str(path[-1])] = follows


def simplified(node: Node | None, change: Change) -> Change:
    """Return a change with the same result which mentions only values that really differ from those in `node`.

    A mapping or list that would become empty is removed. Returns Whole.KEEP if nothing changes. `node` is None for a
    new value.
    """
    if isinstance(change, MapChange):
        return _simplified_mapping(node, change)
    return _simplified_list(node, change) if isinstance(change, ListChange) else change


def _simplified_mapping(node: Node | None, change: MapChange) -> Change:
    inner = values_of(node)
    parts = {key: simplified(inner.get(key), inner_change) for key, inner_change in change.values.items()}
    removed = {key for key in inner if parts.get(key) is Whole.REMOVE}
    values = {
        key: inner_change
        for key, inner_change in parts.items()
        if key in removed or not isinstance(inner_change, Whole)
    }
    if not values:
        return Whole.REMOVE if node is None else Whole.KEEP
    return Whole.REMOVE if removed == {*inner, *values} else MapChange(values, change.follows)


def _simplified_list(node: Node | None, change: ListChange) -> Change:
    before = items_of(node)
    items = tuple(
        (at, item_change if at is None else simplified(before[at], item_change)) for at, item_change in change.items
    )
    if not items:
        return Whole.REMOVE
    is_same = [at for at, _ in items] == list(range(len(before)))
    return Whole.KEEP if is_same and all(item_change is Whole.KEEP for _, item_change in items) else ListChange(items)


def placed_keys(keys: Iterable[str], follows: Mapping[str, str]) -> list[str]:
    """Return the keys of a mapping in their new order: each key of `follows` comes after the key to which it is mapped.

    It comes first if the mapping lacks that other key.
    """
    placed = list(keys)
    for key, before in follows.items():
        if key in placed:
            placed.remove(key)
            placed.insert(placed.index(before) + 1 if before in placed else 0, key)
    return placed


def changed_data(node: Node | None, change: Change) -> Data:
    """Return the data of a YAML node after a change that `simplified` returned; `node` is None for a new value."""
    match change:
        case Whole():
            return to_python(node) if node else None
        case str():
            return change
        case MapChange():
            return _changed_mapping(node, change)
        case ListChange(items=items):
            before = items_of(node)
            return [changed_data(None if at is None else before[at], item_change) for at, item_change in items]
        case Mapping():
            return dict(change)
        case _:
            return list(change)


def _changed_mapping(node: Node | None, change: MapChange) -> Data:
    inner = values_of(node)
    new = {key: to_python(value) for key, value in inner.items()}
    for key, inner_change in change.values.items():
        if inner_change is Whole.REMOVE:
            del new[key]
        else:
            new[key] = changed_data(inner.get(key), inner_change)
    return new


def nested_change(path: Sequence[str | int], change: Change, top: Node) -> Change:
    """Return the change of a whole YAML file that applies `change` to the value at a path and keeps all other values.

    `top` is the node of the whole file; `path` leads from it to the value.
    """
    for depth in range(len(path) - 1, -1, -1):
        step = path[depth]
        if isinstance(step, int):
            holder: Node | None = top
            for above in path[:depth]:
                holder = items_of(holder)[above] if isinstance(above, int) else values_of(holder).get(above)
            count = len(items_of(holder))
            change = ListChange(tuple((at, change if at == step else Whole.KEEP) for at in range(count)))
        else:
            change = MapChange({step: change})
    return change


def paragraphs_change(node: Node | None, new: str) -> Change:
    """Return the change that gives a YAML value the paragraphs in `new`, which are separated by blank lines.

    If `node`, the value now, is a list, each paragraph becomes an item of it; else the value becomes one text.
    """
    if not isinstance(node, ListNode):
        return new
    texts = [text.strip() for text in new.split("\n\n") if text.strip()]
    before = list(map(node_text, node.items))
    items: list[tuple[int | None, Change]] = []
    for at, text in enumerate(texts):
        if at < len(before):
            items.append((at, Whole.KEEP if text == before[at] else text))
        else:
            items.append((None, text))
    return ListChange(tuple(items))


def stripped(data: Data) -> Data:
    """Return YAML data without white space around its texts, as they are when a ladder is read."""
    match data:
        case str():
            return data.strip()
        case list():
            return [stripped(item) for item in data]
        case dict():
            return {key: stripped(value) for key, value in data.items()}
        case None:
            return None


def stable_positions(items: Sequence[tuple[int | None, Change]]) -> set[int]:
    """Return the former indexes of items that need not be moved when a list is changed.

    `items` are those of the ListChange. The indexes are a largest group of items that have the same order before and
    after the change.
    """
    return _longest_rise([at for at, _ in items if at is not None])


def _longest_rise(positions: Sequence[int]) -> set[int]:
    """Return the largest set of positions that are in rising order: of items that need not be moved."""
    ends: list[int] = []  # the last position of the best rise of each length
    lengths = []
    for position in positions:
        length = bisect_left(ends, position)
        ends[length : length + 1] = [position]
        lengths.append(length)
    rise, wanted = set[int](), len(ends) - 1
    for position, length in zip(reversed(positions), reversed(lengths), strict=True):
        if length == wanted:
            rise.add(position)
            wanted -= 1
    return rise
