"""The law of same bytes: whatever the run, the folder, the time zone, the hash seed or the number of workers."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import ROOT
from ladder_export.writers.fixed_date import fixed_date
from ladder_export.writers.pdf.engine import versions


def built(ladder: Path, output: Path, *options: str, **environment: str) -> dict[str, bytes]:
    """Every artefact that a process of its own makes."""
    subprocess.run(
        [sys.executable, "-m", "ladder_export", "build", ladder.name, "--output", output, "--quiet", *options],
        cwd=ladder.parent,
        env={**os.environ, **environment},
        check=True,
    )
    files = {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*.*")
        if path.name != "manifest.json"
    }
    assert len(files) == 13
    return files


def test_same_ladder_same_bytes(own_output: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "another folder" / "ladder"
    shutil.copytree(ROOT / "ladder", elsewhere)
    for path in elsewhere.rglob("*.yaml"):
        os.utime(path, (1, 1))
    here = {
        path.relative_to(own_output).as_posix(): path.read_bytes()
        for path in own_output.rglob("*.*")
        if path.name != "manifest.json"
    }
    one = built(
        elsewhere, tmp_path / "one", "-j1", TZ="Asia/Tokyo", PYTHONHASHSEED="1", LC_ALL="C", SOURCE_DATE_EPOCH="0"
    )
    two = built(elsewhere, tmp_path / "two", "-j2", TZ="America/New_York", PYTHONHASHSEED="2")
    assert here.keys() == one.keys() == two.keys()
    assert [path for path in here if not here[path] == one[path] == two[path]] == []


def test_a_date_is_fixed_while_libraries_write_and_the_callers_own_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # before the first day of a ZIP, which Python 3.14 stops at
    with fixed_date():
        assert time.localtime(int(os.environ["SOURCE_DATE_EPOCH"])).tm_year == 1980
    assert os.environ["SOURCE_DATE_EPOCH"] == "0"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    versions()  # loads all there is to PDFs
    with fixed_date():
        pass
    assert "SOURCE_DATE_EPOCH" not in os.environ


LAYOUT = (
    "layout/track_strip",
    "layout/height_estimate",
    "layout/fit",
    "fonts/text_metrics",
    "slides/slide_builder",
    "slides/packing",
    "slides/model",
    "slides/grid_slides",
)


@pytest.mark.parametrize("module", LAYOUT)
def test_lengths_are_added_alike_by_every_python(module: str) -> None:
    """Since Python 3.12 `sum` rounds otherwise: where two layouts are as good, another one would be chosen."""
    source = (ROOT / f"src/ladder_export/writers/{module}.py").read_text(encoding="utf-8")
    added = [ast.unparse(node) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    assert [call for call in added if call.startswith("sum(") and not call.startswith(COUNTS)] == []


COUNTS = (
    "sum((self._line_count(",
    "sum((self._fact_row_lines(",
    "sum((2 if ",
)  # whole numbers are the same in any order
