"""A cluster: a real scheduler and real worker processes, on this machine."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import ROOT
from editions import deck, job, sheet
from ladder_export.build.plan import Job
from ladder_export.build.workers.dask import run_on_dask
from ladder_export.build.workers.executor import run_jobs
from ladder_export.build.workers.jobs import Completed
from ladder_export.cli import main
from ladder_export.core.model import Ladder
from ladder_export.core.problems import BadEnvironment
from ladder_export.theme import RenderSettings, open_theme

SLATE = RenderSettings(open_theme(str(ROOT / "templates/slate")))
ALONE = ("--no-dashboard", "--host", "127.0.0.1")


@contextmanager
def started(what: str, *options: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Dask's own, gone at the end."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *ALONE, *options]
    with subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler without workers."""
    pytest.importorskip("distributed")
    file = tmp_path_factory.mktemp("cluster") / "scheduler.json"
    with started("scheduler", "--port", "0", "--scheduler-file", str(file)):
        while not file.exists():
            time.sleep(0.05)
        yield json.loads(file.read_text(encoding="utf-8"))["address"]


@contextmanager
def worker(scheduler: str, folder: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    options = ("--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
    with started("worker", scheduler, *options, **environment) as process:
        yield process


def all_jobs(own_ladder: Ladder, times: int) -> dict[int, Job]:
    made = [("pdf", document) for document in sheet(own_ladder)] + [("pptx", document) for document in deck(own_ladder)]
    return {
        position: job(document, extension, f"{position}.{extension}")
        for position, (extension, document) in enumerate(made * times)
    }


def test_a_cluster_gives_the_same_bytes_even_when_a_worker_is_killed(
    scheduler: str, own_ladder: Ladder, tmp_path: Path
) -> None:
    todo = all_jobs(own_ladder, 2)
    with ExitStack() as stack:
        first, _ = [stack.enter_context(worker(scheduler, tmp_path / name)) for name in ("one", "two")]
        cluster = {}
        for outcome in run_on_dask(scheduler, todo, SLATE, time.perf_counter):
            assert isinstance(outcome, Completed), outcome
            cluster[outcome.position] = outcome.rendered
            if len(cluster) == 3:
                first.kill()
        assert first.wait() == -9
    here = {
        done.position: done.rendered
        for done in run_jobs(todo, SLATE, 1, time.perf_counter)
        if isinstance(done, Completed)
    }
    assert cluster == here


def test_a_worker_with_another_version_is_refused_before_anything_runs(
    scheduler: str, own_ladder: Ladder, tmp_path: Path
) -> None:
    (tmp_path / "site/pydyf-99.0.dist-info").mkdir(parents=True)
    with worker(scheduler, tmp_path / "work", PYTHONPATH=str(tmp_path / "site")), pytest.raises(BadEnvironment) as stop:
        list(run_on_dask(scheduler, all_jobs(own_ladder, 1), SLATE, time.perf_counter))
    assert {problem.code for problem in stop.value.problems} == {"cluster-differs"}
    assert "has pydyf 99.0" in stop.value.problems[0].message


def test_an_address_where_nobody_answers_is_told(own_ladder: Ladder, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("ladder_export.build.workers.dask.RESPONSE_SECONDS", 1)
    with pytest.raises(BadEnvironment) as stop:
        list(run_on_dask("tcp://127.0.0.1:9", all_jobs(own_ladder, 1), SLATE, time.perf_counter))
    assert stop.value.problems[0].code == "no-scheduler"


@pytest.mark.parametrize("address", ["tls://127.0.0.1:9", "127.0.0.1:9", "tcp://nowhere.invalid:9"])
def test_an_address_that_cannot_be_reached_is_told_and_nothing_else(
    own_ladder: Ladder, address: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("ladder_export.build.workers.dask.RESPONSE_SECONDS", 1)
    with pytest.raises(BadEnvironment) as stop:
        list(run_on_dask(address, all_jobs(own_ladder, 1), SLATE, time.perf_counter))
    assert stop.value.problems[0].code == "no-scheduler"
    assert capfd.readouterr() == ("", "")
    clients = [client for client in gc.get_objects() if type(client).__name__ == "Client"]
    assert {client.status for client in clients} <= {"closed"}, "left to close itself in the start of another one"


@pytest.mark.parametrize("address", ["", " "])
def test_an_empty_address_is_a_mistake_of_the_command_line(tmp_path: Path, address: str) -> None:
    done = CliRunner().invoke(main, ["build", str(tmp_path), "-o", str(tmp_path / "out"), "--cluster", address])
    assert done.exit_code == 2, done.output
    assert "it is empty" in done.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "address",
    ["ucx://host:1", "http://host:1", "host", "tcp://host", "tcp://:1", "tcp://host:99999", "inproc://x"],
)
def test_what_is_no_address_is_a_mistake_of_the_command_line(tmp_path: Path, address: str) -> None:
    (tmp_path / "ladder.yaml").write_text("title: L\nlevels: [{title: Engineer}]\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["build", str(tmp_path), "-o", str(tmp_path / "out"), "--cluster", address])
    assert done.exit_code == 2, done.output
    assert "is not the address of a scheduler" in " ".join(done.output.split())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("gone", ["scheduler", "worker"])
def test_a_cluster_that_goes_away_in_mid_build_ends_it_in_words(
    own_ladder: Ladder, tmp_path: Path, gone: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("ladder_export.build.workers.dask.RESPONSE_SECONDS", 10)
    file = tmp_path / "scheduler.json"
    with started("scheduler", "--port", "0", "--scheduler-file", str(file)) as scheduler:
        while not file.exists():
            time.sleep(0.05)
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        with worker(address, tmp_path / "work") as only:
            outcomes = run_on_dask(address, all_jobs(own_ladder, 3), SLATE, time.perf_counter)
            assert isinstance(next(outcomes), Completed)
            monkeypatch.setattr("ladder_export.build.workers.dask.RESPONSE_SECONDS", 2)
            (scheduler if gone == "scheduler" else only).kill()
            with pytest.raises(BadEnvironment) as stop:
                list(outcomes)
    assert stop.value.problems[0].code == ("cluster-lost" if gone == "scheduler" else "no-workers")
    assert "Traceback" not in capfd.readouterr().err
