"""Levels, areas and tracks are added, renamed and removed in a workbook, as they would be by hand in the YAML."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from ladder_export.cli import main
from workbooks import edit_in_place

LADDER = """\
# shared
title: Mill
tracks:
  mill: The mill   # the first
  shop: {title: The shop}
facts: {scope: Scope}
scales: {depth: {steps: [Learns, Leads]}}
competencies:
  stones: {title: Stones, scale: depth, section: craft, steps: {Leads: {statements: [I dress stones.]}}}
sections:
  # what we make
  craft: {title: Craft, icon: 🌾}
  people: People
"""
LEVELS = {
    "mill/m1-helper.yaml": (
        "code: M1\ntitle: Helper\nfacts: {scope: Sacks}\nratings: {stones: Learns}\nsections:\n"
        "  craft:\n    statements:\n      - I carry.   # sacks\n  people: {statements: [I greet.]}\n"
    ),
    "mill/m2-miller.yaml": "# above\ncode: M2\ntitle: Miller\nextends: M1\nsections:\n  craft: {statements: [I grind.]}\n",
    "shop/s1-clerk.yaml": "code: S1\ntitle: Clerk\nsections:\n  craft: {statements: [I sell.]}\n",
}
Change = Callable[[openpyxl.Workbook], None]


@pytest.fixture
def mill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ladder of two tracks in the folder `mill` of the working directory, with the workbook `mill.xlsx` beside it."""
    monkeypatch.chdir(tmp_path)
    return write_ladder({"ladder.yaml": LADDER, **LEVELS})


def write_ladder(files: dict[str, str]) -> Path:
    """Write a ladder and its workbook."""
    for path, text in files.items():
        Path("mill", path).parent.mkdir(parents=True, exist_ok=True)
        Path("mill", path).write_text(text, encoding="utf-8")
    assert call("workbook", "mill", "-o", "mill.xlsx", "--force").exit_code == 0
    return Path("mill")


def call(*arguments: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, arguments)


def files_of(mill: Path) -> dict[str, str]:
    """Return the text of each file of a ladder."""
    return {
        path.relative_to(mill).as_posix(): path.read_bytes().decode()
        for path in sorted(mill.rglob("*"))
        if path.is_file()
    }


def changed(mill: Path, change: Change) -> dict[str, str]:
    """Return the files that the changes of a workbook leave otherwise, empty if removed; a second import changes none."""
    before = files_of(mill)
    edit_in_place(Path("mill.xlsx"), change)
    shown = call("import", "mill.xlsx", "--into", "mill")
    assert (shown.exit_code, files_of(mill)) == (0, before), shown.output
    done = call("import", "mill.xlsx", "--into", "mill", "--write")
    assert done.exit_code == 0, done.output
    assert "Nothing to change" in call("import", "mill.xlsx", "--into", "mill").output
    assert call("check", "mill").exit_code == 0
    after = files_of(mill)
    return {path: after.get(path, "") for path in {**before, **after} if before.get(path) != after.get(path)}


def refused(mill: Path, change: Change) -> str:
    """Return what is said of a workbook that cannot be understood; nothing is written."""
    before = files_of(mill)
    edit_in_place(Path("mill.xlsx"), change)
    done = call("import", "mill.xlsx", "--into", "mill", "--write")
    assert (done.exit_code, files_of(mill)) == (3, before), done.output
    return done.output


def at(book: openpyxl.Workbook, sheet: str, text: str) -> int:
    """Return the number of the row with a text in its last column."""
    rows = book[sheet].iter_rows()
    return next(row[-1].row for row in rows if row[-1].value == text)  # type: ignore[return-value]


def add(book: openpyxl.Workbook, sheet: str, below: str, *cells: str) -> None:
    """Insert a row below that with a text, or behind the last one."""
    page = book[sheet]
    number = at(book, sheet, below) + 1 if below else page.max_row + 1
    page.insert_rows(number)
    for column, cell in enumerate(cells, 2):
        page.cell(number, column, cell)


def retitle(book: openpyxl.Workbook, sheet: str, column: int, before: str, after: str) -> None:
    """Replace a name in all rows of a sheet."""
    for row in book[sheet].iter_rows(min_row=2):
        if row[column].value == before:
            row[column].value = after


def remove_rows(book: openpyxl.Workbook, sheet: str, name: str) -> None:
    """Delete the rows that have a name in any column."""
    page = book[sheet]
    for row in reversed(list(page.iter_rows(min_row=2))):
        if name in [cell.value for cell in row]:
            page.delete_rows(row[0].row)


def test_a_name_of_a_level_that_is_new_begins_a_level(mill: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        add(book, "The mill", "I grind.", "Craft", "M3 Master miller", "Statement", "I dress the stones.")
        add(book, "The mill", "I dress the stones.", "Craft", "M3 Master miller", "› Example", "Twice a year.")
        add(book, "The mill", "", "People", "M3 Master miller", "Introduction", "All of them.")
        add(book, "Facts", "", "The mill", "M3 Master miller", "Scope", "The whole mill")
        add(book, "Ratings", "", "The mill", "M3 Master miller", "Stones", "Leads")
        add(book, "Titles", "", "Level", "M3 Master miller", "Summary", "I lead the mill.")

    assert changed(mill, change) == {
        "mill/m3-master-miller.yaml": (
            "code: M3\ntitle: Master miller\nsummary: I lead the mill.\nfacts:\n  scope: The whole mill\n"
            "ratings:\n  stones: Leads\n\nsections:\n  craft:\n    statements:\n      - text: I dress the stones.\n"
            "        examples:\n          - Twice a year.\n  people:\n    intro: All of them.\n"
        )
    }


@pytest.mark.parametrize(
    "case",
    [
        ("m1.yaml", "m2.yaml", "M3 Master", "m3.yaml", "code: M3\ntitle: Master\n"),
        ("M1.yaml", "M2.yml", "M3 Master", "M3.yml", "code: M3\ntitle: Master\n"),
        ("helper.yaml", "miller.yaml", "M3 Master", "master.yaml", "code: M3\ntitle: Master\n"),
        ("mill-m1.yaml", "mill-m2.yaml", "M3 Master", "mill-m3.yaml", "code: M3\ntitle: Master\n"),
        ("m1-helper.yaml", "m2-miller.yaml", "Master", "master.yaml", "title: Master\nrank: 3\n"),
        ("m1-helper.yaml", "m2-miller.yaml", "M1.5 Carter", "m1.5-carter.yaml", "code: M1.5\ntitle: Carter\n"),
    ],
)
def test_the_file_of_a_new_level_is_named_as_those_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: tuple[str, str, str, str, str]
) -> None:
    first, second, name, file, head = case
    monkeypatch.chdir(tmp_path)
    texts = list(LEVELS.values())
    mill = write_ladder({"ladder.yaml": LADDER, f"mill/{first}": texts[0], f"mill/{second}": texts[1]})

    def change(book: openpyxl.Workbook) -> None:
        add(book, "The mill", "I grind.", "Craft", name, "Statement", "I dress stones.")

    content = f"{head}\nsections:\n  craft:\n    statements:\n      - I dress stones.\n"
    assert changed(mill, change) == {f"mill/{file}": content}


def test_a_level_without_a_number_gets_its_place_from_its_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    levels = {f"mill/{name}.yaml": f"title: {name.title()}\nrank: {rank}\nsections: {{craft: {{statements: [I am {name}.]}}}}\n" for rank, name in ((2, "helper"), (4, "miller"))}  # fmt: skip
    mill = write_ladder({"ladder.yaml": "title: Mill\nsections: {craft: Craft}\n", **levels})

    def change(book: openpyxl.Workbook) -> None:
        add(book, "Mill", "I am helper.", "Craft", "Carter", "Statement", "I drive.")
        page = book["Mill"]
        page.insert_rows(2)
        for column, cell in enumerate(("Craft", "Guest", "Statement", "I look."), 2):
            page.cell(2, column, cell)

    body = "\nsections:\n  craft:\n    statements:\n      - "
    assert changed(mill, change) == {
        "mill/carter.yaml": f"title: Carter\nrank: 3\n{body}I drive.\n",
        "mill/guest.yaml": f"title: Guest\nrank: 1\n{body}I look.\n",
    }


def test_a_level_listed_in_ladder_yaml_is_added_there_and_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "title: Mill\nlevels:\n  - title: Helper\n    code: M1\n    summary: I help.\n  # the best\n  - {code: M3, title: Miller, summary: I mill.}\n"
    mill = write_ladder({"ladder.yaml": f"sections: {{craft: Craft}}\n{text}"})

    def change(book: openpyxl.Workbook) -> None:
        book["Titles"].cell(at(book, "Titles", "Helper"), 5).value = None
        book["Mill"].append(("", "Craft", "M2 Carter", "Statement", "I drive."))
        page = book.create_sheet("Carts")
        for cells in (("Area", "Level", "Kind", "Text"), ("Craft", "C1 Carter", "Statement", "I ride.")):
            page.append(cells)

    body = "    sections:\n      craft:\n        statements:\n          - "
    assert changed(mill, change) == {
        "ladder.yaml": (
            "sections: {craft: Craft}\ntitle: Mill\nlevels:\n"
            f"  - code: M2\n    title: Carter\n    track: mill\n{body}I drive.\n"
            "  # the best\n  - {code: M3, title: Miller, summary: I mill., track: mill}\n"
            f"  - code: C1\n    title: Carter\n    track: carts\n{body}I ride.\n"
        )
    }


def test_a_name_of_an_area_that_is_new_begins_an_area(mill: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        add(book, "The mill", "I grind.", "Safety: first", "M2 Miller", "Statement", "I lock the wheel.")
        add(book, "The shop", "I sell.", "Trade", "S1 Clerk", "Example", "A fair price.")

    found = changed(mill, change)
    assert found.keys() == {"ladder.yaml", "mill/m2-miller.yaml", "shop/s1-clerk.yaml"}
    line = "  craft: {title: Craft, icon: 🌾}\n"
    assert found["ladder.yaml"] == LADDER.replace(line, f'{line}  safety-first: "Safety: first"\n  trade: Trade\n')
    assert found["mill/m2-miller.yaml"] == (
        LEVELS["mill/m2-miller.yaml"] + "  safety-first:\n    statements:\n      - I lock the wheel.\n"
    )


def test_a_new_sheet_begins_a_track(mill: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        page = book.create_sheet("The carts")
        rows = [("Area", "Level", "Kind", "Text"), ("Craft", "C1 Carter", "Statement", "I drive.")]
        rows += [("People", "C1 Carter", "Statement", "I wave."), ("Craft", "C2 Smith", "Statement", "I mend.")]
        for cells in rows:
            page.append(cells)
        add(book, "Titles", "", "Track", "The carts", "Summary", "Bring it all.")

    found = changed(mill, change)
    assert found.keys() == {"ladder.yaml", "the-carts/c1-carter.yaml", "the-carts/c2-smith.yaml"}
    line = "  shop: {title: The shop}\n"
    assert found["ladder.yaml"] == LADDER.replace(
        line, f"{line}  the-carts:\n    title: The carts\n    summary: Bring it all.\n"
    )
    assert found["the-carts/c1-carter.yaml"] == (
        "code: C1\ntitle: Carter\n\nsections:\n  craft:\n    statements:\n      - I drive.\n"
        "  people:\n    statements:\n      - I wave.\n"
    )


def test_a_copied_sheet_begins_a_track_of_its_own(mill: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        page = book.copy_worksheet(book["The shop"])
        page.title = "The stall"

    found = changed(mill, change)
    line = "  shop: {title: The shop}\n"
    assert found == {
        "ladder.yaml": LADDER.replace(line, f"{line}  the-stall: The stall\n"),
        "the-stall/the-stall-s1-clerk.yaml": (
            "code: S1\ntitle: Clerk\n\nsections:\n  craft:\n    statements:\n      - I sell.\n"
        ),
    }


def test_a_new_track_and_a_new_level_take_no_name_that_means_something_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    top = {
        f"{name}.yaml": f"title: {name.title()}\nsections:\n  craft: {{statements: [I {name}.]}}\n"
        for name in ("grind", "sell")
    }

    def level(book: openpyxl.Workbook) -> None:
        add(book, "Mill", "", "Craft", "Ladder", "Statement", "I climb.")

    assert changed(write_ladder({"ladder.yaml": "title: Mill\nsections: {craft: Craft}\n", **top}), level).keys() == {
        "mill-ladder.yaml"
    }

    def track(book: openpyxl.Workbook) -> None:
        page = book.create_sheet("Locales ")
        for cells in (("Area", "Level", "Kind", "Text"), ("Craft", "C1 Carter", "Statement", "I drive.")):
            page.append(cells)

    shutil.rmtree("mill")
    files = changed(write_ladder({"ladder.yaml": LADDER, **LEVELS}), track)
    assert files.keys() == {"ladder.yaml", "locales-2/c1-carter.yaml"}
    assert "  locales-2: Locales\n" in files["ladder.yaml"]


def test_a_row_typed_anew_with_the_same_text_changes_nothing(mill: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["The mill"].cell(at(book, "The mill", "I grind."), 1).value = None

    assert changed(mill, change) == {}


@pytest.mark.parametrize("where", ["titles", "rows"])
def test_levels_and_areas_are_renamed(mill: Path, where: str) -> None:
    def in_titles(book: openpyxl.Workbook) -> None:
        book["Titles"].cell(at(book, "Titles", "Miller"), 5).value = "Grinder"
        book["Titles"].cell(at(book, "Titles", "People"), 5).value = "Neighbours"
        add(book, "The mill", "I grind.", "Neighbours", "M2 Grinder", "Statement", "I nod.")

    def in_rows(book: openpyxl.Workbook) -> None:
        retitle(book, "The mill", 2, "M2 Miller", "M2 Grinder")
        retitle(book, "The mill", 1, "People", "Neighbours")
        add(book, "The mill", "I grind.", "Neighbours", "M2 Grinder", "Statement", "I nod.")

    assert changed(mill, in_titles if where == "titles" else in_rows) == {
        "ladder.yaml": LADDER.replace("people: People", "people: Neighbours"),
        "mill/m2-miller.yaml": (
            LEVELS["mill/m2-miller.yaml"].replace("title: Miller", "title: Grinder")
            + "  people:\n    statements:\n      - I nod.\n"
        ),
    }


def test_an_area_that_levels_name_themselves_is_renamed_and_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    level = "title: Helper\nsections:\n  ours: {title: Ours, statements: [I say.]}\n  mine: {title: Mine, statements: [I keep.]}\n"
    mill = write_ladder({"ladder.yaml": "title: Mill\n", "mill/helper.yaml": level})

    def change(book: openpyxl.Workbook) -> None:
        book["Titles"].cell(at(book, "Titles", "Ours"), 5).value = "All of us"
        book["Mill"].delete_rows(at(book, "Mill", "I keep."))
        add(book, "Mill", "I say.", "Gifts", "Helper", "Statement", "I give.")

    expected = level.replace("title: Ours", "title: All of us").replace(
        "  mine: {title: Mine, statements: [I keep.]}\n", ""
    )
    assert changed(mill, change) == {
        "mill/helper.yaml": f"{expected}  gifts:\n    title: Gifts\n    statements:\n      - I give.\n"
    }


def test_a_level_is_removed_with_all_of_its_rows(mill: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        remove_rows(book, "The mill", "M2 Miller")
        book["Titles"].cell(at(book, "Titles", "Miller"), 5).value = None

    assert changed(mill, change) == {"mill/m2-miller.yaml": ""}


def test_an_area_and_a_track_are_removed_with_all_of_their_rows(mill: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        remove_rows(book, "The mill", "People")
        book.remove(book["The shop"])
        for title in ("People", "The shop", "Clerk"):
            book["Titles"].cell(at(book, "Titles", title), 5).value = None

    found = changed(mill, change)
    assert found == {
        "ladder.yaml": LADDER.replace("  people: People\n", "").replace("  shop: {title: The shop}\n", ""),
        "mill/m1-helper.yaml": LEVELS["mill/m1-helper.yaml"].replace("  people: {statements: [I greet.]}\n", ""),
        "shop/s1-clerk.yaml": "",
    }
    assert not (mill / "shop").exists()


def test_a_level_that_the_ladder_changed_is_removed_only_if_accepted(mill: Path) -> None:
    level = mill / "mill/m2-miller.yaml"
    level.write_text(LEVELS["mill/m2-miller.yaml"].replace("I grind.", "I grind rye."), encoding="utf-8")

    def change(book: openpyxl.Workbook) -> None:
        remove_rows(book, "The mill", "M2 Miller")
        book["Titles"].cell(at(book, "Titles", "Miller"), 5).value = None

    edit_in_place(Path("mill.xlsx"), change)
    done = call("import", "mill.xlsx", "--into", "mill", "--write")
    assert (done.exit_code, level.exists()) == (1, True)
    assert "mill/mill/m2-miller.yaml:2:1: error[conflict]" in done.output
    done = call("import", "mill.xlsx", "--into", "mill", "--write", "--accept")
    assert (done.exit_code, level.exists()) == (0, False)


def test_a_level_that_another_extends_is_not_removed(mill: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        remove_rows(book, "The mill", "M1 Helper")
        book["Titles"].cell(at(book, "Titles", "Helper"), 5).value = None

    assert "mill/mill/m2-miller.yaml:4:10: error[unknown-level]" in refused(mill, change)


def _similar_level(book: openpyxl.Workbook) -> None:
    add(book, "The mill", "I grind.", "Craft", "M2 Milller", "Statement", "I see.")


def _code_in_lower_case(book: openpyxl.Workbook) -> None:
    add(book, "The mill", "I grind.", "Craft", "m2", "Statement", "I see.")


def _declared_code(code: str) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        add(book, "The mill", "I grind.", "Craft", "Master", "Statement", "I see.")
        add(book, "Titles", "", "Level", "Master", "Code", code)

    return change


def _declared_title(book: openpyxl.Workbook) -> None:
    add(book, "The mill", "I grind.", "Craft", "M2 Master", "Statement", "I see.")
    add(book, "Titles", "", "Level", "M2 Master", "Title", "Master")


def _similar_area(book: openpyxl.Workbook) -> None:
    add(book, "The mill", "I grind.", "Crafts", "M2 Miller", "Statement", "I see.")


def _title_left_out(book: openpyxl.Workbook) -> None:
    book["Titles"].cell(at(book, "Titles", "Miller"), 5).value = None


def _area_left_out(book: openpyxl.Workbook) -> None:
    book["Titles"].cell(at(book, "Titles", "People"), 5).value = None


def _track_left_out(book: openpyxl.Workbook) -> None:
    book["Titles"].cell(at(book, "Titles", "The shop"), 5).value = None


def _sheet_left_out(book: openpyxl.Workbook) -> None:
    book.remove(book["The shop"])


def _sheet_renamed(book: openpyxl.Workbook) -> None:
    book["The shop"].title = "The store"


def _notes(book: openpyxl.Workbook) -> None:
    book.create_sheet("Notes").append(("To do",))


def _two_names(book: openpyxl.Workbook) -> None:
    retitle(book, "The mill", 2, "M2 Miller", "M2 Grinder")
    book["Titles"].cell(at(book, "Titles", "Miller"), 5).value = "Master"


def _fact_of_nobody(book: openpyxl.Workbook) -> None:
    add(book, "Facts", "", "The mill", "M9 Nobody", "Scope", "All")


def _no_step(book: openpyxl.Workbook) -> None:
    book["Ratings"].cell(at(book, "Ratings", "Learns"), 5).value = "Lead"


def _second_row(book: openpyxl.Workbook) -> None:
    add(book, "Facts", "", "The mill", "M2 Miller", "Scope", "All")


def _copied_fact(book: openpyxl.Workbook) -> None:
    cells = [cell.value for cell in book["Facts"][2]]
    book["Facts"].append([*cells[:-1], "Sacks and stones"])


def _foreign_id(sheet: str, address: str) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        book[sheet].cell(2, 1).value = address

    return change


def _another_fact(book: openpyxl.Workbook) -> None:
    add(book, "Titles", "", "Fact", "Reach", "Label", "Reach")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_similar_level, "mill.xlsx:4:3: error[bad-cell]: cell C4 of the sheet 'The mill': 'M2 Milller' is not in the list\n   help: did you mean 'M2 Miller'?"),
        (_code_in_lower_case, "cell C4 of the sheet 'The mill': 'm2' is not in the list\n   help: did you mean 'M2 Miller'?"),
        (_code_in_lower_case, "It is renamed in the sheet 'Titles'; a new level needs another code"),
        (_declared_code("m2"), "mill.xlsx:20:5: error[bad-cell]: cell E20 of the sheet 'Titles': the level 'M2 Miller' has the code 'm2' already\n   help: write another code for it into the sheet 'Titles': Level, Master, Code, and its code"),
        (_declared_title, "mill.xlsx:4:3: error[bad-cell]: cell C4 of the sheet 'The mill': the level 'M2 Miller' has the code 'M2' already\n   help: write another code for it into the sheet 'Titles': Level, M2 Master, Code, and its code"),
        (_similar_area, "mill.xlsx:4:2: error[bad-cell]: cell B4 of the sheet 'The mill': 'Crafts' is not in the list\n   help: did you mean 'Craft'?"),
        (_title_left_out, "cell C3 of the sheet 'The mill' belongs to the level 'Miller', which has no title"),
        (_area_left_out, "cell B4 of the sheet 'The mill' belongs to the area 'People', which has no title"),
        (_track_left_out, "cell C2 of the sheet 'The shop' belongs to the track 'The shop', which has no title"),
        (_sheet_left_out, "the sheet 'The shop' is missing"),
        (_sheet_renamed, "the sheet 'The shop' is missing"),
        (_notes, "the sheet 'Notes' is new, and has no column 'Area' in its first row"),
        (_two_names, "cell E15 of the sheet 'Titles' and row 3 of the sheet of its track give two names"),
        (_fact_of_nobody, "cell E5 of the sheet 'Facts': the track 'The mill' has no level 'M9 Nobody'"),
        (_no_step, "cell E2 of the sheet 'Ratings' holds 'Lead', which is no step\n   help: did you mean 'Leads'?"),
        (_second_row, "cell E5 of the sheet 'Facts': this text has a row already: E3 of the sheet 'Facts'"),
        (_copied_fact, "cell E5 of the sheet 'Facts': this text has a row already: E2 of the sheet 'Facts'"),
        (_foreign_id("Facts", '["","brand","logo"]'), "row 2 of the sheet 'Facts' has a damaged id"),
        (_foreign_id("Facts", '["m1-helper","sections","craft","statements",0]'), "row 2 of the sheet 'Facts' has a damaged id"),
        (_foreign_id("Titles", '["m1-helper"]'), "row 2 of the sheet 'Titles' has a damaged id"),
        (_foreign_id("The mill", "[" * 5000), "row 2 of the sheet 'The mill' has a damaged id"),
        (_another_fact, "rows can be added for titles, codes and summaries of levels, areas and tracks, not for 'Fact, Label'"),
    ],
)  # fmt: skip
def test_what_can_mean_two_things_is_told_with_its_cell(mill: Path, change: Change, message: str) -> None:
    assert message in refused(mill, change)


def test_a_row_in_titles_declares_a_name_that_is_like_another(mill: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        _similar_area(book)
        add(book, "Titles", "", "Area", "Crafts", "Title", "Other crafts")

    line = "  craft: {title: Craft, icon: 🌾}\n"
    assert changed(mill, change)["ladder.yaml"] == LADDER.replace(line, f"{line}  crafts: Other crafts\n")
