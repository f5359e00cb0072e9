"""Damaged ladders, imports, themes, templates and manifests end in words; `make attack` tries thousands of them."""

from __future__ import annotations

import subprocess
import sys

from conftest import ROOT


def test_damaged_inputs_end_in_words_and_imports_make_ladders() -> None:
    """A part of the attack, from a seed of its own."""
    script = [sys.executable, str(ROOT / "tests/attack/inputs.py"), "150", "7", "1"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "150 inputs, 0 findings" in done.stdout
