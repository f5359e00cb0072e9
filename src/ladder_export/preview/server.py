"""Serve the preview to browsers on this machine only; only this module imports Starlette and uvicorn."""

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
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from ladder_export.preview import rasterize
from ladder_export.preview.edit_server import EDIT_ROUTES, Editing, Guard
from ladder_export.preview.headers import HEADERS
from ladder_export.preview.state import PreviewState
from ladder_export.writers.png import pdfium

PICTURE_WIDTH_PX = 1100
# Other names are refused: a page elsewhere may rebind its own name to 127.0.0.1 (DNS rebinding).
HOSTS = ["127.0.0.1", "localhost"]
PAGE_FILES = {
    "page.html": "text/html",
    **dict.fromkeys(("page.css", "edit.css"), "text/css"),
    **dict.fromkeys(("page.js", "edit_text.js", "edit.js"), "text/javascript"),
}
CACHEABLE = {"Cache-Control": "private, max-age=3600"}  # the address contains a checksum
POLL_SECONDS = 0.1  # between two checks for a new build
SHUTDOWN_SECONDS = 1  # for open connections when the server stops


class _StoppableServer(uvicorn.Server):
    """A server that ends when `stop` is set, also while event streams are open."""

    def __init__(self, config: uvicorn.Config, stop: Event) -> None:
        super().__init__(config)
        self._stop = stop

    async def on_tick(self, counter: int) -> bool:
        """Return whether to end; uvicorn asks ten times a second."""
        return await super().on_tick(counter) or self._stop.is_set()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop at Ctrl-C or SIGTERM."""
        self._stop.set()
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # open connections are cut off on purpose
        super().handle_exit(sig, frame)


def serve(preview: PreviewState, listener: socket.socket, stop: Event, editing: Editing | None) -> None:
    """Serve the preview on a listening socket until `stop` is set, as Ctrl-C and SIGTERM do.

    `editing` is None for a preview in which nothing can be edited.
    """
    app = application(preview, stop, editing)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        lifespan="off",
        server_header=False,
    )
    try:
        _StoppableServer(config, stop).run(sockets=[listener])
    finally:
        stop.set()
        rasterize.wait_for_libreoffice()


def application(preview: PreviewState, stop: Event, editing: Editing | None = None) -> ASGIApp:
    """Return the web application: the page, the state as JSON, build events, and output files by their SHA-256.

    With `editing`, the path of every address begins with its secret token, and edits are accepted; None refuses edits.
    `stop` ends the stream of events.
    """
    routes: list[BaseRoute] = [
        Route("/", _page_file),
        Route("/page/{name}", _page_file),
        Route("/state", _state),
        Route("/events", _events),
        Route("/file/{digest}", _file),
        Route("/text/{digest}", _text),
        Route("/source/{number:int}", _source),
        Route("/picture/{digest}/{number:int}", _picture),
    ]
    if editing:
        routes = [Mount(f"/{editing.token}", routes=[*routes, *EDIT_ROUTES])]
    app = Starlette(
        routes=routes, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False)]
    )
    app.state.preview, app.state.stop, app.state.editing = preview, stop, editing
    return Guard(app, editing.token) if editing else app


async def _page_file(request: Request) -> Response:
    name = request.path_params.get("name", "page.html")
    if name not in PAGE_FILES:
        return _not_found()
    return _response(files("ladder_export.preview").joinpath(name).read_bytes(), PAGE_FILES[name])


async def _state(request: Request) -> Response:
    data = {**_preview_state(request).page_data(), "edits": request.app.state.editing is not None}
    return JSONResponse(data, headers=HEADERS)


async def _events(request: Request) -> Response:
    preview, stop = _preview_state(request), request.app.state.stop

    async def revisions() -> AsyncIterator[str]:
        last = -1
        while not stop.is_set():
            if preview.revision != last:
                last = preview.revision
                yield f"data: {last}\n\n"
            await asyncio.sleep(POLL_SECONDS)

    return StreamingResponse(revisions(), media_type="text/event-stream", headers=HEADERS)


async def _file(request: Request) -> Response:
    result = await run_in_threadpool(_preview_state(request).artefact_data, request.path_params["digest"])
    if not result:
        return _not_found()
    artefact, data = result
    name = artefact.path.rpartition("/")[2]
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return _response(data, media_type, {"Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}"})


async def _text(request: Request) -> Response:
    result = await run_in_threadpool(_page_texts, _preview_state(request), request.path_params["digest"])
    return JSONResponse(result, headers=HEADERS) if result is not None else _not_found()


async def _source(request: Request) -> Response:
    result = await run_in_threadpool(_preview_state(request).source_of_problem, request.path_params["number"])
    return JSONResponse(result, headers=HEADERS) if result is not None else _not_found()


async def _picture(request: Request) -> Response:
    parameters = request.path_params
    result = await run_in_threadpool(
        _page_png, _preview_state(request), parameters["digest"], parameters["number"], request.app.state.stop
    )
    return _response(result, "image/png", CACHEABLE) if result else _not_found()


def _preview_state(request: Request) -> PreviewState:
    state: PreviewState = request.app.state.preview
    return state


def _page_texts(preview: PreviewState, digest: str) -> list[dict[str, object]] | None:
    result = preview.artefact_data(digest)
    if not result:
        return None
    artefact, data = result
    read_pages = {"pdf": pdfium.pdf_pages, "pptx": rasterize.deck_slides}.get(artefact.format)
    return [page._asdict() for page in read_pages(data)] if read_pages else None


def _page_png(preview: PreviewState, digest: str, number: int, stop: Event) -> bytes | None:
    result = preview.artefact_data(digest)
    if not result:
        return None
    artefact, data = result
    pdf = data if artefact.format == "pdf" else None
    if artefact.format == "pptx":
        pdf = rasterize.deck_to_pdf(data, stop)
    return pdfium.page_png(pdf, number, PICTURE_WIDTH_PX) if pdf else None


def _response(data: bytes, media_type: str, extra_headers: Mapping[str, str] | None = None) -> Response:
    return Response(data, media_type=media_type, headers={**HEADERS, **(extra_headers or {})})


def _not_found() -> Response:
    return Response("not found", 404, headers=HEADERS)
