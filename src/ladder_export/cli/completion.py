"""Shell completion of levels, tracks, languages and themes, and the default ladder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from ladder_export.core.problems import LadderExportError

if TYPE_CHECKING:
    from ladder_export.core.model import Ladder

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def default_ladder() -> Path:
    """Return the ladder that a command takes when none is named: the working directory if it is one, else `ladder`."""
    return Path() if Path("ladder.yaml").is_file() else Path("ladder")


def matching(names: Iterable[str], incomplete: str) -> list[CompletionItem]:
    """Return the names that begin with `incomplete`, in capitals or not."""
    return [CompletionItem(name) for name in names if name.casefold().startswith(incomplete.casefold())]


def _of_ladder(names: Callable[[Ladder], Iterable[str]]) -> Complete:
    """Return a completion of names from the ladder on the command line; it has none while the ladder cannot be read."""

    def complete(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from ladder_export.reading import read  # noqa: PLC0415  # --help loads no engine

        try:
            ladder, _ = read(context.params.get("ladder") or default_ladder())
        except LadderExportError:
            return []
        return matching(dict.fromkeys(names(ladder)), incomplete)

    return complete


def _level_names(ladder: Ladder) -> Iterable[str]:
    return (name for level in ladder.levels for name in (level.id, level.code) if name)


levels = _of_ladder(_level_names)
tracks = _of_ladder(lambda ladder: (track.id for track in ladder.tracks))
locales = _of_ladder(lambda ladder: ladder.locales)


def compared(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return what `diff` compares: levels, files and folders."""
    return [*levels(context, parameter, incomplete), CompletionItem(incomplete, type="file")]


def themes(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the built-in themes, and folders."""
    from ladder_export.files.resources import theme_names  # noqa: PLC0415  # as above

    return [*matching(theme_names(), incomplete), CompletionItem(incomplete, type="dir")]
