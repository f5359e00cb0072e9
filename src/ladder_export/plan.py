"""This file decides which documents are made, in which formats and under which names; it makes none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from ladder_export.artefact_path import ArtefactPath, collisions
from ladder_export.document import Document
from ladder_export.editions import EDITIONS
from ladder_export.editions.brief import Brief
from ladder_export.formats import FORMATS, formats_of
from ladder_export.manifest import Manifest
from ladder_export.model import Ladder, Level
from ladder_export.problems import BadRequest, InvalidLadder, Problem, did_you_mean
from ladder_export.request import Wanted

PRESS = "press"  # the folder of sheets for a print shop; every other build leaves them alone


@dataclass(frozen=True, slots=True)
class Job:
    """One document to be written in one format, which `make` makes, anew each time: all of them at once would take more than their ladder.

    `edition`, `level` and `track` are as the document will say them; `of` are the levels whose words decide it.
    A `draft` is what can be done of it before the files that it joins are there. `reason` is why it is made, once that is known.
    """

    make: Callable[[], Document]
    edition: str
    format: str
    path: ArtefactPath
    of: tuple[Level, ...] = ()
    level: str = ""
    track: str = ""
    draft: bool = False
    reason: str = ""

    @property
    def size(self) -> int:
        """How many bytes it is made from."""
        return sum(len(level.source.data) for level in self.of)


@dataclass(frozen=True, slots=True)
class Plan:
    """The jobs in print order. `standing` are paths that this build leaves alone if they are there.

    `following` are jobs that nobody asked for, but whose documents tell of all others: what
    lies there of them has to follow.
    """

    jobs: tuple[Job, ...]
    standing: frozenset[str]
    following: tuple[Job, ...] = ()

    def due(self, last: Manifest | None) -> tuple[Job, ...]:
        """What is asked for, and what has to follow because the last build left it there."""
        lying = {one.path for one in last.artefacts} if last else set()
        return (*self.jobs, *(job for job in self.following if job.path in lying))


def plan(ladder: Ladder, wanted: Wanted) -> Plan:
    """The jobs that fulfil a wish. Raises BadRequest when it names what does not exist or comes to nothing."""
    levels = _wanted_levels(ladder, wanted)
    tracks = {level.track for level in ladder.levels if level.id in levels}
    editions = wanted.editions or ladder.export.editions or tuple(e for e, kind in EDITIONS.items() if kind.by_default)
    formats = wanted.formats or ladder.export.formats
    # A whole build in one language needs no others but sheets, after which those for a press are named.
    apart = wanted.partial or ladder.locales
    named = [name for name in EDITIONS if apart or name in editions or name == "sheet"]
    every = tuple(_jobs(ladder, named))
    pressed = tuple(
        replace(job, path=ArtefactPath(_in_locale(ladder.locale, f"{PRESS}/{job.path.rpartition('/')[2]}")))
        for job in every
        if job.edition == "sheet" and job.format == "pdf"
    )
    whole = bool(wanted.editions) or not (wanted.levels or wanted.tracks)  # else nobody asked for all levels
    jobs = tuple(
        job
        for job in (pressed if wanted.press else every)
        if job.edition in editions
        and (job.format in formats if formats else not FORMATS[job.format].is_on_request)
        and (not job.level or job.level in levels)
        and (not job.track or job.track in tracks)
        and (job.level or job.track or whole)
    )
    if not jobs:
        raise BadRequest(_nothing(editions, formats or ()))
    _require_apart(jobs)
    here = (*pressed, *(every if wanted.partial else ()))
    others = {
        _in_locale(other, _plain(ladder.locale, job.path))
        for other in ("", *ladder.locales)
        for job in (*every, *pressed)
        if other != ladder.locale
    }
    asked = {job.path for job in jobs}
    following = tuple(job for job in every if EDITIONS[job.edition].after and job.path not in asked)
    return Plan(jobs, frozenset({*(job.path for job in here), *others}), following if wanted.partial else ())


def _require_apart(jobs: Sequence[Job]) -> None:
    """Raise InvalidLadder where two documents would be one file: the step from `a` to `b--c`, and from `a--b` to `c`."""
    by_path = {job.path: job for job in jobs}
    problems = [
        Problem(
            "same-file",
            f"{before} and {after} would be one file"
            if before != after
            else f"two documents would be the file {after}",
            by_path[after].of[-1].span,
            help="give one of the levels another id",
        )
        for before, after in collisions(by_path if len(by_path) == len(jobs) else [job.path for job in jobs])
    ]
    if problems:
        raise InvalidLadder(*problems)


def _in_locale(locale: str, path: str) -> str:
    """Where a document lies in a language: translations have a folder each."""
    return f"{locale}/{path}" if locale else path


def _plain(locale: str, path: str) -> str:
    return path.removeprefix(f"{locale}/") if locale else path


def _jobs(ladder: Ladder, editions: Sequence[str]) -> Iterator[Job]:
    for name in editions:
        kind = EDITIONS[name]
        folder = _in_locale(ladder.locale, f"{kind.folder}/" if kind.folder else "")
        for brief in kind.documents(ladder):
            for extension in formats_of(name):
                path = ArtefactPath(f"{folder}{_below(brief, extension)}{brief.slug}.{extension}")
                yield Job(brief.make, name, extension, path, brief.of, brief.level, brief.track)


def _below(brief: Brief, extension: str) -> str:
    """The folder of a level's track, for files that people edit and bring back; other files lie side by side."""
    track = brief.of[0].track if FORMATS[extension].is_foldered_by_track and brief.level else ""
    return f"{track}/" if track else ""


def _wanted_levels(ladder: Ladder, wanted: Wanted) -> frozenset[str]:
    """Ids of the levels whose id or code matches one of the patterns, in one of the tracks."""
    problems = [
        Problem(
            "no-such-track", f"there is no track '{track}'", help=did_you_mean(track, [t.id for t in ladder.tracks])
        )
        for track in wanted.tracks
        if track not in {known.id for known in ladder.tracks}
    ]
    found = {
        pattern: {
            level.id
            for level in ladder.levels
            if any(fnmatchcase(name.casefold(), pattern.casefold()) for name in (level.id, level.code))
        }
        for pattern in wanted.levels
    }
    problems += [
        Problem(
            "no-such-level",
            f"no level matches '{pattern}'",
            help=did_you_mean(pattern, [lv.id for lv in ladder.levels]),
        )
        for pattern, ids in found.items()
        if not ids
    ]
    if problems:
        raise BadRequest(*problems)
    in_use = {level.id for level in ladder.levels if level.status != "retired"}
    named = set().union(*found.values()) if found else in_use
    return frozenset(
        lv.id for lv in ladder.levels if lv.id in named and (not wanted.tracks or lv.track in wanted.tracks)
    )


def _nothing(editions: Sequence[str], formats: Sequence[str]) -> Problem:
    has = "; ".join(f"{name} exists as {', '.join(formats_of(name))}" for name in editions)
    return Problem(
        "nothing-to-do",
        f"nothing to make: no level is both in the tracks and among the levels asked for, or {' and '.join(editions)} "
        f"does not exist as {', '.join(formats) or 'anything'}",
        help=has,
    )
