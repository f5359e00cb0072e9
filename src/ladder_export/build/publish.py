"""Publishing: all files of a build are moved to the output folder, or none; nothing else writes there."""

from __future__ import annotations

import os
import posixpath
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from ladder_export.core.artefact_path import MANIFEST, ArtefactPath, collision_key
from ladder_export.core.json_checks import InvalidManifest
from ladder_export.core.manifest import Manifest, from_json
from ladder_export.core.problems import BadOutput, Problem, Span
from ladder_export.files import journal
from ladder_export.files.access import read_text
from ladder_export.files.folder import Folder, open_folder
from ladder_export.files.journal import STAGING, ForeignFile
from ladder_export.files.output_folder import (
    folder_state,
    foreign_file_problem,
    inspect_output,
    lock,
    obstacle,
    open_output,
    os_errors_as_problems,
)

RECOVERY_MESSAGES = {
    "": "",
    "finished": "the last build was interrupted while it updated files; the update is now complete",
    "undone": "the last build was interrupted while it undid its changes; the output is now as it was before",
}


@dataclass(frozen=True, slots=True)
class StagingArea:
    """The files of a build that wait in a hidden folder below the output `folder` until all are ready to be published.

    `previous` is the last build's manifest, None for a new folder. `staged` are the paths of the files that wait.
    """

    folder: Folder
    previous: Manifest | None
    staged: list[ArtefactPath] = field(default_factory=list)

    @property
    def output(self) -> Path:
        """Return the output folder as the user named it."""
        return self.folder.path

    def require_free(self, paths: Iterable[ArtefactPath]) -> None:
        """Raise BadOutput if one of the paths is taken by a file that this program did not make."""
        ours = {artefact.path for artefact in self.previous.artefacts} if self.previous else set()
        with os_errors_as_problems(self.output):
            foreign = sorted(_foreign(self.folder, paths, ours))
        if foreign:
            raise BadOutput(*(foreign_file_problem(self.output, path) for path in foreign))

    def write(self, path: ArtefactPath, data: bytes) -> None:
        """Write an output file to the staging folder, so that its bytes need not stay in memory.

        Raises BadOutput if the file cannot be written.
        """
        with os_errors_as_problems(self.output):
            if not self.staged:
                journal.open_staging(self.folder)
            self.folder.write(f"{journal.NEW}/{path}", (data,))
        self.staged.append(path)

    def path_of(self, path: ArtefactPath) -> Path:
        """Return the absolute path at which to read an output file: this build's staged file, else the last build's."""
        added = self.output / journal.NEW / path
        return (added if added.is_file() else self.output / path).resolve()

    def publish(self, manifest: Manifest) -> tuple[Problem, ...]:
        """Make the output folder hold the staged files, those the manifest keeps, and no other file of this program.

        If anything fails or interrupts this, the folder is restored; if the process is killed, the next build finishes
        or undoes it. Returns a problem if outdated files could not be removed, else an empty tuple. Raises BadOutput if
        the folder cannot be written or a file that this program did not make is in the way.
        """
        self.require_free(self.staged)
        with os_errors_as_problems(self.output):
            journal.open_staging(self.folder)
            self.folder.write(f"{journal.NEW}/{MANIFEST}", (piece.encode() for piece in manifest.iter_json()))
            outdated = _outdated(self.folder, self.previous, manifest)
            change = journal.publish(self.folder, [*self.staged, MANIFEST], outdated)
        try:
            journal.clean_up(self.folder, change)
        except OSError as fault:
            return (_left(self.output, fault),)
        return ()


@contextmanager
def open_staging(output: Path) -> Iterator[StagingArea]:
    """Open the output folder for one build, with a staging folder for its files.

    Files that are not published when the `with` block ends are deleted. Raises BadOutput if the folder cannot be
    written, another build uses it, or its manifest.json was not written by this program: only files named there may be
    replaced or removed.
    """
    with open_output(output) as folder:
        yield StagingArea(folder, previous_manifest(output))


def require_free_output(output: Path, paths: Iterable[ArtefactPath]) -> None:
    """Raise BadOutput if one of the paths in a build's output folder is taken by a file that this program did not make.

    Nothing is created, not even the folder.
    """
    with inspect_output(output) as folder:
        if folder:
            StagingArea(folder, previous_manifest(output)).require_free(paths)


def recover(output: Path) -> str:
    """Finish or undo the work of a build that was killed.

    Returns a sentence for the user that says whether it was finished or undone; empty if no build was killed. Raises
    BadOutput if neither is possible. Files of a running build, and files of other programs, are left alone.
    """
    if not os.path.lexists(output / STAGING):
        return ""
    with os_errors_as_problems(output), suppress(ForeignFile, BlockingIOError), open_folder(output) as folder:
        lock(folder)
        return RECOVERY_MESSAGES[journal.recover(folder)]
    return ""


def interruption_outcome(output: Path, before: Manifest | None) -> str:
    """Return the state in which an interrupted build left the output folder, as the end of a sentence for the user.

    For example "all files were updated". `before` is the manifest that the build found, None for a new folder.
    """
    with suppress(BadOutput):
        if previous_manifest(output) != before:
            return "all files were updated"
    return folder_state(output)


def previous_manifest(output: Path) -> Manifest | None:
    """Return the last build's manifest; None if the output folder has none.

    Raises BadOutput if the file cannot be read or was not written by this program.
    """
    path = output / MANIFEST
    try:
        return from_json(read_text(path, "manifest", output))
    except FileNotFoundError:
        return None
    except (InvalidManifest, UnicodeDecodeError) as fault:
        raise BadOutput(
            Problem(
                "damaged-manifest",
                f"this manifest was not written by ladder-export ({fault})",
                Span(path.as_posix()),
                help="move the file, or choose another folder with --output; without a manifest no file is replaced",
            )
        ) from fault
    except OSError as fault:
        raise BadOutput(
            Problem("output-unreadable", f"{path.as_posix()} cannot be read: {fault.strerror or fault}")
        ) from fault


def _foreign(folder: Folder, paths: Iterable[ArtefactPath], ours: set[ArtefactPath]) -> set[str]:
    """Return the paths, or their folders, that are taken by something that is not ours."""
    by_folder = defaultdict[str, list[str]](list)
    for path in paths:
        above, _, name = path.rpartition("/")
        by_folder[above].append(name)
    taken = set[str]()
    for above, names in by_folder.items():
        if blocked := obstacle(folder, above):
            taken.add(blocked)
        else:
            taken |= set(_foreign_in(folder, above, names, ours))
    return taken


def _foreign_in(folder: Folder, above: str, names: Iterable[str], ours: Container[str]) -> Iterator[str]:
    """Yield the paths of names in a folder that are taken by something that is not ours."""
    there = folder.entries(above or ".")
    by_key = {collision_key(name): name for name in there}
    for name in names:
        # On a file system that ignores case, an existing file may be spelled differently.
        real = name if name in there else by_key.get(collision_key(name))
        if real is None:
            continue
        asked, known = posixpath.join(above, name), posixpath.join(above, real)
        if not (there[real] and known in ours) and (name == real or folder.stat(asked)):
            yield asked


def _outdated(folder: Folder, before: Manifest | None, manifest: Manifest) -> list[ArtefactPath]:
    """Return paths of the last build that are no longer needed, except those that are one file with a new path."""
    kept = {artefact.path for artefact in manifest.artefacts}
    gone = sorted({artefact.path for artefact in before.artefacts} - kept) if before else []
    keyed = {collision_key(path): path for path in kept} if gone else {}
    return [path for path in gone if not _is_same(folder, path, keyed.get(collision_key(path)))]


def _is_same(folder: Folder, path: str, new_path: str | None) -> bool:
    here, there = folder.stat(path), folder.stat(new_path) if new_path else None
    return bool(here and there and (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino))


def _left(output: Path, fault: OSError) -> Problem:
    shown = fault.filename or output
    message = f"{shown} is outdated and cannot be deleted: {fault.strerror or fault}; all other files were updated"
    return Problem("not-removed", message, help="get write permission and build again")
