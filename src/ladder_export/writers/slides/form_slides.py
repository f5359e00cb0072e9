"""Slides of tables with a header row: wording before and after, statements with space for evidence, blank rows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum
from sys import maxsize
from typing import assert_never

from ladder_export.core.document import BeforeAfter, BlankTable, EvidenceItem, EvidenceTable
from ladder_export.core.text import Run, Text, plain_text
from ladder_export.writers.fonts.text_metrics import FontPair
from ladder_export.writers.slides.bullet_lists import statement_paragraphs
from ladder_export.writers.slides.model import (
    FormRow,
    FormTableSlide,
    Heading,
    Paragraph,
)
from ladder_export.writers.slides.packing import candidate_sizes, pack_into_slides, split_text, text_height_pt
from ladder_export.writers.slides.sparse_tables import enlarge_sparse_table
from ladder_export.writers.slides.text_frames import DeckGeometry, TextFrame

ROW_TITLE_SHARE = 0.28  # of the table's width, for the titles of its rows
STATEMENT_SHARE = 0.55  # … for statements beside the space for their evidence
EVIDENCE_ROW_HEIGHT_PT = 72.0  # rows to fill in grow to this height: three lines of handwriting
OWN_EVIDENCE_ROW_HEIGHT_PT = 150.0  # … in our own layouts
BLANK_ROW_HEIGHT_PT = 130.0  # … rows of a table without any text
FORM_GAP_PT = 24.0  # between two forms on a slide
MAX_EVIDENCE_ROWS = 5  # on a slide of our own layouts, so that people have space to write
MAX_SIZE_PT = 22.0  # text grows to this size
MAX_ROW_GROWTH = 1.35  # rows with text grow to this multiple of what it needs
MIN_SCALE = 0.88  # text shrinks to this share of its usual size to save a slide

FormCells = tuple[tuple[Paragraph, ...], ...]  # the paragraphs of each cell of a row


def form_table_slides(
    heading: Heading, piece: BeforeAfter | EvidenceTable | BlankTable, geometry: DeckGeometry, fonts: FontPair
) -> Iterator[FormTableSlide]:
    """Yield the slides of a form or another table with a header row; the header row is repeated on each slide."""
    match piece:
        case BeforeAfter():
            rows: list[FormCells] = [
                ((Paragraph(plain_text(label)),), (Paragraph(before, muted=True),), (Paragraph(_strong(after)),))
                for label, before, after in piece.rows
            ]
            shares = (ROW_TITLE_SHARE, (1 - ROW_TITLE_SHARE) / 2, (1 - ROW_TITLE_SHARE) / 2)
            yield from _FormTablePaginator(geometry, fonts, piece.headings, shares, has_row_titles=True).slides(
                heading, rows
            )
        case EvidenceTable():
            evidence_rows: list[FormCells] = [
                (_evidence_paragraphs(evidence, piece.before), ()) for evidence in piece.items
            ]
            table = _FormTablePaginator(
                geometry,
                fonts,
                piece.headings,
                (STATEMENT_SHARE, 1 - STATEMENT_SHARE),
                fill_in_height_pt=OWN_EVIDENCE_ROW_HEIGHT_PT if geometry.is_own_design else EVIDENCE_ROW_HEIGHT_PT,
                max_rows=MAX_EVIDENCE_ROWS if geometry.is_own_design else maxsize,
            )
            label = piece.label if piece.label != piece.headings[0] else ""
            yield from table.slides(replace(heading, label=label), evidence_rows)
        case BlankTable():
            count = len(piece.headings)
            table = _FormTablePaginator(
                geometry,
                fonts,
                piece.headings,
                (1 / count,) * count,
                fill_in_height_pt=BLANK_ROW_HEIGHT_PT if geometry.is_own_design else EVIDENCE_ROW_HEIGHT_PT,
            )
            yield from table.slides(heading, [((),) * count] * piece.rows)
        case _:
            assert_never(piece)


def two_forms_slide(
    heading: Heading, forms: tuple[BlankTable, BlankTable], geometry: DeckGeometry, fonts: FontPair
) -> FormTableSlide | None:
    """Return a slide with two forms, one below the other; None in a company's layouts, or if they need more space."""
    half = replace(geometry.body, height_pt=(geometry.body.height_pt - FORM_GAP_PT) / 2)
    slides = [
        list(form_table_slides(heading, form, replace(geometry, body=half), fonts))
        for form in (forms if geometry.is_own_design else ())
    ]
    match slides:
        case [[upper], [lower]]:
            return replace(upper, below=lower)
        case _:
            return None


def _strong(text: Text) -> Text:
    return Text(tuple(replace(run, strong=True) for run in text.runs), text.plain)


def _evidence_paragraphs(evidence: EvidenceItem, before: str) -> tuple[Paragraph, ...]:
    """Return an item with its children and, below it in muted text, its wording before."""
    old_wording = list(statement_paragraphs(evidence.before, muted=True)) if evidence.before else []
    if old_wording:
        label = Run(f"{before}: ")
        first = old_wording[0].text
        old_wording[0] = replace(old_wording[0], text=Text((label, *first.runs), label.text + first.plain))
    return (*statement_paragraphs(evidence.item), *old_wording)


@dataclass(frozen=True, slots=True)
class _FormTablePaginator:
    """Lays out a table whose columns take `shares` of the body's width.

    `has_row_titles` marks the first column as titles. Rows to fill in grow to `fill_in_height_pt`; 0 means none are.
    A slide has at most `max_rows` rows.
    """

    geometry: DeckGeometry
    fonts: FontPair
    headings: tuple[str, ...]
    shares: tuple[float, ...]
    has_row_titles: bool = False
    fill_in_height_pt: float = 0.0
    max_rows: int = maxsize

    def slides(self, heading: Heading, rows: Sequence[FormCells]) -> Iterator[FormTableSlide]:
        """Yield the slides at the largest size that needs no more of them than the smallest."""
        usual_pt, smallest_pt = self.geometry.examples_size_pt, self.geometry.smallest_size_pt
        largest_pt = min(MAX_SIZE_PT, self.geometry.largest_size_pt)
        sizes_pt = list(candidate_sizes(largest_pt, usual_pt, MIN_SCALE, smallest_pt))
        fewest = self._slides_at_size(sizes_pt[-1], heading, rows)
        attempts = (self._slides_at_size(size_pt, heading, rows) for size_pt in sizes_pt[:-1])
        chosen = next((slides for slides in attempts if len(slides) <= len(fewest)), fewest)
        if not self.fill_in_height_pt:
            chosen = enlarge_sparse_table(
                chosen, lambda size_pt: self._slides_at_size(size_pt, heading, rows), self.geometry
            )
        yield from chosen

    def _slides_at_size(self, size_pt: float, heading: Heading, rows: Sequence[FormCells]) -> list[FormTableSlide]:
        widths_pt = tuple(self.geometry.body.width_pt * factor for factor in self.shares)
        headed = zip(self.headings, widths_pt, strict=True)
        header_height_pt = max(
            self._cell_height_pt((Paragraph(plain_text(heading_text)),), size_pt, width_pt, strong=True)
            for heading_text, width_pt in headed
        )
        available_pt = self.geometry.body.height_pt - header_height_pt
        split_rows = [row_part for row in rows for row_part in self._split_row(row, size_pt, widths_pt, available_pt)]
        heights_pt = [
            max(
                self._cell_height_pt(cell, size_pt, width_pt, strong=self.has_row_titles and not column)
                for column, (cell, width_pt) in enumerate(cells)
            )
            for cells in (zip(row, widths_pt, strict=True) for row in split_rows)
        ]
        return [
            FormTableSlide(
                heading,
                self.headings,
                widths_pt,
                header_height_pt,
                tuple(map(FormRow, split_rows[group], self._grown_heights_pt(heights_pt[group], available_pt))),
                size_pt,
                self.geometry.indent_pt,
                self.has_row_titles,
            )
            for group in pack_into_slides(heights_pt, available_pt, 0, min(self.max_rows, len(heights_pt)))
        ]

    def _grown_heights_pt(self, heights_pt: Sequence[float], available_pt: float) -> list[float]:
        """Return the heights of a slide's rows, enlarged to use the available height.

        Rows with text grow in proportion; of rows to fill in, the lowest grow most.
        """
        if not self.fill_in_height_pt:
            height_pt = fsum(heights_pt)
            factor = min(MAX_ROW_GROWTH, available_pt / height_pt) if self.geometry.is_own_design and height_pt else 1.0
            return [math.floor(height * max(1.0, factor)) for height in heights_pt]
        least_pt = int(self.fill_in_height_pt)
        while least_pt > 1 and fsum(max(least_pt, height_pt) for height_pt in heights_pt) > available_pt:
            least_pt -= 1
        return [max(least_pt, height_pt) for height_pt in heights_pt]

    def _split_row(
        self, row: FormCells, size_pt: float, widths_pt: Sequence[float], available_pt: float
    ) -> list[FormCells]:
        """Return the row, or the rows it is split into if it is taller than a slide."""
        if all(
            self._cell_height_pt(cell, size_pt, width_pt) <= available_pt
            for cell, width_pt in zip(row, widths_pt, strict=True)
        ):
            return [row]
        parts: list[FormCells] = []
        for column, (cell, width_pt) in enumerate(zip(row, widths_pt, strict=True)):
            for paragraph in cell:
                frame = replace(
                    self._paragraph_frame(paragraph, size_pt, width_pt),
                    height_pt=available_pt - 2 * self.geometry.cell_padding_pt,
                )
                for number, text in enumerate(split_text(paragraph.text, self.fonts, frame)):
                    alone = (replace(paragraph, text=text, continues=number > 0),)
                    parts.append((*((),) * column, alone, *((),) * (len(row) - column - 1)))
        return parts

    def _cell_height_pt(
        self, cell: Sequence[Paragraph], size_pt: float, width_pt: float, *, strong: bool = False
    ) -> float:
        """Return the height of a cell in points; an empty one has one line."""
        lines = [
            text_height_pt(
                paragraph.text, self.fonts, self._paragraph_frame(paragraph, size_pt, width_pt), strong=strong
            )
            for paragraph in cell or (Paragraph(plain_text(" ")),)
        ]
        return math.ceil(fsum(lines) + 2 * self.geometry.cell_padding_pt)

    def _paragraph_frame(self, paragraph: Paragraph, size_pt: float, width_pt: float) -> TextFrame:
        hang_pt = self.geometry.indent_pt * paragraph.depth
        return TextFrame(
            width_pt - 2 * self.geometry.cell_padding_pt - hang_pt,
            self.geometry.body.height_pt,
            size_pt,
            self.geometry.cell_line_spacing,
        )
