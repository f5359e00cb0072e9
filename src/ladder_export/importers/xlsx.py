"""This file turns a workbook into one page of comma-separated values a sheet (python-calamine's only door)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from ladder_export.importers.markdown_inline import clean
from ladder_export.importers.matrix_cells import BULLET
from ladder_export.problems import BadEnvironment, Problem, Span
from ladder_export.text import parse

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods")

SIGNS = re.compile(r"[\\`*_\[\]<&]")  # what Markdown may be made of
POINT = re.compile(rf"(\s*(?:{BULLET.pattern})?)(.*)", re.DOTALL)  # a line: the mark that makes it a point, its words

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
    """Rows as comma-separated values. Heads are titles, which are no Markdown; the texts of all other cells become it."""
    for number, row in enumerate(rows):
        out = io.StringIO()
        said = map(_shown, row)
        csv.writer(out, lineterminator="\n").writerow(
            _as_markdown(cell) if number and column else cell for column, cell in enumerate(said)
        )
        yield out.getvalue()


def _as_markdown(cell: str) -> str:
    """A cell as Markdown that reads as what people see in the cell; marks of points stay marks."""
    return "\n".join(
        line if _reads_as_it_is(words) else mark + SIGNS.sub(r"\\\g<0>", words)
        for line in cell.split("\n")
        for mark, words in [POINT.match(line).groups()]  # type: ignore[union-attr]  # the pattern matches any line
    )


def _shown(value: object) -> str:
    """A cell as a person sees it: spreadsheets keep whole numbers as fractions."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _reads_as_it_is(words: str) -> bool:
    """Whether a line means as Markdown what it shows as text."""
    text, dropped = clean(words)
    return not dropped and parse(text, "").plain == " ".join(words.split())
