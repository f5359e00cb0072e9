"""Bring the texts of an edited workbook into a ladder: which values change, and which changes conflict (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ladder_export.core.problems import Problem, Span
from ladder_export.editing.changes import Change, ListChange, MapChange, Whole, set_change
from ladder_export.editing.ladder_nodes import Address, LadderNodes, digest, items_of, node_text, values_of
from ladder_export.reading.nodes import Data, ListNode, Node, ScalarNode
from ladder_export.workbook.edited_rows import EditedRow, EditedWorkbook
from ladder_export.workbook.matching import current_addresses
from ladder_export.workbook.sheets import PARAGRAPH, VALUES, introduction_key
from ladder_export.workbook.wanted import WantedArea, WantedText, all_texts, first_rows, wanted_areas

HELP_CONFLICT = "keep the ladder's text by making a new workbook, or take the workbook's with --accept"
NOT_EXPORTED = "\0"  # begins the address of a text that the workbook was not made from
REQUIRED = ("title", "label", "code")


@dataclass(slots=True)
class Merge:
    """The changes of each owner, as they are found. With `accept`, conflicts are decided for the workbook."""

    nodes: LadderNodes
    workbook: EditedWorkbook
    accept: bool
    current: dict[Address, Address] = field(default_factory=dict)
    changes: dict[str, MapChange] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)

    def run(self) -> None:
        """Find all changes, conflicts, and problems of rows that do not fit."""
        edited = {address: digest(row.text) for address, row in first_rows(self.workbook).items()}
        texts = set(map(digest, self.workbook.texts))
        self.current = current_addresses(self.nodes, self.workbook.origin, edited, texts)
        for sheet in filter(lambda one: one.kind == VALUES, self.workbook.sheets):
            for row in sheet.rows:
                self._value(row)
        for address, area in wanted_areas(self.workbook, self.problems).items():
            if str(address[0]) in self.nodes.owners:
                self._area(address, area)
            else:
                self._gone_level(address, area)

    def _gone_level(self, address: Address, area: WantedArea) -> None:
        """Report texts that were changed in a level which the ladder no longer has."""
        rows = [one.row for one in all_texts((*area.statements, *area.examples))]
        for row in (*([area.introduction] if area.introduction else []), *rows):
            if row.address is None or digest(row.text) != self.workbook.origin.get(row.address):
                message = f"cell {row.cell} was changed, but the ladder no longer has the level '{address[0]}'"
                self.problems.append(Problem("bad-cell", message, row.span, help="remove the row, or add the level"))

    def _set(self, address: Address, change: Change) -> None:
        set_change(self.changes.setdefault(str(address[0]), MapChange()), address[1:], change)

    def _value(self, row: EditedRow) -> None:
        """Find the change of a fact, rating, title or summary."""
        if row.address is None:
            return
        if str(row.address[0]) not in self.nodes.owners:
            if digest(row.text) != self.workbook.origin.get(row.address):
                message = f"cell {row.cell} was changed, but the ladder no longer has the level '{row.address[0]}'"
                self.problems.append(Problem("bad-cell", message, row.span, help="remove the row, or add the level"))
            return
        node = self.nodes.node(row.address)
        if not self._is_changed(row.address, node, row.text, row):
            return
        if not row.text and _is_required(row.address):
            message = f"cell {row.cell} is empty, but this needs a text"
            self.problems.append(Problem("bad-cell", message, row.span, help="type one"))
        else:
            self._set(row.address, _paragraphs(node, row.text) if row.text else Whole.REMOVE)

    def _is_changed(self, origin: Address, node: Node | None, text: str, row: EditedRow | None) -> bool:
        """Return whether the workbook changes a text of the ladder; add a conflict if both did."""
        was, now = self.workbook.origin.get(origin, digest("")), digest(node_text(node))
        if digest(text) in (was, now):
            return False
        if now == was:
            return True
        span = node.span if node else self._span(origin)
        where = f"in cell {row.cell}" if row and text else "by removing it"
        self._add_conflict(
            f"this text was changed since the workbook was made, and the workbook changes it {where}", span
        )
        return self.accept

    def _add_conflict(self, message: str, span: Span) -> None:
        self.conflicts.append(Problem("conflict", message, span, help=HELP_CONFLICT))

    def _span(self, address: Address) -> Span:
        """Return the span of the last value that exists on the way to an address."""
        span = Span("")
        for depth in range(1, len(address) + 1):
            node = self.nodes.node(address[:depth])
            span = node.span if node else span
        return span

    def _area(self, address: Address, area: WantedArea) -> None:
        """Find the changes of an area of a level, or of a text that levels share."""
        key = introduction_key(address)
        node, text = self.nodes.node((*address, key)), area.introduction.text if area.introduction else ""
        if self._is_changed((*address, key), node, text, area.introduction):
            self._set((*address, key), _paragraphs(node, text) if text else Whole.REMOVE)
        for name, wanted in (("statements", area.statements), ("examples", area.examples)):
            location = (*address, name)
            change = self._list(location, location, wanted)
            if change is not Whole.KEEP:
                self._set(location, change)

    def _list(self, origin: Address, location: Address, wanted: Sequence[WantedText]) -> Change:
        """Return the change of a list: `origin` is its address in the workbook, `location` that in the ladder."""
        before = items_of(self.nodes.node(location))
        at_by_address = self._positions(origin)
        items: list[tuple[int | None, Change]] = []
        free = {*range(len(before))} - {*at_by_address.values()}
        for one in wanted:
            items += self._item(origin, location, one, at_by_address, free)
        used = {at for at, _ in items}
        gone = {one: at for one, at in at_by_address.items() if at not in used}
        removed = {at for one, at in gone.items() if self._is_removed(one, before[at])}
        if not _has_moved(origin, wanted):
            items = _in_order(items)
        for at in sorted({*range(len(before))} - used - removed):  # added to the ladder since, or kept for a conflict
            items.insert(_behind(items, at), (at, Whole.KEEP))
        return ListChange(tuple(items))

    def _positions(self, origin: Address) -> dict[Address, int]:
        """Return the position in the ladder of each item that a list of the workbook was made from."""
        return {
            one: int(at[-1])
            for one, at in self.current.items()
            if one[:-1] == origin  # an address that ends in a position
        }

    def _is_removed(self, origin: Address, node: Node) -> bool:
        """Return whether a text that the workbook no longer has shall go; add a conflict if it was changed since."""
        if digest(node_text(node)) == self.workbook.origin[origin]:
            return True
        self._add_conflict("this text was changed since the workbook was made, and the workbook removes it", node.span)
        return self.accept

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
            if digest(wanted.text) == self.workbook.origin.get(own):
                return []  # removed from the ladder since
            message = f"the text of cell {wanted.row.cell} was removed since the workbook was made, and the workbook changes it"
            self._add_conflict(message, self._span(location))
            return [(None, _new(wanted))] if self.accept else []
        at = at_by_address[own]
        node = items_of(self.nodes.node(location))[at]
        is_changed = self._is_changed(own, node, wanted.text, wanted.row)
        return [(at, self._changed_item(own, (*location, at), node, wanted, is_changed=is_changed))]

    def _new_item(self, location: Address, wanted: WantedText, free: set[int]) -> tuple[int | None, Change]:
        """Return the change for a new text; the ladder may have it already, from an import before."""
        items = items_of(self.nodes.node(location))
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
        values = values_of(node)
        is_paragraph = wanted.kind == PARAGRAPH
        if is_paragraph != ("prose" in values):
            return _new(wanted, text)
        if isinstance(node, ScalarNode):
            if wanted.children or wanted.examples:
                return _new(wanted, text)
            return text if is_changed else Whole.KEEP
        change = MapChange({"prose" if is_paragraph else "text": text} if is_changed else {})
        for key, inner in (("children", wanted.children), ("examples", wanted.examples)):
            change.values[key] = self._list((*origin, key), (*location, key), inner)
        return change


def _has_moved(origin: Address, wanted: Sequence[WantedText]) -> bool:
    """Return whether the workbook has the items of a list in another order than before."""
    order = [int(one.address[-1]) for one in wanted if one.address and one.address[:-1] == origin]
    return order != sorted(order)


def _is_required(address: Address) -> bool:
    """Return whether a title or label cannot be left out; what stands for a short form cannot be, either."""
    is_short_form = not address[0] and len(address) == 3  # noqa: PLR2004  # ladder.yaml, a group, an id
    return is_short_form or (address[-1] in REQUIRED and (not address[0] or len(address) == 2))  # noqa: PLR2004  # of a level


def _new(wanted: WantedText, text: str = "") -> str | dict[str, Data]:
    """Return the content of a new text, with all that belongs to it."""
    text = text or wanted.text
    if wanted.kind == PARAGRAPH:
        return {"prose": text}
    content: dict[str, Data] = {"text": text}
    if wanted.children:
        content["children"] = [_new(one) for one in wanted.children]
    if wanted.examples:
        content["examples"] = [_new(one) for one in wanted.examples]
    return content if len(content) > 1 else text


def _paragraphs(node: Node | None, text: str) -> Change:
    """Return the change of paragraphs that are one text, or a list."""
    if not isinstance(node, ListNode):
        return text
    texts = [one.strip() for one in text.split("\n\n") if one.strip()]
    before = [node_text(one) for one in node.items]
    items: list[tuple[int | None, Change]] = []
    for at, one in enumerate(texts):
        if at < len(before):
            items.append((at, Whole.KEEP if one == before[at] else one))
        else:
            items.append((None, one))
    return ListChange(tuple(items))


def _in_order(items: Sequence[tuple[int | None, Change]]) -> list[tuple[int | None, Change]]:
    """Return the items in the ladder's order, for a workbook that moved none; new ones stay behind the same item."""
    groups: list[list[tuple[int | None, Change]]] = [[]]
    for item in items:
        if item[0] is not None:
            groups.append([])
        groups[-1].append(item)
    head, *others = groups
    return [*head, *(item for group in sorted(others, key=lambda one: one[0][0] or 0) for item in group)]


def _behind(items: Sequence[tuple[int | None, Change]], at: int) -> int:
    """Return the location behind the nearest item that stood before a position."""
    before = [(one, location) for location, (one, _) in enumerate(items) if one is not None and one < at]
    return max(before)[1] + 1 if before else 0
