"""Which model of the schema describes a value, found by the value's path in a file."""

from __future__ import annotations

from typing import get_args

from pydantic import BaseModel

from ladder_export.reading.nodes import NodePath
from ladder_export.reading.schema.field_types import SchemaModel


def model_at(model: type[SchemaModel], path: NodePath) -> type[SchemaModel]:
    """Return the model that the last key of a path belongs to."""
    steps = iter(path[:-1])
    for step in steps:
        field = model.model_fields.get(str(step))
        inner = _model_in(field.annotation) if field else None
        if field and inner:
            model = inner
            if inner is not field.annotation:
                next(steps, None)  # the id or position inside the mapping or list
    return model


def _model_in(annotation: object) -> type[SchemaModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation if issubclass(annotation, SchemaModel) else None
    return next((inner for argument in get_args(annotation) if (inner := _model_in(argument))), None)
