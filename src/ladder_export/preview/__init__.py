"""This package shows a ladder in a browser while it is written: built anew at every save, served to this machine alone."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

from ladder_export.build.workers.worker import Clock
from ladder_export.core.problems import BadEnvironment, BadRequest, Problem
from ladder_export.core.request import Request
from ladder_export.preview.state import Desk, keep_building
from ladder_export.process.signals import Interrupted, ignore_signals
from ladder_export.reading.files import require

HOST = "127.0.0.1"
FORMATS = ("pdf", "pptx", "json")  # what has pages, whatever the ladder asks for, and what names its levels and tracks


def preview(request: Request, port: int, told: Callable[[str], None], clock: Clock) -> None:
    """Serves until it is interrupted; `told` gets the address. Port 0 takes any that is free.

    What is built lies in a temporary folder, which goes when this ends. Raises BadEnvironment
    when the extra `preview` is not installed or saves cannot be followed, BadRequest when the
    port is taken, InvalidLadder when there is no ladder at that path at all.
    """
    require(request.ladder)  # a mistyped path is not mended by a save
    try:
        from ladder_export.preview.server import serve  # noqa: PLC0415  # an extra: said in words when it is missing
    except ModuleNotFoundError as fault:
        raise BadEnvironment(
            Problem(
                "preview-missing",
                f"preview needs {fault.name}, which is not on this machine",
                help="run: python -m pip install 'ladder-export[preview]'",
            )
        ) from fault
    with _listening(port) as listener, tempfile.TemporaryDirectory(prefix="ladder-export-") as scratch:
        wanted = replace(request.selection, formats=FORMATS)
        desk, stop = Desk(Path(scratch) / "output", Path(scratch)), Event()
        ours = replace(request, output=desk.output, selection=wanted, keep_caches=True)
        builder = Thread(target=keep_building, args=(ours, desk, stop, clock), daemon=True)
        try:
            told(f"http://{HOST}:{listener.getsockname()[1]}/")
            builder.start()
            serve(desk, listener, stop)
        except (
            Interrupted,
            KeyboardInterrupt,
        ):  # that is how it ends, also before the server listens to signals itself
            ignore_signals()
        finally:
            stop.set()
            if builder.ident is not None:  # it was started
                builder.join()
    if desk.fault:
        raise desk.fault


def _listening(port: int) -> socket.socket:
    """A socket that only this machine can reach."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()  # who gets the address can ask at once
    except OSError as fault:
        listener.close()
        message = f"port {port} cannot be used: {(fault.strerror or str(fault)).lower()}"
        raise BadRequest(Problem("port-taken", message, help="leave --port out to have a free one")) from fault
    return listener
