"""This script gives a ladder hostile names, wherever it takes one, and holds that nothing outside the output folder changes.

python tests/attack/names.py [CASES] [SEED] [BUILDS]

Of CASES ladders (10,000) all are read and planned in every edition, format and language, and files of those names are
published; every tenth one is a ladder that is imported, and BUILDS of them (10) go through the whole program.
"""

from __future__ import annotations

import hashlib
import json
import os
import random  # noqa: TID251  # cases are a function of their seed
import shutil
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import chdir, suppress
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from ladder_export.build.plan import Plan, plan
from ladder_export.build.publish import open_staging
from ladder_export.cli import main as program
from ladder_export.core.formats import FORMAT_NAMES
from ladder_export.core.manifest import Artefact, LadderSummary, Manifest
from ladder_export.core.problems import ExitCode, InvalidLadder, LadderExportError
from ladder_export.core.request import Selection
from ladder_export.documents import DOCUMENTS
from ladder_export.importers import ImportOptions
from ladder_export.pipeline import import_ladder
from ladder_export.reading import read
from ladder_export.reading.locales import locales

EVERYTHING = Selection(documents=tuple(DOCUMENTS), formats=tuple(name for name in FORMAT_NAMES if name != "png"))
SAFE = (
    ExitCode.CLEAN,
    ExitCode.NOT_CLEAN,
    ExitCode.USAGE,
    ExitCode.INVALID_LADDER,
    ExitCode.THEME,
    ExitCode.ENVIRONMENT,
    ExitCode.OUTPUT,
)

# What names are made of; {root} is the folder around everything, in which there are files to be hit.
PARTS = (
    *("..", "../", "../../", "..\\", "/", "\\", ".", "./", "//", "~/", "~", "{root}/victim", "/etc/passwd", "victim"),
    *("con", "NUL", "aux.txt", "com1", "LPT¹", "C:", "C:\\", "\\\\host\\share", "|", "*", "?", "<b>", '"', ":", ";"),
    *("\0", "\n", "\r", "\t", "\x1b[2J", "\x7f", "\u202e", "\u200b", "\ufeff", "\ud800", "\u2028", "％2e", "%2e%2e%2f"),
    *("manifest.json", ".ladder-export", "new", "old", "owner.txt", "sheets", "decks", "index", "handbook", "locales"),
    *("a" * 119, "b" * 300, "c" * 5_000, "é" * 130, "e\u0301", "é", "ß", "ss", "İ", "ǰ", "日本", "🦉", "ﷺ", "\u0301"),
    *(
        "--",
        "-rf",
        "$HOME",
        "`id`",
        "$(id)",
        "{{ 7 * 7 }}",
        "{% raw %}",
        "&amp;",
        "'",
        " ",
        "  ",
        "x",
        "l2",
        "L2",
        "craft",
    ),
    *(
        "Craft",
        "../output",
        "../ladder/ladder",
        "．．／",
        "..／",
        "．",
        "a.",
        "a ",
        ".pdf",
        ".csv",
        "null",
        "true",
        "1.0",
    ),
)


@dataclass(frozen=True, slots=True)
class Case:
    """A ladder or a source to be imported: files by their paths, whose parts no separator is in."""

    number: int
    files: Mapping[tuple[str, ...], str]
    is_import: bool


def cases(seed: int, count: int, root: str) -> Iterator[Case]:
    """Hostile ladders, the same ones for the same seed."""
    dice = random.Random(seed)  # noqa: S311  # not for secrets
    for number in range(count):
        is_import = number % 10 == 9
        yield Case(number, (_source if is_import else _ladder)(dice, root), is_import)


def run(case: Case, root: Path, *, whole: bool) -> ExitCode:
    """What becomes of a case, as the exit code that the program would give. Raises whatever nobody foresaw."""
    home = root / "far/away/home"
    _write(home / "ladder", case.files)
    try:
        with chdir(home):
            if whole:
                return _built(case)
            return _imported() if case.is_import else _published(Path("ladder"))
    finally:
        for folder in ("ladder", "output", "imported"):
            shutil.rmtree(home / folder, ignore_errors=True)


def tree(root: Path) -> dict[str, tuple[int, int, str]]:
    """Everything around the output folder: its kind, when it was changed, what it holds."""
    found = {}
    for path in root.rglob("*"):
        about = path.lstat()
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        is_folder = path.is_dir()  # the time of a folder changes with what is made in it and removed again
        found[str(path)] = (about.st_mode, 0 if is_folder else about.st_mtime_ns, content)
    return found


def surroundings(root: Path) -> None:
    """Files that a name could hit."""
    for place in ("", "far", "far/away", "far/away/home"):
        (root / place).mkdir(exist_ok=True)
        for name in ("victim", "victim.csv", "victim.pdf", "victim.pptx", "victim.yaml", "passwd", "manifest.json"):
            (root / place / name).write_text("mine")


def main(count: int = 10_000, seed: int = 1, builds: int = 10) -> int:
    """Run them all; 1 when one did what it must not."""
    outcomes, faults = Counter[str](), 0
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        root = Path(folder)
        surroundings(root)
        before = tree(root)
        for case in cases(seed, count, folder):
            try:
                code = run(case, root, whole=builds > 0 and case.number % max(1, count // builds) == 0)
                outcomes[code.name] += 1
                fault = "" if code in SAFE else f"exit {code}"
            except Exception as one:  # noqa: BLE001  # this is what is looked for
                fault = f"{type(one).__name__}: {one}"
            if not fault and (after := tree(root)) != before:
                fault = f"changed: {sorted({path for path, _ in before.items() ^ after.items()})}"
            if fault:
                faults += 1
                sys.stdout.write(f"case {case.number} of seed {seed}: {fault[:500]}\n")
    sys.stdout.write(f"{count} ladders with hostile names: {dict(outcomes)}, {faults} faults\n")
    return int(faults > 0)


def _name(dice: random.Random, root: str) -> str:
    """A hostile name; now and then one that is nothing out of the common."""
    if dice.random() < 0.2:
        return dice.choice(("l2", "l3", "craft", "Design Team", "señor", "日本語"))
    name = "".join(dice.choice(PARTS) for _ in range(dice.choice((1, 1, 2, 3, 5)))).replace("{root}", root)
    return unicodedata.normalize(dice.choice(("NFC", "NFD")), name) if dice.random() < 0.3 else name


def _ladder(dice: random.Random, root: str) -> dict[tuple[str, ...], str]:
    """A ladder with hostile names in one to four places."""
    usual: dict[str, str] = {
        "track": "craft",
        "said": "",
        "level": "l2",
        "extends": "",
        "code": "L2",
        "title": "Engineer",
        "section": "craft",
        "competency": "skill",
        "scale": "depth",
        "grade": "IC2",
        "block": "all",
        "fact": "reach",
        "folder": "craft",
        "stem": "l3",
        "locale": "de",
        "edition": "2026",
        "organisation": "Acme",
        "step": "Uses",
    }
    hostile = {place: _name(dice, root) for place in dice.sample(sorted(usual), dice.choice((1, 1, 2, 4)))}
    name = {**usual, **hostile}
    words = {name["section"]: {"title": "Craft", "statements": ["I build things that last."]}}
    shared = {
        "title": name["title"],
        "organisation": name["organisation"],
        "edition": name["edition"],
        "facts": {name["fact"]: "Reach"},
        "scales": {name["scale"]: {"steps": [name["step"], "Masters"]}},
        "competencies": {name["competency"]: {"title": "Skill", "scale": name["scale"]}},
        "grades": {name["grade"]: {"rank": 2, "title": "Senior"}},
        "blocks": {name["block"]: {"title": "All", "sections": {"all": {"title": "All", "intro": "We."}}}},
        "levels": [
            {
                "id": name["level"],
                "code": name["code"],
                "title": name["title"],
                "sections": words,
                "track": name["track"],
            }
        ],
    }
    if dice.random() < 0.7:  # else the tracks are those that levels and folders name
        shared["tracks"] = {name["track"]: {"title": "Craft", "includes": [name["block"]]}}
    level = {
        "title": "Senior",
        "grade": name["grade"],
        "sections": words,
        "ratings": {name["competency"]: name["step"]},
    }
    level |= {"facts": {name["fact"]: "Far"}}
    level |= {key: name[place] for key, place in (("track", "said"), ("extends", "extends")) if name[place]}
    return {
        ("ladder.yaml",): json.dumps(shared),
        (name["folder"], f"{name['stem']}.yaml"): json.dumps(level),
        ("locales", f"{name['locale']}.yaml"): json.dumps({"title": "Leiter"}),
    }


def _source(dice: random.Random, root: str) -> dict[tuple[str, ...], str]:
    """Markdown to be imported, with hostile names of files, folders and headings."""
    title, stem, folder = (_name(dice, root) for _ in range(3))
    line = title.replace("\n", " ").replace("\ud800", "")
    text = f"# {line}\n\n## {line or 'Craft'}\n\n- I build things that last.\n- I write it down.\n"
    return {(folder, f"{stem}.md"): text, ("l3.md",): text}


def _write(folder: Path, files: Mapping[tuple[str, ...], str]) -> None:
    """Write those files whose names the system allows, into that folder: a path of several parts is cut at separators."""
    for parts, text in files.items():
        safe = [part.replace("/", "").replace("\0", "") for part in parts]
        if any(part in ("", ".", "..") for part in safe):
            continue
        with suppress(OSError):  # a name that is too long
            names = (os.fsdecode(part.encode("utf-8", "surrogatepass")) for part in safe)
            file = folder.joinpath(*names)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode("utf-8", "surrogatepass"))


def _published(ladder: Path) -> ExitCode:
    """Read, plan and publish a ladder in all its languages, with files that say nothing."""
    try:
        for locale in ("", *locales(ladder)):
            found = plan(read(ladder, locale)[0], Selection(EVERYTHING.documents, EVERYTHING.formats, locale=locale))
            _publish(found)
    except LadderExportError as stop:
        return stop.exit_code
    return ExitCode.CLEAN


def _publish(found: Plan) -> None:
    with open_staging(Path("output")) as folder:
        for job in found.jobs:
            folder.write(job.path, b"x")
        made = (Artefact(one.path, one.document, "", one.format, 1, "", "pages", 1, (), "") for one in found.jobs)
        folder.publish(Manifest("1.0", LadderSummary(), {}, tuple(made)))


def _imported() -> ExitCode:
    """Import what is in the folder; what comes of it is a ladder whose names are safe."""
    try:
        import_ladder([Path("ladder")], Path("imported"), ImportOptions())
    except LadderExportError as stop:
        return stop.exit_code
    try:
        read(Path("imported"))
    except InvalidLadder as stop:
        if unsafe := [one for one in stop.problems if one.code in ("unsafe-id", "duplicate-level", "duplicate-track")]:
            raise AssertionError(unsafe) from stop
    return ExitCode.CLEAN


def _built(case: Case) -> ExitCode:
    """The whole program, as a shell would call it."""
    wishes = [word for one in EVERYTHING.documents for word in ("-d", one)]
    wishes += [word for one in EVERYTHING.formats for word in ("-f", one)]
    command = ["import", "ladder", "-o", "imported"] if case.is_import else ["build", "-j1", *wishes]
    return ExitCode(CliRunner().invoke(program, command).exit_code)


def _memory() -> str | None:
    """A folder in memory where there is one, in which nobody waits for a disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # Linux has it


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
