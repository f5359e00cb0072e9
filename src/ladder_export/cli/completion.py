"""This file offers what a shell can complete: the levels, tracks and languages of the ladder at hand, and themes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from ladder_export.core.problems import LadderExportError

if TYPE_CHECKING:
    from ladder_export.core.model import Ladder

Offer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def default_ladder() -> Path:
    """Return the ladder that a command takes when none is named: the folder one is in, where it is one, else `ladder`."""
    return Path() if Path("ladder.yaml").is_file() else Path("ladder")


def matching(names: Iterable[str], incomplete: str) -> list[CompletionItem]:
    """Return those names that begin so; capitals do not count."""
    return [CompletionItem(name) for name in names if name.casefold().startswith(incomplete.casefold())]


def _of_ladder(names: Callable[[Ladder], Iterable[str]]) -> Offer:
    """Return what offers names out of the ladder on the command line; none while it cannot be read."""

    def offer(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from ladder_export.reading import read  # noqa: PLC0415  # --help loads no engine

        try:
            ladder, _ = read(context.params.get("ladder") or default_ladder())
        except LadderExportError:
            return []
        return matching(dict.fromkeys(names(ladder)), incomplete)

    return offer


def _level_names(ladder: Ladder) -> Iterable[str]:
    return (name for level in ladder.levels for name in (level.id, level.code) if name)


levels = _of_ladder(_level_names)
tracks = _of_ladder(lambda ladder: (track.id for track in ladder.tracks))
locales = _of_ladder(lambda ladder: ladder.locales)


def compared(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer what `diff` compares: levels, and files and folders."""
    return [*levels(context, parameter, incomplete), CompletionItem(incomplete, type="file")]


def themes(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the themes that have a name, and folders."""
    from ladder_export.files.resources import theme_names  # noqa: PLC0415  # as above

    return [*matching(theme_names(), incomplete), CompletionItem(incomplete, type="dir")]
