"""This script reads ladders, translations, imports, themes, templates and manifests that were damaged at random.

python tests/attack/inputs.py [CASES] [SEED] [BUILDS]

Of CASES inputs (5,000) each is read by the command that reads it: none may end in a traceback or with an exit code
that is not in the contract, none may take 20 seconds of the processor or a gigabyte, and what an import makes is a
ladder. Every so many of them, BUILDS in all (50), ladders and themes go through the whole program.
"""

from __future__ import annotations

import io
import random  # noqa: TID251  # cases are a function of their seed
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import chdir, suppress
from pathlib import Path
from types import FrameType

from click.testing import CliRunner

from ladder_export.build.plan import plan
from ladder_export.build.publish import previous_manifest
from ladder_export.cli import main as program
from ladder_export.core.problems import ExitCode, LadderExportError
from ladder_export.core.request import Selection
from ladder_export.importers import ImportOptions
from ladder_export.pipeline import import_ladder
from ladder_export.reading import read
from ladder_export.reading.locales import locales
from ladder_export.theme import open_theme, with_deck_template

ROOT = Path(__file__).parents[2]
CPU_SECONDS = 20
MEMORY_BYTES = 1_000_000_000
SEEDS = ("ladder/*.yaml", "ladder/*/*.yaml", "src/ladder_export/starter/**/*.yaml", "tests/reading/cases/*/*.yaml")

# Pieces that mean something to a reader, and what no reader expects.
PIECES = (
    *(
        "- ",
        "  ",
        ": ",
        "\n",
        "\n\n",
        "#",
        "# ",
        "## L2: x\n",
        "|",
        "|---|\n",
        "[",
        "]",
        "{",
        "}",
        "&a ",
        "*a",
        "!x ",
        "---\n",
    ),
    *(
        "'",
        '"',
        "`",
        "``",
        "**",
        "_",
        "[x](https://x)",
        "![x](y)",
        "<details>",
        "</details>",
        "<summary>x</summary>",
        "<table>",
    ),
    *(
        "<!--",
        "-->",
        "\\",
        "\\\\",
        "\t",
        "\r",
        "\0",
        "\x1b",
        "\x85",
        "\u2028",
        "\ufeff",
        "\u202e",
        "\u200d",
        "é",
        "漢",
        "עב",
        "🦉",
    ),
    *(
        "title",
        "levels",
        "sections",
        "statements",
        "extends",
        "ratings",
        "null",
        "~",
        "1.10",
        "no",
        "1e999",
        "-1",
        ".nan",
    ),
    *(
        "x" * 600,
        "x" * 2_500,
        "x " * 600,
        "漢" * 3_000,
        "\\" * 3_000,
        "a漢ע" * 500,
        "[" * 300,
        "- " * 60,
        "<" * 500,
        "`" * 99,
    ),
)


class TooSlow(Exception):
    """An input takes more of the processor than any may."""


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlow


def main(cases: int = 5_000, seed: int = 1, builds: int = 50) -> int:
    """Try them all; the exit code says whether any was a finding."""
    signal.signal(signal.SIGPROF, _stop)
    chance, ends, findings = random.Random(seed), Counter[str](), list[str]()  # noqa: S311  # no secret
    seeds = [file.read_bytes() for pattern in SEEDS for file in sorted(ROOT.glob(pattern))]
    for number in range(cases):
        name, attack = chance.choice(ATTACKS)
        whole = bool(builds) and number % max(1, cases // builds) == 0
        with tempfile.TemporaryDirectory(prefix="attack-") as scratch, chdir(scratch):
            found = _tried(lambda attack=attack, whole=whole: attack(chance, seeds, whole))  # type: ignore[misc]  # called at once
            ends[f"{name} {found.splitlines()[-1][:40]}"] += 1
            if not found.isdigit() or int(found) == ExitCode.BUG:
                kept = Path(tempfile.gettempdir()) / f"finding-{seed}-{number}"
                shutil.copytree(scratch, kept, symlinks=True, dirs_exist_ok=True)
                findings.append(f"{name} {number}, kept in {kept}: {found}")
                print(findings[-1], flush=True)  # noqa: T201  # a script
    for end, count in sorted(ends.items()):
        print(f"{count:>6}  {end}")  # noqa: T201  # a script
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
    print(f"{cases} inputs, {len(findings)} findings, at most {most} MB")  # noqa: T201  # as above
    return bool(findings)


def _tried(attack: Callable[[], int]) -> str:
    """The exit code of an attack in words, or the traceback it ended in."""
    before = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    try:
        code = attack()
    except LadderExportError as stop:
        code = int(stop.exit_code)
    except Exception:  # noqa: BLE001  # that is what is looked for
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1000 > MEMORY_BYTES:
        return f"more than {MEMORY_BYTES} bytes"
    return str(code) if time.process_time() - before < CPU_SECONDS else "too slow"


def damaged(chance: random.Random, data: bytes, most: int = 6) -> bytes:
    """The bytes with a few random changes."""
    text = bytearray(data)
    for _ in range(chance.randint(1, most)):
        at = chance.randint(0, len(text))
        match chance.randint(0, 5):
            case 0:
                text[at : at + chance.randint(1, 40)] = b""
            case 1:
                text[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 4)))
            case 2:
                start = chance.randint(0, len(text))
                text[at:at] = text[start : start + chance.randint(1, 400)]
            case _:
                text[at:at] = chance.choice(PIECES).encode("utf-8", "surrogatepass") * chance.choice((1, 1, 1, 2, 30))
    return bytes(text[:300_000])


def _ladder(chance: random.Random, seeds: list[bytes], whole: bool) -> int:  # noqa: FBT001  # one of a table
    if chance.random() < 0.7:  # most are hardly damaged, and go further
        shutil.copytree(ROOT / "ladder", "ladder")
        file = chance.choice(sorted(Path("ladder").rglob("*.yaml")))
        file.write_bytes(damaged(chance, file.read_bytes(), most=2))
        return _read(whole=whole)
    Path("ladder/eng").mkdir(parents=True)
    shared = b"title: Ladder\nsections: {craft: Craft}\nfacts: {horizon: Horizon}\n"
    Path("ladder/ladder.yaml").write_bytes(damaged(chance, shared) if chance.random() < 0.3 else shared)
    for number in range(chance.randint(1, 3)):
        Path(f"ladder/eng/l{number}.yaml").write_bytes(damaged(chance, chance.choice(seeds)))
    if chance.random() < 0.3:
        Path("ladder/locales").mkdir()
        Path("ladder/locales/ja.yaml").write_bytes(
            damaged(chance, b"title: x\nsections: {craft: y}\nlevels: {l0: {title: z}}\n")
        )
    return _read(whole=whole)


def _read(*, whole: bool) -> int:
    if whole:
        return CliRunner().invoke(program, ["build", "-j1", "-q"]).exit_code
    found = read(Path("ladder"))[0]
    plan(found, Selection())
    for tag in locales(Path("ladder")):
        with suppress(LadderExportError):
            read(Path("ladder"), tag)
    return 0


PAGES = (
    b"# L1: Engineer\n\n> A quote.\n\n**Planning Horizon:** Now.\n\n## Craft\n\n- I build.\n  - Well.\n\n<details><summary>Examples</summary>\n\n- I built.\n\n</details>\n",
    b"---\ntopics:\n  - name: craft\n    title: Craft\n    content:\n      - level: 1\n        criteria: [I build.]\n---\n",
    b"# Ladder\n\n## Level 1\n\n### Craft\n\n- I build.\n\n## Level 2\n\n### Craft\n\n1. I lead.\n",
    b"# Roles\n\n| Area | L1 | L2 |\n|---|---|---|\n| Craft | I build. | I lead. |\n",
)
TABLES = (
    b'Area,L1: Engineer,L2: Senior\nCraft,I build.,I lead.\nPeople,I help.,"I\nteach."\n',
    b"Level;Area;Text\nL1;Craft;I build.\n",
)


def _import(chance: random.Random, seeds: list[bytes], whole: bool) -> int:  # noqa: FBT001  # as above
    del seeds
    Path("old").mkdir()
    for number in range(chance.randint(1, 3)):
        is_table = chance.random() < 0.3
        name, data = ("t{}.csv", chance.choice(TABLES)) if is_table else ("l{}.md", chance.choice(PAGES))
        Path("old", name.format(number)).write_bytes(damaged(chance, data))
    if whole:
        code = CliRunner().invoke(program, ["import", "old", "-o", "new"]).exit_code
        return (
            code
            if code not in (0, 1)
            else CliRunner().invoke(program, ["check", "new"]).exit_code % ExitCode.INVALID_LADDER
        )
    import_ladder([Path("old")], Path("new"), ImportOptions())
    try:
        read(Path("new"))
    except LadderExportError as stop:
        raise AssertionError(*stop.problems) from stop
    return 0


def _theme(chance: random.Random, seeds: list[bytes], whole: bool) -> int:  # noqa: FBT001  # as above
    del seeds
    shutil.copytree(ROOT / "templates/slate", "theme")
    for _ in range(chance.randint(1, 2)):
        file = chance.choice(sorted(Path("theme").glob("*.*")))
        file.write_bytes(damaged(chance, file.read_bytes()))
    if whole:
        Path("ladder.yaml").write_text("title: L\nlevels: [{title: Engineer, code: L1}]\n", encoding="utf-8")
        return CliRunner().invoke(program, ["build", ".", "-j1", "-q", "--theme", "./theme"]).exit_code
    open_theme("./theme")
    return 0


def _template(chance: random.Random, seeds: list[bytes], whole: bool) -> int:  # noqa: FBT001  # as above
    del seeds
    data = _presentation()
    members = dict(_members(data))
    name = chance.choice(sorted(members))
    members[name] = damaged(chance, members[name])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for member, content in members.items():
            package.writestr(member, content)
    raw = damaged(chance, made.getvalue()) if chance.random() < 0.2 else made.getvalue()
    Path("x.pptx").write_bytes(raw)
    if whole or chance.random() < 0.2:  # what is used must serve for a deck, too
        Path("ladder.yaml").write_text("title: L\nlevels: [{title: Engineer, code: L1}]\n", encoding="utf-8")
        return CliRunner().invoke(program, ["build", ".", "-j1", "-q", "-f", "pptx", "--deck", "x.pptx"]).exit_code
    with_deck_template(open_theme("slate"), Path("x.pptx"))
    return 0


def _presentation() -> bytes:
    import pptx  # noqa: PLC0415  # only what damages presentations needs it

    made = io.BytesIO()
    pptx.Presentation().save(made)
    return made.getvalue()


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            yield name, package.read(name)


MANIFEST = b'{"tool": "1.0", "ladder": {"title": "L", "language": "en"}, "libraries": {}, "artefacts": [{"path": "sheets/l1.pdf", "edition": "sheet", "level": "l1", "format": "pdf", "bytes": 1, "sha256": "0", "pages": 1, "sources": ["l1.yaml"], "theme": "slate", "problems": []}], "problems": [], "inputs": {}, "levels": []}'


def _manifest(chance: random.Random, seeds: list[bytes], whole: bool) -> int:  # noqa: FBT001  # as above
    del seeds, whole
    Path("output").mkdir()
    Path("output/manifest.json").write_bytes(damaged(chance, MANIFEST))
    previous_manifest(Path("output"))
    return 0


ATTACKS = (
    *(("ladder", _ladder),) * 4,
    *(("import", _import),) * 4,
    ("theme", _theme),
    ("template", _template),
    ("manifest", _manifest),
)

if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
