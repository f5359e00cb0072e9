"""Rendering on a Dask cluster: jobs and theme are sent as values, results return as bytes."""

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
from ladder_export.build.workers.jobs import (
    Completed,
    Failed,
    JobResult,
    JobsByPosition,
    by_cost,
    failed_result,
    make_task,
)
from ladder_export.build.workers.worker import Clock, Task, run_task
from ladder_export.core.problems import BadEnvironment, LadderExportError, Problem
from ladder_export.files.access import files_below, read_file
from ladder_export.fingerprint.inputs import font_digest
from ladder_export.fingerprint.toolchain import toolchain_id
from ladder_export.theme import BRAND, RenderSettings
from ladder_export.writers import RenderedFile

JOBS_IN_FLIGHT_PER_THREAD = 4  # enough to keep workers busy, few enough to keep results out of memory
BRAND_FOLDER = ".brand"  # folder of a brand's fonts on a worker, below the theme's folder
CLOSE_SECONDS = 2  # for closing the connection
RESPONSE_SECONDS = 20  # for a scheduler to answer, and for its first worker to appear
START_HELP = "see docs/cluster.md for how to start a scheduler and workers"


@dataclass(frozen=True, slots=True)
class SharedPayload:
    """The data that every machine of a cluster gets once: render settings, and theme files by path.

    `installed` maps "toolchain" to required versions, and each font outside the theme to its digest.
    """

    settings: RenderSettings
    files: Mapping[str, bytes]
    installed: Mapping[str, str]


def run_on_dask(address: str, jobs: JobsByPosition, settings: RenderSettings, clock: Clock) -> Iterator[JobResult]:
    """Run jobs on the Dask cluster whose scheduler is at `address` (`tcp://host:8786`); yield each result as it comes.

    Jobs of a lost worker are run again by other workers. Raises the exception of a writer that fails; BadEnvironment if
    no scheduler or worker answers, or if a worker has other versions or fonts, which would change the output.
    """
    with _silenced_logs(), _client(address) as client:
        payload = _make_payload(settings)
        with _connection_errors(address):
            _check_workers(client, payload)
            shared = client.scatter(payload, broadcast=True)
        yield from _results(client, jobs, shared, clock, address)


def _results(client: Any, jobs: JobsByPosition, payload: object, clock: Clock, address: str) -> Iterator[JobResult]:  # noqa: ANN401  # distributed has no types
    waiting = iter(by_cost(jobs))
    positions: dict[str, int] = {}
    finished: SimpleQueue[Any] = SimpleQueue()

    def submit_next() -> None:
        if (position := next(waiting, None)) is not None:
            future = client.submit(_run_on_worker, make_task(jobs[position]), payload, clock, pure=False)
            positions[future.key] = position
            future.add_done_callback(finished.put)

    with _connection_errors(address):
        for _ in range(JOBS_IN_FLIGHT_PER_THREAD * max(1, sum(client.nthreads().values()))):
            submit_next()
    while positions:
        with _connection_errors(address):
            future = _next_future(finished, client, address)
        position = positions.pop(future.key)
        result = _result_of(future, position, jobs[position], address)
        with _connection_errors(address):
            future.release()
            submit_next()
        yield result


def _next_future(finished: SimpleQueue[Any], client: Any, address: str) -> Any:  # noqa: ANN401  # as above
    """Return the next finished future. Raises BadEnvironment if no worker is left."""
    for _ in range(RESPONSE_SECONDS):
        with suppress(Empty):
            return finished.get(timeout=1)
        while client.status == "running" and client.nthreads():
            with suppress(Empty):
                return finished.get(timeout=1)
        if client.status != "running":
            raise _connection_lost(address)
    raise _no_workers_left(address)


def _result_of(future: Any, position: int, job: Job, address: str) -> Completed | Failed:  # noqa: ANN401  # distributed has no types
    from distributed.scheduler import KilledWorker  # noqa: PLC0415  # as above

    if future.status not in ("finished", "error"):  # the shared payload is lost with the last worker
        raise _connection_lost(address) if future.client.status != "running" else _no_workers_left(address)
    if future.status == "error":
        fault = future.exception(timeout=RESPONSE_SECONDS)
        if isinstance(fault, KilledWorker):
            return failed_result(position, job)
        raise fault
    with _connection_errors(address):
        return Completed(position, job, *future.result(timeout=RESPONSE_SECONDS))


@contextmanager
def _connection_errors(address: str) -> Iterator[None]:
    """Turn every exception in the context into BadEnvironment: only calls of the scheduler run in it."""
    try:
        yield
    except LadderExportError:
        raise
    except (Exception, CancelledError) as fault:
        raise _connection_lost(address) from fault


def _connection_lost(address: str) -> BadEnvironment:
    message = f"the connection to the scheduler at {address} was lost"
    return BadEnvironment(Problem("cluster-lost", message, help="check that the scheduler is running, and build again"))


def _no_workers_left(address: str) -> BadEnvironment:
    return BadEnvironment(
        Problem("no-workers", f"the scheduler at {address} has lost its last worker", help=START_HELP)
    )


@contextmanager
def _silenced_logs() -> Iterator[None]:
    """Silence Dask's logs, tracebacks included; problems are reported by our own messages."""
    loggers = [
        logging.getLogger(name) for name in ("distributed", "tornado", "asyncio", *logging.root.manager.loggerDict)
    ]
    loggers = [logger for logger in loggers if logger.name.partition(".")[0] in ("distributed", "tornado", "asyncio")]
    before = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in before:
            logger.setLevel(level)


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        import distributed  # noqa: PLC0415  # an extra that most builds do not need
    except ImportError as fault:
        raise BadEnvironment(
            Problem(
                "cluster-missing",
                "--cluster needs Dask Distributed, which is not installed",
                help="run: python -m pip install 'ladder-export[cluster]'",
            )
        ) from fault
    with _silenced_logs():  # only now its loggers exist
        client: Any = distributed.Client.__new__(distributed.Client)
        try:
            client.__init__(address, timeout=RESPONSE_SECONDS, set_as_default=False)
        except (Exception, CancelledError) as fault:  # exception types depend on the protocol
            _close(client)  # else it closes itself when it is collected, and in the start of another one waits for ever
            message = f"no Dask scheduler answers at {address}"
            if address.startswith("tls:"):
                message += ", or it does not accept this machine's certificates"
            raise BadEnvironment(Problem("no-scheduler", message, help=START_HELP)) from fault
        try:
            with _connection_errors(address):
                _wait_for_workers(client, address)
            yield client
        finally:
            _close(client)


def _close(client: Any) -> None:  # noqa: ANN401  # distributed has no types
    with suppress(Exception, CancelledError):  # the scheduler may be gone
        client.close(timeout=CLOSE_SECONDS)


def _wait_for_workers(client: Any, address: str) -> None:  # noqa: ANN401  # distributed has no types
    try:
        client.wait_for_workers(1, timeout=RESPONSE_SECONDS)
    except TimeoutError as fault:
        raise BadEnvironment(
            Problem("no-workers", f"the scheduler at {address} has no workers", help=START_HELP)
        ) from fault


def _make_payload(settings: RenderSettings) -> SharedPayload:
    theme, files = settings.theme, dict[str, bytes]()
    for folder in (*reversed(theme.parents), theme.folder):  # a file of the theme's own replaces its parent's
        files |= {file.relative_to(folder).as_posix(): read_file(file, "font", folder) for file in files_below(folder)}
    others = [font for font in theme.font_names if font.partition("@")[0] not in files]
    installed = {font: font_digest(theme.folder, font) for font in others if not font.startswith(BRAND)}
    return SharedPayload(settings, files | _brand_fonts(settings), {"toolchain": toolchain_id(), **installed})


def _brand_fonts(settings: RenderSettings) -> dict[str, bytes]:
    """Return the font files of the brand, by path."""
    theme_folder, deck = settings.theme.brand_folder, settings.theme.deck
    used = {*(font.file for font in settings.theme.fonts), deck.regular, deck.bold}
    names = sorted(font.removeprefix(BRAND) for font in used if font.startswith(BRAND))
    return {f"{BRAND_FOLDER}/{name}": read_file(theme_folder / name, "font", theme_folder) for name in names}


def _check_workers(client: Any, payload: SharedPayload) -> None:  # noqa: ANN401  # distributed has no types
    """Raise BadEnvironment with all differences between this machine and the workers."""
    try:
        installed_by_worker: Mapping[str, Mapping[str, str]] = client.run(_installed_here, tuple(payload.installed))
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
        for worker, installed in sorted(installed_by_worker.items())
        if (differences := list(_differences(payload.installed, installed)))
    ]
    if problems:
        raise BadEnvironment(*problems)


def _differences(here: Mapping[str, str], there: Mapping[str, str]) -> Iterator[str]:
    for line in there["toolchain"].splitlines():
        if line not in here["toolchain"].splitlines():
            yield line
    for name, digest in here.items():
        if name != "toolchain" and there[name] != digest:
            yield f"another {name}" if there[name] else f"no {name}"


def _installed_here(fonts: tuple[str, ...]) -> dict[str, str]:
    """Return versions and font digests of the machine that runs this."""
    return {name: toolchain_id() if name == "toolchain" else font_digest(Path(), name) for name in fonts}


# One document at a time, since text engines are not thread-safe.
_render_lock = threading.Lock()


def _run_on_worker(task: Task, payload: SharedPayload, clock: Clock) -> tuple[RenderedFile, float]:
    """Run a task; called on a worker."""
    if toolchain_id() != payload.installed["toolchain"]:  # this worker may have joined after the check
        raise BadEnvironment(Problem("cluster-differs", "a new worker has different versions", help=START_HELP))
    with _render_lock:
        theme_folder = payload.settings.theme.folder
        folder = _unpack_theme(payload.settings.theme.digest, tuple(payload.files.items()))
        settings = replace(
            payload.settings,
            theme=replace(payload.settings.theme, folder=folder, parents=(), brand_folder=folder / BRAND_FOLDER),
        )
        rendered, seconds = run_task(task, settings, clock)
    problems = tuple(_with_local_path(problem, folder, theme_folder) for problem in rendered.problems)
    return replace(rendered, problems=problems), seconds


def _with_local_path(problem: Problem, folder: Path, theme_folder: Path) -> Problem:
    """Return a problem of the theme with its path on the machine that sent the theme."""
    if problem.span is None or not Path(problem.span.file).is_relative_to(folder):
        return problem
    file = theme_folder / Path(problem.span.file).relative_to(folder)
    return replace(problem, span=replace(problem.span, file=file.as_posix()))


_theme_folders: list[tempfile.TemporaryDirectory[str]] = []  # a reference, since the folder is deleted with its object


@cache
def _unpack_theme(digest: str, files: tuple[tuple[str, bytes], ...]) -> Path:
    """Write the theme's files to a temporary folder of this worker, once per digest; return the folder."""
    del digest
    theme_folder = tempfile.TemporaryDirectory(prefix="ladder-export-")
    _theme_folders.append(theme_folder)
    for name, data in files:
        file = Path(theme_folder.name) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return Path(theme_folder.name)
