"""The whole ladder as JSON data for other programs."""

from __future__ import annotations

import json

from ladder_export.core.document import Document
from ladder_export.theme import RenderSettings
from ladder_export.writers import RenderedFile


def render(document: Document, settings: RenderSettings) -> RenderedFile:
    """Render a document's data as UTF-8 JSON, indented by two spaces; keys are in the order in which the data has them.

    `count` of the result is the number of levels.
    """
    del settings  # data has no design
    text = json.dumps(document.record, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    tracks = document.record.get("tracks", ())
    levels = sum(len(track["levels"]) for track in tracks) if isinstance(tracks, tuple) else 0
    return RenderedFile(text.encode(), levels)


def versions() -> dict[str, str]:
    """Return an empty mapping: no library decides the bytes of the file."""
    return {}
