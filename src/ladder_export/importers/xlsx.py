"""This file turns a workbook into one page of comma-separated values a sheet (python-calamine's only door)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from ladder_export.problems import BadEnvironment, Problem, Span

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods")

DAMAGED = "open it in a spreadsheet program and save it as .xlsx or .csv"


def sheets(file: str, path: str, raw: bytes) -> list[tuple[str, bytes]] | Problem:
    """Path and content of every sheet that says something, as if each were a .csv file of that name.

    Raises BadEnvironment when the reader is not installed.
    """
    try:
        import python_calamine  # noqa: PLC0415  # an extra: few ladders come as workbooks
    except ImportError as fault:
        message = "this is a workbook, and what reads workbooks is not installed"
        remedy = "pip install 'ladder-export[xlsx]'"
        raise BadEnvironment(Problem("needs-xlsx", message, Span(file), help=remedy)) from fault
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        tables = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except (python_calamine.CalamineError, OSError, ValueError) as fault:
        return Problem("not-a-workbook", f"this workbook cannot be read: {fault}", Span(file), help=DAMAGED)
    said = [(name, rows) for name, rows in tables if any(cell != "" for row in rows for cell in row)]
    stem = path.rpartition(".")[0]
    return [
        (f"{stem}/{name}.csv" if len(said) > 1 else f"{stem}.csv", "".join(_lines(rows)).encode())
        for name, rows in said
    ]


def _lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    for row in rows:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow([_shown(value) for value in row])
        yield out.getvalue()


def _shown(value: object) -> str:
    """A cell as a person sees it: spreadsheets keep whole numbers as fractions."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
