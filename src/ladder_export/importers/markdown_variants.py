"""Turn what people type instead of CommonMark into CommonMark: `##Title`, bullets such as `•`, boxes of task lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

TIGHT_HEADING = re.compile(r"#{1,6}(?=[^\s#])")  # "##Craft", as older Markdown allowed
TYPED_BULLET = re.compile(r"^(\s*)(?:[•●▪‣◦∙]\s*|·\s+)(?=\w|[^\w\s]{0,3}\w)")
TASK_BOX = re.compile(r"^(\s*(?:[-*+]|[0-9]{1,9}[.)])\s+)\[[ xX]\]\s+(?=\S)")
FENCE = re.compile(r" {0,3}(```|~~~)")


def as_commonmark(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines of a Markdown page with its headings, bullets and task lists as CommonMark writes them.

    The number of lines stays the same, and lines of fenced code are unchanged.
    """
    has_tight_headings = _has_tight_headings(lines)
    if not has_tight_headings and not any(TYPED_BULLET.match(line) or TASK_BOX.match(line) for line in lines):
        return lines
    return list(_rewritten_lines(lines, has_tight_headings=has_tight_headings))


def _has_tight_headings(lines: Sequence[str]) -> bool:
    """Return whether a page has headings without a space behind the marks; one mark alone may be a hashtag."""
    return any(line.startswith("##") and TIGHT_HEADING.match(line) for line in lines)


def _rewritten_lines(lines: Sequence[str], *, has_tight_headings: bool) -> Iterator[str]:
    """Yield the lines, rewritten where they are not fenced code."""
    fence = ""
    for line in lines:
        if match := FENCE.match(line):
            fence = "" if match[1] == fence else fence or match[1]
        if fence:
            yield line
        elif has_tight_headings and (match := TIGHT_HEADING.match(line)):
            yield f"{match[0]} {line[match.end() :]}"
        else:
            yield TASK_BOX.sub(r"\1", TYPED_BULLET.sub(r"\1- ", line, count=1), count=1)
