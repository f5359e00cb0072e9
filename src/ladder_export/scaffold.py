"""This file starts a ladder: YAML that builds at once, with comments that teach, and the schema that editors read."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ladder_export.model import Ladder
from ladder_export.problems import BadOutput, Problem
from ladder_export.reading import read
from ladder_export.reading.editors import schemas
from ladder_export.record import export_schema

EXPORT = "export.schema.json"
ALREADY = "choose a folder that does not exist yet, or an empty one"


def start(folder: Path) -> tuple[str, ...]:
    """Writes a small ladder and its schemas into a new or empty folder, all or nothing; the names of its files.

    Raises BadOutput when the folder holds something already or cannot be written.
    """
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise BadOutput(Problem("not-empty", f"there is something in {folder.as_posix()} already", help=ALREADY))
    content = dict(_starter(files("ladder_export") / "starter", "")) | _schema_files(None)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".ladder-export-", dir=folder.parent) as scratch:
            made = Path(scratch) / "ladder"
            made.mkdir()
            _write(made, content)
            os.replace(made, folder)  # noqa: PTH105  # Path.replace says the same, but hides that a folder may be the target
    except OSError as fault:
        raise _unwritten(folder, fault) from fault
    return tuple(sorted(content))


def describe(ladder: Path | None, folder: Path) -> tuple[str, ...]:
    """Writes the schemas into a folder, with the ids of a ladder if one is given; the names of the files.

    Besides those for editors, the one that describes what the edition json makes.

    Raises InvalidLadder for a ladder with errors, BadOutput when the folder cannot be written.
    """
    content = _schema_files(read(ladder)[0] if ladder else None) | _as_files({EXPORT: export_schema()})
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, content)
    except OSError as fault:
        raise _unwritten(folder, fault) from fault
    return tuple(sorted(content))


def _starter(folder: Traversable, prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry in folder.iterdir():
        name = f"{prefix}{entry.name}"
        if entry.is_dir():
            found += _starter(entry, f"{name}/")
        elif name.endswith(".yaml"):
            found.append((name, entry.read_text(encoding="utf-8")))
    return found


def _schema_files(ladder: Ladder | None) -> dict[str, str]:
    return _as_files(schemas(ladder))


def _as_files(described: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    return {name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in described.items()}


def _write(folder: Path, content: dict[str, str]) -> None:
    """Each file whole or not at all: an editor may be reading the one that is replaced."""
    for name, text in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.new")
        fresh.write_text(text, encoding="utf-8", newline="\n")
        fresh.replace(path)


def _unwritten(folder: Path, fault: OSError) -> BadOutput:
    reason = (fault.strerror or str(fault)).lower()
    return BadOutput(Problem("output-unwritable", f"{folder.as_posix()} cannot be written: {reason}", help=ALREADY))
