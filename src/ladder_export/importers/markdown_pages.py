"""Sort the blocks of a Markdown or HTML page into title, summary, facts and sections, whatever its layout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby, zip_longest

from ladder_export.core.ui_strings import all_ui_strings
from ladder_export.importers.blocks import ListItem, PageBlock
from ladder_export.importers.heading_levels import FIRST_PERSON
from ladder_export.importers.markdown_inline import to_plain_title
from ladder_export.importers.markdown_sections import (
    MARKS,
    Area,
    PageContents,
    add_block,
    is_examples_heading,
    matches_words,
    split_example_headings,
)
from ladder_export.importers.parsed_pages import DEEPEST_HEADING, ParsedPage, bold_heading, navigation_unplaced
from ladder_export.reading.slugs import slug

# The mark of a draft in Markdown of ladder-export, in every language.
DRAFT_WORDS = frozenset(words.draft.casefold() for words in all_ui_strings())


BOLD_FACT = re.compile(
    r"(\*\*|__)(?P<label>[^*_:]{1,60}?)\s*(?P<in>:?)\s*\1\s*(?P<out>[:–—-]?)\s*(?P<value>\S.*)", re.DOTALL
)
BARE_FACT = re.compile(r"(?P<label>[^\W\d_][^:*_`.\n]{0,40}):[ \t]+(?P<value>\S.*)", re.DOTALL)

# The label of an area in a list whose items hold lists: "Impact:" or "**Impact**".
AREA_LABEL = re.compile(r"(?:[^\W\d_][^:*_`.\n]{0,50}\s*:|(\*\*|__)[^*_:\n]{1,50}:?\s*\1\s*:?)")

UNTITLED_SECTION = "Expectations"

# Words in the header of a table of areas.
AREA_TABLE_HEADERS = frozenset(
    "area areas skill skills competency competencies dimension category topic theme pillar attribute expectation expectations"
    " typical description what we expect you expected behaviour behaviours behavior behaviors criteria requirement requirements"
    " responsibilities responsibility details".split()
)
NO_HEADING_GUESS = "guessed: the source has no heading above this text"


def start_page(parsed: ParsedPage) -> PageContents:
    """Return the contents of a page with its title only.

    A second title, and links to pages that were not imported, are recorded as unplaced text.
    """
    parts, block = PageContents(parsed.page, title=parsed.titles[0]), parsed.title_block
    parts.unplaced += navigation_unplaced(parsed)
    if parsed.titles[1]:
        parts.add_unplaced(block.line if block else 1, parsed.titles[1], "it is a second title of the page")
    return parts


def page_contents(parsed: ParsedPage) -> PageContents:
    """Return title, summary, facts and sections of a page about one level.

    Each heading below the title opens a section.
    """
    parts, block = start_page(parsed), parsed.title_block
    if block:
        parts.heading(block.text, block.line)  # records the target of a link in it
    classify_blocks(parts, [other for other in parsed.blocks if other is not block])
    return parts


def _expand_area_tables(blocks: Iterable[PageBlock]) -> Iterator[PageBlock]:
    """Yield the blocks; a table of areas and expectations becomes headings with lists."""
    for block in blocks:
        if block.kind != "table" or not _is_area_table(block):
            yield block
            continue
        for number, (area, *cells) in enumerate(block.rows[1:]):
            line = block.lines[number + 1] if block.lines else block.line
            yield PageBlock("heading", line, area, DEEPEST_HEADING + 1)
            lines = [text.removeprefix("- ") for cell in cells for text in cell.split("\n") if text.strip()]
            items = tuple(ListItem((PageBlock("paragraph", line, text),), "", line) for text in lines)
            yield PageBlock("list", line, items=items)


def _labels_as_headings(blocks: Sequence[PageBlock]) -> Iterator[PageBlock]:
    """Yield the blocks; where there are no headings, bold lines and labels of lists with text below become headings."""
    if any(block.kind == "heading" for block in blocks):
        yield from blocks
    else:
        yield from _facts_as_areas(_bold_lines_as_headings(list(chain.from_iterable(map(_split_labels, blocks)))))


def _bold_lines_as_headings(blocks: Sequence[PageBlock]) -> Iterator[PageBlock]:
    """Yield the blocks; bold lines with text below them become headings."""
    for block, below in zip_longest(blocks, blocks[1:]):
        candidate = bold_heading(block) if below and below.kind in ("list", "paragraph") else block
        yield block if candidate is not block and bold_heading(below) is not below else candidate


def _facts_as_areas(blocks: Iterable[PageBlock]) -> Iterator[PageBlock]:
    """Yield the blocks; a paragraph with a bold label becomes an area of its own where it follows other areas."""
    has_areas = False
    for block in blocks:
        has_areas = has_areas or block.kind == "heading"
        fact = _bold_fact(block.text) if has_areas and block.kind == "paragraph" else None
        if fact and not is_examples_heading(fact["label"]):
            yield PageBlock("heading", block.line, fact["label"], DEEPEST_HEADING + 1)
            yield replace(block, text=fact["value"])
        else:
            yield block


def _split_labels(block: PageBlock) -> Iterator[PageBlock]:
    """Yield a paragraph's bold lines as paragraphs of their own, and the items of a list of areas as blocks."""
    if block.kind == "list" and _is_list_of_areas(block):
        yield from chain.from_iterable(map(_area_of_item, block.items))
    elif block.kind == "paragraph" and "\n" in block.text:
        yield from _split_bold_lines(block)
    else:
        yield block


def _split_bold_lines(block: PageBlock) -> Iterator[PageBlock]:
    """Yield a paragraph's bold lines, and the lines between them, as paragraphs."""
    lines = [replace(block, text=text, line=line) for line, text in enumerate(block.text.split("\n"), block.line)]
    for is_label, group in groupby(lines, key=_is_bold_line):
        first, *more = group
        if is_label:
            yield from (replace(line, text=line.text.rstrip(" \\")) for line in (first, *more))
        else:
            yield replace(first, text="\n".join(line.text for line in (first, *more)))


def _is_bold_line(block: PageBlock) -> bool:
    """Return whether a line of a paragraph is bold and nothing else."""
    line = replace(block, text=block.text.rstrip(" \\"))
    return bold_heading(line) is not line


def _is_list_of_areas(block: PageBlock) -> bool:
    """Return whether the items of a list are areas: all begin with a label, and several hold a list below it."""
    are_lists = [len(item.blocks) > 1 for item in block.items]
    return sum(are_lists) > 1 and all(
        _is_area_label(item.blocks[0].text) if is_list else BARE_FACT.fullmatch(_only_paragraph(item))
        for item, is_list in zip(block.items, are_lists, strict=True)
    )


def _is_area_label(text: str) -> bool:
    """Return whether the text of an item is the label of an area, and no sentence such as "I own these:"."""
    return bool(AREA_LABEL.fullmatch(text)) and not text.lstrip("*_").startswith(FIRST_PERSON)


def _area_of_item(item: ListItem) -> Iterator[PageBlock]:
    """Yield an item of a list of areas as a heading with the blocks below it."""
    label, *more = item.blocks
    fact = BARE_FACT.fullmatch(label.text)
    yield PageBlock("heading", item.line, fact["label"] if fact else label.text.strip(MARKS), DEEPEST_HEADING + 1)
    if fact:
        value = replace(label, text=fact["value"])
        yield PageBlock("list", item.line, items=(ListItem((value,), "", item.line),))
    yield from more


def _is_area_table(block: PageBlock) -> bool:
    """Return whether a table has two columns named like areas and expectations, without empty cells."""
    head = [set(re.findall(r"\w+", to_plain_title(cell)[0].casefold())) for cell in (block.rows or ((),))[0]]
    return (
        len(head) == 2  # noqa: PLR2004  # areas and expectations
        and all(words and words <= AREA_TABLE_HEADERS for words in head)
        and all(len(row) == len(head) and all(cell.strip() for cell in row) for row in block.rows[1:])
    )


def classify_blocks(parts: PageContents, blocks: Iterable[PageBlock]) -> None:
    """Add the blocks below a page's title to the summary, facts and sections in `parts`.

    A heading with only deeper headings below it opens no section: its text is put before the titles of these ("Craft:
    Testing").
    """
    area, parents = Area(), list[Area]()
    for block in split_example_headings(_labels_as_headings(list(_expand_area_tables(blocks)))):
        if block.kind == "heading" and not (area.level and is_examples_heading(block.text)):
            area = _next_area(parts, area, block, parents)
        elif area.level or area.has_content:
            add_block(parts, area, block)
        else:
            _add_before_sections(parts, area, block)
    _close_area(parts, area)


def _next_area(parts: PageContents, area: Area, block: PageBlock, parents: list[Area]) -> Area:
    """Return the section that a heading opens; close the one before, or add it to `parents`, the headings above."""
    if 0 < area.level < block.level and not area.has_content:
        parents.append(area)
    else:
        _close_area(parts, area)
    parents[:] = [above for above in parents if above.level < block.level]
    prefix = f"{parents[-1].title}: " if parents else ""
    return Area(prefix + parts.heading(block.text, block.line), block.line, block.level)


def _close_area(parts: PageContents, area: Area) -> None:
    """Add a section to the page; a heading without text below it is recorded as unplaced."""
    if area.has_content and area.title:
        parts.sections.append(area.finish())
    elif area.has_content:
        area.title = UNTITLED_SECTION
        parts.sections.append(area.finish(NO_HEADING_GUESS))
    elif area.title:
        parts.add_unplaced(area.line, area.title, "there is no text below this heading")


def _add_before_sections(parts: PageContents, area: Area, block: PageBlock) -> None:
    """Add a block above the first section: quotes and paragraphs are the summary, labelled lines are facts."""
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
    """Add a paragraph above the first section: the mark of a draft, a fact on every line, or summary."""
    lines = block.text.split("\n")
    facts = list(filter(None, (_bold_fact(line.strip()) for line in lines)))
    labels = {slug(fact["label"]) for fact in facts}
    if matches_words(block.text, DRAFT_WORDS):
        parts.is_draft = True
    elif len(labels) == len(lines) and not any(_cannot_add_fact(parts, label) for label in labels):
        for number, fact in enumerate(facts, block.line):
            _add_fact(parts, fact, number)
    elif text := parts.inline(block.text, block.line):
        parts.summary.append(text)


def _bold_fact(text: str) -> re.Match[str] | None:
    """Match a bold label and its value, with a colon or dash between them."""
    match = BOLD_FACT.fullmatch(text)
    return match if match and (match["in"] or match["out"]) else None


def _take_facts(parts: PageContents, block: PageBlock) -> Iterator[ListItem]:
    """Yield the items of a list that are not facts; add the facts to the page.

    The labels of facts are bold, or every item has one. A bold label or two among other items are statements.
    """
    texts = list(map(_only_paragraph, block.items))
    all_labelled = all(map(BARE_FACT.fullmatch, texts))
    mostly_labelled = sum(map(bool, map(_bold_fact, texts))) * 2 > len(texts)
    for item, text in zip(block.items, texts, strict=True):
        match = _bold_fact(text) if mostly_labelled else BARE_FACT.fullmatch(text) if all_labelled else None
        if not match or _cannot_add_fact(parts, slug(match["label"])):
            yield item
        else:
            _add_fact(parts, match, item.line)


def _only_paragraph(item: ListItem) -> str:
    """Return the text of an item without number that is one paragraph; empty for any other."""
    is_paragraph = not item.number and len(item.blocks) == 1 and item.blocks[0].kind == "paragraph"
    return item.blocks[0].text if is_paragraph else ""


def _cannot_add_fact(parts: PageContents, name: str) -> bool:
    """Return whether a fact with that id exists, or the id is empty because the label has no letters."""
    return not name or name in map(slug, parts.facts)


def _add_fact(parts: PageContents, match: re.Match[str], line: int) -> None:
    """Add a matched fact to the page."""
    parts.facts[parts.heading(match["label"], line)] = parts.inline(match["value"], line)
