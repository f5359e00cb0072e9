"""What tries the project on bare machines never passes over one in silence."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT

pytestmark = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0 or not shutil.which("debootstrap") or not (ROOT / ".git").exists(),
    reason="makes roots: as root, with debootstrap, out of a checkout",
)


@pytest.mark.parametrize(("more", "code"), [((), 1), (("--allow-missing",), 0)])
def test_a_root_that_cannot_be_made_is_told(more: tuple[str, ...], code: int, tmp_path: Path) -> None:
    cache, keep = tmp_path / "cache", tmp_path / "keep"
    command = [ROOT / ".ci/machines", "--mirror", "file:///nowhere", "--cache", cache, "--keep", keep, *more, "nosuch"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout.splitlines()[-1] == "nosuch: no root could be made, so nothing was tried"
    assert list(cache.iterdir()) == [], "half a root is no base for the next"
