"""This module is imported by the fork server before it forks workers: it loads the engines of PDFs and decks once for all of them.

Modules are only imported here, and nothing of Pango, fontconfig or GLib is called: those may start a thread, and a process
forked from one with threads waits for locks that nobody releases.
"""

from __future__ import annotations

from contextlib import suppress

from ladder_export.core.formats import FORMATS
from ladder_export.process import gc_policy
from ladder_export.writers import load

gc_policy.collect_rarely()
for _name, _format in FORMATS.items():
    if _format.has_slow_engine:
        with suppress(Exception):  # a worker whose engine is missing reports it to the build
            load(_name)
gc_policy.freeze_loaded_objects()
