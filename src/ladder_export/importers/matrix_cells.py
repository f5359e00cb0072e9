"""This file reads one cell of a matrix: points with what is nested in them, paragraphs between, examples below their label."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from textwrap import dedent

from ladder_export.importers.ir import DraftSection, Point, Prose
from ladder_export.importers.markdown_sections import is_examples

BULLET = re.compile(r"(?:[-*•–·▪]|[0-9]{1,2}[.)])\s+")
DEEPER = 2  # spaces that what is nested is set in by, at least

Clean = Callable[[str], str]
"""Inline Markdown as a ladder prints it; what is taken out of it is noted."""


@dataclass(slots=True)
class _Node:
    """A point in the making, or the cell itself: as deep as its mark, and where what is nested in it belongs."""

    indent: int
    text: str = ""
    points: list[_Node | Prose] = field(default_factory=list)
    examples: list[_Node] = field(default_factory=list)
    in_examples: bool = False

    def done(self) -> Point:
        """The point with everything in it; there are no paragraphs within points."""
        children = tuple(one.done() for one in self.points if isinstance(one, _Node))
        return Point(self.text, children, tuple(one.done() for one in self.examples))


def read_cell(source: str, clean: Clean) -> DraftSection:
    """A section without a title. In a cell without marks every line is a statement.

    Where there are marks, a line without one goes on from the point above it when it is set in
    deeper, announces examples, or is a paragraph.
    """
    lines = [line.rstrip() for line in dedent(source.expandtabs().strip("\n")).splitlines() if line.strip()]
    if not any(BULLET.match(line.lstrip()) for line in lines):
        texts = (clean(line.strip()) for line in lines)
        return DraftSection("", points=tuple(Point(text) for text in texts if text))
    root = _Node(-DEEPER)
    intro, stack = list[str](), [root]
    for line in lines:
        _read_line(line, stack, intro, clean)
    points = tuple(one.done() if isinstance(one, _Node) else one for one in root.points)
    return DraftSection("", intro=tuple(intro), points=points, examples=tuple(one.done() for one in root.examples))


def _read_line(line: str, stack: list[_Node], intro: list[str], clean: Clean) -> None:
    text = line.lstrip()
    indent = len(line) - len(text)
    while len(stack) > 1 and indent < stack[-1].indent + DEEPER:
        stack.pop()
    above = stack[-1]
    if found := BULLET.match(text):
        if said := clean(text[found.end() :]):
            point = _Node(indent, said)
            (above.examples if above.in_examples else above.points).append(point)
            stack.append(point)
    elif is_examples(text):
        above.in_examples = True
    elif said := clean(text):
        if above.text:
            above.text = f"{above.text}\\\n{said}"
        elif above.points or above.examples:
            above.in_examples = False
            above.points.append(Prose(said))
        else:
            intro.append(said)
