"""This file lays pieces out as slides, by the room there is and the widths of the words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from math import fsum
from typing import assert_never

from ladder_export.document import (
    Blank,
    Bullets,
    Climb,
    Contrast,
    Facts,
    Fields,
    Goals,
    Grid,
    Item,
    Piece,
    Prose,
    Radar,
    Rung,
    Scores,
)
from ladder_export.text import Run, Text, literal
from ladder_export.writers.climb import ways
from ladder_export.writers.metrics import SAFETY, SINGLE, Faces, width
from ladder_export.writers.slides.columns import tables
from ladder_export.writers.slides.facts import facts, ratings
from ladder_export.writers.slides.filling import gently, height, pack, portions
from ladder_export.writers.slides.kinds import (
    BulletSlide,
    Heading,
    Pill,
    Point,
    Role,
    Room,
    SectionSlide,
    Sizes,
    Slide,
    Strip,
    TitleSlide,
)
from ladder_export.writers.slides.tables import side_by_side

MOST = 7  # statements a slide: more is a page, not a slide
MOST_ALONE = 8  # … but eight that fit are better than four and four
GENTLE = 0.9  # how far text shrinks to save a slide; what needs more runs on
GENTLEST = 0.8  # the summary may shrink more: it belongs on the title slide
DEEPEST = 4  # a presentation's outline has five levels


def title_size(title: str, room: Room, smallest: float, faces: Faces) -> float:
    """The largest size at which a title fits; the smallest readable one when none does. In points."""
    for size in range(round(room.size), round(smallest), -2):
        if height(literal(title), faces, replace(room, size=size), strong=True) <= room.height:
            return size
    return smallest


def nested(item: Item, depth: int = 0, *, quiet: bool = False) -> Iterator[Point]:
    """A point and everything nested in it, in reading order."""
    if item.text:
        yield Point(item.text, depth=min(depth, DEEPEST), quiet=quiet, new=item.new)
    for child in item.children:
        yield from nested(child, depth + 1, quiet=quiet)
    for example in item.examples:
        yield from nested(example, depth + 1, quiet=True)


def _flows(piece: Piece) -> bool:
    return isinstance(piece, Prose) or (isinstance(piece, Bullets) and piece.role == "statements" and not piece.label)


def _flow(piece: Piece) -> list[list[Point]]:
    """Statements, or the paragraphs between them, as points."""
    if isinstance(piece, Prose):
        return [[Point(text, bare=True)] for text in piece.paragraphs]
    return _lists(piece.items) if isinstance(piece, Bullets) else []


def _lists(items: Sequence[Item]) -> list[list[Point]]:
    return [list(nested(item)) for item in items]


def _listed(heading: Heading, piece: Facts | Climb | Fields) -> tuple[Heading, tuple[tuple[str, Text], ...]]:
    """A list with labels, and the heading it has; what is to be filled in stays empty and is a subject of its own."""
    match piece:
        case Facts():
            return replace(heading, label=piece.label), piece.rows
        case Climb():
            rungs = tuple((r.code, Text((Run(r.title, strong=r.here),), r.title)) for r in piece.rungs)
            return replace(heading, label=piece.label), rungs
        case Fields():
            rows = tuple((label, literal("")) for label in piece.labels)
            return replace(heading, title=piece.label or heading.title), rows
        case _:
            assert_never(piece)


def _said(rung: Rung) -> str:
    """Return a rung in words, the level's own in brackets."""
    said = rung.title if rung.code in (rung.title, "") else f"{rung.code} {rung.title}"
    return f"[{said}]" if rung.here else said


@dataclass(frozen=True, slots=True)
class Desk:
    """The table that slides are laid out on: the room there is and the metrics to fill it by."""

    sizes: Sizes
    faces: Faces

    def cover(self, opening: Sequence[Piece]) -> tuple[tuple[tuple[Text, ...], float], Strip | None, tuple[Piece, ...]]:
        """What of the opening the title slide can hold, the summary with its size; and what it cannot."""
        room, strip, rest = self.sizes.summary, None, list[Piece]()
        summary: tuple[tuple[Text, ...], float] = ((), room.size)
        for piece in opening:
            if isinstance(piece, Prose) and not summary[0] and (size := self._summary_size(piece.paragraphs)):
                summary = (piece.paragraphs, size)
            elif isinstance(piece, Climb) and strip is None and (found := self._strip(piece)):
                strip = found
            else:
                rest.append(piece)
        return summary, strip, tuple(rest)

    def mark_size(self, mark: str) -> float:
        """The size at which a mark stands on one line; 0 without a mark."""
        wide = width(literal(mark), self.faces, self.sizes.mark, strong=True) / SAFETY
        return math.floor(self.sizes.mark * min(1, self.sizes.cover.width / wide)) if mark else 0

    def area(self, heading: Heading, pieces: Sequence[Piece]) -> Iterator[Slide]:
        """The slides of an area: statements and the paragraphs around them go together, all else by itself."""
        for flowing, group in groupby(pieces, key=_flows):
            run = list(group)
            if flowing and any(isinstance(piece, Bullets) for piece in run):
                yield from self._points(heading, "statements", [points for piece in run for points in _flow(piece)])
            else:
                yield from (slide for piece in run for slide in self.piece(heading, piece))

    def piece(self, heading: Heading, piece: Piece) -> Iterator[Slide]:  # a case a piece
        """The slides of any piece, wherever it occurs; none for a piece that says nothing."""
        match piece:
            case Prose():
                yield from self._points(heading, "prose", [[Point(text)] for text in piece.paragraphs])
            case Bullets():
                yield from self._points(replace(heading, label=piece.label), piece.role, _lists(piece.items))
            case Facts() | Climb() | Fields():
                yield from facts(*_listed(heading, piece), self.sizes, self.faces)
            case Radar():
                yield from ratings(heading, piece, self.sizes, self.faces)
            case Scores():
                yield from self._points(heading, "statements", _lists(piece.items))
            case Contrast() | Goals() | Blank():
                yield from tables(heading, piece, self.sizes, self.faces)
            case Grid():
                yield from side_by_side(heading, piece, self.sizes, self.faces)
            case _:
                assert_never(piece)

    def titled(self, slides: Sequence[Slide]) -> Iterator[Slide]:
        """The slides with numbered parts where a title would occur twice, each title at the size that fits."""
        total, seen = Counter(slide.heading.text for slide in slides), Counter[str]()
        for slide in slides:
            text = slide.heading.text
            seen[text] += 1
            part = f"({seen[text]}/{total[text]})" if total[text] > 1 and not isinstance(slide, TitleSlide) else ""
            heading = replace(slide.heading, part=part)
            room = self._under_mark(slide) if isinstance(slide, TitleSlide) else self.sizes.heading
            size = title_size(heading.text, room, self.sizes.smallest, self.faces)
            yield replace(slide, heading=replace(heading, size=size))

    def chapter(self, heading: Heading, pieces: Sequence[Piece]) -> Iterator[Slide]:
        """A chapter's opening with its words below it, or after it where they are too many."""
        texts = tuple(text for piece in pieces if isinstance(piece, Prose) for text in piece.paragraphs)
        size = self._summary_size(texts) if texts else 0.0
        if size is None:
            yield SectionSlide(heading)
            yield from self._points(heading, "prose", [[Point(text)] for text in texts])
        else:
            yield SectionSlide(heading, texts, size)

    def _points(self, heading: Heading, role: Role, lists: Sequence[Sequence[Point]]) -> Iterator[BulletSlide]:
        """Slides of points; a point stays with what is nested in it unless both are larger than a slide."""
        size = self.sizes.examples if role == "examples" else self.sizes.body.size
        lists = list(filter(None, ([point for point in points if point.text] for points in lists)))
        if (fitting := self._size_alone(lists, role, size)) is not None:
            yield BulletSlide(heading, role, tuple(chain.from_iterable(lists)), fitting)
            return
        units = list(chain.from_iterable(self._units(one, role, size) for one in lists))
        heights = [self._tall(unit, role, size) for unit in units]
        for group in pack(heights, self.sizes.body.height, self.sizes.gap, MOST):
            yield BulletSlide(heading, role, tuple(chain.from_iterable(units[group])), size)

    def _size_alone(self, lists: Sequence[Sequence[Point]], role: Role, size: float) -> float | None:
        """Return the size at which all points stand on one slide; None where there are none, or too many."""
        points = list(chain.from_iterable(lists))
        if not points or len(lists) > MOST_ALONE:
            return None
        sizes = gently(size, GENTLE, self.sizes.smallest)
        return next((one for one in sizes if self._tall(points, role, one) <= self.sizes.body.height), None)

    def _units(self, points: Sequence[Point], role: Role, size: float) -> list[list[Point]]:
        """What must not be parted: a point with all in it, else each by itself, else parts of one."""
        if self._tall(points, role, size) <= self.sizes.body.height:
            return [list(points)]
        return [
            [replace(point, text=part, starts=not at)]
            for point in points
            for at, part in enumerate(portions(point.text, self.faces, self._room(point, role, size)))
        ]

    def _tall(self, points: Sequence[Point], role: Role, size: float) -> float:
        heights = [height(point.text, self.faces, self._room(point, role, size)) for point in points]
        return fsum(heights) + self.sizes.gap * (len(heights) - 1)

    def _room(self, point: Point, role: Role, size: float) -> Room:
        """What a point has to itself: the deeper, the narrower."""
        hang = 0.0 if role == "prose" or point.bare else self.sizes.indent * (point.depth + 1)
        fitting, body = self.sizes.nested(size, point.depth, quiet=role == "examples"), self.sizes.body
        return Room(body.width - hang, body.height, fitting, body.leading)

    def _strip(self, climb: Climb) -> Strip | None:
        """The rungs that have room as pills, all of them in its description; None where no rung has room."""
        pills = next(filter(None, map(self._pills, ways(climb))), None)
        return Strip(pills, f"{climb.label}: {' · '.join(map(_said, climb.rungs))}") if pills else None

    def _pills(self, rungs: Sequence[Rung]) -> tuple[Pill, ...]:
        """Rungs as pills that flow into rows; none where they need more room than there is."""
        room, gap = self.sizes.strip, self.sizes.gap
        tall = room.size * 2
        pills, left, top = list[Pill](), 0.0, 0.0
        for rung in rungs:
            wide = width(literal(rung.code), self.faces, room.size, strong=True) + 2 * room.size
            if left and left + wide > room.width:
                left, top = 0.0, top + tall + gap
            pills.append(Pill(rung.code, rung.here, left, top, wide, tall))
            left += wide + gap
        if not pills or top + tall > room.height or max(pill.width for pill in pills) > room.width:
            return ()
        return tuple(pills)

    def _summary_size(self, paragraphs: Sequence[Text]) -> float | None:
        room = self.sizes.summary
        for size in gently(room.size, GENTLEST, self.sizes.smallest):
            tall = fsum(height(text, self.faces, replace(room, size=size)) for text in paragraphs)
            if tall + self.sizes.gap * (len(paragraphs) - 1) <= room.height:
                return size
        return None

    def _under_mark(self, slide: TitleSlide) -> Room:
        room = self.sizes.cover
        return replace(room, height=room.height - slide.mark_size * SINGLE * room.leading)
