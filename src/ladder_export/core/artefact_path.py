"""Paths of output files: they stay inside the output folder and are valid on every file system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Self

MANIFEST = "manifest.json"  # the only file of the output folder that is not an artefact

# Settings files of other programs that `new` may write.
SETTINGS_FILES = (".github/workflows/ladder.yml", ".gitlab-ci.yml", ".gitignore", ".vscode/extensions.json")

# Our hidden files in the output folder: the level cache, and its next version while it is written.
LEVEL_CACHE, NEW_LEVEL_CACHE = ".ladder-export-levels", ".ladder-export-levels.new"

MAX_NAME_BYTES = 255  # per part of a path, the limit of ext4, APFS, NTFS and most others
MAX_PATH_BYTES = 600  # per path; systems allow 1,024 (macOS) or 4,096 (Linux) including the output folder's path

# Windows reserves these for devices, with any suffix (Microsoft, "Naming Files, Paths, and Namespaces").
WINDOWS_DEVICE_NAME = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.[^/]*)?", re.IGNORECASE)

# A fast test for nearly all paths, since there are thousands: parts of ASCII letters and digits.
_PART = rf"(?!{WINDOWS_DEVICE_NAME.pattern}(?:/|$))[a-z0-9](?:[a-z0-9._-]{{0,98}}[a-z0-9])?"
COMMON_PATH = re.compile(rf"(?!manifest\.json$)(?:{_PART}/){{0,3}}{_PART}", re.IGNORECASE | re.ASCII)
FORBIDDEN_CHARACTERS = frozenset('/\\<>:"|?*')  # separators, and characters that Windows forbids


NAME_RULES: tuple[tuple[Callable[[str], object], str], ...] = (
    (lambda name: not name, "is empty"),
    (lambda name: not name.isprintable(), "contains an invisible character"),
    (FORBIDDEN_CHARACTERS.intersection, 'has one of the characters / \\ < > : " | ? *'),
    (lambda name: name[0] in ". " or name[-1] in ". ", "begins or ends with a dot or a space"),
    (WINDOWS_DEVICE_NAME.fullmatch, "is a name that Windows reserves"),
)


PAGE_MARK = "~"  # no id has it, so that no level can be named like another's page


class UnsafePath(ValueError):
    """Raised for a path that no output file may have; the message completes "This path …", for example "is empty"."""


class ArtefactPath(str):
    """The path of an output file below the output folder, with forward slashes: `sheets/l3.pdf`.

    Raises UnsafePath for a path that is absolute, is too long, is that of manifest.json, or has a part that is `..`, is
    hidden, or is not a valid file name on every operating system.
    """

    __slots__ = ()

    def __new__(cls, path: str) -> Self:
        """Return the path after checking it."""
        if fault := _path_fault(path):
            raise UnsafePath(fault)
        return super().__new__(cls, path)


def page_path(path: ArtefactPath, number: int) -> ArtefactPath:
    """Return the path of one page of a document that is written as one file per page: `sheets/l3~2.png` for page 2.

    `path` is the document's path. `number` counts from 1; page 1 has the document's path itself.
    """
    stem, _, extension = path.rpartition(".")
    return path if number == 1 else ArtefactPath(f"{stem}{PAGE_MARK}{number}.{extension}")


class SettingsPath(ArtefactPath):
    """The path of a settings file that `new` writes beside a new ladder, such as `.gitignore`.

    It is the only kind of output path that may be hidden. Raises UnsafePath for a path that is not in SETTINGS_FILES.
    """

    __slots__ = ()

    def __new__(cls, path: str) -> Self:
        """Return the path after checking it."""
        if path not in SETTINGS_FILES:
            raise UnsafePath("is hidden")
        return str.__new__(cls, path)


def _path_fault(path: str) -> str:
    if COMMON_PATH.fullmatch(path):
        return ""
    if path.casefold() == MANIFEST:
        return "is the name of the manifest"
    too_long = f"is longer than {MAX_PATH_BYTES} bytes"
    fault = next(filter(None, map(name_fault, path.split("/"))), "")
    return fault or (too_long if len(path.encode()) > MAX_PATH_BYTES else "")


def name_fault(name: str, max_bytes: int = MAX_NAME_BYTES) -> str:
    """Return why a file name is not valid on every operating system, such as "is empty"; empty if it is valid.

    `max_bytes` is the largest length in UTF-8.
    """
    faults = (fault for applies, fault in NAME_RULES if applies(name))
    too_long = f"is longer than {max_bytes} bytes"
    return next(faults, "") or (too_long if len(name.encode()) > max_bytes else "")


def collision_key(name: str) -> str:
    """Return a key for a file name; two names with the same key are the same file on some file systems.

    Such names differ only in capitals, or in how Unicode encodes an accent (caseless matching, Unicode D145).
    """
    return name if name.isascii() and name.islower() else unicodedata.normalize("NFD", _casefold_nfd(name))


def _casefold_nfd(name: str) -> str:
    return unicodedata.normalize("NFD", name).casefold()


def collisions(paths: Iterable[ArtefactPath]) -> list[tuple[ArtefactPath, ArtefactPath]]:
    """Find paths that are one file on some file systems, such as `L3.pdf` and `l3.pdf`; return them as pairs.

    Each pair is the first of such paths and a later one.
    """
    first: dict[str, ArtefactPath] = {}
    pairs = [(first.setdefault(collision_key(path), path), path) for path in paths]
    return [(before, path) for before, path in pairs if before is not path]
