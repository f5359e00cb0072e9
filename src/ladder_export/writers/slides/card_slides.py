"""This file lays labelled lines out as cards, as large as they fit on one slide."""

from __future__ import annotations

import math
from collections.abc import Sequence
from math import fsum

from ladder_export.core.text import Text, literal
from ladder_export.writers.fonts.text_metrics import Faces
from ladder_export.writers.slides.model import (
    CardsSlide,
    Heading,
)
from ladder_export.writers.slides.packing import height
from ladder_export.writers.slides.text_frames import Room, Sizes

PAD, GUTTER = 16.0, 14.0  # points inside a card, and between two
MOST = 8  # cards on a slide
TALLEST = 150.0  # points that a card may grow to where there is room
LARGEST = 28.0
STEPS = (28, 26, 24, 22, 20, 18, 16)
SMALL = 0.64  # of a value's size, for its label

Rows = Sequence[tuple[str, Text]]


def cards(heading: Heading, rows: Rows, sizes: Sizes, faces: Faces) -> CardsSlide | None:
    """A slide of cards in one, two or three columns; None where they do not fit on one at a size that reads well."""
    if not 0 < len(rows) <= MOST:
        return None
    tries = {1: (1,), 2: (2, 1), 3: (3, 1), 4: (2, 1)}.get(len(rows), (2, 3))
    for size in STEPS:
        for columns in tries:
            small = max(sizes.smallest, round(SMALL * size))
            if heights := _heights(rows, columns, size, small, sizes, faces):
                return CardsSlide(heading, tuple(rows), columns, heights, size, small)
    return None


def _heights(rows: Rows, columns: int, size: float, small: float, sizes: Sizes, faces: Faces) -> tuple[float, ...]:  # noqa: PLR0913, PLR0917  # what a card's height depends on
    """The heights of the rows of cards, grown where there is room; none where they are too tall together."""
    wide = sizes.body.width / columns - 2 * PAD - GUTTER
    needed = []
    for first in range(0, len(rows), columns):
        mine = rows[first : first + columns]
        alone = sizes.body.width - (len(mine) - 1) * sizes.body.width / columns - 2 * PAD - GUTTER
        tall = [
            height(literal(label), faces, Room(room, 0, small, sizes.cells), strong=True)
            + height(value, faces, Room(room, 0, size, sizes.cells), strong=True)
            for (label, value), room in zip(mine, [wide] * (len(mine) - 1) + [alone], strict=True)
        ]
        needed.append(math.ceil(max(tall) + 2 * PAD + GUTTER + small * 0.3))
    room = sizes.body.height + GUTTER
    if fsum(needed) > room:
        return ()
    even = room / len(needed)
    grown = [max(tall, min(TALLEST + GUTTER, even)) for tall in needed]
    return tuple(map(float, grown if fsum(grown) <= room else needed))
