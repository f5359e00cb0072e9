"""This file writes a line's glyphs as WeasyPrint does, each of a width once a font: text repeats itself."""

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
Glyph: TypeAlias = tuple[int, int, int, int]  # its number, its width, and where it stands, in Pango's units

GLYPH = Struct("=Iiii4x")  # PangoGlyphInfo; what follows is one bit
SIZED_FONTS = 14802  # the version of Pango since which fonts tell their size: before, WeasyPrint takes the style's
SMALLEST = 1e-6  # of a font's size, below which pydyf writes nothing


def draw_first_line(
    stream: Stream, textbox: TextBox, text_overflow: str, block_ellipsis: str, matrix: Matrix
) -> list[Any]:
    """The line's text, and nothing for what is drawn on top of it, which only fonts in colour have."""
    plain = (
        pango.pango_version() >= SIZED_FONTS
        and text_overflow == "clip"
        and block_ellipsis == "none"
        and textbox.style["font_size"] >= SMALLEST
    )
    parts = list(_runs(stream, textbox)) if plain and textbox.text.strip() else [None]
    if None in parts:
        found: list[Any] = _original(stream, textbox, text_overflow, block_ellipsis, matrix)
        return found
    stream.set_text_matrix(*matrix.values)
    shown, last = "", None
    for font, size, text in filter(None, parts):
        if font is not last:
            if shown:
                stream.show_text(shown)
            shown, last = "", font
            stream.set_font_size(font.hash, size)
        shown += text
    stream.show_text(shown)
    return []


def _runs(stream: Stream, textbox: TextBox) -> Iterator[tuple[Font, float, str] | None]:
    """What every run of the line shows, in which font and size; None for one that is more than glyphs in a row."""
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
        if text is None:  # what follows is not to be met before it: a font's glyphs are listed in their order
            yield None
            return
        yield font, size, text


def _glyph_string(item: Pointer, font: Font, size: float, text: str) -> str | None:
    """The run as pydyf shows text: numbers of glyphs, and how far apart they are where that is not their width."""
    cached: dict[Glyph, str] = vars(font).setdefault("_glyph_strings", {}).setdefault(size, {})
    string, parts = item.glyphs, []
    for number, glyph in enumerate(GLYPH.iter_unpack(ffi.buffer(string.glyphs, GLYPH.size * string.num_glyphs))):
        if glyph not in cached:
            if glyph[0] >= pango.PANGO_GLYPH_EMPTY or glyph[3]:
                return None
            _add_to_unicode(item, number, font, text)
            cached[glyph] = _glyph_and_kerning(glyph, font, size, item.item.analysis.font)
        parts.append(cached[glyph])
    shown = f"<{''.join(parts)}"
    return shown[:-1] if shown.endswith("<") else f"{shown}>"


def _glyph_and_kerning(glyph: Glyph, font: Font, size: float, pango_font: Pointer) -> str:
    number, width, across, _ = glyph
    if number not in font.widths:
        extent = ffi.new("PangoRectangle *")
        pango.pango_font_get_glyph_extents(pango_font, number, ffi.NULL, extent)
        font.widths[number] = round(extent.width * 1000 * FROM_UNITS / size)
    offset = across / size
    kerning = font.widths[number] + offset - width * 1000 * FROM_UNITS / size
    return (f">{-offset}<" if offset else "") + f"{number:04x}" + (f">{int(kerning)}<" if kerning else "")


def _add_to_unicode(item: Pointer, number: int, font: Font, text: str) -> None:
    """Remembers which characters a glyph stands for, the first time that it does."""
    glyph = item.glyphs.glyphs[number].glyph
    if glyph in font.to_unicode:
        return
    clusters, count = item.glyphs.log_clusters, item.glyphs.num_glyphs
    following = number - 1 if item.item.analysis.level % 2 else number + 1
    end = clusters[following] if 0 <= following < count else item.item.length
    start = item.item.offset
    font.to_unicode[glyph] = text.encode()[start + clusters[number] : start + end].decode()
