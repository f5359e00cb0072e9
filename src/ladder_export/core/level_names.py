"""Find levels by the names that people use for them: id, code such as L3, or title."""

from __future__ import annotations

from collections.abc import Sequence

from ladder_export.core.model import Level
from ladder_export.core.problems import did_you_mean


def is_called(level: Level, name: str) -> bool:
    """Return whether a name is the id or the code of a level; capitals do not matter."""
    return bool(name) and name.casefold() in (level.id.casefold(), level.code.casefold())


def levels_called(levels: Sequence[Level], name: str) -> tuple[Level, ...]:
    """Return the levels that a name stands for; empty if there are none. Capitals do not matter.

    The name is looked up as an id, then as a code, then as a title or "code title"; the first of these that matches
    counts. Several levels are returned if they share a code or title.
    """
    wanted = name.strip().casefold()
    for attributes in (("id",), ("code",), ("title", "name")):
        same = tuple(level for level in levels if wanted in {getattr(level, name).casefold() for name in attributes})
        if same and wanted:
            return same
    return ()


def similar_level(levels: Sequence[Level], name: str) -> str:
    """Return help for a name that no level has: "did you mean" the most similar name, else a list of names."""
    names = (*(level.code or level.id for level in levels), *(level.id for level in levels))
    return did_you_mean(name, list(dict.fromkeys((*names, *(level.title for level in levels)))))
