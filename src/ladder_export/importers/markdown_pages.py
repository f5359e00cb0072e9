"""This file sorts the blocks of a page into a title, a summary, facts and sections, whatever its dialect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from ladder_export.importers.blocks import Block, Item
from ladder_export.importers.front_matter import TITLES, FrontMatter, front_matter
from ladder_export.importers.html_blocks import html_blocks, html_title
from ladder_export.importers.ir import Page, Unplaced
from ladder_export.importers.level_names import PERHAPS, are_levels, likeness
from ladder_export.importers.markdown_blocks import outline
from ladder_export.importers.markdown_inline import LINK, plain
from ladder_export.importers.markdown_sections import Area, Sorted, add, is_examples, parted, said_by, says
from ladder_export.reading.names import slug
from ladder_export.text import LIVE_LINK
from ladder_export.words import BUILT_IN

HTML = (".html", ".htm", ".xhtml")

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
NO_HEADING = "guessed: in the source no heading stands above this text"
DEEPEST_TITLE = 2  # of headings, where the name of the file says more
DEEPEST_HEADING = 7  # of headings that are strong lines

Blocks = Sequence[Block]


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """A page with its settings and blocks; `navigation` is what leads to pages that are not here."""

    page: Page
    settings: FrontMatter
    blocks: tuple[Block, ...]
    navigation: tuple[Block, ...] = ()

    @property
    def headings(self) -> list[Block]:
        """Every heading, in order."""
        return [block for block in self.blocks if block.kind == "heading"]

    @property
    def tables(self) -> list[Block]:
        """Every table, in order."""
        return [block for block in self.blocks if block.kind == "table"]


def parse_page(page: Page, names: AbstractSet[str] = frozenset()) -> ParsedPage:
    """Return a page in blocks, without what only leads to other pages; `names` are those of all files, in lower case."""
    if page.path.lower().endswith(HTML):
        source = "\n".join(page.lines)
        title = html_title(source)
        settings = FrontMatter({"title": title} if title else {}, {"title": 1})
        blocks = html_blocks(source)
    else:
        settings = front_matter(page)
        blocks = outline(page.lines[settings.end :], settings.end + 1)
    around = [block for block in blocks if _is_navigation(block, None)]
    away = tuple(block for block in around if not _is_navigation(block, names))
    kept = [block for block in blocks if not any(block is one for one in around)]
    if not any(block.kind == "heading" for block in kept):
        kept = [_bold_heading(block, first=place == 0) for place, block in enumerate(kept)]
    return ParsedPage(page, settings, tuple(kept), away)


def _is_navigation(block: Block, names: AbstractSet[str] | None) -> bool:
    """Whether a heading, list or line is made of nothing but links to other pages, by these names, or to headings of its own."""
    if block.kind == "list":
        return all(item.blocks and all(_is_navigation(inner, names) for inner in item.blocks) for item in block.items)
    if block.kind not in ("heading", "paragraph") or "](" not in block.text:
        return False
    targets = [found["target"] for found in LINK.finditer(block.text)]
    rest = LINK.sub("", block.text)
    return bool(targets) and not any(map(str.isalnum, rest)) and all(_leads_to(target, names) for target in targets)


def _leads_to(target: str, names: AbstractSet[str] | None) -> bool:
    if LIVE_LINK.match(target):
        return False
    file = target.partition("#")[0].rstrip("/").rpartition("/")[2].replace("%20", " ").casefold()
    if target.startswith("#"):
        return True
    return file.endswith((".md", *HTML)) if names is None else file in names or f"{file}.md" in names


def _bold_heading(block: Block, *, first: bool) -> Block:
    """A strong line as a heading; one that a page begins with is its title."""
    found = BOLD_LINE.fullmatch(block.text) if block.kind == "paragraph" else None
    if not found or found["title"].endswith(SENTENCE_END) or is_examples(block.text):
        return block
    return Block("heading", block.line, found["title"], 1 if first else 2)


def strong_level_headings(blocks: Blocks) -> list[Block]:
    """Return blocks in which strong lines that look like levels are the deepest headings of all."""
    found = [BOLD_LINE.fullmatch(block.text) if block.kind == "paragraph" else None for block in blocks]
    titled = [one["title"] if one else "" for one in found]
    if sum(likeness(title) > PERHAPS for title in titled) <= 1:  # one alone stands beside nothing
        return list(blocks)
    return [
        replace(block, kind="heading", text=title, level=DEEPEST_HEADING) if likeness(title) > PERHAPS else block
        for block, title in zip(blocks, titled, strict=True)
    ]


def title_block(parsed: ParsedPage) -> Block | None:
    """Return the heading that is the title of a page: the only one of the highest rank, or one that looks like a level's."""
    headings = parsed.headings
    if not headings:
        return None
    first = headings[0]
    beside = [one for one in headings[1:] if one.level <= first.level]
    file = parsed.page.stem.replace("-", " ").replace("_", " ")
    if first.level > DEEPEST_TITLE and likeness(first.text) < PERHAPS <= likeness(file):
        return None
    levels = are_levels([plain(one.text)[0] for one in (first, *beside)])
    alone = not beside or (levels[0] and not any(levels[1:]))
    return first if alone else None


def titles(parsed: ParsedPage) -> tuple[str, str]:
    """Return the title of a page, and what else calls it by another name; without style, both empty where nothing does."""
    block = title_block(parsed)
    heading = plain(block.text)[0] if block else ""
    _, setting = parsed.settings.text(TITLES)
    if not heading or not setting:
        return heading or setting, ""
    better = setting if likeness(setting) > likeness(heading) else heading
    other = heading if better is setting else setting
    said = set(re.findall(r"\w+", better.casefold()))
    return better, "" if said.issuperset(re.findall(r"\w+", other.casefold())) else other


def away(parsed: ParsedPage) -> Iterator[Unplaced]:
    """Yield what leads to pages that are not here."""
    for block in parsed.navigation:
        yield Unplaced(parsed.page.file, block.line, whole(block), "it only leads to other pages")


def whole(block: Block, depth: int = 0) -> str:
    """Return all that a block says, as text."""
    indent = "  " * depth
    lines = [f"{indent}{said_by(block)}"] if said_by(block) else []
    for item in block.items:
        texts = [text for inner in item.blocks if (text := whole(inner, depth + 1))]
        lines += [f"{indent}- {texts[0].strip()}", *texts[1:]] if texts else []
    return "\n".join(lines)


def sort_page(parsed: ParsedPage) -> Sorted:
    """A page about one thing: below its title, every heading opens a section."""
    parts = Sorted(parsed.page)
    parts.unplaced += away(parsed)
    block = title_block(parsed)
    if block:
        parts.heading(block.text, block.line)  # where a link in it leads is noted
    parts.title, other = titles(parsed)
    if other:
        parts.lose(block.line if block else 1, other, "this is another title of the page")
    sort_blocks(parts, [one for one in parsed.blocks if one is not block])
    return parts


def sort_blocks(parts: Sorted, blocks: Iterable[Block]) -> None:
    """Blocks below a title, into the summary, facts and sections of the page.

    A heading with nothing but deeper headings below it stands before each of these.
    """
    area = Area()
    opened = False
    groups: list[tuple[int, str]] = []
    for block in parted(blocks):
        if block.kind == "heading" and not (opened and is_examples(block.text)):
            if opened and not area.says and 0 < area.level < block.level:
                groups.append((area.level, area.title))
            else:
                _close(parts, area, opened=opened)
            groups = [one for one in groups if one[0] < block.level]
            title = ": ".join([*(above for _, above in groups[-1:]), parts.heading(block.text, block.line)])
            area, opened = Area(title, block.line, block.level), True
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
        parts.sections.append(area.done(NO_HEADING))
    elif opened:
        parts.lose(area.line, area.title, "nothing stands below this heading")


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
