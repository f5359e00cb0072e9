"""Reuse of the last build: of all its files by its fingerprint, of one file by its cache key.

| notion                   | is the same while …                                                 | where it is kept        |
|--------------------------|---------------------------------------------------------------------|-------------------------|
| the build's fingerprint  | options, ladder, theme, fonts and this program are unchanged        | manifest, `fingerprint` |
| a file's cache key       | the document it shows, theme, options and engines are unchanged     | manifest, `key`         |
| a file untouched on disk | its size is unchanged, and it is older than the manifest            | the file system         |

While the fingerprint is the same, a build ends before anything is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from ladder_export.build.publish import previous_manifest
from ladder_export.core.artefact_path import MANIFEST, ArtefactPath
from ladder_export.core.manifest import Artefact, CacheKey, Manifest
from ladder_export.core.problems import BadOutput
from ladder_export.core.request import Request
from ladder_export.files.access import file_digest
from ladder_export.fingerprint.inputs import ladder_digest, request_digest, theme_digest


class Reason(StrEnum):
    """Reasons for which an output file is rendered again, as users read them; docs/speed.md has the same list.

    FIRST_BUILD: the last build did not make it. FILE_CHANGED: it was edited on disk. FORCED: `--force` was given.
    DEPENDS_ON: it merges or lists a file that is rendered again. The others name an input that differs or a file that
    is missing.
    """

    FIRST_BUILD = "first build"
    SOURCE_CHANGED = "source changed"
    THEME_CHANGED = "theme changed"
    OPTIONS_CHANGED = "options changed"
    ENGINE_CHANGED = "engine changed"
    FILE_MISSING = "file missing"
    FILE_CHANGED = "file changed on disk"
    FORCED = "forced"
    DEPENDS_ON = "depends on"


@dataclass(frozen=True, slots=True)
class Freshness:
    """Why an output file of the last build must be rendered again; `reason` is None if it is up to date.

    `on` is the path of the file that it merges or lists if `reason` is DEPENDS_ON, else empty.
    """

    reason: Reason | None = None
    on: str = ""

    @property
    def is_stale(self) -> bool:
        """Return whether the output file must be rendered again."""
        return self.reason is not None

    def __str__(self) -> str:
        return " ".join(word for word in (self.reason or "up to date", self.on) if word)


DIGEST_REASONS = (
    ("engine", Reason.ENGINE_CHANGED),
    ("theme", Reason.THEME_CHANGED),
    ("options", Reason.OPTIONS_CHANGED),
)


def reusable_manifest(request: Request, last: Manifest | None) -> Manifest | None:
    """Return the last build's manifest if the request would certainly make the same files and all are untouched.

    Else None. No module that reads YAML or makes documents is imported for this.
    """
    if last is None or request.force or not last.fingerprint.digest or _has_other_paths(last, request.ladder):
        return None
    name, fonts = last.fingerprint.theme, last.fingerprint.fonts
    ladder = request.digest or ladder_digest(request.ladder)
    digest = request_digest(request, ladder, theme_digest(name), name, fonts)
    same = digest == last.fingerprint.digest and bool(last.artefacts)
    return last if same and len(untouched_paths(request.output, last.artefacts)) == len(last.artefacts) else None


def _has_other_paths(last: Manifest, ladder: Path) -> bool:
    """Return whether problems of the last build show other paths than this one would."""
    named = (ladder.as_posix(), last.fingerprint.theme)
    return any(problem.span and not problem.span.file.startswith(named) for problem in last.all_problems)


@dataclass(frozen=True)  # no slots, since cached_property needs a __dict__
class PreviousBuild:
    """The last build of an output folder; `manifest` is None for a new folder. With `force`, nothing is reused."""

    output: Path
    manifest: Manifest | None
    force: bool = False

    @cached_property
    def artefacts(self) -> Mapping[str, tuple[Artefact, ...]]:
        """Return the last build's output files by the path of their document.

        A document whose pages are separate files has several, in order.
        """
        by_path = dict[str, tuple[Artefact, ...]]()
        for artefact in self.manifest.artefacts if self.manifest else ():
            by_path[artefact.document_path] = (*by_path.get(artefact.document_path, ()), artefact)
        return by_path

    @property
    def libraries(self) -> Mapping[str, str]:
        """Return the versions of the libraries that the last build used, by name; empty for a new folder."""
        return self.manifest.libraries if self.manifest else {}

    def freshness(self, keys: Mapping[ArtefactPath, CacheKey]) -> Mapping[ArtefactPath, Freshness]:
        """Return whether the file at each path can be reused; `keys` has the cache key that each would have today."""
        if self.force:
            return dict.fromkeys(keys, Freshness(Reason.FORCED))
        known = self.artefacts
        whole = untouched_paths(self.output, [file for path in keys for file in known.get(path, ())])
        return {
            path: self._freshness(known[path], key, whole) if path in known else Freshness(Reason.FIRST_BUILD)
            for path, key in keys.items()
        }

    def _freshness(self, files: tuple[Artefact, ...], key: CacheKey, whole: AbstractSet[str]) -> Freshness:
        """Return the freshness of a document's files. The most general reason comes first.

        A key without a document digest marks a file that was changed on disk.
        """
        for name, reason in DIGEST_REASONS:
            if getattr(files[0].key, name) != getattr(key, name):
                return Freshness(reason)
        if any(file.path not in whole or not file.key.document for file in files):
            are_there = all(os.path.lexists(self.output / file.path) for file in files)
            return Freshness(Reason.FILE_CHANGED if are_there else Reason.FILE_MISSING)
        return Freshness() if files[0].key == key else Freshness(Reason.SOURCE_CHANGED)


def unmade_artefacts(output: Path, last: Manifest | None, paths: AbstractSet[str]) -> tuple[Artefact, ...]:
    """Return the files of the last build with these paths, which no job makes, to be kept in the new manifest.

    The cache key of a file that was changed on disk loses its document digest, so that the file is rendered next time.
    """
    left = tuple(artefact for artefact in (last.artefacts if last else ()) if artefact.document_path in paths)
    whole = untouched_paths(output, left)
    return tuple(
        artefact if artefact.path in whole else replace(artefact, key=replace(artefact.key, document=""))
        for artefact in left
    )


def previous_artefacts(output: Path) -> tuple[Artefact, ...]:
    """Return the last build's output files.

    Empty if there is no readable manifest; that is no error, since `check` works without one.
    """
    with suppress(BadOutput):
        last = previous_manifest(output)
        return last.artefacts if last else ()
    return ()


def untouched_paths(output: Path, artefacts: Iterable[Artefact]) -> frozenset[str]:
    """Return the paths of output files that were not changed since they were written.

    The manifest is written last: a file of the right size that was not changed after the manifest is taken as
    untouched, the content of any other file is compared with its SHA-256. (The change time, unlike the modification
    time, cannot be set by hand.)
    """
    root = str(output)  # strings are faster than paths; there may be thousands
    published = _stat(f"{root}/{MANIFEST}")
    return frozenset(
        artefact.path for artefact in artefacts if published and _is_untouched(root, artefact, published[1])
    )


def _is_untouched(root: str, artefact: Artefact, published_ns: int) -> bool:
    file = f"{root}/{artefact.path}"
    file_stat = _stat(file)
    if not file_stat or file_stat[0] != artefact.bytes:
        return False
    return file_stat[1] < published_ns or has_digest(Path(file), Path(root), artefact.sha256)


def has_digest(file: Path, output: Path, sha256: str) -> bool:
    """Return whether a file has this SHA-256; False if it cannot be read or is outside the folder `output`."""
    try:
        return file_digest(file, "output file", output) == sha256
    except OSError:
        return False


def _stat(file: str) -> tuple[int, int] | None:
    """Return size and change time in nanoseconds of a file, or of a link itself; None if there is none."""
    try:
        file_stat = os.lstat(file)
    except (OSError, ValueError):
        return None
    return file_stat.st_size, file_stat.st_ctime_ns
