"""Anchors for judging: what the level below, a level itself and the level above expect in each area, in short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ladder_export.core.model import Ladder, Level, Section, Statement
from ladder_export.core.text import Text
from ladder_export.documents.progression import Transition, changes_between

SHOWN = 2  # statements of an anchor; all of them are on the sheet


@dataclass(frozen=True, slots=True)
class Anchor:
    """The expectation of a level in one area: its first statements. `more` is the number of further ones."""

    level: Level
    texts: tuple[Text, ...]
    more: int


def anchors(ladder: Ladder, level: Level) -> Mapping[str, tuple[Anchor, ...]]:
    """Return the anchors of each area of a level by the area's id, from the lower level to the upper one.

    Only what is new or grows from level to level is shown; where nothing does, what the level says. Levels below and
    above are those in use on the same track; an area that one of them lacks has no anchor of it.
    """
    track = ladder.active_levels(level.track, besides=level.id)
    at = next(position for position, one in enumerate(track) if one.id == level.id)
    lower, upper = (track[at - 1] if at else None), (track[at + 1] if at + 1 < len(track) else None)
    into, onward = _changes(ladder, lower, level), _changes(ladder, level, upper)
    found = dict[str, tuple[Anchor, ...]]()
    for area in level.sections:
        before, now = into.get(area.title, ((), ()))
        _, after = onward.get(area.title, ((), ()))
        sides = (
            (lower, before or _own(lower, area)),
            (level, now or _own(level, area)),
            (upper, after),
        )
        found[area.id] = tuple(_anchors(sides))
    return found


Changed = tuple[Sequence[Statement], Sequence[Statement]]
"""Statements of an area that a step leaves behind, and those that it brings."""


def _changes(ladder: Ladder, lower: Level | None, upper: Level | None) -> Mapping[str, Changed]:
    if not lower or not upper:
        return {}
    return {
        area.title: (
            [*(before for before, _ in area.reworded), *area.removed],
            [*area.added, *(after for _, after in area.reworded)],
        )
        for area in changes_between(ladder, Transition(lower, upper)).areas
    }


def _own(level: Level | None, area: Section) -> Sequence[Statement]:
    same = (section for section in level.sections if section.id == area.id) if level else ()
    return [statement for section in same for passage in section.passages for statement in passage.statements]


def _anchors(sides: Sequence[tuple[Level | None, Sequence[Statement]]]) -> Iterator[Anchor]:
    for level, statements in sides:
        if level and statements:
            texts = tuple(statement.text for statement in statements[:SHOWN])
            yield Anchor(level, texts, len(statements) - len(texts))
