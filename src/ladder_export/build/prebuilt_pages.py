"""Insert finished PDF pages into a handbook document in place of its chapters, or remove them again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ladder_export.core.document import Document, PrebuiltPages


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
