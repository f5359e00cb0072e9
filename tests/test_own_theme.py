"""What is wrong with a theme of one's own is told at its place, and never taken for a fault of the program."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import ROOT
from ladder_export.cli import main
from ladder_export.core.radar import RadarAxis
from ladder_export.theme import open_theme
from ladder_export.writers.html.jinja import render_template

LEVELS = """\
title: Engineering ladder
levels:
  - {code: L1, title: Engineer, sections: {craft: {title: Craft, statements: [I build.]}}}
  - {code: L2, title: Senior, sections: {craft: {title: Craft, statements: [I build well.]}}}
"""


@pytest.fixture
def brand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A full copy of a theme, with the one it extends inside, beside a ladder."""
    (tmp_path / "one.yaml").write_text(LEVELS, encoding="utf-8")
    shutil.copytree(ROOT / "templates/slate", tmp_path / "brand")
    shutil.copytree(ROOT / "templates/base", tmp_path / "brand/base")
    monkeypatch.chdir(tmp_path)
    return Path("brand")


def remove(brand: Path, file: str) -> None:
    """Take a file away from a theme and from the one it extends."""
    for folder in (brand, brand / "base"):
        (folder / file).unlink(missing_ok=True)


def build(*editions: str) -> Result:
    asked = [part for edition in editions for part in ("-d", edition)]
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
    remove(brand, file)
    done = build(edition)
    assert done.exit_code == 4, done.output
    assert f"brand/theme.toml:1:1: error[theme-file-missing]: the theme in brand lacks {file}" in done.stderr
    assert f"or copy {file}: ladder-export theme copy slate FOLDER --full" in done.stderr


def test_a_theme_older_than_an_edition_serves_all_others(brand: Path) -> None:
    for file in ("promotion.html.j2", "site.html.j2", "site.css"):
        remove(brand, file)
    done = build("sheet", "scorecard", "deck")
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ("{{ document.title + 1 }}", "TypeError: can only concatenate str"),
        ("{{ 1 / 0 }}", "ZeroDivisionError: division by zero"),
        ('{{ "%d" % "x" }}', "TypeError: %d format"),
        ('{{ [1, "a"] | sort }}', "TypeError: '<' not supported"),
        ("{{ document.title | inline }}", "AttributeError: 'str' object"),
        ("{% for i in range(10**9) %}x{% endfor %}", "OverflowError: Range too big"),
        ('{% include "sheet.html.j2" %}', "RecursionError: maximum recursion depth"),
        ("{{ 'x' * 10**9 }}", "OverflowError: '*' makes more than 10,000,000"),
        ("{{ 10**9 * 'x' }}", "OverflowError: '*' makes more than 10,000,000"),
        ("{{ 10**(10**9) }}", "OverflowError: '**' makes more than 10,000,000"),
    ],
)
def test_a_mistake_in_a_template_is_told_at_its_line(brand: Path, mistake: str, said: str) -> None:
    sheet = brand / "base/sheet.html.j2"
    lines = sheet.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line == "{% block main %}")
    sheet.write_text("\n".join([*lines[: at + 1], mistake, *lines[at + 1 :]]), encoding="utf-8")
    done = build("sheet")
    assert done.exit_code == 4, done.output
    assert f"brand/base/sheet.html.j2:{at + 2}:1: error[template-fault]: the template fails: {said}" in done.stderr
    assert "fault of ladder-export" not in done.stderr


@pytest.mark.parametrize("place", ["spread-", "end-", "{{ fragment.anchor }}"])
def test_a_template_that_does_not_say_where_its_text_stands_is_told(brand: Path, place: str) -> None:
    sheet = brand / "base/sheet.html.j2"
    text = sheet.read_text(encoding="utf-8")
    assert f'data-place="{place}' in text
    sheet.write_text(text.replace(f'data-place="{place}', f'class="{place}'), encoding="utf-8")
    done = build("sheet")
    assert done.exit_code == 4, done.output
    assert (
        "brand/base/sheet.html.j2:1:1: error[template-fault]: the template has no element with data-place='"
        in done.stderr
    )
    assert "ladder-export theme copy slate FOLDER" in done.stderr


def test_a_mistake_in_a_macro_is_told_where_the_macro_is(brand: Path) -> None:
    macros = (brand / "base/pieces.html.j2").read_text(encoding="utf-8")
    (brand / "base/pieces.html.j2").write_text(
        f"{macros}\n{{% macro wrong() %}}\n{{{{ 1 / 0 }}}}{{% endmacro %}}", "utf-8"
    )
    sheet = (brand / "base/sheet.html.j2").read_text(encoding="utf-8")
    (brand / "base/sheet.html.j2").write_text(
        f'{{% from "pieces.html.j2" import wrong %}}{{{{ wrong() }}}}{sheet}', "utf-8"
    )
    done = build("sheet")
    assert done.exit_code == 4, done.output
    assert f"brand/base/pieces.html.j2:{len(macros.splitlines()) + 3}:1: error[template-fault]" in done.stderr


def test_what_fails_in_our_own_values_is_no_fault_of_the_template() -> None:
    theme = replace(open_theme("slate"), files={"sheet.html.j2": "{{ axis.share }}"}, digest="one line")
    with pytest.raises(ZeroDivisionError):
        render_template(theme, "sheet.html.j2", {"axis": RadarAxis("Craft", "Adept", 1, 0)})


@pytest.mark.parametrize(
    ("file", "mistake", "said"),
    [
        (
            "base/page.html.j2",
            '<img src="/etc/passwd" alt="x">',
            "Failed to load image at 'etc/passwd': URLFetchingError: the theme's folder has no picture `etc/passwd`",
        ),
        ("base/page.html.j2", '<a href="#nowhere">x</a>', "No anchor #nowhere"),
        ("print.css", "main { background: url(file:///etc/passwd) }", "Failed to load image at 'file:///etc/passwd'"),
        ("print.css", "main { colour: red }", "Ignored `colour: red "),
    ],
)
def test_what_the_engine_says_of_a_theme_is_placed_in_the_theme(
    brand: Path, file: str, mistake: str, said: str
) -> None:
    lines = (brand / file).read_text(encoding="utf-8").replace("</body>", f"\n{mistake}\n</body>").splitlines()
    lines += [] if mistake in lines else [mistake]
    (brand / file).write_text("\n".join(lines), encoding="utf-8")
    done = build("sheet")
    assert done.exit_code == 0, done.output
    place = f"brand/{file}:{lines.index(mistake) + 1}:1"
    assert done.stderr.count(f"{place}: warning[engine]: WeasyPrint: {said}") == 1
    assert "one.yaml" not in done.stderr


def test_a_character_without_a_glyph_is_placed_in_the_ladder(brand: Path) -> None:
    assert brand.is_dir()
    Path("one.yaml").write_text(LEVELS.replace("build well", "\u10a0 well"), encoding="utf-8")
    assert "one.yaml:4:77: error[missing-glyph]" in build("sheet").stderr
