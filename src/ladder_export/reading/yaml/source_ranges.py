"""Find where each value of a YAML file begins and ends, so that one can be replaced and nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from ladder_export.reading.nodes import NodePath
from ladder_export.reading.yaml.encoding import LINE_END
from ladder_export.reading.yaml.parser import events


@dataclass(slots=True)
class SourceRange:
    """The position of a YAML value in the text of its file: `start` and `end` are offsets in characters.

    `end` is after the last character of the value, without comments and line ends. `style` is the quoting of a scalar:
    `'`, `"`, `|` or `>`, empty if unquoted. `keys` are the entries of a mapping, each as (offset of the key, range of
    the value); `items` are those of a list. `is_flow` is true for a list in `[]` or a mapping in `{}`. `is_shared` is
    true for a value with an anchor (`&name`) and for an alias (`*name`).
    """

    start: int
    end: int
    style: str = ""
    is_flow: bool = False
    is_shared: bool = False
    keys: dict[str, tuple[int, SourceRange]] = field(default_factory=dict)
    items: list[SourceRange] = field(default_factory=list)
    is_scalar: bool = False

    def at(self, path: NodePath) -> SourceRange | None:
        """Return the range of the value at a path of keys and indexes inside this value; None if there is none.

        Values behind an alias are not found.
        """
        source_range = self
        for step in path:
            if isinstance(step, str) and step in source_range.keys:
                source_range = source_range.keys[step][1]
            elif isinstance(step, int) and step < len(source_range.items):
                source_range = source_range.items[step]
            else:
                return None
        return source_range

    def has_text(self, offset: int) -> bool:
        """Return whether an offset of the file is inside a scalar, so that a `#` there does not begin a comment."""
        parts = (*self.items, *(value for _, value in self.keys.values()))
        return (self.is_scalar and self.start <= offset < self.end) or any(child.has_text(offset) for child in parts)


def source_ranges(raw: bytes, text: str) -> SourceRange | None:
    """Return the range of the top value of a YAML file, which contains those of all others; None for an empty file.

    `text` is the decoded content of `raw` without its byte order mark.
    """
    starts = [0, *(match.end() for match in LINE_END.finditer(text))]
    return _Builder(text, starts).build(events(raw))


@dataclass(slots=True)
class _Builder:
    text: str
    line_starts: list[int]

    def build(self, stream: Iterator[yaml.Event]) -> SourceRange | None:
        for event in stream:
            if isinstance(event, yaml.NodeEvent):
                return self._value(event, stream)
        return None

    def _value(self, event: Any, stream: Iterator[Any]) -> SourceRange:  # noqa: ANN401  # PyYAML's types are incomplete
        """Return the range of the value that begins with an event; the parser limits how deep it is nested."""
        start, end = self._offset(event.start_mark), self._offset(event.end_mark)
        is_shared = isinstance(event, yaml.AliasEvent) or event.anchor is not None
        source_range = SourceRange(start, end, is_shared=is_shared, is_flow=bool(getattr(event, "flow_style", False)))
        if isinstance(event, yaml.ScalarEvent):
            source_range.style, source_range.is_scalar = event.style or "", True
            source_range.end = start + len(self.text[start:end].rstrip()) if end > start else end
        elif isinstance(event, yaml.SequenceStartEvent):
            while not isinstance(inner := next(stream), yaml.SequenceEndEvent):
                source_range.items.append(self._value(inner, stream))
            self._close(source_range, inner)
        elif isinstance(event, yaml.MappingStartEvent):
            while not isinstance(inner := next(stream), yaml.MappingEndEvent):
                key = self._value(inner, stream)
                name = inner.value if isinstance(inner, yaml.ScalarEvent) else ""
                source_range.keys[name] = (key.start, self._value(next(stream), stream))
            self._close(source_range, inner)
        return source_range

    def _close(self, source_range: SourceRange, event: Any) -> None:  # noqa: ANN401  # as above
        """Set the end of a list or mapping: of one in brackets behind them, of any other behind its last part."""
        parts = [*source_range.items, *(value for _, value in source_range.keys.values())]
        source_range.end = (
            self._offset(event.end_mark) if source_range.is_flow or not parts else max(child.end for child in parts)
        )

    def _offset(self, mark: Any) -> int:  # noqa: ANN401  # as above
        if mark.line >= len(self.line_starts):
            return len(self.text)
        offset: int = self.line_starts[mark.line] + mark.column
        return min(len(self.text), offset)
