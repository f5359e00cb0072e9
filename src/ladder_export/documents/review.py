"""The form of a review: each area rated by oneself and by the manager, with evidence, what comes next, and signatures."""

from __future__ import annotations

from collections.abc import Iterator

from ladder_export.core.document import BlankTable, Bullets, Document, FormFields, Piece, Section
from ladder_export.core.model import Ladder, Level
from ladder_export.core.model import Section as Area
from ladder_export.core.ui_strings import UiStrings
from ladder_export.documents import level_parts as parts
from ladder_export.documents.scorecard import rating_line, rating_steps
from ladder_export.documents.specs import DocumentSpec, each_level
from ladder_export.documents.word_diff import without_examples


def review(ladder: Ladder) -> Iterator[DocumentSpec]:
    """Yield a form per level."""
    return each_level(ladder, _make_review)


def _make_review(ladder: Ladder, level: Level) -> Document:
    """Return who meets when, then each area with its statements and room for both views, then what comes next."""
    words = ladder.words
    people = FormFields((words.engineer, words.manager, words.date))
    areas = (_area(words, level, area) for area in level.sections if area.expectations)
    document = parts.level_document(ladder, level, "review", (people,), (*areas, _ending(words)))
    return parts.as_form(document, level, words.review)


def _area(words: UiStrings, level: Level, area: Area) -> Section:
    """Return an area's statements without examples, and a rating from each side with room for evidence."""
    steps, items = rating_steps(words, level, area), tuple(map(without_examples, area.expectations))
    views = (rating_line(area.title, steps, view, words.evidence) for view in (words.self_view, words.manager_view))
    return Section(area.title, (Bullets("statements", items), *views), area.icon)


def _ending(words: UiStrings) -> Section:
    pieces: tuple[Piece, ...] = (
        BlankTable((words.action, words.deadline, words.support), 3),
        FormFields((words.engineer, words.manager, words.date), words.signature),
    )
    return Section(words.next_focus, pieces)
