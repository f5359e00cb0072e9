"""This file builds nodes that keep their place from the events of a YAML parser, and refuses what no ladder needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from ladder_export.core.problems import Problem, Span
from ladder_export.reading.nodes import Listing, Mapping, Node, Scalar
from ladder_export.reading.yaml.colons import UNMASK
from ladder_export.reading.yaml.encoding import UNPRINTED
from ladder_export.reading.yaml.indentation import NO_BREAK, NO_BREAK_SPACE, ORDINARY_SPACES
from ladder_export.reading.yaml.truncated_scalars import losses

MOST_DEPTH = 50
MOST_ALIASES = 200
MOST_NODES = 200_000

NOTHING = frozenset({"", "~", "null", "Null", "NULL"})

QUOTES = "put the whole text in quotes"
RIGHT_FILE = "a level has a few kB: is this the right file?"


@dataclass(frozen=True, slots=True)
class _Measured:
    """A node with what it weighs once all aliases in it are written out."""

    node: Node
    nodes: int = 1
    height: int = 1


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come, and what it weighs so far; of a mapping, keys and values take turns."""

    span: Span
    anchor: str | None
    is_mapping: bool
    parts: list[Node] = field(default_factory=list)
    nodes: int = 1
    height: int = 1


class Unreadable(Exception):
    """Carries the problem that ends the reading of a file."""

    def __init__(self, code: str, message: str, span: Span, remedy: str) -> None:
        super().__init__(message)
        self.problem = Problem(code, message, span, help=remedy)


class Builder:
    """Builds nodes from events, one at a time and never recursing, so that no file is deep enough to hurt."""

    def __init__(self, file: str, lines: tuple[str, ...]) -> None:
        self.file = file
        self.lines = lines
        self.hashed = frozenset([number for number, line in enumerate(lines) if "#" in line])
        self.problems: list[Problem] = []
        self.open: list[_Open] = []
        self.anchors: dict[str, _Measured] = {}
        self.unused: dict[str, Span] = {}
        self.root: Node | None = None
        self.aliases = 0
        self.nodes = 0
        self.documents = 0

    def build(self, events: Iterable[yaml.Event]) -> Node | None:
        """The whole file; None when it is empty."""
        # A pattern after the other takes three times as long, a hundred times a level.
        ways: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceEndEvent: self._end,
            yaml.MappingEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        for event in events:
            if way := ways.get(type(event)):  # else the stream begins, a document or the stream ends
                way(event)
        self.problems.extend(self._lost_to_anchors())
        return self.root

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            remedy = "a file holds one: remove the line '---', or make two files"
            raise Unreadable("second-document", "a second document begins here", self._span(event), remedy)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        span, text = self._span(event), event.value
        if not text.isascii():
            text = text.translate(UNMASK)
        if event.tag is not None:
            self._refuse_tag(span)
        if event.style:
            self._refuse_controls(text, span)
        else:
            end: Any = event.end_mark
            if (
                end.line + 1 != span.line or end.line in self.hashed or text.startswith("-")
            ):  # else there is nothing to lose
                self.problems.extend(losses(text, span, self.lines, (end.line, end.column)))
        node = Scalar(span, None if text in NOTHING and not event.style else text)
        if event.anchor is not None:
            self._anchored(event.anchor, _Measured(node), span)
        self._add(node, span)

    def _refuse_controls(self, text: str, span: Span) -> None:
        if control := UNPRINTED.search(text):
            remedy = "remove it: only a tab and a line break can be printed"
            message = f"there is an invisible control character in this text (U+{ord(control[0]):04X})"
            self.problems.append(Problem("control-character", message, span, help=remedy))

    def _alias(self, event: yaml.AliasEvent) -> None:
        span, name = self._span(event), event.anchor
        self.aliases += 1
        if self.aliases > MOST_ALIASES:
            raise Unreadable("too-many-aliases", f"there are more than {MOST_ALIASES} aliases", span, "write them out")
        if any(level.anchor == name for level in self.open):
            raise Unreadable("endless-alias", f"'*{name}' contains itself", span, "write out what is meant")
        if name not in self.anchors:
            message = f"text cannot begin with '*' unless it is in quotes: YAML takes '*{name}' for a mark"
            raise Unreadable("unknown-alias", message, span, QUOTES)
        self.unused.pop(name, None)
        known = self.anchors[name]
        self._add(known.node, span, known.nodes, known.nodes, known.height)

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        span = self._span(event)
        if event.tag is not None:
            self._refuse_tag(span)
        if len(self.open) >= MOST_DEPTH:
            self._too_deep(span)
        self.open.append(_Open(span, event.anchor, isinstance(event, yaml.MappingStartEvent)))

    def _end(self, _: yaml.CollectionEndEvent) -> None:
        done = self.open.pop()
        node = self._mapping(done) if done.is_mapping else Listing(done.span, tuple(done.parts))
        if done.anchor is not None:
            self._anchored(done.anchor, _Measured(node, done.nodes, done.height), done.span)
        self._add(node, done.span, 1, done.nodes, done.height)  # what it holds was counted when it came

    def _add(self, node: Node, span: Span, more: int = 1, nodes: int = 1, height: int = 1) -> None:
        """Puts a node, so much more in the file, where it belongs; written out it has so many nodes and such a height."""
        self.nodes += more
        if self.nodes > MOST_NODES:
            message = f"there are more than {MOST_NODES:,} values in this file"
            raise Unreadable("too-large", message, span, RIGHT_FILE)
        if len(self.open) + height > MOST_DEPTH + 1:
            self._too_deep(span)
        if not self.open:
            self.root = node
            return
        holder = self.open[-1]
        holder.parts.append(node)
        holder.nodes += nodes
        if height >= holder.height:
            holder.height = height + 1

    def _mapping(self, done: _Open) -> Mapping:
        keys: dict[str, Span] = {}
        values: dict[str, Node] = {}
        for key, value in zip(done.parts[::2], done.parts[1::2], strict=True):
            name = key.text if isinstance(key, Scalar) else None
            if name is None:
                self._bad_key(key)
            elif name in keys:
                message = f"'{name}' is here twice, first in line {keys[name].line}"
                self.problems.append(Problem("duplicate-key", message, key.span, help="keep one of them"))
            else:
                keys[name], values[name] = key.span, value
                if not name.isascii() and NO_BREAK.match(name):
                    raise Unreadable("indentation", NO_BREAK_SPACE, key.span, ORDINARY_SPACES)
        return Mapping(done.span, keys, values)

    def _bad_key(self, key: Node) -> None:
        what = "nothing stands before the colon" if isinstance(key, Scalar) else "a list or mapping cannot be a key"
        self.problems.append(Problem("bad-key", what, key.span, help=f"write 'key: value'; if this is text, {QUOTES}"))

    def _too_deep(self, span: Span) -> None:
        remedy = "a ladder needs six levels; text that begins with [ or { needs quotes"
        raise Unreadable("too-deep", f"lists and mappings are nested more than {MOST_DEPTH} deep", span, remedy)

    def _refuse_tag(self, span: Span) -> None:
        message = "text cannot begin with '!' unless it is in quotes: YAML would not print this word"
        raise Unreadable("tag", message, span, QUOTES)

    def _anchored(self, name: str, measured: _Measured, span: Span) -> None:
        self.anchors[name] = measured
        self.unused[name] = span

    def _lost_to_anchors(self) -> Iterator[Problem]:
        """An anchor nobody refers to is most likely a word of text that YAML took away."""
        for name, span in self.unused.items():
            message = f"text cannot begin with '&' unless it is in quotes: YAML would not print '&{name}'"
            yield Problem("unused-anchor", message, span, help=f"{QUOTES} if it is text, or remove it")

    def _span(self, event: Any) -> Span:  # noqa: ANN401  # every event has marks, though its type does not say so
        """The first line of an event; its end where that is on the same line."""
        start, end = event.start_mark, event.end_mark
        line, column, stop = start.line, start.column, end.column
        if line != end.line or line >= len(self.lines):
            line = min(line, len(self.lines) - 1)
            column = min(column, len(self.lines[line]))
            stop = len(self.lines[line].rstrip())
        return Span(self.file, line + 1, column + 1, max(1, stop - column), None)
