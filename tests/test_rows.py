"""The whole ladder as rows: every text of every level once, in order, in a table that spreadsheets and programs read."""

from __future__ import annotations

import csv
import io
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
