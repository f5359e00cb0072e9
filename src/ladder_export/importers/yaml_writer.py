"""Write YAML as a person would: block style, wrapped lines, quotes only where YAML needs them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ladder_export.reading.nodes import Data
from ladder_export.reading.yaml.builder import NULL_WORDS
from ladder_export.reading.yaml.syntax_errors import yaml_quote

WIDTH = 88
LONG_ENTRY_LINES = 5  # lines; shorter entries have no empty line between them

# Plain text may not begin with an indicator of YAML; `: ` and ` #` would end it.
PLAIN_START = re.compile(r"""[^\s\-?:,\[\]{}#&*!|>'"%@`\ufeff]""")
PLAIN_END = re.compile(r":(\s|$)|\s#")

# Text here, but numbers, dates or booleans to other YAML programs.
LIKE_A_VALUE = re.compile(
    r"[-+]?[0-9.][0-9_.eExX:+-]*|y|yes|n|no|on|off|true|false|null|~|[0-9]{4}-[0-9]{2}-[0-9]{2}.*", re.IGNORECASE
)
BREAKABLE = re.compile(r"(?<=\S) (?=\S)")


@dataclass(frozen=True, slots=True)
class Commented:
    """A YAML value and a comment to write above its key."""

    value: YamlTree
    comment: str


YamlTree = str | float | Sequence["YamlTree"] | Mapping[str, "YamlTree"] | Commented


def to_yaml(tree: Mapping[str, YamlTree], spaced_keys: Sequence[str] = ()) -> str:
    """Return data as the text of a YAML file, with its comments, laid out as a person would.

    An empty line stands before each key in `spaced_keys`, and between the entries below it if these are long. Texts
    must be stripped, without tabs and control characters.
    """
    lines: list[str] = []
    for key, value in tree.items():
        if lines and key in spaced_keys:
            lines.append("")
        lines += _entry(key, value, 0, spaced=key in spaced_keys)
    return "\n".join(lines) + "\n"


def entry_lines(key: str, value: YamlTree, indent: int) -> list[str]:
    """Return `key: value` as lines of YAML, in a mapping whose keys begin in column `indent`, counted from 0."""
    return [" " * (indent % 2) + line if line else line for line in _entry(key, value, indent // 2)]


def item_lines(item: YamlTree, indent: int) -> list[str]:
    """Return a list item as lines of YAML, in a list whose dashes are in column `indent`, counted from 0."""
    return [" " * (indent % 2) + line if line else line for line in _item(item, indent // 2)]


def to_data(tree: YamlTree) -> Data:
    """Return the data that parsing the written YAML gives: numbers become text, comments are dropped."""
    match tree:
        case Commented(value=value):
            return to_data(value)
        case str():
            return tree
        case float() | int():
            return f"{tree:g}"
        case Mapping():
            return {key: to_data(value) for key, value in tree.items()}
        case _:
            return list(map(to_data, tree))


def _entry(key: str, value: YamlTree, depth: int, *, spaced: bool = False) -> Iterator[str]:
    """Yield the lines of `key: value`."""
    indent = "  " * depth
    if isinstance(value, Commented):
        yield from (f"{indent}# {line}" for line in wrapped_lines(value.comment, WIDTH - len(indent) - 2))
        value = value.value
    head = f"{indent}{_key(key)}:"
    match value:
        case float() | int():
            yield f"{head} {value:g}"
        case str():
            first, *rest = _scalar(value, depth + 1, len(head) + 1)
            yield f"{head} {first}"
            yield from rest
        case Mapping():
            yield head
            yield from _entries(value, depth + 1, spaced=spaced)
        case Commented():
            raise TypeError("a value can have only one comment")
        case _:
            yield head
            for item in value:
                yield from _item(item, depth + 1)


def _entries(mapping: Mapping[str, YamlTree], depth: int, *, spaced: bool) -> Iterator[str]:
    """Yield the lines of a mapping's entries; if `spaced`, with empty lines between them where any is long."""
    entries = [list(_entry(key, value, depth)) for key, value in mapping.items()]
    with_gaps = spaced and any(len(entry) > LONG_ENTRY_LINES for entry in entries)
    for position, entry in enumerate(entries):
        yield from [""] if with_gaps and position else []
        yield from entry


def _item(item: YamlTree, depth: int) -> Iterator[str]:
    """Yield the lines of `- value`; the keys of a mapping are aligned below each other."""
    indent = "  " * depth
    if isinstance(item, str):
        first, *rest = _scalar(item, depth + 1, len(indent) + 2)
        yield f"{indent}- {first}"
        yield from rest
    elif isinstance(item, Mapping):
        first, *rest = _entries(item, depth + 1, spaced=False)
        yield f"{indent}- {first.lstrip()}"
        yield from rest
    else:
        raise TypeError(f"a ladder has no {type(item).__name__} in a list")


def _key(key: str) -> str:
    """Return a key, quoted where YAML needs it."""
    return key if is_plain(key) else yaml_quote(key)


def _scalar(text: str, depth: int, column: int) -> list[str]:
    """Return the lines of a text that begins at a column; further lines are indented to `depth`."""
    indent = "  " * depth
    if "\n" in text:
        return ["|-", *(f"{indent}{line}".rstrip() if not line else f"{indent}{line}" for line in text.split("\n"))]
    fits = column + len(text) <= WIDTH + 4
    if fits and is_plain(text):
        return [text]
    if fits and len(yaml_quote(text)) + column <= WIDTH + 4:
        return [yaml_quote(text)]
    lines = wrapped_lines(text, WIDTH - len(indent))
    return [">-", *(indent + line for line in lines)]


def is_plain(text: str) -> bool:
    """Return whether a text needs no quotes in YAML."""
    return (
        bool(PLAIN_START.match(text))
        and not PLAIN_END.search(text)
        and text not in NULL_WORDS
        and not LIKE_A_VALUE.fullmatch(text)
    )


def wrapped_lines(text: str, width: int) -> list[str]:
    """Return the text in lines of at most `width` characters, broken only at single spaces; longer words stay whole."""
    first, *more = BREAKABLE.split(text) if "  " in text else text.split(" ")
    lines = [first]
    for piece in more:
        if lines[-1] and len(lines[-1]) + 1 + len(piece) > width:
            lines.append(piece)
        else:
            lines[-1] = f"{lines[-1]} {piece}" if lines[-1] else piece
    return lines
