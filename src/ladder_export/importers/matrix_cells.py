"""This file reads the cells of a matrix: points with what is nested in them, paragraphs, examples below their label; or ratings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from textwrap import dedent

from ladder_export.importers.ir import ImportedCompetency, ImportedLadder, ImportedSection, Point, Prose
from ladder_export.importers.markdown_sections import is_examples_heading

BULLET = re.compile(r"(?:[-*•–·▪]|[0-9]{1,2}[.)])\s+")
SCALE = "Proficiency"
RATING = re.compile("[0-9]|10")
MIN_INDENT = 2  # spaces that what is nested is set in by, at least

CleanText = Callable[[str], str]
"""Inline Markdown as a ladder prints it; what is taken out of it is noted."""


@dataclass(slots=True)
class _Node:
    """A point in the making, or the cell itself: as deep as its mark, and where what is nested in it belongs."""

    indent: int
    text: str = ""
    points: list[_Node | Prose] = field(default_factory=list)
    examples: list[_Node] = field(default_factory=list)
    in_examples: bool = False

    def finish(self) -> Point:
        """The point with everything in it; there are no paragraphs within points."""
        children = tuple(one.finish() for one in self.points if isinstance(one, _Node))
        return Point(self.text, children, tuple(one.finish() for one in self.examples))


def parse_cell(source: str, clean_text: CleanText) -> ImportedSection:
    """A section without a title. In a cell without marks every line is a statement.

    Where there are marks, a line without one goes on from the point above it when it is set in
    deeper, announces examples, or is a paragraph.
    """
    lines = [line.rstrip() for line in dedent(source.expandtabs().strip("\n")).splitlines() if line.strip()]
    if not any(BULLET.match(line.lstrip()) for line in lines):
        texts = (clean_text(line.strip()) for line in lines)
        return ImportedSection("", points=tuple(Point(text) for text in texts if text))
    root = _Node(-MIN_INDENT)
    intro, stack = list[str](), [root]
    for line in lines:
        _read_line(line, stack, intro, clean_text)
    points = tuple(one.finish() if isinstance(one, _Node) else one for one in root.points)
    return ImportedSection("", intro=tuple(intro), points=points, examples=tuple(one.finish() for one in root.examples))


def _read_line(line: str, stack: list[_Node], intro: list[str], clean_text: CleanText) -> None:
    text = line.lstrip()
    indent = len(line) - len(text)
    while len(stack) > 1 and indent < stack[-1].indent + MIN_INDENT:
        stack.pop()
    above = stack[-1]
    if found := BULLET.match(text):
        if said := clean_text(text[found.end() :]):
            point = _Node(indent, said)
            (above.examples if above.in_examples else above.points).append(point)
            stack.append(point)
    elif is_examples_heading(text):
        above.in_examples = True
    elif said := clean_text(text):
        if above.text:
            above.text = f"{above.text}\\\n{said}"
        elif above.points or above.examples:
            above.in_examples = False
            above.points.append(Prose(said))
        else:
            intro.append(said)


def with_ratings(ladder: ImportedLadder) -> ImportedLadder:
    """Return the levels of a table, rated where all that it says is numbers."""
    said = [section for level in ladder.levels for section in level.sections]
    if not said or not all(map(_rating, said)):
        return ladder
    levels = tuple(
        replace(level, sections=(), ratings=tuple((one.title, _rating(one)) for one in level.sections))
        for level in ladder.levels
    )
    numbers = list(map(int, map(_rating, said)))
    steps = tuple(map(str, range(min(numbers), max(numbers) + 1)))
    competencies = tuple(ImportedCompetency(area, SCALE) for area in dict.fromkeys(one.title for one in said))
    return replace(ladder, levels=levels, scales=((SCALE, steps),), competencies=competencies)


def _rating(section: ImportedSection) -> str:
    """The number that is all a section says; empty where it says anything else."""
    match section:
        case ImportedSection(intro=(), points=(Point(text=text, children=()),), examples=()) if RATING.fullmatch(text):
            return text
        case _:
            return ""
