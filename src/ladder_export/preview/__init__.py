"""Show a ladder in a browser while it is being written: rebuilt at every save and served to this machine only."""

from __future__ import annotations

import secrets
import socket
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

from ladder_export.build.workers.worker import Clock
from ladder_export.core.problems import BadEnvironment, BadRequest, Problem
from ladder_export.core.request import Request
from ladder_export.preview.editor import Editor
from ladder_export.preview.state import PreviewState, rebuild_loop
from ladder_export.process.signals import Interrupted, ignore_signals
from ladder_export.reading.files import require_ladder

HOST = "127.0.0.1"
TOKEN_BYTES = 24
FORMATS = ("pdf", "pptx", "json")  # those with pages, and the names of levels and tracks


def preview(request: Request, port: int, on_ready: Callable[[str], None], clock: Clock, *, edit: bool = False) -> None:
    """Serve the preview until it is interrupted; `on_ready` is called with its address. Port 0 takes any free port.

    With `edit`, the page can change the ladder's files, and its address contains a secret token. `clock` returns
    seconds. Documents are built in a temporary folder, which is removed at the end. Raises BadEnvironment when the
    extra `preview` is not installed or changes of files cannot be watched, BadRequest when the port is taken,
    InvalidLadder when the path has no ladder.
    """
    require_ladder(request.ladder)  # no save repairs a mistyped path
    if edit and request.selection.locale:
        message = (
            f"the translation '{request.selection.locale}' cannot be edited here: the form shows the ladder's own texts"
        )
        raise BadRequest(
            Problem(
                "usage", message, help="leave out --locale or --edit; `ladder-export translate` is for translations"
            )
        )
    try:
        from ladder_export.preview.edit_server import Editing  # noqa: PLC0415  # an extra
        from ladder_export.preview.server import serve  # noqa: PLC0415  # as above
    except ModuleNotFoundError as error:
        raise BadEnvironment(
            Problem(
                "preview-missing",
                f"preview needs {error.name}, which is not installed on this machine",
                help="run: python -m pip install 'ladder-export[preview]'",
            )
        ) from error
    with _listening_socket(port) as listener, tempfile.TemporaryDirectory(prefix="ladder-export-") as scratch:
        selection = replace(request.selection, formats=FORMATS)
        state, stop = PreviewState(Path(scratch) / "output"), Event()
        preview_request = replace(request, output=state.output, selection=selection, keep_caches=True)
        builder = Thread(target=rebuild_loop, args=(preview_request, state, stop, clock), daemon=True)
        editing = Editing(Editor(request.ladder), secrets.token_urlsafe(TOKEN_BYTES)) if edit else None
        try:
            on_ready(f"http://{HOST}:{listener.getsockname()[1]}/{f'{editing.token}/' if editing else ''}")
            builder.start()
            serve(state, listener, stop, editing)
        except (Interrupted, KeyboardInterrupt):  # before the server handles signals itself
            ignore_signals()
        finally:
            stop.set()
            if builder.ident is not None:  # the thread was started
                builder.join()
    if state.watch_error:
        raise state.watch_error


def _listening_socket(port: int) -> socket.socket:
    """Return a socket that only this machine can reach."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()  # so that `on_ready` can use the address at once
    except OSError as error:
        listener.close()
        message = f"port {port} cannot be used: {(error.strerror or str(error)).lower()}"
        raise BadRequest(Problem("port-taken", message, help="leave out --port to use a free one")) from error
    return listener
