"""This file writes a workbook as Google Sheets exports it, as far as its habits are known.

Covered, with where they are told: no `<dimension>` (tidyverse/readxl#26), a grid of 1000 rows and 26 columns of empty cells
(rsheets/rexcel#6), cells left out (mgcrea/node-xlsx#142). Further habits that its files show: strings in another order and
as runs of rich text, whole numbers with a decimal point, attributes and relations in another order, another table of
styles, drawings without content, a name for each filter, drop-downs written anew, and no protection of sheets. Inline
strings are not known of it, but allowed by the format, so they are covered, too.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from workbooks import Sheets

ROWS, COLUMNS = 1000, 26
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="d.m"/></numFmts>'
    '<fonts count="2"><font><sz val="10.0"/><color rgb="FF000000"/><name val="Arial"/><scheme val="minor"/></font>'
    '<font><color theme="1"/><name val="Arial"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="lightGray"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf borderId="0" fillId="0" fontId="0" numFmtId="0"/></cellStyleXfs><cellXfs count="4">'
    '<xf borderId="0" fillId="0" fontId="0" numFmtId="0" xfId="0"/><xf borderId="0" fillId="0" fontId="1" numFmtId="49" xfId="0" applyNumberFormat="1"/>'
    '<xf borderId="0" fillId="0" fontId="1" numFmtId="164" xfId="0" applyNumberFormat="1"/><xf borderId="0" fillId="0" fontId="1" numFmtId="10" xfId="0" applyNumberFormat="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle xfId="0" name="Normal" builtinId="0"/></cellStyles></styleSheet>'
)  # fmt: skip


def write_google_workbook(path: Path, sheets: Sheets, hidden: tuple[str, ...], special: dict[str, str]) -> None:
    """Write cells as Google Sheets does; `special` has the XML of cells that hold something else, by their text."""
    texts = dict.fromkeys(cell for rows in sheets.values() for row in rows for cell in row if cell)
    strings = {text: number for number, text in enumerate(sorted(texts, key=lambda text: text[::-1]))}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/styles.xml", STYLES)
        archive.writestr("xl/sharedStrings.xml", "".join(_strings(strings)))
        for number, (name, rows) in enumerate(sheets.items(), 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", "".join(_sheet(rows, strings, special)))
            archive.writestr(f"xl/drawings/drawing{number}.xml", f'{HEAD}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>')  # fmt: skip
            archive.writestr(f"xl/worksheets/_rels/sheet{number}.xml.rels", _relations([("rId1", "drawing", f"../drawings/drawing{number}.xml")]))  # fmt: skip
            assert name
        parts = [("rId1", "styles", "styles.xml"), ("rId2", "sharedStrings", "sharedStrings.xml")]
        parts += [
            (f"rId{number + 2}", "worksheet", f"worksheets/sheet{number}.xml") for number in range(1, 1 + len(sheets))
        ]
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(parts))
        archive.writestr("xl/workbook.xml", _workbook(sheets, hidden))
        archive.writestr("_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")]))
        archive.writestr("[Content_Types].xml", _content_types(len(sheets)))


def _relations(parts: list[tuple[str, str, str]]) -> str:
    entries = "".join(f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"/>' for name, kind, target in parts)  # fmt: skip
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def _content_types(count: int) -> str:
    office = "application/vnd.openxmlformats-officedocument"
    sheets = "".join(f'<Override ContentType="{office}.spreadsheetml.worksheet+xml" PartName="/xl/worksheets/sheet{number}.xml"/><Override ContentType="{office}.drawing+xml" PartName="/xl/drawings/drawing{number}.xml"/>' for number in range(1, count + 1))  # fmt: skip
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default ContentType="application/xml" Extension="xml"/>'
        '<Default ContentType="application/vnd.openxmlformats-package.relationships+xml" Extension="rels"/>'
        f'{sheets}<Override ContentType="{office}.spreadsheetml.sharedStrings+xml" PartName="/xl/sharedStrings.xml"/>'
        f'<Override ContentType="{office}.spreadsheetml.styles+xml" PartName="/xl/styles.xml"/>'
        f'<Override ContentType="{office}.spreadsheetml.sheet.main+xml" PartName="/xl/workbook.xml"/></Types>'
    )


def _workbook(sheets: Sheets, hidden: tuple[str, ...]) -> str:
    entries = "".join(f'<sheet state="{"hidden" if name in hidden else "visible"}" name={quoteattr(name)} sheetId="{number}" r:id="rId{number + 2}"/>' for number, name in enumerate(sheets, 1))  # fmt: skip
    names = "".join(f'<definedName hidden="1" localSheetId="{number}" name="_xlnm._FilterDatabase">\'{escape(name)}\'!$A$1:$E$9</definedName>' for number, name in enumerate(sheets))  # fmt: skip
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><workbookPr/><sheets>{entries}</sheets><definedNames>{names}</definedNames><calcPr/></workbook>'


def _strings(strings: dict[str, int]) -> Iterator[str]:
    """Yield the shared strings; every third one is rich text, as of a cell in which a word was made bold."""
    yield f'{HEAD}<sst xmlns="{MAIN}" count="{2 * len(strings)}" uniqueCount="{len(strings)}">'
    for text, number in strings.items():
        if number % 3:
            yield f'<si><t xml:space="preserve">{escape(text)}</t></si>'
        else:
            yield f'<si><r><rPr><b/></rPr><t xml:space="preserve">{escape(text[:3])}</t></r><r><rPr/><t xml:space="preserve">{escape(text[3:])}</t></r></si>'
    yield "</sst>"


def _sheet(rows: list[list[str]], strings: dict[str, int], special: dict[str, str]) -> Iterator[str]:
    yield f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheetPr><outlinePr summaryBelow="0" summaryRight="0"/></sheetPr>'
    yield '<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="1.0" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    yield '<sheetFormatPr customHeight="1" defaultColWidth="12.63" defaultRowHeight="15.75"/><cols><col hidden="1" min="1" max="1" width="12.63"/></cols><sheetData>'
    for number in range(1, max(ROWS, len(rows)) + 1):
        yield f'<row r="{number}" ht="15.75" customHeight="1">'
        cells = rows[number - 1] if number <= len(rows) else []
        for column in range(COLUMNS):
            yield _cell(f"{chr(65 + column)}{number}", cells[column] if column < len(cells) else "", strings, special)
        yield "</row>"
    yield f'</sheetData><dataValidations><dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="B2:B{ROWS}"><formula1>Lists!$B$1:$B$9</formula1></dataValidation></dataValidations>'
    yield '<drawing r:id="rId1"/></worksheet>'


def _cell(name: str, text: str, strings: dict[str, int], special: dict[str, str]) -> str:
    """Return a cell: empty ones with a style, numbers as decimal fractions, every fifth text within the sheet itself."""
    if text in special:
        return special[text].format(name)
    if not text:
        return f'<c r="{name}" s="1"/>'
    if text.isdecimal():
        return f'<c r="{name}" s="0"><v>{text}.0</v></c>'
    if strings[text] % 5:
        return f'<c r="{name}" s="1" t="s"><v>{strings[text]}</v></c>'
    return f'<c r="{name}" s="1" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
