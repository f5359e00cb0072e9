"""The command `theme`: what is listed, what is copied, what is said of a company's own template."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pptx import Presentation

from conftest import ROOT
from ladder_export.cli import main
from ladder_export.files.resources import theme_names
from ladder_export.theme import open_theme
from writers import templates


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)  # the PDF writer hides the system's fonts from its own process


def test_every_theme_is_listed_with_what_it_is() -> None:
    lines = call("theme", "list").output.splitlines()
    assert [line.split()[0] for line in lines] == list(theme_names())
    assert lines[1].endswith(open_theme("slate").info.description)
    listed = json.loads(call("theme", "list", "--json").output)["themes"]
    assert [one["title"] for one in listed] == ["Folio", "Slate"]


def test_a_copy_is_a_theme_of_its_own() -> None:
    done = call("theme", "copy", "slate", "brand")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[-1] == "Change them, then run: ladder-export build --theme ./brand"
    assert open_theme("./brand").colors == open_theme("slate").colors
    assert sum(len(file.read_text("utf-8").splitlines()) for file in Path("brand").iterdir()) <= 60
    assert [path.name for path in Path().iterdir()] == ["brand"]


def test_a_full_copy_is_the_theme_with_all_that_it_extends() -> None:
    done = call("theme", "copy", "folio", "brand", "--full")
    assert done.exit_code == 0, done.output
    assert open_theme("./brand").digest == open_theme("folio").digest
    assert open_theme("./brand").parents == (Path("brand/base"),)


def test_a_copy_replaces_nothing() -> None:
    Path("brand").mkdir()
    assert call("theme", "copy", "slate", "brand").exit_code == 0
    done = call("theme", "copy", "slate", "brand")
    assert done.exit_code == 6
    assert "error[not-empty]: the folder brand is not empty" in done.stderr
    done = call("theme", "copy", "slade", "other")
    assert done.exit_code == 4
    assert "did you mean 'slate'?" in done.stderr


def test_inspection_says_what_was_found_and_what_each_role_will_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    templates.stored(Path(), "full")
    done = call("theme", "inspect", "full.pptx")
    assert done.exit_code == 0, done.output
    assert [line for line in done.output.splitlines() if not line.startswith("   ")] == [
        "full.pptx: slides of 10 × 7.5 inches",
        "fonts        Arial",
        f"layouts      {', '.join(templates.GERMAN)}",
        "left out     3 sample slides",
        "title        Title Slide: the first slide: code, title and summary",
        "content      Title and Content (648 × 356 pt, text of 32 pt): statements, examples, facts",
        "two-content  Two Content: statements with their examples beside them",
        "section      Section Header: a title alone, for a section without text",
        "title-only   Title Only: used when there is no section header",
        "blank        Blank: for slides that people add",
    ]
    sketch = done.output.partition("two-content")[2].splitlines()[1:11]
    assert len({len(line) for line in sketch}) == 1
    assert [line.split() for line in sketch if "text" in line] == [["│", *["░░░░", "text", "░░░░"] * 2, "│"]]
    last = call("theme", "inspect", "full.pptx", "-o", "drawn").output.splitlines()[-1]
    assert last == "thumbnails   none: LibreOffice is not installed or failed to draw them"
    templates.stored(Path(), "poor")
    lines = call("theme", "inspect", "poor.pptx").output.splitlines()
    assert "             Fira Sans: exact widths unknown, so text gets extra space" in lines
    assert "section      Title Only (in place of a section layout): a title alone, for a section without text" in lines
    assert "blank        none: for slides that people add" in lines
    assert "exact widths" not in call("theme", "inspect", "poor.pptx", "--theme", "folio").output


def test_inspection_says_what_keeps_examples_from_standing_beside_their_statements() -> None:
    deck = Presentation()
    for layout in [one for one in deck.slide_layouts if len(one.placeholders) > 5]:
        deck.slide_layouts.remove(layout)
    deck.save("single.pptx")
    lines = call("theme", "inspect", "single.pptx").output.splitlines()
    place = lines.index("two-content  none: statements with their examples beside them")
    assert lines[place + 1].strip() == (
        "'Title and Content' is not suitable: it has no two content placeholders; "
        "examples get slides of their own, after their statements"
    )


def test_inspection_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    templates.stored(Path(), "german")
    found = json.loads(call("theme", "inspect", "german.pptx", "--json").output)
    assert {one["role"]: one["layout"] for one in found["roles"]}["content"] == "Titel und Inhalt"
    assert (found["width"], found["height"], found["sample_slides"], found["thumbnails"]) == (13.33, 7.5, 0, [])


@pytest.mark.libreoffice
def test_every_role_gets_a_thumbnail() -> None:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not on this machine (apt-get install libreoffice-impress)")
    templates.stored(Path(), "poor")
    assert "thumbnails" not in call("theme", "inspect", "poor.pptx").output
    assert [one.name for one in Path().iterdir()] == ["poor.pptx"], "nothing is written unasked"
    done = call("theme", "inspect", "poor.pptx", "-o", "drawn")
    assert done.output.splitlines()[-1].startswith("thumbnails   drawn/: title.png, content.png, ")
    pictures = sorted(Path("drawn").iterdir())
    assert [picture.name for picture in pictures] == [
        "content.png", "section.png", "title-only.png", "title.png", "two-content.png",
    ]  # fmt: skip
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)


def test_a_build_takes_the_template_and_says_so() -> None:
    templates.stored(Path(), "german")
    done = call("build", ROOT / "ladder", "-e", "deck", "-l", "L3", "--deck", "german.pptx", "-q")
    assert done.exit_code == 0, done.output
    (made,) = json.loads(Path("output/manifest.json").read_text(encoding="utf-8"))["artefacts"]
    assert made["theme"].startswith("slate with german.pptx ")
    assert Path("output", made["path"]).is_file()


def test_what_led_out_of_a_template_is_told_by_every_build_and_by_inspection() -> None:
    joint = templates.Joint("ppt/slideMasters/slideMaster1.xml", "hyperlink", "file://server/brand.docx")
    Path("brand.pptx").write_bytes(templates.linked(templates.german(), joint))
    warning = (
        "the slide master (ppt/slideMasters/slideMaster1.xml) links to file://server/brand.docx; "
        "decks are made without it"
    )
    building = ("build", ROOT / "ladder", "-e", "deck", "-l", "L3", "--deck", "brand.pptx", "-q")
    for strict, exit_code in (((), 0), ((), 0), (("--strict",), 1)):  # the later ones have nothing to do
        done = call(*building, *strict)
        assert done.exit_code == exit_code, done.output
        assert f"brand.pptx:1:1: warning[template-link]: {warning}" in done.stderr
    lines = call("theme", "inspect", "brand.pptx").output.splitlines()
    assert f"warning      {warning}" in lines


def test_a_template_that_cannot_be_used_stops_the_build_with_exit_code_4() -> None:
    Path("brand.pptx").write_text("no presentation", encoding="utf-8")
    done = call("build", ROOT / "ladder", "--deck", "brand.pptx")
    assert done.exit_code == 4
    assert "brand.pptx:1:1: error[bad-template]: this cannot be the template of decks" in done.stderr
    assert not Path("output").exists()
    assert call("theme", "inspect", "brand.pptx").exit_code == 4
