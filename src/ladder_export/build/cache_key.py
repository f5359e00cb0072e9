"""Cache keys of output files: digests of a document, its format, and everything that decides its appearance."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import fields, replace

from ladder_export.core.document import Document
from ladder_export.core.manifest import CacheKey
from ladder_export.core.problems import Span
from ladder_export.fingerprint.canonical_hash import canonical_digest
from ladder_export.fingerprint.canonical_json import canonical_json
from ladder_export.fingerprint.inputs import font_digest
from ladder_export.fingerprint.toolchain import toolchain_id
from ladder_export.theme import RenderSettings

SHORT_DIGEST_LENGTH = 16  # hexadecimal digits; enough for digests of which there are few
NO_LOCATION = Span("")


def cache_key_function(settings: RenderSettings) -> Callable[[Document, str], CacheKey]:
    """Return a function `(document, format) -> CacheKey` for these settings, to tell whether a file must be made again.

    The function's `format` is a name such as "pdf". Line numbers of the sources do not change a key, nor does the
    folder in which the theme lies.
    """
    theme, options, engine = (
        _theme_digest(settings),
        _options_digest(settings),
        canonical_digest(toolchain_id())[:SHORT_DIGEST_LENGTH],
    )

    def cache_key(document: Document, extension: str) -> CacheKey:
        said = hashlib.sha256(extension.encode() + b" " + _document_digest(document)).hexdigest()
        return CacheKey(said, theme, options, engine)

    return cache_key


def _theme_digest(settings: RenderSettings) -> str:
    theme = settings.theme
    fonts = (font_digest(*theme.font_location(font)) for font in (theme.deck.regular, theme.deck.bold))
    return canonical_digest((theme.digest, *fonts))[:SHORT_DIGEST_LENGTH]


def _options_digest(settings: RenderSettings) -> str:
    return canonical_digest(
        tuple(getattr(settings, field.name) for field in fields(settings) if field.name != "theme")
    )[:SHORT_DIGEST_LENGTH]


def _document_digest(document: Document) -> bytes:
    """Return the digest of a document without source locations and prebuilt pages.

    No two types of piece have the same fields, so different documents have different JSON.
    """
    bare = replace(document, span=NO_LOCATION, sources=(), chapters=(), prebuilt_pages=None)
    digest = hashlib.sha256(canonical_json(bare))
    for (
        chapter
    ) in document.chapters:  # one by one: the JSON of a handbook with thousands of levels takes hundreds of megabytes
        digest.update(b" chapter " + _document_digest(chapter))
    if document.prebuilt_pages and document.prebuilt_pages.document:
        digest.update(b" leaf " + _document_digest(document.prebuilt_pages.document))
    return digest.digest()
