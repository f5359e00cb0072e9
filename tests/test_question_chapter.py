"""The questions of a handbook, which are there on request only, each once and with all that belongs to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from editions import handbook
from ladder_export.core.document import Bullets, Document, Item
from ladder_export.core.model import Ladder
from ladder_export.files.resources import theme_names
from ladder_export.reading import read
from ladder_export.theme import RenderSettings, open_theme
from ladder_export.writers import docx, pdf
from ladder_export.writers.html import single_page
from writers.pdfs import failures, flat, text

LADDER = """title: Ours
{export}
sections:
  craft:
    title: Craft
    questions:
      - ask: What did you build?
        context: Let them choose.
        follow_ups: [Who uses it?, What would you change?]
        good: [Names users.]
        poor: [Names tools.]
        minutes: 9
        stage: first
      - ask: How do you lead?
        levels: [L2]
scales: {depth: {steps: [Learns, Leads]}}
competencies:
  code: {title: Code, scale: depth, questions: [{ask: What do you teach?, steps: [Leads]}]}
interviews: {first: {title: First talk, areas: [craft]}}
levels:
- code: L1
  title: Engineer
  ratings: {code: Learns}
  sections: {craft: {statements: [I build.], questions: [What do you learn?]}}
- code: L2
  title: Senior
  ratings: {code: Leads}
  sections: {craft: {statements: [I design.]}}
- code: L9
  title: Retired
  status: retired
  sections: {craft: {statements: [I rest.], questions: [What did you leave?]}}
"""


def ladder_with(folder: Path, export: str) -> Ladder:
    (folder / "ladder.yaml").write_text(LADDER.replace("{export}", export), encoding="utf-8")
    found, problems = read(folder)
    assert [problem.code for problem in problems if problem.is_error] == []
    return found


def asked(folder: Path) -> Document:
    (book,) = handbook(ladder_with(folder, "export: {handbook: [questions]}"))
    return book


def texts(items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        yield item.text.plain
        yield from texts(item.children)


def test_a_handbook_has_no_questions_unless_it_is_asked_for_them(tmp_path: Path) -> None:
    (book,) = handbook(ladder_with(tmp_path, ""))
    assert [chapter.kind for chapter in book.chapters] == ["track", "index"]
    assert "What did you build?" not in single_page.render(book, RenderSettings(open_theme("slate"))).data.decode()


def test_every_question_stands_once_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    book = asked(tmp_path)
    assert [chapter.kind for chapter in book.chapters] == ["track", "questions", "index"]
    shown = {
        section.title: [text for piece in section.pieces if isinstance(piece, Bullets) for text in texts(piece.items)]
        for section in book.chapters[1].sections
    }
    words = ladder_with(tmp_path, "").words
    assert shown == {
        "Craft": [
            *("What did you build?", "First talk · 9 minutes", words.context, "Let them choose."),
            *(words.follow_ups, "Who uses it?", "What would you change?"),
            *(words.good_answer, "Names users.", words.poor_answer, "Names tools."),
            *("How do you lead?", "L2", "What do you learn?", "L1 Engineer"),
        ],
        "Code": ["What do you teach?", "Leads"],
    }


@pytest.mark.parametrize("theme", theme_names())
def test_the_questions_are_in_every_format_of_the_handbook(tmp_path: Path, theme: str) -> None:
    book, settings = asked(tmp_path), RenderSettings(open_theme(theme))
    every = Counter(
        text
        for section in book.chapters[1].sections
        for piece in section.pieces
        if isinstance(piece, Bullets)
        for text in texts(piece.items)
        if text.endswith("?")
    )
    page = pdf.render(book, settings)
    assert failures(page.data, "PDF/A-3a") == failures(page.data, "PDF/UA-1") == []
    printed, web = flat(text(page.data)), single_page.render(book, settings).data.decode()
    assert [one for one in every if printed.count(flat(one)) != 1 or web.count(one) != 1] == []
    assert docx.render(book, settings).problems == ()
