"""This file holds what the preview shows: the last build that succeeded, and what is wrong since."""

from __future__ import annotations

import hashlib
import traceback
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from ladder_export.file_access import read_file
from ladder_export.manifest import Artefact, Manifest
from ladder_export.pipeline import build
from ladder_export.problems import LadderExportError, Problem, by_place, shown
from ladder_export.request import Request
from ladder_export.watching import saves
from ladder_export.worker import Clock


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
        """Everything a page shows, as JSON: what is wrong, then every level with its documents."""
        made = self.manifest.artefacts if self.manifest else ()
        general = self.stopped or (self.manifest.problems if self.manifest else ())
        levels: dict[str, list[dict[str, object]]] = {}
        for artefact in made:
            levels.setdefault(artefact.level, []).append(_shown(artefact))
        return {
            "revision": self.revision,
            "title": self.manifest.ladder["title"] if self.manifest else "",
            "language": self.manifest.ladder["language"] if self.manifest else "en",
            "stopped": bool(self.stopped),
            "problems": [_told(problem) for problem in by_place(general)],
            "levels": [{"id": level, "documents": documents} for level, documents in levels.items()],
        }

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
    _attempt(request, desk, clock)
    from ladder_export import preload  # noqa: PLC0415  # the first save finds every engine loaded

    del preload
    try:
        _follow(request, desk, stop, clock)
    except LadderExportError as fault:
        desk.fault = fault
    finally:
        stop.set()


def _follow(request: Request, desk: Desk, stop: Event, clock: Clock) -> None:
    while not stop.is_set():
        theme = _theme(request, desk)
        for changed in saves(request, theme, stop):
            if changed:
                _attempt(request, desk, clock)
            if _theme(request, desk) != theme:
                break  # the ladder names another one: that is to be watched from now on


def _theme(request: Request, desk: Desk) -> str:
    return request.theme or (desk.manifest.fingerprint.theme if desk.manifest else "") or "slate"


def _attempt(request: Request, desk: Desk, clock: Clock) -> None:
    try:
        desk.manifest = build(request, lambda _outcome, _jobs: None, clock)
        desk.stopped = ()
    except LadderExportError as stop:
        desk.stopped = stop.problems
    except Exception as fault:  # noqa: BLE001  # a fault of ours is shown, and the next save may do
        traceback.print_exc()
        desk.stopped = (Problem("bug", f"{type(fault).__name__}: {fault}", help="report the lines in the terminal"),)
    desk.revision += 1


def _shown(artefact: Artefact) -> dict[str, object]:
    return {
        "edition": artefact.edition,
        "path": artefact.path,
        "format": artefact.format,
        "sha256": artefact.sha256,
        "count": artefact.count,
        "problems": [_told(problem) for problem in artefact.problems],
    }


def _told(problem: Problem) -> dict[str, str]:
    return {"severity": str(problem.severity), "text": shown(problem)}
