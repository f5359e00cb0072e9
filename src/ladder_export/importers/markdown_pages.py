"""This file sorts the blocks of a page into a title, a summary, facts and sections, whatever its dialect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from ladder_export.core.ui_strings import all_words
from ladder_export.importers.blocks import ListItem, PageBlock
from ladder_export.importers.markdown_inline import to_plain_title
from ladder_export.importers.markdown_sections import (
    Area,
    PageContents,
    add_block,
    is_examples_heading,
    matches_words,
    split_example_headings,
)
from ladder_export.importers.parsed_pages import DEEPEST_HEADING, ParsedPage, bold_heading, navigation_unplaced
from ladder_export.reading.slugs import slug

# What our own Markdown says of a draft, in every language of ours.
DRAFT_WORDS = frozenset(words.draft.casefold() for words in all_words())


BOLD_FACT = re.compile(
    r"(\*\*|__)(?P<label>[^*_:]{1,60}?)\s*(?P<in>:?)\s*\1\s*(?P<out>[:–—-]?)\s*(?P<value>\S.*)", re.DOTALL
)
BARE_FACT = re.compile(r"(?P<label>[^\W\d_][^:*_`.\n]{0,40}):[ \t]+(?P<value>\S.*)", re.DOTALL)

UNTITLED_SECTION = "Expectations"

# What the columns of a table of areas are called.
AREA_TABLE_HEADERS = frozenset(
    "area areas skill skills competency competencies dimension category topic theme pillar attribute expectation expectations"
    " typical description what we expect you expected behaviour behaviours behavior behaviors criteria requirement requirements"
    " responsibilities responsibility details".split()
)
NO_HEADING_GUESS = "guessed: in the source no heading stands above this text"


def start_page(parsed: ParsedPage) -> PageContents:
    """Return a page that has nothing but its title yet; what leads elsewhere, and another title, are noted."""
    parts, block = PageContents(parsed.page, title=parsed.titles[0]), parsed.title_block
    parts.unplaced += navigation_unplaced(parsed)
    if parsed.titles[1]:
        parts.add_unplaced(block.line if block else 1, parsed.titles[1], "this is another title of the page")
    return parts


def page_contents(parsed: ParsedPage) -> PageContents:
    """A page about one thing: below its title, every heading opens a section."""
    parts, block = start_page(parsed), parsed.title_block
    if block:
        parts.heading(block.text, block.line)  # where a link in it leads is noted
    classify_blocks(parts, [one for one in parsed.blocks if one is not block])
    return parts


def _expand_area_tables(blocks: Iterable[PageBlock]) -> Iterator[PageBlock]:
    """The blocks, a table of areas and what is expected in them as headings with lists."""
    for block in blocks:
        if block.kind != "table" or not _is_area_table(block):
            yield block
            continue
        for number, (area, *cells) in enumerate(block.rows[1:]):
            line = block.lines[number + 1] if block.lines else block.line
            yield PageBlock("heading", line, area, DEEPEST_HEADING + 1)
            lines = [one.removeprefix("- ") for cell in cells for one in cell.split("\n") if one.strip()]
            items = tuple(ListItem((PageBlock("paragraph", line, one),), "", line) for one in lines)
            yield PageBlock("list", line, items=items)


def _bold_lines_as_headings(blocks: Sequence[PageBlock]) -> Iterator[PageBlock]:
    """Yield the blocks; where there are no headings, strong lines with text below them are some."""
    bare = not any(block.kind == "heading" for block in blocks)
    for block, below in zip_longest(blocks, blocks[1:]):
        named = bold_heading(block) if bare and below and below.kind in ("list", "paragraph") else block
        yield block if named is not block and bold_heading(below) is not below else named


def _is_area_table(block: PageBlock) -> bool:
    """Whether a table has two columns, called as areas and expectations are, and says something of each."""
    head = [set(re.findall(r"\w+", to_plain_title(cell)[0].casefold())) for cell in (block.rows or ((),))[0]]
    return (
        len(head) == 2  # noqa: PLR2004  # areas, and what is expected
        and all(words and words <= AREA_TABLE_HEADERS for words in head)
        and all(len(row) == len(head) and all(cell.strip() for cell in row) for row in block.rows[1:])
    )


def classify_blocks(parts: PageContents, blocks: Iterable[PageBlock]) -> None:
    """Blocks below a title, into the summary, facts and sections of the page.

    A heading with nothing but deeper headings below it stands before each of these.
    """
    area = Area()
    opened = False
    groups: list[tuple[int, str]] = []
    for block in split_example_headings(_bold_lines_as_headings(list(_expand_area_tables(blocks)))):
        if block.kind == "heading" and not (opened and is_examples_heading(block.text)):
            if opened and not area.has_content and 0 < area.level < block.level:
                groups.append((area.level, area.title))
            else:
                _close_area(parts, area)
            groups = [one for one in groups if one[0] < block.level]
            title = ": ".join([*(above for _, above in groups[-1:]), parts.heading(block.text, block.line)])
            area, opened = Area(title, block.line, block.level), True
        elif opened or area.has_content:
            add_block(parts, area, block)
        else:
            _add_before_sections(parts, area, block)
    _close_area(parts, area)


def _close_area(parts: PageContents, area: Area) -> None:
    if area.has_content and area.title:
        parts.sections.append(area.finish())
    elif area.has_content:
        area.title = UNTITLED_SECTION
        parts.sections.append(area.finish(NO_HEADING_GUESS))
    elif area.title:
        parts.add_unplaced(area.line, area.title, "nothing stands below this heading")


def _add_before_sections(parts: PageContents, area: Area, block: PageBlock) -> None:
    """Before the first section a quote or paragraph is the summary, and labelled lines are facts."""
    match block.kind:
        case "quote":
            parts.summary.append(parts.inline(block.text, block.line))
        case "paragraph":
            _add_opening_paragraph(parts, block)
        case "list":
            rest = tuple(_take_facts(parts, block))
            if rest:
                add_block(parts, area, PageBlock("list", rest[0].line, items=rest))
        case _:
            add_block(parts, area, block)


def _add_opening_paragraph(parts: PageContents, block: PageBlock) -> None:
    """A paragraph before the first section: the stamp of a draft, a fact in every line, or summary."""
    rows = [_bold_fact(row.strip()) for row in block.text.split("\n")]
    labels = [slug(row["label"]) for row in rows if row]
    if matches_words(block.text, DRAFT_WORDS):
        parts.is_draft = True
    elif len(set(labels)) == len(rows) and not any(_cannot_add_fact(parts, label) for label in labels):
        for offset, row in enumerate(rows):
            if row:
                _add_fact(parts, row, block.line + offset)
    elif text := parts.inline(block.text, block.line):
        parts.summary.append(text)


def _bold_fact(text: str) -> re.Match[str] | None:
    """A strong label and its value, with a colon or dash between them."""
    found = BOLD_FACT.fullmatch(text)
    return found if found and (found["in"] or found["out"]) else None


def _take_facts(parts: PageContents, block: PageBlock) -> Iterator[ListItem]:
    """The items of a list that are no facts; the facts are taken into the page."""
    bare = all(
        not item.number and len(item.blocks) == 1 and BARE_FACT.fullmatch(item.blocks[0].text) for item in block.items
    )
    for item in block.items:
        text = item.blocks[0].text if len(item.blocks) == 1 and item.blocks[0].kind == "paragraph" else ""
        found = _bold_fact(text) or (BARE_FACT.fullmatch(text) if bare else None)
        if item.number or not found or _cannot_add_fact(parts, slug(found["label"])):
            yield item
        else:
            _add_fact(parts, found, item.line)


def _cannot_add_fact(parts: PageContents, name: str) -> bool:
    """Whether a fact of that id cannot be taken: it is there already, or the label has no letter to make an id of."""
    return not name or name in map(slug, parts.facts)


def _add_fact(parts: PageContents, found: re.Match[str], line: int) -> None:
    parts.facts[parts.heading(found["label"], line)] = parts.inline(found["value"], line)
