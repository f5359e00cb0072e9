"""Fill the chapters of a document with the finished pages of other documents, or remove these pages again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ladder_export.core.document import Document, PrebuiltPages


def with_prebuilt_pages(document: Document, pages_of: Callable[[Document], PrebuiltPages]) -> Document:
    """Return the document with the pages that `pages_of` provides in place of each chapter that reuses another document."""
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
    """Return the document without the finished pages of its chapters, so that it has only problems of its own."""
    return replace(document, chapters=tuple(map(without_prebuilt_pages, document.chapters)), prebuilt_pages=None)
