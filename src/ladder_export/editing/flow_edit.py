"""Change values in brackets and braces of a YAML file ("flow style"), such as `[a, b]`; the rest stays as typed."""

from __future__ import annotations

from ladder_export.editing.changes import Change, ListChange, MapChange, Whole, placed_keys
from ladder_export.editing.new_content import flow_source, new_content, new_entry
from ladder_export.editing.scalars import scalar_source
from ladder_export.reading.yaml.source_ranges import SourceRange

SHARED = "this value has an anchor (&) or is an alias (*), so others would change with it"


class RangeMismatch(Exception):
    """Raised for a YAML value that cannot be changed without changing others; `reason` says why.

    `offset` is the number of characters in the file before the value.
    """

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.reason, self.offset = reason, offset


def flow_text(text: str, source_range: SourceRange, change: Change) -> str:
    """Return the YAML source of a value in brackets or braces after a change; unchanged parts stay as typed.

    `text` is the whole file, `source_range` the range of the value in it. Raises RangeMismatch if the value cannot be
    changed without changing others.
    """
    source = text[source_range.start : source_range.end]
    if change is Whole.KEEP:
        return source
    if source_range.is_shared or ("#" in source and not source_range.is_scalar):
        raise RangeMismatch(
            "the list or mapping in brackets holds an anchor (&), an alias (*) or a number sign (#)", source_range.start
        )
    match change:
        case str():
            return scalar_source(change, source, source_range.style, 0, is_flow=True)[0]
        case MapChange():
            return _entries(text, source_range, change)
        case ListChange(items=items):
            parts = (
                flow_source(new_content(item_change))
                if at is None
                else flow_text(text, source_range.items[at], item_change)
                for at, item_change in items
            )
            return "[" + ", ".join(parts) + "]"
        case _:
            return flow_source(new_content(change))


def _entries(text: str, source_range: SourceRange, changed: MapChange) -> str:
    entries = {key: text[start : value.end] for key, (start, value) in source_range.keys.items()}
    for key, inner_change in changed.values.items():
        if inner_change is Whole.REMOVE:
            del entries[key]
        elif key in source_range.keys:
            start, value = source_range.keys[key]
            entries[key] = text[start : value.start] + flow_text(text, value, inner_change)
        else:
            entries[key] = f"{key}: {flow_source(new_entry(key, inner_change))}"
    return "{" + ", ".join(entries[key] for key in placed_keys(entries, changed.follows)) + "}"
