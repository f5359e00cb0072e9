"""This file asks a question of an engine in a process that has it loaded, so that this one need not load it."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from tempfile import TemporaryDirectory

from ladder_export.forks import SCRATCH, prepare, started


def ask(module: str, function: str, calls: Sequence[tuple[object, ...]]) -> tuple[object, ...]:
    """What the function says to each of the calls; nothing where it fails, for then whoever works with it tells."""
    prepare()
    with TemporaryDirectory(prefix=SCRATCH, ignore_cleanup_errors=True) as scratch:
        process, pipe = started(_answer, scratch, module, function, calls)
        try:
            answers: tuple[object, ...] = pipe.recv()
        except (EOFError, OSError):
            return ()
        else:
            return answers
        finally:
            process.join()
            pipe.close()


def _answer(pipe: Connection, module: str, function: str, calls: Sequence[tuple[object, ...]]) -> None:
    with suppress(Exception):
        pipe.send(tuple(getattr(importlib.import_module(module), function)(*call) for call in calls))
