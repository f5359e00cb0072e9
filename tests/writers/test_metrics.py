"""Lines are counted as they are broken."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ladder_export.core.text import Run, Text, parse, plain_text
from ladder_export.theme import open_theme
from ladder_export.writers.fonts.text_metrics import line_count, line_starts, open_sheet_fonts

FACES = open_sheet_fonts(open_theme("slate"))
WORDS = st.text("ab W.-éß\u00a0\t\n日🦉", max_size=60)


@given(
    WORDS | st.lists(st.sampled_from(["I", "lead", "incomprehensibilities", "we,"])).map(" ".join), st.integers(5, 200)
)
@example("W\n", 17)
@example("\tW", 17)
def test_lines_are_as_many_as_they_are_broken_into(words: str, room: int) -> None:
    for text in (plain_text(words), parse(words)):
        assert line_count(text, FACES, 9, room) == len(line_starts(text, FACES, 9, room))


@pytest.mark.parametrize("text", [Text((), ""), Text((Run("\n"),), ""), Text((Run("\n"), Run(" ", strong=True)), "")])
def test_of_what_shows_no_word_too(text: Text) -> None:
    assert line_count(text, FACES, 9, 50) == len(line_starts(text, FACES, 9, 50))
