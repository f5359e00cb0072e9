"""Expectations of a level and its neighbours in each area, in short, for interviewers to compare answers with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ladder_export.core.model import Ladder, Level, Section, Statement
from ladder_export.core.text import Text
from ladder_export.core.text_slices import shorten
from ladder_export.documents.progression import Transition, changes_between, neighbour

SHOWN = 2  # statements of an anchor; all of them are on the sheet
SHOWN_LETTERS = 260  # of a statement or paragraph, to the end of a sentence


@dataclass(frozen=True, slots=True)
class Anchor:
    """An expectation of one level in an area, against which an interviewer judges an answer.

    `texts` are its first statements, long ones shortened; `more` is the number of statements that are left out.
    """

    level: Level
    texts: tuple[Text, ...]
    more: int


def anchors(ladder: Ladder, level: Level) -> Mapping[str, tuple[Anchor, ...]]:
    """Return what a level and its neighbours expect in each area of the level, by the area's id, lowest level first.

    Neighbours are the levels just below and above that are in use on the same track; a neighbour that lacks an area has
    no anchor in it. The statements are those that a level adds to the one below it or rewords; if there are none, all
    of the level's own statements in the area.
    """
    lower, upper = (neighbour(ladder, level, offset) for offset in (-1, 1))
    into, onward = _changes(ladder, lower, level), _changes(ladder, level, upper)
    by_area = dict[str, tuple[Anchor, ...]]()
    for area in level.sections:
        before, now = into.get(area.id, ((), ()))
        _, after = onward.get(area.id, ((), ()))
        sides = (
            (lower, before or _own(lower, area)),
            (level, now or _own(level, area)),
            (upper, after),
        )
        by_area[area.id] = tuple(_anchors(sides))
    return by_area


Changed = tuple[Sequence[Statement], Sequence[Statement]]
"""Statements of an area that a step leaves behind, and those that it brings."""


def _changes(ladder: Ladder, lower: Level | None, upper: Level | None) -> Mapping[str, Changed]:
    if not lower or not upper:
        return {}
    return {
        area.id: (
            [*(before for before, _ in area.reworded), *area.removed],
            [*area.added, *(after for _, after in area.reworded)],
        )
        for area in changes_between(ladder, Transition(lower, upper)).areas
    }


def _own(level: Level | None, area: Section) -> Sequence[Statement]:
    same = (section for section in level.sections if section.id == area.id) if level else ()
    return [statement for section in same for statement in section.expectations]


def _anchors(sides: Sequence[tuple[Level | None, Sequence[Statement]]]) -> Iterator[Anchor]:
    for level, statements in sides:
        if level and statements:
            texts = tuple(shorten(statement.text, SHOWN_LETTERS) for statement in statements[:SHOWN])
            yield Anchor(level, texts, len(statements) - len(texts))
