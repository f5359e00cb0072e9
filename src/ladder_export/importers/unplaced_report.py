"""This file writes what could not be placed into a page of its own, so that no word is lost on the way in."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from ladder_export.importers.ir import Unplaced

UNPLACED_FILE = "unplaced.md"

OPENING = """\
# Not placed

Text that `ladder-export import` found no place for in the ladder, word for word. Move what you need
into the YAML files beside this page, then remove the page; nothing reads it.
"""


def render_unplaced(unplaced: Iterable[Unplaced]) -> str:
    """A Markdown page: each text below its file and line, with the reason."""
    parts = [OPENING]
    for file, members in groupby(unplaced, key=lambda one: one.file):
        parts.append(f"## {file}\n")
        for one in members:
            fence = "`" * max(3, _longest_fence(one.text) + 1)
            parts.append(f"Line {one.line}: {one.why}.\n\n{fence}text\n{one.text}\n{fence}\n")
    return "\n".join(parts)


def _longest_fence(text: str) -> int:
    return max((len(line) - len(line.lstrip("`")) for line in map(str.lstrip, text.splitlines())), default=0)
