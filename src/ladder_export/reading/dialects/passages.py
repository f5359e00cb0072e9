"""This file sorts the blocks of a Markdown page into a title, a summary, facts and sections, whatever their dialect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ladder_export.reading.dialects.draft import DraftSection, Page, Point, Prose, Unplaced
from ladder_export.reading.dialects.inline import Dropped, clean, icon_of, plain
from ladder_export.reading.dialects.outline import Block, Item, outline
from ladder_export.words import BUILT_IN

# In every language of ours: what our own Markdown says, it must understand.
EXAMPLES = frozenset({"example", "for example", *(words.examples.casefold() for words in BUILT_IN.values())})
DRAFT = frozenset(words.draft.casefold() for words in BUILT_IN.values())
EXAMPLE_BEFORE = re.compile(r"[*_]{0,3}(?:for )?examples?[*_]{0,3}\s*:\s*[*_]{0,3}\s*(?=\S)", re.IGNORECASE)
MARKS = "*_:：. \t"

# A line that is nothing but strong is a heading in pages without real ones, closed or not.
BOLD_LINE = re.compile(r"(\*{2,3}|__)\s*(?P<title>[^*_\n]{1,100}?)\s*:?\s*(?:\1)?\s*:?")
SENTENCE_END = (".", "!", "?", ";", ",")

BOLD_FACT = re.compile(
    r"(\*\*|__)(?P<label>[^*_:]{1,60}?)\s*(?P<in>:?)\s*\1\s*(?P<out>[:–—-]?)\s*(?P<value>\S.*)", re.DOTALL
)
BARE_FACT = re.compile(r"(?P<label>[^\W\d_][^:*_`.\n]{0,40}):[ \t]+(?P<value>\S.*)", re.DOTALL)

WITHOUT_TITLE = "Expectations"


@dataclass(slots=True)
class Sorted:
    """A page in parts. `title` is as typed but for its style; `sections` are in the order of the page."""

    page: Page
    title: str = ""
    summary: list[str] = field(default_factory=list)
    is_draft: bool = False
    facts: dict[str, str] = field(default_factory=dict)
    sections: list[DraftSection] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)

    def lose(self, line: int, text: str, why: str) -> None:
        """Notes text that has no place."""
        self.unplaced.append(Unplaced(self.page.file, line, text, why))

    def inline(self, source: str, line: int) -> str:
        """Inline Markdown as a ladder prints it; what is taken out of it is noted."""
        return self._told(clean(source), line)

    def heading(self, source: str, line: int) -> str:
        """A title without style; where a link in it leads is noted."""
        return self._told(plain(source), line)

    def _told(self, cleaned: tuple[str, tuple[Dropped, ...]], line: int) -> str:
        text, dropped = cleaned
        for one in dropped:
            self.lose(line, one.text, one.why)
        return text


@dataclass(slots=True)
class _Open:
    """A section in the making. `mode` says where a list or paragraph belongs."""

    title: str = ""
    line: int = 1
    mode: str = "points"
    intro: list[str] = field(default_factory=list)
    points: list[Point | Prose] = field(default_factory=list)
    examples: list[Point] = field(default_factory=list)

    @property
    def says(self) -> bool:
        """Whether anything belongs to it yet."""
        return bool(self.intro or self.points or self.examples)

    def done(self, guess: str = "") -> DraftSection:
        """The section, its icon apart from its title."""
        icon, title = icon_of(self.title)
        return DraftSection(title, icon, tuple(self.intro), tuple(self.points), tuple(self.examples), guess=guess)


def sort_page(page: Page, lines: Sequence[str], first: int = 1) -> Sorted:
    """A page about one thing: its title is the first heading, every further heading opens a section."""
    parts = Sorted(page)
    blocks = list(outline(lines, first))
    if not any(block.kind == "heading" for block in blocks):
        blocks = [_bold_heading(block) for block in blocks]
    start = next((place for place, block in enumerate(blocks) if block.kind == "heading"), None)
    if start is not None:
        parts.title = parts.heading(blocks[start].text, blocks[start].line)
        del blocks[start]
    sort_blocks(parts, blocks)
    return parts


def sort_blocks(parts: Sorted, blocks: Iterable[Block]) -> None:
    """Blocks below a title, into the summary, facts and sections of the page."""
    area = _Open()
    opened = False
    for block in _parted(blocks):
        if block.kind == "heading" and not (opened and is_examples(block.text)):
            _close(parts, area, opened=opened)
            area, opened = _Open(parts.heading(block.text, block.line), block.line), True
        elif opened or area.says:
            _add(parts, area, block)
        else:
            _add_before_sections(parts, area, block)
    _close(parts, area, opened=opened)


def is_examples(text: str) -> bool:
    """Whether a line announces examples and says nothing else."""
    return _says(text, EXAMPLES)


def _says(text: str, words: frozenset[str]) -> bool:
    return text.strip(MARKS).casefold() in words


def _parted(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, a line that announces examples at the end of a paragraph on its own."""
    for block in blocks:
        before, line_break, last = block.text.rpartition("\n")
        if line_break and is_examples(last):
            yield replace(block, text=before)
            yield replace(block, text=last, line=block.line + before.count("\n") + 1)
        else:
            yield block


def _close(parts: Sorted, area: _Open, *, opened: bool) -> None:
    if area.says and opened:
        parts.sections.append(area.done())
    elif area.says:
        area.title = WITHOUT_TITLE
        parts.sections.append(area.done("guessed: in the source no heading stands above this text"))
    elif opened:
        parts.lose(area.line, area.title, "nothing stands below this heading")


def _bold_heading(block: Block) -> Block:
    found = BOLD_LINE.fullmatch(block.text) if block.kind == "paragraph" else None
    if not found or found["title"].endswith(SENTENCE_END) or is_examples(block.text):
        return block
    return Block("heading", block.line, found["title"], 2)


def _add_before_sections(parts: Sorted, area: _Open, block: Block) -> None:
    """Before the first section a quote or paragraph is the summary, and labelled lines are facts."""
    match block.kind:
        case "quote":
            parts.summary.append(parts.inline(block.text, block.line))
        case "paragraph":
            _add_opening(parts, block)
        case "list":
            rest = tuple(_without_facts(parts, block))
            if rest:
                _add(parts, area, Block("list", rest[0].line, items=rest))
        case _:
            _add(parts, area, block)


def _add_opening(parts: Sorted, block: Block) -> None:
    """A paragraph before the first section: the stamp of a draft, a fact in every line, or summary."""
    rows = [_bold_fact(row.strip()) for row in block.text.split("\n")]
    labels = [row["label"] for row in rows if row]
    if _says(block.text, DRAFT):
        parts.is_draft = True
    elif len(set(labels)) == len(rows) and not parts.facts.keys() & set(labels):
        for offset, row in enumerate(rows):
            if row:
                _add_fact(parts, row, block.line + offset)
    elif text := parts.inline(block.text, block.line):
        parts.summary.append(text)


def _bold_fact(text: str) -> re.Match[str] | None:
    """A strong label and its value, with a colon or dash between them."""
    found = BOLD_FACT.fullmatch(text)
    return found if found and (found["in"] or found["out"]) else None


def _without_facts(parts: Sorted, block: Block) -> Iterator[Item]:
    """The items of a list that are no facts; the facts are taken into the page."""
    bare = all(
        not item.number and len(item.blocks) == 1 and BARE_FACT.fullmatch(item.blocks[0].text) for item in block.items
    )
    for item in block.items:
        text = item.blocks[0].text if len(item.blocks) == 1 and item.blocks[0].kind == "paragraph" else ""
        found = _bold_fact(text) or (BARE_FACT.fullmatch(text) if bare else None)
        if item.number or not found or found["label"] in parts.facts:
            yield item
        else:
            _add_fact(parts, found, item.line)


def _add_fact(parts: Sorted, found: re.Match[str], line: int) -> None:
    parts.facts[parts.heading(found["label"], line)] = parts.inline(found["value"], line)


def _add(parts: Sorted, area: _Open, block: Block) -> None:
    """A block inside a section."""
    match block.kind:
        case "list":
            wanted = area.examples if area.mode != "points" else area.points
            wanted.extend(_point(parts, item) for item in block.items)
            if area.mode == "label":
                area.mode = "points"
        case "heading":
            area.mode = "label"
        case "opening":
            area.mode = "details"
            if not is_examples(block.text):
                area.mode = "points"
                _add_paragraph(parts, area, f"**{block.text}**" if block.text else "", block.line)
        case "closing":
            area.mode = "points"
        case "markup":
            parts.lose(block.line, block.text, "HTML cannot be printed")
        case _:
            _add_text(parts, area, block)


def _add_text(parts: Sorted, area: _Open, block: Block) -> None:
    """A paragraph: the label of examples, an example in one line with its label, or text of the section."""
    if is_examples(block.text):
        area.mode = "label" if area.mode == "points" else area.mode
    elif found := EXAMPLE_BEFORE.match(block.text):
        area.examples.append(Point(parts.inline(block.text[found.end() :], block.line)))
    elif area.mode == "details":
        area.examples.append(Point(parts.inline(block.text, block.line)))
    else:
        area.mode = "points"
        _add_paragraph(parts, area, block.text, block.line)


def _add_paragraph(parts: Sorted, area: _Open, source: str, line: int) -> None:
    text = parts.inline(source, line)
    if not text:
        return
    if area.points or area.examples:
        area.points.append(Prose(text))
    else:
        area.intro.append(text)


def _point(parts: Sorted, item: Item) -> Point:
    """A list item with everything nested in it: lists are its children, or examples below a line that says so."""
    texts: list[str] = [item.number] if item.number else []
    children: list[Point] = []
    examples: list[Point] = []
    into = children
    for block in _parted(item.blocks):
        if block.kind == "list":
            into.extend(_point(parts, inner) for inner in block.items)
        elif block.kind == "closing":
            into = children
        elif block.kind == "markup":
            parts.lose(block.line, block.text, "HTML cannot be printed")
        elif is_examples(block.text):
            into = examples
        elif into is examples or children:
            into.append(Point(parts.inline(block.text, block.line)))
        else:
            texts.append(parts.inline(block.text, block.line))
    head, *more = texts or [""]
    number_alone = bool(item.number and more)
    text = "\\\n".join([f"{head} {more[0]}", *more[1:]] if number_alone else [head, *more])
    return _standing(text, tuple(children), tuple(examples))


def _standing(text: str, children: tuple[Point, ...], examples: tuple[Point, ...]) -> Point:
    """A point says something itself: where an item begins with a list, that list's first point speaks for it."""
    if text or not children:
        return Point(text, children, examples)
    first, *others = children
    return Point(first.text, (*first.children, *others), (*first.examples, *examples))
