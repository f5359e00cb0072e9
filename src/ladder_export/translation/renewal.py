"""Update a translation's YAML: new texts are added, translations of changed texts are marked, and no word is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from ladder_export.importers.yaml_writer import Commented, YamlTree, to_yaml
from ladder_export.reading import TranslationSource
from ladder_export.reading.anchors import (
    OF,
    SHORT_FORM_KEYS,
    STALE,
    UNKNOWN_ORIGINAL,
    WAS,
    alternatives,
    anchor,
    is_untranslated,
    item_parts,
    match_items,
    on_one_line,
    only_value,
    original,
    same_text,
    short_form_key,
    translation_of,
    without,
)
from ladder_export.reading.files import LADDER_FILE
from ladder_export.reading.nodes import ListNode, MappingNode, Node, ScalarNode, child
from ladder_export.reading.step_ids import with_step_ids
from ladder_export.reading.translation_overlay import overlays_by_level, text_values
from ladder_export.reading.yaml.parser import comments
from ladder_export.translation.catalogue import Key, count_former, fill_mapping, message_text, messages


@dataclass(slots=True)
class TranslationRenewal:
    """The state while a translation's YAML is brought up to date with the ladder.

    `texts` are from a gettext catalogue. `pool` has translations by original, `live` those in use, `orphans` those
    whose original was removed. `notes` are comments by the `id` of the node below them, `heads` those at the top of
    each file. `untranslated` and `stale` count texts without a translation, and outdated translations.
    """

    source: TranslationSource
    texts: Mapping[Key, str] = field(default_factory=dict)
    pool: dict[str, Node] = field(default_factory=dict)
    live: set[str] = field(default_factory=set)
    orphans: list[YamlTree] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    untranslated: int = 0
    stale: int = 0

    def files(self, path: str, *, is_folder: bool) -> dict[str, str]:
        """Return the new content of the translation's files, by their paths in the ladder's folder.

        With `is_folder`, the folder `path` has a file per level; else the translation is one file, `path`.yaml.
        """
        shared, levels, stale = self.renew()
        paths = {level: file.source.path for level, file, _ in reversed(self.source.overlays)}
        own_path = paths.get("", f"{path}/{LADDER_FILE}" if is_folder else f"{path}.yaml")
        if levels and not is_folder:
            shared["levels"], levels = levels, {}
        if stale:
            shared[STALE] = stale
        trees = {own_path: shared, **{paths.get(level, f"{path}/{level}.yaml"): tree for level, tree in levels.items()}}
        return {
            file: self.heads.get(file, "") + to_yaml(tree, spaced_keys=("levels", STALE))
            for file, tree in trees.items()
            if tree
        }

    def renew(self) -> tuple[dict[str, YamlTree], dict[str, dict[str, YamlTree]], list[YamlTree]]:
        """Bring the translation up to date; return the translation of ladder.yaml, and that of each level by id.

        The third value holds the translations whose original was removed.
        """
        self._collect()
        overlays = [(level, node) for level, _, node in self.source.overlays]
        self._trees(overlays)  # a first pass, to find which translations are in use
        self.untranslated = self.stale = 0
        shared, levels = self._trees(overlays)
        stale = self._stale_pairs(child(node, STALE) for _, node in overlays) + self.orphans
        self.stale += len(self.orphans)
        return self._filled(shared, levels, stale) if self.texts else (shared, levels, stale)

    def _collect(self) -> None:
        """Record the comments and the translations of all files."""
        for _, file, node in self.source.overlays:
            self._collect_comments(file.source.path, file.source.data, node)
            for source, text in _leaves(node):
                if source:
                    self.pool.setdefault(on_one_line(source), text)

    def _filled(
        self, shared: dict[str, YamlTree], levels: dict[str, dict[str, YamlTree]], stale: list[YamlTree]
    ) -> tuple[dict[str, YamlTree], dict[str, dict[str, YamlTree]], list[YamlTree]]:
        """Return what `renew` returns with the texts of the catalogue."""
        shared = fill_mapping(shared, self.texts)
        levels = {level: fill_mapping(tree, self.texts, ("levels", level)) for level, tree in levels.items()}
        used_messages = (*messages(shared), *messages({"levels": levels}))
        stale = stale + self._orphaned_catalogue_texts({message.key for message in used_messages}, stale)
        self.untranslated = sum(not message.text for message in used_messages)
        self.stale = count_former([shared, levels, stale])
        return shared, levels, stale

    def _orphaned_catalogue_texts(self, used_keys: Collection[Key], stale: Sequence[YamlTree]) -> list[YamlTree]:
        """Return texts of the catalogue whose original was removed, unless already recorded.

        `used_keys` are the keys of texts that exist.
        """
        pairs_ = [{WAS: key.original, "text": text} for key, text in self.texts.items() if key not in used_keys]
        recorded = [
            {key: message_text(value) for key, value in pair.items()} for pair in stale if isinstance(pair, Mapping)
        ]
        return [pair for pair in pairs_ if pair not in recorded]

    def _trees(self, overlays: list[tuple[str, Node]]) -> tuple[dict[str, YamlTree], dict[str, dict[str, YamlTree]]]:
        """Return the translation of ladder.yaml, and of each level by id."""
        self.orphans = []
        own, by_id = overlays_by_level(overlays)
        separate_keys = ("levels", "words")
        shared = with_step_ids(self.source.shared)
        shared = MappingNode(shared.span, shared.keys, without(shared.values, *separate_keys))
        tree = self._mapping(shared, MappingNode(own.span, own.keys, without(own.values, *separate_keys)))
        if isinstance(ui_words := own.values.get("words"), MappingNode):
            tree["words"] = {key: self._words(value) for key, value in ui_words.values.items()}
        for level, node in by_id.items():
            if level not in self.source.levels:
                self._keep_orphans(node)
        levels = {
            level: inner
            for level, node in self.source.levels.items()
            if isinstance(node, MappingNode) and (inner := self._mapping(node, by_id.get(level)))
        }
        return tree, levels

    def _tree(self, base: Node, over: Node | None) -> YamlTree | None:
        """Translate a YAML node of the ladder; None if it has no text."""
        match base:
            case ScalarNode():
                return self._text(base, over) if on_one_line(base) else None
            case ListNode():
                return self._items(base, over) or None
            case MappingNode():
                return self._mapping(base, over) or None

    def _text(self, base: ScalarNode, over: Node | None) -> YamlTree:
        """Pair an original with its translation; in a list with the pairs of stale translations, if there are any."""
        pair, stale = self._pair(base, over)
        return [pair, *stale] if stale else pair

    def _below(self, values: Mapping[str, Node], over: Mapping[str, Node]) -> dict[str, YamlTree]:
        """Translate the values of a mapping that have text."""
        trees = {key: self._tree(value, over.get(key)) for key, value in values.items()}
        return {key: tree for key, tree in trees.items() if tree is not None}

    def _mapping(self, base: MappingNode, over: Node | None) -> dict[str, YamlTree]:
        """Translate a mapping of the ladder."""
        short = short_form_key(base.values)
        if over and short and (isinstance(over, ScalarNode) or alternatives(base, over)):
            over = MappingNode(over.span, {short: over.span}, {short: over})
        inner = over.values if isinstance(over, MappingNode) else {}
        if over and not inner:
            self._keep_orphans(over)
        tree = self._below(text_values(base), inner)
        for value in without(inner, *tree).values():
            self._keep_orphans(value)
        return tree

    def _item(self, base: Node, over: Node | None) -> YamlTree | None:
        """Translate an item of a list, such as a statement with its nested points and examples; None if it has no text."""
        if not isinstance(base, MappingNode) or not (short := short_form_key(base.values)):
            return self._tree(base, over)
        text, parts = item_parts(over)
        tree, stale = self._pair(base.values[short], text, "prose" if short == "prose" else "text")
        self.orphans += stale
        tree |= self._below(without(text_values(base), short), parts)
        for value in without(parts, *base.values, *SHORT_FORM_KEYS).values():
            self._keep_orphans(value)
        return tree

    def _pair(self, base: Node, over: Node | None, key: str = "text") -> tuple[dict[str, YamlTree], list[YamlTree]]:
        """Pair an original with its translation; the second value has the pairs of stale translations."""
        over = only_value(over)
        entries = alternatives(base, over) if over else ()
        source = original(base)
        current = next((entry for entry in entries if same_text(anchor(entry), source)), None)
        text = self._translation(source, translation_of(current) if current else None if entries else over)
        stale = self._stale_pairs(entry for entry in entries if entry is not current)
        return {OF: on_one_line(source), key: self._with_comment(text)}, stale

    def _translation(self, source: ScalarNode | None, text: Node | None) -> Node | None:
        """Return the translation of an original, from another place if there is none here; None without any."""
        if isinstance(text, MappingNode):  # the original no longer has nested points
            self._keep_orphans(MappingNode(text.span, {}, without(text.values, *SHORT_FORM_KEYS)))
            text = text.values.get(short_form_key(text.values))
        if text is None or is_untranslated(text):
            text = self.pool.get(on_one_line(source), text)
        if text is None or is_untranslated(text):
            self.untranslated += 1
        else:
            self.live.add(_plain_words(text))
        return text

    def _items(self, base: ListNode, over: Node | None) -> list[YamlTree]:
        """Translate a list; stale translations stay behind the item they followed."""
        translations = over.items if isinstance(over, ListNode) else (over,) if over else ()
        pairing = match_items(base, ListNode(base.span, translations)) if translations else None
        matched = pairing.matched if pairing else (None,) * len(base.items)
        following = _unmatched(translations, matched)
        tree = self._stale_pairs(following[-1])
        for number, (item, overlay) in enumerate(zip(base.items, matched, strict=True)):
            below = self._item(item, overlay)
            tree += below if isinstance(below, list) else [below] if below is not None else []
            tree += self._stale_pairs(following[number])
        return tree

    def _stale_pairs(self, nodes: Iterable[Node | None]) -> list[YamlTree]:
        """Mark the translations in nodes as stale, as their original is gone, except those whose words are in use."""
        stale: list[YamlTree] = [
            {WAS: on_one_line(source) or UNKNOWN_ORIGINAL, "text": self._with_comment(text)}
            for source, text in chain.from_iterable(map(_leaves, nodes))
            if _plain_words(text) not in self.live
        ]
        self.stale += len(stale)
        return stale

    def _keep_orphans(self, node: Node) -> None:
        """Keep the translations in a node whose original was removed."""
        pairs_ = self._stale_pairs([node])
        self.stale -= len(pairs_)  # orphans are counted at the end
        self.orphans += pairs_

    def _with_comment(self, text: Node | None) -> YamlTree:
        """Return a translation with its comment."""
        tree = self._words(text)
        note = self.notes.get(id(text), "")
        return Commented(tree, note) if note else tree

    def _words(self, text: Node | None) -> YamlTree:
        """Return the text of a translation, or a list of paragraphs."""
        if isinstance(text, ListNode):
            return [self._words(item) for item in text.items]
        return (text.text or "").strip().replace("\t", " ") if isinstance(text, ScalarNode) else ""

    def _collect_comments(self, path: str, raw: bytes, node: Node) -> None:
        """Record each comment with the text below or beside it; those above the first text belong to their file."""
        texts = sorted((text.span, id(text)) for _, text in _texts(node))
        first = node.span.line
        for line, comment in comments(raw):
            target = next((key for span, key in texts if span.line >= line), None)
            if line < first or target is None:
                self.heads[path] = f"{self.heads.get(path, '')}# {comment}\n"
            else:
                self.notes[target] = " ".join((self.notes.get(target, ""), comment)).strip()


def _unmatched(translations: Iterable[Node], matched: Iterable[Node | None]) -> Mapping[int, list[Node]]:
    """Return the translations that match no item, by the number of the item that they follow; -1 before all of them."""
    numbers = {id(node): number for number, node in enumerate(matched) if node}
    following = defaultdict[int, list[Node]](list)
    last = -1
    for node in translations:
        if id(node) in numbers:
            last = numbers[id(node)]
        else:
            following[last].append(node)
    return following


def _plain_words(text: Node) -> str:
    """Return all text of a translation on one line."""
    return " ".join(on_one_line(leaf) for _, leaf in _texts(text) if isinstance(leaf, ScalarNode))


def _leaves(node: Node | None) -> Iterator[tuple[ScalarNode | None, Node]]:
    """Yield every translated text in a node that is not empty, and its original (None where it has none)."""
    return ((source, text) for source, text in _texts(node) if not is_untranslated(text))


def _texts(node: Node | None, source: ScalarNode | None = None) -> Iterator[tuple[ScalarNode | None, Node]]:
    """Yield every translation in a node, and its original."""
    match node:
        case ScalarNode():
            yield source, node
        case ListNode(items=items) if source and all(isinstance(item, ScalarNode) for item in items):
            yield source, node  # several paragraphs translate one text
        case ListNode(items=items):
            yield from chain.from_iterable(map(_texts, items))
        case MappingNode(values=values):
            own = anchor(node)
            for key, value in without(values, OF, WAS).items():
                yield from _texts(value, own if key in ("text", "prose", "ask") else None)
        case _:
            pass
