"""Areas without statements: forms and guides judge them by their paragraphs, or by their examples."""

from __future__ import annotations

from dataclasses import replace

import pytest

from editions import documents_of
from ladder_export.core.interview_plan import interview_plan
from ladder_export.core.model import Ladder, Paragraph, Passage, Section
from ladder_export.core.text import parse, plain_text
from ladder_export.core.text_slices import shorten
from ladder_export.theme import PAPERS, RenderSettings, open_theme
from ladder_export.writers import pdf
from ladders import PLACE, ladder, level, section
from writers.pdfs import flat, opened, text

FORMS = ("interview", "promotion", "review", "scorecard")


def prose_area(title: str, *paragraphs: str) -> Section:
    """An area that says in running text what it expects."""
    own = Passage("", tuple(Paragraph(parse(paragraph), PLACE) for paragraph in paragraphs), (), (), PLACE)
    return Section(title.lower(), title, "", own, (), PLACE)


def prose_ladder() -> Ladder:
    """Two levels with an area of prose, one of examples, and one of statements."""
    return ladder(
        level("L1", "L1", prose_area("Reach", "Works within a team."), section("Craft", "I test my work.")),
        level(
            "L2",
            "Engineer",
            prose_area("Reach", "Works across teams.", "Is known in other groups."),
            section("Trust", examples=("Took the pager for a colleague.",)),
            section("Craft", "I test my work.", "I review designs."),
        ),
    )


@pytest.mark.parametrize("kind", FORMS)
def test_an_area_without_statements_is_judged_by_what_it_has(kind: str) -> None:
    *_, document = documents_of(kind, prose_ladder())
    shown = flat(text(pdf.render(document, RenderSettings(open_theme("slate"), PAPERS["a4"])).data))
    for words in ("Reach", "Works across teams.", "Is known in other groups.", "Trust", "Took the pager", "Craft"):
        assert flat(words) in shown


def test_an_interview_leaves_out_no_area_of_prose() -> None:
    example = prose_ladder()
    assert [slot.area.title for slot in interview_plan(example, example.levels[1]).slots] == ["Reach", "Trust", "Craft"]


@pytest.mark.parametrize("kind", ["sheet", "deck", "scorecard", "interview", "review"])
def test_a_code_that_is_the_title_stands_once(kind: str) -> None:
    document, *_ = documents_of(kind, prose_ladder())
    assert (document.code, document.title) == ("", "L1")
    assert "L1 L1" not in document.description


def test_the_code_stays_where_it_says_more_than_the_title() -> None:
    first, second = prose_ladder().levels
    assert (first.mark, first.name, second.mark, second.name) == ("", "L1", "L2", "L2 Engineer")
    assert replace(first, code="l1").name == "L1"


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        ("Short.", "Short."),
        ("One. Two is longer. Three.", "One. …"),
        ("A first sentence beyond the limit. Two.", "A first sentence beyond the limit. …"),
        ("no sentence ends in all of this text", "no sentence ends in all of this text"),
        ("一つ目の文。二つ目の文はもっと長いです。", "一つ目の文。 …"),
    ],
)
def test_a_long_text_is_shortened_after_a_sentence(whole: str, shown: str) -> None:
    assert shorten(plain_text(whole), 15).plain == shown


def test_a_shortened_text_keeps_its_styles() -> None:
    short = shorten(parse("**One.** Two is longer than that."), 8)
    assert [(run.text, run.strong) for run in short.runs] == [("One.", True), (" …", False)]


@pytest.mark.parametrize("kind", ["interview", "scorecard"])
def test_boxes_for_notes_grow_with_the_room_on_the_page(kind: str) -> None:
    heights = []
    for count in (2, 4):
        areas = [section(f"Area {n}", f"I do {n}.") for n in range(count)]
        (document,) = documents_of(kind, ladder(level("L2", "Engineer", *areas)))
        pages = opened(pdf.render(document, RenderSettings(open_theme("slate"), PAPERS["a4"])).data).pages
        notes = [field for page in pages for field in page.Annots if str(field.get("/T", "")).startswith("notes-")]
        heights.append(min(abs(float(field.Rect[3]) - float(field.Rect[1])) for field in notes))
    assert heights[0] > 1.5 * heights[1]
