"""This file turns sheets and slides into pictures and words for a page (pypdfium2's only door)."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import tempfile
import xml.etree.ElementTree as ET  # reads what we have just written ourselves
import zipfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import Event, Lock

import pypdfium2

WIDTH = 1100  # pixels of a picture
PATIENCE = 120  # seconds that LibreOffice may take for a deck
LOOK = 0.1  # seconds between two looks at whether it is to stop
MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

_turn = Lock()  # pdfium does one thing at a time
_drawing = Lock()  # and so does LibreOffice in one profile


def picture(pdf: bytes, number: int) -> bytes | None:
    """A page of a PDF, counted from 0, as PNG; None when it has no such page."""
    with _turn:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if number >= len(document):
                return None
            page = document[number]
            image = page.render(scale=WIDTH / page.get_width()).to_pil()
        finally:
            document.close()
    target = io.BytesIO()
    image.save(target, "png")
    return target.getvalue()


def words_of_pdf(pdf: bytes) -> tuple[tuple[str, ...], ...]:
    """The lines of every page."""
    with _turn:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return tuple(tuple(page.get_textpage().get_text_bounded().splitlines()) for page in document)
        finally:
            document.close()


def words_of_deck(deck: bytes) -> tuple[tuple[str, ...], ...]:
    """The paragraphs of every slide, its title first."""
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
        names.sort(key=lambda name: int(re.sub(r"\D", "", name)))
        return tuple(_paragraphs(package.read(name)) for name in names)


def _paragraphs(slide: bytes) -> tuple[str, ...]:
    paragraphs = ET.fromstring(slide).iter(f"{MAIN}p")  # noqa: S314  # see above
    texts = ("".join(run.text or "" for run in paragraph.iter(f"{MAIN}t")) for paragraph in paragraphs)
    return tuple(text for text in texts if text.strip())


def slides_as_pdf(deck: bytes, scratch: Path, stop: Event) -> bytes | None:
    """A deck as LibreOffice shows it; None where it is not installed, cannot do it, or `stop` is set meanwhile.

    All slides are asked for at once: the first makes them, the others wait.
    """
    with _drawing:
        return None if stop.is_set() else _drawn(deck, scratch, stop)


def finish() -> None:
    """Waits until LibreOffice has let go of its files, which it does soon once it is to stop."""
    with _drawing:
        pass


@lru_cache(maxsize=64)
def _drawn(deck: bytes, scratch: Path, stop: Event) -> bytes | None:
    program = shutil.which("soffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        source = Path(folder) / "deck.pptx"
        source.write_bytes(deck)
        profile = f"-env:UserInstallation={(scratch / 'office').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        # Our own engine sees the theme's fonts alone; LibreOffice needs the system's.
        system = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
        _run(command, system, stop)
        made = source.with_suffix(".pdf")
        return made.read_bytes() if made.is_file() else None


def _run(command: list[str], system: dict[str, str], stop: Event) -> None:
    """LibreOffice, with all that it starts, until it is through, takes too long, or is to stop."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=system, stdout=quiet, stderr=quiet, start_new_session=True) as program:  # noqa: S603  # a program and files of ours
        for _ in range(int(PATIENCE / LOOK)):
            with suppress(subprocess.TimeoutExpired):
                program.wait(LOOK)
                return
            if stop.is_set():
                break
        os.killpg(program.pid, signal.SIGKILL)
