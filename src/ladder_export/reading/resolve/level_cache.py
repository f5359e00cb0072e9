"""A cache of levels between builds: each level as JSON, under a digest of everything that it was read from.

With it, a build reads only changed files. The cache is not trusted: a line that does not validate as a level is
ignored, nothing in it is executed, and deleting it costs only time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ladder_export.core.artefact_path import LEVEL_CACHE, NEW_LEVEL_CACHE
from ladder_export.core.model import Level, Passage, SourceFile
from ladder_export.core.problems import Problem
from ladder_export.files.access import read_file
from ladder_export.files.folder import open_folder
from ladder_export.fingerprint.toolchain import toolchain_id
from ladder_export.reading.files import InputFile
from ladder_export.reading.resolve.context import SharedKey
from ladder_export.reading.resolve.cross_checks import LevelHeader

MIN_CACHED_FILES = 100  # files; a smaller ladder is read in about a tenth of a second


@dataclass(frozen=True, slots=True)
class ResolvedLevel:
    """A level with what its ids refer to, before it is checked against other levels.

    `header` has the parts to be checked. `file_problems` are about how its file is written, `problems` about its
    content. `key` is its key in the level cache, empty if it is not cached.
    """

    header: LevelHeader
    level: Level
    file_problems: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class StoredLevel:
    """A level as the cache holds it: without texts of competencies and blocks, which it shares with other levels.

    `shared_keys` has the keys of these texts for each section of the level, in order.
    """

    header: LevelHeader
    level: Level
    file_problems: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    shared_keys: tuple[tuple[SharedKey, ...], ...]


@dataclass(frozen=True, slots=True)
class CachedLevel:
    """A level that was found in the cache, with its cache key and its unparsed source file."""

    key: str
    source: SourceFile
    stored: StoredLevel

    def restore(self, passage: Callable[[SharedKey], Passage]) -> ResolvedLevel:
        """Return the complete level, with its source file and with the texts that it shares with other levels.

        `passage` returns the shared text with a key.
        """
        stored, level = self.stored, self.stored.level
        sections = tuple(
            replace(section, shared_passages=tuple(map(passage, keys))) if keys else section
            for section, keys in zip(level.sections, stored.shared_keys, strict=True)
        )
        whole = replace(level, source=self.source, sections=sections)
        return ResolvedLevel(stored.header, whole, stored.file_problems, stored.problems, self.key)


@dataclass(slots=True)
class LevelCache:
    """A cache of levels: `lines` has each as a line of JSON, by its cache key (a digest of what it was read from).

    It is used for ladders of at least `min_files` files. `is_changed` says whether it must be saved again.
    """

    min_files: int = 0
    lines: dict[str, bytes] = field(default_factory=dict)
    is_changed: bool = False

    def find(self, key: str) -> StoredLevel | None:
        """Return the level with this cache key; None if the cache does not have it or its line is damaged."""
        try:
            return _adapter().validate_json(self.lines[key])
        except (KeyError, ValidationError):
            return None

    def store(self, levels: Iterable[ResolvedLevel], passages: Mapping[SharedKey, Passage]) -> None:
        """Replace the content of the cache by these levels; `passages` are texts that several levels share, by key."""
        names = {id(passage): key for key, passage in passages.items()}
        previous, self.lines = self.lines, {}
        for level in levels:
            if level.key:
                self.lines[level.key] = previous.get(level.key) or _adapter().dump_json(_to_stored(level, names))
        self.is_changed = self.lines.keys() != previous.keys()


def key_function(shared: InputFile) -> Callable[[InputFile], str]:
    """Return a function from a level's file to its cache key: a digest of that file, ladder.yaml and this program.

    `shared` is ladder.yaml.
    """
    frame = hashlib.sha256(_length_prefixed(toolchain_id().encode(), shared.file.encode(), shared.source.data))

    def key(file: InputFile) -> str:
        digest = frame.copy()
        digest.update(_length_prefixed(file.file.encode(), file.source.path.encode(), file.source.data))
        return digest.hexdigest()

    return key


def _length_prefixed(*parts: bytes) -> bytes:
    return b"".join(b"%d:%b" % (len(text), text) for text in parts)


def load(output: Path) -> LevelCache:
    """Read the level cache in an output folder, left there by the last build; it is empty if it cannot be read."""
    levels = LevelCache(MIN_CACHED_FILES)
    with suppress(OSError):
        for line in read_file(output / LEVEL_CACHE, "manifest", within=output).splitlines():
            key, _, value = line.partition(b" ")
            levels.lines[key.decode("ascii", "replace")] = value
    return levels


def save(levels: LevelCache, output: Path) -> None:
    """Write the level cache to an output folder, for the next build. Errors are ignored: it would only take longer."""
    with suppress(OSError), open_folder(output) as folder:
        if folder.kind(NEW_LEVEL_CACHE) is not None:  # left by a build that was killed
            folder.remove(NEW_LEVEL_CACHE)
        folder.write(NEW_LEVEL_CACHE, (b"%b %b\n" % (key.encode(), line) for key, line in levels.lines.items()))
        folder.move(NEW_LEVEL_CACHE, LEVEL_CACHE)


@cache
def _adapter() -> TypeAdapter[StoredLevel]:
    return TypeAdapter(StoredLevel)


def _to_stored(resolved: ResolvedLevel, names: Mapping[int, SharedKey]) -> StoredLevel:
    sections = resolved.level.sections
    own_sections = tuple(
        replace(section, shared_passages=()) if section.shared_passages else section for section in sections
    )
    shared_keys = tuple(tuple(names[id(passage)] for passage in section.shared_passages) for section in sections)
    level = replace(resolved.level, sections=own_sections, source=SourceFile(resolved.level.source.path, b""))
    return StoredLevel(resolved.header, level, resolved.file_problems, resolved.problems, shared_keys)
