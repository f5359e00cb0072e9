"""This file keeps a sheet's header short: what of a long summary has no room there goes on in the body."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import fsum

from ladder_export.core.document import Document, Piece, Prose, Section
from ladder_export.core.text import Run, Text

LETTERS = 100  # in a line of the header, about; wide ones count twice
MOST_LINES = 12  # of a summary that stands in the header as a whole …
SHOWN_LINES = 8  # … and of a longer one, what stands there
SENTENCE_END = re.compile(r"[.!?…]['\"”’»)]*\s+|[。！？]")


def with_short_header(document: Document) -> Document:
    """Return the document with what of its summary is too long for the header as a first section without a title."""
    opening, moved = list[Piece](), list[Text]()
    for piece in document.header_pieces:
        if isinstance(piece, Prose) and not moved and sum(map(_lines, piece.paragraphs)) > MOST_LINES:
            shown, moved = _parted(piece.paragraphs)
            opening.append(Prose(tuple(shown)))
        else:
            opening.append(piece)
    if not moved:
        return document
    further = tuple(line for text in moved for line in _broken(text))
    return replace(
        document, header_pieces=tuple(opening), sections=(Section("", (Prose(further),)), *document.sections)
    )


def _parted(paragraphs: Sequence[Text]) -> tuple[list[Text], list[Text]]:
    """What stands in the header and what does not: whole paragraphs, or the beginning of the first one."""
    room = SHOWN_LINES
    for place, text in enumerate(paragraphs):
        room -= _lines(text)
        if room < 0 and place:
            return list(paragraphs[:place]), list(paragraphs[place:])
        if room < 0:
            before, after = _cut(text, _end(text.plain))
            return [before], [after, *paragraphs[1:]]
    return list(paragraphs), []


def _end(plain: str) -> int:
    """Where the last line, else the last sentence, else the last word ends that has room in the header."""
    lines = list(map(_ceiling, plain.split("\n")))
    shown = next(count for count in range(len(lines), -1, -1) if sum(lines[:count]) <= SHOWN_LINES)
    if shown:
        return len("\n".join(plain.split("\n")[:shown]))
    fitting = next(end for end in range(len(plain), 0, -1) if fsum(map(_width, plain[:end])) <= SHOWN_LINES * LETTERS)
    sentences = [found.end() for found in SENTENCE_END.finditer(plain, 0, fitting)]
    return sentences[-1] if sentences else max(plain.rfind(" ", 0, fitting), 0) or fitting


def _lines(text: Text) -> int:
    return sum(map(_ceiling, text.plain.split("\n")))


def _ceiling(line: str) -> int:
    return max(1, math.ceil(sum(map(_width, line)) / LETTERS))


def _width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _broken(text: Text) -> Iterator[Text]:
    """The lines of a text as texts of their own, between which a column may end."""
    while (end := text.plain.find("\n")) >= 0:
        before, text = _cut(text, end)
        if before:
            yield before
    if text:
        yield text


def _cut(text: Text, end: int) -> tuple[Text, Text]:
    """A text up to a character, and from there on without the space or line break between both."""
    before, after, done = list[Run](), list[Run](), 0
    for run in text.runs:
        here = min(max(end - done, 0), len(run.text))
        before += [replace(run, text=run.text[:here])] if here else []
        after += [replace(run, text=run.text[here:])] if here < len(run.text) else []
        done += len(run.text)
    if after:
        after[0] = replace(after[0], text=after[0].text.lstrip())
    return _text(before), _text([run for run in after if run.text])


def _text(runs: Sequence[Run]) -> Text:
    return Text(tuple(runs), "".join(run.text for run in runs))
