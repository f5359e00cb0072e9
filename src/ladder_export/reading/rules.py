"""This file holds what a well-formed ladder must also satisfy: one function a rule, each with codes of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from ladder_export.model import Fact, Ladder, Level, Section, Statement
from ladder_export.problems import Problem, Severity

_Placed = Level | Section | Statement | Fact
Rule = Callable[[Ladder], Iterable[Problem]]

LONG = 1000  # characters; the longest bullet of 714 public level pages has 682
# UTF-8 read as Windows-1252 or as Mac Roman: the first bytes of multi-byte characters,
# each followed by a character that UTF-8's continuation bytes become.
MOJIBAKE = re.compile(r"â€[™œ\x9d“”¦˜]|Ã[\x80-\xbf©¨¤¶¼±³]|ü[¶é§ôêèå≠ßíì][\S]|‚Ä[ôúùìî¢¶]")
WINDOWS, MAC = "cp1252", "mac_roman"
DEAD_LINK = re.compile(r"\[[^\]]+\]\((?!https?://|mailto:)[^)\s]*\)")


def empty_sections(ladder: Ladder) -> Iterator[Problem]:
    """A section that says nothing prints a heading over nothing."""
    for level in ladder.levels:
        for section in level.sections:
            if not section.statements and not section.examples:
                message = f"the section '{section.title}' says nothing"
                yield _warning("empty-section", message, section, "add statements or remove it")


def long_statements(ladder: Ladder) -> Iterator[Problem]:
    """A statement of more than a thousand characters is an essay; it fits no slide."""
    for _, statement in _statements(ladder):
        if (size := len(statement.text.plain)) > LONG:
            yield _warning("long-statement", f"a statement of {size:,} characters", statement, "split it into several")


def repeated_statements(ladder: Ladder) -> Iterator[Problem]:
    """The same words twice in one level are most likely a slip."""
    seen: dict[tuple[str, str], Statement] = {}
    for level, statement in _statements(ladder):
        first = seen.setdefault((level.id, statement.text.plain.casefold()), statement)
        if first is not statement:
            message = f"this stands in line {first.span.line} already"
            yield _warning("repeated-statement", message, statement, "keep one of them")


def tied_ranks(ladder: Ladder) -> Iterator[Problem]:
    """Two levels of a track on one rung leave open which comes first."""
    for track in ladder.tracks:
        climb = ladder.climb(track.id)
        for below, above in pairwise(climb):
            if below.rank == above.rank:
                message = f"'{above.id}' stands on the same rung as '{below.id}' (rank {above.rank:g})"
                yield _warning("tied-rank", message, above, "give one of them a 'rank:'")


def mojibake(ladder: Ladder) -> Iterator[Problem]:
    """Text whose UTF-8 was once read as something else."""
    for where, text in _texts(ladder):
        if found := MOJIBAKE.search(text):
            meant = _repaired(text)
            remedy = f"it was probably: {meant}" if meant else "paste the text again from where it came from"
            yield _warning("mojibake", f"'{found[0]}' is damaged text", where, remedy)


def dead_links(ladder: Ladder) -> Iterator[Problem]:
    """A link that leads nowhere from paper is printed as it was typed."""
    for where, text in _texts(ladder):
        if found := DEAD_LINK.search(text):
            message = f"'{found[0]}' leads nowhere outside this folder and is printed as typed"
            yield _warning("dead-link", message, where, "use a whole address that starts with https://")


RULES: tuple[Rule, ...] = (empty_sections, long_statements, repeated_statements, tied_ranks, mojibake, dead_links)


def _statements(ladder: Ladder) -> Iterator[tuple[Level, Statement]]:
    for level in ladder.levels:
        for section in level.sections:
            for statement in (*section.statements, *section.examples):
                yield level, statement


def _texts(ladder: Ladder) -> Iterator[tuple[_Placed, str]]:
    for level in ladder.levels:
        yield level, level.title
        for paragraph in level.summary:
            yield level, paragraph.source
        for fact in level.facts:
            yield fact, fact.value.source
        for section in level.sections:
            yield section, f"{section.icon} {section.title}"
    for _, statement in _statements(ladder):
        yield statement, statement.text.source


def _repaired(text: str) -> str:
    for codec in (MAC, WINDOWS):
        try:
            return text.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
    return ""


def _warning(code: str, message: str, where: _Placed, remedy: str) -> Problem:
    return Problem(code, message, where.span, Severity.WARNING, remedy)
