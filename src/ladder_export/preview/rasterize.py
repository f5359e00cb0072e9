"""Slide decks for the preview: their text, and PDFs made by LibreOffice, whose pages can be drawn as pictures."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET  # reads only decks that this program wrote
import zipfile
from functools import lru_cache
from threading import Event, Lock

from ladder_export.writers.png.libreoffice import convert_to_pdf
from ladder_export.writers.png.pdfium import PageText

DRAWINGML = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PRESENTATIONML = "{http://schemas.openxmlformats.org/presentationml/2006/main}"

_libreoffice_lock = Lock()  # calls for one deck at the same time convert it once


def deck_slides(deck: bytes) -> tuple[PageText, ...]:
    """Return the text of each slide of a PowerPoint deck as paragraphs, title first, and the slide's width and height.

    Only the ratio of width to height counts.
    """
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


def deck_to_pdf(deck: bytes, stop: Event) -> bytes | None:
    """Return a deck as a PDF made by LibreOffice.

    None when LibreOffice is not installed or fails, or `stop` is set before it ends. If the same deck is asked for
    again meanwhile, it is converted only once: later calls wait for the first.
    """
    with _libreoffice_lock:
        return None if stop.is_set() else _convert(deck, stop)


def wait_for_libreoffice() -> None:
    """Wait until no LibreOffice process of the preview runs; soon, if `stop` of `deck_to_pdf` was set before."""
    with _libreoffice_lock:
        pass


@lru_cache(maxsize=64)
def _convert(deck: bytes, stop: Event) -> bytes | None:
    return convert_to_pdf(deck, stop=stop.is_set)
