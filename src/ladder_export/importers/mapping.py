"""Import JSON and YAML of any structure by a mapping file, whose paths say where tracks, levels and texts are."""

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
from ladder_export.importers.markdown_pages import UNTITLED_SECTION
from ladder_export.importers.matrix_cells import parse_cell
from ladder_export.reading.nodes import to_python
from ladder_export.reading.slugs import slug, title_from_id
from ladder_export.reading.yaml.parser import parse_yaml

KEYS = "texts examples track level area code summary level_id level_title level_code title".split()
KEY_STEP = "~"  # at the end of a path: the key that the last star stands for, not its value
ANY_STEP = "*"

Wildcards = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class LevelMapping:
    """Paths into JSON or YAML, by the field that is found there: `level`, `title`, `texts` and others.

    The path `levels.*.name` is stored as ("levels", "*", "name"); a star means every item or key.
    """

    paths: Mapping[str, tuple[str, ...]]


@dataclass(slots=True, kw_only=True)
class _Reading(UnplacedCollector):
    """A file being read.

    `used` are paths of values that were read; `named` has title and code of levels that are listed separately, by id.
    """

    content: object
    used: set[Wildcards] = field(default_factory=set)
    levels: dict[tuple[str, str], ImportedLevel] = field(default_factory=dict)
    named: dict[str, tuple[str, str]] = field(default_factory=dict)

    def clean(self, source: str) -> str:
        """Return inline Markdown, and record what was removed, at line 1: values have no line numbers."""
        return self.inline(source, 1)


def read_mapping(file: str, raw: bytes) -> LevelMapping:
    """Parse a mapping file: `raw` are its bytes, `file` is its path for messages.

    Raises BadRequest, with every problem, if it is invalid.
    """
    parsed = parse_yaml(file, raw)
    content = to_python(parsed.node) if parsed.node else {}
    problems = [problem for problem in parsed.problems if problem.is_error]
    if not isinstance(content, dict):
        raise BadRequest(*problems, _bad_mapping(file, "a mapping has lines such as 'level: levels.*.name'"))
    problems += _entry_problems(file, content)
    missing = [key for key in ("texts", "level") if key not in content]
    problems += [
        _bad_mapping(file, f"the mapping needs a line '{key}: …' with the path of each {key.rstrip('s')}")
        for key in missing
    ]
    if problems:
        raise BadRequest(*problems)
    return LevelMapping({key: _steps(str(value)) for key, value in content.items()})


def _entry_problems(file: str, content: Mapping[str, object]) -> Iterator[Problem]:
    """Yield a problem for each unknown key and each value that is not a path."""
    for key, value in content.items():
        if key not in KEYS:
            remedy = did_you_mean(key, KEYS) or f"it has {', '.join(KEYS)}"
            yield Problem("unknown-key", f"'{key}' is not a key of a mapping", Span(file), help=remedy)
        if not isinstance(value, str):
            yield _bad_mapping(file, f"'{key}' is a path such as levels.*.name")


def _steps(path: str) -> tuple[str, ...]:
    """Return the steps of a path: `levels.*~` is ("levels", "*", "~")."""
    return tuple(step for step in re.split(r"\.|(?=~$)", path) if step)


def _bad_mapping(file: str, message: str) -> Problem:
    """Return a problem of the mapping."""
    return Problem("bad-mapping", message, Span(file), help="docs/importing.md has three examples")


def read(pages: Sequence[Page], mapping: LevelMapping) -> ImportedLadder:
    """Convert JSON and YAML files to levels.

    `mapping` gives the path in the data, such as "roles.*.skills", of each part of a level: its title, its statements
    and so on. Values that no path leads to become unplaced text. Raises InvalidLadder if the path of the statements
    leads to nothing in any file.
    """
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
            f"there is nothing at '{path}' in {pages[0].file}",
            Span(pages[0].file),
            help="check the paths of the mapping",
        )
        raise InvalidLadder(problem)
    return ladder


def _load(page: Page) -> tuple[object, tuple[Problem, ...]]:
    """Return the content of a file, or the problems that prevent reading it."""
    text = "\n".join(page.lines)
    if PurePath(page.path).suffix.lower() == ".json":
        try:
            return json.loads(text), ()
        except (json.JSONDecodeError, RecursionError) as fault:
            message = f"this is not valid JSON: {getattr(fault, 'msg', 'it is nested too deeply')}"
            return None, (Problem("json-syntax", message, Span(page.file, getattr(fault, "lineno", 1))),)
    parsed = parse_yaml(page.file, text.encode())
    if parsed.node is None or any(problem.is_error for problem in parsed.problems):
        return None, parsed.problems
    return to_python(parsed.node), ()


def _values_at(
    content: object, path: Sequence[str], stars: Wildcards = (), path_so_far: Wildcards = ()
) -> Iterator[tuple[Wildcards, Wildcards, object]]:
    """Yield every value at a path: the keys that its stars stand for, its path in the file, and the value."""
    if not path:
        yield stars, path_so_far, content
        return
    step, *rest = path
    if step == KEY_STEP:
        if stars:
            yield stars, path_so_far, stars[-1]
        return
    for key, value in _entries(content):
        if step == ANY_STEP:
            yield from _values_at(value, rest, (*stars, key), (*path_so_far, key))
        elif step == str(key):
            yield from _values_at(value, rest, stars, (*path_so_far, key))


def _entries(content: object) -> Iterator[tuple[str | int, object]]:
    """Yield the entries of a mapping or list, by key or index."""
    if isinstance(content, dict):
        yield from content.items()
    elif isinstance(content, list):
        yield from enumerate(content)


def _texts(value: object, path_so_far: Wildcards) -> Iterator[tuple[Wildcards, str]]:
    """Yield the texts in a value with their paths, in order."""
    if isinstance(value, dict | list):
        for key, inner in _entries(value):
            yield from _texts(inner, (*path_so_far, key))
    elif value not in (None, ""):
        yield path_so_far, str(value)


class _PathValues:
    """Values at one path, by the keys that the path's stars stand for."""

    def __init__(self, reading: _Reading, path: Sequence[str]) -> None:
        self.values: dict[Wildcards, str] = {}
        for stars, value_path, value in _values_at(reading.content, path):
            if not isinstance(value, dict | list) and value not in (None, ""):
                self.values[stars] = str(value)
                reading.used |= set() if path[-1] == KEY_STEP else {value_path}

    def at(self, stars: Wildcards) -> str:
        """Return the value for a text with these keys, or for the nearest level above it; empty where there is none."""
        return next((self.values[stars[:end]] for end in range(len(stars), -1, -1) if stars[:end] in self.values), "")


def _read(reading: _Reading, mapping: LevelMapping) -> ImportedLadder:
    """Return the levels of one file."""
    tables = {
        key: _PathValues(reading, path) for key, path in mapping.paths.items() if key not in ("texts", "examples")
    }
    reading.named = _named(tables)
    _read_texts(reading, mapping, tables)
    levels = reading.levels
    positions = {level_id: position for position, level_id in enumerate(reading.named)}
    in_order = sorted(levels.items(), key=lambda entry: positions.get(entry[0][1], len(positions)))
    tracks = {track: ImportedTrack(slug(track), to_plain_title(track)[0]) for track, _ in levels if track}
    title = tables["title"].at(()) if "title" in tables else ""
    levels_in_order = tuple(replace(level, position=position) for position, (_, level) in enumerate(in_order))
    return ImportedLadder(
        title=to_plain_title(title)[0],
        levels=levels_in_order,
        tracks=tuple(tracks.values()),
        unplaced=(*reading.unplaced, *_unmapped_texts(reading)),
    )


def _read_texts(reading: _Reading, mapping: LevelMapping, tables: Mapping[str, _PathValues]) -> None:
    """Add all texts and examples to their levels."""
    named_already = frozenset(reading.used)  # the path of texts may lead to titles, too
    for kind in ("texts", "examples"):
        for stars, value_path, value in _values_at(reading.content, mapping.paths.get(kind, ("\0",))):
            fields = {key: table.at(stars) for key, table in tables.items()}
            texts = [(path, text) for path, text in _texts(value, value_path) if path not in named_already]
            for text_path, text in texts:
                reading.used.add(text_path)
                _add(reading, fields, text, kind)


def _named(tables: Mapping[str, _PathValues]) -> dict[str, tuple[str, str]]:
    """Return title and code of levels that are listed separately, by id."""
    if "level_id" not in tables:
        return {}
    title, code = tables.get("level_title"), tables.get("level_code")
    return {
        name: (title.at(stars) if title else title_from_id(name), code.at(stars) if code else "")
        for stars, name in tables["level_id"].values.items()
    }


def _add(reading: _Reading, fields: Mapping[str, str], text: str, kind: str) -> None:
    """Add a text to its area and level, which is created with its first text."""
    name = fields["level"]
    if not name:
        reading.add_unplaced(1, text, "the mapping names no level for it")
        return
    key = (fields.get("track", ""), name)
    if key not in reading.levels:
        reading.levels[key] = _level(reading, key, fields)
    icon, title = split_icon(to_plain_title(fields.get("area", ""))[0] or UNTITLED_SECTION)
    cell = parse_cell(text, reading.clean)
    points = tuple(Point(text_) for text_ in cell.intro) + cell.points
    if kind == "examples":
        examples = tuple(text_ for text_ in points if isinstance(text_, Point))
        section = ImportedSection(title, icon, examples=examples + cell.examples)
    else:
        section = ImportedSection(title, icon, points=points, examples=cell.examples)
    reading.levels[key] = reading.levels[key].with_area(section)


def _level(reading: _Reading, key: tuple[str, str], fields: Mapping[str, str]) -> ImportedLevel:
    """Return a new level."""
    track, name = key
    title, code = reading.named.get(name, (name, ""))
    if title == name and name.isdigit():
        title = f"Level {name}"
    found_code, bare = split_title(to_plain_title(title)[0])
    code = fields.get("code") or code or found_code
    summary = reading.clean(fields["summary"]) if fields.get("summary") else ""
    guesses = name_guesses(code, bare)
    return ImportedLevel(
        make_stem(code, bare, track), bare, code, slug(track), summary=(summary,) if summary else (), guesses=guesses
    )


def _unmapped_texts(reading: _Reading) -> Iterator[Unplaced]:
    """Yield the texts that the mapping does not name, each with its path, as one unplaced text."""
    lines = [
        f"{'.'.join(map(str, text_path))}: {text}"
        for text_path, text in _texts(reading.content, ())
        if text_path not in reading.used
    ]
    if lines:
        yield Unplaced(reading.page.file, 1, "\n".join(lines), "the mapping does not name these values")
