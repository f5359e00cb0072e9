"""Create a new ladder: YAML files with comments that explain them, and the JSON Schemas that editors use."""

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
from ladder_export.reading.files import LOCALES_FOLDER
from ladder_export.reading.json_schema import TRANSLATION_SCHEMA, editor_schemas
from ladder_export.reading.ladder_index import index_ladder

EXPORT = "export.schema.json"


WORKFLOWS = {"github": ".github/workflows/ladder.yml", "gitlab": ".gitlab-ci.yml"}
EDITOR = ".vscode/extensions.json"
RECOMMENDED = {"recommendations": ["redhat.vscode-yaml"]}


def create_ladder(folder: Path, ci: str = "") -> tuple[Path, ...]:
    """Write a small ladder and its schemas into a new or empty folder, all or nothing; return the files' paths.

    `ci` is a key of WORKFLOWS, a service such as "github" that builds the ladder after each change; empty for none. Its
    workflow file is written where the service looks for it: at the root of the git repository that contains the folder,
    else in the folder itself.

    Raises BadOutput when the folder is not empty or cannot be written, or a workflow already exists.
    """
    content = dict(_starter_files(files("ladder_export") / "starter", "")) | _as_files(editor_schemas())
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
    """Return the root of the git repository that contains a folder, or will contain it; None where there is none."""
    absolute = Path(os.path.abspath(folder))  # noqa: PTH100  # links are not followed, as everywhere
    root = next((parent for parent in absolute.parents if (parent / ".git").exists()), None)
    return Path(os.path.relpath(root)) if root else None


def _workflow(ci: str, ladder: str) -> bytes:
    """Return the workflow file of a service. `ladder` is the ladder's folder, relative to the repository's root."""
    template = (files("ladder_export") / "starter" / "ci" / f"{ci}.yml").read_text(encoding="utf-8")
    return template.replace("LADDER", shlex.quote(ladder)).replace("VERSION", __version__).encode()


@dataclass(frozen=True, slots=True)
class WrittenSchemas:
    """The JSON Schema files that were written; `names` are the files' names.

    `lines` maps files of the ladder to the path of their schema, which must be in the first line of each file for
    editors to find it: `# yaml-language-server: $schema=…`. `errors` counts the errors of the ladder, which do not
    prevent writing.
    """

    names: tuple[str, ...]
    lines: dict[str, str]
    errors: int = 0


def write_schemas(ladder: Path | None, folder: Path) -> WrittenSchemas:
    """Write the JSON Schemas into a folder: those for editors of YAML, and the one that describes ladder.json.

    With a ladder, the schemas for editors contain its ids, even if it has errors. Without one (None), they allow any
    id. Raises InvalidLadder if the path has no ladder, BadOutput when the folder cannot be written.
    """
    index = index_ladder(ladder) if ladder else None
    content = _as_files(editor_schemas(index.names if index else None)) | _as_files({EXPORT: export_schema()})
    write_files(folder, content, force=True)
    names = tuple(sorted(content))
    if not ladder or not index:
        level = {"a level in a folder beside it": "../level.schema.json"}
        return WrittenSchemas(names, {"a ladder.yaml beside it": "ladder.schema.json"} | level)
    root = ladder if ladder.is_dir() else ladder.parent
    lines = {index.shared: _relative_path(root, folder, "ladder.schema.json")}
    for path in index.levels:
        below = path.rpartition("/")[0]
        lines[f"{below}/*.yaml" if below else path] = _relative_path(root / below, folder, "level.schema.json")
    if (root / LOCALES_FOLDER).is_dir():
        lines[f"{LOCALES_FOLDER}/*.yaml"] = _relative_path(root / LOCALES_FOLDER, folder, TRANSLATION_SCHEMA)
    return WrittenSchemas(names, lines, sum(problem.is_error for problem in index.problems))


def _relative_path(from_folder: Path, folder: Path, name: str) -> str:
    """Return the path from a folder to a schema, as the first line of a YAML file there needs it."""
    return Path(os.path.relpath(folder / name, from_folder)).as_posix()


def _starter_files(folder: Traversable, prefix: str) -> list[tuple[ArtefactPath, bytes]]:
    """Return the YAML files of a folder of the package, with their paths below it."""
    files_: list[tuple[ArtefactPath, bytes]] = []
    for entry in folder.iterdir():
        name = f"{prefix}{entry.name}"
        if entry.is_dir():
            files_ += _starter_files(entry, f"{name}/")
        elif name.endswith(".yaml"):
            files_.append((ArtefactPath(name), entry.read_text(encoding="utf-8").encode()))
    return files_


def _as_files(described: Mapping[str, Mapping[str, object]]) -> dict[ArtefactPath, bytes]:
    """Return schemas as JSON files."""
    return {ArtefactPath(name): _as_json(schema) for name, schema in described.items()}


def _as_json(value: Mapping[str, object]) -> bytes:
    """Return a value as the bytes of an indented JSON file."""
    return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode()
