"""This file says YAML's syntax errors in the words of people who write text, and how each is mended."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ladder_export.core.problems import Problem, Span
from ladder_export.reading.yaml.colons import is_key
from ladder_export.reading.yaml.indentation import (
    NO_BREAK,
    NO_BREAK_SPACE,
    ORDINARY_SPACES,
    indent,
    named,
    slip,
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
MARKS = re.compile(r"""(?P<open>[\[{])|(?P<close>[\]}])|"(?:[^"\\]|\\.)*(?:"|$)|'[^']*'|(?:^|\s)\#.*""")
COLON_IN_TEXT = re.compile(r":(?:\s|$)")
SHORTCODE = re.compile(r":[\w+-]+:")
COMMENT = re.compile(r"(?<!\s)\s+#.*")

QUOTES = "put the whole text in quotes"
INDENT = "lines that belong together start in the same column: indent with two spaces for each step"
EDITOR = "most editors can turn tabs into spaces by themselves"

SPECIAL = frozenset("*&!%@`|>,]}?")


@dataclass(frozen=True, slots=True)
class Fault:
    """What a YAML parser said, and the lines and columns (from 0) of the fault and of what it was reading."""

    said: str
    at: tuple[int, int]
    within: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Case:
    """A fault with the text around it."""

    file: str
    lines: Sequence[str]
    fault: Fault

    def line(self, number: int) -> str:
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    @property
    def here(self) -> str:
        return self.line(self.fault.at[0])

    def problem(self, code: str, message: str, at: tuple[int, int], remedy: str, length: int = 1) -> Problem:
        """A problem at a place from 0; one behind the last character is moved onto it."""
        number = min(at[0], len(self.lines) - 1)
        excerpt = self.line(number)
        column = min(at[1], max(0, len(excerpt) - 1)) if number == at[0] else 0
        return Problem(code, message, Span(self.file, number + 1, column + 1, length, excerpt), help=remedy)


def explained(file: str, lines: Sequence[str], fault: Fault) -> Problem:
    """A syntax error as a problem that an author of text understands; the first reading that fits is taken."""
    case = _Case(file, lines, fault)
    for reading in READINGS:
        if problem := reading(case):
            return problem
    return case.problem("yaml-syntax", "YAML cannot read this line", fault.at, f"{QUOTES} if it is text; {INDENT}")


def quoted(text: str) -> str:
    """The text in YAML's quotes: double where nothing in it needs escaping, else single."""
    return f'"{text}"' if '"' not in text and "\\" not in text else "'" + text.replace("'", "''") + "'"


def _tab(case: _Case) -> Problem | None:
    indentation = case.here[: len(case.here) - len(case.here.lstrip())]
    column = case.fault.at[1]
    if "\t" in indentation:
        column = indentation.index("\t")
    elif case.here[column : column + 1] != "\t":
        return None
    message = "a tab is not allowed here: YAML is indented with spaces"
    return case.problem("tab", message, (case.fault.at[0], column), f"use two spaces for each step; {EDITOR}")


def _escape(case: _Case) -> Problem | None:
    if "escape" not in case.fault.said and "hexdecimal" not in case.fault.said:
        return None
    message = "a backslash has a meaning of its own inside double quotes"
    return case.problem("bad-escape", message, case.fault.at, "use single quotes around the text, or write \\\\")


def _open_quote(case: _Case) -> Problem | None:
    if "quoted scalar" not in case.fault.said:
        return None
    message = "this quotation mark is never closed"
    return case.problem(
        "unclosed", message, case.fault.within, "close it; inside single quotes an apostrophe is typed ''"
    )


def _open_bracket(case: _Case) -> Problem | None:
    place = case.fault.within
    if "flow node" in case.fault.said and not "".join(case.lines[case.fault.at[0] :])[case.fault.at[1] :].strip():
        place = _last_open(case.lines) or place  # the file ends right behind it, and there YAML stands
    elif "flow sequence" not in case.fault.said and "flow mapping" not in case.fault.said:
        return None
    number, column = place
    opening = case.line(number)[column : column + 1]
    closing = "]" if opening == "[" else "}"
    remedy = f"close it with '{closing}', or take '{opening}' away; if it is text, {QUOTES}"
    return case.problem("unclosed", f"'{opening}' opens here, and '{closing}' is missing", (number, column), remedy)


def _last_open(lines: Sequence[str]) -> tuple[int, int] | None:
    """The place from 0 of the last bracket that no other closes."""
    opened: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        for found in MARKS.finditer(line):
            if found["open"]:
                opened.append((number, found.start()))
            elif found["close"] and opened:
                opened.pop()
    return opened[-1] if opened else None


def _value(case: _Case) -> Problem | None:
    """Text on the line of the fault that YAML takes for something else."""
    entry = ENTRY.fullmatch(case.here.rstrip())
    if not entry or entry.start("value") > case.fault.at[1] + 1:
        return None
    value = COMMENT.sub("", entry["value"])
    place = (case.fault.at[0], entry.start("value"))
    if message := _why_quotes(value, is_value=bool(entry["key"]) or "-" in entry["lead"]):
        return case.problem("needs-quotes", message, place, f"{QUOTES}: {quoted(value)}", len(value))
    return None


def _why_quotes(value: str, *, is_value: bool) -> str:
    start = value[0]
    for pattern, closing in ((QUOTED, "quotation mark"), (BRACKETED, "bracket")):
        whole = pattern.fullmatch(value)
        if whole and whole["rest"].strip() and not (whole["rest"].lstrip().startswith(":") and not is_value):
            return f"after the closing {closing} the text goes on, which YAML cannot read"
    if start in SPECIAL:
        return f"text cannot begin with '{start}' unless it is in quotes"
    if is_value and start not in "\"'[{-" and COLON_IN_TEXT.search(value):
        return "a colon and a space inside text look like 'key: value' to YAML"
    return ""


def _shortcode(case: _Case) -> Problem | None:
    """An emoji's name between brackets, where YAML wants quotes around it."""
    for column in (case.fault.at[1], case.fault.at[1] - 1):
        if found := SHORTCODE.match(case.here, max(0, column)):
            message = "text that begins with ':' cannot stand in brackets without quotes"
            place = (case.fault.at[0], found.start())
            return case.problem("needs-quotes", message, place, f"{QUOTES}: {quoted(found[0])}", len(found[0]))
    return None


def _list_after_key(case: _Case) -> Problem | None:
    if "sequence entries are not allowed" not in case.fault.said:
        return None
    remedy = f"begin it on the next line; if it is text that begins with '-', {QUOTES}"
    return case.problem("indentation", "a list cannot begin on the line of its key", case.fault.at, remedy)


def _space(case: _Case) -> Problem | None:
    """A missing space after a dash or colon, on the line of the fault or just above, where it began."""
    for number in (case.fault.within[0], case.fault.at[0], case.fault.at[0] - 1):
        if found := NO_SPACE.match(case.line(number)):
            mark = found["mark"][-1]
            place = (number, found.end("mark") - 1)
            return case.problem(
                "missing-space", f"after '{mark}' a space is missing", place, f"type a space after '{mark}'"
            )
    return None


def _no_colon(case: _Case) -> Problem | None:
    if "simple key" not in case.fault.said:
        return None
    number = case.fault.within[0]
    line = case.line(number)
    above = text_above(case.lines, number)
    if is_key(line.strip()):
        message, remedy = f"a colon is missing after '{line.strip()}'", f"write '{line.strip()}:'"
    elif above and " " in line.strip():
        message = f"this looks like the rest of line {above[0] + 1}"
        is_item = case.line(above[0]).lstrip().startswith("- ")
        remedy = f"indent it by {above[1]} spaces" + (", or begin it with '- '" if is_item else "")
    else:
        message = "this line is neither 'key: value' nor a list item that begins with '- '"
        remedy = "if it continues the text above it, indent it further than that key; if it is a key, add a colon"
    return case.problem("indentation", message, case.fault.within, remedy, len(line.strip()))


def _too_deep(case: _Case) -> Problem | None:
    if "mapping values are not allowed" not in case.fault.said:
        return None
    column = len(case.here) - len(case.here.lstrip())
    message = "this key is indented as if it belonged to the text above it"
    remedy = f"if it is a key, start it in the column of the keys it belongs to; if it is text, {QUOTES}"
    return case.problem("indentation", message, (case.fault.at[0], column), remedy, case.fault.at[1] - column)


def _key_in_item(case: _Case) -> Problem | None:
    """A key of an item below text that has none."""
    found = re.match(r"\s*(?P<key>[\w-]+):", case.here)
    above = next((line for line in reversed(case.lines[: case.fault.at[0]]) if line.strip()), "")
    item = re.match(r"\s*- (?P<text>[^\s\"'\[{][^:#]*)$", above)
    if "mapping values are not allowed" not in case.fault.said or not found or not item:
        return None
    message = f"'{found['key']}:' stands below text that has no key of its own"
    remedy = f"if it is a key, begin the item with one: - text: {item['text'].strip()}; if it is text, {QUOTES}"
    return case.problem("indentation", message, (case.fault.at[0], found.start("key")), remedy, len(found["key"]))


def _misplaced(case: _Case) -> Problem | None:
    number, column = case.fault.at
    if "block" not in case.fault.said or case.here[:column].strip():
        return None
    if found := slip(case.lines, number):
        here, other = case.line(found.line), case.line(found.other)
        spaces = "space" if indent(here) == 1 else "spaces"
        message = (
            f"this line begins with {indent(here)} {spaces}, and line {found.other + 1} ('{named(other)}'), "
            f"which it belongs beside, with {indent(other)}"
        )
        remedy = f"indent line {found.line + 1} by {found.spaces} spaces"
        return case.problem("indentation", message, (found.line, indent(here)), remedy, len(here.strip()))
    if "block collection" in case.fault.said:
        message = "this line stands where a list item that begins with '- ' is expected"
    elif case.here[column : column + 2] == "- ":
        message = "this list item stands where a key is expected"
    else:
        message = "the indentation of this line fits no line above it"
    return case.problem("indentation", message, (number, column), INDENT, len(case.here.strip()))


def _no_break(case: _Case) -> Problem | None:
    """A line that is indented with spaces which are none to YAML, on the line of the fault or just above."""
    for number in (case.fault.within[0], case.fault.at[0], case.fault.at[0] - 1):
        if found := NO_BREAK.match(case.line(number)):
            return case.problem("indentation", NO_BREAK_SPACE, (number, found.end() - 1), ORDINARY_SPACES)
    return None


def _two_tops(case: _Case) -> Problem | None:
    if "<document start>" not in case.fault.said:
        return None
    message = "this line stands beside what is above it, but a file is one mapping of 'key: value' lines"
    return case.problem("indentation", message, case.fault.at, INDENT, len(case.here.strip()))


READINGS: tuple[Callable[[_Case], Problem | None], ...] = (
    _tab,
    _no_break,
    _escape,
    _open_quote,
    _open_bracket,
    _shortcode,
    _value,
    _list_after_key,
    _space,
    _no_colon,
    _key_in_item,
    _too_deep,
    _misplaced,
    _two_tops,
)
