"""This file says what an interviewer fills in about a level: every statement with a rating and room for notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ladder_export.core.document import Document, FormFields, Prose, RatingTable, Section
from ladder_export.core.model import Ladder, Level
from ladder_export.core.text import plain_text
from ladder_export.documents import level_parts as parts
from ladder_export.documents.specs import DocumentSpec, each_level
from ladder_export.documents.word_diff import without_examples

STEPS = ("1", "2", "3", "4")


def scorecard(ladder: Ladder) -> Iterator[DocumentSpec]:
    """One form per level."""
    return each_level(ladder, _make_scorecard)


def _make_scorecard(ladder: Ladder, level: Level) -> Document:
    """Who meets whom and when, then each area's statements to be judged; examples stay away."""
    words = ladder.words
    people = FormFields((words.candidate, words.interviewer, words.date))
    areas = tuple(
        Section(area.title, (RatingTable(items, STEPS, (words.statement, words.rating, words.notes)),), area.icon)
        for area in level.sections
        if (items := tuple(without_examples(s) for passage in area.passages for s in passage.statements))
    )
    document = parts.level_document(
        ladder, level, "scorecard", header_pieces=(people, Prose((plain_text(words.legend),))), sections=areas
    )
    description = f"{words.scorecard}: {level.name}"
    return replace(document, breadcrumbs=(*document.breadcrumbs, words.scorecard), description=description)
