"""This file finds the steps of a ladder, from one level to the next, and what stays, grows, is new or is gone at each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter

from ladder_export.core.alignment import Entry, Matched, matched
from ladder_export.core.model import Ladder, Level, Section, Statement
from ladder_export.documents.word_diff import whole


@dataclass(frozen=True, slots=True)
class Step:
    """Two levels, of which one comes after the other."""

    lower: Level
    upper: Level


@dataclass(slots=True)
class Area:
    """What becomes of an area's statements: of one that grows, both wordings."""

    title: str
    icon: str
    new: list[Statement] = field(default_factory=list)
    grows: list[tuple[Statement, Statement]] = field(default_factory=list)
    stays: list[Statement] = field(default_factory=list)
    gone: list[Statement] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.grows or self.stays or self.gone)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of everything at a step, area by area.

    `held` are the levels all of whose statements hold on, since the upper level extends them;
    those of the lower level are listed all the same, those of levels below it are not.
    """

    areas: tuple[Area, ...]
    held: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A statement that a level asks for, and the level that says it: itself, or one that it extends."""

    statement: Statement
    area: str
    level: Level

    @property
    def entry(self) -> Entry:
        return Entry(self.area, "statement", (), whole(self.statement))


def steps(ladder: Ladder) -> Iterator[Step]:
    """Every step, in the order of the levels it leads to: from the level in use below, and from one of another track.

    That one is the level that the upper level extends.
    """
    below = dict[str, Level]()
    for track in ladder.tracks:
        below |= {upper.id: lower for lower, upper in pairwise(ladder.active_levels(track.id))}
    for level in ladder.levels:
        if level.status == "retired":
            continue
        if level.id in below:
            yield Step(below[level.id], level)
        base = ladder.level(level.extends) if level.extends else None
        if base and base.track != level.track and base.status != "retired":
            yield Step(base, level)


def outcome(ladder: Ladder, step: Step) -> Outcome:
    """What stays, grows, is new and is gone, each in the order in which its level says it.

    A level asks for what it says and for what the levels say that it extends. What both ask
    for by extending the same levels is not compared: it holds on.
    """
    lower, upper = (chain(ladder, level) for level in (step.lower, step.upper))
    held, only_upper = _parted(lower, upper)
    before, after = _everything(lower), _everything(only_upper)
    found = matched(*([asked.entry for asked in every] for every in (before, after)))
    areas = _areas(only_upper, lower)
    _fill(areas, found, before, after)
    for asked in (before[old] for old in found.removed):
        if asked.level not in held:
            areas[asked.area].gone.append(asked.statement)
        elif asked.level is step.lower:
            areas[asked.area].stays.append(asked.statement)
    return Outcome(tuple(filter(None, areas.values())), tuple(held))


def _parted(lower: Sequence[Level], upper: Sequence[Level]) -> tuple[list[Level], list[Level]]:
    """Return the levels that hold on, of which the upper one itself is none, and those that only the upper one stands on."""
    held = [level for level in lower if level in upper[1:]]
    return held, [level for level in upper if level not in held]


def _fill(areas: Mapping[str, Area], found: Matched, before: Sequence[_Asked], after: Sequence[_Asked]) -> None:
    """Put what the upper level asks for into its areas: as what stays, grows or is new."""
    for _, new in found.same:
        areas[after[new].area].stays.append(after[new].statement)
    for old, new in sorted(found.reworded, key=itemgetter(1)):
        areas[after[new].area].grows.append((before[old].statement, after[new].statement))
    for new in found.added:
        areas[after[new].area].new.append(after[new].statement)


def chain(ladder: Ladder, level: Level) -> list[Level]:
    """The level, the one it extends, the one that extends, and so on."""
    found = [level]
    while found[-1].extends:
        found.append(ladder.level(found[-1].extends))
    return found


def _everything(chain: Sequence[Level]) -> list[_Asked]:
    """What a level asks for; what it says itself it need not hear again from the levels that it extends."""
    found = [asked for level in chain[:1] for asked in _asked(level)]
    for level in chain[1:]:
        known = {asked.entry.text for asked in found}
        found += (asked for asked in _asked(level) if asked.entry.text not in known)
    return found


def _asked(level: Level) -> Iterator[_Asked]:
    for area in level.sections:
        for passage in area.passages:
            yield from (_Asked(statement, area.id, level) for statement in passage.statements)


def _areas(upper: Iterable[Level], lower: Iterable[Level]) -> dict[str, Area]:
    """Every area by id: the upper level's order, and what only others have after what it follows there."""
    order, named = list[str](), dict[str, Section]()
    for level in (*upper, *lower):
        ids = [section.id for section in level.sections]
        _insert(order, ids)
        named = {section.id: section for section in level.sections} | named
    return {name: Area(named[name].title, named[name].icon) for name in order}


def _insert(order: list[str], ids: Sequence[str]) -> None:
    for place, name in enumerate(ids):
        if name not in order:
            order.insert(order.index(ids[place - 1]) + 1 if place else 0, name)
