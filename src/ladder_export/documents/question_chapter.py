"""The chapter of a handbook with all questions for interviews, for a ladder that wants one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ladder_export.core.document import Bullets, Document, Item, Section
from ladder_export.core.interviews import Question
from ladder_export.core.level_names import is_called
from ladder_export.core.model import Ladder
from ladder_export.core.text import Run, Text, plain_text
from ladder_export.documents.site import front_matter


def question_chapter(ladder: Ladder) -> Iterator[Document]:
    """Yield the handbook's chapter of interview questions, a section for each area; nothing if there are no questions.

    Each section has the questions that levels share, then those of single levels. A question is there once, with its
    levels, its follow-up questions, and good and poor answers. Questions of retired levels are left out.
    """
    items = dict[str, list[Item]]()
    for area, item in (*_shared_items(ladder), *_own_items(ladder)):
        items.setdefault(area, []).append(item)
    if items:
        names = _area_names(ladder)
        sections = tuple(_section(*names.get(area, (area, "")), asked) for area, asked in items.items())
        front = front_matter(ladder, "questions", "questions", ladder.words.questions, ())
        yield replace(front, sections=sections)


def _area_names(ladder: Ladder) -> Mapping[str, tuple[str, str]]:
    """Return title and icon of each area by its id, also of those that no level has."""
    declared = {declaration.id: (declaration.title, "") for declaration in ladder.declarations}
    return declared | {area.id: (area.title, area.icon) for level in ladder.levels for area in level.sections}


def _section(title: str, icon: str, items: Sequence[Item]) -> Section:
    return Section(title, (Bullets("statements", tuple(items)),), icon)


def _shared_items(ladder: Ladder) -> Iterator[tuple[str, Item]]:
    """Yield the questions that levels share, each with the id of its area."""
    for area, questions in ladder.questions.items():
        yield from ((area, _item(ladder, question, _whom(ladder, question))) for question in questions)


def _own_items(ladder: Ladder) -> Iterator[tuple[str, Item]]:
    """Yield the questions of single levels, each with the id of its area."""
    for level in ladder.levels:
        for area in level.sections if level.status != "retired" else ():
            yield from ((area.id, _item(ladder, question, (level.name,))) for question in area.questions)


def _item(ladder: Ladder, question: Question, whom: Iterable[str]) -> Item:
    """Return a question in bold, and below it for whom it is, how long it takes, and what its interviewer needs."""
    words, stages = ladder.words, {stage.id: stage.title for stage in ladder.stages}
    minutes = words.minutes.format(n=question.minutes) if question.minutes else ""
    facts = " · ".join(filter(None, (*whom, stages.get(question.stage, ""), minutes)))
    lists = (
        (words.context, (question.context,) if question.context else ()),
        (words.follow_ups, question.follow_ups),
        (words.good_answer, question.good),
        (words.poor_answer, question.poor),
    )
    below = [Item(_in_italics(label), tuple(map(Item, texts))) for label, texts in lists if texts]
    strong = Text(tuple(replace(run, strong=True) for run in question.ask.runs), question.ask.source)
    return Item(strong, (*((Item(plain_text(facts)),) if facts else ()), *below))


def _in_italics(label: str) -> Text:
    return Text((Run(label, emphasis=True),), label)


def _whom(ladder: Ladder, question: Question) -> Iterator[str]:
    """Yield the levels, tracks and steps that a shared question is for; nothing for one that is for all."""
    for name in question.levels:
        named = (level.code or level.title for level in ladder.levels if is_called(level, name))
        yield ", ".join(dict.fromkeys(named)) or name
    yield from (ladder.track(track).title for track in question.tracks)
    yield from question.steps
