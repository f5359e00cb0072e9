"""This file loads the engines of most documents when it is imported, in the process that workers are forked from, while the ladder is read."""

from __future__ import annotations

import gc
import importlib
import os
from contextlib import suppress

gc.disable()  # of what is loaded nothing goes (measured: loading takes a tenth less)

from ladder_export.forks import SHEETS  # noqa: E402  # as all that follows
from ladder_export.formats import FORMATS  # noqa: E402

# A ladder has a document or two in other formats, and all would wait for their engines. After an edit, that holds for
# decks, too: the process that reads the ladder makes the few that there are meanwhile.
for _format in ("pdf",) if os.environ.get(SHEETS) else ("pdf", "pptx"):
    with suppress(Exception):  # the writer that needs what is missing says so, in a process that is listened to
        importlib.import_module(FORMATS[_format].module)
gc.freeze()  # what is loaded stays: no worker looks through it again, or copies it by doing so
gc.enable()
