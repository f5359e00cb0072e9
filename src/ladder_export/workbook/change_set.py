"""Collect the changes that an edited workbook makes, and conflicts: texts that were changed in the ladder, too."""

from __future__ import annotations

from dataclasses import dataclass, field

from ladder_export.core.problems import Problem, Span
from ladder_export.editing.changes import Change, MapChange, Whole, paragraphs_change, set_change
from ladder_export.editing.ladder_nodes import Address, LadderNodes, digest, node_text
from ladder_export.reading.nodes import Node
from ladder_export.workbook.edited_rows import EditedRow, EditedWorkbook

HELP_CONFLICT = "keep the ladder's text by making a new workbook, or take the workbook's with --accept"


@dataclass(slots=True)
class ChangeSet:
    """The changes that a workbook makes (`changes`): of each level by its id, and of ladder.yaml by an empty id.

    `nodes` is the ladder now. A text that was changed in the workbook and, since it was made, in the ladder is a
    conflict. The ladder's text stays then, unless `accept` is true: then the workbook's text replaces it.
    """

    nodes: LadderNodes
    workbook: EditedWorkbook
    accept: bool
    changes: dict[str, MapChange] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)

    def set(self, address: Address, change: Change, follows: str | None = None) -> None:
        """Add the change of the value at a path in the YAML.

        A new key is written after the key `follows`, first if that is empty, and at its usual place if it is None.
        """
        set_change(self.changes.setdefault(str(address[0]), MapChange()), address[1:], change, follows)

    def set_text(self, address: Address, text: str) -> None:
        """Add the change of a text or of paragraphs at a path in the YAML; an empty `text` removes the value."""
        self.set(address, paragraphs_change(self.nodes.node(address), text) if text else Whole.REMOVE)

    def is_changed(self, origin: Address, node: Node | None, text: str, row: EditedRow | None) -> bool:
        """Return whether a text of the workbook must be written to the ladder.

        `origin` is the text's path in the YAML when the workbook was made, `node` the ladder's text now, `text` the
        workbook's text. `row` is the text's row in the workbook, None if that was deleted. If both the workbook and the
        ladder changed the text, a conflict is added.
        """
        was, now = self.workbook.origin.get(origin, digest("")), digest(node_text(node))
        if digest(text) in (was, now):
            return False
        if now == was:
            return True
        where = f"in cell {row.cell}" if row and text else "by removing it"
        message = f"this text was changed since the workbook was made, and the workbook changes it {where}"
        self.add_conflict(message, node.span if node else self.span(origin))
        return self.accept

    def add_conflict(self, message: str, span: Span) -> None:
        """Add a conflict: a text that was changed in the workbook and, since it was made, in the ladder.

        `span` is the text's location in the ladder.
        """
        self.conflicts.append(Problem("conflict", message, span, help=HELP_CONFLICT))

    def add_problem(self, row: EditedRow, message: str, remedy: str) -> None:
        """Add the problem that a workbook row cannot be written to the ladder; `remedy` tells the user what to do."""
        self.problems.append(Problem("bad-cell", f"cell {row.cell} {message}", row.span, help=remedy))

    def add_gone_level(self, row: EditedRow, level: str) -> None:
        """Add the problem that a workbook row was changed, but its level is no longer in the ladder.

        `level` is the level's id.
        """
        self.add_problem(
            row, f"was changed, but the ladder no longer has the level '{level}'", "remove the row, or add the level"
        )

    def span(self, address: Address) -> Span:
        """Return the location in the files of the value at a YAML path.

        If there is no value, it is the location of the last value that exists on the way to it.
        """
        span = Span("")
        for depth in range(1, len(address) + 1):
            node = self.nodes.node(address[:depth])
            span = node.span if node else span
        return span
