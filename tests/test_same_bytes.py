"""The law of same bytes: whatever the run, the folder, the time zone, the hash seed or the number of workers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import ROOT


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
    one = built(elsewhere, tmp_path / "one", "-j1", TZ="Asia/Tokyo", PYTHONHASHSEED="1", LC_ALL="C")
    two = built(elsewhere, tmp_path / "two", "-j2", TZ="America/New_York", PYTHONHASHSEED="2")
    assert here.keys() == one.keys() == two.keys()
    assert [path for path in here if not here[path] == one[path] == two[path]] == []
