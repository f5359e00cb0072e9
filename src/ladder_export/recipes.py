"""This file says of a document, its look and its format what an artefact is a function of, in one digest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

from ladder_export.document import Document, Leaf
from ladder_export.inputs import content_digest, font_digest, makers
from ladder_export.problems import Span
from ladder_export.theme import Look

NOWHERE = Span("")


@dataclass(frozen=True, slots=True)
class Origin:
    """What an artefact comes from: the digest of all that decides its bytes and problems, its files, and where it begins there."""

    recipe: str
    sources: tuple[str, ...]
    span: Span


def recipes(look: Look) -> Callable[[Document, str], str]:
    """A function from a document and a format to the digest of all that decides its bytes and problems in that look.

    Where the document's words stand does not count, nor does the folder of the theme.
    """
    theme = look.theme
    shared = content_digest(
        (
            makers(),
            theme.digest,
            *(font_digest(theme.folder, font) for font in (theme.deck.regular, theme.deck.bold)),
            *(getattr(look, one.name) for one in fields(look) if one.name != "theme"),
        )
    )

    def recipe(document: Document, extension: str) -> str:
        return content_digest((shared, extension, _nowhere(document)))

    return recipe


def _nowhere(document: Document) -> Document:
    """The document without the places it was read from, or files that were made of its chapters."""
    leaf = Leaf(_nowhere(document.leaf.document)) if document.leaf else None
    return replace(document, span=NOWHERE, sources=(), chapters=tuple(map(_nowhere, document.chapters)), leaf=leaf)
