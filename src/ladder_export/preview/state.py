"""This file holds what the preview shows: the last build that succeeded, and what is wrong since."""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from threading import Event

from ladder_export.build.watch import saves
from ladder_export.build.workers.worker import Clock
from ladder_export.core.json_record import LadderRecord, TrackRecord
from ladder_export.core.manifest import Artefact, Manifest
from ladder_export.core.problems import LadderExportError, Problem, Severity, shown, sort_by_location
from ladder_export.core.request import Request
from ladder_export.files.access import read_file
from ladder_export.pipeline import build

SHOWN = ("pdf", "pptx")  # formats that have pages
FIRST, LATER = ("sheet", "deck", "json"), ("scorecard", "promotion", "matrix", "handbook")  # editions, in their order


@dataclass(slots=True)
class Desk:
    """What lies there. One thread builds, others look: each field is replaced as a whole.

    `revision` counts the builds, failed ones included, so that a page knows when to look again.
    `fault` is why saves are no longer followed.
    """

    output: Path
    scratch: Path
    manifest: Manifest | None = None
    stopped: tuple[Problem, ...] = ()
    revision: int = 0
    fault: LadderExportError | None = None

    def state(self) -> dict[str, object]:
        """Everything a page shows, as JSON: what is wrong, then all documents under the level or track that they are about."""
        general = self.stopped or (self.manifest.problems if self.manifest else ())
        return {
            "revision": self.revision,
            "title": self.manifest.ladder["title"] if self.manifest else "",
            "language": self.manifest.ladder["language"] if self.manifest else "en",
            "stopped": bool(self.stopped),
            "problems": [_told(problem) for problem in sort_by_location(general)],
            "levels": list(self._entries()),
        }

    def _entries(self) -> Iterator[dict[str, object]]:
        """What one can choose: the whole ladder, then each track's levels and what is about all of them."""
        order = {edition: place for place, edition in enumerate((*FIRST, *LATER))}
        made = sorted(
            self.manifest.artefacts if self.manifest else (), key=lambda one: order.get(one.document, len(order))
        )
        wrong_files = {one.span.file for one in self.stopped if one.span and one.severity is Severity.ERROR}
        if whole := [_shown(one) for one in made if not one.level and one.format in SHOWN and "/" not in one.path]:
            yield {"id": "", "name": "", "track": "", "documents": whole, "wrong": False}
        for track in self._tracks():
            for level in track["levels"]:
                documents = [_shown(one) for one in made if one.level == level["id"] and one.format in SHOWN]
                wrong = any(file.endswith(level["source"]) for file in wrong_files)
                name = " ".join(part for part in (level["code"], level["title"]) if part)
                if documents:
                    yield _entry(level["id"], name, track["title"], documents) | {"wrong": wrong}
            about = [one for one in made if not one.level and PurePosixPath(one.path).stem == track["id"]]
            if documents := [_shown(one) for one in about if one.format in SHOWN and "/" in one.path]:
                yield _entry(f"/{track['id']}", "", track["title"], documents)

    def _tracks(self) -> tuple[TrackRecord, ...]:
        """The tracks of the last ladder that was built."""
        record = (
            next((one for one in self.manifest.artefacts if one.document == "json"), None) if self.manifest else None
        )
        found = self.data(record.sha256) if record else None
        ladder: LadderRecord | None = json.loads(found[1]) if found else None
        return ladder["tracks"] if ladder else ()

    def source(self, number: int) -> dict[str, object] | None:
        """The file that a problem of the last build is in, counted as `state` lists them; None where it is none, or gone."""
        problems = sort_by_location(self.stopped or (self.manifest.problems if self.manifest else ()))
        span = problems[number].span if number < len(problems) else None
        if span is None:
            return None
        with suppress(OSError):
            lines = read_file(span.file, "ladder file").decode("utf-8", "replace").splitlines()
            return {
                "file": span.file,
                "line": span.line,
                "lines": lines,
                "address": Path(span.file).resolve().as_posix(),
            }
        return None

    def data(self, digest: str) -> tuple[Artefact, bytes] | None:
        """An artefact of the last build by its checksum, with its bytes; None when there is none, or no longer."""
        for artefact in self.manifest.artefacts if self.manifest else ():
            if artefact.sha256 == digest:
                try:
                    data = read_file(self.output / artefact.path, "artefact", self.output)
                except OSError:
                    return None
                return (artefact, data) if hashlib.sha256(data).hexdigest() == digest else None
        return None


def keep_building(request: Request, desk: Desk, stop: Event, clock: Clock) -> None:
    """Builds now and at every save, until `stop` is set; sets it when saves cannot be followed, since what is shown would be old."""
    _attempt(request, desk, clock, FIRST)
    from ladder_export.build.workers import preload  # noqa: PLC0415  # the first save finds every engine loaded

    del preload
    try:
        _follow(request, desk, stop, clock)
    except LadderExportError as fault:
        desk.fault = fault
    finally:
        stop.set()


def _follow(request: Request, desk: Desk, stop: Event, clock: Clock) -> None:
    """Build what people look at first at every save, and the rest edition by edition while nothing is saved."""
    waiting = list(LATER)
    while not stop.is_set():
        theme = _theme(request, desk)
        for changed in saves(request, theme, stop):
            if changed:
                _attempt(request, desk, clock, FIRST)
                waiting = list(LATER)
            elif waiting and not desk.stopped:
                _attempt(request, desk, clock, (waiting.pop(0),))
            if _theme(request, desk) != theme:
                break  # the ladder names another one: that is to be watched from now on


def _theme(request: Request, desk: Desk) -> str:
    return request.theme or (desk.manifest.fingerprint.theme if desk.manifest else "") or "slate"


def _attempt(request: Request, desk: Desk, clock: Clock, editions: tuple[str, ...]) -> None:
    try:
        wanted = replace(request.selection, documents=editions)
        desk.manifest = build(replace(request, selection=wanted), lambda _outcome, _jobs: None, clock)
        desk.stopped = ()
    except LadderExportError as stop:
        desk.stopped = stop.problems
    except Exception as fault:  # noqa: BLE001  # a fault of ours is shown, and the next save may do
        traceback.print_exc()
        desk.stopped = (Problem("bug", f"{type(fault).__name__}: {fault}", help="report the lines in the terminal"),)
    desk.revision += 1


def _entry(name: str, title: str, track: str, documents: list[dict[str, object]]) -> dict[str, object]:
    return {"id": name, "name": title, "track": track, "documents": documents, "wrong": False}


def _shown(artefact: Artefact) -> dict[str, object]:
    return {
        "edition": artefact.document,
        "path": artefact.path,
        "format": artefact.format,
        "sha256": artefact.sha256,
        "count": artefact.count,
        "problems": [_told(problem) for problem in artefact.problems],
    }


def _told(problem: Problem) -> dict[str, str]:
    return {"severity": str(problem.severity), "text": shown(problem)}
