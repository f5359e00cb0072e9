"""Convert a workbook to pages of comma-separated values, one for each sheet."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ladder_export.core.problems import BadEnvironment, Problem, Span
from ladder_export.core.text import parse
from ladder_export.importers.markdown_inline import sanitize
from ladder_export.importers.matrix_cells import BULLET

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")

SIGNS = re.compile(r"[\\`*_\[\]<&]")  # characters with a meaning in Markdown
POINT = re.compile(rf"(\s*(?:{BULLET.pattern})?)(.*)", re.DOTALL)  # a line: its bullet, its text

READ_SECONDS = 60
DAMAGED_CODE = 3  # the same as in workbook_process.py
HELP_DAMAGED = "open it in a spreadsheet program and save it as .xlsx or .csv"
HELP_FAR_CELL = "open it, copy the cells that hold the ladder into a new workbook, and save that"


def read_sheets(file: str, path: str, raw: bytes) -> list[tuple[str, bytes]] | Problem:
    """Return path and content of every sheet of a workbook that has text, as if each were a CSV file.

    `file` is the workbook's path for messages, `path` its path below the imported folder. Returns a Problem if the
    workbook cannot be read. Raises BadEnvironment when python-calamine is not installed.
    """
    tables = _tables(file, raw)
    if isinstance(tables, Problem):
        return tables
    filled = [(name, rows) for name, rows, *_ in tables if any(cell != "" for row in rows for cell in row)]
    stem = path.rpartition(".")[0]
    return [
        (f"{stem}/{name}.csv" if len(filled) > 1 else f"{stem}.csv", "".join(_lines(rows)).encode())
        for name, rows in filled
    ]


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet of a workbook: its name, and the text of its cells, beginning with cell A1.

    `odd_cells` maps row and column, from 0, of each cell that is not text or a number to its content in words, such as
    "a formula".
    """

    name: str
    rows: list[list[str]]
    odd_cells: dict[tuple[int, int], str]


def read_tables(file: str, raw: bytes) -> list[SheetTable] | Problem:
    """Return every sheet of the workbook with the bytes `raw`, or a Problem if it cannot be read.

    `file` is the workbook's path, for messages. Raises BadEnvironment when python-calamine is not installed.
    """
    tables = _tables(file, raw, "--cells")
    if isinstance(tables, Problem):
        return tables
    return [SheetTable(name, rows, {(row, column): what for row, column, what in odd}) for name, rows, odd in tables]


def _is_installed() -> bool:
    """Return whether python-calamine is installed."""
    try:
        return find_spec("python_calamine") is not None
    except ValueError:  # its entry in sys.modules is None: the import is blocked
        return False


def _tables(file: str, raw: bytes, *options: str) -> Any:  # noqa: ANN401  # JSON
    """Return the name and rows of every sheet, read in another process, or a Problem.

    A single cell far from the others makes the reader use all memory and crash.
    """
    if not _is_installed():
        message = "this is a workbook, and the library that reads it is not installed"
        remedy = "pip install 'ladder-export[xlsx]'"
        raise BadEnvironment(Problem("needs-xlsx", message, Span(file), help=remedy))
    command = [sys.executable, str(Path(__file__).with_name("workbook_process.py")), *options]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, check=False, timeout=READ_SECONDS)  # noqa: S603  # this interpreter and a file of this package
    except subprocess.TimeoutExpired:
        return Problem("not-a-workbook", "this workbook takes too long to read", Span(file), help=HELP_FAR_CELL)
    if done.returncode == DAMAGED_CODE:
        why = json.loads(done.stdout)
        return Problem("not-a-workbook", f"this workbook cannot be read: {why}", Span(file), help=HELP_DAMAGED)
    if done.returncode:
        message = "this workbook cannot be read: it is damaged, or one cell is far away from all others"
        return Problem("not-a-workbook", message, Span(file), help=HELP_FAR_CELL)
    return json.loads(done.stdout)


def _lines(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield rows as comma-separated values. The first row and column stay plain text; other cells become Markdown."""
    for number, row in enumerate(rows):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow(
            _as_markdown(cell) if number and column else cell for column, cell in enumerate(row)
        )
        yield out.getvalue()


def _as_markdown(cell: str) -> str:
    """Return a cell as Markdown that shows the cell's text; bullets stay bullets."""
    return "\n".join(
        line if _is_same_as_markdown(words) else mark + SIGNS.sub(r"\\\g<0>", words)
        for line in cell.split("\n")
        for mark, words in [POINT.match(line).groups()]  # type: ignore[union-attr]  # the pattern matches any line
    )


def _is_same_as_markdown(words: str) -> bool:
    """Return whether a line shows the same text when read as Markdown."""
    text, dropped = sanitize(words)
    return not dropped and parse(text, "").plain == " ".join(words.split())
