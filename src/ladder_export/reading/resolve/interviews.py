"""Build the interview questions and stages (meetings) of a ladder from its YAML, and check the names in them."""

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
    """Return the interview stages (meetings) that ladder.yaml declares; add errors for areas that are not declared."""
    resolved = []
    for name, model in context.shared.interviews.items():
        for position, area in enumerate(model.areas):
            if area not in context.shared.competencies:
                context.require_declared(
                    "sections", area, value_span(context.node, "interviews", name, "areas", position)
                )
        resolved.append(
            Stage(
                id=name,
                title=one_line(model.title),
                panel=one_line(model.panel),
                areas=model.areas,
                minutes=model.minutes or 0,
                opening_minutes=model.opening,
                closing_minutes=model.closing,
                span=key_span(context.node, "interviews", name),
            )
        )
    return tuple(resolved)


def shared_questions(context: ResolveContext, competencies: Competencies) -> dict[str, tuple[Question, ...]]:
    """Return the interview questions in ladder.yaml by the id of the section (area of a level) that they ask about.

    Questions of the section itself come first, then those of its competencies, then those of blocks. If a competency
    names no section, its questions are under its own id.
    """
    by_area = defaultdict[str, list[Question]](list)
    for name, section in context.shared.sections.items():
        by_area[name] += questions(context, context.node, ("sections", name, "questions"), section.questions)
    for name, model in context.shared.competencies.items():
        asked = questions(context, context.node, ("competencies", name, "questions"), model.questions)
        by_area[model.section or name] += _with_steps(context, competencies, name, asked, model.questions)
    for name, question in _of_blocks(context):
        by_area[name].append(question)
    return {name: tuple(asked) for name, asked in by_area.items() if asked}


def questions(
    context: ResolveContext, node: Node, path: NodePath, parts: Sequence[QuestionModel]
) -> tuple[Question, ...]:
    """Return the interview questions at a path of a YAML node; add errors for stages that do not exist.

    `parts` are the same questions as validated models, in the same order.
    """
    if not parts:
        return ()
    listed, _ = resolve_path(node, path)
    return tuple(
        _question(context, item, model) for item, model in zip(padded_items(listed, len(parts)), parts, strict=True)
    )


def check_levels(context: ResolveContext, asked: Iterable[Question], levels: Iterable[Level]) -> None:
    """Add an error for each id or code in the `levels` of a question that is not that of a level."""
    ids = [name for level in levels for name in (level.id, level.code) if name]
    known = {name.casefold() for name in ids}
    for question in asked:
        for name in question.levels:
            if name.casefold() not in known:
                context.add_unknown_level(name, question.span, did_you_mean(name, ids))


def _of_blocks(context: ResolveContext) -> Iterator[tuple[str, Question]]:
    """Yield the questions of blocks with their areas, for the tracks that include the block; there is a warning if none does."""
    for block, shared in context.shared.blocks.items():
        tracks = tuple(track for track, model in context.shared.tracks.items() if block in model.includes)
        for name, area in shared.sections.items() if tracks else ():
            asked = questions(context, context.node, ("blocks", block, "sections", name, "questions"), area.questions)
            yield from ((name, replace(question, tracks=tracks)) for question in asked)


def _question(context: ResolveContext, node: Node, model: QuestionModel) -> Question:
    span = node.span if isinstance(node, ScalarNode) else child_or_self(node, "ask").span
    if model.stage and model.stage not in context.shared.interviews:
        remedy = (
            did_you_mean(model.stage, list(context.shared.interviews))
            or "declare it under 'interviews:' in ladder.yaml"
        )
        message = f"'{model.stage}' is not a stage of 'interviews:'"
        context.add_error("unknown-stage", message, child_or_self(node, "stage").span, remedy)
    return Question(
        ask=context.text(model.ask, span),
        span=span,
        context=context.text(model.context, child_or_self(node, "context").span),
        follow_ups=tuple(_texts(context, child_or_self(node, "follow_ups"), model.follow_ups)),
        good=tuple(_texts(context, child_or_self(node, "good"), model.good)),
        poor=tuple(_texts(context, child_or_self(node, "poor"), model.poor)),
        minutes=model.minutes or 0,
        levels=model.levels,
        stage=model.stage,
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
    for position, (question, model) in enumerate(zip(asked, parts, strict=True)):
        for step in model.steps if steps else ():
            if step.casefold() not in titles:
                span = value_span(context.node, "competencies", name, "questions", position, "steps")
                scale = context.shared.competencies[name].scale
                remedy = did_you_mean(step, [known.id for known in steps])
                context.add_error("off-scale", f"'{step}' is not a step of the scale '{scale}'", span, remedy)
        step_titles = tuple(titles[step.casefold()] for step in model.steps if step.casefold() in titles)
        yield replace(question, competency=name, steps=step_titles)
