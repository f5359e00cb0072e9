"""This file waits for a ladder, or what it is shown with, to be saved (watchfiles' only door)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from watchfiles import Change, DefaultFilter, watch

from ladder_export.core.problems import BadEnvironment, Problem
from ladder_export.core.request import Request
from ladder_export.files.access import is_file, is_folder, real_path
from ladder_export.files.resources import theme_folder

QUIET_MS = 50  # milliseconds without another save: editors save in several steps
FIRST_POLL_MS = 500  # milliseconds until the first look, whether or not anything was saved
MAX_DEBOUNCE_MS = 400  # milliseconds after which we look at what is there, settled or not


def iter_changes(request: Request, theme: str, stop: Event | None = None) -> Iterator[tuple[Path, ...]]:
    """What was saved, each time that something was; saves while the caller is busy come together the next time.

    The first time comes soon and may bring nothing: something may have been saved before
    we began to look. With `stop`, nothing is brought now and then while nothing is saved. `theme` is the theme that was used last. Ends with Ctrl-C, or when `stop` is set.
    Raises BadEnvironment where the system cannot say what is saved.
    """
    try:
        yield from _iter_changes(request, theme, stop)
    except OSError as fault:
        message = f"saves in '{request.ladder.as_posix()}' cannot be followed: {(fault.strerror or str(fault)).lower()}"
        remedy = (
            "look whether the folder is there and everything in it can be read; `ladder-export build` needs no watching"
        )
        raise BadEnvironment(Problem("unwatchable", message, help=remedy)) from fault


def _iter_changes(request: Request, theme: str, stop: Event | None) -> Iterator[tuple[Path, ...]]:
    output = real_path(request.output)
    folders, files = _folders(request, theme), _files(request)

    class Saved(DefaultFilter):
        """What was asked to be watched, but not what programs keep for themselves, and what we write."""

        def __call__(self, change: Change, path: str) -> bool:
            saved = Path(path)
            ours = saved in files or any(saved.is_relative_to(folder) for folder in folders)
            return ours and super().__call__(change, path) and not saved.is_relative_to(output)

    first = True
    for changes in watch(
        *dict.fromkeys((*folders, *filter(is_folder, (file.parent for file in files)))),
        watch_filter=Saved(),
        debounce=MAX_DEBOUNCE_MS,
        step=QUIET_MS,
        stop_event=stop,
        rust_timeout=FIRST_POLL_MS,
        yield_on_timeout=True,
    ):
        if changes or first or stop:
            first = False
            yield tuple(sorted(Path(path) for _, path in changes))


def _folders(request: Request, theme: str) -> list[Path]:
    """Folders of which every file counts."""
    ladder = request.ladder.parent if is_file(request.ladder) else request.ladder
    found = theme_folder(theme)
    return [real_path(folder) for folder in (ladder, found) if folder]


def _files(request: Request) -> list[Path]:
    """Files that count alone; their folder is watched: an editor that saves by renaming leaves another file behind the old name."""
    return [real_path(file.parent) / file.name for file in (request.icc, request.deck) if file]
