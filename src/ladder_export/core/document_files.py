"""Files that are embedded in a document or offered beside it for download."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file embedded in a document: a source it was made from."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Download:
    """A file offered beside a document: its name, its path relative to the document, its format, size and SHA-256."""

    name: str
    path: str
    format: str
    bytes: int
    sha256: str
