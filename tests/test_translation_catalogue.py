"""Translators' catalogues: written from a ladder, filled in, read back; a changed original is fuzzy, and no word is lost."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from click.testing import CliRunner, Result

from ladder_export.cli import main
from ladder_export.reading import read

ROOT = Path(__file__).parent.parent
SHARED = """
title: Bakery
levels:
  - id: baker
    code: B1
    title: Baker
    summary: [I bake., I sell.]
    sections:
      oven: {title: Oven, statements: [I heat it., {text: I watch it., children: [all day]}, I clean it.]}
"""


@pytest.fixture
def ladder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ladder").mkdir()
    (tmp_path / "ladder/ladder.yaml").write_text(SHARED, encoding="utf-8")
    return tmp_path / "ladder"


def translate(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["translate", "ladder", "de", *arguments])


def catalogue(path: Path) -> Catalog:
    return read_po(io.BytesIO(path.read_bytes()), abort_invalid=True)


def fill(path: Path) -> None:
    """Translate every text as a translator's program does: what was fuzzy is fuzzy no longer."""
    found = catalogue(path)
    for message in found:
        if message.id:
            message.string = f"{message.id} (deutsch)"
            message.flags.discard("fuzzy")
            message.previous_id = []
    data = io.BytesIO()
    write_po(data, found, width=60)  # with a header and line breaks of its own
    path.write_bytes(data.getvalue())


def test_a_catalogue_goes_out_and_comes_back(ladder: Path) -> None:
    first = translate("-o", "de.po")
    assert first.exit_code == 0, first.output
    assert "9 texts to translate" in first.output
    assert [message.auto_comments for message in catalogue(Path("de.po")) if message.id == "I heat it."] == [
        ["B1 Baker"]
    ]
    assert not (ladder / "locales").exists()

    fill(Path("de.po"))
    done = translate("--from", "de.po")
    assert done.exit_code == 0, done.output
    assert "everything is translated" in done.output
    german, problems = read(ladder, "de")
    assert problems == ()
    level = german.levels[0]
    assert [text.plain for text in level.summary] == ["I bake. (deutsch)", "I sell. (deutsch)"]
    assert [one.text.plain for one in level.sections[0].own.all_statements] == [
        *("I heat it. (deutsch)", "I watch it. (deutsch)", "all day (deutsch)", "I clean it. (deutsch)")
    ]
    before = (ladder / "locales/de.yaml").read_bytes()
    assert translate("--from", "de.po").exit_code == 0
    assert (ladder / "locales/de.yaml").read_bytes() == before


def test_an_empty_line_in_a_translation_is_a_paragraph_where_there_may_be_several(ladder: Path) -> None:
    (ladder / "ladder.yaml").write_text(SHARED.replace("[I bake., I sell.]", "I bake."), encoding="utf-8")
    translate("-o", "de.po")
    found = catalogue(Path("de.po"))
    for message in found:
        if message.id:
            message.string = f"{message.id}\n\nUnd noch etwas."
    data = io.BytesIO()
    write_po(data, found)
    Path("de.po").write_bytes(data.getvalue())
    assert translate("--from", "de.po").exit_code == 0
    told, problems = read(ladder, locale="de")
    assert [problem for problem in problems if problem.is_error] == []
    (level,) = told.levels
    assert [paragraph.plain for paragraph in level.summary] == ["I bake.", "Und noch etwas."]
    statement = level.sections[0].statements[0]
    assert statement.text.plain.split("\n") == ["I heat it.", "Und noch etwas."]


def test_a_changed_original_is_fuzzy_and_falls_back(ladder: Path) -> None:
    translate("-o", "de.po")
    fill(Path("de.po"))
    translate("--from", "de.po")
    (ladder / "ladder.yaml").write_text(SHARED.replace("I heat it.", "I heat it slowly."), encoding="utf-8")
    translate("-o", "de.po")
    (changed,) = [message for message in catalogue(Path("de.po")) if message.fuzzy and message.id]
    assert (changed.id, changed.string) == ("I heat it slowly.", "I heat it. (deutsch)")
    assert '#| msgid "I heat it."\n' in Path("de.po").read_text(encoding="utf-8")
    translate("--from", "de.po")
    assert read(ladder, "de")[0].levels[0].sections[0].own.statements[0].text.plain == "I heat it slowly."

    fill(Path("de.po"))
    assert "everything is translated" in translate("--from", "de.po").output
    german, problems = read(ladder, "de")
    assert problems == ()
    assert german.levels[0].sections[0].own.statements[0].text.plain == "I heat it slowly. (deutsch)"


def test_a_text_whose_place_is_gone_is_kept(ladder: Path) -> None:
    translate("-o", "de.po")
    fill(Path("de.po"))
    (ladder / "ladder.yaml").write_text(SHARED.replace(", I clean it.", ""), encoding="utf-8")
    assert "1 stale translation" in translate("--from", "de.po").output
    assert "I clean it. (deutsch)" in (ladder / "locales/de.yaml").read_text(encoding="utf-8")
    before = (ladder / "locales/de.yaml").read_bytes()
    translate("--from", "de.po")
    assert (ladder / "locales/de.yaml").read_bytes() == before


def test_our_own_ladder_goes_there_and_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "ladder", "ladder")
    translate("-o", "de.po")
    again = Path("de.po").read_bytes()
    translate("-o", "de.po")
    assert Path("de.po").read_bytes() == again
    fill(Path("de.po"))
    assert "everything is translated" in translate("--from", "de.po").output
    assert [problem for problem in read(Path("ladder"), "de")[1] if "translat" in problem.code] == []


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'msgid "x"\nhello\n', "de.po:2:1: error[bad-catalogue]: this line is not valid in a gettext catalogue"),
        (b'msgid "x"\n# \xff\nmsgstr "y"\n', "de.po:2:1: error[bad-catalogue]: this is not UTF-8 text"),
        (None, "de.po:1:1: error[bad-catalogue]: it cannot be read: No such file or directory"),
    ],
)
def test_what_is_no_catalogue_is_told_with_its_line(ladder: Path, data: bytes | None, told: str) -> None:
    if data is not None:
        Path("de.po").write_bytes(data)
    done = translate("--from", "de.po")
    assert done.exit_code == 3
    assert told in done.output
    assert not (ladder / "locales").exists()
