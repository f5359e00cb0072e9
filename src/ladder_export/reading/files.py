"""Find the YAML files of a ladder and read their bytes; report what cannot be read."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from functools import partial
from itertools import filterfalse
from pathlib import Path

from ladder_export.core.model import SourceFile
from ladder_export.core.problems import InvalidLadder, Problem, Severity, Span
from ladder_export.files.access import (
    MAX_FILES,
    MAX_TOTAL_BYTES,
    MEGABYTE,
    NotAFile,
    OutsideFolder,
    TooLarge,
    files_below,
    is_file,
    is_folder,
    read_file,
)
from ladder_export.reading.nodes import Node
from ladder_export.reading.yaml.parser import too_large_problem

LADDER_FILE = "ladder.yaml"
YAML_SUFFIXES = (".yaml", ".yml")
LOCALES_FOLDER = "locales"
BRAND_FILES = ("_brand.yml", "_brand.yaml")  # the names that other tools use, beside ladder.yaml
UNREAD_SUFFIXES = (  # documents that people may expect to be read
    *(".docx", ".doc", ".odt", ".rtf", ".pages", ".pptx", ".ppt", ".odp", ".key", ".xlsx", ".xls", ".ods", ".numbers"),
    *(".csv", ".pdf", ".txt", ".md", ".markdown", ".html", ".htm"),
)
BROKEN_LINK_ERRNOS = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)  # a link that leads nowhere

HELP_NAME_A_LADDER = f"`ladder-export build PATH`: PATH is a folder that contains {LADDER_FILE}, or a single YAML file"


HELP_USE_DOT = "you are inside the ladder's folder: use '{}'"


@dataclass(frozen=True, slots=True)
class InputFile:
    """A YAML file of the ladder; `file` is its path as the user would type it, `source` has its bytes.

    `is_shared` is true for ladder.yaml. `content` is the parsed content of a file that exists only in memory, else
    None.
    """

    file: str
    source: SourceFile
    is_shared: bool
    content: Node | None = None

    @property
    def stem(self) -> str:
        """Return the file name without its suffix."""
        return self.source.path.rpartition("/")[2].rpartition(".")[0]

    @property
    def folder(self) -> str:
        """Return the name of the folder that contains the file; empty for the ladder's own folder."""
        return self.source.path.rpartition("/")[0].rpartition("/")[2]


def find_files(path: Path) -> tuple[list[InputFile], list[Problem]]:
    """Read the YAML files of a ladder; return them, ladder.yaml first, with the problems of files that cannot be read.

    Raises InvalidLadder if there is no ladder at the path, or it has too many files or bytes.
    """
    require_ladder(path)
    if is_folder(path):
        names, problems = _ladder_paths(path)
        root = path
    else:
        root, names, problems = path.parent, [path.name], []
    files, remaining_bytes = [], MAX_TOTAL_BYTES
    for position, name in enumerate(names):
        input_file = read_input(root, name, within=path if root == path else None, is_shared=position == 0)
        if isinstance(input_file, Problem):
            problems.append(input_file)
            continue
        files.append(input_file)
        remaining_bytes -= len(input_file.source.data)
        if remaining_bytes < 0:
            raise InvalidLadder(_too_large_problem(path, f"{MAX_TOTAL_BYTES // MEGABYTE} MB of YAML"))
    return files, problems


def find_brand(path: Path, name: str) -> InputFile | Problem | None:
    """Read the brand file of a ladder: `name`, or `_brand.yml` or `_brand.yaml` if `name` is empty.

    The path of `name` is below the ladder's folder. Returns None if no name is given and neither file exists, a Problem
    if the file cannot be read.
    """
    root = root_of(path)
    file = name or next((usual for usual in BRAND_FILES if os.path.lexists(root / usual)), "")
    return read_input(root, file, within=root, is_shared=False) if file else None


def require_ladder(path: Path) -> None:
    """Raise InvalidLadder if there is no ladder at the path: no such file, or a folder without ladder.yaml."""
    if not os.path.lexists(path):
        missing = f"there is no file or folder '{path.as_posix()}'"
        remedy = HELP_USE_DOT.format(".") if is_inside_ladder(path) else HELP_NAME_A_LADDER
        raise InvalidLadder(Problem("no-ladder", missing, help=remedy))
    if is_folder(path) and (not os.path.lexists(path / LADDER_FILE) or is_folder(path / LADDER_FILE)):
        raise InvalidLadder(_no_ladder_problem(path))


def is_inside_ladder(path: Path) -> bool:
    """Return whether a path does not exist and the working directory is itself a ladder; users then mean `.`."""
    return path.parent == Path() and not os.path.lexists(path) and is_file(Path(LADDER_FILE))


def enclosing_ladder(path: Path) -> Path | None:
    """Return the nearest folder above a path that has a ladder.yaml; None if there is none.

    The result is relative if the path is.
    """
    absolute = path.absolute()
    folder = next((folder for folder in absolute.parents if is_file(folder / LADDER_FILE)), None)
    return folder if folder is None or path.is_absolute() else Path(os.path.relpath(folder))


def root_of(path: Path) -> Path:
    """Return the folder of a ladder, given the folder itself or its ladder.yaml."""
    return path if is_folder(path) else path.parent


def yaml_files(path: Path) -> list[Path]:
    """Return the YAML files in a folder and its subfolders; if the path is a YAML file, only that file."""
    inside = files_below(path) if is_folder(path) else [path]
    return [file for file in inside if file.suffix.lower() in YAML_SUFFIXES]


def _no_ladder_problem(folder: Path) -> Problem:
    """Return the problem of a folder without ladder.yaml, with the most likely remedy."""
    remedy = HELP_NAME_A_LADDER
    if near := [inner.parent for inner in sorted(folder.glob(f"*/{LADDER_FILE}"))]:
        remedy = f"did you mean '{near[0].as_posix()}'?"
    elif is_file(folder / "ladder.yml"):
        remedy = f"rename ladder.yml to {LADDER_FILE}"
    elif above := enclosing_ladder(folder):
        remedy = f"it is further up: use '{above.as_posix()}', and select a part of it with --track or --level"
    return Problem("no-ladder", f"there is no {LADDER_FILE} in the folder '{folder.as_posix()}'", help=remedy)


def _ladder_paths(root: Path) -> tuple[list[str], list[Problem]]:
    """Return the paths of a ladder's files relative to its folder, and the problems of folders that cannot be read."""
    faults: list[OSError] = []
    names, problems = [], list[Problem]()
    for folder, folders, files in os.walk(root, onerror=faults.append):
        relative = Path(folder).relative_to(root).as_posix()
        below = "" if relative == "." else f"{relative}/"
        folders[:] = filterfalse(partial(_is_ignored, below), folders)
        links = filter(Path.is_symlink, map(Path(folder).joinpath, folders))
        problems += [_outside_link_problem(path.as_posix(), "folder") for path in links]
        levels = [below + name for name in files if _is_level(below, name)]
        names += levels
        if below and levels:
            problems += _unread_document_warnings(Path(folder), files)
        if len(names) > MAX_FILES:
            raise InvalidLadder(_too_large_problem(root, f"{MAX_FILES:,} files"))
    problems += [unreadable_problem(Path(os.fsdecode(fault.filename)).as_posix(), fault) for fault in faults]
    return sorted(names, key=lambda name: (name != LADDER_FILE, name.split("/"))), problems


def _is_level(below: str, name: str) -> bool:
    return name.lower().endswith(YAML_SUFFIXES) and not _is_ignored(below, name)


def _unread_document_warnings(folder: Path, names: list[str]) -> list[Problem]:
    """Warn, once per folder, of documents beside levels that are not read."""
    unread = sorted(
        name
        for name in names
        if name.lower().endswith(UNREAD_SUFFIXES)
        and not name.startswith((".", "~$"))
        and not name.lower().startswith("readme")
    )
    if not unread:
        return []
    more = (
        f", nor {'are' if unread[2:] else 'is'} {', '.join(unread[1:4])}{' …' * bool(unread[4:])}" if unread[1:] else ""
    )
    message = f"this is not read, because it is not a .yaml file{more}"
    remedy = "move it elsewhere if it is not a level; else write it as YAML, or see `ladder-export import --help`"
    file = printable_name((folder / unread[0]).as_posix())
    return [Problem("not-read", message, Span(file), Severity.WARNING, remedy)]


def _too_large_problem(root: Path, what: str) -> Problem:
    return Problem("too-large", f"{root.as_posix()} contains more than {what}", help="is this the right folder?")


def _is_ignored(below: str, name: str) -> bool:
    return name.startswith(".") or (not below and name in (LOCALES_FOLDER, *BRAND_FILES))


def read_input(root: Path, name: str, *, within: Path | None, is_shared: bool) -> InputFile | Problem:
    """Read the file `name` below the ladder's folder `root`; return a Problem if it cannot be read.

    `within` is the folder that the file must be in after following links; None for any. `is_shared` is true for
    ladder.yaml.
    """
    path = root / name
    file = printable_name(path.as_posix())
    try:
        data = read_file(path, "ladder file", within, walked=root == within)
        return InputFile(file, SourceFile(printable_name(name), data), is_shared)
    except NotAFile as fault:
        return Problem(
            "unreadable", f"this cannot be read: {fault.strerror}", Span(file), help="give it another file extension"
        )
    except OutsideFolder:
        return _outside_link_problem(file, "file")
    except TooLarge:
        return too_large_problem(file)
    except OSError as fault:
        if fault.errno not in BROKEN_LINK_ERRNOS:
            return unreadable_problem(file, fault)
        return Problem(
            "broken-link",
            "this link points to a file that does not exist",
            Span(file),
            help="remove it, or create it again",
        )


def _outside_link_problem(file: str, kind: str) -> Problem:
    message = f"this is a link to a {kind}, which is not followed"
    return Problem(
        "outside-link", message, Span(printable_name(file)), help=f"copy the {kind} into the ladder's folder"
    )


def unreadable_problem(file: str, fault: OSError) -> Problem:
    """Return the problem that a file or folder cannot be read; `fault` is the system's error."""
    message = f"this cannot be read: {(fault.strerror or 'unknown reason').lower()}"
    return Problem("unreadable", message, Span(printable_name(file)), help="check its permissions, or copy it again")


def printable_name(name: str) -> str:
    """Return a file name that can be printed: bytes in it that are not UTF-8 become replacement characters."""
    return os.fsencode(name).decode("utf-8", "replace")
