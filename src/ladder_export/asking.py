"""This file asks a question of an engine in a process that has it loaded, so that this one need not load it."""

from __future__ import annotations

import importlib
import signal
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection

from ladder_export.forks import CONTEXT, prepare


def ask(module: str, function: str, calls: Sequence[tuple[object, ...]]) -> tuple[object, ...]:
    """What the function says to each of the calls; nothing where it fails, for then whoever works with it tells."""
    prepare()
    here, there = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_answer, args=(there, module, function, calls), daemon=True)
    process.start()
    there.close()
    try:
        answers: tuple[object, ...] = here.recv()
    except (EOFError, OSError):
        return ()
    else:
        return answers
    finally:
        process.join()
        here.close()


def _answer(pipe: Connection, module: str, function: str, calls: Sequence[tuple[object, ...]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    with suppress(Exception):
        pipe.send(tuple(getattr(importlib.import_module(module), function)(*call) for call in calls))
