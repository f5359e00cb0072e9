"""This file does what comes before a first sheet, in the process that workers are forked from: fonts are loaded once for all."""

from __future__ import annotations

import gc
import os
from contextlib import suppress

from ladder_export.forks import THEME
from ladder_export.theme import Look, open_theme

gc.disable()  # as for the engines themselves
with suppress(Exception):  # the writer that needs what is missing says so, in a process that is listened to
    from ladder_export.writers.pdf.engine import begin

    begin(Look(open_theme(os.environ.get(THEME) or "slate")))
gc.freeze()
gc.enable()
