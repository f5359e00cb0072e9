"""Change a ladder's YAML files as an edited workbook says, and change nothing else in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ladder_export.core.model import Ladder
from ladder_export.core.problems import BadRequest, InvalidLadder, Problem
from ladder_export.editing.file_changes import require_writable_changes, write_changes
from ladder_export.editing.ladder_nodes import LadderNodes, read_nodes
from ladder_export.files.access import read_file
from ladder_export.reading import read_changed
from ladder_export.reading.files import root_of, unreadable_problem
from ladder_export.reading.yaml.encoding import cached_lines
from ladder_export.workbook.changed_files import changed_files
from ladder_export.workbook.edited_rows import read_workbook
from ladder_export.workbook.export import SUFFIX
from ladder_export.workbook.merge import merge
from ladder_export.workbook.wanted import restore_ids


@dataclass(frozen=True, slots=True)
class WorkbookImport:
    """The result of importing an edited workbook: the ladder before and after, and the conflicts.

    `files` has the new content of each file that changes, by its path below `root`, None for a file to remove. A
    conflict is a text that was changed in the workbook and, since it was made, in the ladder. Unless conflicts were
    accepted, `after` and `files` have the ladder's text.
    """

    before: Ladder
    after: Ladder
    root: Path
    files: Mapping[str, bytes | None]
    conflicts: tuple[Problem, ...]

    def write(self) -> None:
        """Write the files that change, and remove the files that are to be removed: all, or none.

        Raises InvalidLadder for a file that is reached through a link, BadOutput if a file cannot be written.
        """
        write_changes(self.root, self.files)

    def require_writable(self) -> None:
        """Check that `write` can write the files, without writing any.

        Raises InvalidLadder for a file that is reached through a link, BadOutput if a file cannot be written.
        """
        require_writable_changes(self.root, self.files)


def import_workbook(workbook: Path, ladder: Path, *, accept: bool) -> WorkbookImport:
    """Return the changes that an edited workbook makes in a ladder; no file is written.

    With `accept`, a text that was changed in both gets the workbook's text. Raises BadRequest if the workbook does not
    end in .xlsx or cannot be read; InvalidLadder for a ladder with errors before or after the changes, for cells that
    cannot be understood, and for texts that cannot be changed without changing others.
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
    restore_ids(edited)
    nodes = read_nodes(ladder)
    merged = merge(nodes, edited, accept=accept)
    if merged.into.problems:
        raise InvalidLadder(*merged.into.problems)
    files = changed_files(nodes, merged)
    after = read_changed(ladder, files)[0] if files else nodes.ladder
    conflicts = tuple(_with_excerpt(nodes, problem) for problem in merged.into.conflicts)
    return WorkbookImport(nodes.ladder, after, root_of(ladder), files, conflicts)


def _with_excerpt(nodes: LadderNodes, problem: Problem) -> Problem:
    file = nodes.files.get(problem.span.file) if problem.span else None
    if not (problem.span and file):
        return problem
    return replace(problem, span=problem.span.with_excerpt(cached_lines(file.source.data)))
