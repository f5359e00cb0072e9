"""Whatever happens between builds, what lies there is what a build from nothing makes, and each artefact made has its reason."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from click.testing import CliRunner
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from conftest import ROOT
from ladder_export.build.up_to_date import Reason
from ladder_export.cli import main

SHARED = (
    "title: {title}\nsections: {{craft: {{title: Craft}}}}\nexport: {{documents: [{editions}], formats: [{formats}]}}\n"
)
LEVEL = "code: {code}\ntitle: Engineer\nsections:\n  craft:\n    statements: [{words}]\n"
NAMES, TRACKS = ("l1", "l2", "l3", "s1", "s2"), ("craft", "lead")
WORDS = ("I build.", "I design with care.", "I lead people.", "# no remark")

# Builds, and is killed at the n-th event of a kind: a file that is written, moved into place or removed.
KILLED = """
import os, signal, sys
from ladder_export.cli import main
event, left = sys.argv[1], int(sys.argv[2])
def hook(name, about):
    global left
    if name == event and (event != "open" or about[2] & os.O_CREAT):
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
main(sys.argv[3:])
"""


class Incremental(RuleBasedStateMachine):
    """A ladder that is edited and built; formats that cost next to nothing stand for all others."""

    editions = "sheet, matrix, json"
    formats = "md, csv, json"

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="incremental-"))
        self.levels: dict[str, tuple[str, str]] = {}
        self.options: dict[str, str] = {"--theme": str(self.folder / "theme")}
        self.locales: set[str] = set()
        self.was_killed = False

    @initialize()
    def begin(self) -> None:
        """Three levels, built."""
        shutil.copytree(ROOT / "templates/slate", self.folder / "theme")
        self.call_it("Ladder")
        for name, track in (("l1", "craft"), ("l2", "craft"), ("s1", "lead")):
            self.write(name, track, f"I am {name}.")
        self.build()

    @rule(name=st.sampled_from(NAMES), track=st.sampled_from(TRACKS), words=st.sampled_from(WORDS))
    def write(self, name: str, track: str, words: str) -> None:
        """A new level, other words, or another track."""
        self.remove(name)
        file = self.folder / f"ladder/{track}/{name}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(LEVEL.format(code=name.upper(), words=json.dumps(words)), encoding="utf-8")
        self.levels[name] = (track, words)

    @rule(name=st.sampled_from(NAMES))
    def remark(self, name: str) -> None:
        """What shows nowhere, but moves all lines."""
        for file in self.folder.glob(f"ladder/*/{name}.yaml"):
            file.write_text(f"# a remark\n{file.read_text(encoding='utf-8')}", encoding="utf-8")

    @rule(old=st.sampled_from(NAMES), new=st.sampled_from(NAMES))
    def rename(self, old: str, new: str) -> None:
        """The same words under another id."""
        if old in self.levels and new not in self.levels:
            track, words = self.levels[old]
            self.remove(old)
            self.write(new, track, words)

    @precondition(lambda self: len(self.levels) > 1)
    @rule(name=st.sampled_from(NAMES))
    def delete(self, name: str) -> None:
        """One level less."""
        if len(self.levels) > 1:
            self.remove(name)

    def remove(self, name: str) -> None:
        """Take a level away, if there is one of that name."""
        for file in self.folder.glob(f"ladder/*/{name}.yaml"):
            file.unlink()
        self.levels.pop(name, None)

    @rule(title=st.sampled_from(("Ladder", "Other ladder")))
    def call_it(self, title: str) -> None:
        """Another title, which every document shows."""
        (self.folder / "ladder").mkdir(exist_ok=True)
        shared = SHARED.format(title=title, editions=self.editions, formats=self.formats)
        (self.folder / "ladder/ladder.yaml").write_text(shared, encoding="utf-8")

    @rule(color=st.sampled_from(("#12344d", "#4d1234")))
    def paint(self, color: str) -> None:
        """Another colour of the theme."""
        tokens = self.folder / "theme/theme.toml"
        text = re.sub("#12344d|#4d1234", color, tokens.read_text(encoding="utf-8"))
        tokens.write_text(text, encoding="utf-8")

    @rule(paper=st.sampled_from(("a4", "letter")))
    def choose_paper(self, paper: str) -> None:
        """An option."""
        self.options["--paper"] = paper

    @rule(title=st.sampled_from(("Leiter", "Stufen", "")))
    def translate(self, title: str) -> None:
        """A translation, another one, or none any longer."""
        file = self.folder / "ladder/locales/de.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"title: {title}\n", encoding="utf-8")
        if not title:
            shutil.rmtree(file.parent)
            self.locales.clear()

    @rule(number=st.integers(0, 9), harm=st.sampled_from(("delete", "change", "touch")))
    def harm(self, number: int, harm: str) -> None:
        """Somebody else's hand in the output folder."""
        files = sorted(file for file in (self.folder / "output").rglob("*.*") if file.name != "manifest.json")
        for file in files[number : number + 1]:
            match harm:
                case "delete":
                    file.unlink()
                case "change":
                    file.write_bytes(file.read_bytes()[::-1])
                case _:
                    os.utime(file)

    @rule(
        part=st.sampled_from(
            (("-d", "sheet"), ("-d", "json"), ("-t", "craft"), ("-l", "l*"), ("--force",), ("-l", "s1"))
        )
    )
    def build_a_part(self, part: tuple[str, ...]) -> None:
        """Everything else stays as it is, out of date or not."""
        if part[0] not in ("-t", "-l") or self.names_one(part[1]):
            self.run(*part)

    def names_one(self, pattern: str) -> bool:
        """Whether there is a level of that name, or in that track."""
        names = {*self.levels, *(track for track, _ in self.levels.values())}
        return any(name.startswith(pattern.rstrip("*")) for name in names)

    @precondition(lambda self: (self.folder / "ladder/locales/de.yaml").exists())
    @rule()
    def build_the_translation(self) -> None:
        """In German."""
        self.run("--locale", "de")
        self.locales.add("de")

    @precondition(lambda self: not self.was_killed)
    @rule(event=st.sampled_from(("open", "os.rename", "os.remove")), count=st.integers(1, 6))
    def kill(self, event: str, count: int) -> None:
        """Stop a build at any of its changes of files."""
        command = [sys.executable, "-c", KILLED, event, str(count), *self.command()]
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.returncode in {0, -signal.SIGKILL}, done.stderr
        self.was_killed = True

    @rule()
    def build(self) -> None:
        """All of it: what then lies there is what lies in a new folder."""
        self.run()
        for locale in self.locales:
            self.run("--locale", locale)
        self.run(output="clean")
        for locale in self.locales:
            self.run("--locale", locale, output="clean")
        assert self.files("output") == self.files("clean")
        shutil.rmtree(self.folder / "clean")

    def command(self, *options: str, output: str = "output") -> list[str]:
        """The arguments of a build."""
        given = [word for option in self.options.items() for word in option]
        return ["build", str(self.folder / "ladder"), "-o", str(self.folder / output), "-j1", *given, *options]

    def run(self, *options: str, output: str = "output") -> None:
        """A build makes just what was foretold, for the reasons that were foretold."""
        foretold = {} if self.was_killed else self.made(*options, "--dry-run", output=output)
        before = self.changed(output)
        made = self.made(*options, output=output)
        after = self.changed(output)
        assert made.keys() == {path for path, time in after.items() if before.get(path) != time} or self.was_killed
        assert made == foretold or self.was_killed
        assert all(reason.startswith(tuple(Reason)) for reason in made.values())
        self.was_killed = False

    def made(self, *options: str, output: str) -> dict[str, str]:
        """The artefacts that a build makes, and its reasons."""
        done = CliRunner().invoke(main, [*self.command(*options, output=output), "--json"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return {one["path"]: one["reason"] for one in json.loads(done.stdout)["made"]}

    def files(self, output: str) -> dict[str, bytes]:
        """All files of an output folder, the manifest included."""
        root = self.folder / output
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    def changed(self, output: str) -> dict[str, tuple[int, int]]:
        """Every artefact with its number in the file system, and when it last changed."""
        root = self.folder / output
        files = (path for path in root.rglob("*.*") if path.is_file() and path.name != "manifest.json")
        return {
            path.relative_to(root).as_posix(): (path.stat().st_ino, path.stat().st_ctime_ns)
            for path in files
            if ".ladder-export" not in path.parts
        }

    def teardown(self) -> None:
        """At last, all of it."""
        if self.levels:
            self.build()
        shutil.rmtree(self.folder)


def test_after_anything_there_lies_what_a_build_from_nothing_makes() -> None:
    limits = settings(max_examples=8, stateful_step_count=10, deadline=None, suppress_health_check=[*HealthCheck])
    run_state_machine_as_test(Incremental, settings=limits)


class RealEngines(Incremental):
    """The same with the engines of PDFs, decks and pages."""

    editions = "sheet, deck, handbook, site"
    formats = "pdf, pptx, html"


def test_the_same_holds_with_every_engine() -> None:
    ladder = RealEngines()
    ladder.begin()
    ladder.write("l2", "craft", "I lead people.")
    ladder.remark("l1")
    ladder.kill("os.rename", 3)
    ladder.harm(2, "change")
    ladder.build_a_part(("-l", "l1"))
    ladder.rename("s1", "s2")
    ladder.translate("Leiter")
    ladder.build_the_translation()
    ladder.paint("#4d1234")
    ladder.teardown()
