"""Parse Markdown pages into blocks such as headings and lists, with their line numbers."""

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
from ladder_export.importers.blocks import ListItem, PageBlock, as_quote, code_lines
from ladder_export.importers.html_blocks import html_blocks
from ladder_export.importers.markdown_plain import UNBOUNDED, plain_blocks

# Only attributes with a value, and `open`: other words in a tag are text that somebody typed.
VALUE = r"""(?:"[^"<>]{0,200}"|'[^'<>]{0,200}'|[^\s"'<>=`]{1,200})"""
ATTRIBUTES = rf"(?:\s+(?:open|[\w:-]{{1,40}}\s*=\s*{VALUE}))*\s*"
MASKED_TAG = re.compile(
    rf"(?<!\\)<(?:(?P<table>table)\b[^<>]*|details{ATTRIBUTES}|(?P<summary>summary){ATTRIBUTES}|/details\s*)>",
    re.IGNORECASE,
)
CLOSINGS = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("table", "summary")}

# Marks that replace tags while Markdown is parsed; decoded pages contain no control characters.
OPENING, CLOSING, IGNORED, TABLE = "\x01", "\x02", "\x03", "\x04"
MARK = re.compile(r"(?:\n[ \t]*\n|(?<![ \t]))[ \t]*[\x01-\x04]([0-9]+);[^\n]*(?:\n[ \t]*\n)?")

# The line below a table's header, and the bars around a row.
TABLE_RULE = re.compile(r"\s*(?:\|\s*)?:?-+:?\s*(?:\|\s*:?-+:?\s*)*(?:\|\s*)?")
OUTER_BARS = re.compile(r"^\||(?<!\\)\|$")

BAR = re.compile(r"(?<!\\)\|")
# Spaces are tried where they begin only, else each of them would be.
LINE_BREAK = re.compile(r"(?:(?<!\s)\s++)?(?:<br\s*/?>|</?[uo]l>|</?p>|</li>)\s*", re.IGNORECASE)
LIST_ITEM = re.compile(r"(?:(?<!\s)\s++)?<li>\s*", re.IGNORECASE)

MAX_NESTING = 200  # markdown-it silently drops blocks nested deeper than its limit

# Classes and anchors of kramdown and Hugo.
ATTRIBUTE_LIST = re.compile(r"\{(?:::?[^{}\n]*|#[\w-]+)\}[ \t]*$", re.MULTILINE)

CLOSING_TOKENS = ("blockquote_close", "list_item_close")

DEFINITION = re.compile(r"""(?m)^ {0,3}\[([^\[\]\n]+)\]:[ \t]*<?([^\s<>]+)>?([ \t]+(?:"[^"\n]*"|'[^'\n]*'))?[ \t]*$""")
REFERENCE = re.compile(r"\[([^\[\]\n]+)\]\[([^\[\]\n]*)\]")


def parse_blocks(lines: Sequence[str], first: int = 1) -> tuple[PageBlock, ...]:
    """Parse lines of a Markdown page into blocks, in reading order.

    `first` is the number of the first of these lines in the page.
    """
    text = "\n".join(lines)
    text = ATTRIBUTE_LIST.sub("", text) if "{" in text else text
    masked = _mask_details(_resolve_references(text), first)
    return tuple(block for start, end in _chunks(masked) for block in _chunk_blocks(masked, start, end))


def _chunks(masked: _MaskedPage) -> Iterator[tuple[int, int]]:
    """Yield start and end of the line ranges between headings; one range where a block may continue past a heading."""
    starts = (
        [] if UNBOUNDED.search(masked.text) else [index for index, line in enumerate(masked.lines) if line[:1] == "#"]
    )
    return ((start, end) for start, end in pairwise((0, *starts, len(masked.lines))) if start < end)


def _chunk_blocks(masked: _MaskedPage, start: int, end: int) -> Sequence[PageBlock]:
    """Return the blocks of some lines, without the Markdown parser where they are plain."""

    def paragraph(text: str, line: int) -> Iterable[PageBlock]:
        is_plain = "|" not in text and text[:1] > TABLE
        return (PageBlock("paragraph", line, text),) if is_plain else _paragraphs(text, line, masked)

    lines, numbers = masked.lines[start:end], masked.numbers[start:end]
    blocks = plain_blocks(lines, numbers, paragraph)
    if blocks is not None:
        return blocks
    chunk = _MaskedPage("\n".join(lines), tuple(lines), numbers, masked.tags)
    return tuple(_blocks(iter(_parser().parse(chunk.text)), chunk))


@cache
def _parser() -> MarkdownIt:
    """Return a parser of blocks only: inline Markdown is sanitized later, where it is used."""
    return MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).disable(["reference", "inline"])


def _resolve_references(text: str) -> str:
    """Replace `[text][name]` by a link with the address of `[name]: address`, and remove definitions that were used."""
    if "]:" not in text:
        return text
    defined: dict[str, str] = {}
    for name, address, title in DEFINITION.findall(text):
        defined.setdefault(name.casefold(), address + title)
    used: set[str] = set()

    def linked(match: re.Match[str]) -> str:
        name = (match[2] or match[1]).casefold()
        if name not in defined:
            return match[0]
        used.add(name)
        return f"[{match[1]}]({defined[name]})"

    text = REFERENCE.sub(linked, text) if defined else text
    used_definitions = {(name, defined[name]) for name in used}
    return DEFINITION.sub(
        lambda match: "" if (match[1].casefold(), match[2] + (match[3] or "")) in used_definitions else match[0], text
    )


@dataclass(frozen=True, slots=True)
class _MaskedPage:
    """A page in which the tags of <details> and tables are replaced by marks, each a paragraph of its own.

    `lines` are those of `text`, `numbers` has the page's line number of each, `tags` the tag of each mark by index.
    """

    text: str
    lines: tuple[str, ...]
    numbers: tuple[int, ...]
    tags: tuple[str, ...]

    def unmask(self, text: str) -> str:
        """Return text with the HTML tags that masking replaced by placeholders put back as typed: inside code, tags are text."""
        return MARK.sub(lambda match: self.tags[int(match[1])], text)


def _mask_details(text: str, first: int) -> _MaskedPage:
    """Return the page with tags outside code spans replaced by marks."""
    out: list[str] = []
    numbers: list[int] = []
    tags: list[str] = []
    line, position = first, 0

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
        if start < position or (code and code[0][0] <= start):
            continue
        add(text[position:start], f"{mark}{len(tags)};{inner}")
        tags.append(text[start:end])
        line += text.count("\n", start, end)
        position = end
    add(text[position:])
    return _MaskedPage("\n".join(out), tuple(out), tuple(numbers), tuple(tags))


def _code_spans(text: str) -> list[tuple[int, int]]:
    """Return start and end of the code spans within a line, in order."""
    spans, line_start = list[tuple[int, int]](), 0
    for line in text.split("\n") if "`" in text and "<" in text else ():
        start = line_start
        for index, piece in enumerate(split_code(line)):
            if index % 2:
                spans.append((start, start + len(piece)))
            start += len(piece)
        line_start += len(line) + 1
    return spans


def _find_tags(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield start, end, mark and inner text of each tag. A table and a summary extend to their closing tag."""
    unclosed_names: set[str] = set()
    for tag in MASKED_TAG.finditer(text):
        name = (tag["table"] or tag["summary"] or "").lower()
        if not name:
            yield tag.start(), tag.end(), CLOSING if tag[0].startswith("</") else IGNORED, ""
        elif name not in unclosed_names:
            if closing := CLOSINGS[name].search(text, tag.end()):
                inner = " ".join(text[tag.end() : closing.start()].split()) if name == "summary" else ""
                yield tag.start(), closing.end(), OPENING if name == "summary" else TABLE, inner
            else:
                unclosed_names.add(name)


def _blocks(tokens: Iterator[Token], masked: _MaskedPage) -> Iterator[PageBlock]:
    """Yield the blocks up to the end of the enclosing block; consumes their tokens."""
    for token in takewhile(lambda following: following.type not in CLOSING_TOKENS, tokens):
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
                pass  # the end of a block or a horizontal rule has no text


def _line(token: Token, masked: _MaskedPage) -> int:
    """Return the page's line number of a token."""
    return masked.numbers[min(token.map[0], len(masked.numbers) - 1)] if token.map else masked.numbers[0]


def _paragraphs(text: str, line: int, masked: _MaskedPage) -> Iterator[PageBlock]:
    """Yield a paragraph or what its mark stands for; a Markdown table in it becomes a table block."""
    if text.startswith(OPENING):
        yield PageBlock("opening", line, text.partition(";")[2])
    elif text.startswith(CLOSING):
        yield PageBlock("closing", line)
    elif text.startswith(IGNORED):
        return  # <details> has no text of its own
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
    """Return the index of the line below a table's header; 0 without a table."""
    pairs = enumerate(pairwise(rows), 1)
    return next(
        (index for index, (head, below) in pairs if "|" in head and "|" in below and TABLE_RULE.fullmatch(below)), 0
    )


def _split_cells(row: str) -> tuple[str, ...]:
    """Return the cells of a row; bars in code and escaped bars separate nothing."""
    cells = [""]
    for index, piece in enumerate(split_code(OUTER_BARS.sub("", row.strip()))):
        first, *more = [piece] if index % 2 else BAR.split(piece)
        cells[-1] += first
        cells += more
    return tuple(LINE_BREAK.sub("\n", LIST_ITEM.sub("\n- ", cell)).replace("\\|", "|").strip() for cell in cells)


def _items(opening: Token, tokens: Iterator[Token], masked: _MaskedPage) -> Iterator[ListItem]:
    """Yield the items of a list."""
    start = int(opening.attrs.get("start", 1)) if opening.type == "ordered_list_open" else None
    for index, item in enumerate(takewhile(lambda token: token.type == "list_item_open", tokens)):
        number = "" if start is None else f"{start + index}."
        yield ListItem(tuple(_blocks(tokens, masked)), number, _line(item, masked))


def _code_paragraphs(token: Token, line: int, masked: _MaskedPage) -> Iterator[PageBlock]:
    """Yield indented code as a paragraph, fenced code as code spans, a line each."""
    content = masked.unmask(token.content)
    if token.type == "code_block":
        yield PageBlock("paragraph", line, "\n".join(row.strip() for row in content.splitlines() if row.strip()))
        return
    if title := token.info.strip():
        yield PageBlock("paragraph", line, title)
    if text := code_lines(content):
        yield PageBlock("paragraph", line, text)
