"""Completion of levels, tracks, languages and themes in a shell such as bash, and the ladder read by default."""

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
    """Return the ladder that a command reads if none is given.

    It is the working directory if that has a ladder.yaml, else the folder `ladder`.
    """
    return Path() if Path("ladder.yaml").is_file() else Path("ladder")


def matching(names: Iterable[str], incomplete: str) -> list[CompletionItem]:
    """Return the names that begin with `incomplete`, the word typed so far, for shell completion.

    Names that begin with it in the same upper and lower case go first: if there are any, only they are returned.
    """
    names = list(names)
    exact = [name for name in names if name.startswith(incomplete)]
    folded = incomplete.casefold()
    return [CompletionItem(name) for name in exact or names if name.casefold().startswith(folded)]


def _ladder(context: click.Context) -> Path:
    """Return the ladder of an unfinished line: its argument, the option `--ladder`, or the default ladder.

    Click leaves arguments in `context.args` while the last option lacks its value.
    """
    is_argument = any(
        isinstance(parameter, click.Argument) and parameter.name == "ladder" for parameter in context.command.params
    )
    if is_argument and context.args:
        return Path(context.args[0])
    return context.params.get("ladder") or default_ladder()


def _of_ladder(names: Callable[[Ladder], Iterable[str]]) -> Complete:
    """Return a completion of names from the ladder on the command line; it has none while the ladder cannot be read."""

    def complete(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from ladder_export.reading import read  # noqa: PLC0415  # --help loads no engine

        try:
            ladder, _ = read(_ladder(context))
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
    """Return shell completions for the arguments of `diff`: files and folders, then ids and codes of levels.

    Files come first since bash drops names that stand before them.
    """
    return [CompletionItem(incomplete, type="file"), *levels(context, parameter, incomplete)]


def themes(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return shell completions for --theme: folders, then the built-in themes."""
    from ladder_export.files.resources import theme_names  # noqa: PLC0415  # as above

    return [CompletionItem(incomplete, type="dir"), *matching(theme_names(), incomplete)]
