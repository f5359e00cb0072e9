"""Insert finished PDF pages into a handbook document in place of its chapters, or remove them again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ladder_export.build.glyph_locations import GlyphLocations
from ladder_export.core.document import Document, PrebuiltPages
from ladder_export.core.manifest import Artefact
from ladder_export.files.access import read_file


def with_prebuilt_pages(document: Document, pages_of: Callable[[Document], PrebuiltPages]) -> Document:
    """Return a handbook in which each chapter that repeats another document, such as a sheet, has its finished pages.

    `pages_of` returns the finished pages of a document. Chapters within chapters are included.
    """
    own = (
        pages_of(document.prebuilt_pages.document)
        if document.prebuilt_pages and document.prebuilt_pages.document
        else document.prebuilt_pages
    )
    return replace(
        document,
        chapters=tuple(with_prebuilt_pages(chapter, pages_of) for chapter in document.chapters),
        prebuilt_pages=own,
    )


def without_prebuilt_pages(document: Document) -> Document:
    """Return a handbook without the finished pages of its chapters, so that `check` finds only its own problems."""
    return replace(document, chapters=tuple(map(without_prebuilt_pages, document.chapters)), prebuilt_pages=None)


def prebuilt_pages(
    artefact: Artefact, document: Document, file: Path, glyph_locations: GlyphLocations, *, travels: bool
) -> PrebuiltPages:
    """Return a document's finished PDF as pages for a handbook.

    `artefact` describes the PDF, `file` is its path. With `travels`, the handbook is rendered on another machine, and
    the result has the PDF's bytes instead of its path. If they cannot be read, it has the document itself, to be
    rendered again.
    """
    problems = glyph_locations.relocate(artefact.problems, document.sources, (document.span,))
    leaf = PrebuiltPages(None, sha256=artefact.sha256, pages=artefact.length, problems=problems)
    if not travels:
        return replace(leaf, file=str(file))
    try:
        return replace(leaf, data=read_file(file, "output file"))
    except OSError:
        return PrebuiltPages(document)
