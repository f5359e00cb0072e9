"""Define the paper sizes that documents can have: A4 and Letter."""

from __future__ import annotations

from typing import NamedTuple


class Paper(NamedTuple):
    """A paper size such as A4; width and height are in millimetres."""

    name: str
    width: float
    height: float


PAPERS = {"a4": Paper("a4", 210, 297), "letter": Paper("letter", 215.9, 279.4)}
