"""A ladder in another language: the same ids, other words, and what is missing falls back."""

from __future__ import annotations

from pathlib import Path

import pytest

from editions import sheet
from ladder_export.build.plan import Selection, plan
from ladder_export.core.model import Ladder
from ladder_export.core.problems import BadRequest, Problem
from ladder_export.reading import read

LADDER = """
title: Ladder
sections: {craft: {title: Craft, icon: 🦉}, people: People}
scales: {depth: {steps: [Low, {id: top, title: High}]}}
competencies:
  system: {title: System, section: craft, scale: depth, steps: {Low: {statements: [I watch.]}}}
levels:
  - code: L1
    title: Engineer
    summary: I build.
    ratings: {system: Low}
    sections:
      craft: {statements: [I ship., {text: I ask., children: [often]}], examples: [I shipped.]}
      people: {intro: With others., statements: [{prose: Always.}]}
"""
GERMAN = """
title: Laufbahn
sections: {craft: Handwerk, people: {title: Menschen}}
scales: {depth: {steps: [Niedrig, Hoch]}}
competencies: {system: {title: System auf Deutsch, steps: {Low: {statements: [Ich schaue.]}}}}
levels:
  l1-engineer:
    title: Entwicklerin
    summary: [Ich baue., Und teste.]
    sections:
      craft: {statements: [Ich liefere., {text: Ich frage., children: [oft]}], examples: [Geliefert.]}
      people: {intro: Mit anderen., statements: [Immer.]}
"""


def german(folder: Path, overlay: str = GERMAN) -> tuple[Ladder, tuple[Problem, ...]]:
    (folder / "ladder.yaml").write_text(LADDER, encoding="utf-8")
    (folder / "locales").mkdir()
    (folder / "locales/de.yaml").write_text(overlay, encoding="utf-8")
    return read(folder, "de")


def words(ladder: Ladder) -> str:
    """Everything a sheet of the ladder says."""
    return "\n".join(str(document) for document in sheet(ladder))


def test_a_whole_translation_leaves_no_word_of_the_original(tmp_path: Path) -> None:
    ladder, problems = german(tmp_path)
    said = words(ladder)
    assert [problem for problem in problems if problem.code != "unused-label"] == []
    assert (ladder.language, ladder.locale, ladder.locales) == ("de", "de", ("de",))
    assert [word for word in ("I ", "With", "Always", "Craft", "Low", "Ladder'", "Examples") if word in said] == []
    for word in (
        "Entwicklerin",
        "Ich frage.",
        "oft",
        "Immer.",
        "Niedrig",
        "Ich schaue.",
        "Und teste.",
        "Beispiele",
        "🦉",
    ):
        assert word in said


def test_ids_stay_so_that_documents_keep_their_names(tmp_path: Path) -> None:
    ladder, _ = german(tmp_path)
    assert [level.id for level in ladder.levels] == ["l1-engineer"]
    assert [job.path for job in plan(ladder, Selection(documents=("sheet",), locale="de")).jobs] == [
        "de/sheets/l1-engineer.pdf"
    ]


def test_what_is_missing_falls_back_and_is_counted(tmp_path: Path) -> None:
    ladder, problems = german(tmp_path, "title: Laufbahn\n")
    (told,) = [problem for problem in problems if problem.code == "untranslated"]
    assert told.message.startswith("14 of 15 texts (93 %)")
    assert "I ship." in words(ladder)


def test_each_language_leaves_the_documents_of_the_others_alone(tmp_path: Path) -> None:
    ladder, _ = german(tmp_path)
    own = read(tmp_path)[0]
    paths = {job.path for job in plan(own, Selection()).jobs}
    translated = {job.path for job in plan(ladder, Selection(locale="de")).jobs}
    assert paths <= plan(ladder, Selection(locale="de")).untouched
    assert translated <= plan(own, Selection()).untouched


def test_the_sources_name_the_translation_too(tmp_path: Path) -> None:
    (document,) = sheet(german(tmp_path)[0])
    assert document.sources == ("ladder.yaml", "locales/de.yaml")


def test_a_language_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    german(tmp_path)
    with pytest.raises(BadRequest) as stop:
        read(tmp_path, "dee")
    (problem,) = stop.value.problems
    assert (problem.code, problem.help) == ("no-such-locale", "did you mean 'de'?")


@pytest.mark.parametrize("tag", ["ar-EG", "AR-eg", "ar-eg"])
def test_capitals_of_a_tag_do_not_count_and_it_is_named_as_its_file_is(tmp_path: Path, tag: str) -> None:
    (tmp_path / "ladder.yaml").write_text(LADDER, encoding="utf-8")
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales/AR-eg.yaml").write_text("title: سلم", encoding="utf-8")
    ladder, _ = read(tmp_path, tag)
    assert (ladder.locale, ladder.locales, ladder.title) == ("AR-eg", ("AR-eg",), "سلم")


def test_a_translation_that_says_anything_is_not_missing_as_a_whole(tmp_path: Path) -> None:
    levels = "".join(f"  - {{code: L{number}, title: Engineer {number}}}\n" for number in range(200))
    (tmp_path / "ladder.yaml").write_text(f"title: Ladder\nlevels:\n{levels}", encoding="utf-8")
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales/de.yaml").write_text("title: Laufbahn\n", encoding="utf-8")
    (told,) = read(tmp_path, "de")[1]
    assert told.message.startswith("200 of 201 texts (99 %)")
