"""Match translated texts with their originals: by the original that they name, else by position.

A translated text is `text` alone, or a mapping that names what it translates:
`{of: the original, text: its translation}`. An entry whose original is gone may be marked
`{was: the original, text: …}`. One original may have a list of such entries.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace

from ladder_export.reading.nodes import ListNode, MappingNode, Node, ScalarNode

SHORT_FORM_KEYS = ("title", "label", "text", "prose", "ask")  # the keys that text alone may stand for
OF, WAS, STALE = "of", "was", "stale"
UNKNOWN_ORIGINAL = "?"  # stands for an original that nobody knows


@dataclass(frozen=True, slots=True)
class ItemMatches:
    """The translation that belongs to each item of a list, None for an untranslated one.

    `stale` are translations that match no item.
    """

    matched: tuple[Node | None, ...]
    stale: tuple[Node, ...]


def anchor(node: Node) -> ScalarNode | None:
    """Return the original that a translated text names by `of`, to tell whether it changed; None if it names none."""
    if isinstance(node, MappingNode):
        for key in (OF, WAS):
            if isinstance(quoted := node.values.get(key), ScalarNode):
                return quoted
    return None


def translation_of(entry: MappingNode) -> Node:
    """Return the translation in an entry that quotes its original (`of`, `was`): its text, or what else it has."""
    rest = without(entry.values, OF, WAS)
    if len(rest) == 1 and (only := next(iter(rest))) in ("text", "prose", "ask"):
        return rest[only]
    return replace(entry, values=rest)


def short_form_key(values: Container[str]) -> str:
    """Return the key of a mapping that text alone may stand for; empty without one."""
    return next((key for key in SHORT_FORM_KEYS if key in values), "")


def only_value(over: Node | None) -> Node | None:
    """Return the value of a mapping that has only one and names no original, however deep; other nodes unchanged."""
    while isinstance(over, MappingNode) and not anchor(over) and len(over.values) == 1:
        (over,) = over.values.values()
    return over


def item_parts(over: Node | None) -> tuple[Node | None, Dict[str, Node]]:
    """Return the text of a translated item, with the original that it names, and the item's parts by key."""
    source = anchor(over) if over else None
    inner = translation_of(over) if source and isinstance(over, MappingNode) else over
    parts = inner.values if isinstance(inner, MappingNode) else {}
    text = parts.get(short_form_key(parts)) if parts else inner
    if text and source and not anchor(text):
        text = MappingNode(text.span, {}, {OF: source, "text": text})
    return text, parts


def original(base: Node) -> ScalarNode | None:
    """Return the text in the original language that a translation belongs to, also from a mapping; None without one."""
    if isinstance(base, MappingNode):
        base = base.values.get(short_form_key(base.values), base)
    return base if isinstance(base, ScalarNode) else None


def same_text(first: ScalarNode | None, second: ScalarNode | None) -> bool:
    """Return whether two YAML texts have the same words, however their lines break; False if one is None."""
    return bool(first and second) and on_one_line(first) == on_one_line(second)


def on_one_line(text: ScalarNode | None) -> str:
    """Return a YAML text with its line breaks as spaces, for comparison; empty for None."""
    return " ".join((text.text or "").split()) if text else ""


def is_untranslated(node: Node) -> bool:
    """Return whether an entry of a translation has no text yet besides the originals that `of` and `was` quote."""
    match node:
        case ScalarNode(text=text):
            return not (text or "").strip()
        case ListNode(items=items):
            return all(is_untranslated(item) for item in items)
        case MappingNode(values=values):
            return all(is_untranslated(value) for key, value in values.items() if key not in (OF, WAS))


def has_anchor(node: Node) -> bool:
    """Return whether any translated text in a YAML node names the original that it translates."""
    match node:
        case MappingNode(values=values):
            return anchor(node) is not None or any(has_anchor(value) for value in values.values())
        case ListNode(items=items):
            return any(has_anchor(item) for item in items)
        case _:
            return False


def alternatives(base: Node, over: Node) -> tuple[MappingNode, ...]:
    """Return the translations in `over` for one text, `base`, each of which names the original that it translates.

    Several may exist since an original may have changed. Empty if any of them names none, or if `base` is a list.
    """
    if isinstance(base, ListNode) or (isinstance(base, MappingNode) and {OF, WAS} & base.values.keys()):
        return ()  # an id of the ladder may be called 'of'
    entries = over.items if isinstance(over, ListNode) else (over,)
    named = tuple(entry for entry in entries if isinstance(entry, MappingNode) and anchor(entry))
    return named if len(named) == len(entries) else ()


def match_items(base: ListNode, over: ListNode) -> ItemMatches | None:
    """Find the translation of each item of a list; None if only positions could tell and the counts differ.

    Entries that name their original are matched by it, wherever they are. Others are matched by position, as long as
    there are as many as in the original and none is known to have moved.
    """
    anchored = [item for item in over.items if anchor(item)]
    if not anchored:
        return ItemMatches(over.items, ()) if len(over.items) == len(base.items) else None
    matched: list[Node | None] = [
        _matching_entry(item, base, anchored, position) for position, item in enumerate(base.items)
    ]
    stale = tuple(_match_by_position(over, matched))
    return ItemMatches(tuple(matched), stale)


def _match_by_position(over: ListNode, matched: list[Node | None]) -> Iterator[Node]:
    """Match entries without an original by position if nothing moved; yield the entries that match no item."""
    used = {id(item) for item in matched}
    in_place = _has_not_moved(over, matched, used)
    for position, item in enumerate(over.items):
        if id(item) in used or is_untranslated(item):
            continue
        if in_place and not anchor(item) and matched[position] is None:
            matched[position] = item
        else:
            yield item


def _has_not_moved(over: ListNode, matched: Sequence[Node | None], used: Container[int]) -> bool:
    """Return whether every entry that names its original is at its position, or matches no item."""
    return len(over.items) == len(matched) and all(
        match is item or (match is None and id(item) not in used)
        for match, item in zip(matched, over.items, strict=True)
        if anchor(item)
    )


def _matching_entry(item: Node, base: ListNode, anchored: list[Node], position: int) -> Node | None:
    """Return the entry for an item; None if there is none. Equal items take equal entries in order."""
    same = [entry for entry in anchored if same_text(anchor(entry), original(item))]
    before = sum(same_text(original(other), original(item)) for other in base.items[:position])
    return same[min(before, len(same) - 1)] if same else None


def without(values: Dict[str, Node], *keys: str) -> dict[str, Node]:
    """Return the values of a mapping without those of some keys."""
    return {key: value for key, value in values.items() if key not in keys}
