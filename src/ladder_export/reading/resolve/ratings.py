"""Build rating scales, competencies, and the ratings of levels in competencies from validated YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ladder_export.core.model import Rating
from ladder_export.core.problems import did_you_mean
from ladder_export.reading.nodes import key_span, value_span
from ladder_export.reading.resolve.context import ParsedLevel, ResolveContext, one_line
from ladder_export.reading.schema.models import ScaleModel


@dataclass(frozen=True, slots=True)
class ScaleStep:
    """One step of a rating scale, such as "Specializes"; `value` is what it is worth in points."""

    id: str
    title: str
    value: float


Competencies = Mapping[str, Sequence[ScaleStep]]
"""The steps by which each competency is rated; a competency whose scale does not resolve is not there."""


def resolve_competencies(context: ResolveContext) -> Competencies:
    """Return the rating steps of each competency of ladder.yaml, by its id, lowest step first.

    Add errors for rating scales, steps and sections that do not exist.
    """
    scales = {name: _steps(context, name, model) for name, model in context.shared.scales.items()}
    by_competency: dict[str, Sequence[ScaleStep]] = {}
    for name, model in context.shared.competencies.items():
        if model.section and model.section not in context.shared.sections:
            span = value_span(context.node, "competencies", name, "section")
            context.require_declared("sections", model.section, span)
        if context.require_declared("scales", model.scale, value_span(context.node, "competencies", name, "scale")):
            by_competency[name] = scales[model.scale]
            _check_steps(context, name, model.steps, by_competency[name])
    return by_competency


def resolve_ratings(context: ResolveContext, competencies: Competencies, parsed: ParsedLevel) -> tuple[Rating, ...]:
    """Return a level's ratings in the order of ladder.yaml; add errors for competencies and steps that do not exist.

    `competencies` are the rating steps of each competency.
    """
    for name in parsed.model.ratings:
        context.require_declared("competencies", name, key_span(parsed.node, "ratings", name))
    resolved = []
    for name in competencies:
        span = value_span(parsed.node, "ratings", name)
        if name in parsed.model.ratings and (step := rating_step(competencies, parsed, name)):
            title, steps = one_line(context.shared.competencies[name].title), competencies[name]
            most = max(other.value for other in steps)
            reached, named = steps.index(step) + 1, tuple(other.title for other in steps)
            resolved.append(Rating(name, title, step.title, step.value, most, reached, named, span))
        elif name in parsed.model.ratings:
            typed = parsed.model.ratings[name]
            message = f"'{typed}' is not one of the ratings for {one_line(context.shared.competencies[name].title)}"
            context.add_error("off-scale", message, span, _suggest(typed, [step.id for step in competencies[name]]))
    return tuple(resolved)


def rating_step(competencies: Competencies, parsed: ParsedLevel, name: str) -> ScaleStep | None:
    """Return the rating step that a level asks for in the competency with the id `name`.

    The step is found by id, else by title. None if the level has no rating there, or the scale has no such step.
    """
    typed = parsed.model.ratings.get(name, "").casefold()
    steps = competencies.get(name, ())
    return next((step for step in steps if typed in (step.id.casefold(), step.title.casefold())), None)


def _steps(context: ResolveContext, name: str, model: ScaleModel) -> list[ScaleStep]:
    """Return the steps of a scale; the value of each is its points, or its position if the scale has no points."""
    ids = [step.id or step.title for step in model.steps]
    _check_ids(context, name, ids)
    positions: Iterable[float] = range(1, len(ids) + 1)
    points = [step.points or 0.0 for step in model.steps] if _counts_points(context, name, model) else positions
    return [
        ScaleStep(id_, one_line(step.title), value) for id_, step, value in zip(ids, model.steps, points, strict=True)
    ]


def _check_ids(context: ResolveContext, name: str, ids: Sequence[str]) -> None:
    """Add errors for steps of a scale that have the same id as an earlier one."""
    seen: set[str] = set()
    for position, step in enumerate(ids):
        if step.casefold() in seen:
            span = value_span(context.node, "scales", name, "steps", position)
            context.add_error("duplicate-step", f"the scale '{name}' has two steps '{step}'", span, "rename it")
        seen.add(step.casefold())


def _counts_points(context: ResolveContext, name: str, model: ScaleModel) -> bool:
    """Return whether the steps of a scale have points; add errors if some have none, or no value is above 0."""
    counted = [step.points for step in model.steps if step.points is not None]
    for position, step in enumerate(model.steps if counted else ()):
        if step.points is None:
            message = f"'{step.title}' has no points, but other steps of the scale do"
            span = value_span(context.node, "scales", name, "steps", position)
            context.add_error("missing-points", message, span, "give points to every step, or to none")
    if counted and max(counted) <= 0:
        span = key_span(context.node, "scales", name)
        context.add_error(
            "missing-points", f"no step of the scale '{name}' counts more than 0", span, "use numbers above 0"
        )
        return False
    return bool(counted)


def _suggest(typed: str, names: Sequence[str]) -> str:
    """Return the most similar name as a hint, else all names."""
    near = did_you_mean(typed, names)
    return near if "mean" in near else f"choose {', '.join(names[:-1])} or {names[-1]}" if names[1:] else near


def _check_steps(context: ResolveContext, name: str, written: Mapping[str, object], steps: Sequence[ScaleStep]) -> None:
    ids = [step.id for step in steps]
    for step in written:
        if step not in ids:
            span = key_span(context.node, "competencies", name, "steps", step)
            scale = context.shared.competencies[name].scale
            context.add_error("off-scale", f"'{step}' is not a step of the scale '{scale}'", span, _suggest(step, ids))
