"""This file puts a finished build into the output folder, all of it or nothing; nothing else ever writes there."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ladder_export.file_access import read_text
from ladder_export.manifest import DamagedManifest, Manifest, from_json
from ladder_export.problems import BadOutput, Problem, Span

MANIFEST = "manifest.json"
STAGING = ".ladder-export"  # below the output folder, so that moving files in is a rename


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a build lays its files until all are there. `before` is what the last build left, None for a new folder."""

    output: Path
    before: Manifest | None

    def add(self, path: str, data: bytes) -> None:
        """Lays a file down, so that nobody has to hold it. Raises BadOutput when it cannot be written."""
        with _told(self.output):
            file = self.output / STAGING / "new" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)

    def place(self, path: str) -> Path:
        """Where a file lies as it was added, else as the last build left it, if it did."""
        added = self.output / STAGING / "new" / path
        return (added if added.is_file() else self.output / path).resolve()

    def publish(self, manifest: Manifest) -> None:
        """Makes the output folder hold what was added, what the manifest keeps, and no other file of ours.

        Whatever fails or interrupts it, the folder is put back as it was; a build that is
        killed is finished by the next one. Raises BadOutput when it cannot be written or a
        file of somebody else's is in the way.
        """
        staging = self.output / STAGING
        with _told(self.output):
            new = [path for path in _files(staging / "new") if path != MANIFEST]
            made = {artefact.path for artefact in self.before.artefacts} if self.before else set()
            _refuse_foreign(self.output, new, made)
            _seal(staging, manifest)
            _swap(self.output, [*new, MANIFEST], _stale(made, manifest))
            _remove(staging)
            _drop_empty_folders(self.output, made)


@contextmanager
def stage(output: Path) -> Iterator[Stage]:
    """The output folder for one build alone; what is not published when it ends leaves no trace.

    Raises BadOutput when the folder cannot be written, another build works in it, or its
    manifest.json is not one of ours: it names the only files we may replace or remove.
    """
    with ExitStack() as stack:
        with _told(output):
            ours = [folder for folder in (output, *output.parents) if not folder.exists()]
            stack.callback(_drop, ours)
            output.mkdir(parents=True, exist_ok=True)
            stack.enter_context(_locked(output))
            _finish(output)
            before = previous_manifest(output)
            stack.callback(_remove, output / STAGING)
        yield Stage(output, before)


def place(output: Path, files: Mapping[str, bytes], *, force: bool) -> None:
    """Puts files of the user's into a folder, all or none; one that is there is replaced only by force.

    Raises BadOutput when one is in the way or the folder cannot be written; it is then as it was.
    """
    with _told(output):
        output.mkdir(parents=True, exist_ok=True)
        with _locked(output):
            if not force:
                _refuse_others(output, files)
            _remove(output / STAGING)
            folder = Stage(output, None)
            try:
                for path, data in files.items():
                    folder.add(path, data)
                _swap(output, list(files), [])
            finally:
                _remove(output / STAGING)


def previous_manifest(output: Path) -> Manifest | None:
    """What the last build left, None for a new folder. Raises BadOutput when it is not one of ours."""
    path = output / MANIFEST
    try:
        return from_json(read_text(path, "manifest", output))
    except FileNotFoundError:
        return None
    except (DamagedManifest, UnicodeDecodeError) as fault:
        raise BadOutput(
            Problem(
                "damaged-manifest",
                f"this is not a manifest of ladder-export ({fault})",
                Span(path.as_posix()),
                help="move the file or choose another folder with --output; nothing is replaced without it",
            )
        ) from fault
    except OSError as fault:
        raise BadOutput(
            Problem("output-unreadable", f"{path.as_posix()} cannot be read: {fault.strerror or fault}")
        ) from fault


def _seal(staging: Path, manifest: Manifest) -> None:
    """Once the manifest lies there, everything else does too: from here on a killed build can be finished."""
    draft = staging / MANIFEST
    draft.parent.mkdir(parents=True, exist_ok=True)
    with draft.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(manifest.pieces())
    (staging / "new").mkdir(exist_ok=True)
    draft.replace(staging / "new" / MANIFEST)


def _finish(output: Path) -> None:
    """Ends what a build that was killed while it published had begun; what one that came less far has left goes."""
    staging = output / STAGING
    sealed = previous_manifest(staging / "new")
    if sealed:
        before = previous_manifest(output)
        made = {artefact.path for artefact in before.artefacts} if before else set()
        new = [path for path in _files(staging / "new") if path != MANIFEST]
        _move(output, [*new, MANIFEST], _stale(made, sealed), [])
        _drop_empty_folders(output, made)
    _remove(staging)


def _stale(made: Iterable[str], manifest: Manifest) -> list[str]:
    return sorted(set(made) - {artefact.path for artefact in manifest.artefacts})


def _swap(output: Path, new: list[str], stale: list[str]) -> None:
    """Everything in, or on any failure everything back."""
    staging, moved = output / STAGING, list[str]()
    try:
        _move(output, new, stale, moved)
    except BaseException:
        (staging / "new" / MANIFEST).unlink(missing_ok=True)  # what is taken back must not be finished later
        for path in reversed(moved):
            old = staging / "old" / path
            if old.is_file():
                old.replace(output / path)
            elif path != MANIFEST and path in new and not (staging / "new" / path).is_file():
                (output / path).unlink(missing_ok=True)
        raise


def _move(output: Path, new: list[str], stale: list[str], moved: list[str]) -> None:
    """Renames only: the old file out of the way, the new one in, the manifest last."""
    staging, incoming = output / STAGING, frozenset(new)
    for path in (*stale, *new):
        moved.append(path)
        target, old = output / path, staging / "old" / path
        if target.is_file():
            old.parent.mkdir(parents=True, exist_ok=True)
            target.replace(old)
        if path in incoming:
            target.parent.mkdir(parents=True, exist_ok=True)
            (staging / "new" / path).replace(target)


def _refuse_foreign(output: Path, new: Iterable[str], made: Iterable[str]) -> None:
    ours = frozenset(made)
    foreign = [path for path in new if path not in ours and (output / path).is_file()]
    foreign = [
        path for path in foreign if (output / path).read_bytes() != (output / STAGING / "new" / path).read_bytes()
    ]
    if foreign:
        raise BadOutput(
            *(
                Problem(
                    "foreign-file",
                    f"{(output / path).as_posix()} is in the way and was not made by ladder-export",
                    help="move it, or choose another folder with --output",
                )
                for path in foreign
            )
        )


def _refuse_others(output: Path, files: Mapping[str, bytes]) -> None:
    there = [path for path in files if os.path.lexists(output / path)]
    there = [path for path in there if not (output / path).is_file() or (output / path).read_bytes() != files[path]]
    if there:
        raise BadOutput(
            *(
                Problem(
                    "file-exists",
                    f"{(output / path).as_posix()} is there already, with other words",
                    help="choose another folder with --output, or replace such files with --force",
                )
                for path in there
            )
        )


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _remove(staging: Path) -> None:
    if staging.is_dir():
        import shutil  # noqa: PLC0415  # a build in which nothing changed does without

        shutil.rmtree(staging)


def _drop_empty_folders(output: Path, made: Iterable[str]) -> None:
    """Folders that we made and that a removed artefact left empty; anything else in them keeps them."""
    _drop(sorted({(output / path).parent for path in made} - {output}, reverse=True))


def _drop(folders: Iterable[Path]) -> None:
    for folder in folders:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


@contextmanager
def _told(output: Path) -> Iterator[None]:
    """Whatever the system refuses becomes a problem that says where and why."""
    try:
        yield
    except OSError as fault:
        shown = fault.filename or output
        raise BadOutput(
            Problem(
                "output-unwritable",
                f"{shown} cannot be written: {fault.strerror or fault}; what was published before is as it was",
                help="make room or give yourself the right to write there, or choose another folder with --output",
            )
        ) from fault


@contextmanager
def _locked(output: Path) -> Iterator[None]:
    """One build at a time; the lock is on the folder itself and vanishes with the process."""
    handle = os.open(output, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as fault:
        raise BadOutput(
            Problem("output-busy", f"another build is writing to {output.as_posix()}", help="wait for it to end")
        ) from fault
    finally:
        os.close(handle)
