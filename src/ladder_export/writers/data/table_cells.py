"""The cells of a comparison table in a spreadsheet: statements with bullets, one per line, as `import` reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ladder_export.core.document import Bullets, Document, Grid, Item, Prose
from ladder_export.core.text import Run, Text, escape_unsupported, parse, plain_text
from ladder_export.core.ui_strings import ui_strings

BULLET = "• "  # no dash: spreadsheets take a dash for the beginning of a formula
NESTING_INDENT = "    "  # per level of nesting
HARD_BREAK = re.compile(r"(?:(?<! ) {2,}|\\)\n[ \t]*|\n[ \t]*(?:\n[ \t]*)+")
MARKUP = re.compile(r"[\\`*_\[\]<&]")
BULLET_START = re.compile(r"(?:[-*]|[0-9]{1,2}[.)])\s")  # text that looks like an item

CellFormatter = Callable[[Text], Text]
"""Returns a text as it stands in a cell."""


def as_markdown(language: str, text: Text) -> Text:
    """Return a text as the Markdown from which it was read, one line for each of its lines.

    A text that was not read from Markdown is escaped, so that it stays the same when read as Markdown. `language` is
    that of the text.
    """
    source = text.source
    if parse(source, language).plain != text.plain:
        source = text.plain if parse(text.plain, "").plain == text.plain else MARKUP.sub(r"\\\g<0>", text.plain)
    lines = (" ".join(line.split()) for line in HARD_BREAK.split(escape_unsupported(source.strip())))
    return plain_text("\n".join(line for line in lines if line))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a spreadsheet: a title, then cells, each a tuple of lines.

    A row without cells is the heading of the rows below it.
    """

    title: Text
    cells: tuple[tuple[Text, ...], ...]


def grid_of(document: Document) -> Grid:
    """Return the comparison table of a document. Raises StopIteration for a document without one."""
    pieces = (piece for section in document.sections for piece in section.pieces)
    return next(piece for piece in pieces if isinstance(piece, Grid))


def header_row(document: Document) -> tuple[Text, ...]:
    """Return the header row of a document's table as plain text: the label of row titles, then each column's name.

    A column's name ends with its watermark in brackets, such as "(Draft)", if it has one.
    """
    grid = grid_of(document)
    names = (f"{column.name} ({column.watermark})" if column.watermark else column.name for column in grid.columns)
    return tuple(plain_text(name) for name in (grid.label, *names))


def rows(document: Document, *, markdown: bool) -> Iterator[Row]:
    """Yield the rows of a document's table below the header.

    Each group of rows begins with a heading row if there are groups such as facts and ratings, else there are no
    heading rows. With `markdown`, texts of cells are Markdown, else styled text. Titles are never Markdown.
    """
    grid, examples = grid_of(document), ui_strings(document.language).examples
    formatter = partial(as_markdown, document.language) if markdown else None
    has_titled_groups = any(band.brief for band in grid.row_groups)
    for band in grid.row_groups:
        if has_titled_groups:
            yield Row(plain_text(band.title), ())
        for line in band.rows:
            title = " ".join(text for text in (line.icon, line.title) if text)
            cells = tuple(tuple(cell_lines(cell, formatter, examples)) for cell in line.cells)
            yield Row(plain_text(title), cells)


def cell_lines(cell: Sequence[Prose | Bullets], formatter: CellFormatter | None, examples: str) -> Iterator[Text]:
    """Yield the lines of text in a table cell: paragraphs, and list items with bullets.

    `formatter` converts each text, for example to Markdown; None leaves it as styled text. `examples` is the word for
    "Examples" that stands above examples.
    """
    has_bullets = any(isinstance(piece, Bullets) for piece in cell)
    for piece in cell:
        if isinstance(piece, Prose):
            paragraphs = map(formatter, piece.paragraphs) if formatter else iter(piece.paragraphs)
            yield from map(_escape_bullet, paragraphs) if formatter and has_bullets else paragraphs
            continue
        if piece.role == "examples":
            yield plain_text(f"{examples}:")
        yield from _points(piece.items, formatter, examples)


def _points(items: Iterable[Item], formatter: CellFormatter | None, examples: str, depth: int = 0) -> Iterator[Text]:
    """Yield one line per item; nested items, and lines after a hard break, are indented."""
    indent, inner = NESTING_INDENT * depth, NESTING_INDENT * (depth + 1)
    for item in items:
        yield _with_prefix(f"{indent}{BULLET}", _indent_breaks(formatter(item.text) if formatter else item.text, inner))
        yield from _points(item.children, formatter, examples, depth + 1)
        if item.examples:
            yield plain_text(f"{inner}{examples}:")
            yield from _points(item.examples, formatter, examples, depth + 1)


def _with_prefix(prefix: str, text: Text) -> Text:
    return Text((Run(prefix), *text.runs), text.source)


def _indent_breaks(text: Text, indent: str) -> Text:
    return Text(tuple(replace(run, text=run.text.replace("\n", f"\n{indent}")) for run in text.runs), text.source)


def _escape_bullet(text: Text) -> Text:
    """Return a paragraph between items, escaped if it begins like an item."""
    return _with_prefix("\\", text) if BULLET_START.match(text.plain) else text
