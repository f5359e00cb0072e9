"""This file says what to do where a ladder was asked for, and the file that was named is one level."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from ladder_export.core.problems import Problem, Span
from ladder_export.reading.files import SHARED, ladder_above
from ladder_export.reading.nodes import Mapping as MappingNode
from ladder_export.reading.nodes import Node, data
from ladder_export.reading.schema.models import LadderPart, LevelPart

OF_LEVELS = LevelPart.model_fields.keys() - LadderPart.model_fields.keys()


def lone_level(path: Path, node: Node) -> Iterator[Problem]:
    """Yield what to do with a file that is named as a ladder, and holds a level of one."""
    keys = node.keys if isinstance(node, MappingNode) else {}
    if path.name == SHARED or not keys or "levels" in keys or not keys.keys() & OF_LEVELS:
        return
    named = data(node.values["code"]) if isinstance(node, MappingNode) and "code" in keys else None
    level = f"--level {shlex.quote(named.strip() if isinstance(named, str) else path.stem)}"
    place = Span(path.as_posix())
    if folder := ladder_above(path):
        name = folder.as_posix()
        message = f"this is one level of the ladder in '{name}'"
        remedy = f"name that folder: ladder-export build {shlex.quote(name)} {level}"
    else:
        message = "this is one level, not a ladder"
        remedy = f"name the folder in which its {SHARED} lies, and {level}"
    yield Problem("one-level-alone", message, place, help=remedy)
