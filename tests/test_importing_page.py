"""The page about importing tells the truth: its examples of mappings are imported, its options exist."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from ladder_export.cli import main
from ladder_export.importers import ImportOptions, import_ladder
from ladder_export.importers.discover import CollectedFiles, SourceFile
from ladder_export.importers.mapping import read_mapping

PAGE = Path(__file__).parent.parent / "docs/importing.md"


def test_the_three_examples_of_mappings_are_imported() -> None:
    section = PAGE.read_text(encoding="utf-8").partition("## JSON and YAML")[2]
    blocks = re.findall(r"```(json|yaml)\n(.*?)```", section, re.DOTALL)
    assert len(blocks) == 6
    results = []
    for (kind, content), (_, paths) in zip(blocks[::2], blocks[1::2], strict=True):
        mapping = read_mapping("map.yaml", paths.encode())
        source = SourceFile(f"bakery.{kind}", f"bakery.{kind}", content.encode())
        result = import_ladder(CollectedFiles((source,)), "Ladder", ImportOptions(mapping=mapping))
        assert result.problems == ()
        results.append([(one.track, one.code, one.title, one.areas, one.statements) for one in result.level_summaries])
    assert results == [
        [("Bakers", "", "Junior Baker", 2, 2), ("Bakers", "", "Baker", 2, 2)],
        [("", "", "junior", 2, 2), ("", "", "senior", 2, 2)],
        [("", "B1", "Junior Baker", 1, 1), ("", "B3", "Senior Baker", 1, 1)],
    ]


def test_every_option_that_the_page_names_exists() -> None:
    text = CliRunner().invoke(main, ["import", "--help"]).output
    named = set(re.findall(r"(?<!-)--[a-z][a-z-]+", PAGE.read_text(encoding="utf-8"))) - {"--document", "--format"}
    assert named == {one for one in named if one in text}
