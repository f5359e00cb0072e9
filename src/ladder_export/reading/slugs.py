"""Make ids from titles and titles from ids, and check that an id can be a file name on every system."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ladder_export.core.artefact_path import WINDOWS_DEVICE_NAME, name_fault

COPY = re.compile(r"(.+?)(?:\(\d+\)|(?:copy|kopie|copie|copia)(?:[ _-]?\(?\d+\)?)?)", re.IGNORECASE)
MAX_ID_BYTES = 120  # a promotion guide is named after two ids, and file systems stop at 255
MAX_SHOWN_CHARACTERS = 50  # characters of a name in a message


def id_fault(name: str, *, allow_spaces: bool = False) -> str:
    """Return why a name cannot be an id, in words that end a sentence, such as "is too long …"; empty if it can.

    An id has letters, digits, hyphens, underscores and dots. With `allow_spaces` it may have spaces, as the names of
    folders of tracks do.
    """
    if len(name.encode("utf-8", "surrogatepass")) > MAX_ID_BYTES:
        return f"is too long for a file name: {len(name):,} characters"
    if " " in name and not allow_spaces and not id_fault(name.replace(" ", "")):
        return "contains a space, which a level's file name cannot contain"
    if name_fault(name) or not all(_is_safe(char) or (allow_spaces and char == " ") for char in name):
        return "cannot be the name of a file on every system"
    return ""


def original_of_copy(name: str) -> str:
    """Return the name that a copy of a file was made from: `d1` for `d1 copy` or `d1 (2)`; empty for any other name."""
    match = COPY.fullmatch(name)
    return match[1].rstrip(" -_") if match else ""


def shorten_name(name: str) -> str:
    """Return a name for use in a message: of a long one only the beginning, with an ellipsis."""
    return name if len(name) <= MAX_SHOWN_CHARACTERS else f"{name[: MAX_SHOWN_CHARACTERS - 1]}…"


@lru_cache(maxsize=16_384)  # the levels of a ladder have the same areas
def slug(text: str) -> str:
    """Return an id made from text: `cloud-security` from "Cloud Security!"; empty if it has no letter or digit."""
    words = "".join(char if _is_safe(char) else " " for char in unicodedata.normalize("NFC", text.casefold())).split()
    name = "-".join(words).strip("-._")
    name = f"{name.replace('.', '-')}-level" if WINDOWS_DEVICE_NAME.fullmatch(name) else name
    return name.encode()[:MAX_ID_BYTES].decode("utf-8", "ignore").rstrip("-._")


def title_from_id(name: str) -> str:
    """Return a title made from an id, such as "Cloud security" from `cloud-security`."""
    words = " ".join(name.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:]


def _is_safe(char: str) -> bool:
    return char.isalnum() or char in "-_." or unicodedata.category(char).startswith("M")
