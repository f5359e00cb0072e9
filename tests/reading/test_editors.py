"""What editors are told: the schema accepts what the reader accepts, and says what each key is for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from ladder_export.reading import read
from ladder_export.reading.files import find_files
from ladder_export.reading.json_schema import SCHEMA_MODELS, editor_schemas
from ladder_export.reading.nodes import Node, to_python
from ladder_export.reading.validate import validate
from ladder_export.reading.yaml.parser import parse_yaml

CASES = Path(__file__).parent / "cases"
SCHEMAS = editor_schemas()


def readable() -> Iterator[tuple[str, str, Node]]:
    """Every file of the cases that is YAML: its name, its schema and its content."""
    for case in sorted(path for path in CASES.iterdir() if path.is_dir()):
        for found in find_files(case)[0]:
            node = parse_yaml(found.file, found.source.data).node
            if node:
                name = "ladder.schema.json" if found.is_shared else "level.schema.json"
                yield f"{case.name}/{found.source.path}", name, node


FILES_READ = list(readable())


def test_there_is_something_to_compare() -> None:
    assert len(FILES_READ) > 80


@pytest.mark.parametrize(("file", "name", "node"), FILES_READ, ids=[file for file, _, _ in FILES_READ])
def test_the_schema_accepts_exactly_what_the_reader_accepts(file: str, name: str, node: Node) -> None:
    part = validate(node, SCHEMA_MODELS[name])
    told = [error.message for error in Draft7Validator(SCHEMAS[name]).iter_errors(to_python(node))]
    if file.startswith("words-nobody-asked-for/ladder"):
        assert told  # the reader finds this one stage later
    else:
        assert bool(told) == isinstance(part, tuple), (told, part)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_says_what_it_is_for(name: str) -> None:
    Draft7Validator.check_schema(SCHEMAS[name])
    for part in (SCHEMAS[name], *SCHEMAS[name].get("$defs", {}).values()):
        for shape in (part, *part.get("anyOf", ())):
            for key, value in shape.get("properties", {}).items():
                assert value.get("description") or "$ref" in value, key


def test_a_level_is_offered_what_its_ladder_has() -> None:
    ladder, _ = read(Path(__file__).parents[2] / "ladder")
    properties: dict[str, Any] = editor_schemas(ladder)["level.schema.json"]["properties"]
    assert properties["sections"]["properties"]["mentoring"]["title"] == "Teaching and Mentoring"
    assert properties["facts"]["properties"]["planning-horizon"]["title"] == "Planning Horizon"
    assert properties["track"]["examples"] == ["cloud-security"]
    assert "l2-cloud-security-engineer" in properties["extends"]["examples"]


def test_values_that_yaml_takes_for_something_else_than_text_are_fine_in_editors() -> None:
    typed = yaml.safe_load("{code: 1.10, title: no, rank: 3, summary: [2026, yes], facts: {size: 5}}")
    assert list(Draft7Validator(SCHEMAS["level.schema.json"]).iter_errors(typed)) == []
