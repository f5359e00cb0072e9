"""What a deck says beyond its level's own words: what is new, where to go next, and the whole track."""

from __future__ import annotations

from pathlib import Path

from ladder_export.document import Bullets, Document, Facts
from ladder_export.editions import EDITIONS
from ladder_export.model import Ladder
from ladder_export.reading import read

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
    return list(EDITIONS[kind].documents(of))


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
