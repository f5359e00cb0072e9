"""This file tells which files of a ladder need not be read again: of their levels, the last build knows what others call them by."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from ladder_export.inputs import makers
from ladder_export.model import Ladder, Level, SourceFile
from ladder_export.problems import Problem
from ladder_export.reading.files import Found

Row = Mapping[str, Any]
"""A level in the manifest: its file, what its words and those of ladder.yaml come to in a digest, and what it is called."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What the last build left of a ladder: rows by their files, and which files words are needed of when others changed."""

    rows: Mapping[str, Row]
    beside: Callable[[AbstractSet[str]], AbstractSet[str]]


TEXTS = ("file", "digest", "code", "title", "track", "grade", "status", "extends")
FROM_NAMES = "unused-label"  # of what is wrong with ladder.yaml, all that levels which are not read tell as well


def valid(levels: Iterable[Row]) -> Mapping[str, Row]:
    """The rows of a manifest by their files, without those that are not as `rows` makes them."""
    return {row["file"]: {name: row[name] for name in (*TEXTS, "rank", "uses")} for row in levels if _is_row(row)}


def _is_row(row: Any) -> bool:  # noqa: ANN401  # whatever stands in a file that anybody can edit
    return (
        isinstance(row, dict)
        and all(isinstance(row.get(name), str) for name in TEXTS)
        and isinstance(row.get("rank"), float)
        and isinstance(row.get("uses"), list)
        and all(isinstance(use, str) for use in row["uses"])
    )


def rows(ladder: Ladder, problems: Sequence[Problem], last: Sequence[Row]) -> tuple[Row, ...]:
    """What the next build need not read again; of files that something is wrong with, everything is told anew.

    What is wrong with words of ladder.yaml is told of those that levels bring, so then all of these are read.
    Levels that were not read have the rows they had, and so have all when they were read in another language.
    """
    known, digest = valid(last), _digest(ladder.sources[0])
    if ladder.locale:
        old = ((level, known.get(level.source.path)) for level in ladder.levels)
        return tuple(row for level, row in old if row and row["digest"] == digest(level.source, row))
    levels = [level for level in ladder.levels if level.source not in ladder.sources]
    files = {level.span.file for level in levels}
    if any(one.code != FROM_NAMES for one in problems if one.span is None or one.span.file not in files):
        return ()
    wrong = {one.span.file for one in problems if one.span}
    return tuple(
        _row(level, digest) if level.is_read else known[level.source.path]
        for level in levels
        if level.span.file not in wrong
    )


def recalled(files: Sequence[Found], memory: Memory, *, has_tracks: bool) -> Mapping[str, Row]:
    """The rows of files whose words nobody needs: they are the same, and so is all that is made of them and others.

    Where the tracks are those that levels and folders name (not `has_tracks`), a level that
    names none has to say so itself.
    """
    digest = _digest(files[0].source)
    same = {
        path: row
        for found in files[1:]
        if (row := memory.rows.get(path := found.source.path))
        and (has_tracks or found.folder)
        and row["digest"] == digest(found.source, row)
    }
    changed = (memory.rows.keys() | {found.source.path for found in files[1:]}) - same.keys()
    ids = {_id(path) for path in changed}
    needed = {*changed, *memory.beside(changed), *(path for path, row in same.items() if row["extends"] in ids)}
    needed.update(_extended(memory.rows, needed))
    return {path: row for path, row in same.items() if path not in needed}


def _extended(known: Mapping[str, Row], files: AbstractSet[str]) -> set[str]:
    """The files of the levels that those of some files extend, and of those that they extend."""
    by_id, found = {_id(path): path for path in known}, set[str]()
    for file in files & known.keys():
        path = by_id.get(known[file]["extends"])
        while path and path not in found:
            found.add(path)
            path = by_id.get(known[path]["extends"])
    return found


def may_extend_another(levels: Sequence[Level]) -> bool:
    """Whether what a level that was not read calls the one it extends may name another one by now, among those that were read.

    It may call it by its code, which is not remembered; that says which one of its own track first.
    """
    by_id, named = {level.id: level for level in levels}, dict[str, list[Level]]()
    for level in levels:
        if level.is_read:
            for name in {level.id.casefold(), level.code.casefold()}:
                named.setdefault(name, []).append(level)
    return any(
        other is not extended
        and (other.track == level.track or extended.track != level.track or other.id.casefold() == name)
        for level in levels
        if level.extends and not level.is_read and (extended := by_id.get(level.extends))
        for name in {extended.id.casefold(), extended.code.casefold()} - {""}
        for other in named.get(name, ())
    )


def _id(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


Digest = Callable[[SourceFile, Row], str]


def _digest(shared: SourceFile) -> Digest:
    """A function from a level's file and its row to a digest of all that its level is read from, and of the row itself."""
    frame = hashlib.sha256(f"{makers()}\0{len(shared.data)}\0".encode() + shared.data)

    def digest(source: SourceFile, row: Row) -> str:
        said = (*(row[name] for name in TEXTS if name != "digest"), repr(row["rank"]), *row["uses"])
        own = frame.copy()
        own.update("\0".join(said).encode("utf-8", "surrogatepass") + b"\0\0" + source.data)
        return own.hexdigest()

    return digest


def _row(level: Level, digest: Digest) -> Row:
    row = {
        "file": level.source.path,
        "digest": "",
        "code": level.code,
        "title": level.title,
        "track": level.track,
        "grade": level.grade.id if level.grade else "",
        "status": level.status,
        "extends": level.extends,
        "rank": level.rank,
        "uses": [
            *(f"facts/{fact.id}" for fact in level.facts),
            *(f"sections/{section.id}" for section in level.sections),
            *(f"competencies/{rating.competency}" for rating in level.ratings),
        ],
    }
    return row | {"digest": digest(level.source, row)}
