"""The picture of a track as a staircase: its steps with their text, and how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StaircaseStep:
    """One level in the picture of a track as a staircase; positions are points from its upper left corner.

    `code`, `title` and `about` are its lines of text, empty if they do not fit; `size_pt` is the text size of the code,
    `small_size_pt` that of the others. `name` is for screen readers, `href` is a link ("": none). `is_current` marks
    the level that the deck is about, `is_previous` the level below.
    """

    name: str
    code: str
    title: str
    about: str
    is_current: bool
    is_previous: bool
    href: str
    left_pt: float
    top_pt: float
    width_pt: float
    height_pt: float
    size_pt: float = 0.0
    small_size_pt: float = 0.0


@dataclass(frozen=True, slots=True)
class Staircase:
    """The levels of a track as rising columns (rows if `is_horizontal`); `description` says the same in words.

    `padding_pt` is between a step's edge and its text, in points. With `is_turned`, text runs upwards.
    """

    steps: tuple[StaircaseStep, ...]
    description: str
    padding_pt: float
    is_horizontal: bool = False
    is_turned: bool = False
