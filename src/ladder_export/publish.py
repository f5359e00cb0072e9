"""This file puts a finished build into the output folder, all of it or nothing; nothing else ever writes there."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ladder_export.manifest import DamagedManifest, Manifest, from_json
from ladder_export.problems import BadOutput, Problem, Span

MANIFEST = "manifest.json"
STAGING = ".ladder-export"  # below the output folder, so that moving files in is a rename


def previous_manifest(output: Path) -> Manifest | None:
    """What the last build left, None for a new folder.

    Raises BadOutput when the folder's manifest.json is not one of ours: it names the only
    files we may replace or remove.
    """
    return _manifest(output / MANIFEST)


def publish(output: Path, files: Mapping[str, bytes], manifest: Manifest) -> None:
    """Makes the output folder hold `files` and `manifest`, and no file of an older manifest that the new one lacks.

    Whatever fails or interrupts it, the folder is put back as it was. Raises BadOutput when
    it cannot be written, another build is writing, or a file of somebody else's is in the way.
    """
    with _writing(output):
        _exchange(output, files, manifest)


@contextmanager
def _writing(output: Path) -> Iterator[None]:
    """The folder, made if need be, for us alone; what goes wrong with the disk is a problem with the output."""
    try:
        output.mkdir(parents=True, exist_ok=True)
        with _locked(output):
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


def place(output: Path, files: Mapping[str, bytes], *, force: bool) -> None:
    """Puts files of the user's into a folder, all or none; one that is there is replaced only by force.

    Raises BadOutput when one is in the way or the folder cannot be written; it is then as it was.
    """
    with _writing(output):
        if not force:
            _refuse_others(output, files)
        staging = output / STAGING
        _remove(staging)
        try:
            for path, data in files.items():
                _write(staging / "new" / path, data)
            _swap(output, staging, list(files), [])
        finally:
            _remove(staging)


def _exchange(output: Path, files: Mapping[str, bytes], manifest: Manifest) -> None:
    staging = output / STAGING
    # The second is what a build that was killed while it published has left.
    ours = [_manifest(place / MANIFEST) for place in (output, staging / "new")]
    made = {MANIFEST, *(artefact.path for known in ours if known for artefact in known.artefacts)}
    _refuse_foreign(output, files, made)
    _remove(staging)
    try:
        fresh = {**files, MANIFEST: manifest.to_json().encode()}
        for path, data in fresh.items():
            _write(staging / "new" / path, data)
        kept = {artefact.path for artefact in manifest.artefacts}
        _swap(output, staging, list(fresh), sorted(made - kept - {MANIFEST}))
    finally:
        _remove(staging)
    _drop_empty_folders(output, made)


def _swap(output: Path, staging: Path, fresh: list[str], stale: list[str]) -> None:
    """Renames only: the old file out of the way, the new one in; on any failure everything back."""
    moved: list[str] = []
    try:
        for path in (*stale, *fresh):
            moved.append(path)
            target, old, new = output / path, staging / "old" / path, staging / "new" / path
            if target.is_file():
                old.parent.mkdir(parents=True, exist_ok=True)
                target.replace(old)
            if path in fresh:
                target.parent.mkdir(parents=True, exist_ok=True)
                new.replace(target)
    except BaseException:
        for path in reversed(moved):
            old = staging / "old" / path
            if old.is_file():
                old.replace(output / path)
            elif path in fresh and not (staging / "new" / path).is_file():
                (output / path).unlink(missing_ok=True)
        raise


def _refuse_foreign(output: Path, files: Mapping[str, bytes], made: Iterable[str]) -> None:
    foreign = [path for path in files if path not in made and (output / path).is_file()]
    foreign = [path for path in foreign if (output / path).read_bytes() != files[path]]
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


def _manifest(path: Path) -> Manifest | None:
    try:
        return from_json(path.read_text(encoding="utf-8"))
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


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _remove(staging: Path) -> None:
    if staging.is_dir():
        shutil.rmtree(staging)


def _drop_empty_folders(output: Path, made: Iterable[str]) -> None:
    """Folders that we made and that a removed artefact left empty; anything else in them keeps them."""
    for folder in sorted({(output / path).parent for path in made} - {output}, reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


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
