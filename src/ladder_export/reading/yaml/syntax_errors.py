"""Explain YAML syntax errors to people who write text, each with the change that fixes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ladder_export.core.problems import Problem, Span
from ladder_export.reading.yaml.colons import is_key
from ladder_export.reading.yaml.indentation import (
    HELP_ORDINARY_SPACES,
    MESSAGE_NO_BREAK_SPACE,
    NON_BREAKING_INDENT,
    find_slip,
    indent,
    key_or_dash,
    text_above,
)

ENTRY = re.compile(
    r"""(?P<lead>[ ]*(?:-[ ]+)*)                        # indentation and dashes
        (?:(?P<key>[^\s"'#\[\]{},&*!|>%@`-][^:#]*?):[ ]+)?   # a key
        (?P<value>\S.*)""",
    re.VERBOSE,
)
NO_SPACE = re.compile(r"(?P<before>\s*(?:-\s+)*)(?P<mark>-(?=[^\W\d_])|[\w-]+:(?=[^\s/:]))")
QUOTED = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?P<rest>.*)""")
BRACKETED = re.compile(r"(\[[^\]]*\]|\{[^}]*\})(?P<rest>.*)")
BRACKETS = re.compile(r"""(?P<open>[\[{])|(?P<close>[\]}])|"(?:[^"\\]|\\.)*(?:"|$)|'[^']*'|(?:^|\s)\#.*""")
COLON_IN_TEXT = re.compile(r":(?:\s|$)")
SHORTCODE = re.compile(r":[\w+-]+:")
COMMENT = re.compile(r"(?<!\s)\s+#.*")

HELP_QUOTES = "put the whole text in quotes"
HELP_INDENT = "start lines that belong together in the same column, and indent each step by two spaces"
HELP_TABS = "most editors can convert tabs to spaces"

YAML_INDICATORS = frozenset("*&!%@`|>,]}?")


@dataclass(frozen=True, slots=True)
class YamlError:
    """An error of the YAML parser, with its position and that of the value being parsed: line and column from 0."""

    message: str
    position: tuple[int, int]
    context_position: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Case:
    """A syntax error with the lines of its file."""

    file: str
    lines: Sequence[str]
    error: YamlError

    def line(self, number: int) -> str:
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    @property
    def error_line(self) -> str:
        return self.line(self.error.position[0])

    def problem(self, code: str, message: str, position: tuple[int, int], remedy: str, length: int = 1) -> Problem:
        """Return a problem at a position from 0; a position after the last character moves onto it."""
        number = min(position[0], len(self.lines) - 1)
        excerpt = self.line(number)
        column = min(position[1], max(0, len(excerpt) - 1)) if number == position[0] else 0
        return Problem(code, message, Span(self.file, number + 1, column + 1, length, excerpt), help=remedy)


def explain_syntax_error(file: str, lines: Sequence[str], error: YamlError) -> Problem:
    """Return a YAML syntax error as a problem in words that an author understands, with the change that may fix it.

    `lines` are all lines of the file.
    """
    case = _Case(file, lines, error)
    for explanation in EXPLANATIONS:
        if problem := explanation(case):
            return problem
    return case.problem(
        "yaml-syntax", "YAML cannot read this line", error.position, f"{HELP_QUOTES} if it is text; {HELP_INDENT}"
    )


def yaml_quote(text: str) -> str:
    """Return the text as a YAML scalar in double quotes, or in single ones if it has a double quote or backslash."""
    return f'"{text}"' if '"' not in text and "\\" not in text else "'" + text.replace("'", "''") + "'"


def _tab(case: _Case) -> Problem | None:
    indentation = case.error_line[: len(case.error_line) - len(case.error_line.lstrip())]
    column = case.error.position[1]
    if "\t" in indentation:
        column = indentation.index("\t")
    elif case.error_line[column : column + 1] != "\t":
        return None
    message = "a tab is not allowed here: indent YAML with spaces"
    return case.problem("tab", message, (case.error.position[0], column), f"use two spaces for each step; {HELP_TABS}")


def _escape(case: _Case) -> Problem | None:
    if "escape" not in case.error.message and "hexdecimal" not in case.error.message:
        return None
    message = "a backslash has a special meaning inside double quotes"
    return case.problem("bad-escape", message, case.error.position, "use single quotes around the text, or write \\\\")


def _open_quote(case: _Case) -> Problem | None:
    if "quoted scalar" not in case.error.message:
        return None
    message = "this quotation mark is never closed"
    return case.problem(
        "unclosed", message, case.error.context_position, "close it; inside single quotes, type an apostrophe as ''"
    )


def _open_bracket(case: _Case) -> Problem | None:
    position = case.error.context_position
    if (
        "flow node" in case.error.message
        and not "".join(case.lines[case.error.position[0] :])[case.error.position[1] :].strip()
    ):
        position = _last_open(case.lines) or position  # the file ends right after it, and YAML reports its end
    elif "flow sequence" not in case.error.message and "flow mapping" not in case.error.message:
        return None
    number, column = position
    opening = case.line(number)[column : column + 1]
    closing = "]" if opening == "[" else "}"
    remedy = f"add '{closing}', or remove '{opening}'; if it is text, {HELP_QUOTES}"
    return case.problem("unclosed", f"'{opening}' is opened here, but '{closing}' is missing", (number, column), remedy)


def _last_open(lines: Sequence[str]) -> tuple[int, int] | None:
    """Return the position, from 0, of the last bracket that is not closed; None if all are."""
    unclosed: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        for match in BRACKETS.finditer(line):
            if match["open"]:
                unclosed.append((number, match.start()))
            elif match["close"] and unclosed:
                unclosed.pop()
    return unclosed[-1] if unclosed else None


def _unquoted_value(case: _Case) -> Problem | None:
    """Explain a value on the line of the error that YAML does not take for text."""
    entry = ENTRY.fullmatch(case.error_line.rstrip())
    if not entry or entry.start("value") > case.error.position[1] + 1:
        return None
    value = COMMENT.sub("", entry["value"])
    position = (case.error.position[0], entry.start("value"))
    if message := _why_it_needs_quotes(value, is_value=bool(entry["key"]) or "-" in entry["lead"]):
        return case.problem("needs-quotes", message, position, f"{HELP_QUOTES}: {yaml_quote(value)}", len(value))
    return None


def _why_it_needs_quotes(value: str, *, is_value: bool) -> str:
    start = value[0]
    for pattern, closing in ((QUOTED, "quotation mark"), (BRACKETED, "bracket")):
        whole = pattern.fullmatch(value)
        if whole and whole["rest"].strip() and not (whole["rest"].lstrip().startswith(":") and not is_value):
            return f"text continues after the closing {closing}, which YAML cannot read"
    if start in YAML_INDICATORS:
        return f"text that begins with '{start}' needs quotes"
    if is_value and start not in "\"'[{-" and COLON_IN_TEXT.search(value):
        return "YAML reads a colon and a space inside text as 'key: value'"
    return ""


def _shortcode(case: _Case) -> Problem | None:
    """Explain an emoji shortcode without quotes in brackets."""
    for column in (case.error.position[1], case.error.position[1] - 1):
        if match := SHORTCODE.match(case.error_line, max(0, column)):
            message = "text in brackets that begins with ':' needs quotes"
            position = (case.error.position[0], match.start())
            return case.problem(
                "needs-quotes", message, position, f"{HELP_QUOTES}: {yaml_quote(match[0])}", len(match[0])
            )
    return None


def _list_after_key(case: _Case) -> Problem | None:
    if "sequence entries are not allowed" not in case.error.message:
        return None
    remedy = f"begin it on the next line; if it is text that begins with '-', {HELP_QUOTES}"
    return case.problem("indentation", "a list cannot begin on the line of its key", case.error.position, remedy)


def _missing_space(case: _Case) -> Problem | None:
    """Explain a missing space after a dash or colon, on the line of the error or one just above, where it began."""
    for number in (case.error.context_position[0], case.error.position[0], case.error.position[0] - 1):
        if match := NO_SPACE.match(case.line(number)):
            mark = match["mark"][-1]
            position = (number, match.end("mark") - 1)
            return case.problem(
                "missing-space", f"a space is missing after '{mark}'", position, f"type a space after '{mark}'"
            )
    return None


def _missing_colon(case: _Case) -> Problem | None:
    if "simple key" not in case.error.message:
        return None
    number = case.error.context_position[0]
    line = case.line(number)
    above = text_above(case.lines, number)
    if is_key(line.strip()):
        message, remedy = f"a colon is missing after '{line.strip()}'", f"write '{line.strip()}:'"
    elif above and " " in line.strip():
        message = f"this looks like the continuation of line {above[0] + 1}"
        is_item = case.line(above[0]).lstrip().startswith("- ")
        remedy = f"indent it by {above[1]} spaces" + (", or begin it with '- '" if is_item else "")
    else:
        message = "this line is neither 'key: value' nor a list item that begins with '- '"
        remedy = "if it continues the text above it, indent it further than that key; if it is a key, add a colon"
    return case.problem("indentation", message, case.error.context_position, remedy, len(line.strip()))


def _key_too_deep(case: _Case) -> Problem | None:
    if "mapping values are not allowed" not in case.error.message:
        return None
    column = len(case.error_line) - len(case.error_line.lstrip())
    message = "this key is indented as if it belonged to the text above it"
    remedy = f"if it is a key, start it in the column of the keys it belongs to; if it is text, {HELP_QUOTES}"
    return case.problem(
        "indentation", message, (case.error.position[0], column), remedy, case.error.position[1] - column
    )


def _key_in_item(case: _Case) -> Problem | None:
    """Explain a key of an item below text that has no key."""
    match = re.match(r"\s*(?P<key>[\w-]+):", case.error_line)
    above = next((line for line in reversed(case.lines[: case.error.position[0]]) if line.strip()), "")
    item = re.match(r"\s*- (?P<text>[^\s\"'\[{][^:#]*)$", above)
    if "mapping values are not allowed" not in case.error.message or not match or not item:
        return None
    message = f"'{match['key']}:' is below text that has no key"
    remedy = f"if it is a key, begin the item with one: - text: {item['text'].strip()}; if it is text, {HELP_QUOTES}"
    return case.problem("indentation", message, (case.error.position[0], match.start("key")), remedy, len(match["key"]))


def _wrong_indentation(case: _Case) -> Problem | None:
    number, column = case.error.position
    if "block" not in case.error.message or case.error_line[:column].strip():
        return None
    if match := find_slip(case.lines, number):
        here, reference = case.line(match.line), case.line(match.other)
        spaces = "space" if indent(here) == 1 else "spaces"
        message = (
            f"this line is indented by {indent(here)} {spaces}, but line {match.other + 1} ('{key_or_dash(reference)}'), "
            f"which it belongs with, by {indent(reference)}"
        )
        remedy = f"indent line {match.line + 1} by {match.spaces} spaces"
        return case.problem("indentation", message, (match.line, indent(here)), remedy, len(here.strip()))
    if "block collection" in case.error.message:
        message = "a list item that begins with '- ' is expected here"
    elif case.error_line[column : column + 2] == "- ":
        message = "a key is expected here, not a list item"
    else:
        message = "the indentation of this line matches no line above it"
    return case.problem("indentation", message, (number, column), HELP_INDENT, len(case.error_line.strip()))


def _no_break_space(case: _Case) -> Problem | None:
    """Explain indentation with spaces that YAML does not know, on the line of the error or one just above."""
    for number in (case.error.context_position[0], case.error.position[0], case.error.position[0] - 1):
        if match := NON_BREAKING_INDENT.match(case.line(number)):
            return case.problem("indentation", MESSAGE_NO_BREAK_SPACE, (number, match.end() - 1), HELP_ORDINARY_SPACES)
    return None


def _second_top_level(case: _Case) -> Problem | None:
    if "<document start>" not in case.error.message:
        return None
    message = "this line belongs to nothing above it, but a file is a single block of 'key: value' lines"
    return case.problem("indentation", message, case.error.position, HELP_INDENT, len(case.error_line.strip()))


EXPLANATIONS: tuple[Callable[[_Case], Problem | None], ...] = (
    _tab,
    _no_break_space,
    _escape,
    _open_quote,
    _open_bracket,
    _shortcode,
    _unquoted_value,
    _list_after_key,
    _missing_space,
    _missing_colon,
    _key_in_item,
    _key_too_deep,
    _wrong_indentation,
    _second_top_level,
)
