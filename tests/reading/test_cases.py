"""What is said about ladders that are wrong: a folder a case, and beside it the problems as people see them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from conftest import ROOT
from ladder_export.problems import InvalidLadder, shown
from ladder_export.reading import read

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name for path in CASES.iterdir())
EXPECTED = "problems.txt"


def test_there_are_cases() -> None:
    assert len(NAMES) > 10


@pytest.mark.parametrize("name", NAMES)
def test_every_problem_is_told_at_its_place(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    try:
        problems = read(Path(name))[1]
    except InvalidLadder as stop:
        problems = stop.problems
    assert problems
    told = "\n".join(shown(problem) for problem in problems) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        (CASES / name / EXPECTED).write_text(told, encoding="utf-8")
    assert told == (CASES / name / EXPECTED).read_text(encoding="utf-8")


def test_every_code_of_the_reader_has_a_case() -> None:
    sources = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "src/ladder_export/reading").glob("*.py"))
    codes = set(re.findall(r'(?:Problem|_Stop|_warning)\(\s*"([a-z0-9-]+)"', sources)) | set(
        re.findall(r'_type": \("([a-z-]+)"|_parsing": \("([a-z-]+)"', sources)[0]
    )
    told = "".join((CASES / name / EXPECTED).read_text(encoding="utf-8") for name in NAMES)
    elsewhere = {
        "",
        "no-ladder",
        "unreadable",
        "too-large",
        "too-many-aliases",
        "unsafe-id",
        "duplicate-level",
    }  # test_reading.py makes these files
    assert len(codes) > 20
    assert sorted(code for code in codes - elsewhere if f"[{code}]" not in told) == []
