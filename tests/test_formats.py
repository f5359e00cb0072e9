"""A format is one file and one row: what else knows of formats derives it from the row."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import ROOT
from ladder_export.core.formats import FORMATS
from ladder_export.documents import DOCUMENTS

WRITER = '''"""This file writes the titles of a document's sections as plain text."""

from ladder_export.core.document import Document
from ladder_export.theme import RenderSettings
from ladder_export.writers import RenderedFile


def render(document: Document, settings: RenderSettings) -> RenderedFile:
    """Return a line per section."""
    del settings
    lines = [document.title, *(section.title for section in document.sections)]
    return RenderedFile("".join(f"{line}\\n" for line in lines).encode(), len(lines))


def versions() -> dict[str, str]:
    """No library is behind it."""
    return {}
'''
ROW = '        "txt": Format("data.txt", "lines", ("sheet",), is_silent=True),\n'
LADDER = (
    "title: Bakery\nlevels: [{title: Baker, id: baker, sections: {craft: {title: Craft, statements: [I bake.]}}}]\n"
)


def test_a_format_is_one_file_and_one_row(tmp_path: Path) -> None:
    package = tmp_path / "source/ladder_export"
    shutil.copytree(ROOT / "src/ladder_export", package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "writers/data/txt.py").write_text(WRITER, encoding="utf-8")
    table = (package / "core/formats.py").read_text(encoding="utf-8")
    (package / "core/formats.py").write_text(
        table.replace('        "html": Format', f'{ROW}        "html": Format'), encoding="utf-8"
    )
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    (tmp_path / "ladder.yaml").write_text(f"{LADDER}export: {{formats: [txt]}}\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "source")}

    def call(*arguments: str) -> str:
        command = [sys.executable, "-m", "ladder_export", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert json.loads(call("build", "ladder.yaml", "--json"))["artefacts"]
    assert (tmp_path / "output/sheets/baker.txt").read_text(encoding="utf-8") == "Baker\nCraft\n"
    assert "|txt|" in call("build", "--help")
    call("schema", "-o", "schemas")
    assert "txt" in (tmp_path / "schemas/ladder.schema.json").read_text(encoding="utf-8")
    call("check", "ladder.yaml")
    assert "txt writer" in call("doctor")


def test_a_format_names_editions_that_exist() -> None:
    assert {edition for row in FORMATS.values() for edition in row.documents} == set(DOCUMENTS)
