"""Find and read the translations of a ladder in its folder `locales/`."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from ladder_export.core.problems import BadRequest, Problem, Span, did_you_mean
from ladder_export.files.access import is_folder
from ladder_export.reading.files import (
    LADDER_FILE,
    LOCALES_FOLDER,
    InputFile,
    printable_name,
    read_input,
    root_of,
    unreadable_problem,
    yaml_files,
)
from ladder_export.reading.schema.field_types import LANGUAGE_PATTERN
from ladder_export.reading.slugs import id_fault, shorten_name


def locales(path: Path) -> dict[str, Path]:
    """Return the file or folder of each translation of a ladder, by language tag such as `de`."""
    return _translations(path)[0]


def locale_problems(path: Path) -> list[Problem]:
    """Return the problems of translations whose file name is not a language tag, or of which another exists."""
    return _translations(path)[1]


def is_language(tag: str) -> bool:
    """Return whether a word has the form of a language tag (BCP 47), such as `de-AT`."""
    return re.fullmatch(LANGUAGE_PATTERN, tag) is not None


def match_locale(path: Path, tag: str) -> str:
    """Return the language tag of a ladder's translation as its file spells it; `tag` may differ in capitals.

    Raises BadRequest if the ladder is not translated into that language.
    """
    available = locales(path)
    for name in available:
        if name.casefold() == tag.casefold():
            return name
    near = did_you_mean(tag, list(available))
    remedy = near if "mean" in near else f"start one: ladder-export translate {shlex.quote(path.as_posix())} {tag}"
    raise BadRequest(Problem("no-such-locale", f"this ladder is not translated into '{tag}'", help=remedy))


def read_locale(path: Path, locale: str) -> tuple[list[tuple[str, InputFile]], list[Problem]]:
    """Read the files of a translation; return them, and the problems of files that cannot be read.

    Each file is a pair (id of the level that it translates, file); the id is empty for the translation of ladder.yaml.
    Raises KeyError if there is no translation with the tag `locale`.
    """
    location, files, problems = locales(path)[locale], list[tuple[str, InputFile]](), list[Problem]()
    root = root_of(path)
    for file in yaml_files(location):
        input_file = read_input(root, file.relative_to(root).as_posix(), within=root, is_shared=False)
        if isinstance(input_file, Problem):
            problems.append(input_file)
        else:
            level = "" if file == location or file.name == LADDER_FILE else input_file.stem
            files.append((level, input_file))
    return files, problems


def _translations(path: Path) -> tuple[dict[str, Path], list[Problem]]:
    folder = root_of(path) / LOCALES_FOLDER
    by_language, problems = dict[str, Path](), list[Problem]()
    try:
        entries = sorted(folder.iterdir()) if is_folder(folder) else []
        entries = [entry for entry in entries if not entry.name.startswith(".") and yaml_files(entry)]
    except OSError as fault:
        return {}, [unreadable_problem(folder.as_posix(), fault)]
    for entry in entries:
        name = entry.name if is_folder(entry) else entry.stem
        if problem := _name_problem(name, entry, by_language):
            problems.append(problem)
        else:
            by_language[name] = entry
    return by_language, problems


def _name_problem(name: str, entry: Path, by_language: dict[str, Path]) -> Problem | None:
    """Return what is wrong with the name of a translation; None if nothing."""
    span = Span(printable_name(entry.as_posix()))
    if not is_language(name):
        remedy = "name it after its language, for example en-GB, de, pt-BR or ja"
        return Problem("bad-language", f"'{printable_name(name)}' is not a language tag", span, help=remedy)
    if unsafe := id_fault(name):
        message = f"'{shorten_name(name)}' {unsafe}, and the translation's files are in a folder of that name"
        return Problem("unsafe-id", message, span, help="name it after a longer tag, such as de-AT")
    if before := next((first for known, first in by_language.items() if known.casefold() == name.casefold()), None):
        message = f"this is a second translation into '{name}', beside {before.as_posix()}"
        return Problem("duplicate-locale", message, span, help="merge the two")
    return None
