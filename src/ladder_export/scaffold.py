"""This file starts a ladder: YAML that builds at once, with comments that teach, and the schema that editors read."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ladder_export import __version__
from ladder_export.core.artefact_path import ArtefactPath, SettingsPath
from ladder_export.core.json_record import export_schema
from ladder_export.files.user_files import require_free, write_files, write_folder, write_new_file
from ladder_export.reading import outline
from ladder_export.reading.files import LOCALES
from ladder_export.reading.json_schema import TRANSLATION, schemas

EXPORT = "export.schema.json"


WORKFLOWS = {"github": ".github/workflows/ladder.yml", "gitlab": ".gitlab-ci.yml"}
EDITOR = ".vscode/extensions.json"
RECOMMENDED = {"recommendations": ["redhat.vscode-yaml"]}


def create_ladder(folder: Path, ci: str = "") -> tuple[Path, ...]:
    """Write a small ladder and its schemas into a new or empty folder, all or nothing; return the files' paths.

    `ci` is empty or a key of WORKFLOWS: the workflow of that service is written, too, where the service looks for it:
    at the root of the git repository that the folder lies in, else in the folder itself.

    Raises BadOutput when the folder holds something already or cannot be written, or there is a workflow already.
    """
    content = dict(_starter_files(files("ladder_export") / "starter", "")) | _as_files(schemas())
    content[SettingsPath(EDITOR)] = _as_json(RECOMMENDED)
    root = _repository(folder) or folder
    outside: tuple[Path, ...] = ()
    if ci and root == folder:
        content |= {SettingsPath(WORKFLOWS[ci]): _workflow(ci, "."), SettingsPath(".gitignore"): b"/output/\n"}
    elif ci:
        outside = (root / WORKFLOWS[ci],)
        require_free(root, {SettingsPath(WORKFLOWS[ci]): b""})
    write_folder(folder, content)
    if outside:
        below = Path(os.path.relpath(folder, root)).as_posix()
        write_new_file(root, SettingsPath(WORKFLOWS[ci]), _workflow(ci, below))
    return (*sorted(folder / name for name in content), *outside)


def _repository(folder: Path) -> Path | None:
    """Return the root of the git repository that a folder lies in, or will lie in; None where there is none."""
    whole = Path(os.path.abspath(folder))  # noqa: PTH100  # links are not followed, as everywhere
    above = next((one for one in whole.parents if (one / ".git").exists()), None)
    return Path(os.path.relpath(above)) if above else None


def _workflow(ci: str, ladder: str) -> bytes:
    """Return the workflow of a service for a ladder in that folder of the repository."""
    template = (files("ladder_export") / "starter" / "ci" / f"{ci}.yml").read_text(encoding="utf-8")
    return template.replace("LADDER", shlex.quote(ladder)).replace("VERSION", __version__).encode()


@dataclass(frozen=True, slots=True)
class WrittenSchemas:
    """The schema files that were written, the first line by which editors find them, by file, and errors of the ladder."""

    names: tuple[str, ...]
    lines: dict[str, str]
    errors: int = 0


def write_schemas(ladder: Path | None, folder: Path) -> WrittenSchemas:
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
        return WrittenSchemas(names, {"a ladder.yaml beside it": "ladder.schema.json"} | level)
    root = ladder if ladder.is_dir() else ladder.parent
    lines = {found.shared: _relative_path(root, folder, "ladder.schema.json")}
    for path in found.levels:
        below = path.rpartition("/")[0]
        lines[f"{below}/*.yaml" if below else path] = _relative_path(root / below, folder, "level.schema.json")
    if (root / LOCALES).is_dir():
        lines[f"{LOCALES}/*.yaml"] = _relative_path(root / LOCALES, folder, TRANSLATION)
    return WrittenSchemas(names, lines, sum(problem.is_error for problem in found.problems))


def _relative_path(from_folder: Path, folder: Path, name: str) -> str:
    """The way from a folder to a schema, as the first line of a file there has it."""
    return Path(os.path.relpath(folder / name, from_folder)).as_posix()


def _starter_files(folder: Traversable, prefix: str) -> list[tuple[ArtefactPath, bytes]]:
    found: list[tuple[ArtefactPath, bytes]] = []
    for entry in folder.iterdir():
        name = f"{prefix}{entry.name}"
        if entry.is_dir():
            found += _starter_files(entry, f"{name}/")
        elif name.endswith(".yaml"):
            found.append((ArtefactPath(name), entry.read_text(encoding="utf-8").encode()))
    return found


def _as_files(described: Mapping[str, Mapping[str, object]]) -> dict[ArtefactPath, bytes]:
    return {ArtefactPath(name): _as_json(schema) for name, schema in described.items()}


def _as_json(value: Mapping[str, object]) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode()
