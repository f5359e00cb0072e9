"""Preloading for the fork server: import the engines of PDFs and decks before workers are forked.

This module is imported for its side effects only. It only imports, and calls nothing of Pango, fontconfig or GLib,
which may start a thread: a process forked from one with threads can wait for locks that nobody releases.
"""

from __future__ import annotations

from contextlib import suppress

from ladder_export.core.formats import FORMATS
from ladder_export.process import gc_policy
from ladder_export.writers import load_renderer

gc_policy.collect_rarely()
for _name, _format in FORMATS.items():
    if _format.has_slow_engine:
        with suppress(Exception):  # a worker whose engine is missing reports it to the build
            load_renderer(_name)
gc_policy.freeze_loaded_objects()
