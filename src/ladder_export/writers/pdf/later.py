"""This file has WeasyPrint load what it hardly ever uses when it uses it: parts of fontTools that work on fonts as ours no longer are."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType

# Modules and the functions that WeasyPrint takes from them when it is loaded. It cuts fonts down with
# HarfBuzz, and fonts that vary have been made static: an eighth of loading all engines was for nothing (measured).
SELDOM = {"fontTools.subset": (), "fontTools.varLib.instancer": ("instantiateVariableFont",)}


@contextmanager
def later() -> Iterator[None]:
    """What is imported within gets modules that are loaded when something of theirs is asked for."""
    seldom = {name: _Later(name, functions) for name, functions in SELDOM.items() if name not in sys.modules}
    sys.modules.update(seldom)
    try:
        yield
    finally:
        for name in seldom:
            del sys.modules[name]  # who else imports it gets the module itself


class _Later(ModuleType):
    """Stands for a module until something is asked of it."""

    def __init__(self, name: str, functions: tuple[str, ...]) -> None:
        super().__init__(name)
        for function in functions:
            setattr(self, function, _called_later(name, function))

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # as the import system asks whether there is more within
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


def _called_later(module: str, function: str) -> Callable[..., object]:
    def call(*given: object, **named: object) -> object:
        found: object = getattr(importlib.import_module(module), function)(*given, **named)
        return found

    return call
