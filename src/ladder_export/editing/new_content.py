"""Turn a change that adds a YAML value into that value's content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ladder_export.editing.changes import Change, ListChange, MapChange, Whole
from ladder_export.editing.scalars import NUMBER, scalar_source
from ladder_export.importers.yaml_writer import YamlTree
from ladder_export.reading.nodes import Data

NUMBER_KEYS = ("rank", "minutes", "opening", "closing")


def is_content(change: Change) -> bool:
    """Return whether a change replaces a value by a new list or mapping, and does not only change parts of it."""
    return isinstance(change, Mapping | list | tuple)


def new_content(change: Change) -> YamlTree:
    """Return the content of a new YAML value from the change that adds it.

    Raises TypeError for Whole.KEEP and Whole.REMOVE, which add nothing.
    """
    match change:
        case str():
            return change
        case MapChange(values=values):
            return {key: new_entry(key, value) for key, value in values.items()}
        case ListChange(items=items):
            return [new_content(item) for _, item in items]
        case Whole():
            raise TypeError("there is nothing to keep or remove")
        case Mapping():
            return _content(dict(change))
        case _:
            return [_content(item) for item in change]


def new_entry(key: str, change: Change) -> YamlTree:
    """Return the content of a new key in a YAML mapping, from the change that adds it.

    Keys such as `rank` and `minutes` get a number instead of a text.
    """
    return _number_or_tree(key, new_content(change))


def _content(data: Data) -> YamlTree:
    match data:
        case dict():
            return {key: _number_or_tree(key, _content(value)) for key, value in data.items()}
        case list():
            return [_content(item) for item in data]
        case _:
            return data or ""


def _number_or_tree(key: str, tree: YamlTree) -> YamlTree:
    """Return a value as a number if its key has numbers, so that it needs no quotes."""
    return float(tree) if key in NUMBER_KEYS and isinstance(tree, str) and NUMBER.fullmatch(tree) else tree


def flow_source(tree: YamlTree) -> str:
    """Return data as YAML source on one line, with lists in brackets and mappings in braces."""
    match tree:
        case str():
            return scalar_source(tree, "", "", 0, is_flow=True)[0]
        case Mapping():
            return "{" + ", ".join(f"{key}: {flow_source(value)}" for key, value in tree.items()) + "}"
        case Sequence():
            return "[" + ", ".join(map(flow_source, tree)) + "]"
        case _:
            return f"{tree:g}"
