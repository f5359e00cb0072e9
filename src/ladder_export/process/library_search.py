"""Load WeasyPrint's C libraries by the names that the system's loader knows, without starting other programs."""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_programs() -> Iterator[None]:
    """Keep ctypes from searching for libraries inside the `with` block on Linux, where it starts programs to search.

    WeasyPrint 70 asks for each of seven libraries by up to six names, of which the fourth is that of Linux. For each name
    before it, ctypes runs ldconfig, and a compiler and a linker if there are any: 54 programs in all. Libraries are
    still found by their Linux names.
    """
    search = ctypes.util.find_library

    def find_nothing(name: str) -> str | None:  # noqa: ARG001  # it is called so
        return None

    if sys.platform == "linux":
        ctypes.util.find_library = find_nothing
    try:
        yield
    finally:
        ctypes.util.find_library = search
