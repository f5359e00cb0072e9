"""What people type and see: every command, its lines and its exit code (`make golden` renews them)."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from command_page import commands
from ladder_export.cli import main

FOLDER = Path(__file__).parent / "transcripts"
TRANSCRIPTS = sorted(FOLDER.glob("*.txt"))
TOOL = "ladder-export"

pytestmark = pytest.mark.quick

# Seconds and versions differ from one machine or day to another: numbers with a point after one word and one space.
VARIABLE = re.compile(r"(?<=[a-z:] )\d+\.\d[\w.+-]*|\d+\.\d+(?= s\b)")


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=[path.stem for path in TRANSCRIPTS])
def test_a_transcript_is_what_people_see(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FOLDER / "ladder", tmp_path / "ladder")
    monkeypatch.chdir(tmp_path)
    expected = path.read_text(encoding="utf-8")
    seen = "\n".join(_run(line[2:]) for line in expected.splitlines() if line.startswith("$ "))
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(seen, encoding="utf-8")
        return
    assert seen == expected


def test_every_command_has_a_transcript() -> None:
    typed = "\n".join(path.read_text(encoding="utf-8") for path in TRANSCRIPTS)
    assert [name for name, _ in commands(main) if f"$ {TOOL} {name}" not in typed] == []


def _run(line: str) -> str:
    """Return the line with what it prints; for our own commands, also the exit code."""
    words = shlex.split(line)
    if words[0] != TOOL:
        subprocess.run(["sh", "-c", line], check=True)  # noqa: S607  # our own transcripts
        return f"$ {line}\n"
    done = CliRunner().invoke(main, words[1:], prog_name=TOOL)
    return f"$ {line}\n{VARIABLE.sub('N.N', done.output)}exit code {done.exit_code}\n"
