"""Files that are embedded in a document or that a web page offers for download."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file embedded in a PDF: a YAML source that the document was made from."""

    name: str
    data: bytes = field(repr=False)


CARD_WIDTH_PX, CARD_HEIGHT_PX = 1200, 630  # the size that services which show links ask for


@dataclass(frozen=True, slots=True)
class SocialCard:
    """The preview picture that chats show for a link; `address` is its absolute URL, `alt` its alternative text."""

    address: str
    alt: str
    width_px: int = CARD_WIDTH_PX
    height_px: int = CARD_HEIGHT_PX


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a web page offers: its path relative to the page, size in bytes, SHA-256 in hexadecimal."""

    name: str
    path: str
    format: str
    bytes: int
    sha256: str
