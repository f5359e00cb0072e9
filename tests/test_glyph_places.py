"""A character that no font has is told once, at the text of the ladder that has it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from ladder_export.cli import main

FILES = {
    "ladder.yaml": """
title: Ladder
sections: {craft: Craft}
blocks:
  everyone:
    title: Everyone
    sections:
      craft: {statements: [I am kind.]}
tracks: {eng: {title: Engineering, includes: [everyone]}}
""",
    "eng/l1.yaml": """
code: L1
title: Junior
facts: {radius: My own tasks.}
sections:
  craft:
    statements:
      - I ask.
""",
    "eng/l2.yaml": """
code: L2
title: Senior
extends: l1
sections:
  craft:
    statements:
      - I answer.
      - >-
        I decide, and I say
        why I decided.
""",
    "locales/de.yaml": """
title: Leiter
sections: {craft: Handwerk}
blocks: {everyone: {title: Alle, sections: {craft: {statements: [Ich bin freundlich.]}}}}
tracks: {eng: {title: Technik}}
levels:
  l1: {title: Anfang, facts: {radius: Meine Aufgaben.}, sections: {craft: {statements: [Ich frage.]}}}
  l2: {title: Mehr, sections: {craft: {statements: [Ich antworte., Ich entscheide.]}}}
""",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        file = tmp_path / "ladder" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.lstrip("\n"), encoding="utf-8")
    return tmp_path


def edit(name: str, old: str, new: str) -> None:
    file = Path("ladder") / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def places(*arguments: str) -> list[str]:
    """Where a run tells of characters without a glyph."""
    done = CliRunner().invoke(main, [*arguments])
    assert done.exit_code in {0, 1}, done.output
    return re.findall(r"^ladder/(\S+): error\[missing-glyph\]", done.stderr, re.MULTILINE)


BUILD = ["build", "-d", "sheet", "-d", "handbook", "-f", "pdf"]


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("eng/l2.yaml", "I answer.", "I answer \u16a0.", "eng/l2.yaml:7:9"),
        ("eng/l2.yaml", "why I decided", "why \u16a0 decided", "eng/l2.yaml:8:9"),
        ("eng/l1.yaml", "My own tasks.", "My own \u16a0.", "eng/l1.yaml:3:17"),
        ("eng/l1.yaml", "title: Junior", "title: Junior \u16a0", "eng/l1.yaml:2:8"),
        ("ladder.yaml", "I am kind.", "I am \u16a0.", "ladder.yaml:7:28"),
        ("ladder.yaml", "title: Engineering", "title: Engineering \u16a0", "ladder.yaml:8:23"),
        ("ladder.yaml", "title: Ladder", "title: Ladder \u16a0", "ladder.yaml:1:8"),
        ("ladder.yaml", "craft: Craft", 'craft: "Craft \\u16a0"', "ladder.yaml:2:19"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_it_is_told_once_at_its_text_whatever_documents_show_it(file: str, old: str, new: str, place: str) -> None:
    edit(file, old, new)
    assert places("build", "-d", "sheet", "-d", "matrix", "-f", "pdf") == [place]


@pytest.mark.usefixtures("folder")
def test_it_is_told_in_the_translation_that_has_it() -> None:
    edit("eng/l2.yaml", "I answer.", "I answer \u16a0.")
    assert places(*BUILD, "--locale", "de") == []
    edit("locales/de.yaml", "Ich frage.", "Ich \u16a0 frage.")
    assert places(*BUILD, "--locale", "de") == ["locales/de.yaml:6:89"]


@pytest.mark.usefixtures("folder")
def test_it_is_told_where_it_stands_today_when_lines_moved_and_nothing_else_changed() -> None:
    edit("eng/l1.yaml", "I ask.", "I ask \u16a0.")
    assert places(*BUILD) == places(*BUILD) == ["eng/l1.yaml:7:9"]
    edit("eng/l1.yaml", "code: L1", "# A remark.\n\ncode: L1")
    assert places("check") == ["eng/l1.yaml:9:9"]
    assert places(*BUILD) == ["eng/l1.yaml:9:9"]


@pytest.mark.usefixtures("folder")
def test_every_text_is_told_and_of_many_in_a_file_the_first_ones() -> None:
    edit("eng/l1.yaml", "      - I ask.\n", "".join(f"      - I ask \u16a0 and {n} \u16a2.\n" for n in range(9)))
    edit("eng/l2.yaml", "I answer.", "I answer \u16a0.")
    done = CliRunner().invoke(main, ["build", "-d", "matrix", "-f", "pdf"])
    told = re.findall(
        r"^ladder/(\S+): error\[missing-glyph\]: no font of the theme has (.*)$", done.stderr, re.MULTILINE
    )
    both = "\u16a0 (U+16A0), \u16a2 (U+16A2): boxes are printed instead"
    assert told == [
        *((f"eng/l1.yaml:{line}:9", both) for line in range(7, 11)),
        ("eng/l1.yaml:11:9", f"{both}; the same goes for 4 more texts of this file"),
        ("eng/l2.yaml:7:9", "\u16a0 (U+16A0): boxes are printed instead"),
    ]
