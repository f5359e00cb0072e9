"""Find the changes in interview questions and interview stages between two ladders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ladder_export.core.alignment import Change, TextEntry, diff_texts
from ladder_export.core.interviews import Question, Stage
from ladder_export.core.model import Ladder, Level

LABELS = (
    "question",
    "context",
    "ask next",
    "good answers",
    "poor answers",
    "minutes",
    "talk",
    "for levels",
    "for steps",
)


def shared_question_changes(before: Ladder, after: Ladder) -> Iterator[Change]:
    """Yield the changes of the questions in ladder.yaml, which levels share, then of interview stages (meetings)."""
    titles = {
        section.id: section.title for ladder in (before, after) for level in ladder.levels for section in level.sections
    }
    old, new = (
        [entry for area, asked in ladder.questions.items() for entry in _entries(area, titles.get(area, area), asked)]
        for ladder in (before, after)
    )
    yield from diff_texts("", old, new)
    yield from diff_texts("", *(list(_stage_entries(ladder.stages)) for ladder in (before, after)))


def level_question_changes(name: str, before: Level, after: Level) -> Iterator[Change]:
    """Yield the changes of the interview questions in a level's own file; `name` is the name of the level."""
    old, new = (
        [entry for section in level.sections for entry in _entries(section.id, section.title, section.questions)]
        for level in (before, after)
    )
    yield from diff_texts(name, old, new)


def _entries(area: str, title: str, questions: Iterable[Question]) -> Iterator[TextEntry]:
    """Yield each text of questions."""
    for question in questions:
        lists = ((question.context,), question.follow_ups, question.good, question.poor)
        texts = [[question.ask.plain], *([text.plain for text in texts] for texts in lists)]
        names = (str(question.minutes or ""), question.stage, ", ".join(question.levels), ", ".join(question.steps))
        for label, group in zip(LABELS, [*texts, *([name] for name in names)], strict=True):
            yield from (TextEntry(area, label, (title, label), text) for text in group if text)


def _stage_entries(stages: Iterable[Stage]) -> Iterator[TextEntry]:
    """Yield title and settings of talks."""
    for stage in stages:
        yield TextEntry(stage.id, "talk", ("interviews",), stage.title)
        minutes = f"{stage.minutes} minutes, {stage.opening_minutes} to open, {stage.closing_minutes} to close"
        for text in (minutes, stage.panel, ", ".join(stage.areas)):
            if text:
                yield TextEntry(stage.id, "settings", ("interviews", stage.title), text)
