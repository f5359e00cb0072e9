"""Larger text for tables that would leave much of their slide empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ladder_export.writers.slides.model import FormTableSlide, GridSlide
from ladder_export.writers.slides.text_frames import DeckGeometry

SPARSE_SIZES_PT = (28.0, 26.0, 24.0)  # sizes to try, beyond the usual largest
MAX_SPARSE_FILL = 0.6  # share of the body's height up to which a table counts as sparse

TableSlide = TypeVar("TableSlide", FormTableSlide, GridSlide)


def enlarge_sparse_table(
    slides: list[TableSlide], slides_at_size: Callable[[float], list[TableSlide]], geometry: DeckGeometry
) -> list[TableSlide]:
    """Return the slide of a table that leaves most of it empty, laid out again with the largest text that also does.

    `slides_at_size` lays the same table out with text of a size in points. A table on several slides, or in a deck in a
    company's template, is returned unchanged.
    """

    def is_sparse(attempt: Sequence[TableSlide]) -> bool:
        return len(attempt) == 1 and attempt[0].height_pt <= MAX_SPARSE_FILL * geometry.body.height_pt

    if not geometry.is_own_design or not is_sparse(slides):
        return slides
    return next(filter(is_sparse, map(slides_at_size, SPARSE_SIZES_PT)), slides)
