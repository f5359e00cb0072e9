"""Change files below a folder that is opened once; links inside the folder are never followed."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

# Linux and macOS have all of these; a system without them has no fcntl either, with which output is locked.
FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
NEW_FILE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
FILE_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

ANY_MAY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
NO_HARD_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV, errno.EACCES)


@dataclass(frozen=True, slots=True)
class Folder:
    """An open folder: `path` is as the user named it, `handle` is its file descriptor.

    Methods take paths relative to the folder, with forward slashes and without `..`; every part but the last must be a
    real folder, not a link. Methods raise OSError; its `filename` is the path as the user would type it.
    """

    path: Path
    handle: int

    def kind(self, path: str) -> int | None:
        """Return the file type at a path, such as `stat.S_IFREG` or `stat.S_IFDIR`; None if nothing is there."""
        file_stat = self.stat(path)
        return stat.S_IFMT(file_stat.st_mode) if file_stat else None

    def stat(self, path: str) -> os.stat_result | None:
        """Return the `stat` result (size, times, mode) of a file, folder or link itself; None if nothing is there."""
        try:
            with self._parent(path) as (parent, name):
                return os.stat(name, dir_fd=parent, follow_symlinks=False)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as fault:
            if fault.errno == errno.ELOOP:  # a part is a link; Linux reports ENOTDIR instead
                return None
            raise

    def is_read_only(self, path: str) -> bool:
        """Return whether an existing file or folder is write-protected: for this user, or for everybody by its mode.

        The mode counts since root may write to anything.
        """
        with self._parent(path) as (parent, name):
            may_write = os.access(name, os.W_OK, dir_fd=parent)
            return not (may_write and os.stat(name, dir_fd=parent).st_mode & ANY_MAY_WRITE)

    def entries(self, path: str) -> dict[str, bool]:
        """Return the names in a folder, each with True if it is a regular file; empty if the folder does not exist."""
        with suppress(FileNotFoundError), self._opened(path, FOLDER_FLAGS) as handle, os.scandir(handle) as listing:
            return {entry.name: entry.is_file(follow_symlinks=False) for entry in listing}
        return {}

    def read(self, path: str) -> bytes:
        """Return the bytes of a regular file. Raises OSError for anything else."""
        with self._opened(path, FILE_FLAGS) as handle:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise OSError(errno.EINVAL, "it is not a file", str(self.path / path))
            with os.fdopen(handle, "rb", closefd=False) as file:
                return file.read()

    def write(self, path: str, pieces: Iterable[bytes], *, sync: bool = False) -> None:
        """Write a new file, and create the folders above it; if `sync`, wait until the data is on disk.

        Raises FileExistsError if something is at the path.
        """
        self.make_folders(path)
        with self._opened(path, NEW_FILE_FLAGS) as handle:
            with os.fdopen(handle, "wb", closefd=False) as file:
                file.writelines(pieces)
            if sync:
                os.fsync(handle)

    def copy_mode(self, path: str, target: str) -> None:
        """Give the file `target` the permissions of the file at `path`; do nothing if there is no file at `path`."""
        if there := self.stat(path):
            with self._opened(target, FILE_FLAGS) as handle:
                os.fchmod(handle, stat.S_IMODE(there.st_mode))

    def sync(self, path: str = ".") -> None:
        """Wait until a file's data, or a folder's list of names, is on disk and would survive a power failure.

        Does nothing for folders if the file system cannot sync them.
        """
        with self._opened(path, FILE_FLAGS) as handle:
            try:
                os.fsync(handle)
            except OSError as fault:
                if fault.errno not in (errno.EINVAL, errno.ENOTSUP):
                    raise

    def make_folders(self, path: str) -> None:
        """Create all folders above a path that do not exist yet."""
        parts = path.split("/")
        if len(parts) == 1 or self.kind("/".join(parts[:-1])) is not None:
            return
        for count in range(1, len(parts)):
            self.make_folder("/".join(parts[:count]))

    def make_folder(self, path: str) -> None:
        """Create a folder unless something exists at its path. Its parent folder must exist."""
        with suppress(FileExistsError), self._parent(path) as (parent, name):
            os.mkdir(name, dir_fd=parent)

    def move(self, path: str, target: str) -> None:
        """Rename the file `path` to `target`, and replace a file that is there. The folder of `target` must exist."""
        with self._parent(path) as (parent, name), self._parent(target) as (new_parent, new):
            os.replace(name, new, src_dir_fd=parent, dst_dir_fd=new_parent)

    def link_or_copy(self, path: str, copy: str) -> None:
        """Create `copy` as a hard link to the file `path`, or as a copy if the file system has no hard links."""
        self.make_folders(copy)
        try:
            with self._parent(path) as (parent, name), self._parent(copy) as (copy_parent, new):
                os.link(name, new, src_dir_fd=parent, dst_dir_fd=copy_parent, follow_symlinks=False)
        except OSError as fault:
            if fault.errno not in NO_HARD_LINKS:
                raise
            self.write(copy, (self.read(path),), sync=True)

    def remove(self, path: str) -> None:
        """Remove a file if it exists."""
        with suppress(FileNotFoundError), self._parent(path) as (parent, name):
            os.unlink(name, dir_fd=parent)

    def remove_folder(self, path: str) -> None:
        """Remove a folder if it is empty; do nothing if it does not exist, holds anything, or is no folder."""
        try:
            with self._parent(path) as (parent, name):
                os.rmdir(name, dir_fd=parent)
        except OSError as fault:
            if fault.errno not in (errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR, errno.ELOOP):
                raise

    def remove_tree(self, path: str) -> None:
        """Remove a folder with everything in it."""
        for name in sorted(self.entries(path)):
            inner = f"{path}/{name}"
            if self.kind(inner) == stat.S_IFDIR:
                self.remove_tree(inner)
            else:
                self.remove(inner)
        self.remove_folder(path)

    @contextmanager
    def _opened(self, path: str, flags: int) -> Iterator[int]:
        with self._parent(path) as (parent, name):
            handle = os.open(name, flags | os.O_NOFOLLOW, 0o666, dir_fd=parent)
            try:
                yield handle
            finally:
                os.close(handle)

    @contextmanager
    def _parent(self, path: str) -> Iterator[tuple[int, str]]:
        """Open the parent folder of a path; yield its handle and the last part of the path."""
        *folders, name = path.split("/")
        if not {"", ".", ".."}.isdisjoint(folders) or name in ("", "..") or (folders and name == "."):
            raise OSError(errno.EINVAL, "this path leads out of the folder", path)
        handle = os.dup(self.handle)
        try:
            for folder in folders:
                inner = os.open(folder, FOLDER_FLAGS | os.O_NOFOLLOW, dir_fd=handle)
                os.close(handle)
                handle = inner
            yield handle, name
        except OSError as fault:
            fault.filename = str(self.path / path)
            raise
        finally:
            os.close(handle)


@contextmanager
def open_folder(path: Path) -> Iterator[Folder]:
    """Open a folder as a context manager that yields it. The path may be a link, since the user chose it.

    Raises OSError if it cannot be opened.
    """
    handle = os.open(path, FOLDER_FLAGS)
    try:
        yield Folder(path, handle)
    finally:
        os.close(handle)
