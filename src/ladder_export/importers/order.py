"""This file puts the levels of every track in order, and says where that is a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from ladder_export.importers.ir import ImportedLadder, ImportedLevel
from ladder_export.importers.level_names import AVERAGE, ROMAN, ordinal, rank_height

BY_POSITION = "guessed: from its place in the source"
BY_WORDS = "guessed: from the words of the titles"
NO_ORDER = "nothing says the order of {}: they are in that of the alphabet; give each a 'rank:'"


def with_order(ladder: ImportedLadder) -> ImportedLadder:
    """Return the draft with its levels in order, each with a rank where its code does not say it."""
    tracks: dict[str, list[ImportedLevel]] = {}
    for level in ladder.levels:
        tracks.setdefault(level.track, []).append(level)
    levels: list[ImportedLevel] = []
    uncertainties: list[str] = []
    for members in tracks.values():
        found, uncertainty = _sort_track(members)
        levels += found
        uncertainties += [uncertainty] if uncertainty else []
    return replace(ladder, levels=tuple(levels), uncertainties=(*ladder.uncertainties, *uncertainties))


def _sort_track(levels: Sequence[ImportedLevel]) -> tuple[list[ImportedLevel], str]:
    """One track in order, and what is doubtful about it."""
    numbers = [level.rank if level.rank is not None else ordinal(level.code) for level in levels]
    numbered = [number for number in numbers if number is not None]
    if len(levels) == 1:
        return list(levels), ""
    if len(set(numbered)) == len(levels):
        return [level for _, level in sorted(zip(numbered, levels, strict=True), key=lambda pair: pair[0])], ""
    if all(level.position is not None for level in levels):
        return list(_with_ranks(_lowest_first(levels), BY_POSITION)), ""
    by_number = len(numbered) == len(levels)
    keys = [_key(level, number, by_number=by_number) for level, number in zip(levels, numbers, strict=True)]
    places = sorted(range(len(levels)), key=lambda place: (*keys[place], levels[place].title.casefold()))
    tied = [f"'{levels[place].title}'" for place in places if keys.count(keys[place]) > 1]
    uncertainty = NO_ORDER.format(", ".join(tied)) if tied else ""
    return list(_with_ranks([levels[place] for place in places], BY_WORDS)), uncertainty


def _key(level: ImportedLevel, number: float | None, *, by_number: bool) -> tuple[float, float]:
    """What levels are put in order by: their words, then numbers; the other way round where all have numbers."""
    tall = _height(level)
    words = AVERAGE if tall is None else tall
    return (number or 0.0, tall or AVERAGE) if by_number else (words, number or 0.0)


def _height(level: ImportedLevel) -> float | None:
    """How high a level stands by its title, and by the Roman numeral of its code, as in SRE_II."""
    step = re.split("[-_]", level.code)[-1]
    return rank_height(f"{level.title} {step}" if step in ROMAN else level.title)


def _lowest_first(levels: Sequence[ImportedLevel]) -> list[ImportedLevel]:
    """Levels in the order of their source, turned round where their titles say that it begins at the top."""
    tall = [one for level in levels if (one := _height(level)) is not None]
    down = sum(first > second for first, second in combinations(tall, 2))
    up = sum(first < second for first, second in combinations(tall, 2))
    placed = sorted(levels, key=lambda level: level.position or 0)
    return placed[::-1] if down > up else placed


def _with_ranks(levels: Sequence[ImportedLevel], guess: str) -> Iterator[ImportedLevel]:
    for rank, level in enumerate(levels, 1):
        guesses = tuple(one for one in level.guesses if one[0] != "rank")
        yield replace(level, rank=rank, guesses=(*guesses, ("rank", guess)))
