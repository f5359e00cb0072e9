"""Files that belong to the user once written: an imported ladder, a translation, a copied theme, schemas."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from ladder_export.core.artefact_path import ArtefactPath
from ladder_export.core.problems import BadOutput, Problem
from ladder_export.files import journal
from ladder_export.files.folder import Folder, open_folder
from ladder_export.files.output_folder import foreign_file_problem, obstacle, open_output, os_errors_as_problems


def write_files(
    folder: Path, files: Mapping[ArtefactPath, bytes], *, force: bool, removed: Sequence[ArtefactPath] = ()
) -> None:
    """Write and remove files in a folder, all or none. Existing ones are replaced only with `force`, links and pipes never.

    Raises BadOutput if a file is in the way or the folder cannot be written; the folder is then unchanged.
    """
    with open_output(folder) as output, os_errors_as_problems(folder):
        _check_free(output, files, force=force)
        journal.open_staging(output)
        for path, data in files.items():
            output.write(f"{journal.NEW}/{path}", (data,))
            output.copy_mode(path, f"{journal.NEW}/{path}")
        journal.clean_up(output, journal.publish(output, list(files), removed))


def write_folder(folder: Path, files: Mapping[ArtefactPath, bytes]) -> None:
    """Write a new or empty folder with all of its files at once.

    Raises BadOutput if it is not empty or cannot be written.
    """
    remedy = "choose a folder that does not exist yet, or an empty one"
    with os_errors_as_problems(folder):
        if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
            raise BadOutput(Problem("not-empty", f"the folder {folder.as_posix()} is not empty", help=remedy))
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f"{journal.STAGING}-", dir=folder.parent) as scratch:
            whole = Path(scratch, "whole")
            whole.mkdir()
            with open_folder(whole) as output:
                for path, data in files.items():
                    output.write(path, (data,))
            os.replace(whole, folder)  # noqa: PTH105  # os.replace shows that the target may be a folder


def write_new_file(folder: Path, path: ArtefactPath, data: bytes) -> None:
    """Write one new file into a folder, completely or not at all.

    Raises BadOutput if its path is taken or the folder cannot be written.
    """
    require_free(folder, {path: data})
    with os_errors_as_problems(folder), open_folder(folder) as output:
        output.write(f"{path}.new", (data,))
        output.move(f"{path}.new", path)


def require_free(folder: Path, files: Mapping[ArtefactPath, bytes]) -> None:
    """Raise BadOutput if one of the files' paths is taken by a file with other content."""
    with os_errors_as_problems(folder), open_folder(folder) as output:
        _check_free(output, files, force=False)


def _check_free(folder: Folder, files: Mapping[ArtefactPath, bytes], *, force: bool) -> None:
    """Raise BadOutput for existing files that differ, unless `force`, and always for anything that is no file."""
    there, strange = list[Problem](), set[str]()
    for path, content in files.items():
        kind = folder.kind(path)
        if blocked := obstacle(folder, path.rpartition("/")[0]):
            strange.add(blocked)
        if kind not in (None, stat.S_IFREG):
            strange.add(path)
        elif kind and not force and folder.read(path) != content:
            message = f"{(folder.path / path).as_posix()} already exists and differs"
            remedy = "choose another folder, or replace such files with --force"
            there.append(Problem("file-exists", message, help=remedy))
    if problems := [*(foreign_file_problem(folder.path, path) for path in sorted(strange)), *there]:
        raise BadOutput(*problems)
