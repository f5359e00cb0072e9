"""Run LibreOffice, which converts decks to PDF, in a process group of its own that ends when this program does."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

TIMEOUT_SECONDS = 120  # for a deck
POLL_SECONDS = 0.1  # between two checks of `stop`
MACOS_PROGRAM = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
# Emoji in colour are left out of PDFs, so that fonts of them are refused: another font draws their outlines.
FONTS_CONF = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>{folders}
<selectfont><rejectfont><pattern><patelt name="color"><bool>true</bool></patelt></pattern></rejectfont></selectfont>
</fontconfig>
"""


def find_libreoffice() -> str:
    """Return the path of LibreOffice's program `soffice`; empty if LibreOffice is not installed."""
    return shutil.which("soffice") or (MACOS_PROGRAM.as_posix() if MACOS_PROGRAM.is_file() else "")


@cache
def libreoffice_version() -> str:
    """Return the version of LibreOffice, such as "7.4.7.2"; empty if it is not installed or prints no version."""
    with (
        suppress(OSError, subprocess.SubprocessError),
        _running([find_libreoffice(), "--version"], stdout=subprocess.PIPE) as program,
    ):
        answer, _ = program.communicate(timeout=TIMEOUT_SECONDS)
        words = answer.decode(errors="replace").split() if program.returncode == 0 else []
        return next((word for word in words if word[:1].isdigit()), "")
    return ""


def convert_to_pdf(
    deck: bytes, font_folders: Collection[Path] = (), stop: Callable[[], bool] = lambda: False
) -> bytes | None:
    """Convert a PowerPoint deck to PDF with LibreOffice; return the bytes of the PDF.

    Return None if LibreOffice is missing, fails, takes too long, or if `stop`, which is called again and again, returns
    true. Besides the system's fonts, LibreOffice uses those in `font_folders`. It runs with a new user profile each
    time, because two LibreOffice processes cannot share one.
    """
    program = find_libreoffice()
    if not program:
        return None
    with tempfile.TemporaryDirectory(prefix="ladder-export-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        source, fonts = folder / "deck.pptx", folder / "fonts.conf"
        source.write_bytes(deck)
        named = "".join(f"<dir>{escape(str(path.resolve()))}</dir>" for path in sorted(font_folders))
        fonts.write_text(FONTS_CONF.format(folders=named), encoding="utf-8")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", scratch, str(source)]
        # WeasyPrint's variable names the theme's fonts only.
        _run(command, {**os.environ, "FONTCONFIG_FILE": str(fonts)}, stop)
        result = source.with_suffix(".pdf")
        return result.read_bytes() if result.is_file() else None


def _run(command: list[str], environment: dict[str, str], stop: Callable[[], bool]) -> None:
    """Run a program until it ends, takes too long, is told to stop, or a signal ends this one; then nothing of it runs."""
    with _running(command, env=environment, stdout=subprocess.DEVNULL) as program:
        for _ in range(int(TIMEOUT_SECONDS / POLL_SECONDS)):
            with suppress(subprocess.TimeoutExpired):
                program.wait(POLL_SECONDS)
                return
            if stop():
                return


@contextmanager
def _running(
    command: list[str], *, stdout: int, env: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program in a process group of its own, of which nothing runs after the `with` block.

    A thread starts it: a signal, which interrupts the main thread alone, could otherwise come between its start and the
    moment when it is known here.
    """
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> None:
        quiet = subprocess.DEVNULL
        started.append(subprocess.Popen(command, env=env, stdout=stdout, stderr=quiet, start_new_session=True))  # noqa: S603  # our own command and files

    try:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(begin).result()
        yield started[0]
    finally:
        for program in started:
            with program:  # closes its output
                if program.poll() is None:
                    os.killpg(program.pid, signal.SIGKILL)
