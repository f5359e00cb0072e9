"""Questions and stages of interviews, with every name in them resolved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ladder_export.core.interviews import Question, Stage
from ladder_export.core.model import Level
from ladder_export.core.problems import did_you_mean
from ladder_export.core.text import Text
from ladder_export.reading.nodes import (
    Node,
    NodePath,
    ScalarNode,
    child_or_self,
    key_span,
    padded_items,
    resolve_path,
    value_span,
)
from ladder_export.reading.resolve.context import ResolveContext, one_line
from ladder_export.reading.resolve.ratings import Competencies
from ladder_export.reading.schema.interview_models import CompetencyQuestionModel, QuestionModel


def stages(context: ResolveContext) -> tuple[Stage, ...]:
    """Return the stages that ladder.yaml declares; add errors for areas that are not among its sections."""
    found = []
    for name, part in context.shared.interviews.items():
        for position, area in enumerate(part.areas):
            if area not in context.shared.competencies:
                context.require_declared(
                    "sections", area, value_span(context.node, "interviews", name, "areas", position)
                )
        found.append(
            Stage(
                id=name,
                title=one_line(part.title),
                panel=one_line(part.panel),
                areas=part.areas,
                minutes=part.minutes or 0,
                opening_minutes=part.opening,
                closing_minutes=part.closing,
                span=key_span(context.node, "interviews", name),
            )
        )
    return tuple(found)


def shared_questions(context: ResolveContext, competencies: Competencies) -> dict[str, tuple[Question, ...]]:
    """Return the questions that ladder.yaml has for each area: of sections, then of competencies, then of blocks.

    An area is the id of a section, or of a competency that belongs to none.
    """
    found = defaultdict[str, list[Question]](list)
    for name, section in context.shared.sections.items():
        found[name] += questions(context, context.node, ("sections", name, "questions"), section.questions)
    for name, part in context.shared.competencies.items():
        asked = questions(context, context.node, ("competencies", name, "questions"), part.questions)
        found[part.section or name] += _with_steps(context, competencies, name, asked, part.questions)
    for name, question in _of_blocks(context):
        found[name].append(question)
    return {name: tuple(asked) for name, asked in found.items() if asked}


def questions(
    context: ResolveContext, node: Node, path: NodePath, parts: Sequence[QuestionModel]
) -> tuple[Question, ...]:
    """Return the questions at a path of a file; add errors for stages that do not exist."""
    if not parts:
        return ()
    listed, _ = resolve_path(node, path)
    return tuple(
        _question(context, item, part) for item, part in zip(padded_items(listed, len(parts)), parts, strict=True)
    )


def check_levels(context: ResolveContext, asked: Iterable[Question], levels: Iterable[Level]) -> None:
    """Add an error for each level that a question names and that does not exist."""
    ids = [name for level in levels for name in (level.id, level.code) if name]
    known = {name.casefold() for name in ids}
    for question in asked:
        for name in question.levels:
            if name.casefold() not in known:
                remedy = did_you_mean(name, ids) or "write the id or the code of a level"
                context.add_error("unknown-level", f"there is no level '{name}'", question.span, remedy)


def _of_blocks(context: ResolveContext) -> Iterator[tuple[str, Question]]:
    """Yield the questions of blocks with their areas, for the tracks that include the block; there is a warning if none does."""
    for block, shared in context.shared.blocks.items():
        tracks = tuple(track for track, one in context.shared.tracks.items() if block in one.includes)
        for name, area in shared.sections.items() if tracks else ():
            asked = questions(context, context.node, ("blocks", block, "sections", name, "questions"), area.questions)
            yield from ((name, replace(one, tracks=tracks)) for one in asked)


def _question(context: ResolveContext, node: Node, part: QuestionModel) -> Question:
    span = node.span if isinstance(node, ScalarNode) else child_or_self(node, "ask").span
    if part.stage and part.stage not in context.shared.interviews:
        remedy = (
            did_you_mean(part.stage, list(context.shared.interviews)) or "declare it under 'interviews:' in ladder.yaml"
        )
        message = f"'{part.stage}' is not a stage of 'interviews:'"
        context.add_error("unknown-stage", message, child_or_self(node, "stage").span, remedy)
    return Question(
        ask=context.text(part.ask, span),
        span=span,
        context=context.text(part.context, child_or_self(node, "context").span),
        follow_ups=tuple(_texts(context, child_or_self(node, "follow_ups"), part.follow_ups)),
        good=tuple(_texts(context, child_or_self(node, "good"), part.good)),
        poor=tuple(_texts(context, child_or_self(node, "poor"), part.poor)),
        minutes=part.minutes or 0,
        levels=part.levels,
        stage=part.stage,
    )


def _texts(context: ResolveContext, node: Node, texts: Sequence[str]) -> Iterator[Text]:
    for item, text in zip(padded_items(node, len(texts)), texts, strict=True):
        yield context.text(text, item.span)


def _with_steps(
    context: ResolveContext,
    competencies: Competencies,
    name: str,
    asked: Sequence[Question],
    parts: Sequence[CompetencyQuestionModel],
) -> Iterator[Question]:
    """Yield questions about a competency with the titles of the steps they are for; notes steps that its scale lacks."""
    steps = competencies.get(name, ())
    titles = {key.casefold(): step.title for step in steps for key in (step.title, step.id)}
    for position, (question, part) in enumerate(zip(asked, parts, strict=True)):
        for step in part.steps if steps else ():
            if step.casefold() not in titles:
                span = value_span(context.node, "competencies", name, "questions", position, "steps")
                scale = context.shared.competencies[name].scale
                remedy = did_you_mean(step, [one.id for one in steps])
                context.add_error("off-scale", f"'{step}' is not a step of the scale '{scale}'", span, remedy)
        found = tuple(titles[step.casefold()] for step in part.steps if step.casefold() in titles)
        yield replace(question, competency=name, steps=found)
