"""Warnings about interviews: areas that nobody asks about, questions that suit no level or have no time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from ladder_export.core.interview_plan import InterviewPlan, interview_plan, is_for, minutes_of
from ladder_export.core.interviews import Question
from ladder_export.core.model import Ladder, Level, Section
from ladder_export.core.problems import Problem, Severity, Span

MOST_NAMED = 5  # levels that a message names


def check_interviews(ladder: Ladder) -> Iterator[Problem]:
    """Yield warnings about interview questions and stages (meetings); none if the ladder has neither.

    Retired levels are not checked, since they have no interviews.
    """
    levels = [level for level in ladder.levels if level.status != "retired"]
    own = chain.from_iterable(section.questions for level in levels for section in level.sections)
    if not ladder.stages and not ladder.questions and not any(True for _ in own):
        return
    plans = [(level, interview_plan(ladder, level)) for level in levels]
    yield from _stages_without_time(ladder)
    yield from _questions_for_nobody(ladder, levels)
    yield from _questions_without_time(plans)
    yield from _areas_not_asked(ladder, plans)


def _stages_without_time(ladder: Ladder) -> Iterator[Problem]:
    for stage in ladder.stages:
        if stage.minutes and stage.opening_minutes + stage.closing_minutes >= stage.minutes:
            message = f"'{stage.title}' has {stage.minutes} minutes, and opening and closing take all of them"
            remedy = "give it more 'minutes:', or less to 'opening:' and 'closing:'"
            yield Problem("stage-too-short", message, stage.span, Severity.WARNING, remedy)


def _questions_for_nobody(ladder: Ladder, levels: Iterable[Level]) -> Iterator[Problem]:
    for area, questions in ladder.questions.items():
        meets = [level for level in levels if any(section.id == area for section in level.sections)]
        for question in questions:
            if not any(is_for(question, level) for level in meets):
                message = "no level with this area is asked this question"
                remedy = "check 'levels:' and 'steps:' of the question, or remove it"
                yield Problem("question-for-nobody", message, question.span, Severity.WARNING, remedy)


def _questions_without_time(plans: Iterable[tuple[Level, InterviewPlan]]) -> Iterator[Problem]:
    """Yield a warning for each question that no interview has time for; another level may have it."""
    left, asked = dict[int, tuple[Question, str, int]](), set[int]()
    for _, plan in plans:
        asked |= {id(slot.question) for slot in plan.slots}
        for stage in plan.stages:
            for question in stage.left_out:
                left[id(question)] = (question, stage.stage.title, stage.stage.minutes)
    for key, (question, title, minutes) in left.items():
        if key not in asked:
            message = (
                f"there is no time for this question of {minutes_of(question)} minutes in '{title}' ({minutes} minutes)"
            )
            remedy = "shorten this question or those before it, or give the stage more 'minutes:'"
            yield Problem("no-time", message, question.span, Severity.WARNING, remedy)


def _areas_not_asked(ladder: Ladder, plans: Iterable[tuple[Level, InterviewPlan]]) -> Iterator[Problem]:
    """Yield a warning for each area that no stage gets to, with the levels where that is so."""
    by_area = dict[str, tuple[str, list[str]]]()
    for level, plan in plans:
        for area in _not_reached(plan):
            by_area.setdefault(area.id, (area.title, []))[1].append(level.code or level.title)
    span = ladder.stages[0].span if ladder.stages else Span("")
    for title, names in by_area.values():
        rest = f" and {len(names) - MOST_NAMED} more" if names[MOST_NAMED:] else ""
        message = f"no stage asks about '{title}' ({', '.join(names[:MOST_NAMED])}{rest})"
        remedy = "add it to the 'areas:' of a stage, or give the stage more 'minutes:'"
        yield Problem("area-not-asked", message, span, Severity.WARNING, remedy)


def _not_reached(plan: InterviewPlan) -> list[Section]:
    """Return the areas of a level that no stage is about, or that none has time for."""
    reached = {slot.area.id for slot in plan.slots}
    areas = {area.id: area for stage in plan.stages for area in stage.not_covered}
    areas |= {area.id: area for area in plan.not_asked}
    return [area for area in areas.values() if area.id not in reached]
