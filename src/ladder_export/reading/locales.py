"""This file finds the translations of a ladder below `locales/`, or says why one cannot be."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from ladder_export.core.problems import BadRequest, Problem, Span, did_you_mean
from ladder_export.files.access import is_folder
from ladder_export.reading.files import LOCALES, SHARED, Found, bring, printable_name, root_of, unreadable, yaml_files
from ladder_export.reading.schema.field_types import LANGUAGE
from ladder_export.reading.slugs import excerpt, id_fault


def locales(path: Path) -> dict[str, Path]:
    """The languages a ladder is translated into: a file or a folder each, below `locales/`."""
    return _translations(path)[0]


def locale_faults(path: Path) -> list[Problem]:
    """What is below `locales/` under a name that is no language tag, or that another has already."""
    return _translations(path)[1]


def is_language(tag: str) -> bool:
    """Return whether a word is a BCP 47 tag, as far as a typo shows."""
    return re.fullmatch(LANGUAGE, tag) is not None


def locale_named(path: Path, tag: str) -> str:
    """A language tag, in which capitals do not count, as the translation has it.

    Raises BadRequest when the ladder is not translated into that language.
    """
    known = locales(path)
    for name in known:
        if name.casefold() == tag.casefold():
            return name
    near = did_you_mean(tag, list(known))
    remedy = near if "mean" in near else f"start one: ladder-export translate {shlex.quote(path.as_posix())} {tag}"
    raise BadRequest(Problem("no-such-locale", f"this ladder is not translated into '{tag}'", help=remedy))


def find_locale(path: Path, locale: str) -> tuple[list[tuple[str, Found]], list[Problem]]:
    """The files of one translation, each with the id of the level it is for, empty for the ladder's own words."""
    place, found, problems = locales(path)[locale], list[tuple[str, Found]](), list[Problem]()
    root = root_of(path)
    for file in yaml_files(place):
        brought = bring(root, file.relative_to(root).as_posix(), within=root, is_shared=False)
        if isinstance(brought, Problem):
            problems.append(brought)
        else:
            level = "" if file == place or file.name == SHARED else brought.stem
            found.append((level, brought))
    return found, problems


def _translations(path: Path) -> tuple[dict[str, Path], list[Problem]]:
    folder = root_of(path) / LOCALES
    found, problems = dict[str, Path](), list[Problem]()
    try:
        places = sorted(folder.iterdir()) if is_folder(folder) else []
        places = [one for one in places if not one.name.startswith(".") and yaml_files(one)]
    except OSError as fault:
        return {}, [unreadable(folder.as_posix(), fault)]
    for place in places:
        name = place.name if is_folder(place) else place.stem
        if problem := _name_fault(name, place, found):
            problems.append(problem)
        else:
            found[name] = place
    return found, problems


def _name_fault(name: str, place: Path, found: dict[str, Path]) -> Problem | None:
    """Return what is wrong with the name of a translation, beside those found before it."""
    span = Span(printable_name(place.as_posix()))
    if not is_language(name):
        remedy = "name it after its language, for example en-GB, de, pt-BR or ja"
        return Problem("bad-language", f"'{printable_name(name)}' is not a language tag", span, help=remedy)
    if unsafe := id_fault(name):
        message = f"'{excerpt(name)}' {unsafe}, and the translation's files lie in a folder of that name"
        return Problem("unsafe-id", message, span, help="name it after a longer tag, such as de-AT")
    if before := next((other for known, other in found.items() if known.casefold() == name.casefold()), None):
        message = f"this is a second translation into '{name}', beside {before.as_posix()}"
        return Problem("duplicate-locale", message, span, help="put all of it into one of them")
    return None
