"""This file is what a page consists of, whether it is written in Markdown or HTML: headings, paragraphs, lists, tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list: its blocks, and its number as readers see it (empty in a list with bullets)."""

    blocks: tuple[PageBlock, ...]
    number: str
    line: int


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A stretch of a page. `text` is inline Markdown with its line breaks; `level` is a heading's, from 1 to 6.

    "opening" holds the summary of a <details>, "closing" is its end; "markup" is what cannot be
    printed; "table" has its cells in `rows`, each with line feeds and `- ` as a cell of CSV would have them, and in `lines`
    where each row begins.
    """

    kind: Literal["heading", "paragraph", "quote", "list", "opening", "closing", "markup", "table"]
    line: int
    text: str = ""
    level: int = 0
    items: tuple[ListItem, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[int, ...] = ()
