"""This file says what an interviewer fills in about a level: every statement with a rating and room for notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ladder_export.core.document import Document, FormFields, Item, Prose, RatingTable, Section
from ladder_export.core.model import Ladder, Level, Statement
from ladder_export.core.text import literal
from ladder_export.documents import level_parts as parts
from ladder_export.documents.specs import Brief, each_level

STEPS = ("1", "2", "3", "4")


def scorecard(ladder: Ladder) -> Iterator[Brief]:
    """One form per level."""
    return each_level(ladder, _scorecard_of)


def _scorecard_of(ladder: Ladder, level: Level) -> Document:
    """Who meets whom and when, then each area's statements to be judged; examples stay away."""
    words = ladder.words
    people = FormFields((words.candidate, words.interviewer, words.date))
    areas = tuple(
        Section(area.title, (RatingTable(items, STEPS, (words.statement, words.rating, words.notes)),), area.icon)
        for area in level.sections
        if (items := tuple(_expected(s) for passage in area.passages for s in passage.statements))
    )
    document = parts.document(
        ladder, level, "scorecard", opening=(people, Prose((literal(words.legend),))), sections=areas
    )
    name = f"{words.scorecard}: {level.name}"
    return replace(document, breadcrumbs=(*document.breadcrumbs, words.scorecard), description=name)


def _expected(statement: Statement) -> Item:
    """A statement with the points nested in it, without its examples."""
    return Item(statement.text, tuple(map(_expected, statement.children)))
