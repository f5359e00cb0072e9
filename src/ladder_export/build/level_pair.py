"""The two levels that a request names by `--from` and `--to`."""

from __future__ import annotations

from collections.abc import Sequence

from ladder_export.core.level_names import levels_called, similar_level
from ladder_export.core.model import Ladder, Level
from ladder_export.core.problems import BadRequest, Problem
from ladder_export.documents.progression import Transition


def level_pair(ladder: Ladder, names: tuple[str, str]) -> Transition:
    """Return the step between the two levels that a user names: from the first name (lower) to the second (upper).

    A name is an id, code or title of a level. Raises BadRequest if a name fits no level or several, or both name one.
    """
    levels_by_name = {name: levels_called(ladder.levels, name) for name in names}
    problems = [problem for name, named in levels_by_name.items() if (problem := _unclear_level(ladder, name, named))]
    lower, upper = (next(iter(levels_by_name[name]), None) for name in names)
    if not problems and lower is upper:
        problems.append(Problem("one-level", f"--from and --to both name {names[0]}", help="name two levels"))
    if problems or not lower or not upper:
        raise BadRequest(*problems)
    return Transition(lower, upper)


def _unclear_level(ladder: Ladder, name: str, named: Sequence[Level]) -> Problem | None:
    """Return the problem of a name that no level has, or several."""
    if not named:
        return Problem("no-such-level", f"there is no level '{name}'", help=similar_level(ladder.levels, name))
    remedy = f"use an id: {', '.join(level.id for level in named)}"
    return Problem("many-levels", f"several levels are called '{name}'", help=remedy) if len(named) > 1 else None
