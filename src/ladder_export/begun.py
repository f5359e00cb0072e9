"""This file does what comes before a first sheet and deck, in the process that workers are forked from: once for all."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from pickle import UnpicklingError  # between our own processes
from types import TracebackType

from ladder_export.forks import SHEETS, THEME
from ladder_export.theme import Look, open_theme


def _tell(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """A worker that was told half of what it is to do has lost who was telling it: there is nobody to be told."""
    if not isinstance(fault, (EOFError, UnpicklingError)):
        sys.__excepthook__(kind, fault, trace)


sys.excepthook = _tell

gc.disable()  # as for the engines themselves
with suppress(Exception):  # the writer that needs what is missing says so, in a process that is listened to
    from ladder_export.writers.gauge import usual
    from ladder_export.writers.metrics import open_faces, sheet_faces
    from ladder_export.writers.pdf import gauge_for
    from ladder_export.writers.pdf.engine import begin
    from ladder_export.writers.templates import compile_templates

    _look = Look(open_theme(os.environ.get(THEME) or "slate"))
    begin(_look)
    compile_templates(_look.theme, "sheet.html.j2", "pieces.html.j2")
    sheet_faces(_look.theme)
    if _language := os.environ.get(SHEETS):  # most likely that of what was edited
        gauge_for(usual(_language), _look)
    else:
        open_faces(_look.theme)  # for decks (see `warm`)
gc.freeze()
gc.enable()
