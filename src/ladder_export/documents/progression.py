"""Steps from one level to the next: which statements each one adds, rewords, keeps and removes."""

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
    """A step from one level to another, such as a promotion: `upper` comes after `lower`."""

    lower: Level
    upper: Level


@dataclass(slots=True)
class AreaChanges:
    """The changes of an area's statements from one level to the next; `id`, `title` and `icon` are those of the area.

    `reworded` holds pairs of statements, before and after. It is false if all lists are empty.
    """

    id: str
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
    """The changes of all statements from a lower level to an upper one, area by area.

    `inherited`: the lower level and those it extends, as far as the upper level extends them too, so that all their
    statements still apply. Of inherited levels, `areas` repeat only the statements of the lower level, as unchanged.
    """

    areas: tuple[AreaChanges, ...]
    inherited: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class _Expectation:
    """A statement that a level expects; `level` says it: the level itself or one that it extends."""

    statement: Statement
    area: str
    level: Level

    @property
    def entry(self) -> TextEntry:
        """Return the statement as the alignment compares it."""
        return TextEntry(self.area, "statement", (), flatten(self.statement))


def transitions(ladder: Ladder) -> Iterator[Transition]:
    """Yield every step from one level to another, in the order of upper levels.

    There is a step to a level from the active level below it on its track, from the level of another track that it
    extends, and from those that `promotions` in ladder.yaml names.
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
        yield from _declared(ladder, level, level_below.get(level.id))


def _declared(ladder: Ladder, upper: Level, below: Level | None) -> Iterator[Transition]:
    """Yield the transitions to a level that `promotions` names and that there are not anyway."""
    usual = {upper.extends, below.id if below else ""}
    for lower in (lower for lower, to in ladder.promotions if to == upper.id):
        if lower not in usual:
            yield Transition(ladder.level(lower), upper)


def changes_between(ladder: Ladder, transition: Transition) -> TransitionChanges:
    """Return which statements a step from a lower to an upper level adds, rewords, leaves unchanged and removes.

    A level expects its own statements and those of the levels that it extends. Levels that are extended on both sides
    are not compared, but listed as inherited. Results are cached with the ladder, since several kinds of document need
    the same results.
    """
    key = ("changes", transition.lower.id, transition.upper.id)
    changes = ladder.memo.get(key)
    if not isinstance(changes, TransitionChanges):
        changes = ladder.memo[key] = _compare(ladder, transition)
    return changes


def areas_between(ladder: Ladder, transition: Transition) -> tuple[AreaChanges, ...]:
    """Return the changes from a lower to an upper level by area, in reading order.

    Every area of the lower level that has statements is included; it has no changes if all its statements are now in
    other areas of the upper level.
    """
    changes = changes_between(ladder, transition)
    areas = {area.id: area for area in changes.areas}
    lower = {
        area.id: AreaChanges(area.id, area.title, area.icon) for area in transition.lower.sections if area.expectations
    }
    order = list(areas)
    _insert_in_order(order, list(lower))
    return tuple({**lower, **areas}[area] for area in order)


def _compare(ladder: Ladder, transition: Transition) -> TransitionChanges:
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
    """Return the levels that the upper level inherits from the lower one, and the levels only the upper one has."""
    inherited = [level for level in lower if level in upper[1:]]
    return inherited, [level for level in upper if level not in inherited]


def _sort_into_areas(
    areas: Mapping[str, AreaChanges],
    alignment: Alignment,
    before: Sequence[_Expectation],
    after: Sequence[_Expectation],
) -> None:
    """Add the upper level's statements to their areas: as unchanged, reworded or added."""
    for _, new in alignment.same:
        areas[after[new].area].unchanged.append(after[new].statement)
    for old, new in sorted(alignment.reworded, key=itemgetter(1)):
        areas[after[new].area].reworded.append((before[old].statement, after[new].statement))
    for new in alignment.added:
        areas[after[new].area].added.append(after[new].statement)


def extends_chain(ladder: Ladder, level: Level) -> list[Level]:
    """Return the levels whose expectations apply at a level: the level itself, the one that it extends, and so on."""
    levels = [level]
    while levels[-1].extends:
        levels.append(ladder.level(levels[-1].extends))
    return levels


def _expectations(chain: Sequence[Level]) -> list[_Expectation]:
    """Return all statements that the first level of a chain expects, without repetitions of the same text."""
    expectations = [expectation for level in chain[:1] for expectation in _level_expectations(level)]
    for level in chain[1:]:
        texts = {expectation.entry.text for expectation in expectations}
        expectations += (
            expectation for expectation in _level_expectations(level) if expectation.entry.text not in texts
        )
    return expectations


def _level_expectations(level: Level) -> Iterator[_Expectation]:
    for area in level.sections:
        yield from (_Expectation(statement, area.id, level) for statement in area.expectations)


def _empty_areas(upper: Iterable[Level], lower: Iterable[Level]) -> dict[str, AreaChanges]:
    """Return every area by id, without changes: in the upper level's order, then other areas after their predecessor."""
    order, sections = list[str](), dict[str, Section]()
    for level in (*upper, *lower):
        ids = [section.id for section in level.sections]
        _insert_in_order(order, ids)
        sections = {section.id: section for section in level.sections} | sections
    return {area_id: AreaChanges(area_id, sections[area_id].title, sections[area_id].icon) for area_id in order}


def _insert_in_order(order: list[str], ids: Sequence[str]) -> None:
    for index, area_id in enumerate(ids):
        if area_id not in order:
            order.insert(order.index(ids[index - 1]) + 1 if index else 0, area_id)


def neighbour(ladder: Ladder, level: Level, offset: int) -> Level | None:
    """Return the level that is `offset` levels above `level` (below if negative) on the same track.

    Retired levels do not count. None if the track ends before.
    """
    levels = ladder.active_levels(level.track, besides=level.id)
    index = levels.index(level) + offset
    return levels[index] if 0 <= index < len(levels) else None


def related_levels(ladder: Ladder, level: Level) -> tuple[Level, ...]:
    """Return the other levels whose text a document about `level` shows if it compares the level with its neighbours.

    They are the level below, all levels that it or `level` extends, and the level above.
    """
    lower, upper = (neighbour(ladder, level, offset) for offset in (-1, 1))
    below = [*extends_chain(ladder, level)[1:], *(extends_chain(ladder, lower) if lower else ())]
    return tuple({other.id: other for other in (*below, upper) if other and other.id != level.id}.values())
