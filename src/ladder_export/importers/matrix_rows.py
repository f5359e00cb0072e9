"""Yield the rows of a table of levels and sections, with headings, groups and merged cells resolved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ladder_export.core.ui_strings import all_ui_strings
from ladder_export.importers.markdown_inline import UnplacedCollector, sanitize, to_plain_title
from ladder_export.importers.markdown_sections import matches_words
from ladder_export.importers.tables import AREAS, TableHead

DESCRIPTIONS = frozenset(
    "about description definition meaning summary explanation details notes beschreibung objective purpose".split()
)

FACT_WORDS = frozenset(said.casefold() for words in all_ui_strings() for said in (words.facts, words.ratings))

MAX_HEADING_CHARS = 60  # a longer text is not a heading


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of a table that has a level in each column; `number` is its index in the table, from 0.

    `title` is the section or fact that the row is about, `intro` the section's introduction. `is_fact` is true for a
    row with a short value for each level, such as "Reports to".
    """

    title: str
    number: int
    is_fact: bool = False
    intro: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class TableReading(UnplacedCollector):
    """A table while it is read. `head` says where the table names its levels.

    The inherited `unplaced` collects the text of the table that fits nowhere in a ladder.
    """

    head: TableHead

    def add_cell_unplaced(self, row: int, column: int, text: str, why: str) -> None:
        """Record `text` of a cell as having no place in the ladder; `why` is the reason."""
        self.add_unplaced(self.head.table.line(row, column), text, why)

    def title(self, row: int, column: int) -> str:
        """Return the text of a header cell without styles and links, and record the removed parts as unplaced text.

        Cells of a table that this program wrote are plain text, and are returned unchanged.
        """
        table = self.head.table
        source = table.cell(row, column)
        return source if table.is_own else self.heading(source, table.line(row, column))

    def clean(self, row: int, column: int, source: str) -> str:
        """Return a text of a cell as Markdown that a ladder can print; record removed parts as unplaced text."""
        return self.inline(source, self.head.table.line(row, column))


def matrix_rows(reading: TableReading) -> Iterator[MatrixRow]:
    """Yield the rows below the header of a table that have text for levels, each with its title.

    A row with a heading and no other cells is the heading of the rows below it. A row with an empty heading has the
    heading of the row above.
    """
    head, table = reading.head, reading.head.table
    above, group = [""] * head.column, _Group()
    for row in range(head.row + 1, len(table.rows)):
        headings = [reading.title(row, column) for column in range(head.column)]
        if not any(table.cell(row, column) for column in range(head.column, table.width)):
            group.end(reading)
            group = group.next(": ".join(filter(None, headings)), row)
            above = [""] * head.column
        elif not _repeats_header(reading, row):
            above, title, intro = _row_heading(reading, row, above, headings)
            group.used = True
            yield MatrixRow(group.title(title), row, group.is_fact, intro)
    group.end(reading)


@dataclass(slots=True)
class _Group:
    """A heading of several rows, whether these are facts, and whether any of them has text."""

    text: str = ""
    row: int = 0
    is_fact: bool = False
    used: bool = True

    def next(self, text: str, row: int) -> _Group:
        """Return the group that begins with the heading `text` behind this one."""
        is_fact = matches_words(text, FACT_WORDS) or (self.is_fact and not matches_words(text, AREAS))
        return _Group(text, row, is_fact, used=not text or matches_words(text, FACT_WORDS | AREAS))

    def title(self, title: str) -> str:
        """Return the title of a row of the group, below its heading unless that only says what the rows are."""
        if not (self.text and title) or self.is_fact or matches_words(self.text, AREAS | FACT_WORDS):
            return title or self.text
        return f"{self.text}: {title}"

    def end(self, reading: TableReading) -> None:
        """Record the heading as unplaced where no row below it has text."""
        if not self.used:
            reading.add_cell_unplaced(self.row, 0, self.text, "this area has no text")


def _repeats_header(reading: TableReading, row: int) -> bool:
    """Return whether a row repeats the names of the levels."""
    head, table = reading.head, reading.head.table
    return all(table.cell(row, column) == table.cell(head.row, column) for column in range(head.column, table.width))


def _row_heading(
    reading: TableReading, row: int, above: Sequence[str], row_headings: Sequence[str]
) -> tuple[list[str], str, tuple[str, ...]]:
    """Return the headings that apply to a row, its title, and the descriptions in its header cells."""
    head, headings = reading.head, list(above)
    for column, text in enumerate(row_headings):
        if text:
            headings[column:] = [text, *([""] * (len(headings) - column - 1))]
    descriptions = [column for column, text in enumerate(headings) if _is_description(head, column, text)]
    intro = tuple(sanitize(head.table.cell(row, column))[0] for column in descriptions if row_headings[column])
    title = ": ".join(text for column, text in enumerate(headings) if text and column not in descriptions)
    return headings, title, intro


def _is_description(head: TableHead, column: int, text: str) -> bool:
    """Return whether the text of a header cell describes its area, by the column's header or its length."""
    header = to_plain_title(head.table.cell(head.row, column))[0].casefold().rpartition(" ")[2]
    return column > 0 and (header in DESCRIPTIONS or len(text) > MAX_HEADING_CHARS)
