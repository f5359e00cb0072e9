"""This file says of a document, its look and its format what an artefact is a function of, in one digest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter

from ladder_export.document import Document, Leaf
from ladder_export.inputs import content_digest, font_digest, makers
from ladder_export.manifest import Artefact, Manifest
from ladder_export.model import Ladder, Level
from ladder_export.problems import Span
from ladder_export.theme import Look

NOWHERE = Span("")

# What of a level its own file and those of the ladder decide; all else of it is what others call it by.
WORDS = ("summary", "facts", "ratings", "sections", "span", "source")

# What of a ladder its files decide, and its levels, which are told apart from the rest.
FROM_FILES = ("levels", "sources", "labels", "blocks")


@dataclass(frozen=True, slots=True)
class Origin:
    """What an artefact comes from: the digest of all that decides its bytes and problems, its files, and where it begins there.

    `basis` is a digest of what its document was made from, empty where that is more than a ladder.
    """

    recipe: str
    sources: tuple[str, ...]
    span: Span
    basis: str = ""


def recipes(look: Look) -> Callable[[Document, str], str]:
    """A function from a document and a format to the digest of all that decides its bytes and problems in that look.

    Where the document's words stand does not count, nor does the folder of the theme.
    """
    shared = _shared(look)

    def recipe(document: Document, extension: str) -> str:
        return content_digest((shared, extension, _nowhere(document)))

    return recipe


def bases(ladder: Ladder, look: Look) -> Callable[[str, str, Sequence[Level]], str]:
    """A function from an edition, a format and the levels that a document is made of to a digest of all it can depend on.

    With the same basis a document has the same recipe, and need not be made to know that. The
    other way round nothing follows: it counts files byte by byte, and whatever levels are called.
    """
    named = attrgetter(*(one.name for one in fields(Level) if one.name not in WORDS))
    about = attrgetter(*(one.name for one in fields(Ladder) if one.name not in FROM_FILES))
    files = {source.path: source for source in (*ladder.sources, *(level.source for level in ladder.levels))}
    digests = {path: hashlib.sha256(source.data).digest() for path, source in files.items()}
    frame = (
        _shared(look),
        about(ladder),
        tuple(digests[source.path] for source in ladder.sources),
        tuple((*named(level), level.source.path) for level in ladder.levels),
    )
    shared = content_digest(frame)

    def basis(edition: str, extension: str, levels: Sequence[Level]) -> str:
        own = b"".join(digests[level.source.path] for level in levels)
        return hashlib.sha256(f"{shared} {edition} {extension} ".encode() + own).hexdigest()

    return basis


def lasting(before: Manifest | None) -> Mapping[str, Artefact]:
    """The artefacts of the last build, by path, whose recipe is known as long as their basis stays."""
    return (
        {one.path: one for one in before.artefacts if one.recipe and one.basis and not one.problems} if before else {}
    )


def _shared(look: Look) -> str:
    theme = look.theme
    return content_digest(
        (
            makers(),
            theme.digest,
            *(font_digest(*theme.font_place(font)) for font in (theme.deck.regular, theme.deck.bold)),
            *(getattr(look, one.name) for one in fields(look) if one.name != "theme"),
        )
    )


def _nowhere(document: Document) -> Document:
    """The document without the places it was read from, or files that were made of its chapters."""
    leaf = Leaf(_nowhere(document.leaf.document)) if document.leaf and document.leaf.document else None
    return replace(document, span=NOWHERE, sources=(), chapters=tuple(map(_nowhere, document.chapters)), leaf=leaf)
