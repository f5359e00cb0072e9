"""Update a translation's YAML: new texts are added, stale ones are marked, and no word is lost."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
    match_items,
    on_one_line,
    same_text,
    translation_of,
    without,
)
from ladder_export.reading.files import LADDER_FILE
from ladder_export.reading.nodes import ListNode, MappingNode, Node, ScalarNode
from ladder_export.reading.step_ids import with_step_ids
from ladder_export.reading.translation_overlay import overlays_by_level, text_values
from ladder_export.reading.yaml.parser import comments
from ladder_export.translation.catalogue import Key, count_former, fill, message_text, messages


@dataclass(slots=True)
class TranslationRenewal:
    """The state while a translation's YAML is brought up to date with the ladder.

    `untranslated` and `stale` count texts. `pool` has translations by original, `live` the texts of translations in
    use, `orphans` those whose original was removed; `texts` are those of a gettext catalogue. `notes` are comments by
    the text below them, `heads` comments at the top of each file.
    """

    source: TranslationSource
    texts: Mapping[Key, str] = field(default_factory=dict)
    pool: dict[str, Node] = field(default_factory=dict)
    live: set[str] = field(default_factory=set)
    orphans: list[YamlTree] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)
    heads: dict[str, list[str]] = field(default_factory=dict)
    untranslated: int = 0
    stale: int = 0

    def files(self, path: str, *, is_folder: bool) -> dict[str, str]:
        """Return the new content of the translation's files, by their paths in the ladder's folder.

        With `is_folder`, the translation is a folder `path` of files, else one file.
        """
        shared, levels, stale = self.renew()
        paths = {level: file.source.path for level, file, _ in reversed(self.source.overlays)}
        own_path = paths.get("", f"{path}/{LADDER_FILE}" if is_folder else f"{path}.yaml")
        level_files: dict[str, Mapping[str, YamlTree]] = {}
        if is_folder:
            level_files = {paths.get(level, f"{path}/{level}.yaml"): tree for level, tree in levels.items()}
        elif levels:
            shared["levels"] = levels
        if stale:
            shared[STALE] = stale
        return {file: self._file_text(file, tree) for file, tree in {own_path: shared, **level_files}.items() if tree}

    def renew(self) -> tuple[dict[str, YamlTree], dict[str, dict[str, YamlTree]], list[YamlTree]]:
        """Bring the translation up to date: return that of ladder.yaml, and of each level by id.

        The third value holds the translations whose original was removed.
        """
        overlays = [(level, node) for level, _, node in self.source.overlays]
        for _, file, node in self.source.overlays:
            self._collect_comments(file.source.path, file.source.data, node)
            for source, text in _leaves(node):
                if source:
                    self.pool.setdefault(on_one_line(source), text)
        self._trees(overlays)  # a first pass, to find which translations are in use
        self.untranslated = self.stale = 0
        shared, levels = self._trees(overlays)
        marked_stale = [
            leaf for _, node in overlays if isinstance(node, MappingNode) for leaf in _leaves(node.values.get(STALE))
        ]
        stale = self._stale_pairs(marked_stale) + self.orphans
        self.stale += len(self.orphans)
        if self.texts:
            shared = _fill_mapping(shared, self.texts)
            levels = {level: _fill_mapping(tree, self.texts, ("levels", level)) for level, tree in levels.items()}
            used_messages = (*messages(shared), *messages({"levels": levels}))
            stale += self._orphaned_catalogue_texts({message.key for message in used_messages}, stale)
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
            level: inner for level, node in self.source.levels.items() if (inner := self._level(node, by_id.get(level)))
        }
        return tree, levels

    def _level(self, base: Node, over: Node | None) -> dict[str, YamlTree]:
        """Return the translation of a level."""
        return self._mapping(base, over) if isinstance(base, MappingNode) else {}

    def _tree(self, base: Node, over: Node | None, *, is_item: bool = False) -> YamlTree | None:
        """Return the translation of a node of the ladder; None where it has no text."""
        match base:
            case ScalarNode():
                return self._text(base, over) if on_one_line(base) else None
            case ListNode():
                return self._items(base, over) or None
            case MappingNode(values=values):
                short = next((key for key in SHORT_FORM_KEYS if key in values), "") if is_item else ""
                return self._item(base, over, short) if short else self._mapping(base, over) or None

    def _mapping(self, base: MappingNode, over: Node | None) -> dict[str, YamlTree]:
        """Return the translation of a mapping."""
        short = next((key for key in SHORT_FORM_KEYS if key in base.values), "")
        if over and short and (isinstance(over, ScalarNode) or alternatives(base, over)):
            over = MappingNode(over.span, {short: over.span}, {short: over})
        inner = over.values if isinstance(over, MappingNode) else {}
        if over and not inner:
            self._keep_orphans(over)
        tree: dict[str, YamlTree] = {}
        for key, value in text_values(base).items():
            below = self._tree(value, inner.get(key))
            if below is not None:
                tree[key] = below
        for key in inner.keys() - tree.keys():
            self._keep_orphans(inner[key])
        return tree

    def _item(self, base: MappingNode, over: Node | None, short: str) -> dict[str, YamlTree]:
        """Return the translation of a statement with its nested points and examples."""
        inner = translation_of(over) if isinstance(over, MappingNode) and anchor(over) else over
        parts = inner.values if isinstance(inner, MappingNode) else {}
        text = next((parts[key] for key in SHORT_FORM_KEYS if key in parts), inner if not parts else None)
        source = anchor(over) if over else None
        if text and source and not anchor(text):
            text = MappingNode(text.span, {}, {OF: source, "text": text})
        original = base.values[short]
        pair = self._text(original, text, "prose" if short == "prose" else "text")
        if isinstance(pair, Sequence):
            self.orphans += pair[1:]
            pair = pair[0]
        tree = dict(pair) if isinstance(pair, Mapping) else {}
        for key, value in without(text_values(base), short).items():
            if (below := self._tree(value, parts.get(key))) is not None:
                tree[key] = below
        for key, value in parts.items():
            if key not in base.values and value is not text and key not in SHORT_FORM_KEYS:
                self._keep_orphans(value)
        return tree

    def _text(self, base: Node, over: Node | None, key: str = "text") -> YamlTree:
        """Return the pair of an original and its translation; with stale translations, a list of pairs."""
        while isinstance(over, MappingNode) and not anchor(over) and len(over.values) == 1:
            over = next(iter(over.values.values()))  # only its main key
        entries = alternatives(base, over) if over else ()
        source = base if isinstance(base, ScalarNode) else None
        current = next((entry for entry in entries if same_text(anchor(entry), source)), None)
        text = translation_of(current) if current else over if not entries else None
        if isinstance(text, MappingNode):  # the original no longer has nested points
            parts = text
            text = next((parts.values[short_key] for short_key in SHORT_FORM_KEYS if short_key in parts.values), None)
            self._keep_orphans(MappingNode(parts.span, {}, without(parts.values, *SHORT_FORM_KEYS)))
        if text is None or is_untranslated(text):
            text = self.pool.get(on_one_line(source), text)
        if text is None or is_untranslated(text):
            self.untranslated += 1
        else:
            self.live.add(_plain_words(text))
        pair: YamlTree = {OF: on_one_line(source), key: self._with_comment(text)}
        stale = self._stale_pairs([leaf for entry in entries if entry is not current for leaf in _leaves(entry)])
        return [pair, *stale] if stale else pair

    def _items(self, base: ListNode, over: Node | None) -> list[YamlTree]:
        """Return the translation of a list; stale translations stay behind the item they followed."""
        translations = over.items if isinstance(over, ListNode) else (over,) if over else ()
        pairing = match_items(base, ListNode(base.span, translations)) if translations else None
        matched = pairing.matched if pairing else (None,) * len(base.items)
        index_by_node = {id(node): number for number, node in enumerate(matched) if node}
        following: dict[int, list[Node]] = {}
        last = -1
        for node in translations:
            last = index_by_node.get(id(node), last)
            following.setdefault(last, []).extend([] if id(node) in index_by_node else [node])
        tree = self._stale_pairs([leaf for node in following.get(-1, ()) for leaf in _leaves(node)])
        for number, (item, overlay) in enumerate(zip(base.items, matched, strict=True)):
            below = self._tree(item, overlay, is_item=True)
            tree += [] if below is None else below if isinstance(below, list) else [below]
            tree += self._stale_pairs([leaf for node in following.get(number, ()) for leaf in _leaves(node)])
        return tree

    def _stale_pairs(self, leaves: Sequence[tuple[ScalarNode | None, Node]]) -> list[YamlTree]:
        """Return translations without an original, marked as stale, unless their words are in use."""
        stale: list[YamlTree] = [
            {WAS: on_one_line(source) or UNKNOWN_ORIGINAL, "text": self._with_comment(text)}
            for source, text in leaves
            if _plain_words(text) not in self.live
        ]
        self.stale += len(stale)
        return stale

    def _keep_orphans(self, node: Node) -> None:
        """Keep the translations in a node whose original was removed."""
        pairs_ = self._stale_pairs(list(_leaves(node)))
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
        head = self.heads.setdefault(path, [])
        for line, comment in comments(raw):
            target = next((key for span, key in texts if span.line >= line), None)
            if line < first or target is None:
                head.append(comment)
            else:
                self.notes[target] = " ".join((self.notes.get(target, ""), comment)).strip()

    def _file_text(self, path: str, tree: Mapping[str, YamlTree]) -> str:
        """Return a file as YAML, with the comments at its top."""
        head = "".join(f"# {comment}\n" for comment in self.heads.get(path, ()))
        return head + to_yaml(tree, spaced_keys=("levels", STALE))


def _fill_mapping(
    tree: Mapping[str, YamlTree], texts: Mapping[Key, str], path: tuple[str, ...] = ()
) -> dict[str, YamlTree]:
    """Return a mapping with the texts of a catalogue."""
    new = fill(tree, texts, path)
    assert isinstance(new, dict)  # noqa: S101  # a mapping stays a mapping
    return new


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
            for item in items:
                yield from _texts(item)
        case MappingNode(values=values):
            own = anchor(node)
            for key, value in without(values, OF, WAS).items():
                yield from _texts(value, own if key in ("text", "prose", "ask") else None)
        case None:
            pass
