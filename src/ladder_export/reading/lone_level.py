"""Explain to users who gave the file of one level as a ladder which path they should give."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from ladder_export.core.problems import Problem, Span
from ladder_export.reading.files import LADDER_FILE, enclosing_ladder
from ladder_export.reading.nodes import MappingNode, Node, to_python
from ladder_export.reading.schema.models import LadderModel, LevelModel

LEVEL_ONLY_KEYS = LevelModel.model_fields.keys() - LadderModel.model_fields.keys()


def lone_level(path: Path, node: Node) -> Iterator[Problem]:
    """Yield a problem if the file at `path`, given as a ladder, holds one level; `node` is its parsed YAML."""
    keys = node.keys if isinstance(node, MappingNode) else {}
    if path.name == LADDER_FILE or not keys or "levels" in keys or not keys.keys() & LEVEL_ONLY_KEYS:
        return
    code = to_python(node.values["code"]) if isinstance(node, MappingNode) and "code" in keys else None
    level = f"--level {shlex.quote(code.strip() if isinstance(code, str) else path.stem)}"
    span = Span(path.as_posix())
    if folder := enclosing_ladder(path):
        name = folder.as_posix()
        message = f"this is one level of the ladder in '{name}'"
        remedy = f"use that folder: ladder-export build {shlex.quote(name)} {level}"
    else:
        message = "this is one level, not a ladder"
        remedy = f"use the folder that contains its {LADDER_FILE}, with {level}"
    yield Problem("one-level-alone", message, span, help=remedy)
