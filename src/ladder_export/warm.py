"""This file loads the engines of most documents when it is imported, in the process that workers are forked from, while the ladder is read."""

from __future__ import annotations

import gc
import importlib
from contextlib import suppress

gc.disable()  # of what is loaded nothing goes (measured: loading takes a tenth less)

from ladder_export.writers import FORMATS  # noqa: E402  # it loads much itself

for _format in ("pdf", "pptx"):  # a ladder has a document or two in others, and all would wait for them
    with suppress(Exception):  # the writer that needs what is missing says so, in a process that is listened to
        importlib.import_module(FORMATS[_format].module)
gc.freeze()  # what is loaded stays: no worker looks through it again, or copies it by doing so
gc.enable()
