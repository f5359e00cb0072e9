"""Find the changes that an edited workbook makes in facts, ratings, titles and summaries."""

from __future__ import annotations

from ladder_export.core.problems import Problem, did_you_mean
from ladder_export.editing.ladder_nodes import Address, digest, node_text
from ladder_export.editing.level_values import level_ratings
from ladder_export.workbook.change_set import ChangeSet
from ladder_export.workbook.edited_rows import EditedRow
from ladder_export.workbook.new_values import value_address
from ladder_export.workbook.sheets import VALUES
from ladder_export.workbook.structure import Structure
from ladder_export.workbook.structure_changes import is_inside

REQUIRED = ("title", "label", "code")


def change_values(into: ChangeSet, structure: Structure) -> None:
    """Add the changes of facts, ratings, titles and summaries to `into`.

    A text whose row was deleted is removed from the ladder.
    """
    for sheet in into.workbook.sheets:
        for row in sheet.rows if sheet.kind == VALUES else ():
            if address := row.address or value_address(structure, sheet, row, into.problems):
                _change(into, structure, address, row)
    for address in into.workbook.addresses(VALUES):
        if address not in structure.values:
            _remove(into, structure, address)


def _is_decided(structure: Structure, address: Address) -> bool:
    """Return whether a text is renamed or removed with others."""
    return address in structure.titles or any(is_inside(address, whole) for whole in structure.removed)


def _change(into: ChangeSet, structure: Structure, address: Address, row: EditedRow) -> None:
    owner, node = str(address[0]), into.nodes.node(address)
    if _is_decided(structure, address):
        return
    if owner not in into.nodes.owners and owner not in structure.levels:
        if row.text and digest(row.text) != into.workbook.origin.get(address):
            into.add_gone_level(row, owner)
    elif into.is_changed(address, node, row.text, row):
        _set(into, address, row)


def _set(into: ChangeSet, address: Address, row: EditedRow) -> None:
    """Change a text; report one that cannot be what the row says."""
    steps = _steps(into, address)
    if steps and row.text not in ("", *steps):
        into.add_problem(row, f"holds '{row.text}', which is no step", did_you_mean(row.text, steps))
    elif row.text or not _is_required(address):
        into.set_text(address, row.text)
    else:
        into.add_problem(row, "is empty, but this needs a text", "type one")


def _steps(into: ChangeSet, address: Address) -> tuple[str, ...]:
    """Return the steps that a rating may be; empty for any other text."""
    ratings = level_ratings(into.nodes, into.nodes.ladder.levels[0].id) if address[1] == "ratings" else ()
    return next((tuple(rating.choices) for rating in ratings if rating.address[2] == address[2]), ())


def _remove(into: ChangeSet, structure: Structure, address: Address) -> None:
    node = into.nodes.node(address)
    if _is_decided(structure, address) or not node or not into.is_changed(address, node, "", None):
        return
    if _is_required(address):
        message = f"the row of this text was removed, but it needs one: '{node_text(node)}'"
        into.problems.append(Problem("bad-workbook", message, node.span, help="undo this in the workbook"))
    else:
        into.set_text(address, "")


def _is_required(address: Address) -> bool:
    """Return whether a title or label cannot be left out; what stands for a short form cannot be, either."""
    is_short_form = not address[0] and len(address) == 3  # noqa: PLR2004  # ladder.yaml, a group, an id
    return is_short_form or (address[-1] in REQUIRED and (not address[0] or len(address) == 2))  # noqa: PLR2004  # of a level
