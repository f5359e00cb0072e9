"""Translators' XLIFF files: written from a ladder, filled in, read back; a changed original is to be reviewed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from ladder_export.cli import main
from ladder_export.reading import read
from test_translation_catalogue import ROOT, SHARED

X = "{urn:oasis:names:tc:xliff:document:1.2}"
HEAD = '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">'
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


@pytest.fixture
def ladder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ladder").mkdir()
    (tmp_path / "ladder/ladder.yaml").write_text(SHARED, encoding="utf-8")
    return tmp_path / "ladder"


def translate(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["translate", "ladder", "de", *arguments])


def units(path: Path) -> list[etree._Element]:
    return list(etree.parse(path).iter(f"{X}trans-unit"))


def fill(path: Path, state: str = "translated") -> None:
    """Translate every text as a translator's program does, which writes the file anew and marks up parts of texts."""
    root = etree.parse(path).getroot()
    for unit in root.iter(f"{X}trans-unit"):
        source, target = unit.find(f"{X}source"), unit.find(f"{X}target")
        if target is None:
            target = etree.Element(f"{X}target")
            source.addnext(target)
        target.text, target.attrib["state"] = f"{source.text} (", state
        etree.SubElement(target, f"{X}mrk", mtype="x-part").text = "deutsch"
        target[0].tail = ")"
        for former in unit.findall(f"{X}alt-trans"):
            unit.remove(former)
    path.write_bytes(etree.tostring(root, encoding="utf-16", xml_declaration=True))


def test_a_file_goes_out_and_comes_back(ladder: Path) -> None:
    first = translate("-o", "de.xlf")
    assert first.exit_code == 0, first.output
    assert "9 texts to translate" in first.output
    (file,) = etree.parse("de.xlf").iter(f"{X}file")
    assert (file.get("source-language"), file.get("target-language")) == ("en", "de")
    (unit,) = (unit for unit in units(Path("de.xlf")) if unit.findtext(f"{X}source") == "I heat it.")
    assert unit.findtext(f"{X}note") == "B1 Baker"
    assert unit.get("resname") == "levels/baker/sections/oven/statements"
    assert len({unit.get("id") for unit in units(Path("de.xlf"))}) == 9
    fill(Path("de.xlf"))
    done = translate("--from", "de.xlf")
    assert done.exit_code == 0, done.output
    assert "everything is translated" in done.output
    german, problems = read(ladder, "de")
    assert problems == ()
    assert [text.plain for text in german.levels[0].summary] == ["I bake. (deutsch)", "I sell. (deutsch)"]
    before = (ladder / "locales/de.yaml").read_bytes()
    assert translate("--from", "de.xlf").exit_code == 0
    assert (ladder / "locales/de.yaml").read_bytes() == before


def test_a_changed_original_is_to_be_reviewed_and_falls_back(ladder: Path) -> None:
    translate("-o", "de.xlf")
    fill(Path("de.xlf"))
    translate("--from", "de.xlf")
    (ladder / "ladder.yaml").write_text(SHARED.replace("I heat it.", "I heat it slowly."), encoding="utf-8")
    translate("-o", "de.xlf")
    (changed,) = (unit for unit in units(Path("de.xlf")) if unit.find(f"{X}target").get("state") != "translated")
    assert changed.findtext(f"{X}source") == "I heat it slowly."
    assert (changed.find(f"{X}target").get("state"), changed.findtext(f"{X}target")) == (
        "needs-review-translation",
        "I heat it. (deutsch)",
    )
    assert changed.findtext(f"{X}alt-trans/{X}source") == "I heat it."
    translate("--from", "de.xlf")
    assert read(ladder, "de")[0].levels[0].sections[0].own.statements[0].text.plain == "I heat it slowly."
    fill(Path("de.xlf"))
    assert "everything is translated" in translate("--from", "de.xlf").output
    german, problems = read(ladder, "de")
    assert problems == ()
    assert german.levels[0].sections[0].own.statements[0].text.plain == "I heat it slowly. (deutsch)"


@pytest.mark.parametrize("state", ["new", "needs-translation", "needs-review-l10n"])
def test_unfinished_texts_change_nothing(ladder: Path, state: str) -> None:
    translate("-o", "de.xliff")
    fill(Path("de.xliff"), state)
    assert "9 texts to translate" in translate("--from", "de.xliff").output
    assert "deutsch" not in (ladder / "locales/de.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("source", ["ours", "imported"])
def test_whole_ladders_go_there_and_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    monkeypatch.chdir(tmp_path)
    if source == "ours":
        shutil.copytree(ROOT / "ladder", "ladder")
    else:
        pages = ROOT / "tests/reading/dialects/levels/source"
        assert CliRunner().invoke(main, ["import", str(pages), "-o", "ladder"]).exit_code in (0, 1)
    translate("-o", "de.xlf")
    again = Path("de.xlf").read_bytes()
    translate("-o", "de.xlf")
    assert Path("de.xlf").read_bytes() == again
    fill(Path("de.xlf"))
    assert "everything is translated" in translate("--from", "de.xlf").output
    assert [problem for problem in read(Path("ladder"), "de")[1] if "translat" in problem.code] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<xliff>\n<a></b>", "de.xlf:2:1: error[bad-catalogue]: this line is not valid XML"),
        ("", "error[bad-catalogue]: this line is not valid XML"),
        ("<tmx/>", "error[bad-catalogue]: this is not XLIFF 1.2"),
        (f"{ENTITIES}{HEAD}&b;&c;</xliff>", "error[bad-catalogue]: it has a document type"),
        (None, "error[bad-catalogue]: it cannot be read: No such file or directory"),
    ],
)
def test_what_is_no_xliff_is_told(ladder: Path, text: str | None, told: str) -> None:
    if text is not None:
        Path("de.xlf").write_text(text, encoding="utf-8")
    done = translate("--from", "de.xlf")
    assert done.exit_code == 3
    assert told in done.output
    assert "aaaa" not in done.output
    assert not (ladder / "locales").exists()
