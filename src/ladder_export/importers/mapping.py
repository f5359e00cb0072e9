"""This file reads JSON and YAML of any shape by a mapping, which says by paths where tracks, levels, areas and texts stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from ladder_export.core.problems import BadRequest, InvalidLadder, Problem, Span, did_you_mean
from ladder_export.importers.ir import (
    ImportedLadder,
    ImportedLevel,
    ImportedSection,
    ImportedTrack,
    Page,
    Point,
    Unplaced,
)
from ladder_export.importers.level_names import make_stem, name_guesses, split_title
from ladder_export.importers.markdown_inline import UnplacedCollector, split_icon, to_plain_title
from ladder_export.importers.matrix_cells import parse_cell
from ladder_export.reading.nodes import data
from ladder_export.reading.slugs import slug, spoken
from ladder_export.reading.yaml.parser import parse

KEYS = "texts examples track level area code summary level_id level_title level_code title".split()
KEY_STEP = "~"  # at the end of a path: the key that the last star stands for, not what it holds
ANY_STEP = "*"

Wildcards = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class LevelMapping:
    """Paths by what stands there, each in steps: `levels.*.name` is ("levels", "*", "name")."""

    paths: Mapping[str, tuple[str, ...]]


@dataclass(slots=True, kw_only=True)
class _Reading(UnplacedCollector):
    """A file being read: its content, the places that were read already, its levels, and what they are called elsewhere in it."""

    content: object
    used: set[Wildcards] = field(default_factory=set)
    levels: dict[tuple[str, str], ImportedLevel] = field(default_factory=dict)
    named: dict[str, tuple[str, str]] = field(default_factory=dict)

    def clean(self, source: str) -> str:
        """Inline Markdown; nothing says in which line of data it stands."""
        return self.inline(source, 1)


def read_mapping(file: str, raw: bytes) -> LevelMapping:
    """Return the mapping in a file. Raises BadRequest, with every problem, where it is none."""
    parsed = parse(file, raw)
    content = data(parsed.node) if parsed.node else {}
    problems = [problem for problem in parsed.problems if problem.is_error]
    if not isinstance(content, dict):
        raise BadRequest(*problems, _bad_mapping(file, "a mapping has lines such as 'level: levels.*.name'"))
    for key, value in content.items():
        if key not in KEYS:
            remedy = did_you_mean(key, KEYS) or f"it has {', '.join(KEYS)}"
            problems.append(Problem("unknown-key", f"'{key}' is no key of a mapping", Span(file), help=remedy))
        if not isinstance(value, str):
            problems.append(_bad_mapping(file, f"'{key}' is a path such as levels.*.name"))
    missing = [key for key in ("texts", "level") if key not in content]
    problems += [_bad_mapping(file, f"a mapping says where the {key} stand: '{key}: …'") for key in missing]
    if problems:
        raise BadRequest(*problems)
    return LevelMapping({key: _steps(str(value)) for key, value in content.items()})


def _steps(path: str) -> tuple[str, ...]:
    """`levels.*~` in its steps."""
    return tuple(part for part in re.split(r"\.|(?=~$)", path) if part)


def _bad_mapping(file: str, message: str) -> Problem:
    return Problem("bad-mapping", message, Span(file), help="docs/importing.md has three examples")


def read(pages: Sequence[Page], mapping: LevelMapping) -> ImportedLadder:
    """The levels of all files, by the mapping. What it does not name is told."""
    ladder = ImportedLadder()
    for page in pages:
        content, problems = _load(page)
        if problems:
            ladder += ImportedLadder(unplaced=(page.as_unplaced("this file cannot be read"),), problems=problems)
        else:
            ladder += _read(_Reading(page, content=content), mapping)
    if not ladder.levels and not ladder.problems:
        path = ".".join(mapping.paths["texts"])
        problem = Problem(
            "nothing-mapped",
            f"nothing stands at '{path}' in {pages[0].file}",
            Span(pages[0].file),
            help="check the paths of the mapping",
        )
        raise InvalidLadder(problem)
    return ladder


def _load(page: Page) -> tuple[object, tuple[Problem, ...]]:
    """What a file holds, or the problems that keep it from being read."""
    text = "\n".join(page.lines)
    if PurePath(page.path).suffix.lower() == ".json":
        try:
            return json.loads(text), ()
        except (json.JSONDecodeError, RecursionError) as fault:
            message = f"this is no JSON: {getattr(fault, 'msg', 'it is nested too deep')}"
            return None, (Problem("json-syntax", message, Span(page.file, getattr(fault, "lineno", 1))),)
    parsed = parse(page.file, text.encode())
    if parsed.node is None or any(problem.is_error for problem in parsed.problems):
        return None, parsed.problems
    return data(parsed.node), ()


def _values_at(
    content: object, path: Sequence[str], stars: Wildcards = (), place: Wildcards = ()
) -> Iterator[tuple[Wildcards, Wildcards, object]]:
    """Everything at a path: what its stars stand for, its place, and what it is."""
    if not path:
        yield stars, place, content
        return
    step, *rest = path
    if step == KEY_STEP:
        if stars:
            yield stars, place, stars[-1]
        return
    for key, value in _entries(content):
        if step == ANY_STEP:
            yield from _values_at(value, rest, (*stars, key), (*place, key))
        elif step == str(key):
            yield from _values_at(value, rest, stars, (*place, key))


def _entries(content: object) -> Iterator[tuple[str | int, object]]:
    """The entries of a mapping or list, by key or number."""
    if isinstance(content, dict):
        yield from content.items()
    elif isinstance(content, list):
        yield from enumerate(content)


def _texts(value: object, place: Wildcards) -> Iterator[tuple[Wildcards, str]]:
    """The texts in a value, one after the other."""
    if isinstance(value, dict | list):
        for key, inner in _entries(value):
            yield from _texts(inner, (*place, key))
    elif value not in (None, ""):
        yield place, str(value)


class _PathValues:
    """What one path says, by what its stars stand for: the value for a text is the one whose stars are the text's."""

    def __init__(self, reading: _Reading, path: Sequence[str]) -> None:
        self.values: dict[Wildcards, str] = {}
        for stars, place, value in _values_at(reading.content, path):
            if not isinstance(value, dict | list) and value not in (None, ""):
                self.values[stars] = str(value)
                reading.used |= set() if path[-1] == KEY_STEP else {place}

    def at(self, stars: Wildcards) -> str:
        """The value for a text with these stars, or for what is above it; empty where there is none."""
        return next((self.values[stars[:end]] for end in range(len(stars), -1, -1) if stars[:end] in self.values), "")


def _read(reading: _Reading, mapping: LevelMapping) -> ImportedLadder:
    tables = {
        key: _PathValues(reading, path) for key, path in mapping.paths.items() if key not in ("texts", "examples")
    }
    reading.named = _named(tables)
    levels, order = reading.levels, list(reading.named)
    named_already = frozenset(reading.used)  # a path with a star for the texts may lead to their titles, too
    for kind in ("texts", "examples"):
        for stars, place, value in _values_at(reading.content, mapping.paths.get(kind, ("\0",))):
            said = {key: table.at(stars) for key, table in tables.items()}
            for spot, text in _texts(value, place):
                if spot in named_already:
                    continue
                reading.used.add(spot)
                _add(reading, said, text, kind)
    placed = sorted(levels.items(), key=lambda one: order.index(one[0][1]) if one[0][1] in order else len(order))
    tracks = {track: ImportedTrack(slug(track), to_plain_title(track)[0]) for track, _ in levels if track}
    title = tables["title"].at(()) if "title" in tables else ""
    found = tuple(replace(level, position=place) for place, (_, level) in enumerate(placed))
    return ImportedLadder(
        title=to_plain_title(title)[0],
        levels=found,
        tracks=tuple(tracks.values()),
        unplaced=(*reading.unplaced, *_unmapped_texts(reading)),
    )


def _named(tables: Mapping[str, _PathValues]) -> dict[str, tuple[str, str]]:
    """Title and code of the levels that are listed apart, by their ids."""
    if "level_id" not in tables:
        return {}
    title, code = tables.get("level_title"), tables.get("level_code")
    return {
        name: (title.at(stars) if title else spoken(name), code.at(stars) if code else "")
        for stars, name in tables["level_id"].values.items()
    }


def _add(reading: _Reading, said: Mapping[str, str], text: str, kind: str) -> None:
    """One text, in its area of its level; a level is made when its first text is met."""
    name = said["level"]
    if not name:
        reading.add_unplaced(1, text, "the mapping names no level for it")
        return
    key = (said.get("track", ""), name)
    if key not in reading.levels:
        reading.levels[key] = _level(reading, key, said)
    icon, title = split_icon(to_plain_title(said.get("area", ""))[0] or "Expectations")
    cell = parse_cell(text, reading.clean)
    points = tuple(Point(one) for one in cell.intro) + cell.points
    if kind == "examples":
        examples = tuple(one for one in points if isinstance(one, Point))
        section = ImportedSection(title, icon, examples=examples + cell.examples)
    else:
        section = ImportedSection(title, icon, points=points, examples=cell.examples)
    reading.levels[key] = reading.levels[key].with_area(section)


def _level(reading: _Reading, key: tuple[str, str], said: Mapping[str, str]) -> ImportedLevel:
    track, name = key
    title, code = reading.named.get(name, (name, ""))
    if title == name and name.isdigit():
        title = f"Level {name}"
    found, bare = split_title(to_plain_title(title)[0])
    code = said.get("code") or code or found
    summary = reading.clean(said["summary"]) if said.get("summary") else ""
    guesses = name_guesses(code, bare)
    return ImportedLevel(
        make_stem(code, bare, track), bare, code, slug(track), summary=(summary,) if summary else (), guesses=guesses
    )


def _unmapped_texts(reading: _Reading) -> Iterator[Unplaced]:
    """The texts that the mapping does not name, each behind its place."""
    lines = [
        f"{'.'.join(map(str, place))}: {text}"
        for place, text in _texts(reading.content, ())
        if place not in reading.used
    ]
    if lines:
        yield Unplaced(reading.page.file, 1, "\n".join(lines), "the mapping does not say what these are")
