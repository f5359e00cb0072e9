"""Find the texts of an edited workbook in the ladder's YAML, which may have changed since the workbook was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher

from ladder_export.editing.ladder_nodes import Address, LadderNodes, digest, items_of, node_text


def current_addresses(
    nodes: LadderNodes, origin: Mapping[Address, str], edited: Mapping[Address, str], texts: AbstractSet[str]
) -> dict[Address, Address]:
    """Return the YAML path that each list item has today, by the path that it had when the workbook was made.

    `origin` has the digests of the ladder's texts by their paths when the workbook was made, `edited` the digests that
    the workbook has for these paths now, and `texts` the digests of all its rows. An item is recognised by its former
    text, else by its text in the workbook (which may have been imported before), else by its position between
    recognised items, unless the text at that position is in another row of the workbook. Items that no longer exist are
    left out.
    """
    current: dict[Address, Address] = {}
    for holder, items in sorted(_items_by_list(origin).items(), key=lambda pair: len(pair[0])):
        place = current_list(holder, current)
        if place is None:
            continue
        digests = [digest(node_text(item)) for item in items_of(nodes.node(place))]
        there = set(digests)
        before = [origin[item] if origin[item] in there else edited.get(item, origin[item]) for item in items]
        positions = match_digests(before, digests, texts)
        current |= {item: (*place, at) for item, at in zip(items, positions, strict=True) if at is not None}
    return current


def _items_by_list(addresses: Iterable[Address]) -> dict[Address, list[Address]]:
    """Return the addresses of items by that of their list, in its order."""
    lists: dict[Address, dict[int, Address]] = {}
    for address in addresses:
        if isinstance(position := address[-1], int):
            lists.setdefault(address[:-1], {})[position] = address
    return {holder: [items[position] for position in sorted(items)] for holder, items in lists.items()}


def current_list(holder: Address, current: Mapping[Address, Address]) -> Address | None:
    """Return the YAML path that a list has today; `holder` is its path when the workbook was made.

    `current` has today's paths of list items by their former paths. Returns None if the item that contained the list no
    longer exists.
    """
    depth = next((at for at in range(len(holder) - 1, 0, -1) if isinstance(holder[at], int)), None)
    if depth is None:
        return holder
    parent = current.get(holder[: depth + 1])
    return None if parent is None else (*parent, *holder[depth + 1 :])


def match_digests(before: Sequence[str], after: Sequence[str], elsewhere: AbstractSet[str]) -> list[int | None]:
    """Match each text of a list with a text of a later version of the list; both lists are given as digests.

    Returns for each text of `before` its index in `after`, None if it is gone. Equal texts are matched first. Of texts
    between the same two matched ones, those left over are taken as reworded and matched in their order. `elsewhere` are
    the digests of texts that other lists had before: such a text has moved here, and no reworded text is matched to it.
    """
    matches: list[int | None] = [None] * len(before)
    blocks = []
    for tag, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            matches[first:last] = range(start, end)
        else:
            blocks.append((range(first, last), range(start, end)))
    free = {at for _, others in blocks for at in others}
    _match_moved(before, after, matches, free)
    for ones, others in blocks:
        _match_reworded(ones, [at for at in others if at in free and after[at] not in elsewhere], matches)
    return matches


def _match_reworded(ones: Iterable[int], others: Iterable[int], matches: list[int | None]) -> None:
    """Match texts between the same two others, in their order."""
    for old, at in zip([index for index in ones if matches[index] is None], others, strict=False):
        matches[old] = at


def _match_moved(before: Sequence[str], after: Sequence[str], matches: list[int | None], free: set[int]) -> None:
    """Match texts that are somewhere else in the list; take their positions out of `free`."""
    for at in sorted(free):
        same = next((index for index, text in enumerate(before) if matches[index] is None and text == after[at]), None)
        if same is not None:
            matches[same] = at
            free.discard(at)
