"""This file turns a document's record into JSON, for programs."""

from __future__ import annotations

import json

from ladder_export.core.document import Document
from ladder_export.theme import RenderSettings
from ladder_export.writers import RenderedFile


def write(document: Document, settings: RenderSettings) -> RenderedFile:
    """The record as UTF-8, two spaces deep, in its own order; `count` is how many levels it has."""
    del settings  # data looks the same in every theme
    text = json.dumps(document.record, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    tracks = document.record.get("tracks", ())
    levels = sum(len(track["levels"]) for track in tracks) if isinstance(tracks, tuple) else 0
    return RenderedFile(text.encode(), levels)


def engines() -> dict[str, str]:
    """No library decides the bytes."""
    return {}
