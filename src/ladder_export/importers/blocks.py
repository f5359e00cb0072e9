"""Blocks of a page, the same for Markdown and HTML: headings, paragraphs, lists, tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list: its blocks, and its number as printed (empty in a bulleted list)."""

    blocks: tuple[PageBlock, ...]
    number: str
    line: int


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A block of a page. `text` is inline Markdown with its line breaks; `level` is a heading's, from 1 to 6.

    "opening" holds the summary of a <details> element, "closing" is its end; "markup" cannot be printed.
    "table" has its cells in `rows`, as a CSV file would have them: list items on lines that begin with `- `.
    `lines` has the line on which each row begins; empty where all have the block's line.
    """

    kind: Literal["heading", "paragraph", "quote", "list", "opening", "closing", "markup", "table"]
    line: int
    text: str = ""
    level: int = 0
    items: tuple[ListItem, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[int, ...] = ()
