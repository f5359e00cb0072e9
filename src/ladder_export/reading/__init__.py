"""Read a ladder: from YAML files to a checked ladder, or to a list of all problems in them.

| stage    | modules                                | from → to                                                    |
|----------|----------------------------------------|--------------------------------------------------------------|
| files    | `files`, `locales`                     | a path → bytes of files                                      |
| yaml     | `yaml/`                                | bytes → nodes (YAML values with their locations)             |
| language | `translation_overlay`, `anchors`       | nodes and a translation → translated nodes                   |
| schema   | `schema/`, `validate`                  | nodes → pydantic models with known keys and valid values     |
| resolve  | `resolve/`, `slugs`, `text_checks`     | models → Ladder, with ids replaced by what they refer to     |
| brand    | `brand_file`                           | a model, or `_brand.yml` → Brand; its files are not opened   |
| cache    | `resolve/level_cache`                  | the digest of a level's file → the level, as read last time  |
| lint     | `lint`                                 | Ladder → warnings                                            |
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
from ladder_export.reading.brand_file import resolve_brand
from ladder_export.reading.files import LADDER_FILE, InputFile, find_files, root_of
from ladder_export.reading.ladder_index import parse_file
from ladder_export.reading.lint import RULES
from ladder_export.reading.locales import locale_problems, locales, match_locale, read_locale
from ladder_export.reading.lone_level import lone_level
from ladder_export.reading.nodes import Data, MappingNode, Node, from_python
from ladder_export.reading.one_cause import merge_repeated
from ladder_export.reading.resolve.context import LevelFile, ParsedLevel, ResolveContext
from ladder_export.reading.resolve.ladder import build_ladder, inline_levels, resolve_levels
from ladder_export.reading.resolve.level_cache import CachedLevel, LevelCache, key_function
from ladder_export.reading.resolve.ratings import resolve_competencies
from ladder_export.reading.schema.models import LadderModel, LevelModel
from ladder_export.reading.translation_overlay import apply_translation, missing_translation_warning
from ladder_export.reading.validate import validate
from ladder_export.reading.yaml.encoding import attach_excerpts, cached_lines


def read(path: Path, locale: str = "", levels: LevelCache | None = None) -> tuple[Ladder, tuple[Problem, ...]]:
    """Read the ladder in a folder or file; return it with its warnings.

    `locale` is the language tag of a translation, empty for the ladder's own language. A level that the cache `levels`
    has is not read again; afterwards the cache holds this ladder's levels. None means no cache; translations do not use
    it.

    Raises InvalidLadder with the problems of all files if one of them is an error. A later stage checks only what
    passed the earlier ones, so that one mistake is one problem. Raises BadRequest if there is no such translation.
    """
    files, problems = find_files(path)
    return _read(path, locale, files, [*problems, *locale_problems(path)], levels)


def read_changed(path: Path, changed: Mapping[str, bytes | None]) -> tuple[Ladder, tuple[Problem, ...]]:
    """Read a ladder as if some of its files had other content; nothing is written. Return it with its warnings.

    `changed` has the new bytes of changed and new files, by path below the ladder's folder; None stands for a removed
    file. Raises InvalidLadder if the ladder would have an error.
    """
    original_files, problems = find_files(path)
    contents = {file.source.path: file.source.data for file in original_files} | dict(changed)
    shared = next(file.source.path for file in original_files if file.is_shared)
    files = [
        InputFile((root_of(path) / name).as_posix(), SourceFile(name, data), name == shared)
        for name, data in sorted(contents.items(), key=lambda entry: (entry[0] != shared, entry[0].split("/")))
        if data is not None
    ]
    return _read(path, "", files, problems, None)


def _read(
    path: Path, locale: str, files: list[InputFile], problems: list[Problem], levels: LevelCache | None
) -> tuple[Ladder, tuple[Problem, ...]]:
    """Return the ladder in these files, with its warnings and their source lines. Raises InvalidLadder."""
    try:
        ladder = _ladder(path, locale, files, problems, levels)
    except InvalidLadder as invalid:
        raise InvalidLadder(*_with_excerpts(invalid.problems, files)) from None
    return ladder, _with_excerpts(problems, files)


def is_ladder(content: Mapping[str, Data]) -> bool:
    """Return whether YAML with this content would be a ladder without errors; nothing is written.

    `content` has the data of each file, by path below the ladder's folder.
    """
    files = [
        InputFile(path, SourceFile(path, b""), path == LADDER_FILE, from_python(value, Span(path, 1)))
        for path, value in content.items()
    ]
    with TemporaryDirectory(prefix="ladder-export-") as folder:
        try:
            _ladder(Path(folder), "", files, [], None)
        except InvalidLadder:
            return False
    return True


class TranslationSource(NamedTuple):
    """The parsed YAML of a ladder and of one translation, needed to update the translation after the ladder changed.

    `shared` is ladder.yaml; `levels` are the levels by id. `overlays` are the translation's files, each as (id of the
    level that it translates, file, parsed YAML); the id is empty for the translation of ladder.yaml.
    """

    shared: MappingNode
    levels: dict[str, Node]
    overlays: list[tuple[str, InputFile, Node]]


def read_translation(path: Path, locale: str) -> TranslationSource:
    """Parse the YAML of a ladder and of one of its translations; a translation that does not exist yet has no files.

    `locale` is the translation's language tag. Raises InvalidLadder if a file cannot be read or the ladder has an
    error.
    """
    files, problems = find_files(path)
    problems += locale_problems(path)
    context = _resolve_context(path, files, problems)
    parsed = list(_levels(context, files, problems, None))
    translated, faults = read_locale(path, locale) if locale in locales(path) else ([], [])
    problems += faults
    overlays = [(level, file, node) for level, file in translated if (node := parse_file(file, problems))]
    if context is None or _error_codes(problems) - {"empty-file"} or not isinstance(context.node, MappingNode):
        raise InvalidLadder(*_with_excerpts(problems, [*files, *(file for _, file in translated)]))
    return TranslationSource(context.node, {level_file.id: level_file.node for level_file in _files(parsed)}, overlays)


def _with_excerpts(problems: Iterable[Problem], files: Iterable[InputFile]) -> tuple[Problem, ...]:
    """Return the problems sorted by location, with source lines, and those of one cause merged."""
    files_without_excerpt = {problem.span.file for problem in problems if problem.span and problem.span.excerpt is None}
    lines = {file.file: cached_lines(file.source.data) for file in files if file.file in files_without_excerpt}
    return merge_repeated(sort_by_location(attach_excerpts(problems, lines)))


def _ladder(
    path: Path, locale: str, files: list[InputFile], problems: list[Problem], levels: LevelCache | None
) -> Ladder:
    """Return the ladder in these files; add problems, and add the files of its translation and brand to `files`."""
    context = _resolve_context(path, files, problems)
    if context is None:
        deque(_levels(None, files, problems, None), 0)  # to report the problems of levels, too
        raise InvalidLadder(*problems)
    files[:] = _without_brand(files, context.shared.brand.file)
    levels = _cache_for(levels, files) if not locale else None
    parsed = _levels(context, files, problems, levels)
    if locale:
        originals = _files(parsed)
        _raise_on_errors(problems)
        locale = match_locale(path, locale)
        overlaid, faults = read_locale(path, locale)
        files += (file for _, file in overlaid)
        problems += faults
        context, parsed = _apply_locale(locale, overlaid, context, originals, problems)
    competencies = resolve_competencies(context)
    resolved = resolve_levels(context, competencies, parsed)
    if levels is not None:
        levels.store(resolved, context.shared_passages)
    ladder = replace(
        build_ladder(context, competencies, resolved),
        locale=locale,
        locales=tuple(locales(path)),
        brand=resolve_brand(context, path, files),
    )
    _raise_on_errors(problems)  # from the brand file, which is read here
    problems += context.problems
    _raise_on_errors(problems)
    problems += [problem for rule in RULES for problem in rule(ladder)]
    _raise_on_errors(problems)
    return ladder


def _without_brand(files: Iterable[InputFile], brand_file: str) -> list[InputFile]:
    return [file for file in files if file.is_shared or file.source.path != brand_file]


def _cache_for(levels: LevelCache | None, files: Sequence[InputFile]) -> LevelCache | None:
    return levels if levels and len(files) >= levels.min_files else None


def _files(opened: Iterable[ParsedLevel | CachedLevel]) -> list[LevelFile]:
    """Return the files of the levels that do not come from the cache."""
    return [level.file for level in opened if isinstance(level, ParsedLevel)]


def _error_codes(problems: Iterable[Problem]) -> set[str]:
    return {problem.code for problem in problems if problem.is_error}


def _raise_on_errors(problems: list[Problem]) -> None:
    if any(problem.is_error for problem in problems):
        raise InvalidLadder(*problems)


def _resolve_context(path: Path, files: Sequence[InputFile], problems: list[Problem]) -> ResolveContext | None:
    """Return the context with the content of ladder.yaml; None if it is not valid. Adds problems."""
    shared = [(file, node) for file in files if file.is_shared and (node := parse_file(file, problems))]
    if not shared:
        return None
    shared_file, node = shared[0]
    if not path.is_dir():
        problems += lone_level(path, node)
        _raise_on_errors(problems)
    model = validate(node, LadderModel)
    if isinstance(model, LadderModel):
        return ResolveContext(model, node, shared_file.source)
    problems += model
    return None


def _levels(
    context: ResolveContext | None, files: Sequence[InputFile], problems: list[Problem], levels: LevelCache | None
) -> Iterator[ParsedLevel | CachedLevel]:
    """Yield each valid level, those of ladder.yaml first; add the problems of the others."""
    if context:
        yield from inline_levels(context)
    if levels is None:
        for file in files:
            yield from () if file.is_shared else _parse_level_file(file, problems)
        return
    key = key_function(next(file for file in files if file.is_shared))
    for file in files:
        if file.is_shared:
            continue
        own = key(file)
        if stored := levels.find(own):
            problems += stored.file_problems
            yield CachedLevel(own, file.source, stored)
        else:
            yield from _parse_level_file(file, problems, own)


def _parse_level_file(input_file: InputFile, problems: list[Problem], key: str = "") -> Iterator[ParsedLevel]:
    """Yield the level in a file if it is valid; add its problems."""
    file_problems = list[Problem]()
    node = parse_file(input_file, file_problems)
    problems += file_problems
    if node:
        file = LevelFile(input_file.stem, input_file.folder, LevelModel, node, input_file.source)
        yield from (
            replace(parsed_level, file_problems=tuple(file_problems), key=key)
            for parsed_level in _parsed_levels((file,), problems)
        )


def _parsed_levels(files: Iterable[LevelFile], problems: list[Problem]) -> Iterator[ParsedLevel]:
    """Yield each level that matches the schema; add the problems of the others."""
    for file in files:
        model = validate(file.node, file.model)
        if isinstance(model, LevelModel):
            yield ParsedLevel(file, model)
        else:
            problems += model


def _apply_locale(
    locale: str,
    translated: list[tuple[str, InputFile]],
    context: ResolveContext,
    levels: list[LevelFile],
    problems: list[Problem],
) -> tuple[ResolveContext, Iterator[ParsedLevel]]:
    """Return context and levels with the text of a translation; add its problems and what it does not translate."""
    overlays = [(level, node) for level, file in translated if (node := parse_file(file, problems))]
    _raise_on_errors(problems)
    node, nodes, translation = apply_translation(
        locale, context.node, {file.id: file.node for file in levels}, overlays
    )
    problems += translation.problems
    problems += missing_translation_warning(translation, Span(translated[0][1].file), context.shared.language)
    _raise_on_errors(problems)
    parsed = _parsed_levels([replace(file, node=nodes[file.id]) for file in levels], problems)
    shared = validate(node, LadderModel)
    if isinstance(shared, tuple):
        deque(parsed, 0)  # to report the problems of levels, too
        raise InvalidLadder(*problems, *shared)
    content = shared.model_copy(update={"language": locale})
    return ResolveContext(content, node, context.source, tuple(file.source for _, file in translated)), parsed
