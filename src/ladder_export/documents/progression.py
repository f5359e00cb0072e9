"""This file finds the steps of a ladder, from one level to the next, and what stays, grows, is new or is gone at each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter

from ladder_export.core.alignment import Alignment, TextEntry, align
from ladder_export.core.model import Ladder, Level, Section, Statement
from ladder_export.documents.word_diff import flatten


@dataclass(frozen=True, slots=True)
class Transition:
    """Two levels, of which one comes after the other."""

    lower: Level
    upper: Level


@dataclass(slots=True)
class AreaChanges:
    """What becomes of an area's statements: of one that grows, both wordings."""

    title: str
    icon: str
    added: list[Statement] = field(default_factory=list)
    reworded: list[tuple[Statement, Statement]] = field(default_factory=list)
    unchanged: list[Statement] = field(default_factory=list)
    removed: list[Statement] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.reworded or self.unchanged or self.removed)


@dataclass(frozen=True, slots=True)
class TransitionChanges:
    """What becomes of everything at a step, area by area.

    `held` are the levels all of whose statements hold on, since the upper level extends them;
    those of the lower level are listed all the same, those of levels below it are not.
    """

    areas: tuple[AreaChanges, ...]
    inherited: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class _Expectation:
    """A statement that a level asks for, and the level that says it: itself, or one that it extends."""

    statement: Statement
    area: str
    level: Level

    @property
    def entry(self) -> TextEntry:
        return TextEntry(self.area, "statement", (), flatten(self.statement))


def transitions(ladder: Ladder) -> Iterator[Transition]:
    """Every step, in the order of the levels it leads to: from the level in use below, and from one of another track.

    That one is the level that the upper level extends.
    """
    level_below = dict[str, Level]()
    for track in ladder.tracks:
        level_below |= {upper.id: lower for lower, upper in pairwise(ladder.active_levels(track.id))}
    for level in ladder.levels:
        if level.status == "retired":
            continue
        if level.id in level_below:
            yield Transition(level_below[level.id], level)
        base = ladder.level(level.extends) if level.extends else None
        if base and base.track != level.track and base.status != "retired":
            yield Transition(base, level)


def changes_between(ladder: Ladder, transition: Transition) -> TransitionChanges:
    """What stays, grows, is new and is gone, each in the order in which its level says it.

    A level asks for what it says and for what the levels say that it extends. What both ask
    for by extending the same levels is not compared: it holds on.
    """
    lower, upper = (extends_chain(ladder, level) for level in (transition.lower, transition.upper))
    inherited, only_upper = _split_inherited(lower, upper)
    before, after = _expectations(lower), _expectations(only_upper)
    alignment = align(*([expectation.entry for expectation in expectations] for expectations in (before, after)))
    areas = _empty_areas(only_upper, lower)
    _sort_into_areas(areas, alignment, before, after)
    for expectation in (before[old] for old in alignment.removed):
        if expectation.level not in inherited:
            areas[expectation.area].removed.append(expectation.statement)
        elif expectation.level is transition.lower:
            areas[expectation.area].unchanged.append(expectation.statement)
    return TransitionChanges(tuple(filter(None, areas.values())), tuple(inherited))


def _split_inherited(lower: Sequence[Level], upper: Sequence[Level]) -> tuple[list[Level], list[Level]]:
    """Return the levels that hold on, of which the upper one itself is none, and those that only the upper one stands on."""
    inherited = [level for level in lower if level in upper[1:]]
    return inherited, [level for level in upper if level not in inherited]


def _sort_into_areas(
    areas: Mapping[str, AreaChanges],
    alignment: Alignment,
    before: Sequence[_Expectation],
    after: Sequence[_Expectation],
) -> None:
    """Put what the upper level asks for into its areas: as what stays, grows or is new."""
    for _, new in alignment.same:
        areas[after[new].area].unchanged.append(after[new].statement)
    for old, new in sorted(alignment.reworded, key=itemgetter(1)):
        areas[after[new].area].reworded.append((before[old].statement, after[new].statement))
    for new in alignment.added:
        areas[after[new].area].added.append(after[new].statement)


def extends_chain(ladder: Ladder, level: Level) -> list[Level]:
    """The level, the one it extends, the one that extends, and so on."""
    levels = [level]
    while levels[-1].extends:
        levels.append(ladder.level(levels[-1].extends))
    return levels


def _expectations(chain: Sequence[Level]) -> list[_Expectation]:
    """What a level asks for; what it says itself it need not hear again from the levels that it extends."""
    expectations = [expectation for level in chain[:1] for expectation in _level_expectations(level)]
    for level in chain[1:]:
        texts = {expectation.entry.text for expectation in expectations}
        expectations += (
            expectation for expectation in _level_expectations(level) if expectation.entry.text not in texts
        )
    return expectations


def _level_expectations(level: Level) -> Iterator[_Expectation]:
    for area in level.sections:
        for passage in area.passages:
            yield from (_Expectation(statement, area.id, level) for statement in passage.statements)


def _empty_areas(upper: Iterable[Level], lower: Iterable[Level]) -> dict[str, AreaChanges]:
    """Every area by id: the upper level's order, and what only others have after what it follows there."""
    order, sections = list[str](), dict[str, Section]()
    for level in (*upper, *lower):
        ids = [section.id for section in level.sections]
        _insert_in_order(order, ids)
        sections = {section.id: section for section in level.sections} | sections
    return {area_id: AreaChanges(sections[area_id].title, sections[area_id].icon) for area_id in order}


def _insert_in_order(order: list[str], ids: Sequence[str]) -> None:
    for index, area_id in enumerate(ids):
        if area_id not in order:
            order.insert(order.index(ids[index - 1]) + 1 if index else 0, area_id)
