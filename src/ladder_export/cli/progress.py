"""Progress of a build: one line that is redrawn on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ladder_export.cli import terminal

if TYPE_CHECKING:
    from ladder_export.build.workers.jobs import JobResult
    from ladder_export.writers import RenderedFile

LINE_PER_FILE_LIMIT = 20  # files; up to so many have a line each where nothing can be redrawn
INTERVAL_SECONDS = 10.0  # between two lines where there are more
BAR_CELLS = 24
MIN_NAME_CELLS = 24  # where the bar would leave a name fewer, there is no bar


@dataclass(slots=True)
class Progress:
    """The progress of a build: counts finished files and prints them unless `silent`.

    With `explain`, each file is printed with the reason why it is made, with `verbose` also with its size and length.
    `clock` returns seconds. `finished` counts jobs; `reasons` collects the reasons by path. `last_line` is the time of
    the last printed line, `drawn_cells` the width of the line that a terminal shows now, in columns.
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
        """Start the interval after which a long build prints its first line."""
        self.last_line = self.clock()

    def advance(self, outcome: JobResult, jobs: int) -> None:
        """Count a finished job and print its file; `outcome` is its result, `jobs` the total number of jobs."""
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
        elif jobs <= LINE_PER_FILE_LIMIT:
            terminal.echo(f"{count}  {_result(outcome)}", err=True)
        elif self.clock() - self.last_line >= INTERVAL_SECONDS:
            self.last_line = self.clock()
            terminal.echo(f"{count} files", err=True)

    def clear(self) -> None:
        """Erase the line that shows progress on a terminal, so that the summary can take its place."""
        if self.drawn_cells:
            self._draw("")
            terminal.echo("\r", nl=False, err=True)

    def _draw(self, line: str) -> None:
        """Draw a line over the last one, padded with blanks, which every terminal knows."""
        cells = terminal.width_cells(line)
        terminal.echo(f"\r{line}{' ' * (self.drawn_cells - cells)}", nl=False, err=True)
        self.drawn_cells = cells


@contextmanager
def progress(
    clock: Callable[[], float], *, silent: bool, verbose: bool = False, explain: bool = False
) -> Iterator[Progress]:
    """Open the progress of a build; its line on the terminal is erased however the build ends.

    `clock` returns seconds. The other parameters are fields of Progress, which says what they print.
    """
    shown = Progress(clock, silent, verbose, explain)
    try:
        yield shown
    finally:
        shown.clear()


def _line(count: str, share: float, result: str, cells: int) -> str:
    """Return the count, a bar where there is space for one, and as much of the result as fits into `cells`."""
    done = round(share * BAR_CELLS)
    bar = f"  [{'#' * done}{'-' * (BAR_CELLS - done)}]"
    if cells - len(count) - len(bar) - 2 < MIN_NAME_CELLS:
        bar = ""
    return terminal.cut(f"{count}{bar}  ", cells) + terminal.cut(result, cells - len(count) - len(bar) - 2)


def _result(outcome: JobResult) -> str:
    """Return `sheets/l3.pdf  0.34 s`, or that the file failed."""
    seconds = getattr(outcome, "seconds", None)
    return f"{outcome.job.path}  {'failed' if seconds is None else f'{seconds:.2f} s'}"


def _details(outcome: JobResult) -> str:
    """Return size, length and layout of a rendered file, after two blanks; empty for one that failed."""
    file: RenderedFile | None = getattr(outcome, "rendered", None)
    if file is None:
        return ""
    from ladder_export.core.formats import FORMATS  # noqa: PLC0415  # what is unchanged is told before formats are loaded

    unit = FORMATS[outcome.job.format].unit
    facts = [f"{sum(map(len, file.pages)) / 1024:.0f} kB", f"{file.count} {unit if file.count != 1 else unit[:-1]}"]
    facts += [f"{name} {value:g}" for name, value in (file.layout.as_json() if file.layout else {}).items()]
    return "  " + ", ".join(facts)
