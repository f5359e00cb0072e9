"""Reduce inline Markdown to what a ladder can print: no links to files, no pictures, no HTML."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from ladder_export.core.text import EXTERNAL_LINK, parse, split_code
from ladder_export.importers.ir import Page, Unplaced
from ladder_export.importers.level_names import NUMBER
from ladder_export.reading.text_checks import expand_shortcodes

LINK = re.compile(
    r"""(?<!\\)(?P<picture>!?)\[(?P<label>[^\[\]]*)\]\(\s*<?(?P<target>[^()\s<>]+(?:(?:[ ][^()\s<>]+)*\.(?:md|html?))?)>?(?:\s+["'](?P<title>[^"']*)["'])?\s*\)"""
)
COMMENT = re.compile(r"(?<!\\)<!--((?:(?!<!--).)*?)-->", re.DOTALL)
TAGS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
TAG = re.compile(rf"(?<!\\)</?({'|'.join(TAGS)})\s*>", re.IGNORECASE)
# HTML that only styles or places its text, and the attributes that hold no words.
ATTRIBUTE = r"""\s+(?:class|style|id|name|color|size|face|align|lang|dir|width|height|rel|target)\s*=\s*(?:"[^"<>]*"|'[^'<>]*')"""
NEUTRAL_TAG = re.compile(
    rf"(?<!\\)</?(?:small|span|u|font|sup|sub|mark|ins|big|center|picture)(?:{ATTRIBUTE})*\s*>", re.IGNORECASE
)
ANCHOR = re.compile(
    rf"""(?<!\\)<a(?:{ATTRIBUTE})*(?:\s+href\s*=\s*["'](?P<target>[^"'<>()\s]+)["'])?(?:{ATTRIBUTE})*\s*>(?P<label>[^<>\[\]]*)</a\s*>""",
    re.IGNORECASE,
)
IMAGE = re.compile(
    r"""(?<!\\)<img(?=[^<>]*\ssrc\s*=\s*["'](?P<target>[^"'<>()\s]+)["'])(?:[^<>]*?\salt\s*=\s*"(?P<label>[^"<>\[\]]*)")?[^<>]*>""",
    re.IGNORECASE,
)
BREAK = re.compile(r"(?<!\\)<br\s*/?>[ \t]*\n?", re.IGNORECASE)
HARD_BREAK = re.compile(r"(?:(?<! ) {2,}|\\)\n[ \t]*")
MARKUP = re.compile(r"[\\`<\[]|[^\S ]")  # anything that may be removed, end a line or be special whitespace
SPACES = re.compile(r"[ \t\n\f\v]+")

ICON_CATEGORIES = frozenset({"So", "Sk", "Sm", "Mn", "Me", "Cf", "Cn", "Co"})


@dataclass(frozen=True, slots=True)
class Removed:
    """Words or an address that were removed from a line since a ladder cannot print them, and the reason."""

    text: str
    why: str


FILE_LINK = "a link to a file does not work in print; its text is in the ladder"
PICTURE = "a picture cannot be printed; its description is in the ladder"
HIDDEN = "it is a comment"
TITLE_LINK = "a title cannot be a link; its text is in the ladder"


def sanitize(source: str) -> tuple[str, tuple[Removed, ...]]:
    """Return inline Markdown as a ladder can print it, and the parts that were removed.

    Links to other files, and pictures, are replaced by their text. Line breaks remain only where Markdown shows them.
    """
    source = source.strip()
    if not MARKUP.search(source):  # true of nearly every line, and much faster
        return SPACES.sub(" ", source) if "  " in source else source, ()
    pieces = split_code(source)
    removed: list[Removed] = []
    for position in range(0, len(pieces), 2):
        pieces[position] = BREAK.sub("\\\\\n", _without_markup(pieces[position], removed))  # in code, a tag is text
    parts = HARD_BREAK.split("".join(pieces))
    return "\\\n".join(line for line in (SPACES.sub(" ", line).strip() for line in parts) if line), tuple(removed)


@dataclass(slots=True)
class UnplacedCollector:
    """A page that is being read, and the text of it found so far that has no place in a ladder."""

    page: Page
    unplaced: list[Unplaced] = field(default_factory=list)

    def add_unplaced(self, line: int, text: str, why: str) -> None:
        """Record text that has no place in the ladder, with its line and the reason."""
        self.unplaced.append(Unplaced(self.page.file, line, text, why))

    def inline(self, source: str, line: int) -> str:
        """Return inline Markdown without links to files, pictures and HTML.

        The removed parts are recorded as unplaced text of the page's line `line`.
        """
        return self._collect(sanitize(source), line)

    def heading(self, source: str, line: int) -> str:
        """Return a heading as plain text, without styles, links and pictures.

        The addresses of its links and pictures are recorded as unplaced text of the page's line `line`.
        """
        return self._collect(to_plain_title(source), line)

    def _collect(self, result: tuple[str, tuple[Removed, ...]], line: int) -> str:
        """Record what was removed and return the text."""
        text, parts = result
        for removal in parts:
            self.add_unplaced(line, removal.text, removal.why)
        return text


def link_targets(source: str) -> Iterator[str]:
    """Yield the address of every link in inline Markdown."""
    for match in LINK.finditer(source):
        yield match["target"]


def linked_file(target: str) -> str:
    """Return the name of the file that a link's address leads to, in lower case.

    Empty for a link to a heading of the same page.
    """
    return target.partition("#")[0].rstrip("/").rpartition("/")[2].replace("%20", " ").casefold()


@lru_cache(maxsize=4096)  # every dialect asks for the same headings
def to_plain_title(source: str) -> tuple[str, tuple[Removed, ...]]:
    """Return inline Markdown as a title without styles and links, and the parts that were removed, with reasons."""
    text, removed = sanitize(source)
    shown = parse(text, "")
    links = tuple(Removed(run.href, TITLE_LINK) for run in shown.runs if run.href)
    return SPACES.sub(" ", shown.plain).strip(), (*removed, *links)


def split_icon(title: str) -> tuple[str, str]:
    """Return the emoji at the start of a title, and the title without it; a number before the emoji is dropped, too.

    The emoji is empty if the title does not begin with one, or has no other text.
    """
    title = NUMBER.sub("", expand_shortcodes(title))
    first, _, rest = title.partition(" ")
    is_icon = not first.isascii() and all(unicodedata.category(char) in ICON_CATEGORIES for char in first)
    return (first, rest.strip()) if is_icon and rest.strip() else ("", title)


def _as_markdown(text: str) -> str:
    """Return text with HTML links and pictures as Markdown, and without anchors and tags that only style their text."""

    def linked(match: re.Match[str]) -> str:
        return f"[{match['label']}]({match['target']})" if match["target"] else match["label"]

    text = NEUTRAL_TAG.sub("", text)
    return IMAGE.sub(lambda match: f"![{match['label'] or ''}]({match['target']})", ANCHOR.sub(linked, text))


def _without_markup(text: str, removed: list[Removed]) -> str:
    """Return text without comments, file links and pictures; append what was removed to `removed`."""

    def worded(match: re.Match[str]) -> str:
        if not match["picture"] and EXTERNAL_LINK.match(match["target"]):
            return match[0]
        target = " ".join(word for word in (match["target"], match["title"]) if word)
        removed.append(Removed(target, PICTURE if match["picture"] else FILE_LINK))
        return match["label"]

    def noted(match: re.Match[str]) -> str:
        removed.append(Removed(match[1].strip(), HIDDEN))
        return ""

    text = COMMENT.sub(noted, text) if "-->" in text else text
    text = _as_markdown(text) if "<" in text else text
    # Twice, since a link may contain a picture.
    for _ in range(2):
        text = LINK.sub(worded, text)
    return TAG.sub(lambda match: TAGS[match[1].lower()], text)
