"""This file gets a theme ready in the process that workers are forked from: its templates and the widths of its letters.

Only Python runs here. Pango, fontconfig and GLib may start a thread, and a process that is
forked from one with threads waits for threads that it does not have.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from pickle import UnpicklingError  # between our own processes
from types import TracebackType

from ladder_export.forks import SHEETS, THEME
from ladder_export.theme import open_theme


def _tell(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """Say nothing where the build that asks for workers went away in the middle of it: after half a message, or a reset one."""
    if not isinstance(fault, (EOFError, ConnectionError, UnpicklingError)):
        sys.__excepthook__(kind, fault, trace)


sys.excepthook = _tell

gc.disable()  # as for the engines themselves
with suppress(Exception):  # the writer that needs what is missing says so, in a process that is listened to
    from ladder_export.writers.metrics import open_faces, sheet_faces
    from ladder_export.writers.templates import compile_templates

    _theme = open_theme(os.environ.get(THEME) or "slate")
    compile_templates(_theme, "sheet.html.j2", "pieces.html.j2")
    sheet_faces(_theme)
    if not os.environ.get(SHEETS):
        open_faces(_theme)  # for decks (see `warm`)
gc.freeze()
gc.enable()
