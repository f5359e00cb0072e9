"""This file notices text that YAML takes away or joins without a word, because no quotes are around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ladder_export.problems import Problem, Severity, Span

NO_ITEM = re.compile(r"-[^\W\d_]")
COMMENT = re.compile(r"\s*(#\S.*)")


def losses(text: str, span: Span, lines: Sequence[str], end: tuple[int, int]) -> Iterator[Problem]:
    """What is wrong with unquoted text that stands at `span` and ends at a line and column from 0."""
    if NO_ITEM.match(text):
        message = "after '-' a space is missing: this is read as text, not as a list item"
        yield Problem("missing-space", message, span, help="type a space after '-'")
    line, column = end
    comment = COMMENT.match(lines[line], column) if line < len(lines) else None
    if comment and (comment.start(1) > comment.start() or not text):
        lost = comment[1].strip()
        yield Problem(
            "comment-swallows-text",
            f"'{lost}' begins with # after a space: to YAML a comment, it is not printed",
            Span(span.file, line + 1, comment.start(1) + 1, len(lost), lines[line]),
            Severity.WARNING,
            "put the whole text in quotes if it is text; a comment is clearer with a space after #",
        )
