"""This file lays a track's levels out as a staircase: columns that rise, or rows that grow where names are long."""

from __future__ import annotations

from collections.abc import Sequence

from ladder_export.core.document import TrackProgress, TrackStep
from ladder_export.core.text import literal
from ladder_export.writers.fonts.text_metrics import SAFETY, SINGLE, Faces, width
from ladder_export.writers.slides.model import (
    Stairs,
    Step,
)
from ladder_export.writers.slides.packing import height
from ladder_export.writers.slides.text_frames import Room

LOWEST = 0.42  # of the tallest step
SHORTEST = 0.42  # of the longest row
WIDEST = 0.34  # of the area, that a step may take: two are no staircase from wall to wall
PAD = 10.0  # points between a step's edge and its words
SPARE = 2.0  # points that a word leaves, for programs that kern otherwise
GAP = 0.05  # of a step, between two
TALLEST_ROW, LOWEST_ROW = 48.0, 20.0


def rising(climb: TrackProgress, room: Room, sizes: Sequence[float], faces: Faces, widest: float = WIDEST) -> Stairs:
    """Columns at the end of a room, with as many of their words as all of them hold; `sizes` of codes, the largest first.

    No column is wider than `widest` of the room. Where not even codes fit, the columns are bare: the description says all.
    """
    rungs, found = climb.steps, list[Step]()
    pitch = min(room.width / len(rungs), widest * room.width)
    gap = GAP * pitch
    wide, smallest = pitch - gap, sizes[-1]
    start = room.width - pitch * len(rungs) + gap
    for place, rung in enumerate(rungs):
        share = LOWEST + (1 - LOWEST) * (place / (len(rungs) - 1) if len(rungs) > 1 else 1)
        tall = share * room.height
        found.append(_step(rung, start + place * pitch, room.height - tall, wide, tall))
    for shown in (_in_full, _titled, _coded):
        for size in sizes:
            steps = tuple(shown(step, rung, size, smallest) for step, rung in zip(found, rungs, strict=True))
            if all(_holds(step, faces, room.leading) for step in steps):
                return Stairs(steps, description(climb))
    return Stairs(tuple(found), description(climb))


def lying(climb: TrackProgress, room: Room, sizes: Sequence[float], faces: Faces) -> Stairs | None:
    """Rows that get longer upwards, each with its code and title on one line; None where that does not fit."""
    count = len(climb.steps)
    pitch = min(TALLEST_ROW, room.height / count)
    tall = pitch * (1 - GAP * 2)
    names = [name(rung) for rung in climb.steps]
    for size in sizes:
        widest = max(width(literal(words), faces, size, strong=True) for words in names) / SAFETY + 2 * PAD
        if tall < max(LOWEST_ROW, size * SINGLE * room.leading) or widest > room.width:
            continue
        shortest = max(SHORTEST * room.width, widest)
        steps = []
        for place, rung in enumerate(climb.steps):
            share = place / (count - 1) if count > 1 else 1
            wide = shortest + (room.width - shortest) * share
            top = room.height - (place + 1) * pitch - (room.height - count * pitch) / 2
            step = _step(rung, 0.0, top, wide, tall)
            code = rung.code if rung.code != rung.title else ""
            steps.append(_with(step, code, rung.title, "", size, size))
        return Stairs(tuple(steps), description(climb), lying=True)
    return None


def name(rung: TrackStep) -> str:
    """Code and title of a rung, once where they are the same."""
    return rung.title if rung.code in (rung.title, "") else f"{rung.code} {rung.title}"


def description(climb: TrackProgress) -> str:
    """The staircase in words, the level it is about in brackets."""
    marked = (f"[{name(rung)}]" if rung.is_current else name(rung) for rung in climb.steps)
    return f"{climb.label}: {' · '.join(marked)}"


def _step(rung: TrackStep, left: float, top: float, wide: float, tall: float) -> Step:
    return Step(name(rung), "", "", "", rung.is_current, rung.is_previous, rung.href, left, top, wide, tall, 0.0, 0.0)


def _with(step: Step, code: str, title: str, about: str, size: float, small: float) -> Step:  # noqa: PLR0913, PLR0917  # all that a step shows
    return Step(
        step.name, code, title, about, step.here, step.was, step.href,
        step.left, step.top, step.width, step.height, size, small,
    )  # fmt: skip


def _in_full(step: Step, rung: TrackStep, size: float, smallest: float) -> Step:
    shown = _titled(step, rung, size, smallest)
    return _with(shown, shown.code, shown.title, rung.about, shown.size, shown.small)


def _titled(step: Step, rung: TrackStep, size: float, smallest: float) -> Step:
    code = rung.code if rung.code != rung.title else ""
    return _with(step, code, rung.title, "", size, max(smallest, round(size * 0.7)))


def _coded(step: Step, rung: TrackStep, size: float, smallest: float) -> Step:
    return _with(step, rung.code, "", "", size, smallest)


def _holds(step: Step, faces: Faces, leading: float) -> bool:
    """Whether a step has room for its words, none of them broken."""
    inner, tall = step.width - 2 * PAD, 2 * PAD
    for words, size, strong in (
        (step.code, step.size, True),
        (step.title, step.small, not step.code),
        (step.about, step.small, False),
    ):
        if not words:
            continue
        longest = max(width(literal(word), faces, size, strong=strong) for word in words.split() or [words])
        if longest > inner * SAFETY - SPARE:
            return False
        tall += height(literal(words), faces, Room(inner, step.height, size, leading), strong=strong)
    return tall + (PAD / 2 if step.about else 0) <= step.height
