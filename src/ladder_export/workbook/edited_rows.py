"""Read the rows of an edited workbook, and report what cannot be understood with its cell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ladder_export.core.problems import InvalidLadder, Problem, Span, did_you_mean
from ladder_export.editing.ladder_nodes import Address, decode_address, normal_text
from ladder_export.importers.xlsx import SheetTable, read_tables
from ladder_export.workbook.sheets import ID, ORIGIN_SHEET, STATEMENTS, TEXT
from ladder_export.workbook.xlsx_writer import FORMAT_VERSION

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
ORIGIN_COLUMNS = 5
HELP_EXPORT = "make a workbook with `ladder-export workbook LADDER`, and edit that one"


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A row with text, or with an address whose text was emptied. `address` is None for a row that is new."""

    span: Span
    cell: str
    address: Address | None
    labels: tuple[str, ...]
    text: str


@dataclass(slots=True)
class EditedSheet:
    """A sheet of the workbook as it was written, with the rows that it has now."""

    name: str
    kind: str
    columns: tuple[str, ...]
    lookups: dict[str, dict[str, Address]] = field(default_factory=dict)
    rows: list[EditedRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class EditedWorkbook:
    """An edited workbook. `origin` has the digest of every text that it was made from."""

    origin: Mapping[Address, str]
    sheets: tuple[EditedSheet, ...]

    @property
    def texts(self) -> Iterator[str]:
        """Yield the text of every row."""
        for sheet in self.sheets:
            yield from (row.text for row in sheet.rows)


def read_workbook(file: str, raw: bytes) -> EditedWorkbook:
    """Return the rows of a workbook. Raises InvalidLadder with every cell that cannot be understood."""
    tables = read_tables(file, raw)
    if isinstance(tables, Problem):
        raise InvalidLadder(tables)
    by_name = {table.name: table for table in tables}
    workbook = _origin(file, by_name.get(ORIGIN_SHEET))
    problems: list[Problem] = []
    for sheet in workbook.sheets:
        if sheet.name in by_name:
            sheet.rows += _rows(file, sheet, by_name[sheet.name], problems)
        else:
            remedy = "undo this: rows are removed one by one, in their sheet"
            problems.append(Problem("bad-workbook", f"the sheet '{sheet.name}' is missing", Span(file), help=remedy))
    if problems:
        raise InvalidLadder(*problems)
    return workbook


def _origin(file: str, table: SheetTable | None) -> EditedWorkbook:
    """Return what the workbook was made from, as its hidden sheet says."""
    rows = [[*row, *[""] * ORIGIN_COLUMNS][:ORIGIN_COLUMNS] for row in table.rows] if table else []
    if not rows or rows[0][:2] != ["format", FORMAT_VERSION]:
        message = "this workbook was not made by `ladder-export workbook`"
        raise InvalidLadder(Problem("bad-workbook", message, Span(file), help=HELP_EXPORT))
    origin: dict[Address, str] = {}
    sheets: dict[str, EditedSheet] = {}
    try:
        for what, first, second, third, fourth in rows[1:]:
            if what == "sheet":
                sheets[first] = EditedSheet(first, second, tuple(map(str, json.loads(third))))
            elif what == "label":
                sheets[first].lookups.setdefault(second, {})[third] = _address(fourth)
            elif what == "text":
                origin[_address(first)] = second
    except (KeyError, TypeError, ValueError) as fault:
        message = f"the hidden sheet '{ORIGIN_SHEET}' was changed"
        raise InvalidLadder(Problem("bad-workbook", message, Span(file), help=HELP_EXPORT)) from fault
    return EditedWorkbook(origin, tuple(sheets.values()))


def _address(cell: str) -> Address:
    address = decode_address(cell)
    if address is None:
        raise ValueError(cell)
    return address


def _rows(file: str, sheet: EditedSheet, table: SheetTable, problems: list[Problem]) -> Iterator[EditedRow]:
    """Yield the rows of a sheet that have text or an address; add the problems of the others."""
    heads = [" ".join(cell.split()) for cell in next(iter(table.rows), [])]
    names = (ID, *sheet.columns, TEXT)
    if missing := set(names) - set(heads):
        message = f"the sheet '{sheet.name}' has no column '{min(missing)}' in its first row"
        problems.append(Problem("bad-workbook", message, Span(file), help="undo this, or begin with a new workbook"))
        return
    columns = list(map(heads.index, names))
    for number, cells in enumerate(table.rows[1:], 1):
        padded = [*cells, *[""] * len(heads)]
        values = [padded[column] for column in columns]
        odd = [(column, table.odd_cells[number, column]) for column in columns if (number, column) in table.odd_cells]
        cell = f"{_letters(columns[-1])}{number + 1} of the sheet '{sheet.name}'"
        row = EditedRow(Span(file, number + 1, columns[-1] + 1), cell, decode_address(values[0]), *_texts(values))
        found = list(_cell_problems(row, sheet, odd, values))
        problems += found
        if not found and (row.text or row.address):
            yield row


def _texts(values: Sequence[str]) -> tuple[tuple[str, ...], str]:
    return tuple(" ".join(value.split()) for value in values[1:-1]), normal_text(values[-1])


def _cell_problems(
    row: EditedRow, sheet: EditedSheet, odd: Sequence[tuple[int, str]], values: Sequence[str]
) -> Iterator[Problem]:
    """Yield what is wrong with a row."""
    for column, what in odd:
        cell = f"cell {_letters(column)}{row.span.line} of the sheet '{sheet.name}'"
        remedy = "type the text itself: format the cell as text first, or begin it with an apostrophe (')"
        yield Problem("bad-cell", f"{cell} holds {what}, not text", row.span, help=remedy)
    if values[0] and row.address is None:
        message = f"row {row.span.line} of the sheet '{sheet.name}' has a damaged id in its hidden column"
        yield Problem("bad-workbook", message, row.span, help="empty the hidden cell, or begin with a new workbook")
    elif control := CONTROL.search(values[-1].replace("\r\n", "\n")):
        message = f"cell {row.cell} holds an invisible control character (U+{ord(control[0]):04X})"
        yield Problem("bad-cell", message, row.span, help="retype the text")
    elif row.text:
        yield from _label_problems(row, sheet)


def _label_problems(row: EditedRow, sheet: EditedSheet) -> Iterator[Problem]:
    if sheet.kind != STATEMENTS:
        if row.address is None:
            message = f"cell {row.cell} has text in a row that is new: rows cannot be added to this sheet"
            yield Problem("bad-cell", message, row.span, help="fill in one of the rows that are there")
        return
    for name, label in zip(sheet.columns, row.labels, strict=True):
        labels = sheet.lookups.get(name)
        if labels is not None and label not in labels:
            what = f"'{label}' is not in the list" if label else "there is nothing"
            message = f"row {row.span.line} of the sheet '{sheet.name}': {what} in the column {name}"
            remedy = did_you_mean(label, list(labels)) or "choose from the list of the cell"
            yield Problem("bad-cell", message, row.span, help=f"{remedy}; new areas and levels begin in the YAML files")


def _letters(column: int) -> str:
    """Return the letters of a column, counted from 0."""
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % 26) + letters
        column = column // 26 - 1
    return letters
