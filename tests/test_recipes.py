"""What decides that an artefact is still the same: no more than its document, and no less than what that is made of."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ladder_export.cli import main
from ladder_export.document import Document
from ladder_export.editions import EDITIONS
from ladder_export.model import Ladder, Level, SourceFile
from ladder_export.preparing import prepare
from ladder_export.publish import previous_manifest
from ladder_export.recipes import bases
from ladder_export.request import Request, Wanted
from ladder_export.theme import Look, open_theme
from ladders import ladder, level, rating, section

MADE_OF_LEVELS = tuple(edition for edition, kind in EDITIONS.items() if not kind.after)


def climbing() -> Ladder:
    """Two tracks of three levels, in which some extend others and one is retired."""
    extends = {"A2": "a1", "A3": "a2", "B3": "a1"}
    levels = (
        replace(
            level(
                f"{track}{rung}",
                f"Engineer {rung}",
                section("Craft", "I build things.", f"I keep promise {rung}.", examples=(f"I kept {rung}.",)),
                section("People", f"I help {rung} people of {track}.", "I listen."),
                summary=(f"I am on rung {rung}.",),
                facts=(("Horizon", f"{rung} years"),),
                track=f"track-{track}",
                status="retired" if (track, rung) == ("B", 2) else "current",
            ),
            extends=extends.get(f"{track}{rung}", ""),
            ratings=(rating("depth", "Depth", f"Step {rung}", rung, 5),),
        )
        for track in "AB"
        for rung in range(1, 4)
    )
    return ladder(*levels)


def silent(one: Level, _: Ladder) -> Level:
    """A level that says nothing of its own."""
    return replace(one, summary=(), facts=(), ratings=(), sections=(), source=replace(one.source, data=b"other\n"))


def echoing(one: Level, of: Ladder) -> Level:
    """A level that says what another one does, so that what is new elsewhere no longer is."""
    other = of.levels[0] if one.id != of.levels[0].id else of.levels[-1]
    return replace(silent(one, of), summary=other.summary, facts=other.facts, sections=other.sections)


def documents(edition: str, of: Ladder) -> dict[str, tuple[Document, frozenset[str]]]:
    """By their slugs, with the ids of the levels that decide them."""
    briefs = EDITIONS[edition].documents(of)
    return {brief.slug: (brief.make(), frozenset(one.id for one in brief.of)) for brief in briefs}


@pytest.mark.parametrize("edition", MADE_OF_LEVELS)
@pytest.mark.parametrize("reworded", [silent, echoing])
def test_no_words_decide_a_document_but_those_of_the_levels_it_is_made_of(
    edition: str, reworded: Callable[[Level, Ladder], Level]
) -> None:
    of = climbing()
    for slug, (document, deciding) in documents(edition, of).items():
        levels = tuple(one if one.id in deciding else reworded(one, of) for one in of.levels)
        assert documents(edition, replace(of, levels=levels))[slug][0] == document


def test_a_basis_is_all_that_a_document_can_depend_on() -> None:
    one, other = level("L2", "Engineer"), level("L3", "Senior Engineer")
    of, look = ladder(one, other), Look(open_theme("slate"))

    def basis(of: Ladder = of, look: Look = look, edition: str = "sheet", extension: str = "pdf") -> str:
        return bases(of, look)(edition, extension, of.levels[:1])

    assert basis() == basis(replace(of, levels=(one, silent(other, of))))
    others = [
        basis(replace(of, levels=(silent(one, of), other))),
        basis(replace(of, levels=(one, replace(other, title="Staff Engineer")))),
        basis(replace(of, levels=(one, replace(other, extends="l2")))),
        basis(replace(of, levels=(one,))),
        basis(replace(of, sources=(SourceFile("ladder.yaml", b"title: Other\n"),))),
        basis(replace(of, locale="de")),
        basis(look=replace(look, page_budget=2)),
        basis(edition="deck"),
        basis(extension="md"),
    ]
    assert len({basis(), *others}) == len(others) + 1


SHARED = """\
title: Ladder
sections: {craft: {title: Craft}}
export:
  editions: [EDITIONS]
  formats: [md, pptx, csv, json, html]
"""

EDITS = (
    ("l3", "I design.", "I design with care."),
    ("l2", "I build.", "I build well."),
    ("l2", "title: Engineer", "title: Builder"),
    ("l3", "code: L3", "code: L1"),
    ("l3", "I design with care.", "I build well."),
    ("l4", "I lead.", "I lead.\nextends: l2"),
    ("ladder", "title: Craft", "title: Trade"),
    ("l2", "title: Builder", "title: Builder\nstatus: draft"),
    ("l4", "title: Lead", "title: Lead\nstatus: retired"),
)


@pytest.mark.parametrize("editions", ["sheet, deck, matrix, handbook, json, site", "sheet, deck"])
def test_after_any_edit_there_lies_what_a_build_from_nothing_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, editions: str
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "ladder"
    folder.mkdir()
    (folder / "ladder.yaml").write_text(SHARED.replace("EDITIONS", editions), encoding="utf-8")
    for name, title, said in (("l2", "Engineer", "I build."), ("l3", "Senior", "I design."), ("l4", "Lead", "I lead.")):
        text = f"code: {name.upper()}\ntitle: {title}\nsections:\n  craft:\n    statements:\n      - {said}\n"
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    build("output")
    for name, old, new in EDITS:
        file = folder / f"{name}.yaml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        build("output")
        build("anew")
        assert lying("output") == lying("anew"), f"{old} → {new}"
        shutil.rmtree("anew")


def build(output: str, *options: str) -> None:
    """What the ladder asks for, all of it made in no time."""
    done = CliRunner().invoke(main, ["build", "-j1", "-o", output, *options])
    assert done.exit_code == 0, done.output


def lying(output: str) -> dict[str, bytes]:
    """All files of an output folder, the manifest included."""
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in Path(output).rglob("*.*")}


def test_an_edit_has_no_files_read_but_those_that_something_is_made_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (folder := Path("ladder/craft")).mkdir(parents=True)
    (folder.parent / "ladder.yaml").write_text(SHARED.replace("EDITIONS", "sheet, deck"), encoding="utf-8")
    said = {name: f"code: {name}\ntitle: Engineer\nsections: {{craft: {{statements: [I do.]}}}}\n" for name in RUNGS}
    for name, text in said.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder.parent / "locales").mkdir()
    (folder.parent / "locales/de.yaml").write_text("title: Leiter\n", encoding="utf-8")
    build("output")
    assert read_again() == []
    (folder / "L3.yaml").write_text(said["L3"].replace("I do.", "I do it."), encoding="utf-8")
    build("elsewhere")
    assert read_again() == ["L2", "L3", "L4"], "decks show what the level below does not say"
    build("output", "--locale", "de")
    assert read_again() == ["L2", "L3", "L4"], "in another language nothing of that is found out"
    build("output")
    next(Path("output/sheets").rglob("L1.md")).unlink()
    assert read_again() == ["L1"]
    assert read_again(theme="folio") == [*RUNGS], "nothing is as it was"
    assert read_again(force=True) == [*RUNGS]
    assert read_again(wanted=Wanted(("matrix",))) == [*RUNGS]


RUNGS = ("L1", "L2", "L3", "L4", "L5")


def read_again(**choice: Any) -> list[str]:  # noqa: ANN401  # a Request's own types
    """The levels whose words a build would read."""
    work = prepare(Request(Path("ladder"), **choice), previous_manifest(Path("output")))
    return [level.id for level in work.ladder.levels if level.is_read]
