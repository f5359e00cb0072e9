"""Wait for changes of a ladder, its theme and other inputs; the only module that imports watchfiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

from watchfiles import Change, DefaultFilter, watch

from ladder_export.core.problems import BadEnvironment, Problem
from ladder_export.core.request import Request
from ladder_export.files.access import is_file, is_folder, real_path
from ladder_export.files.resources import theme_folder
from ladder_export.files.theme_folders import existing_chain

QUIET_MS = 50  # since editors save in several steps
FIRST_POLL_MS = 500  # until the first item, whether or not anything was saved
MAX_DEBOUNCE_MS = 400  # after which changes are reported even if more are coming


def iter_changes(request: Request, theme: str, stop: Event | None = None) -> Iterator[tuple[Path, ...]]:
    """Watch the files of a request; yield the changed paths each time something is saved.

    Changes during a build are reported together afterwards. The first item comes within a second and may be empty,
    since something may have changed before watching began. With `stop`, empty items also come at intervals, so that the
    caller can act. `theme` is the name or folder of the last build's theme. Ends with Ctrl-C, or when `stop` is set.
    Raises BadEnvironment if the system cannot report changes.
    """
    try:
        yield from _iter_changes(request, theme, stop)
    except OSError as fault:
        message = (
            f"changes in '{request.ladder.as_posix()}' cannot be watched: {(fault.strerror or str(fault)).lower()}"
        )
        remedy = "check that the folder exists and can be read; `ladder-export build` works without watching"
        raise BadEnvironment(Problem("unwatchable", message, help=remedy)) from fault


def _iter_changes(request: Request, theme: str, stop: Event | None) -> Iterator[tuple[Path, ...]]:
    folders, files = watched_folders(request, theme), _files(request)
    is_first = True
    for changes in watch(
        *dict.fromkeys((*folders, *filter(is_folder, (file.parent for file in files)))),
        watch_filter=_InputFilter(folders, files, real_path(request.output)),
        debounce=MAX_DEBOUNCE_MS,
        step=QUIET_MS,
        stop_event=stop,
        rust_timeout=FIRST_POLL_MS,
        yield_on_timeout=True,
    ):
        if changes or is_first or stop:
            is_first = False
            yield tuple(sorted(Path(path) for _, path in changes))


class _InputFilter(DefaultFilter):
    """A filter for watched inputs, without temporary files of editors and without our own output."""

    def __init__(self, folders: Sequence[Path], files: Sequence[Path], output: Path) -> None:
        super().__init__()
        self.folders, self.files, self.output = folders, files, output

    def __call__(self, change: Change, path: str) -> bool:
        saved = Path(path)
        is_input = saved in self.files or any(map(saved.is_relative_to, self.folders))
        return is_input and super().__call__(change, path) and not saved.is_relative_to(self.output)


def watched_folders(request: Request, theme: str) -> list[Path]:
    """Return the folders that `build --watch` watches: those of the ladder, the theme, and the themes that it extends.

    A change of any file in one of them starts a build. `theme` is the name or folder of the theme.
    """
    ladder = request.ladder.parent if is_file(request.ladder) else request.ladder
    theme_home = theme_folder(theme)
    return [real_path(folder) for folder in (ladder, *(existing_chain(theme_home) if theme_home else ()))]


def _files(request: Request) -> list[Path]:
    """Return single files that count. Their folders are watched, since editors may save by renaming."""
    return [real_path(file.parent) / file.name for file in (request.icc, request.deck, request.reference_doc) if file]
