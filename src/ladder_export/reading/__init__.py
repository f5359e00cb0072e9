"""This package reads a ladder: YAML files in, one checked model or every problem out.

| stage    | file                   | from → to                                                  |
|----------|------------------------|------------------------------------------------------------|
| files    | `files`                | a path → bytes                                             |
| source   | `source`, `builder`    | bytes → nodes that keep their place (`encoding`, `colons`, `syntax`, `indentation`, `losses`, `doubts`) |
| language | `translation`          | nodes and a translation → nodes in its words, where one is asked for (`anchors`) |
| schema   | `schema`, `complaints` | nodes → parts, each key known and each value of its `kinds` |
| assembly | `assembly`             | parts → Ladder, each reference resolved (`library`, `contents`, `cards`, `relations`; `names`, `wording`) |
| brand    | `brand`, `brand_schema` | parts, or a `_brand.yml` → Brand, whose files nobody opens here |
| cache    | `level_cache`          | a file's digest → its level, where it was assembled before  |
| rules    | `rules`                | Ladder → what is valid, but not as it should be            |
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ladder_export.core.model import Ladder, SourceFile
from ladder_export.core.problems import InvalidLadder, Problem, Span, sort_by_location
from ladder_export.reading.brand_file import brand
from ladder_export.reading.files import SHARED, Found, find
from ladder_export.reading.json_schema import Names, names_in
from ladder_export.reading.lint import RULES
from ladder_export.reading.locales import find_locale, locale_faults, locale_named, locales
from ladder_export.reading.lone_level import lone_level
from ladder_export.reading.nodes import Data, Node, Scalar, child, items, node_of
from ladder_export.reading.nodes import Mapping as MappingNode
from ladder_export.reading.one_cause import folded
from ladder_export.reading.resolve.context import Assembly, LevelFile, Opened
from ladder_export.reading.resolve.ladder import assemble, assemble_levels, listed
from ladder_export.reading.resolve.level_cache import CachedLevel, LevelCache, key_function
from ladder_export.reading.schema.models import LadderPart, LevelPart
from ladder_export.reading.translation_overlay import translated, untranslated
from ladder_export.reading.validate import shaped
from ladder_export.reading.yaml.encoding import cited, lines_in
from ladder_export.reading.yaml.parser import parse
from ladder_export.reading.yaml.style_warnings import doubts


def read(path: Path, locale: str = "", levels: LevelCache | None = None) -> tuple[Ladder, tuple[Problem, ...]]:
    """The ladder in a folder or in one file, in its own language or in one it is translated into, and its warnings.

    Levels that `levels` holds are not read again, and those of this ladder are put into it; in a
    translation all are read. Raises InvalidLadder with all problems of all files when one of them
    is an error. A later stage only looks at what the earlier ones found whole, so that one slip is
    one problem. Raises BadRequest when there is no such translation.
    """
    files, problems = find(path)
    problems += locale_faults(path)
    try:
        ladder = _ladder(path, locale, files, problems, levels)
    except InvalidLadder as invalid:
        raise InvalidLadder(*_told(invalid.problems, files)) from None
    return ladder, _told(problems, files)


def is_ladder(content: Mapping[str, Data]) -> bool:
    """Return whether files with this content, by path, would be a ladder without errors; they need not be written."""
    files = [
        Found(path, SourceFile(path, b""), path == SHARED, node_of(value, Span(path, 1)))
        for path, value in content.items()
    ]
    with TemporaryDirectory(prefix="ladder-export-") as folder:
        try:
            _ladder(Path(folder), "", files, [], None)
        except InvalidLadder:
            return False
    return True


class Outline(NamedTuple):
    """What is known of a ladder that may have errors: its files, its names and the theme it asks for."""

    shared: str
    levels: tuple[str, ...]
    names: Names
    theme: str
    problems: tuple[Problem, ...]


def outline(path: Path) -> Outline:
    """Return the names of a ladder, also of one with errors. Raises InvalidLadder when there is no ladder at all."""
    files, problems = find(path)
    shared, levels = _nodes(files, problems)
    theme = _text_of(child(child(shared, "export") or shared, "theme")).strip() if shared else ""
    names = names_in(shared, levels | _inner(shared) if shared else levels)
    paths = tuple(found.source.path for found in files if not found.is_shared)
    return Outline(files[0].source.path if files else path.name, paths, names, theme, tuple(problems))


def _nodes(files: Iterable[Found], problems: list[Problem]) -> tuple[Node | None, dict[str, Node]]:
    """Return the ladder's own file and its levels by id, as far as they can be read; notes what is wrong."""
    nodes = {found: node for found in files if (node := _node(found, problems))}
    shared = next((node for found, node in nodes.items() if found.is_shared), None)
    return shared, {found.stem: node for found, node in nodes.items() if not found.is_shared}


def _inner(shared: Node) -> dict[str, Node]:
    """Return the levels by id that the ladder's own file holds."""
    inner = items(child(shared, "levels") or shared, 0)
    return {name: node for node in inner if (name := _text_of(child(node, "id")))}


def _text_of(node: Node | None) -> str:
    return (node.text or "") if isinstance(node, Scalar) else ""


class Translated(NamedTuple):
    """What is needed to renew a translation: the ladder's own file, its levels by id, and the files there are."""

    shared: MappingNode
    levels: dict[str, Node]
    overlays: list[tuple[str, Found, Node]]


def read_translation(path: Path, locale: str) -> Translated:
    """Return a ladder's nodes and those of one translation, of which there may be no file yet.

    Raises InvalidLadder where a file cannot be read or the ladder itself has an error.
    """
    files, problems = find(path)
    problems += locale_faults(path)
    work = _shared(path, files, problems)
    opened = list(_levels(work, files, problems, None))
    found, faults = find_locale(path, locale) if locale in locales(path) else ([], [])
    problems += faults
    overlays = [(level, file, node) for level, file in found if (node := _node(file, problems))]
    if work is None or _error_codes(problems) - {"empty-file"} or not isinstance(work.node, MappingNode):
        raise InvalidLadder(*_told(problems, [*files, *(file for _, file in found)]))
    return Translated(work.node, {one.id: one.node for one in _files(opened)}, overlays)


def _told(problems: Iterable[Problem], files: Iterable[Found]) -> tuple[Problem, ...]:
    """The problems in the order of their places, each with its line."""
    places = {one.span.file for one in problems if one.span and one.span.excerpt is None}
    lines = {found.file: lines_in(found.source.data) for found in files if found.file in places}
    return folded(sort_by_location(cited(problems, lines)))


def _ladder(path: Path, locale: str, files: list[Found], problems: list[Problem], levels: LevelCache | None) -> Ladder:
    """The ladder that these files hold; notes what is wrong with it, and adds the files of its translation to them."""
    work = _shared(path, files, problems)
    if work is None:
        deque(_levels(None, files, problems, None), 0)  # what is wrong with levels is told, too
        raise InvalidLadder(*problems)
    files[:] = _without_brand(files, work.shared.brand.file)
    levels = _cache_for(levels, files) if not locale else None
    opened = _levels(work, files, problems, levels)
    if locale:
        originals = _files(opened)
        _stop_at_errors(problems)
        locale = locale_named(path, locale)
        overlaid, faults = find_locale(path, locale)
        files += (file for _, file in overlaid)
        problems += faults
        work, opened = _in_language(locale, overlaid, work, originals, problems)
    made = assemble_levels(work, opened)
    if levels is not None:
        levels.keep(made, work.brought)
    ladder = replace(assemble(work, made), locale=locale, locales=tuple(locales(path)), brand=brand(work, path, files))
    _stop_at_errors(problems)  # of files that were read while it was assembled
    problems += work.problems
    _stop_at_errors(problems)
    problems += [problem for rule in RULES for problem in rule(ladder)]
    _stop_at_errors(problems)
    return ladder


def _without_brand(files: Iterable[Found], brand_file: str) -> list[Found]:
    return [one for one in files if one.is_shared or one.source.path != brand_file]


def _files(opened: Iterable[Opened | CachedLevel]) -> list[LevelFile]:
    """Return the files of levels that were read."""
    return [one.file for one in opened if isinstance(one, Opened)]


def _cache_for(levels: LevelCache | None, files: Sequence[Found]) -> LevelCache | None:
    return levels if levels and len(files) >= levels.least else None


def _error_codes(problems: Iterable[Problem]) -> set[str]:
    return {problem.code for problem in problems if problem.is_error}


def _stop_at_errors(problems: list[Problem]) -> None:
    if any(problem.is_error for problem in problems):
        raise InvalidLadder(*problems)


def _node(found: Found, problems: list[Problem]) -> Node | None:
    """The content of a file; notes what is wrong with how it is written, and doubtful about its words."""
    if found.content:
        return found.content
    parsed = parse(found.file, found.source.data)
    problems += parsed.problems
    problems += doubts(parsed.node, found.source.data) if parsed.node else ()
    return parsed.node


def _shared(path: Path, files: Sequence[Found], problems: list[Problem]) -> Assembly | None:
    """What is shared, where its file holds to the schema; notes what does not."""
    shared = [(one, node) for one in files if one.is_shared and (node := _node(one, problems))]
    if not shared:
        return None
    found, node = shared[0]
    if not path.is_dir():
        problems += lone_level(path, node)
        _stop_at_errors(problems)
    part = shaped(node, LadderPart)
    if isinstance(part, LadderPart):
        return Assembly(part, node, found.source)
    problems += part
    return None


def _levels(
    work: Assembly | None, files: Sequence[Found], problems: list[Problem], levels: LevelCache | None
) -> Iterator[Opened | CachedLevel]:
    """Each level, of what is shared first, that holds to the schema; notes what the others do not."""
    if work:
        yield from listed(work)
    if levels is None:
        for found in files:
            yield from () if found.is_shared else _opened_file(found, problems)
        return
    key = key_function(next(one for one in files if one.is_shared))
    for found in files:
        if found.is_shared:
            continue
        own = key(found)
        if stored := levels.find(own):
            problems += stored.noted
            yield CachedLevel(own, found.source, stored)
        else:
            yield from _opened_file(found, problems, own)


def _opened_file(found: Found, problems: list[Problem], key: str = "") -> Iterator[Opened]:
    """The level in a file, if it holds to the schema; notes what is wrong with it."""
    noted = list[Problem]()
    node = _node(found, noted)
    problems += noted
    if node:
        file = LevelFile(found.stem, found.folder, LevelPart, node, found.source)
        yield from (replace(one, noted=tuple(noted), key=key) for one in _opened((file,), problems))


def _opened(files: Iterable[LevelFile], problems: list[Problem]) -> Iterator[Opened]:
    """Each level that holds to the schema; notes what the others do not."""
    for file in files:
        part = shaped(file.node, file.kind)
        if isinstance(part, LevelPart):
            yield Opened(file, part)
        else:
            problems += part


def _in_language(
    locale: str, found: list[tuple[str, Found]], work: Assembly, levels: list[LevelFile], problems: list[Problem]
) -> tuple[Assembly, Iterator[Opened]]:
    """The same with the words of a translation, whose files were found; notes what is wrong with it and what it lacks."""
    overlays = [(level, node) for level, file in found if (node := _node(file, problems))]
    _stop_at_errors(problems)
    node, nodes, laid = translated(locale, work.node, {file.id: file.node for file in levels}, overlays)
    problems += [*laid.problems, *untranslated(laid, Span(found[0][1].file), work.shared.language)]
    _stop_at_errors(problems)
    opened = _opened([replace(file, node=nodes[file.id]) for file in levels], problems)
    shared = shaped(node, LadderPart)
    if isinstance(shared, tuple):
        deque(opened, 0)  # what is wrong with levels is told, too
        raise InvalidLadder(*problems, *shared)
    in_words = Assembly(shared.model_copy(update={"language": locale}), node, work.source)
    in_words.translations = tuple(file.source for _, file in found)
    return in_words, opened
