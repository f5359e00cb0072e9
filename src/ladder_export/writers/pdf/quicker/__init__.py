"""This package has WeasyPrint 70.0 remember what it works out again and again: a sheet takes less than half, no byte changes.

It also has fonts cut down by a subsetter that is the same on every machine, and breaks a word longer than its line where
marks part it, which WeasyPrint 70 draws beyond the column.

WeasyPrint settles its styles before it lays boxes out, and elements that are alike share one: so
what hangs on a style alone is kept on it. Another version of WeasyPrint is left as it is, and so is
what it stands on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import cffi
import cssselect2
import pydyf
import tinyhtml5
import weasyprint
from weasyprint.pdf.fonts import Font

from ladder_export.writers.pdf.quicker import (
    bare,
    boxes,
    cascade,
    circles,
    glyphs,
    lines,
    rows,
    shaping,
    styles,
    subsets,
    types_of_c,
    written,
)

KNOWN = "70.0"  # the version whose functions were read and measured
STANDS_ON = (  # and those of what it stands on
    (cffi, "2.1.1", types_of_c.VALUES),
    (cssselect2, "0.10.1", cascade.METHODS),
    (pydyf, "0.13.0", written.METHODS),
    (tinyhtml5, "2.1.0", written.READING),
)

Replaced = list[tuple[object, str, object]]
"""Owners, the names of their attributes, and what these were."""

_replaced: Replaced = []


def hasten() -> None:
    """Puts our functions in the place of WeasyPrint's, once; nothing where WeasyPrint is another than was measured."""
    if weasyprint.__version__ != KNOWN or _replaced:
        return
    Font.subset = subsets.subset  # type: ignore[method-assign]  # for good: the system's subsetter writes other bytes
    of_others: Replaced = [
        row for package, version, replaced in STANDS_ON if package.__version__ == version for row in replaced
    ]
    own: Replaced = [
        *shaping.METHODS,
        *styles.METHODS,
        *boxes.METHODS,
        *bare.METHODS,
        *circles.METHODS,
    ]
    for owner, name, ours in own + of_others:
        _put(owner, name, ours)
    for part in (cascade, shaping, lines, rows, boxes, bare, glyphs, circles):
        for theirs, function in part.FUNCTIONS:
            for owner, name in _holders(theirs):
                _put(owner, name, function)


def state() -> str:
    """Whether the functions are replaced; where not all are, what is another version than they were made for."""
    wanted = [(weasyprint, KNOWN), *((package, version) for package, version, _ in STANDS_ON)]
    others = [
        f"{package.__name__} is {package.__version__}, not {version}"
        for package, version in wanted
        if package.__version__ != version
    ]
    if not others:
        return "active"
    share = "all" if weasyprint.__version__ != KNOWN else "some"
    return f"{share} inactive: {', '.join(others)}; PDFs take up to 2.4 times as long"


@contextmanager
def as_it_was() -> Iterator[None]:
    """WeasyPrint with its own functions, for who compares."""
    for owner, name, theirs in reversed(_replaced):
        setattr(owner, name, theirs)
    _replaced.clear()
    try:
        yield
    finally:
        hasten()


def _put(owner: object, name: str, ours: object) -> None:
    _replaced.append((owner, name, vars(owner)[name]))
    setattr(owner, name, ours)


def _holders(function: Callable[..., object]) -> list[tuple[object, str]]:
    """The modules of WeasyPrint that know a function, and under which name."""
    return [
        (module, name)
        for title, module in list(sys.modules.items())
        if title.partition(".")[0] == "weasyprint"
        for name, value in list(vars(module).items())
        if value is function
    ]
