"""This file shows how a build goes on: one line that is drawn anew on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ladder_export.cli import terminal

if TYPE_CHECKING:
    from ladder_export.build.workers.executor import JobResult

FEW = 20  # artefacts of which each has a line where nothing can be drawn anew
INTERVAL_SECONDS = 10.0  # between two lines where there are more
BAR_CELLS = 24
LEAST_NAME_CELLS = 24  # where the bar would leave a name less, there is none


@dataclass(slots=True)
class Progress:
    """Counts the artefacts that are done, and shows that unless `silent`.

    With `explain`, each is shown with why it was made, with `verbose` also with how it came out.
    `reasons` are those of all that were made, by their paths.
    """

    clock: Callable[[], float]
    silent: bool
    verbose: bool = False
    explain: bool = False
    finished: int = 0
    reasons: dict[str, str] = field(default_factory=dict)
    last_line: float = field(init=False)
    drawn_cells: int = 0

    def __post_init__(self) -> None:
        """The first line of a long build may come after one interval."""
        self.last_line = self.clock()

    def show(self, outcome: JobResult, jobs: int) -> None:
        """Count one of so many jobs, which came to an end, and show it."""
        self.finished += 1
        if hasattr(outcome, "rendered"):
            self.reasons[outcome.job.path] = outcome.job.reason
        if self.silent:
            return
        count = f"{self.finished:>{len(str(jobs))}}/{jobs}"
        if self.verbose or self.explain:
            details = _details(outcome) if self.verbose else ""
            terminal.echo(f"{count}  {_result(outcome)}  {outcome.job.reason}{details}", err=True)
        elif sys.stderr.isatty() and not terminal.is_dumb():
            self._draw(_line(count, self.finished / jobs, _result(outcome), terminal.columns(sys.stderr) - 1))
        elif jobs <= FEW:
            terminal.echo(f"{count}  {_result(outcome)}", err=True)
        elif self.clock() - self.last_line >= INTERVAL_SECONDS:
            self.last_line = self.clock()
            terminal.echo(f"{count} artefacts", err=True)

    def clear(self) -> None:
        """Take the drawn line away: what follows says how all of it ended."""
        if self.drawn_cells:
            self._draw("")
            terminal.echo("\r", nl=False, err=True)

    def _draw(self, line: str) -> None:
        """Draw a line over the last one; blanks, which every terminal knows, cover what that had more."""
        cells = terminal.width_cells(line)
        terminal.echo(f"\r{line}{' ' * (self.drawn_cells - cells)}", nl=False, err=True)
        self.drawn_cells = cells


@contextmanager
def progress(
    clock: Callable[[], float], *, silent: bool, verbose: bool = False, explain: bool = False
) -> Iterator[Progress]:
    """Give what shows a build's progress, and clear the terminal's line however the build ends."""
    shown = Progress(clock, silent, verbose, explain)
    try:
        yield shown
    finally:
        shown.clear()


def _line(count: str, share: float, result: str, cells: int) -> str:
    """The count, a bar where there is room for one, and as much of the result as fits into so many cells."""
    done = round(share * BAR_CELLS)
    bar = f"  [{'#' * done}{'-' * (BAR_CELLS - done)}]"
    if cells - len(count) - len(bar) - 2 < LEAST_NAME_CELLS:
        bar = ""
    return terminal.cut(f"{count}{bar}  ", cells) + terminal.cut(result, cells - len(count) - len(bar) - 2)


def _result(outcome: JobResult) -> str:
    """`sheets/l3.pdf  0.34 s`, or that it is lost."""
    seconds = getattr(outcome, "seconds", None)
    return f"{outcome.job.path}  {'lost' if seconds is None else f'{seconds:.2f} s'}"


def _details(outcome: JobResult) -> str:
    written = getattr(outcome, "rendered", None)
    if written is None:
        return ""
    from ladder_export.core.formats import FORMATS  # noqa: PLC0415  # what is unchanged is told before formats are loaded

    unit = FORMATS[outcome.job.format].unit
    facts = [f"{len(written.data) / 1024:.0f} kB", f"{written.count} {unit if written.count != 1 else unit[:-1]}"]
    facts += [f"{name} {value:g}" for name, value in written.layout.items()]
    return "  " + ", ".join(facts)
