"""Warnings about a ladder that is valid but could be better: one function for each rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, pairwise

from ladder_export.core.model import Ladder, Level, Statement
from ladder_export.core.problems import Problem, Severity, Span
from ladder_export.reading.lint_interviews import check_interviews

Rule = Callable[[Ladder], Iterable[Problem]]

MAX_STATEMENT_CHARACTERS = 1_000

VOICES = {
    **dict.fromkeys(("i", "my", "we", "our"), "first"),
    **dict.fromkeys(("you", "your"), "second"),
    **dict.fromkeys(("they", "their", "he", "his", "she", "her"), "third"),
}


def empty_section(ladder: Ladder) -> Iterator[Problem]:
    """Warn of sections (areas) of levels that have no text."""
    for level in ladder.levels:
        for section in level.sections:
            if not any(passage.intro or passage.body or passage.examples for passage in section.passages):
                message = f"the section '{section.id}' is empty"
                yield _warning("empty-section", message, section.span, "add text, or remove the section")


def long_statement(ladder: Ladder) -> Iterator[Problem]:
    """Warn of statements with more than MAX_STATEMENT_CHARACTERS characters."""
    for level in ladder.levels:
        passages = (passage for section in level.sections for passage in section.passages)
        for statement in chain.from_iterable(passage.all_statements for passage in passages):
            length = len(statement.text.plain)
            if length > MAX_STATEMENT_CHARACTERS:
                message = f"this statement has {length:,} characters, more than {MAX_STATEMENT_CHARACTERS:,}"
                yield _warning("long-statement", message, statement.span, "split it into several statements")


def repeated_statement(ladder: Ladder) -> Iterator[Problem]:
    """Warn of statements that occur twice in one level."""
    for level in ladder.levels:
        first: dict[str, Statement] = {}
        for statement in _own_statements(level):
            earlier = first.setdefault(_normalized(statement), statement)
            if earlier is not statement:
                message = f"this repeats line {earlier.span.line}"
                yield _warning("repeated-statement", message, statement.span, "keep one of them")


def tied_rank(ladder: Ladder) -> Iterator[Problem]:
    """Warn of levels in one track with the same rank, so that their order is undefined; not of levels with one code."""
    for track in ladder.tracks:
        for lower, upper in pairwise(ladder.levels_of(track.id)):
            if lower.rank == upper.rank and (not upper.code or lower.code.casefold() != upper.code.casefold()):
                message = f"'{upper.id}' and '{lower.id}' both have rank {upper.rank:g} in the track '{track.id}'"
                remedy = "give each level a 'rank:', or a number in its 'code:'"
                yield _warning("tied-rank", message, upper.span, remedy)


def repeats_extended(ladder: Ladder) -> Iterator[Problem]:
    """Warn of statements that a level repeats from the level it extends: they apply anyway, and hide what is new."""
    for level in ladder.levels:
        if not level.extends:
            continue
        lower = {_normalized(statement): statement for statement in _own_statements(ladder.level(level.extends))}
        for statement in _own_statements(level):
            if earlier := lower.get(_normalized(statement)):
                message = f"this repeats a statement of '{level.extends}', which '{level.id}' extends"
                remedy = f"remove it here, or 'extends: {level.extends}' ({earlier.span.file}:{earlier.span.line})"
                yield _warning("repeats-extended", message, statement.span, remedy)


def unused_declaration(ladder: Ladder) -> Iterator[Problem]:
    """Warn of names that ladder.yaml declares, such as that of a section, but no level uses."""
    for declaration in ladder.declarations:
        if not declaration.used:
            message = f"no level uses the {declaration.kind} '{declaration.id}'"
            yield _warning(
                "unused-label", message, declaration.span, "use it, or remove it; check the spelling in the levels"
            )


def changed_voice(ladder: Ladder) -> Iterator[Problem]:
    """Warn of statements in another grammatical person ("I", "they") than most of their section; English only."""
    if not ladder.language.lower().startswith("en"):
        return
    for section in chain.from_iterable(level.sections for level in ladder.levels):
        voices = [(statement, voice) for statement in section.own.statements if (voice := _voice(statement))]
        usual = [voice for voice, _ in Counter(voice for _, voice in voices).most_common(1)]
        for statement, voice in voices:
            if voice not in usual:
                message = f"this is in the {voice} person, most of the section in the {usual[0]}"
                yield _warning("changed-voice", message, statement.span, "use the same person throughout the section")


def _voice(statement: Statement) -> str:
    """Return the grammatical person at the beginning of a statement; empty if it cannot be told."""
    first = statement.text.plain.partition(" ")[0].partition("’")[0].partition("'")[0]
    return VOICES.get(first.casefold().strip(".,;:"), "")


RULES: tuple[Rule, ...] = (
    empty_section,
    long_statement,
    repeated_statement,
    repeats_extended,
    tied_rank,
    unused_declaration,
    changed_voice,
    check_interviews,
)


def _own_statements(level: Level) -> Iterator[Statement]:
    """Yield the statements of a level itself, with examples and nested points."""
    for section in level.sections:
        yield from section.own.all_statements


def _normalized(statement: Statement) -> str:
    """Return the text of a statement for comparison: case and spaces do not count."""
    words = statement.text.plain.casefold()
    is_even = words.isprintable() and "  " not in words  # the common case needs no split and join
    return words.strip() if is_even else " ".join(words.split())


def _warning(code: str, message: str, span: Span, remedy: str) -> Problem:
    return Problem(code, message, span, Severity.WARNING, remedy)
