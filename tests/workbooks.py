"""Workbooks as people edit them: every cell read by one library, changed, and written by another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

Sheets = dict[str, list[list[str]]]


def read_cells(path: Path) -> Sheets:
    """Return the cells of every sheet."""
    book = CalamineWorkbook.from_path(path)
    return {
        name: [list(map(str, row)) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        for name in book.sheet_names
    }


def write_cells(path: Path, sheets: Sheets) -> None:
    """Write a workbook with these cells, all of them text."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell:
                        sheet.write_string(row, column, cell)


def edit(path: Path, change: Callable[[Sheets], None]) -> None:
    """Change the cells of a workbook."""
    sheets = read_cells(path)
    change(sheets)
    write_cells(path, sheets)


def edit_in_place(path: Path, change: Callable[[openpyxl.Workbook], None]) -> None:
    """Change a workbook as a program does that keeps its protection, drop-downs and hidden columns."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def row_of(rows: list[list[str]], text: str) -> int:
    """Return the number of the row with a text in its last cell."""
    return next(number for number, row in enumerate(rows) if row[-1] == text)
