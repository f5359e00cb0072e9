"""This file reads YAML into nodes that keep their place, whatever is handed to it (YAML's only door)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import yaml

from ladder_export.core.problems import Problem, Span
from ladder_export.files.access import BOUNDS, MEGABYTE
from ladder_export.reading.nodes import Node, Scalar
from ladder_export.reading.yaml.builder import RIGHT_FILE, Builder, Unreadable
from ladder_export.reading.yaml.colons import UNMASKED, Place, joined, masked, mistaken, with_texts
from ladder_export.reading.yaml.encoding import cited, decoded, lines_in, lines_of
from ladder_export.reading.yaml.indentation import conflicts
from ladder_export.reading.yaml.syntax_errors import Fault, explained

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is 16 times faster; only its events are used

MOST_BYTES = BOUNDS["ladder file"]
SIGNS = frozenset({"tag", "unknown-alias", "unused-anchor", "duplicate-key", "bad-key"})  # what prose may look like
MOST_REPAIRS = 200  # texts with colons that YAML cannot read; each costs another reading of the file

COMMENT = re.compile(r"(?:.*?\s)??#(.*)")

NOT_EMPTY = "write at least a line 'title: …', or remove the file"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file as nodes; without `node` it could not be read, and `problems` say why."""

    file: str
    node: Node | None
    problems: tuple[Problem, ...]


def parse(file: str, raw: bytes) -> Parsed:
    """The nodes of a YAML file and all that is wrong or doubtful about how it is written."""
    text = decoded(file, raw) if len(raw) <= MOST_BYTES else too_large(file)
    if isinstance(text, Problem):
        return Parsed(file, None, (text,))
    lines = lines_of(text)
    if problems := _conflicts(file, lines) if "<<<<<<< " in text else []:
        return Parsed(file, None, tuple(cited(problems, {file: lines})))
    node, problems, doubtful = _attempt(file, lines, text)
    for _ in range(0 if UNMASKED.search(text) else MOST_REPAIRS):
        if (repaired := _repaired(text, lines, doubtful)) is None:
            break
        text = repaired
        node, problems, doubtful = _attempt(file, lines, text)
    return Parsed(file, node and _with_prose(node, text, lines), tuple(cited(problems, {file: lines})))


def _with_prose(node: Node, text: str, lines: Sequence[str]) -> Node:
    """Return a node with the prose as text that YAML takes for mappings."""
    prose = {mapping.span for mapping in mistaken(node)}
    return with_texts(node, _typed(text, lines, prose)) if prose else node


def _repaired(text: str, lines: tuple[str, ...], doubtful: Sequence[int]) -> str | None:
    """Return a text with prose masked that YAML cannot read; None where there is none in its doubtful lines."""
    typed = text.split("\n") if text.count("\n") + 1 == len(lines) else lines
    repaired = masked(typed, doubtful)
    return None if repaired is None else "\n".join(repaired)


def _conflicts(file: str, lines: Sequence[str]) -> list[Problem]:
    found = list[Problem]()
    for first, last in conflicts(lines):
        message = f"Git could not merge this file: lines {first + 1} to {last + 1} hold both versions"
        remedy = "keep one of them, and delete the lines with the marks <<<<<<<, ======= and >>>>>>>"
        found.append(Problem("merge-conflict", message, Span(file, first + 1, 1, 7, None), help=remedy))
    return found


def _attempt(file: str, lines: tuple[str, ...], text: str) -> tuple[Node | None, list[Problem], Sequence[int]]:
    """Return the nodes of a text, what is wrong with it, and the lines, from 0, that may be prose YAML cannot read."""
    builder, node = Builder(file, lines), None
    try:
        node = builder.build(yaml.parse(text, Loader=LOADER))
    except Unreadable as stop:
        builder.problems.append(stop.problem)
    except yaml.MarkedYAMLError as error:
        fault = _fault(error)
        doubtful = tuple(dict.fromkeys((fault.at[0], fault.within[0], fault.at[0] - 1)))
        others = [one for one in builder.problems if one.code != "joined-line"]  # which it probably is itself
        return None, [*others, explained(file, lines, fault)], doubtful
    except yaml.YAMLError:
        remedy = "type it anew in a plain text editor"
        builder.problems.append(Problem("yaml-syntax", "YAML cannot read this file", Span(file), help=remedy))
    else:
        if node is None or (isinstance(node, Scalar) and node.text is None):
            node = None
            builder.problems.append(Problem("empty-file", "this file is empty", Span(file), help=NOT_EMPTY))
    return node, builder.problems, _signs(builder.problems)


def _signs(problems: Iterable[Problem]) -> list[int]:
    """Return the lines, from 0, of problems that prose may be taken for."""
    return [one.span.line - 1 for one in problems if one.code in SIGNS and one.span]


def _typed(text: str, lines: Sequence[str], places: set[Span]) -> dict[Span, str]:
    """Return what was typed where mappings stand; those that hold lists or blocks of text, or have braces, are left out."""
    starts = {(span.line - 1, span.column - 1): span for span in places}
    found: dict[Span, str] = {}
    events = iter(yaml.parse(text, Loader=LOADER))
    for event in events:
        start = _place(event.start_mark)
        if isinstance(event, yaml.MappingStartEvent) and start in starts:
            tokens = _tokens(events)
            if tokens and lines[start[0]][start[1]] != "{":
                found[starts[start]] = joined(lines, tokens)
    return found


def _tokens(events: Iterator[yaml.Event]) -> list[tuple[Place, Place]]:
    """Return where the tokens of a mapping begin and end that was just begun; none where it has lists or blocks of text."""
    depth, is_prose = 1, True
    found: list[tuple[Place, Place]] = []
    for event in events:
        start, stop = _place(event.start_mark), _place(event.end_mark)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            is_prose = is_prose and event.flow_style is True
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            if not depth:
                break
        elif isinstance(event, yaml.ScalarEvent):
            is_prose = is_prose and event.style not in ("|", ">")
        if start < stop:
            found.append((start, stop))
    return found if is_prose else []


def too_large(file: str) -> Problem:
    """The problem of a file that has more bytes than a ladder's may have."""
    message = f"this file has more than {MOST_BYTES // MEGABYTE} MB"
    return Problem("too-large", message, Span(file), help=RIGHT_FILE)


def _fault(error: yaml.MarkedYAMLError) -> Fault:
    problem = _place(error.problem_mark or error.context_mark)
    within = _place(error.context_mark) if error.context_mark else problem
    return Fault(f"{error.context or ''}; {error.problem or ''}", problem, within)


def _place(mark: yaml.Mark | yaml._yaml.Mark | None) -> Place:
    """Line and column from 0; every event has marks, though its type does not say so."""
    return (mark.line, mark.column) if mark else (0, 0)


def comments(raw: bytes) -> list[tuple[int, str]]:
    """Return the comments of a file that can be read, each with its line from 1; empty ones are left out."""
    lines = lines_in(raw)
    found = ((line + 1, COMMENT.match(lines[line], end)) for line, end in _ends(lines).items() if line < len(lines))
    said = [(line, comment[1].strip()) for line, comment in found if comment]
    return [(line, comment) for line, comment in said if comment]


def _ends(lines: Sequence[str]) -> dict[int, int]:
    """Return for each line, from 0, the column at which its last value ends."""
    ends = dict.fromkeys(range(len(lines)), 0)
    for event in yaml.parse("\n".join(lines), Loader=LOADER):
        if not isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            continue
        start, end = _place(event.start_mark), _place(event.end_mark)
        is_block = isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">")
        for line in range(start[0] + is_block, end[0]):
            ends[line] = len(lines[line])
        if not is_block:
            ends[end[0]] = end[1]
    return ends
