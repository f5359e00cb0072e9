"""Copies of the files of a folder at a git commit, made without running anything that a repository configures."""

from __future__ import annotations

import os
import posixpath
import subprocess
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ladder_export.core.problems import BadEnvironment, BadRequest, Problem, printable
from ladder_export.files.access import MAX_BYTES_BY_KIND, MAX_FILES, MAX_TOTAL_BYTES, MEGABYTE

FILE_MODES, LINK_MODE = ("100644", "100755"), "120000"
MAX_LINK_BYTES = 4096  # length of a link's target
GIT_SECONDS = 120

# Only objects are read, so neither filters nor hooks run. These settings stop the rest that a
# repository's configuration could make git do: fetch missing objects, watch files, ask for input.
GIT_SETTINGS = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
)
GIT_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of a git repository: its hash (`name`), and the top folder of the repository's files."""

    work_tree: Path
    name: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file or link of a git tree; `path` is in bytes, `name` is the object's id, `size` is in bytes."""

    path: bytes
    mode: str
    name: bytes
    size: int


def find_commit(folder: Path, revision: str) -> Commit | None:
    """Return the commit that a revision such as `main` means in the git repository that contains a folder.

    None if there is no such commit or repository. Raises BadEnvironment if git is missing.
    """
    top = work_tree(folder)
    wish = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    name = _git(folder, *wish) if top else None
    return Commit(top, name.decode("ascii", "replace").strip()) if top and name else None


def work_tree(folder: Path) -> Path | None:
    """Return the top folder of the git repository that contains a folder; None if there is none.

    Raises BadEnvironment if git is missing.
    """
    top = _git(folder, "rev-parse", "--show-toplevel")
    return Path(os.fsdecode(top.removesuffix(b"\n"))) if top else None


def copy_files(commit: Commit, inside: str, endings: Sequence[str], target: Path) -> bool:
    """Copy the files of a commit below the path `inside` into the folder `target`, under the same paths.

    Only files with one of these endings, such as ".yaml", and files that links lead to are copied. Links stay links,
    wherever they lead; nothing is written through them. Returns False if the commit has nothing at `inside`. Raises BadRequest if there are too many
    files, or one cannot be written to a folder.
    """
    entries = {entry.path: entry for entry in _entries(commit, inside)}.values()
    links, files = _of_mode(entries, (LINK_MODE,)), _of_mode(entries, FILE_MODES)
    _check_size(files, links, inside)
    leading = _blob_contents(commit, links)
    led_to = {posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), leading[entry.name])) for entry in links}
    wanted = _select(files, led_to, endings)
    contents = _blob_contents(commit, [entry for entry in wanted if entry.size <= MAX_BYTES_BY_KIND["ladder file"]])
    try:
        _write_tree(os.fsencode(target), {entry: contents.get(entry.name) for entry in wanted}, links, leading)
    except (OSError, ValueError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else str(fault)
        message = f"the commit has a file that cannot be written to a folder: {why}"
        remedy = "compare with a revision that this machine can check out"
        raise BadRequest(Problem("unreadable-revision", message, help=remedy)) from fault
    return bool(entries)


def _of_mode(entries: Iterable[_Entry], modes: Container[str]) -> list[_Entry]:
    return [entry for entry in entries if entry.mode in modes]


def _select(files: Iterable[_Entry], led_to: Container[bytes], endings: Iterable[str]) -> list[_Entry]:
    """Return the files with these endings, and those that links lead to."""
    suffixes = tuple(map(os.fsencode, endings))
    return [entry for entry in files if entry.path in led_to or entry.path.lower().endswith(suffixes)]


def _write_tree(
    root: bytes, files: Mapping[_Entry, bytes | None], links: Sequence[_Entry], leading: Mapping[bytes, bytes]
) -> None:
    """Write files, then links, so that no link is followed while writing. Raises ValueError for a path below a link."""
    for entry, data in files.items():
        _write(root, entry, data)
    linked = {entry.path for entry in links}
    for entry in links:
        if not linked.isdisjoint(_folders_above(entry.path)):
            raise ValueError(f"{printable(os.fsdecode(entry.path))} is below a link")
        os.symlink(leading[entry.name], _prepare_path(root, entry.path))  # noqa: PTH211  # the path is bytes


def _check_size(files: Sequence[_Entry], links: Sequence[_Entry], inside: str) -> None:
    """Raise BadRequest for more or larger files than a ladder may have."""
    size = sum(file.size for file in files if file.size <= MAX_BYTES_BY_KIND["ladder file"])
    if (
        len(files) + len(links) > MAX_FILES
        or size > MAX_TOTAL_BYTES
        or any(link.size > MAX_LINK_BYTES for link in links)
    ):
        message = f"there are more than {MAX_FILES:,} files or {MAX_TOTAL_BYTES // MEGABYTE} MB in {inside}"
        raise BadRequest(Problem("unreadable-revision", message, help="name the folder of the ladder with --ladder"))


def _write(root: bytes, entry: _Entry, data: bytes | None) -> None:
    """Write a file below `root`; one that is too large becomes a sparse file of refused size."""
    with open(_prepare_path(root, entry.path), "xb") as file:  # noqa: PTH123  # the path is bytes
        if data is None:
            file.truncate(MAX_BYTES_BY_KIND["ladder file"] + 1)
        else:
            file.write(data)


def _folders_above(path: bytes) -> Iterator[bytes]:
    """Yield the paths of the folders that a path is in, the nearest first."""
    while path := posixpath.dirname(path):
        yield path


def _prepare_path(root: bytes, path: bytes) -> bytes:
    """Return the path below `root` and create its folder. Raises ValueError if it leads out."""
    if any(name in (b"", b".", b"..") for name in path.split(b"/")) or b"\0" in path:
        raise ValueError(f"{printable(os.fsdecode(path))} is not a valid path")
    place = root + b"/" + path
    os.makedirs(os.path.dirname(place), exist_ok=True)  # noqa: PTH103, PTH120  # as above
    return place


def _entries(commit: Commit, inside: str) -> Iterator[_Entry]:
    paths = () if inside in ("", ".") else (inside,)
    listed = _git(commit.work_tree, "ls-tree", "-r", "-z", "-l", "--full-tree", commit.name, "--", *paths)
    if listed is None:
        raise _incomplete_clone()
    for line in listed.split(b"\0"):
        about, _, path = line.partition(b"\t")
        if path:
            mode, _, name, size = about.split()
            yield _Entry(path, mode.decode(), name, int(size) if size.isdigit() else 0)


def _blob_contents(commit: Commit, entries: Sequence[_Entry]) -> Mapping[bytes, bytes]:
    """Return the bytes of blobs by object id, unfiltered and without conversion of line ends."""
    asked = dict.fromkeys(entry.name for entry in entries)
    said = _git(commit.work_tree, "cat-file", "--batch", stdin=b"".join(name + b"\n" for name in asked)) or b""
    contents, at = dict[bytes, bytes](), 0
    for name in asked:
        end = said.index(b"\n", at)
        about = said[at:end].split()
        if len(about) != 3:  # noqa: PLR2004  # name, type and size; otherwise the object is missing
            raise _incomplete_clone()
        size = int(about[2])
        contents[name] = said[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
    return contents


def _incomplete_clone() -> BadRequest:
    message = "git does not have all files of this revision: this is a partial clone, or it is damaged"
    return BadRequest(Problem("unreadable-revision", message, help="fetch them: git fetch --refetch"))


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes | None:
    """Run git and return its output; None if it fails. Raises BadEnvironment if git is missing or does not answer."""
    settings = (argument for setting in GIT_SETTINGS for argument in ("-c", setting))
    command = ["git", "--no-pager", *settings, "-C", str(folder), *arguments]
    try:
        done = subprocess.run(  # noqa: S603  # the user's own git, no shell
            command,
            input=stdin,
            capture_output=True,
            check=False,
            timeout=GIT_SECONDS,
            env=os.environ | GIT_ENVIRONMENT,
        )
    except FileNotFoundError as fault:
        message = "git is not installed, so revisions cannot be compared"
        raise BadEnvironment(Problem("git-missing", message, help="install git")) from fault
    except subprocess.TimeoutExpired as fault:
        message = f"git did not answer within {GIT_SECONDS} seconds"
        raise BadEnvironment(Problem("git-missing", message, help="check that `git status` works there")) from fault
    return done.stdout if done.returncode == 0 else None
