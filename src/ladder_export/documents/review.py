"""The form of a review: each area rated by oneself and by the manager, with evidence and a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ladder_export.core.document import BlankTable, Bullets, Document, FormFields, Item, Piece, Prose, Section
from ladder_export.core.model import Ladder, Level
from ladder_export.core.model import Section as Area
from ladder_export.core.text import parse, plain_text
from ladder_export.core.ui_strings import UiStrings
from ladder_export.documents import level_parts as parts
from ladder_export.documents.progression import AreaChanges, Transition, areas_between, changes_between
from ladder_export.documents.scorecard import rating_line, rating_steps, scale_of
from ladder_export.documents.specs import DocumentSpec, each_level
from ladder_export.documents.transition_parts import transition_spec, with_both_levels
from ladder_export.documents.word_diff import flatten, mark_changes, without_examples

PLAN_ROWS = 3  # rows of the plan


def review(ladder: Ladder) -> Iterator[DocumentSpec]:
    """Yield a review form for each level, then one for each pair of levels that `reviews:` in ladder.yaml names.

    Each is a specification from which the form is made on demand.
    """
    yield from each_level(ladder, _make_review)
    for lower, upper in ladder.reviews:
        yield review_between(ladder, Transition(ladder.level(lower), ladder.level(upper)))


def review_between(ladder: Ladder, transition: Transition) -> DocumentSpec:
    """Return the specification of the review form for a person at the lower level who wants to reach the upper one."""
    return transition_spec(ladder, transition, _make_pair_review)


def _make_review(ladder: Ladder, level: Level) -> Document:
    """Return who meets when, then each area with its statements and room for both views, then a plan."""
    words = ladder.words
    areas = (_area(words, level, area) for area in level.sections if area.expectations)
    document = parts.level_document(ladder, level, "review", (_people(words),), (*areas, _ending(words)))
    return parts.as_form(_with_labels(words, document, level, level), level, words.review)


def _make_pair_review(ladder: Ladder, transition: Transition) -> Document:
    """Return the form for two levels: each area with the lower level's statements and those that the upper one adds.

    Every statement of the lower level appears once. Of the upper level's, those that are new or grow follow, and such
    that stay but are a level's further below; the others are there already.
    """
    words, changes = ladder.words, changes_between(ladder, transition)
    lower, upper = parts.short_names(transition.lower, transition.upper)
    legend = [plain_text(words.pair_use.format(lower=lower, upper=upper))]
    if changes.inherited:
        names = " · ".join(f"**{level.name}**" for level in changes.inherited)
        legend.insert(0, parse(words.held.format(level=names), ladder.language))
    own = {flatten(statement) for area in transition.lower.sections for statement in area.expectations}
    areas = (_pair_area(words, transition, area, own) for area in areas_between(ladder, transition))
    header = (_people(words), Prose(tuple(legend)))
    document = parts.level_document(ladder, transition.upper, "review", header, (*areas, _ending(words)))
    labelled = _with_labels(words, document, transition.lower, transition.upper)
    return with_both_levels(ladder, transition, labelled, words.review)


def _with_labels(words: UiStrings, document: Document, lower: Level, upper: Level) -> Document:
    """Return a document with the headings of its columns in a workbook."""
    here, there = parts.short_names(lower, upper) if lower is not upper else [lower.code or lower.title] * 2
    labels = {"statements": words.expected_at.format(level=here), "added": words.expected_at.format(level=there)}
    return replace(document, labels={"area": words.area, **labels})


def _people(words: UiStrings) -> FormFields:
    return FormFields((words.engineer, words.manager, words.date))


def _area(words: UiStrings, level: Level, area: Area) -> Section:
    """Return an area's statements without examples, and room for both views."""
    items = tuple(map(without_examples, area.expectations))
    views = _views(words, area.title, rating_steps(words, level, area))
    return Section(area.title, (Bullets("statements", items), *views), area.icon)


def _pair_area(words: UiStrings, transition: Transition, area: AreaChanges, own: set[str]) -> Section:
    """Return an area's statements at both levels, and room for both views; `own` are texts of the lower level."""
    lower, upper = parts.short_names(transition.lower, transition.upper)
    same = (section for section in transition.lower.sections if section.id == area.id)
    before = [statement for section in same for statement in section.expectations]
    lists = (
        (words.expected_at.format(level=lower), map(without_examples, before)),
        (words.new_at.format(level=upper), map(without_examples, area.added)),
        (words.grows_at.format(level=upper), (mark_changes(*pair)[1] for pair in area.reworded)),
        (words.stays, (without_examples(statement) for statement in area.unchanged if flatten(statement) not in own)),
    )
    steps = scale_of(area.id, transition.upper, transition.lower) or (
        words.below.format(level=lower),
        lower,
        words.on_the_way.format(level=upper),
        upper,
    )
    return Section(area.title, (*_lists(lists), *_views(words, area.title, steps)), area.icon)


def _lists(lists: Iterable[tuple[str, Iterable[Item]]]) -> Iterator[Bullets]:
    """Yield the lists that are not empty, each under its label."""
    for label, items in lists:
        if shown := tuple(items):
            yield Bullets("statements", shown, label)


def _views(words: UiStrings, title: str, steps: Sequence[str]) -> Iterator[Piece]:
    """Yield a rating of an area from each side with room for evidence, then room for what comes next."""
    for view in (words.self_view, words.manager_view):
        yield rating_line(title, tuple(steps), view, words.evidence)
    yield BlankTable((words.next_focus,), 1)


def _ending(words: UiStrings) -> Section:
    pieces: tuple[Piece, ...] = (
        BlankTable((words.action, words.deadline, words.support), PLAN_ROWS),
        FormFields((words.engineer, words.manager, words.date), words.signature),
    )
    return Section(words.plan, pieces)
