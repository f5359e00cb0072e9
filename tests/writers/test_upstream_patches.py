"""The patches that are to be sent to WeasyPrint, pydyf and tinyhtml5 apply to the versions that we use."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import weasyprint

from conftest import ROOT

PATCHES = sorted((ROOT / "docs/upstream").glob("*.patch"))


@pytest.mark.skipif(not shutil.which("patch"), reason="needs the program patch")
def test_all_apply_to_what_is_installed_and_bring_a_test(tmp_path: Path) -> None:
    installed = Path(weasyprint.__file__).parents[1]
    for file in PATCHES:
        changed, test = (
            line.split()[1].partition("/")[2]
            for line in file.read_text("utf-8").splitlines()
            if line.startswith("+++ ")
        )
        assert test.startswith("tests/")
        if not (tmp_path / changed).exists():
            (tmp_path / changed).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(installed / changed, tmp_path / changed)
        command = ["patch", "-p1", "--fuzz=0", "--batch", "--input", str(file)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        for python in (changed, test):
            compile((tmp_path / python).read_text("utf-8"), python, "exec")
    assert len(PATCHES) == 10
