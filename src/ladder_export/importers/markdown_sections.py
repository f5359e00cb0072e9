"""Collect one section of a page block by block: paragraphs, points with nested points, examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ladder_export.core.ui_strings import all_ui_strings
from ladder_export.importers.blocks import ListItem, PageBlock
from ladder_export.importers.ir import ImportedSection, Point, Prose
from ladder_export.importers.markdown_inline import UnplacedCollector, split_icon

# In every language of ladder-export, so that its own Markdown can be imported.
EXAMPLE_WORDS = frozenset(
    (
        *("example", "for example", "beispiel", "zum beispiel", "exemple", "par exemple", "ejemplo", "por ejemplo"),
        *(words.examples.casefold() for words in all_ui_strings()),
    )
)
EXAMPLE_BEFORE = re.compile(
    rf"[*_]{{0,3}}(?:{'|'.join(map(re.escape, sorted(EXAMPLE_WORDS)))})[*_]{{0,3}}\s*:\s*[*_]{{0,3}}\s*(?=\S)",
    re.IGNORECASE,
)
MARKS = "*_:：. \t"
PAGE_FRAME = "it is a menu, footer or form of the page"
MARKUP = "this cannot be printed"


@dataclass(slots=True)
class PageContents(UnplacedCollector):
    """Title, summary, facts and sections of a page, filled while its blocks are read.

    `title` is without bold and italics. `facts` are values by label. `sections` are in the order of the page.
    """

    title: str = ""
    summary: list[str] = field(default_factory=list)
    is_draft: bool = False
    facts: dict[str, str] = field(default_factory=dict)
    sections: list[ImportedSection] = field(default_factory=list)


@dataclass(slots=True)
class Area:
    """A section of an imported page while its blocks are read.

    `line` and `level` (1 to 6, 0 above the first heading) are those of its heading. `mode` says what the next list
    holds: "points" (statements), "label" (examples, which a line such as "Examples:" announced) or "details" (examples,
    until a `<details>` element ends).
    """

    title: str = ""
    line: int = 1
    level: int = 0
    mode: str = "points"
    intro: list[str] = field(default_factory=list)
    points: list[Point | Prose] = field(default_factory=list)
    examples: list[Point] = field(default_factory=list)

    @property
    def has_content(self) -> bool:
        """Return whether the section has any text below its heading so far."""
        return bool(self.intro or self.points or self.examples)

    def finish(self, guess: str = "") -> ImportedSection:
        """Return the completed section, with the emoji of its title as icon.

        `guess` is a comment for its YAML on something that was guessed, empty for none.
        """
        icon, title = split_icon(self.title)
        return ImportedSection(title, icon, tuple(self.intro), tuple(self.points), tuple(self.examples), guess=guess)


def add_block(parts: PageContents, area: Area, block: PageBlock) -> None:
    """Add a block to `area`, the section of the page that is being read, as paragraph, points or examples.

    Markup that cannot be printed is recorded in `parts` as unplaced text.
    """
    match block.kind:
        case "list":
            target = area.examples if area.mode != "points" else area.points
            target.extend(_points(parts, block.items))
            area.mode = "points" if area.mode == "label" else area.mode
        case "heading":
            area.mode = "label"
        case "opening":
            _open_details(parts, area, block)
        case "closing":
            area.mode = "points"
        case "markup":
            parts.add_unplaced(block.line, block.text, PAGE_FRAME if block.level else MARKUP)
        case _:
            _add_text(parts, area, replace(block, text=block_text(block)))


def _open_details(parts: PageContents, area: Area, block: PageBlock) -> None:
    """Begin a <details> element: it holds examples, or its summary is a bold paragraph."""
    area.mode = "details" if is_examples_heading(block.text) else "points"
    if area.mode == "points" and block.text:
        _add_paragraph(parts, area, f"**{block.text}**", block.line)


def block_text(block: PageBlock) -> str:
    """Return the text of a block; a table becomes a line for each row, with vertical bars between cells."""
    if block.kind != "table":
        return block.text
    rows = (" | ".join(" ".join(cell.split()) for cell in row if cell.strip()) for row in block.rows)
    return "\\\n".join(filter(None, rows))


def _add_text(parts: PageContents, area: Area, block: PageBlock) -> None:
    """Add a paragraph: a heading of examples, an example with its label on one line, or text of the section."""
    if is_examples_heading(block.text):
        area.mode = "label" if area.mode == "points" else area.mode
    elif match := EXAMPLE_BEFORE.match(block.text):
        area.examples.append(Point(parts.inline(block.text[match.end() :], block.line)))
    elif area.mode == "details":
        area.examples.append(Point(parts.inline(block.text, block.line)))
    else:
        area.mode = "points"
        _add_paragraph(parts, area, block.text, block.line)


def _add_paragraph(parts: PageContents, area: Area, source: str, line: int) -> None:
    """Add a paragraph to the intro, or between points once there are any."""
    text = parts.inline(source, line)
    if not text:
        return
    if area.points or area.examples:
        area.points.append(Prose(text))
    else:
        area.intro.append(text)


def _points(parts: PageContents, items: Iterable[ListItem]) -> Iterator[Point]:
    """Yield the items of a list that have text."""
    points = (_point(parts, item) for item in items)
    return (point for point in points if point.text or point.children or point.examples)


def _point(parts: PageContents, item: ListItem) -> Point:
    """Return a list item with its nested lists, as children or, below a line that announces them, as examples."""
    if _is_line(item):  # true of nearly all items
        return Point(parts.inline(item.blocks[0].text, item.blocks[0].line))
    texts: list[str] = []
    children: list[Point] = []
    examples: list[Point] = []
    target = children
    for block in split_example_headings(item.blocks):
        if block.kind == "list":
            target.extend(_points(parts, block.items))
        elif block.kind == "closing":
            target = children
        elif block.kind == "markup":
            parts.add_unplaced(block.line, block.text, MARKUP)
        elif is_examples_heading(block.text):
            target = examples
        elif target is examples or children:
            target.append(Point(parts.inline(block_text(block), block.line)))
        else:
            texts.append(parts.inline(block_text(block), block.line))
    return _non_empty_point("\\\n".join(texts), tuple(children), tuple(examples))


def _is_line(item: ListItem) -> bool:
    """Return whether an item is one line of text."""
    return len(item.blocks) == 1 and item.blocks[0].kind == "paragraph" and "\n" not in item.blocks[0].text


def _non_empty_point(text: str, children: tuple[Point, ...], examples: tuple[Point, ...]) -> Point:
    """Return a point with text: where an item begins with a list, the list's first point takes its place."""
    if text or not (children or examples):
        return Point(text, children, examples)
    if not children:
        first, *more = examples
        return Point(first.text, first.children, (*first.examples, *more))
    first, *more = children
    return Point(first.text, (*first.children, *more), (*first.examples, *examples))


def is_examples_heading(text: str) -> bool:
    """Return whether a line only announces examples, such as "Examples:"."""
    return matches_words(text, EXAMPLE_WORDS)


def matches_words(text: str, words: frozenset[str]) -> bool:
    """Return whether a line is one of `words` (in lower case), ignoring punctuation and styles around it."""
    return text.strip(MARKS).casefold() in words


def split_example_headings(blocks: Iterable[PageBlock]) -> Iterator[PageBlock]:
    """Yield the blocks; a paragraph whose last line only announces examples is split into two before that line."""
    for block in blocks:
        before, line_break, last = block.text.rpartition("\n")
        if line_break and is_examples_heading(last):
            yield replace(block, text=before)
            yield replace(block, text=last, line=block.line + before.count("\n") + 1)
        else:
            yield block
