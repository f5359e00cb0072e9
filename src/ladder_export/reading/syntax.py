"""This file says YAML's syntax errors in the words of people who write text."""

from __future__ import annotations

import re

from ladder_export.problems import Problem, Span

QUOTE = "put the whole text in quotes, or below '>-' on lines of its own"
INDENT = "lines that belong together start in the same column, two spaces further in than the line above them"
ABOVE = "is the line above complete ('key: value'), and do both start in the same column?"

# What libyaml says (problem, context), what it means, what to do. The first that matches counts.
MEANINGS = (
    (r"mapping values are not allowed", "", "': ' starts a value in YAML, and none fits here", QUOTE),
    (r"alphabetic or numeric", r"alias|anchor", "* and & have a meaning of their own at the start of a text", QUOTE),
    (r"block sequence entries are not allowed", "", "'- ' starts a list item, and none fits here", f"{QUOTE}; {INDENT}"),
    (r"expected ':'", "", "this line is neither 'key: value' nor a list item", f"write 'key: value', with a space after the colon; {INDENT}"),
    (r"unexpected end of stream|document indicator", r"quoted scalar", "this quotation mark is never closed", "close it, or use the other kind around the text"),
    (r"escape", "", "\\ has a meaning of its own inside double quotes", "use single quotes around the text"),
    (r"',' or '[\]}]'", "", "a text that starts with [ or { is a list or mapping to YAML, and it is not closed here", QUOTE),
    (r"expected key|expected '-' indicator|expected <document start>|expected <block end>", "", "this line does not continue what stands above it", f"{INDENT}; a text that starts with a quotation mark must end with it"),
    (r"directive|tag|URI", "", "% and ! have a meaning of their own at the start of a text", QUOTE),
    (r"indent", "", "this line starts in a column that fits nothing above it", INDENT),
)  # fmt: skip

# Characters that no text can start with, and their names.
STARTS = {"`": "a backtick", "@": "the sign @", "%": "a per cent sign", ",": "a comma", "]": "]", "}": "}"}


def explained(problem: str, context: str, span: Span) -> Problem:
    """A YAML syntax error as a Problem a person can act on."""
    before, at = span.excerpt[: span.column - 1], span.excerpt[span.column - 1 : span.column]
    if at == "\t" or "tab character" in problem or (not before.strip() and "\t" in before):
        return Problem("tab", "a tab cannot indent YAML", span, help="use spaces: two for each step")
    if "cannot start any token" in problem:
        return Problem("syntax", f"a text cannot start with {STARTS.get(at, repr(at))}", span, help=QUOTE)
    if opened := re.search(r"(?:- |: )([\[{\"'])[^\[{]*$", before):
        message = f"this text goes on after what its first character {opened[1]} has opened"
        return Problem("syntax", message, span, help=QUOTE)
    if "mapping values" in problem and re.fullmatch(r"\s*[\w-]+", before):
        return Problem("syntax", "this line does not continue what stands above it", span, help=ABOVE)
    for wanted, around, message, remedy in MEANINGS:
        if re.search(wanted, problem) and re.search(around, context):
            return Problem("syntax", message, span, help=remedy)
    return Problem("syntax", f"this is not YAML ({problem})", span, help=f"{QUOTE}; {INDENT}")
