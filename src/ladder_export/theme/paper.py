"""The paper sizes that documents can have, A4 and Letter."""

from __future__ import annotations

from typing import NamedTuple


class Paper(NamedTuple):
    """A sheet of paper; width and height in millimetres."""

    name: str
    width: float
    height: float


PAPERS = {"a4": Paper("a4", 210, 297), "letter": Paper("letter", 215.9, 279.4)}
