"""Change values of a YAML file in place: every byte that a change does not concern stays as it is.

Edits by the range of each value were chosen over ruamel.yaml's round trip, which loads and writes a whole file: of the
15 YAML files of this repository's ladders, it changes 7 without any edit (`tests/benchmarks/round_trip.py`).
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ladder_export.editing.changes import Change, ListChange, MapChange, Whole, stable_positions
from ladder_export.editing.flow_edit import SHARED, RangeMismatch, flow_text
from ladder_export.editing.new_content import is_content, new_content, new_entry
from ladder_export.editing.scalars import scalar_source
from ladder_export.importers.yaml_writer import entry_lines, item_lines
from ladder_export.reading.yaml.source_ranges import SourceRange, source_ranges

# The order in which keys are usually written; a new one is written behind the last that comes before it.
KEY_ORDER = (
    *("id", "code", "title", "track", "grade", "rank", "status", "extends", "icon", "summary", "intro", "facts"),
    *("ask", "context", "follow_ups", "good", "poor", "minutes", "panel", "levels", "stage", "steps", "areas"),
    *("opening", "closing"),
    *("ratings", "sections", "text", "children", "statements", "examples", "questions"),
)

Edit = tuple[int, int, str]
"""The range of characters to be replaced, and the text to stand there."""


def edit_yaml(raw: bytes, change: Change) -> bytes:
    """Return the bytes of a valid YAML file after a change that `simplified` returned.

    Raises RangeMismatch for a value that cannot be changed without changing others.
    """
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    text = raw[len(mark) :].decode("utf-8")
    top = source_ranges(raw, text)
    if top is None:
        raise RangeMismatch("this file is empty", 0)
    edits = sorted(_Editor(text).edits(top, change), key=lambda edit: edit[:2])
    return mark + _applied(text, edits, 0, len(text)).encode()


def _applied(text: str, edits: Sequence[Edit], start: int, end: int) -> str:
    """Return a range of a text with the edits in it."""
    pieces = []
    for first, last, new in edits:
        pieces += [text[start:first], new]
        start = last
    return "".join([*pieces, text[start:end]])


@dataclass(frozen=True, slots=True)
class _Editor:
    text: str

    def edits(self, source_range: SourceRange, change: Change) -> Iterator[Edit]:
        """Yield the edits that change a value; its key and what follows it stay."""
        if change is Whole.KEEP:
            return
        if source_range.is_shared:
            raise RangeMismatch(SHARED, source_range.start)
        match change:
            case str() if source_range.is_scalar or "#" not in self.text[source_range.start : source_range.end]:
                yield self._scalar(source_range, change)
            case MapChange():
                yield from self._mapping(source_range, change)
            case ListChange(items=items):
                yield from self._list(source_range, items)
            case _:
                raise RangeMismatch("this value would become one of another kind", source_range.start)

    def _scalar(self, source_range: SourceRange, new: str, *, is_flow: bool = False) -> Edit:
        """Return the edit that gives a value a new text, in the style it has if that can show the text."""
        space = " " if source_range.start == source_range.end else ""
        line_end = self._line_end(source_range.end)
        rest = self.text[source_range.end : line_end]
        lines = scalar_source(
            new,
            self.text[source_range.start : source_range.end],
            source_range.style,
            self._indent(source_range.start),
            is_flow=is_flow,
        )
        if len(lines) > 1 and rest.strip():  # a comment: behind the first line, since those of a block are text
            return source_range.start, line_end, self._newline.join([f"{space}{lines[0]}{rest.rstrip()}", *lines[1:]])
        return source_range.start, source_range.end, space + self._newline.join(lines)

    def _mapping(self, source_range: SourceRange, changed: MapChange) -> Iterator[Edit]:
        if source_range.is_flow:
            yield self._flow_edit(source_range, changed)
            return
        if not source_range.keys:
            raise RangeMismatch("this value would become one of another kind", source_range.start)
        column = source_range.start - self._line_start(source_range.start)
        added: dict[int, list[str]] = {}
        for key, change in changed.values.items():
            if key in source_range.keys:
                yield from self._entry(source_range, key, change, column)
            else:
                lines = entry_lines(key, new_entry(key, change), column)
                added.setdefault(self._end_before_key(source_range, key, changed.follows), []).extend(lines)
        for offset, lines in added.items():
            yield self._insertion(offset, lines) if offset >= 0 else self._below(self._top(source_range), lines)

    def _entry(self, source_range: SourceRange, key: str, change: Change, column: int) -> Iterator[Edit]:
        """Yield the edits that change the value of a key in a block mapping."""
        _, value = source_range.keys[key]
        if change is Whole.REMOVE:
            yield self._without_key(source_range, key)
        elif is_content(change):
            yield self._replaced_entry(source_range, key, change, column)
        else:
            yield from self._part(value, change)

    def _part(self, value: SourceRange, change: Change) -> Iterator[Edit]:
        """Yield the edits that change a value in a block mapping or list."""
        if value.is_flow and change is not Whole.KEEP and not value.is_shared:
            yield self._flow_edit(value, change)
        else:
            yield from self.edits(value, change)

    def _top(self, source_range: SourceRange) -> int:
        """Return where a new first key of a mapping is written; comments at the top of a file are about the file."""
        start = self._line_start(source_range.start)
        return self._comments_above(source_range.start) if start < source_range.start else start

    def _end_before_key(self, source_range: SourceRange, key: str, follows: Mapping[str, str]) -> int:
        """Return the offset behind the entry that a new key follows; -1 if it is the first."""
        if key in follows:
            while key in follows and key not in source_range.keys:
                key = follows[key]
            return source_range.keys[key][1].end if key in source_range.keys else -1
        names = list(source_range.keys)
        if key not in KEY_ORDER:
            return source_range.keys[names[-1]][1].end
        earlier = set(KEY_ORDER[: KEY_ORDER.index(key)])
        before = [name for name in names if name in earlier or name not in KEY_ORDER]
        return source_range.keys[before[-1]][1].end if before else -1

    def _insertion(self, end: int, lines: Sequence[str]) -> Edit:
        """Return the edit that writes lines below the line that holds an offset."""
        offset = self._line_end(end)
        if offset == len(self.text):
            return offset, offset, "".join(self._newline + line for line in lines)
        offset += len(self._newline) if self.text.startswith(self._newline, offset) else 1
        return offset, offset, "".join(line + self._newline for line in lines)

    def _without_key(self, source_range: SourceRange, key: str) -> Edit:
        start, value = source_range.keys[key]
        self._require_own_line(start, key)
        return self._removal(self._line_start(start), value)

    def _removal(self, start: int, value: SourceRange) -> Edit:
        """Return the edit that removes a value from the start of a line on; comments on lines of their own stay."""
        end = self._next_line(value.end)
        lines = [(offset, line.lstrip(" ")) for offset, line in self._lines(start, end)]
        kept = [line for offset, line in lines if line.startswith("#") and not value.has_text(offset)]
        column = end - start - len(self.text[start:end].lstrip(" "))  # further in, a block would hold them
        return start, end, "".join(" " * column + line for line in kept)

    def _lines(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        """Yield the offset and the text of each line in a range, with its line end."""
        while start < end:
            yield start, self.text[start : self._next_line(start)]
            start = self._next_line(start)

    def _replaced_entry(self, source_range: SourceRange, key: str, change: Change, column: int) -> Edit:
        """Return the edit that writes a key with a new list or mapping in place of its text."""
        start, value = source_range.keys[key]
        if value.is_shared or self.text[value.end : self._line_end(value.end)].strip():
            raise RangeMismatch("this value would become one of another kind", value.start)
        lines = entry_lines(key, new_entry(key, change), column)
        return start, value.end, self._newline.join(lines)[column:]

    def _list(self, source_range: SourceRange, items: Sequence[tuple[int | None, Change]]) -> Iterator[Edit]:
        if source_range.is_flow:
            yield self._flow_edit(source_range, ListChange(tuple(items)))
            return
        dashes = [self._dash(item) for item in source_range.items]
        column = dashes[0] - self._line_start(dashes[0])
        stable = stable_positions(items)
        place = self._comments_above(dashes[0]) if 0 not in stable else self._line_start(dashes[0])
        for at, change in items:
            if at is None:
                yield self._below(place, item_lines(new_content(change), column))
            elif at not in stable:
                yield self._below(place, self._moved_lines(source_range.items[at], dashes[at], change))
            else:
                yield from self._changed_item(source_range.items[at], dashes[at], change, column)
                place = self._next_line(source_range.items[at].end)
        moved = {at for at, _ in items}
        for at in set(range(len(dashes))) - stable:
            if at in moved:
                yield self._comments_above(dashes[at]), self._next_line(source_range.items[at].end), ""
            else:
                yield self._removal(self._line_start(dashes[at]), source_range.items[at])

    def _below(self, offset: int, lines: Sequence[str]) -> Edit:
        """Return the edit that writes lines at the start of a line, or below the last one."""
        if offset == len(self.text) and not self.text.endswith(("\n", "\r")):
            return offset, offset, "".join(self._newline + line for line in lines)
        return offset, offset, "".join(line + self._newline for line in lines)

    def _changed_item(self, item: SourceRange, dash: int, change: Change, column: int) -> Iterator[Edit]:
        if not is_content(change):
            yield from self._part(item, change)
            return
        if item.is_shared:
            raise RangeMismatch(SHARED, dash)
        rest = self.text[item.end : self._line_end(item.end)].strip()
        lines = item_lines(new_content(change), column)
        above = f"{' ' * column}{rest}{self._newline}" if rest else ""
        yield self._line_start(dash), self._line_end(item.end), above + self._newline.join(lines)

    def _moved_lines(self, item: SourceRange, dash: int, change: Change) -> list[str]:
        """Return the lines of an item that moves, changed, with the comments directly above it."""
        column = dash - self._line_start(dash)
        edits = sorted(self._changed_item(item, dash, change, column), key=lambda edit: edit[:2])
        return _applied(self.text, edits, self._comments_above(dash), self._line_end(item.end)).splitlines()

    def _comments_above(self, dash: int) -> int:
        """Return where the comments begin that stand directly above an item, in its column."""
        start = self._line_start(dash)
        indent = self.text[start:dash]
        while start:
            line_end = start - (2 if self.text.endswith("\r\n", 0, start) else 1)
            above = self._line_start(line_end)
            if not self.text.startswith(f"{indent}#", above):
                break
            start = above
        return start

    def _flow_edit(self, source_range: SourceRange, change: Change) -> Edit:
        return source_range.start, source_range.end, flow_text(self.text, source_range, change)

    def _dash(self, item: SourceRange) -> int:
        """Return the offset of the dash before an item, which begins its line."""
        dash = len(self.text[: item.start].rstrip()) - 1
        if dash < 0 or self.text[dash] != "-" or self.text[self._line_start(dash) : dash].strip(" "):
            raise RangeMismatch("the dash of this item does not begin its line", item.start)
        return dash

    def _require_own_line(self, start: int, key: str) -> None:
        if self.text[self._line_start(start) : start].strip(" "):
            raise RangeMismatch(f"the key '{key}' does not begin its line", start)

    def _indent(self, offset: int) -> int:
        """Return the column of the key or dash that a value belongs to."""
        line = self.text[self._line_start(offset) : self._line_end(offset)]
        column = len(line) - len(line.lstrip(" "))
        while (
            line.startswith("- ", column)
            and line[column + 2 :].partition(":")[0].strip().isidentifier()
            and self._line_start(offset) + column + 2 < offset
        ):
            column += 2
        return column

    def _line_start(self, offset: int) -> int:
        return 1 + max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset))

    def _line_end(self, offset: int) -> int:
        ends = (end for end in (self.text.find("\n", offset), self.text.find("\r", offset)) if end >= 0)
        return min(ends, default=len(self.text))

    def _next_line(self, offset: int) -> int:
        end = self._line_end(offset)
        if end == len(self.text):
            return end
        return end + (2 if self.text.startswith("\r\n", end) else 1)

    @property
    def _newline(self) -> str:
        """Return the line end of the file."""
        return "\r\n" if "\r\n" in self.text else "\r" if "\r" in self.text and "\n" not in self.text else "\n"
