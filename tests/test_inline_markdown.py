"""Styled text becomes Markdown that prints the same, whatever signs are in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladder_export.core.inline_markdown import source_runs, to_markdown
from ladder_export.core.text import Run

WORDS = st.text(st.sampled_from("ab é🦉 *_`[]()<>&\\!#:-.\"'1\n"), min_size=1, max_size=8)
LINKS = st.sampled_from(["", "", "https://example.org/a_(b)?c=*d*&e", "javascript:alert(1)"])
RUNS = st.lists(st.builds(Run, WORDS, st.booleans(), st.booleans(), st.booleans(), LINKS), max_size=5)


def printed(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


@given(RUNS)
def test_no_character_is_lost_and_writing_again_changes_nothing(runs: list[Run]) -> None:
    source = to_markdown(runs)
    shown = printed(source_runs(source))
    assert shown.split() == printed(tuple(runs)).split()
    assert printed(source_runs(to_markdown(source_runs(source)))) == shown


@given(
    st.lists(
        st.builds(Run, st.sampled_from(["word", " word", "word ", "two words"]), st.booleans(), st.booleans()),
        max_size=5,
    )
)
def test_words_keep_their_styles(runs: list[Run]) -> None:
    spaced = [Run(f" {run.text} ", run.strong, run.emphasis) for run in runs]
    styles = [(char, run.strong, run.emphasis) for run in spaced for char in run.text if char != " "]
    shown = [
        (char, run.strong, run.emphasis) for run in source_runs(to_markdown(spaced)) for char in run.text if char != " "
    ]
    assert shown == styles


def test_each_of_many_styles_is_as_it_was() -> None:
    links = ("", "https://example.org/a_(b)", "https://example.org/é b", "javascript:alert(1)")
    runs = [Run("ab ", position % 2 == 0, position % 3 == 0, href=links[position % 4]) for position in range(600)]
    shown = [run for run in source_runs(to_markdown(runs)) for char in run.text if not char.isspace()]
    expected = [replace(run, text="", href=run.href if run.href == links[1] else "") for run in runs for _ in "ab"]
    assert [replace(run, text="") for run in shown] == expected


@pytest.mark.parametrize(
    "source",
    [
        "5 * 3 is 15 & more: [x], a_b <c> and \\d",
        "I make *appropriate* trade-offs **as they occur**, and `read` [the *book*](https://example.org/a).",
        "first line\n\nsecond **line**",
        "literal \\*stars\\* stay",
        '"quotes" don\'t curl',
    ],
)
def test_markdown_that_a_person_wrote_stays_as_it_is(source: str) -> None:
    assert to_markdown(source_runs(source)) == source


def test_a_script_is_text() -> None:
    assert to_markdown([Run("<script>alert(1)</script>")]) == "<script>alert(1)</script>"
    assert to_markdown([Run("x", href="javascript:alert(1)")]) == "x"
