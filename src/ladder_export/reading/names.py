"""This file holds how ids come about and which of them can name a file on every system."""

from __future__ import annotations

import re
import unicodedata

# Windows keeps these for devices, whatever ending they have.
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)

MOST_BYTES = 200  # file systems stop at 255, and endings are added


def is_safe(name: str) -> bool:
    """Whether a file of that name can exist on Linux, macOS and Windows, and be seen there."""
    return (
        bool(name)
        and all(_is_safe(char) for char in name)
        and not name.startswith(".")
        and not name.endswith(".")
        and not RESERVED.fullmatch(name)
        and len(name.encode()) <= MOST_BYTES
    )


def slug(text: str) -> str:
    """The text as an id: small letters, digits and hyphens; empty when it has no letter or digit."""
    words = "".join(char if _is_safe(char) else " " for char in text.casefold()).split()
    name = "-".join(words).strip("-._")
    name = f"{name}-level" if RESERVED.fullmatch(name) else name
    return name.encode()[:MOST_BYTES].decode("utf-8", "ignore").rstrip("-._")


def folded(name: str) -> str:
    """What a file system that ignores case and Unicode forms takes a name for."""
    return unicodedata.normalize("NFC", name).casefold()


def spoken(name: str) -> str:
    """An id as a title: `cloud-security` as Cloud security."""
    words = " ".join(name.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:]


def _is_safe(char: str) -> bool:
    return char.isalnum() or char in "-_." or unicodedata.category(char).startswith("M")
