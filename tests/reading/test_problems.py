"""What people are told about a ladder that is not as it should be: each folder of cases/ and its problems.txt.

UPDATE_GOLDEN=1 writes what is said now into every problems.txt; read the difference before you keep it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import ladder_export.reading
from ladder_export.core.problems import InvalidLadder, Problem, Span, format_problem, sort_by_location
from ladder_export.reading import read
from ladder_export.reading.locales import locales

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name for path in CASES.iterdir())
EXPECTED = "problems.txt"

# Files that cannot lie in a repository are made by test_hostile.py.
MADE_ELSEWHERE = {
    "broken-link",
    "no-ladder",
    "no-such-locale",
    "not-text",
    "not-utf-8",
    "one-level-alone",
    "outside-link",
    "too-large",
    "too-long",
    "unreadable",
}


def problems_of(case: str) -> tuple[Problem, ...]:
    """All that is said about a ladder, whether or not it can be built."""
    told: list[Problem] = []
    for locale in ("", *locales(Path(case))):
        try:
            told += read(Path(case), locale)[1]
        except InvalidLadder as invalid:
            told += invalid.problems
    return sort_by_location(told)


def test_there_are_cases() -> None:
    assert len(NAMES) > 25


@pytest.mark.parametrize("case", NAMES)
def test_what_people_are_told(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    said = "\n\n".join(format_problem(problem) for problem in problems_of(case)) + "\n"
    expected = Path(case, EXPECTED)
    if "UPDATE_GOLDEN" in os.environ:
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


def test_every_expectation_belongs_to_a_ladder() -> None:
    assert {path.parent for path in CASES.rglob(EXPECTED)} == {CASES / name for name in NAMES}


def test_every_code_of_the_reader_has_a_case() -> None:
    files = Path(ladder_export.reading.__file__).parent.rglob("*.py")
    sources = "".join(file.read_text(encoding="utf-8") for file in files)
    says = r"(?:Problem|UnreadableFile|_warning|problem|add_error)\(\s*\"([a-z0-9-]+)\""
    listed = r"\"(unknown-[a-z]+|prose-with-more)\""  # the tables that codes are taken from
    codes = {*re.findall(says, sources), *re.findall(listed, sources)} - MADE_ELSEWHERE
    told = "".join(Path(CASES, name, EXPECTED).read_text(encoding="utf-8") for name in NAMES)
    assert len(codes) > 25
    assert codes == set(re.findall(r"(?:error|warning)\[([a-z0-9-]+)\]", told))


def test_every_problem_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    silent = {problem.code for case in NAMES for problem in problems_of(case) if not problem.help}
    assert silent == set()


def test_what_a_terminal_would_obey_is_shown_instead() -> None:
    span = Span("a\x1b[2J\nb.yaml", 1, 3, 2, "\x07\tx\x1b[31m\x9b \ud800")
    lines = format_problem(Problem("bug", "it says \x1b]0;t\x07\r\u2028", span, help="type '\x9b' anew")).split("\n")
    assert lines == [
        r"a\x1b[2J\nb.yaml:1:3: error[bug]: it says \x1b]0;t\x07\r\u2028",
        "    1 | ␇\tx␛[31m\N{REPLACEMENT CHARACTER} \N{REPLACEMENT CHARACTER}",
        "      |  \t^^",
        r"   help: type '\x9b' anew",
    ]
