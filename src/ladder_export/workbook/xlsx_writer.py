"""Write sheets for editing as a workbook that Excel, LibreOffice and Google Sheets open."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ladder_export.core.problems import cell_width
from ladder_export.editing.ladder_nodes import digest, encode_address
from ladder_export.workbook.sheets import (
    FIELD,
    ID,
    KIND,
    KINDS,
    LISTS_SHEET,
    NOTES_SHEET,
    ORIGIN_SHEET,
    RECORDS,
    VALUES,
    Row,
    Sheet,
)
from ladder_export.writers.fixed_date import FIXED_DATE

FORMAT_VERSION = "2"
MAX_CELL_UNITS = 32_767  # in UTF-16 code units: Excel's limit of a cell
SPARE_ROWS = 500  # rows below the last text that have drop-downs, too
LABEL_WIDTH_PX, KIND_WIDTH_PX, TEXT_WIDTH_PX, NOTES_WIDTH_PX = 190, 120, 680, 800
FIELD_WIDTHS_PX = {  # in sheets with several texts a row
    "Question": 260,
    "Context": 150,
    "Ask next": 230,
    "Good answers": 190,
    "Poor answers": 190,
    "Minutes": 70,
    "Talk": 130,
    "For levels": 90,
    "For steps": 90,
    "Panel": 260,
    "Areas": 300,
    "Opening": 70,
    "Closing": 70,
    "About": 130,
    "Level": 130,
}
SEVERAL = ("Areas",)  # columns whose cells hold several names, which no drop-down offers
LINE_PT, NOTE_GAP_PT, NOTE_LINE_CHARACTERS = 13, 6, 125  # notes are not edited: their rows have fixed heights
TEXT_LINE_CHARACTERS = 105
ALLOWED = (  # in a protected sheet, whose hidden columns stay hidden
    *("insert_rows", "delete_rows", "sort", "autofilter", "format_cells", "format_rows", "insert_hyperlinks"),
    *("select_locked_cells", "select_unlocked_cells"),
)
INK, QUIET, HEAD, ON_HEAD, BAND, LINE = "#1f2937", "#6b7280", "#1e3a5f", "#ffffff", "#eef2f7", "#d5dbe3"

NOTES = (
    ("How to edit this workbook", ""),
    ("Change a text", "Type over it in the column Text. **Bold**, *italic* and [links](https://example.com) are typed as in this line."),
    ("Remove a text", "Delete its row, or empty its cell in the column Text."),
    ("Add a text", "Insert a row where it belongs; fill in all columns. Area, Level and Kind offer what is there."),
    ("Add a level or area", "Type its name in the column Level or Area of a new row, as in “L5 Principal engineer”; answer Yes if you are asked. Its place is that of its row, unless its code has a number. Its facts, ratings and summary go below the last row of their sheets."),
    ("Add a track", "Insert a sheet with its name and the columns Area, Level, Kind and Text, or copy the sheet of another track and change that."),
    ("Rename or remove", "Type over the name in the sheet Titles. To remove a level, area or track, delete all of its rows in the sheet of its track, and empty its title in the sheet Titles."),
    ("Move a text", "Cut its row and insert it elsewhere, or choose another area or level. The order of rows is the order of texts: sort only what you want to have sorted; filters change nothing."),
    ("Kinds", "A Statement is an expectation, an Example shows it in practice. “› Point” and “› Example” belong to the statement above. A Paragraph is text between statements, an Introduction is text before them; an empty line separates its paragraphs."),
    ("Shared texts", "They apply to several levels. Change them once, in their own sheet."),
    ("Questions, interviews", "A row is a question, or a talk. An empty Level is all levels. A line in Ask next, Good answers or Poor answers is an item; commas separate levels, steps and areas. Of a question, the first row of an area is the most important one."),
    ("Facts, ratings, titles", "Change the last column. An empty fact, rating or summary is left out."),
    ("Bring it back", "ladder-export import FILE.xlsx --into LADDER shows what would change; with --write it is written."),
    ("Leave alone", "Names of sheets and columns, and the hidden columns: they tell where each text belongs."),
)  # fmt: skip


REFUSED = {"error_title": "Choose from the list", "error_message": "Only what the list offers is read back."}
NEW = {
    "error_type": "warning",
    "error_title": "Not in the list",
    "error_message": "Yes begins a new area or level of this name. No lets you correct it.",
}

ELSEWHERE = {**NEW, "error_message": "Yes takes the name of an area, level or talk that is new in its own sheet."}


def workbook_bytes(sheets: Sequence[Sheet], title: str) -> bytes:
    """Return an .xlsx file with these sheets, a sheet on how to edit them, and two hidden sheets that an import needs.

    `title` is the ladder's. The same sheets give the same bytes.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": title[:255], "created": FIXED_DATE.replace(tzinfo=None)})
        formats = _formats(book)
        _write_notes(book.add_worksheet(NOTES_SHEET), formats, title)
        visible = [(sheet, book.add_worksheet(sheet.name)) for sheet in sheets]
        ranges = _write_lists(book.add_worksheet(LISTS_SHEET), sheets)
        for sheet, target in visible:
            _write_sheet(target, sheet, formats, ranges)
        _write_origin(book.add_worksheet(ORIGIN_SHEET), sheets)
    return buffer.getvalue()


def too_long(sheets: Sequence[Sheet]) -> Iterator[Row]:
    """Yield the rows with a text that is longer than a cell of Excel can hold."""
    for sheet in sheets:
        for row in sheet.rows:
            cells = (row.text, *(field.cell for field in row.fields))
            if any(len(cell.encode("utf-16-le")) > 2 * MAX_CELL_UNITS for cell in cells):
                yield row


def _formats(book: xlsxwriter.Workbook) -> Mapping[str, Format]:
    base = {"font_name": "Arial", "font_size": 10, "font_color": INK, "text_wrap": True, "valign": "top"}
    cell = {**base, "bottom": 1, "bottom_color": LINE, "num_format": "@", "locked": False}
    return {
        "title": book.add_format({**base, "bold": True, "font_size": 16, "font_color": HEAD, "text_wrap": False}),
        "note": book.add_format(base),
        "strong": book.add_format({**base, "bold": True}),
        "head": book.add_format({**base, "bold": True, "bg_color": HEAD, "font_color": ON_HEAD, "valign": "vcenter"}),
        "label": book.add_format({**cell, "font_color": QUIET}),
        "fixed": book.add_format({**cell, "font_color": QUIET, "bg_color": BAND, "locked": True}),
        "text": book.add_format(cell),
        "nested": book.add_format({**cell, "indent": 2}),
    }


def _write_notes(sheet: Worksheet, formats: Mapping[str, Format], title: str) -> None:
    _set_up_print(sheet)
    sheet.set_column_pixels(0, 0, LABEL_WIDTH_PX)
    sheet.set_column_pixels(1, 1, NOTES_WIDTH_PX)
    sheet.write_string(0, 0, title, formats["title"])
    sheet.set_row(0, 30)
    for number, (head, text) in enumerate(NOTES, 1):
        sheet.write_string(number, 0, head, formats["strong"])
        sheet.write_string(number, 1, text, formats["note"])
        sheet.set_row(number, LINE_PT * (1 + len(text) // NOTE_LINE_CHARACTERS) + NOTE_GAP_PT)
    sheet.protect(options=dict.fromkeys(ALLOWED, True))


def _write_lists(sheet: Worksheet, sheets: Sequence[Sheet]) -> dict[tuple[str, ...], str]:
    """Write what drop-downs offer; return the range of cells for each list."""
    lists = dict.fromkeys((KINDS, *(tuple(labels) for sheet in sheets for labels in sheet.lookups.values())))
    lists |= dict.fromkeys(row.choices for sheet in sheets for row in sheet.rows)
    ranges = {}
    for column, labels in enumerate(filter(None, lists)):
        for row, label in enumerate(labels):
            sheet.write_string(row, column, label)
        name = xl_col_to_name(column, col_abs=True)
        ranges[labels] = f"={LISTS_SHEET}!{name}$1:{name}${len(labels)}"
    sheet.hide()
    sheet.protect()
    return ranges


def _write_sheet(
    target: Worksheet, sheet: Sheet, formats: Mapping[str, Format], ranges: Mapping[tuple[str, ...], str]
) -> None:
    for column, head in enumerate((ID, *sheet.columns, *sheet.texts)):
        target.write_string(0, column, head, formats["head"])
    for number, row in enumerate(sheet.rows, 1):
        _write_row(target, sheet, number, row, formats)
        if row.choices:
            position = len(sheet.columns) + 1
            _offer(target, (number, position), (number, position), ranges[row.choices])
    _write_drop_downs(target, sheet, ranges)
    _set_up_sheet(target, sheet, formats)


def _write_row(target: Worksheet, sheet: Sheet, number: int, row: Row, formats: Mapping[str, Format]) -> None:
    """Write a row as tall as its texts; programs make rows of one line taller themselves, if need be."""
    label = formats["fixed" if sheet.kind == VALUES else "label"]
    for column, cell in enumerate((encode_address(row.address), *row.labels)):
        target.write_string(number, column, cell, label)
    style = formats["nested" if "".join(row.labels[-1:]).startswith("›") else "text"]
    texts = (row.text, *(field.cell for field in row.fields))
    for column, text in enumerate(texts, len(sheet.columns) + 1):
        if text:
            target.write_string(number, column, text, style)
        else:
            target.write_blank(number, column, None, style)
    lines = max(map(_line_count, texts, _text_widths(sheet)))
    if lines > 1:
        target.set_row(number, lines * LINE_PT)


def _text_widths(sheet: Sheet) -> list[int]:
    """Return the width of each column of texts in pixels."""
    if sheet.kind != RECORDS:
        return [TEXT_WIDTH_PX]
    return [FIELD_WIDTHS_PX[head] for head in sheet.texts]


def _line_count(text: str, width_px: int) -> int:
    """Return about how many lines a text takes in its cell."""
    characters = TEXT_LINE_CHARACTERS * width_px // TEXT_WIDTH_PX
    return sum(1 + sum(map(cell_width, line)) // characters for line in text.split("\n"))


def _write_drop_downs(target: Worksheet, sheet: Sheet, ranges: Mapping[tuple[str, ...], str]) -> None:
    lists = {**{name: tuple(labels) for name, labels in sheet.lookups.items()}, KIND: KINDS}
    first_row = len(sheet.rows) + 1 if sheet.kind == VALUES else 1
    for column, name in enumerate((*sheet.columns, *sheet.texts), 1):
        labels = lists.get(name)
        if labels and name not in SEVERAL:
            last = (len(sheet.rows) + SPARE_ROWS, column)
            rule = ELSEWHERE if sheet.kind == RECORDS else NEW if sheet.track and name != KIND else REFUSED
            _offer(target, (first_row, column), last, ranges[labels], rule)


def _offer(
    target: Worksheet, first: tuple[int, int], last: tuple[int, int], source: str, rule: Mapping[str, str] = REFUSED
) -> None:
    """Offer a list of texts in a range of cells; a rule says what becomes of others."""
    target.data_validation(*first, *last, {"validate": "list", "source": source, **rule})


def _set_up_sheet(target: Worksheet, sheet: Sheet, formats: Mapping[str, Format]) -> None:
    """Set widths, the filter, what stays visible, and what is protected."""
    last = len(sheet.columns) + len(sheet.texts)
    spare = formats["text"]
    target.set_column(0, 0, None, spare, {"hidden": True})
    for column, name in enumerate(sheet.columns, 1):
        width_px = KIND_WIDTH_PX if name in (KIND, FIELD) else LABEL_WIDTH_PX
        width_px = FIELD_WIDTHS_PX[name] if sheet.kind == RECORDS else width_px
        target.set_column_pixels(column, column, width_px, spare)
    for column, width_px in enumerate(_text_widths(sheet), len(sheet.columns) + 1):
        target.set_column_pixels(column, column, width_px, spare)
    target.set_row(0, 24)
    target.freeze_panes(1, 0)
    _set_up_print(target)
    target.repeat_rows(0)
    target.autofilter(0, 0, max(1, len(sheet.rows)), last)
    target.protect(options=dict.fromkeys(ALLOWED, True))


def _set_up_print(sheet: Worksheet) -> None:
    """Print in landscape, as wide as a page of A4, without grid lines."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_origin(sheet: Worksheet, sheets: Sequence[Sheet]) -> None:
    """Write what an import needs to know: the sheets, what their labels stand for, and the digest of each text."""
    rows = [("format", FORMAT_VERSION, "", "", "")]
    for exported in sheets:
        rows.append(
            (
                "sheet",
                exported.name,
                exported.kind,
                json.dumps((exported.columns, exported.texts), ensure_ascii=False),
                exported.track,
            )
        )
        rows += [
            ("label", exported.name, column, label, encode_address(address))
            for column, lookup in exported.lookups.items()
            for label, address in lookup.items()
        ]
        texts = (item for row in exported.rows for item in row.texts.items())
        rows += [("text", encode_address(address), digest(text), exported.name, "") for address, text in texts]
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell)
    sheet.hide()
    sheet.protect()
