"""The form of a review: each area rated by oneself and by the manager, with evidence, what comes next, and signatures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ladder_export.core.document import BlankTable, Bullets, Document, FormFields, Piece, Section
from ladder_export.core.model import Ladder, Level
from ladder_export.core.model import Section as Area
from ladder_export.core.ui_strings import UiStrings
from ladder_export.documents import level_parts as parts
from ladder_export.documents.scorecard import area_rating
from ladder_export.documents.specs import DocumentSpec, each_level
from ladder_export.documents.word_diff import without_examples


def review(ladder: Ladder) -> Iterator[DocumentSpec]:
    """Yield a form per level."""
    return each_level(ladder, _make_review)


def _make_review(ladder: Ladder, level: Level) -> Document:
    """Return who meets when, then each area with its statements and room for both views, then what comes next."""
    words = ladder.words
    people = FormFields((words.engineer, words.manager, words.date))
    areas = (_area(words, level, area) for area in level.sections if any(one.statements for one in area.passages))
    document = parts.level_document(ladder, level, "review", header_pieces=(people,), sections=(*areas, _ending(words)))
    return replace(
        document,
        breadcrumbs=(*document.breadcrumbs, words.review),
        description=f"{words.review}: {level.name}",
        attachments=(),
    )


def _area(words: UiStrings, level: Level, area: Area) -> Section:
    """Return an area's statements without examples, a rating from each side, and room for evidence and next steps."""
    items = tuple(without_examples(one) for passage in area.passages for one in passage.statements)
    rating = area_rating(words, level, area)
    steps = tuple(step for step in rating.steps if step != words.not_asked)
    views = (
        replace(rating, steps=steps, headings=("", view, words.evidence))
        for view in (words.self_view, words.manager_view)
    )
    return Section(area.title, (Bullets("statements", items), *views), area.icon)


def _ending(words: UiStrings) -> Section:
    pieces: tuple[Piece, ...] = (
        BlankTable((words.action, words.deadline, words.support), 3),
        FormFields((words.engineer, words.manager, words.date), words.signature),
    )
    return Section(words.next_focus, pieces)
