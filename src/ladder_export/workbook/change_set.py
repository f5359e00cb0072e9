"""Collect the changes that an edited workbook makes in a ladder, and those that conflict with the ladder's own (pure)."""

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
    """The changes of each level, and of ladder.yaml under an empty id. With `accept`, the workbook decides conflicts."""

    nodes: LadderNodes
    workbook: EditedWorkbook
    accept: bool
    changes: dict[str, MapChange] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)

    def set(self, address: Address, change: Change, follows: str | None = None) -> None:
        """Add the change of a value; a new key of a mapping may follow another, or none."""
        set_change(self.changes.setdefault(str(address[0]), MapChange()), address[1:], change, follows)

    def set_text(self, address: Address, text: str) -> None:
        """Add the change of a text, or of paragraphs in one text; an empty one is removed."""
        self.set(address, paragraphs_change(self.nodes.node(address), text) if text else Whole.REMOVE)

    def is_changed(self, origin: Address, node: Node | None, text: str, row: EditedRow | None) -> bool:
        """Return whether the workbook changes a text of the ladder; add a conflict if both did."""
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
        """Report a text that was changed on both sides."""
        self.conflicts.append(Problem("conflict", message, span, help=HELP_CONFLICT))

    def add_problem(self, row: EditedRow, message: str, remedy: str) -> None:
        """Report a row that cannot be brought into the ladder."""
        self.problems.append(Problem("bad-cell", f"cell {row.cell} {message}", row.span, help=remedy))

    def add_gone_level(self, row: EditedRow, level: str) -> None:
        """Report a text that was changed in a level which the ladder no longer has."""
        self.add_problem(
            row, f"was changed, but the ladder no longer has the level '{level}'", "remove the row, or add the level"
        )

    def span(self, address: Address) -> Span:
        """Return the span of the last value that exists on the way to an address."""
        span = Span("")
        for depth in range(1, len(address) + 1):
            node = self.nodes.node(address[:depth])
            span = node.span if node else span
        return span
