"""Ratings as documents show them: a radar chart of one level, or of two on top of each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Dot = Literal["full", "more", "less", ""]
"""A step of a scale: reached (by both levels), by the upper one alone, by the lower one alone, by none."""


@dataclass(frozen=True, slots=True)
class RadarAxis:
    """One axis of a radar: step `reached` of the named `steps`, with its value out of `max_value`.

    Of two levels these are the upper one's; `before`, `value_before` and `reached_before` are the lower one's step, and
    `change` names both steps with an arrow, or the one that they share. All of these are empty for one level.
    """

    label: str
    step: str
    value: float
    max_value: float
    reached: int = 0
    steps: tuple[str, ...] = ()
    before: str = ""
    value_before: float = 0
    reached_before: int = 0
    change: str = ""

    @property
    def share(self) -> float:
        """Return how far along the axis the level's rating is, from 0 (centre) to 1."""
        return self.value / self.max_value

    @property
    def share_before(self) -> float:
        """Return how far along the axis the lower level's rating is, from 0 (centre) to 1."""
        return self.value_before / self.max_value

    @property
    def dots(self) -> tuple[Dot, ...]:
        """Return the kind of dot for each step of the rating scale, lowest first.

        It is `full` for a step that both levels reach, `more` for the upper one only, `less` for the lower one only,
        else empty.
        """
        both = min(self.reached, self.reached_before) if self.before else self.reached
        beyond: Dot = "more" if self.reached > both else "less"
        most = max(self.reached, self.reached_before)
        return tuple(
            "full" if number <= both else beyond if number <= most else "" for number in range(1, len(self.steps) + 1)
        )


@dataclass(frozen=True, slots=True)
class Radar:
    """The ratings of a level, or of two, as a radar chart. `ring_count` is the number of steps of every axis, 0 if they differ.

    `levels` are the names of the lower and the upper level; empty for one level.
    """

    axes: tuple[RadarAxis, ...]
    ring_count: int
    label: str
    levels: tuple[str, ...] = ()

    @property
    def scale(self) -> tuple[str, ...]:
        """Return the names of the rating steps that all axes share; empty if their scales differ."""
        scales = {axis.steps for axis in self.axes}
        return scales.pop() if len(scales) == 1 else ()

    @property
    def legend(self) -> tuple[tuple[Dot, str], ...]:
        """Return each kind of dot with the level names it stands for, as a legend; empty for a chart of one level."""
        names: tuple[tuple[Dot, str], ...] = ()
        if self.levels:
            lower, upper = self.levels
            names = (("full", f"{lower} + {upper}"), ("more", upper), ("less", lower))
        shown = {dot for axis in self.axes for dot in axis.dots}
        return tuple((dot, name) for dot, name in names if dot in shown)

    @property
    def description(self) -> str:
        """Return the chart's ratings as a sentence or list, for people who cannot see it."""
        axes = (f"{axis.label}: {self._steps(axis)}" for axis in self.axes)
        return f"{self.label}: {'; '.join(axes)}"

    def _steps(self, axis: RadarAxis) -> str:
        now = f"{axis.step} ({axis.value:g}/{axis.max_value:g})"
        if not self.levels:
            return now
        lower, upper = self.levels
        return f"{lower} {axis.before} ({axis.value_before:g}/{axis.max_value:g}), {upper} {now}"
