"""This file describes a ladder's files to editors, as JSON Schema: what the reader accepts, and what it is for."""

from __future__ import annotations

from typing import Any

from ladder_export.model import Ladder
from ladder_export.reading.kinds import Part
from ladder_export.reading.schema import LadderPart, LevelPart

DIALECT = "http://json-schema.org/draft-07/schema#"  # what the language server for YAML knows best

Schema = dict[str, Any]  # as JSON has it

FILES: dict[str, type[Part]] = {"ladder.schema.json": LadderPart, "level.schema.json": LevelPart}


def schemas(ladder: Ladder | None = None) -> dict[str, Schema]:
    """The schemas by file name, of ladder.yaml and of a level; with a ladder, its own ids are offered in levels."""
    found = {name: {"$schema": DIALECT, **_plain(part.model_json_schema())} for name, part in FILES.items()}
    if ladder:
        _offer(found["level.schema.json"], ladder)
    return found


def _plain(schema: Schema) -> Schema:
    """Without what pydantic says for itself: defaults, and titles made from names in our code."""
    for part in (schema, *schema.get("$defs", {}).values()):
        part.pop("title", None)
        for shape in (part, *part.get("anyOf", ())):
            for value in shape.get("properties", {}).values():
                value.pop("default", None)
                value.pop("title", None)
    return schema


def _offer(schema: Schema, ladder: Ladder) -> None:
    """The ids that levels may use, each with what it is called."""
    known: dict[str, dict[str, str]] = {}
    for label in ladder.labels:
        known.setdefault(label.kind, {})[label.id] = label.title
    properties = schema["properties"]
    for key, kind in (("facts", "fact"), ("sections", "section"), ("ratings", "competency")):
        each = properties[key]["additionalProperties"]
        properties[key]["properties"] = {name: {**each, "title": title} for name, title in known.get(kind, {}).items()}
    levels = {level.id: level.name for level in ladder.levels}
    for key, names in (("track", known.get("track")), ("grade", known.get("grade")), ("extends", levels)):
        if names:
            properties[key]["examples"] = list(names)
