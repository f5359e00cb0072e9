"""This file lays labelled lines out as tables, and ratings as a chart with the table of what it shows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import fsum

from ladder_export.core.document import Radar, RadarAxis
from ladder_export.core.text import Run, Text, literal
from ladder_export.writers.fonts.text_metrics import SAFETY, Faces, width
from ladder_export.writers.slides.card_slides import cards
from ladder_export.writers.slides.model import (
    CardsSlide,
    FactsSlide,
    Heading,
    RadarSlide,
    Row,
)
from ladder_export.writers.slides.packing import growing, height, pack, portions
from ladder_export.writers.slides.text_frames import Room, Sizes

GENTLE = 0.9  # how far text shrinks to save a slide
GENTLER = 0.75  # … to stay beside its chart
LABEL_SHARE = 0.36  # of a table's width, at most
HALF = 0.55  # … of a narrow one's
FEWEST = 3  # axes that span an area
DOTS = 6  # steps of a scale that are shown as dots
MOST = 12  # axes whose names still stand apart around a chart
LARGEST = 24.0  # points that text of a table grows to
TALLEST = 1.5  # times what its words need: a row where there is room
TALLEST_EMPTY = 2.2  # … and one that waits for words
SPREAD = 0.55  # of a chart's shorter side: the least that its shape needs

Rows = Sequence[tuple[str, Text]]


def facts(heading: Heading, rows: Rows, sizes: Sizes, faces: Faces) -> Iterator[FactsSlide]:
    """Labelled lines as tables, as few as possible."""
    options = list(growing(min(LARGEST, sizes.largest), sizes.body.size, GENTLE, sizes.smallest))
    fewest = _table(heading, rows, replace(sizes.body, size=options[-1]), sizes, faces)
    tables = (_table(heading, rows, replace(sizes.body, size=size), sizes, faces) for size in options[:-1])
    found = next((table for table in tables if len(table) <= len(fewest)), fewest)
    yield from (_stretched(table, sizes.body) if sizes.own else table for table in found)


def ratings(
    heading: Heading, radar: Radar, sizes: Sizes, faces: Faces
) -> Iterator[FactsSlide | CardsSlide | RadarSlide]:
    """A chart beside its table, or before it where that is long; the table alone for too few axes or too many."""
    names = [axis.label for axis in radar.axes]
    steps = [_step(axis) if sizes.own else literal(axis.step) for axis in radar.axes]
    if not FEWEST <= len(names) <= MOST:
        rows = list(zip(names, steps, strict=True))
        slide = cards(heading, rows, sizes, faces) if sizes.own else None
        yield from (slide,) if slide else facts(heading, rows, sizes, faces)
        return
    labels, keys = _named(names, sizes.chart, faces)
    for size in growing(min(LARGEST, sizes.largest), sizes.table.size, GENTLER, sizes.smallest):
        rows = list(zip(keys, steps, strict=True))
        beside = _table(heading, rows, replace(sizes.table, size=size), sizes, faces)
        if len(beside) == 1:
            yield RadarSlide(heading, radar, labels, _stretched(beside[0], sizes.table) if sizes.own else beside[0])
            return
    labels, keys = _named(names, replace(sizes.body, size=sizes.chart.size), faces)
    yield RadarSlide(heading, radar, labels, None)
    yield from facts(heading, list(zip(keys, steps, strict=True)), sizes, faces)


def _step(axis: RadarAxis) -> Text:
    """The step by its name, and as dots where it is one of a few."""
    reached, most = round(axis.value), round(axis.max_value)
    if (reached, most) != (axis.value, axis.max_value) or not 0 <= reached <= most <= DOTS:
        return literal(axis.step)
    dots = "●" * reached + "○" * (most - reached)
    return Text((Run(axis.step, strong=True), Run(f"  {dots}")), axis.step)


def _stretched(table: FactsSlide, room: Room) -> FactsSlide:
    """The table with rows that use the room there is, up to a measure."""
    tall = fsum(row.height for row in table.rows)
    empty = not any(row.value.plain for row in table.rows)
    share = min(TALLEST_EMPTY if empty else TALLEST, room.height / tall) if tall else 1.0
    rows = tuple(replace(row, height=math.floor(row.height * share)) for row in table.rows) if share > 1 else table.rows
    return replace(table, rows=rows)


def _named(names: Sequence[str], room: Room, faces: Faces) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What axes are called in a chart and in its table: where their names would crowd out the shape, they are numbered."""
    free = (room.width - SPREAD * min(room.width, room.height)) / 2
    if all(width(literal(name), faces, room.size) <= free * SAFETY for name in names):
        return tuple(names), tuple(names)
    numbers = range(1, len(names) + 1)
    return tuple(map(str, numbers)), tuple(f"{number}. {name}" for number, name in zip(numbers, names, strict=True))


def _table(heading: Heading, rows: Rows, body: Room, sizes: Sizes, faces: Faces) -> list[FactsSlide]:
    share = LABEL_SHARE if body.width == sizes.body.width else HALF
    pad = sizes.padding
    widest = max((width(literal(label), faces, body.size, strong=True) for label, _ in rows), default=0)
    label_room = replace(body, width=min(widest / SAFETY + 1, body.width * share), leading=sizes.cells)
    value_room = Room(body.width - label_room.width - 4 * pad, body.height - 2 * pad, body.size, sizes.cells)

    def tall(label: str, value: Text) -> float:
        most = max(height(literal(label), faces, label_room, strong=True), height(value, faces, value_room))
        return math.ceil(most + 2 * pad)

    split = [
        Row("" if at else label, part, tall("" if at else label, part))
        for label, value in rows
        for at, part in enumerate(portions(value, faces, value_room))
    ]
    groups = pack([row.height for row in split], body.height, 0, len(split))
    return [FactsSlide(heading, tuple(split[group]), label_room.width + 2 * pad, body.size) for group in groups]
