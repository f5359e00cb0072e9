"""A workbook that Google Sheets has saved means the same as before, and what it turned into something else is told."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from google_sheets import write_google_workbook
from test_workbook_questions import LADDER, LEVELS
from test_workbook_structure import add, call, files_of, write_ladder
from workbooks import Sheets, edit_in_place, read_cells, row_of

HIDDEN = ("Lists", "Origin")


@pytest.fixture
def mill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ladder with questions in the folder `mill` of the working directory, with the workbook `mill.xlsx` beside it."""
    monkeypatch.chdir(tmp_path)
    return write_ladder({"ladder.yaml": LADDER, **LEVELS})


def copied(special: dict[str, str] | None = None) -> Sheets:
    """Write the workbook as Google Sheets does; return its cells."""
    sheets = read_cells(Path("mill.xlsx"))
    write_google_workbook(Path("mill.xlsx"), sheets, HIDDEN, special or {})
    return sheets


def test_a_copy_without_edits_changes_nothing(mill: Path) -> None:
    before = files_of(mill)
    copied()
    done = call("import", "mill.xlsx", "--into", "mill", "--write")
    assert (done.exit_code, "Nothing to change" in done.output, files_of(mill)) == (0, True, before), done.output


def test_edits_of_a_copy_come_back(mill: Path) -> None:
    sheets = read_cells(Path("mill.xlsx"))
    rows = sheets["The mill"]
    rows[row_of(rows, "I carry.")][-1] = "I carry\nall of it & more."
    rows.append(["", "Weather", "M3 Master", "Statement", "I look up."])
    question = next(row for row in sheets["Questions"] if "What do you grind?" in row)
    question[8] = "12"
    sheets["Sheet9"] = []
    write_google_workbook(Path("mill.xlsx"), sheets, HIDDEN, {})
    done = call("import", "mill.xlsx", "--into", "mill", "--write")
    assert done.exit_code == 0, done.output
    found = files_of(mill)
    assert found["ladder.yaml"] == LADDER.replace("- What do you grind?", "- ask: What do you grind?\n        minutes: 12").replace("  people: People\n", "  people: People\n  weather: Weather\n")  # fmt: skip
    assert found["mill/m1-helper.yaml"] == LEVELS["mill/m1-helper.yaml"].replace("[I carry.]", '["I carry\\nall of it & more."]')  # fmt: skip
    assert found["mill/m3-master.yaml"].startswith("code: M3\ntitle: Master\n")
    assert "Nothing to change" in call("import", "mill.xlsx", "--into", "mill").output


def test_a_workbook_with_all_kinds_of_edits_survives_libreoffice(mill: Path, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")

    def change(book: openpyxl.Workbook) -> None:
        add(book, "The mill", "I carry.", "Weather", "M3 Master", "Statement", "I look up.")
        add(book, "Titles", "", "Level", "M3 Master", "Summary", "I see\nrain.")
        book["Questions"].append((None, "Craft", "M3 Master", "When does it rain?", "", "Why?\nHow?"))
        book["Interviews"].append((None, "On the hill", "30"))

    edit_in_place(Path("mill.xlsx"), change)
    direct = call("import", "mill.xlsx", "--into", "mill")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for kind, source in (("ods", "mill.xlsx"), ("xlsx", "out/mill.ods")):
        command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", "out", source]
        subprocess.run(command, check=False, capture_output=True, timeout=300)  # a program on the path
        if not Path(f"out/mill.{kind}").exists():
            pytest.skip("LibreOffice has no Calc here")
    assert (direct.exit_code, "M3 Master" in direct.output) == (0, True)
    assert call("import", "out/mill.xlsx", "--into", "mill").output == direct.output
    done = call("import", "out/mill.xlsx", "--into", "mill", "--write")
    assert done.exit_code == 0, done.output
    assert "summary: |-\n  I see\n  rain.\n" in (mill / "mill/m3-master.yaml").read_text(encoding="utf-8")
    assert "Nothing to change" in call("import", "mill.xlsx", "--into", "mill").output


@pytest.mark.parametrize(
    ("xml", "what"),
    [
        ('<c r="{}" s="2"><v>45000.0</v></c>', "a date or time"),
        ('<c r="{}" s="1" t="b"><v>1</v></c>', "yes or no"),
        ('<c r="{}" s="1" t="str"><f>UPPER("i greet.")</f><v>I GREET.</v></c>', "a formula"),
        ('<c r="{}" s="3"><v>0.5</v></c>', "a number that is shown in a format"),
    ],
    ids=["date", "box to tick", "formula", "percentage"],
)
def test_what_it_made_of_a_text_is_told(mill: Path, xml: str, what: str) -> None:
    before = files_of(mill)
    copied({"I greet.": xml})
    done = call("import", "mill.xlsx", "--into", "mill", "--write")
    assert (done.exit_code, files_of(mill)) == (3, before)
    assert f"cell E3 of the sheet 'The mill' holds {what}, not text" in done.output
