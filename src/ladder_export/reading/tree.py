"""This file is a YAML file's content and where each part of it stood, without any YAML left in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ladder_export.model import SourceFile
from ladder_export.problems import Problem, Span

Place = tuple[str | int, ...]
"""The way from the top of a file to a value: mapping keys and list positions."""


@dataclass(slots=True)
class Tree:
    """One file's content: text, None, lists and dicts, and where each key and value stood.

    Every scalar is the text that was typed, so that `1.10`, `no` and `2026-01-01` mean
    themselves; a plain nothing, `~` or `null` is None.
    """

    source: SourceFile
    file: str
    lines: list[str]
    data: object = None
    values: dict[Place, Span] = field(default_factory=dict)
    keys: dict[Place, Span] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def top(self) -> Span:
        """The file as a whole."""
        return Span(self.file, 1, 1, 1, self.lines[0] if self.lines else "")

    def span(self, line: int, column: int, length: int = 1) -> Span:
        """A stretch of one line, counted from 0 as YAML's marks are."""
        excerpt = self.lines[line] if line < len(self.lines) else ""
        return Span(self.file, line + 1, column + 1, max(1, min(length, len(excerpt) - column)), excerpt)

    def value_span(self, place: Place) -> Span:
        """Where a value stands, else the nearest thing around it."""
        for end in range(len(place), -1, -1):
            found = self.values.get(place[:end]) or self.keys.get(place[:end])
            if found and end:
                return found
        return self.top

    def key_span(self, place: Place) -> Span:
        """Where a key stands, else where its value does."""
        return self.keys.get(place) or self.value_span(place)
