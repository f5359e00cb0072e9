"""A form as an Excel sheet: a row per area, ratings chosen from lists, and cells to type into in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, zip_longest

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ladder_export.core.document import BlankTable, Bullets, Document, FormFields, Piece, Prose, RatingTable, Section
from ladder_export.core.text import Run, Text, plain_text
from ladder_export.writers.data.table_cells import cell_lines
from ladder_export.writers.data.xlsx_cells import Cell, CellFormats, row_height_pt, split_cell, write_cell
from ladder_export.writers.fonts.text_metrics import FontPair

AREA_PX, RATING_PX, NOTES_PX = 120, 100, 200  # widths of columns
TEXT_PX = (350, 270)  # … for what is asked: in one column, and in two
TITLE_PT = 16
TITLE_ROW_PT, LINE_ROW_PT = 24, 20
NOTES_ROW_PT = 90  # of an area at least: five lines of notes
PLAN_ROW_PT, SIGNATURE_ROW_PT = 32, 32

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the table; `steps` says whether its cells offer the steps of a rating, `text` whether they are given."""

    heading: str
    width_px: int
    steps: bool = False
    text: bool = False


def write_form(
    book: xlsxwriter.Workbook, sheet: Worksheet, document: Document, formats: CellFormats, fonts: FontPair
) -> tuple[int, int]:
    """Write a form, whose sections have ratings and a plan, to a sheet of the workbook `book`.

    Returns the number of rows, and the number of the header row (from 0). `fonts` are those by which text is measured.
    Cells are not protected, so that people can make columns and rows larger.
    """
    areas = [
        section for section in document.sections if any(isinstance(piece, RatingTable) for piece in section.pieces)
    ]
    columns = list(_columns(document, areas))
    writer = _FormWriter(sheet, formats, fonts, columns, _lists(book, sheet, areas))
    writer.write_head(document)
    head = writer.row
    writer.write_row([(plain_text(column.heading),) for column in columns], [formats.head] * len(columns))
    for area in areas:
        writer.write_area(document, area)
    for section in document.sections:
        if section not in areas:
            writer.write_section(section)
    return writer.row, head


def _columns(document: Document, areas: Sequence[Section]) -> Iterator[_Column]:
    """Yield the columns: area, what is asked, what another level adds if one does, then those of the ratings."""
    labels = document.labels
    lists = (piece for area in areas for piece in area.pieces if isinstance(piece, Bullets))
    headings = [labels["statements"], labels["added"]][: 2 if any(_is_added(document, piece) for piece in lists) else 1]
    yield _Column(labels["area"], AREA_PX, text=True)
    yield from (_Column(heading, TEXT_PX[len(headings) - 1], text=True) for heading in headings)
    for piece in areas[0].pieces if areas else ():
        yield from _free_columns(piece)


def _free_columns(piece: Piece) -> Iterator[_Column]:
    """Yield the columns in which a piece of an area is filled in."""
    if isinstance(piece, RatingTable):
        yield _Column(piece.headings.rating, RATING_PX, steps=True)
        yield _Column(piece.headings.notes, NOTES_PX)
    elif isinstance(piece, BlankTable):
        yield from (_Column(heading, NOTES_PX) for heading in piece.headings)


def _lists(book: xlsxwriter.Workbook, sheet: Worksheet, areas: Sequence[Section]) -> Mapping[tuple[str, ...], str]:
    """Write the steps of all ratings to a hidden sheet; return the range of each list."""
    name = "Lists" if str(sheet.name).casefold() != "lists" else "Lists 2"
    hidden = book.add_worksheet(name)
    hidden.hide()
    ranges = dict[tuple[str, ...], str]()
    for piece in (piece for area in areas for piece in area.pieces if isinstance(piece, RatingTable)):
        if piece.steps not in ranges:
            column = len(ranges)
            for row, step in enumerate(piece.steps):
                hidden.write_string(row, column, step)
            letter = xl_col_to_name(column, col_abs=True)
            ranges[piece.steps] = f"='{name}'!{letter}$1:{letter}${len(piece.steps)}"
    return ranges


@dataclass(slots=True)
class _FormWriter:
    """Writes rows to a sheet, one below the other."""

    sheet: Worksheet
    formats: CellFormats
    fonts: FontPair
    columns: Sequence[_Column]
    ranges: Mapping[tuple[str, ...], str]
    row: int = field(default=0)
    input: Format = field(init=False)

    def __post_init__(self) -> None:
        self.input = self.formats.with_properties(
            border=1, border_color=self.formats.base["bottom_color"], num_format="@"
        )
        for number, column in enumerate(self.columns):
            self.sheet.set_column_pixels(number, number, column.width_px)

    def write_head(self, document: Document) -> None:
        """Write the title, who meets when in one row, and the legend."""
        name = " ".join(text for text in (document.code, document.title) if text)
        title = self.formats.with_properties(bold=True, font_size=TITLE_PT, text_wrap=False, bottom=0)
        self.sheet.set_row(self.row, TITLE_ROW_PT)
        self._write_line((plain_text(f"{name} · {document.breadcrumbs[-1]}"),), title)
        line = self.formats.with_properties(text_wrap=False, bottom=0)
        for piece in document.header_pieces:
            self.sheet.set_row(self.row, LINE_ROW_PT)
            if isinstance(piece, FormFields):
                for label, column in zip(piece.labels, count(0, 2), strict=False):
                    self._write((self.row, column), (plain_text(label),), self.formats.title)
                    self._write((self.row, column + 1), (), self.input)
                self.row += 1
            elif isinstance(piece, Prose):
                for text in piece.paragraphs:
                    self._write_line((text,), line)

    def write_area(self, document: Document, area: Section) -> None:
        """Write an area's row; text that is too tall goes on in further rows, with more room for notes."""
        name = " ".join(text for text in (area.icon, area.title) if text)
        text_columns = [column for column in self.columns[1:] if column.text]
        texts = zip(_texts(document, area, len(text_columns)), text_columns, strict=True)
        split = (split_cell(cell, self.fonts, column.width_px) for cell, column in texts)
        free = self.columns[1 + len(text_columns) :]
        self._offer_steps(area)
        given = [self.formats.title, *[self.formats.cell] * len(text_columns)]
        first = self.row
        for cells in zip_longest(*split, fillvalue=()):
            styles = [self.formats.cell if column.steps and self.row > first else self.input for column in free]
            self.write_row([(plain_text(name),), *cells, *((),) * len(free)], [*given, *styles])

    def _offer_steps(self, area: Section) -> None:
        """Offer the steps of an area's ratings in the cells of the next row."""
        positions = [(self.row, number) for number, column in enumerate(self.columns) if column.steps]
        ratings = [piece for piece in area.pieces if isinstance(piece, RatingTable)]
        for position, piece in zip(positions, ratings, strict=True):
            self.sheet.data_validation(*position, *position, {"validate": "list", "source": self.ranges[piece.steps]})

    def write_section(self, section: Section) -> None:
        """Write a section with tables and lines to fill in below its title."""
        self.row += 1
        cells = [(plain_text(section.title),), *((),) * (len(self.columns) - 1)]
        self.write_row(cells, [self.formats.band] * len(cells))
        for piece in section.pieces:
            if isinstance(piece, BlankTable):
                self._write_blank_table(piece)
            elif isinstance(piece, FormFields):
                if piece.label:
                    self._write_line((plain_text(piece.label),), self.formats.title)
                for label in piece.labels:
                    self.sheet.set_row(self.row, SIGNATURE_ROW_PT)
                    self._write((self.row, 1), (), self.input)
                    self._write_line((plain_text(label),), self.formats.title)

    def _write_blank_table(self, piece: BlankTable) -> None:
        """Write a table below the first column of what is asked and those to fill in."""
        free = [number for number, column in enumerate(self.columns) if not column.text]
        positions = [1, *free[: len(piece.headings) - 1]]
        for column, heading in zip(positions, piece.headings, strict=True):
            self._write((self.row, column), (plain_text(heading),), self.formats.title)
        self.row += 1
        for _ in range(piece.rows):
            self.sheet.set_row(self.row, PLAN_ROW_PT)
            for column in positions:
                self._write((self.row, column), (), self.input)
            self.row += 1

    def _write_line(self, cell: Cell, style: Format) -> None:
        self._write((self.row, 0), cell, style)
        self.row += 1

    def write_row(self, cells: Sequence[Cell], styles: Sequence[Format]) -> None:
        """Write a cell below each column."""
        for column, (cell, style) in enumerate(zip(cells, styles, strict=True)):
            self._write((self.row, column), cell, style)
        widths_px = (column.width_px for column in self.columns)
        height_pt = row_height_pt(zip(cells, widths_px, strict=True), self.fonts)
        self.sheet.set_row(self.row, max(height_pt, NOTES_ROW_PT if self.input in styles else 0))
        self.row += 1

    def _write(self, position: Position, cell: Cell, style: Format) -> None:
        write_cell(self.sheet, position, cell, style, self.formats)


def _is_added(document: Document, piece: Bullets) -> bool:
    """Return whether a list is about what another level adds."""
    return piece.label not in ("", document.labels["statements"])


def _texts(document: Document, area: Section, columns: int) -> list[Cell]:
    """Return the lines of an area's lists: of those with no other label than the first column, then of the others."""
    cells: list[list[Text]] = [[] for _ in range(columns)]
    for piece in (piece for piece in area.pieces if isinstance(piece, Bullets)):
        lines = list(cell_lines((piece,), None, ""))
        if _is_added(document, piece):
            cells[-1] += [Text((Run(piece.label, strong=True),), piece.label), *lines]
        else:
            cells[0] += lines
    return [tuple(lines) for lines in cells]
