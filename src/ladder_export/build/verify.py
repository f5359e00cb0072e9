"""The files of an output folder, compared with its manifest."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from ladder_export.build.publish import previous_manifest
from ladder_export.build.up_to_date import has_digest
from ladder_export.core.artefact_path import LEVEL_CACHE, MANIFEST, NEW_LEVEL_CACHE
from ladder_export.core.problems import BadOutput, Problem, Span, sort_by_location
from ladder_export.files.access import files_below
from ladder_export.files.journal import STAGING


def verify_output(output: Path) -> tuple[Problem, ...]:
    """Return a problem for each file that differs from the manifest: missing, changed or added. Every file is read.

    Raises BadOutput if the folder has no manifest, or not one of this program.
    """
    manifest = previous_manifest(output)
    if manifest is None:
        message = f"there is no {MANIFEST} in the folder '{output.as_posix()}'"
        raise BadOutput(Problem("no-manifest", message, help="give the output folder of `ladder-export build`"))
    named = {artefact.path: artefact.sha256 for artefact in manifest.artefacts}
    files = (file.relative_to(output) for file in files_below(output))
    present = {
        file.as_posix() for file in files if file.parts[0] not in (MANIFEST, STAGING, LEVEL_CACHE, NEW_LEVEL_CACHE)
    }
    changed = {path for path in named.keys() & present if not has_digest(output / path, output, named[path])}
    return sort_by_location(
        (
            *_problems("missing-file", output, named.keys() - present, "is missing"),
            *_problems("extra-file", output, present - named.keys(), "was not made by the last build"),
            *_problems("changed-file", output, changed, "was changed after the build"),
        )
    )


def _problems(code: str, output: Path, paths: AbstractSet[str], how: str) -> Iterator[Problem]:
    remedy = "move it elsewhere" if code == "extra-file" else "run: ladder-export build"
    return (Problem(code, f"this file {how}", Span((output / path).as_posix()), help=remedy) for path in paths)
