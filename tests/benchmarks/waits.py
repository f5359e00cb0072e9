"""This module measures what people wait for: a first build, a build after an edit, one file, a ladder of a whole department."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import generated
import measuring
from measuring import Took, program

OWN = Path(__file__).parents[2] / "ladder"
LEVEL = "cloud-security/l3-senior-cloud-security-engineer.yaml"
TWENTY = 20
WITH_CPYTHON_COLLECTION = (
    "import sys, gc, ladder_export.process.gc_policy as policy\n"
    "policy.GC_THRESHOLD = 700\n"
    "from ladder_export.__main__ import entry_point\n"
    "entry_point()"
)
LOADING = "import ladder_export.writers.pdf"
LOADING_WITH_SEARCH = (
    "import contextlib, ladder_export.process.library_search as search\n"
    f"search.without_programs = contextlib.nullcontext\n{LOADING}"
)


COLD, EDIT = "cold, our three levels in all default documents: seconds", "one line edited, our three levels: seconds"
JSON, DEPARTMENT = "cold, -e json: seconds", f"cold, {TWENTY} levels: seconds"
SAID = {
    COLD: "three levels, from nothing: sheets, decks, scorecards, handbook, web page, JSON",
    EDIT: "the same after one edited line",
    JSON: "three levels as JSON alone",
    DEPARTMENT: f"{TWENTY} levels, from nothing: sheets and decks",
}


def table(figures: Mapping[str, float]) -> str:
    """What README shows of the figures, as Markdown."""
    rows = [f"| {said} | {figures[name]:.1f} |" for name, said in SAID.items()]
    return "\n".join(("| what you wait for | seconds |", "|---|---:|", *rows))


def waits(folder: Path, repeat: int) -> dict[str, float]:
    """Median seconds of each wait, and of the first build with two workers and CPython's own garbage collection."""
    runs: dict[str, list[Took]] = {}

    def note(name: str, took: Took) -> None:
        runs.setdefault(name, []).append(took)

    ladder, output, twenty = folder / "own", folder / "own.out", folder / "twenty"
    generated.make(twenty, TWENTY)
    for number in range(repeat):
        shutil.rmtree(ladder, ignore_errors=True)
        shutil.copytree(OWN, ladder)
        note("two workers", _built(ladder, folder / "workers.out", "-j2"))
        command = [sys.executable, "-c", WITH_CPYTHON_COLLECTION, *program("build", str(ladder), "-q")[3:]]
        note("collection", measuring.timed([*command, "-o", str(_empty(folder / "collection.out"))]))
        note("loading", measuring.timed([sys.executable, "-c", LOADING]))
        note("loading with search", measuring.timed([sys.executable, "-c", LOADING_WITH_SEARCH]))
        note("cold", _built(ladder, output))
        file = ladder / LEVEL
        file.write_text(file.read_text(encoding="utf-8").replace("I am ", f"I am now {number} ", 1), encoding="utf-8")
        note("edit", measuring.timed(program("build", str(ladder), "-q", "-o", str(output))))
        note("json", _built(ladder, folder / "json.out", "-d", "json"))
        note("twenty", _built(twenty, folder / "twenty.out"))
    took = {name: measuring.middle(those) for name, those in runs.items()}
    return {
        COLD: took["cold"].wall,
        EDIT: took["edit"].wall,
        JSON: took["json"].wall,
        DEPARTMENT: took["twenty"].wall,
        "loading WeasyPrint: as we do / with ctypes' search": took["loading"].wall / took["loading with search"].wall,
        "cold: one worker / two workers": took["cold"].wall / took["two workers"].wall,
        "garbage collection: policy / CPython's, processor time": took["cold"].cpu / took["collection"].cpu,
    }


def _built(ladder: Path, output: Path, *options: str) -> Took:
    return measuring.timed(program("build", str(ladder), "-q", "-o", str(_empty(output)), *options))


def _empty(output: Path) -> Path:
    shutil.rmtree(output, ignore_errors=True)
    return output
