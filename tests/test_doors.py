"""What a stranger may rely on when walking through the house; import-linter holds floors and doors (make lint)."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

FILES = sorted((ROOT / "src/ladder_export").rglob("*.py"))


def test_there_are_files() -> None:
    assert len(FILES) > 20


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT / "src/ladder_export")))
def test_every_file_opens_with_the_one_reason_it_exists(file: Path) -> None:
    reason = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    assert reason
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 300, "time to split"


def loaded_by(code: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after running the code."""
    script = f"import sys\ntry:\n    {code}\nexcept SystemExit:\n    pass\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_help_loads_no_engine() -> None:
    loaded = loaded_by("from ladder_export.cli import main; main(['--help'])")
    assert "ladder_export.cli" in loaded
    assert loaded.isdisjoint({"weasyprint", "pptx", "pydantic", "yaml", "jinja2", "fontTools", "lxml"})


def drawn_paths() -> set[str]:
    """Return the paths below `src/ladder_export/` that docs/architecture.md draws as a tree, by indentation."""
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    lines = page.partition("src/ladder_export/\n")[2].partition("```")[0].splitlines()
    folders, paths = list[str](), set[str]()
    for line in lines:
        depth, name = (len(line) - len(line.lstrip())) // 2 - 1, line.split()[0]
        folders[depth:] = [name]
        paths.add("".join(folders).rstrip("/"))
    return paths


def test_the_page_on_architecture_draws_the_house_as_it_is() -> None:
    source, drawn = ROOT / "src/ladder_export", drawn_paths()
    assert {path for path in drawn if not (source / path).exists()} == set()
    rooms = {path.parent.relative_to(source).as_posix() for path in source.rglob("*.py")} - {"."}
    assert rooms - drawn == set()
    assert {path.name for path in source.glob("*.py")} - {"__init__.py"} == {
        path for path in drawn if path.endswith(".py") and "/" not in path
    }
