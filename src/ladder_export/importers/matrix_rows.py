"""This file says what each row of a matrix is about: headings, groups and merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ladder_export.core.ui_strings import all_words
from ladder_export.importers.ir import Unplaced
from ladder_export.importers.markdown_inline import clean, plain
from ladder_export.importers.markdown_sections import says
from ladder_export.importers.tables import AREAS, Head

DESCRIPTIONS = frozenset(
    "about description definition meaning summary explanation details notes beschreibung objective purpose".split()
)

FACTS = frozenset(said.casefold() for words in all_words() for said in (words.facts, words.ratings))

SENTENCE = 60  # characters that no heading has


@dataclass(frozen=True, slots=True)
class Row:
    """What a row is about, and where; `intro` describes the area, `number` is the row's."""

    title: str
    number: int
    is_fact: bool = False
    intro: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """A table being read."""

    head: Head
    unplaced: list[Unplaced] = field(default_factory=list)

    def lose(self, row: int, column: int, text: str, why: str) -> None:
        """Note text of a cell that has no place."""
        self.unplaced.append(Unplaced(self.head.table.page.file, self.head.table.line(row, column), text, why))

    def title(self, row: int, column: int) -> str:
        """A heading without style; what else it says is noted. Those of our own matrices are no Markdown."""
        source = self.head.table.cell(row, column)
        if self.head.table.is_ours:
            return source
        shown, dropped = plain(source)
        for one in dropped:
            self.lose(row, column, one.text, one.why)
        return shown


def rows_of(reading: Reading) -> Iterator[Row]:
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
            is_fact = says(text, FACTS) or (is_fact and not says(text, AREAS))
            group = _Group(text, row, used=not text or says(text, FACTS | AREAS))
            above = [""] * head.column
        elif not _repeats(reading, row):
            above, title, intro = _heading(reading, row, above, said)
            banded = group.text and not is_fact and not says(group.text, AREAS | FACTS)
            group.used = True
            yield Row(f"{group.text}: {title}" if banded and title else title or group.text, row, is_fact, intro)
    group.end(reading)


@dataclass(slots=True)
class _Group:
    """A heading without cells, and whether any row below it says something."""

    text: str = ""
    row: int = 0
    used: bool = True

    def end(self, reading: Reading) -> None:
        """Note the heading where nothing stands below it."""
        if not self.used:
            reading.lose(self.row, 0, self.text, "no cell of this area says anything")


def _repeats(reading: Reading, row: int) -> bool:
    """Whether a row says the names of the levels once more."""
    head, table = reading.head, reading.head.table
    return all(table.cell(row, column) == table.cell(head.row, column) for column in range(head.column, table.width))


def _heading(
    reading: Reading, row: int, above: Sequence[str], said: Sequence[str]
) -> tuple[list[str], str, tuple[str, ...]]:
    """The headings that hold for a row, its title, and what describes it."""
    head, table = reading.head, reading.head.table
    now = list(above)
    for column, text in enumerate(said):
        if text:
            now[column:] = [text, *([""] * (len(now) - column - 1))]
    described = {
        column
        for column in range(1, head.column)
        if plain(table.cell(head.row, column))[0].casefold().rpartition(" ")[2] in DESCRIPTIONS
        or len(now[column]) > SENTENCE
    }
    intro = tuple(clean(table.cell(row, column))[0] for column in sorted(described) if said[column])
    title = ": ".join(text for column, text in enumerate(now) if text and column not in described)
    return now, title, intro
