"""Slides of comparison tables, such as levels side by side: how columns and rows are divided over slides."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest
from math import fsum

from ladder_export.core.document import Bullets, Grid, GridColumn, GridLine, Prose, RowGroup
from ladder_export.core.text import Text, plain_text
from ladder_export.writers.fonts.text_metrics import LINE_SAFETY, SINGLE_SPACING, FontPair, text_width
from ladder_export.writers.layout.table_layout import grid_without_examples, slice_columns, split_evenly
from ladder_export.writers.slides.bullet_lists import statement_paragraphs
from ladder_export.writers.slides.model import (
    GridRow,
    GridSlide,
    Heading,
    Paragraph,
)
from ladder_export.writers.slides.packing import pack_into_slides, split_text, text_height_pt
from ladder_export.writers.slides.sparse_tables import enlarge_sparse_table
from ladder_export.writers.slides.text_frames import DeckGeometry, TextFrame

MIN_COLUMN_EMS = 10.0  # width of a column that can still be read from a distance
MAX_TITLE_SHARE = 0.18  # of the table's width, for the titles of its rows
SIZES_PT = (22, 21, 20, 19, 18, 17, 16, 15)  # sizes to try
MAX_SIZE_PT = 22.0  # text in our own layouts grows to this size
SHARED_SLIDE_SIZE_PT = 16.0  # size at which rows are grouped on slides
MAX_ROW_GROWTH = 1.3  # rows grow to this multiple of what their text needs
INDENT_EMS = 0.9  # of a bulleted paragraph, for each level
PARAGRAPH_GAP_EMS = 0.3
MIN_WEIGHT, MAX_WEIGHT = 0.7, 2.0  # of columns whose widths follow their text
EVEN_SPLIT_STEPS = 20  # row heights to try, as twentieths of the available height

MeasuredParagraph = tuple[Paragraph, float]
MeasuredCell = tuple[MeasuredParagraph, ...]


def grid_slides(heading: Heading, grid: Grid, geometry: DeckGeometry, fonts: FontPair) -> Iterator[GridSlide]:
    """Yield the slides of a comparison table without its examples.

    Each group of rows has the largest text size at which it needs no more slides than at the smallest.
    """
    stated = grid_without_examples(grid)
    for band in stated.row_groups:
        groups: Sequence[Sequence[GridLine]] = (band.rows,)
        if not band.brief:
            groups = _GridPaginator(geometry, fonts, SHARED_SLIDE_SIZE_PT).groups_of_rows(stated, band)
        for rows in groups:
            shown = replace(stated, row_groups=(replace(band, rows=tuple(rows)),))
            yield from _largest_slides(heading, shown, geometry, fonts)


def _largest_slides(heading: Heading, grid: Grid, geometry: DeckGeometry, fonts: FontPair) -> list[GridSlide]:
    """Return the slides of one row group at the largest size that needs no more of them than the smallest.

    Columns are equally wide, unless slides are saved by giving more width to those with more text.
    """
    smallest_pt = geometry.smallest_size_pt
    largest_pt = max(geometry.examples_size_pt, MAX_SIZE_PT if geometry.is_own_design else 0)

    def slides_with_columns(size_pt: float, *, by_text: bool) -> list[GridSlide]:
        return list(_GridPaginator(geometry, fonts, size_pt, by_text).slides(heading, grid))

    at_smallest = slides_with_columns(smallest_pt, by_text=False)
    uneven = slides_with_columns(smallest_pt, by_text=True) if geometry.is_own_design and len(at_smallest) > 1 else []
    by_text = 0 < len(uneven) < len(at_smallest)
    at_smallest = uneven if by_text else at_smallest
    slides_at_size = partial(slides_with_columns, by_text=by_text)
    attempts = map(slides_at_size, (size_pt for size_pt in SIZES_PT if smallest_pt < size_pt <= largest_pt))
    slides = next((slides for slides in attempts if len(slides) <= len(at_smallest)), at_smallest)
    return enlarge_sparse_table(slides, slides_at_size, geometry)


def paragraph_indent_pt(paragraph: Paragraph, size_pt: float) -> tuple[float, float]:
    """Return the left margin of a list item in a table cell, and how far its first line (the bullet) is left of it.

    Both are in points, for text of `size_pt`; 0 for a paragraph without a bullet.
    """
    if paragraph.no_bullet:
        return 0.0, 0.0
    step_pt = INDENT_EMS * size_pt
    return step_pt * (paragraph.depth + 1), 0.0 if paragraph.continues else step_pt


def paragraph_gap_pt(size_pt: float) -> float:
    """Return the space between the paragraphs of a table cell with text of that size, in points."""
    return PARAGRAPH_GAP_EMS * size_pt


@dataclass(frozen=True, slots=True)
class _GridPaginator:
    """Lays out a grid with text of one size; with `by_text`, columns with more text are wider."""

    geometry: DeckGeometry
    fonts: FontPair
    size_pt: float
    by_text: bool = False

    def slides(self, heading: Heading, grid: Grid) -> Iterator[GridSlide]:
        """Yield the slides of a grid with one row group, one group of columns after the other.

        If the row group has a single row, its title is the slide's title and the table has no column for titles.
        """
        (band,) = grid.row_groups
        only_row = band.rows[0] if len(band.rows) == 1 and not band.brief else None
        title_width_pt = 0.0 if only_row else self._title_width_pt(grid)
        subject = only_row or band
        slide_heading = replace(
            heading, title=subject.title, icon=only_row.icon if only_row else "", group=subject.title
        )
        for table in self._column_groups(grid):
            label = "" if len(table.columns) == len(grid.columns) else _column_range(table.columns)
            labelled, even = replace(slide_heading, label=label), _even_shares(table)
            blank = GridSlide(labelled, table.label, table.columns, even, (), 0, title_width_pt, self.size_pt)
            blank = replace(blank, shares=self._shares_by_text(blank, table)) if self.by_text else blank
            yield from self._paginate_rows(
                replace(blank, header_height_pt=self._header_height_pt(blank)), _all_rows(table)
            )

    def groups_of_rows(self, grid: Grid, band: RowGroup) -> list[tuple[GridLine, ...]]:
        """Return the rows of a group slide by slide: as few slides as possible at this size."""
        band_alone = replace(grid, row_groups=(band,))
        if len(self._column_groups(band_alone)) > 1:
            return [(row,) for row in band.rows]
        title_width_pt = self._title_width_pt(band_alone)
        blank = GridSlide(
            Heading(""), grid.label, grid.columns, _even_shares(grid), (), 0, title_width_pt, self.size_pt
        )
        available_pt = self.geometry.body.height_pt - self._header_height_pt(blank)
        heights_pt = [
            fsum(row_part.height_pt for row_part in self._split_row(blank, row, available_pt)) for row in band.rows
        ]
        return [band.rows[group] for group in pack_into_slides(heights_pt, available_pt, 0, len(heights_pt))]

    def _column_groups(self, grid: Grid) -> list[Grid]:
        """Return the grid in groups of columns that are wide enough to read."""
        width_pt = self.geometry.body.width_pt - self._title_width_pt(grid)
        groups = math.ceil(len(grid.columns) / max(1, int(width_pt // self._least_width_pt)))
        return [slice_columns(grid, begin, end) for begin, end in split_evenly(len(grid.columns), groups)]

    def _paginate_rows(self, blank: GridSlide, rows: Sequence[GridLine]) -> Iterator[GridSlide]:
        available_pt = self.geometry.body.height_pt - blank.header_height_pt
        split_rows = [row_part for row in rows for row_part in self._split_row(blank, row, available_pt)]
        for group in pack_into_slides([row.height_pt for row in split_rows], available_pt, 0, len(split_rows)):
            height_pt = fsum(row.height_pt for row in split_rows[group])
            factor = min(MAX_ROW_GROWTH, available_pt / height_pt) if self.geometry.is_own_design and height_pt else 1.0
            grown_rows = (
                replace(row, height_pt=math.floor(row.height_pt * max(1.0, factor))) for row in split_rows[group]
            )
            yield replace(blank, rows=tuple(grown_rows))

    def _split_row(self, blank: GridSlide, row: GridLine, available_pt: float) -> Iterator[GridRow]:
        """Yield a row, or as many rows of about equal height as it needs to fit on slides."""
        frames = self._frames(blank, available_pt - 2 * self.geometry.cell_padding_pt)
        split_cells = self._split_evenly(
            [
                tuple(self._measure(_cell_paragraphs(cell), frame))
                for cell, frame in zip(row.cells, frames, strict=True)
            ],
            frames[0].height_pt,
        )
        label = plain_text(row.title)
        title_height_pt = (
            self._title_height_pt(
                label, replace(frames[0], width_pt=blank.title_width_pt - 2 * self.geometry.cell_padding_pt)
            )
            if blank.title_width_pt
            else 0
        )
        for number, cells in enumerate(split_cells):
            height_pt = max(0 if number else title_height_pt, *map(self._cell_height_pt, cells))
            paragraphs = tuple(tuple(paragraph for paragraph, _ in cell) for cell in cells)
            yield GridRow(
                "" if number else row.title, paragraphs, math.ceil(height_pt + 2 * self.geometry.cell_padding_pt)
            )

    def _split_evenly(self, cells: Sequence[MeasuredCell], available_pt: float) -> list[tuple[MeasuredCell, ...]]:
        """Return the parts of each cell, row by row: as few rows as possible, of about equal height."""
        fewest = self._split_cells(cells, available_pt)
        attempts = (
            self._split_cells(cells, available_pt * step / EVEN_SPLIT_STEPS)
            for step in range(EVEN_SPLIT_STEPS // len(fewest), EVEN_SPLIT_STEPS)
        )
        return next((rows for rows in attempts if len(rows) == len(fewest)), fewest)

    def _measure(self, paragraphs: Iterable[Paragraph], frame: TextFrame) -> Iterator[MeasuredParagraph]:
        """Yield paragraphs with their heights; one that is taller than a slide is split."""
        for paragraph in paragraphs:
            inner_frame = replace(frame, width_pt=frame.width_pt - paragraph_indent_pt(paragraph, self.size_pt)[0])
            for number, text in enumerate(split_text(paragraph.text, self.fonts, inner_frame)):
                yield (
                    replace(paragraph, text=text, continues=paragraph.continues or number > 0),
                    text_height_pt(text, self.fonts, inner_frame),
                )

    def _split_cells(self, cells: Sequence[MeasuredCell], available_pt: float) -> list[tuple[MeasuredCell, ...]]:
        """Return the parts of each cell, row by row; only a row of one paragraph may be too tall."""
        return list(zip_longest(*(self._split_cell(cell, available_pt) for cell in cells), fillvalue=()))

    def _split_cell(self, cell: MeasuredCell, available_pt: float) -> Iterator[MeasuredCell]:
        begin, height_pt, gap_pt = 0, 0.0, paragraph_gap_pt(self.size_pt)
        for number, (_, paragraph_height_pt) in enumerate(cell):
            if number > begin and height_pt + paragraph_height_pt + gap_pt * (number - begin) > available_pt:
                yield cell[begin:number]
                begin, height_pt = number, 0.0
            height_pt += paragraph_height_pt
        yield cell[begin:]

    def _cell_height_pt(self, cell: MeasuredCell) -> float:
        return fsum(height_pt for _, height_pt in cell) + paragraph_gap_pt(self.size_pt) * max(0, len(cell) - 1)

    @property
    def _least_width_pt(self) -> float:
        return MIN_COLUMN_EMS * self.geometry.smallest_size_pt

    def _columns_width_pt(self, blank: GridSlide) -> float:
        return self.geometry.body.width_pt - blank.title_width_pt

    def _frames(self, blank: GridSlide, height_pt: float) -> list[TextFrame]:
        """Return the boxes for the text of a row's cells."""
        width_pt, padding_pt = self._columns_width_pt(blank), self.geometry.cell_padding_pt
        spacing = self.geometry.cell_line_spacing
        return [
            TextFrame(width_pt * share - 2 * padding_pt, height_pt, self.size_pt, spacing) for share in blank.shares
        ]

    def _shares_by_text(self, blank: GridSlide, grid: Grid) -> tuple[float, ...]:
        """Return shares of columns in proportion to their text, within limits; even ones if a column were too narrow."""
        frames = self._frames(blank, self.geometry.body.height_pt)
        heights_pt = [
            fsum(
                self._cell_height_pt(tuple(self._measure(_cell_paragraphs(row.cells[number]), frame)))
                for row in _all_rows(grid)
            )
            for number, frame in enumerate(frames)
        ]
        mean_pt = fsum(heights_pt) / len(heights_pt) or 1.0
        weights = [min(MAX_WEIGHT, max(MIN_WEIGHT, height_pt / mean_pt)) for height_pt in heights_pt]
        shares = tuple(weight / fsum(weights) for weight in weights)
        return shares if min(shares) * self._columns_width_pt(blank) >= self._least_width_pt else blank.shares

    def _header_height_pt(self, blank: GridSlide) -> float:
        frames = self._frames(blank, self.geometry.body.height_pt)
        names = (
            plain_text(" ".join(text for text in (column.name, column.watermark) if text)) for column in blank.columns
        )
        return math.ceil(max(map(self._title_height_pt, names, frames)) + 2 * self.geometry.cell_padding_pt)

    def _title_height_pt(self, text: Text, frame: TextFrame) -> float:
        return max(
            text_height_pt(text, self.fonts, frame, strong=True), self.size_pt * SINGLE_SPACING * frame.line_spacing
        )

    def _title_width_pt(self, grid: Grid) -> float:
        """Return the width of the titles' column in points; 0 without titles.

        It is as wide as the longest title up to a share of the table, but never so narrow that a word breaks.
        """
        titles = [row.title for band in grid.row_groups for row in band.rows]
        widest_pt = max(
            (text_width(plain_text(title), self.fonts, self.size_pt, strong=True) for title in titles), default=0
        )
        words = (plain_text(word) for title in titles for word in title.split())
        longest_word_pt = max((text_width(word, self.fonts, self.size_pt, strong=True) for word in words), default=0)
        padding_pt, body_width_pt = 1 + 2 * self.geometry.cell_padding_pt, self.geometry.body.width_pt
        least_pt, wanted_pt = longest_word_pt / LINE_SAFETY + padding_pt, widest_pt / LINE_SAFETY + padding_pt
        return (
            max(min(wanted_pt, MAX_TITLE_SHARE * body_width_pt), min(least_pt, 2 * MAX_TITLE_SHARE * body_width_pt))
            if titles
            else 0
        )


def _even_shares(grid: Grid) -> tuple[float, ...]:
    return (1 / len(grid.columns),) * len(grid.columns)


def _all_rows(grid: Grid) -> list[GridLine]:
    return [row for band in grid.row_groups for row in band.rows]


def _column_range(columns: Sequence[GridColumn]) -> str:
    first, last = (column.code or column.title for column in (columns[0], columns[-1]))
    return first if len(columns) == 1 else f"{first} – {last}"


def _cell_paragraphs(cell: Sequence[Prose | Bullets]) -> Iterator[Paragraph]:
    for piece in cell:
        if isinstance(piece, Prose):
            yield from (Paragraph(text, no_bullet=True) for text in piece.paragraphs)
        else:
            yield from (paragraph for item in piece.items for paragraph in statement_paragraphs(item))
