"""Completion in the shells that docs/install.md names, set up by its lines."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from ladder_export.scaffold import create_ladder

LINES = dict(re.findall(r"^\| (\w+) \| `~/[^`]+` \| `(.+)` \|$", (ROOT / "docs/install.md").read_text(), re.MULTILINE))
PROMPT = "ready> "
COMPLETED = {
    "ladder-export bu": "ladder-export build",
    "ladder-export build my-ladder --level l1": "ladder-export build my-ladder --level l1-engineer",
    "ladder-export build my-ladder --track e": "ladder-export build my-ladder --track engineering",
    "ladder-export build my-ladder --theme fo": "ladder-export build my-ladder --theme folio",
    "ladder-export build my-ladder --theme my-l": "ladder-export build my-ladder --theme my-ladder",
    "ladder-export theme copy sl": "ladder-export theme copy slate",
    "ladder-export build my-l": "ladder-export build my-ladder",
    "ladder-export new x --ci gith": "ladder-export new x --ci github",
}


def started(shell: str, folder: Path) -> list[str]:
    """The interactive shell without settings but the line of the documents, and a prompt that can be seen."""
    line = LINES[shell].replace(r"\|", "|")
    (folder / ".bashrc").write_text(f"{line}\nPS1='{PROMPT}'\n", encoding="utf-8")
    (folder / ".zshrc").write_text(f"{line}\nPS1='{PROMPT}'\n", encoding="utf-8")
    return {"bash": ["bash", "--rcfile", ".bashrc", "-i"], "zsh": ["zsh", "-d", "-i"]}[shell]


def typed(command: list[str], lines: list[str], folder: Path, environment: dict[str, str]) -> str:
    """What a terminal shows when each line is typed, completed by the tab key, and printed by the shell instead of run."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execvpe(command[0], command, environment)  # noqa: S606  # a shell with a terminal of its own
    shown, begun = "", 0
    for keys in [*(f"{line}\t\x01echo '\x05'\n" for line in lines), "exit\n"]:
        while PROMPT not in shown[begun:]:
            shown += os.read(terminal, 65536).decode(errors="replace")
        begun = len(shown)
        os.write(terminal, keys.encode())
        while "\n" not in shown[begun:]:
            shown += os.read(terminal, 65536).decode(errors="replace")
        begun = shown.index("\n", begun)
    os.waitpid(process, 0)
    os.close(terminal)
    return shown


def completed(shell: str, folder: Path) -> list[str]:
    """Return what a shell makes of each beginning of COMPLETED."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("LADDER_EXPORT")},
        "HOME": str(folder),
        "ZDOTDIR": str(folder),
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    if shell == "fish":  # it completes without a terminal
        lines = [LINES[shell].replace(r"\|", "|"), *(f"complete -C {line!r} | head -1; or echo" for line in COMPLETED)]
        command = ["fish", "-c", "; ".join(lines)]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
        ends = [re.split(r"\s", line)[0] for line in done.stdout.splitlines()]
        return [f"{line.rpartition(' ')[0]} {end}" for line, end in zip(COMPLETED, ends, strict=True)]
    shown = typed(started(shell, folder), list(COMPLETED), folder, environment)
    return [line.strip() for line in shown.splitlines() if line.startswith("ladder-export")]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_what_is_begun(shell: str, tmp_path: Path) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    create_ladder(tmp_path / "my-ladder")
    assert [line.rstrip(" /") for line in completed(shell, tmp_path)] == list(COMPLETED.values())
