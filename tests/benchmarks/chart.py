"""This file draws the ratios that matter as bars against one, as SVG."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

SHOWN = {
    "ours / typst + pandoc": "full build, of typst + pandoc's time",
    "ours / bare scripts": "full build, of bare WeasyPrint + python-pptx scripts' time",
    "no-op / full": "nothing changed, of a full build",
    "one line edited, cold / full": "one line edited, of a full build",
    "check / full": "check, of a full build",
}
WIDTH, BAR, LEFT, UNIT = 760, 34, 390, 220


def drawn(figures: Mapping[str, float]) -> str:
    """The picture; a bar longer than twice the measure is cut, and says its number all the same."""
    rows = [(label, figures[name]) for name, label in SHOWN.items() if name in figures]
    height = len(rows) * BAR + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<line x1="{LEFT + UNIT}" x2="{LEFT + UNIT}" y1="10" y2="{height - 26}" stroke="#888" stroke-dasharray="3 3"/>',
        f'<text x="{LEFT + UNIT}" y="{height - 10}" text-anchor="middle" fill="#555">1</text>',
    ]
    for number, (label, value) in enumerate(rows):
        y, length = 14 + number * BAR, max(2, min(value, 1.4) * UNIT)
        parts += [
            f'<text x="{LEFT - 10}" y="{y + 15}" text-anchor="end" fill="#222">{escape(label)}</text>',
            f'<rect x="{LEFT}" y="{y}" width="{length:.0f}" height="{BAR - 12}" fill="#1f6f8b"/>',
            f'<text x="{LEFT + length + 6:.0f}" y="{y + 15}" fill="#222">{value:.3g}</text>',
        ]
    return "\n".join([*parts, "</svg>"]) + "\n"
