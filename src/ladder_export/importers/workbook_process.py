"""Convert a workbook on standard input to JSON on standard output, in a process of its own that may run out of memory.

It is run as a program, and only it imports python-calamine. With the argument `--cells`, the JSON also lists, for each
sheet, the cells that hold something other than text or a plain number: row, column and a word such as "a formula".
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress

import python_calamine

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 30
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)(?<!/)>\s*<(?:\w+:)?([fv])\b")  # its attributes; a formula or a value
CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
NAME = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
PLAIN_FORMATS = frozenset(("", "0", "1", "49"))  # ids of number formats: general, whole number, text
ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
DAMAGED = 3  # exit code for a file that is not a workbook; a crash has another one


def main() -> int:
    """Write the name and rows of every sheet of a workbook to stdout as JSON, and return the exit code, 0.

    For a workbook that cannot be read, the JSON is an error message, and the exit code is DAMAGED.
    """
    _limit()
    try:
        raw = sys.stdin.buffer.read()
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
        tables = [(name, [list(map(_shown, row)) for row in rows]) for name, rows in sheets]
        odd = [_odd_cells(rows) for _, rows in sheets]
        if with_odd_cells := "--cells" in sys.argv:
            odd = [others + cells for cells, others in zip(odd, _computed_cells(raw), strict=True)]
    except (python_calamine.CalamineError, OSError, ValueError, KeyError, zipfile.BadZipFile) as fault:
        json.dump(str(fault), sys.stdout)
        return DAMAGED
    json.dump(
        [(*table, cells) for table, cells in zip(tables, odd, strict=True)] if with_odd_cells else tables, sys.stdout
    )
    return 0


def _odd_cells(rows: Sequence[Sequence[object]]) -> list[tuple[int, int, str]]:
    """Return row and column, from 0, of the cells that hold a date, a time or yes and no."""
    return [
        (row, column, "yes or no" if isinstance(value, bool) else "a date or time")
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if isinstance(value, bool) or not isinstance(value, str | int | float)
    ]


def _computed_cells(raw: bytes) -> list[list[tuple[int, int, str]]]:
    """Return row and column, from 0, of the cells with a formula or a formatted number, for each sheet of an .xlsx file."""
    computed = []
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        formats = _number_formats(archive)
        relations = _attributes(_part(archive, "xl/_rels/workbook.xml.rels"), rb"<Relationship\b[^>]*>")
        targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
        for sheet in _attributes(_part(archive, "xl/workbook.xml"), rb"<(?:\w+:)?sheet\b[^>]*>"):
            target = targets.get(next((value for name, value in sheet.items() if name.endswith(":id")), ""), "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            computed.append(list(_computed(_part(archive, path), formats)))
    return computed


def _computed(xml: bytes, formats: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the cells of a sheet that show something other than what they hold."""
    for tag, content in CELL.findall(xml):
        cell = {name.decode(): value.decode("utf-8", "replace") for name, value in ATTRIBUTE.findall(tag)}
        style = cell.get("s", "")
        number_format = formats[int(style)] if style.isdecimal() and int(style) < len(formats) else ""
        is_number = cell.get("t", "n") == "n" and number_format not in PLAIN_FORMATS
        if (name := NAME.fullmatch(cell.get("r", ""))) and (content == b"f" or is_number):
            what = "a formula" if content == b"f" else "a number that is shown in a format"
            yield int(name[2]) - 1, _column(name[1]), what


def _number_formats(archive: zipfile.ZipFile) -> list[str]:
    """Return the id of the number format of each style that cells have."""
    styles = CELL_FORMATS.search(_part(archive, "xl/styles.xml"))
    return [style.get("numFmtId", "") for style in _attributes(styles[0], rb"<(?:\w+:)?xf\b[^>]*>")] if styles else []


def _part(archive: zipfile.ZipFile, path: str) -> bytes:
    """Return a part of an .xlsx file; nothing if it lacks it."""
    return archive.read(path) if path in archive.namelist() else b""


def _attributes(xml: bytes, element: bytes) -> list[dict[str, str]]:
    """Return the attributes of each element that matches a pattern."""
    return [
        {name.decode(): value.decode("utf-8", "replace") for name, value in ATTRIBUTE.findall(tag)}
        for tag in re.findall(element, xml)
    ]


def _column(letters: str) -> int:
    """Return the number of a column, from 0, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _limit() -> None:
    """Limit memory and CPU time of this process, where the system supports it."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415  # not on every system

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _shown(value: object) -> str:
    """Return a cell as the user sees it: spreadsheets store whole numbers as floats."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


if __name__ == "__main__":
    sys.exit(main())
