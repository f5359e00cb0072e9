"""The YAML nodes of a ladder's files, and addresses (paths of keys and indexes) of the texts in them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ladder_export.core.model import Ladder
from ladder_export.core.problems import Problem
from ladder_export.reading import read, read_translation
from ladder_export.reading.files import InputFile, find_files
from ladder_export.reading.nodes import ListNode, MappingNode, Node, ScalarNode, child

Address = tuple[str | int, ...]
"""The id of a level, empty for ladder.yaml, then the path from the top of that level or file to a text."""

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
ITEM_TEXT_KEYS = ("text", "prose", "ask")
DIGEST_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class LadderNodes:
    """A ladder with its files as parsed YAML, and its warnings.

    `files` are by path. `owners` are the YAML nodes of the levels by id, and of ladder.yaml by an empty id. `prefixes`
    has by the same ids the path of that node in its file; the path is empty if the node is the whole file.
    """

    ladder: Ladder
    files: Mapping[str, InputFile]
    owners: Mapping[str, Node]
    prefixes: Mapping[str, tuple[str | int, ...]]
    warnings: tuple[Problem, ...] = ()

    def file(self, owner: str) -> InputFile:
        """Return the YAML file of the level with the id `owner`; it is ladder.yaml for levels listed there.

        An empty `owner` stands for ladder.yaml.
        """
        return self.files[self.owners[owner].span.file]

    def node(self, address: Address) -> Node | None:
        """Return the YAML node at an address: a level's id, or an empty text for ladder.yaml, then keys and indexes.

        None if there is no such node.
        """
        node = self.owners.get(str(address[0]))
        for step in address[1:]:
            node = child(node, step) if node else None
        return node


def read_nodes(path: Path) -> LadderNodes:
    """Read a ladder and keep its parsed YAML, for editing. Raises InvalidLadder if it has errors."""
    ladder, warnings = read(path)
    source = read_translation(path, "")
    files = {file.file: file for file in find_files(path)[0]}
    listed = child(source.shared, "levels")
    positions = {node.span: place for place, node in enumerate(listed.items if isinstance(listed, ListNode) else ())}
    shared_file = source.shared.span.file
    prefixes: dict[str, tuple[str | int, ...]] = {"": ()}
    for name, node in source.levels.items():
        is_listed = node.span.file == shared_file
        prefixes[name] = ("levels", positions[node.span]) if is_listed and node.span in positions else ()
    return LadderNodes(ladder, files, {"": source.shared, **source.levels}, prefixes, warnings)


def encode_address(address: Address) -> str:
    """Return the YAML path of a text as JSON, to be kept in a workbook cell; `decode_address` reverses it."""
    return json.dumps(address, ensure_ascii=False, separators=(",", ":"))


def decode_address(cell: str) -> Address | None:
    """Return the YAML path that a workbook cell holds as JSON; None if the cell holds no path."""
    try:
        steps = json.loads(cell)
    except (ValueError, RecursionError):
        return None
    is_address = isinstance(steps, list) and steps and all(type(step) in (str, int) for step in steps)
    return tuple(steps) if is_address and isinstance(steps[0], str) else None


def digest(text: str) -> str:
    """Return 16 hexadecimal digits of a text's SHA-256, which are equal for texts with the same `normal_text`."""
    return hashlib.sha256(normal_text(text).encode()).hexdigest()[:DIGEST_CHARACTERS]


def normal_text(text: str) -> str:
    """Return a text as a workbook cell holds it: stripped, lines without indent, spaces instead of tabs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join(line.lstrip(" ") for line in lines).strip()


def node_text(node: Node | None) -> str:
    """Return the text of a YAML node; the items of a list are separated by blank lines.

    A list item with keys has the text of its key `text`, `prose` or `ask`. Empty for None and for other mappings.
    """
    match node:
        case ScalarNode(text=text):
            return normal_text(text or "")
        case ListNode(items=items):
            return "\n\n".join(map(node_text, items))
        case MappingNode(values=values):
            return next((node_text(values[key]) for key in ITEM_TEXT_KEYS if key in values), "")
        case None:
            return ""


def items_of(node: Node | None) -> Sequence[Node]:
    """Return the items of a YAML list; empty for other nodes and None."""
    return node.items if isinstance(node, ListNode) else ()


def values_of(node: Node | None) -> Mapping[str, Node]:
    """Return the values of a YAML mapping by key; empty for other nodes and None."""
    return node.values if isinstance(node, MappingNode) else {}


def introduction_key(address: Address) -> str:
    """Return the YAML key of the introduction of the section or competency step at an address.

    It is `summary` in a competency of ladder.yaml, `intro` in a section.
    """
    return "summary" if address[:2] == ("", "competencies") else "intro"
