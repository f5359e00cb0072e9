"""Set the fixed date that documents, fonts and packages contain instead of the current one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

VARIABLE = "SOURCE_DATE_EPOCH"  # read by fontTools, and by zipfile since Python 3.14
FIXED_DATE = datetime(1980, 1, 1, tzinfo=UTC)  # of documents; the earliest that a ZIP can hold
DATE = "315619200"  # 2 January 1980: a ZIP knows no day before 1 January, in whatever zone


@contextmanager
def fixed_date() -> Iterator[None]:
    """Set the environment variable SOURCE_DATE_EPOCH to a fixed date inside the `with` block.

    Libraries then write this date into files, so that files have the same bytes on any day. Afterwards the variable has
    its earlier value again.
    """
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = DATE
    try:
        yield
    finally:
        os.environ.pop(VARIABLE)
        if before is not None:
            os.environ[VARIABLE] = before
