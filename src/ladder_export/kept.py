"""This file says what of the last build still holds, so that it need not be made or looked at again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ladder_export.document import Document, Leaf
from ladder_export.file_access import read_file
from ladder_export.fresh import intact
from ladder_export.manifest import Artefact
from ladder_export.plan import Job
from ladder_export.problems import BadOutput, Problem
from ladder_export.publish import Stage, previous_manifest
from ladder_export.recipes import Origin
from ladder_export.writers.missing_glyphs import CODE


def still(place: Stage, jobs: Mapping[int, Job], origins: Mapping[int, Origin]) -> Iterator[tuple[int, Artefact]]:
    """What the last build made that would come out the very same, by position; its problems where they stand today."""
    known = {one.path: one for one in place.before.artefacts} if place.before else {}
    same = {
        position: known[job.path]
        for position, job in jobs.items()
        if job.path in known and known[job.path].recipe == origins[position].recipe and is_settled(known[job.path])
    }
    whole = intact(place.output, same.values())
    for position, artefact in same.items():
        if artefact.path in whole:
            origin = origins[position]
            if not artefact.problems and (artefact.sources, artefact.basis) == (origin.sources, origin.basis):
                yield position, artefact
                continue
            problems = tuple(placed(problem, origin) for problem in artefact.problems)
            yield position, replace(artefact, sources=origin.sources, problems=problems, basis=origin.basis)


def is_settled(artefact: Artefact) -> bool:
    """Whether its problems stand where they stood, for its document says the same: not so where glyphs are missing.

    These are told at the lines of the ladder that have them, which may have moved.
    """
    return all(problem.code != CODE for problem in artefact.problems)


def bound(
    document: Document, recipe: Callable[[Document], str], made: Mapping[str, Artefact], place: Stage, *, away: bool
) -> Document:
    """The document with the pages of its chapters that lie there as they would come out, by their recipes.

    They are in files, or come along where the document is going `away` from these; nobody needs
    what they were made of then.
    """
    chapters = tuple(bound(chapter, recipe, made, place, away=away) for chapter in document.chapters)
    leaf = document.leaf
    if leaf and leaf.document and (artefact := made.get(recipe(leaf.document))):
        problems = tuple(placed(problem, leaf.document) for problem in artefact.problems)
        brought = Leaf(None, sha256=artefact.sha256, pages=artefact.count, problems=problems)
        file = place.place(artefact.path)
        if not away:
            leaf = replace(brought, file=str(file))
        else:
            with suppress(OSError):
                leaf = replace(brought, data=read_file(file, "artefact"))
    return replace(document, chapters=chapters, leaf=leaf)


def bare(document: Document) -> Document:
    """The document without the pages of its chapters, which others tell about."""
    return replace(document, chapters=tuple(map(bare, document.chapters)), leaf=None)


def placed(problem: Problem, origin: Origin | Document) -> Problem:
    """A problem of a document where its level stands today; one of its theme stays where it is, and so do glyphs'."""
    about = problem.code != CODE and problem.span and problem.span.file.endswith(origin.sources)
    return replace(problem, span=origin.span) if about else problem


def standing(place: Stage, paths: frozenset[str], made: Iterable[Artefact]) -> tuple[Artefact, ...]:
    """What this build leaves alone, at these paths. One that was changed since is no longer known to be made by its recipe."""
    paths -= {one.path for one in made}
    left = tuple(one for one in (place.before.artefacts if place.before else ()) if one.path in paths)
    whole = intact(place.output, left)
    return tuple(one if one.path in whole else replace(one, recipe="") for one in left)


def remembered(output: Path) -> tuple[Artefact, ...]:
    """What the last build made; nothing where no build was, for who only checks needs no output folder."""
    with suppress(BadOutput):
        before = previous_manifest(output)
        return before.artefacts if before else ()
    return ()
