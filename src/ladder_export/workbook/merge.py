"""Compare an edited workbook with the ladder: find the values that it changes, and conflicts with later changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ladder_export.editing.changes import Change, ListChange, MapChange, Whole, simplified
from ladder_export.editing.ladder_nodes import (
    Address,
    LadderNodes,
    digest,
    introduction_key,
    items_of,
    node_text,
    values_of,
)
from ladder_export.reading.nodes import Data, Node, ScalarNode
from ladder_export.workbook.change_set import ChangeSet
from ladder_export.workbook.edited_rows import EditedRow, EditedWorkbook
from ladder_export.workbook.matching import current_addresses
from ladder_export.workbook.new_areas import find_areas, find_tracks
from ladder_export.workbook.new_levels import find_levels
from ladder_export.workbook.question_fields import field_change, field_content
from ladder_export.workbook.question_rows import wanted_questions, wanted_stages
from ladder_export.workbook.removals import find_removed
from ladder_export.workbook.sheets import PARAGRAPH
from ladder_export.workbook.stage_changes import change_stages
from ladder_export.workbook.structure import Structure, read_values
from ladder_export.workbook.structure_changes import change_structure, is_inside
from ladder_export.workbook.value_changes import change_values
from ladder_export.workbook.wanted import QUESTION, WantedArea, WantedText, all_texts, first_rows, wanted_areas

NOT_EXPORTED = "\0"  # begins the address of a text that the workbook was not made from


@dataclass(frozen=True, slots=True)
class Merged:
    """All changes that an edited workbook makes in a ladder.

    `into` has the changes of values, with problems and conflicts. `structure` has the new and renamed levels, areas and
    tracks. `removed` are the ids of removed levels.
    """

    into: ChangeSet
    structure: Structure
    removed: set[str]


def merge(nodes: LadderNodes, workbook: EditedWorkbook, *, accept: bool) -> Merged:
    """Compare an edited workbook with the ladder; return the changes, conflicts and problems.

    If there are problems, the changes are incomplete. With `accept`, a text that was changed in both gets the
    workbook's text, else it keeps the ladder's.
    """
    into = ChangeSet(nodes, workbook, accept, problems=list(workbook.problems))
    structure = Structure(nodes, workbook, into.problems)
    for find in (read_values, find_tracks, find_areas, find_levels):
        find(structure)
    areas = wanted_areas(workbook, into.problems)
    stages = wanted_stages(structure)
    questions = wanted_questions(structure, stages)
    if not into.problems:
        find_removed(structure)
    if into.problems:
        return Merged(into, structure, set())
    removed = change_structure(into, structure)
    change_values(into, structure)
    change_stages(into, stages)
    _Merge(into, structure, _current(into)).change(questions, areas)
    return Merged(into, structure, removed)


@dataclass(slots=True)
class _Merge:
    into: ChangeSet
    structure: Structure
    current: Mapping[Address, Address]

    def change(self, questions: Mapping[Address, Sequence[WantedText]], areas: Mapping[Address, WantedArea]) -> None:
        """Add the changes of questions, and of statements, paragraphs and examples."""
        for address, area in areas.items():
            rows = [text.row for text in all_texts((*area.statements, *area.examples))]
            if self._is_owned(address, [*filter(None, [area.introduction]), *rows]):
                self._area(address, area)
        for address, wanted in questions.items():
            if self._is_owned(address, [text.row for text in wanted]):
                self._questions(address, wanted)
        for address in {*areas, *(question[:-1] for question in questions)}:
            if address[0]:
                self._remove_if_empty(address)

    def _is_owned(self, address: Address, rows: Sequence[EditedRow]) -> bool:
        """Return whether texts stay in the ladder; report those that were changed in a level which it no longer has."""
        if any(is_inside(address, whole) for whole in self.structure.removed):
            return False
        is_owned = address[0] in self.into.nodes.owners or address[0] in self.structure.levels
        for row in () if is_owned else rows:
            if row.address is None or digest(row.text) != self.into.workbook.origin.get(row.address):
                self.into.add_gone_level(row, str(address[0]))
        return is_owned

    def _questions(self, address: Address, wanted: Sequence[WantedText]) -> None:
        """Find the changes of the questions about an area or competency; an area that is its title alone gets keys."""
        holder = self.into.nodes.node(address[:-1])
        change = self._list(address, address, wanted)
        new = self.structure.areas.get(str(address[2])) if address[:2] == ("", "sections") else None
        if wanted and (new or isinstance(holder, ScalarNode)):
            title = new.title if new else self.structure.text(address[:-1])
            content: dict[str, Data] = {"title": title, "questions": [_new(question) for question in wanted]}
            self.into.set(address[:-1], content)
        elif change is not Whole.KEEP:
            self.into.set(address, change)

    def _area(self, address: Address, area: WantedArea) -> None:
        """Find the changes of an area of a level, or of a text that levels share."""
        if address[2] in self.structure.areas and not self.into.nodes.node(("", "sections")):
            self.into.set((*address, "title"), self.structure.areas[str(address[2])].title)
        key = (*address, introduction_key(address))
        text = area.introduction.text if area.introduction else ""
        if self.into.is_changed(key, self.into.nodes.node(key), text, area.introduction):
            self.into.set_text(key, text)
        for name, wanted in (("statements", area.statements), ("examples", area.examples)):
            location = (*address, name)
            change = self._list(location, location, wanted)
            if change is not Whole.KEEP:
                self.into.set(location, change)

    def _remove_if_empty(self, address: Address) -> None:
        """Remove an area of a level that would be left with its title alone."""
        node = self.into.nodes.node(address)
        change = self.into.changes.get(str(address[0]), MapChange()).values.get("sections")
        own = change.values.get(str(address[2])) if isinstance(change, MapChange) else None
        rest = simplified(node, own) if node and own else None
        if isinstance(rest, MapChange) and set(values_of(node)) - {"title", "icon"} == {
            key for key, inner_change in rest.values.items() if inner_change is Whole.REMOVE
        }:
            self.into.set(address, Whole.REMOVE)

    def _list(self, origin: Address, location: Address, wanted: Sequence[WantedText]) -> Change:
        """Return the change of a list: `origin` is its address in the workbook, `location` that in the ladder."""
        before = items_of(self.into.nodes.node(location))
        at_by_address = self._positions(origin)
        items: list[tuple[int | None, Change]] = []
        free = {*range(len(before))} - {*at_by_address.values()}
        for text in wanted:
            items += self._item(origin, location, text, at_by_address, free)
        used = {at for at, _ in items}
        gone = {address: at for address, at in at_by_address.items() if at not in used}
        removed = {at for address, at in gone.items() if self._is_removed(address, before[at])}
        if not _has_moved(origin, wanted):
            items = _in_order(items)
        for at in sorted({*range(len(before))} - used - removed):  # added to the ladder since, or kept for a conflict
            items.insert(_behind(items, at), (at, Whole.KEEP))
        return ListChange(tuple(items))

    def _positions(self, origin: Address) -> dict[Address, int]:
        """Return the position in the ladder of each item that a list of the workbook was made from."""
        return {
            former: int(at[-1])
            for former, at in self.current.items()
            if former[:-1] == origin  # an address that ends in a position
        }

    def _is_removed(self, origin: Address, node: Node) -> bool:
        """Return whether a text that the workbook no longer has shall go; add a conflict if it was changed since."""
        if digest(node_text(node)) == self.into.workbook.origin[origin]:
            return True
        self.into.add_conflict(
            "this text was changed since the workbook was made, and the workbook removes it", node.span
        )
        return self.into.accept

    def _item(
        self, origin: Address, location: Address, wanted: WantedText, at_by_address: dict[Address, int], free: set[int]
    ) -> list[tuple[int | None, Change]]:
        """Return the position before, and the change, of a text in a list; nothing for one that is gone.

        `free` are the positions of texts that the ladder got since: one of them may be the new text already.
        """
        own = wanted.address if wanted.address and wanted.address[:-1] == origin else None
        if own is None:
            return [self._new_item(location, wanted, free)]
        if own not in at_by_address:
            if digest(wanted.text) == self.into.workbook.origin.get(own):
                return []  # removed from the ladder since
            message = f"the text of cell {wanted.row.cell} was removed since the workbook was made, and the workbook changes it"
            self.into.add_conflict(message, self.into.span(location))
            return [(None, _new(wanted))] if self.into.accept else []
        at = at_by_address[own]
        node = items_of(self.into.nodes.node(location))[at]
        is_changed = self.into.is_changed(own, node, wanted.text, wanted.row)
        return [(at, self._changed_item(own, (*location, at), node, wanted, is_changed=is_changed))]

    def _new_item(self, location: Address, wanted: WantedText, free: set[int]) -> tuple[int | None, Change]:
        """Return the change for a new text; the ladder may have it already, from an import before."""
        items = items_of(self.into.nodes.node(location))
        for at in sorted(free):
            is_paragraph = "prose" in values_of(items[at])
            if digest(node_text(items[at])) == digest(wanted.text) and is_paragraph == (wanted.kind == PARAGRAPH):
                free.discard(at)
                here = (*location, at)
                return at, self._changed_item((NOT_EXPORTED, *here), here, items[at], wanted, is_changed=False)
        return None, _new(wanted)

    def _changed_item(
        self, origin: Address, location: Address, node: Node, wanted: WantedText, *, is_changed: bool
    ) -> Change:
        """Return the change of a statement, paragraph, point or example."""
        text = wanted.text if is_changed else node_text(node)
        if wanted.kind == QUESTION:
            return self._changed_question(origin, location, node, wanted, text)
        is_paragraph = wanted.kind == PARAGRAPH
        if is_paragraph != ("prose" in values_of(node)):
            return _new(wanted, text)
        if isinstance(node, ScalarNode):
            content = _new(wanted, text)
            return content if is_changed or not isinstance(content, str) else Whole.KEEP
        change = MapChange({"prose" if is_paragraph else "text": text} if is_changed else {})
        for key, inner in (("children", wanted.children), ("examples", wanted.examples)):
            change.values[key] = self._list((*origin, key), (*location, key), inner)
        return change

    def _changed_question(
        self, origin: Address, location: Address, node: Node, wanted: WantedText, text: str
    ) -> Change:
        """Return the change of a question, whose own text is `text` afterwards."""
        if isinstance(node, ScalarNode):
            return _new(wanted, text) if any(wanted.fields.values()) or text != node_text(node) else Whole.KEEP
        change = MapChange({"ask": text} if text != node_text(node) else {})
        for key, field_text in wanted.fields.items():
            inner = self.into.nodes.node((*location, key))
            if self.into.is_changed((*origin, key), inner, field_text, wanted.row):
                change.values[key] = field_change(key, inner, field_text)
        return change


def _current(into: ChangeSet) -> dict[Address, Address]:
    """Return where each item of a list that the workbook was made from is now."""
    workbook = into.workbook
    edited = {address: digest(row.text) for address, row in first_rows(workbook).items()}
    return current_addresses(into.nodes, workbook.origin, edited, set(map(digest, workbook.texts)))


def _has_moved(origin: Address, wanted: Sequence[WantedText]) -> bool:
    """Return whether the workbook has the items of a list in another order than before."""
    order = [int(text.address[-1]) for text in wanted if text.address and text.address[:-1] == origin]
    return order != sorted(order)


def _new(wanted: WantedText, text: str = "") -> str | dict[str, Data]:
    """Return the content of a new text, with all that belongs to it."""
    text = text or wanted.text
    if wanted.kind == PARAGRAPH:
        return {"prose": text}
    content: dict[str, Data] = {"ask" if wanted.kind == QUESTION else "text": text}
    content |= {key: field_content(key, value) for key, value in wanted.fields.items() if value}
    for key, inner in (("children", wanted.children), ("examples", wanted.examples)):
        if inner:
            content[key] = list(map(_new, inner))
    return content if len(content) > 1 else text


def _in_order(items: Sequence[tuple[int | None, Change]]) -> list[tuple[int | None, Change]]:
    """Return the items in the ladder's order, for a workbook that moved none; new ones stay behind the same item."""
    groups: list[list[tuple[int | None, Change]]] = [[]]
    for item in items:
        if item[0] is not None:
            groups.append([])
        groups[-1].append(item)
    head, *others = groups
    return [*head, *(item for group in sorted(others, key=lambda group: group[0][0] or 0) for item in group)]


def _behind(items: Sequence[tuple[int | None, Change]], at: int) -> int:
    """Return the location behind the nearest item that stood before a position."""
    before = [(former, location) for location, (former, _) in enumerate(items) if former is not None and former < at]
    return max(before)[1] + 1 if before else 0
