"""What people see: lines, exit codes, and an output folder that a failed build never touches."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import IO

import click
import pytest
from click.testing import CliRunner, Result

from conftest import ROOT
from ladder_export import __version__
from ladder_export.__main__ import ENVIRONMENT, missing_of_system
from ladder_export.cli import main
from ladder_export.core.problems import ExitCode
from ladder_export.process.signals import EXIT_CODES

LADDER = """\
title: Engineering ladder
edition: "1"
facts: {horizon: Horizon}
sections: {craft: {title: Craft, icon: 🦉}}
export: {documents: [sheet, deck]}
"""
LEVEL = """\
code: L2
title: Engineer
facts: {horizon: Two cycles.}
sections:
  craft:
    statements: [I build things that last.]
    examples: [I built one.]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a good ladder in it."""
    (tmp_path / "ladder/craft").mkdir(parents=True)
    (tmp_path / "ladder/ladder.yaml").write_text(LADDER, encoding="utf-8")
    (tmp_path / "ladder/craft/l2-engineer.yaml").write_text(LEVEL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def everything(output: Path) -> dict[str, bytes]:
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def test_build_makes_everything_and_says_so(folder: Path) -> None:
    done = call("build", "-j1")  # in the order of the plan
    assert done.exit_code == 0, done.output
    assert set(everything(folder / "output")) == {"manifest.json", "sheets/l2-engineer.pdf", "decks/l2-engineer.pptx"}
    first, second, last = done.output.splitlines()
    assert first.startswith("1/2  sheets/l2-engineer.pdf  ")
    assert second.startswith("2/2  decks/l2-engineer.pptx  ")
    assert re.fullmatch(r"Made 2 files in \d+\.\d s\. Open the folder output", last)


def test_a_part_can_be_built_and_the_rest_stays(folder: Path) -> None:
    assert call("build", "-q").exit_code == 0
    deck = (folder / "output/decks/l2-engineer.pptx").stat().st_ino
    assert call("build", "-d", "sheet", "--paper", "letter", "-q").exit_code == 0
    assert (folder / "output/decks/l2-engineer.pptx").stat().st_ino == deck
    manifest = json.loads((folder / "output/manifest.json").read_text(encoding="utf-8"))
    assert [one["path"] for one in manifest["artefacts"]] == ["sheets/l2-engineer.pdf", "decks/l2-engineer.pptx"]


def test_a_level_that_went_takes_its_artefacts_with_it(folder: Path) -> None:
    level = folder / "ladder/craft/l3-senior.yaml"
    level.write_text(LEVEL.replace("L2", "L3"), encoding="utf-8")
    assert call("build", "-q").exit_code == 0
    level.unlink()
    assert call("build", "-q").exit_code == 0
    assert set(everything(folder / "output")) == {"manifest.json", "sheets/l2-engineer.pdf", "decks/l2-engineer.pptx"}


def test_quiet_says_nothing_when_nothing_is_wrong(folder: Path) -> None:
    assert folder.is_dir()
    assert call("build", "--quiet").output == ""
    assert call("check", "--quiet").output == ""


def test_verbose_says_how_each_came_out(folder: Path) -> None:
    assert folder.is_dir()
    told = call("build", "-v").output
    assert "scale 1.2" in told
    assert re.search(r"^Made with .*weasyprint 70\.0, weasyprint patches active$", told, re.MULTILINE)


def test_dry_run_makes_nothing(folder: Path) -> None:
    done = call("build", "--dry-run")
    assert done.output.splitlines() == [
        "output/sheets/l2-engineer.pdf",
        "output/decks/l2-engineer.pptx",
        "Would make 2 files in output",
    ]
    assert not (folder / "output").exists()


def test_json_is_one_object_and_nothing_else(folder: Path) -> None:
    assert folder.is_dir()
    built = json.loads(call("build", "--json").stdout)
    assert built["clean"] is True
    assert [one["format"] for one in built["artefacts"]] == ["pdf", "pptx"]
    assert json.loads(call("check", "--json").stdout) == {"exit": 0, "clean": True, "problems": []}
    assert json.loads(call("build", "--dry-run", "--json").stdout)["plan"] == [
        one["path"] for one in built["artefacts"]
    ]
    assert json.loads(call("doctor", "--json").stdout)["healthy"] is True


def test_validate_stops_before_a_pdf_that_is_not_accessible_is_published(folder: Path) -> None:
    assert call("build", "--validate", "-q").exit_code == 0
    before = everything(folder / "output")
    theme = folder / "brand"
    theme.mkdir()
    for file in (ROOT / "templates/slate").iterdir():
        (theme / file.name).write_bytes(file.read_bytes())
    template = (ROOT / "templates/base/sheet.html.j2").read_text(encoding="utf-8")
    (theme / "sheet.html.j2").write_text(template.replace("h1>", "h3>"), encoding="utf-8")
    done = call("build", "--validate", "--theme", "brand")
    assert done.exit_code == 4
    assert "error[not-conformant]: PDF/UA-1, rule" in done.stderr
    assert everything(folder / "output") == before


def test_check_writes_nothing(folder: Path) -> None:
    done = call("check")
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "Checked ladder: no problems")
    assert not (folder / "output").exists()


BROKEN = {
    "a tab": ("ladder/craft/l2-engineer.yaml", LEVEL.replace("  craft:", "\tcraft:"), "5:1"),
    "a key twice": ("ladder/craft/l2-engineer.yaml", LEVEL + "title: Again\n", "8:1"),
    "an unknown key": ("ladder/craft/l2-engineer.yaml", LEVEL.replace("statements", "stamements"), "6:5"),
    "a level twice": ("ladder/other/L2-Engineer.yaml", LEVEL, "1:1"),
    "a picture": ("ladder/craft/l3.yaml", "\x89PNG\r\n\x1a\n\x00\x00", "1:1"),
    "an empty ladder": ("ladder/ladder.yaml", "", "1:1"),
    "an empty level": ("ladder/craft/l2-engineer.yaml", "", "1:1"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_ladder_is_told_at_its_place_and_publishes_nothing(folder: Path, what: str) -> None:
    assert call("build", "-q").exit_code == 0
    before = everything(folder / "output")
    path, content, place = BROKEN[what]
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_bytes(content.encode("latin-1") if what == "a picture" else content.encode())
    done = call("build")
    assert done.exit_code == 3, done.output
    assert f"{path}:{place}: error[" in done.stderr
    assert "Traceback" not in done.output
    assert done.stderr.splitlines()[-1].endswith("; output unchanged")
    assert everything(folder / "output") == before


def test_a_wrong_paper_hides_no_wrong_theme(folder: Path) -> None:
    path = folder / "ladder/ladder.yaml"
    path.write_text(LADDER.replace("export: {", "export: {paper: A5, theme: slat, "), encoding="utf-8")
    done = call("build")
    assert done.exit_code == 3
    assert "error[unknown-name]: 'paper' cannot be 'A5'" in done.stderr
    assert "error[no-such-theme]" in done.stderr
    assert done.stderr.splitlines()[-1] == "build failed: 2 errors; nothing was made"
    assert call("check").stderr.splitlines()[-1] == "check failed: 2 errors"


def test_capitals_and_other_peoples_words_are_understood(folder: Path) -> None:
    assert folder.is_dir()
    assert call("build", "-d", "Sheet", "-f", "PDF", "--paper", "A4", "--dry-run").exit_code == 0
    done = call("build", "-d", "slides")
    assert done.exit_code == 2
    assert "did you mean 'deck'?" in done.stderr


def test_a_missing_ladder_is_told_with_what_to_do(folder: Path) -> None:
    done = call("build", "nowhere")
    assert done.exit_code == 3
    assert "nowhere" in done.stderr
    assert "help:" in done.stderr
    assert not (folder / "output").exists()


def test_an_unknown_key_is_shown_with_its_line_a_caret_and_a_guess(folder: Path) -> None:
    path = folder / "ladder/craft/l2-engineer.yaml"
    path.write_text(LEVEL.replace("statements", "stamements"), encoding="utf-8")
    assert call("check").stderr.splitlines()[:4] == [
        "ladder/craft/l2-engineer.yaml:6:5: error[unknown-key]: 'stamements' is not a key of a section",
        "    6 |     stamements: [I build things that last.]",
        "      |     ^^^^^^^^^^",
        "   help: did you mean 'statements'?",
    ]


def test_every_problem_of_every_file_in_one_run(folder: Path) -> None:
    (folder / "ladder/craft/l2-engineer.yaml").write_text(LEVEL.replace("title", "titel"), encoding="utf-8")
    (folder / "ladder/craft/l3.yaml").write_text(LEVEL.replace("code", "cod"), encoding="utf-8")
    problems = json.loads(call("check", "--json").stdout)["problems"]
    assert {(one["file"], one["code"]) for one in problems} >= {
        ("ladder/craft/l2-engineer.yaml", "unknown-key"),
        ("ladder/craft/l3.yaml", "unknown-key"),
    }


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("-l", "L9"), 2, "no level matches 'L9'"),
        (("-d", "sheet", "-f", "pptx"), 2, "sheet is available as pdf"),
        (("-d", "poster"), 2, "poster"),
        (("--press",), 4, "--icc FILE"),
        (("--theme", "slat"), 4, "did you mean 'slate'?"),
        (("-o", "ladder/ladder.yaml"), 6, "cannot be"),
    ],
)
def test_each_kind_of_failure_has_its_exit_code(
    folder: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = call("build", *arguments)
    assert done.exit_code == code, done.output
    assert words in done.stderr
    assert "Traceback" not in done.output
    assert not (folder / "output").exists()


def test_warnings_fail_only_under_strict(folder: Path) -> None:
    text = "sections:\n  craft:\n    statements:\n" + "".join(
        f"      - I do thing {n} and write it down.\n" for n in range(300)
    )
    (folder / "ladder/craft/l2-engineer.yaml").write_text(f"code: L2\ntitle: Engineer\n{text}", encoding="utf-8")
    lax, strict = call("build", "-f", "pdf"), call("build", "-f", "pdf", "--strict")
    assert (lax.exit_code, strict.exit_code) == (0, 1)
    for done in (lax, strict):
        assert "warning[page-budget]" in done.stderr
        assert ", with 2 warnings. Open " in done.output.splitlines()[-1]
    assert json.loads((folder / "output/manifest.json").read_text(encoding="utf-8"))["clean"] is False


def test_a_bug_is_never_called_success(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ladder_export.writers.layout.height_estimate.balance_columns", None)
    done = call("build", "-j1")
    assert done.exit_code == 70
    assert "while writing sheets/l2-engineer.pdf" in done.stderr
    assert "error[bug]" in done.stderr
    assert not (folder / "output").exists()


def test_an_own_theme_is_a_folder(folder: Path) -> None:
    theme = folder / "brand"
    theme.mkdir()
    for file in (ROOT / "templates/slate").iterdir():
        (theme / file.name).write_bytes(file.read_bytes())
    tokens = (theme / "theme.toml").read_text(encoding="utf-8")
    (theme / "theme.toml").write_text(tokens.replace("#12344d", "#4d1234"), encoding="utf-8")
    assert call("build", "--theme", "brand", "-q").exit_code == 0
    (theme / "theme.toml").write_text(tokens.replace("accent =", "acent ="), encoding="utf-8")
    done = call("build", "--theme", "./brand")
    assert done.exit_code == 4
    assert "error[unknown-token]: 'colors.acent' is not a token" in done.stderr
    assert "error[missing-token]: the token 'colors.accent' is missing" in done.stderr
    (theme / "theme.toml").write_text(tokens, encoding="utf-8")
    (theme / "sheet.html.j2").write_text("{{ document.tittle }}", encoding="utf-8")
    done = call("build", "--theme", "./brand")
    assert done.exit_code == 4
    assert "brand/sheet.html.j2:1:1: error[template-fault]" in done.stderr


def test_help_lists_the_exit_codes_a_line_each() -> None:
    lines = call("--help").output.splitlines()
    assert "     3  the ladder has errors" in lines
    assert any(line.startswith("    70  ") for line in lines)


def test_version() -> None:
    assert call("--version").output.startswith(f"ladder-export {__version__}")


def test_check_does_not_say_that_it_writes() -> None:
    assert "Output folder.  [" in call("build", "--help").output
    assert "Output folder of the last build" in call("check", "--help").output


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder for temporary files of a short name, as sockets need it."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("at_work", [2, 4])  # what workers are forked from, Python's own helper, and then two workers
def test_no_worker_outlives_a_build_that_is_stopped(
    folder: Path, scratch: Path, stop: signal.Signals, at_work: int
) -> None:
    for number in range(40):
        (folder / f"ladder/craft/l{number}.yaml").write_text(LEVEL.replace("L2", f"L{number}"), encoding="utf-8")
    command = [sys.executable, "-m", "ladder_export", "build", "-j2", "-v"]
    environment = {**os.environ, "TMPDIR": str(scratch)}
    with subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True) as build:
        assert build.stderr
        assert build.stderr.readline().startswith(" 1/82")
        while len(children := descendants(str(build.pid))) < at_work:
            assert build.stderr.readline(), "it is over already"
        build.send_signal(stop)
        rest = build.stderr.read()
    assert "Traceback" not in rest
    deadline = time.monotonic() + 20
    while alive := [child for child in children if Path(f"/proc/{child}").exists()]:
        assert time.monotonic() < deadline, alive
        time.sleep(0.1)
    left = [path for path in (folder / "output").rglob("*") if ".ladder-export" not in path.parts]
    assert left == [], "only a killed build leaves anything, and that apart"
    assert (folder / "output").exists() is (stop == signal.SIGKILL)
    left = [path for path in scratch.iterdir() if not path.name.startswith("pymp-")]  # those are Python's own
    if (at_work, stop) == (2, signal.SIGKILL):  # no worker is there yet to take away the folder for its fonts
        left = [path for path in left if not path.is_dir() or any(path.iterdir())]
    assert left == []


@pytest.mark.skipif(os.name != "posix", reason="sends signals to a group, as a terminal does")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_what_stops_all_processes_at_once_gets_one_line(folder: Path, scratch: Path, stop: signal.Signals) -> None:
    for number in range(20, 60):  # it must not be done before
        (folder / f"ladder/craft/l{number}.yaml").write_text(LEVEL.replace("L2", f"L{number}"), encoding="utf-8")
    environment = {**os.environ, "TMPDIR": str(scratch)}
    command = [sys.executable, "-m", "ladder_export", "build", "-j2", "-q"]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as build:
        while not list(scratch.glob("pymp-*")):  # what workers are forked from is being started
            time.sleep(0.01)
        time.sleep(0.2)
        os.killpg(build.pid, stop)
        assert build.stderr
        assert build.stderr.read() == "interrupted; output unchanged\n"
    assert build.returncode == EXIT_CODES[stop]


@pytest.mark.parametrize("command", [("build", "-j1"), ("build", "-j2"), ("check",)])
@pytest.mark.parametrize(
    "below", ["", "a-folder-whose-name-is-too-long-for-the-address-of-a-socket-to-lie-below-it-as-well"]
)
def test_nothing_is_left_of_what_was_put_aside(
    folder: Path, scratch: Path, command: tuple[str, ...], below: str
) -> None:
    statements = "".join(f"\n      - I build thing number {number}, and it lasts." for number in range(70))
    text = LEVEL.replace(" [I build things that last.]", statements)
    for number in range(
        12 if command == ("check",) else 2
    ):  # so many, and so long, that it asks for the theme's measures
        (folder / f"ladder/craft/l{number}.yaml").write_text(text.replace("L2", f"L{number}"), encoding="utf-8")
    aside = scratch / below
    aside.mkdir(exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(aside)}
    subprocess.run([sys.executable, "-m", "ladder_export", *command, "-q"], cwd=folder, env=environment, check=True)
    deadline = time.monotonic() + 20
    while left := list(aside.iterdir()):  # what workers are forked from goes a moment later
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def descendants(process: str) -> list[str]:
    """The ids of all processes that a process has started, and those that they have."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()
    return [*children, *(below for child in children for below in descendants(child))]


def test_github_shows_problems_in_the_margin_of_their_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "ladder/craft/l2-engineer.yaml").write_text("titel: 100%, really\n", encoding="utf-8")
    assert "::error" not in call("check").stderr
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    lines = [line for line in call("check").stderr.splitlines() if line.startswith("::")]
    assert lines[0] == (
        "::error file=ladder/craft/l2-engineer.yaml,line=1,col=1,title=missing-key::a level needs the key 'title'. add a line 'title: …'"
    )
    assert len(lines) == 2


def test_an_annotation_cannot_be_forged_by_what_a_ladder_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "ladder/craft/l2-engineer.yaml").write_text('title: E\nextends: "x\\n::error::owned"\n', encoding="utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    lines = [line for line in call("check").stderr.splitlines() if line.startswith("::")]
    assert len(lines) == 1
    assert r"'x\n::error::owned'" in lines[0]


@pytest.fixture
def whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ladder of a folder a track, seen from beside it."""
    (tmp_path / "my ladder/eng").mkdir(parents=True)
    (tmp_path / "my ladder/ladder.yaml").write_text("title: Ladder\n", encoding="utf-8")
    for number in (2, 3):
        level = f"code: L{number}\ntitle: Engineer {number}\n"
        (tmp_path / f"my ladder/eng/l{number}.yaml").write_text(level, encoding="utf-8")
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone/l3.yaml").write_text("title: Engineer\nsummary: I build.\nextends: l2\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("inside", "arguments", "told"),
    [
        (".", ["build", "my ladder/eng/l3.yaml"], (3, "ladder-export build 'my ladder' --level L3")),
        ("my ladder/eng", ["check", "l2.yaml"], (3, "ladder-export build .. --level L2")),
        (".", ["build", "alone/l3.yaml"], (3, "use the folder that contains its ladder.yaml, with --level l3")),
        (".", ["diff", "my ladder/eng/l3.yaml", "L3"], (3, "ladder-export diff L3 L4 --ladder FOLDER")),
        (".", ["build", "my ladder/eng"], (3, "it is further up: use 'my ladder'")),
        ("my ladder", ["build", "eng"], (3, "it is further up: use '.'")),
        ("my ladder", ["build", "ladder"], (3, "you are inside the ladder's folder: use '.'")),
    ],
)
def test_a_part_of_a_ladder_leads_to_the_whole(
    whole: Path, monkeypatch: pytest.MonkeyPatch, inside: str, arguments: list[str], told: tuple[int, str]
) -> None:
    monkeypatch.chdir(whole / inside)
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, told[1] in done.stderr) == (told[0], True), done.stderr
    assert "unknown-key" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file that is always full")
def test_words_for_which_there_is_no_room_are_no_fault_of_ours(folder: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = run_outside(folder, "build", "-d", "json", stdout=full)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "The output could not be written: No space left on device"
    assert "Traceback" not in done.stderr
    assert (folder / "output/ladder.json").is_file()


@pytest.mark.parametrize(
    "command", [("translate", "ladder", "de"), ("workbook", "ladder"), ("brand", "show", "branded")]
)
@pytest.mark.parametrize("name", ["a:b", "nul"])
def test_a_file_that_not_every_system_can_have_is_told(folder: Path, command: tuple[str, ...], name: str) -> None:
    shutil.copytree(folder / "ladder", folder / "branded")
    shared = folder / "branded/ladder.yaml"
    shared.write_text(shared.read_text(encoding="utf-8") + 'brand: {color: "#12344d"}\n', encoding="utf-8")
    suffix = {"translate": ".po", "workbook": ".xlsx", "brand": ".pdf"}[command[0]]
    done = CliRunner().invoke(main, [*command, "-o", name + suffix])
    assert done.exit_code == 2
    assert f"error[bad-path]: the name '{name}{suffix}' " in done.stderr


def test_one_function_prints_the_text_of_commands() -> None:
    printing = re.compile(r"click\.s?echo\(")
    files = [file for file in (ROOT / "src/ladder_export").rglob("*.py") if printing.search(file.read_text("utf-8"))]
    assert [file.name for file in files] == ["terminal.py"]


@pytest.mark.skipif(os.name != "posix", reason="looks for what shells report there")
@pytest.mark.parametrize("command", [("build", "--dry-run"), ("build", "no-such-ladder", "--json"), ("--version",)])
def test_a_reader_who_is_gone_is_not_told(folder: Path, command: tuple[str, ...]) -> None:
    there, here = os.pipe()
    os.close(there)
    with os.fdopen(here, "w", encoding="utf-8") as gone:
        done = run_outside(folder, *command, stdout=gone)
    assert done.stderr == ""
    assert done.returncode == (141 if command[0] == "build" else 1)  # what ends before our commands begin is Click's


def run_outside(folder: Path, *command: str, stdout: IO[str]) -> subprocess.CompletedProcess[str]:
    """The program by itself, in the folder."""
    program = [sys.executable, "-m", "ladder_export", *command]
    return subprocess.run(program, cwd=folder, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)


def test_a_system_without_what_publishing_needs_is_told_where_to_run() -> None:
    assert missing_of_system(os) == ""
    windows = SimpleNamespace(O_RDONLY=0, O_CREAT=256, O_EXCL=1024)  # what Python's os has there
    assert missing_of_system(windows) == "os.O_DIRECTORY, os.O_NOFOLLOW, os.O_NONBLOCK, os.O_CLOEXEC"
    assert ExitCode.ENVIRONMENT == ENVIRONMENT


WITHOUT_FCNTL = """
import sys

class Refusal:
    def find_spec(self, name, path=None, target=None):
        if name == "fcntl":
            raise ModuleNotFoundError("No module named 'fcntl'", name=name)

sys.meta_path.insert(0, Refusal())
sys.modules.pop("fcntl", None)
"""


def test_a_system_without_fcntl_can_import_everything_and_is_told_where_to_run(folder: Path) -> None:
    publish = f"{WITHOUT_FCNTL}\nimport ladder_export.build.publish, ladder_export.pipeline\nassert 'fcntl' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", publish], check=False).returncode == 0
    start = f"{WITHOUT_FCNTL}\nfrom ladder_export.__main__ import entry_point\nsys.argv[1:] = ['build']\nentry_point()"
    done = subprocess.run([sys.executable, "-c", start], cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (ENVIRONMENT, "")
    assert done.stderr == (
        "ladder-export does not run on this system, which lacks fcntl. "
        "On Windows, use WSL or the container; see docs/install.md.\n"
    )
    assert not (folder / "output").exists()


def _places(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words of each command with one of its options or arguments, and an empty value for it."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _places(inner, (*words, name))
        return
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            yield (*words, "")
        elif isinstance(parameter, click.Option) and not parameter.is_flag:
            yield (*words, parameter.opts[-1], "")


EMPTY_PLACES = sorted(set(_places(main)))


def test_commands_have_options_that_take_values() -> None:
    assert {("build", "--since", ""), ("build", "--from", ""), ("theme", "copy", ""), ("import", "")} <= {*EMPTY_PLACES}


@pytest.mark.parametrize("words", EMPTY_PLACES, ids=lambda words: " ".join(words) + "''")
def test_an_empty_value_is_a_usage_error_and_never_the_working_directory(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for empty in ("", "  "):
        done = call(*words[:-1], empty)
        assert (done.exit_code, "it is empty: give it a value, or leave it out" in done.output) == (2, True)
        assert f"Usage: main {' '.join(words[: 1 + (words[0] in ('theme', 'brand'))])} " in done.output
    done = call("build", "--json", *words[1:-1], "") if words[0] == "build" else None
    assert done is None or (json.loads(done.stdout)["exit"], "it is empty" in done.stdout) == (2, True)
    assert call(*words[:-1], "", "--help").exit_code == 0, "whoever asks for help gets it"
    assert list(tmp_path.iterdir()) == []
