"""This file sorts the blocks of a Markdown page into a title, a summary, facts and sections, whatever their dialect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ladder_export.importers.ir import Page
from ladder_export.importers.markdown_blocks import Block, Item, outline
from ladder_export.importers.markdown_sections import Area, Sorted, add, is_examples, parted, says
from ladder_export.reading.names import slug
from ladder_export.words import BUILT_IN

# What our own Markdown says of a draft, in every language of ours.
DRAFT = frozenset(words.draft.casefold() for words in BUILT_IN.values())

# A line that is nothing but strong is a heading in pages without real ones, closed or not.
BOLD_LINE = re.compile(r"(\*{2,3}|__)\s*(?P<title>[^*_\n]{1,100}?)\s*:?\s*(?:\1)?\s*:?")
SENTENCE_END = (".", "!", "?", ";", ",")

BOLD_FACT = re.compile(
    r"(\*\*|__)(?P<label>[^*_:]{1,60}?)\s*(?P<in>:?)\s*\1\s*(?P<out>[:–—-]?)\s*(?P<value>\S.*)", re.DOTALL
)
BARE_FACT = re.compile(r"(?P<label>[^\W\d_][^:*_`.\n]{0,40}):[ \t]+(?P<value>\S.*)", re.DOTALL)

WITHOUT_TITLE = "Expectations"


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
    area = Area()
    opened = False
    for block in parted(blocks):
        if block.kind == "heading" and not (opened and is_examples(block.text)):
            _close(parts, area, opened=opened)
            area, opened = Area(parts.heading(block.text, block.line), block.line), True
        elif opened or area.says:
            add(parts, area, block)
        else:
            _add_before_sections(parts, area, block)
    _close(parts, area, opened=opened)


def _close(parts: Sorted, area: Area, *, opened: bool) -> None:
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


def _add_before_sections(parts: Sorted, area: Area, block: Block) -> None:
    """Before the first section a quote or paragraph is the summary, and labelled lines are facts."""
    match block.kind:
        case "quote":
            parts.summary.append(parts.inline(block.text, block.line))
        case "paragraph":
            _add_opening(parts, block)
        case "list":
            rest = tuple(_without_facts(parts, block))
            if rest:
                add(parts, area, Block("list", rest[0].line, items=rest))
        case _:
            add(parts, area, block)


def _add_opening(parts: Sorted, block: Block) -> None:
    """A paragraph before the first section: the stamp of a draft, a fact in every line, or summary."""
    rows = [_bold_fact(row.strip()) for row in block.text.split("\n")]
    labels = [slug(row["label"]) for row in rows if row]
    if says(block.text, DRAFT):
        parts.is_draft = True
    elif len(set(labels)) == len(rows) and not any(_is_known(parts, label) for label in labels):
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
        if item.number or not found or _is_known(parts, slug(found["label"])):
            yield item
        else:
            _add_fact(parts, found, item.line)


def _is_known(parts: Sorted, name: str) -> bool:
    """Whether a fact of that id cannot be taken: it is there already, or the label has no letter to make an id of."""
    return not name or name in map(slug, parts.facts)


def _add_fact(parts: Sorted, found: re.Match[str], line: int) -> None:
    parts.facts[parts.heading(found["label"], line)] = parts.inline(found["value"], line)
