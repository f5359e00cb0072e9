"""The plan: which documents to make, in which formats and under which paths. Nothing is rendered here."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from ladder_export.build.level_pair import level_pair
from ladder_export.core.artefact_path import ArtefactPath, collisions
from ladder_export.core.document import Document
from ladder_export.core.formats import FORMAT_NAMES, FORMATS, formats_of
from ladder_export.core.manifest import Artefact, Manifest
from ladder_export.core.model import Ladder, Level
from ladder_export.core.problems import BadRequest, InvalidLadder, Problem, did_you_mean
from ladder_export.core.request import Selection
from ladder_export.documents import DOCUMENTS
from ladder_export.documents.specs import DocumentSpec

PRESS_FOLDER = "press"  # sheets for a print shop; other builds leave this folder as it is


@dataclass(frozen=True, slots=True)
class Job:
    """A file to render: one document in one format.

    `make_document` builds the document on demand, since all documents together are larger than the ladder. `path` is
    that of the output file, or of the first page's file where each page is a file. `document` is the kind of document;
    `level` and `track` are the ids of the level or track that it is about, empty for none; `levels` are the levels
    whose text it shows. `reason` is why it is rendered, empty until that is known.
    """

    make_document: Callable[[], Document]
    document: str
    format: str
    path: ArtefactPath
    levels: tuple[Level, ...] = ()
    level: str = ""
    track: str = ""
    reason: str = ""

    @property
    def lists_artefacts(self) -> bool:
        """Return whether the job's file lists all files of the output folder (the web page), and so is made last."""
        kind = DOCUMENTS[self.document]
        return kind.finalize_with_artefacts is not None and not FORMATS[self.format].companion_of

    @property
    def merges_files(self) -> bool:
        """Return whether the job's file repeats pages of other output files (a handbook), and so is made after them."""
        return self.format in DOCUMENTS[self.document].merged_formats

    @property
    def is_in_own_process(self) -> bool:
        """Return whether the document is rendered by the build's own process, never by a worker."""
        return self.document in FORMATS[self.format].in_own_process

    @property
    def source_bytes(self) -> int:
        """Return the total size in bytes of the YAML files of the job's levels, to estimate how long it takes."""
        return sum(len(level.source.data) for level in self.levels)


@dataclass(frozen=True, slots=True)
class Plan:
    """All files that a build is to have, as jobs (one document in one format) in output order.

    `untouched`: paths to keep although no job makes them, in partial builds or of other languages. `dependents`: jobs
    that were not selected but list all files, so their existing files must be updated. `paired`: in a partial build,
    the ids of all levels, since documents of earlier builds about any two levels are kept; else empty.
    """

    jobs: tuple[Job, ...]
    untouched: frozenset[str]
    dependents: tuple[Job, ...] = ()
    paired: frozenset[str] = frozenset()

    def jobs_for(self, last: Manifest | None) -> tuple[Job, ...]:
        """Return the jobs to run: the selected jobs, and those of `dependents` whose files the manifest `last` lists.

        `last` is that of the last build; None for a new folder, which has no such files.
        """
        previous_paths = {artefact.path for artefact in last.artefacts} if last else set()
        return (*self.jobs, *(job for job in self.dependents if job.path in previous_paths))

    def untouched_in(self, last: Manifest | None) -> frozenset[str]:
        """Return the paths to keep though no job makes them: `untouched`, and files of the last build on two levels."""
        return self.untouched | {
            artefact.path for artefact in (last.artefacts if last else ()) if self._is_about_pair(artefact)
        }

    def _is_about_pair(self, artefact: Artefact) -> bool:
        lower = PurePosixPath(artefact.path).stem.removesuffix(f"--{artefact.level}")
        is_kind = DOCUMENTS[artefact.document].make_pair_spec if artefact.document in DOCUMENTS else None
        return is_kind is not None and {lower, artefact.level} <= self.paired and lower != artefact.level


@dataclass(frozen=True, slots=True)
class _ResolvedSelection:
    """A selection with defaults filled in; empty formats mean all that are not on request.

    `has_general` says that documents about no level or track are included.
    """

    documents: tuple[str, ...]
    formats: tuple[str, ...]
    levels: frozenset[str]
    tracks: frozenset[str]
    has_general: bool

    def includes(self, job: Job) -> bool:
        """Return whether a job is selected."""
        name = FORMATS[job.format].companion_of or job.format
        is_format = name in self.formats if self.formats else not FORMATS[name].is_on_request
        if job.level or job.track:
            is_about = job.level in self.levels if job.level else job.track in self.tracks
        else:
            is_about = self.has_general
        return is_format and is_about and job.document in self.documents


def plan(ladder: Ladder, selection: Selection) -> Plan:
    """Return the plan of a build: a job for each selected document and format.

    Raises BadRequest if the selection names something unknown or selects nothing, InvalidLadder if two files would have
    the same path.
    """
    choice = _resolve(ladder, selection)
    # Paths of documents that are not selected matter only to partial builds and translated ladders; sheets also name press files.
    apart = selection.is_partial or ladder.locales
    every = tuple(_jobs(ladder, [name for name in DOCUMENTS if apart or name in (*choice.documents, "sheet")]))
    pressed = tuple(_press_jobs(ladder.locale, every))
    own = _pair_jobs(ladder, choice.documents, selection.pair) if selection.pair else every
    jobs = tuple(filter(choice.includes, pressed if selection.press else own))
    if not jobs:
        raise BadRequest(_nothing_to_make(choice.documents, choice.formats))
    _check_distinct_paths(jobs)
    untouched = {*_paths(pressed), *_in_other_locales(ladder, (*every, *pressed))}
    if not selection.is_partial:
        return Plan(jobs, frozenset(untouched))
    paired = frozenset(level.id for level in ladder.levels)
    return Plan(jobs, frozenset(untouched | _paths(every)), tuple(_dependents(every, _paths(jobs))), paired)


def _resolve(ladder: Ladder, selection: Selection) -> _ResolvedSelection:
    upper = level_pair(ladder, selection.pair).upper.id if selection.pair else ""
    levels = frozenset((upper,)) if upper else _selected_levels(ladder, selection)
    return _ResolvedSelection(
        selection.documents or _default_documents(ladder, selection),
        selection.formats or ladder.export.formats or (),
        levels,
        frozenset(level.track for level in ladder.levels if level.id in levels),
        bool(selection.documents)
        or not (
            selection.levels or selection.tracks
        ),  # a selection of levels alone does not mean documents about all levels
    )


def _default_documents(ladder: Ladder, selection: Selection) -> tuple[str, ...]:
    if selection.pair:
        return ("promotion",)
    return ladder.export.documents or tuple(name for name, kind in DOCUMENTS.items() if kind.by_default)


def _dependents(jobs: Iterable[Job], asked: Container[str]) -> Iterator[Job]:
    """Yield the jobs that list all artefacts and were not selected."""
    yield from (job for job in jobs if DOCUMENTS[job.document].finalize_with_artefacts and job.path not in asked)


def _paths(jobs: Iterable[Job]) -> set[str]:
    return {job.path for job in jobs}


def _press_jobs(locale: str, jobs: Iterable[Job]) -> Iterator[Job]:
    """Yield the PDF sheets among some jobs, with their paths for a print shop."""
    for job in jobs:
        if job.document == "sheet" and job.format == "pdf":
            yield replace(job, path=ArtefactPath(_in_locale(locale, f"{PRESS_FOLDER}/{job.path.rpartition('/')[2]}")))


def _in_other_locales(ladder: Ladder, jobs: Sequence[Job]) -> Iterator[str]:
    """Yield the paths of documents in the locales that this build does not make."""
    for locale in {"", *ladder.locales} - {ladder.locale}:
        yield from (_in_locale(locale, _plain(ladder.locale, job.path)) for job in jobs)


def _check_distinct_paths(jobs: Sequence[Job]) -> None:
    """Raise InvalidLadder if two documents have the same path: the step from `a` to `b--c`, and from `a--b` to `c`."""
    by_path = {job.path: job for job in jobs}
    problems = [
        Problem(
            "same-file",
            f"{before} and {after} would be the same file"
            if before != after
            else f"two documents would have the path {after}",
            by_path[after].levels[-1].span,
            help="change the id of one of the levels",
        )
        for before, after in collisions(by_path if len(by_path) == len(jobs) else [job.path for job in jobs])
    ]
    if problems:
        raise InvalidLadder(*problems)


def _in_locale(locale: str, path: str) -> str:
    """Return the path in a locale's folder; the original language has none."""
    return f"{locale}/{path}" if locale else path


def _plain(locale: str, path: str) -> str:
    return path.removeprefix(f"{locale}/") if locale else path


def _pair_jobs(ladder: Ladder, documents: Sequence[str], names: tuple[str, str]) -> Iterator[Job]:
    """Yield the jobs of documents about two levels. Raises BadRequest for kinds of document that are about one."""
    makers = {name: kind.make_pair_spec for name, kind in DOCUMENTS.items() if kind.make_pair_spec}
    if others := [name for name in documents if name not in makers]:
        remedy = f"with --from and --to, choose one of: {', '.join(makers)}"
        raise BadRequest(Problem("nothing-to-do", f"{' and '.join(others)} cannot be about two levels", help=remedy))
    transition = level_pair(ladder, names)
    for name in documents:
        yield from _jobs_of(ladder, name, (makers[name](ladder, transition),))


def _jobs(ladder: Ladder, documents: Sequence[str]) -> Iterator[Job]:
    for name in documents:
        yield from _jobs_of(ladder, name, DOCUMENTS[name].make_specs(ladder))


def _jobs_of(ladder: Ladder, name: str, specs: Iterable[DocumentSpec]) -> Iterator[Job]:
    """Yield a job for each document of a kind in each of its formats."""
    kind = DOCUMENTS[name]
    folder = _in_locale(ladder.locale, f"{kind.folder}/" if kind.folder else "")
    for brief in specs:
        for format_name in formats_of(name):
            row = FORMATS[format_name]
            if row.needs_address and not ladder.url:
                continue
            file = f"{_track_folder(brief, format_name)}{brief.slug}.{row.extension or format_name}"
            path = ArtefactPath(f"{folder}{file}")
            yield Job(brief.make_document, name, format_name, path, brief.levels, brief.level, brief.track)


def _track_folder(brief: DocumentSpec, format_name: str) -> str:
    """Return the folder of a level's track, for formats that people edit and import again; else an empty string."""
    track = brief.levels[0].track if FORMATS[format_name].is_foldered_by_track and brief.level else ""
    return f"{track}/" if track else ""


def _selected_levels(ladder: Ladder, selection: Selection) -> frozenset[str]:
    """Return the ids of levels that match a pattern by id or code and are in a selected track."""
    ids_by_pattern = {pattern: _matching(ladder, pattern) for pattern in selection.levels}
    if problems := [*_unknown_tracks(ladder, selection.tracks), *_unknown_levels(ladder, ids_by_pattern)]:
        raise BadRequest(*problems)
    named = (
        set().union(*ids_by_pattern.values())
        if ids_by_pattern
        else {lv.id for lv in ladder.levels if lv.status != "retired"}
    )
    return frozenset(
        lv.id for lv in ladder.levels if lv.id in named and (not selection.tracks or lv.track in selection.tracks)
    )


def _matching(ladder: Ladder, pattern: str) -> set[str]:
    """Return the ids of the levels whose id or code matches a pattern."""
    folded = pattern.casefold()
    return {lv.id for lv in ladder.levels if any(fnmatchcase(name.casefold(), folded) for name in (lv.id, lv.code))}


def _unknown_tracks(ladder: Ladder, tracks: Iterable[str]) -> Iterator[Problem]:
    known = [track.id for track in ladder.tracks]
    for track in tracks:
        if track not in known:
            yield Problem("no-such-track", f"there is no track '{track}'", help=did_you_mean(track, known))


def _unknown_levels(ladder: Ladder, ids_by_pattern: Mapping[str, set[str]]) -> Iterator[Problem]:
    known = [level.id for level in ladder.levels]
    for pattern, ids in ids_by_pattern.items():
        if not ids:
            yield Problem("no-such-level", f"no level matches '{pattern}'", help=did_you_mean(pattern, known))


def _by_name(document: str) -> tuple[str, ...]:
    """Return the formats of a kind of document that a user can ask for."""
    return tuple(name for name in formats_of(document) if name in FORMAT_NAMES)


def _nothing_to_make(documents: Sequence[str], formats: Sequence[str]) -> Problem:
    has = "; ".join(f"{name} is available as {', '.join(_by_name(name))}" for name in documents)
    return Problem(
        "nothing-to-do",
        f"nothing to make: no selected level is in a selected track, or {' and '.join(documents)} "
        f"is not available as {', '.join(formats) or 'a file'}",
        help=has,
    )
