"""Keep a sheet's header short: a long summary is divided, and its rest goes below the header, to the other text."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import fsum

from ladder_export.core.document import Document, Piece, Prose, Section
from ladder_export.core.text import Text
from ladder_export.core.text_slices import SENTENCE_END, slice_text

LETTERS_PER_LINE = 100  # approximate; wide characters count twice
MAX_WHOLE_LINES = 12  # a summary of up to so many lines is in the header as a whole
SHOWN_LINES = 8  # lines of a longer summary that are in the header


def with_short_header(document: Document) -> Document:
    """Return the document with a long summary divided: its first lines stay in the header.

    The rest becomes the first section, which has no title. A document with a short summary is returned unchanged.
    """
    header_pieces, moved = list[Piece](), list[Text]()
    for piece in document.header_pieces:
        if isinstance(piece, Prose) and not moved and sum(map(_line_count, piece.paragraphs)) > MAX_WHOLE_LINES:
            shown, moved = _split_paragraphs(piece.paragraphs)
            header_pieces.append(Prose(tuple(shown)))
        else:
            header_pieces.append(piece)
    if not moved:
        return document
    paragraphs = tuple(line for text in moved for line in _split_at_breaks(text))
    return replace(
        document, header_pieces=tuple(header_pieces), sections=(Section("", (Prose(paragraphs),)), *document.sections)
    )


def _split_paragraphs(paragraphs: Sequence[Text]) -> tuple[list[Text], list[Text]]:
    """Return the paragraphs for the header and those for the body; a long first paragraph is split."""
    lines_left = SHOWN_LINES
    for index, text in enumerate(paragraphs):
        lines_left -= _line_count(text)
        if lines_left < 0 and index:
            return list(paragraphs[:index]), list(paragraphs[index:])
        if lines_left < 0:
            before, after = _split_text(text, _split_offset(text.plain))
            return [before], [after, *paragraphs[1:]]
    return list(paragraphs), []


def _split_offset(plain: str) -> int:
    """Return the offset of the last line, else sentence, else word end that fits into the header."""
    lines = list(map(_lines_of, plain.split("\n")))
    shown_count = next(count for count in range(len(lines), -1, -1) if sum(lines[:count]) <= SHOWN_LINES)
    if shown_count:
        return len("\n".join(plain.split("\n")[:shown_count]))
    fitting = next(
        end for end in range(len(plain), 0, -1) if fsum(map(_width, plain[:end])) <= SHOWN_LINES * LETTERS_PER_LINE
    )
    sentences = [match.end() for match in SENTENCE_END.finditer(plain, 0, fitting)]
    return sentences[-1] if sentences else max(plain.rfind(" ", 0, fitting), 0) or fitting


def _line_count(text: Text) -> int:
    return sum(map(_lines_of, text.plain.split("\n")))


def _lines_of(line: str) -> int:
    return max(1, math.ceil(sum(map(_width, line)) / LETTERS_PER_LINE))


def _width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _split_at_breaks(text: Text) -> Iterator[Text]:
    """Yield the lines of a text as texts, so that a column may end between them."""
    while (end := text.plain.find("\n")) >= 0:
        before, text = _split_text(text, end)
        if before:
            yield before
    if text:
        yield text


def _split_text(text: Text, end: int) -> tuple[Text, Text]:
    """Return the text before an offset and the text after it, without the white space between them."""
    return slice_text(text, 0, end), slice_text(text, end, len(text.plain))
