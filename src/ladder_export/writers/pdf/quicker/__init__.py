"""This package has WeasyPrint 70.0 remember what it works out again and again: a sheet takes a third less, no byte changes.

WeasyPrint settles its styles before it lays boxes out, and elements that are alike share one: so
what hangs on a style alone is kept on it. Another version of WeasyPrint, or of what it stands
on, is left as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import cssselect2
import pydyf
import tinyhtml5
import weasyprint

from ladder_export.writers.pdf.quicker import bare, boxes, cascade, glyphs, lines, shaping, styles, written

# The versions whose functions were read and measured.
KNOWN = ((weasyprint, "70.0"), (pydyf, "0.13.0"), (tinyhtml5, "2.1.0"), (cssselect2, "0.10.1"))

Replaced = list[tuple[object, str, object]]
"""Owners, the names of their attributes, and what these were."""

_replaced: Replaced = []


def hasten() -> None:
    """Puts our functions in the place of WeasyPrint's, once; nothing where one of them is another than was measured."""
    if _replaced or any(package.__version__ != version for package, version in KNOWN):
        return
    for kind, name, method in (
        *shaping.METHODS,
        *styles.METHODS,
        *cascade.METHODS,
        *boxes.METHODS,
        *bare.METHODS,
        *written.METHODS,
    ):
        _put(kind, name, method)
    for theirs, function in (
        *shaping.FUNCTIONS,
        *lines.FUNCTIONS,
        *boxes.FUNCTIONS,
        *bare.FUNCTIONS,
        *glyphs.FUNCTIONS,
    ):
        for owner, name in _holders(theirs):
            _put(owner, name, function)


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
