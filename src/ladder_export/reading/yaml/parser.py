"""Parse YAML files into nodes with locations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import yaml

from ladder_export.core.problems import Problem, Span
from ladder_export.files.access import MAX_BYTES_BY_KIND, MEGABYTE
from ladder_export.reading.nodes import Node, ScalarNode
from ladder_export.reading.yaml.builder import HELP_RIGHT_FILE, NodeBuilder, UnreadableFile
from ladder_export.reading.yaml.colons import (
    MASKED_CHARACTER,
    Position,
    find_prose_mappings,
    join_source,
    mask_prose,
    replace_with_texts,
)
from ladder_export.reading.yaml.encoding import attach_excerpts, cached_lines, decode_utf8, split_lines
from ladder_export.reading.yaml.indentation import find_merge_conflicts
from ladder_export.reading.yaml.syntax_errors import YamlError, explain_syntax_error

YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's parser if installed; only its events are used

MAX_BYTES = MAX_BYTES_BY_KIND["ladder file"]
PROSE_LIKE_CODES = frozenset(
    {"tag", "unknown-alias", "unused-anchor", "duplicate-key", "bad-key"}
)  # problems that unquoted prose may cause
MAX_REPAIRS = 200  # texts with unreadable colons; each one costs another parse of the file

COMMENT = re.compile(r"(?:.*?\s)??#(.*)")

HELP_EMPTY_FILE = "write at least a line 'title: …', or remove the file"


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """The result of parsing a YAML file; if the file cannot be read, `node` is None and `problems` say why."""

    file: str
    node: Node | None
    problems: tuple[Problem, ...]


def parse_yaml(file: str, raw: bytes) -> ParsedFile:
    """Parse the bytes of a YAML file; return its content and all problems of how it is written.

    `file` is the path for messages. Never raises for any bytes: the result has a node or an error.
    """
    text = decode_utf8(file, raw) if len(raw) <= MAX_BYTES else too_large_problem(file)
    if isinstance(text, Problem):
        return ParsedFile(file, None, (text,))
    lines = split_lines(text)
    if problems := _merge_conflict_problems(file, lines) if "<<<<<<< " in text else []:
        return ParsedFile(file, None, tuple(attach_excerpts(problems, {file: lines})))
    node, problems, text = _parse_repaired(file, lines, text)
    return ParsedFile(file, node and _restore_prose(node, text, lines), tuple(attach_excerpts(problems, {file: lines})))


def _parse_repaired(file: str, lines: tuple[str, ...], text: str) -> tuple[Node | None, list[Problem], str]:
    """Return the node of a text, its problems, and the text with prose masked that YAML could not read."""
    node, problems, suspect_lines = _parse_once(file, lines, text)
    for _ in range(0 if MASKED_CHARACTER.search(text) else MAX_REPAIRS):
        if (repaired := _with_prose_masked(text, lines, suspect_lines)) is None:
            break
        text = repaired
        node, problems, suspect_lines = _parse_once(file, lines, text)
    return node, problems, text


def events(raw: bytes) -> Iterator[yaml.Event]:
    """Yield PyYAML's parser events of a file that `parse_yaml` can read.

    In sentences that YAML would misread, characters such as colons are masked (replaced one by one), so columns stay
    the same.
    """
    text = decode_utf8("", raw)
    if isinstance(text, str):
        yield from yaml.parse(_parse_repaired("", split_lines(text), text)[2], Loader=YAML_LOADER)


def _restore_prose(node: Node, text: str, lines: Sequence[str]) -> Node:
    """Return the node with the mappings that are really prose replaced by their text."""
    spans = {mapping.span for mapping in find_prose_mappings(node)}
    return replace_with_texts(node, _source_texts(text, lines, spans)) if spans else node


def _with_prose_masked(text: str, lines: tuple[str, ...], suspect_lines: Sequence[int]) -> str | None:
    """Return the text with unreadable prose masked; None if the suspect lines have none."""
    typed = text.split("\n") if text.count("\n") + 1 == len(lines) else lines
    repaired = mask_prose(typed, suspect_lines)
    return None if repaired is None else "\n".join(repaired)


def _merge_conflict_problems(file: str, lines: Sequence[str]) -> list[Problem]:
    problems = list[Problem]()
    for first, last in find_merge_conflicts(lines):
        message = f"Git could not merge this file: lines {first + 1} to {last + 1} hold both versions"
        remedy = "keep one version, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
        problems.append(Problem("merge-conflict", message, Span(file, first + 1, 1, 7, None), help=remedy))
    return problems


def _parse_once(file: str, lines: tuple[str, ...], text: str) -> tuple[Node | None, list[Problem], Sequence[int]]:
    """Return the node of a text, its problems, and the lines, from 0, that may be prose which YAML cannot read."""
    builder, node = NodeBuilder(file, lines), None
    try:
        node = builder.build(yaml.parse(text, Loader=YAML_LOADER))
    except UnreadableFile as stop:
        builder.problems.append(stop.problem)
    except yaml.MarkedYAMLError as error:
        fault = _yaml_error(error)
        suspect_lines = tuple(dict.fromkeys((fault.position[0], fault.context_position[0], fault.position[0] - 1)))
        # A joined line has the same cause as the syntax error.
        others = [problem for problem in builder.problems if problem.code != "joined-line"]
        return None, [*others, explain_syntax_error(file, lines, fault)], suspect_lines
    except yaml.YAMLError:
        remedy = "retype it in a plain text editor"
        builder.problems.append(Problem("yaml-syntax", "YAML cannot read this file", Span(file), help=remedy))
    else:
        if node is None or (isinstance(node, ScalarNode) and node.text is None):
            node = None
            builder.problems.append(Problem("empty-file", "this file is empty", Span(file), help=HELP_EMPTY_FILE))
    return node, builder.problems, _prose_like_lines(builder.problems)


def _prose_like_lines(problems: Iterable[Problem]) -> list[int]:
    """Return the lines, from 0, of problems whose cause may be unquoted prose."""
    return [problem.span.line - 1 for problem in problems if problem.code in PROSE_LIKE_CODES and problem.span]


def _source_texts(text: str, lines: Sequence[str], spans: set[Span]) -> dict[Span, str]:
    """Return the source text of the mappings at those spans; block scalars, block lists and braces are left out."""
    starts = {(span.line - 1, span.column - 1): span for span in spans}
    texts: dict[Span, str] = {}
    events = iter(yaml.parse(text, Loader=YAML_LOADER))
    for event in events:
        start = _position(event.start_mark)
        if isinstance(event, yaml.MappingStartEvent) and start in starts:
            tokens = _token_ranges(events)
            if tokens and lines[start[0]][start[1]] != "{":
                texts[starts[start]] = join_source(lines, tokens)
    return texts


def _token_ranges(events: Iterator[yaml.Event]) -> list[tuple[Position, Position]]:
    """Return start and end of each token of the mapping just begun; empty if it holds block lists or block scalars."""
    depth, is_prose = 1, True
    ranges: list[tuple[Position, Position]] = []
    for event in events:
        start, stop = _position(event.start_mark), _position(event.end_mark)
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
            ranges.append((start, stop))
    return ranges if is_prose else []


def too_large_problem(file: str) -> Problem:
    """Return the problem that a file exceeds the size limit for YAML files."""
    message = f"this file has more than {MAX_BYTES // MEGABYTE} MB"
    return Problem("too-large", message, Span(file), help=HELP_RIGHT_FILE)


def _yaml_error(error: yaml.MarkedYAMLError) -> YamlError:
    problem = _position(error.problem_mark or error.context_mark)
    within = _position(error.context_mark) if error.context_mark else problem
    return YamlError(f"{error.context or ''}; {error.problem or ''}", problem, within)


def _position(mark: yaml.Mark | yaml._yaml.Mark | None) -> Position:
    """Return line and column from 0. Every event has marks, although its type allows None."""
    return (mark.line, mark.column) if mark else (0, 0)


def comments(raw: bytes) -> list[tuple[int, str]]:
    """Return the comments of a file that `parse_yaml` can read, as (line from 1, text); empty ones are left out."""
    lines = cached_lines(raw)
    texts = (
        (line + 1, COMMENT.match(lines[line], end))
        for line, end in _last_value_columns(lines).items()
        if line < len(lines)
    )
    stripped = [(line, comment[1].strip()) for line, comment in texts if comment]
    return [(line, comment) for line, comment in stripped if comment]


def _last_value_columns(lines: Sequence[str]) -> dict[int, int]:
    """Return for each line, from 0, the column where its last value ends."""
    ends = dict.fromkeys(range(len(lines)), 0)
    for event in yaml.parse("\n".join(lines), Loader=YAML_LOADER):
        if not isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            continue
        start, end = _position(event.start_mark), _position(event.end_mark)
        is_block = isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">")
        for line in range(start[0] + is_block, end[0]):
            ends[line] = len(lines[line])
        if not is_block:
            ends[end[0]] = end[1]
    return ends
