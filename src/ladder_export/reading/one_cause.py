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
    """Merge repeated problems into the first of them, whose help then lists the other locations.

    Problems are merged if they have one code, such as `unknown-section`, and one message. All others stay as they are.
    """
    alike: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.code in MERGED_CODES and problem.span:
            alike.setdefault((problem.code, problem.message), []).append(problem)
    repeated = {id(problem) for group in alike.values() for problem in group[1:]}
    return tuple(
        _with_locations(problem, alike.get((problem.code, problem.message), [problem])[1:])
        for problem in problems
        if id(problem) not in repeated
    )


def _with_locations(problem: Problem, more: Sequence[Problem]) -> Problem:
    """Return a problem with the locations of its repetitions added."""
    locations = [f"{repetition.span.file}:{repetition.span.line}" for repetition in more if repetition.span]
    if not locations:
        return problem
    files = len({place.rpartition(":")[0] for place in locations})
    what = f"{files} more file{'s'[: files > 1]}" if files == len(locations) else f"{len(locations)} more places"
    rest = f" and {len(locations) - MAX_LOCATIONS} more" if len(locations) > MAX_LOCATIONS else ""
    remedy = f"{problem.help}; also {', '.join(locations[:MAX_LOCATIONS])}{rest}"
    return replace(problem, message=f"{problem.message} (also in {what})", help=remedy)
