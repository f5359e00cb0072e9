"""This file resolves what levels are rated in: scales, the competencies that use them, and a level's ratings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ladder_export.core.model import Rating
from ladder_export.core.problems import did_you_mean
from ladder_export.reading.nodes import key_span, value_span
from ladder_export.reading.resolve.context import Assembly, Opened, line
from ladder_export.reading.schema.models import ScalePart


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a scale; `value` is what it counts."""

    id: str
    title: str
    value: float


Library = Mapping[str, Sequence[Step]]
"""The steps by which each competency is rated; a competency whose scale does not resolve is not there."""


def library(work: Assembly) -> Library:
    """The competencies of ladder.yaml; notes scales, steps and sections that do not resolve."""
    scales = {name: _steps(work, name, part) for name, part in work.shared.scales.items()}
    found: dict[str, Sequence[Step]] = {}
    for name, part in work.shared.competencies.items():
        if part.section and part.section not in work.shared.sections:
            span = value_span(work.node, "competencies", name, "section")
            work.resolve("sections", part.section, span)
        if work.resolve("scales", part.scale, value_span(work.node, "competencies", name, "scale")):
            found[name] = scales[part.scale]
            _check_steps(work, name, part.steps, found[name])
    return found


def ratings(work: Assembly, shelf: Library, file: Opened) -> tuple[Rating, ...]:
    """A level's ratings in the order of ladder.yaml; notes those that name no competency or no step."""
    for name in file.part.ratings:
        work.resolve("competencies", name, key_span(file.node, "ratings", name))
    found = []
    for name in shelf:
        span = value_span(file.node, "ratings", name)
        if name in file.part.ratings and (step := rated(shelf, file, name)):
            title, steps = line(work.shared.competencies[name].title), shelf[name]
            most = max(one.value for one in steps)
            reached, named = steps.index(step) + 1, tuple(one.title for one in steps)
            found.append(Rating(name, title, step.title, step.value, most, reached, named, span))
        elif name in file.part.ratings:
            said = file.part.ratings[name]
            message = f"'{said}' is not one of the ratings for {line(work.shared.competencies[name].title)}"
            work.wrong("off-scale", message, span, _choose(said, [one.id for one in shelf[name]]))
    return tuple(found)


def rated(shelf: Library, file: Opened, name: str) -> Step | None:
    """The step a level has in a competency: by id, else by title; None where it names none."""
    said = file.part.ratings.get(name, "").casefold()
    steps = shelf.get(name, ())
    return next((step for step in steps if said in (step.id.casefold(), step.title.casefold())), None)


def _steps(work: Assembly, name: str, part: ScalePart) -> list[Step]:
    """The steps of a scale with what they count: their points, or else their positions."""
    ids = [step.id or step.title for step in part.steps]
    _check_ids(work, name, ids)
    positions: Iterable[float] = range(1, len(ids) + 1)
    points = [step.points or 0.0 for step in part.steps] if _is_counted(work, name, part) else positions
    return [Step(id_, line(step.title), value) for id_, step, value in zip(ids, part.steps, points, strict=True)]


def _check_ids(work: Assembly, name: str, ids: Sequence[str]) -> None:
    """Note steps of a scale that have the id of one before them."""
    seen: set[str] = set()
    for position, step in enumerate(ids):
        if step.casefold() in seen:
            span = value_span(work.node, "scales", name, "steps", position)
            work.wrong("duplicate-step", f"the scale '{name}' has a step '{step}' already", span, "rename it")
        seen.add(step.casefold())


def _is_counted(work: Assembly, name: str, part: ScalePart) -> bool:
    """Return whether the steps of a scale count points; note those without, and a scale whose steps count nothing."""
    counted = [step.points for step in part.steps if step.points is not None]
    for position, step in enumerate(part.steps if counted else ()):
        if step.points is None:
            message = f"'{step.title}' has no points, other steps of the scale have"
            span = value_span(work.node, "scales", name, "steps", position)
            work.wrong("missing-points", message, span, "give points to every step, or to none")
    if counted and max(counted) <= 0:
        span = key_span(work.node, "scales", name)
        work.wrong("missing-points", f"no step of the scale '{name}' counts more than 0", span, "use numbers above 0")
        return False
    return bool(counted)


def _choose(said: str, known: Sequence[str]) -> str:
    """Return the nearest of a few names, else all of them."""
    near = did_you_mean(said, known)
    return near if "mean" in near else f"choose {', '.join(known[:-1])} or {known[-1]}" if known[1:] else near


def _check_steps(work: Assembly, name: str, written: Mapping[str, object], steps: Sequence[Step]) -> None:
    known = [step.id for step in steps]
    for step in written:
        if step not in known:
            span = key_span(work.node, "competencies", name, "steps", step)
            scale = work.shared.competencies[name].scale
            work.wrong("off-scale", f"'{step}' is not a step of the scale '{scale}'", span, _choose(step, known))
