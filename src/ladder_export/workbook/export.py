"""Write a ladder as a workbook for editing."""

from __future__ import annotations

from pathlib import Path

from ladder_export.core.problems import BadRequest, InvalidLadder, Problem
from ladder_export.editing.ladder_nodes import read_nodes
from ladder_export.files.user_files import file_name, write_files
from ladder_export.workbook.question_sheets import make_sheets
from ladder_export.workbook.xlsx_writer import MAX_CELL_UNITS, too_long, workbook_bytes

SUFFIX = ".xlsx"


def export_workbook(ladder: Path, output: Path, *, force: bool) -> int:
    """Write a ladder as an Excel workbook for editing; return how many rows with a text it has.

    Raises InvalidLadder for a ladder with errors or a text that is too long for a cell, BadRequest if `output` does not
    end in .xlsx, BadOutput if it cannot be written, or exists and `force` is false.
    """
    if output.suffix.lower() != SUFFIX:
        message = f"'{output.name}' does not end in {SUFFIX}"
        raise BadRequest(Problem("bad-path", message, help=f"name the workbook, for example, ladder{SUFFIX}"))
    nodes = read_nodes(ladder)
    sheets = make_sheets(nodes)
    message = f"this text has more than {MAX_CELL_UNITS:,} characters, which no cell of a workbook can hold"
    if rows := list(too_long(sheets)):
        spans = [node.span for row in rows if (node := nodes.node(row.address))]
        raise InvalidLadder(*(Problem("too-long", message, span, help="split it into several texts") for span in spans))
    path = file_name(output, f"ladder{SUFFIX}")
    write_files(output.parent, {path: workbook_bytes(sheets, nodes.ladder.title)}, force=force)
    return sum(bool(row.text) for sheet in sheets for row in sheet.rows)
