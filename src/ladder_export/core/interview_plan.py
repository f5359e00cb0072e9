"""Plan the interview for a level: which questions are asked, in which stage (meeting) and at which minute."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ladder_export.core.interviews import Question, Stage
from ladder_export.core.level_names import is_called
from ladder_export.core.model import Ladder, Level, Section
from ladder_export.core.problems import Span

USUAL_MINUTES = 7  # of a question that does not say how long it takes, and of an area without one


@dataclass(frozen=True, slots=True)
class Slot:
    """The time for one question in an interview stage, in minutes from the start of the stage: from `start` to `end`.

    `area` is the section (area of a level) that the question is about. `question` is None if the ladder has no question
    for that area: the interviewer asks one of their own.
    """

    area: Section
    question: Question | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StagePlan:
    """The plan of one interview stage (meeting), such as the phone screen: its questions in order, with their minutes.

    `left_out` are questions that do not fit into the stage's time. `not_covered` are areas of the level that the stage
    is about but has no time for.
    """

    stage: Stage
    slots: tuple[Slot, ...]
    left_out: tuple[Question, ...]
    not_covered: tuple[Section, ...]

    @property
    def areas(self) -> tuple[Section, ...]:
        """Return the areas that the stage is about: that of each question in order, then those it has no time for.

        An area with several questions occurs several times.
        """
        return (*(slot.area for slot in self.slots), *self.not_covered)


@dataclass(frozen=True, slots=True)
class InterviewPlan:
    """The plan of all stages (meetings) of a level's interview; `not_asked` are its areas that no stage is about."""

    stages: tuple[StagePlan, ...]
    not_asked: tuple[Section, ...]

    @property
    def slots(self) -> Iterator[Slot]:
        """Yield the questions of all stages with their minutes, stage by stage."""
        for plan in self.stages:
            yield from plan.slots


Chosen = dict[str, list[Question | None]]
"""The questions of each area, by its id; None stands for one that nobody has written yet."""


def interview_plan(ladder: Ladder, level: Level) -> InterviewPlan:
    """Plan the interview for a level: which questions are asked, in which stage (meeting) and when.

    In a stage, every area of the level has its first question before any area has its second; more follow as long as
    there is time. A question is asked once: in the stage that it names, else in one about its area. If the ladder
    declares no stages, the plan has one stage about all areas, without a time limit.
    """
    areas = [section for section in level.sections if section.questions or section.expectations]
    plans = tuple(_stage_plans(ladder, level, areas))
    planned = {area.id for plan in plans for area in plan.areas}
    return InterviewPlan(tuple(_left_out_once(plans)), tuple(area for area in areas if area.id not in planned))


def candidates(ladder: Ladder, level: Level, area: Section) -> list[Question]:
    """Return the questions about an area that may be asked at a level, the most specific first; empty if none.

    The level's own questions come first, then shared ones that name the level, then shared ones for the level's rating
    in a competency, then all others.
    """
    shared = [question for question in ladder.questions.get(area.id, ()) if is_for(question, level)]
    return [*area.questions, *sorted(shared, key=_breadth)]


def is_for(question: Question, level: Level) -> bool:
    """Return whether a question may be asked at a level: whether the level is among those that the question is for.

    A question can name levels, tracks and rating steps; if it names none of a kind, that kind is not checked.
    """
    reached = {rating.step for rating in level.ratings if rating.competency == question.competency}
    return (
        (not question.levels or any(is_called(level, name) for name in question.levels))
        and (not question.tracks or level.track in question.tracks)
        and (not question.steps or not reached.isdisjoint(question.steps))
    )


def minutes_of(question: Question | None) -> int:
    """Return how many minutes a question takes: as the ladder says, else a default of 7.

    None, which stands for a question that is not written yet, takes the default.
    """
    return question.minutes if question and question.minutes else USUAL_MINUTES


def _breadth(question: Question) -> int:
    """Return 0 for a question that names levels, 1 for one that names steps, 2 for any other."""
    return 0 if question.levels else 1 if question.steps else 2


def _stage_plans(ladder: Ladder, level: Level, areas: Sequence[Section]) -> Iterator[StagePlan]:
    """Yield the plan of each stage, or of one about all areas; what an earlier stage asks is not asked again."""
    declared = ladder.stages or (Stage("", ladder.words.interview, "", (), 0, 0, 0, Span("")),)
    unnamed = {area.id for area in areas}.difference(*(stage.areas for stage in declared))
    used = set[int]()
    for stage in declared:
        due = _due(ladder, level, areas, stage, set(stage.areas) or unnamed)
        plan = _stage_plan(
            stage, [(area, [question for question in asked if id(question) not in used]) for area, asked in due]
        )
        used.update(id(slot.question) for slot in plan.slots)
        yield plan


def _due(
    ladder: Ladder, level: Level, areas: Iterable[Section], stage: Stage, own: set[str]
) -> Iterator[tuple[Section, list[Question]]]:
    """Yield each area of a stage with its questions: its `own` ones, and others with questions that name the stage."""
    for area in areas:
        usual = stage.id if area.id not in own else ""
        questions = [question for question in candidates(ladder, level, area) if question.stage in (stage.id, usual)]
        if area.id in own or questions:
            yield area, questions


def _left_out_once(plans: Sequence[StagePlan]) -> Iterator[StagePlan]:
    """Yield plans that leave out only questions no other stage asks, each in the first stage that has no time for it."""
    seen = {id(slot.question) for plan in plans for slot in plan.slots}
    for plan in plans:
        left = tuple(question for question in plan.left_out if id(question) not in seen)
        seen |= set(map(id, left))
        yield replace(plan, left_out=left)


def _stage_plan(stage: Stage, due: Sequence[tuple[Section, list[Question]]]) -> StagePlan:
    """Return what a stage asks, of areas with their questions."""
    chosen = _chosen(stage, {area.id: questions for area, questions in due})
    slots = tuple(_slots(stage, [(area, question) for area, _ in due for question in chosen[area.id]]))
    left = tuple(question for area, questions in due for question in questions if question not in chosen[area.id])
    return StagePlan(stage, slots, left, tuple(area for area, _ in due if not chosen[area.id]))


def _chosen(stage: Stage, asked: Mapping[str, Sequence[Question]]) -> Chosen:
    """Return what there is time for: first one question of each area, then the second, and so on."""
    budget = stage.minutes - stage.opening_minutes - stage.closing_minutes if stage.minutes else math.inf
    chosen: Chosen = {area: [] for area in asked}
    spent = 0
    for turn in range(max([1, *map(len, asked.values())])):
        for area, questions in asked.items():
            if turn and turn >= len(questions):
                continue
            question = questions[turn] if questions else None
            if spent + minutes_of(question) <= budget:
                chosen[area].append(question)
                spent += minutes_of(question)
    return chosen


def _slots(stage: Stage, asked: Sequence[tuple[Section, Question | None]]) -> Iterator[Slot]:
    now = stage.opening_minutes
    for area, question in asked:
        yield Slot(area, question, now, now + minutes_of(question))
        now += minutes_of(question)
