"""A ladder goes out as a workbook and its changes come back into the YAML, which keeps every other byte."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from ladder_export.cli import main
from workbooks import Sheets, edit, read_cells, row_of

LADDER = """\
title: Mill  # the name
summary: "We mill."
tracks:
  mill: {title: The mill, includes: [all]}
facts: {scope: Scope, tool: {label: Tool, aliases: [gear]}}
scales: {depth: {steps: [Learns, Leads]}}
competencies:
  stones: {title: Stones, scale: depth, section: craft, steps: {Leads: {statements: [I dress stones.]}}}
blocks: {all: {title: Everyone, sections: {craft: {statements: [I sweep.], examples: [I swept on Sunday.]}}}}
sections: {craft: {title: Craft}, people: People}
"""
LEVEL = """\
# A miller's level
code: M2
title: Miller
summary: >-
  I mill
  and I sell.
facts:
  scope: 'The mill'   # not the village
ratings: {stones: Learns}

sections:
  craft:
    intro: First this.
    statements:
      # the grain
      - text: I grind
        children:
          - wheat
          - {text: rye, children: [and rye from the hills]}
        examples: [I ground at night.]
      - prose: Then that.   # a paragraph
      - "I weigh"

      - >-  # folded
        I keep one promise
        after the other.
      # the end
    examples: [I weighed twice., 'I sold once.']
"""


@pytest.fixture
def mill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ladder in the folder `mill` of the working directory, with the workbook `mill.xlsx` beside it."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "mill"
    (folder / "mill").mkdir(parents=True)
    (folder / "ladder.yaml").write_text(LADDER, encoding="utf-8")
    (folder / "mill/m2.yaml").write_text(LEVEL, encoding="utf-8")
    assert call("workbook", "mill", "-o", "mill.xlsx").exit_code == 0
    return folder


def call(*arguments: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, arguments)


def changed(mill: Path, change: Callable[[Sheets], None], *options: str) -> tuple[str, str]:
    """Return ladder.yaml and the level after the changes of a workbook; the second import changes nothing."""
    edit(Path("mill.xlsx"), change)
    shown = call("import", "mill.xlsx", "--into", "mill", *options)
    assert shown.exit_code == 0, shown.output
    assert (mill / "ladder.yaml").read_text(encoding="utf-8") == LADDER, "nothing is written without --write"
    done = call("import", "mill.xlsx", "--into", "mill", "--write", *options)
    assert done.exit_code == 0, done.output
    assert "Nothing to change" in call("import", "mill.xlsx", "--into", "mill").output
    return (mill / "ladder.yaml").read_text(encoding="utf-8"), (mill / "mill/m2.yaml").read_text(encoding="utf-8")


def reword(sheet: str, before: str, after: str) -> Callable[[Sheets], None]:
    """Return the change of one text."""

    def change(sheets: Sheets) -> None:
        sheets[sheet][row_of(sheets[sheet], before)][-1] = after

    return change


@pytest.mark.parametrize(
    "case",
    [
        ("The mill", "I weigh", 'I "weigh"', '- "I weigh"', "- 'I \"weigh\"'"),
        ("The mill", "wheat", "wheat: all of it", "- wheat", '- "wheat: all of it"'),
        ("The mill", "rye", "rye, and oats", "text: rye,", 'text: "rye, and oats",'),
        ("The mill", "I grind", "I grind it", "text: I grind\n", "text: I grind it\n"),
        ("The mill", "Then that.", "Then this.", "prose: Then that.   #", "prose: Then this.   #"),
        ("The mill", "First this.", "First\n\nthis.", "intro: First this.", "intro: |-\n      First\n\n      this."),
        ("The mill", "I sold once.", "I sold two.", "'I sold once.'", "'I sold two.'"),
        (
            "The mill",
            "I keep one promise after the other.",
            "I keep none.",
            "I keep one promise\n        after the other.",
            "I keep none.",
        ),
        ("Facts", "The mill", "The miller's", "'The mill'   #", "'The miller''s'   #"),
        ("Facts", "The mill", "", "facts:\n  scope: 'The mill'   # not the village\n", ""),
        ("Ratings", "Learns", "Leads", "{stones: Learns}", "{stones: Leads}"),
        ("Titles", "Miller", "Master", "title: Miller", "title: Master"),
        ("Titles", "I mill and I sell.", "I mill.", "  I mill\n  and I sell.\n", "  I mill.\n"),
        ("The mill", "wheat", "", "          - wheat\n", ""),
        ("The mill", "I ground at night.", "", "        examples: [I ground at night.]\n", ""),
        ("The mill", "I weighed twice.", "", "[I weighed twice., 'I sold once.']", "['I sold once.']"),
        ("The mill", "I weigh", "", '      - "I weigh"\n', ""),
    ],
)
def test_a_changed_level_keeps_every_other_byte(mill: Path, case: tuple[str, str, str, str, str]) -> None:
    sheet, before, after, old, new = case
    assert LEVEL.count(old) == 1
    shared, level = changed(mill, reword(sheet, before, after))
    assert (shared, level) == (LADDER, LEVEL.replace(old, new))


@pytest.mark.parametrize(
    "case",
    [
        ("Shared texts", "I sweep.", "I mop.", "[I sweep.]", "[I mop.]"),
        ("Shared texts", "I dress stones.", "I carve stones.", "[I dress stones.]", "[I carve stones.]"),
        ("Titles", "We mill.", "We bake.", '"We mill."', '"We bake."'),
        ("Titles", "Mill", "Bakery", "title: Mill  #", "title: Bakery  #"),
        ("Titles", "People", "All", "people: People", "people: All"),
        ("Titles", "Tool", "Gear", "label: Tool,", "label: Gear,"),
    ],
)
def test_a_changed_shared_text_keeps_every_other_byte(mill: Path, case: tuple[str, str, str, str, str]) -> None:
    sheet, before, after, old, new = case
    assert changed(mill, reword(sheet, before, after)) == (LADDER.replace(old, new), LEVEL)


def test_texts_are_added_where_their_rows_are(mill: Path) -> None:
    def change(sheets: Sheets) -> None:
        rows = sheets["The mill"]
        head = ["", "Craft", "M2 Miller"]
        rows.insert(row_of(rows, "I weigh") + 1, [*head, "Statement", "I listen: always"])
        rows.insert(row_of(rows, "I listen: always") + 1, [*head, "› Point", "to all"])
        rows.insert(row_of(rows, "wheat") + 1, [*head, "› Point", "barley"])
        rows.insert(row_of(rows, "I grind"), [*head, "Paragraph", "Begin."])
        rows.append(["", "People", "M2 Miller", "Example", "I taught."])
        sheets["Facts"][row_of(sheets["Facts"], "")][-1] = "A stone"

    expected = (
        LEVEL.replace(
            '- "I weigh"\n', '- "I weigh"\n      - text: "I listen: always"\n        children:\n          - to all\n'
        )
        .replace("- wheat\n", "- wheat\n          - barley\n")
        .replace("      - text: I grind", "      - prose: Begin.\n      - text: I grind")
        .replace("# not the village\n", "# not the village\n  tool: A stone\n")
    ) + "  people:\n    examples:\n      - I taught.\n"
    assert changed(mill, change) == (LADDER, expected)


def test_rows_move_with_their_comments(mill: Path) -> None:
    def change(sheets: Sheets) -> None:
        rows = sheets["The mill"]
        last = rows.pop(row_of(rows, "I keep one promise after the other."))
        rows.insert(row_of(rows, "Then that."), last)

    item = "      - >-  # folded\n        I keep one promise\n        after the other.\n"
    expected = LEVEL.replace(item, "").replace("      - prose:", f"{item}      - prose:")
    assert changed(mill, change) == (LADDER, expected)


def test_rows_that_were_pasted_without_their_ids_keep_their_place_in_the_file(mill: Path) -> None:
    def change(sheets: Sheets) -> None:
        rows = sheets["The mill"]
        for row in rows[1:]:
            row[0] = ""
        rows[row_of(rows, "I sold once.")][-1] = "I sold twice."

    assert changed(mill, change) == (LADDER, LEVEL.replace("'I sold once.'", "I sold twice."))


def test_a_text_that_both_changed_is_told_and_nothing_is_written(mill: Path) -> None:
    level = mill / "mill/m2.yaml"
    edit(Path("mill.xlsx"), reword("The mill", "I weigh", "I weigh it"))
    edit(Path("mill.xlsx"), reword("Titles", "Miller", "Master"))
    theirs = LEVEL.replace('"I weigh"', '"I weigh all"')
    level.write_text(theirs, encoding="utf-8")
    done = call("import", "mill.xlsx", "--into", "mill", "--write")
    line = theirs.splitlines().index('      - "I weigh all"') + 1
    assert done.exit_code == 1
    assert f"mill/mill/m2.yaml:{line}:9: error[conflict]" in done.output
    assert "Nothing was written: 1 conflict" in done.output
    assert level.read_text(encoding="utf-8") == theirs
    done = call("import", "mill.xlsx", "--into", "mill", "--write", "--accept", "--json")
    assert (done.exit_code, json.loads(done.stdout)["written"]) == (0, True)
    expected = LEVEL.replace('I weigh"', 'I weigh it"').replace("title: Miller", "title: Master")
    assert level.read_text(encoding="utf-8") == expected


@pytest.mark.parametrize("removed_by_workbook", [True, False])
def test_a_text_that_one_removes_and_the_other_changes_is_a_conflict(mill: Path, *, removed_by_workbook: bool) -> None:
    level = mill / "mill/m2.yaml"
    edit(Path("mill.xlsx"), reword("The mill", "I weigh", "" if removed_by_workbook else "I weigh it"))
    theirs = LEVEL.replace('      - "I weigh"\n', '      - "I weigh all"\n' if removed_by_workbook else "")
    level.write_text(theirs, encoding="utf-8")
    assert call("import", "mill.xlsx", "--into", "mill", "--write").exit_code == 1
    assert level.read_text(encoding="utf-8") == theirs
    assert call("import", "mill.xlsx", "--into", "mill", "--write", "--accept").exit_code == 0
    text = level.read_text(encoding="utf-8")
    assert ("I weigh it" in text, "I weigh all" in text) == (not removed_by_workbook, False)


def test_what_only_the_ladder_changed_stays(mill: Path) -> None:
    level = mill / "mill/m2.yaml"
    theirs = LEVEL.replace('      - "I weigh"\n', '      - I listen\n      - "I weigh all"\n').replace("wheat", "oats")
    level.write_text(theirs, encoding="utf-8")
    edit(Path("mill.xlsx"), reword("The mill", "I grind", "I grind it"))
    assert call("import", "mill.xlsx", "--into", "mill", "--write").exit_code == 0
    assert level.read_text(encoding="utf-8") == theirs.replace("I grind\n", "I grind it\n")


def test_an_alias_is_not_changed_with_its_anchor(mill: Path) -> None:
    level = mill / "mill/m2.yaml"
    text = LEVEL.replace('"I weigh"', '&weigh "I weigh"').replace("'I sold once.'", "*weigh")
    level.write_text(text, encoding="utf-8")
    assert call("workbook", "mill", "-o", "mill.xlsx", "--force").exit_code == 0
    edit(Path("mill.xlsx"), reword("The mill", "I weigh", "I weigh it"))
    done = call("import", "mill.xlsx", "--into", "mill", "--write")
    assert (done.exit_code, level.read_text(encoding="utf-8")) == (3, text)
    assert "error[not-in-place]" in done.output


def test_line_ends_and_byte_order_marks_stay(mill: Path) -> None:
    level = mill / "mill/m2.yaml"
    raw = b"\xef\xbb\xbf" + LEVEL.replace("\n", "\r\n").encode()
    level.write_bytes(raw)
    assert call("workbook", "mill", "-o", "mill.xlsx", "--force").exit_code == 0

    def change(sheets: Sheets) -> None:
        rows = sheets["The mill"]
        rows.insert(row_of(rows, "I weigh"), ["", "Craft", "M2 Miller", "Statement", "I listen."])

    edit(Path("mill.xlsx"), change)
    assert call("import", "mill.xlsx", "--into", "mill", "--write").exit_code == 0
    assert level.read_bytes() == raw.replace(b'      - "I weigh"', b'      - I listen.\r\n      - "I weigh"')


def test_a_level_listed_in_ladder_yaml_is_changed_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "title: Mill\nlevels:\n  - title: One\n    code: M1\n  - {code: M2, title: Two, summary: I mill.}\n"
    Path("mill.yaml").write_text(text, encoding="utf-8")
    assert call("workbook", "mill.yaml", "-o", "mill.xlsx").exit_code == 0

    def change(sheets: Sheets) -> None:
        sheets["Titles"][row_of(sheets["Titles"], "I mill.")][-1] = "I grind."
        sheets["Titles"][row_of(sheets["Titles"], "One")][-1] = "First"

    edit(Path("mill.xlsx"), change)
    assert call("import", "mill.xlsx", "--into", "mill.yaml", "--write").exit_code == 0
    assert Path("mill.yaml").read_text(encoding="utf-8") == text.replace("I mill.", "I grind.").replace("One", "First")


def test_cells_that_cannot_be_understood_are_told(mill: Path) -> None:
    def change(sheets: Sheets) -> None:
        rows = sheets["The mill"]
        rows.append(["", "Crafts", "M2 Miller", "Statement", "I listen."])
        rows.append(["", "Craft", "", "Statement", "I see."])
        rows.append(["", "Craft", "M2 Miller", "Opinion", "I hear."])
        rows.append(["", "People", "M2 Miller", "› Point", "I smell."])
        rows.append(["nonsense", "Craft", "M2 Miller", "Statement", "I taste."])
        sheets["Facts"].append(["", "The mill", "M2 Miller", "Weather", "Rain"])
        sheets["Titles"][row_of(sheets["Titles"], "Miller")][-1] = ""

    edit(Path("mill.xlsx"), change)
    done = call("import", "mill.xlsx", "--into", "mill", "--write")
    assert done.exit_code == 3
    for word in (
        "'Crafts' is not in the list",
        "did you mean 'Craft'?",
        "of the sheet 'The mill' is empty",
        "damaged id",
    ):
        assert word in done.output
    edit(Path("mill.xlsx"), lambda sheets: [sheets["The mill"].pop() for _ in range(5)] and sheets["Facts"].pop())  # type: ignore[arg-type, func-returns-value]
    done = call("import", "mill.xlsx", "--into", "mill", "--write")
    assert "which has no title in the sheet 'Titles' any more" in done.output
    assert (mill / "mill/m2.yaml").read_text(encoding="utf-8") == LEVEL


def test_a_formula_is_not_text(mill: Path) -> None:
    sheets = read_cells(Path("mill.xlsx"))
    with xlsxwriter.Workbook("mill.xlsx") as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell == "I weigh":
                        sheet.write_formula(row, column, '="I " & "lie"', None, "I lie")
                    elif cell == "wheat":
                        sheet.write_boolean(row, column, boolean=True)
                    else:
                        sheet.write_string(row, column, cell)
    done = call("import", "mill.xlsx", "--into", "mill", "--write")
    assert done.exit_code == 3
    assert "holds a formula, not text" in done.output
    assert "holds yes or no, not text" in done.output
    assert (mill / "mill/m2.yaml").read_text(encoding="utf-8") == LEVEL


@pytest.mark.usefixtures("mill")
@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"title: no workbook"], ids=["empty", "cut off", "text"])
def test_what_is_no_workbook_changes_nothing(raw: bytes) -> None:
    Path("mill.xlsx").write_bytes(raw)
    done = call("import", "mill.xlsx", "--into", "mill", "--write")
    assert (done.exit_code, "error[not-a-workbook]" in done.output) == (3, True)


@pytest.mark.usefixtures("mill")
def test_a_workbook_of_another_origin_is_refused() -> None:
    with xlsxwriter.Workbook("mill.xlsx") as book:
        book.add_worksheet("The mill").write_string(0, 0, "Text")
    done = call("import", "mill.xlsx", "--into", "mill")
    assert "was not made by `ladder-export workbook`" in done.output
    edited = call("workbook", "mill", "-o", "other.xlsx")
    assert edited.exit_code == 0
    edit(Path("other.xlsx"), lambda sheets: sheets.pop("The mill") and None)
    assert "the sheet 'The mill' is missing" in call("import", "other.xlsx", "--into", "mill").output


def test_an_edited_workbook_is_not_replaced(mill: Path) -> None:
    before = Path("mill.xlsx").read_bytes()
    assert call("workbook", "mill", "-o", "mill.xlsx").exit_code == 0, "the same bytes may be written again"
    assert Path("mill.xlsx").read_bytes() == before
    edit(Path("mill.xlsx"), reword("The mill", "I weigh", "I weigh it"))
    assert call("workbook", "mill", "-o", "mill.xlsx").exit_code == 6
    assert mill.is_dir()


def test_a_workbook_saved_by_libreoffice_is_the_same(mill: Path, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    edit(Path("mill.xlsx"), reword("The mill", "I weigh", "I weigh it"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for kind in ("ods", "xlsx"):
        source = "mill.xlsx" if kind == "ods" else "out/mill.ods"
        command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", "out", source]
        subprocess.run(command, check=False, capture_output=True, timeout=300)  # a program on the path
        if not Path(f"out/mill.{kind}").exists():
            pytest.skip("LibreOffice has no Calc here")
    done = call("import", "out/mill.xlsx", "--into", "mill", "--write")
    assert done.exit_code == 0, done.output
    assert (mill / "mill/m2.yaml").read_text(encoding="utf-8") == LEVEL.replace('"I weigh"', '"I weigh it"')
    assert (mill / "ladder.yaml").read_text(encoding="utf-8") == LADDER


def test_a_cell_far_away_cannot_exhaust_the_machine(mill: Path) -> None:
    sheets = read_cells(Path("mill.xlsx"))
    with xlsxwriter.Workbook("mill.xlsx") as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    sheet.write_string(row, column, cell)
            sheet.write_string(1_048_575, 16_383, "far")
    done = call("import", "mill.xlsx", "--into", "mill", "--write")
    assert (done.exit_code, "error[not-a-workbook]" in done.output) == (3, True)
    assert (mill / "mill/m2.yaml").read_text(encoding="utf-8") == LEVEL
