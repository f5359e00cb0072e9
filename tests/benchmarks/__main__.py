"""This file measures what the README claims, side by side in one run: `make bench` (or `make bench ARGS='--levels 1000'`)."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import chart
import generated
import measuring
import waits
from measuring import Took, program

ROOT = Path(__file__).parents[2]
BARE = [sys.executable, "-c", "import click, json"]
Figures = dict[str, float]
START, END = "<!-- waits: written by make bench ARGS=--write -->", "<!-- end of waits -->"
BOOK = 200  # levels of a handbook, and of another five times as long


def main() -> None:
    """All measurements, as a table; with --write also what the README shows."""
    arguments = argparse.ArgumentParser(prog="make bench")
    arguments.add_argument("--peers", type=int, default=100, help="levels for the comparison with other programs")
    arguments.add_argument("--levels", type=int, default=1000, help="levels for no-op, edit and growth")
    arguments.add_argument(
        "--largest", type=int, default=0, help="levels of one more full build, for cost and memory alone"
    )
    arguments.add_argument("--repeat", type=int, default=3, help="runs whose median counts")
    arguments.add_argument(
        "--write", action="store_true", help="write docs/benchmarks.json, its picture and README's table"
    )
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found: Figures = {}
        for figures in _all(Path(folder), chosen):
            found |= figures
            for name, value in figures.items():
                print(f"{name:<66} {value:>10.3f}", flush=True)  # noqa: T201  # a program for the terminal
    if chosen.write:
        told = {"load": os.getloadavg()[0], "cores": os.cpu_count(), **vars(chosen), "figures": found}
        (ROOT / "docs/benchmarks.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        (ROOT / "docs/pictures/benchmarks.svg").write_text(chart.drawn(found), encoding="utf-8")
        _show(ROOT / "README.md", waits.table(found))


def _show(file: Path, table: str) -> None:
    """Put a table between the marks of a page."""
    before, start, rest = file.read_text(encoding="utf-8").partition(START)
    _, end, after = rest.partition(END)
    file.write_text(f"{before}{start}\n\n{table}\n\n{end}{after}", encoding="utf-8")


def _all(folder: Path, chosen: argparse.Namespace) -> Iterator[Figures]:
    yield waits.waits(folder, chosen.repeat)
    yield from _against_peers(folder, chosen.peers, chosen.repeat)
    from singles import singles  # noqa: PLC0415  # it loads our engines, and others are not to be measured with them

    yield from singles(folder)
    yield from _one_ladder(folder, chosen.levels)
    yield from _one_book(folder, BOOK, chosen.repeat)
    yield from _one_book(folder, BOOK * 5, 1)
    if chosen.largest:
        yield from _largest(folder, chosen.largest, chosen.peers)


def _against_peers(folder: Path, levels: int, repeat: int) -> Iterator[Figures]:
    """Full builds: ours with two workers and with one, and other programs on both cores."""
    ladder = folder / f"ladder-{levels}"
    generated.make(ladder, levels)
    ways = {
        "ours": lambda: _built(ladder, "--force", "-j2"),
        "ours, one worker": lambda: _built(ladder, "--force", "-j1"),
        "typst + pandoc": lambda: _by_peer("typst_and_pandoc", ladder),
        "bare scripts": lambda: _by_peer("bare_both", ladder),
    }
    runs: dict[str, list[Took]] = {name: [] for name in ways}
    for _ in range(repeat):
        for name, way in ways.items():
            runs[name].append(way())
    took = {name: measuring.middle(those) for name, those in runs.items()}
    yield {f"{name}: seconds for {levels} levels": one.wall for name, one in took.items()}
    yield {
        "ours / typst + pandoc": took["ours"].wall / took["typst + pandoc"].wall,
        "ours / typst + pandoc, processor time": took["ours"].cpu / took["typst + pandoc"].cpu,
        "ours / bare scripts": took["ours"].wall / took["bare scripts"].wall,
        "ours / bare scripts, processor time": took["ours"].cpu / took["bare scripts"].cpu,
        "one worker / two workers": took["ours, one worker"].wall / took["ours"].wall,
    }


def _one_ladder(folder: Path, levels: int) -> Iterator[Figures]:
    """The same ladder built in full, again, and with one line edited; cost per level against a smaller one; `check`."""
    ladder, small = folder / "ladder-large", folder / "ladder-small"
    generated.make(ladder, levels)
    generated.make(small, max(10, levels // 10))
    per_small = _built(small, "--force", "-j2")
    alone = _built(ladder, "--force", "-j1")
    full = _built(ladder, "--force", "-j2")
    again = measuring.middle([_built(ladder) for _ in range(5)])
    bare = measuring.middle([measuring.timed(BARE) for _ in range(5)])
    (hashing,) = measuring.calls(5, lambda: [hashlib.sha256(f.read_bytes()) for f in ladder.rglob("*.yaml")])
    edits = [_edited(ladder, number) for number in range(3)]
    check = measuring.timed(program("check", "-q", str(ladder)))
    yield {
        f"full build of {levels} levels: seconds": full.wall,
        f"one worker / two workers, {levels} levels": alone.wall / full.wall,
        "no-op: seconds": again.wall,
        "no-op / full": again.wall / full.wall,
        "no-op / (bare Python with click and json + hashing the ladder)": again.wall / (bare.wall + hashing),
        "one line edited, cold: seconds": median(edit.wall for edit in edits),
        "one line edited, cold / full": median(edit.wall for edit in edits) / full.wall,
        f"cost per level at {levels} / at {max(10, levels // 10)}, processor time": (full.cpu / levels)
        / (per_small.cpu / max(10, levels // 10)),
        f"memory of the largest process at {levels} levels: MB": full.memory,
        "check: seconds": check.wall,
        "check / full": check.wall / full.wall,
    }


def _largest(folder: Path, levels: int, fewer: int) -> Iterator[Figures]:
    """A full build against a smaller one: what a level costs, and memory."""
    large, small = folder / "ladder-largest", folder / "ladder-of-few"
    generated.make(large, levels)
    generated.make(small, fewer)
    few, many = _built(small, "--force", "-j2"), _built(large, "--force", "-j2")
    yield {
        f"full build of {levels} levels: seconds": many.wall,
        f"cost per level at {levels} / at {fewer}, processor time": many.cpu / levels / (few.cpu / fewer),
        f"memory of the largest process at {levels} levels: MB": many.memory,
    }


def _one_book(folder: Path, levels: int, repeat: int) -> Iterator[Figures]:
    """The handbook with its sheets against the sheets alone, and what its process takes where those are there already."""
    ladder = folder / f"book-{levels}"
    generated.make(ladder, levels)
    ways = [("-d", "sheet"), ("-d", "sheet", "-d", "handbook")]
    runs = [[_built(ladder, "--force", "-j2", *way, "-f", "pdf") for way in ways] for _ in range(repeat)]
    sheets, both = map(measuring.middle, zip(*runs, strict=True))
    alone = _built(ladder, "--force", "-j1", "-d", "handbook", "-f", "pdf")
    yield {
        f"sheets + handbook / sheets, {levels} levels": both.wall / sheets.wall,
        f"sheets + handbook / sheets, {levels} levels, processor time": both.cpu / sheets.cpu,
        f"memory of the handbook's process at {levels} levels: MB": alone.memory,
    }


def _built(ladder: Path, *options: str) -> Took:
    return measuring.timed(program("build", str(ladder), "-q", "-o", str(ladder.with_suffix(".out")), *options))


def _edited(ladder: Path, number: int) -> Took:
    file = sorted(ladder.rglob("l*.yaml"))[number + 1]
    file.write_text(
        file.read_text(encoding="utf-8").replace("summary: ", f"summary: Edit {number}. ", 1), encoding="utf-8"
    )
    return _built(ladder)


def _by_peer(way: str, ladder: Path) -> Took:
    output = ladder.with_suffix(f".{way}")
    shutil.rmtree(output, ignore_errors=True)
    script = "import sys, pathlib, peers; peers.run(getattr(peers, sys.argv[1]), *map(pathlib.Path, sys.argv[2:]))"
    return measuring.timed([sys.executable, "-c", script, way, str(ladder), str(output)], Path(__file__).parent)


if __name__ == "__main__":
    main()
