"""A page as blocks, such as headings and lists, without navigation (links to other pages), and its title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import filterfalse

from ladder_export.core.text import EXTERNAL_LINK
from ladder_export.importers.blocks import ListItem, PageBlock
from ladder_export.importers.front_matter import TITLES, FrontMatter, front_matter
from ladder_export.importers.html_blocks import html_blocks, html_title
from ladder_export.importers.ir import Page, Unplaced
from ladder_export.importers.level_names import PERHAPS, are_levels, likeness, score
from ladder_export.importers.markdown_blocks import parse_blocks
from ladder_export.importers.markdown_inline import LINK, linked_file, to_plain_title
from ladder_export.importers.markdown_sections import MARKS, block_text, is_examples_heading
from ladder_export.importers.markdown_variants import as_commonmark

# Badges of a repository, alone or in a link.
BADGE = r"!\[[^\[\]]*\]\([^()\s]*(?:badge|shields\.io|travis|codecov|workflows|netlify|\.svg)[^()\s]*\)"

BADGES = re.compile(rf"\[\s*{BADGE}\s*\]\([^()\s]*\)|{BADGE}")

HTML = (".html", ".htm", ".xhtml")

# A bold line, a heading in pages without real headings; the closing mark may be missing.
BOLD_LINE = re.compile(r"(\*{2,3}|__)\s*(?P<title>[^*_\n]{1,160}?)\s*:?\s*(?:\1)?\s*:?")

# The label before an item's text.
LEAD = re.compile(r"(\*\*|__)(?P<label>[^*_:\n]{1,60}?)(?:\s*:\s*\1|\1\s*[:–—-])\s*(?=\S)")

SENTENCE_END = (".", "!", "?", ";", ",")

DEEPEST_TITLE = 2  # of headings that are a title even if the file's name looks more like a level

DEEPEST_HEADING = 7  # depth given to bold lines, below all real headings

Blocks = Sequence[PageBlock]


@dataclass(frozen=True)
class ParsedPage:
    """A page split into the settings above it (front matter) and its blocks, such as headings and lists.

    `navigation` are blocks that only link to pages that were not imported.
    """

    page: Page
    settings: FrontMatter
    blocks: tuple[PageBlock, ...]
    navigation: tuple[PageBlock, ...] = ()

    @cached_property
    def headings(self) -> list[PageBlock]:
        """Return every heading of the page, in order."""
        return [block for block in self.blocks if block.kind == "heading"]

    @cached_property
    def tables(self) -> list[PageBlock]:
        """Return every table of the page, in order."""
        return [block for block in self.blocks if block.kind == "table"]

    @cached_property
    def title_block(self) -> PageBlock | None:
        """Return the heading that is the page's title; None if the page has no such heading.

        It is the first heading, if no later heading has the same or a higher rank, or none of those names a level as it
        does.
        """
        headings = self.headings
        if not headings:
            return None
        first = headings[0]
        siblings = [heading for heading in headings[1:] if heading.level <= first.level]
        if self._is_area(first):
            return None
        levels = are_levels([to_plain_title(heading.text)[0] for heading in (first, *siblings)])
        alone = not siblings or (levels[0] and not any(levels[1:]))
        return first if alone else None

    def _is_area(self, first: PageBlock) -> bool:
        """Return whether the first heading is an area, since the file's name or the settings are the title."""
        file, setting = self.page.stem.replace("-", " ").replace("_", " "), self.settings.text(TITLES)[1]
        if first.level > DEEPEST_TITLE and likeness(first.text) < PERHAPS <= likeness(file):
            return True
        return bool(setting) and first.level > 1 and not _words(setting) & _words(first.text)

    @cached_property
    def titles(self) -> tuple[str, str]:
        """Return the title of a page, and a second title, both without styles; each may be empty.

        Titles are the title in the page's settings and its first heading. There is a second one only if the two differ.
        """
        block = self.title_block
        heading = to_plain_title(block.text)[0] if block else ""
        _, setting = self.settings.text(TITLES)
        if not heading or not setting:
            return heading or setting, ""
        better = setting if likeness(setting) > likeness(heading) else heading
        second = heading if better is setting else setting
        return better, "" if _words(better) >= _words(second) else second


def _words(text: str) -> set[str]:
    """Return the words of a text in lower case."""
    return set(re.findall(r"\w+", text.casefold()))


def parse_page(page: Page, names: AbstractSet[str] = frozenset()) -> ParsedPage:
    """Parse a page into blocks. Blocks that only link to other pages (navigation) are taken out.

    `names` are the names of all imported files, in lower case. Taken-out blocks with links to any other file are in the
    result's `navigation`.
    """
    if page.path.lower().endswith(HTML):
        settings, blocks = _html_page(page)
    else:
        settings = front_matter(page)
        lines = page.lines[settings.end :]
        blocks = parse_blocks(lines if settings.is_own else as_commonmark(lines), settings.end + 1)
    navigation, content = list(filter(_is_navigation, blocks)), list(filterfalse(_is_navigation, blocks))
    outside_links = tuple(block for block in navigation if not _is_navigation(block, names))
    if not _has_heading(content):
        content = [bold_heading(block, first=index == 0) for index, block in enumerate(content)]
    return ParsedPage(page, settings, tuple(content), outside_links)


def _html_page(page: Page) -> tuple[FrontMatter, Blocks]:
    """Return the blocks of a web page, and its title as a setting where it has no heading."""
    source = "\n".join(page.lines)
    blocks = html_blocks(source)
    # Web sites add their name to titles after a bar or dash.
    title = re.split(r"\s+[|–—·-]\s+", html_title(source))[0]
    return FrontMatter({} if _has_heading(blocks) or not title else {"title": title}, {"title": 1}), blocks


def _has_heading(blocks: Blocks) -> bool:
    """Return whether any block is a heading."""
    return any(block.kind == "heading" for block in blocks)


def _is_navigation(block: PageBlock, names: AbstractSet[str] | None = None) -> bool:
    """Return whether a heading, list or paragraph has only links to other pages or to headings of its own page.

    `names` limits the pages to these files; None means any page.
    """
    if block.kind == "list":
        return all(item.blocks and all(_is_navigation(inner, names) for inner in item.blocks) for item in block.items)
    return block.kind in ("heading", "paragraph") and "](" in block.text and _has_only_links(block.text, names)


def _has_only_links(text: str, names: AbstractSet[str] | None) -> bool:
    """Return whether a text is badges, or links to pages with marks between them. `names` is as above."""
    if BADGES.sub("", text).strip(" \n\\") == "":
        return True
    targets = [match["target"] for match in LINK.finditer(text)]
    has_words = any(map(str.isalnum, LINK.sub("", text)))
    return bool(targets) and not has_words and all(_leads_to(target, names) for target in targets)


def _leads_to(target: str, names: AbstractSet[str] | None) -> bool:
    """Return whether a link leads to one of the files, or to any page where `names` is None."""
    if EXTERNAL_LINK.match(target):
        return False
    file = linked_file(target)
    if target.startswith("#"):
        return True
    return file.endswith((".md", *HTML)) if names is None else file in names or f"{file}.md" in names


def bold_heading(block: PageBlock, *, first: bool = False) -> PageBlock:
    """Return a paragraph that is one bold line as a heading; return any other block unchanged.

    With `first`, the block is the first one of a page, and such a line becomes the page's title.
    """
    match = BOLD_LINE.fullmatch(block.text) if block.kind == "paragraph" else None
    if not match or match["title"].endswith(SENTENCE_END) or is_examples_heading(block.text):
        return block
    return PageBlock("heading", block.line, match["title"], 1 if first else 2)


def strong_level_headings(blocks: Blocks) -> list[PageBlock]:
    """Return the blocks of a page; bold lines that look like names of levels become headings of the lowest rank."""
    blocks = list(_level_items(blocks))
    matches = [BOLD_LINE.fullmatch(block.text) if block.kind == "paragraph" else None for block in blocks]
    if not any(matches):
        return blocks
    titles = [match["title"] if match else "" for match in matches]
    if sum(likeness(title) > PERHAPS for title in titles) <= 1:  # a single one is not a list of levels
        return list(blocks)
    return [
        replace(block, kind="heading", text=title, level=DEEPEST_HEADING) if likeness(title) > PERHAPS else block
        for block, title in zip(blocks, titles, strict=True)
    ]


def _level_items(blocks: Blocks) -> Iterator[PageBlock]:
    """Yield the blocks; lists of levels become headings with the content of their items.

    Such a list has the same bold levels as a list of another area, or its items hold lists.
    """
    labels = [*map(_labels, blocks), ()]
    list_counts = Counter(filter(None, labels))
    list_counts.update(names for names, block in zip(labels, blocks, strict=False) if names and _is_nested(block))
    for index, block in enumerate(blocks):
        if list_counts[labels[index + 1]] > 1 and block.text.strip(MARKS).casefold() in ("levels", "level"):
            continue
        if list_counts[labels[index]] <= 1:
            yield block
            continue
        for item, label in zip(block.items, labels[index], strict=True):
            yield from _as_level(item, label)


def _as_level(item: ListItem, label: str) -> Iterator[PageBlock]:
    """Yield an item as a heading with its content."""
    first, *more = item.blocks
    yield PageBlock("heading", item.line, label, DEEPEST_HEADING)
    if lead := LEAD.match(first.text):
        rest = replace(first, text=first.text[lead.end() :])
        yield PageBlock("list", item.line, items=(replace(item, blocks=(rest, *more)),))
    else:
        yield from more


def _is_nested(block: PageBlock) -> bool:
    """Return whether every item of a list has a title and holds blocks."""
    return all(len(item.blocks) > 1 and not LEAD.match(item.blocks[0].text) for item in block.items)


def _labels(block: PageBlock) -> tuple[str, ...]:
    """Return the levels that the items of a list begin with; empty where any begins with something else."""
    first = block.items[0].blocks if len(block.items) > 1 else ()
    if not first or not (len(first) > 1 or first[0].text.startswith(("**", "__"))):
        return ()  # true of nearly all blocks
    labels = tuple(map(_label, block.items))
    return labels if all(labels) and score(labels) > PERHAPS else ()


def _label(item: ListItem) -> str:
    """Return the label before an item's text or blocks; empty without one."""
    text = item.blocks[0].text if item.blocks else ""
    if match := LEAD.match(text):
        return match["label"]
    return text.strip(MARKS) if len(item.blocks) > 1 else ""


def navigation_unplaced(parsed: ParsedPage) -> Iterator[Unplaced]:
    """Yield the blocks that only link to pages that were not imported, as text that has no place in the ladder."""
    for block in parsed.navigation:
        yield Unplaced(parsed.page.file, block.line, full_text(block), "it only links to other pages")


def full_text(block: PageBlock, depth: int = 0) -> str:
    """Return all text of a block with its nested items, a line for each item, indented by `depth` steps."""
    indent = "  " * depth
    lines = [f"{indent}{block_text(block)}"] if block_text(block) else []
    for item in block.items:
        texts = [text for inner in item.blocks if (text := full_text(inner, depth + 1))]
        lines += [f"{indent}- {texts[0].strip()}", *texts[1:]] if texts else []
    return "\n".join(lines)
