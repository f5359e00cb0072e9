"""This file reads the dialect of a matrix: a table with levels along one side and areas along the other."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ladder_export.importers.dialect_levels import RANKS, split_title
from ladder_export.importers.ir import Draft, DraftLevel, DraftTrack, Page, Unplaced
from ladder_export.importers.markdown_inline import clean, icon_of, plain
from ladder_export.importers.markdown_sections import says
from ladder_export.importers.matrix_cells import BULLET, read_cell
from ladder_export.reading.names import slug, spoken
from ladder_export.reading.source import MOST_BYTES
from ladder_export.words import BUILT_IN

ENDINGS = (".csv", ".tsv")
DELIMITERS = ",;\t|"
HARMLESS = re.compile(r"'(?=[=+\-@\t\r])")  # keeps spreadsheets from running a text as a formula
GENERIC = frozenset({"sheet1", "sheet", "tabelle1", "feuille1", "hoja1", "matrix", "ladder", "levels"})

NAMES = frozenset({"title", "name", "role"})
SUMMARIES = frozenset({"summary", "description", "overview"})

# What our own matrices say besides a ladder's words, in every language of ours.
AREAS = frozenset(words.areas.casefold() for words in BUILT_IN.values())
FACTS = frozenset(said.casefold() for words in BUILT_IN.values() for said in (words.facts, words.ratings))
DRAFT = re.compile(rf"\s*\((?:{'|'.join(re.escape(words.draft) for words in BUILT_IN.values())})\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """Cells of a page. Rows may differ in length; `lines` are where they begin."""

    page: Page
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def raw(self, row: int, column: int) -> str:
        """A cell as it is, empty beyond the end of its row."""
        return self.rows[row][column] if column < len(self.rows[row]) else ""

    def cell(self, row: int, column: int) -> str:
        """The text of a cell."""
        return self.raw(row, column).strip()

    @property
    def is_ours(self) -> bool:
        """Whether its corner says that areas stand below it, as in the matrices that we write."""
        return says(self.cell(0, 0), AREAS)

    def head(self, row: int, column: int) -> str:
        """A cell as a title. Ours are no Markdown; others may be."""
        cell = self.cell(row, column)
        return cell if self.is_ours else plain(cell)[0]

    @property
    def turned(self) -> Table:
        """The same table with rows and columns exchanged; lines are those of the first cells."""
        width = max(map(len, self.rows), default=0)
        rows = tuple(tuple(self.raw(row, column) for row in range(len(self.rows))) for column in range(width))
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
        along_rows = not table.is_ours and _levels_in(_side(table)) >= _levels_in(_side(table.turned))
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
            rows.append(tuple(HARMLESS.sub("", cell, count=1) if HARMLESS.match(cell) else cell for cell in row))
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
    if rows == columns == 0 and not table.is_ours:
        return "neither its first row nor its first column looks like levels (L3, Level 3, Senior …)"
    return ""


def _read(table: Table, track: str) -> Draft:
    """A table with a level in every row."""
    unplaced = list(_without_place(table))
    named = [row for row in range(1, len(table.rows)) if table.cell(row, 0)]
    areas = tuple(_areas(table))
    levels = tuple(_level(table, row, areas, track, unplaced) for row in named)
    return Draft(levels=levels, unplaced=tuple(unplaced))


@dataclass(frozen=True, slots=True)
class _Area:
    """What the cells of some columns are about."""

    name: str
    columns: tuple[int, ...]
    is_fact: bool


def _areas(table: Table) -> Iterator[_Area]:
    """Columns side by side under the same heading are one; a heading without any cell says what those after it are."""
    said = {column for row in table.rows[1:] for column, cell in enumerate(row) if cell.strip()}
    is_fact = False
    for name, group in groupby(range(1, len(table.rows[0])), key=lambda column: table.head(0, column)):
        columns = tuple(group)
        if said.isdisjoint(columns):
            is_fact = says(name, FACTS) or (is_fact and not says(name, AREAS))
        elif name:
            yield _Area(name, columns, is_fact)


def _level(table: Table, row: int, areas: Sequence[_Area], track: str, unplaced: list[Unplaced]) -> DraftLevel:
    heading = table.head(row, 0)
    is_draft = bool(DRAFT.search(heading))
    code, title = split_title(DRAFT.sub("", heading))
    level = DraftLevel("", title, code, track, status="draft" if is_draft else "")
    clean_text = _Cleaner(table, row, unplaced)
    for area in areas:
        cells = (table.raw(row, column) for column in area.columns)
        if source := "\n".join(cell for cell in cells if cell.strip()):
            level = _with(level, area, source, clean_text)
    nameless = level.title == code
    guesses = [("title", "guessed: the source gives this level a code and no name")] if nameless else []
    guesses += [] if code else [("rank", "guessed: from its place in the table")]
    named = f"{code} {level.title}" if code and not nameless else level.title
    return replace(level, stem=slug(named), guesses=tuple(guesses), rank=None if code else row)


def _with(level: DraftLevel, area: _Area, source: str, clean_text: _Cleaner) -> DraftLevel:
    """A level and what one more cell says of it."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    if area.is_fact:
        return replace(level, facts=(*level.facts, (area.name, "\\\n".join(map(clean_text, lines)))))
    if area.name.casefold() in NAMES and len(lines) == 1 and (not level.code or level.title == level.code):
        return replace(level, title=clean_text(BULLET.sub("", lines[0], count=1)))
    if area.name.casefold() in SUMMARIES:
        texts = (clean_text(BULLET.sub("", line, count=1)) for line in lines)
        return replace(level, summary=(*level.summary, *filter(None, texts)))
    icon, name = icon_of(area.name)
    section = replace(read_cell(source, clean_text), title=name, icon=icon)
    return level if section.is_empty else replace(level, sections=(*level.sections, section))


@dataclass(frozen=True, slots=True)
class _Cleaner:
    """Cleans the texts of a row, and notes what is taken out of them."""

    table: Table
    row: int
    unplaced: list[Unplaced]

    def __call__(self, source: str) -> str:
        text, dropped = clean(source)
        place = self.table.lines[self.row]
        self.unplaced.extend(Unplaced(self.table.page.file, place, one.text, one.why) for one in dropped)
        return text


def _without_place(table: Table) -> Iterator[Unplaced]:
    """The corner, headings without cells, cells without a heading, and what headings say beside their words."""
    file = table.page.file
    if table.cell(0, 0) and not table.is_ours:
        yield Unplaced(file, table.lines[0], table.cell(0, 0), "the corner of the table belongs to no level")
    for row, cells in enumerate(table.rows):
        for column, text in enumerate(cell.strip() for cell in cells):
            if row and column and text and not (table.cell(row, 0) and table.cell(0, column)):
                yield Unplaced(file, table.lines[row], text, "its row or column has no heading")
            elif text and not ((row and column) or table.is_ours):
                yield from (Unplaced(file, table.lines[row], one.text, one.why) for one in plain(text)[1])
    for area in () if table.is_ours else table.turned.rows[1:]:
        if area[0].strip() and not any(cell.strip() for cell in area[1:]):
            yield Unplaced(file, table.lines[0], area[0].strip(), "no cell of this area says anything")
