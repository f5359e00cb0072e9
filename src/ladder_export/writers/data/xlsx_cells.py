"""Cells of an Excel workbook: styled text that is never a formula, number or link, in a theme's colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil, fsum

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ladder_export.core.text import Run, Text
from ladder_export.theme import RenderSettings
from ladder_export.writers.fonts.text_metrics import SINGLE_SPACING, FontPair
from ladder_export.writers.slides.packing import split_text, text_height_pt
from ladder_export.writers.slides.text_frames import TextFrame

SIZE_PT = 10.0
PT_PER_PX = 0.75
CELL_PADDING_PX = 12
MAX_ROW_PT = 370.0  # of a row's text
MAX_HEIGHT_PT = 409  # of a row in Excel
ROW_PADDING_PT = 4.0
NOTE_WIDTH_SCALE = 3  # multiple of the usual width, since addresses are long

Cell = tuple[Text, ...]


class CellFormats:
    """The cell formats of a workbook (fonts, colours, borders), in the theme's colours and the font of its decks."""

    def __init__(self, book: xlsxwriter.Workbook, settings: RenderSettings, *, rtl: bool) -> None:
        colors = settings.theme.colors
        base = {
            "font_name": settings.theme.deck.body_font,
            "font_size": SIZE_PT,
            "font_color": colors.ink,
            "text_wrap": True,
            "valign": "top",
            "reading_order": 2 if rtl else 1,
            "bottom": 1,
            "bottom_color": colors.hairline,
        }
        self.book, self.base, self.font = (
            book,
            base,
            {name: base[name] for name in ("font_name", "font_size", "font_color")},
        )
        strong = {"bold": True, "font_color": colors.heading}
        head = {"bold": True, "bg_color": colors.brand, "font_color": colors.on_brand, "bottom": 2}
        self.head = book.add_format({**base, **head, "bottom_color": colors.accent})
        self.band = book.add_format({**base, "bold": True, "bg_color": colors.band, "font_color": colors.quiet})
        self.title = book.add_format({**base, **strong})
        self.cell = book.add_format(base)
        self.styled: dict[tuple[bool, bool, bool], Format] = {}

    def with_properties(self, **properties: object) -> Format:
        """Return the format of ordinary cells with further properties, by XlsxWriter's names, such as `bold=True`."""
        return self.book.add_format({**self.base, **properties})

    def style(self, run: Run) -> Format:
        """Return the format of a run of text within a cell: bold, italic, and underlined if it is marked as added."""
        key = (run.strong, run.emphasis, run.changed == "added")
        if key not in self.styled:
            names = ("bold", "italic", "underline")
            self.styled[key] = self.book.add_format({**self.font, **dict(zip(names, key, strict=True))})
        return self.styled[key]


def split_cell(cell: Cell, fonts: FontPair, width_px: int) -> Iterator[Cell]:
    """Split a cell into several, each low enough for one row of a workbook, whose height Excel limits.

    The column is `width_px` pixels wide; `fonts` are those by which text is measured.
    """
    lines, height_pt = list[Text](), 0.0
    for line in cell:
        for text in split_text(line, fonts, _frame(width_px)):
            added_pt = _line_height_pt(text, fonts, width_px)
            if lines and height_pt + added_pt > MAX_ROW_PT:
                yield tuple(lines)
                lines, height_pt = [], 0.0
            lines.append(text)
            height_pt += added_pt
    yield tuple(lines)


def row_height_pt(cells: Iterable[tuple[Cell, int]], fonts: FontPair) -> float:
    """Compute the height of a row in whole points; `cells` are its cells, each with its column's width in pixels.

    It is written into the file because LibreOffice, unlike Excel, does not compute heights that a file lacks.
    """
    heights = (fsum(_line_height_pt(line, fonts, width_px) for line in cell) for cell, width_px in cells)
    return min(MAX_HEIGHT_PT, ceil(max(heights, default=0.0) + ROW_PADDING_PT))


def _frame(width_px: int) -> TextFrame:
    return TextFrame((width_px - CELL_PADDING_PX) * PT_PER_PX, MAX_ROW_PT, SIZE_PT, 1.0)


def _line_height_pt(text: Text, fonts: FontPair, width_px: int) -> float:
    return max(text_height_pt(text, fonts, _frame(width_px)), SIZE_PT * SINGLE_SPACING)


def write_cell(sheet: Worksheet, position: tuple[int, int], cell: Cell, style: Format, formats: CellFormats) -> None:
    """Write the lines of a cell at `position` (row and column, both from 0) in the format `style`.

    A cell can have one link only, so the addresses of links are written into a note of the cell.
    """
    fragments = list(_fragments(formats, cell))
    if any(isinstance(fragment, Format) for fragment in fragments):
        # A rich string has at least two fragments; an invisible one is the second.
        fragments += ["\N{WORD JOINER}"] if len(fragments) == 2 else []  # noqa: PLR2004  # a style and its words
        sheet.write_rich_string(*position, *fragments, style)
    elif text := "\n".join(line.plain for line in cell):
        sheet.write_string(*position, text, style)
    else:
        sheet.write_blank(*position, None, style)
    if addresses := _addresses(cell):
        lines = addresses.count("\n") + 1
        sheet.write_comment(*position, addresses, {"x_scale": NOTE_WIDTH_SCALE, "y_scale": lines / 2})


def _addresses(cell: Cell) -> str:
    """Return each link of a cell with its address, one per line, since a cell can have one link only."""
    runs = dict.fromkeys((run.text, run.href) for line in cell for run in line.runs if run.href)
    return "\n".join(dict.fromkeys(href if text == href else f"{text}: {href}" for text, href in runs))


def _fragments(formats: CellFormats, cell: Cell) -> Iterator[Format | str]:
    """Yield the text of a cell; each styled run follows its format."""
    plain = ""
    for index, line in enumerate(cell):
        plain += "\n" if index else ""
        for run in line.runs:
            if run.strong or run.emphasis:
                yield from [plain] if plain else []
                yield formats.style(run)
                yield run.text
                plain = ""
            else:
                plain += run.text
    yield from [plain] if plain else []
