"""Blocks of a page, such as headings, paragraphs, lists and tables; the same for Markdown and HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list on a page: its blocks (paragraphs, nested lists …), and the line on which it begins.

    `number` is the item's number as printed, empty in a bulleted list.
    """

    blocks: tuple[PageBlock, ...]
    number: str
    line: int


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A block of a page, such as a heading or list, which begins on the page's line `line`.

    `text` is inline Markdown with its line breaks. `level` is the depth of a heading: 1 to 6, or 7 and more for a bold
    line that is read as a heading. `items` are those of a list. The kinds "opening" and "closing" are the start and end
    of a <details> element; an opening has the element's summary as text. "markup" is HTML that cannot be printed.

    `rows` are the cells of a table. A list in a cell has a line for each item, which begins with `- `. `lines` has the
    line of the page on which each row begins; it is empty if all rows are on the block's line.
    """

    kind: Literal["heading", "paragraph", "quote", "list", "opening", "closing", "markup", "table"]
    line: int
    text: str = ""
    level: int = 0
    items: tuple[ListItem, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[int, ...] = ()


def as_quote(block: PageBlock) -> PageBlock:
    """Return a paragraph as a block quote; return a block of any other kind unchanged."""
    return PageBlock("quote", block.line, block.text) if block.kind == "paragraph" else block


def code_lines(text: str) -> str:
    """Return preformatted text as Markdown, each of its lines as inline code; empty if it has no text."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "\\\n".join(f"`{line}`" if "`" not in line else f"`` {line} ``" for line in lines)
