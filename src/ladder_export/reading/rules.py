"""This file holds what a ladder should satisfy beyond its schema: one function a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from ladder_export.model import Ladder, Level, Statement
from ladder_export.problems import Problem, Severity, Span

Rule = Callable[[Ladder], Iterable[Problem]]

LONGEST = 1_000


def empty_section(ladder: Ladder) -> Iterator[Problem]:
    """A section is there to say something."""
    for level in ladder.levels:
        for section in level.sections:
            if not section.statements and not section.examples:
                message = f"the section '{section.id}' has neither statements nor examples"
                yield _warning("empty-section", message, section.span, "write some, or remove the section")


def long_statement(ladder: Ladder) -> Iterator[Problem]:
    """A statement is read at a glance."""
    for level in ladder.levels:
        for statement in _statements(level):
            length = len(statement.text.plain)
            if length > LONGEST:
                message = f"this statement has {length:,} characters, more than {LONGEST:,}"
                yield _warning("long-statement", message, statement.span, "divide it into several statements")


def repeated_statement(ladder: Ladder) -> Iterator[Problem]:
    """A level says everything once."""
    for level in ladder.levels:
        first: dict[str, Statement] = {}
        for statement in _statements(level):
            before = first.setdefault(" ".join(statement.text.plain.casefold().split()), statement)
            if before is not statement:
                message = f"this stands in line {before.span.line} already"
                yield _warning("repeated-statement", message, statement.span, "keep one of them")


def tied_rank(ladder: Ladder) -> Iterator[Problem]:
    """The levels of a track are climbed one after the other."""
    for track in ladder.tracks:
        for lower, upper in pairwise(ladder.climb(track.id)):
            if lower.rank == upper.rank:
                message = f"'{upper.id}' and '{lower.id}' both have rank {upper.rank:g} in the track '{track.id}'"
                remedy = "give each level a 'rank:', or a number in its 'code:'"
                yield _warning("tied-rank", message, upper.span, remedy)


RULES: tuple[Rule, ...] = (empty_section, long_statement, repeated_statement, tied_rank)


def _statements(level: Level) -> Iterator[Statement]:
    for section in level.sections:
        yield from section.statements
        yield from section.examples


def _warning(code: str, message: str, span: Span, remedy: str) -> Problem:
    return Problem(code, message, span, Severity.WARNING, remedy)
