"""This file starts a ladder: YAML that builds at once, with comments that teach, and the schema that editors read."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ladder_export.artefact_path import ArtefactPath
from ladder_export.reading import outline
from ladder_export.reading.editors import TRANSLATION, schemas
from ladder_export.reading.files import LOCALES
from ladder_export.record import export_schema
from ladder_export.user_files import write_files, write_folder

EXPORT = "export.schema.json"


def start(folder: Path) -> tuple[str, ...]:
    """Writes a small ladder and its schemas into a new or empty folder, all or nothing; the names of its files.

    Raises BadOutput when the folder holds something already or cannot be written.
    """
    content = dict(_starter(files("ladder_export") / "starter", "")) | _as_files(schemas())
    write_folder(folder, content)
    return tuple(sorted(content))


@dataclass(frozen=True, slots=True)
class Described:
    """The schema files that were written, the first line by which editors find them, by file, and errors of the ladder."""

    names: tuple[str, ...]
    lines: dict[str, str]
    errors: int = 0


def describe(ladder: Path | None, folder: Path) -> Described:
    """Writes the schemas into a folder, with the ids of a ladder if one is given, be it with errors or without.

    Besides those for editors, the one that describes what the edition json makes.

    Raises InvalidLadder where there is no ladder, BadOutput when the folder cannot be written.
    """
    found = outline(ladder) if ladder else None
    content = _as_files(schemas(found.names if found else None)) | _as_files({EXPORT: export_schema()})
    write_files(folder, content, force=True)
    names = tuple(sorted(content))
    if not ladder or not found:
        level = {"a level in a folder beside it": "../level.schema.json"}
        return Described(names, {"a ladder.yaml beside it": "ladder.schema.json"} | level)
    root = ladder if ladder.is_dir() else ladder.parent
    lines = {found.shared: _from_file(root, folder, "ladder.schema.json")}
    for path in found.levels:
        below = path.rpartition("/")[0]
        lines[f"{below}/*.yaml" if below else path] = _from_file(root / below, folder, "level.schema.json")
    if (root / LOCALES).is_dir():
        lines[f"{LOCALES}/*.yaml"] = _from_file(root / LOCALES, folder, TRANSLATION)
    return Described(names, lines, sum(problem.is_error for problem in found.problems))


def _from_file(here: Path, folder: Path, name: str) -> str:
    """The way from a folder to a schema, as the first line of a file there has it."""
    return Path(os.path.relpath(folder / name, here)).as_posix()


def _starter(folder: Traversable, prefix: str) -> list[tuple[ArtefactPath, bytes]]:
    found: list[tuple[ArtefactPath, bytes]] = []
    for entry in folder.iterdir():
        name = f"{prefix}{entry.name}"
        if entry.is_dir():
            found += _starter(entry, f"{name}/")
        elif name.endswith(".yaml"):
            found.append((ArtefactPath(name), entry.read_text(encoding="utf-8").encode()))
    return found


def _as_files(described: Mapping[str, Mapping[str, object]]) -> dict[ArtefactPath, bytes]:
    return {
        ArtefactPath(name): f"{json.dumps(schema, ensure_ascii=False, indent=2)}\n".encode()
        for name, schema in described.items()
    }
