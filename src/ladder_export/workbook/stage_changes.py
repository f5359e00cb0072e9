"""Find the changes that an edited workbook makes in the interview stages (meetings)."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_export.core.problems import Problem
from ladder_export.editing.changes import Whole
from ladder_export.editing.ladder_nodes import Address, digest, node_text, values_of
from ladder_export.reading.nodes import Data, Node, ScalarNode
from ladder_export.workbook.change_set import ChangeSet
from ladder_export.workbook.edited_rows import EditedRow
from ladder_export.workbook.question_fields import field_change, field_content
from ladder_export.workbook.sheets import RECORDS

GROUP: Address = ("", "interviews")
Stages = Mapping[str, tuple[EditedRow, dict[str, str]]]


def change_stages(into: ChangeSet, stages: Stages) -> None:
    """Add the changes of interview stages to `into`: new, removed and edited ones.

    `stages` has by id the row of each stage in the workbook, whose first text is the title, and the stage's other
    texts. A new stage is put after the stage in the row above it.
    """
    before = ""
    for name, (row, fields) in stages.items():
        node = into.nodes.node((*GROUP, name))
        texts = {"title": row.text, **fields}
        if node is None and row.address is None:
            into.set((*GROUP, name), stage_content(texts), before)
        elif node is None:
            into.add_problem(row, "is a talk that the ladder no longer has", "remove its row")
        elif isinstance(node, ScalarNode):
            _change_short(into, (*GROUP, name), row, texts)
        else:
            _change_fields(into, (*GROUP, name), row, texts)
        before = name
    _remove(into, stages)
    _require_order(into, stages)


def stage_content(texts: Mapping[str, str]) -> str | dict[str, Data]:
    """Return the YAML content of an interview stage; `texts` are its texts by their YAML keys.

    It is the title alone if there is no other text, else a mapping without the keys that have no text.
    """
    content: dict[str, Data] = {key: field_content(key, text) for key, text in texts.items() if text}
    return content if len(content) > 1 else texts["title"]


def _change_short(into: ChangeSet, address: Address, row: EditedRow, texts: Mapping[str, str]) -> None:
    """Change a talk that is its title alone."""
    node = into.nodes.node(address)
    is_changed = into.is_changed(address, node, row.text, row)
    content = stage_content({**texts, "title": row.text if is_changed else node_text(node)})
    if is_changed or not isinstance(content, str):
        into.set(address, content)


def _change_fields(into: ChangeSet, address: Address, row: EditedRow, texts: Mapping[str, str]) -> None:
    for key, text in texts.items():
        origin = address if key == "title" else (*address, key)
        node = into.nodes.node((*address, key))
        if into.is_changed(origin, node, text, row):
            into.set((*address, key), field_change(key, node, text))


def _remove(into: ChangeSet, stages: Stages) -> None:
    """Remove the talks that have no row any more; add a conflict for one that was changed since."""
    was = into.workbook.origin
    for name in _origin_ids(into):
        node = into.nodes.node((*GROUP, name))
        if name in stages or not node:
            continue
        texts = {(*GROUP, name, key): text for key, text in _texts(node).items() if key != "title"}
        if any(
            digest(text) != was.get(address)
            for address, text in {**texts, (*GROUP, name): _texts(node)["title"]}.items()
        ):
            into.add_conflict("this was changed since the workbook was made, and the workbook removes it", node.span)
            if not into.accept:
                continue
        into.set((*GROUP, name), Whole.REMOVE)


def _texts(node: Node) -> dict[str, str]:
    """Return the texts of a talk by their keys."""
    texts = {key: node_text(value) for key, value in values_of(node).items()}
    return texts or {"title": node_text(node)}


def _origin_ids(into: ChangeSet) -> list[str]:
    """Return the ids of the talks that the workbook was made from, in their order."""
    return [str(address[-1]) for address in into.workbook.addresses(RECORDS) if address[:-1] == GROUP]


def _require_order(into: ChangeSet, stages: Stages) -> None:
    """Report talks whose rows were moved."""
    before = _origin_ids(into)
    known = [name for name in stages if name in before]
    for name, former in zip(known, [name for name in before if name in known], strict=True):
        if name != former:
            row = stages[name][0]
            message = f"cell {row.cell}: the rows of talks were moved"
            remedy = "move them back, and change their order in ladder.yaml, under 'interviews:'"
            into.problems.append(Problem("bad-cell", message, row.span, help=remedy))
            return
