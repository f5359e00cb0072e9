"""How inline Markdown becomes runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladder_export.core import text as text_module
from ladder_export.core.text import Run, Text, parse


def test_styles_become_runs() -> None:
    assert parse("I **lead** *boldly* with `make` and [docs](https://example.org).").runs == (
        Run("I "),
        Run("lead", strong=True),
        Run(" "),
        Run("boldly", emphasis=True),
        Run(" with "),
        Run("make", code=True),
        Run(" and "),
        Run("docs", href="https://example.org"),
        Run("."),
    )


def test_styles_nest() -> None:
    assert parse("**a *b* c**").runs == (
        Run("a ", strong=True),
        Run("b", strong=True, emphasis=True),
        Run(" c", strong=True),
    )


@pytest.mark.parametrize(
    "typed",
    ["<b>bold</b>", "![logo](logo.png)", "[up](../README.md)", "[run](javascript:alert)", "**unbalanced", "2 * 3 * 4"],
)
def test_what_is_not_markdown_for_us_stays_as_typed(typed: str) -> None:
    assert parse(typed).runs == (Run(typed),)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "the team’s “level up”"),
        ("en-GB", "the team’s “level up”"),
        ("de", "the team’s „level up“"),
        ("fr", "the team’s «\u202flevel up\u202f»"),
        ("ja", 'the team\'s "level up"'),
    ],
)
def test_quotation_marks_follow_the_language(language: str, shown: str) -> None:
    assert parse('the team\'s "level up"', language).plain == shown


def test_code_keeps_its_quotation_marks() -> None:
    assert parse('`"x"`').runs == (Run('"x"', code=True),)


def test_lines_fold_and_hard_breaks_stay() -> None:
    assert parse("one\ntwo").plain == "one two"
    assert parse("one\\\ntwo").plain == "one\ntwo"
    assert parse("one  \ntwo").plain == "one\ntwo"
    assert parse("one\n\n\ntwo").plain == "one\ntwo"


def test_nothing_to_show_is_false() -> None:
    assert not parse("  ")
    assert parse("x")


@given(st.text(st.characters(categories=("L", "N")), min_size=1))
def test_letters_and_digits_are_never_lost(letters: str) -> None:
    assert parse(letters).plain == letters
    assert parse(f"**{letters}**").runs == (Run(letters, strong=True),)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60), st.sampled_from(["en", "de", "ja"]))
def test_text_without_marks_is_what_the_parser_would_make_of_it(source: str, language: str) -> None:
    plain = text_module.MARKUP.sub("", source)
    tokens = text_module._parser(language).parseInline(plain.strip())  # noqa: SLF001  # the long way
    long_way = Text(text_module._merge_runs(text_module._runs(tokens[0].children or ())), plain)  # noqa: SLF001  # as above
    assert parse(plain, language) == long_way


def test_words_without_a_style_are_kept_alone_and_are_the_same_text() -> None:
    assert Text((Run("I lead."),), "I lead.").shown == "I lead."
    assert Text((Run("I lead."),), "I lead.").runs == (Run("I lead."),)
    assert Text((Run("I lead.", strong=True),), "").runs == (Run("I lead.", strong=True),)
    assert Text((Run(""),), "").runs == (Run(""),)
    assert not Text((), "")
