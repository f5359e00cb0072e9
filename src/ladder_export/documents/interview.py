"""The guide of an interview about a level: questions by stage, good and poor answers, space for notes and ratings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ladder_export.core.document import (
    BlankTable,
    Bullets,
    Document,
    FormFields,
    Item,
    Piece,
    Prose,
    Section,
)
from ladder_export.core.interview_plan import StagePlan, interview_plan
from ladder_export.core.interviews import Question, Stage
from ladder_export.core.model import Ladder, Level
from ladder_export.core.model import Section as Area
from ladder_export.core.text import plain_text
from ladder_export.core.ui_strings import UiStrings
from ladder_export.documents import level_parts as parts
from ladder_export.documents.anchors import Anchor, anchors
from ladder_export.documents.progression import related_levels
from ladder_export.documents.scorecard import anchor_pieces, area_rating, recommendation
from ladder_export.documents.specs import DocumentSpec, each_level

INTERVIEWERS = 4  # columns of the debrief


def interview(ladder: Ladder) -> Iterator[DocumentSpec]:
    """Yield an interview guide for each level, as a specification from which it is made on demand."""
    return each_level(ladder, _make_interview)


def _make_interview(ladder: Ladder, level: Level) -> Document:
    """Return every stage with its questions by the clock, then the sheet of the debrief.

    A chapter opens each stage. A question stands in a section of its area: the question, its context, probes, signs of
    good and poor answers, anchors, a rating with notes. Where no question is written, there is room for one.
    """
    words, plan, anchors_by_area = ladder.words, interview_plan(ladder, level), anchors(ladder, level)
    sections = [section for stage in plan.stages for section in _stage(words, level, stage, anchors_by_area)]
    areas = tuple(dict.fromkeys(slot.area.title for slot in plan.slots))
    sections += _debrief(words, areas, plan.not_asked)
    document = parts.level_document(ladder, level, "interview", (), tuple(sections))
    return parts.with_sources(parts.as_form(document, level, words.interview), related_levels(ladder, level))


def _stage(
    words: UiStrings, level: Level, plan: StagePlan, anchors_by_area: Mapping[str, tuple[Anchor, ...]]
) -> Iterator[Section]:
    stage, met = plan.stage, set[str]()
    yield Section(stage.title, tuple(_stage_head(words, plan)), chapter=True)
    for slot in plan.slots:
        around = () if _says_what_is_good(slot.question) or slot.area.id in met else anchors_by_area[slot.area.id]
        met |= {slot.area.id} if around else set()
        pieces = (
            *_asked(words, slot.question),
            *anchor_pieces(words, level, around),
            area_rating(words, level, slot.area),
        )
        yield Section(
            slot.area.title, pieces, slot.area.icon, parent=stage.title, eyebrow=_clock(stage, slot.start, slot.end)
        )
    if plan.left_out:
        items = tuple(map(_left_out, plan.left_out))
        yield Section(words.further, (Bullets("statements", items),), parent=stage.title)
    yield from _ending(words, plan)


def _ending(words: UiStrings, plan: StagePlan) -> Iterator[Section]:
    """Yield the time that no question takes, then the candidate's questions with the recommendation."""
    stage = plan.stage
    spare, closing = plan.slots[-1].end if plan.slots else stage.opening_minutes, stage.minutes - stage.closing_minutes
    if stage.minutes and closing > spare:
        yield Section(words.spare, (), parent=stage.title, eyebrow=_clock(stage, spare, closing))
    pieces = (BlankTable((words.notes, words.moment), 1), recommendation(words))
    yield Section(words.closing, pieces, parent=stage.title, eyebrow=_clock(stage, closing, stage.minutes))


def _clock(stage: Stage, start: int, end: int) -> str:
    """Return a range of minutes; empty for a stage without a clock, or where there are none."""
    return f"{start}–{end}" if stage.minutes and end > start else ""  # a range


def _stage_head(words: UiStrings, plan: StagePlan) -> Iterator[Piece]:
    stage = plan.stage
    yield FormFields((words.candidate, words.interviewer, words.date))
    minutes = words.minutes.format(n=stage.minutes) if stage.minutes else ""
    if facts := tuple(plain_text(text) for text in (minutes, stage.panel) if text):
        yield Prose(facts)
    yield Prose((plain_text(words.guide_use),))
    opening = f"{_clock(stage, 0, stage.opening_minutes)} {words.opening}".lstrip()
    yield Prose((plain_text(words.opening_text),), opening)
    yield from _not_covered(words, plan.not_covered)


def _not_covered(words: UiStrings, areas: Sequence[Area]) -> Iterator[Prose]:
    """Yield a sentence that names areas; nothing for none."""
    if areas:
        names = ", ".join(area.title for area in areas)
        yield Prose((plain_text(words.not_covered.format(areas=names)),))


def _asked(words: UiStrings, question: Question | None) -> Iterator[Piece]:
    """Yield a question with all that belongs to it; room to write one where there is none."""
    if not question:
        yield BlankTable((words.own_question,), 1)
        return
    yield Prose((question.ask,))
    if question.context:
        yield Prose((question.context,), words.context)
    for texts, label in (
        (question.follow_ups, words.follow_ups),
        (question.good, words.good_answer),
        (question.poor, words.poor_answer),
    ):
        if texts:
            yield Bullets("examples", tuple(map(Item, texts)), label)


def _says_what_is_good(question: Question | None) -> bool:
    """Return whether a question brings signs of good or poor answers, so that it needs no anchors."""
    return bool(question and (question.good or question.poor))


def _left_out(question: Question) -> Item:
    """Return a question that time does not suffice for, with all that belongs to it below."""
    context = (question.context,) if question.context else ()
    return Item(question.ask, tuple(map(Item, (*context, *question.follow_ups, *question.good, *question.poor))))


def _debrief(words: UiStrings, areas: tuple[str, ...], not_asked: Sequence[Area]) -> Iterator[Section]:
    """Yield the sheet of the debrief: areas by interviewers, then what is decided."""
    people = tuple(f"{words.interviewer} {number}" for number in range(1, INTERVIEWERS + 1))
    pieces: list[Piece] = [FormFields((words.candidate, words.decision, words.date))]
    pieces += _not_covered(words, not_asked)
    rows = (*areas, *(area.title for area in not_asked), words.recommendation)
    pieces.append(BlankTable((words.area, *people), len(rows), rows))
    pieces.append(BlankTable((words.level_offered, words.open_points, words.signature), 1))
    yield Section(words.debrief, tuple(pieces), chapter=True)
