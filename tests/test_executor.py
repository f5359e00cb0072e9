"""Workers: the same results from any number of them, whoever dies, and nothing that outlives a build."""

from __future__ import annotations

import os
import random  # noqa: TID251  # moments to kill at
import shutil
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from click.testing import CliRunner

from conftest import ROOT
from editions import deck, job
from hungry import Hungry
from ladder_export.build.plan import Job
from ladder_export.build.workers import executor
from ladder_export.build.workers.executor import run_jobs
from ladder_export.build.workers.forkserver import Heartbeat
from ladder_export.build.workers.jobs import Completed, Failed, JobResult, JobsByPosition
from ladder_export.build.workers.worker_count import with_worker_count
from ladder_export.cli import main
from ladder_export.core.document import Document
from ladder_export.core.manifest import from_json
from ladder_export.core.problems import BadEnvironment
from ladder_export.core.request import Request, Selection
from ladder_export.theme import RenderSettings, open_theme
from ladders import ladder, level, section

SLATE = RenderSettings(open_theme("slate"))


def jobs(count: int) -> dict[int, Job]:
    """Decks of levels, each longer than the one before."""
    levels = (level(f"L{n}", "Engineer", section("Craft", *(f"I do {i}." for i in range(n)))) for n in range(count))
    return {n: job(document, "pptx", f"decks/l{n}.pptx") for n, document in enumerate(deck(ladder(*levels)))}


def outcomes(todo: dict[int, Job], workers: int) -> list[JobResult]:
    return list(run_jobs(todo, SLATE, workers, time.perf_counter))


def test_any_number_of_workers_gives_the_same() -> None:
    todo = jobs(7)
    alone, both = outcomes(todo, 1), outcomes(todo, 2)
    assert [one.position for one in alone] == list(todo)
    assert sorted(one.position for one in both) == list(todo)
    for one in (*alone, *both):
        assert isinstance(one, Completed)
        assert one.job == todo[one.position]
    written = [{one.position: one.rendered for one in some if isinstance(one, Completed)} for some in (alone, both)]
    assert written[0] == written[1]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("at_once", [1, 2, 5])
def test_jobs_that_become_possible_after_a_result_are_run_once(workers: int, at_once: int) -> None:
    todo, made = jobs(8), list[int]()
    later = {position: todo.pop(position) for position in range(at_once, 8)}

    def ready_jobs() -> JobsByPosition:
        return {position: later.pop(position) for position in tuple(later) if made[-1] == at_once - 1}

    for one in run_jobs(todo, SLATE, workers, time.perf_counter, ready_jobs=ready_jobs):
        made.append(one.position)
    assert sorted(made) == list(range(8))


def test_workers_are_replaced_before_their_memory_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "MAX_TASKS_PER_WORKER", 2)
    assert sorted(one.position for one in outcomes(jobs(7), 2)) == list(range(7))


def test_a_program_that_builds_with_workers_runs_once(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "if __name__ == '__main__':\n"
        "    print('begun')\n"
        "    from ladder_export.cli import main\n"
        f"    main(['build', {str(ROOT / 'ladder')!r}, '-o', {str(tmp_path / 'output')!r}, '-j2', '-q'])\n",
        encoding="utf-8",
    )
    found = subprocess.run([sys.executable, program], capture_output=True, text=True, check=True)
    assert found.stdout.splitlines() == ["begun"]
    assert (tmp_path / "output/manifest.json").is_file()


@pytest.mark.parametrize(
    ("levels", "wanted", "workers", "found"),
    [
        (1, Selection(), None, 1),
        (1, Selection(), 2, 2),
        (40, Selection(), None, None),
        (40, Selection(documents=("json", "site")), None, 1),
        (40, Selection(documents=("handbook",), formats=("html",)), None, 1),
        (40, Selection(documents=("handbook",)), None, None),
    ],
)
def test_no_second_process_is_started_for_a_small_ladder_or_without_engines(
    tmp_path: Path, levels: int, wanted: Selection, workers: int | None, found: int | None
) -> None:
    for number in range(levels):
        (tmp_path / f"l{number}.yaml").write_text(f"title: L{number}\nsummary: {'x ' * 2000}\n", encoding="utf-8")
    assert with_worker_count(Request(tmp_path, selection=wanted, workers=workers)).workers == found


@contextmanager
def struck(which: Callable[[int], bool], number: signal.Signals = signal.SIGKILL) -> Iterator[None]:
    """Send a signal to the worker that is about to get a job that `which` names, each time that it is given out."""
    real = executor.WorkerPool._dispatch  # noqa: SLF001  # where a job is handed to a worker

    def feed(
        self: executor.WorkerPool, worker: executor._Worker, waiting: deque[int], jobs: JobsByPosition
    ) -> None:  # as above
        if waiting and not self.pickled_tasks:
            self._prepare(waiting, jobs)
        if self.pickled_tasks and which(self.pickled_tasks[0][0]) and worker.process.pid:
            os.kill(worker.process.pid, number)
        real(self, worker, waiting, jobs)

    executor.WorkerPool._dispatch = feed  # type: ignore[method-assign]  # noqa: SLF001  # put back below
    try:
        yield
    finally:
        executor.WorkerPool._dispatch = real  # type: ignore[method-assign]  # noqa: SLF001  # as it was


def test_a_worker_that_dies_once_is_replaced_and_its_job_done() -> None:
    victims = {2, 5}
    with struck(lambda position: position in victims and (victims.discard(position) or True)):
        done = outcomes(jobs(7), 2)
    assert sorted(one.position for one in done if isinstance(one, Completed)) == list(range(7))


def test_a_job_whose_workers_die_is_named_and_the_rest_go_on() -> None:
    with struck(lambda position: position == 3):
        done = outcomes(jobs(7), 2)
    (lost,) = [one for one in done if isinstance(one, Failed)]
    assert (lost.position, lost.problem.code) == (3, "worker-died")
    assert "decks/l3.pptx" in lost.problem.message
    assert sorted(one.position for one in done if isinstance(one, Completed)) == [0, 1, 2, 4, 5, 6]


def test_a_build_ends_where_no_worker_gets_to_work() -> None:
    with struck(lambda _: True), pytest.raises(BadEnvironment) as stop:
        outcomes(jobs(40), 2)
    assert [problem.code for problem in stop.value.problems] == ["workers-die"]


@pytest.mark.skipif(os.name != "posix", reason="stops with a signal")
@pytest.mark.parametrize("times", [1, 2])
def test_a_worker_that_stands_still_is_replaced_like_one_that_died(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    monkeypatch.setattr(executor, "STALL_SECONDS", 3.0)
    left = [3] * times
    with struck(lambda position: position in left and left.remove(position) is None, signal.SIGSTOP):
        done = outcomes(jobs(7), 2)
    assert [one.position for one in done if isinstance(one, Failed)] == ([3] if times == 2 else [])
    assert len(done) == 7


def test_a_document_that_takes_too_much_memory_is_named_and_the_rest_go_on() -> None:
    todo = jobs(3)
    todo[1] = replace(todo[1], format="pdf", make_document=lambda: cast("Document", Hungry()))  # decks may be made here
    done = outcomes(todo, 2)
    (lost,) = [one for one in done if isinstance(one, Failed)]
    assert (lost.position, lost.problem.code, lost.problem.span) == (1, "worker-died", Hungry.span)
    assert sorted(one.position for one in done if isinstance(one, Completed)) == [0, 2]


def test_a_worker_cannot_take_the_memory_of_the_machine() -> None:
    script = (
        "from ladder_export.build.workers import worker\n"
        "worker.limit_memory()\n"
        "try: bytearray(worker.MEMORY_BYTES)\n"
        "except MemoryError: print('refused')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n"


def test_a_worker_is_stuck_that_stands_still_or_takes_longer_than_any_document_can() -> None:
    worker = executor._Worker(None, None, position=0, active_at=5.0, cpu_seconds=2.0, job_cpu_seconds=2.0)  # type: ignore[arg-type]  # noqa: SLF001  # without a process
    task = jobs(1)[0]
    worker.record(Heartbeat(2.05), 20.0)
    assert worker.active_at == 5.0, "telling that it is alive is no work"
    worker.record(Heartbeat(3.0), 20.0)
    assert worker.active_at == 20.0
    assert not worker.is_stuck(task, 49.0)
    assert worker.is_stuck(task, 51.0)
    worker.record(Heartbeat(400.0), 50.0)
    assert worker.is_stuck(task, 50.0)


def test_nothing_that_may_start_a_thread_runs_before_workers_are_forked() -> None:
    """Pango keeps a thread for fonts since 1.52: workers that are forked from a process with it wait for ever."""
    script = (
        "import os, weasyprint\n"
        "from weasyprint.text import ffi\n"
        "def called():\n"
        "    libraries = (getattr(ffi, name) for name in ('pango', 'pangoft2', 'fontconfig', 'gobject', 'harfbuzz'))\n"
        "    return {name for library in libraries for name, value in vars(library).items() if callable(value)}\n"
        "before = called()\n"
        "import ladder_export.build.workers.preload\n"
        "print(*sorted(called() - before))\n"
        "print(len(os.listdir('/proc/self/task')), bool(before))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["", "1 True"]


def test_a_build_that_lost_an_artefact_keeps_the_old_one_says_so_and_tries_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "ladder", tmp_path / "ladder")
    monkeypatch.chdir(tmp_path)
    command = ["build", "-j2"]
    assert CliRunner().invoke(main, command).exit_code == 0
    old = {path: path.read_bytes() for path in (tmp_path / "output/sheets").iterdir()}
    for path in (tmp_path / "ladder/cloud-security").iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("title: ", "title: New ", 1), encoding="utf-8")
    with struck(lambda position: position == 0):
        done = CliRunner().invoke(main, command)
    assert done.exit_code == 1, done.output
    assert "Made 12 files in" in done.output
    assert "error[worker-died]: sheets/l2-cloud-security-engineer.pdf was not made" in done.stderr
    same = [path.name for path, data in old.items() if path.read_bytes() == data]
    assert same == ["l2-cloud-security-engineer.pdf"]
    again = CliRunner().invoke(main, command)
    assert again.exit_code == 0, again.output
    assert "Made 2 files in" in again.output


def test_what_a_writer_raises_in_a_worker_is_raised_here() -> None:
    broken = RenderSettings(open_theme("slate"))
    object.__setattr__(broken.theme.deck, "regular", "nowhere/at-all.ttf")
    with pytest.raises(BadEnvironment) as stop:
        list(run_jobs(jobs(2), broken, 2, time.perf_counter))
    assert stop.value.problems[0].code == "font-missing"


@pytest.mark.skipif(os.name != "posix", reason="kills with signals")
def test_a_build_killed_at_any_moment_leaves_whole_files_and_the_next_one_ends_clean(tmp_path: Path) -> None:
    """Twenty builds over one another, each killed at a random moment, each of another text."""
    shutil.copytree(ROOT / "ladder", tmp_path / "ladder")
    command = [sys.executable, "-m", "ladder_export", "build", "-q", "-f", "pptx", "-j2"]
    chance, whole = random.Random(6), dict[str, set[bytes]]()  # noqa: S311  # the same moments every time
    for number in range(20):
        retitle(tmp_path / "ladder", number % 2)
        with subprocess.Popen(command, cwd=tmp_path) as build:
            time.sleep(chance.uniform(0.1, 0.6))
            build.send_signal(signal.SIGKILL)
        for file in (tmp_path / "output").glob("decks/*.pptx"):
            whole.setdefault(file.name, set()).add(file.read_bytes())
    good = dict[str, set[bytes]]()
    for number in (0, 1):
        retitle(tmp_path / "ladder", number)
        subprocess.run(command, cwd=tmp_path, check=True)
        assert not (tmp_path / "output/.ladder-export").exists()
        manifest = from_json((tmp_path / "output/manifest.json").read_text(encoding="utf-8"))
        assert manifest.is_clean
        for artefact in manifest.artefacts:
            file = tmp_path / "output" / artefact.path
            assert len(file.read_bytes()) == artefact.bytes
            good.setdefault(file.name, set()).add(file.read_bytes())
    assert len(good) == 3
    for name, seen in whole.items():
        assert seen <= good[name], f"{name} was neither the old nor the new"


def retitle(folder: Path, number: int) -> None:
    file = folder / "ladder.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines = [f"title: Ladder {number}" if line.startswith("title:") else line for line in lines]
    file.write_text("\n".join(lines), encoding="utf-8")
