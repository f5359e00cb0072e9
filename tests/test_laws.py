"""The laws of the house, held on the project's own ladder: nothing lost, everything valid, everything recorded."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pptx import Presentation

from ladder_export.core.model import Ladder, Level
from writers.pdfs import failures, flat, text

SEED = "l3-senior-cloud-security-engineer"
LEVELS = ("l2-cloud-security-engineer", SEED, "l4-lead-cloud-security-engineer")


def words_of(level: Level) -> Iterator[str]:
    """Every text that each document about a level promises."""
    yield from (paragraph.plain for paragraph in level.summary)
    for fact in level.facts:
        yield fact.value.plain
    for area in level.sections:
        yield from (statement.text.plain for passage in area.passages for statement in passage.all_statements)


def deck_text(file: Path) -> str:
    """Every paragraph of the slides and their tables, in order.

    Notes may say again what is on them, and the slide of what changes sets facts beside those of the level below.
    """
    paragraphs: list[str] = []
    slides = Presentation(str(file)).slides
    for slide in (one for one in slides if not one.shapes.title.text_frame.text.startswith("From ")):
        paragraphs += ["".join(t.text or "" for t in p.iter(RUN)) for p in slide._element.iter(PARAGRAPH)]  # noqa: SLF001  # the XML itself is what is promised
    return "\n".join(flat(paragraph) for paragraph in paragraphs)


MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PARAGRAPH, RUN = f"{MAIN}p", f"{MAIN}t"


@pytest.fixture(params=LEVELS)
def level(request: pytest.FixtureRequest, own_ladder: Ladder) -> Level:
    return next(one for one in own_ladder.levels if one.id == request.param)


def test_the_ladder_is_the_one_we_think_it_is(own_ladder: Ladder) -> None:
    assert tuple(level.id for level in own_ladder.levels_of("cloud-security")) == LEVELS
    seed = next(level for level in own_ladder.levels if level.id == SEED)
    assert [area.icon for area in seed.sections] == ["🦉", "🌱", "🧭", "🏆"]
    assert [len(area.own.statements) for area in seed.sections] == [8, 2, 6, 4]
    assert [len(area.own.examples) for area in seed.sections] == [5, 5, 4, 4]
    assert len(seed.facts) == 4


def test_every_word_of_a_level_is_in_its_sheet_once(level: Level, own_output: Path) -> None:
    shown = text((own_output / f"sheets/{level.id}.pdf").read_bytes())
    assert [words for words in words_of(level) if shown.count(flat(words)) != 1] == []
    assert [fact.label for fact in level.facts if fact.label not in shown] == []


def test_every_word_of_a_level_is_in_its_deck_once(level: Level, own_output: Path) -> None:
    shown = deck_text(own_output / f"decks/{level.id}.pptx")
    assert [words for words in words_of(level) if shown.count(flat(words)) != 1] == []
    assert [fact.label for fact in level.facts if fact.label not in shown] == []


def test_every_example_of_a_level_is_in_the_notes_of_its_deck(level: Level, own_output: Path) -> None:
    slides = Presentation(str(own_output / f"decks/{level.id}.pptx")).slides
    said = flat("\n".join(slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide))
    examples = [example.text.plain for area in level.sections for example in area.own.examples]
    assert examples
    assert [example for example in examples if flat(example) not in said] == []


def test_every_sheet_is_one_page_and_valid(level: Level, own_output: Path) -> None:
    manifest = json.loads((own_output / "manifest.json").read_text(encoding="utf-8"))
    (entry,) = [one for one in manifest["artefacts"] if one["path"] == f"sheets/{level.id}.pdf"]
    assert entry["pages"] == 1
    assert entry["layout"]["text_pt"] >= 9
    assert failures((own_output / entry["path"]).read_bytes()) == []


def test_the_manifest_tells_what_lies_there(own_output: Path) -> None:
    manifest = json.loads((own_output / "manifest.json").read_text(encoding="utf-8"))
    lying = {path.relative_to(own_output).as_posix() for path in own_output.rglob("*") if path.is_file()}
    assert manifest["clean"] is True
    assert {one["path"] for one in manifest["artefacts"]} == lying - {"manifest.json"}
    assert {"weasyprint", "pango", "harfbuzz", "python-pptx"} <= set(manifest["libraries"])
    for one in manifest["artefacts"]:
        data = (own_output / one["path"]).read_bytes()
        assert (one["bytes"], one["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        levels = [one["level"]] if one["level"] else [*LEVELS]
        if one["document"] in ("deck", "scorecard"):  # and the levels around, whose words decide what is new
            place = LEVELS.index(one["level"])
            levels += [*LEVELS[:place][-1:], *LEVELS[place + 1 :][:1]]
        assert one["sources"] == ["ladder.yaml", *(f"cloud-security/{level}.yaml" for level in levels)]


def test_no_artefact_tells_where_it_was_made(own_output: Path) -> None:
    files = [path for path in own_output.rglob("*") if path.is_file()]
    assert len(files) == len(["manifest", "json", "site", "handbook", "its page"]) + 3 * len(LEVELS)
    for path in files:
        assert not re.search(rb"/(home|root|tmp|usr|var|work|Users)/", path.read_bytes()), path
