"""The output folder in hostile hands: its manifest damaged, its places taken, its build stopped; and ladders with hostile names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ladder_export.build.publish import recover
from ladder_export.cli import main
from test_manifest import DAMAGE
from test_publish import STRANGE, kinds

HERE = Path(__file__).parent
LEVEL = "code: L2\ntitle: Engineer\nsections: {craft: {title: Craft, statements: [I build things that last.]}}\n"
MATRIX = ("-d", "matrix", "-f", "csv")  # what is made without an engine


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a ladder of one level, in a folder with a file that is nobody's business."""
    home = tmp_path / "home"
    (home / "ladder/craft").mkdir(parents=True)
    (home / "ladder/ladder.yaml").write_text("title: Ladder\n")
    (home / "ladder/craft/l2.yaml").write_text(LEVEL)
    (tmp_path / "victim.csv").write_text("mine")
    monkeypatch.chdir(home)
    return home


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


TRACKS = [
    "../../victim",
    "../../../victim",
    "..\\victim",
    "con",
    "a/b",
    "x" * 300,
    "a\u0000b",
    "a\nb",
    "a.",
    "\u202egnp",
]


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("track", TRACKS)
def test_a_track_cannot_name_a_file_elsewhere(folder: Path, track: str, *, declared: bool) -> None:
    named = json.dumps(track)
    (folder / "ladder/craft/l2.yaml").write_text(f"{LEVEL}track: {named}\n")
    if declared:
        (folder / "ladder/ladder.yaml").write_text(f"title: Ladder\ntracks: {{{named}: Craft}}\n")
    before = everything(folder.parent)
    for command in (("build", *MATRIX), ("build", "-d", "track-deck"), ("check",)):
        done = call(*command)
        assert done.exit_code == 3, done.output
        file = "ladder/ladder.yaml:2:" if declared else "ladder/craft/l2.yaml:4:"
        assert "\0" in track or file in done.stderr
    assert everything(folder.parent) == before


@pytest.mark.parametrize("damage", [*DAMAGE, "not JSON", "nothing", "null", "not UTF-8", "megabytes"])
def test_a_damaged_manifest_stops_a_build_and_nothing_is_lost(folder: Path, damage: str) -> None:
    assert call("build", "-q", *MATRIX).exit_code == 0
    manifest = folder / "output/manifest.json"
    texts = {"not JSON": b"{", "nothing": b"", "null": b"null", "not UTF-8": b"\xff\xfe", "megabytes": b"x" * 3_000_000}
    if damage in texts:
        manifest.write_bytes(texts[damage])
    else:
        where, what = DAMAGE[damage]
        content = place = json.loads(manifest.read_text())
        content["problems"] = [{"code": "x", "message": "x", "severity": "error", "help": "", "file": "x"}]
        for step in where[:-1]:
            place = place[step]
        place[where[-1]] = what
        manifest.write_text(json.dumps(content))
    (folder / "ladder/craft/l2.yaml").write_text(LEVEL.replace("last", "hold"))
    before = everything(folder)
    for command in (("build", *MATRIX), ("build", "--force", *MATRIX), ("verify",)):
        done = call(*command)
        assert (done.exit_code, done.exception.__class__) == (6, SystemExit), done.output
        assert "error[damaged-manifest]: this manifest was not written by ladder-export" in done.stderr
        assert len(done.stderr) < 1_000
    assert call("check", *MATRIX).exit_code == 0
    assert everything(folder) == before


def test_a_manifest_without_artefacts_does_not_mean_that_nothing_is_to_be_done(folder: Path) -> None:
    assert call("build", "-q", *MATRIX).exit_code == 0
    manifest = folder / "output/manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "artefacts": []}))
    done = call("build", *MATRIX)
    assert done.exit_code == 6
    assert "error[foreign-file]: output/matrix/craft.csv is in the way" in done.stderr


@pytest.mark.parametrize("make", STRANGE)
def test_what_is_in_the_way_is_found_before_the_first_job(folder: Path, make: object) -> None:
    assert callable(make)
    (folder / "output/matrix").mkdir(parents=True)
    make(folder / "output/matrix/craft.csv")
    before = kinds(folder)
    done = call("build", "-v", "-d", "matrix")
    assert done.exit_code == 6
    assert done.stderr.startswith("error[foreign-file]: output/matrix/craft.csv is in the way"), "no job came before"
    assert kinds(folder) == before


def test_files_that_are_imported_replace_no_link_even_by_force(folder: Path) -> None:
    (folder / "l3.md").write_text("# L3: Engineer\n\n## Craft\n\n- I build.\n")
    assert call("import", "l3.md", "-o", "new").exit_code == 0
    (folder / "new/ladder.yaml").unlink()
    (folder / "new/ladder.yaml").symlink_to(folder.parent / "victim.csv")
    before = everything(folder.parent)
    done = call("import", "l3.md", "-o", "new", "--force")
    assert (done.exit_code, "error[foreign-file]: new/ladder.yaml" in done.stderr) == (6, True)
    assert everything(folder.parent) == before


def test_schemas_follow_no_link(folder: Path) -> None:
    (folder / ".ladder.schema.json.new").symlink_to(folder.parent / "victim.csv")
    (folder / "level.schema.json").symlink_to(folder.parent / "victim.csv")
    before = everything(folder.parent)
    assert call("schema", "-o", ".").exit_code == 6
    assert everything(folder.parent) == before
    (folder / "level.schema.json").unlink()
    assert call("schema", "-o", ".").exit_code == 0
    assert (folder.parent / "victim.csv").read_text() == "mine"


STOPPED = """
    import os, signal, sys

    seen = []

    def on_event(event, arguments):
        if event == "os.rename" or event == "os.remove":
            seen.append(f"{{event}} {{os.fspath(arguments[1] if event == 'os.rename' else arguments[0])}}")
            if seen[-1] == {at!r}:
                os.kill(os.getpid(), {signal})

    sys.addaudithook(on_event)
    sys.argv = ["ladder-export", "build", "-q", "-j1", "-d", "matrix", "-f", "csv"]
    from ladder_export.__main__ import entry_point
    entry_point()
"""


def stopped(at: str, signal: int) -> subprocess.CompletedProcess[str]:
    """A build that gets a signal when it is about to make that change."""
    script = textwrap.dedent(STOPPED).format(at=at, signal=signal)
    return subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("at", "said", "is_new"),
    [
        ("os.rename publish.json", "output unchanged", False),
        ("os.rename manifest.json", "output unchanged", False),
        ("os.remove publish.json", "all files were updated", True),
    ],
)
@pytest.mark.parametrize("signal", [2, 15])
def test_an_interrupted_build_says_what_it_leaves(
    folder: Path, at: str, said: str, signal: int, *, is_new: bool
) -> None:
    assert call("build", "-q", *MATRIX).exit_code == 0
    before = everything(folder / "output")
    (folder / "ladder/craft/l2.yaml").write_text(LEVEL.replace("last", "hold"))
    done = stopped(at, signal)
    assert (done.returncode, done.stderr) == (128 + signal, f"interrupted; {said}\n")
    assert (everything(folder / "output") != before) is is_new
    assert ("hold" in (folder / "output/matrix/craft.csv").read_text()) is is_new
    assert not (folder / "output/.ladder-export").exists()


def test_a_killed_build_is_finished_by_the_next_one_which_says_so(folder: Path) -> None:
    assert call("build", "-q", *MATRIX).exit_code == 0
    (folder / "ladder/craft/l2.yaml").write_text(LEVEL.replace("last", "hold"))
    assert stopped("os.rename craft.csv", 9).returncode == -9
    assert "hold" not in (folder / "output/matrix/craft.csv").read_text()
    done = call("build", *MATRIX)
    assert done.exit_code == 0
    assert done.stderr == "the last build was interrupted while it updated files; the update is now complete\n"
    assert "Nothing to make: 1 file up to date" in done.stdout
    assert "hold" in (folder / "output/matrix/craft.csv").read_text()
    assert recover(folder / "output") == ""


def test_ladders_with_hostile_names_change_nothing_outside_their_output() -> None:
    """The whole attack has 10,000 of them, and sends some through the whole program."""
    script = [sys.executable, str(HERE / "attack/names.py"), "100", "7", "0"]
    done = subprocess.run(script, check=False, capture_output=True, text=True, env={**os.environ, "PYTHONWARNINGS": ""})
    assert (done.returncode, done.stdout.rpartition(", ")[2]) == (0, "0 faults\n"), done.stdout + done.stderr


def test_a_translation_cannot_have_a_name_that_a_system_keeps(folder: Path) -> None:
    before = everything(folder)
    assert call("translate", "ladder", "nul").exit_code == 2
    (folder / "ladder/craft/what?.yaml").write_text(LEVEL)
    (folder / "ladder/locales/de").mkdir(parents=True)
    (folder / "ladder/locales/de/l2.yaml").write_text("title: Ingenieur\n")
    assert call("translate", "ladder", "de").exit_code == 3
    assert {path: data for path, data in everything(folder).items() if path in before} == before


@pytest.mark.parametrize("output", ["x" * 300, "victim.csv/below", "pipe", "dangling"])
def test_an_output_that_cannot_be_a_folder_is_told(folder: Path, output: str) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "dangling").symlink_to("nowhere")
    (folder / "victim.csv").write_text("mine")
    before = kinds(folder)
    for command in (("build", *MATRIX, "-o", output), ("verify", output), ("schema", "-o", output), ("new", output)):
        done = call(*command)
        assert (done.exit_code, done.exception.__class__) == (6, SystemExit), (command, done.output)
    assert kinds(folder) == before
