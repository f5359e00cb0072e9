"""This package reads a ladder: YAML files in, one model out, every problem with its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ladder_export.model import Ladder
from ladder_export.problems import InvalidLadder, Problem, Span, by_place
from ladder_export.reading.assembly import Assembly, LevelFile, assemble, listed_levels, own_level
from ladder_export.reading.rules import RULES
from ladder_export.reading.schema import LadderShape, LevelShape
from ladder_export.reading.source import open_tree
from ladder_export.reading.tree import Tree
from ladder_export.reading.wording import validated

SHARED = "ladder.yaml"
ENDINGS = (".yaml", ".yml")
LOCALES = "locales"


def read(path: Path) -> tuple[Ladder, tuple[Problem, ...]]:
    """The ladder in a folder or file, and its warnings.

    The stages are files, shapes, references, rules; all problems of a stage are found in all
    files, and a stage with errors is the last. Raises InvalidLadder with every problem found.
    """
    trees = _trees(path)
    shared, levels = _shapes(trees)
    problems = [problem for tree in trees for problem in tree.problems]
    _stop_at_errors(problems)
    if shared is None:  # only with an error, at which the line above has stopped
        raise AssertionError
    assembly = Assembly(shared, trees[0])
    ladder = assemble(assembly, levels)
    problems += assembly.problems
    _stop_at_errors(problems)
    problems += [problem for rule in RULES for problem in rule(ladder)]
    _stop_at_errors(problems)
    return ladder, by_place(problems)


def _stop_at_errors(problems: list[Problem]) -> None:
    if any(problem.is_error for problem in problems):
        raise InvalidLadder(*by_place(problems))


def _trees(path: Path) -> list[Tree]:
    """The ladder's own file first, then every level file in the order of their paths."""
    if path.is_file():
        return [open_tree(path, path.name, path.as_posix())]
    if not path.is_dir():
        raise InvalidLadder(
            Problem(
                "no-ladder",
                f"there is no ladder at {path.as_posix()}",
                help="name its folder: ladder-export build FOLDER",
            )
        )
    if not (path / SHARED).exists():
        remedy = "write one with at least 'title: …', or name the folder that has one"
        raise InvalidLadder(
            Problem("no-ladder", f"{path.as_posix()} has no {SHARED}", Span((path / SHARED).as_posix()), help=remedy)
        )
    files = [path / SHARED, *(file for file in _yaml_files(path) if file != path / SHARED)]
    return [open_tree(file, file.relative_to(path).as_posix(), file.as_posix()) for file in files]


def _yaml_files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*"), key=lambda file: file.relative_to(folder).parts):
        inside = file.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in inside)
        if file.suffix in ENDINGS and not hidden and inside[0] != LOCALES and not file.is_dir():
            yield file


def _shapes(trees: list[Tree]) -> tuple[LadderShape | None, list[LevelFile]]:
    """Every file in its shape; a file that could not be read or does not hold is left out, with its problems."""
    first, *others = trees
    shared = validated(first, LadderShape) if not _broken(first) else None
    levels = list(listed_levels(shared, first)) if shared else []
    for tree in others:
        if not _broken(tree) and (shape := validated(tree, LevelShape)):
            levels.append(own_level(shape, tree))
    if not others and shared and not levels:
        remedy = "add a file for each level, such as l1-engineer.yaml, with at least 'title: …'"
        first.problems.append(Problem("no-levels", "the ladder has no levels", first.top, help=remedy))
    return shared, levels


def _broken(tree: Tree) -> bool:
    return any(problem.is_error for problem in tree.problems)
