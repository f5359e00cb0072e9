"""The whole ladder as rows: every text of every level once, in order, in a table that spreadsheets and programs read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from ladder_export.cli import main
from ladder_export.core.model import Level, Paragraph, Statement
from ladder_export.reading import read

SHARED = """
title: Mill
tracks: {mill: {title: The mill, includes: [all]}}
facts: {scope: Scope}
scales: {depth: {steps: [Learns, Leads]}}
competencies: {stones: {title: Stones, scale: depth, section: craft, steps: {Leads: {statements: [I dress stones.]}}}}
blocks: {all: {title: Everyone, sections: {craft: {statements: [I sweep.], examples: [I swept on Sunday.]}}}}
sections: {craft: {title: Craft}}
"""
LEVEL = """
code: M2
title: Miller
summary: [I mill., I **sell**.]
facts: {scope: "=1+1"}
ratings: {stones: Leads}
sections:
  craft:
    intro: First this.
    statements:
      - text: I grind
        children: [wheat, {text: rye, children: [and rye from the hills]}]
        examples: [I ground at night.]
      - prose: Then that.
      - "[I weigh](https://example.org)"
    examples: [I weighed twice.]
"""


def texts(level: Level) -> Iterator[str]:
    """Every text of a level, as it was written, in the order it is read."""

    def nested(statement: Statement) -> Iterator[str]:
        yield statement.text.source
        for inner in (*statement.children, *statement.examples):
            yield from nested(inner)

    yield from (text.source for text in level.summary)
    yield from (fact.value.source for fact in level.facts)
    yield from (rating.step for rating in level.ratings)
    for passage in (passage for area in level.sections for passage in area.passages):
        for point in (*passage.intro, *passage.body, *passage.examples):
            yield from [point.text.source] if isinstance(point, Paragraph) else nested(point)


def test_every_text_stands_in_a_row_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "ladder/mill").mkdir(parents=True)
    (tmp_path / "ladder/ladder.yaml").write_text(SHARED, encoding="utf-8")
    (tmp_path / "ladder/mill/m2.yaml").write_text(LEVEL, encoding="utf-8")
    (tmp_path / "ladder/mill/m9.yaml").write_text("title: Gone\nstatus: retired\ncode: M9\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["build", str(tmp_path / "ladder"), "-d", "rows", "-o", str(tmp_path / "output")])
    assert done.exit_code == 0, done.output

    table = list(csv.DictReader(io.StringIO((tmp_path / "output/ladder.csv").read_text(encoding="utf-8-sig"))))
    ladder, _ = read(tmp_path / "ladder")
    assert [row["text"].removeprefix("'") for row in table] == list(texts(ladder.level("m2")))
    assert {(row["track"], row["level"], row["code"], row["title"]) for row in table} == {
        ("The mill", "m2", "M2", "Miller")
    }
    kinds = [(row["area"], row["kind"]) for row in table]
    assert kinds[:4] == [("", "summary"), ("", "summary"), ("Scope", "fact"), ("Stones", "rating")]
    assert [kind for _, kind in kinds[4:12]] == [
        *("paragraph", "statement", "point", "point", "point", "example", "paragraph", "statement")
    ]
    assert next(row["text"] for row in table if row["kind"] == "fact") == "'=1+1", "no spreadsheet runs it"

    sheet = CalamineWorkbook.from_path(str(tmp_path / "output/ladder.xlsx")).get_sheet_by_index(0).to_python()
    assert len(sheet) == len(table) + 1
    assert sheet[0] == ["track", "level", "code", "title", "area", "kind", "text"]


def built(folder: Path, rows: str) -> Path:
    (folder / "ladder/mill").mkdir(parents=True)
    (folder / "ladder/ladder.yaml").write_text(f"{SHARED}export: {{rows: {rows}}}\n", encoding="utf-8")
    (folder / "ladder/mill/m2.yaml").write_text(LEVEL, encoding="utf-8")
    long = f"{'a' * 120}.yaml"
    (folder / "ladder/mill" / long).write_text(LEVEL.replace("M2", "M3"), encoding="utf-8")
    options = ["-d", "rows", "-f", "csv", "-o", str(folder / "output")]
    done = CliRunner().invoke(main, ["build", str(folder / "ladder"), *options])
    assert done.exit_code == 0, done.output
    return folder / "output"


def table_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))


def test_moodle_reads_a_framework_of_tracks_levels_areas_and_statements(tmp_path: Path) -> None:
    framework, *competencies = table_of(built(tmp_path, "moodle") / "ladder.csv")
    assert list(framework)[:6] == [
        *("Parent ID number", "ID number", "Short name", "Description", "Description format", "Scale values")
    ]
    assert len(framework) == 14
    assert (framework["Is framework"], framework["ID number"], framework["Taxonomy"].count(",")) == ("1", "Mill", 3)
    assert framework["Scale values"].count(",") == 3
    scale = json.loads(framework["Scale configuration"])
    assert scale == [
        {"scaleid": "0"},
        {"id": 3, "scaledefault": 1, "proficient": 1},
        {"id": 4, "scaledefault": 0, "proficient": 1},
    ]
    ids = [row["ID number"] for row in competencies]
    assert len(set(ids)) == len(ids)
    assert max(map(len, ids)) <= 100
    assert {row["Parent ID number"] for row in competencies} <= {"", *ids}
    depths = {"": 0}
    for row in competencies:  # parents stand above their children
        depths[row["ID number"]] = depths[row["Parent ID number"]] + 1
    assert [depths[row["ID number"]] for row in competencies[:4]] == [1, 2, 3, 4]
    assert max(depths.values()) == 4
    by_id = {row["ID number"]: row for row in competencies}
    assert by_id["level/m2"]["Description"] == (
        "<p>I mill.</p><p>I <strong>sell</strong>.</p>"
        "<ul><li><strong>Scope:</strong> =1+1</li><li><strong>Stones:</strong> Leads</li></ul>"
    )
    assert by_id["level/m2/craft/1"]["Short name"] == "I grind"
    assert by_id["level/m2/craft/1"]["Description"] == (
        "<p>I grind</p><ul><li>wheat</li><li>rye<ul><li>and rye from the hills</li></ul></li></ul>"
        "<p>Examples:</p><ul><li>I ground at night.</li></ul>"
    )
    assert by_id["level/m2/craft/2"]["Description"] == '<p><a href="https://example.org">I weigh</a></p>'
    ladder, _ = read(tmp_path / "ladder")
    shown = re.sub(
        r"<[^>]*>", "", " ".join(cell for row in competencies for cell in (row["Short name"], row["Description"]))
    )
    for source in texts(ladder.level("m2")):
        assert re.sub(r"[*\[\]]|\(https.*", "", source) in shown


def test_15five_reads_a_path_for_each_track(tmp_path: Path) -> None:
    output = built(tmp_path, "15five")
    assert [file.name for file in output.glob("*.csv")] == ["15five-mill.csv"]
    table = table_of(output / "15five-mill.csv")
    assert list(table[0]) == ["Path", "Job title", "Competency", "Skill", "Key behavior"]
    assert {(row["Path"], row["Job title"], row["Skill"]) for row in table} == {("The mill", "Miller", "")}
    assert {row["Competency"] for row in table} == {"Craft"}
    own = table[: len(table) // 2]
    assert [row["Key behavior"] for row in own] == [
        *("First this.", "I grind", "wheat", "rye", "and rye from the hills", "Then that.", "I weigh"),
        *("I dress stones.", "I sweep."),
    ]
