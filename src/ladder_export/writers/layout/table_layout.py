"""This file decides how a grid goes onto paper: how many columns stand side by side, and how large they are set."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ladder_export.core.document import Bullets, Document, Grid, GridLine, Item, Prose, RowGroup
from ladder_export.core.text import Text, plain_text
from ladder_export.theme import RenderSettings
from ladder_export.writers.fonts.text_metrics import MM_PER_POINT, FontPair, text_width

MIN_COLUMN_EM = 12.5  # ems of a column that still reads well: about 25 letters a line
SIZE_STEP_PT = 0.5  # points between the sizes that are tried
CELL_PADDING_MM = 3.6  # millimetres left and right of what stands in a cell, together
RAGGED_EM = 1.3  # ems that a line loses at its end, as a rule
PARAGRAPH_GAP_LINES = 0.3  # of a line, between points
HANGING_INDENT_EM = 1.0  # ems that points hang by, a level
LEADING = 1.3
ROW_PADDING_MM, BRIEF_ROW_PADDING_MM = 3.0, 1.4  # millimetres around a row, and around one of few words
COLUMN_HEADS_MM = 11.0  # millimetres of the heads of columns
MASTHEAD_MM = 34.0  # and of what stands above them on the first page
TITLE_COLUMN_MM = (24.0, 34.0)  # millimetres that the titles of lines may take
SPLITTABLE_SHARE = 0.4  # of a page: lines taller than that may go on on the next one, others stay together
LOST_AT_BREAK_MM = 6.0  # millimetres that a line loses at the foot of a page when it goes on, as a rule


@dataclass(frozen=True, slots=True)
class TableLayout:
    """Tables to be set one after the other, the size of their text in points, and their first column in millimetres.

    `long` are the titles of lines that may be parted, `pages` how many all of it takes by estimate.
    """

    tables: tuple[Grid, ...]
    text_pt: float
    first_column_mm: float
    splittable_rows: frozenset[str]
    page_count: int


def printable_grids(document: Document) -> tuple[Grid, ...]:
    """Every grid of a document, without examples."""
    pieces = (piece for section in document.sections for piece in section.pieces)
    return tuple(grid_without_examples(piece) for piece in pieces if isinstance(piece, Grid))


def grid_without_examples(grid: Grid) -> Grid:
    """The same with statements alone, for pages and slides."""
    row_groups = (
        RowGroup(band.title, tuple(map(_row_without_examples, band.rows)), band.brief) for band in grid.row_groups
    )
    return replace(
        grid, row_groups=tuple(replace(band, rows=tuple(filter(_has_content, band.rows))) for band in row_groups)
    )


def slice_columns(grid: Grid, first: int, last: int) -> Grid:
    """The columns from `first` up to, not including, `last`; lines that say nothing of them stay away."""
    bands = tuple(
        replace(
            band,
            rows=tuple(filter(_has_content, (replace(line, cells=line.cells[first:last]) for line in band.rows))),
        )
        for band in grid.row_groups
    )
    return replace(grid, columns=grid.columns[first:last], row_groups=tuple(band for band in bands if band.rows))


def split_evenly(count: int, group_count: int) -> tuple[tuple[int, int], ...]:
    """Where each of so many groups begins and ends, the first ones larger by one where it does not come out even."""
    bounds = [math.ceil(count * group / group_count) for group in range(group_count + 1)]
    return tuple(pairwise(bounds))


def candidate_layouts(grid: Grid, fonts: FontPair, settings: RenderSettings) -> Iterator[TableLayout]:
    """The best arrangement by estimate, then those that may save a page should it take more than was thought.

    As few pages as can be, as few tables as those pages allow, then as large as that leaves it.
    """
    estimator = _TableEstimator(grid, fonts, settings)
    candidates = list(estimator.candidates())
    best = min(candidates, key=lambda candidate: (candidate.page_count, len(candidate.tables), -candidate.text_pt))
    yield best
    yield from (
        candidate
        for candidate in candidates
        if len(candidate.tables) == len(best.tables) and candidate.text_pt < best.text_pt
    )


def _row_without_examples(line: GridLine) -> GridLine:
    return replace(
        line,
        cells=tuple(
            tuple(_piece_without_examples(piece) for piece in cell if not _is_example_list(piece))
            for cell in line.cells
        ),
    )


def _is_example_list(piece: Prose | Bullets) -> bool:
    return isinstance(piece, Bullets) and piece.role == "examples"


def _piece_without_examples(piece: Prose | Bullets) -> Prose | Bullets:
    return (
        replace(piece, items=tuple(map(_item_without_examples, piece.items))) if isinstance(piece, Bullets) else piece
    )


def _item_without_examples(item: Item) -> Item:
    return replace(item, children=tuple(map(_item_without_examples, item.children)), examples=())


def _has_content(line: GridLine) -> bool:
    return any(line.cells)


class _TableEstimator:
    """Estimates how many pages a grid takes, by the widths of its words."""

    def __init__(self, grid: Grid, faces: FontPair, settings: RenderSettings) -> None:
        self.grid, self.fonts, self.tokens = grid, faces, settings.theme.sheet
        long, short = max(settings.paper[1:]), min(settings.paper[1:])
        self.page_width_mm = long - 2 * self.tokens.margin
        self.page_height_mm = short - self.tokens.margin - self.tokens.foot - COLUMN_HEADS_MM
        lines = [line for band in grid.row_groups for line in band.rows]
        self.row_padding_mm = [
            BRIEF_ROW_PADDING_MM if band.brief else ROW_PADDING_MM for band in grid.row_groups for _ in band.rows
        ]
        self.titles = [line.title for line in lines]
        self.cells = [[tuple(self._texts(cell)) for cell in line.cells] for line in lines]
        words = [word for line in lines for word in line.title.split()]
        self.longest_title_word_em = max(
            (text_width(plain_text(word), faces, 1, strong=True) for word in words), default=0
        )

    def candidates(self) -> Iterator[TableLayout]:
        """Every arrangement that reads well, with the pages it may take."""
        largest, smallest = self.tokens.text * self.tokens.largest, self.tokens.smallest_text
        steps = math.ceil((largest - smallest) / SIZE_STEP_PT)
        count = len(self.grid.columns)
        for text in (largest - SIZE_STEP_PT * step for step in range(steps)) if steps else (largest,):
            yield from (
                self._layout(round(text, 2), groups)
                for groups in range(1, count + 1)
                if self._is_readable(text, groups)
            )
        yield from (
            self._layout(smallest, groups) for groups in range(1, count + 1) if self._is_readable(smallest, groups)
        )

    def _first_column_mm(self, text: float) -> float:
        least, most = TITLE_COLUMN_MM
        return min(max(least, self.longest_title_word_em * text * MM_PER_POINT + CELL_PADDING_MM), most)

    def _column_mm(self, text: float, groups: int) -> float:
        return (self.page_width_mm - self._first_column_mm(text)) / math.ceil(len(self.grid.columns) / groups)

    def _is_readable(self, text: float, groups: int) -> bool:
        wide = (self._column_mm(text, groups) - CELL_PADDING_MM) / (text * MM_PER_POINT)
        return wide >= MIN_COLUMN_EM or groups == len(self.grid.columns)

    def _layout(self, text: float, groups: int) -> TableLayout:
        bounds = split_evenly(len(self.grid.columns), groups)
        room = (self._column_mm(text, groups) - CELL_PADDING_MM) / (text * MM_PER_POINT)
        pages, long = 0, set[str]()
        for table, (first, last) in enumerate(bounds):
            shown = zip(self.cells, self.row_padding_mm, strict=True)
            tall = [self._row_height_mm(row[first:last], room, text, around) for row, around in shown]
            apart = [height > SPLITTABLE_SHARE * self.page_height_mm for height in tall]
            pages += self._page_count(tall, apart, 0 if table else MASTHEAD_MM)
            long.update(title for title, parted in zip(self.titles, apart, strict=True) if parted)
        tables = tuple(slice_columns(self.grid, first, last) for first, last in bounds)
        return TableLayout(tables, text, round(self._first_column_mm(text), 1), frozenset(long), pages)

    def _page_count(self, tall: Sequence[float], apart: Sequence[bool], used: float) -> int:
        """How many pages lines of these heights take, below what is used already."""
        pages, left = 1, self.page_height_mm - used
        for height, parted in zip(tall, apart, strict=True):
            over = height - left
            if over <= 0:
                left = -over
            elif not parted:
                pages, left = pages + 1, self.page_height_mm - height
            else:
                more = math.ceil((over + LOST_AT_BREAK_MM) / (self.page_height_mm - LOST_AT_BREAK_MM))
                pages, left = pages + more, more * (self.page_height_mm - LOST_AT_BREAK_MM) - over - LOST_AT_BREAK_MM
        return pages

    def _row_height_mm(
        self, cells: Sequence[Sequence[tuple[float, int]]], room: float, text: float, around: float
    ) -> float:
        lines = max((self._line_count(cell, room) for cell in cells), default=0)
        return lines * text * LEADING * MM_PER_POINT + around if lines else 0

    def _line_count(self, cell: Sequence[tuple[float, int]], room: float) -> float:
        return sum(
            max(1, math.ceil(wide / (room - HANGING_INDENT_EM * depth - RAGGED_EM))) + PARAGRAPH_GAP_LINES
            for wide, depth in cell
        )

    def _texts(self, cell: Sequence[Prose | Bullets]) -> Iterator[tuple[float, int]]:
        for piece in cell:
            if isinstance(piece, Prose):
                yield from ((self._width_em(text), 0) for text in piece.paragraphs)
            else:
                yield from (found for item in piece.items for found in self._nested_texts(item, 1))

    def _nested_texts(self, item: Item, depth: int) -> Iterator[tuple[float, int]]:
        yield self._width_em(item.text), depth
        for child in item.children:
            yield from self._nested_texts(child, depth + 1)

    def _width_em(self, text: Text) -> float:
        return text_width(text, self.fonts, 1)
