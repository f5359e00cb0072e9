"""This file makes a static font of a variable one: an engine would make one anew for every document (18 % of a sheet)."""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter

from ladder_export.file_access import read_file
from ladder_export.writers.font_files import readable

VARIATIONS = ("fvar", "gvar", "avar", "cvar", "HVAR", "VVAR", "MVAR", "STAT")  # OpenType 1.9, "Font variations"


def static_font(file: Path, weight: int) -> bytes:
    """The font's bytes; without its variations where it is set at the weight that its outlines have by themselves.

    Tables are copied as they are: a font that was saved would load what fontTools knows of each (measured: 50 ms).
    """
    data = read_file(file, "font")
    with readable(file):
        return _without_variations(data, weight)


def _without_variations(data: bytes, weight: int) -> bytes:
    with TTFont(io.BytesIO(data), lazy=True) as font:
        if "fvar" not in font or "glyf" not in font:
            return data
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
    if axes != {"wght": weight}:
        return data
    tables, target = SFNTReader(io.BytesIO(data)), io.BytesIO()  # type: ignore[no-untyped-call]  # fontTools annotates little
    kept = [name for name in tables.keys() if name not in VARIATIONS]  # noqa: SIM118  # it is no mapping
    writer = SFNTWriter(target, len(kept), tables.sfntVersion)  # type: ignore[no-untyped-call]  # as above
    for name in kept:
        writer[name] = tables[name]
    writer.close()  # type: ignore[no-untyped-call]  # as above
    return target.getvalue()
