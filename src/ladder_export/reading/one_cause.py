"""Merge problems that have one cause, such as an undeclared name that many files use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ladder_export.core.problems import Problem

MAX_LOCATIONS = 3  # locations that the first problem lists
MERGED_CODES = frozenset(
    (
        *("unknown-section", "unknown-fact", "unknown-competency", "unknown-grade", "unknown-track", "unknown-block"),
        *("unknown-scale", "unknown-level", "off-scale"),
    )
)


def merge_repeated(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the problems in order, those with one cause merged into the first, which lists the other locations."""
    alike: dict[tuple[str, str], list[Problem]] = {}
    for one in problems:
        if one.code in MERGED_CODES and one.span:
            alike.setdefault((one.code, one.message), []).append(one)
    repeated = {id(one) for group in alike.values() for one in group[1:]}
    return tuple(
        _with_locations(one, alike.get((one.code, one.message), [one])[1:])
        for one in problems
        if id(one) not in repeated
    )


def _with_locations(problem: Problem, more: Sequence[Problem]) -> Problem:
    """Return a problem with the locations of its repetitions added."""
    locations = [f"{one.span.file}:{one.span.line}" for one in more if one.span]
    if not locations:
        return problem
    files = len({place.rpartition(":")[0] for place in locations})
    what = f"{files} more file{'s'[: files > 1]}" if files == len(locations) else f"{len(locations)} more places"
    rest = f" and {len(locations) - MAX_LOCATIONS} more" if len(locations) > MAX_LOCATIONS else ""
    remedy = f"{problem.help}; also {', '.join(locations[:MAX_LOCATIONS])}{rest}"
    return replace(problem, message=f"{problem.message} (also in {what})", help=remedy)
