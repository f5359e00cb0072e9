"""Write the text that an import could not map to the ladder as a Markdown page, so that no word is lost."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from ladder_export.importers.ir import Unplaced

UNPLACED_FILE = "unplaced.md"

OPENING = """\
# Not in the ladder

Text that `ladder-export import` could not map to the ladder, word for word. Move what you need
into the YAML files in this folder, then delete this page: ladder-export does not read it.
"""


def unplaced_files(unplaced: Collection[Unplaced]) -> dict[str, str]:
    """Return a Markdown page of all texts that had no place in the ladder, by file and line; no file without any."""
    parts = [OPENING]
    for file, members in groupby(unplaced, key=lambda text: text.file):
        parts.append(f"## {file}\n")
        for text in members:
            fence = "`" * max(3, _longest_fence(text.text) + 1)
            parts.append(f"Line {text.line}: {text.why}.\n\n{fence}text\n{text.text}\n{fence}\n")
    return {UNPLACED_FILE: "\n".join(parts)} if unplaced else {}


def _longest_fence(text: str) -> int:
    """Return the length of the longest run of backticks that begins a line."""
    return max((len(line) - len(line.lstrip("`")) for line in map(str.lstrip, text.splitlines())), default=0)
