"""Grids as workbooks to read, filter and print; the only module that imports XlsxWriter."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import fontTools
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ladder_export.core.document import Document
from ladder_export.core.text import Run, Text, is_rtl
from ladder_export.theme import RenderSettings
from ladder_export.writers import RenderedFile
from ladder_export.writers.data import table_cells
from ladder_export.writers.fixed_date import FIXED_DATE
from ladder_export.writers.fonts.text_metrics import SINGLE_SPACING, FontPair, open_deck_fonts
from ladder_export.writers.slides.packing import split_text, text_height_pt
from ladder_export.writers.slides.text_frames import TextFrame

NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
NOT_A_PICTURE = re.compile(r"&(?=G|\[Picture\])")
MAX_NAME_UNITS = 31  # in UTF-16 code units, as Excel counts
MAX_PROPERTY_LENGTH = 255
MAX_FOOTER_UNITS = 110  # in UTF-16 code units before "&" is doubled; a footer with its codes may have 255
ZERO_WIDTH_JOINER = "\N{ZERO WIDTH JOINER}"
SKIN_TONES = range(0x1F3FB, 0x1F400)
SIZE_PT = 10.0
FIRST_COLUMN_PX, OTHER_COLUMN_PX = 190, 340  # widths
PT_PER_PX = 0.75
MAX_ROW_PT = 370.0  # Excel shows rows of up to 409 points
NOTE_WIDTH_SCALE = 3  # multiple of the usual width, since addresses are long
PAPERS = {"a4": 9, "letter": 1}  # paper numbers of OOXML

Cell = tuple[Text, ...]


def render(document: Document, settings: RenderSettings) -> RenderedFile:
    """Return a workbook whose first row and column stay visible; text is never a formula, number or link.

    A row that is too tall continues in the next one, under the same title. `count` is the number of rows.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties(_properties(document))
        sheet = book.add_worksheet(_sheet_name(document.title))
        count = _SheetWriter(
            sheet, _Formats(book, settings, rtl=is_rtl(document.language)), open_deck_fonts(settings.theme)
        ).write_rows(document)
        _set_up_sheet(sheet, document, settings)
    return RenderedFile(buffer.getvalue(), count, versions=versions())


def versions() -> dict[str, str]:
    """Return the versions of the libraries that decide the bytes."""
    return {"xlsxwriter": xlsxwriter.__version__, "fonttools": fontTools.version}


def _properties(document: Document) -> dict[str, object]:
    properties = {
        "title": document.title,
        "subject": " · ".join(document.breadcrumbs),
        "author": document.author,
        "keywords": ", ".join((document.kind, *document.breadcrumbs)),
        "comments": document.credit.plain,
    }
    return {
        **{name: value[:MAX_PROPERTY_LENGTH] for name, value in properties.items()},
        "created": FIXED_DATE.replace(tzinfo=None),
    }


def _sheet_name(title: str) -> str:
    """Return the title as the name of a sheet, as far as Excel allows it."""
    name = _shortened(" ".join(NOT_IN_NAMES.sub(" ", title).split()).strip("'"), MAX_NAME_UNITS).strip("' ")
    return name if name and name.lower() != "history" else "Matrix"


def _shortened(text: str, units: int) -> str:
    """Return the beginning of a text in at most so many UTF-16 code units; joined characters are never separated."""
    shortened = text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
    while (
        shortened != text and shortened and (_is_joined(text[len(shortened)]) or shortened.endswith(ZERO_WIDTH_JOINER))
    ):
        shortened = shortened[:-1]
    return shortened


def _is_joined(char: str) -> bool:
    """Return whether a character joins the one before it: a combining mark, a joiner, a skin tone."""
    return unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf") or ord(char) in SKIN_TONES


def _set_up_sheet(sheet: Worksheet, document: Document, settings: RenderSettings) -> None:
    """Set the view and the print: header always visible, landscape, as wide as the paper."""
    if is_rtl(document.language):
        sheet.right_to_left()
    sheet.freeze_panes(1, 1)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(PAPERS.get(settings.paper.name, PAPERS["a4"]))
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # XlsxWriter takes "&G" and "&[Picture]" for a picture, even after another "&", and omits such a footer.
    footer = NOT_A_PICTURE.sub("&\N{WORD JOINER}", _shortened(document.footer, MAX_FOOTER_UNITS)).replace("&", "&&")
    sheet.set_footer(f"&L{footer}&R&P / &N")


class _Formats:
    """The cell formats in the theme's colours and the font of its decks."""

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
        self.book, self.font = book, {name: base[name] for name in ("font_name", "font_size", "font_color")}
        strong = {"bold": True, "font_color": colors.heading}
        head = {"bold": True, "bg_color": colors.brand, "font_color": colors.on_brand, "bottom": 2}
        self.head = book.add_format({**base, **head, "bottom_color": colors.accent})
        self.band = book.add_format({**base, "bold": True, "bg_color": colors.band, "font_color": colors.quiet})
        self.title = book.add_format({**base, **strong})
        self.cell = book.add_format(base)
        self.styled: dict[tuple[bool, bool], Format] = {}

    def style(self, run: Run) -> Format:
        """Return the format of a bold or italic run within a cell."""
        key = (run.strong, run.emphasis)
        if key not in self.styled:
            self.styled[key] = self.book.add_format({**self.font, "bold": run.strong, "italic": run.emphasis})
        return self.styled[key]


@dataclass(slots=True)
class _SheetWriter:
    """Writes rows to a sheet, one below the other."""

    sheet: Worksheet
    formats: _Formats
    fonts: FontPair
    row: int = field(default=0)

    def write_rows(self, document: Document) -> int:
        """Write all rows and return their number."""
        heads = table_cells.header_row(document)
        self.sheet.set_column_pixels(0, 0, FIRST_COLUMN_PX)
        self.sheet.set_column_pixels(1, len(heads) - 1, OTHER_COLUMN_PX)
        self._write_row([(head,) for head in heads], [self.formats.head] * len(heads))
        for row in table_cells.rows(document, markdown=False):
            if row.cells:
                styles = [self.formats.title, *[self.formats.cell] * len(row.cells)]
                for cells in zip_longest(*map(self._split_cell, row.cells), fillvalue=()):
                    self._write_row([(row.title,), *cells], styles)
            else:
                self._write_row([(row.title,), *[()] * (len(heads) - 1)], [self.formats.band] * len(heads))
        return self.row

    def _split_cell(self, cell: Cell) -> Iterator[Cell]:
        """Yield the lines of a cell that fit into one row each time."""
        frame = TextFrame((OTHER_COLUMN_PX - 12) * PT_PER_PX, MAX_ROW_PT, SIZE_PT, 1.0)
        lines, height_pt = list[Text](), 0.0
        for line in cell:
            for text in split_text(line, self.fonts, frame):
                added_pt = max(text_height_pt(text, self.fonts, frame), SIZE_PT * SINGLE_SPACING)
                if lines and height_pt + added_pt > MAX_ROW_PT:
                    yield tuple(lines)
                    lines, height_pt = [], 0.0
                lines.append(text)
                height_pt += added_pt
        yield tuple(lines)

    def _write_row(self, row: Sequence[Cell], styles: Sequence[Format]) -> None:
        for column, (cell, style) in enumerate(zip(row, styles, strict=True)):
            fragments = list(self._fragments(cell))
            if any(isinstance(fragment, Format) for fragment in fragments):
                # A rich string has at least two fragments; an invisible one is the second.
                fragments += ["\N{WORD JOINER}"] if len(fragments) == 2 else []  # noqa: PLR2004  # a style and its words
                self.sheet.write_rich_string(self.row, column, *fragments, style)
            elif text := "\n".join(line.plain for line in cell):
                self.sheet.write_string(self.row, column, text, style)
            else:
                self.sheet.write_blank(self.row, column, None, style)
            if addresses := self._addresses(cell):
                lines = addresses.count("\n") + 1
                self.sheet.write_comment(
                    self.row, column, addresses, {"x_scale": NOTE_WIDTH_SCALE, "y_scale": lines / 2}
                )
        self.row += 1

    @staticmethod
    def _addresses(cell: Cell) -> str:
        """Return each link of a cell with its address, one per line, since a cell can have one link only."""
        runs = dict.fromkeys((run.text, run.href) for line in cell for run in line.runs if run.href)
        return "\n".join(dict.fromkeys(href if text == href else f"{text}: {href}" for text, href in runs))

    def _fragments(self, cell: Cell) -> Iterator[Format | str]:
        """Yield the text of a cell; each styled run follows its format."""
        plain = ""
        for index, line in enumerate(cell):
            plain += "\n" if index else ""
            for run in line.runs:
                if run.strong or run.emphasis:
                    yield from [plain] if plain else []
                    yield self.formats.style(run)
                    yield run.text
                    plain = ""
                else:
                    plain += run.text
        yield from [plain] if plain else []
