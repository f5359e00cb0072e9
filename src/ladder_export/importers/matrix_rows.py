"""Yield the rows of a table of levels and sections, with headings, groups and merged cells resolved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ladder_export.core.ui_strings import all_ui_strings
from ladder_export.importers.ir import Unplaced
from ladder_export.importers.markdown_inline import Removed, sanitize, to_plain_title
from ladder_export.importers.markdown_sections import matches_words
from ladder_export.importers.tables import AREAS, TableHead

DESCRIPTIONS = frozenset(
    "about description definition meaning summary explanation details notes beschreibung objective purpose".split()
)

FACT_WORDS = frozenset(said.casefold() for words in all_ui_strings() for said in (words.facts, words.ratings))

MAX_HEADING_CHARS = 60  # a longer text is not a heading


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of a table with a level in each column. `intro` describes its section, `number` is its index in the table.

    `is_fact` is true for a row of labels and values, such as "Reports to".
    """

    title: str
    number: int
    is_fact: bool = False
    intro: tuple[str, ...] = ()


@dataclass(slots=True)
class TableReading:
    """A table while it is read, and its text that has no place in a ladder."""

    head: TableHead
    unplaced: list[Unplaced] = field(default_factory=list)

    def add_unplaced(self, row: int, column: int, text: str, why: str) -> None:
        """Record the text of a cell as having no place in the ladder, with the reason."""
        self.unplaced.append(Unplaced(self.head.table.page.file, self.head.table.line(row, column), text, why))

    def title(self, row: int, column: int) -> str:
        """Return the text of a header cell without style, and record what was removed.

        Cells of tables that this program wrote are plain text and returned as they are.
        """
        source = self.head.table.cell(row, column)
        if self.head.table.is_own:
            return source
        return self._record_removed(row, column, to_plain_title(source))

    def clean(self, row: int, column: int, source: str) -> str:
        """Return text of a cell as Markdown that a ladder can print, and record what was removed."""
        return self._record_removed(row, column, sanitize(source))

    def _record_removed(self, row: int, column: int, result: tuple[str, tuple[Removed, ...]]) -> str:
        """Return the text, and record what was removed from it."""
        text, removed = result
        for removal in removed:
            self.add_unplaced(row, column, removal.text, removal.why)
        return text


def matrix_rows(reading: TableReading) -> Iterator[MatrixRow]:
    """Yield the rows below the header of a table, each with its title.

    A row with a heading and no cells is the heading of the rows below it; an empty heading repeats the one above.
    """
    head, table = reading.head, reading.head.table
    above, group, is_fact = [""] * head.column, _Group(), False
    for row in range(head.row + 1, len(table.rows)):
        headings = [reading.title(row, column) for column in range(head.column)]
        if not any(table.cell(row, column) for column in range(head.column, table.width)):
            group.end(reading)
            text = ": ".join(heading for heading in headings if heading)
            is_fact = matches_words(text, FACT_WORDS) or (is_fact and not matches_words(text, AREAS))
            group = _Group(text, row, used=not text or matches_words(text, FACT_WORDS | AREAS))
            above = [""] * head.column
        elif not _repeats_header(reading, row):
            above, title, intro = _row_heading(reading, row, above, headings)
            banded = group.text and not is_fact and not matches_words(group.text, AREAS | FACT_WORDS)
            group.used = True
            yield MatrixRow(f"{group.text}: {title}" if banded and title else title or group.text, row, is_fact, intro)
    group.end(reading)


@dataclass(slots=True)
class _Group:
    """A heading of several rows, and whether any of them has text."""

    text: str = ""
    row: int = 0
    used: bool = True

    def end(self, reading: TableReading) -> None:
        """Record the heading as unplaced where no row below it has text."""
        if not self.used:
            reading.add_unplaced(self.row, 0, self.text, "this area has no text")


def _repeats_header(reading: TableReading, row: int) -> bool:
    """Return whether a row repeats the names of the levels."""
    head, table = reading.head, reading.head.table
    return all(table.cell(row, column) == table.cell(head.row, column) for column in range(head.column, table.width))


def _row_heading(
    reading: TableReading, row: int, above: Sequence[str], row_headings: Sequence[str]
) -> tuple[list[str], str, tuple[str, ...]]:
    """Return the headings that apply to a row, its title, and the descriptions in its header cells."""
    head, table = reading.head, reading.head.table
    headings = list(above)
    for column, text in enumerate(row_headings):
        if text:
            headings[column:] = [text, *([""] * (len(headings) - column - 1))]
    description_columns = {
        column
        for column in range(1, head.column)
        if to_plain_title(table.cell(head.row, column))[0].casefold().rpartition(" ")[2] in DESCRIPTIONS
        or len(headings[column]) > MAX_HEADING_CHARS
    }
    intro = tuple(
        sanitize(table.cell(row, column))[0] for column in sorted(description_columns) if row_headings[column]
    )
    title = ": ".join(text for column, text in enumerate(headings) if text and column not in description_columns)
    return headings, title, intro
