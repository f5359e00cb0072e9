"""Slides of bullet lists: as few slides as possible, then text as large as fits on them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from ladder_export.core.text import plain_text
from ladder_export.writers.fonts.text_metrics import LINE_SAFETY, FontPair, text_width
from ladder_export.writers.slides.bullet_lists import ListMeasurer
from ladder_export.writers.slides.model import BulletSlide, Heading, Paragraph
from ladder_export.writers.slides.packing import candidate_sizes, pack_into_slides
from ladder_export.writers.slides.text_frames import DeckGeometry, PieceRole

MAX_UNITS_PER_SLIDE = 8  # a slide with more items is a page to read, not a slide
MIN_SCALE = 0.85  # text shrinks to this share of its usual size to save a slide; what needs more gets another slide
FEW_STATEMENTS = 2  # so many statements have a slide to themselves …
FEW_STATEMENTS_GROWTH = 1.25  # … and may grow to this multiple of the largest size
EXAMPLES_GROWTH = 1.3  # examples grow to this multiple of their usual size
SPARSE_SIZES_PT = (40.0, 36.0, 34.0, 32.0, 30.0, 28.0, 26.0, 24.0)  # sizes to try for text that fills little …
MAX_SPARSE_FILL = 0.5  # … as long as it fills no more than this share of its frame's height

SizedGroups = tuple[float, list[tuple[Paragraph, ...]]]  # a size in points and the paragraphs of each slide


def bullet_slides(
    heading: Heading, role: PieceRole, lists: Sequence[Sequence[Paragraph]], geometry: DeckGeometry, fonts: FontPair
) -> Iterator[BulletSlide]:
    """Yield slides of nothing but lists: as few as possible, at the largest text size at which no more are needed.

    `heading` is their title, `lists` has the paragraphs of each item. Slides with a single item are avoided where
    possible. Without text there are no slides.
    """
    usual_pt = geometry.examples_size_pt if role == "examples" else geometry.body.size_pt
    largest_pt = geometry.largest_size_pt
    if role == "examples":
        largest_pt = min(largest_pt, usual_pt * EXAMPLES_GROWTH)
    elif len(lists) <= FEW_STATEMENTS:
        largest_pt *= FEW_STATEMENTS_GROWTH
    sizes_pt = list(candidate_sizes(largest_pt, usual_pt, MIN_SCALE, geometry.smallest_size_pt))
    if groups := fit_groups(ListMeasurer(geometry, fonts, geometry.body, role), lists, sizes_pt):
        size_pt, paragraphs_of_slides = groups
        if len(paragraphs_of_slides) == 1 and geometry.is_own_design:
            size_pt = sparse_size_pt(
                ListMeasurer(geometry, fonts, geometry.body, role), paragraphs_of_slides[0], size_pt
            )
        for paragraphs in paragraphs_of_slides:
            yield BulletSlide(heading, role, paragraphs, size_pt)


def sparse_size_pt(measurer: ListMeasurer, paragraphs: Sequence[Paragraph], size_pt: float) -> float:
    """Return the largest size at which text fills at most half of its frame and no word breaks; at least `size_pt`."""
    if measurer.list_height_pt(paragraphs, size_pt) > MAX_SPARSE_FILL * measurer.frame.height_pt:
        return size_pt
    words = [plain_text(word) for paragraph in paragraphs for word in paragraph.text.plain.split()]

    def is_sparse(candidate_pt: float) -> bool:
        narrowest_pt = min(measurer.paragraph_frame(paragraph, candidate_pt).width_pt for paragraph in paragraphs)
        return measurer.list_height_pt(paragraphs, candidate_pt) <= MAX_SPARSE_FILL * measurer.frame.height_pt and all(
            text_width(word, measurer.fonts, candidate_pt, strong=True) <= narrowest_pt * LINE_SAFETY for word in words
        )

    return next(filter(is_sparse, (candidate for candidate in SPARSE_SIZES_PT if candidate > size_pt)), size_pt)


def fit_groups(
    measurer: ListMeasurer, lists: Sequence[Sequence[Paragraph]], sizes_pt: Sequence[float], group_count: int = 0
) -> SizedGroups | None:
    """Find the largest text size at which lists take no more slides than they do at the smallest size.

    Returns the size and the paragraphs of each slide. `sizes_pt` are the sizes to try, in points, descending.
    `group_count` asks for exactly so many slides; 0 leaves the number open. None if the lists have no paragraphs, or if
    no size allows that number of slides.
    """
    lists = [paragraphs for paragraphs in lists if paragraphs]
    if not lists:
        return None
    fewest = group_count or len(groups_at_size(measurer, lists, sizes_pt[-1]))

    @cache
    def groups(number: int) -> list[tuple[Paragraph, ...]]:
        return groups_at_size(measurer, lists, sizes_pt[number], group_count)

    # Text that fits at one size fits at all smaller ones, so bisection finds the largest.
    first = bisect_left(range(len(sizes_pt)), 1, key=lambda number: 0 < len(groups(number)) <= fewest)
    return (sizes_pt[first], groups(first)) if first < len(sizes_pt) else None


def groups_at_size(
    measurer: ListMeasurer, lists: Sequence[Sequence[Paragraph]], size_pt: float, group_count: int = 0
) -> list[tuple[Paragraph, ...]]:
    """Distribute lists over slides at a text size; return the paragraphs of each slide.

    `group_count` is the number of slides, 0 for as few as possible. Empty if that number is impossible.
    """
    units, heights_pt = zip(
        *(unit for paragraphs in lists for unit in measurer.unbreakable_units(paragraphs, size_pt)), strict=True
    )
    gap_pt = measurer.geometry.paragraph_gap_at(size_pt)
    groups = pack_into_slides(heights_pt, measurer.frame.height_pt, gap_pt, MAX_UNITS_PER_SLIDE, group_count)
    return [tuple(paragraph for unit in units[group] for paragraph in unit) for group in groups]
