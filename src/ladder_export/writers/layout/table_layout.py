"""Layouts of a comparison table on paper: how many columns are beside each other, and at which text size."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ladder_export.core.document import Bullets, Document, Grid, GridLine, Item, Prose, RowGroup
from ladder_export.core.text import Text, plain_text
from ladder_export.theme import RenderSettings
from ladder_export.writers.fonts.text_metrics import MM_PER_POINT, FontPair, text_width

MIN_COLUMN_EM = 12.5  # of a readable column: about 25 letters per line
SIZE_STEP_PT = 0.5  # between the sizes that are tried
CELL_PADDING_MM = 3.6  # left and right of a cell's text, together
RAGGED_EM = 1.3  # unused width at the end of a typical line
PARAGRAPH_GAP_LINES = 0.3  # between items
HANGING_INDENT_EM = 1.0  # per level of nesting
LEADING = 1.3
ROW_PADDING_MM, BRIEF_ROW_PADDING_MM = 3.0, 1.4  # above and below a row, together
COLUMN_HEADS_MM = 11.0  # height of the column heads
MASTHEAD_MM = 34.0  # height above the table on the first page
TITLE_COLUMN_MM = (24.0, 34.0)  # narrowest and widest column of row titles
SPLITTABLE_SHARE = 0.4  # share of a page: taller rows may be split between pages
LOST_AT_BREAK_MM = 6.0  # unused height at the foot of a page where a row is split


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A comparison table divided into tables that follow each other on landscape pages.

    `text_pt`: text size in points. `first_column_mm`: width of the column of row titles in millimetres.
    `splittable_rows`: titles of rows that may be split between pages. `page_count`: estimated pages of all tables.
    """

    tables: tuple[Grid, ...]
    text_pt: float
    first_column_mm: float
    splittable_rows: frozenset[str]
    page_count: int


def printable_grids(document: Document) -> tuple[Grid, ...]:
    """Return all comparison tables of a document, without examples, as they are printed."""
    pieces = (piece for section in document.sections for piece in section.pieces)
    return tuple(grid_without_examples(piece) for piece in pieces if isinstance(piece, Grid))


def grid_without_examples(grid: Grid) -> Grid:
    """Return a comparison table without examples, as PDFs and slides show it."""
    row_groups = (
        RowGroup(band.title, tuple(map(_row_without_examples, band.rows)), band.brief) for band in grid.row_groups
    )
    return replace(
        grid, row_groups=tuple(replace(band, rows=tuple(filter(_has_content, band.rows))) for band in row_groups)
    )


def slice_columns(grid: Grid, first: int, last: int) -> Grid:
    """Return a comparison table with only the columns from index `first` up to, not including, `last`.

    Rows without content in these columns are dropped.
    """
    bands = tuple(
        replace(
            band,
            rows=tuple(filter(_has_content, (replace(line, cells=line.cells[first:last]) for line in band.rows))),
        )
        for band in grid.row_groups
    )
    return replace(grid, columns=grid.columns[first:last], row_groups=tuple(band for band in bands if band.rows))


def split_evenly(count: int, group_count: int) -> tuple[tuple[int, int], ...]:
    """Divide `count` things into `group_count` groups of about equal size; return start and end index of each group.

    Larger groups, by one, come first.
    """
    bounds = [math.ceil(count * group / group_count) for group in range(group_count + 1)]
    return tuple(pairwise(bounds))


def candidate_layouts(grid: Grid, fonts: FontPair, settings: RenderSettings) -> Iterator[TableLayout]:
    """Yield the best layout of a comparison table by estimate, then layouts with smaller text that may save a page.

    The best one has the fewest pages; among these the fewest tables, then the largest text.
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


@dataclass(frozen=True, slots=True)
class _EstimatedRow:
    """A row of a grid: its title, the space around its text, and of each cell's texts the width and depth of nesting."""

    title: str
    padding_mm: float
    cells: tuple[tuple[tuple[float, int], ...], ...]


class _TableEstimator:
    """Estimates how many pages a grid takes, from the widths of its words."""

    def __init__(self, grid: Grid, fonts: FontPair, settings: RenderSettings) -> None:
        self.grid, self.fonts, self.tokens = grid, fonts, settings.theme.sheet
        long, short = max(settings.paper[1:]), min(settings.paper[1:])
        self.page_width_mm = long - 2 * self.tokens.margin
        self.page_height_mm = short - self.tokens.margin - self.tokens.footer_height_mm - COLUMN_HEADS_MM
        self.rows = [
            self._estimated_row(line, BRIEF_ROW_PADDING_MM if band.brief else ROW_PADDING_MM)
            for band in grid.row_groups
            for line in band.rows
        ]
        words = " ".join(row.title for row in self.rows).split()
        self.longest_title_word_em = max(
            (text_width(plain_text(word), fonts, 1, strong=True) for word in words), default=0
        )

    def _estimated_row(self, line: GridLine, padding_mm: float) -> _EstimatedRow:
        return _EstimatedRow(line.title, padding_mm, tuple(tuple(self._texts(cell)) for cell in line.cells))

    def candidates(self) -> Iterator[TableLayout]:
        """Yield every readable layout with its estimated pages."""
        largest, smallest = self.tokens.text * self.tokens.max_scale, self.tokens.min_text_pt
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
        column_em = (self._column_mm(text, groups) - CELL_PADDING_MM) / (text * MM_PER_POINT)
        return column_em >= MIN_COLUMN_EM or groups == len(self.grid.columns)

    def _layout(self, text_pt: float, table_count: int) -> TableLayout:
        bounds = split_evenly(len(self.grid.columns), table_count)
        column_em = (self._column_mm(text_pt, table_count) - CELL_PADDING_MM) / (text_pt * MM_PER_POINT)
        page_count, splittable_rows = 0, set[str]()
        for table, (first, last) in enumerate(bounds):
            row_heights_mm = [
                self._row_height_mm(row.cells[first:last], column_em, text_pt, row.padding_mm) for row in self.rows
            ]
            is_splittable = [height > SPLITTABLE_SHARE * self.page_height_mm for height in row_heights_mm]
            page_count += self._page_count(row_heights_mm, is_splittable, 0 if table else MASTHEAD_MM)
            splittable_rows.update(
                row.title for row, splittable in zip(self.rows, is_splittable, strict=True) if splittable
            )
        tables = tuple(slice_columns(self.grid, first, last) for first, last in bounds)
        return TableLayout(
            tables, text_pt, round(self._first_column_mm(text_pt), 1), frozenset(splittable_rows), page_count
        )

    def _page_count(self, row_heights_mm: Sequence[float], is_splittable: Sequence[bool], used_mm: float) -> int:
        """Return the pages that rows of these heights take below the height already used."""
        pages, left_mm = 1, self.page_height_mm - used_mm
        for height, splittable in zip(row_heights_mm, is_splittable, strict=True):
            overflow_mm = height - left_mm
            if overflow_mm <= 0:
                left_mm = -overflow_mm
            elif not splittable:
                pages, left_mm = pages + 1, self.page_height_mm - height
            else:
                added_pages = math.ceil((overflow_mm + LOST_AT_BREAK_MM) / (self.page_height_mm - LOST_AT_BREAK_MM))
                pages, left_mm = (
                    pages + added_pages,
                    added_pages * (self.page_height_mm - LOST_AT_BREAK_MM) - overflow_mm - LOST_AT_BREAK_MM,
                )
        return pages

    def _row_height_mm(
        self, cells: Sequence[Sequence[tuple[float, int]]], column_em: float, text_pt: float, padding_mm: float
    ) -> float:
        lines = max((self._line_count(cell, column_em) for cell in cells), default=0)
        return lines * text_pt * LEADING * MM_PER_POINT + padding_mm if lines else 0

    def _line_count(self, cell: Sequence[tuple[float, int]], column_em: float) -> float:
        return sum(
            max(1, math.ceil(width_em / (column_em - HANGING_INDENT_EM * depth - RAGGED_EM))) + PARAGRAPH_GAP_LINES
            for width_em, depth in cell
        )

    def _texts(self, cell: Sequence[Prose | Bullets]) -> Iterator[tuple[float, int]]:
        for piece in cell:
            if isinstance(piece, Prose):
                yield from ((self._width_em(text), 0) for text in piece.paragraphs)
            else:
                yield from (text for item in piece.items for text in self._nested_texts(item, 1))

    def _nested_texts(self, item: Item, depth: int) -> Iterator[tuple[float, int]]:
        yield self._width_em(item.text), depth
        for child in item.children:
            yield from self._nested_texts(child, depth + 1)

    def _width_em(self, text: Text) -> float:
        return text_width(text, self.fonts, 1)
