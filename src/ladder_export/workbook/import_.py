"""Change a ladder's files as an edited workbook says, and nothing else in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ladder_export.core.artefact_path import ArtefactPath
from ladder_export.core.model import Ladder
from ladder_export.core.problems import BadRequest, InvalidLadder, Problem
from ladder_export.editing.changes import Change, Whole, merged, nested_change, simplified
from ladder_export.editing.file_changes import changed_file
from ladder_export.editing.ladder_nodes import LadderNodes, read_nodes
from ladder_export.files.access import read_file
from ladder_export.files.user_files import write_files
from ladder_export.reading import read_changed
from ladder_export.reading.files import root_of, unreadable_problem
from ladder_export.reading.yaml.encoding import cached_lines
from ladder_export.workbook.edited_rows import read_workbook
from ladder_export.workbook.export import SUFFIX
from ladder_export.workbook.merge import Merge

HELP_EDIT_YAML = "change this text in the YAML file itself, make a new workbook, and bring over the other changes"


@dataclass(frozen=True, slots=True)
class WorkbookImport:
    """A ladder before and after the changes of a workbook, the files that change, and the conflicts.

    Where conflicts are not accepted, `after` and `files` keep the ladder's texts.
    """

    before: Ladder
    after: Ladder
    root: Path
    files: Mapping[str, bytes]
    conflicts: tuple[Problem, ...]

    def write(self) -> None:
        """Write the files that change: all, or none. Raises BadOutput."""
        write_files(self.root, {ArtefactPath(path): data for path, data in self.files.items()}, force=True)


def import_workbook(workbook: Path, ladder: Path, *, accept: bool) -> WorkbookImport:
    """Return what a workbook changes in a ladder; nothing is written.

    With `accept`, the workbook's text is taken where the ladder's was changed since. Raises InvalidLadder for a ladder
    with errors, before or after, for cells that cannot be understood, and for texts that cannot be changed in place.
    """
    if workbook.suffix.lower() != SUFFIX:
        message = f"'{workbook.name}' does not end in {SUFFIX}"
        raise BadRequest(Problem("bad-path", message, help="save it as an Excel workbook (.xlsx)"))
    file = workbook.as_posix()
    try:
        raw = read_file(workbook, "workbook")
    except OSError as fault:
        raise BadRequest(unreadable_problem(file, fault)) from fault
    edited = read_workbook(file, raw)
    nodes = read_nodes(ladder)
    merge = Merge(nodes, edited, accept)
    merge.run()
    if merge.problems:
        raise InvalidLadder(*merge.problems)
    files = _changed_files(nodes, merge)
    after = read_changed(ladder, files)[0] if files else nodes.ladder
    conflicts = tuple(_with_excerpt(nodes, problem) for problem in merge.conflicts)
    return WorkbookImport(nodes.ladder, after, root_of(ladder), files, conflicts)


def _with_excerpt(nodes: LadderNodes, problem: Problem) -> Problem:
    found = nodes.files.get(problem.span.file) if problem.span else None
    if not (problem.span and found):
        return problem
    return replace(problem, span=problem.span.with_excerpt(cached_lines(found.source.data)))


def _changed_files(nodes: LadderNodes, merge: Merge) -> dict[str, bytes]:
    """Return the new content of each file that changes, by its path in the ladder's folder."""
    by_file: dict[str, Change] = {}
    for owner, root in merge.changes.items():
        change = simplified(nodes.owners[owner], root)
        if change is Whole.KEEP:
            continue
        file = nodes.owners[owner].span.file
        whole = nested_change(nodes.prefixes[owner], change, nodes.owners[""])
        by_file[file] = merged(by_file.get(file, Whole.KEEP), whole)
    return {
        nodes.files[file].source.path: changed_file(nodes, file, change, HELP_EDIT_YAML)
        for file, change in by_file.items()
    }
