"""Accept edits from the preview page only: its address has a secret token, and other hosts and origins are refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from secrets import compare_digest

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ladder_export.core.problems import LadderExportError
from ladder_export.core.text import Run
from ladder_export.editing.edit import Edit, Overtaken
from ladder_export.preview.editor import Editor, problem_records
from ladder_export.preview.headers import HEADERS

MAX_REQUEST_BYTES = 1_000_000  # a text has at most 20,000 characters
OVERTAKEN, INVALID, TOO_LARGE = 409, 422, 413


@dataclass(frozen=True, slots=True)
class Editing:
    """The editor of a ladder in the preview, and the secret token with which the paths of all its addresses begin."""

    editor: Editor
    token: str


@dataclass(frozen=True, slots=True)
class Guard:
    """An ASGI application that passes requests of our own page on to `app` and refuses all others.

    The path of the address must begin with the token, the Host header must name this machine with our port, and
    requests that send data must come from our page by their Origin header. Pages of other sites do not know the token,
    and a foreign host name that resolves to this machine (DNS rebinding) is refused as another host.
    """

    app: ASGIApp
    token: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        answer = (
            self.app if scope["type"] != "http" or self._is_ours(scope) else Response("refused", 403, headers=HEADERS)
        )
        await answer(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        host, port = headers.get("host", ""), scope["server"][1]
        origins = headers.getlist("origin")
        is_own_host = host in (f"127.0.0.1:{port}", f"localhost:{port}")
        is_own_origin = origins == [f"http://{host}"] or (not origins and scope["method"] in ("GET", "HEAD"))
        token = f"{scope['path']}/".split("/")[1]  # the path of OPTIONS may be * alone
        return is_own_host and is_own_origin and compare_digest(token.encode(), self.token.encode())


async def _form(request: Request) -> Response:
    return await run_in_threadpool(_answer, request, request.query_params.get("entry", ""))


async def _edit(request: Request) -> Response:
    return await _change(request, lambda editor, data: editor.save(*edit_from_json(data)))


async def _undo(request: Request) -> Response:
    return await _change(request, lambda editor, data: editor.undo(_number(data)))


EDIT_ROUTES = (Route("/form", _form), Route("/edit", _edit, methods=["POST"]), Route("/undo", _undo, methods=["POST"]))


async def _change(request: Request, change: Callable[[Editor, object], None]) -> Response:
    """Make the change that a body asks for, and answer with the form of its entry as it then is."""
    body = await _body(request)
    if body is None:
        return Response("too large", TOO_LARGE, headers=HEADERS)
    status, entry, editor = 200, "", _editing(request).editor
    try:
        data = json.loads(body)
        entry = str(data["entry"])
        await run_in_threadpool(change, editor, data)
        entry = await run_in_threadpool(editor.entry_after, entry)
    except Overtaken:
        status = OVERTAKEN
    except LadderExportError as error:
        return _invalid(error)
    except (ValueError, TypeError, KeyError, RecursionError):
        return Response("not an edit", 400, headers=HEADERS)
    return await run_in_threadpool(_answer, request, entry, status)


def _answer(request: Request, entry: str, status: int = 200) -> Response:
    """Return the form of an entry as it is now, null where it is gone, and the edit that can be undone."""
    editor, preview = _editing(request).editor, request.app.state.preview
    try:
        form = editor.form(entry, preview.all_problems())
    except LadderExportError as error:
        return _invalid(error)
    return JSONResponse({"form": form, "undo": editor.undoable()}, status, headers=HEADERS)


def _invalid(error: LadderExportError) -> Response:
    errors = [problem for problem in error.problems if problem.is_error]
    return JSONResponse({"problems": problem_records(errors)}, INVALID, headers=HEADERS)


def _editing(request: Request) -> Editing:
    editing: Editing = request.app.state.editing
    return editing


async def _body(request: Request) -> bytes | None:
    """Return the body of a request; None if it is too large, without reading the rest."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_REQUEST_BYTES:
            return None
    return body


def _number(data: object) -> int:
    match data:
        case {"number": int(number)}:
            return number
        case _:
            raise ValueError(data)


def edit_from_json(data: object) -> tuple[str, Edit]:
    """Return an edit from parsed JSON, preceded by the id of the level or track in whose form it was made.

    Raises ValueError for data that is not an edit.
    """
    match data:
        case {
            "entry": str(entry),
            "action": "set" | "add" | "move" | "remove" as action,
            "address": [str(), *_] as address,
            "seen": str(seen),
            "position": int(position),
            "target": int(target),
            "runs": [*runs],
        } if all(type(step) in (str, int) for step in address):
            return entry, Edit(action, tuple(address), seen, position, target, tuple(map(_run, runs)))
        case _:
            raise ValueError(data)


def _run(data: object) -> Run:
    match data:
        case {
            "text": str(text),
            "strong": bool(strong),
            "emphasis": bool(emphasis),
            "code": bool(code),
            "href": str(href),
        }:
            return Run(text, strong, emphasis, code, href)
        case _:
            raise ValueError(data)
