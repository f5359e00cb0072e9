"""Find unquoted text that YAML cuts off, as before ` #`, or joins with the lines below, without any error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ladder_export.core.problems import Problem, Severity, Span
from ladder_export.reading.yaml.colons import is_key

BULLET = re.compile(r"\s*([-*+•·◦▪‣])\s")
KEY = re.compile(r"\s*([\w-]+):(?:\s|$)")
DASH_WITHOUT_SPACE = re.compile(r"-[^\W\d_]")
COMMENT = re.compile(r"\s*(#.*)")
HELP_QUOTES = "put the whole text in quotes"


def truncated_text_problems(text: str, span: Span, lines: Sequence[str], end: tuple[int, int]) -> Iterator[Problem]:
    """Yield problems of an unquoted text that YAML cut off or joined with other lines, or whose `-` lacks a space.

    `text` is the text as YAML read it, `span` its location, `lines` are all lines of the file, `end` is the line and
    column, from 0, where YAML ended the text.
    """
    if DASH_WITHOUT_SPACE.match(text):
        message = "a space is missing after '-': YAML reads this as text, not as a list item"
        yield Problem("missing-space", message, span, help="type a space after '-'")
    line, column = end
    yield from joined_line_warnings(span, lines, line)
    comment = COMMENT.match(lines[line], column) if line < len(lines) else None
    is_word = comment and comment[1][1:2].strip() and (comment.start(1) > comment.start() or not text)
    if comment and (is_word or text.count('"') % 2):
        lost = comment[1].strip()
        yield Problem(
            "comment-swallows-text",
            f"'{lost}' is not printed: YAML reads # after a space as a comment",
            Span(span.file, line + 1, comment.start(1) + 1, len(lost), lines[line]),
            Severity.WARNING,
            f"if it is text, {HELP_QUOTES}; if it is a comment, type a space after #",
        )


def joined_line_warnings(span: Span, lines: Sequence[str], last_line: int) -> Iterator[Problem]:
    """Yield a warning if lines of an unquoted text look like list items or keys but were read as part of the text.

    `span` is where the text begins, `lines` are all lines of the file, `last_line` is the last line of the text, from
    0.
    """
    numbers = range(span.line, min(last_line + 1, len(lines)))
    matches = [
        (number, match) for number in numbers if (match := BULLET.match(lines[number]) or KEY.match(lines[number]))
    ]
    if not matches or is_key(
        lines[span.line - 1][span.column - 1 :].strip()
    ):  # a key without its colon has a problem of its own
        return
    (number, match), *others = matches
    first, marker = lines[span.line - 1], match[1] if match.re is BULLET else f"{match[1]}:"
    more = (
        f" (and so does line {others[0][0] + 1})" if len(others) == 1 else f" (and {len(others)} more)" * bool(others)
    )
    message = f"this line begins with '{marker}', but continues the text of line {span.line}{more}"
    if match.re is KEY:
        remedy = "if it is a key, begin it in the column of the keys it belongs to"
    elif first.lstrip().startswith("- "):
        remedy = f"for an item of its own, begin it with {len(first) - len(first.lstrip())} spaces and '- '"
    else:
        remedy = "for a list, end the line above it with the colon of its key"
    marker_span = Span(span.file, number + 1, match.start(1) + 1, len(marker), lines[number])
    yield Problem("joined-line", message, marker_span, Severity.WARNING, f"{remedy}; if it is text, {HELP_QUOTES}")
