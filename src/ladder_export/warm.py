"""This file loads every engine when it is imported, in the process that workers are forked from, while the ladder is read."""

from __future__ import annotations

import gc
import importlib
from contextlib import suppress

from ladder_export.writers import FORMATS

gc.disable()  # of what is loaded nothing goes (measured: loading takes a tenth less)
for _format in FORMATS.values():
    with suppress(Exception):  # the writer that needs what is missing says so, in a process that is listened to
        importlib.import_module(_format.module)
gc.freeze()  # what is loaded stays: no worker looks through it again, or copies it by doing so
gc.enable()
