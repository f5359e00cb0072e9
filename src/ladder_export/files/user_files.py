"""Write files that belong to the user afterwards: an imported ladder, a translation, a copied theme, schemas."""

from __future__ import annotations

import itertools
import os
import stat
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from ladder_export.core.artefact_path import ArtefactPath, UnsafePath
from ladder_export.core.problems import BadOutput, BadRequest, Problem
from ladder_export.files import journal
from ladder_export.files.folder import Folder, open_folder
from ladder_export.files.output_folder import (
    foreign_file_problem,
    inspect_output,
    obstacle,
    open_output,
    os_errors_as_problems,
)


def write_files(
    folder: Path, files: Mapping[ArtefactPath, bytes], *, force: bool, removed: Sequence[ArtefactPath] = ()
) -> None:
    """Write files into a folder, given as bytes by path, and remove the files in `removed`: all of it or nothing.

    An existing file with other content is replaced only if `force`; links and pipes never are. Raises BadOutput if a
    file is in the way or the folder cannot be written; the folder is then unchanged.
    """
    with open_output(folder, "") as output, os_errors_as_problems(folder, ""):
        _check_free(output, files, removed, force=force)
        journal.open_staging(output)
        for path, data in files.items():
            output.write(f"{journal.NEW}/{path}", (data,))
            output.copy_mode(path, f"{journal.NEW}/{path}")
        journal.clean_up(output, journal.publish(output, list(files), removed))


def file_name(file: Path, example: str) -> ArtefactPath:
    """Return the name of a file to write, as the user gives it; `example` is a good one, for the message.

    Raises BadRequest for a name that a file cannot have on every system, such as "a:b.po" or "nul.po".
    """
    try:
        return ArtefactPath(file.name)
    except UnsafePath as fault:
        raise BadRequest(
            Problem("bad-path", f"the name '{file.name}' {fault}", help=f"for example {example}")
        ) from fault


def require_writable(
    folder: Path, files: Mapping[ArtefactPath, bytes], *, force: bool, removed: Sequence[ArtefactPath] = ()
) -> None:
    """Raise BadOutput if `write_files` would refuse to write these files; nothing is changed.

    A file is refused if it exists with other content and `force` is false, is read-only, or is a link, pipe or folder.
    """
    with inspect_output(folder, "") as output:
        if output:
            _check_free(output, files, removed, force=force)


def write_folder(folder: Path, files: Mapping[ArtefactPath, bytes]) -> None:
    """Create a folder with these files, given as bytes by path: all of them or nothing.

    Raises BadOutput if anything but an empty folder is at the path, or the folder cannot be written.
    """
    remedy = "choose a folder that does not exist yet, or an empty one"
    with os_errors_as_problems(folder, ""):
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
    """Write a new file into an existing folder, completely or not at all.

    Raises BadOutput if the path is taken by other content, or the folder cannot be written.
    """
    require_free(folder, {path: data})
    with os_errors_as_problems(folder, ""), open_folder(folder) as output:
        output.write(f"{path}.new", (data,))
        output.move(f"{path}.new", path)


def require_free(folder: Path, files: Mapping[ArtefactPath, bytes]) -> None:
    """Raise BadOutput if a file with other content, or something that is no file, is at the path of one of `files`."""
    with os_errors_as_problems(folder, ""), open_folder(folder) as output:
        _check_free(output, files, (), force=False)


def _check_free(
    folder: Folder, files: Mapping[ArtefactPath, bytes], removed: Sequence[ArtefactPath], *, force: bool
) -> None:
    """Raise BadOutput for all that cannot be replaced or removed."""
    contents: dict[ArtefactPath, bytes | None] = {**files, **dict.fromkeys(removed)}
    problems = (_file_problems(folder, path, content, force=force) for path, content in sorted(contents.items()))
    if different := dict.fromkeys(itertools.chain.from_iterable(problems)):
        raise BadOutput(*different)


def _file_problems(folder: Folder, path: ArtefactPath, content: bytes | None, *, force: bool) -> Iterator[Problem]:
    """Yield why a file cannot get this content, or be removed if it is None.

    There is something that is no file, a read-only folder or file, or, without `force`, a file that differs.
    """
    kind = folder.kind(path)
    blocked = obstacle(folder, path.rpartition("/")[0]) or (path if kind not in (None, stat.S_IFREG) else "")
    if blocked:
        yield foreign_file_problem(folder.path, blocked, "")
        return
    yield from _read_only_problems(folder, _nearest_folder(folder, path))
    if kind and folder.read(path) != content:
        if content is not None and not force:
            yield _existing_file_problem(folder.path / path)
        yield from _read_only_problems(folder, path)


def _nearest_folder(folder: Folder, path: ArtefactPath) -> str:
    """Return the innermost folder above a file that exists."""
    return next(str(above) for above in PurePosixPath(path).parents if folder.kind(str(above)))


def _read_only_problems(folder: Folder, path: str) -> Iterator[Problem]:
    """Yield the problem of a file or folder that is read-only."""
    if folder.is_read_only(path):
        message = f"{(folder.path / path).as_posix()} is read-only, so nothing was written"
        yield Problem("read-only", message, help="if it may be changed, allow that: chmod u+w, or in its properties")


def _existing_file_problem(path: Path) -> Problem:
    message = f"{path.as_posix()} already exists and differs"
    return Problem("file-exists", message, help="choose another folder, or replace such files with --force")
