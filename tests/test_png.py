"""Pictures of pages and slides: their sizes and names, what the manifest says of them, and what happens without LibreOffice."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from pptx import Presentation

from ladder_export.cli import main
from ladder_export.core.manifest import Manifest, from_json

LADDER = "title: Engineering ladder\nsections: {craft: {title: Craft}}\n"
STATEMENTS = [
    f"I build thing {number} so that it lasts, and say what it costs to keep it running." for number in range(130)
]
LEVEL = "code: {code}\ntitle: Engineer\ntrack: craft\nsections: {{craft: {{statements: {statements}}}}}\n"


def write_level(name: str, statements: int) -> None:
    text = LEVEL.format(code=name.upper(), statements=json.dumps(STATEMENTS[:statements]))
    Path("ladder", f"{name}.yaml").write_text(text, encoding="utf-8")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a ladder of two levels: the sheet of `l1` takes one page, that of `l2` several."""
    monkeypatch.chdir(tmp_path)
    Path("ladder").mkdir()
    Path("ladder/ladder.yaml").write_text(LADDER, encoding="utf-8")
    write_level("l1", 4)
    write_level("l2", 130)
    return tmp_path


def build(*arguments: str, code: int = 0) -> Result:
    done = CliRunner().invoke(main, ["build", "-j1", *arguments])
    assert done.exit_code == code, done.output
    return done


def manifest() -> Manifest:
    return from_json(Path("output/manifest.json").read_text(encoding="utf-8"))


def pictures(folder: str = "sheets") -> list[str]:
    return sorted(path.name for path in Path("output", folder).iterdir())


def made(*arguments: str) -> dict[str, str]:
    """Which files a build makes, and why."""
    return {one["path"]: one["reason"] for one in json.loads(build("--json", *arguments).stdout)["made"]}


def test_a_page_is_a_picture_of_300_dots_an_inch_with_a_title() -> None:
    build("-f", "png", "-d", "sheet", "-l", "l1")
    with Image.open("output/sheets/l1.png") as picture:
        assert picture.size == (2480, 3508)
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.01)
        assert picture.info["Title"] == "L1 Engineer"
        picture.load()
        colours = {colour for _, colour in picture.getcolors(1 << 24) or ()}
    assert (0x12, 0x34, 0x4D) in colours  # the header of slate: red and blue are not exchanged
    build("-f", "png", "-d", "sheet", "-l", "l1", "--paper", "letter")
    with Image.open("output/sheets/l1.png") as picture:
        assert picture.size == (2550, 3300)


def test_each_page_is_a_file_of_the_manifest() -> None:
    build("-f", "png", "-d", "sheet")
    names = pictures()
    assert names[:3] == ["l1.png", "l2.png", "l2~2.png"]
    found = manifest().artefacts
    assert [one.path for one in found] == [f"sheets/{name}" for name in names]
    assert [one.first_page for one in found] == ["", "", *["sheets/l2.png"] * (len(names) - 2)]
    for one in found:
        data = Path("output", one.path).read_bytes()
        assert (one.bytes, one.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        assert (one.unit, one.length, one.format) == ("pictures", 1, "png")
    assert [one.path for one in found if one.problems] == ["sheets/l2.png"]  # told once, that it takes several pages
    with Image.open("output/sheets/l2~2.png") as picture:
        assert picture.info["Title"] == f"L2 Engineer (2/{len(names) - 1})"
    assert CliRunner().invoke(main, ["verify"]).exit_code == 0


def test_pages_are_what_a_pdf_has_and_the_same_each_time() -> None:
    build("-f", "png", "-f", "pdf", "-d", "sheet")
    pages = {one.path: one.length for one in manifest().artefacts if one.format == "pdf"}
    assert len(pictures()) == 2 + sum(pages.values())
    before = {name: Path("output/sheets", name).read_bytes() for name in pictures()}
    assert set(made("-f", "png", "-f", "pdf", "-d", "sheet", "--force").values()) == {"forced"}
    assert {name: Path("output/sheets", name).read_bytes() for name in pictures()} == before


def test_a_page_that_is_missing_or_was_changed_is_made_again() -> None:
    build("-f", "png", "-d", "sheet")
    whole = pictures()
    assert made("-f", "png", "-d", "sheet") == {}
    later = Path("output/sheets/l2~2.png")
    data = later.read_bytes()
    later.unlink()
    paths = {f"sheets/{name}" for name in whole if name.startswith("l2")}
    assert made("-f", "png", "-d", "sheet") == dict.fromkeys(paths, "file missing")
    later.write_bytes(data[:-1] + b"!")
    assert made("-f", "png", "-d", "sheet") == dict.fromkeys(paths, "file changed on disk")
    assert later.read_bytes() == data
    later.write_bytes(data[:-1] + b"!")
    build("-f", "png", "-d", "sheet", "-l", "l1")  # a build that makes another level forgets no change
    assert made("-f", "png", "-d", "sheet") == dict.fromkeys(paths, "file changed on disk")


def test_pages_go_with_their_document() -> None:
    build("-f", "png", "-d", "sheet")
    write_level("l2", 4)
    build("-f", "png", "-d", "sheet")
    assert pictures() == ["l1.png", "l2.png"]
    write_level("l2", 130)
    build("-f", "png", "-d", "sheet", "-l", "l1")
    build("-f", "png", "-d", "sheet", "-l", "l2")
    assert pictures()[:3] == ["l1.png", "l2.png", "l2~2.png"]  # a partial build keeps what it does not make
    Path("ladder/l2.yaml").unlink()
    build("-f", "png", "-d", "sheet")
    assert pictures() == ["l1.png"]


def test_a_file_of_yours_at_the_place_of_a_page_stays() -> None:
    build("-f", "png", "-d", "sheet", "-l", "l1")
    Path("output/sheets/l2~2.png").write_text("mine", encoding="utf-8")
    assert "foreign-file" in build("-f", "png", "-d", "sheet", code=6).output
    assert pictures() == ["l1.png", "l2~2.png"]
    assert Path("output/sheets/l2~2.png").read_text(encoding="utf-8") == "mine"


def test_the_plan_names_a_document_once_and_the_web_page_no_picture() -> None:
    plan = build("-f", "png", "-f", "html", "-d", "sheet", "-d", "site", "--dry-run", "--explain").stdout
    assert "output/sheets/l2.png: first build\n" in plan
    assert "~" not in plan
    build("-f", "png", "-f", "html", "-d", "sheet", "-d", "site")
    assert ".png" not in Path("output/index.html").read_text(encoding="utf-8")


def office() -> None:
    if shutil.which("soffice") is None:
        if "CI" in os.environ:
            pytest.fail("CI must have LibreOffice")
        pytest.skip("LibreOffice is not on this machine (apt-get install libreoffice-impress)")


@pytest.mark.libreoffice
def test_each_slide_is_a_picture() -> None:
    office()
    build("-f", "png", "-f", "pptx", "-d", "deck", "-l", "l2")
    with Path("output/decks/l2.pptx").open("rb") as file:
        slides = len(Presentation(file).slides)
    names = [name for name in pictures("decks") if name.endswith(".png")]
    assert len(names) == slides > 2
    for name in names:
        with Image.open(Path("output/decks", name)) as picture:
            assert picture.size == (1920, 1080)
            assert len(picture.getcolors(1 << 24) or ()) > 50  # not an empty slide
    assert manifest().libraries["libreoffice"][:1].isdigit()
    assert made("-f", "png", "-f", "pptx", "-d", "deck", "-l", "l2") == {}


def test_without_libreoffice_pages_are_made_and_one_sentence_says_what_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    done = build("-f", "png", "-d", "sheet", "-d", "deck", "-l", "l1", code=1)
    assert done.output.count("LibreOffice, which draws them, is not installed") == 1
    assert "-d sheet" in done.output
    assert [one.path for one in manifest().artefacts] == ["sheets/l1.png"]
    assert build("-f", "png", "-d", "sheet", "-d", "deck", code=1).output.count("no-libreoffice") == 1
    assert build("-f", "png", "-d", "sheet", code=0)


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program named soffice before all others."""
    program = folder / "bin/soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")


def test_a_libreoffice_that_fails_is_no_success_and_costs_no_picture_of_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office()
    build("-f", "png", "-d", "deck", "-l", "l1")
    before = pictures("decks")
    write_level("l1", 5)
    stand_in(folder, monkeypatch, "exit 1")
    assert "slides-not-drawn" in build("-f", "png", "-d", "deck", "-l", "l1", code=1).output
    assert pictures("decks") == before
    assert CliRunner().invoke(main, ["verify"]).exit_code == 0


def is_gone(state: Path) -> bool:
    """Whether a process has ended, or only its number is left."""
    try:
        return state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def has_ended(state: Path) -> bool:
    """Whether a process ends within ten seconds: a busy machine takes a moment to end what was killed."""
    for _ in range(100):
        if is_gone(state):
            break
        time.sleep(0.1)
    return is_gone(state)


def test_a_signal_ends_libreoffice_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(folder, monkeypatch, f"sleep 60 & echo $! > {folder}/child; wait")
    command = [sys.executable, "-m", "ladder_export", "build", "-f", "png", "-d", "deck", "-l", "l1", "-q"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as program:
        child = folder / "child"
        while not (child.exists() and child.read_text(encoding="utf-8").strip()) and program.poll() is None:
            time.sleep(0.05)
        program.send_signal(signal.SIGTERM)
        _, stderr = program.communicate()
    assert (program.returncode, stderr) == (143, "interrupted; output unchanged\n")
    state = Path("/proc", child.read_text(encoding="utf-8").strip(), "stat")
    assert has_ended(state)
    assert not Path("output").exists()


def test_a_signal_while_libreoffice_starts_ends_it_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(folder, monkeypatch, f"echo $$ > {folder}/child; kill -TERM $PPID; exec sleep 60")
    command = [sys.executable, "-m", "ladder_export", "build", "-f", "png", "-d", "deck", "-l", "l1", "-q"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (143, "interrupted; output unchanged\n")
    assert has_ended(Path("/proc", (folder / "child").read_text(encoding="utf-8").strip(), "stat"))


def test_without_its_extra_the_command_that_installs_it_is_said(folder: Path) -> None:
    """A Python that finds every package but pypdfium2."""
    packages = folder / "packages"
    packages.mkdir()
    (packages / "sitecustomize.py").write_text(
        "import importlib.metadata as metadata\n"
        "import pathlib, sys\n"
        "for place in [one for one in sys.path if one.endswith('site-packages')]:\n"
        "    folder = pathlib.Path(__file__).parent / 'links'\n"
        "    folder.mkdir(exist_ok=True)\n"
        "    for package in pathlib.Path(place).iterdir():\n"
        "        if 'pdfium' not in package.name and not (folder / package.name).exists():\n"
        "            (folder / package.name).symlink_to(package)\n"
        "    sys.path[sys.path.index(place)] = str(folder)\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "ladder_export", "build", "-f", "png", "-d", "sheet", "-l", "l1"]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(packages)}, check=False
    )
    assert done.returncode == 5, done.stderr
    assert "pip install 'ladder-export[png]'" in done.stderr
    assert "Traceback" not in done.stderr
    assert not Path("output").exists()


def test_a_picture_reads_back_as_png() -> None:
    build("-f", "png", "-d", "sheet", "-l", "l1")
    with Image.open(io.BytesIO(Path("output/sheets/l1.png").read_bytes())) as picture:
        picture.verify()  # every checksum of its chunks
