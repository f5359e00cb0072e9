"""This file says what an interviewer fills in about a level: every statement with a rating and room for notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ladder_export.document import Document, Fields, Prose, Scores, Section
from ladder_export.editions import level as parts
from ladder_export.model import Ladder
from ladder_export.text import literal

NAME = "Interview scorecard"
PEOPLE = ("Candidate", "Interviewer", "Date")
STEPS = ("1", "2", "3", "4")
LEGEND = "1 not shown · 2 shown in part · 3 shown · 4 shown beyond this level"
HEADINGS = ("Statement", "Rating", "Notes")


def scorecard(ladder: Ladder) -> Iterable[Document]:
    """One form per level: who meets whom and when, then each area's statements to be judged; examples stay away."""
    for level in ladder.levels:
        areas = tuple(
            Section(area.title, (Scores(tuple(s.text for s in area.statements), STEPS, HEADINGS),), area.icon)
            for area in level.sections
            if area.statements
        )
        document = parts.document(
            ladder, level, "scorecard", opening=(Fields(PEOPLE), Prose((literal(LEGEND),))), sections=areas
        )
        yield replace(document, lineage=(*document.lineage, NAME), description=f"{NAME}: {level.code} {level.title}")
