"""This file reads the dialect of a matrix: a table with levels along one side and areas along the other."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ladder_export.reading.dialects.draft import (
    Draft,
    DraftLevel,
    DraftSection,
    DraftTrack,
    Page,
    Point,
    Unplaced,
)
from ladder_export.reading.dialects.inline import clean, icon_of, plain
from ladder_export.reading.dialects.levels import RANKS, split_title
from ladder_export.reading.names import slug, spoken
from ladder_export.reading.source import MOST_BYTES

ENDINGS = (".csv", ".tsv")
DELIMITERS = ",;\t|"
BULLET = re.compile(r"(?:[-*•–·▪]|[0-9]{1,2}[.)])\s+")
GENERIC = frozenset({"sheet1", "sheet", "tabelle1", "feuille1", "hoja1", "matrix", "ladder", "levels"})

NAMES = frozenset({"title", "name", "role"})
SUMMARIES = frozenset({"summary", "description", "overview"})


@dataclass(frozen=True, slots=True)
class Table:
    """Cells of a page. Rows may differ in length; `lines` are where they begin."""

    page: Page
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def cell(self, row: int, column: int) -> str:
        """The text of a cell, empty beyond the end of its row."""
        return self.rows[row][column].strip() if column < len(self.rows[row]) else ""

    @property
    def turned(self) -> Table:
        """The same table with rows and columns exchanged; lines are those of the first cells."""
        width = max(map(len, self.rows), default=0)
        rows = tuple(tuple(self.cell(row, column) for row in range(len(self.rows))) for column in range(width))
        return Table(self.page, rows, (self.lines[0],) * width)


def why_not(page: Page) -> str:
    """Why a page is no matrix; empty when it is one."""
    if not page.path.lower().endswith(ENDINGS):
        return f"its name does not end in {', '.join(ENDINGS)} or .xlsx"
    return _why_no_table(_table(page))


def read(pages: Sequence[Page]) -> Draft:
    """The levels of all tables, whichever way round each is. Every table is a track; a single one needs none."""
    draft, tables = Draft(), [_table(page) for page in pages]
    for table in tables:
        if why := _why_no_table(table):
            text = "\n".join("\t".join(row) for row in table.rows).strip()
            draft += Draft(unplaced=(Unplaced(table.page.file, 1, text, why),) if text else ())
            continue
        name = table.page.stem
        alone = len(tables) == 1 or slug(name) in GENERIC
        track = "" if alone else slug(name)
        along_rows = _levels_in(_side(table)) >= _levels_in(_side(table.turned))
        draft += _read(table if along_rows else table.turned, track)
        draft += Draft(tracks=(DraftTrack(track, spoken(name)),) if track else ())
    return draft


def _table(page: Page) -> Table:
    """Cells of a CSV file, separated by whatever its first line has most of."""
    text = "\n".join(page.lines)
    first = next((line for line in page.lines if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    rows, lines = [], []
    csv.field_size_limit(MOST_BYTES)  # a cell may be as long as a file
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    line = 1
    try:
        for row in reader:
            rows.append(tuple(row))
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error:
        rows = [(one,) for one in page.lines]
        lines = list(range(1, len(rows) + 1))
    return Table(page, tuple(rows), tuple(lines))


def _side(table: Table) -> list[str]:
    """What stands at the head of every row but the first."""
    return [table.cell(row, 0) for row in range(1, len(table.rows))]


def _levels_in(titles: Sequence[str]) -> float:
    """How much of one side of a table looks like levels, from 0 to 1; a code says more than a word such as Senior."""
    said = [title for title in titles if title]
    weights = [1.0 if split_title(title)[0] else 0.5 if RANKS.search(title) else 0.0 for title in said]
    return sum(weights) / len(said) if said else 0.0


def _why_no_table(table: Table) -> str:
    wide = max((len(row) for row in table.rows), default=0)
    if wide < 2 or len([row for row in table.rows if any(cell.strip() for cell in row)]) < 2:  # noqa: PLR2004  # a head and a body
        return "it is no table with at least two rows and two columns"
    rows, columns = _levels_in(_side(table)), _levels_in(_side(table.turned))
    if rows == columns == 0:
        return "neither its first row nor its first column looks like levels (L3, Level 3, Senior …)"
    return ""


def _read(table: Table, track: str) -> Draft:
    """A table with a level in every row."""
    unplaced = list(_without_place(table))
    named = [row for row in range(1, len(table.rows)) if table.cell(row, 0)]
    levels = tuple(_level(table, row, track, unplaced) for row in named)
    return Draft(levels=levels, unplaced=tuple(unplaced))


def _level(table: Table, row: int, track: str, unplaced: list[Unplaced]) -> DraftLevel:
    heading, _ = plain(table.cell(row, 0))
    code, title = split_title(heading)
    summary: list[str] = []
    sections = []
    for column in range(1, len(table.rows[0])):
        area, _ = plain(table.cell(0, column))
        texts = tuple(_texts(table, row, column, unplaced))
        if not area or not texts:
            continue
        if area.casefold() in NAMES and len(texts) == 1 and title in ("", code, heading):
            title = texts[0]
        elif area.casefold() in SUMMARIES:
            summary += texts
        else:
            icon, name = icon_of(area)
            sections.append(DraftSection(name, icon, points=tuple(map(Point, texts))))
    nameless = title == code
    guesses = [("title", "guessed: the source gives this level a code and no name")] if nameless else []
    guesses += [] if code else [("rank", "guessed: from its place in the table")]
    named = f"{code} {title}" if code and not nameless else title
    return DraftLevel(
        stem=slug(named),
        code=code,
        title=title,
        track=track,
        summary=tuple(summary),
        sections=tuple(sections),
        guesses=tuple(guesses),
        rank=None if code else row,
    )


def _texts(table: Table, row: int, column: int, unplaced: list[Unplaced]) -> Iterator[str]:
    """Every line of a cell is a statement, without the dash or number it may begin with."""
    for line in table.cell(row, column).splitlines():
        text, dropped = clean(BULLET.sub("", line.strip(), count=1))
        unplaced += [Unplaced(table.page.file, table.lines[row], one.text, one.why) for one in dropped]
        if text:
            yield text


def _without_place(table: Table) -> Iterator[Unplaced]:
    """The corner, and cells whose row or column has no heading."""
    file = table.page.file
    if corner := table.cell(0, 0):
        yield Unplaced(file, table.lines[0], corner, "the corner of the table belongs to no level")
    for row in range(1, len(table.rows)):
        for column in range(1, len(table.rows[row])):
            headed = table.cell(row, 0) and table.cell(0, column)
            if (text := table.cell(row, column)) and not headed:
                yield Unplaced(file, table.lines[row], text, "its row or column has no heading")
