"""This file turns a workbook into one page of comma-separated values a sheet."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from ladder_export.core.problems import BadEnvironment, Problem, Span
from ladder_export.core.text import parse
from ladder_export.importers.markdown_inline import sanitize
from ladder_export.importers.matrix_cells import BULLET

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")

SIGNS = re.compile(r"[\\`*_\[\]<&]")  # what Markdown may be made of
POINT = re.compile(rf"(\s*(?:{BULLET.pattern})?)(.*)", re.DOTALL)  # a line: the mark that makes it a point, its words

READ_SECONDS = 60
DAMAGED_CODE = 3  # as the program has it that reads workbooks
HELP_DAMAGED = "open it in a spreadsheet program and save it as .xlsx or .csv"
HELP_FAR_CELL = "open it, copy the cells that hold the ladder into a new workbook, and save that"


def read_sheets(file: str, path: str, raw: bytes) -> list[tuple[str, bytes]] | Problem:
    """Path and content of every sheet that says something, as if each were a .csv file of that name.

    Raises BadEnvironment when the reader is not installed.
    """
    if not _is_installed():
        message = "this is a workbook, and what reads workbooks is not installed"
        remedy = "pip install 'ladder-export[xlsx]'"
        raise BadEnvironment(Problem("needs-xlsx", message, Span(file), help=remedy))
    tables = _tables(file, raw)
    if isinstance(tables, Problem):
        return tables
    said = [(name, rows) for name, rows in tables if any(cell != "" for row in rows for cell in row)]
    stem = path.rpartition(".")[0]
    return [
        (f"{stem}/{name}.csv" if len(said) > 1 else f"{stem}.csv", "".join(_lines(rows)).encode())
        for name, rows in said
    ]


def _is_installed() -> bool:
    try:
        return find_spec("python_calamine") is not None
    except ValueError:  # somebody has forbidden it
        return False


def _tables(file: str, raw: bytes) -> list[tuple[str, list[list[str]]]] | Problem:
    """Return every sheet with its name, read in another process: one far cell makes the reader take all memory and die."""
    command = [sys.executable, str(Path(__file__).with_name("workbook_process.py"))]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, check=False, timeout=READ_SECONDS)  # noqa: S603  # a program and a file of ours
    except subprocess.TimeoutExpired:
        return Problem("not-a-workbook", "this workbook takes too long to read", Span(file), help=HELP_FAR_CELL)
    if done.returncode == DAMAGED_CODE:
        why = json.loads(done.stdout)
        return Problem("not-a-workbook", f"this workbook cannot be read: {why}", Span(file), help=HELP_DAMAGED)
    if done.returncode:
        message = "this workbook cannot be read: it is damaged, or a cell stands far away from all others"
        return Problem("not-a-workbook", message, Span(file), help=HELP_FAR_CELL)
    return [(name, rows) for name, rows in json.loads(done.stdout)]


def _lines(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Rows as comma-separated values. Heads are titles, which are no Markdown; the texts of all other cells become it."""
    for number, row in enumerate(rows):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow(
            _as_markdown(cell) if number and column else cell for column, cell in enumerate(row)
        )
        yield out.getvalue()


def _as_markdown(cell: str) -> str:
    """A cell as Markdown that reads as what people see in the cell; marks of points stay marks."""
    return "\n".join(
        line if _is_same_as_markdown(words) else mark + SIGNS.sub(r"\\\g<0>", words)
        for line in cell.split("\n")
        for mark, words in [POINT.match(line).groups()]  # type: ignore[union-attr]  # the pattern matches any line
    )


def _is_same_as_markdown(words: str) -> bool:
    """Whether a line means as Markdown what it shows as text."""
    text, dropped = sanitize(words)
    return not dropped and parse(text, "").plain == " ".join(words.split())
