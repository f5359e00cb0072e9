"""What people see of `import`: lines, exit codes, and a folder that is never half-written."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from ladder_export.cli import main
from ladder_export.core.model import Ladder
from ladder_export.reading import read

GOOD = "# L3: Engineer\n\n> I build.\n\n- **Horizon**: Two cycles.\n\n## 🦉 Craft\n\n- I build things that last.\n"
GARBLED = GOOD.replace("🦉", "🦉".encode().decode("mac_roman"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a level in Markdown."""
    (tmp_path / "old").mkdir()
    (tmp_path / "old/L3-Engineer.md").write_text(GOOD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def everything(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_ladder_comes_in_and_goes_out_again(folder: Path) -> None:
    done = call("import", "old", "--output", "ladder")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == [
        "1 page read as levels: the code L3",
        "  level  title     areas  statements  examples",
        "  L3     Engineer      1           1         0",
        "Imported 1 level on 1 track into ladder: 1 guess to check (marked '# guessed' in the YAML)",
        "Next: ladder-export preview ladder   Or make the files: ladder-export build ladder",
    ]
    assert set(everything(folder / "ladder")) == {"ladder.yaml", "l3-engineer.yaml"}
    assert read(folder / "ladder")[0].title == "Old"
    assert call("build", "-f", "md").exit_code == 0
    assert set(everything(folder / "output")) == {"manifest.json", "sheets/old/l3-engineer.md"}
    text = (folder / "output/sheets/old/l3-engineer.md").read_text(encoding="utf-8")
    assert text.partition("\n---\n\n")[2] == GOOD


def test_markdown_is_made_only_when_it_is_asked_for(folder: Path) -> None:
    call("import", "old", "--output", "ladder")
    assert "l3-engineer.md" not in call("build", "--dry-run").output
    with (folder / "ladder/ladder.yaml").open("a", encoding="utf-8") as stream:
        stream.write("export: {documents: [sheet], formats: [pdf, md]}\n")
    assert "l3-engineer.md" in call("build", "--dry-run").output


OWN = """
title: Bäckerei
organisation: Die Mühle
language: de
edition: "2026.1"
summary: Wie wir wachsen.
source: {attribution: Die Mühle, licence: CC-BY-4.0}
facts: {radius: Radius}
sections: {teig: {title: Teig, icon: 🍞}, menschen: Menschen}
grades: {G4: {rank: 4, title: Senior}}
tracks:
  baecker: {title: Bäcker, family: Brot, kind: ic, summary: Sie backen.}
  mueller: Müller
"""
LEVELS = {
    "baecker/b1": "code: B1\ntitle: Bäcker\nsections: {teig: {statements: [Ich knete.]}}\n",
    "baecker/b2": (
        "code: B2\ntitle: Meister\nextends: b1\ngrade: G4\nsummary: Ich leite.\nfacts: {radius: Die Stube.}\n"
        "sections: {teig: {statements: [Ich plane., {text: Ich lehre., examples: [Brot.]}]}, menschen: {examples: [Ich war da.]}}\n"
    ),
    "mueller/m1": "title: Müller\nrank: 7\nstatus: draft\nsections: {menschen: {intro: Viele., statements: [Ich mahle.]}}\n",
}


def test_a_ladder_in_markdown_comes_back_with_its_tracks_and_own_data(folder: Path) -> None:
    for name, text in {"ladder": OWN, **LEVELS}.items():
        path = folder / "ladder" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert call("build", "-d", "sheet", "-f", "md", "-o", "out").exit_code == 0
    done = call("import", "out/sheets", "-o", "back")
    assert (done.exit_code, done.stdout.splitlines()[-2]) == (0, "Imported 3 levels on 2 tracks into back: no problems")
    before, after = read(folder / "ladder")[0], read(folder / "back")[0]

    def whole(ladder: Ladder) -> object:
        levels = [
            (level.id, level.code, level.title, level.track, level.grade, level.rank, level.status, level.extends)
            for level in ladder.levels
        ]
        own = (ladder.title, ladder.organisation, ladder.language, ladder.edition, ladder.summary, ladder.credit)
        return own, ladder.tracks, levels

    assert whole(after) == whole(before)
    assert call("build", "back", "-d", "sheet", "-f", "md", "-o", "again").exit_code == 0
    sheets = [
        {path: text for path, text in everything(folder / name).items() if path.endswith(".md")}
        for name in ("out", "again")
    ]
    assert sheets[0] == sheets[1]


def test_what_was_repaired_is_said(folder: Path) -> None:
    (folder / "old/L3-Engineer.md").write_text(GARBLED, encoding="utf-8")
    done = call("import", "old", "-o", "ladder")
    assert done.exit_code == 0
    assert done.stderr.startswith("old/L3-Engineer.md:7: repaired '")
    assert done.stderr.endswith("' to '🦉'\n")
    assert ": 1 guess to check (marked '# guessed' in the YAML); 1 repair\nNext: " in done.stdout
    assert "icon: 🦉" in (folder / "ladder/ladder.yaml").read_text(encoding="utf-8")


def test_what_has_no_place_is_told_kept_and_exits_with_1(folder: Path) -> None:
    (folder / "old/notes.md").write_text("# Notes\n\nWe talked.\n", encoding="utf-8")
    (folder / "old/scan.md").write_bytes(b"%PDF-1.7")
    done = call("import", "old", "-o", "ladder")
    assert done.exit_code == 1
    assert "old/notes.md:1:1: warning[unplaced]: 3 lines are not in the ladder: " in done.stderr
    assert "old/scan.md:1:1: error[not-text]: " in done.stderr
    assert ": 1 text not mapped and copied to unplaced.md; 1 file not read; 1 guess" in done.stdout
    assert "# Notes\n\nWe talked.\n" in (folder / "ladder/unplaced.md").read_text(encoding="utf-8")


def test_json_tells_all_of_it_and_nothing_else(folder: Path) -> None:
    (folder / "old/notes.md").write_text("# Notes\n\nWe talked.\n", encoding="utf-8")
    done = call("import", "old", "-o", "ladder", "--json")
    content = json.loads(done.stdout)
    assert done.stderr == ""
    assert content["files"] == ["l3-engineer.yaml", "ladder.yaml", "unplaced.md"]
    assert (content["clean"], content["levels"], content["guesses"]) == (False, 1, 1)
    assert content["unplaced"][0]["text"] == "# Notes\n\nWe talked."


def test_quiet_says_only_what_is_wrong(folder: Path) -> None:
    assert call("import", "old", "-o", "ladder", "-q").output == ""
    (folder / "old/notes.md").write_text("# Notes\n\nWe talked.\n", encoding="utf-8")
    assert call("import", "old", "-o", "new", "-q").output.startswith("old/notes.md:1:1: warning[unplaced]")


def test_nothing_is_overwritten_without_force(folder: Path) -> None:
    assert call("import", "old", "-o", "ladder").exit_code == 0
    (folder / "ladder/l3-engineer.yaml").write_text("title: Mine\n", encoding="utf-8")
    before = everything(folder / "ladder")
    done = call("import", "old", "-o", "ladder")
    assert done.exit_code == 6
    assert "error[file-exists]: ladder/l3-engineer.yaml already exists" in done.stderr
    assert everything(folder / "ladder") == before
    assert call("import", "old", "-o", "ladder", "--force").exit_code == 0
    assert everything(folder / "ladder")["l3-engineer.yaml"].startswith("code: L3\n")


def test_a_rehearsal_shows_the_levels_and_writes_nothing(folder: Path) -> None:
    before = everything(folder)
    done = call("import", "old", "--dry-run")
    assert done.exit_code == 0
    assert "  L3     Engineer      1           1         0" in done.stdout.splitlines()
    assert everything(folder) == before


def test_nothing_guessed_and_nothing_left_is_clean(folder: Path) -> None:
    (folder / "ladder.csv").write_text("Bakery,,\nArea,L1 Junior,L2 Baker\nDough,Mixes,Plans\n", encoding="utf-8")
    done = call("import", "ladder.csv", "-o", "ladder")
    assert (done.exit_code, done.stdout.splitlines()[-2]) == (
        0,
        "Imported 2 levels on 1 track into ladder: no problems",
    )


def test_a_doubtful_structure_is_told_and_exits_with_1(folder: Path) -> None:
    (folder / "page.md").write_text("# Bread\n\n## Dough\n\n- Mixes.\n", encoding="utf-8")
    done = call("import", "page.md", "-o", "ladder")
    assert done.exit_code == 1
    assert "warning[unsure]: please check: page.md is read as one level only because" in done.stderr
    assert "1 warning about the structure" in done.stdout


def test_files_that_hold_no_ladder_are_one_line_each(folder: Path) -> None:
    for name, text in {
        "LICENSE": "MIT License\n\nCopyright (c) 2026 The Bakery\n",
        "README.md": "# Our ladder\n\n- [L3](L3-Engineer.md)\n",
        "CODEOWNERS": "* @bakery\n",
        "Dockerfile": "# Copy\nFROM scratch\n",
        "run": "#!/bin/sh\n# - run\n",
        "logo.png": "x",
    }.items():
        (folder / "old" / name).write_text(text, encoding="utf-8")
    done = call("import", "old", "-o", "ladder")
    assert done.exit_code == 0
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == [
        *("old/CODEOWNERS", "old/Dockerfile", "old/LICENSE", "old/README.md", "old/logo.png", "old/run"),
    ]
    assert "6 files skipped" in done.stdout
    text = (folder / "ladder/ladder.yaml").read_text(encoding="utf-8")
    assert "title: Our ladder\n" in text
    assert "source:\n  licence: MIT\n  attribution: Copyright (c) 2026 The Bakery\n" in text
    assert not (folder / "ladder/unplaced.md").exists()


def test_importing_again_changes_nothing(folder: Path) -> None:
    call("import", "old", "-o", "ladder")
    before = everything(folder / "ladder")
    assert call("import", "old", "-o", "ladder").exit_code == 0
    assert everything(folder / "ladder") == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("old",), 2, "Missing option '-o' / '--output'"),
        (("old", "-o", "ladder", "--columns", "level"), 2, "'level' is not NAME=COLUMN"),
        (("old", "-o", "ladder", "--columns", "rung=Level"), 2, "'rung=Level' is not NAME=COLUMN"),
        (("old", "-o", "ladder", "--mapping", "none.yaml"), 2, "the mapping none.yaml cannot be read"),
        (("-o", "ladder"), 2, "Missing argument 'SOURCE...'"),
        (("older", "-o", "ladder"), 2, "there is no file or folder 'older'"),
        (("old", "-o", "ladder", "--dialect", "html"), 2, "'html' is not one of"),
        (("empty", "-o", "ladder"), 3, "there is no file to import"),
        (("old", "-o", "ladder", "--dialect", "matrix"), 3, "error[no-dialect]"),
        (("old", "-o", "old/L3-Engineer.md"), 6, "cannot be written"),
    ],
)
def test_a_failure_says_why_and_writes_nothing(folder: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    (folder / "empty").mkdir()
    before = everything(folder)
    done = call("import", *arguments)
    assert done.exit_code == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert everything(folder) == before


@pytest.mark.parametrize(
    ("name", "module", "extra"), [("book.xlsx", "python_calamine", "xlsx"), ("text.docx", "mammoth", "docx")]
)
def test_without_the_reader_of_a_format_the_remedy_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str, extra: str
) -> None:
    (folder / "old" / name).write_bytes(b"PK")
    monkeypatch.setitem(sys.modules, module, None)
    done = call("import", "old", "-o", "ladder")
    assert done.exit_code == 5
    assert f"pip install 'ladder-export[{extra}]'" in done.stderr
    assert not (folder / "ladder").exists()


def test_a_damaged_document_is_told_and_stops_nothing_else(folder: Path) -> None:
    (folder / "old/text.docx").write_bytes(b"PK no")
    done = call("import", "old", "-o", "ladder")
    assert done.exit_code == 1
    assert "old/text.docx:1:1: error[not-a-document]" in done.stderr
    assert "1 file not read" in done.stdout


def workbook_with_a_far_cell() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Levels")
        sheet.write_row(0, 0, ("Area", "L1: Engineer"))
        sheet.write_row(1, 0, ("Craft", "I build."))
        sheet.write(1_048_575, 16_383, "x")
    return stream.getvalue()


def test_a_workbook_that_no_memory_can_hold_is_a_problem_and_the_others_come_in(tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    (tmp_path / "from/far.xlsx").write_bytes(workbook_with_a_far_cell())
    (tmp_path / "from/l1.md").write_text("# L1: Engineer\n\n## Craft\n\n- I build.\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["import", str(tmp_path / "from"), "-o", str(tmp_path / "to")])
    assert (done.exit_code, "Traceback" in done.output, "panicked" in done.output) == (1, False, False), done.output
    assert "far.xlsx:1:1: error[not-a-workbook]" in done.output
    assert (tmp_path / "to/ladder.yaml").exists()


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04garbage", b"\xd0\xcf\x11\xe0" + b"x" * 600], ids=["empty", "zip", "old"]
)
def test_what_is_no_workbook_says_so(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "from.xlsx").write_bytes(data)
    done = CliRunner().invoke(main, ["import", str(tmp_path / "from.xlsx"), "-o", str(tmp_path / "to")])
    assert (done.exit_code, "Traceback" in done.output) == (3, False), done.output
    assert "error[not-a-workbook]" in done.output
