"""Parse plain Markdown (headings, paragraphs, bulleted lists) without markdown-it: most pages hold nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ladder_export.importers.blocks import ListItem, PageBlock, as_quote

MakeParagraph = Callable[[str, int], Iterable[PageBlock]]
"""What a paragraph is, given its text and its line."""

HEADING = re.compile(r"(#{1,6}) +([^\s#].*?) *")
ITEM = re.compile(r"( *)([-*+]) (?=\S)")
# Lines that need the full parser: quotes, code, HTML, numbered lists, rules and underlined headings.
SPECIAL_LINE = re.compile(
    r" *+(?:[>#<\t]|```|~~~|[0-9]{1,9}[.)](?:[ \t]|$)|[-*+](?:[ \t]|$)|=+[ \t]*$|-+[ \t]*$|[-*_](?:[ \t]*[-*_]){2,}[ \t]*$|\s*$)"
)
# A line that opens a block which a heading does not end.
UNBOUNDED = re.compile(r"^[ >*+-]*(?:[0-9]+[.)] *)?(?:```|~~~|<)", re.MULTILINE)


@dataclass(slots=True)
class _List:
    """An open list: its mark, the indents of mark and text, and each item's line and blocks."""

    indent: int
    offset: int
    mark: str
    line: int
    items: list[tuple[int, list[PageBlock]]] = field(default_factory=list)

    def finish(self) -> PageBlock:
        """Return the list as a block."""
        return PageBlock(
            "list", self.line, items=tuple(ListItem(tuple(blocks), "", line) for line, blocks in self.items)
        )


class _NotPlain(Exception):
    """Raised for a line that is not plain, or might not be."""


@dataclass(slots=True)
class _PlainParser:
    """Parser state: finished blocks, open lists, and lines of the open paragraph."""

    paragraph: MakeParagraph
    blocks: list[PageBlock] = field(default_factory=list)
    open: list[_List] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    line: int = 0
    quoted: bool = False

    def end_text(self) -> None:
        """Close the paragraph and add it to the innermost item or the page."""
        if self.text:
            target = self.open[-1].items[-1][1] if self.open else self.blocks
            paragraphs = self.paragraph("\n".join(self.text).strip(), self.line)
            target.extend(map(as_quote, paragraphs) if self.quoted else paragraphs)
            self.text, self.quoted = [], False

    def end_lists(self, depth: int) -> None:
        """Close all lists except the `depth` outermost ones."""
        while len(self.open) > depth:
            finished = self.open.pop().finish()
            (self.open[-1].items[-1][1] if self.open else self.blocks).append(finished)

    def depth(self, indent: int) -> int:
        """Return how many of the open lists contain a line with this indent. Raises _NotPlain for indented code."""
        depth = 0
        for open_list in self.open:
            depth += open_list.offset <= indent
        if indent - (self.open[depth - 1].offset if depth else 0) > 3:  # noqa: PLR2004  # four spaces make code
            raise _NotPlain
        return depth

    def add_item(self, indent: int, mark: str, text: str, line: int) -> None:
        """Add a line that begins an item."""
        self.end_text()
        depth = self.depth(indent)
        beside = self.open[depth] if depth < len(self.open) else None
        if beside and beside.mark == mark:
            if beside.indent != indent:
                raise _NotPlain
            self.end_lists(depth + 1)
        else:
            self.end_lists(depth)
            self.open.append(_List(indent, indent + 2, mark, line))
        self.open[-1].items.append((line, []))
        self.text, self.line = [text], line

    def add_text(self, source: str, line: int) -> None:
        """Add a line of a paragraph."""
        indent = len(source) - len(source.lstrip(" "))
        if self.quoted:
            raise _NotPlain
        if not self.text:
            depth = self.depth(indent)
            if indent != (self.open[depth - 1].offset if depth else 0):
                raise _NotPlain
            self.end_lists(depth)
            self.line = line
        self.text.append(source[min(indent, self.open[-1].offset if self.open else 0) :])

    def add_quote(self, text: str, line: int) -> None:
        """Add a line of a quote."""
        if not self.quoted:
            self.end_text()
            self.end_lists(0)
            self.line, self.quoted = line, True
        self.text.append(text)

    def add_heading(self, mark: str, title: str, line: int) -> None:
        """Add a heading, which closes all open blocks."""
        self.end_text()
        self.end_lists(0)
        if title.rstrip().endswith("#"):
            raise _NotPlain
        self.blocks.append(PageBlock("heading", line, title.strip(), len(mark)))

    def add(self, source: str, line: int) -> None:
        """Add a line."""
        if not source.strip(" "):
            self.end_text()
        elif source[0] == "#" and (match := HEADING.fullmatch(source)):
            self.add_heading(match[1], match[2], line)
        elif (match := ITEM.match(source)) and not SPECIAL_LINE.match(source, match.end()):
            self.add_item(len(match[1]), match[2], source[match.end() :], line)
        elif match:
            raise _NotPlain
        else:
            self.add_other(source, line)

    def add_other(self, source: str, line: int) -> None:
        """Add a line of a quote or paragraph."""
        if source.startswith("> ") and source[2:3].strip() and not SPECIAL_LINE.match(source, 2):
            self.add_quote(source[2:], line)
        elif "\t" in source or SPECIAL_LINE.match(source):
            raise _NotPlain
        else:
            self.add_text(source, line)


def plain_blocks(lines: Sequence[str], numbers: Sequence[int], paragraph: MakeParagraph) -> list[PageBlock] | None:
    """Parse lines of plain Markdown into blocks; `numbers` are the numbers of these lines in the page.

    `paragraph` makes the blocks of a paragraph from its text and line number. Returns None if a line is not plain: then
    a full parser is needed.
    """
    parser = _PlainParser(paragraph)
    try:
        for source, line in zip(lines, numbers, strict=True):
            parser.add(source, line)
    except _NotPlain:
        return None
    parser.end_text()
    parser.end_lists(0)
    return parser.blocks
