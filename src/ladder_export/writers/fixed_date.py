"""Sets one date for the libraries that write the current one into fonts and packages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

VARIABLE = "SOURCE_DATE_EPOCH"  # read by fontTools, and by zipfile since Python 3.14
DATE = "315619200"  # 2 January 1980: a ZIP knows no day before 1 January, in whatever zone


@contextmanager
def fixed_date() -> Iterator[None]:
    """Sets the date while the context is open; what the caller had set, which may be any date, comes back."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = DATE
    try:
        yield
    finally:
        os.environ.pop(VARIABLE)
        if before is not None:
            os.environ[VARIABLE] = before
