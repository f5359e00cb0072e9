"""Errors and warnings as values, with location, message and help; exit codes; exceptions that carry problems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import ClassVar

# Characters that control a terminal, or cannot be encoded for it.
CONTROL_CHARS = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
CONTROL_PICTURES = {
    **{code: 0x2400 + code for code in range(0x20) if code != ord("\t")},
    0x7F: 0x2421,
}  # one cell wide, such as ␛

MAX_COMPARED_NAMES, MAX_NAME_LENGTH, MAX_LISTED_NAMES = (
    1_000,
    200,
    50,
)  # limits of names compared, of characters in a name, of names listed
EXCERPT_WIDTH = 100  # characters of a long line shown around the fault


class Severity(StrEnum):
    """The severity of a problem: an ERROR stops the build, a WARNING stops it only with --strict."""

    ERROR = "error"
    WARNING = "warning"


class ExitCode(IntEnum):
    """The exit codes of the command line (see docs/output.md): 0 for no problems, 70 for a bug in this program."""

    CLEAN = 0
    NOT_CLEAN = 1
    USAGE = 2
    INVALID_LADDER = 3
    THEME = 4
    ENVIRONMENT = 5
    OUTPUT = 6
    BUG = 70


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """A range of characters in one line of a file; line and column count from 1, as in editors.

    `file` is the path as the user gave it, with forward slashes. `excerpt` is the text of the line, shown below a
    message. It is empty if a problem concerns the whole file, and None if the line is to be read from the file when the
    problem is shown: a ladder has thousands of spans, and few are ever shown.
    """

    file: str
    line: int = 1
    column: int = 1
    length: int = field(default=1, compare=False)
    excerpt: str | None = field(default="", compare=False, repr=False)

    def __init__(self, file: str, line: int = 1, column: int = 1, length: int = 1, excerpt: str | None = "") -> None:
        # Faster than the generated method: a ladder of thousands of files has a million spans.
        _set_file(self, file)
        _set_line(self, line)
        _set_column(self, column)
        _set_length(self, length)
        _set_excerpt(self, excerpt)

    def with_excerpt(self, lines: Sequence[str]) -> Span:
        """Return a copy of the span with the text of its line as excerpt; `lines` are all lines of the file."""
        return Span(self.file, self.line, self.column, self.length, lines[self.line - 1])


_set_file, _set_line, _set_column, _set_length, _set_excerpt = (
    getattr(Span, name).__set__ for name in ("file", "line", "column", "length", "excerpt")
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One error or warning.

    `code` identifies the kind of problem, such as `unknown-key`, and never changes; `message` says what is wrong,
    `help` what to do about it. `span` is None if the problem has no location in a file.
    """

    code: str
    message: str
    span: Span | None = None
    severity: Severity = Severity.ERROR
    help: str = ""

    def __post_init__(self) -> None:
        """Escape control characters, so that a ladder's text cannot fake a line of output or control a terminal."""
        object.__setattr__(self, "message", printable(self.message))
        object.__setattr__(self, "help", printable(self.help))

    @property
    def is_error(self) -> bool:
        """Return whether the problem is an error, not a warning."""
        return self.severity is Severity.ERROR

    def as_json(self) -> dict[str, str | int]:
        """Return the problem as a JSON object. It has no file, line and column if the problem has no location."""
        place: dict[str, str | int] = {}
        if self.span:
            place = {"file": self.span.file, "line": self.span.line, "column": self.span.column}
        return {
            **place,
            "severity": str(self.severity),
            "code": self.code,
            "message": self.message,
            "help": self.help,
        }


def printable(text: str) -> str:
    """Return text on one line that is safe to print: control characters and line breaks become visible escapes."""
    return CONTROL_CHARS.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def sort_by_location(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems sorted by file, line and column, without duplicates; those without a location come first."""
    nowhere = Span("", 0, 0)
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.span or nowhere, p.severity, p.code, p.message)))


def did_you_mean(word: str, names: Sequence[str]) -> str:
    """Return help for a mistyped name: "did you mean" the most similar of `names`, else a list of `names`.

    Empty if `names` is empty.
    """
    import difflib  # noqa: PLC0415  # only needed in case of errors

    near = [name for name in names[:MAX_COMPARED_NAMES] if len(name) <= MAX_NAME_LENGTH]
    lowered = {name.lower(): name for name in near}
    if len(word) <= MAX_NAME_LENGTH and (closest := difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)):
        return f"did you mean '{lowered[closest[0]]}'?"
    listed = ", ".join(names[:MAX_LISTED_NAMES])
    return f"choose one of: {listed}{', …' if len(names) > MAX_LISTED_NAMES else ''}" if names else ""


def format_problem(problem: Problem) -> str:
    """Return a problem as lines for a terminal: location and message, line of the file, carets under it, help."""
    span = problem.span
    place = f"{printable(span.file)}:{span.line}:{span.column}: " if span else ""
    lines = [f"{place}{problem.severity}[{problem.code}]: {problem.message}"]
    if span and span.excerpt and not span.excerpt.isspace():
        lines += _excerpt_with_carets(span, span.excerpt)
    if problem.help:
        lines.append(f"   help: {problem.help}")
    return "\n".join(lines)


def _excerpt_with_carets(span: Span, excerpt: str) -> tuple[str, str]:
    """Return the line, shortened around the fault if it is long, and a line of carets below the fault."""
    start = max(0, span.column - 1 - EXCERPT_WIDTH // 2) if len(excerpt) > EXCERPT_WIDTH else 0
    line = _with_control_pictures(excerpt[start : start + EXCERPT_WIDTH])
    before, marked = line[: span.column - 1 - start], line[span.column - 1 - start :][: span.length]
    indent = "".join("\t" if char == "\t" else " " * cell_width(char) for char in before)
    left, right = "…" if start else "", "…" if start + EXCERPT_WIDTH < len(excerpt) else ""
    carets = "^" * max(1, sum(map(cell_width, marked)))
    return f"{span.line:>5} | {left}{line}{right}", f"      | {' ' * len(left)}{indent}{carets}"


def _with_control_pictures(line: str) -> str:
    """Return the line with each control character but tabs replaced by a visible one."""
    return CONTROL_CHARS.sub(
        lambda match: match[0] if match[0] == "\t" else "\N{REPLACEMENT CHARACTER}", line.translate(CONTROL_PICTURES)
    )


def cell_width(char: str) -> int:
    """Return how many terminal columns a character takes: 2 for East Asian wide ones, 0 for combining ones, else 1."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


class LadderExportError(Exception):
    """The base class of every expected failure; `problems` are all problems of the failed step, such as reading."""

    exit_code: ClassVar[ExitCode] = ExitCode.NOT_CLEAN

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type[LadderExportError], tuple[Problem, ...]]:
        """Pickle with the problems, since workers raise these errors too."""
        return type(self), self.problems


class InvalidLadder(LadderExportError):
    """Raised if the ladder cannot be read or has errors."""

    exit_code = ExitCode.INVALID_LADDER


class BadRequest(LadderExportError):
    """Raised if the command line asks for something that does not exist, such as an unknown level."""

    exit_code = ExitCode.USAGE


class BadTheme(LadderExportError):
    """Raised if a theme or template is missing, is unusable, or makes output that breaks a standard such as PDF/UA."""

    exit_code = ExitCode.THEME


class BadEnvironment(LadderExportError):
    """Raised if a system library, a font or another program is missing."""

    exit_code = ExitCode.ENVIRONMENT


class BadOutput(LadderExportError):
    """Raised if the output folder cannot be written, or a file that this program did not make is in the way."""

    exit_code = ExitCode.OUTPUT
