"""This file tells what need not be made again: whole builds by their inputs, artefacts by what they show."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ladder_export.artefact_path import MANIFEST
from ladder_export.file_access import file_digest, files_below
from ladder_export.inputs import ladder_digest, request_digest, theme_digest
from ladder_export.journal import STAGING
from ladder_export.manifest import Artefact, Manifest
from ladder_export.problems import BadOutput, Problem, Span, by_place
from ladder_export.publish import previous_manifest
from ladder_export.request import Request


def unchanged(request: Request, before: Manifest | None) -> Manifest | None:
    """The manifest of the last build when a new one would make the very same; None when that is not certain.

    Nothing that reads YAML or makes documents is loaded for this.
    """
    if before is None or request.force or not before.inputs.digest or _moved(before, request.ladder):
        return None
    name, fonts = before.inputs.theme, before.inputs.fonts
    ladder = request.digest or ladder_digest(request.ladder)
    digest = request_digest(request, ladder, theme_digest(name), name, fonts)
    whole = digest == before.inputs.digest and len(intact(request.output, before.artefacts)) == len(before.artefacts)
    return before if whole and before.artefacts else None


def verified(output: Path) -> tuple[Problem, ...]:
    """How the files in an output folder differ from its manifest; every file is read.

    Raises BadOutput when there is no manifest, or none of ours.
    """
    manifest = previous_manifest(output)
    if manifest is None:
        message = f"there is no {MANIFEST} in the folder '{output.as_posix()}'"
        raise BadOutput(Problem("no-manifest", message, help="name the folder that `ladder-export build` made"))
    known = {artefact.path: artefact for artefact in manifest.artefacts}
    files = (file.relative_to(output) for file in files_below(output))
    lying = {file.as_posix() for file in files if file.parts[0] not in (MANIFEST, STAGING)}
    found = [
        *(_problem("missing-file", output / path, "is not there") for path in known.keys() - lying),
        *(_problem("extra-file", output / path, "was not made by the last build") for path in lying - known.keys()),
        *(
            _problem("changed-file", output / path, "is not as it was made")
            for path in known.keys() & lying
            if not _has_digest(output / path, output, known[path].sha256)
        ),
    ]
    return by_place(found)


def _problem(code: str, file: Path, how: str) -> Problem:
    remedy = "move it elsewhere" if code == "extra-file" else "run: ladder-export build"
    return Problem(code, f"this {how}", Span(file.as_posix()), help=remedy)


def intact(output: Path, artefacts: Iterable[Artefact]) -> frozenset[str]:
    """The paths of those artefacts whose files are as they were made.

    The manifest is published last: a file of the right size that nobody has touched since
    then is taken for what it was, any other is read. (The time of the last change of a file,
    unlike that of its last modification, cannot be set by hand.)
    """
    root = str(output)  # strings, not paths: there may be thousands
    sealed = _stat(f"{root}/{MANIFEST}")
    return frozenset(one.path for one in artefacts if sealed and _is_intact(root, one, sealed[1]))


def _is_intact(root: str, artefact: Artefact, sealed: int) -> bool:
    file = f"{root}/{artefact.path}"
    found = _stat(file)
    if not found or found[0] != artefact.bytes:
        return False
    return found[1] < sealed or _has_digest(Path(file), Path(root), artefact.sha256)


def _has_digest(file: Path, output: Path, sha256: str) -> bool:
    """Whether a file of the output folder is what it was; what cannot be read, or lies elsewhere, is not."""
    try:
        return file_digest(file, "artefact", output) == sha256
    except OSError:
        return False


def _stat(file: str) -> tuple[int, int] | None:
    """Size and time of the last change of a file; of a link itself, for where it leads is not ours."""
    try:
        found = os.lstat(file)
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_ctime_ns


def _moved(before: Manifest, ladder: Path) -> bool:
    """Whether places of problems would be told by another path than the last time."""
    named = ladder.as_posix()
    return any(
        problem.span and not problem.span.file.startswith((named, before.inputs.theme))
        for problem in before.every_problem
    )
