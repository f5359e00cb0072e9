"""Documents as Markdown that people edit and `import` reads back: headings, lists, folded examples."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from ladder_export.core.document import (
    BeforeAfter,
    BlankTable,
    Bullets,
    Document,
    EvidenceTable,
    Facts,
    FormFields,
    Grid,
    Item,
    Piece,
    Prose,
    RatingTable,
    Section,
    TrackProgress,
)
from ladder_export.core.radar import Radar
from ladder_export.core.text import Text, escape_unsupported
from ladder_export.core.ui_strings import ui_strings
from ladder_export.theme import RenderSettings
from ladder_export.writers import RenderedFile

# Beginnings of a heading, quote, list, table, code block or rule.
BLOCK_START = re.compile(r"(?=#{1,6}(?:\s|$)|[-+*](?:\s|$)|>|`{3,}[^`]*$|~~~|=+\s*$|(?:[-_*]\s*){2,}$|\[[^\]]*\]:|\|)")
NUMBERED = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")
HARD_BREAK = re.compile(r"(?:(?<! ) {2,}|\\)\n[ \t]*|\n[ \t]*(?:\n[ \t]*)+")

TITLE_MARKUP = re.compile(r"[\\`*\[\]<]|&(?=#?\w+;)|(?<!\w)_|_(?!\w)|(?<!#)#(?=#*\s*$)")

INDENT = "  "


def versions() -> Mapping[str, str]:
    """Return an empty mapping: no library decides the bytes of the file."""
    return {}


def render(document: Document, settings: RenderSettings) -> RenderedFile:
    """Render a document as Markdown in UTF-8, the same for every theme and paper.

    `count` of the result is the number of lines.
    """
    del settings
    text = "\n\n".join(_chapters(document)) + "\n"
    return RenderedFile(text.encode(), text.count("\n"))


def _chapters(document: Document) -> Iterator[str]:
    """Yield everything that is separated by empty lines."""
    examples = ui_strings(document.language).examples
    yield from _front_matter(document.record)
    code = "" if document.code == document.title else document.code
    yield f"# {_title(': '.join(filter(None, (code, document.title))))}"
    if document.watermark:
        yield f"**{_title(document.watermark)}**"
    for piece in document.header_pieces:
        if isinstance(piece, Prose) and piece.paragraphs:
            yield "\n>\n".join(f"> {_inline(text, '> ')}" for text in piece.paragraphs)
        else:
            yield from _piece(piece, examples)
    for section in document.sections:
        yield from _section(section, examples)
    if document.credit and not document.record:
        yield f"<!-- {document.credit.plain.replace('--', '- -')} -->"


def _front_matter(record: Mapping[str, object]) -> Iterator[str]:
    """Yield the metadata above the text, by which `import` finds the level's ladder and track."""
    if record:
        yield "\n".join(
            ("---", *(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in record.items()), "---")
        )


def _section(section: Section, examples: str) -> Iterator[str]:
    depth = "###" if section.parent else "##"
    yield " ".join(text for text in (depth, section.icon, _title(section.title)) if text)
    for piece in section.pieces:
        yield from _piece(piece, examples)


def _piece(piece: Piece, examples: str) -> Iterator[str]:
    """Yield a piece; the track, forms and grids are for other formats and yield nothing."""
    match piece:
        case Prose(paragraphs=paragraphs):
            yield from (_inline(text) for text in paragraphs)
        case Bullets(role="examples"):
            yield f"<details>\n<summary>{_title(piece.label)}</summary>"
            yield _list(piece.items, examples)
            yield "</details>"
        case EvidenceTable():
            yield _list([goal.item for goal in piece.items], examples)
        case Bullets() | RatingTable():
            yield _list(piece.items, examples)
        case Facts() | Radar() | BeforeAfter():
            yield "\n".join(f"- **{_title(label)}**: {value}" for label, value in _labelled_rows(piece))
        case TrackProgress() | FormFields() | BlankTable() | Grid():
            return
        case _:
            assert_never(piece)


def _labelled_rows(piece: Facts | Radar | BeforeAfter) -> Iterator[tuple[str, str]]:
    """Yield the label and the value of each row."""
    match piece:
        case Facts():
            yield from ((label, _inline(value, INDENT)) for label, value in piece.rows)
        case Radar():
            yield from ((axis.label, _title(axis.step)) for axis in piece.axes)
        case BeforeAfter():
            for label, before, after in piece.rows:
                yield label, f"{_inline(before, INDENT)} → {_inline(after, INDENT)}"


def _list(items: Sequence[Item], examples: str, depth: int = 0) -> str:
    indent, inner = INDENT * depth, INDENT * (depth + 1)
    lines = []
    for item in items:
        line = f"{indent}- {_inline(item.text, inner)}"
        if item.children:
            line += f"\n{_list(item.children, examples, depth + 1)}"
        if item.examples:
            line += f"\n\n{inner}**{_title(examples)}**\n\n{_list(item.examples, examples, depth + 1)}\n"
        lines.append(line)
    return "\n".join(lines).rstrip("\n")


def _title(text: str) -> str:
    """Return plain text escaped as Markdown."""
    return TITLE_MARKUP.sub(r"\\\g<0>", text)


def _inline(text: Text, indent: str = "") -> str:
    """Return inline Markdown as it was typed, escaped so that no line begins a block, a picture or HTML."""
    lines = HARD_BREAK.split(text.source.strip())
    printable_lines = [_escape_line_start(" ".join(line.split())) for line in lines]
    return f"\\\n{indent}".join(line for line in printable_lines if line)


def _escape_line_start(line: str) -> str:
    text = escape_unsupported(line)
    if numbered := NUMBERED.match(text):
        return f"{numbered[1]}\\{text[numbered.end(1) :]}"
    return f"\\{text}" if BLOCK_START.match(text) else text
