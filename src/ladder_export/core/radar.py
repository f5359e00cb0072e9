"""Radar charts of the ratings of one level, or of two levels drawn over each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Dot = Literal["full", "more", "less", ""]
"""A step of a scale: reached (by both levels), by the upper one alone, by the lower one alone, by none."""


@dataclass(frozen=True, slots=True)
class RadarAxis:
    """One axis of a radar chart: the rating in one competency, `value` out of `max_value` points.

    `step` is the name of the rating, `steps` are the names of all steps of its scale, `reached` is its number among
    them (from 1). In a chart of two levels these belong to the upper level; `before`, `value_before` and
    `reached_before` are the lower level's step, points and number, and `change` is text such as "Adopts → Leads", or
    the step that both levels share. In a chart of one level these are empty or 0.
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
        """Return how far along the axis the rating is, from 0 (centre) to 1; of two levels, the upper one's."""
        return self.value / self.max_value

    @property
    def share_before(self) -> float:
        """Return how far along the axis the lower level's rating is, from 0 (centre) to 1; 0 for one level."""
        return self.value_before / self.max_value

    @property
    def dots(self) -> tuple[Dot, ...]:
        """Return the kind of dot to draw for each step of the rating scale, lowest first.

        `full`: both levels reach the step (or the only level does); `more`: only the upper level does; `less`: only the
        lower level does; empty: none does.
        """
        both = min(self.reached, self.reached_before) if self.before else self.reached
        beyond: Dot = "more" if self.reached > both else "less"
        most = max(self.reached, self.reached_before)
        return tuple(
            "full" if number <= both else beyond if number <= most else "" for number in range(1, len(self.steps) + 1)
        )


@dataclass(frozen=True, slots=True)
class Radar:
    """The ratings of one or two levels as a radar chart; `label` is its heading.

    `ring_count` is the number of steps on every axis, 0 if the axes have different numbers. `levels` are the names of
    the lower and the upper level; empty in a chart of one level.
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
        """Return the legend of a chart of two levels: each kind of dot with the names of the levels that it stands for.

        Empty for a chart of one level.
        """
        names: tuple[tuple[Dot, str], ...] = ()
        if self.levels:
            lower, upper = self.levels
            names = (("full", f"{lower} + {upper}"), ("more", upper), ("less", lower))
        shown = {dot for axis in self.axes for dot in axis.dots}
        return tuple((dot, name) for dot, name in names if dot in shown)

    @property
    def description(self) -> str:
        """Return the ratings as one line of text, for people who cannot see the chart."""
        axes = (f"{axis.label}: {self._steps(axis)}" for axis in self.axes)
        return f"{self.label}: {'; '.join(axes)}"

    def _steps(self, axis: RadarAxis) -> str:
        now = f"{axis.step} ({axis.value:g}/{axis.max_value:g})"
        if not self.levels:
            return now
        lower, upper = self.levels
        return f"{lower} {axis.before} ({axis.value_before:g}/{axis.max_value:g}), {upper} {now}"
