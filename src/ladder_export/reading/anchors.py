"""Match translated texts with their originals: by the original that they quote, else by position.

A translated text is plain text, or a mapping that quotes its original: `{of: the original, text: its translation}`. If
the original was changed or removed, the mapping may be `{was: the original, text: …}`. One text may have a list of such
mappings.
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
    """The result of matching the items of a list with their translations.

    `matched` has the translation of each item, None for an item without one; `stale` are translations that match no
    item.
    """

    matched: tuple[Node | None, ...]
    stale: tuple[Node, ...]


def anchor(node: Node) -> ScalarNode | None:
    """Return the original that a translated text quotes; None if it quotes none. This is not an anchor (`&`) of YAML.

    A translation can be written as `{of: "I test.", text: "Ich teste."}`, so that a change of the original is noticed.
    `was` instead of `of` quotes an original that has changed since, or was removed.
    """
    if isinstance(node, MappingNode):
        for key in (OF, WAS):
            if isinstance(quoted := node.values.get(key), ScalarNode):
                return quoted
    return None


def translation_of(entry: MappingNode) -> Node:
    """Return the translation in a mapping that quotes its original (under the key `of` or `was`).

    It is the value of `text`, `prose` or `ask` if there is no other key; else, as for a statement with nested points,
    the mapping without `of` and `was`.
    """
    rest = without(entry.values, OF, WAS)
    if len(rest) == 1 and (only := next(iter(rest))) in ("text", "prose", "ask"):
        return rest[only]
    return replace(entry, values=rest)


def short_form_key(values: Container[str]) -> str:
    """Return the key in `values` whose value may stand for the whole mapping, such as `text`; empty if there is none.

    For example, a list item may be `{text: We write tests.}` or just that text.
    """
    return next((key for key in SHORT_FORM_KEYS if key in values), "")


def only_value(over: Node | None) -> Node | None:
    """Return the innermost value of mappings that each have one key and quote no original; any other node as it is.

    For example, `{text: Hello}` becomes `Hello`.
    """
    while isinstance(over, MappingNode) and not anchor(over) and len(over.values) == 1:
        (over,) = over.values.values()
    return over


def item_parts(over: Node | None) -> tuple[Node | None, Dict[str, Node]]:
    """Split a translated list item: return its own text, and the values of its mapping by key (empty for plain text).

    If the item quotes its original, so does the returned text. `over` is None for an untranslated item; so is the text
    then.
    """
    source = anchor(over) if over else None
    inner = translation_of(over) if source and isinstance(over, MappingNode) else over
    parts = inner.values if isinstance(inner, MappingNode) else {}
    text = parts.get(short_form_key(parts)) if parts else inner
    if text and source and not anchor(text):
        text = MappingNode(text.span, {}, {OF: source, "text": text})
    return text, parts


def original(base: Node) -> ScalarNode | None:
    """Return the text that a translation of `base` quotes: the text itself, or that of a mapping such as a statement.

    None if `base` is a list, or a mapping without such a text.
    """
    if isinstance(base, MappingNode):
        base = base.values.get(short_form_key(base.values), base)
    return base if isinstance(base, ScalarNode) else None


def same_text(first: ScalarNode | None, second: ScalarNode | None) -> bool:
    """Return whether two YAML texts are equal, however their lines break; False if one is None."""
    return bool(first and second) and on_one_line(first) == on_one_line(second)


def on_one_line(text: ScalarNode | None) -> str:
    """Return a YAML text with each line break and run of spaces as one space, for comparison; empty for None."""
    return " ".join((text.text or "").split()) if text else ""


def is_untranslated(node: Node) -> bool:
    """Return whether a node of a translation has no translated text yet; originals (`of`, `was`) do not count."""
    match node:
        case ScalarNode(text=text):
            return not (text or "").strip()
        case ListNode(items=items):
            return all(is_untranslated(item) for item in items)
        case MappingNode(values=values):
            return all(is_untranslated(value) for key, value in values.items() if key not in (OF, WAS))


def has_anchor(node: Node) -> bool:
    """Return whether any translated text in a node quotes its original, under the key `of` or `was`."""
    match node:
        case MappingNode(values=values):
            return anchor(node) is not None or any(has_anchor(value) for value in values.values())
        case ListNode(items=items):
            return any(has_anchor(item) for item in items)
        case _:
            return False


def alternatives(base: Node, over: Node) -> tuple[MappingNode, ...]:
    """Return the translations of one text, `base`, if all of them quote their originals, under the key `of` or `was`.

    `over` is one translation or a list: older ones stay in it after the original changed. Empty if a translation quotes
    no original, or if `base` is a list.
    """
    if isinstance(base, ListNode) or (isinstance(base, MappingNode) and {OF, WAS} & base.values.keys()):
        return ()  # an id of the ladder may be called 'of'
    entries = over.items if isinstance(over, ListNode) else (over,)
    named = tuple(entry for entry in entries if isinstance(entry, MappingNode) and anchor(entry))
    return named if len(named) == len(entries) else ()


def match_items(base: ListNode, over: ListNode) -> ItemMatches | None:
    """Match the items of a list with the items of its translation; None if that is impossible.

    A translation that quotes its original belongs to the item with that text, wherever it is. Others are matched by
    position, which needs lists of equal length in which no quoted original has moved.
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
    """Return a dictionary without the given keys."""
    return {key: value for key, value in values.items() if key not in keys}
