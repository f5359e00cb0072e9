"""List the files and declared names of a ladder without building it; the ladder may have errors."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ladder_export.core.problems import Problem
from ladder_export.reading.files import InputFile, find_files
from ladder_export.reading.json_schema import Names, declared_names
from ladder_export.reading.nodes import Node, ScalarNode, child, padded_items
from ladder_export.reading.yaml.parser import parse_yaml
from ladder_export.reading.yaml.style_warnings import style_warnings


class LadderIndex(NamedTuple):
    """The files, declared names and theme of a ladder that may have errors.

    `shared` is the path of ladder.yaml, `levels` are the paths of level files. `names` are titles by kind (such as
    section) and id; `theme` is the name of the theme, empty if ladder.yaml gives none. `problems` are those found so
    far.
    """

    shared: str
    levels: tuple[str, ...]
    names: Names
    theme: str
    problems: tuple[Problem, ...]


def index_ladder(path: Path) -> LadderIndex:
    """List the files, declared names and theme of a ladder, even if it has errors.

    Raises InvalidLadder if there is no ladder at the path, or it has too many files or bytes.
    """
    files, problems = find_files(path)
    shared, levels = _nodes(files, problems)
    theme = _text_of(child(child(shared, "export") or shared, "theme")).strip() if shared else ""
    names = declared_names(shared, levels | _inline_level_nodes(shared) if shared else levels)
    paths = tuple(file.source.path for file in files if not file.is_shared)
    return LadderIndex(files[0].source.path if files else path.name, paths, names, theme, tuple(problems))


def _nodes(files: Iterable[InputFile], problems: list[Problem]) -> tuple[Node | None, dict[str, Node]]:
    """Return the node of ladder.yaml and those of levels by id, as far as they can be parsed; add problems."""
    nodes = {file: node for file in files if (node := parse_file(file, problems))}
    shared = next((node for file, node in nodes.items() if file.is_shared), None)
    return shared, {file.stem: node for file, node in nodes.items() if not file.is_shared}


def _inline_level_nodes(shared: Node) -> dict[str, Node]:
    """Return the levels by id that ladder.yaml lists."""
    inner = padded_items(child(shared, "levels") or shared, 0)
    return {name: node for node in inner if (name := _text_of(child(node, "id")))}


def _text_of(node: Node | None) -> str:
    return (node.text or "") if isinstance(node, ScalarNode) else ""


def parse_file(file: InputFile, problems: list[Problem]) -> Node | None:
    """Parse a YAML file; return its content, None if it cannot be parsed.

    Errors of syntax, and warnings about how it is written, are added to `problems`.
    """
    if file.content:
        return file.content
    parsed = parse_yaml(file.file, file.source.data)
    problems += parsed.problems
    problems += style_warnings(parsed.node, file.source.data) if parsed.node else ()
    return parsed.node
