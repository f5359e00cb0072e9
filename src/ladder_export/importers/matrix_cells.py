"""Parse a cell of a table of levels and sections: points, paragraphs, examples below their label; or a rating."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from textwrap import dedent

from ladder_export.importers.ir import ImportedCompetency, ImportedLadder, ImportedSection, Point, Prose
from ladder_export.importers.markdown_pages import UNTITLED_SECTION
from ladder_export.importers.markdown_sections import is_examples_heading

BULLET = re.compile(r"(?:[-*•–·▪]|[0-9]{1,2}[.)])\s+")
SCALE = "Proficiency"
RATING = re.compile("[0-9]|10")
MIN_INDENT = 2  # spaces, at least, before a nested line

# Cells that say that a level has what the row names, or has not.
YES_MARKS = frozenset("✅ ☑ ✓ ✔ 🗸 ● ⬤ 🟢 x X".split())
CHECK_MARKS = YES_MARKS | frozenset("❌ ✗ ✘ ○ ⬜ ☐ - – —".split())
VARIATION = "\ufe0f"  # asks for the coloured form of a character

CleanText = Callable[[str], str]
"""Inline Markdown as a ladder prints it; what is taken out of it is noted."""


@dataclass(slots=True)
class _Node:
    """A point being read, or the whole cell: its indent in columns, and whether new points are examples.

    Only the whole cell has no text, and paragraphs above its points (`intro`).
    """

    indent: int
    text: str = ""
    intro: list[str] = field(default_factory=list)
    points: list[_Node | Prose] = field(default_factory=list)
    examples: list[_Node] = field(default_factory=list)
    in_examples: bool = False

    def add_point(self, point: _Node) -> None:
        """Add a nested point."""
        (self.examples if self.in_examples else self.points).append(point)

    def add_text(self, text: str) -> None:
        """Add a line without a bullet: it continues the point, or is a paragraph of the cell."""
        if self.text:
            self.text = f"{self.text}\\\n{text}"
        elif self.points or self.examples:
            self.in_examples = False
            self.points.append(Prose(text))
        else:
            self.intro.append(text)

    def finish(self) -> Point:
        """Return the point with everything nested in it, without paragraphs: points cannot contain them."""
        children = tuple(node.finish() for node in self.points if isinstance(node, _Node))
        return Point(self.text, children, tuple(node.finish() for node in self.examples))


def parse_cell(source: str, clean_text: CleanText) -> ImportedSection:
    """Return the text of a table cell as a section without title. In a cell without bullets, every line is a statement.

    In a cell with bullets, an indented line without a bullet continues the point above it. Another line without a
    bullet is a paragraph, or announces examples. `clean_text` turns each text into Markdown that a ladder can print.
    """
    lines = list(filter(None, map(str.rstrip, dedent(source.expandtabs().strip("\n")).splitlines())))
    if not any(BULLET.match(line.lstrip()) for line in lines):
        return ImportedSection("", points=tuple(map(Point, filter(None, map(clean_text, map(str.strip, lines))))))
    root = _Node(-MIN_INDENT)
    stack = [root]
    for line in lines:
        _read_line(line, stack, clean_text)
    points = tuple(node.finish() if isinstance(node, _Node) else node for node in root.points)
    examples = tuple(node.finish() for node in root.examples)
    return ImportedSection("", intro=tuple(root.intro), points=points, examples=examples)


def is_checklist(cells: Iterable[str]) -> bool:
    """Return whether the cells with text only say yes or no, so that the rows of their table are statements."""
    marks = {cell.strip().strip(VARIATION) for cell in cells} - {""}
    return bool(marks & YES_MARKS) and marks <= CHECK_MARKS


def checklist_section(title: str, descriptions: Sequence[str], mark: str) -> ImportedSection | None:
    """Return a row of a checklist as a section with one statement, the last of its headings; None if the mark says no.

    `title` has the headings of the row, with colons between them; `descriptions` are headings too long for a title.
    """
    if mark.strip().strip(VARIATION) not in YES_MARKS:
        return None
    area, _, statement = ("", "", title) if ": " not in title else title.rpartition(": ")
    area, texts = (title, tuple(descriptions)) if descriptions else (area, (statement,))
    return ImportedSection(area or UNTITLED_SECTION, points=tuple(map(Point, texts)))


def _read_line(line: str, stack: list[_Node], clean_text: CleanText) -> None:
    """Add a line to the innermost point that contains its indent."""
    text = line.lstrip()
    indent = len(line) - len(text)
    while len(stack) > 1 and indent < stack[-1].indent + MIN_INDENT:
        stack.pop()
    above = stack[-1]
    if match := BULLET.match(text):
        if content := clean_text(text[match.end() :]):
            point = _Node(indent, content)
            above.add_point(point)
            stack.append(point)
    elif is_examples_heading(text):
        above.in_examples = True
    elif content := clean_text(text):
        above.add_text(content)


def with_ratings(ladder: ImportedLadder) -> ImportedLadder:
    """Return the ladder with ratings instead of sections if each section is only a number, else unchanged."""
    sections = [section for level in ladder.levels for section in level.sections]
    if not sections or not all(map(_rating, sections)):
        return ladder
    levels = tuple(
        replace(level, sections=(), ratings=tuple((section.title, _rating(section)) for section in level.sections))
        for level in ladder.levels
    )
    numbers = list(map(int, map(_rating, sections)))
    steps = tuple(map(str, range(min(numbers), max(numbers) + 1)))
    competencies = tuple(
        ImportedCompetency(area, SCALE) for area in dict.fromkeys(section.title for section in sections)
    )
    return replace(ladder, levels=levels, scales=((SCALE, steps),), competencies=competencies)


def _rating(section: ImportedSection) -> str:
    """Return the number that is a section's only text; empty where it has any other text."""
    match section:
        case ImportedSection(intro=(), points=(Point(text=text, children=()),), examples=()) if RATING.fullmatch(text):
            return text
        case _:
            return ""
