"""Read the rows of an edited workbook, and report each cell that cannot be understood."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ladder_export.core.problems import InvalidLadder, Problem, Span, did_you_mean
from ladder_export.editing.ladder_nodes import CONTROL, Address, decode_address, normal_text
from ladder_export.importers.xlsx import SheetTable, read_tables
from ladder_export.workbook.hidden_sheet import LABEL_PATTERNS, label_address, require_sheet, text_address
from ladder_export.workbook.sheets import (
    AREA,
    ID,
    KIND,
    LEVEL,
    LISTS_SHEET,
    NOTES_SHEET,
    ORIGIN_SHEET,
    RECORDS,
    STATEMENTS,
    TEXT,
    TRACK_COLUMNS,
)
from ladder_export.workbook.xlsx_writer import FORMAT_VERSION

ORIGIN_COLUMNS = 5
HELP_EXPORT = "make a workbook with `ladder-export workbook LADDER`, and edit that one"


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A row of an edited workbook that has a text, or whose former text was deleted.

    `cell` is the name of its first text's cell, such as "D7 of the sheet 'Facts'". `address` is the text's path in the
    YAML, None for a new row. `labels` are the cells before the texts, such as area and level, which say where the texts
    belong.
    """

    span: Span
    cell: str
    address: Address | None
    labels: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the text in the row's first column of texts; most sheets have only one such column."""
        return self.texts[0]


@dataclass(slots=True)
class EditedSheet:
    """A sheet of an edited workbook, with the rows that it has now.

    `kind` is "statements", "values" (facts, ratings, titles) or "records" (questions, stages). `columns` are the names
    of the label columns, `texts` those of the text columns after them, and `positions` the positions of all these
    columns in the file, from 0; empty if the sheet was deleted. `track` is the id of a track if the sheet is about one,
    else empty, as for a sheet that the user added. `lookups` map, by column, each label to its part of a YAML path.
    """

    name: str
    kind: str
    columns: tuple[str, ...]
    track: str = ""
    texts: tuple[str, ...] = (TEXT,)
    lookups: dict[str, dict[str, Address]] = field(default_factory=dict)
    rows: list[EditedRow] = field(default_factory=list)
    positions: tuple[int, ...] = ()

    @property
    def id_column(self) -> tuple[str, ...]:
        """Return the name of the column of row ids, as a tuple of one.

        Empty for a sheet that the user added: the ids in it were copied from another sheet.
        """
        return () if self.columns == TRACK_COLUMNS and not self.track else (ID,)

    def labels(self, column: str) -> dict[str, EditedRow]:
        """Return the different labels of rows with a text in a column, each with the first such row.

        The label whose last row is the lowest comes first.
        """
        at = self.columns.index(column)
        return {row.labels[at]: row for row in reversed(self.rows) if row.text} if self.rows else {}

    def rows_of(self, column: str, label: str) -> list[EditedRow]:
        """Return the rows with a text whose cell in a column is `label`."""
        at = self.columns.index(column)
        return [row for row in self.rows if row.text and row.labels[at] == label]

    def cell(self, row: EditedRow, column: str) -> tuple[str, Span]:
        """Return the cell of a row in a column: its name for messages, with the name of the sheet, and its location."""
        position = self.positions[(*self.columns, *self.texts).index(column)]
        name = f"cell {_letters(position)}{row.span.line} of the sheet '{self.name}'"
        return name, Span(row.span.file, row.span.line, position + 1)


@dataclass(frozen=True, slots=True)
class EditedWorkbook:
    """An edited workbook: its sheets, and the problems of cells that cannot be understood.

    `origin` has the digest that each text had when the workbook was made, by the text's path in the YAML. `kinds` has,
    by the same paths, the kind of the sheet that the text was in: "statements", "values" or "records".
    """

    origin: Mapping[Address, str]
    sheets: tuple[EditedSheet, ...]
    problems: tuple[Problem, ...] = ()
    kinds: Mapping[Address, str] = field(default_factory=dict)

    def addresses(self, kind: str) -> Iterator[Address]:
        """Yield the YAML paths of the texts that sheets of a kind, such as "values", had when the workbook was made."""
        return (address for address, own_kind in self.kinds.items() if own_kind == kind)

    @property
    def track_sheets(self) -> tuple[EditedSheet, ...]:
        """Return the sheets that are about one track (job family) each; sheets that the user added are last."""
        return tuple(sheet for sheet in self.sheets if sheet.columns == TRACK_COLUMNS)

    @property
    def texts(self) -> Iterator[str]:
        """Yield all texts of all rows."""
        for sheet in self.sheets:
            yield from (text for row in sheet.rows for text in row.texts)


def read_workbook(file: str, raw: bytes) -> EditedWorkbook:
    """Read the rows of an edited workbook: `raw` are its bytes, `file` is its path for messages.

    Raises InvalidLadder if it is damaged, or lacks a sheet, column or id that an import needs.
    """
    tables = read_tables(file, raw)
    if isinstance(tables, Problem):
        raise InvalidLadder(tables)
    by_name = {table.name: table for table in tables}
    workbook = _origin(file, by_name.get(ORIGIN_SHEET))
    problems: list[Problem] = []
    new = tuple(_new_sheets(file, workbook, tables, problems))
    for sheet in (*workbook.sheets, *new):
        if sheet.name in by_name:
            sheet.rows += _rows(file, workbook, sheet, by_name[sheet.name], problems)
        elif not sheet.track:  # the sheet of a track may be gone with the track
            problems.append(missing_sheet(file, sheet.name))
    if any(problem.code == "bad-workbook" for problem in problems):
        raise InvalidLadder(*problems)
    return EditedWorkbook(workbook.origin, (*workbook.sheets, *new), tuple(problems), workbook.kinds)


def missing_sheet(file: str, name: str) -> Problem:
    """Return the problem that the sheet `name` was removed or renamed."""
    remedy = "undo this; tracks, areas and levels are renamed in the sheet 'Titles'"
    return Problem("bad-workbook", f"the sheet '{name}' is missing", Span(file), help=remedy)


def _new_sheets(
    file: str, workbook: EditedWorkbook, tables: Sequence[SheetTable], problems: list[Problem]
) -> Iterator[EditedSheet]:
    """Yield the sheets that begin a new track; add the problem of each other sheet that has text."""
    known = {*(sheet.name for sheet in workbook.sheets), NOTES_SHEET, LISTS_SHEET, ORIGIN_SHEET}
    for table in tables:
        if table.name in known or not "".join(itertools.chain(*table.rows)).strip():
            continue
        heads = [" ".join(cell.split()) for cell in table.rows[0]]
        if missing := [name for name in (*TRACK_COLUMNS, TEXT) if name not in heads]:
            message = f"the sheet '{table.name}' is new, and has no column '{missing[0]}' in its first row"
            remedy = f"a new track needs the columns {', '.join((*TRACK_COLUMNS, TEXT))}; remove any other new sheet"
            problems.append(Problem("bad-workbook", message, Span(file), help=remedy))
        else:
            yield EditedSheet(table.name, STATEMENTS, TRACK_COLUMNS)


def _origin(file: str, table: SheetTable | None) -> EditedWorkbook:
    """Return what the workbook was made from, as its hidden sheet says."""
    rows = [[*row, *[""] * ORIGIN_COLUMNS][:ORIGIN_COLUMNS] for row in [*(table.rows if table else []), []]]
    if rows[0][:2] != ["format", FORMAT_VERSION]:
        message = "this workbook was not made by `ladder-export workbook`, or by another version of it"
        raise InvalidLadder(Problem("bad-workbook", message, Span(file), help=HELP_EXPORT))
    origin: dict[Address, str] = {}
    kinds: dict[Address, str] = {}
    sheets: dict[str, EditedSheet] = {}
    try:
        for what, first, second, third, fourth in rows[1:]:
            if what == "sheet":
                sheets[first] = _exported_sheet(first, second, third, fourth)
            elif what == "label":
                sheets[first].lookups[second][third] = label_address(second, fourth)
            elif what == "text":
                address = text_address(sheets[third].kind, first)
                origin[address] = second
                kinds[address] = sheets[third].kind
    except (KeyError, TypeError, ValueError, RecursionError) as fault:
        message = f"the hidden sheet '{ORIGIN_SHEET}' was changed"
        raise InvalidLadder(Problem("bad-workbook", message, Span(file), help=HELP_EXPORT)) from fault
    return EditedWorkbook(origin, tuple(sheets.values()), kinds=kinds)


def _exported_sheet(name: str, kind: str, heads: str, track: str) -> EditedSheet:
    """Return a sheet as it was written, without rows. Raises TypeError or ValueError if no export writes it so."""
    columns, texts = (tuple(map(str, names)) for names in json.loads(heads))
    require_sheet(name, kind, columns, texts, track)
    return EditedSheet(
        name, kind, columns, track, texts, {head: {} for head in (*columns, *texts) if head in LABEL_PATTERNS}
    )


def _rows(
    file: str, workbook: EditedWorkbook, sheet: EditedSheet, table: SheetTable, problems: list[Problem]
) -> Iterator[EditedRow]:
    """Yield the rows of a sheet that have text or an address; add the problems of the others."""
    heads = [" ".join(cell.split()) for cell in next(iter(table.rows), [])]
    names = (*sheet.columns, *sheet.texts)
    if missing := {*names, *sheet.id_column} - set(heads):
        message = f"the sheet '{sheet.name}' has no column '{min(missing)}' in its first row"
        problems.append(Problem("bad-workbook", message, Span(file), help="undo this, or begin with a new workbook"))
        return
    sheet.positions = tuple(map(heads.index, names))
    id_position = heads.index(ID) if sheet.id_column else len(heads)
    for number, cells in enumerate(table.rows[1:], 1):
        padded = [*cells, *[""] * len(heads), ""]
        row = _row(file, sheet, number, [padded[at] for at in (id_position, *sheet.positions)])
        row_problems = [
            *_odd_cells(row, sheet, table.odd_cells),
            *_row_problems(workbook, sheet, row, padded[id_position]),
        ]
        problems += row_problems
        if not row_problems and (any(row.texts) or row.address):
            yield row


def _row(file: str, sheet: EditedSheet, number: int, values: Sequence[str]) -> EditedRow:
    """Return a row, by its number from 0, of the values of its id, its labels and its texts."""
    count = len(sheet.columns)
    position = sheet.positions[count]
    cell = f"{_letters(position)}{number + 1} of the sheet '{sheet.name}'"
    labels = tuple(" ".join(value.split()) for value in values[1 : 1 + count])
    texts = tuple(map(normal_text, values[1 + count :]))
    return EditedRow(Span(file, number + 1, position + 1), cell, decode_address(values[0]), labels, texts)


def _odd_cells(row: EditedRow, sheet: EditedSheet, odd_cells: Mapping[tuple[int, int], str]) -> Iterator[Problem]:
    """Yield the problems of cells that hold something other than text."""
    for position in sheet.positions:
        if what := odd_cells.get((row.span.line - 1, position)):
            cell = f"cell {_letters(position)}{row.span.line} of the sheet '{sheet.name}'"
            remedy = "type the text itself: format the cell as text first, or begin it with an apostrophe (')"
            yield Problem("bad-cell", f"{cell} holds {what}, not text", row.span, help=remedy)


def _row_problems(workbook: EditedWorkbook, sheet: EditedSheet, row: EditedRow, id_text: str) -> Iterator[Problem]:
    """Yield what is wrong with a row; its id must be one that a sheet of this kind was written with."""
    control = next(filter(None, map(CONTROL.search, row.texts)), None)
    if id_text and workbook.kinds.get(row.address or ()) != sheet.kind:
        message = f"row {row.span.line} of the sheet '{sheet.name}' has a damaged id in its hidden column"
        yield Problem("bad-cell", message, row.span, help="empty the hidden cell, or begin with a new workbook")
    elif control:
        message = f"cell {row.cell} holds an invisible control character (U+{ord(control[0]):04X})"
        yield Problem("bad-cell", message, row.span, help="retype the text")
    elif any(row.texts):
        yield from _label_problems(row, sheet)


def _label_problems(row: EditedRow, sheet: EditedSheet) -> Iterator[Problem]:
    if sheet.kind == RECORDS or (row.address and sheet.kind != STATEMENTS):
        return
    for name, label in zip(sheet.columns, row.labels, strict=True):
        cell, span = sheet.cell(row, name)
        if not label and name != KIND:
            yield Problem("bad-cell", f"{cell} is empty", span, help=f"fill in the column {name}")
        elif name not in (AREA, LEVEL) and label not in (labels := sheet.lookups.get(name, {label: ()})):
            remedy = did_you_mean(label, list(labels))
            yield Problem("bad-cell", f"{cell}: '{label}' is not in the list", span, help=remedy)


def _letters(column: int) -> str:
    """Return the letters of a column, counted from 0."""
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % 26) + letters
        column = column // 26 - 1
    return letters
