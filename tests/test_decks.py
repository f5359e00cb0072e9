"""What a deck says beyond its level's own words: what is new, where to go next, and the whole track."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation

from auditors import Audit
from editions import documents_of
from ladder_export.document import Bullets, Document, Facts
from ladder_export.model import Ladder
from ladder_export.reading import read
from ladder_export.theme import Look, open_theme
from ladder_export.writers import pptx as writer
from ladders import ladder as made_of
from ladders import level, rating, section

LADDER = """
title: Ladder
export: {examples: %s}
sections: {craft: Craft}
tracks: {eng: Engineering}
levels:
  - {id: l1, code: L1, title: Junior, track: eng, sections: {craft: {statements: [I ask.]}}}
  - {id: l2, code: L2, title: Senior, track: eng, sections: {craft: {statements: [I ask., I answer.], examples: [I answered.]}}}
"""


def ladder(tmp_path: Path, examples: str = "slides") -> Ladder:
    file = tmp_path / "ladder.yaml"
    file.write_text(LADDER % examples, encoding="utf-8")
    return read(file)[0]


def documents(kind: str, of: Ladder) -> list[Document]:
    return list(documents_of(kind, of))


def test_a_deck_counts_and_marks_what_is_new_and_ends_with_the_next_level(tmp_path: Path) -> None:
    first, second = documents("deck", ladder(tmp_path))
    assert [section.title for section in first.sections] == ["Craft", "Next: L2 Senior"]
    assert [section.title for section in second.sections] == [
        "New since L1 Junior",
        "Craft",
        "The highest level of this track",
    ]
    (facts,) = second.sections[0].pieces
    assert isinstance(facts, Facts)
    assert [(label, value.plain, value.runs[0].href) for label, value in facts.rows] == [
        ("Craft", "1 of 2 statements", "#l2/0")
    ]
    statements = second.sections[1].pieces[0]
    assert isinstance(statements, Bullets)
    assert [item.new for item in statements.items] == [False, True]


def test_examples_stand_on_slides_or_in_the_notes_alone(tmp_path: Path) -> None:
    for examples, roles in (("slides", ["statements", "examples"]), ("notes", ["statements"])):
        craft = documents("deck", ladder(tmp_path, examples))[1].sections[1]
        assert [piece.role for piece in craft.pieces if isinstance(piece, Bullets)] == roles
        assert [piece.role for piece in craft.notes if isinstance(piece, Bullets)] == ["examples"]


def test_a_track_is_one_deck_whose_agenda_and_chapters_lead_to_each_other(tmp_path: Path) -> None:
    (deck,) = documents("track-deck", ladder(tmp_path))
    agenda, *rest = deck.sections
    (lines,) = agenda.pieces
    assert isinstance(lines, Bullets)
    assert [item.text.runs[0].href for item in lines.items] == ["#l1", "#l2"]
    assert [(section.title, section.anchor) for section in rest if section.chapter] == [
        ("L1 Junior", "l1"),
        ("L2 Senior", "l2"),
    ]


@pytest.mark.parametrize("language", ["en", "ja", "ar"])
@pytest.mark.parametrize("count", [1, 15])
def test_a_track_of_any_length_is_a_sound_deck(count: int, language: str, tmp_path: Path, audit: Audit) -> None:
    words = {"en": "I ask before I build.", "ja": "作る前に質問します。", "ar": "أسأل قبل أن أبني."}[language]
    ratings = tuple(rating(f"c{n}", f"{words[:8]} {n}", words[:5], n, 3) for n in range(1, 4))
    levels = (
        replace(level(f"L{n}", words[:12], section(words[:9], f"{words} {n}", examples=(words,))), ratings=ratings)
        for n in range(count)
    )
    (document,) = documents_of("track-deck", made_of(*levels, language=language))
    file = tmp_path / "deck.pptx"
    file.write_bytes(writer.write(document, Look(open_theme("slate"))).data)
    slides = Presentation(str(file)).slides
    assert len({slide.shapes.title.text_frame.text for slide in slides}) == len(slides)
    assert sum(shape.has_chart for slide in slides for shape in slide.shapes) == count
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide]
    assert sum(words in text for text in notes) == count
    assert audit(file) == []


@pytest.mark.parametrize(
    ("language", "of_one", "of_five"),
    [
        ("en-GB", "1 of 1 statement", "1 of 5 statements"),
        ("de", "1 von 1 Aussage", "1 von 5 Aussagen"),
        ("fr", "1 sur 1 attente", "1 sur 5 attentes"),
        ("es", "1 de 1 expectativa", "1 de 5 expectativas"),
        ("ja", "1項目中1項目", "5項目中1項目"),
        ("ar", "1 من أصل 1", "1 من أصل 5"),
        ("pl", "1 of 1 statement", "1 of 5 statements"),
    ],
)
def test_numbers_take_the_forms_of_their_language(language: str, of_one: str, of_five: str) -> None:
    first = level("L1", "Junior", section("Craft", *(f"I do {n}." for n in range(1, 5))))
    second = level("L2", "Senior", section("Craft", *(f"I do {n}." for n in range(5))), section("Care", "I care."))
    *_, document = documents_of("deck", made_of(first, second, language=language))
    (facts,) = document.sections[0].pieces
    assert isinstance(facts, Facts)
    assert [value.plain for _, value in facts.rows] == [of_five, of_one]
