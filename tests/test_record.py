"""The ladder as data: whole, in the shape its schema promises."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from editions import data
from ladder_export.core.json_record import export_schema
from ladder_export.core.model import Ladder, Level
from ladder_export.reading import read
from ladder_export.theme import RenderSettings, open_theme
from ladder_export.writers.data.json import render
from ladders import ladder, level, numbered_levels, texts_of

LOOK = RenderSettings(open_theme("slate"))
SCHEMA = Draft202012Validator(export_schema())


def as_json(of: Ladder) -> str:
    [document] = data(of)
    return render(document, LOOK).data.decode()


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(numbered_levels())
def test_every_text_is_there_and_the_schema_holds(one: Level) -> None:
    text = as_json(ladder(one))
    SCHEMA.validate(json.loads(text))
    every = [value for value in strings(json.loads(text)) if value]
    assert [words for words in texts_of(one) if words and words not in every] == []
    counts = Counter(number for value in every for number in re.findall(r"\d{6}", value))
    assert set(counts.values()) <= {1, 2}, "each text once as it is read, once as it was written"


def strings(value: object) -> list[str]:
    """Every string in a JSON value, in order."""
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [found for one in inside for found in strings(one)]


def test_the_seed_in_the_shape_that_programs_rely_on(own_ladder: Ladder, own_output: Path) -> None:
    record = json.loads((own_output / "ladder.json").read_text(encoding="utf-8"))
    SCHEMA.validate(record)
    assert record["version"] == 1
    [track] = record["tracks"]
    assert [one["code"] for one in track["levels"]] == ["L2", "L3", "L4"]
    seed = track["levels"][1]
    assert seed["facts"][0] == {
        "id": "planning-horizon",
        "label": "Planning Horizon",
        "value": {"text": "Current and next cycle.", "markdown": "Current and next cycle."},
    }
    first = seed["sections"][0]["passages"][0]["points"][0]
    assert (first["kind"], first["text"]) == ("statement", "I am advanced in my team’s domain.")
    assert as_json(own_ladder) == (own_output / "ladder.json").read_text(encoding="utf-8")


def test_a_wrong_shape_is_refused() -> None:
    record = json.loads(as_json(ladder(level("L1", "A"))))
    record["tracks"][0]["levels"][0]["rank"] = "first"
    assert [error.json_path for error in SCHEMA.iter_errors(record)] == ["$.tracks[0].levels[0].rank"]


def test_ratings_references_and_retired_levels_are_data_too(tmp_path: Path) -> None:
    (tmp_path / "ladder.yaml").write_text(
        "title: T\nscales: {s: {steps: [One, Two]}}\ncompetencies: {c: {title: C, scale: s}}\n"
        "levels:\n- {id: a, code: L1, title: A, status: retired}\n"
        "- {id: b, code: L2, title: B, extends: a, ratings: {c: Two}}\n",
        encoding="utf-8",
    )
    record = json.loads(as_json(read(tmp_path)[0]))
    [retired, level] = record["tracks"][0]["levels"]
    assert (retired["status"], level["extends"]) == ("retired", "a")
    assert level["ratings"] == [{"competency": "c", "title": "C", "step": "Two", "value": 2, "most": 2}]
