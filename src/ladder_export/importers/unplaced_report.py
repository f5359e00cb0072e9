"""Write the text that an import could not map to the ladder as a Markdown page, so that no word is lost."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import groupby

from ladder_export.importers.ir import Unplaced

FENCES = re.compile(r"(?m)^[^\S\n]*(`+)")
UNPLACED_FILE = "unplaced.md"

OPENING = """\
# Not in the ladder

Text that `ladder-export import` could not map to the ladder, word for word. Move what you need
into the YAML files in this folder, then delete this page: ladder-export does not read it.
"""


def unplaced_files(unplaced: Collection[Unplaced]) -> dict[str, str]:
    """Return a Markdown page that lists unplaced texts by file and line, as a mapping from its path to its content.

    Empty if there are no such texts.
    """
    parts = [OPENING]
    for file, members in groupby(unplaced, key=lambda text: text.file):
        parts.append(f"## {file}\n")
        for text in members:
            fence = "`" * max([3, *(len(run) + 1 for run in FENCES.findall(text.text))])
            parts.append(f"Line {text.line}: {text.why}.\n\n{fence}text\n{text.text}\n{fence}\n")
    return {UNPLACED_FILE: "\n".join(parts)} if unplaced else {}
