"""Read sentences with an unquoted colon as text, where YAML would take them for a key with a value.

YAML reads `- I keep one promise: none surprises us.` as a key with a value. It reports an error for a second colon in
such a line, and for text after a closing quote or bracket. The items of a list of texts have few possible keys, so any
other words before a colon are text. A word that is one of these keys, or nearly, is taken as a key: it may be misspelt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ladder_export.core.problems import Span
from ladder_export.reading.anchors import OF, WAS
from ladder_export.reading.nodes import ListNode, MappingNode, Node, ScalarNode, padded_items
from ladder_export.reading.schema.models import LevelModel, SectionModel, StatementModel

ITEM_KEYS = tuple(StatementModel.model_fields)
KEYS = frozenset((*ITEM_KEYS, *SectionModel.model_fields, *LevelModel.model_fields, "id", "ask", OF, WAS))
TEXT_KEYS = ("text", "prose", OF, WAS, "summary", "intro", "ask", "context")
TEXT_LISTS = ("statements", "examples", "children", "summary", "intro", "questions", "follow_ups", "good", "poor")

Position = tuple[int, int]
"""A line and a column from 0."""

ONE_WORD = re.compile(r"[\w-]+")
PARENT = re.compile(rf"\s*(?:- +)*(?P<quote>[\"']?)(?:{'|'.join(TEXT_LISTS)})(?P=quote) *:\s*(?:#.*)?")
HEAD = re.compile(
    r"""(?P<key>"[^"]*"[ ]*|'[^']*'[ ]*|[^\s"'\[\]{}#&*!|>%@`,?-](?:[^:#]|:(?=\S)|(?<=\S)\#)*?):(?=\s|$)"""
)
COLON = re.compile(r":(?=\s|$)")
COLON_AFTER = re.compile(r"[ ]*:(?=\s|$)")
COMMENT = re.compile(r"(?:^|\s)#.*")
SPACE_HASH = re.compile(r"\s#")
BLOCK = re.compile(r"[|>][+-]?[0-9]?[+-]?\s*$")
CLOSING = {'"': '"', "'": "'", "`": "`", "[": "]"}
OPENING = re.compile(r"(?<!\w)[\"'`\[]")

KEY_SIMILARITY, STRICT_KEY_SIMILARITY = (
    0.75,
    0.8,
)  # difflib ratios; a capital begins a sentence more often than a key
MASK_OFFSET = 0xF0000  # a private-use code point: not an indicator to YAML, translated back after parsing
MASKED_CHARACTER = re.compile("[\U000f0000-\U000f007f]")
UNMASK = {MASK_OFFSET + code: code for code in range(0x80)}


def is_key(word: str) -> bool:
    """Return whether a word is a key of the ladder's YAML files, or a likely misspelling of one."""
    if word in KEYS:
        return True
    if not ONE_WORD.fullmatch(word):
        return False
    import difflib  # noqa: PLC0415  # only words that look like keys need it

    candidates, similarity = (ITEM_KEYS, STRICT_KEY_SIMILARITY) if word[0].isupper() else (ITEM_KEYS, KEY_SIMILARITY)
    is_near = bool(difflib.get_close_matches(word.casefold(), candidates, 1, similarity))
    return is_near or (word.islower() and bool(difflib.get_close_matches(word, sorted(KEYS), 1, STRICT_KEY_SIMILARITY)))


def find_prose_mappings(node: Node, key: str = "") -> Iterator[MappingNode]:
    """Yield each YAML mapping that is really a sentence with a colon: text belongs there, and no key in it is known.

    `key` is the key that `node` is the value of; empty at the top of a file.
    """
    values = node.values.items() if isinstance(node, MappingNode) else [(key, item) for item in padded_items(node, 0)]
    text_keys = TEXT_KEYS if isinstance(node, MappingNode) else TEXT_LISTS
    for name, value in values:
        if isinstance(value, MappingNode) and name in text_keys and _is_prose(value):
            yield value
        elif not isinstance(value, ScalarNode):
            yield from find_prose_mappings(value, name if isinstance(node, MappingNode) else "")


def _is_prose(node: MappingNode) -> bool:
    inner = (value for value in node.values.values() if isinstance(value, MappingNode))
    return bool(node.values) and not any(is_key(key) for key in node.values) and all(map(_is_prose, inner))


def replace_with_texts(node: Node, texts: dict[Span, str]) -> Node:
    """Return a YAML node with some mappings replaced by text: those whose location is a key of `texts`."""
    match node:
        case MappingNode(span=span) if span in texts:
            return ScalarNode(span, texts[span])
        case MappingNode(values=values):
            return replace(node, values={key: replace_with_texts(value, texts) for key, value in values.items()})
        case ListNode(items=items):
            return replace(node, items=tuple(replace_with_texts(item, texts) for item in items))
        case ScalarNode():
            return node


def join_source(lines: Sequence[str], tokens: Sequence[tuple[Position, Position]]) -> str:
    """Return the source text between parser tokens as one text, with lines joined as YAML does.

    A line break becomes a space, an empty line becomes a line break; comments between tokens are left out. `tokens` are
    pairs of start and end position (line and column from 0), in order.
    """
    pieces, end = [""], tokens[0][0]
    for start, stop in tokens:
        if start[0] > end[0]:
            pieces += [""]
            pieces[-2] += COMMENT.sub("", lines[end[0]][end[1] :])
            end = (start[0], start[1])
        for line in range(end[0], stop[0] + 1):
            first = end[1] if line == end[0] else 0
            pieces += [""] if line > end[0] else []
            pieces[-1] += lines[line][first : stop[1] if line == stop[0] else None]
        end = stop
    if colon := COLON_AFTER.match(lines[end[0]], end[1]):
        pieces[-1] += colon[0]
    return _join_pieces(map(str.strip, pieces))


def _join_pieces(pieces: Iterable[str]) -> str:
    """Return the pieces joined by spaces; an empty piece becomes a line break."""
    text = ""
    for piece in pieces:
        text += piece if not text or text.endswith("\n") else f" {piece}" if piece else "\n"
    return text.strip()


def mask_prose(lines: Sequence[str], numbers: Iterable[int]) -> list[str] | None:
    """Mask characters, such as colons, that make YAML misread a sentence; return all lines, or None if none does.

    To mask is to replace a character by one from a private-use area, so that every column stays the same. `numbers` are
    the lines, from 0, at which YAML failed; the first that is a sentence counts. Similar sentences on other lines are
    masked as well, because each further attempt would parse the whole file again.
    """
    lists = _is_text_item(lines)
    here = (_mask_text_at(lines, number, lists) for number in numbers if 0 <= number < len(lines))
    if not (changed := next(filter(None, here), None)):
        return None
    for number, line in enumerate(lines):
        if number not in changed and lists[number] and ": " in line and not BLOCK.search(line):
            changed |= _mask_text_at(lines, number, lists)
    return [changed.get(number, line) for number, line in enumerate(lines)]


def _mask_text_at(lines: Sequence[str], number: int, lists: Sequence[bool]) -> dict[int, str]:
    """Return the masked lines, by number, of the text that a line belongs to; empty if it needs no mask."""
    start = _entry_start(lines, number)
    if start is None:
        return {}
    line, column = start
    head = HEAD.match(lines[line], column)
    masked_lines: dict[int, str] = {}
    if head and _key(head) in TEXT_KEYS:
        masked_lines = _mask_value(lines, number, line, head.end())
    elif lists[line] and lines[line][:column].endswith("- ") and (not is_key(_key(head)) if head else number > line):
        masked_lines = _mask_item(lines, line, column)
    return {at: text for at, text in masked_lines.items() if text != lines[at]}


def _is_text_item(lines: Sequence[str]) -> list[bool]:
    """Return for each line whether it is an item of a list that holds only texts."""
    are_texts: list[bool] = []
    # Column of each enclosing line, and whether it opens a list of texts. The first entry is a sentinel.
    parents: list[tuple[int, bool]] = [(-1, False)]
    for line in lines:
        text, indent = line.strip(), _indent(line)
        if not text or text.startswith("#"):
            are_texts.append(False)
            continue
        is_item = text.startswith("- ")
        while parents[-1][0] > indent - (not is_item):
            parents.pop()
        are_texts.append(is_item and parents[-1][1])
        if not is_item or HEAD.match(line, indent + 2):
            column = len(line) - len(line[indent + 1 :].lstrip()) if is_item else indent
            parents.append((column, bool(PARENT.fullmatch(line))))
    return are_texts


def _entry_start(lines: Sequence[str], number: int) -> tuple[int, int] | None:
    """Return the line and column where the item or key that a line belongs to begins; None if there is none."""
    for line in range(number, -1, -1):
        text = lines[line]
        indent = _indent(text)
        if not text.strip() or (line < number and indent >= _indent(lines[number])):
            continue
        if text[indent:].startswith("- "):
            return line, len(text) - len(text[indent + 1 :].lstrip())
        head = HEAD.match(text, indent)
        if head and is_key(_key(head)):
            return line, indent
        if line != number:
            return None
    return None


def _key(head: re.Match[str]) -> str:
    return head["key"].strip().strip("\"'")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _mask_value(lines: Sequence[str], number: int, line: int, after: int) -> dict[int, str]:
    """Return the masked line of a text with its own key; empty if the text begins with a YAML indicator."""
    value = lines[line][after:].strip()
    if number == line:
        return {line: _mask(lines[line], after, after)} if value and value[0] not in "\"'[{*&!|>%@`" else {}
    head = HEAD.match(lines[number], _indent(lines[number]))
    return {} if head and is_key(_key(head)) else {number: _mask(lines[number], 0, 0)}


def _mask_item(lines: Sequence[str], line: int, column: int) -> dict[int, str]:
    """Return the masked lines of an item; empty if keys or items are nested below it."""
    changed = {line: _mask(lines[line], column, column + (lines[line][column] in "\"'"))}
    for number in range(line + 1, len(lines)):
        text, indent = lines[number].strip(), _indent(lines[number])
        if text and indent <= _indent(lines[line]):
            break
        head = HEAD.match(lines[number], indent)
        if text.startswith("- ") or (head and is_key(_key(head))):
            return {}
        if not text.startswith("#"):
            changed[number] = _mask(lines[number], 0, 0)
    return changed


def _mask(line: str, start: int, first: int) -> str:
    """Mask colons from column `start` on, number signs within quotes, and all characters from `start` to `first`."""
    columns = {*range(start, first)}
    for begin, end in _quoted_ranges(line, start) if "#" in line else ():
        columns.update(place for place in range(begin, end) if line[place] == "#")
    comment = next((at.start() for at in SPACE_HASH.finditer(line) if at.start() + 1 not in columns), len(line))
    columns.update(colon.start() for colon in COLON.finditer(line, start, comment))
    return "".join(chr(MASK_OFFSET + ord(sign)) if at in columns else sign for at, sign in enumerate(line))


def _quoted_ranges(line: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield start and end columns of the parts of a line in quotation marks, backticks or brackets."""
    column = start
    while opening := OPENING.search(line, column):
        end = line.find(CLOSING[opening[0]], opening.end())
        if end < 0 or line[end + 1 : end + 2].isalnum():
            column = opening.end()
        else:
            yield opening.start(), end
            column = end + 1
