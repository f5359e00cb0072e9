"""This file lays pieces out as slides, by the room there is and the widths of the words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import fsum
from typing import assert_never

from ladder_export.core.document import (
    BeforeAfter,
    BlankTable,
    Bullets,
    EvidenceTable,
    Facts,
    FormFields,
    Grid,
    Piece,
    Prose,
    Radar,
    RatingTable,
    TrackProgress,
)
from ladder_export.core.text import Run, Text, literal
from ladder_export.writers.fonts.text_metrics import SAFETY, SINGLE, Faces, width
from ladder_export.writers.slides import staircase_slides
from ladder_export.writers.slides.card_slides import cards
from ladder_export.writers.slides.facts_slides import facts, ratings
from ladder_export.writers.slides.form_slides import tables
from ladder_export.writers.slides.grid_slides import side_by_side
from ladder_export.writers.slides.model import (
    AreasSlide,
    Heading,
    PanelSlide,
    Point,
    SectionSlide,
    Slide,
    Stairs,
    StairsSlide,
    TitleSlide,
)
from ladder_export.writers.slides.packing import gently, height
from ladder_export.writers.slides.section_slides import listed, points_of, points_slides
from ladder_export.writers.slides.text_frames import Room, Sizes

GENTLEST, GENTLER = (
    0.7,
    0.8,
)  # the summary may shrink more than other text, most in our own: it belongs on the title slide
ALIKE = 0.7  # of the usual size: titles that fit at no less all get the size of the longest of them
CODES = (20, 18, 16, 14)  # sizes of codes on the stairs of a title slide, in points
OVERVIEW = (26, 24, 22, 20, 18, 16, 14)  # … and on a slide of their own


def title_size(title: str, room: Room, smallest: float, faces: Faces) -> float:
    """The largest size at which a title fits; the smallest readable one when none does. In points."""
    for size in range(round(room.size), round(smallest), -2):
        if height(literal(title), faces, replace(room, size=size), strong=True) <= room.height:
            return size
    return smallest


def _flows(piece: Piece) -> bool:
    return isinstance(piece, Prose) or (isinstance(piece, Bullets) and piece.role == "statements" and not piece.label)


def _rows(heading: Heading, piece: Facts | TrackProgress | FormFields) -> tuple[Heading, tuple[tuple[str, Text], ...]]:
    """A list with labels, and the heading it has; what is to be filled in stays empty and is a subject of its own."""
    match piece:
        case Facts():
            return replace(heading, label=piece.label), piece.rows
        case TrackProgress():
            rungs = tuple(
                (r.code, Text((Run(r.title, strong=r.is_current, href=r.href if r.href[:1] == "#" else ""),), r.title))
                for r in piece.steps
            )
            return replace(heading, label=piece.label), rungs
        case FormFields():
            rows = tuple((label, literal("")) for label in piece.labels)
            return replace(heading, title=piece.label or heading.title), rows
        case _:
            assert_never(piece)


@dataclass(frozen=True, slots=True)
class Desk:
    """The table that slides are laid out on: the room there is and the metrics to fill it by."""

    sizes: Sizes
    faces: Faces

    def cover(
        self, opening: Sequence[Piece]
    ) -> tuple[tuple[tuple[Text, ...], float], Stairs | None, tuple[Piece, ...]]:
        """What of the opening the title slide can hold, the summary with its size; and what it cannot."""
        room, climb, rest = self.sizes.summary, None, list[Piece]()
        summary: tuple[tuple[Text, ...], float] = ((), room.size)
        for piece in opening:
            if isinstance(piece, Prose) and not summary[0] and (size := self.summary_size(piece.paragraphs)):
                summary = (piece.paragraphs, size)
            elif isinstance(piece, TrackProgress) and climb is None and (found := self._stairs(piece)):
                climb = found
            else:
                rest.append(piece)
        return summary, climb, tuple(rest)

    def mark_size(self, mark: str) -> float:
        """The size at which a mark stands on one line; 0 without a mark."""
        wide = width(literal(mark), self.faces, self.sizes.mark, strong=True) / SAFETY
        return math.floor(self.sizes.mark * min(1, self.sizes.cover.width / wide)) if mark else 0

    def pieces(self, heading: Heading, pieces: Sequence[Piece]) -> Iterator[Slide]:
        """The slides of pieces: statements and the paragraphs around them go together, all else by itself."""
        for flowing, group in groupby(pieces, key=_flows):
            run = list(group)
            if flowing and any(isinstance(piece, Bullets) for piece in run):
                lists = [points for piece in run for points in points_of(piece)]
                yield from points_slides(heading, "statements", lists, self.sizes, self.faces)
            else:
                yield from (slide for piece in run for slide in self.piece(heading, piece))

    def piece(self, heading: Heading, piece: Piece) -> Iterator[Slide]:  # a case a piece
        """The slides of any piece, wherever it occurs; none for a piece that says nothing."""
        match piece:
            case Prose():
                named = replace(heading, label=piece.label)
                yield from points_slides(
                    named, "prose", [(Point(text),) for text in piece.paragraphs], self.sizes, self.faces
                )
            case Bullets():
                named = replace(heading, label=piece.label)
                yield from points_slides(named, piece.role, listed(piece), self.sizes, self.faces)
            case Facts() | TrackProgress() | FormFields():
                yield from self._labelled(heading, piece)
            case Radar():
                yield from ratings(heading, piece, self.sizes, self.faces)
            case RatingTable():
                lists = listed(Bullets("statements", piece.items))
                yield from points_slides(heading, "statements", lists, self.sizes, self.faces)
            case BeforeAfter() | EvidenceTable() | BlankTable():
                yield from tables(heading, piece, self.sizes, self.faces)
            case Grid():
                yield from side_by_side(heading, piece, self.sizes, self.faces)
            case _:
                assert_never(piece)

    def titled(self, slides: Sequence[Slide]) -> Iterator[Slide]:
        """The slides with numbered parts where a title would occur twice, and titles of one size where that can be."""
        numbered = list(self._numbered(slides))
        fitting = [self._title_size(slide) for slide in numbered]
        inner = [size for size, slide in zip(fitting, numbered, strict=True) if not self._is_dark(slide)]
        common = min((size for size in inner if size >= ALIKE * self.sizes.heading.size), default=0.0)
        for size, slide in zip(fitting, numbered, strict=True):
            chosen = size if self._is_dark(slide) else min(size, common or size)
            if isinstance(slide, AreasSlide):
                slide = replace(slide, second=replace(slide.second, size=chosen))  # noqa: PLW2901  # both have the same size
            yield replace(slide, heading=replace(slide.heading, size=chosen))

    def chapter(self, heading: Heading, pieces: Sequence[Piece]) -> Iterator[Slide]:
        """A chapter's opening with its words below it, or after it where they are too many, and its stairs."""
        texts = tuple(text for piece in pieces if isinstance(piece, Prose) for text in piece.paragraphs)
        size = self.summary_size(texts) if texts else 0.0
        yield SectionSlide(heading, texts if size else (), size or 0.0, self._first_stairs(pieces))
        if size is None:
            yield from points_slides(heading, "prose", [(Point(text),) for text in texts], self.sizes, self.faces)

    def _first_stairs(self, pieces: Sequence[Piece]) -> Stairs | None:
        found = (self._stairs(piece) for piece in pieces if isinstance(piece, TrackProgress))
        return next(filter(None, found), None)

    def _labelled(self, heading: Heading, piece: Facts | TrackProgress | FormFields) -> Iterator[Slide]:
        """Facts as cards, a climb as stairs; both as tables where that is not to be."""
        if isinstance(piece, TrackProgress) and self.sizes.own and piece.steps and (found := self._overview(piece)):
            yield StairsSlide(replace(heading, label=piece.label), found)
            return
        named, rows = _rows(heading, piece)
        if isinstance(piece, Facts) and self.sizes.own and (slide := cards(named, rows, self.sizes, self.faces)):
            yield slide
        else:
            yield from facts(named, rows, self.sizes, self.faces)

    def _overview(self, climb: TrackProgress) -> Stairs | None:
        """Stairs over a whole slide: columns where they hold the titles, else rows."""
        up = staircase_slides.rising(climb, self.sizes.body, OVERVIEW, self.faces, 1.0)
        if all(step.title for step in up.steps):
            return up
        return staircase_slides.lying(climb, self.sizes.body, OVERVIEW, self.faces)

    def _stairs(self, climb: TrackProgress) -> Stairs | None:
        room = self.sizes.stairs
        return staircase_slides.rising(climb, room, CODES, self.faces) if room.height and len(climb.steps) > 1 else None

    def _numbered(self, slides: Sequence[Slide]) -> Iterator[Slide]:
        """The slides, those of the same title with their number; the title slide's own is not counted."""
        covers = {slide.heading.text for slide in slides if isinstance(slide, TitleSlide)}
        total = Counter(slide.heading.text for slide in slides if not isinstance(slide, TitleSlide))
        seen = Counter[str]()
        for slide in slides:
            text = slide.heading.text
            part = ""
            if not isinstance(slide, TitleSlide):
                seen[text] += 1
                part = f"({seen[text]}/{total[text]})" if total[text] > 1 else "(2)" if text in covers else ""
            yield replace(slide, heading=replace(slide.heading, part=part))

    def _title_size(self, slide: Slide) -> float:
        heading, room = slide.heading, self.sizes.heading
        texts = [heading.text]
        if isinstance(slide, TitleSlide):
            room = self._under_mark(slide)
        elif isinstance(slide, SectionSlide) and self.sizes.own:
            room = replace(self.sizes.cover, height=self.sizes.cover.height - self.sizes.body.size * SINGLE * 1.5)
        elif isinstance(slide, PanelSlide):
            room = slide.panel.heading
        elif isinstance(slide, AreasSlide) and self.sizes.columns:
            room, texts = self.sizes.columns.heading, [heading.text, slide.second.text]
        return min(title_size(text, room, self.sizes.smallest, self.faces) for text in texts)

    @staticmethod
    def _is_dark(slide: Slide) -> bool:
        return isinstance(slide, TitleSlide | SectionSlide)

    def summary_size(self, paragraphs: Sequence[Text]) -> float | None:
        """The size at which paragraphs fit below the title of a dark slide; None where none does."""
        room = self.sizes.summary
        for size in gently(room.size, GENTLEST if self.sizes.own else GENTLER, self.sizes.smallest):
            tall = fsum(height(text, self.faces, replace(room, size=size)) for text in paragraphs)
            if tall + self.sizes.gap * (len(paragraphs) - 1) <= room.height:
                return size
        return None

    def _under_mark(self, slide: TitleSlide) -> Room:
        room = self.sizes.cover
        return replace(room, height=room.height - slide.mark_size * SINGLE * room.leading)
