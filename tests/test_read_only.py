"""What stands in the way of a file of the ladder is told before anything is written, by a dry run as well."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result

from test_workbook_structure import call, mill
from workbooks import Sheets, edit

__all__ = ["mill"]

OLD, NEW = Path("mill/mill/m1-helper.yaml"), Path("mill/mill/m3-master.yaml")
PAGE = "# L1: Helper\n\n## Craft\n\n- I carry.\n"
READ_ONLY = "is read-only, so nothing was written\n   help: if it may be changed, allow that: chmod u+w"


@pytest.fixture
def edited(mill: Path) -> Iterator[Path]:
    """The mill with a workbook that changes a level and adds one; whatever a test forbids is allowed again."""

    def change(sheets: Sheets) -> None:
        rows = sheets["The mill"]
        rows[1][-1] += " More."
        rows.append(["", "Craft", "M3 Master", "Statement", "I own it."])

    edit(Path("mill.xlsx"), change)
    yield mill
    for path in (mill, *mill.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def both(mill: Path) -> Result:
    """Import the workbook dry, then with --write: both must say the same, and change nothing."""
    before = contents(mill)
    dry = call("import", "mill.xlsx", "--into", "mill")
    done = call("import", "mill.xlsx", "--into", "mill", "--write")
    assert (dry.exit_code, dry.output) == (done.exit_code, done.output)
    assert contents(mill) == before
    assert "--output" not in done.output, "this command has no such option"
    return done


@pytest.mark.parametrize("path", [OLD, OLD.parent], ids=["a file", "its folder"])
def test_what_was_made_read_only_is_told_and_nothing_written_also_by_root(edited: Path, path: Path) -> None:
    path.chmod(path.stat().st_mode & ~0o222)
    done = both(edited)
    assert (done.exit_code, f"error[read-only]: {path} {READ_ONLY}" in done.output) == (6, True), done.output


def test_a_level_that_is_read_only_is_not_removed(edited: Path) -> None:
    def change(sheets: Sheets) -> None:
        sheets["The mill"] = [row for row in sheets["The mill"] if row[2] != "M2 Miller"]
        next(row for row in sheets["Titles"] if row[-1] == "Miller")[-1] = ""

    edit(Path("mill.xlsx"), change)
    Path("mill/mill/m2-miller.yaml").chmod(0o444)
    assert f"error[read-only]: mill/mill/m2-miller.yaml {READ_ONLY}" in both(edited).output


@pytest.mark.usefixtures("edited")
def test_a_read_only_file_that_does_not_change_is_nobodys_problem() -> None:
    Path("mill/ladder.yaml").chmod(0o444)
    assert call("import", "mill.xlsx", "--into", "mill", "--write").exit_code == 0
    assert Path("mill/ladder.yaml").stat().st_mode & 0o777 == 0o444


def _folder() -> None:
    NEW.mkdir()


def _link() -> None:
    NEW.symlink_to(OLD.resolve())


def _staging() -> None:
    Path("mill/.ladder-export").mkdir()
    Path("mill/.ladder-export/mine.txt").write_text("mine", encoding="utf-8")


@pytest.mark.parametrize("obstacle", [_folder, _link, _staging])
def test_a_dry_run_says_what_is_in_the_way_as_writing_does(edited: Path, obstacle: object) -> None:
    assert callable(obstacle)
    obstacle()
    done = both(edited)
    assert done.exit_code in (3, 6), done.output
    assert done.output.startswith(("error[", "mill/")), "the problem alone"


@pytest.mark.usefixtures("mill")
def test_other_commands_replace_no_read_only_file() -> None:
    Path("old.md").write_text(PAGE, encoding="utf-8")
    for words, file in (
        (("workbook", "mill", "-o", "mill.xlsx", "--force"), Path("mill.xlsx")),
        (("translate", "mill", "de"), Path("mill/locales/de.yaml")),
        (("schema", "-o", "schemas"), Path("schemas/ladder.schema.json")),
        (("import", "old.md", "-o", "new", "--force"), Path("new/ladder.yaml")),
    ):
        assert call(*words).exit_code in (0, 1)
        file.write_text("# mine\n", encoding="utf-8")
        file.chmod(0o444)
        done = call(*words)
        assert (done.exit_code, READ_ONLY in done.output) == (6, True), done.output
        assert file.read_text(encoding="utf-8") == "# mine\n"


@pytest.mark.usefixtures("mill")
def test_dry_runs_of_build_and_import_say_what_is_in_the_way() -> None:
    Path("old.md").write_text(PAGE, encoding="utf-8")
    assert call("import", "old.md", "-o", "new", "--dry-run").exit_code == 0
    assert not Path("new").exists()
    Path("new/ladder.yaml").mkdir(parents=True)
    Path("output/sheets").mkdir(parents=True)
    Path("output/sheets/m1-helper.pdf").write_text("mine", encoding="utf-8")
    for words in (("import", "old.md", "-o", "new"), ("build", "mill", "-d", "sheet", "-f", "pdf", "-j1")):
        dry, done = call(*words, "--dry-run"), call(*words)
        assert (dry.exit_code, dry.output.partition("\n")[0]) == (6, done.output.partition("\n")[0])
        assert done.exit_code == 6
    assert call("build", "mill", "-o", "mill.xlsx", "--dry-run").exit_code == 6, "a file is no folder"
    shutil.rmtree("output")
    assert call("build", "mill", "--dry-run").exit_code == 0
    assert not Path("output").exists()
