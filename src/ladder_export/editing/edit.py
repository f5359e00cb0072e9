"""Apply an edit of one text or list that was made in the browser; return the changed files without writing them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ladder_export.core.inline_markdown import to_markdown
from ladder_export.core.problems import InvalidLadder, Problem
from ladder_export.core.text import Run
from ladder_export.editing.changes import Change, ListChange, Whole, nested_change, paragraphs_change, simplified
from ladder_export.editing.file_changes import changed_file
from ladder_export.editing.form import Field, Form, TextList, text_address
from ladder_export.editing.ladder_nodes import CONTROL, Address, LadderNodes, node_text, normal_text
from ladder_export.reading.nodes import ScalarNode
from ladder_export.reading.schema.field_types import MAX_TEXT_CHARACTERS

Action = Literal["set", "add", "move", "remove"]

HELP_YAML = "change it in the YAML file itself"


class Overtaken(Exception):
    """Raised for an edit whose text or list was changed after the browser had shown it."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit in the edit form of a level, a track or the ladder.

    The action `set` gives a field the text `runs`; `add` puts an item with the text `runs` at the index `position` of a
    list; `move` moves the item at `position` to the index `target`; `remove` removes it. `address` is the path in the
    YAML of the field or list, and `seen` the digest that it had when the browser showed it.
    """

    action: Action
    address: Address
    seen: str
    position: int = 0
    target: int = 0
    runs: tuple[Run, ...] = ()


def edited_files(nodes: LadderNodes, form: Form, edit: Edit) -> dict[str, bytes]:
    """Return the new content of the files that an edit of a form changes, by path below the ladder's folder.

    Empty if nothing changes. Raises Overtaken if the text or list was changed after the browser had shown it. Raises
    InvalidLadder if a text is not allowed, is required but empty, or cannot be changed without changing others.
    """
    address, change = _field_change(nodes, form, edit) if edit.action == "set" else _list_change(nodes, form, edit)
    owner, *steps = address
    path = (*nodes.prefixes[str(owner)], *steps)
    file = nodes.owners[str(owner)].span.file
    top = nodes.owners["" if file == nodes.owners[""].span.file else str(owner)]
    whole = simplified(top, nested_change(path, change, top))
    return {} if whole is Whole.KEEP else {nodes.files[file].source.path: changed_file(nodes, file, whole, HELP_YAML)}


def _field_change(nodes: LadderNodes, form: Form, edit: Edit) -> tuple[Address, Change]:
    field = next((field for field in form.all_fields if field.address == edit.address), None)
    if field is None or field.seen != edit.seen:
        raise Overtaken
    text = _typed_text(edit.runs, is_markdown=field.kind in ("inline", "paragraphs"))
    node = nodes.node(field.address)
    if text == node_text(node):
        return field.address, Whole.KEEP
    if text:
        change = paragraphs_change(node, text) if field.kind == "paragraphs" else text
        return text_address(nodes, field.address), change
    return _removal(nodes, form, field)


def _removal(nodes: LadderNodes, form: Form, field: Field) -> tuple[Address, Change]:
    """Return the change that removes a text which was emptied. Raises InvalidLadder for one that is needed."""
    if isinstance(field.address[-1], int):
        texts = next(texts for texts in form.all_lists if texts.address == field.address[:-1])
        return texts.address, _ordered(at for at in range(len(texts.items)) if at != field.address[-1])
    if field.is_required:
        node = nodes.node(field.address)
        raise InvalidLadder(Problem("empty-value", "this needs a text", node.span if node else None, help="type one"))
    return field.address, Whole.REMOVE


def _typed_text(runs: Sequence[Run], *, is_markdown: bool) -> str:
    typed = "".join(run.text for run in runs)
    is_markdown = is_markdown and len(typed) <= MAX_TEXT_CHARACTERS  # a longer one is refused anyway
    text = normal_text(to_markdown(runs) if is_markdown else " ".join(typed.split()))
    if control := CONTROL.search(text):
        message = f"this text holds an invisible control character (U+{ord(control[0]):04X})"
        raise InvalidLadder(Problem("control-character", message, help="retype the text"))
    return text


def _list_change(nodes: LadderNodes, form: Form, edit: Edit) -> tuple[Address, Change]:
    texts = next((texts for texts in form.all_lists if texts.address == edit.address), None)
    if texts is None or texts.seen != edit.seen:
        raise Overtaken
    count = len(texts.items)
    if edit.action == "add":
        return _addition(nodes, texts, edit)
    if not 0 <= min(edit.position, edit.target) <= max(edit.position, edit.target) < count:
        raise Overtaken
    order = [at for at in range(count) if at != edit.position]
    if edit.action == "move":
        order.insert(edit.target, edit.position)
    return texts.address, _ordered(order)


def _addition(nodes: LadderNodes, texts: TextList, edit: Edit) -> tuple[Address, Change]:
    """Return the change that adds a text; a statement that was text alone becomes a mapping with a list."""
    if not 0 <= edit.position <= len(texts.items):
        raise Overtaken
    text = _typed_text(edit.runs, is_markdown=True)
    holder = texts.address[:-1]
    node = nodes.node(holder)
    if not text:
        return holder, Whole.KEEP
    if isinstance(holder[-1], int) and isinstance(node, ScalarNode):
        return holder, {"text": node.text, texts.name: [text]}
    items: list[tuple[int | None, Change]] = [(at, Whole.KEEP) for at in range(len(texts.items))]
    items.insert(edit.position, (None, text))
    return texts.address, ListChange(tuple(items))


def _ordered(positions: Iterable[int]) -> ListChange:
    return ListChange(tuple((at, Whole.KEEP) for at in positions))
