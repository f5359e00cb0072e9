"""What a terminal gets: colours where it wants them, and one line that never grows too long for it."""

from __future__ import annotations

import errno
import json
import os
import struct
import subprocess
import sys
import termios
from fcntl import ioctl
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from ladder_export.cli import main
from ladder_export.cli.progress import INTERVAL_SECONDS, Progress
from ladder_export.cli.terminal import cut, width_cells

ESCAPE = "\x1b["
LEVEL = "code: L{}\ntitle: Engineer\nsummary: I build things that last.\n"
WIDE = "シニアソフトウェアエンジニア上級専門職"  # 19 letters, 38 cells


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ladder to be in: short names, and one that is wide."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TERM", raising=False)
    shared = "title: Ladder\ntracks: {eng: Engineering}\nexport: {documents: [deck, json]}\n"
    Path("ladder.yaml").write_text(shared, encoding="utf-8")
    Path("eng").mkdir()
    for rank, name in enumerate(("l1", "l2-an-engineer-with-a-long-name-that-fits-into-no-narrow-terminal", WIDE), 1):
        Path(f"eng/{name}.yaml").write_text(LEVEL.format(rank), encoding="utf-8")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def on_terminal(*arguments: str, columns: int = 80, **environment: str) -> str:
    """All that the program writes to a terminal that is so wide."""
    here, there = os.openpty()
    ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [sys.executable, "-m", "ladder_export", *arguments]
    environment = {"TERM": "xterm", **os.environ, **environment}
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=there, stderr=there, env=environment) as program:
        os.close(there)
        written = bytearray()
        while chunk := _read(here):
            written += chunk
    os.close(here)
    assert program.returncode is not None
    return written.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError as end:  # Linux says so where nobody has the other end any longer
        if end.errno != errno.EIO:
            raise
        return b""


COLOURS = {
    "a terminal": ({}, True),
    "NO_COLOR": ({"NO_COLOR": "1"}, False),
    "an empty NO_COLOR": ({"NO_COLOR": ""}, True),
    "a dumb terminal": ({"TERM": "dumb"}, False),
    "a dumb terminal that is told to": ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
    "both": ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    "FORCE_COLOR=0": ({"FORCE_COLOR": "0"}, False),
}


@pytest.mark.parametrize(("environment", "colored"), COLOURS.values(), ids=COLOURS)
def test_a_terminal_gets_colours_unless_the_environment_says_no(environment: dict[str, str], *, colored: bool) -> None:
    assert (ESCAPE in on_terminal("check", **environment)) is colored


COMMANDS = (("check",), ("diff", "l1", WIDE), ("theme", "list"), ("build", "nowhere"), ("build", "-d", "json"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_takes_colours_from_the_same_place(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ESCAPE not in call(*command).output, "a pipe takes none"
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert ESCAPE in call(*command).output
    monkeypatch.setenv("NO_COLOR", "1")
    assert ESCAPE not in call(*command).output


@pytest.mark.parametrize("columns", [20, 40, 79, 80, 200])
def test_progress_stays_in_one_line_that_is_gone_at_the_end(columns: int) -> None:
    written = on_terminal("build", columns=columns, NO_COLOR="1")
    *drawn, last = written.rstrip("\r\n").split("\r")
    assert [line for line in drawn if width_cells(line) >= columns] == []
    assert sum(line.lstrip().startswith(("1/4", "2/4", "3/4", "4/4")) for line in drawn) == 4
    assert drawn[-1].strip() == "", "blanks take the line away"
    assert last.startswith("Made 4 files in ")
    assert written.count("\n") == 1


def test_a_terminal_that_cannot_go_back_gets_lines() -> None:
    *lines, last = on_terminal("build", TERM="dumb").splitlines()
    assert [line[:3] for line in lines] == ["1/4", "2/4", "3/4", "4/4"]
    assert last.startswith("Made 4 files in ")


def test_a_name_is_cut_from_the_front_by_what_it_takes_on_a_terminal() -> None:
    assert cut("sheets/l3.pdf", 13) == "sheets/l3.pdf"
    assert cut("sheets/l3.pdf", 7) == "…l3.pdf"
    assert cut("上級専門職", 10) == "上級専門職"
    assert cut("上級専門職", 9) == "…級専門職"
    assert cut("上級専門職", 8) == "…専門職"
    assert [cut("sheets", cells) for cells in (2, 1, 0, -1)] == ["…s", "…", "", ""]


def test_pipes_get_a_line_each_interval_where_artefacts_are_many(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = count(0.0, INTERVAL_SECONDS / 5)
    shown = Progress(lambda: next(seconds), silent=False, verbose=False)
    for _ in range(400):
        shown.advance(SimpleNamespace(job=SimpleNamespace(path="sheets/l3.pdf"), seconds=0.1), 400)  # type: ignore[arg-type]
    lines = capsys.readouterr().err.splitlines()
    assert 60 < len(lines) <= 80
    assert all(line.endswith("/400 files") for line in lines)


def test_the_number_of_artefacts_is_known_from_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    del capsys
    Path("ladder.yaml").write_text("title: Ladder\ntracks: {eng: Engineering}\n", encoding="utf-8")
    lines = call("build", "-v", "-d", "sheet", "-d", "handbook", "-d", "site", "-j1").stderr.splitlines()
    assert [line.partition("  ")[0] for line in lines] == [f"{n}/6" for n in range(1, 7)]


def test_the_ladder_one_is_in_is_the_default() -> None:
    assert call("check").stdout == "Checked .: no problems\n"
    assert call("build", "-q").output == ""
    assert "Nothing to make: 4 files up to date" in call("build").output, (
        "what was made lies in the ladder's folder, and is no part of it"
    )
    assert json.loads(call("diff", "l1", WIDE, "--json").output)["exit"] == 0
    elsewhere = Path("ladder")
    elsewhere.mkdir()
    Path("ladder.yaml").rename(elsewhere / "ladder.yaml")
    Path("eng").rename(elsewhere / "eng")
    assert call("check").stdout == "Checked ladder: no problems\n"


USAGE = {
    "an unknown option": ("build", "--json", "--bogus"),
    "a value that is none": ("check", "-d", "poster", "--json"),
    "a missing argument": ("diff", "--json"),
    "too much": ("doctor", "--json", "now"),
    "two that exclude each other": ("build", "--watch", "--json"),
    "an unknown command": ("bild", "--json"),
    "an unknown theme command": ("theme", "lst", "--json"),
    "a missing option": ("import", "--json", "page.md"),
}


@pytest.mark.parametrize("command", USAGE.values(), ids=USAGE)
def test_wrong_usage_is_one_object_where_json_is_asked_for(command: tuple[str, ...]) -> None:
    done = call(*command)
    told = json.loads(done.stdout)
    assert (done.exit_code, told["exit"], told["clean"]) == (2, 2, False)
    assert [one["code"] for one in told["problems"]] == ["usage"]
    assert done.stderr == ""


JSON = {
    "build": ("build", "-d", "json", "--json"),
    "dry run": ("build", "--dry-run", "--json"),
    "check": ("check", "--json"),
    "diff": ("diff", "l1", WIDE, "--json", "--exit-code"),
    "doctor": ("doctor", "--json"),
    "verify": ("verify", "--json"),
    "theme list": ("theme", "list", "--json"),
    "theme inspect": ("theme", "inspect", "nowhere.pptx", "--json"),
    "import": ("import", "eng", "-o", "new", "--json"),
}


@pytest.mark.parametrize("command", JSON.values(), ids=JSON)
def test_every_json_object_has_the_exit_code(command: tuple[str, ...]) -> None:
    done = call(*command)
    assert json.loads(done.stdout)["exit"] == done.exit_code


def offered(*words: str, incomplete: str = "") -> list[str]:
    """What a shell that completes the last word is told, as bash asks for it."""
    line = ["ladder-export", *words, incomplete]
    environment = {"_LADDER_EXPORT_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(line)}
    done = CliRunner(env={**environment, "COMP_CWORD": str(len(line) - 1)}).invoke(main, prog_name="ladder-export")
    return [one.removeprefix("plain,") for one in done.output.splitlines() if one.startswith("plain,")]


def test_shells_complete_names_of_all_kinds() -> None:
    assert {"build", "check", "theme"} <= set(offered())
    assert offered("build", "-d", incomplete="s") == ["sheet", "scorecard", "site"]
    assert "pptx" in offered("check", "--format")
    assert offered("build", "--theme", incomplete="f") == ["folio"]
    assert offered("theme", "copy", incomplete="sl") == ["slate"]
    assert offered("build", "--level", incomplete="l1") == ["l1"], "a shell adds only what all names share"
    assert offered("build", "--level", incomplete="L1") == ["L1"]
    assert offered("diff", "l1", incomplete="シ") == [WIDE]
    assert offered("build", "--track") == ["eng"]
    assert offered("build", "--paper") == ["a4", "letter"]
    Path("ladder.yaml").write_text("title: [", encoding="utf-8")
    assert offered("build", "--track") == [], "a ladder that cannot be read offers nothing"
