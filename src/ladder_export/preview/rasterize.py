"""Render sheets and slides as PNG pictures and lines of text (pypdfium2's only door)."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import tempfile
import xml.etree.ElementTree as ET  # reads only decks that this program wrote
import zipfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import Event, Lock
from typing import NamedTuple

import pypdfium2

PICTURE_WIDTH_PX = 1100
LIBREOFFICE_TIMEOUT_SECONDS = 120  # for a deck
POLL_SECONDS = 0.1  # between two checks of `stop`
DRAWINGML = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PRESENTATIONML = "{http://schemas.openxmlformats.org/presentationml/2006/main}"

_pdfium_lock = Lock()  # PDFium is not thread-safe
_libreoffice_lock = Lock()  # LibreOffice runs once per profile


class PageText(NamedTuple):
    """The lines of text on a page or slide, and its size: only the ratio of width to height counts."""

    width: float
    height: float
    lines: tuple[str, ...]


def render_page_png(pdf: bytes, number: int) -> bytes | None:
    """Return a page of a PDF, counted from 0, as PNG; None when there is no such page."""
    with _pdfium_lock:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if number >= len(document):
                return None
            page = document[number]
            image = page.render(scale=PICTURE_WIDTH_PX / page.get_width()).to_pil()
        finally:
            document.close()
    target = io.BytesIO()
    image.save(target, "png")
    return target.getvalue()


def pdf_pages(pdf: bytes) -> tuple[PageText, ...]:
    """Return the text of every page of a PDF."""
    with _pdfium_lock:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return tuple(map(_page_text, document))
        finally:
            document.close()


def _page_text(page: pypdfium2.PdfPage) -> PageText:
    width, height = page.get_size()
    return PageText(width, height, tuple(page.get_textpage().get_text_bounded().splitlines()))


def deck_slides(deck: bytes) -> tuple[PageText, ...]:
    """Return the text of every slide of a deck, the title first."""
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
        names.sort(key=lambda name: int(re.sub(r"\D", "", name)))
        presentation = ET.fromstring(package.read("ppt/presentation.xml"))  # noqa: S314  # written by this program
        size = presentation.find(f"{PRESENTATIONML}sldSz")
        width, height = (float(size.get(side, 0)) for side in ("cx", "cy")) if size is not None else (16.0, 9.0)
        return tuple(PageText(width, height, _paragraphs(package.read(name))) for name in names)


def _paragraphs(slide: bytes) -> tuple[str, ...]:
    paragraphs = ET.fromstring(slide).iter(f"{DRAWINGML}p")  # noqa: S314  # as above
    texts = ("".join(run.text or "" for run in paragraph.iter(f"{DRAWINGML}t")) for paragraph in paragraphs)
    return tuple(text for text in texts if text.strip())


def deck_to_pdf(deck: bytes, scratch: Path, stop: Event) -> bytes | None:
    """Return a deck as a PDF made by LibreOffice; None when it is not installed, fails, or `stop` is set meanwhile.

    Calls for one deck at the same time convert it once: the others wait for the first.
    """
    with _libreoffice_lock:
        return None if stop.is_set() else _convert(deck, scratch, stop)


def wait_for_libreoffice() -> None:
    """Wait until LibreOffice has closed its files, soon after `stop` is set."""
    with _libreoffice_lock:
        pass


@lru_cache(maxsize=64)
def _convert(deck: bytes, scratch: Path, stop: Event) -> bytes | None:
    program = shutil.which("soffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        source = Path(folder) / "deck.pptx"
        source.write_bytes(deck)
        profile = f"-env:UserInstallation={(scratch / 'office').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        # WeasyPrint gets the theme's fonts only; LibreOffice needs the system's.
        environment = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
        _run_libreoffice(command, environment, stop)
        result = source.with_suffix(".pdf")
        return result.read_bytes() if result.is_file() else None


def _run_libreoffice(command: list[str], environment: dict[str, str], stop: Event) -> None:
    """Run LibreOffice, with its child processes, until it ends, takes too long, or `stop` is set."""
    discard = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=discard, stderr=discard, start_new_session=True) as program:  # noqa: S603  # our own command and files
        for _ in range(int(LIBREOFFICE_TIMEOUT_SECONDS / POLL_SECONDS)):
            with suppress(subprocess.TimeoutExpired):
                program.wait(POLL_SECONDS)
                return
            if stop.is_set():
                break
        os.killpg(program.pid, signal.SIGKILL)
