"""This file cuts Markdown into headings, paragraphs and lists that know their lines (block structure's only door)."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, takewhile

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ladder_export.core.text import split_code
from ladder_export.importers.blocks import ListItem, PageBlock
from ladder_export.importers.html_blocks import html_blocks
from ladder_export.importers.markdown_plain import UNBOUNDED, as_quote, plain_blocks

# Attributes with a value, and `open`: other words in a tag are words that somebody wrote.
VALUE = r"""(?:"[^"<>]{0,200}"|'[^'<>]{0,200}'|[^\s"'<>=`]{1,200})"""
ATTRIBUTES = rf"(?:\s+(?:open|[\w:-]{{1,40}}\s*=\s*{VALUE}))*\s*"
MASKED_TAG = re.compile(
    rf"(?<!\\)<(?:(?P<table>table)\b[^<>]*|details{ATTRIBUTES}|(?P<summary>summary){ATTRIBUTES}|/details\s*)>",
    re.IGNORECASE,
)
CLOSINGS = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("table", "summary")}

# Stand in for tags while Markdown is cut; pages hold no control characters of their own.
OPENING, CLOSING, IGNORED, TABLE = "\x01", "\x02", "\x03", "\x04"
MARK = re.compile(r"(?:\n[ \t]*\n|(?<![ \t]))[ \t]*[\x01-\x04]([0-9]+);[^\n]*(?:\n[ \t]*\n)?")

# The line below the head of a table, and the bars around a row.
TABLE_RULE = re.compile(r"\s*(?:\|\s*)?:?-+:?\s*(?:\|\s*:?-+:?\s*)*(?:\|\s*)?")
OUTER_BARS = re.compile(r"^\||(?<!\\)\|$")

BAR = re.compile(r"(?<!\\)\|")
LINE_BREAK = re.compile(r"\s*(?:<br\s*/?>|</?[uo]l>|</?p>|</li>)\s*", re.IGNORECASE)
LIST_ITEM = re.compile(r"\s*<li>\s*", re.IGNORECASE)

MAX_NESTING = 200  # markdown-it drops what is nested deeper than it was told, without a word

# Classes and anchors, as kramdown and Hugo have them.
ATTRIBUTE_LIST = re.compile(r"\{(?:::?[^{}\n]*|#[\w-]+)\}[ \t]*$", re.MULTILINE)

CLOSING_TOKENS = ("blockquote_close", "list_item_close")

DEFINITION = re.compile(r"""(?m)^ {0,3}\[([^\[\]\n]+)\]:[ \t]*<?([^\s<>]+)>?([ \t]+(?:"[^"\n]*"|'[^'\n]*'))?[ \t]*$""")
REFERENCE = re.compile(r"\[([^\[\]\n]+)\]\[([^\[\]\n]*)\]")


def parse_blocks(lines: Sequence[str], first: int = 1) -> tuple[PageBlock, ...]:
    """The blocks of a page whose first line has the number `first`, in reading order."""
    text = "\n".join(lines)
    text = ATTRIBUTE_LIST.sub("", text) if "{" in text else text
    masked = _mask_details(_resolve_references(text), first)
    return tuple(block for start, end in _chunks(masked) for block in _chunk_blocks(masked, start, end))


def _chunks(masked: _MaskedPage) -> Iterator[tuple[int, int]]:
    """The lines from heading to heading; all of them where something may go on beyond a heading."""
    starts = (
        [] if UNBOUNDED.search(masked.text) else [place for place, line in enumerate(masked.lines) if line[:1] == "#"]
    )
    return ((start, end) for start, end in pairwise((0, *starts, len(masked.lines))) if start < end)


def _chunk_blocks(masked: _MaskedPage, start: int, end: int) -> Sequence[PageBlock]:
    """The blocks of some lines, without the parser where they are plain."""

    def paragraph(text: str, line: int) -> Iterable[PageBlock]:
        is_plain = "|" not in text and text[:1] > TABLE
        return (PageBlock("paragraph", line, text),) if is_plain else _paragraphs(text, line, masked)

    lines, numbers = masked.lines[start:end], masked.numbers[start:end]
    found = plain_blocks(lines, numbers, paragraph)
    if found is not None:
        return found
    part = _MaskedPage("\n".join(lines), tuple(lines), numbers, masked.tags)
    return tuple(_blocks(iter(_parser().parse(part.text)), part))


@cache
def _parser() -> MarkdownIt:
    """A parser of blocks alone: what stands in a line is read where it has its place."""
    return MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).disable(["reference", "inline"])


def _resolve_references(text: str) -> str:
    """`[text][name]` with the address that `[name]: address` gives it; a definition that was used is gone."""
    if "]:" not in text:
        return text
    defined: dict[str, str] = {}
    for name, address, title in DEFINITION.findall(text):
        defined.setdefault(name.casefold(), address + title)
    used: set[str] = set()

    def linked(found: re.Match[str]) -> str:
        name = (found[2] or found[1]).casefold()
        if name not in defined:
            return found[0]
        used.add(name)
        return f"[{found[1]}]({defined[name]})"

    text = REFERENCE.sub(linked, text) if defined else text
    used_definitions = {(name, defined[name]) for name in used}
    return DEFINITION.sub(
        lambda found: "" if (found[1].casefold(), found[2] + (found[3] or "")) in used_definitions else found[0], text
    )


@dataclass(frozen=True, slots=True)
class _MaskedPage:
    """A page whose tags of <details> are paragraphs of their own.

    `lines` are those of its text, `numbers` has for each the number it has in the page, `tags` the tag of every mark.
    """

    text: str
    lines: tuple[str, ...]
    numbers: tuple[int, ...]
    tags: tuple[str, ...]

    def unmask(self, text: str) -> str:
        """Text in which tags are no tags, such as code, as it was typed."""
        return MARK.sub(lambda found: self.tags[int(found[1])], text)


def _mask_details(text: str, first: int) -> _MaskedPage:
    out: list[str] = []
    numbers: list[int] = []
    tags: list[str] = []
    line, place = first, 0

    def add(piece: str, mark: str = "") -> None:
        nonlocal line
        pieces = piece.split("\n")
        out.extend(pieces)
        numbers.extend(range(line, line + len(pieces)))
        line += len(pieces) - 1
        if mark:
            indent = pieces[-1] if pieces[-1].isspace() else ""
            out.extend(("", indent + mark, ""))
            numbers.extend((line, line, line))

    code = deque(_code_spans(text))
    for start, end, mark, inner in _find_tags(text):
        while code and code[0][1] <= start:
            code.popleft()
        if start < place or (code and code[0][0] <= start):
            continue
        add(text[place:start], f"{mark}{len(tags)};{inner}")
        tags.append(text[start:end])
        line += text.count("\n", start, end)
        place = end
    add(text[place:])
    return _MaskedPage("\n".join(out), tuple(out), tuple(numbers), tuple(tags))


def _code_spans(text: str) -> list[tuple[int, int]]:
    """Where code spans of a line start and end, in order."""
    found, place = list[tuple[int, int]](), 0
    for line in text.split("\n") if "`" in text and "<" in text else ():
        start = place
        for position, piece in enumerate(split_code(line)):
            if position % 2:
                found.append((start, start + len(piece)))
            start += len(piece)
        place += len(line) + 1
    return found


def _find_tags(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Where each tag begins and ends, what stands for it, and what stands in it; a table and a summary end with their own tag."""
    unclosed: set[str] = set()
    for tag in MASKED_TAG.finditer(text):
        name = (tag["table"] or tag["summary"] or "").lower()
        if not name:
            yield tag.start(), tag.end(), CLOSING if tag[0].startswith("</") else IGNORED, ""
        elif name not in unclosed:
            if closing := CLOSINGS[name].search(text, tag.end()):
                inner = " ".join(text[tag.end() : closing.start()].split()) if name == "summary" else ""
                yield tag.start(), closing.end(), OPENING if name == "summary" else TABLE, inner
            else:
                unclosed.add(name)


def _blocks(tokens: Iterator[Token], masked: _MaskedPage) -> Iterator[PageBlock]:
    """The blocks up to the end of what they stand in; their tokens are used up."""
    for token in takewhile(lambda one: one.type not in CLOSING_TOKENS, tokens):
        match token.type:
            case "heading_open":
                yield PageBlock("heading", _line(token, masked), next(tokens).content, int(token.tag[1]))
            case "paragraph_open":
                yield from _paragraphs(next(tokens).content, _line(token, masked), masked)
            case "blockquote_open":
                yield from map(as_quote, _blocks(tokens, masked))
            case "bullet_list_open" | "ordered_list_open":
                yield PageBlock("list", _line(token, masked), items=tuple(_items(token, tokens, masked)))
            case "code_block" | "fence":
                yield from _code_paragraphs(token, _line(token, masked), masked)
            case "html_block":
                yield from html_blocks(masked.unmask(token.content), _line(token, masked))
            case _:
                pass  # the end of a block, or a line across the page, says nothing


def _line(token: Token, masked: _MaskedPage) -> int:
    return masked.numbers[min(token.map[0], len(masked.numbers) - 1)] if token.map else masked.numbers[0]


def _paragraphs(text: str, line: int, masked: _MaskedPage) -> Iterator[PageBlock]:
    """A paragraph, or what stands in its place; a table in it becomes a line of text a row."""
    if text.startswith(OPENING):
        yield PageBlock("opening", line, text.partition(";")[2])
    elif text.startswith(CLOSING):
        yield PageBlock("closing", line)
    elif text.startswith(IGNORED):
        return  # a <details> says nothing itself
    elif text.startswith(TABLE):
        yield from html_blocks(masked.tags[int(text[1:].partition(";")[0])], line)
    elif head := _header_rule_index(rows := text.split("\n")):
        before = head - 1
        if before:
            yield PageBlock("paragraph", line, "\n".join(rows[:before]))
        yield PageBlock(
            "table", line + before, rows=tuple(_split_cells(row) for row in (rows[before], *rows[head + 1 :]))
        )
    else:
        yield PageBlock("paragraph", line, text)


def _header_rule_index(rows: Sequence[str]) -> int:
    """Where the line below the head of a table stands; 0 without any."""
    pairs = enumerate(pairwise(rows), 1)
    return next(
        (place for place, (head, below) in pairs if "|" in head and "|" in below and TABLE_RULE.fullmatch(below)), 0
    )


def _split_cells(row: str) -> tuple[str, ...]:
    """The cells of a row; bars in code and behind a backslash part nothing."""
    cells = [""]
    for position, piece in enumerate(split_code(OUTER_BARS.sub("", row.strip()))):
        first, *others = [piece] if position % 2 else BAR.split(piece)
        cells[-1] += first
        cells += others
    return tuple(LINE_BREAK.sub("\n", LIST_ITEM.sub("\n- ", cell)).replace("\\|", "|").strip() for cell in cells)


def _items(opening: Token, tokens: Iterator[Token], masked: _MaskedPage) -> Iterator[ListItem]:
    start = int(opening.attrs.get("start", 1)) if opening.type == "ordered_list_open" else None
    for position, item in enumerate(takewhile(lambda one: one.type == "list_item_open", tokens)):
        number = "" if start is None else f"{start + position}."
        yield ListItem(tuple(_blocks(tokens, masked)), number, _line(item, masked))


def _code_paragraphs(token: Token, line: int, masked: _MaskedPage) -> Iterator[PageBlock]:
    """Indented text is meant as text; what is fenced is shown as code, line by line."""
    content = masked.unmask(token.content)
    rows = [row.strip() for row in content.splitlines() if row.strip()]
    if token.type == "code_block":
        yield PageBlock("paragraph", line, "\n".join(rows))
        return
    fence = "``" if "`" in content else "`"
    shown = [f"{fence} {row} {fence}" if "`" in row else f"`{row}`" for row in rows]
    if title := token.info.strip():
        yield PageBlock("paragraph", line, title)
    if shown:
        yield PageBlock("paragraph", line, "\\\n".join(shown))
