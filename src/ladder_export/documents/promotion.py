"""The promotion guide: a form that an engineer and a manager fill in on the way from one level to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ladder_export.core.document import (
    BeforeAfter,
    BlankTable,
    Bullets,
    Document,
    EvidenceItem,
    EvidenceTable,
    FormFields,
    Item,
    Piece,
    Prose,
    Section,
)
from ladder_export.core.model import Ladder, Statement
from ladder_export.core.text import Run, Text, parse, plain_text
from ladder_export.core.ui_strings import UiStrings
from ladder_export.documents import level_parts as parts
from ladder_export.documents.progression import (
    AreaChanges,
    Transition,
    TransitionChanges,
    changes_between,
    transitions,
)
from ladder_export.documents.specs import DocumentSpec
from ladder_export.documents.transition_parts import ratings_between, transition_spec, with_both_levels
from ladder_export.documents.word_diff import mark_changes, without_examples

PLAN_ROWS = 5  # rows of the plan


def promotion(ladder: Ladder) -> Iterator[DocumentSpec]:
    """Yield a promotion guide for each step between two levels, as a specification from which it is made on demand."""
    for transition in transitions(ladder):
        yield promotion_between(ladder, transition)


def promotion_between(ladder: Ladder, transition: Transition) -> DocumentSpec:
    """Return the specification of the promotion guide for a step from a lower to an upper level."""
    return transition_spec(ladder, transition, _make_guide)


def _make_guide(ladder: Ladder, transition: Transition) -> Document:
    """Return names and dates, changes at a glance, the statements of each area, a plan and the outcome.

    Every statement of the upper level appears once: as new or grown, with room for evidence, or as unchanged. Every
    statement of the lower level appears once too: as the earlier wording, as unchanged, or at the end as still
    expected. Of levels further below, only names are given. Facts are shown where they differ, ratings if any does. Paragraphs
    and examples are left out.
    """
    changes = changes_between(ladder, transition)
    header = (*_header(ladder, transition, changes), *parts.track_progress(ladder, transition.upper))
    closing = (
        _plan_section(ladder.words),
        _outcome_section(ladder.words),
        *_unrepeated_section(ladder.words, transition, changes),
    )
    sections = (*_change_sections(ladder, transition), *_area_sections(ladder.words, changes), *closing)
    document = parts.level_document(ladder, transition.upper, "promotion", header, sections)
    return with_both_levels(ladder, transition, document, ladder.words.promotion)


def _header(ladder: Ladder, transition: Transition, changes: TransitionChanges) -> Iterator[Piece]:
    """Yield the fields to fill in, then counts, inherited levels and the legend of marks."""
    words = ladder.words
    yield FormFields((words.engineer, words.manager, words.date), words.meeting)
    totals = Counter[str]()
    for area in changes.areas:
        totals.update(new=len(area.added), grows=len(area.reworded), stays=len(area.unchanged), gone=len(area.removed))
    labels = (
        words.new,
        words.grows,
        words.stays,
        words.gone.format(level=parts.short_names(transition.lower, transition.upper)[0]),
    )
    counts = [(label, count) for label, count in zip(labels, totals.values(), strict=False) if count]
    paragraphs = [_count_text(counts)] if counts else []
    if changes.inherited:
        names = " · ".join(f"**{level.name}**" for level in changes.inherited)
        paragraphs.append(parse(words.held.format(level=names), ladder.language))
    if totals["grows"]:
        paragraphs.append(plain_text(words.marks))
    if _is_worded_differently(changes):
        paragraphs.append(plain_text(words.anew.format(level=parts.short_names(transition.lower, transition.upper)[1])))
    if paragraphs:
        yield Prose(tuple(paragraphs))


def _is_worded_differently(changes: TransitionChanges) -> bool:
    """Return whether no statement stays or grows although some end: then "new" would say nothing."""
    return any(area.removed for area in changes.areas) and not any(
        area.reworded or area.unchanged for area in changes.areas
    )


def _count_text(counts: list[tuple[str, int]]) -> Text:
    runs: list[Run] = []
    for label, count in counts:
        runs += [Run(f"{' · ' if runs else ''}{label}: "), Run(str(count), strong=True)]
    return Text(tuple(runs), " · ".join(f"{label}: {count}" for label, count in counts))


def _change_sections(ladder: Ladder, transition: Transition) -> Iterator[Section]:
    """Yield the facts that differ, before and after, and the ratings of both levels if any differ."""
    words, names = ladder.words, parts.short_names(transition.lower, transition.upper)
    if rows := parts.fact_changes(transition.lower, transition.upper):
        yield Section(words.facts, (BeforeAfter(tuple(rows), (words.fact, *names)),))
    for radar in ratings_between(ladder, transition):
        yield Section(words.ratings, (radar,))


def _area_sections(words: UiStrings, changes: TransitionChanges) -> Iterator[Section]:
    new_label = words.statement if _is_worded_differently(changes) else words.new
    for area in changes.areas:
        if pieces := tuple(_pieces(words, area, new_label)):
            yield Section(area.title, pieces, area.icon)


def _pieces(words: UiStrings, area: AreaChanges, new_label: str) -> Iterator[Piece]:
    headings = (words.statement, words.evidence)
    if area.added:
        yield EvidenceTable(
            tuple(EvidenceItem(without_examples(statement)) for statement in area.added),
            new_label,
            headings,
            words.before,
        )
    if area.reworded:
        pairs = (mark_changes(before, after) for before, after in area.reworded)
        yield EvidenceTable(
            tuple(EvidenceItem(after, before) for before, after in pairs), words.grows, headings, words.before
        )
    if area.unchanged:
        yield Bullets("statements", _items(area.unchanged), words.stays)


def _unrepeated_section(words: UiStrings, transition: Transition, changes: TransitionChanges) -> Iterator[Section]:
    """Yield the statements that the upper level does not repeat, area by area; nothing without any."""
    items = tuple(
        Item(Text((Run(area.title, strong=True),), area.title), _items(area.removed))
        for area in changes.areas
        if area.removed
    )
    if items:
        yield Section(
            words.gone.format(level=parts.short_names(transition.lower, transition.upper)[0]),
            (Bullets("statements", items),),
        )


def _items(statements: Iterable[Statement]) -> tuple[Item, ...]:
    return tuple(map(without_examples, statements))


def _plan_section(words: UiStrings) -> Section:
    return Section(words.plan, (BlankTable((words.action, words.deadline, words.support), PLAN_ROWS),))


def _outcome_section(words: UiStrings) -> Section:
    """Return the form for the decision and for signatures."""
    signatures = BlankTable((words.engineer, words.manager, words.date), 1)
    return Section(words.outcome, (BlankTable((words.decision, words.effective), 1), signatures))
