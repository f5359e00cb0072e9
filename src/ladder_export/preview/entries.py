"""List the entries of the preview's navigation: the whole ladder, each track and each level, with their documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ladder_export.core.json_record import LevelRecord, TrackRecord
from ladder_export.core.manifest import Artefact
from ladder_export.core.problems import Problem, format_problem
from ladder_export.files.access import is_file

PAGE_FORMATS = ("pdf", "pptx")
FIRST_DOCUMENTS = ("sheet", "deck", "json")  # built at every save
LATER_DOCUMENTS = (
    "scorecard",
    "interview",
    "review",
    "promotion",
    "matrix",
    "handbook",
)  # built one by one while nothing is saved
DOCUMENT_ORDER = {document: index for index, document in enumerate((*FIRST_DOCUMENTS, *LATER_DOCUMENTS))}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the preview's navigation: a level, a track or the ladder, with the documents that it shows as JSON.

    `id` is the part of the address after "#": the level's id, "/" and the track's id, or "/" for the whole ladder.
    `track` is the title of the entry's track, empty for the ladder. `has_error` marks a level whose file has an error.
    """

    id: str
    name: str
    track: str
    documents: tuple[dict[str, object], ...]
    has_error: bool = False


def entries(
    artefacts: Iterable[Artefact], tracks: Iterable[TrackRecord], files_with_errors: Collection[str]
) -> Iterator[Entry]:
    """Yield the entries of the preview's navigation: the whole ladder, then each track with its levels.

    An entry may have no documents yet. `files_with_errors` are paths; a level whose file is among them is marked.
    """
    with_pages = sorted((item for item in artefacts if item.format in PAGE_FORMATS), key=_document_order)
    general = [item for item in with_pages if not item.level]
    yield Entry("/", "Whole ladder", "", _records(item for item in general if not _is_in_folder(item)))
    about_tracks = [item for item in general if _is_in_folder(item)]
    for track in tracks:
        yield from _track_entries(track, about_tracks, with_pages, files_with_errors)


def _track_entries(
    track: TrackRecord,
    about_tracks: Iterable[Artefact],
    artefacts: Iterable[Artefact],
    files_with_errors: Collection[str],
) -> Iterator[Entry]:
    documents = _records(item for item in about_tracks if _stem(item) == track["id"])
    yield Entry(f"/{track['id']}", "Whole track", track["title"], documents)
    for level in track["levels"]:
        yield _level_entry(level, track["title"], artefacts, files_with_errors)


def _level_entry(
    level: LevelRecord, track: str, artefacts: Iterable[Artefact], files_with_errors: Collection[str]
) -> Entry:
    name = " ".join(filter(None, (level["code"], level["title"])))
    documents = _records(item for item in artefacts if item.level == level["id"])
    return Entry(level["id"], name, track, documents, any(file.endswith(level["source"]) for file in files_with_errors))


def problem_record(problem: Problem) -> dict[str, object]:
    """Return a problem as JSON for the preview page; `has_source` says whether the page can show its file."""
    has_source = problem.span is not None and is_file(Path(problem.span.file))
    return {"severity": str(problem.severity), "text": format_problem(problem), "has_source": has_source}


def _records(artefacts: Iterable[Artefact]) -> tuple[dict[str, object], ...]:
    return tuple(map(_record, artefacts))


def _record(artefact: Artefact) -> dict[str, object]:
    return {
        "document": artefact.document,
        "path": artefact.path,
        "format": artefact.format,
        "sha256": artefact.sha256,
        "problems": [problem_record(problem) for problem in artefact.problems],
    }


def _document_order(artefact: Artefact) -> int:
    return DOCUMENT_ORDER.get(artefact.document, len(DOCUMENT_ORDER))


def _is_in_folder(artefact: Artefact) -> bool:
    """Return whether a document is about a part of the ladder: those about all of it are not in a folder."""
    return "/" in artefact.path


def _stem(artefact: Artefact) -> str:
    return PurePosixPath(artefact.path).stem
