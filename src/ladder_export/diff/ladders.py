"""Find the changes between two ladders or levels: added, removed, reworded and moved texts, changed settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ladder_export.core.alignment import Change, ChangeKind, TextEntry, diff_texts, moved_items
from ladder_export.core.model import Ladder, Level, Passage, Section, Statement
from ladder_export.diff.questions import level_question_changes, shared_question_changes


def diff_ladders(before: Ladder, after: Ladder) -> tuple[Change, ...]:
    """Return the changes between two ladders.

    Changes of shared text come first, then removed and added levels, then the changes in each level that both ladders
    have.
    """
    pairs, removed, added = _pair_levels(before, after)
    shared = (
        *_changed_settings("", _ladder_settings(before), _ladder_settings(after)),
        *_title_changes(pairs),
        *_shared_changes(before, after),
        *shared_question_changes(before, after),
    )
    own = (change for old, new in pairs for change in _level_changes(old, new))
    whole = (
        *(Change("removed", level.name, (), level.title, "") for level in removed),
        *(Change("added", level.name, (), "", level.title) for level in added),
    )
    return (*shared, *whole, *own)


def diff_levels(before: Level, after: Level) -> tuple[Change, ...]:
    """Return the changes between two levels.

    Texts that they share with other levels (competencies, blocks) are compared, too.
    """
    return tuple(_level_changes(_with_all_text(before), _with_all_text(after), titled=True))


def _pair_levels(before: Ladder, after: Ladder) -> tuple[list[tuple[Level, Level]], list[Level], list[Level]]:
    """Return pairs of levels matched by id, else by track and code; then removed and added levels."""
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


def _ladder_settings(ladder: Ladder) -> dict[str, str]:
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


def _title_changes(pairs: Iterable[tuple[Level, Level]]) -> Iterator[Change]:
    """Yield changed titles of sections and labels of facts, each once for all levels."""
    changes: dict[Change, None] = {}
    for before, after in pairs:
        sections = {section.id: section for section in before.sections}
        for section in after.sections:
            if (former := sections.get(section.id)) and (former.title, former.icon) != (section.title, section.icon):
                old, new = (" ".join(filter(None, (s.icon, s.title))) for s in (former, section))
                changes[Change("changed", "", ("section", section.id), old, new, is_setting=True)] = None
        labels = {fact.id: fact.label for fact in before.facts}
        for fact in after.facts:
            if labels.get(fact.id, fact.label) != fact.label:
                changes[Change("changed", "", ("fact", fact.id), labels[fact.id], fact.label, is_setting=True)] = None
    yield from changes


def _shared_changes(before: Ladder, after: Ladder) -> Iterator[Change]:
    """Yield changes in the text of competencies and blocks, once for all levels."""
    old, new = _shared_entries(before), _shared_entries(after)
    for key in dict.fromkeys((*old, *new)):
        yield from diff_texts("", old.get(key, []), new.get(key, []))


def _shared_entries(ladder: Ladder) -> dict[tuple[str, str], list[TextEntry]]:
    by_section: dict[tuple[str, str], list[TextEntry]] = {}
    for level in ladder.levels:
        for section in level.sections:
            for passage in section.shared_passages:
                if (section.id, passage.title) not in by_section:
                    by_section[section.id, passage.title] = list(
                        _entries(passage, section.id, (section.title, passage.title))
                    )
    return by_section


def _with_all_text(level: Level) -> Level:
    """Return the level with shared passages merged into its own, so that their origin makes no difference."""
    return replace(
        level,
        sections=tuple(
            replace(section, own=_merge_passages(section), shared_passages=()) for section in level.sections
        ),
    )


def _merge_passages(section: Section) -> Passage:
    """Return all text of a section as one passage."""
    return replace(
        section.own,
        intro=tuple(paragraph for passage in section.passages for paragraph in passage.intro),
        body=tuple(item for passage in section.passages for item in passage.body),
        examples=tuple(example for passage in section.passages for example in passage.examples),
    )


def _with_matching_section_ids(before: Level, after: Level) -> Level:
    """Return the later level; sections that match an earlier one only by title get its id."""
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


def _level_changes(before: Level, after: Level, *, titled: bool = False) -> Iterator[Change]:
    name, after = after.name, _with_matching_section_ids(before, after)
    yield from _changed_settings(name, _level_settings(before), _level_settings(after))
    yield from _changed_settings(name, _rating_settings(before), _rating_settings(after))
    if titled:
        yield from _title_changes([(before, after)])
    yield from diff_texts(name, list(_summary_entries(before)), list(_summary_entries(after)))
    yield from _fact_changes(name, before, after)
    yield from _section_changes(name, before, after)
    yield from level_question_changes(name, before, after)


def _section_changes(name: str, before: Level, after: Level) -> Iterator[Change]:
    """Yield removed and added sections, changes of their text, and moved sections."""
    old, new = ({section.id: section.title for section in level.sections} for level in (before, after))
    yield from (
        Change("removed", name, ("section",), title, "") for section, title in old.items() if section not in new
    )
    yield from (Change("added", name, ("section",), "", title) for section, title in new.items() if section not in old)
    yield from diff_texts(name, _statement_entries(before), _statement_entries(after))
    for section in moved_items(
        *(list(filter(others.__contains__, sections)) for sections, others in ((new, old), (old, new)))
    ):
        yield Change("moved", name, ("sections",), "", new[section])


def _statement_entries(level: Level) -> list[TextEntry]:
    """Return the texts in a level's sections."""
    return [entry for section in level.sections for entry in _entries(section.own, section.id, (section.title,))]


def _level_settings(level: Level) -> dict[str, str]:
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


def _rating_settings(level: Level) -> dict[str, str]:
    return {f"rating {rating.title}": rating.step for rating in level.ratings}


def _changed_settings(level: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key, ""), after.get(key, "")
        if old != new:
            kind: ChangeKind = "changed" if old and new else "added" if new else "removed"
            yield Change(kind, level, (key,), old, new, is_setting=True)


def _fact_changes(name: str, before: Level, after: Level) -> Iterator[Change]:
    old, new = ({fact.id: fact.value.plain for fact in level.facts} for level in (before, after))
    labels = {fact.id: fact.label for fact in (*before.facts, *after.facts)}
    for key, label in labels.items():
        was, now = old.get(key, ""), new.get(key, "")
        if was != now:
            yield Change("reworded" if was and now else "added" if now else "removed", name, (label,), was, now)


def _summary_entries(level: Level) -> Iterator[TextEntry]:
    for paragraph in level.summary:
        yield TextEntry("", "summary", ("summary",), paragraph.plain)


def _entries(passage: Passage, section: str, location: tuple[str, ...]) -> Iterator[TextEntry]:
    for paragraph in passage.intro:
        yield TextEntry(section, "intro", location, paragraph.text.plain)
    for point in passage.body:
        if isinstance(point, Statement):
            yield from _nested_entries(point, section, "statement", location)
        else:
            yield TextEntry(section, "prose", location, point.text.plain)
    for example in passage.examples:
        yield from _nested_entries(example, section, "example", (*location, "examples"))


def _nested_entries(statement: Statement, section: str, role: str, location: tuple[str, ...]) -> Iterator[TextEntry]:
    yield TextEntry(section, role, location, statement.text.plain)
    for child in statement.children:
        yield from _nested_entries(child, section, f"{role} below", location)
    for example in statement.examples:
        yield from _nested_entries(example, section, "example of one", (*location, "examples"))
