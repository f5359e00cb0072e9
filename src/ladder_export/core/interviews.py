"""The interview questions of a ladder, and the interview stages (meetings) in which they are asked."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_export.core.problems import Span
from ladder_export.core.text import Text

MAX_MINUTES = 600  # of a question or a stage


@dataclass(frozen=True, slots=True)
class Question:
    """One interview question about an area of a level.

    `context` is what the interviewer should know first; `good` and `poor` describe good and poor answers. `minutes` is
    0 if the ladder does not say how long the question takes. The other fields say when it is asked, each empty for
    always: `levels` (ids or codes), `tracks` (ids), `competency` and `steps` (levels rated in that competency with one
    of these steps, by title), `stage` (the id of the only stage in which it is asked).
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
    """One meeting of an interview, such as the phone screen; `panel` says in words who asks.

    `areas` are the ids of areas that it asks about, empty for all areas that no other stage names. `minutes` is the
    length of the whole meeting, 0 for no limit; it includes `opening_minutes` (before the first question) and
    `closing_minutes` (for the candidate's questions).
    """

    id: str
    title: str
    panel: str
    areas: tuple[str, ...]
    minutes: int
    opening_minutes: int
    closing_minutes: int
    span: Span
