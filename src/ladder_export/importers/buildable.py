"""Check that an imported ladder is valid, and so can be built."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ladder_export.core.artefact_path import ArtefactPath
from ladder_export.core.problems import InvalidLadder, Problem
from ladder_export.files.access import MAX_BYTES_BY_KIND
from ladder_export.importers.result import ImportResult
from ladder_export.reading import is_ladder, read

SAFE_CHARS = MAX_BYTES_BY_KIND["ladder file"] // 4  # UTF-8 takes up to 4 bytes a character


def require_buildable(imported: ImportResult) -> None:
    """Raise InvalidLadder if the files of an import are not a valid ladder, for example because a title is too long.

    Their content is checked first. Only if that leaves a doubt, they are written to a temporary folder and read from
    there.
    """
    if all(len(text) <= SAFE_CHARS for text in imported.files.values()) and is_ladder(imported.content):
        return
    with tempfile.TemporaryDirectory(prefix="ladder-export-") as scratch:
        for path, text in imported.files.items():
            file = Path(scratch) / str(ArtefactPath(path))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        try:
            read(Path(scratch))
        except InvalidLadder as invalid:
            raise InvalidLadder(
                *(_of_source(problem, scratch) for problem in invalid.problems if problem.is_error)
            ) from invalid


def _of_source(problem: Problem, scratch: str) -> Problem:
    """Return the problem without a span, since the user does not have the file yet."""
    location = f"{problem.span.file.removeprefix(f'{scratch}/')}:{problem.span.line}: " if problem.span else ""
    remedy = f"change it in the source ({problem.help})" if problem.help else "change it in the source"
    message = f"the imported files would not be a valid ladder: {location}{problem.message}"
    return Problem("unusable-import", message, help=remedy)
