"""Write out ids of rating steps before a translation changes their titles: ratings may name a step by its title."""

from __future__ import annotations

from dataclasses import replace

from ladder_export.reading.nodes import ListNode, MappingNode, Node, ScalarNode


def with_step_ids(shared: MappingNode) -> MappingNode:
    """Return the parsed ladder.yaml with an id for every step of its rating scales: by default, the step's title."""
    scales = shared.values.get("scales")
    if not isinstance(scales, MappingNode):
        return shared
    named = {name: _steps(scale) for name, scale in scales.values.items()}
    return replace(shared, values={**shared.values, "scales": replace(scales, values=named)})


def _steps(scale: Node) -> Node:
    steps = scale.values.get("steps") if isinstance(scale, MappingNode) else None
    if not isinstance(scale, MappingNode) or not isinstance(steps, ListNode):
        return scale
    items = tuple(_step(item) for item in steps.items)
    return replace(scale, values={**scale.values, "steps": replace(steps, items=items)})


def _step(item: Node) -> Node:
    """A step with its id written out, which its title is where it has none."""
    match item:
        case ScalarNode(span=span):
            return MappingNode(span, {"id": span, "title": span}, {"id": item, "title": item})
        case MappingNode(values=values) if "id" not in values and "title" in values:
            return replace(item, keys={**item.keys, "id": item.span}, values={**values, "id": values["title"]})
    return item
