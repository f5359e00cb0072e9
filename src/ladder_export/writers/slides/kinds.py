"""This file names everything that can stand on a slide, and the rooms it stands in: the closed union of slide kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ladder_export.text import Text

Role = Literal["statements", "examples", "prose"]


@dataclass(frozen=True, slots=True)
class Room:
    """A box that text goes into and the size it should have there, in points; `leading` in multiples of single."""

    width: float
    height: float
    size: float
    leading: float = 1.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """All rooms of a deck, in points. `gap` parts points and pills, `indent` hangs them, `padding` surrounds cells.

    `cells` is the leading of what they hold, in multiples of single.
    """

    cover: Room
    summary: Room
    strip: Room
    heading: Room
    body: Room
    mark: float
    examples: float
    smallest: float
    gap: float
    indent: float
    padding: float
    cells: float = 1.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A slide's title: `label` says what of it this slide shows, `part` which of several; `size` in points."""

    title: str
    label: str = ""
    part: str = ""
    icon: str = ""
    size: float = 0.0

    @property
    def text(self) -> str:
        """The title as it is read out; unique within a deck."""
        named = f"{self.title} · {self.label}" if self.label and self.label != self.title else self.title
        return f"{named} {self.part}" if self.part else named


@dataclass(frozen=True, slots=True)
class Pill:
    """One rung of the strip; place and width in points from the strip's upper left corner."""

    text: str
    here: bool
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Strip:
    """The climb on the title slide; `description` says all of it in words."""

    pills: tuple[Pill, ...]
    description: str


@dataclass(frozen=True, slots=True)
class Point:
    """One bullet or paragraph; `starts` is false where it goes on from the slide before."""

    text: Text
    starts: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; height in points."""

    label: str
    value: Text
    height: float


@dataclass(frozen=True, slots=True)
class TitleSlide:
    """The first slide: who this is about. `summary` is empty when there is none, or when it needs slides of its own."""

    heading: Heading
    mark: str
    mark_size: float
    lineage: tuple[str, ...]
    summary: tuple[Text, ...]
    summary_size: float
    strip: Strip | None


@dataclass(frozen=True, slots=True)
class SectionSlide:
    """A section that says no more than its title."""

    heading: Heading


@dataclass(frozen=True, slots=True)
class FactsSlide:
    """Labelled lines as a table; `label_width` is its first column, in points."""

    heading: Heading
    rows: tuple[Row, ...]
    label_width: float
    size: float


@dataclass(frozen=True, slots=True)
class BulletSlide:
    """Points of one role, all at one size."""

    heading: Heading
    role: Role
    points: tuple[Point, ...]
    size: float


Slide = TitleSlide | SectionSlide | FactsSlide | BulletSlide
