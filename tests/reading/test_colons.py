"""A colon in prose needs no quotes where only text can stand: no word is lost or changed, whatever signs are in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ladder_export.reading import read
from ladder_export.reading.nodes import Data, to_python
from ladder_export.reading.yaml.parser import parse_yaml

BEGINNINGS = ("I", "Note", "API", "We do", "https://example.org", "été", '"Quoted"', "'Single'", "10", "Code")
WORDS = (
    *("I", "keep", "don't", "'tis", '"quoted"', "[x](y)", "[z", "{w}", "*strong*", "`code`"),
    *("@team", "!now", "&", "%", "|", ">", "10:30", "https://x.org/a", "?", "-", "é日", "R&D", "a#b", "~", "=", "**"),
)

words = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["", "", ":", ",", "  "])), min_size=1, max_size=8)
prose = st.tuples(st.sampled_from(BEGINNINGS), words).map(
    lambda made: " ".join((f"{made[0]}:", *map("".join, made[1]))).strip()
)
prose = prose.filter(lambda text: not text.endswith((": |", ": >")))  # which begin a block of text


def level(item: str) -> Data:
    lines = "\n".join(f"    {line}" for line in item.split("\n"))
    parsed = parse_yaml("it.yaml", f"sections:\n  s:\n    statements:\n{lines}\n    - And more.\n".encode())
    assert [problem.message for problem in parsed.problems if problem.is_error] == []
    assert parsed.node is not None
    found: Data = to_python(parsed.node)
    for key in ("sections", "s", "statements"):
        assert isinstance(found, dict)
        found = found[key]
    assert isinstance(found, list)
    assert found[1:] == ["And more."]
    return found[0]


@settings(deadline=None, max_examples=300)
@given(prose)
@example("Note: 'tis so, don't")
@example('Note: "quoted" and more: yes')
@example("See: [x](y) and [z")
@example('"Quoted": one: "a # b"')
@example('Note: "a # b" and: "c # d"')
def test_text_with_colons_is_the_text_that_was_typed(text: str) -> None:
    assert level(f"- {text}") == text
    assert level(f"- text: I do.\n  children:\n  - {text}") == {"text": "I do.", "children": [text]}


@settings(deadline=None, max_examples=100)
@given(words.filter(lambda some: some[0][0][0].isalpha()))
def test_text_with_a_key_of_its_own_may_have_colons_too(some: list[tuple[str, str]]) -> None:
    text = " ".join("".join(pair) for pair in some).strip()
    assert level(f"- text: {text}") == {"text": text}
    assert level(f"- prose: {text}") == {"prose": text}


@settings(deadline=None, max_examples=200)
@given(prose.filter(lambda text: "  " not in text), st.integers(1, 6))
def test_lines_are_joined_as_those_of_any_text(text: str, width: int) -> None:
    parts = text.split(" ")
    lines = [" ".join(parts[start : start + width]) for start in range(0, len(parts), width)]
    if any(line.startswith(("- ", "#", "? ")) or line in ("-", "?") for line in lines[1:]) or lines[0][-1] in "|>":
        return  # which mean something to YAML, and to the reader
    assert level("- " + "\n  ".join(lines)) == text


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_many_texts_of_one_file_and_every_line_end(ending: str) -> None:
    items = [f"I do {number}: this, and: that." for number in range(40)]
    text = ending.join(["sections: {}", "intro:", *(f"- {item}" for item in items), ""])
    node = parse_yaml("it.yaml", text.encode()).node
    assert node is not None
    assert to_python(node) == {"sections": {}, "intro": items}


@pytest.mark.parametrize(
    "text",
    [
        "title: One: two",
        "facts: craft: mine",
        "steps:\n- One: two: three",
        "statements:\n- exmples: one",
        "statements:\n- Text: one",
        "statements:\n- {Note: one}",
        "statements:\n- I do:\n  - one",
        "statements:\n- I do.\n  children: [one]",
        "statements:\n- Note: |\n    one",
    ],
)
def test_what_may_be_a_key_is_never_taken_for_text(text: str) -> None:
    node = parse_yaml("it.yaml", text.encode()).node
    assert node is None or "': '" in str(to_python(node)) or "{" in str(to_python(node))[1:]


def test_translations_may_have_colons_too(tmp_path: Path) -> None:
    level = "title: T\nlevels: [{id: l, title: L, sections: {s: {title: S, statements: [I ask.]}}}]\n"
    (tmp_path / "ladder.yaml").write_text(level, encoding="utf-8")
    (tmp_path / "locales").mkdir()
    german = "levels:\n  l:\n    sections:\n      s:\n        statements:\n"
    for item in ("- Ich frage: warum: nicht?", "- of: I ask.\n          text: Ich frage: warum: nicht?"):
        (tmp_path / "locales/de.yaml").write_text(f"{german}        {item}\n", encoding="utf-8")
        (statement,) = read(tmp_path, "de")[0].levels[0].sections[0].own.statements
        assert statement.text.plain == "Ich frage: warum: nicht?"


def test_hundreds_of_such_texts_are_read_in_one_file() -> None:
    items = [f"I do {number}: this: and 'that." for number in range(1_000)]
    node = parse_yaml("it.yaml", ("statements:\n" + "".join(f"- {item}\n" for item in items)).encode()).node
    assert node is not None
    assert to_python(node) == {"statements": items}
