"""docs/architecture.md lists the files on the way of a sheet and of an edit: between those listed nothing else is called."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from types import FrameType

import pytest

from ladder_export import pipeline
from ladder_export.core.request import Request, Selection

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/ladder_export"
LADDER = {
    "ladder.yaml": "title: Ladder\ntracks:\n  mill: {title: Mill}\nsections:\n  craft: {title: Craft}\n",
    "mill/m1-miller.yaml": "title: Miller\nsections:\n  craft:\n    statements:\n      - Grinds the corn.\n",
}
Step = tuple[str, str]


@pytest.fixture
def request_of_one_sheet(tmp_path: Path) -> Request:
    for name, text in LADDER.items():
        (tmp_path / "ladder" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "ladder" / name).write_text(text, encoding="utf-8")
    wanted = Selection(documents=("sheet",), formats=("pdf",))
    return Request(tmp_path / "ladder", tmp_path / "output", selection=wanted, workers=1)


def test_a_sheet_goes_through_at_most_thirty_files(request_of_one_sheet: Request) -> None:
    steps = _listed_steps("One sheet's way")

    with _reached_steps(steps) as reached:
        pipeline.build(request_of_one_sheet, lambda *_: None, perf_counter)

    assert sorted(set(steps) - reached) == []
    assert len({file for file, _ in steps}) <= 30  # what a stranger reads in an hour


def test_an_edit_is_decided_in_at_most_twelve_files(request_of_one_sheet: Request) -> None:
    pipeline.build(request_of_one_sheet, lambda *_: None, perf_counter)
    level = request_of_one_sheet.ladder / "mill/m1-miller.yaml"
    level.write_text(level.read_text(encoding="utf-8").replace("corn", "corn and the rye"), encoding="utf-8")
    steps = _listed_steps("One edit's way")

    with _reached_steps(steps) as reached:
        pipeline.build(request_of_one_sheet, lambda *_: None, perf_counter)

    assert sorted(set(steps) - reached) == []
    assert len({file for file, _ in steps}) <= 12  # as above


def _listed_steps(heading: str) -> list[Step]:
    """Return the files and functions in the table below a heading of docs/architecture.md."""
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    steps = re.findall(r"^\|.*`([\w/]+\.py):(\w+)` \|$", section, re.MULTILINE)
    assert steps
    return steps


@contextmanager
def _reached_steps(steps: list[Step]) -> Iterator[set[Step]]:
    """Collect which functions of `steps` are called while all callers in our source are in a file of `steps`."""
    files = {str(SOURCE / file): file for file, _ in steps}
    wanted = set(steps)
    reached: set[Step] = set()

    def note_call(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        step = (files.get(code.co_filename, ""), code.co_name)
        if event == "call" and step in wanted and step not in reached and _callers(frame) <= files.keys():
            reached.add(step)

    sys.setprofile(note_call)
    try:
        yield reached
    finally:
        sys.setprofile(None)


def _callers(frame: FrameType | None) -> set[str]:
    """Return the files of our source that a call comes through."""
    callers = set()
    while frame:
        if frame.f_code.co_filename.startswith(str(SOURCE)):
            callers.add(frame.f_code.co_filename)
        frame = frame.f_back
    return callers
