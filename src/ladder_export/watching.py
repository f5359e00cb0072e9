"""This file waits for a ladder, or what it is shown with, to be saved (watchfiles' only door)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from watchfiles import Change, DefaultFilter, watch

from ladder_export.places import theme_folder
from ladder_export.problems import BadEnvironment, Problem
from ladder_export.request import Request

SETTLED = 50  # milliseconds without another save: editors save in several steps
FIRST = 500  # milliseconds until the first look, whether or not anything was saved
LONGEST = 400  # milliseconds after which we look at what is there, settled or not


def saves(request: Request, theme: str, stop: Event | None = None) -> Iterator[tuple[Path, ...]]:
    """What was saved, each time that something was; saves while the caller is busy come together the next time.

    The first time comes soon and may bring nothing: something may have been saved before
    we began to look. `theme` is the theme that was used last. Ends with Ctrl-C, or when `stop` is set.
    Raises BadEnvironment where the system cannot say what is saved.
    """
    try:
        yield from _saves(request, theme, stop)
    except OSError as fault:
        message = f"saves in '{request.ladder.as_posix()}' cannot be followed: {(fault.strerror or str(fault)).lower()}"
        remedy = "look whether the folder is there and all in it can be read; build and check need no more than that"
        raise BadEnvironment(Problem("unwatchable", message, help=remedy)) from fault


def _saves(request: Request, theme: str, stop: Event | None) -> Iterator[tuple[Path, ...]]:
    output = request.output.resolve()

    class Saved(DefaultFilter):
        """Everything but what programs keep for themselves, and what we write."""

        def __call__(self, change: Change, path: str) -> bool:
            return super().__call__(change, path) and not Path(path).is_relative_to(output)

    first = True
    for changes in watch(
        *_places(request, theme),
        watch_filter=Saved(),
        debounce=LONGEST,
        step=SETTLED,
        stop_event=stop,
        rust_timeout=FIRST,
        yield_on_timeout=True,
    ):
        if changes or first:
            first = False
            yield tuple(sorted(Path(path) for _, path in changes))


def _places(request: Request, theme: str) -> list[Path]:
    """Folders, never files: an editor that saves by renaming leaves another file behind the old name."""
    ladder = request.ladder.parent if request.ladder.is_file() else request.ladder
    others = (theme_folder(theme), request.icc.parent if request.icc else None)
    return [ladder, *(place for place in others if place and place.is_dir())]
