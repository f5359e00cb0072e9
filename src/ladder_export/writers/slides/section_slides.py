"""This file lays areas out: statements with their examples beside them, small areas side by side, long ones over slides."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, filterfalse
from math import inf

from ladder_export.core.document import Bullets, Piece, Prose
from ladder_export.core.text import Text, literal
from ladder_export.writers.fonts.text_metrics import Faces
from ladder_export.writers.slides.bullet_lists import QUIET, Ruler, nested
from ladder_export.writers.slides.model import (
    AreasSlide,
    BulletSlide,
    Heading,
    PanelSlide,
    Point,
    Slide,
)
from ladder_export.writers.slides.packing import growing, pack
from ladder_export.writers.slides.text_frames import Panel, Role, Room, Sizes

MOST = 8  # points a slide: more is a page, not a slide
GENTLE = 0.85  # how far text shrinks to save a slide; what needs more runs on
SPARE = 1.25  # of the usual growth, for one or two statements that have a slide to themselves
FEW = 2
LARGEST_QUIET = 20.0  # points that examples grow to beside statements
LIGHT, LIGHTISH = 0.45, 0.62  # of its slide: an area that fills less shares one with another that fills no more
LIGHTEST = 0.35  # … and one that fills even less, with any that leaves it room
LEAST_SHARED = 0.9  # of the usual size, that statements of areas side by side have
CLEARLY = 2.0  # points by which text must be larger to be worth another layout
FULL = 0.97  # of a column

Lists = tuple[tuple[Point, ...], ...]
Groups = tuple[float, list[tuple[Point, ...]]]  # a size, and what stands on each slide at it


@dataclass(frozen=True, slots=True)
class Area:
    """What an area has to show: lists of points that belong together, and its examples with their label."""

    heading: Heading
    statements: Lists
    examples: Lists
    label: str
    notes: tuple[Point, ...] = ()


def area_of(heading: Heading, pieces: Sequence[Piece]) -> Area | None:
    """An area of statements, paragraphs between them and examples; None for one that has anything else."""
    lists = [piece for piece in pieces if isinstance(piece, Bullets)]
    if not lists or not all(map(_belongs, pieces)):
        return None
    stated, quiet = _every_point(filterfalse(_is_quiet, pieces)), _every_point(filter(_is_quiet, pieces))
    label = next((piece.label for piece in lists if piece.label), "")
    return Area(heading, stated, quiet, label) if stated or quiet else None


def _every_point(pieces: Iterable[Piece]) -> Lists:
    return tuple(chain.from_iterable(map(points_of, pieces)))


def _belongs(piece: Piece) -> bool:
    return isinstance(piece, Prose) or _is_quiet(piece) or (isinstance(piece, Bullets) and not piece.label)


def _is_quiet(piece: Piece) -> bool:
    return isinstance(piece, Bullets) and piece.role == "examples"


def points_of(piece: Piece) -> list[tuple[Point, ...]]:
    """A list, or the paragraphs between lists, as points."""
    if isinstance(piece, Prose):
        return [(Point(text, bare=True),) for text in piece.paragraphs if text]
    return listed(piece) if isinstance(piece, Bullets) else []


def listed(piece: Bullets) -> list[tuple[Point, ...]]:
    """The points of a list, each with what is nested in it; none that says nothing."""
    found = (tuple(point for point in nested(item) if point.text) for item in piece.items)
    return [points for points in found if points]


def laid_out(areas: Sequence[Area], sizes: Sizes, faces: Faces) -> Iterator[Slide]:
    """The slides of areas that follow each other; light neighbours share one."""
    layer = _Layer(sizes, faces)
    alone = [list(layer.alone(area)) for area in areas]
    for first, last in _pairs(layer, areas, alone):
        if first == last:
            yield from _noted(alone[first], areas[first].notes)
        elif joined := layer.joined(areas[first], areas[last]):
            yield joined


def points_slides(
    heading: Heading, role: Role, lists: Sequence[Sequence[Point]], sizes: Sizes, faces: Faces
) -> Iterator[BulletSlide]:
    """Slides of points alone: as few as can be, then as large as they fit, none left with a lonely point."""
    ruler = Ruler(sizes, faces, sizes.body, role)
    usual = sizes.examples if role == "examples" else sizes.body.size
    few = len(lists) <= FEW and role != "examples"
    largest = min(sizes.largest, usual * 1.3) if role == "examples" else sizes.largest * (SPARE if few else 1)
    if found := _fitted(ruler, lists, list(growing(largest, usual, GENTLE, sizes.smallest))):
        size, groups = found
        for points in groups:
            yield BulletSlide(heading, role, points, size)


def _fitted(ruler: Ruler, lists: Sequence[Sequence[Point]], options: Sequence[float], groups: int = 0) -> Groups | None:
    """The largest size at which lists take no more slides than at the smallest, and what stands on each."""
    lists = [points for points in lists if points]
    if not lists:
        return None
    fewest = groups or len(_grouped(ruler, lists, options[-1]))

    @cache
    def at(place: int) -> list[tuple[Point, ...]]:
        return _grouped(ruler, lists, options[place], groups)

    # What fits at a size fits at all smaller ones.
    first = bisect_left(range(len(options)), 1, key=lambda place: 0 < len(at(place)) <= fewest)
    return (options[first], at(first)) if first < len(options) else None


def _grouped(ruler: Ruler, lists: Sequence[Sequence[Point]], size: float, groups: int = 0) -> list[tuple[Point, ...]]:
    """Lists at a size, slide by slide."""
    units, heights = zip(*(unit for points in lists for unit in ruler.units(points, size)), strict=True)
    found = pack(heights, ruler.room.height, ruler.sizes.gap_at(size), MOST, groups)
    if groups == 1 and len(found) > 1:
        return []
    return [tuple(point for unit in units[group] for point in unit) for group in found]


def _pairs(layer: _Layer, areas: Sequence[Area], alone: Sequence[Sequence[Slide]]) -> list[tuple[int, int]]:
    """Which areas share a slide with the next one: as few slides as possible, then none of them nearly empty."""
    if not layer.sizes.columns:
        return [(place, place) for place in range(len(areas))]
    fills = [layer.fill(slides[0]) if len(slides) == 1 else inf for slides in alone]
    best: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])]
    for end in range(1, len(areas) + 1):
        cost, found = best[end - 1]
        options = [(cost + len(alone[end - 1]) + max(0.0, LIGHT - fills[end - 1]), [*found, (end - 1, end - 1)])]
        if end > 1 and _may_share(layer, areas[end - 2 : end], fills[end - 2 : end]):
            cost, found = best[end - 2]
            options.append((cost + 1, [*found, (end - 2, end - 1)]))
        best.append(min(options))
    return best[-1][1]


def _may_share(layer: _Layer, areas: Sequence[Area], fills: Sequence[float]) -> bool:
    """Whether two areas, one of them light, fit side by side at a size that reads well."""
    light = min(fills) < LIGHTEST or (min(fills) < LIGHT and max(fills) < LIGHTISH)
    shared = layer.joined(*areas) if light else None
    return shared is not None and shared.size >= LEAST_SHARED * layer.sizes.body.size


def _joined(lists: Lists) -> tuple[Point, ...]:
    return tuple(point for points in lists for point in points)


def _noted(slides: list[Slide], notes: tuple[Point, ...]) -> list[Slide]:
    return [replace(slides[0], notes=notes), *slides[1:]] if slides and notes else slides


@dataclass(frozen=True, slots=True)
class _Layer:
    """Lays out one area or two."""

    sizes: Sizes
    faces: Faces

    def alone(self, area: Area) -> Iterator[Slide]:
        """The slides of one area: beside each other where both have room, else examples after the statements."""
        label = replace(area.heading, label=area.label)
        if not area.statements:
            yield from points_slides(label, "examples", area.examples, self.sizes, self.faces)
        elif beside := self._beside(area):
            yield from beside
        else:
            yield from points_slides(area.heading, "statements", area.statements, self.sizes, self.faces)
            yield from points_slides(label, "examples", area.examples, self.sizes, self.faces)

    def fill(self, slide: Slide) -> float:
        """How much of its height the text of a slide takes, from 0 to 1."""
        sizes = self.sizes
        if isinstance(slide, PanelSlide):
            left = Ruler(sizes, self.faces, slide.panel.statements, "statements").tall(slide.points, slide.size)
            right = Ruler(sizes, self.faces, slide.panel.examples, "examples").tall(slide.examples, slide.quiet_size)
            return max(left, right) / sizes.body.height
        if isinstance(slide, BulletSlide):
            return Ruler(sizes, self.faces, sizes.body, slide.role).tall(slide.points, slide.size) / sizes.body.height
        return inf

    def joined(self, first: Area, second: Area) -> AreasSlide | None:
        """Two areas side by side at the largest size at which both fit; None where they do not."""
        columns = self.sizes.columns
        if not columns:
            return None
        for size in self._options(columns.body):
            quiet = max(self.sizes.smallest, round(size * QUIET))
            both = first, second
            if all(self._column_height(one, columns.body, size, quiet) <= columns.body.height * FULL for one in both):
                return AreasSlide(
                    first.heading,
                    second.heading,
                    (_joined(first.statements), _joined(second.statements)),
                    (self._examples(first), self._examples(second)),
                    size,
                    quiet,
                    (*first.notes, *second.notes),
                )
        return None

    def _column_height(self, area: Area, room: Room, size: float, quiet: float) -> float:
        """The height of statements and, below them, examples."""
        stated = Ruler(self.sizes, self.faces, room, "statements").tall(_joined(area.statements), size)
        examples = Ruler(self.sizes, self.faces, room, "examples").tall(self._examples(area), quiet)
        return stated + examples + (2 * self.sizes.gap_at(size) if area.statements and area.examples else 0)

    def _examples(self, area: Area) -> tuple[Point, ...]:
        return self._labelled(area, _joined(area.examples))

    def _options(self, room: Room) -> list[float]:
        return list(growing(self.sizes.largest, room.size, GENTLE, self.sizes.smallest))

    def _labelled(self, area: Area, points: Sequence[Point]) -> tuple[Point, ...]:
        """Examples with their label before them; beside statements they stand back."""
        named = (Point(literal(area.label), label=True, bare=True, quiet=True),) if area.label and points else ()
        return (*named, *(replace(point, quiet=True) for point in points))

    def _beside(self, area: Area) -> list[PanelSlide | BulletSlide]:
        """Statements with their examples beside them; none where no panel holds them evenly.

        Another panel than the usual one is taken where it saves slides, or lets examples grow and leaves statements large.
        """
        best: list[PanelSlide | BulletSlide] = []
        for panel in self.sizes.panels if area.examples else ():
            if not best or self._may_grow(best):
                slides = self._on(panel, area)
                best = slides if self._is_better(slides, best) else best
        return best

    @staticmethod
    def _may_grow(slides: Sequence[Slide]) -> bool:
        """Whether another panel could save slides, or show the examples clearly larger."""
        first = slides[0]
        return len(slides) > 1 or not isinstance(first, PanelSlide) or first.quiet_size <= LARGEST_QUIET - CLEARLY

    def _is_better(self, slides: Sequence[Slide], best: Sequence[Slide]) -> bool:
        if not slides or not best or len(slides) != len(best):
            return not best or 0 < len(slides) < len(best)
        usual, other = best[0], slides[0]
        if not isinstance(usual, PanelSlide) or not isinstance(other, PanelSlide):
            return False
        return other.quiet_size >= usual.quiet_size + CLEARLY and other.size >= self.sizes.body.size

    def _on(self, panel: Panel, area: Area) -> list[PanelSlide | BulletSlide]:
        """Statements with their examples beside them, over as few slides as both take; none where that is uneven."""
        left = Ruler(self.sizes, self.faces, panel.statements, "statements")
        label = self._labelled(area, [Point(Text((), ""))])[:1]
        head = left.tall(label, self.sizes.examples) + self.sizes.gap_at(self.sizes.examples) if label else 0.0
        right = Ruler(self.sizes, self.faces, replace(panel.examples, height=panel.examples.height - head), "examples")
        few = SPARE if len(area.statements) <= FEW else 1
        options = list(growing(self.sizes.largest * few, panel.statements.size, GENTLE, self.sizes.smallest))
        quiet = self._quiet_sizes()
        count = max(len(_grouped(left, area.statements, options[-1])), len(_grouped(right, area.examples, quiet[-1])))
        if not (stated := self._split(left, area.statements, options, count)):
            return []
        smaller = [size for size in quiet if size < stated[0]] or quiet[-1:]
        found = self._split(right, area.examples, smaller, min(count, len(area.examples)))
        return list(self._paired(panel, area, stated, found)) if found else []

    def _quiet_sizes(self) -> list[float]:
        """Sizes of examples beside statements, the largest first."""
        usual, own = self.sizes.examples, self.sizes.own
        return list(growing(LARGEST_QUIET if own else usual, usual, 0.0 if own else GENTLE, self.sizes.smallest))

    def _split(self, ruler: Ruler, lists: Lists, options: Sequence[float], count: int) -> Groups | None:
        """Lists over exactly so many slides, each with two points at least where there are several."""
        if count > 1 and len(lists) < 2 * count and ruler.role == "statements":
            return None
        return _fitted(ruler, lists, options, count)

    def _paired(self, panel: Panel, area: Area, stated: Groups, found: Groups) -> Iterator[PanelSlide | BulletSlide]:
        (size, groups), (quiet, examples) = stated, found
        for place, points in enumerate(groups):
            if place < len(examples):
                yield PanelSlide(area.heading, points, size, self._labelled(area, examples[place]), quiet, panel)
            else:
                yield BulletSlide(area.heading, "statements", points, size)
