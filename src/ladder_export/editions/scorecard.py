"""This file says what an interviewer fills in about a level: every statement with a rating and room for notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ladder_export.document import Document, Fields, Item, Prose, Scores, Section
from ladder_export.editions import level as parts
from ladder_export.model import Ladder, Statement
from ladder_export.text import literal

STEPS = ("1", "2", "3", "4")


def scorecard(ladder: Ladder) -> Iterable[Document]:
    """One form per level: who meets whom and when, then each area's statements to be judged; examples stay away."""
    words = ladder.words
    people = Fields((words.candidate, words.interviewer, words.date))
    for level in ladder.levels:
        areas = tuple(
            Section(area.title, (Scores(items, STEPS, (words.statement, words.rating, words.notes)),), area.icon)
            for area in level.sections
            if (items := tuple(_expected(s) for passage in area.passages for s in passage.statements))
        )
        document = parts.document(
            ladder, level, "scorecard", opening=(people, Prose((literal(words.legend),))), sections=areas
        )
        name = f"{words.scorecard}: {level.name}"
        yield replace(document, lineage=(*document.lineage, words.scorecard), description=name)


def _expected(statement: Statement) -> Item:
    """A statement with the points nested in it, without its examples."""
    return Item(statement.text, tuple(map(_expected, statement.children)))
