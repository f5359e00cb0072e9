"""This file is the files that travel inside a document, or lie beside it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside a document: the source it was made from."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Download:
    """A file that lies beside a document: what it is called, its path from there, its format and its bytes' sum."""

    name: str
    path: str
    format: str
    bytes: int
    sha256: str
