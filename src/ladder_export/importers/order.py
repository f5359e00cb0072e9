"""Sort the levels of every track, and record where the order is a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from ladder_export.importers.ir import ImportedLadder, ImportedLevel
from ladder_export.importers.level_names import AVERAGE, ROMAN, ordinal, rank_height

BY_POSITION = "guessed: from its position in the source"
BY_WORDS = "guessed: from the words of the titles"
NO_ORDER = "the order of {} is unknown, so they are in alphabetical order; give each a 'rank:'"


def with_order(ladder: ImportedLadder) -> ImportedLadder:
    """Sort the levels of each track from lowest to highest, and give a rank to levels if codes do not tell their order.

    Where the order is a guess, a sentence about it is added to the ladder's uncertainties.
    """
    tracks: dict[str, list[ImportedLevel]] = {}
    for level in ladder.levels:
        tracks.setdefault(level.track, []).append(level)
    levels: list[ImportedLevel] = []
    uncertainties: list[str] = []
    for members in tracks.values():
        in_order, uncertainty = _sort_track(members)
        levels += in_order
        uncertainties += [uncertainty] if uncertainty else []
    return replace(ladder, levels=tuple(levels), uncertainties=(*ladder.uncertainties, *uncertainties))


def _sort_track(levels: Sequence[ImportedLevel]) -> tuple[list[ImportedLevel], str]:
    """Return the levels of a track in order, and a sentence if the order is uncertain."""
    numbers = [level.rank if level.rank is not None else ordinal(level.code) for level in levels]
    numbered = [number for number in numbers if number is not None]
    if len(levels) == 1:
        return list(levels), ""
    if len(set(numbered)) == len(levels):
        return [level for _, level in sorted(zip(numbered, levels, strict=True), key=lambda pair: pair[0])], ""
    if all(level.position is not None for level in levels):
        return list(_with_ranks(_lowest_first(levels), BY_POSITION)), ""
    return _sort_by_words(levels, numbers)


def _sort_by_words(levels: Sequence[ImportedLevel], numbers: Sequence[float | None]) -> tuple[list[ImportedLevel], str]:
    """Return levels sorted by their titles and numbers; levels with equal keys are in alphabetical order."""
    by_number = None not in numbers
    keys = [_key(level, number, by_number=by_number) for level, number in zip(levels, numbers, strict=True)]
    order = sorted(range(len(levels)), key=lambda index: (*keys[index], levels[index].title.casefold()))
    tied = [f"'{levels[index].title}'" for index in order if keys.count(keys[index]) > 1]
    uncertainty = NO_ORDER.format(", ".join(tied)) if tied else ""
    return list(_with_ranks([levels[index] for index in order], BY_WORDS)), uncertainty


def _key(level: ImportedLevel, number: float | None, *, by_number: bool) -> tuple[float, float]:
    """Return a sort key: rank words, then numbers; the other way round where all levels have numbers."""
    height = _height(level)
    words = AVERAGE if height is None else height
    return (number or 0.0, height or AVERAGE) if by_number else (words, number or 0.0)


def _height(level: ImportedLevel) -> float | None:
    """Return the height of a level by its title, and by a Roman numeral in its code (SRE_II); None without either."""
    step = re.split("[-_]", level.code)[-1]
    return rank_height(f"{level.title} {step}" if step in ROMAN else level.title)


def _lowest_first(levels: Sequence[ImportedLevel]) -> list[ImportedLevel]:
    """Return the levels in source order, reversed where their titles show that the source begins at the top."""
    heights = [height for level in levels if (height := _height(level)) is not None]
    down = sum(first > second for first, second in combinations(heights, 2))
    up = sum(first < second for first, second in combinations(heights, 2))
    by_position = sorted(levels, key=lambda level: level.position or 0)
    return by_position[::-1] if down > up else by_position


def _with_ranks(levels: Sequence[ImportedLevel], guess: str) -> Iterator[ImportedLevel]:
    """Yield the levels, ranked 1, 2, 3 …, each with a comment that the rank is a guess."""
    for rank, level in enumerate(levels, 1):
        guesses = tuple(pair for pair in level.guesses if pair[0] != "rank")
        yield replace(level, rank=rank, guesses=(*guesses, ("rank", guess)))
