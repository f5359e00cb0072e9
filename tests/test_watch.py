"""`build --watch`: a save is a build, several saves are one, and a slip may be mended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from ladder_export.build.watch import iter_changes
from ladder_export.core.problems import BadEnvironment
from ladder_export.core.request import Request
from ladder_export.preview import preview

LADDER = "title: Engineering ladder\nsections: {craft: {title: Craft}}\nexport: {documents: [deck]}\n"
LEVEL = "code: L2\ntitle: Engineer\nsections: {craft: {statements: [I build things.]}}\n"
PATIENCE = 30


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ladder/craft").mkdir(parents=True)
    (tmp_path / "ladder/ladder.yaml").write_text(LADDER, encoding="utf-8")
    (tmp_path / "ladder/craft/l2.yaml").write_text(LEVEL, encoding="utf-8")
    return tmp_path


@pytest.fixture
def watching(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The program, as it waits for the first save."""
    command = [sys.executable, "-u", "-m", "ladder_export", "build", "--watch"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as program:
        assert said(program, "Watching ladder")
        yield program
        program.kill()


def said(program: subprocess.Popen[str], words: str) -> list[str]:
    """The lines that the program prints up to one with these words."""
    assert program.stdout
    lines = []
    while line := program.stdout.readline():
        lines.append(line)
        if words in line:
            return lines
    raise AssertionError(lines)


def save(file: Path, content: str) -> None:
    """As editors do: another file, renamed over the old one."""
    beside = file.with_name(f".{file.name}.swp")
    beside.write_text(content, encoding="utf-8")
    beside.replace(file)


def test_a_save_is_a_build_a_slip_is_told_and_ctrl_c_is_the_end(folder: Path, watching: subprocess.Popen[str]) -> None:
    level, made = folder / "ladder/craft/l2.yaml", folder / "output/decks/l2.pptx"
    first = made.read_bytes()
    save(level, LEVEL.replace("things", "tools"))
    said(watching, "Made 1 file in ")
    assert (second := made.read_bytes()) != first
    save(level, LEVEL.replace("title", "titel"))
    assert any("error[unknown-key]" in line for line in said(watching, "output unchanged"))
    assert made.read_bytes() == second
    save(level, LEVEL)
    said(watching, "Made 1 file in ")
    assert made.read_bytes() == first
    os.kill(watching.pid, signal.SIGINT)
    assert watching.wait(PATIENCE) == 0


def test_several_saves_are_one_and_what_we_write_is_none(folder: Path) -> None:
    inside = folder / "ladder/output"
    inside.mkdir()
    stop, told = Event(), list[tuple[Path, ...]]()
    for changed in iter_changes(Request(folder / "ladder", inside), "slate", stop):
        if changed:
            told.append(changed)
            stop.set()
        else:
            (inside / "manifest.json").write_text("{}", encoding="utf-8")
            for number in range(5):
                save(folder / f"ladder/craft/l{number}.yaml", LEVEL)
    assert [path.name for path in told[0] if path.suffix == ".yaml"] == [f"l{number}.yaml" for number in range(5)]
    assert len(told) == 1
    assert not any(path.is_relative_to(inside) for path in told[0])


@pytest.mark.parametrize("command", [["preview"], ["build", "--watch"]])
@pytest.mark.parametrize("path", ["laddr", "."])
def test_a_path_without_a_ladder_is_told_at_once(folder: Path, command: list[str], path: str) -> None:
    line = [sys.executable, "-m", "ladder_export", *command, path]
    done = subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (done.returncode, "error[no-ladder]" in done.stderr) == (3, True)
    assert "127.0.0.1" not in done.stdout


def test_saves_that_cannot_be_followed_are_told(folder: Path) -> None:
    with pytest.raises(BadEnvironment) as stop:
        next(iter_changes(Request(folder / "gone"), "slate"))
    assert [problem.code for problem in stop.value.problems] == ["unwatchable"]


def test_a_preview_that_cannot_follow_saves_ends_and_says_so(folder: Path) -> None:
    ladder, addresses = folder / "ladder", list[str]()

    def told(address: str) -> None:
        addresses.append(address)
        ladder.rename(folder / "renamed")

    with pytest.raises(BadEnvironment) as stop:
        preview(Request(ladder), 0, told, time.perf_counter)
    assert addresses
    assert [problem.code for problem in stop.value.problems] == ["unwatchable"]


def test_a_template_and_a_profile_that_are_saved_count_and_what_lies_beside_them_does_not(folder: Path) -> None:
    (folder / "brand").mkdir()
    deck, icc, stop = folder / "brand/brand.pptx", folder / "brand/press.icc", Event()
    told = list[Path]()
    for changed in iter_changes(Request(folder / "ladder", deck=deck, icc=icc), "slate", stop):
        told += changed
        if not changed:
            save(folder / "brand/other.pptx", "")
            save(deck, "")
            save(icc, "")
        if {path.name for path in told} >= {"brand.pptx", "press.icc"}:
            stop.set()
    assert {path.name for path in told} == {"brand.pptx", "press.icc"}
