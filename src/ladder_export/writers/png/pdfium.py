"""Draw pages of PDFs as PNG pictures and read their text; the only module that imports pypdfium2."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from struct import pack
from threading import Lock
from typing import Any, NamedTuple

import pypdfium2

POINTS_PER_INCH, METRES_PER_INCH = 72, 0.0254
WHITE = 0xFFFFFFFF
COMPRESSION_LEVEL = 6  # of zlib's, written down so that no other default changes the bytes
SIGNATURE = b"\x89PNG\r\n\x1a\n"  # W3C, Portable Network Graphics, 5.2
RGB_8_BIT = (8, 2, 0, 0, 0)  # bit depth, colour type, compression, filter and interlace method (11.2.1)

raw: Any = pypdfium2.raw  # the functions of PDFium itself; their names are made at run time
_lock = Lock()  # PDFium is not thread-safe


class PageText(NamedTuple):
    """The lines of text on a page or slide, and its width and height, of which only the ratio counts."""

    width: float
    height: float
    lines: tuple[str, ...]


def page_pngs(pdf: bytes, dpi: float, title: str, language: str) -> list[bytes]:
    """Draw each page of a PDF as a PNG of `dpi` pixels per inch, with title and language in its metadata.

    If there are several pages, their number is added to the title, as in "Title (2/5)".
    """
    with _open(pdf) as document:
        pages = len(document)
        titles = [title] if pages == 1 else [f"{title} ({number}/{pages})" for number in range(1, pages + 1)]
        return [
            _page_png(page, dpi / POINTS_PER_INCH, title=page_title, language=language)
            for page, page_title in zip(document, titles, strict=True)
        ]


def page_png(pdf: bytes, number: int, width_px: int) -> bytes | None:
    """Draw a page of a PDF as a PNG of `width_px` pixels in width; None when there is no such page.

    `number` is the page's index, from 0.
    """
    with _open(pdf) as document:
        if number >= len(document):
            return None
        page = document[number]
        return _page_png(page, width_px / page.get_width())


def pdf_pages(pdf: bytes) -> tuple[PageText, ...]:
    """Return the lines of text and the size of every page of a PDF, in page order."""
    with _open(pdf) as document:
        return tuple(map(_page_text, document))


@contextmanager
def _open(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _lock:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def _page_text(page: pypdfium2.PdfPage) -> PageText:
    width, height = page.get_size()
    return PageText(width, height, tuple(page.get_textpage().get_text_bounded().splitlines()))


def _page_png(page: pypdfium2.PdfPage, scale: float, title: str = "", language: str = "") -> bytes:
    """Return a page at `scale` pixels per point. (`PdfPage.render` rounds A4 at 300 dpi up to 2481 pixels.)"""
    width, height = (round(side * scale) for side in page.get_size())
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGR)
    raw.FPDFBitmap_FillRect(bitmap.raw, 0, 0, width, height, WHITE)
    flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
    raw.FPDF_RenderPageBitmap(bitmap.raw, page.raw, 0, 0, width, height, 0, flags)
    rows = memoryview(bitmap.buffer).cast("B")
    lines = b"".join(
        b"\0" + rows[start : start + 3 * width] for start in range(0, bitmap.stride * height, bitmap.stride)
    )
    return _png(width, height, lines, scale, _text_chunk(title, language) if title else b"")


def _png(width: int, height: int, lines: bytes, scale: float, text: bytes) -> bytes:
    """Return a PNG of lines that are not filtered: flat colours need no filter.

    Not by Pillow, whose wheels bring a zlib of their own: `zlib` also writes our PDFs and decks.
    """
    per_metre = round(scale * POINTS_PER_INCH / METRES_PER_INCH)
    return b"".join(
        (
            SIGNATURE,
            _chunk(b"IHDR", pack(">II5B", width, height, *RGB_8_BIT)),
            _chunk(b"sRGB", b"\0"),
            _chunk(b"pHYs", pack(">IIB", per_metre, per_metre, 1)),
            text,
            _chunk(b"IDAT", zlib.compress(lines, COMPRESSION_LEVEL)),
            _chunk(b"IEND", b""),
        )
    )


def _text_chunk(title: str, language: str) -> bytes:
    """Return the chunk of international text with the keyword Title (11.3.3.4), not compressed."""
    return _chunk(b"iTXt", b"Title\0\0\0" + language.encode() + b"\0\0" + title.encode())


def _chunk(name: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))
