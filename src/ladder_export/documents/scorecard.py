"""The form on which an interviewer rates a candidate: a row per area, with what the level and its neighbours expect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ladder_export.core.document import (
    BlankTable,
    Bullets,
    Document,
    FormFields,
    Item,
    Piece,
    Prose,
    RatingHeadings,
    RatingTable,
    Section,
)
from ladder_export.core.model import Ladder, Level
from ladder_export.core.model import Section as Area
from ladder_export.core.text import plain_text
from ladder_export.core.ui_strings import UiStrings
from ladder_export.documents import level_parts as parts
from ladder_export.documents.anchors import Anchor, anchors
from ladder_export.documents.progression import related_levels
from ladder_export.documents.specs import DocumentSpec, each_level
from ladder_export.documents.word_diff import without_examples

STEPS = ("1", "2", "3", "4")
LEGEND_SEPARATOR = " · "  # between the steps in the words' legend


def scorecard(ladder: Ladder) -> Iterator[DocumentSpec]:
    """Yield an interview scorecard for each level, as a specification from which it is made on demand."""
    return each_level(ladder, _make_scorecard)


def _make_scorecard(ladder: Ladder, level: Level) -> Document:
    """Return who meets whom and when, then what is to be rated, then a verdict with room for reasons and a signature."""
    words = ladder.words
    people, use = FormFields((words.candidate, words.interviewer, words.date)), [words.card_use]
    if ladder.export.scorecard == "statements":
        rated = _statements(words, level)
        use.append(words.legend)
    else:
        rated = _areas(ladder, level)
    header = (people, Prose(tuple(map(plain_text, use))))
    document = parts.level_document(ladder, level, "scorecard", header, (*rated, _verdict(words)))
    return parts.with_sources(parts.as_form(document, level, words.scorecard), related_levels(ladder, level))


def _statements(words: UiStrings, level: Level) -> Iterator[Section]:
    """Yield each area's statements, to be rated one by one; examples stay away."""
    for area in level.sections:
        if items := tuple(map(without_examples, area.expectations)):
            table = RatingTable(
                items, (*STEPS, words.not_asked), RatingHeadings(words.statement, words.rating, words.notes)
            )
            yield Section(area.title, (table,), area.icon)


def _areas(ladder: Ladder, level: Level) -> Iterator[Section]:
    """Yield each area with what the levels around this one expect, and one rating."""
    words, anchors_by_area = ladder.words, anchors(ladder, level)
    for area in level.sections:
        if area.expectations:
            pieces: tuple[Piece, ...] = (
                *anchor_pieces(words, level, anchors_by_area[area.id]),
                area_rating(words, level, area),
            )
            yield Section(area.title, pieces, area.icon)


def anchor_pieces(words: UiStrings, level: Level, area_anchors: Sequence[Anchor]) -> Iterator[Bullets]:
    """Yield a bullet list for each level in `area_anchors`: what it expects in an area, under the name of the level.

    A last item says how many more statements there are. `level` is the level that the document is about.
    """
    for anchor in area_anchors:
        items = [Item(text) for text in anchor.texts]
        if anchor.more:
            items.append(Item(plain_text(words.and_more.format(n=anchor.more))))
        template = words.expected_here if anchor.level.id == level.id else words.expected_at
        label = template.format(level=anchor.level.code or anchor.level.title)
        yield Bullets("statements", tuple(items), label)


def area_rating(words: UiStrings, level: Level, area: Area) -> RatingTable:
    """Return a form with one row, on which an interviewer rates a candidate in one area as a whole."""
    return rating_line(area.title, (*rating_steps(words, level, area), words.not_asked), words.rating, words.notes)


def rating_steps(words: UiStrings, level: Level, area: Area) -> tuple[str, ...]:
    """Return the steps by which a candidate is rated in an area.

    They are those of the level's competency with the area's id; without such a competency, 1 to 4 with their meanings.
    """
    legend = tuple(words.legend.split(LEGEND_SEPARATOR))
    return scale_of(area.id, level) or (legend if len(legend) == len(STEPS) else STEPS)


def scale_of(area: str, *levels: Level) -> tuple[str, ...]:
    """Return the names of the rating steps of a competency, by its id `area`.

    They are those of the first of `levels` that is rated in it; empty if none is.
    """
    ratings = (rating for level in levels for rating in level.ratings)
    return next((rating.steps for rating in ratings if rating.competency == area), ())


def recommendation(words: UiStrings) -> RatingTable:
    """Return the form in which an interviewer ticks one of four recommendations about the candidate."""
    steps = (words.strong_yes, words.yes, words.no, words.strong_no)
    return rating_line(words.recommendation, steps, words.recommendation)


def rating_line(name: str, steps: tuple[str, ...], label: str, notes: str = "") -> RatingTable:
    """Return a form with one row and no heading row, in which something is rated by one of several steps.

    `name` says what is rated. `label` stands before the steps. `notes` is the label of space for notes; empty for no
    such space.
    """
    return RatingTable((Item(plain_text(name)),), steps, RatingHeadings("", label, notes))


def _verdict(words: UiStrings) -> Section:
    """Return room for strengths and concerns, the recommendation, and a signature."""
    pieces: tuple[Piece, ...] = (
        BlankTable((words.strengths, words.concerns), 1),
        recommendation(words),
        FormFields((words.signature,)),
    )
    return Section(words.recommendation, pieces)
