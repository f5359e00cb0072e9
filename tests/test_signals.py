"""Signals: one line, the code that shells expect, within seconds, and nothing left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import interrupts
from conftest import ROOT
from ladder_export.process.signals import EXIT_CODES

LINE = "interrupted; output unchanged\n"

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")


def test_a_build_that_is_interrupted_ends_at_once_with_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    for stopped in interrupts.random_interrupts(8, 18, ROOT / "ladder", tmp_path):
        if stopped.code == 0:  # it was over before the signal came
            continue
        assert (stopped.code, stopped.stderr) == (stopped.wanted, LINE)
        assert stopped.seconds < interrupts.SECONDS_TO_END, stopped
        assert (stopped.processes, stopped.files) == ((), ())


@pytest.mark.parametrize("number", EXIT_CODES)
def test_a_document_that_is_interrupted_leaves_the_output_as_it_was(tmp_path: Path, number: signal.Signals) -> None:
    script = (
        "import os, sys, ladder_export.build.workers.executor as executor\n"
        "real = executor.run_task\n"
        "def do(task, look, clock):\n"
        f"    if task.format == 'pptx': os.kill(os.getpid(), {int(number)})\n"
        "    return real(task, look, clock)\n"
        "executor.run_task = do\n"
        "sys.argv[1:] = ['build', 'ladder', '-j1', '-q']\n"
        "from ladder_export.__main__ import entry_point; entry_point()"
    )
    shutil.copytree(ROOT / "ladder", tmp_path / "ladder")
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (EXIT_CODES[number], LINE)
    assert not (tmp_path / "output").exists()


def test_a_signal_that_c_code_swallows_is_raised_again(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys, time, ladder_export.process.signals as signals\n"
        "class Gone:\n"
        "    def __del__(self): os.kill(os.getpid(), signal.SIGINT); time.sleep(0.01)\n"
        "signals.handle_signals()\n"
        "try:\n"
        "    gone = Gone()\n"
        "    del gone\n"
        "    time.sleep(60)\n"
        "except signals.Interrupted as stop:\n"
        "    time.sleep(0.6)\n"
        "    sys.exit(stop.exit_code)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")


def test_a_clean_up_that_does_not_end_is_cut_off(tmp_path: Path) -> None:
    script = (
        "import os, signal, time, ladder_export.process.signals as signals\n"
        "signals.CLEAN_UP_SECONDS = 0.2\n"
        "signals.handle_signals()\n"
        "try: os.kill(os.getpid(), signal.SIGTERM); time.sleep(60)\n"
        "finally: time.sleep(60)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (143, LINE)


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_streams_that_the_caller_closed_are_no_fault(tmp_path: Path, closed: str) -> None:
    shutil.copytree(ROOT / "ladder", tmp_path / "ladder")
    command = f'exec "$1" -m ladder_export build -e json {closed}'
    done = subprocess.run(
        ["/bin/sh", "-c", command, "sh", sys.executable],
        cwd=tmp_path,
        env={**os.environ, "PYTHONFAULTHANDLER": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert (tmp_path / "output/ladder.json").is_file()
