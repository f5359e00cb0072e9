"""Convert a workbook on standard input to JSON on standard output, in a process of its own that may run out of memory.

It is a program, and python-calamine's only door.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import suppress

import python_calamine

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 30
DAMAGED = 3  # exit code for a file that is not a workbook; a crash has another one


def main() -> int:
    """Write the name and rows of every sheet, or an error message with the exit code DAMAGED."""
    _limit()
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        tables = [
            (name, [list(map(_shown, row)) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)])
            for name in book.sheet_names
        ]
    except (python_calamine.CalamineError, OSError, ValueError) as fault:
        json.dump(str(fault), sys.stdout)
        return DAMAGED
    json.dump(tables, sys.stdout)
    return 0


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
