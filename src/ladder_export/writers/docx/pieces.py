"""Pieces of a document as paragraphs and tables of a Word file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_DIRECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun

from ladder_export.core.document import (
    BeforeAfter,
    BlankTable,
    Bullets,
    EvidenceItem,
    EvidenceTable,
    Facts,
    FormFields,
    Grid,
    Item,
    Piece,
    Prose,
    Radar,
    RatingTable,
    TrackProgress,
)
from ladder_export.core.text import Run, Text, plain_text
from ladder_export.theme.tokens import Colors

LABEL_SHARES = (0.3, 0.7)  # widths of a label and its value
RATING_SHARES = (0.5, 0.2, 0.3)  # widths of a statement, its rating and notes
MAX_LIST_DEPTH = 3  # list styles of a document; deeper items use the last one
BOX = "\N{BALLOT BOX}"
NOTE_ROW_PT = 42  # height of a row to write into


@dataclass(frozen=True, slots=True)
class Page:
    """A Word document that is being written."""

    word: WordDocument
    colors: Colors
    is_rtl: bool

    def paragraph(self, style: str, text: Text | str) -> Paragraph:
        """Add a paragraph in a style."""
        return self.fill(self.word.add_paragraph(style=style), text)

    def fill(self, paragraph: Paragraph, text: Text | str) -> Paragraph:
        """Add a text to a paragraph, run by run."""
        if self.is_rtl:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001  # python-docx has no direction
        for run in (plain_text(text) if isinstance(text, str) else text).runs:
            self._add_run(paragraph, run)
        return paragraph

    def _add_run(self, paragraph: Paragraph, run: Run) -> None:
        if run.text == "\n":
            paragraph.add_run().add_break()
            return
        added = paragraph.add_run(run.text)
        added.bold, added.italic = run.strong or None, run.emphasis or None
        added.underline = (run.changed == "added" or bool(run.href)) or None
        added.font.strike = run.changed == "removed" or None
        if run.code:
            added.font.name = "Courier New"
        if self.is_rtl:
            added.font.rtl = True
        if run.href:
            added.font.color.rgb = RGBColor.from_string(self.colors.accent[1:].upper())
            _link(paragraph, added, run.href)


def _link(paragraph: Paragraph, run: WordRun, address: str) -> None:
    """Turn a run into a link."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run._r.addprevious(link)  # noqa: SLF001  # python-docx reads links, and writes none
    link.append(run._r)  # noqa: SLF001  # as above


def add_pieces(page: Page, pieces: Iterable[Piece], name: str) -> None:
    """Add pieces below each other. `name` distinguishes the tables of a section from others."""
    for number, piece in enumerate(pieces, 1):
        _add(page, piece, f"{name}.{number}")


def _add(page: Page, piece: Piece, name: str) -> None:  # one branch for each kind of piece
    match piece:
        case Prose():
            for text in piece.paragraphs:
                page.paragraph("Normal", text)
        case Bullets():
            if piece.label:
                page.paragraph("Label", piece.label)
            _add_items(page, piece.items, "Example" if piece.role == "examples" else "List Bullet")
        case TrackProgress():
            page.paragraph(
                "Track", "   ".join(f"[{step.code}]" if step.is_current else step.code for step in piece.steps)
            )
        case _:
            _add_table(page, piece, name)


def _add_items(page: Page, items: Sequence[Item], style: str, depth: int = 1) -> None:
    for item in items:
        page.paragraph(_at_depth(style, depth), item.text)
        _add_items(page, item.children, style, depth + 1)
        _add_items(page, item.examples, "Example", depth + 1)


def _at_depth(style: str, depth: int) -> str:
    return style if depth == 1 else f"{style} {min(depth, MAX_LIST_DEPTH)}"


Cells = Sequence[Sequence[Text | str | Sequence[Item]]]


def _add_table(
    page: Page,
    piece: Facts | Radar | FormFields | RatingTable | BeforeAfter | EvidenceTable | BlankTable | Grid,
    name: str,
) -> None:
    match piece:
        case RatingTable() | EvidenceTable() | BlankTable():
            _add_form(page, piece, name)
        case Facts():
            add_table(page, piece.label, (), piece.rows, LABEL_SHARES)
        case Radar():
            add_table(page, piece.label, (), [(axis.label, axis.step) for axis in piece.axes], LABEL_SHARES)
        case FormFields():
            add_table(page, piece.label or name, (), [(label, "") for label in piece.labels], LABEL_SHARES)
        case BeforeAfter():
            add_table(page, piece.headings[0], piece.headings, piece.rows)
        case Grid():
            raise AssertionError("no document that has a grid is written as a Word file")
        case _:
            assert_never(piece)


def _add_form(page: Page, piece: RatingTable | EvidenceTable | BlankTable, name: str) -> None:
    rows: Cells
    match piece:
        case RatingTable():
            steps = "  ".join(f"{BOX} {step}" for step in piece.steps)
            rows = [((item,), steps, "") for item in piece.items]
            new_table = add_table(page, name, piece.headings, rows, RATING_SHARES)
        case EvidenceTable():
            rows = [(_evidence_items(goal, piece.before), "") for goal in piece.items]
            new_table = add_table(page, piece.label, (piece.label, piece.headings[1]), rows)
        case BlankTable():
            firsts = piece.labels or ("",) * piece.rows
            rows = [(first, *("",) * (len(piece.headings) - 1)) for first in firsts]
            new_table = add_table(page, name, piece.headings, rows)
        case _:
            assert_never(piece)
    for row in list(new_table.rows)[1:]:
        row.height = Pt(NOTE_ROW_PT)  # room to write


def _evidence_items(goal: EvidenceItem, before: str) -> tuple[Item, ...]:
    return (goal.item, Item(plain_text(f"{before}:"), children=(goal.before,))) if goal.before else (goal.item,)


def add_table(page: Page, title: str, heads: Sequence[str], rows: Cells, shares: Sequence[float] = ()) -> Table:
    """Add a table as wide as the text; its heads are repeated on every page.

    `title`: description for screen readers. `shares`: the columns' shares of the width, equal if empty.
    """
    width = len(heads) or len(rows[0])
    new_table: Table = page.word.add_table(rows=0, cols=width)
    _add_caption(new_table, title)
    _add_row_lines(new_table, page.colors)
    if page.is_rtl:
        new_table.table_direction = WD_TABLE_DIRECTION.RTL
    if heads:
        row: _Row = new_table.add_row()  # type: ignore[no-untyped-call]  # python-docx forgot the annotation
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  # python-docx has no repeated heads
        for cell, head in zip(row.cells, heads, strict=True):
            _fill_cell(page, cell, head, "Cell Heading")
    for values in rows:
        row = new_table.add_row()  # type: ignore[no-untyped-call]  # as above
        for column, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            _fill_cell(page, cell, value, "Cell" if column or heads else "Cell Heading")
    _set_widths(page, new_table, shares or [1 / width] * width)
    page.paragraph("Normal", "")
    return new_table


def _set_widths(page: Page, new_table: Table, shares: Sequence[float]) -> None:
    section = page.word.sections[0]
    text_width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    new_table.autofit = False
    for column, share in zip(new_table.columns, shares, strict=True):
        column.width = Emu(round(text_width * share))
        for cell in column.cells:
            cell.width = column.width


def _add_row_lines(new_table: Table, colors: Colors) -> None:
    """Draw a hairline above, below and between the rows, in the theme's colour."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", colors.hairline[1:].upper())):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = new_table._tbl.tblPr  # noqa: SLF001  # python-docx has no borders
    after = next(child for child in properties if child.tag in (qn("w:tblLayout"), qn("w:tblLook")))
    after.addprevious(borders)


def _fill_cell(page: Page, cell: _Cell, value: Text | str | Sequence[Item], style: str) -> None:
    first = cell.paragraphs[0]
    first.style = page.word.styles[style]
    if isinstance(value, Text | str):
        page.fill(first, value)
        return
    for number, item in enumerate(value):
        page.fill(first if not number else cell.add_paragraph(style=style), item.text)
        for depth, text in _nested(item):
            page.fill(cell.add_paragraph(style=_at_depth("List Bullet", depth)), text)


def _nested(item: Item, depth: int = 1) -> Iterable[tuple[int, Text]]:
    """Yield everything nested in a point with its depth, from 1."""
    for inner in (*item.children, *item.examples):
        yield depth, inner.text
        yield from _nested(inner, depth + 1)


def _add_caption(new_table: Table, title: str) -> None:
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    new_table._tbl.tblPr.append(caption)  # noqa: SLF001  # python-docx has no captions
