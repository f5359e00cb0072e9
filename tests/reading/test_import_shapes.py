"""The law of shapes: a ladder written in any of them comes back with the same levels, areas and statements, in order."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from import_shapes import NAMED, SHAPES, Small, Told, mapped, ranking, written
from ladder_export.core.model import Ladder, Statement
from ladder_export.core.problems import InvalidLadder
from ladder_export.importers import ImportOptions, ImportResult, import_ladder
from ladder_export.importers.discover import CollectedFiles
from ladder_export.importers.recognise import TIE_MARGIN, UNCERTAIN_BELOW

RUNGS = ("Junior Baker", "Baker", "Senior Baker", "Staff Baker", "Principal Baker")
AREAS = ("Craft", "Communication", "Leadership", "Delivery")
WORDS = ("dough", "ovens", "early", "shops", "rye", "flour", "the night shift", "R&D", "5 < 6", "über")


@st.composite
def ladders(draw: st.DrawFn) -> Small:
    """Small ladders in which every statement has a word of its own."""
    first = draw(st.integers(0, 2))
    count = draw(st.integers(2, 5 - first))
    areas = draw(st.permutations(AREAS))[: draw(st.integers(2, 4))]
    number = iter(range(1000, 9999))

    def statement() -> str:
        words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
        return f"I w{next(number)} {' '.join(words)}"

    statements = tuple(
        tuple(tuple(statement() for _ in range(draw(st.integers(1, 2)))) for _ in areas) for _ in range(count)
    )
    levels = tuple((f"L{place + 1}", title) for place, title in enumerate(RUNGS[first : first + count]))
    return Small("Bakery ladder", levels, tuple(areas), statements)


def told(ladder: Ladder) -> Told:
    order = sorted(ladder.levels, key=lambda level: (level.track, level.rank))
    return tuple(
        (
            level.code,
            level.title,
            tuple(
                (area.title, tuple(point.text.plain for point in area.own.body if isinstance(point, Statement)))
                for area in level.sections
            ),
        )
        for level in order
    )


def imported(shape: str, small: Small) -> ImportResult:
    write, dialect, _ = SHAPES[shape]
    columns = NAMED if "named" in shape else {}
    return import_ladder(
        CollectedFiles(tuple(write(small))),
        "Ladder",
        ImportOptions(columns=columns, mapping=mapped() if dialect == "mapping" else None),
    )


@pytest.mark.parametrize("shape", SHAPES)
@settings(
    max_examples=20, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(small=ladders())
def test_a_ladder_comes_back_the_same_from_every_shape(shape: str, small: Small) -> None:
    result = imported(shape, small)
    assert [name for name, *_ in result.dialects] == [SHAPES[shape][1]]
    assert result.problems == ()
    assert told(written(result.files)) == SHAPES[shape][2](small)
    written_in = Counter(
        re.findall(
            r"w\d{4}",
            " ".join(point for *_, areas in SHAPES[shape][2](small) for _, points in areas for point in points),
        )
    )
    assert written_in.keys() == set(re.findall(r"w\d{4}", repr(small.statements)))
    assert Counter(re.findall(r"w\d{4}", "".join(result.files.values()))) == written_in


# Texts that mean something to YAML, to Markdown, to HTML or to a ladder, or that show nothing.
ODD = (
    "null", "yes", "~", "- x", "# x", "a: b", "x:", "x #y", "{x}", "@x", "%", "'", '"', "&x", "*", "> x", "|", "a | b", "`x`", "\\",
    "[x]", "[a](b.md)", "[a](https://example.org)", "![a](a.png)", "<b>", "<details>", "&amp;", "**x**", "---", "...", "..", "1.",
    "=1+1", "2026-01-01", "0x1F", "1e5", "L9", "Level 3", "examples", "level", "ladder", "title", "CON", "statements: x",
    "\u200b", "\u202ex", "a\u00a0b", "a\tb", "\U0001f4ce", "日本語", "שלום", "x" * 130,
)  # fmt: skip


@st.composite
def odd_ladders(draw: st.DrawFn) -> Small:
    """Small ladders with odd titles, areas and statements."""
    text = st.one_of(st.sampled_from(ODD), st.sampled_from(AREAS))
    areas = draw(st.lists(text, min_size=1, max_size=3))
    levels = [(draw(st.sampled_from(("", f"L{n}"))), f"{title} {draw(text)}") for n, title in enumerate(RUNGS[:3], 1)]
    cells = st.lists(text, min_size=1, max_size=2).map(tuple)
    statements = tuple(tuple(draw(cells) for _ in areas) for _ in levels)
    return Small(draw(text), tuple(levels), tuple(areas), statements)


NAMELESS = Small(
    "Bakery", (("L1", "Junior Baker"), ("L2", "Senior Baker")), ("[a](b.md)", "Craft"), ((("a",), ("b",)),) * 2
)


@pytest.mark.parametrize("shape", [name for name in SHAPES if name != "a sheet an area"])  # Excel allows no such names
@settings(
    max_examples=10, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@example(small=NAMELESS)
@given(small=odd_ladders())
def test_what_an_import_writes_is_a_ladder_without_errors(shape: str, small: Small) -> None:
    try:
        result = imported(shape, small)
    except InvalidLadder:  # no level is found: nothing is written, which the example shows to be no rule
        assert small is not NAMELESS
    else:
        assert written(result.files).levels


ONE = Small(
    "Bakery ladder",
    (("L1", "Junior Baker"), ("L2", "Baker"), ("L3", "Senior Baker")),
    ("Craft", "Communication"),
    (
        (("I bake rye.", "I clean."), ("I ask.",)),
        (("I plan a shift.",), ("I answer.", "I write.")),
        (("I plan a week.",), ("I teach.",)),
    ),
)


@pytest.mark.parametrize(
    "shape", [name for name, (_, dialect, _) in SHAPES.items() if dialect != "mapping" and "named" not in name]
)
def test_of_all_readers_the_right_one_is_first_by_far(shape: str) -> None:
    """The confusion matrix of shapes; that of cases and ladders in the wild is beside them."""
    write, dialect, _ = SHAPES[shape]
    for best, score, margin in ranking(write(ONE)):
        assert (best, score >= UNCERTAIN_BELOW, margin > TIE_MARGIN) == (dialect, True, True)
