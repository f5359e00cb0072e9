"""The state of the preview: the last successful build, and the problems since then."""

from __future__ import annotations

import hashlib
import json
import traceback
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Event

from ladder_export.build.watch import iter_changes
from ladder_export.build.workers.worker import Clock
from ladder_export.core.json_record import LadderRecord, TrackRecord
from ladder_export.core.manifest import Artefact, Manifest
from ladder_export.core.problems import LadderExportError, Problem, Severity, sort_by_location
from ladder_export.core.request import DEFAULT_THEME, Request
from ladder_export.files.access import read_file
from ladder_export.pipeline import build
from ladder_export.preview.brand import PageBrand, read_page_brand
from ladder_export.preview.entries import FIRST_DOCUMENTS, LATER_DOCUMENTS, Entry, entries, problem_record


@dataclass(slots=True)
class PreviewState:
    """The state of the preview, written by the thread that builds and read by the threads that answer browsers.

    Fields are replaced whole, never changed in part. `output` is the folder of the build. `manifest` is that of the
    last successful build, None before it. `build_problems` are the errors of the last build, empty if it succeeded.
    `revision` counts builds, failed ones included. `watch_error` says why saves cannot be noticed any longer; None
    while they can. `brand` is None for a ladder without a brand.
    """

    output: Path
    manifest: Manifest | None = None
    build_problems: tuple[Problem, ...] = ()
    revision: int = 0
    watch_error: LadderExportError | None = None
    brand: PageBrand | None = None

    def page_data(self) -> dict[str, object]:
        """Return the JSON from which the page is drawn: problems, brand, and documents by the level or track shown."""
        return {
            "revision": self.revision,
            "title": self.manifest.ladder.title if self.manifest else "",
            "failed": bool(self.build_problems),
            "problems": [problem_record(problem) for problem in self._general_problems()],
            "brand": self.brand.as_json() if self.brand else None,
            "entries": [asdict(entry) for entry in self._navigation()],
        }

    def _general_problems(self) -> tuple[Problem, ...]:
        """Return the problems that concern no document alone, in the order in which pages count them."""
        return sort_by_location(self.build_problems or (self.manifest.problems if self.manifest else ()))

    def all_problems(self) -> tuple[Problem, ...]:
        """Return the problems of the last build: the ladder's and its documents'."""
        artefacts = self.manifest.artefacts if self.manifest else ()
        return (*self._general_problems(), *(problem for artefact in artefacts for problem in artefact.problems))

    def _navigation(self) -> list[Entry]:
        artefacts = self.manifest.artefacts if self.manifest else ()
        errors = (problem for problem in self.build_problems if problem.severity is Severity.ERROR)
        files_with_errors = {problem.span.file for problem in errors if problem.span}
        return [entry for entry in entries(artefacts, self._tracks(), files_with_errors) if entry.documents]

    def _tracks(self) -> tuple[TrackRecord, ...]:
        """Return the tracks of the ladder that was built last."""
        artefacts = self.manifest.artefacts if self.manifest else ()
        digest = next((item.sha256 for item in artefacts if item.document == "json"), "")
        file = self.artefact_data(digest)
        ladder: LadderRecord | None = json.loads(file[1]) if file else None
        return ladder["tracks"] if ladder else ()

    def source_of_problem(self, number: int) -> dict[str, object] | None:
        """Return the file that a problem is in, for the page: its name, path, lines, and the problem's line, from 1.

        `number` is the problem's index in `page_data`, from 0. None if there is no such problem, or it has no file that
        can be read.
        """
        problems = self._general_problems()
        span = problems[number].span if number < len(problems) else None
        if span is None:
            return None
        with suppress(OSError):
            lines = read_file(span.file, "ladder file").decode("utf-8", "replace").splitlines()
            path = Path(span.file).resolve().as_posix()
            return {"file": span.file, "line": span.line, "lines": lines, "path": path}
        return None

    def artefact_data(self, digest: str) -> tuple[Artefact, bytes] | None:
        """Return an output file of the last build and its bytes, by its SHA-256 (`digest`).

        None when the build made no such file, or the file on disk is missing or changed.
        """
        artefacts = self.manifest.artefacts if self.manifest else ()
        artefact = next((item for item in artefacts if item.sha256 == digest), None)
        if artefact is None:
            return None
        try:
            data = read_file(self.output / artefact.path, "output file", self.output)
        except OSError:
            return None
        return (artefact, data) if hashlib.sha256(data).hexdigest() == digest else None


def rebuild_loop(request: Request, state: PreviewState, stop: Event, clock: Clock) -> None:
    """Build the documents of the preview now and at every save, until `stop` is set.

    When saves cannot be noticed any longer, sets `state.watch_error` and `stop`, since the page would show old
    documents. `clock` returns seconds.
    """
    _build_once(request, state, clock, FIRST_DOCUMENTS)
    from ladder_export.build.workers import preload  # noqa: PLC0415  # loads every engine before the first save

    del preload
    try:
        _build_on_saves(request, state, stop, clock)
    except LadderExportError as error:
        state.watch_error = error
    finally:
        stop.set()


def _build_on_saves(request: Request, state: PreviewState, stop: Event, clock: Clock) -> None:
    """Build FIRST_DOCUMENTS at every save, and LATER_DOCUMENTS one by one while nothing is saved."""
    pending = list(LATER_DOCUMENTS)
    while not stop.is_set():
        theme = _watched_theme(request, state)
        for changed in iter_changes(request, theme, stop):
            if changed:
                _build_once(request, state, clock, FIRST_DOCUMENTS)
                pending = list(LATER_DOCUMENTS)
            elif pending and not state.build_problems:
                _build_once(request, state, clock, (pending.pop(0),))
            if _watched_theme(request, state) != theme:
                break  # the ladder names another theme now: watch that one


def _watched_theme(request: Request, state: PreviewState) -> str:
    return request.theme or (state.manifest.fingerprint.theme if state.manifest else "") or DEFAULT_THEME


def _build_once(request: Request, state: PreviewState, clock: Clock, documents: tuple[str, ...]) -> None:
    try:
        selection = replace(request.selection, documents=documents)
        state.manifest = build(replace(request, selection=selection), lambda _outcome, _jobs: None, clock)
        if documents == FIRST_DOCUMENTS:
            state.brand = read_page_brand(request.ladder, _watched_theme(request, state))
        state.build_problems = ()
    except LadderExportError as error:
        if documents != FIRST_DOCUMENTS and [problem.code for problem in error.problems] == ["nothing-to-do"]:
            return  # this ladder has no such document: a promotion guide needs two levels
        state.build_problems = error.problems
    except Exception as error:  # noqa: BLE001  # a bug is shown; the next save may not meet it
        traceback.print_exc()
        state.build_problems = (
            Problem("bug", f"{type(error).__name__}: {error}", help="please report the lines that the terminal shows"),
        )
    state.revision += 1
