"""A workbook whose hidden sheet was changed is refused with what to do, whatever that sheet says."""

from __future__ import annotations

from pathlib import Path

import pytest

from test_workbook_structure import LADDER, LEVELS, call, mill, write_ladder
from workbooks import Sheets, edit

__all__ = ["mill"]

FORGED = {
    "an area's label that means a key": ("label,The mill,Area,Craft", 4, '["craft"]'),
    "an area's label that means another group": ("label,The mill,Area,Craft", 4, '["made-up","craft"]'),
    "a level's label that means ladder.yaml": ("label,The mill,Level,M1 Helper", 4, '[""]'),
    "a level's label with a position": ("label,The mill,Level,M1 Helper", 4, '["m1-helper",0]'),
    "a step's label that means two": ("label,Shared texts,Step or area,Leads", 4, '["Leads","statements"]'),
    "a label of a column that the sheet lacks": ("label,Facts,Fact,Scope", 2, "Area"),
    "a text that is no text of its sheet": ('text,["m1-helper","title"]', 3, "The mill"),
    "a text in the middle of nowhere": ('text,["m1-helper","title"]', 1, '["m1-helper"]'),
    "a sheet of another kind": ("sheet,Titles", 2, "statements"),
    "a sheet with a column less": ("sheet,Titles", 3, '[["Of what","Name"],["Text"]]'),
    "a sheet with columns for ever": ("sheet,Titles", 3, "[" * 30_000),
    "a track beside the ladder": ("sheet,The mill", 4, "../mill"),
    "a sheet of no track": ("sheet,The mill", 4, ""),
}


@pytest.mark.usefixtures("mill")
@pytest.mark.parametrize(("begin", "column", "cell"), FORGED.values(), ids=FORGED)
def test_a_hidden_sheet_that_no_export_writes_is_refused_also_with_a_new_level(
    begin: str, column: int, cell: str
) -> None:
    def forge(sheets: Sheets) -> None:
        row = next(row for row in sheets["Origin"] if ",".join(row).startswith(begin))
        row[column] = cell
        sheets["The mill"].append(["", "Craft", "M3 Master", "Statement", "I own it."])

    edit(Path("mill.xlsx"), forge)
    done = call("import", "mill.xlsx", "--into", "mill", "--write")
    assert done.exit_code == 3, done.output
    assert "mill.xlsx:1:1: error[bad-workbook]: the hidden sheet 'Origin' was changed" in done.output
    assert "make a workbook with `ladder-export workbook LADDER`, and edit that one" in done.output
    assert not Path("mill/mill/m3-master.yaml").exists()


@pytest.mark.usefixtures("mill")
@pytest.mark.parametrize(
    "begin", ["label,Facts,", "label,Questions,About", "label,Shared texts,", "text,", "sheet,Facts"]
)
def test_a_hidden_sheet_that_lost_rows_is_refused_or_told_by_cell(begin: str) -> None:
    def forge(sheets: Sheets) -> None:
        sheets["Origin"] = [row for row in sheets["Origin"] if not ",".join(row).startswith(begin)]
        sheets["Facts"].append(["", "The mill", "M1 Helper", "Scope", "All"])
        sheets["Questions"].append(["", "Craft", "", "Why?"])

    edit(Path("mill.xlsx"), forge)
    done = call("import", "mill.xlsx", "--into", "mill")
    assert done.exit_code in (0, 3), done.output


@pytest.mark.usefixtures("mill")
def test_a_question_about_a_new_area_is_told_where_the_ladder_has_no_area() -> None:
    write_ladder({"ladder.yaml": LADDER.partition("facts:")[0], **dict.fromkeys(LEVELS, "title: Miller\n")})
    edit(Path("mill.xlsx"), lambda sheets: sheets["Questions"].append(["", "Craft", "", "Why?"]))
    done = call("import", "mill.xlsx", "--into", "mill")
    assert (done.exit_code, "'Craft' is not in the list" in done.output) == (3, True), done.output
