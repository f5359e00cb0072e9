"""This file runs jobs on the workers of a Dask scheduler: jobs and theme travel as values, results come back as bytes."""

from __future__ import annotations

import logging
import tempfile
import threading
from asyncio import CancelledError
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from ladder_export.build.plan import Job
from ladder_export.build.workers.executor import Done, Jobs, Lost, Outcome, lost, task, weight
from ladder_export.build.workers.worker import Clock, Task, do
from ladder_export.core.problems import BadEnvironment, LadderExportError, Problem
from ladder_export.files.access import files_below, read_file
from ladder_export.fingerprint.inputs import font_digest
from ladder_export.fingerprint.toolchain import makers
from ladder_export.theme import BRAND, RenderSettings
from ladder_export.writers import RenderedFile

AHEAD = 4  # jobs handed out for each one that runs: nobody waits, and few results lie in memory
BRAND_HOME = ".brand"  # where a brand's fonts lie on a worker, below the theme's folder
CLOSING = 2  # seconds for a scheduler to say goodbye
PATIENCE = 20  # seconds for a scheduler to answer, and for its first worker to come
START = "docs/cluster.md says how to start scheduler and workers"


@dataclass(frozen=True, slots=True)
class Luggage:
    """What travels to the workers once: the look, every file of the theme's folder, and what must be installed there."""

    settings: RenderSettings
    files: Mapping[str, bytes]
    installed: Mapping[str, str]


def run_on(address: str, jobs: Jobs, settings: RenderSettings, clock: Clock) -> Iterator[Outcome]:
    """Every job's outcome, as it comes, from the workers of the scheduler at that address, such as `tcp://host:8786`.

    A worker that is lost costs nothing but time: the scheduler gives its jobs to others.
    Raises what a writer raises; BadEnvironment when nobody answers, or when a worker has
    other versions or fonts than this machine, for then the same ladder would give other bytes.
    """
    with _quiet(), _client(address) as client:
        luggage = _packed(settings)
        with _connected(address):
            _check(client, luggage)
            there = client.scatter(luggage, broadcast=True)
        yield from _outcomes(client, jobs, there, clock, address)


def _outcomes(client: Any, jobs: Jobs, luggage: object, clock: Clock, address: str) -> Iterator[Outcome]:  # noqa: ANN401  # distributed has no types
    waiting = iter(sorted(jobs, key=lambda position: (-weight(jobs[position]), position)))
    positions: dict[str, int] = {}
    settled: SimpleQueue[Any] = SimpleQueue()

    def hand_out() -> None:
        if (position := next(waiting, None)) is not None:
            future = client.submit(_do, task(jobs[position]), luggage, clock, pure=False)
            positions[future.key] = position
            future.add_done_callback(settled.put)

    with _connected(address):
        for _ in range(AHEAD * max(1, sum(client.nthreads().values()))):
            hand_out()
    while positions:
        with _connected(address):
            future = _next(settled, client, address)
        position = positions.pop(future.key)
        outcome = _settled(future, position, jobs[position], address)
        with _connected(address):
            future.release()
            hand_out()
        yield outcome


def _next(settled: SimpleQueue[Any], client: Any, address: str) -> Any:  # noqa: ANN401  # as above
    """The next future that has come to an end. Raises BadEnvironment when nobody is left to bring one to an end."""
    for _ in range(PATIENCE):
        with suppress(Empty):
            return settled.get(timeout=1)
        while client.status == "running" and client.nthreads():
            with suppress(Empty):
                return settled.get(timeout=1)
        if client.status != "running":
            raise _gone(address)
    raise _deserted(address)


def _settled(future: Any, position: int, job: Job, address: str) -> Done | Lost:  # noqa: ANN401  # distributed has no types
    from distributed.scheduler import KilledWorker  # noqa: PLC0415  # as above

    if future.status not in ("finished", "error"):  # what travels to workers once is lost with the last of them
        raise _gone(address) if future.client.status != "running" else _deserted(address)
    if future.status == "error":
        fault = future.exception(timeout=PATIENCE)
        if isinstance(fault, KilledWorker):
            return lost(position, job)
        raise fault
    with _connected(address):
        return Done(position, job, *future.result(timeout=PATIENCE))


@contextmanager
def _connected(address: str) -> Iterator[None]:
    """Whatever fails inside, fails since the scheduler is not there any more: nothing of ours runs in it."""
    try:
        yield
    except LadderExportError:
        raise
    except (Exception, CancelledError) as fault:
        raise _gone(address) from fault


def _gone(address: str) -> BadEnvironment:
    message = f"the connection to the scheduler at {address} was lost"
    return BadEnvironment(Problem("cluster-lost", message, help="look whether it still runs, and build again"))


def _deserted(address: str) -> BadEnvironment:
    return BadEnvironment(Problem("no-workers", f"the last worker of {address} is gone", help=START))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what Dask logs off the terminal, tracebacks most of all: what is wrong is said by our problems."""
    loggers = [
        logging.getLogger(name) for name in ("distributed", "tornado", "asyncio", *logging.root.manager.loggerDict)
    ]
    loggers = [one for one in loggers if one.name.partition(".")[0] in ("distributed", "tornado", "asyncio")]
    before = [(one, one.level) for one in loggers]
    for one in loggers:
        one.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for one, level in before:
            one.setLevel(level)


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        import distributed  # noqa: PLC0415  # an extra that most builds do without
    except ImportError as fault:
        raise BadEnvironment(
            Problem(
                "cluster-missing",
                "--cluster needs Dask Distributed, which is not on this machine",
                help="run: python -m pip install 'ladder-export[cluster]'",
            )
        ) from fault
    with _quiet():  # its loggers are there now
        try:
            client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
        except (Exception, CancelledError) as fault:  # as many kinds as there are ways to connect
            message = f"no Dask scheduler answers at {address}"
            if address.startswith("tls:"):
                message += ", or the certificates of this machine are not the ones that it wants"
            raise BadEnvironment(Problem("no-scheduler", message, help=START)) from fault
        try:
            with _connected(address):
                _wait_for_workers(client, address)
            yield client
        finally:
            with suppress(Exception, CancelledError):  # it may be gone
                client.close(timeout=CLOSING)


def _wait_for_workers(client: Any, address: str) -> None:  # noqa: ANN401  # distributed has no types
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as fault:
        raise BadEnvironment(Problem("no-workers", f"the scheduler at {address} has no workers", help=START)) from fault


def _packed(settings: RenderSettings) -> Luggage:
    folder = settings.theme.folder
    files = {file.relative_to(folder).as_posix(): read_file(file, "font", folder) for file in files_below(folder)}
    others = [font for font in settings.theme.font_names if font.partition("@")[0] not in files]
    installed = {font: font_digest(folder, font) for font in others if not font.startswith(BRAND)}
    return Luggage(settings, files | _brand_fonts(settings), {"makers": makers(), **installed})


def _brand_fonts(settings: RenderSettings) -> dict[str, bytes]:
    """The files of fonts that a brand has of its own."""
    home, deck = settings.theme.brand_folder, settings.theme.deck
    used = {*(font.file for font in settings.theme.fonts), deck.regular, deck.bold}
    names = sorted(font.removeprefix(BRAND) for font in used if font.startswith(BRAND))
    return {f"{BRAND_HOME}/{name}": read_file(home / name, "font", home) for name in names}


def _check(client: Any, luggage: Luggage) -> None:  # noqa: ANN401  # distributed has no types
    """All differences between this machine and every worker, in one go."""
    try:
        found: Mapping[str, Mapping[str, str]] = client.run(_installed, tuple(luggage.installed))
    except Exception as fault:
        message = f"a worker cannot run ladder-export: {type(fault).__name__}: {fault}"
        raise BadEnvironment(
            Problem("cluster-differs", message, help="install the same ladder-export there")
        ) from fault
    problems = [
        Problem(
            "cluster-differs",
            f"the worker {worker} has {', '.join(differences)}",
            help="install the same versions there as here, most simply from the same container image",
        )
        for worker, installed in sorted(found.items())
        if (differences := list(_differences(luggage.installed, installed)))
    ]
    if problems:
        raise BadEnvironment(*problems)


def _differences(here: Mapping[str, str], there: Mapping[str, str]) -> Iterator[str]:
    for line in there["makers"].splitlines():
        if line not in here["makers"].splitlines():
            yield line
    for name, digest in here.items():
        if name != "makers" and there[name] != digest:
            yield f"another {name}" if there[name] else f"no {name}"


def _installed(fonts: tuple[str, ...]) -> dict[str, str]:
    """What decides the bytes on the machine that runs this."""
    return {name: makers() if name == "makers" else font_digest(Path(), name) for name in fonts}


# One document at a time, however many threads a worker has: text engines know only one.
_turn = threading.Lock()


def _do(task: Task, luggage: Luggage, clock: Clock) -> tuple[RenderedFile, float]:
    """A task, on a worker."""
    if makers() != luggage.installed["makers"]:  # it may have come after the check
        raise BadEnvironment(Problem("cluster-differs", "a worker came that has other versions", help=START))
    with _turn:
        home = luggage.settings.theme.folder
        folder = _unpacked(luggage.settings.theme.digest, tuple(luggage.files.items()))
        settings = replace(
            luggage.settings, theme=replace(luggage.settings.theme, folder=folder, brand_folder=folder / BRAND_HOME)
        )
        written, seconds = do(task, settings, clock)
    problems = tuple(_at_home(problem, folder, home) for problem in written.problems)
    return replace(written, problems=problems), seconds


def _at_home(problem: Problem, folder: Path, home: Path) -> Problem:
    """A problem of the theme, told at its place on the machine that the theme came from."""
    if problem.span is None or not Path(problem.span.file).is_relative_to(folder):
        return problem
    file = home / Path(problem.span.file).relative_to(folder)
    return replace(problem, span=replace(problem.span, file=file.as_posix()))


_homes: list[tempfile.TemporaryDirectory[str]] = []  # kept, for a folder goes when nobody holds it


@cache
def _unpacked(digest: str, files: tuple[tuple[str, bytes], ...]) -> Path:
    """The theme's folder on this worker; `digest` tells themes apart, and a worker meets few."""
    del digest
    home = tempfile.TemporaryDirectory(prefix="ladder-export-")
    _homes.append(home)
    for name, data in files:
        file = Path(home.name) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return Path(home.name)
