"""Build nodes with locations from the events of a YAML parser; reject YAML features that no ladder needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from ladder_export.core.problems import Problem, Span
from ladder_export.reading.nodes import ListNode, MappingNode, Node, ScalarNode
from ladder_export.reading.yaml.colons import UNMASK
from ladder_export.reading.yaml.encoding import UNPRINTABLE
from ladder_export.reading.yaml.indentation import HELP_ORDINARY_SPACES, MESSAGE_NO_BREAK_SPACE, NON_BREAKING_INDENT
from ladder_export.reading.yaml.truncated_scalars import truncated_text_problems

MAX_DEPTH = 50
MAX_ALIASES = 200
MAX_NODES = 200_000

NULL_WORDS = frozenset({"", "~", "null", "Null", "NULL"})

HELP_QUOTES = "put the whole text in quotes"
HELP_RIGHT_FILE = "a level has a few kB: is this the right file?"


@dataclass(frozen=True, slots=True)
class _SizedNode:
    """A node with its size after all aliases in it are expanded: number of nodes, and height in levels."""

    node: Node
    node_count: int = 1
    height: int = 1


@dataclass(slots=True)
class _OpenCollection:
    """A list or mapping whose end event has not arrived, with its expanded size so far.

    `children` alternates keys and values for a mapping.
    """

    span: Span
    anchor: str | None
    is_mapping: bool
    children: list[Node] = field(default_factory=list)
    node_count: int = 1
    height: int = 1


class UnreadableFile(Exception):
    """Raised to stop parsing a file that cannot be read; `problem` says why."""

    def __init__(self, code: str, message: str, span: Span, remedy: str) -> None:
        super().__init__(message)
        self.problem = Problem(code, message, span, help=remedy)


class NodeBuilder:
    """A builder of nodes from a YAML parser's events. It does not recurse: deep nesting cannot exhaust the stack.

    `file` is the path for messages, `lines` are the lines of the file.
    """

    def __init__(self, file: str, lines: tuple[str, ...]) -> None:
        self.file = file
        self.lines = lines
        self.lines_with_hash = frozenset([number for number, line in enumerate(lines) if "#" in line])
        self.problems: list[Problem] = []
        self.open_collections: list[_OpenCollection] = []
        self.anchors: dict[str, _SizedNode] = {}
        self.unused_anchors: dict[str, Span] = {}
        self.root: Node | None = None
        self.alias_count = 0
        self.node_count = 0
        self.document_count = 0

    def build(self, events: Iterable[yaml.Event]) -> Node | None:
        """Return the content of a whole YAML file; None if the file is empty.

        Add problems that do not prevent reading to `problems`. Raises UnreadableFile for a problem that does.
        """
        # A table, because a `match` over the types takes three times as long for each event.
        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceEndEvent: self._end,
            yaml.MappingEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        for event in events:
            if handler := handlers.get(type(event)):  # other events mark the stream and ends of documents
                handler(event)
        self.problems.extend(self._unused_anchor_problems())
        return self.root

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self.document_count += 1
        if self.document_count > 1:
            remedy = "remove the line '---', or make two files of it"
            raise UnreadableFile("second-document", "a second YAML document begins here", self._span(event), remedy)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        span, text = self._span(event), event.value
        if not text.isascii():
            text = text.translate(UNMASK)
        if event.tag is not None:
            self._report_tag(span)
        if event.style:
            self._report_control_characters(text, span)
        else:
            end: Any = event.end_mark
            if (
                end.line + 1 != span.line or end.line in self.lines_with_hash or text.startswith("-")
            ):  # a plain scalar on one line without '#' loses nothing
                self.problems.extend(truncated_text_problems(text, span, self.lines, (end.line, end.column)))
        node = ScalarNode(span, None if text in NULL_WORDS and not event.style else text)
        if event.anchor is not None:
            self._define_anchor(event.anchor, _SizedNode(node), span)
        self._add(node, span)

    def _report_control_characters(self, text: str, span: Span) -> None:
        if control := UNPRINTABLE.search(text):
            remedy = "remove it: only a tab and a line break can be printed"
            message = f"this text contains an invisible control character (U+{ord(control[0]):04X})"
            self.problems.append(Problem("control-character", message, span, help=remedy))

    def _alias(self, event: yaml.AliasEvent) -> None:
        span, name = self._span(event), event.anchor
        self.alias_count += 1
        if self.alias_count > MAX_ALIASES:
            raise UnreadableFile(
                "too-many-aliases", f"there are more than {MAX_ALIASES} aliases", span, "write out the values instead"
            )
        if any(collection.anchor == name for collection in self.open_collections):
            raise UnreadableFile(
                "endless-alias", f"'*{name}' stands for a value that contains it", span, "write out the value instead"
            )
        if name not in self.anchors:
            message = f"text that begins with '*' needs quotes: YAML reads '*{name}' as a reference"
            raise UnreadableFile("unknown-alias", message, span, HELP_QUOTES)
        self.unused_anchors.pop(name, None)
        target = self.anchors[name]
        self._add(target.node, span, target.node_count, target.node_count, target.height)

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        span = self._span(event)
        if event.tag is not None:
            self._report_tag(span)
        if len(self.open_collections) >= MAX_DEPTH:
            self._raise_too_deep(span)
        self.open_collections.append(_OpenCollection(span, event.anchor, isinstance(event, yaml.MappingStartEvent)))

    def _end(self, _: yaml.CollectionEndEvent) -> None:
        collection = self.open_collections.pop()
        node = (
            self._mapping(collection)
            if collection.is_mapping
            else ListNode(collection.span, tuple(collection.children))
        )
        if collection.anchor is not None:
            self._define_anchor(
                collection.anchor, _SizedNode(node, collection.node_count, collection.height), collection.span
            )
        self._add(
            node, collection.span, 1, collection.node_count, collection.height
        )  # its children are counted already

    def _add(self, node: Node, span: Span, added: int = 1, node_count: int = 1, height: int = 1) -> None:
        """Add a node to the innermost open collection.

        `added` counts nodes new in the file; `node_count` and `height` are the sizes with aliases expanded.
        """
        self.node_count += added
        if self.node_count > MAX_NODES:
            message = f"this file has more than {MAX_NODES:,} values"
            raise UnreadableFile("too-large", message, span, HELP_RIGHT_FILE)
        if len(self.open_collections) + height > MAX_DEPTH + 1:
            self._raise_too_deep(span)
        if not self.open_collections:
            self.root = node
            return
        parent = self.open_collections[-1]
        parent.children.append(node)
        parent.node_count += node_count
        if height >= parent.height:
            parent.height = height + 1

    def _mapping(self, collection: _OpenCollection) -> MappingNode:
        keys: dict[str, Span] = {}
        values: dict[str, Node] = {}
        for key, value in zip(collection.children[::2], collection.children[1::2], strict=True):
            name = key.text if isinstance(key, ScalarNode) else None
            if name is None:
                self._report_bad_key(key)
            elif name in keys:
                message = f"'{name}' is given twice, first in line {keys[name].line}"
                self.problems.append(Problem("duplicate-key", message, key.span, help="keep one of them"))
            else:
                keys[name], values[name] = key.span, value
                if not name.isascii() and NON_BREAKING_INDENT.match(name):
                    raise UnreadableFile("indentation", MESSAGE_NO_BREAK_SPACE, key.span, HELP_ORDINARY_SPACES)
        return MappingNode(collection.span, keys, values)

    def _report_bad_key(self, key: Node) -> None:
        message = (
            "there is no key before the colon" if isinstance(key, ScalarNode) else "a list or mapping cannot be a key"
        )
        self.problems.append(
            Problem("bad-key", message, key.span, help=f"write 'key: value'; if this is text, {HELP_QUOTES}")
        )

    def _raise_too_deep(self, span: Span) -> None:
        remedy = "a ladder needs a depth of six; text that begins with [ or { needs quotes"
        raise UnreadableFile("too-deep", f"lists and mappings are nested more than {MAX_DEPTH} deep", span, remedy)

    def _report_tag(self, span: Span) -> None:
        message = "text that begins with '!' needs quotes: YAML would drop this word"
        raise UnreadableFile("tag", message, span, HELP_QUOTES)

    def _define_anchor(self, name: str, sized: _SizedNode, span: Span) -> None:
        self.anchors[name] = sized
        self.unused_anchors[name] = span

    def _unused_anchor_problems(self) -> Iterator[Problem]:
        """Yield a problem for each anchor without an alias: most likely a word of text that YAML removed."""
        for name, span in self.unused_anchors.items():
            message = f"text that begins with '&' needs quotes: YAML would drop '&{name}'"
            yield Problem("unused-anchor", message, span, help=f"if it is text, {HELP_QUOTES}; else remove it")

    def _span(self, event: Any) -> Span:  # noqa: ANN401  # every event has marks, though its type does not say so
        """Return the span of an event on its first line, up to the line's end if the event continues."""
        start, end = event.start_mark, event.end_mark
        line, column, end_column = start.line, start.column, end.column
        if line != end.line or line >= len(self.lines):
            line = min(line, len(self.lines) - 1)
            column = min(column, len(self.lines[line]))
            end_column = len(self.lines[line].rstrip())
        return Span(self.file, line + 1, column + 1, max(1, end_column - column), None)
