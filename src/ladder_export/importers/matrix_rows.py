"""This file says what each row of a matrix is about: headings, groups and merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ladder_export.core.ui_strings import all_words
from ladder_export.importers.ir import Unplaced
from ladder_export.importers.markdown_inline import sanitize, to_plain_title
from ladder_export.importers.markdown_sections import matches_words
from ladder_export.importers.tables import AREAS, TableHead

DESCRIPTIONS = frozenset(
    "about description definition meaning summary explanation details notes beschreibung objective purpose".split()
)

FACT_WORDS = frozenset(said.casefold() for words in all_words() for said in (words.facts, words.ratings))

MAX_HEADING_CHARS = 60  # characters that no heading has


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """What a row is about, and where; `intro` describes the area, `number` is the row's."""

    title: str
    number: int
    is_fact: bool = False
    intro: tuple[str, ...] = ()


@dataclass(slots=True)
class TableReading:
    """A table being read."""

    head: TableHead
    unplaced: list[Unplaced] = field(default_factory=list)

    def add_unplaced(self, row: int, column: int, text: str, why: str) -> None:
        """Note text of a cell that has no place."""
        self.unplaced.append(Unplaced(self.head.table.page.file, self.head.table.line(row, column), text, why))

    def title(self, row: int, column: int) -> str:
        """A heading without style; what else it says is noted. Those of our own matrices are no Markdown."""
        source = self.head.table.cell(row, column)
        if self.head.table.is_own:
            return source
        shown, dropped = to_plain_title(source)
        for one in dropped:
            self.add_unplaced(row, column, one.text, one.why)
        return shown


def matrix_rows(reading: TableReading) -> Iterator[MatrixRow]:
    """The rows below the head, each with what it is about.

    A heading without cells says what those below it belong to; an empty heading is the one above.
    """
    head, table = reading.head, reading.head.table
    above, group, is_fact = [""] * head.column, _Group(), False
    for row in range(head.row + 1, len(table.rows)):
        said = [reading.title(row, column) for column in range(head.column)]
        if not any(table.cell(row, column) for column in range(head.column, table.width)):
            group.end(reading)
            text = ": ".join(one for one in said if one)
            is_fact = matches_words(text, FACT_WORDS) or (is_fact and not matches_words(text, AREAS))
            group = _Group(text, row, used=not text or matches_words(text, FACT_WORDS | AREAS))
            above = [""] * head.column
        elif not _repeats_header(reading, row):
            above, title, intro = _row_heading(reading, row, above, said)
            banded = group.text and not is_fact and not matches_words(group.text, AREAS | FACT_WORDS)
            group.used = True
            yield MatrixRow(f"{group.text}: {title}" if banded and title else title or group.text, row, is_fact, intro)
    group.end(reading)


@dataclass(slots=True)
class _Group:
    """A heading without cells, and whether any row below it says something."""

    text: str = ""
    row: int = 0
    used: bool = True

    def end(self, reading: TableReading) -> None:
        """Note the heading where nothing stands below it."""
        if not self.used:
            reading.add_unplaced(self.row, 0, self.text, "no cell of this area says anything")


def _repeats_header(reading: TableReading, row: int) -> bool:
    """Whether a row says the names of the levels once more."""
    head, table = reading.head, reading.head.table
    return all(table.cell(row, column) == table.cell(head.row, column) for column in range(head.column, table.width))


def _row_heading(
    reading: TableReading, row: int, above: Sequence[str], said: Sequence[str]
) -> tuple[list[str], str, tuple[str, ...]]:
    """The headings that hold for a row, its title, and what describes it."""
    head, table = reading.head, reading.head.table
    headings = list(above)
    for column, text in enumerate(said):
        if text:
            headings[column:] = [text, *([""] * (len(headings) - column - 1))]
    description_columns = {
        column
        for column in range(1, head.column)
        if to_plain_title(table.cell(head.row, column))[0].casefold().rpartition(" ")[2] in DESCRIPTIONS
        or len(headings[column]) > MAX_HEADING_CHARS
    }
    intro = tuple(sanitize(table.cell(row, column))[0] for column in sorted(description_columns) if said[column])
    title = ": ".join(text for column, text in enumerate(headings) if text and column not in description_columns)
    return headings, title, intro
