"""Open and lock the output folder, so that one run at a time writes to it, and report system errors as problems."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from ladder_export.core.problems import BadOutput, Problem, Span
from ladder_export.files import journal
from ladder_export.files.folder import Folder, open_folder
from ladder_export.files.journal import STAGING, DamagedJournal, ForeignFile

OUTPUT_UNCHANGED = "output unchanged"
ELSEWHERE = ", or choose another folder with --output"  # ends the help of commands that have this option


@contextmanager
def open_output(output: Path, elsewhere: str = ELSEWHERE) -> Iterator[Folder]:
    """Open and lock the output folder as a context manager that yields it; create the folder if needed.

    A change that a killed run began is finished or undone first. At the end, the staging folder and new folders that
    are still empty are removed. Raises BadOutput if the folder cannot be used or another run has it. `elsewhere` ends
    the help of problems by saying how to choose another folder; empty for none.
    """
    with ExitStack() as stack:
        with os_errors_as_problems(output, elsewhere):
            new = [folder for folder in (output, *output.parents) if not folder.exists()]
            stack.callback(_remove_empty, new)
            output.mkdir(parents=True, exist_ok=True)
            folder = stack.enter_context(open_folder(output))
            _lock_or_refuse(folder)
            journal.recover(folder)
            stack.callback(_recover_if_possible, folder)
        yield folder


@contextmanager
def inspect_output(output: Path, elsewhere: str = ELSEWHERE) -> Iterator[Folder | None]:
    """Open the output folder as a context manager that yields it, to look for what is in the way; nothing is changed.

    Yields None if the folder does not exist. Raises BadOutput if the folder cannot be read or its staging folder was
    not made by this program. `elsewhere` ends the help of problems by saying how to choose another folder; empty for
    none.
    """
    if not os.path.lexists(output):
        yield None
        return
    with os_errors_as_problems(output, elsewhere), open_folder(output) as folder:
        journal.require_own_staging(folder)
        yield folder


def _recover_if_possible(folder: Folder) -> None:
    """Finish or undo an interrupted change; leave to the next run what cannot be recovered now."""
    with suppress(OSError, ForeignFile, DamagedJournal):
        journal.recover(folder)


def _remove_empty(folders: Iterable[Path]) -> None:
    for folder in folders:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def lock(folder: Folder) -> None:
    """Lock an open folder against other runs of this program; the lock ends when the folder is closed.

    Raises BlockingIOError if another process has the lock.
    """
    import fcntl  # noqa: PLC0415  # systems without it can import this module; `__main__` refuses to build there

    fcntl.flock(folder.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _lock_or_refuse(folder: Folder) -> None:
    try:
        lock(folder)
    except BlockingIOError as fault:
        message = f"another run of ladder-export is writing to {folder.path.as_posix()}"
        raise BadOutput(Problem("output-busy", message, help="wait until it has finished")) from fault


def obstacle(folder: Folder, path: str) -> str:
    """Return the first folder of a path at which something else is, so that it cannot be created; empty if none."""
    parts = path.split("/") if path else []
    above = ("/".join(parts[:count]) for count in range(1, len(parts) + 1))
    return next((ancestor for ancestor in above if folder.kind(ancestor) not in (None, stat.S_IFDIR)), "")


def foreign_file_problem(output: Path, path: str, elsewhere: str = ELSEWHERE) -> Problem:
    """Return the problem that something which this program did not make is at `path`, below the folder `output`.

    `elsewhere` ends its help by saying how to choose another folder; empty for none.
    """
    message = f"{(output / path).as_posix()} is in the way and was not made by ladder-export"
    return Problem("foreign-file", message, help=f"move it{elsewhere}")


@contextmanager
def os_errors_as_problems(output: Path, elsewhere: str = ELSEWHERE) -> Iterator[None]:
    """Raise BadOutput instead of any OSError, ForeignFile or DamagedJournal that is raised inside the `with` block.

    `output` is the folder that is written to. `elsewhere` ends the help of the problem by saying how to choose another
    folder; empty for none.
    """
    try:
        yield
    except ForeignFile as fault:
        raise BadOutput(foreign_file_problem(output, fault.path, elsewhere)) from fault
    except DamagedJournal as fault:
        message = "this journal was not written by ladder-export, so the interrupted build cannot be finished"
        remedy = f"move {(output / STAGING).as_posix()} elsewhere and build again"
        raise BadOutput(
            Problem("damaged-manifest", message, Span(f"{output.as_posix()}/{fault}"), help=remedy)
        ) from fault
    except OSError as fault:
        shown = fault.filename or output
        raise BadOutput(
            Problem(
                "output-unwritable",
                f"{shown} cannot be written: {fault.strerror or fault}; {folder_state(output)}",
                help=f"free disk space or get write permission{elsewhere}",
            )
        ) from fault


def folder_state(output: Path) -> str:
    """Return the state of the output folder after a failure, as the end of a sentence: "output unchanged"."""
    if os.path.lexists(output / journal.UNDO):
        return "the next build restores the previous output"
    return "the next build finishes the update" if os.path.lexists(output / journal.PUBLISH) else OUTPUT_UNCHANGED
