"""The chapter of a handbook that says what changed since an earlier edition."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from conftest import ROOT
from ladder_export.cli import main
from ladder_export.core.alignment import EditionChanges
from ladder_export.core.document import BeforeAfter, Document, Prose
from ladder_export.core.model import Ladder
from ladder_export.core.text import plain_text
from ladder_export.core.ui_strings import LANGUAGES, ui_strings
from ladder_export.diff.ladders import diff_ladders
from ladder_export.documents.handbook import handbook
from ladder_export.theme import RenderSettings, open_theme
from ladder_export.writers import pdf
from ladders import ladder, level, section
from writers.pdfs import failures

BEFORE = ladder(
    level(
        "L1", "Engineer", section("Craft", "I build things that last.", "I ask early."), section("People", "I listen.")
    ),
    level("L2", "Senior Engineer", section("Craft", "I lead the work of two others.", examples=("I led a move.",))),
    level("L3", "Principal Engineer", section("Craft", "I decide.")),
)
AFTER = ladder(
    level(
        "L1",
        "Engineer",
        section("Craft", "I build things that others keep.", "I listen."),
        section("Teaching", "I show."),
    ),
    level("L2", "Lead Engineer", section("Craft", "I lead the work of two others.", "I led a move.")),
    level("L4", "Fellow", section("Craft", "I look ahead.")),
)


def chapter(before: Ladder, after: Ladder, language: str = "en") -> Document:
    since = EditionChanges("2025", diff_ladders(before, after))
    asked = replace(after, since=since, language=language, words=ui_strings(language))
    (book,) = (spec.make_document() for spec in handbook(asked))
    return book.chapters[0]


def rows(found: Document) -> dict[str, list[tuple[str, str, str]]]:
    tables = {one.title: one.pieces[0] for one in found.sections}
    assert all(isinstance(table, BeforeAfter) for table in tables.values())
    return {
        title: [(place, old.plain, new.plain) for place, old, new in table.rows]
        for title, table in tables.items()
        if isinstance(table, BeforeAfter)
    }


def test_it_has_each_change_once_level_by_level() -> None:
    assert rows(chapter(BEFORE, AFTER)) == {
        "All levels": [("Levels", "L3 Principal Engineer", "–"), ("Levels", "–", "L4 Fellow")],
        "L1 Engineer": [
            ("Area", "People", "–"),
            ("Area", "–", "Teaching"),
            ("People → Craft", "I listen.", "I listen."),
            ("Craft", "I build things that last.", "I build things that others keep."),
            ("Craft", "I ask early.", "–"),
            ("Teaching", "–", "I show."),
        ],
        "L2 Lead Engineer": [
            ("Title", "Senior Engineer", "Lead Engineer"),
            ("Craft › Examples → Craft", "I led a move.", "I led a move."),
        ],
    }


def test_marks_are_on_the_words_that_differ_and_not_by_colour_alone() -> None:
    table = chapter(BEFORE, AFTER).sections[1].pieces[0]
    assert isinstance(table, BeforeAfter)
    _, old, new = table.rows[3]
    assert [(run.text, run.changed) for run in old.runs if run.changed] == [("last", "removed")]
    assert [(run.text, run.changed, run.strong) for run in new.runs if run.changed] == [("others keep", "added", True)]


def test_an_order_and_what_a_handbook_does_not_print_are_no_changes() -> None:
    one, *others = BEFORE.levels
    turned = replace(one.sections[0], own=replace(one.sections[0].own, body=one.sections[0].own.body[::-1]))
    other = replace(BEFORE, edition="2", levels=(replace(one, rank=9.0, sections=(turned, *one.sections[1:])), *others))
    assert diff_ladders(BEFORE, other)
    assert [str(one.pieces[0]) for one in chapter(BEFORE, other).sections] == [
        str(Prose((plain_text("Nothing that a handbook shows has changed."),)))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_language_of_its_ladder(language: str) -> None:
    found, words = chapter(BEFORE, AFTER, language), ui_strings(language)
    assert found.title == words.changes
    assert (language == "en") == (found.title == ui_strings("en").changes)
    assert words.examples in str(rows(found))
    assert "2025" in str(found.header_pieces[0])


def test_a_book_with_it_keeps_both_standards() -> None:
    asked = replace(AFTER, since=EditionChanges("2025", diff_ladders(BEFORE, AFTER)))
    (book,) = (spec.make_document() for spec in handbook(asked))
    made = pdf.render(book, RenderSettings(open_theme("slate")))
    assert made.problems == ()
    assert failures(made.data) == []


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a ladder of which `v1` had other words."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "ladder", "ladder")
    file = Path("ladder/cloud-security/l3-senior-cloud-security-engineer.yaml")
    now = file.read_text(encoding="utf-8")
    file.write_text(now.replace("advanced in my", "strong in my"), encoding="utf-8")
    for command in ("init -q", "add -A", "-c user.name=a -c user.email=a@b commit -qm one", "tag v1"):
        subprocess.run(["git", *command.split()], check=True, capture_output=True)  # noqa: S607  # as people call it
    file.write_text(now, encoding="utf-8")
    shutil.copytree("ladder", "same")
    return tmp_path


def build(*arguments: str, code: int = 0) -> Result:
    done = CliRunner().invoke(main, ["build", "-j1", "-d", "handbook", *arguments])
    assert done.exit_code == code, done.output
    return done


def pages() -> str:
    with pypdfium2.PdfDocument("output/handbook.pdf") as book:
        return "\n".join(page.get_textpage().get_text_bounded() for page in book)


def test_a_revision_or_a_folder_is_compared_with(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del folder
    build("-f", "html")
    assert "What changed" not in Path("output/handbook.html").read_text(encoding="utf-8")
    build("--since", "v1")
    assert "What changed in this edition" in pages()
    assert "Since v1, level by level" in pages()
    assert pages().count("I am strong in my team’s domain.") == 1
    html = Path("output/handbook.html").read_text(encoding="utf-8")
    assert "<del>strong</del>" in html
    assert json.loads(build("--since", "v1", "--json").stdout)["made"] == []
    assert "first build" not in build("--since", "same", "--dry-run", "--explain").stdout
    build("--since", "same", "-f", "html")
    assert "Nothing that a handbook shows has changed." in Path("output/handbook.html").read_text(encoding="utf-8")
    monkeypatch.setenv("LADDER_EXPORT_SINCE", "v1")  # as CI sets it
    build("-f", "html")
    assert Path("output/handbook.html").read_text(encoding="utf-8") == html


def test_what_is_no_earlier_edition_is_told_and_nothing_is_made(folder: Path) -> None:
    del folder
    assert "'v9' is not a path" in build("--since", "v9", code=2).output
    assert not Path("output").exists()


def test_an_earlier_edition_with_errors_is_told_with_its_place(folder: Path) -> None:
    (folder / "same/ladder.yaml").write_text("titel: Ladder\n", encoding="utf-8")
    assert "same/ladder.yaml:1:1" in build("--since", "same", code=3).output


def test_an_earlier_edition_is_read_in_the_language_of_the_book(folder: Path) -> None:
    locale = folder / "ladder/locales/de.yaml"
    locale.parent.mkdir()
    locale.write_text("title: Karriereleiter\nfacts: {evaluation: Beurteilung}\n", encoding="utf-8")
    shutil.copytree("ladder", "earlier")
    Path("earlier/locales/de.yaml").write_text("title: Leiter\nfacts: {evaluation: Urteil}\n", encoding="utf-8")
    build("--since", "earlier", "--locale", "de", "-f", "html")
    shown = Path("output/de/handbook.html").read_text(encoding="utf-8")
    assert "Was sich in dieser Ausgabe geändert hat" in shown
    assert "<del>Leiter</del>" in shown
