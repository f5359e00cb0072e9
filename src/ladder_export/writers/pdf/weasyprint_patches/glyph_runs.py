"""Save time by caching, per font, the PDF operand of each glyph: a glyph of the same width has the same operand."""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct
from typing import Any, TypeAlias

from weasyprint.draw.text import draw_first_line as _original
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.matrix import Matrix
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

Pointer: TypeAlias = Any  # into Pango: cffi has no types
Glyph: TypeAlias = tuple[int, int, int, int]  # number, width, x and y offset; the last three in Pango units

GLYPH = Struct("=Iiii4x")  # PangoGlyphInfo; the padding holds one flag
MIN_PANGO_VERSION = 14802  # 1.48.2: since then fonts tell their size; before, WeasyPrint uses the style's
MIN_FONT_SIZE_PX = 1e-6  # pydyf writes nothing below it


def draw_first_line(
    stream: Stream, textbox: TextBox, text_overflow: str, block_ellipsis: str, matrix: Matrix
) -> list[Any]:
    """Draw a line of text onto a PDF page; return pictures (such as colour emoji) to be drawn on top of it later.

    Replaces WeasyPrint's `draw_first_line`; same parameters. Lines with colour fonts are left to WeasyPrint; for all
    others the list is empty.
    """
    is_plain = (
        pango.pango_version() >= MIN_PANGO_VERSION
        and text_overflow == "clip"
        and block_ellipsis == "none"
        and textbox.style["font_size"] >= MIN_FONT_SIZE_PX
    )
    runs = list(_runs(stream, textbox)) if is_plain and textbox.text.strip() else [None]
    if None in runs:
        overlays: list[Any] = _original(stream, textbox, text_overflow, block_ellipsis, matrix)
        return overlays
    stream.set_text_matrix(*matrix.values)
    pending, current_font = "", None
    for font, size, text in filter(None, runs):
        if font is not current_font:
            if pending:
                stream.show_text(pending)
            pending, current_font = "", font
            stream.set_font_size(font.hash, size)
        pending += text
    stream.show_text(pending)
    return []


def _runs(stream: Stream, textbox: TextBox) -> Iterator[tuple[Font, float, str] | None]:
    """Yield font, size and glyph string of every run of a line; None for a run that is more than plain glyphs."""
    layout: Layout = textbox.pango_layout  # type: ignore[attr-defined]  # lines have it once they are split
    pango.pango_layout_set_single_paragraph_mode(layout.layout, 1)
    line, _ = layout.get_first_line()
    run = line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        font, size = stream.add_font(item.item.analysis.font)
        if font.png or font.svg or font.colr or font.bitmap:
            yield None
            return
        text = _glyph_string(item, font, size, layout.text)
        if text is None:  # later runs must not be read first: a font lists its glyphs in order of use
            yield None
            return
        yield font, size, text


def _glyph_string(item: Pointer, font: Font, size: float, text: str) -> str | None:
    """Return a run as the operand of a text operator: glyph numbers, and gaps where the advance is not the glyph's width.

    None for a run with empty glyphs or vertical offsets.
    """
    cached: dict[Glyph, str] = vars(font).setdefault("_glyph_strings", {}).setdefault(size, {})
    string, parts = item.glyphs, []
    for number, glyph in enumerate(GLYPH.iter_unpack(ffi.buffer(string.glyphs, GLYPH.size * string.num_glyphs))):
        if glyph not in cached:
            if glyph[0] >= pango.PANGO_GLYPH_EMPTY or glyph[3]:
                return None
            _add_to_unicode(item, number, font, text)
            cached[glyph] = _glyph_and_kerning(glyph, font, size, item.item.analysis.font)
        parts.append(cached[glyph])
    glyph_string = f"<{''.join(parts)}"
    return glyph_string[:-1] if glyph_string.endswith("<") else f"{glyph_string}>"


def _glyph_and_kerning(glyph: Glyph, font: Font, size: float, pango_font: Pointer) -> str:
    number, width, x_offset, _ = glyph
    if number not in font.widths:
        extent = ffi.new("PangoRectangle *")
        pango.pango_font_get_glyph_extents(pango_font, number, ffi.NULL, extent)
        font.widths[number] = round(extent.width * 1000 * FROM_UNITS / size)
    offset = x_offset / size
    kerning = font.widths[number] + offset - width * 1000 * FROM_UNITS / size
    return (f">{-offset}<" if offset else "") + f"{number:04x}" + (f">{int(kerning)}<" if kerning else "")


def _add_to_unicode(item: Pointer, number: int, font: Font, text: str) -> None:
    """Record which characters a glyph stands for, at its first use."""
    glyph = item.glyphs.glyphs[number].glyph
    if glyph in font.to_unicode:
        return
    clusters, count = item.glyphs.log_clusters, item.glyphs.num_glyphs
    following = number - 1 if item.item.analysis.level % 2 else number + 1
    end = clusters[following] if 0 <= following < count else item.item.length
    start = item.item.offset
    font.to_unicode[glyph] = text.encode()[start + clusters[number] : start + end].decode()
