"""JSON Schemas of a ladder's YAML files, with which editors check and complete them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ladder_export.core.model import Ladder
from ladder_export.reading.anchors import OF, STALE, WAS
from ladder_export.reading.nodes import MappingNode, Node, ScalarNode, child
from ladder_export.reading.resolve.context import GROUPS
from ladder_export.reading.schema.field_types import TEXT_SCHEMA, SchemaModel
from ladder_export.reading.schema.models import LadderModel, LevelModel
from ladder_export.reading.translation_overlay import NOT_TEXT

JSON_SCHEMA_DIALECT = "http://json-schema.org/draft-07/schema#"  # the draft that YAML language servers support best

Schema = dict[str, Any]  # as JSON has it

TRANSLATION_SCHEMA = "translation.schema.json"

SCHEMA_MODELS: dict[str, type[SchemaModel]] = {"ladder.schema.json": LadderModel, "level.schema.json": LevelModel}


Names = Mapping[str, Mapping[str, str]]
"""The titles of what a ladder declares, by kind and id."""


def editor_schemas(ladder: Ladder | Names | None = None) -> dict[str, Schema]:
    """Return JSON Schemas for ladder.yaml, level files and translations, by the schema's file name.

    With `ladder`, editors also suggest the ids of that ladder in level files, such as those of its sections.
    """
    schemas = {
        name: {"$schema": JSON_SCHEMA_DIALECT, **_without_generated_keys(model.model_json_schema())}
        for name, model in SCHEMA_MODELS.items()
    }
    if ladder:
        _add_suggestions(schemas["level.schema.json"], _names(ladder) if isinstance(ladder, Ladder) else ladder)
    return schemas | {TRANSLATION_SCHEMA: _translation()}


def declared_names(shared: Node | None, levels: Mapping[str, Node]) -> Names:
    """Return the ids and titles that a ladder declares, by kind, for editors to suggest; the ladder may have errors.

    `shared` is the parsed ladder.yaml, None if it cannot be parsed; `levels` are the parsed levels by id.
    """
    names = {kind: _titles(child(shared, group) if shared else None) for group, (kind, _) in GROUPS.items()}
    return names | {"level": {name: _title(node) for name, node in levels.items()}}


def _names(ladder: Ladder) -> Names:
    names: dict[str, dict[str, str]] = {"level": {level.id: level.name for level in ladder.levels}}
    for label in ladder.declarations:
        names.setdefault(label.kind, {})[label.id] = label.title
    return names


def _titles(group: Node | None) -> dict[str, str]:
    return {name: _title(node) for name, node in group.values.items()} if isinstance(group, MappingNode) else {}


def _title(node: Node) -> str:
    values = [child(node, key) for key in ("code", "title", "label")] if isinstance(node, MappingNode) else [node]
    return " ".join(value.text for value in values if isinstance(value, ScalarNode) and value.text)


def _translation() -> Schema:
    """Return the schema of a file in locales/: the keys of a ladder or level, with translations as values."""
    fields = LadderModel.model_fields | LevelModel.model_fields
    keys = sorted(key for key in fields if key not in NOT_TEXT)
    pair: Schema = {
        OF: {
            **TEXT_SCHEMA,
            "description": "The original that 'text' translates. If the ladder's text differs, the ladder's text is shown.",
        },
        WAS: {
            **TEXT_SCHEMA,
            "description": "An original that was changed or removed; written by `ladder-export translate`.",
        },
        "text": {"description": "The translation; leave it empty until there is one."},
    }
    anything: Schema = {"$ref": "#/$defs/words"}
    words: Schema = {
        "anyOf": [
            {"type": ["string", "number", "boolean", "null"]},
            {"type": "array", "items": anything},
            {"type": "object", "properties": pair, "additionalProperties": anything},
        ]
    }
    described: Schema = {key: {**anything, "description": "The translation."} for key in keys}
    described[STALE] = {**anything, "description": "Translations of text that the ladder no longer has."}
    described["levels"] = {"type": "object", "additionalProperties": anything, "description": "Levels by their ids."}
    return {
        "$schema": JSON_SCHEMA_DIALECT,
        "$defs": {"words": words},
        "type": "object",
        "description": "The ladder, or a level, in another language: the same ids with translated text.",
        "properties": described,
        "additionalProperties": False,
    }


def _without_generated_keys(schema: Schema) -> Schema:
    """Return the schema without the defaults and titles that pydantic generates from names in our code."""
    for subschema in (schema, *schema.get("$defs", {}).values()):
        subschema.pop("title", None)
        for shape in (subschema, *subschema.get("anyOf", ())):
            for value in shape.get("properties", {}).values():
                value.pop("default", None)
                value.pop("title", None)
    return schema


def _add_suggestions(schema: Schema, names_by_kind: Names) -> None:
    """Add the ladder's ids to the schema of a level, each with its title."""
    properties = schema["properties"]
    for key, kind in (("facts", "fact"), ("sections", "section"), ("ratings", "competency")):
        each = properties[key]["additionalProperties"]
        properties[key]["properties"] = {
            name: {**each, "title": title} for name, title in names_by_kind.get(kind, {}).items()
        }
    for key, kind in (("track", "track"), ("grade", "grade"), ("extends", "level")):
        if names := names_by_kind.get(kind):
            properties[key]["examples"] = list(names)
