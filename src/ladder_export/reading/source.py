"""This file turns YAML into plain text, lists and mappings that remember where they stood (YAML's only door)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from ladder_export.model import SourceFile
from ladder_export.problems import Problem, Severity, Span
from ladder_export.reading.encoding import LINE_END, MOST_BYTES, decoded
from ladder_export.reading.syntax import explained
from ladder_export.reading.tree import Place, Tree

LOADER = getattr(yaml, "CLoader", yaml.Loader)  # libyaml's events, 16 times faster; only its composer can crash

MOST_DEPTH = 50
MOST_ALIASES = 200
MOST_NODES = 200_000  # aliases expanded: a "billion laughs" file ends here

SWALLOWED = re.compile(r"\s+(#\S.*)")
EMPTY = frozenset({"", "~", "null"})


def open_tree(path: Path, name: str, shown: str) -> Tree:
    """The file as a tree; whatever is wrong with it is in `problems`. `name` is its path below the ladder."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        tree = Tree(SourceFile(name, b""), shown, [])
        tree.problems.append(
            Problem(
                "unreadable", f"the file cannot be read: {fault.strerror or fault}", tree.top, help="check its rights"
            )
        )
        return tree
    text, problem = decoded(data, shown)
    tree = Tree(SourceFile(name, data), shown, LINE_END.split(text))
    if problem:
        tree.problems.append(problem)
    else:
        _compose(tree, text)
    return tree


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read."""

    content: list[object] | dict[str, object]
    place: Place
    anchor: str | None
    key: str | None = None


class _Stop(Exception):
    """Ends the reading of one file, with its problem."""

    def __init__(self, code: str, message: str, event: yaml.Event, remedy: str) -> None:
        super().__init__(message)
        self.code, self.message, self.event, self.remedy = code, message, event, remedy


def _compose(tree: Tree, text: str) -> None:
    """Reads events one by one, so that no nesting is deep enough to crash and every key keeps its place."""
    composer = _Composer(tree)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            composer.take(event)
    except yaml.MarkedYAMLError as fault:
        begun = fault.context and re.search("quoted scalar|simple key", fault.context)
        line, column = _at(fault.context_mark if begun else fault.problem_mark or fault.context_mark)
        span = tree.span(min(line, max(0, len(tree.lines) - 1)), column)
        tree.problems.append(explained(fault.problem or "", fault.context or "", span))
    except _Stop as stop:
        tree.problems.append(Problem(stop.code, stop.message, tree.span(*_at(stop.event.start_mark)), help=stop.remedy))


def _at(mark: object) -> tuple[int, int]:
    """Line and column of a mark, from 0; PyYAML's two parsers have marks of different types, or none."""
    return getattr(mark, "line", 0), getattr(mark, "column", 0)


class _Composer:
    """Builds the tree from YAML's events; one method an event."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[object, Place]] = {}
        self.nodes = self.aliases = self.documents = 0

    def take(self, event: yaml.Event) -> None:
        """One event, in the order of the file."""
        step: Callable[[yaml.Event], None] | None = getattr(self, f"_{type(event).__name__}", None)
        if step:
            step(event)

    def _DocumentStartEvent(self, event: yaml.Event) -> None:  # noqa: N802  # named after the event
        self.documents += 1
        if self.documents > 1:
            raise _Stop(
                "many-documents", "a second document starts here", event, "keep one document a file: remove '---'"
            )

    def _ScalarEvent(self, event: yaml.ScalarEvent) -> None:  # noqa: N802  # named after the event
        plain = not event.style
        if event.tag and event.tag != "!":
            raise _Stop("tag", f"'{event.tag}' is a tag to YAML, not text", event, "put the whole text in quotes")
        value = None if plain and event.value in EMPTY else str(event.value)
        if plain:
            self._warn_of_comments(event)
        self._add(value, event, event.anchor)

    def _AliasEvent(self, event: yaml.AliasEvent) -> None:  # noqa: N802  # named after the event
        self.aliases += 1
        if self.aliases > MOST_ALIASES:
            raise _Stop("too-many-aliases", f"more than {MOST_ALIASES} aliases", event, "write the text out")
        if event.anchor not in self.anchors:
            remedy = "text that starts with * or & goes in quotes"
            raise _Stop("unknown-alias", f"nothing is marked '&{event.anchor}' before this place", event, remedy)
        self._add(self.anchors[event.anchor][0], event, None)

    def _SequenceStartEvent(self, event: yaml.CollectionStartEvent) -> None:  # noqa: N802  # named after the event
        self._open([], event)

    def _MappingStartEvent(self, event: yaml.CollectionStartEvent) -> None:  # noqa: N802  # named after the event
        self._open({}, event)

    def _SequenceEndEvent(self, _event: yaml.Event) -> None:  # noqa: N802  # named after the event
        self._close()

    _MappingEndEvent = _SequenceEndEvent

    def _open(self, content: list[object] | dict[str, object], event: yaml.CollectionStartEvent) -> None:
        if len(self.stack) >= MOST_DEPTH:
            raise _Stop(
                "too-deep", f"nested more than {MOST_DEPTH} deep", event, "text that starts with [ or { goes in quotes"
            )
        place = self._add(content, event, None)
        self.stack.append(_Open(content, place, event.anchor))

    def _close(self) -> None:
        closed = self.stack.pop()
        if closed.anchor:
            self.anchors[closed.anchor] = (closed.content, closed.place)

    def _add(self, value: object, event: yaml.Event, anchor: str | None) -> Place:
        """Puts a value where it belongs: the top, a list, a mapping's key, or that key's value."""
        self.nodes += _size(value)
        if self.nodes > MOST_NODES:
            raise _Stop("too-large", f"more than {MOST_NODES:,} values", event, "is it the right file?")
        place: Place = ()
        if self.stack:
            place = self._add_below(self.stack[-1], value, event)
        else:
            self.tree.data = value
        if anchor:
            self.anchors[anchor] = (value, place)
        return place

    def _add_below(self, parent: _Open, value: object, event: yaml.Event) -> Place:
        tree, span = self.tree, self._span(event)
        if isinstance(parent.content, list):
            place = (*parent.place, len(parent.content))
            parent.content.append(value)
        elif parent.key is None:
            return self._add_key(parent, value, event)
        else:
            place = (*parent.place, parent.key)
            parent.content[parent.key] = value
            parent.key = None
        tree.values[place] = span
        return place

    def _add_key(self, parent: _Open, value: object, event: yaml.Event) -> Place:
        if not isinstance(value, str):
            what = "nothing" if value is None else "a list or mapping"
            raise _Stop("bad-key", f"{what} cannot be a key", event, "text with ': ', [ or { goes in quotes")
        place = (*parent.place, value)
        if place in self.tree.keys:
            first = self.tree.keys[place].line
            self.tree.problems.append(
                Problem(
                    "duplicate-key",
                    f"'{value}' is here already, in line {first}",
                    self._span(event),
                    help="keep one of them",
                )
            )
        else:
            self.tree.keys[place] = self._span(event)
        parent.key = value
        return place

    def _span(self, event: yaml.Event) -> Span:
        (line, column), (last, end) = _at(event.start_mark), _at(event.end_mark)
        return self.tree.span(line, column, end - column if last == line else MOST_BYTES)

    def _warn_of_comments(self, event: yaml.ScalarEvent) -> None:
        """Plain text ends at ' #': what follows is a comment to YAML and would silently not be printed."""
        number, column = _at(event.end_mark)
        line = self.tree.lines[number] if number < len(self.tree.lines) else ""
        if event.value and (found := SWALLOWED.match(line, column)):
            self.tree.problems.append(
                Problem(
                    "swallowed-text",
                    f"'{found[1]}' is a comment to YAML and is not printed",
                    self.tree.span(number, found.start(1), len(found[1])),
                    Severity.WARNING,
                    "put the whole text in quotes, or a space after # if it is a comment",
                )
            )


def _size(value: object) -> int:
    """How many values an alias brings, itself included."""
    return sum(1 for _ in _walk(value))


def _walk(value: object) -> Iterator[object]:
    waiting, seen = [value], 0
    while waiting and seen <= MOST_NODES:
        item = waiting.pop()
        seen += 1
        yield item
        if isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
