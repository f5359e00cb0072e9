"""Parse HTML into the same blocks as Markdown; text in them is inline Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, product
from typing import TYPE_CHECKING

from ladder_export.importers.blocks import ListItem, PageBlock, as_quote, code_lines
from ladder_export.importers.html_inline import (
    CONTAINERS,
    IGNORED_TAGS,
    SPACES,
    escape_markdown,
    inline_markdown,
    inner_markdown,
    tag_name,
    tidy,
)

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TAG = re.compile(r"<[^<>]*>")
TITLE = re.compile(r"<title[^<>]*>", re.IGNORECASE)
COMMENTS = re.compile(r"<!--((?:(?!<!--).)*?)-->", re.DOTALL)
PAGE_FRAME_TAGS = frozenset(("nav", "footer", "aside", "form"))  # menus and the like, not text of the page
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
FLAG_ATTRIBUTES = frozenset(
    "open hidden disabled checked selected reversed async defer controls nowrap noshade compact itemscope required readonly"
    " multiple muted loop autoplay class id style alt title href src name value width height align lang dir data".split()
)
MAX_DEPTH = 100  # nested elements; no real page has more


def html_blocks(source: str, first: int = 1) -> tuple[PageBlock, ...]:
    """Parse an HTML page or fragment into blocks such as headings and lists, in reading order.

    `first` is the number of the line on which `source` begins, for the line numbers of the blocks.
    """
    if not source.strip():
        return ()
    from lxml import etree, html  # noqa: PLC0415  # slow to import, and few ladders are HTML

    try:
        root = html.document_fromstring(source.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):  # only comments or tags
        return tuple(PageBlock("markup", first, text.strip()) for text in COMMENTS.findall(source))
    if _depth(root) > MAX_DEPTH:
        # The parser would silently drop elements below its own limit.
        return (PageBlock("markup", first, SPACES.sub(" ", TAG.sub(" ", source)).strip()),)
    outside = reversed(list(root.itersiblings(preceding=True)))
    comments = [PageBlock("markup", first, (node.text or "").strip()) for node in outside]
    blocks = (*comments, *_blocks(root, first - 1), *_words_in_tags(root, first - 1))
    return tuple(block for block in blocks if block.text or block.kind not in ("markup", "paragraph"))


def _words_in_tags(root: HtmlElement, before: int) -> Iterator[PageBlock]:
    """Yield words inside tags that are not attributes: somebody typed `<details of rye>` and meant text."""
    for element in root.iter():
        words = (
            [name for name, value in element.attrib.items() if not value and name not in FLAG_ATTRIBUTES]
            if tag_name(element)
            else []
        )
        if words:
            yield PageBlock("markup", (element.sourceline or 1) + before, f"<{element.tag} {' '.join(words)}>")


def _depth(root: HtmlElement) -> int:
    """Return how deep elements are nested."""
    from lxml import etree  # noqa: PLC0415  # as above

    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def html_title(source: str) -> str:
    """Return the title in the `<head>` of an HTML page; empty if it has none."""
    match = TITLE.search(source)
    end = source.lower().find("</title", match.end()) if match else -1
    return SPACES.sub(" ", source[match.end() : end]).strip() if match and end > 0 else ""


def _blocks(parent: HtmlElement, before: int) -> Iterator[PageBlock]:
    """Yield the blocks in an element; inline content between them is a paragraph. `before` is added to its lines."""
    line = (parent.sourceline or 1) + before
    inline = [escape_markdown(parent.text)]
    for child in parent:
        if _is_inline(child):
            inline.append(inline_markdown(child))
        else:
            yield from _paragraph(inline, line)
            inline = []
            line = (child.sourceline or 1) + before
            yield from _block(child, line, before)
        inline.append(escape_markdown(child.tail))
    yield from _paragraph(inline, line)


def _is_inline(element: HtmlElement) -> bool:
    """Return whether an element is inline: it is not a block and contains none."""
    name = tag_name(element)
    return (
        bool(name)
        and name not in CONTAINERS
        and name not in IGNORED_TAGS
        and not any(tag_name(descendant) in CONTAINERS for descendant in element.iterdescendants())
    )


def _paragraph(pieces: Sequence[str], line: int) -> Iterator[PageBlock]:
    """Yield a paragraph if it has text."""
    if text := tidy("".join(pieces)):
        yield PageBlock("paragraph", line, text)


def _block(element: HtmlElement, line: int, before: int) -> Iterator[PageBlock]:
    """Yield the blocks of a block element."""
    name = tag_name(element)
    if not name:
        yield PageBlock("markup", line, (element.text or "").strip())  # a comment
    elif name in HEADINGS:
        yield PageBlock("heading", line, tidy(inner_markdown(element)).replace("\\\n", " "), int(name[1]))
    elif name in PAGE_FRAME_TAGS:
        yield PageBlock("markup", line, SPACES.sub(" ", " ".join(element.itertext())).strip(), level=1)
    elif name in BLOCK_BUILDERS:
        yield from BLOCK_BUILDERS[name](element, line, before)
    elif name not in IGNORED_TAGS:
        yield from _blocks(element, before)


def _term(element: HtmlElement, line: int, _before: int) -> Iterator[PageBlock]:
    """Yield the term of a definition list as a bold line."""
    if text := tidy(inner_markdown(element)):
        yield PageBlock("paragraph", line, f"**{text}**")


def _list(element: HtmlElement, line: int, before: int) -> Iterator[PageBlock]:
    """Yield a list."""
    items = []
    ordered = tag_name(element) == "ol"
    for number, child in enumerate((candidate for candidate in element if tag_name(candidate) not in IGNORED_TAGS), 1):
        item_line = (child.sourceline or 1) + before
        blocks = tuple(_blocks(child, before)) if tag_name(child) == "li" else tuple(_block(child, item_line, before))
        items.append(ListItem(blocks, f"{number}." if ordered else "", item_line))
    yield PageBlock("list", line, items=tuple(items))


BLOCK_BUILDERS: Mapping[str, Callable[[HtmlElement, int, int], Iterable[PageBlock]]] = {
    **dict.fromkeys(("ul", "ol", "menu"), _list),
    "blockquote": lambda element, _, before: map(as_quote, _blocks(element, before)),
    "table": lambda element, line, _: [PageBlock("table", line, rows=table_rows(element))],
    "pre": lambda element, line, _: [PageBlock("paragraph", line, code_lines(element.text_content()))],
    "details": lambda element, line, before: (*_blocks(element, before), PageBlock("closing", line)),
    "summary": lambda element, line, _: [PageBlock("opening", line, tidy(inner_markdown(element)))],
    "dt": _term,
}


def table_rows(table: HtmlElement) -> tuple[tuple[str, ...], ...]:
    """Return the rows of an HTML table, each cell as text.

    A cell that spans columns is repeated in each of them. A cell that spans rows is empty in all but the first.
    """
    rows = [[tidy(inner_markdown(node))] for node in table.iterchildren("caption")]
    spanned: set[tuple[int, int]] = set()
    for number, row in enumerate(node for node in table.iter("tr") if _owner(node) is table):
        cells: list[str] = []
        for cell in (*row.iterchildren("td", "th"), None):
            while (number, len(cells)) in spanned:
                cells.append("")
            if cell is not None:
                columns = range(len(cells), len(cells) + _span(cell, "colspan"))
                spanned.update(product(range(number + 1, number + _span(cell, "rowspan")), columns))
                cells += [cell_text(cell)] * len(columns)
        rows.append(cells)
    return tuple(tuple(row) for row in rows if row)


def _owner(row: HtmlElement) -> HtmlElement | None:
    """Return the table that a row belongs to."""
    return next(row.iterancestors("table"), None)


def _span(cell: HtmlElement, name: str) -> int:
    """Return how many columns or rows a cell spans; at most 100."""
    value = cell.get(name) or "1"
    return min(100, max(1, int(value))) if value.isascii() and value.isdigit() else 1


def cell_text(cell: HtmlElement) -> str:
    """Return the text of an HTML table cell: a line for each paragraph and list item, `- ` before list items."""
    return "\n".join(_cell_lines(_blocks(cell, 0), 0))


def _cell_lines(blocks: Iterator[PageBlock] | Sequence[PageBlock], depth: int) -> Iterator[str]:
    """Yield the lines of a cell."""
    for block in blocks:
        match block.kind:
            case "list":
                yield from chain.from_iterable(_item_lines(item, depth) for item in block.items)
            case "table":
                yield from (" | ".join(filter(None, row)) for row in block.rows)
            case "closing":
                pass
            case "markup":
                yield f"<!-- {block.text} -->"
            case _:
                yield from (f"{'  ' * depth}{line}" for line in block.text.replace("\\\n", "\n").split("\n"))


def _item_lines(item: ListItem, depth: int) -> Iterator[str]:
    """Yield the lines of an item; one that begins with a list has no bullet of its own."""
    lines = list(_cell_lines(item.blocks, depth + 1))
    if lines and not lines[0].lstrip().startswith("- "):
        yield f"{'  ' * depth}- {lines.pop(0).strip()}"
    yield from lines
