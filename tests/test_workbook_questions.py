"""Questions for interviews and the talks in which they are asked go into a workbook and come back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ladder_export.workbook.question_fields import cell_text, value_text
from test_workbook_structure import Change, add, call, changed, refused, remove_rows, write_ladder

LADDER = """\
title: Mill
tracks: {mill: The mill}
scales: {depth: {steps: [Learns, Leads]}}
competencies:
  stones:
    title: Stones
    scale: depth
    questions:
      - {ask: How do you dress a stone?, steps: [Leads]}
sections:
  craft:
    title: Craft
    questions:
      # the first
      - ask: Tell me about a sack.   # any
        context: Let them choose.
        follow_ups:
          - Who carried it?   # probe
          - "Where to?"
        good: [Speaks of others.]
        minutes: 10
        levels: [M1, M2]
      - What do you grind?
  people: People
interviews:
  craft: {title: At the stones, minutes: 45, areas: [craft]}   # long
  team: Together
"""
LEVELS = {
    "mill/m1-helper.yaml": (
        "code: M1\ntitle: Helper\nratings: {stones: Learns}\nsections:\n"
        "  craft:\n    statements: [I carry.]\n    questions:\n      - Which sack?\n"
    ),
    "mill/m2-miller.yaml": "code: M2\ntitle: Miller\nratings: {stones: Leads}\nsections:\n  people: {statements: [I greet.]}\n",
}
COLUMNS = {"Question": 4, "Context": 5, "Ask next": 6, "Good answers": 7, "Minutes": 9, "Talk": 10, "For levels": 11}


@pytest.fixture
def mill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ladder with questions in the folder `mill` of the working directory, with the workbook `mill.xlsx` beside it."""
    monkeypatch.chdir(tmp_path)
    return write_ladder({"ladder.yaml": LADDER, **LEVELS})


def row_of(book: openpyxl.Workbook, question: str, sheet: str = "Questions") -> int:
    """Return the number of the row with a question, or with the title of a talk."""
    column = COLUMNS["Question"] - 1 if sheet == "Questions" else 1
    return next(row[0].row for row in book[sheet].iter_rows() if row[column].value == question)  # type: ignore[return-value]


def fill(book: openpyxl.Workbook, question: str, **cells: str) -> None:
    """Change cells of a question's row; an underscore stands for a space in the names of columns."""
    for name, text in cells.items():
        book["Questions"].cell(row_of(book, question), COLUMNS[name.replace("_", " ")]).value = text


def test_the_sheets_show_every_field(mill: Path) -> None:
    book = openpyxl.load_workbook("mill.xlsx")
    questions = [[cell or "" for cell in row][1:] for row in book["Questions"].iter_rows(values_only=True)]
    assert questions == [
        ["About", "Level", "Question", "Context", "Ask next", "Good answers", "Poor answers", "Minutes", "Talk", "For levels", "For steps"],
        ["Craft", "", "Tell me about a sack.", "Let them choose.", "Who carried it?\nWhere to?", "Speaks of others.", "", "10", "", "M1, M2", ""],
        ["Craft", "", "What do you grind?", *[""] * 8],
        ["Stones", "", "How do you dress a stone?", *[""] * 7, "Leads"],
        ["Craft", "M1 Helper", "Which sack?", *[""] * 8],
    ]  # fmt: skip
    talks = [[cell or "" for cell in row][1:] for row in book["Interviews"].iter_rows(values_only=True)]
    assert talks == [
        ["Talk", "Minutes", "Panel", "Areas", "Opening", "Closing"],
        ["At the stones", "45", "", "Craft", "", ""],
        ["Together", "", "", "", "", ""],
    ]
    assert mill.is_dir()


def test_questions_are_changed_in_place(mill: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        fill(
            book,
            "Tell me about a sack.",
            Ask_next="Who carried it?\nHow far?\nWhy?",
            Minutes="12",
            For_levels="M2",
            Talk="Together",
            Context="",
        )
        fill(book, "Tell me about a sack.", Question="Tell me about a big sack.")
        fill(book, "What do you grind?", Good_answers="- Wheat\n- Rye")
        fill(book, "How do you dress a stone?", Minutes="5")
        fill(book, "Which sack?", Question="Which of them?")

    expected = (
        LADDER.replace("a sack.   # any", "a big sack.   # any")
        .replace("        context: Let them choose.\n", "")
        .replace('          - "Where to?"\n', '          - "How far?"\n          - Why?\n')
        .replace("minutes: 10", "minutes: 12")
        .replace("        levels: [M1, M2]\n", "        levels: [M2]\n        stage: team\n")
        .replace("- What do you grind?", "- ask: What do you grind?\n        good:\n          - Wheat\n          - Rye")
        .replace("steps: [Leads]}\nsections", "steps: [Leads], minutes: 5}\nsections")
    )
    assert changed(mill, change) == {
        "ladder.yaml": expected,
        "mill/m1-helper.yaml": LEVELS["mill/m1-helper.yaml"].replace("Which sack?", "Which of them?"),
    }


def test_levels_of_a_question_may_be_named_as_in_its_sheet(mill: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        fill(book, "Tell me about a sack.", For_levels="m1, M2 Miller")
        fill(book, "How do you dress a stone?", For_levels="M1 Helper")

    expected = LADDER.replace("[M1, M2]", "[m1, m2-miller]").replace(
        "[Leads]}\nsec", "[Leads], levels: [m1-helper]}\nsec"
    )
    assert changed(mill, change) == {"ladder.yaml": expected}


def test_questions_are_added_moved_and_removed(mill: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        page = book["Questions"]
        cells = [page.cell(row_of(book, "What do you grind?"), column).value for column in range(1, 13)]
        page.delete_rows(row_of(book, "What do you grind?"))
        page.insert_rows(2)
        for column, cell in enumerate(cells, 1):
            page.cell(2, column, cell)
        remove_rows(book, "Questions", "How do you dress a stone?")
        for row in (
            ("People", "", "Whom did you help?", "", "Why?\nHow?"),
            ("People", "M2 Miller", "Whom do you teach?"),
            ("Stones", "", "Which stone?", *[""] * 7, "Leads"),
        ):
            page.append((None, *row))

    found = changed(mill, change)
    assert found["mill/m2-miller.yaml"] == LEVELS["mill/m2-miller.yaml"].replace(
        "[I greet.]}", "[I greet.], questions: [Whom do you teach?]}"
    )
    first = "      - What do you grind?\n"
    assert found["ladder.yaml"] == (
        LADDER.replace(first, "")
        .replace("      # the first\n", f"      # the first\n{first}")
        .replace("{ask: How do you dress a stone?, steps: [Leads]}", "ask: Which stone?\n        steps:\n          - Leads")
        .replace("  people: People\n", "  people:\n    title: People\n    questions:\n      - ask: Whom did you help?\n        follow_ups:\n          - Why?\n          - How?\n")
    )  # fmt: skip


def test_a_new_area_and_a_new_level_have_questions_at_once(mill: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        add(book, "The mill", "I carry.", "Safety", "M3 Master", "Statement", "I lock the wheel.")
        book["Questions"].append((None, "Safety", "", "What is dangerous?"))
        book["Questions"].append((None, "Safety", "M3 Master", "Who locks it?"))

    found = changed(mill, change)
    assert "  safety:\n    title: Safety\n    questions:\n      - What is dangerous?\n" in found["ladder.yaml"]
    assert found["mill/m3-master.yaml"].endswith("    questions:\n      - Who locks it?\n")


def test_talks_are_changed_added_and_removed(mill: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        page = book["Interviews"]
        page.cell(row_of(book, "At the stones", "Interviews"), 3).value = "30"
        page.cell(row_of(book, "At the stones", "Interviews"), 5).value = "Craft, People"
        page.insert_rows(3)
        for column, text in ((2, "Lunch"), (3, "60"), (4, "Two millers")):
            page.cell(3, column, text)
        page.delete_rows(row_of(book, "Together", "Interviews"))
        fill(book, "What do you grind?", Talk="Lunch")

    found = changed(mill, change)["ladder.yaml"]
    assert found == (
        LADDER.replace("minutes: 45, areas: [craft]}   # long\n", "minutes: 30, areas: [craft, people]}   # long\n  lunch:\n    title: Lunch\n    minutes: 60\n    panel: Two millers\n")
        .replace("  team: Together\n", "")
        .replace("- What do you grind?", "- ask: What do you grind?\n        stage: lunch")
    )  # fmt: skip


def test_the_first_talk_of_a_ladder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    mill = write_ladder(
        {
            "ladder.yaml": "title: Mill\nsections: {craft: Craft}\n",
            "mill/m1.yaml": "title: Helper\nsections: {craft: {statements: [I carry.]}}\n",
        }
    )

    def change(book: openpyxl.Workbook) -> None:
        book["Interviews"].append((None, "At the stones", "45"))
        book["Questions"].append((None, "Craft", "", "How heavy?"))

    assert changed(mill, change) == {
        "ladder.yaml": "title: Mill\nsections: {craft: {title: Craft, questions: [How heavy?]}}\ninterviews:\n  at-the-stones:\n    title: At the stones\n    minutes: 45\n"
    }


def test_what_both_changed_is_told(mill: Path) -> None:
    theirs = LADDER.replace("minutes: 10", "minutes: 15").replace("What do you grind?", "What do you mill?")
    (mill / "ladder.yaml").write_text(theirs, encoding="utf-8")
    book = openpyxl.load_workbook("mill.xlsx")
    fill(book, "Tell me about a sack.", Minutes="12", Context="Do not help.")
    book.save("mill.xlsx")
    done = call("import", "mill.xlsx", "--into", "mill", "--write")
    assert (done.exit_code, (mill / "ladder.yaml").read_text(encoding="utf-8")) == (1, theirs)
    assert "mill/ladder.yaml:21:18: error[conflict]" in done.output
    assert call("import", "mill.xlsx", "--into", "mill", "--write", "--accept").exit_code == 0
    expected = theirs.replace("minutes: 15", "minutes: 12").replace("Let them choose.", "Do not help.")
    assert (mill / "ladder.yaml").read_text(encoding="utf-8") == expected


def _minutes(book: openpyxl.Workbook) -> None:
    fill(book, "What do you grind?", Minutes="ten")


def _talk(book: openpyxl.Workbook) -> None:
    fill(book, "What do you grind?", Talk="Togethr")


def _for_levels(book: openpyxl.Workbook) -> None:
    fill(book, "What do you grind?", For_levels="M1, M9 Miller")


def _no_question(book: openpyxl.Workbook) -> None:
    fill(book, "Tell me about a sack.", Question="")


def _about(book: openpyxl.Workbook) -> None:
    book["Questions"].append((None, "Crafts", "", "Why?"))


def _nothing(book: openpyxl.Workbook) -> None:
    book["Questions"].append((None, "", "", "Why?"))


def _level(book: openpyxl.Workbook) -> None:
    book["Questions"].append((None, "Stones", "M1 Helper", "Why?"))


def _order(book: openpyxl.Workbook) -> None:
    page = book["Interviews"]
    page.move_range("A2:G2", rows=2)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_minutes, "mill.xlsx:3:9: error[bad-cell]: cell I3 of the sheet 'Questions': 'ten' is no number of minutes"),
        (_talk, "cell J3 of the sheet 'Questions': 'Togethr' is not in the list\n   help: did you mean 'Together'?"),
        (
            _for_levels,
            "cell K3 of the sheet 'Questions': 'M9 Miller' is not in the list\n   help: did you mean 'M2 Miller'",
        ),
        (_no_question, "cell D2 of the sheet 'Questions' is empty, but other cells of its row are not"),
        (_about, "cell B6 of the sheet 'Questions': 'Crafts' is not in the list\n   help: did you mean 'Craft'?"),
        (_nothing, "cell B6 of the sheet 'Questions' is empty"),
        (_level, "cell C6 of the sheet 'Questions': this question is for all levels"),
        (_order, "the rows of talks were moved"),
    ],
)
def test_cells_that_cannot_be_understood_are_told(mill: Path, change: Change, message: str) -> None:
    assert message in refused(mill, change)


@pytest.mark.parametrize("key", ["follow_ups", "levels", "context"])
@pytest.mark.parametrize("text", ["", "a", "a\n\nb", "a, b\n\nc", "- a\n\n- b", "• a", "a\nb", "a\nb\n\nc", "a;b"])
def test_a_list_in_a_cell_comes_back(key: str, text: str) -> None:
    assert value_text(key, cell_text(key, text)) == text
