"""This file says what is doubtful about how the words of a file are typed, where they are valid all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, compress, islice

from ladder_export.core.problems import Problem, Severity, Span
from ladder_export.reading.nodes import Listing, Mapping, Node, Scalar, scalars
from ladder_export.reading.schema.field_types import MOST_CHARACTERS
from ladder_export.reading.text_checks import (
    doubled_spaces,
    emoji_named,
    garbled,
    html_tag,
    turning_character,
    with_emoji,
)
from ladder_export.reading.yaml.colons import TEXT_LISTS
from ladder_export.reading.yaml.encoding import lines_in
from ladder_export.reading.yaml.syntax_errors import quoted

# More than one space between words, or before a value; one that begins with what it looks for is found 20 times faster.
MOST_DOUBTS = 50  # of one kind that are told of one text
GAP = re.compile(rb"  (?<=\S  ) *\S")
NO_BREAK = b"\xc2\xa0"
WIDE_GAP = re.compile(rb"\S(?: |\xc2\xa0){2,}(?=\S)")

TYPOGRAPHIC = re.compile("[“„«‘‚‹]([^“”„«»‘‚‹›]*)[”“»’‘›]")
WORD = re.compile(r"[^\W\d_]{2,}")
CUT = re.compile(r".*[^\s.!?:;…]", re.DOTALL)  # text that does not end a sentence
PROSE = ("text", "prose", "summary", "intro", "of", "was")


def doubts(node: Node, raw: bytes) -> tuple[Problem, ...]:
    """What is doubtful about words; a file that holds nothing of the kind at all is not looked at text by text."""
    escapes, gaps, is_wide = b"\\" in raw, WIDE_GAP if NO_BREAK in raw else GAP, not raw.isascii()
    looks = {
        _garbled: escapes or is_wide,
        _turned: escapes or is_wide,
        _doubled: escapes or gaps.search(raw),
        _html: b"<" in raw,
        _misread: is_wide or b"[" in raw or b"icon" in raw,
    }
    due = list(compress(looks, looks.values()))
    lines = lines_in(raw) if due else ()
    return tuple(chain.from_iterable(warn(node, lines) for warn in due))


def _turned(node: Node, lines: Sequence[str]) -> Iterator[Problem]:
    """Warn of invisible characters that turn text around, so that readers see other words than programs do."""
    for text, span in _texts(node):
        if char := turning_character(text):
            message = f"an invisible character (U+{ord(char):04X}) turns the direction of this text around"
            remedy = "remove it: languages that run from right to left need none; an isolate has to be closed (U+2069)"
            yield Problem("turned-text", message, _within(span, lines, char), Severity.WARNING, remedy)


def _html(node: Node, lines: Sequence[str]) -> Iterator[Problem]:
    for text, span in _texts(node):
        if tag := html_tag(text):
            message = f"'{tag}' is HTML, which is printed as typed"
            remedy = "write **strong**, *emphasis* or `code` instead, or remove it"
            yield Problem("html-tag", message, _within(span, lines, tag), Severity.WARNING, remedy)


def _misread(node: Node, lines: Sequence[str]) -> Iterator[Problem]:
    """Warn of values that are not what they look like."""
    if isinstance(node, Listing):
        for item in node.items:
            yield from _misread(item, lines)
    elif isinstance(node, Mapping):
        for key, value in node.values.items():
            if isinstance(value, Scalar):
                yield from _icon(value) if key == "icon" else () if key in PROSE else _typographic(value, lines)
            else:
                yield from _cut(value, lines) if key in TEXT_LISTS and isinstance(value, Listing) else ()
                yield from _misread(value, lines)


def _icon(value: Scalar) -> Iterator[Problem]:
    text = (value.text or "").strip()
    if WORD.search(with_emoji(text)):
        shown = emoji_named(text)
        remedy = (
            f"did you mean :{text.strip(':').lower()}: ({shown})?" if shown else "use an emoji, such as 🦉 or :owl:"
        )
        yield Problem("icon-word", f"the icon '{text}' is printed as a word", value.span, Severity.WARNING, remedy)


def _typographic(value: Scalar, lines: Sequence[str]) -> Iterator[Problem]:
    found = TYPOGRAPHIC.fullmatch((value.text or "").strip())
    if found and lines[value.span.line - 1][value.span.column - 1] not in "\"'":
        message = f"the quotation marks around {found[0]} are printed"
        remedy = f"remove them; where YAML needs quotes, these are straight: {quoted(found[1])}"
        yield Problem("printed-quotes", message, value.span, Severity.WARNING, remedy)


def _cut(node: Listing, lines: Sequence[str]) -> Iterator[Problem]:
    """Warn of the first item in brackets that continues the sentence of the one before it."""
    if lines[node.span.line - 1][node.span.column - 1] != "[":
        return
    texts = [item.text.strip() if isinstance(item, Scalar) and item.text else "" for item in node.items]
    for position in range(1, len(texts)):
        before, after = texts[position - 1], texts[position]
        if texts[0][:1].isupper() and CUT.fullmatch(before) and after[:1].islower() and " " in after:
            message = f"the comma before '{after}' ends an item: this is not one sentence but {len(texts)} items"
            whole = ", ".join(texts)
            remedy = f"put the whole text in quotes ({quoted(whole)}), or begin it on a line of its own with '- '"
            yield Problem("cut-sentence", message, node.items[position].span, Severity.WARNING, remedy)
            return


def _texts(node: Node) -> Iterator[tuple[str, Span]]:
    """Every text that is not too long anyway, which is told by another problem."""
    return ((text, span) for text, span in scalars(node) if len(text) <= MOST_CHARACTERS)


def _doubled(node: Node, lines: Sequence[str]) -> Iterator[Problem]:
    for text, span in _texts(node):
        for stretch in islice(doubled_spaces(text), MOST_DOUBTS):
            message = f"there is more than one space in '{stretch}'"
            yield Problem("doubled-space", message, _within(span, lines, stretch), Severity.WARNING, "leave one")


def _garbled(node: Node, lines: Sequence[str]) -> Iterator[Problem]:
    for text, span in _texts(node):
        for stretch, meant in islice(garbled(text), MOST_DOUBTS):
            message = f"'{stretch}' is garbled text"
            remedy = f"it was probably '{meant}', read with the wrong encoding: type or paste it anew"
            yield Problem("mojibake", message, _within(span, lines, stretch), Severity.WARNING, remedy)


def _within(span: Span, lines: Sequence[str], stretch: str) -> Span:
    """Where a stretch of a text stands, if that is in the text's first line."""
    start = span.column - 1  # further than a text is long it does not stand
    column = lines[span.line - 1].find(stretch, start, start + 2 * MOST_CHARACTERS)
    return Span(span.file, span.line, column + 1, len(stretch), None) if column >= 0 else span
