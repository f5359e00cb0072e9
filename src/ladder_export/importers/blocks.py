"""Blocks of a page, such as headings, paragraphs, lists and tables; the same for Markdown and HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list on a page: its blocks, and its number as printed (empty in a bulleted list)."""

    blocks: tuple[PageBlock, ...]
    number: str
    line: int


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A block of a page, such as a heading or list, on the page's line `line`.

    `text` is inline Markdown with its line breaks; `level` is a heading's, from 1 to 6. "opening" holds the summary of
    a <details> element, "closing" is its end; "markup" cannot be printed. "table" has its cells in `rows`, as a CSV
    file would have them: list items on lines that begin with `- `. `lines` has the line on which each row begins; empty
    where all have the block's line.
    """

    kind: Literal["heading", "paragraph", "quote", "list", "opening", "closing", "markup", "table"]
    line: int
    text: str = ""
    level: int = 0
    items: tuple[ListItem, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[int, ...] = ()


def as_quote(block: PageBlock) -> PageBlock:
    """Return a paragraph as a block quote, blocks of other kinds as they are."""
    return PageBlock("quote", block.line, block.text) if block.kind == "paragraph" else block


def code_lines(text: str) -> str:
    """Return preformatted text as inline code in Markdown, a line each; empty where there is no text."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "\\\n".join(f"`{line}`" if "`" not in line else f"`` {line} ``" for line in lines)
