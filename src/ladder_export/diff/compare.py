"""The two sides of a comparison: ladders, levels of one ladder, or a ladder at git revisions."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from ladder_export.core.alignment import Change, EditionChanges
from ladder_export.core.level_names import levels_called, similar_level
from ladder_export.core.model import Ladder, Level
from ladder_export.core.problems import BadRequest, InvalidLadder, Problem
from ladder_export.diff import ladders
from ladder_export.diff.git_revision import copy_files, find_commit, work_tree
from ladder_export.files.access import is_folder, real_path
from ladder_export.reading import read
from ladder_export.reading.files import HELP_USE_DOT, YAML_SUFFIXES, is_inside_ladder

HINT_USE_DOT = HELP_USE_DOT.format("--ladder .")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result of a comparison: names of both sides, and the changes between them.

    A side's name is the path or git revision that the user gave, or the name of a level.
    """

    before: str
    after: str
    changes: tuple[Change, ...]


def compare(before: str, after: str | None, ladder: Path) -> Comparison:
    """Return the changes between two ladders, two levels of `ladder`, or two git revisions of `ladder`.

    `before` and `after` are each a path if it exists, else a level's id, code or title, else a git revision. If `after`
    is None, `before` is compared with `ladder` as it is now. Raises BadRequest for an argument that is none of these or
    names several levels, InvalidLadder for a ladder with errors.
    """
    words = [word for word in (before, after) if word is not None]
    if not any(os.path.lexists(word) for word in words) and (levels := _named_levels(words, ladder)):
        if len(levels) == 1:
            raise BadRequest(
                Problem(
                    "one-level",
                    f"'{before}' is a level; a second level to compare it with is missing",
                    help="name two levels",
                )
            )
        return Comparison(levels[0].name, levels[1].name, ladders.diff_levels(*levels))
    sides = [_read_side(word, ladder) for word in words]
    names = [*words, ladder.as_posix()][:2]
    return Comparison(names[0], names[1], ladders.diff_ladders(*(sides if after else [*sides, read(ladder)[0]])))


def changes_since(since: str, ladder: Path, locale: str = "") -> EditionChanges:
    """Return the changes of a ladder since an earlier edition (version) of it.

    `since` is the path of that edition if it exists, else a git revision. `locale` is the language tag of the
    translation whose texts are compared, empty for the original. Raises BadRequest if `since` is neither, InvalidLadder
    if either edition has errors.
    """
    before, after = _read_side(since, ladder, locale), read(ladder, locale)[0]
    edition = before.edition if before.edition not in ("", after.edition) else since
    return EditionChanges(edition, ladders.diff_ladders(before, after))


def _named_levels(words: list[str], path: Path) -> list[Level]:
    """Return the levels that all words name by id, code or title; empty if there is no such ladder."""
    if not os.path.lexists(path):
        return []
    ladder = read(path)[0]
    levels = list(chain.from_iterable(_level_called(ladder, word) for word in words))
    if levels and len(levels) < len(words):
        unknown = next(word for word in words if not levels_called(ladder.levels, word))
        remedy = similar_level(ladder.levels, unknown)
        raise BadRequest(Problem("no-such-level", f"'{unknown}' is not a level of {path.as_posix()}", help=remedy))
    return levels


def _level_called(ladder: Ladder, word: str) -> tuple[Level, ...]:
    """Return the level with this id, code or title, if any. Raises BadRequest if there are several."""
    named = levels_called(ladder.levels, word)
    if len(named) > 1:
        ids = ", ".join(level.id for level in named)
        raise BadRequest(Problem("many-levels", f"several levels are called '{word}'", help=f"use an id: {ids}"))
    return named


def _read_side(word: str, ladder: Path, locale: str = "") -> Ladder:
    if os.path.lexists(word):
        try:
            return read(Path(word), locale)[0]
        except InvalidLadder as invalid:
            raise InvalidLadder(*map(_with_level_hint, invalid.problems)) from invalid
    return _at_revision(word, ladder, locale)


def _with_level_hint(problem: Problem) -> Problem:
    """Return the problem; for a path of a single level's file, with help on comparing levels."""
    remedy = "name levels by id or code, and their ladder with --ladder: ladder-export diff L3 L4 --ladder FOLDER"
    return replace(problem, help=remedy) if problem.code == "one-level-alone" else problem


def _at_revision(revision: str, ladder: Path, locale: str) -> Ladder:
    """Return the ladder at a commit, read from a temporary copy; the work tree is not touched."""
    folder = next((parent for parent in (ladder, *ladder.parents) if is_folder(parent)), Path())
    commit = find_commit(folder, revision)
    if not commit:
        raise BadRequest(_no_such_side(revision, ladder, folder))
    inside = _path_in(commit.work_tree, ladder)
    with tempfile.TemporaryDirectory(prefix="ladder-export-") as scratch:
        if not inside or not copy_files(commit, inside, YAML_SUFFIXES, Path(scratch)):
            remedy = HINT_USE_DOT if is_inside_ladder(ladder) else "use a later revision"
            message = f"{inside or ladder.as_posix()} did not exist at '{revision}'"
            raise BadRequest(Problem("not-there-then", message, help=remedy))
        if (Path(scratch) / inside).is_symlink():
            message = f"{inside} was a link at '{revision}', which is not followed"
            raise BadRequest(Problem("not-there-then", message, help="give the folder it leads to with --ladder"))
        try:
            return read(Path(scratch) / inside, locale)[0]
        except InvalidLadder as invalid:
            raise InvalidLadder(*map(partial(_at_revision_path, scratch, revision), invalid.problems)) from invalid


def _path_in(work_tree: Path, ladder: Path) -> str:
    """Return the path of a ladder relative to a work tree; empty if it is outside."""
    root, real = real_path(work_tree), real_path(ladder)
    return real.relative_to(root).as_posix() if real.is_relative_to(root) else ""


def _no_such_side(revision: str, ladder: Path, folder: Path) -> Problem:
    """Return the problem of an argument that names nothing to compare."""
    tried = f"'{revision}' is not a path, a level of {ladder.as_posix()} or a git revision"
    reason = "" if work_tree(folder) else f"; {folder.as_posix()} is not in a git repository"
    remedy = HINT_USE_DOT if is_inside_ladder(ladder) else "see `git log --oneline` for revisions"
    return Problem("no-such-side", tried + reason, help=remedy)


def _at_revision_path(scratch: str, revision: str, problem: Problem) -> Problem:
    """Return the problem with its path in git, not in our temporary copy."""
    if not problem.span:
        return replace(problem, message=problem.message.replace(f"{scratch}/", f"{revision}:"))
    file = problem.span.file.removeprefix(f"{Path(scratch).as_posix()}/")
    return replace(problem, span=replace(problem.span, file=f"{revision}:{file}"))
