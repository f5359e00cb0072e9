"""This package finds what differs between two ladders or two levels: added, removed, reworded, moved, changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ladder_export.core.alignment import Change, Entry, out_of_order, texts
from ladder_export.core.model import Ladder, Level, Passage, Section, Statement


def ladders(before: Ladder, after: Ladder) -> tuple[Change, ...]:
    """What differs between two ladders: what levels share first, then level by level in the order of the later one."""
    pairs, removed, added = _paired(before, after)
    shared = (*_settings("", _about(before), _about(after)), *_titles(pairs), *_brought(before, after))
    own = (change for one, other in pairs for change in _level(one, other))
    whole = (
        *(Change("removed", one.name, (), one.title, "") for one in removed),
        *(Change("added", one.name, (), "", one.title) for one in added),
    )
    return (*shared, *whole, *own)


def levels(before: Level, after: Level) -> tuple[Change, ...]:
    """What differs between two levels; what competencies and blocks bring counts as their own."""
    return tuple(_level(_whole(before), _whole(after), titled=True))


def _paired(before: Ladder, after: Ladder) -> tuple[list[tuple[Level, Level]], list[Level], list[Level]]:
    """Levels that are the same one: by id, else by track and code; and those that only one ladder has."""
    old = {level.id: level for level in before.levels}
    pairs = [(old.pop(level.id), level) for level in after.levels if level.id in old]
    named = {(level.track, level.code): level.id for level in old.values() if level.code}
    known = {level.id for _, level in pairs}
    added = []
    for level in after.levels:
        if level.id in known:
            continue
        former = named.pop((level.track, level.code), None)
        if former is None:
            added.append(level)
        else:
            pairs.append((old.pop(former), level))
    return pairs, list(old.values()), added


def _about(ladder: Ladder) -> dict[str, str]:
    about = {
        "title": ladder.title,
        "organisation": ladder.organisation,
        "language": ladder.language,
        "edition": ladder.edition,
        "summary": ladder.summary.plain,
        "credit": ladder.credit.plain,
    }
    for track in ladder.tracks:
        about |= {
            f"track {track.id}": track.title,
            f"track {track.id}, summary": track.summary.plain,
            f"track {track.id}, family": track.family,
            f"track {track.id}, kind": track.kind,
        }
    return about


def _titles(pairs: Iterable[tuple[Level, Level]]) -> Iterator[Change]:
    """Titles of sections and labels of facts that changed, each told once however many levels have them."""
    found: dict[Change, None] = {}
    for one, other in pairs:
        sections = {section.id: section for section in one.sections}
        for section in other.sections:
            if (former := sections.get(section.id)) and (former.title, former.icon) != (section.title, section.icon):
                old, new = (" ".join(filter(None, (s.icon, s.title))) for s in (former, section))
                found[Change("changed", "", ("section", section.id), old, new)] = None
        labels = {fact.id: fact.label for fact in one.facts}
        for fact in other.facts:
            if labels.get(fact.id, fact.label) != fact.label:
                found[Change("changed", "", ("fact", fact.id), labels[fact.id], fact.label)] = None
    yield from found


def _brought(before: Ladder, after: Ladder) -> Iterator[Change]:
    """What competencies and blocks say, compared once for all levels."""
    old, new = _library(before), _library(after)
    for key in dict.fromkeys((*old, *new)):
        yield from texts("", old.get(key, []), new.get(key, []))


def _library(ladder: Ladder) -> dict[tuple[str, str], list[Entry]]:
    found: dict[tuple[str, str], list[Entry]] = {}
    for level in ladder.levels:
        for section in level.sections:
            for passage in section.shared_passages:
                if (section.id, passage.title) not in found:
                    found[section.id, passage.title] = list(
                        _entries(passage, section.id, (section.title, passage.title))
                    )
    return found


def _whole(level: Level) -> Level:
    """The level with what is brought to its sections as their own: which step or block brought it is no other section."""
    return replace(level, sections=tuple(replace(one, own=_joined(one), shared_passages=()) for one in level.sections))


def _joined(section: Section) -> Passage:
    """Everything that a section says as one passage."""
    return replace(
        section.own,
        intro=tuple(one for passage in section.passages for one in passage.intro),
        body=tuple(one for passage in section.passages for one in passage.body),
        examples=tuple(one for passage in section.passages for one in passage.examples),
    )


def _aligned(before: Level, after: Level) -> Level:
    """The later level, whose sections have the ids of those in the earlier one that only their titles say are the same."""
    ids = {section.id for section in before.sections}
    kept = {section.id for section in after.sections}
    named = {section.title.casefold(): section.id for section in before.sections if section.id not in kept}
    return replace(
        after,
        sections=tuple(
            section if section.id in ids else replace(section, id=named.pop(section.title.casefold(), section.id))
            for section in after.sections
        ),
    )


def _level(before: Level, after: Level, *, titled: bool = False) -> Iterator[Change]:
    name, after = after.name, _aligned(before, after)
    yield from _settings(name, _identity(before), _identity(after))
    yield from _settings(name, _rated(before), _rated(after))
    if titled:
        yield from _titles([(before, after)])
    yield from texts(name, list(_summary(before)), list(_summary(after)))
    yield from _facts(name, before, after)
    yield from _sections(name, before, after)


def _sections(name: str, before: Level, after: Level) -> Iterator[Change]:
    """Sections that went and came, what they say, and those that moved."""
    old, new = ({section.id: section.title for section in level.sections} for level in (before, after))
    yield from (Change("removed", name, ("section",), title, "") for one, title in old.items() if one not in new)
    yield from (Change("added", name, ("section",), "", title) for one, title in new.items() if one not in old)
    yield from texts(name, _statements(before), _statements(after))
    for section in out_of_order(*(list(filter(other.__contains__, one)) for one, other in ((new, old), (old, new)))):
        yield Change("moved", name, ("sections",), "", new[section])


def _statements(level: Level) -> list[Entry]:
    """Return what the sections of a level say."""
    return [entry for one in level.sections for entry in _entries(one.own, one.id, (one.title,))]


def _identity(level: Level) -> dict[str, str]:
    return {
        "id": level.id,
        "code": level.code,
        "title": level.title,
        "track": level.track,
        "grade": level.grade.id if level.grade else "",
        "rank": f"{level.rank:g}",
        "status": level.status,
        "extends": level.extends,
    }


def _rated(level: Level) -> dict[str, str]:
    return {f"rating {rating.title}": rating.step for rating in level.ratings}


def _settings(level: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key, ""), after.get(key, "")
        if old != new:
            yield Change("changed" if old and new else "added" if new else "removed", level, (key,), old, new)


def _facts(name: str, before: Level, after: Level) -> Iterator[Change]:
    old, new = ({fact.id: fact.value.plain for fact in level.facts} for level in (before, after))
    labels = {fact.id: fact.label for fact in (*before.facts, *after.facts)}
    for key, label in labels.items():
        was, now = old.get(key, ""), new.get(key, "")
        if was != now:
            yield Change("reworded" if was and now else "added" if now else "removed", name, (label,), was, now)


def _summary(level: Level) -> Iterator[Entry]:
    for paragraph in level.summary:
        yield Entry("", "summary", ("summary",), paragraph.plain)


def _entries(passage: Passage, section: str, place: tuple[str, ...]) -> Iterator[Entry]:
    for paragraph in passage.intro:
        yield Entry(section, "intro", place, paragraph.text.plain)
    for point in passage.body:
        if isinstance(point, Statement):
            yield from _nested(point, section, "statement", place)
        else:
            yield Entry(section, "prose", place, point.text.plain)
    for example in passage.examples:
        yield from _nested(example, section, "example", (*place, "examples"))


def _nested(statement: Statement, section: str, role: str, place: tuple[str, ...]) -> Iterator[Entry]:
    yield Entry(section, role, place, statement.text.plain)
    for child in statement.children:
        yield from _nested(child, section, f"{role} below", place)
    for example in statement.examples:
        yield from _nested(example, section, "example of one", (*place, "examples"))
