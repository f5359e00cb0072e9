"""Questions for interviews, and the stages (meetings) in which they are asked, as a ladder declares them."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_export.core.problems import Span
from ladder_export.core.text import Text


@dataclass(frozen=True, slots=True)
class Question:
    """One interview question about a section of a level, with what its interviewer needs.

    `good` and `poor` describe answers. `minutes` is 0 where the ladder does not say how long it takes. It is asked at
    the levels that `levels` names by id or code, on the tracks `tracks`, of those who are rated with one of `steps`
    (titles) in `competency`, in the stage with the id `stage`; each empty for all.
    """

    ask: Text
    span: Span
    context: Text
    follow_ups: tuple[Text, ...] = ()
    good: tuple[Text, ...] = ()
    poor: tuple[Text, ...] = ()
    minutes: int = 0
    levels: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    competency: str = ""
    steps: tuple[str, ...] = ()
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One meeting of an interview, such as the phone screen, with the people `panel`.

    `areas` are ids of sections it asks about, empty for all that no other stage names. `minutes` is its whole length, 0
    for no limit; `opening_minutes` and `closing_minutes` are part of it.
    """

    id: str
    title: str
    panel: str
    areas: tuple[str, ...]
    minutes: int
    opening_minutes: int
    closing_minutes: int
    span: Span
