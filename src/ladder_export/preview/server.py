"""This file answers a browser on this machine, and nobody else (Starlette's and uvicorn's only door)."""

from __future__ import annotations

import asyncio
import logging
import mimetypes
import socket
from collections.abc import AsyncIterator, Mapping
from importlib.resources import files
from threading import Event
from types import FrameType
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from ladder_export.preview import rasterize
from ladder_export.preview.state import Desk

# Another name that leads here is an attack: a page elsewhere may rebind its own name to 127.0.0.1.
HOSTS = ["127.0.0.1", "localhost"]
OWN = {"page.html": "text/html", "page.css": "text/css", "page.js": "text/javascript"}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
KEPT = {"Cache-Control": "private, max-age=3600"}  # a checksum always leads to the same picture
LOOK = 0.1  # seconds between two looks at whether something new was built
GRACE = 1  # seconds that a browser has to let go when we stop


class _Server(uvicorn.Server):
    """A server that ends the answers which would otherwise go on for ever."""

    def __init__(self, config: uvicorn.Config, stop: Event) -> None:
        super().__init__(config)
        self._stop = stop

    async def on_tick(self, counter: int) -> bool:
        """Whether to end, asked ten times a second: who builds may have stopped."""
        return await super().on_tick(counter) or self._stop.is_set()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Ctrl-C or SIGTERM has come."""
        self._stop.set()
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # answers that are cut off now are meant to be
        super().handle_exit(sig, frame)


def serve(desk: Desk, listener: socket.socket, stop: Event) -> None:
    """Serves on a socket until `stop` is set, as Ctrl-C and SIGTERM do."""
    app = application(desk, stop)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=GRACE, lifespan="off", server_header=False
    )
    try:
        _Server(config, stop).run(sockets=[listener])
    finally:
        stop.set()
        rasterize.finish()


def application(desk: Desk, stop: Event) -> Starlette:
    """What can be asked for: the page and its parts, what was built by its checksum, and news."""
    app = Starlette(
        routes=[
            Route("/", _own),
            Route("/own/{name}", _own),
            Route("/state", _state),
            Route("/news", _news),
            Route("/file/{digest}", _file),
            Route("/words/{digest}", _words),
            Route("/source/{number:int}", _source),
            Route("/picture/{digest}/{number:int}", _picture),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False)],
    )
    app.state.desk, app.state.stop = desk, stop
    return app


async def _own(request: Request) -> Response:
    name = request.path_params.get("name", "page.html")
    if name not in OWN:
        return _missing()
    return _answer(files("ladder_export.preview").joinpath(name).read_bytes(), OWN[name])


async def _state(request: Request) -> Response:
    return JSONResponse(_desk(request).state(), headers=HEADERS)


async def _news(request: Request) -> Response:
    desk, stop = _desk(request), request.app.state.stop

    async def told() -> AsyncIterator[str]:
        last = -1
        while not stop.is_set():
            if desk.revision != last:
                last = desk.revision
                yield f"data: {last}\n\n"
            await asyncio.sleep(LOOK)

    return StreamingResponse(told(), media_type="text/event-stream", headers=HEADERS)


async def _file(request: Request) -> Response:
    found = await run_in_threadpool(_desk(request).data, request.path_params["digest"])
    if not found:
        return _missing()
    artefact, data = found
    name = artefact.path.rpartition("/")[2]
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return _answer(data, kind, {"Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}"})


async def _words(request: Request) -> Response:
    found = await run_in_threadpool(_words_of, _desk(request), request.path_params["digest"])
    return JSONResponse(found, headers=HEADERS) if found is not None else _missing()


async def _source(request: Request) -> Response:
    found = await run_in_threadpool(_desk(request).source, request.path_params["number"])
    return JSONResponse(found, headers=HEADERS) if found is not None else _missing()


async def _picture(request: Request) -> Response:
    asked = request.path_params
    found = await run_in_threadpool(
        _picture_of, _desk(request), asked["digest"], asked["number"], request.app.state.stop
    )
    return _answer(found, "image/png", KEPT) if found else _missing()


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _words_of(desk: Desk, digest: str) -> tuple[tuple[str, ...], ...] | None:
    found = desk.data(digest)
    if not found:
        return None
    artefact, data = found
    words = {"pdf": rasterize.words_of_pdf, "pptx": rasterize.words_of_deck}.get(artefact.format)
    return words(data) if words else None


def _picture_of(desk: Desk, digest: str, number: int, stop: Event) -> bytes | None:
    found = desk.data(digest)
    if not found:
        return None
    artefact, data = found
    pdf = data if artefact.format == "pdf" else None
    if artefact.format == "pptx":
        pdf = rasterize.slides_as_pdf(data, desk.scratch, stop)
    return rasterize.picture(pdf, number) if pdf else None


def _answer(data: bytes, kind: str, more: Mapping[str, str] | None = None) -> Response:
    return Response(data, media_type=kind, headers={**HEADERS, **(more or {})})


def _missing() -> Response:
    return Response("not here", 404, headers=HEADERS)
