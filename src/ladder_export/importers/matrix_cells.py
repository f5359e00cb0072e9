"""This file reads the cells of a matrix: points with what is nested in them, paragraphs, examples below their label; or ratings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from textwrap import dedent

from ladder_export.importers.ir import Draft, DraftCompetency, DraftSection, Point, Prose
from ladder_export.importers.markdown_sections import is_examples

BULLET = re.compile(r"(?:[-*•–·▪]|[0-9]{1,2}[.)])\s+")
SCALE = "Proficiency"
RATING = re.compile("[0-9]|10")
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


def rated(draft: Draft) -> Draft:
    """Return the levels of a table, rated where all that it says is numbers."""
    said = [section for level in draft.levels for section in level.sections]
    if not said or not all(map(_rating, said)):
        return draft
    levels = tuple(
        replace(level, sections=(), ratings=tuple((one.title, _rating(one)) for one in level.sections))
        for level in draft.levels
    )
    numbers = list(map(int, map(_rating, said)))
    steps = tuple(map(str, range(min(numbers), max(numbers) + 1)))
    competencies = tuple(DraftCompetency(area, SCALE) for area in dict.fromkeys(one.title for one in said))
    return replace(draft, levels=levels, scales=((SCALE, steps),), competencies=competencies)


def _rating(section: DraftSection) -> str:
    """The number that is all a section says; empty where it says anything else."""
    match section:
        case DraftSection(intro=(), points=(Point(text=text, children=()),), examples=()) if RATING.fullmatch(text):
            return text
        case _:
            return ""
