"""Read files that others wrote, safely: only regular files up to a size limit, inside a given folder."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Literal

FileKind = Literal[
    "ladder file",
    "source",
    "workbook",
    "theme file",
    "font",
    "template",
    "profile",
    "manifest",
    "output file",
    "settings",
    "picture",
]

MEGABYTE = 1_000_000

# Size limits by kind of file (docs/security.md has the same table).
MAX_BYTES_BY_KIND: Mapping[FileKind, int] = MappingProxyType(
    {
        "ladder file": 2 * MEGABYTE,
        "source": 20 * MEGABYTE,
        "workbook": 20 * MEGABYTE,
        "theme file": 2 * MEGABYTE,
        "font": 64 * MEGABYTE,
        "picture": 4 * MEGABYTE,
        "template": 200 * MEGABYTE,
        "profile": 16 * MEGABYTE,
        "manifest": 256 * MEGABYTE,
        "output file": 2_000 * MEGABYTE,
        "settings": 1 * MEGABYTE,
    }
)
MAX_FILES = 100_000  # per folder, with its subfolders
MAX_TOTAL_BYTES = 500 * MEGABYTE  # of all files of one ladder, or all sources of one import

CHUNK_BYTES = 1 << 16
MAX_ATTEMPTS = 3  # to read a file while another program writes it

# Without these, opening a named pipe would block, and a terminal would become our controlling terminal.
OPEN_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"))
NO_FOLLOW: int = getattr(os, "O_NOFOLLOW", 0)

TYPE_NAMES = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)


class NotAFile(OSError):
    """Raised if a path leads to something other than a regular file: a folder, a pipe, a device."""


class OutsideFolder(OSError):
    """Raised if a link leads out of the folder that a file must lie in."""


class TooLarge(OSError):
    """Raised if a file is larger than the limit for its kind, or a folder has too many files."""


def open_file(path: Path | str, kind: FileKind, within: Path | None = None) -> BinaryIO:
    """Open a regular file for reading in binary mode; the caller closes it.

    `kind` says what sort of file it is, which decides the size limit (MAX_BYTES_BY_KIND). `within` is a folder that the
    file must be in after following links; None for any. Raises NotAFile, OutsideFolder, TooLarge or another OSError;
    its `strerror` says in words what is wrong. The file is checked before and after opening, since it may be replaced
    between.
    """
    return os.fdopen(_open_handle(path, kind, within, walked=False), "rb")


def read_file(path: Path | str, kind: FileKind, within: Path | None = None, *, walked: bool = False) -> bytes:
    """Return the bytes of a file as they were at one moment.

    `kind` decides the size limit (MAX_BYTES_BY_KIND). `within` is a folder that the file must be in after following
    links; None for any. `walked`: the caller found the path below `within` without following links, so only its last
    part can be a link. Raises NotAFile, OutsideFolder, TooLarge or another OSError, also for a file that keeps
    changing.
    """
    for _ in range(MAX_ATTEMPTS):
        handle = _open_handle(path, kind, within, walked=walked)
        try:
            before = os.fstat(handle)
            data = b"".join(_chunks(handle, path, kind))
            after = os.fstat(handle)
        finally:
            os.close(handle)
        if (len(data), after.st_mtime_ns) == (after.st_size, before.st_mtime_ns):
            return data
    raise OSError(errno.EBUSY, "it changes while it is read", str(path))


def read_text(path: Path | str, kind: FileKind, within: Path | None = None) -> str:
    """Return the text of a UTF-8 file.

    `kind` decides the size limit (MAX_BYTES_BY_KIND). `within` is a folder that the file must be in after following
    links; None for any. Raises OSError if the file cannot be read, UnicodeDecodeError if it is not UTF-8.
    """
    return read_file(path, kind, within).decode("utf-8")


def file_digest(path: Path | str, kind: FileKind, within: Path | None = None) -> str:
    """Return the SHA-256 of a file in hexadecimal.

    `kind` decides the size limit (MAX_BYTES_BY_KIND). `within` is a folder that the file must be in after following
    links; None for any. Raises OSError if the file cannot be read.
    """
    digest, handle = hashlib.sha256(), _open_handle(path, kind, within, walked=False)
    try:
        for chunk in _chunks(handle, path, kind):
            digest.update(chunk)
    finally:
        os.close(handle)
    return digest.hexdigest()


def files_below(folder: Path) -> list[Path]:
    """Return all files in a folder and its subfolders, sorted. Links are listed as files and not followed.

    Raises OSError if a folder cannot be read, TooLarge if there are more than MAX_FILES files.
    """
    faults, files = list[OSError](), list[Path]()
    for place, folders, names in os.walk(folder, onerror=faults.append):
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]  # noqa: PTH114, PTH118  # as os.walk has them
        files += [Path(place, name) for name in (*names, *links)]
        if len(files) > MAX_FILES:
            raise TooLarge(errno.EFBIG, f"there are more than {MAX_FILES:,} files in it", str(folder))
    if faults:
        raise faults[0]
    return sorted(files)


def is_file(path: Path) -> bool:
    """Return whether the path leads to a regular file, also through a link; False for an invalid path."""
    return os.path.isfile(path)  # noqa: PTH113  # Path raises for names that are too long


def is_folder(path: Path) -> bool:
    """Return whether the path leads to a folder, also through a link; False for an invalid (such as too long) path."""
    return os.path.isdir(path)  # noqa: PTH112  # as above


def real_path(path: Path) -> Path:
    """Return the absolute path with all links in it followed; a link in a circle is left as it is."""
    return Path(os.path.realpath(path))  # Path.resolve raises for it before Python 3.13


def is_inside(path: Path, folder: Path) -> bool:
    """Return whether a path is the folder or below it, after following all links in both."""
    return real_path(path).is_relative_to(real_path(folder))


def _open_handle(path: Path | str, kind: FileKind, within: Path | None, *, walked: bool) -> int:
    """Return a file descriptor opened as `open_file` describes."""
    try:
        place: Path | str = path
        if within is not None and not (walked and not os.path.islink(path)):  # noqa: PTH114  # a string
            place = real_path(Path(path))
            if not place.is_relative_to(real_path(within)):
                raise OutsideFolder(errno.EXDEV, "it is a link to something outside this folder", str(path))
        _check_type_and_size(os.stat(place), path, kind)  # noqa: PTH116  # a string
        handle = os.open(place, OPEN_FLAGS | (0 if within is None else NO_FOLLOW))
    except ValueError as fault:  # a null byte in the name
        raise OSError(errno.EINVAL, "its name is not a valid file name", str(path)) from fault
    try:
        _check_type_and_size(os.fstat(handle), path, kind)
    except OSError:
        os.close(handle)
        raise
    return handle


def _chunks(handle: int, path: Path | str, kind: FileKind) -> Iterator[bytes]:
    """Yield the bytes of a file in chunks. Raises TooLarge at the limit, since some files report size 0."""
    left = MAX_BYTES_BY_KIND[kind]
    while chunk := os.read(handle, CHUNK_BYTES):
        left -= len(chunk)
        if left < 0:
            raise _too_large(path, kind)
        yield chunk


def _check_type_and_size(file_stat: os.stat_result, path: Path | str, kind: FileKind) -> None:
    if not stat.S_ISREG(file_stat.st_mode):
        what = next((name for test, name in TYPE_NAMES if test(file_stat.st_mode)), "something else")
        raise NotAFile(errno.EINVAL, f"it is {what}, not a file", str(path))
    if file_stat.st_size > MAX_BYTES_BY_KIND[kind]:
        raise _too_large(path, kind)


def _too_large(path: Path | str, kind: FileKind) -> TooLarge:
    return TooLarge(errno.EFBIG, f"it has more than {MAX_BYTES_BY_KIND[kind] // MEGABYTE:,} MB", str(path))
