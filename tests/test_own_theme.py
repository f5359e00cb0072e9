"""What is wrong with a theme of one's own is told at its place, and never taken for a fault of the program."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import ROOT
from ladder_export.cli import main

LEVELS = """\
title: Engineering ladder
levels:
  - {title: Engineer, sections: {craft: {title: Craft, statements: [I build.]}}}
  - {title: Senior, sections: {craft: {title: Craft, statements: [I build well.]}}}
"""


@pytest.fixture
def brand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a theme, beside a ladder."""
    (tmp_path / "one.yaml").write_text(LEVELS, encoding="utf-8")
    shutil.copytree(ROOT / "templates/slate", tmp_path / "brand")
    monkeypatch.chdir(tmp_path)
    return Path("brand")


def build(*editions: str) -> Result:
    asked = [part for edition in editions for part in ("-e", edition)]
    return CliRunner().invoke(main, ["build", "one.yaml", "--theme", "./brand", "-j1", "-q", *asked])


@pytest.mark.parametrize(
    ("file", "edition"),
    [
        ("print.css", "sheet"),
        ("sheet.html.j2", "sheet"),
        ("pieces.html.j2", "scorecard"),
        ("scorecard.html.j2", "scorecard"),
        ("promotion.html.j2", "promotion"),
        ("site.html.j2", "site"),
        ("site.css", "site"),
    ],
)
def test_a_file_that_a_theme_lacks_is_named_with_what_to_do(brand: Path, file: str, edition: str) -> None:
    (brand / file).unlink()
    done = build(edition)
    assert done.exit_code == 4, done.output
    assert f"brand/theme.toml:1:1: error[theme-file-missing]: the theme in brand lacks {file}" in done.stderr
    assert f"take {file} from a copy of a theme that has it: ladder-export theme copy slate FOLDER" in done.stderr


def test_a_theme_older_than_an_edition_serves_all_others(brand: Path) -> None:
    for file in ("promotion.html.j2", "site.html.j2", "site.css"):
        (brand / file).unlink()
    done = build("sheet", "scorecard", "deck")
    assert done.exit_code == 0, done.output
