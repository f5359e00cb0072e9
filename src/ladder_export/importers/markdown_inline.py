"""This file cleans inline Markdown of what no ladder can print: links to nowhere, pictures, HTML; icons are taken apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from ladder_export.core.text import LIVE_LINK, parse, split_code
from ladder_export.importers.ir import Page, Unplaced
from ladder_export.importers.level_names import NUMBER
from ladder_export.reading.text_checks import with_emoji

LINK = re.compile(
    r"""(?<!\\)(?P<picture>!?)\[(?P<label>[^\[\]]*)\]\(\s*<?(?P<target>[^()\s<>]+)>?(?:\s+["'](?P<title>[^"']*)["'])?\s*\)"""
)
COMMENT = re.compile(r"(?<!\\)<!--((?:(?!<!--).)*?)-->", re.DOTALL)
TAGS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
TAG = re.compile(rf"(?<!\\)</?({'|'.join(TAGS)})\s*>", re.IGNORECASE)
BREAK = re.compile(r"(?<!\\)<br\s*/?>[ \t]*\n?", re.IGNORECASE)
HARD_BREAK = re.compile(r"(?:(?<! ) {2,}|\\)\n[ \t]*")
MARKUP = re.compile(r"[\\`<\[]|[^\S ]")  # what may be taken out, end a line or be a space of its own
SPACES = re.compile(r"[ \t\n\f\v]+")

ICON_CATEGORIES = frozenset({"So", "Sk", "Sm", "Mn", "Me", "Cf", "Cn", "Co"})


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken out of a line, and why."""

    text: str
    why: str


FILE_LINK = "a link to a file leads nowhere in print; its words were kept"
PICTURE = "a picture cannot be printed; its words were kept"
HIDDEN = "a comment is not text of the ladder"
TITLE_LINK = "a title cannot be a link; its words were kept"


def sanitize(source: str) -> tuple[str, tuple[Removed, ...]]:
    """Inline Markdown as a ladder prints it, in one line but for hard breaks; and what was taken out of it.

    Links that lead to other files, and pictures, become their words.
    """
    source = source.strip()
    if not MARKUP.search(source):  # nearly every line, at a tenth of the time
        return SPACES.sub(" ", source) if "  " in source else source, ()
    pieces = split_code(source)
    removed: list[Removed] = []
    for position in range(0, len(pieces), 2):
        pieces[position] = _without_markup(pieces[position], removed)
    parts = HARD_BREAK.split(BREAK.sub("\\\\\n", "".join(pieces)))
    return "\\\n".join(part for part in (SPACES.sub(" ", part).strip() for part in parts) if part), tuple(removed)


@dataclass(slots=True)
class UnplacedCollector:
    """What stands in a page and has no place in a ladder, gathered while the page is read."""

    page: Page
    unplaced: list[Unplaced] = field(default_factory=list)

    def add_unplaced(self, line: int, text: str, why: str) -> None:
        """Note text that has no place."""
        self.unplaced.append(Unplaced(self.page.file, line, text, why))

    def inline(self, source: str, line: int) -> str:
        """Return inline Markdown as a ladder prints it; what is taken out of it is noted."""
        return self._collect(sanitize(source), line)

    def heading(self, source: str, line: int) -> str:
        """Return a title without style; where a link in it leads is noted."""
        return self._collect(to_plain_title(source), line)

    def _collect(self, cleaned: tuple[str, tuple[Removed, ...]], line: int) -> str:
        text, removed = cleaned
        for one in removed:
            self.add_unplaced(line, one.text, one.why)
        return text


def link_targets(source: str) -> Iterator[str]:
    """The address of every link."""
    for found in LINK.finditer(source):
        yield found["target"]


@lru_cache(maxsize=4096)  # the same headings are looked at by every reader
def to_plain_title(source: str) -> tuple[str, tuple[Removed, ...]]:
    """Inline Markdown as a title, without any style; and what was taken out of it."""
    text, removed = sanitize(source)
    shown = parse(text, "")
    links = tuple(Removed(run.href, TITLE_LINK) for run in shown.runs if run.href)
    return SPACES.sub(" ", shown.plain).strip(), (*removed, *links)


def split_icon(title: str) -> tuple[str, str]:
    """Return the emoji a title begins with, and the rest, without a number before it; a title that is all emoji has none."""
    title = NUMBER.sub("", with_emoji(title))
    first, _, rest = title.partition(" ")
    is_icon = not first.isascii() and all(unicodedata.category(char) in ICON_CATEGORIES for char in first)
    return (first, rest.strip()) if is_icon and rest.strip() else ("", title)


def _without_markup(text: str, removed: list[Removed]) -> str:
    def worded(found: re.Match[str]) -> str:
        if not found["picture"] and LIVE_LINK.match(found["target"]):
            return found[0]
        target = " ".join(part for part in (found["target"], found["title"]) if part)
        removed.append(Removed(target, PICTURE if found["picture"] else FILE_LINK))
        return found["label"]

    def noted(found: re.Match[str]) -> str:
        removed.append(Removed(found[1].strip(), HIDDEN))
        return ""

    text = COMMENT.sub(noted, text) if "-->" in text else text
    # A picture may stand in a link.
    for _ in range(2):
        text = LINK.sub(worded, text)
    return TAG.sub(lambda found: TAGS[found[1].lower()], text)
