"""Find the levels of a table: the row or column that names them, header cells, and the text of each level."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress, filterfalse, repeat

from ladder_export.core.ui_strings import all_ui_strings
from ladder_export.importers.blocks import PageBlock
from ladder_export.importers.decode import MAX_BYTES
from ladder_export.importers.ir import Page
from ladder_export.importers.level_names import COUNTED, PERHAPS, STEPS, SURE, are_levels, likeness, score, split_title
from ladder_export.importers.markdown_inline import to_plain_title
from ladder_export.importers.markdown_sections import matches_words

SUFFIXES = (".csv", ".tsv")
DELIMITERS = ",;\t|"
FORMULA_GUARD = re.compile(r"'(?=[=+\-@\t\r])")  # written before a text so that spreadsheets do not run it as a formula
MIN_SCORE = 0.5  # share of header cells that must look like levels
MAX_HEADER_CHARS = 300  # including the addresses of links
MAX_LEVEL_DIGITS = 2  # of a level's number
MAX_HEADER_ROW = 12  # above it may be titles, notes and a second header

LEVEL_WORD = re.compile(rf"(?:{COUNTED})s?\b|seniority", re.IGNORECASE)

# Names of levels that also rate how well somebody knows something.
PROFICIENCIES = frozenset(
    (*STEPS, *"beginner novice awareness working intermediate advanced proficient practitioner expert master".split())
)

# The corner cell of matrices that ladder-export writes, in every language.
AREAS = frozenset(words.areas.casefold() for words in all_ui_strings())


@dataclass(frozen=True)
class Table:
    """The cells of a table on a page. Rows may differ in length; `lines` has the page's line on which each row begins.

    `names` are the headings above the table, the outermost first. In a transposed table, whose rows and columns were
    exchanged, `lines` has the line of each column.
    """

    page: Page
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    names: tuple[str, ...] = ()
    is_transposed: bool = False

    @property
    def name(self) -> str:
        """Return the headings above the table, on one line with colons between them."""
        return ": ".join(self.names)

    def line(self, row: int, column: int) -> int:
        """Return the line of the page on which a cell is, counted from 1; `row` and `column` count from 0."""
        return self.lines[column if self.is_transposed else row]

    def raw(self, row: int, column: int) -> str:
        """Return the text of a cell with spaces as typed; empty for a cell beyond the end of its row."""
        return self.rows[row][column] if column < len(self.rows[row]) else ""

    def cell(self, row: int, column: int) -> str:
        """Return the text of a cell, stripped."""
        return self.raw(row, column).strip()

    @cached_property
    def width(self) -> int:
        """Return the number of columns of the widest row."""
        return max(map(len, self.rows), default=0)

    @property
    def is_own(self) -> bool:
        """Return whether this program wrote the table, by its first cell; it is then imported as it was exported."""
        return bool(self.rows) and matches_words(self.cell(0, 0), AREAS)

    @cached_property
    def transposed(self) -> Table:
        """Return the table with rows and columns exchanged, which is needed if its levels are rows."""
        rows = tuple(tuple(self.raw(row, column) for row in range(len(self.rows))) for column in range(self.width))
        return replace(self, rows=rows, is_transposed=not self.is_transposed)


@dataclass(frozen=True, slots=True)
class TableHead:
    """The header row of a table: levels are named in row `row`, from column `column` on, both counted from 0.

    `score` is the certainty, from 0 to 1.
    """

    table: Table
    row: int
    column: int
    score: float

    @property
    def names(self) -> list[str]:
        """Return the names of levels in the table's header row, without styles."""
        return [to_plain_title(name)[0] for name, _ in self.columns]

    @property
    def columns(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield the name of each level with the indexes of its columns in the table.

        A column whose header is empty, or the same as that of the column before, belongs to that column's level.
        """
        name, members = "", list[int]()
        for column in range(self.column, self.table.width):
            cell = self.table.cell(self.row, column)
            if members and cell not in ("", name):
                yield name, tuple(members)
                members = []
            name = cell or name
            members.append(column)
        if members:
            yield name, tuple(members)


def is_table_file(page: Page) -> bool:
    """Return whether a page is a table file such as CSV, by the ending of its name."""
    return page.path.lower().endswith(SUFFIXES)


def csv_table(page: Page) -> PageBlock:
    """Parse a CSV or TSV file into a table block; the delimiter of CSV is the most frequent one in the first lines."""
    text = "\n".join(page.lines)
    first_lines = [line for line in page.lines if line.strip()][:5]
    delimiter = "\t" if page.path.lower().endswith(".tsv") else max(DELIMITERS, key="\n".join(first_lines).count)
    rows, lines = [], []
    csv.field_size_limit(max(csv.field_size_limit(), MAX_BYTES))  # a cell may be as long as the file
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    line = 1
    try:
        for row in reader:
            rows.append(
                tuple(FORMULA_GUARD.sub("", cell, count=1) if FORMULA_GUARD.match(cell) else cell for cell in row)
            )
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error:
        rows = [(text_line,) for text_line in page.lines]
        lines = list(range(1, len(rows) + 1))
    return PageBlock("table", 1, rows=tuple(rows), lines=tuple(lines))


def make_table(page: Page, block: PageBlock, names: tuple[str, ...] = ()) -> Table:
    """Return the table that a table block of a page holds, without its empty rows and columns.

    `names` are the headings above the table.
    """
    are_filled = [any(map(str.strip, row)) for row in block.rows]
    filled = list(compress(block.rows, are_filled))
    columns = sorted({column for row in filled for column, cell in enumerate(row) if cell.strip()})
    rows = tuple(tuple(row[column] for column in columns if column < len(row)) for row in filled)
    return Table(page, rows, tuple(compress(block.lines or repeat(block.line), are_filled)), names)


def find_table_head(table: Table, *, forced: bool = False) -> TableHead | None:
    """Find the row of a table that names its levels; None if there is none.

    If a column names them, the returned head is that of the transposed table. With `forced`, the first row is returned
    if nothing looks like levels.
    """
    if len(table.rows) <= 1 or table.width <= 1:  # a header needs a body
        return None
    if table.is_own:
        return TableHead(table, 0, 1, SURE)
    if candidates := [*_candidate_heads(table), *_candidate_heads(table.transposed)]:
        candidates = list(filterfalse(_are_ratings, candidates)) or candidates
        return max(candidates, key=lambda head: (round(head.score, 2), head.table is table, -head.row))
    return TableHead(table, 0, 1, 0.2) if forced else None


def _are_ratings(head: TableHead) -> bool:
    """Return whether a header row has only names of proficiencies: below a header with levels, they are ratings."""
    return PROFICIENCIES.issuperset(name.casefold() for name in head.names)


def _candidate_heads(table: Table) -> Iterator[TableHead]:
    """Yield the rows whose cells look like levels."""
    for row in range(min(MAX_HEADER_ROW, len(table.rows) - 1)):
        cells = [_header_text(table.cell(row, column)) for column in range(table.width)]
        first = next((index for index, is_level in enumerate(are_levels(cells)) if index and is_level), 0)
        if certainty := _head_score(cells, first):
            yield TableHead(table, row, first, certainty)
        elif LEVEL_WORD.match(cells[0]) and len(cells) > 1 and _are_numbers(cells[1:]):
            yield TableHead(table, row, 1, 0.9)


def _head_score(cells: Sequence[str], first: int) -> float:
    """Return the certainty that the cells from index `first` on name levels; 0 where they do not, or `first` is 0."""
    if not first:
        return 0.0
    names = [cell for cell in cells[first:] if cell]
    share = score(names)
    if share < MIN_SCORE or (len(names) == 1 and likeness(cells[first]) < SURE):
        return 0.0
    # Names of levels differ; a column of texts may have the word Senior in every cell.
    distinct_share = len({cell.casefold() for cell in names}) / len(names)
    distinct_share *= 1.0 if len(names) == len(cells) - first else 0.9  # lists often have merged first cells
    return share * distinct_share * (0.9 if likeness(cells[0]) >= PERHAPS else 1.0)


def _header_text(cell: str) -> str:
    """Return a cell without style if it is short enough for a header, else its beginning."""
    return to_plain_title(cell)[0] if len(cell) <= MAX_HEADER_CHARS else cell[:MAX_HEADER_CHARS]


def _are_numbers(cells: Sequence[str]) -> bool:
    """Return whether all cells with text are different numbers of at most two digits."""
    filled = [cell for cell in cells if cell]
    are_short = all(cell.isdigit() and len(cell) <= MAX_LEVEL_DIGITS for cell in filled)
    return bool(filled) and are_short and len(set(filled)) == len(filled)


def level_name(head: TableHead, source: str) -> tuple[str, str]:
    """Return code and title of the level that the header cell with the text `source` names.

    A number gets its letter from the first cell of the header row: "Grade" and 3 give G3.
    """
    corner = to_plain_title(head.table.cell(head.row, 0))[0]
    if source.isdigit() and (word := LEVEL_WORD.match(corner)):
        return split_title(f"{word[0]} {source}")
    return split_title(source)
