"""Replace the texts of a ladder by those of a translation; untranslated texts stay in the original language."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace

from ladder_export.core.problems import Problem, Severity, Span, did_you_mean
from ladder_export.reading.anchors import (
    SHORT_FORM_KEYS,
    STALE,
    UNKNOWN_ORIGINAL,
    WAS,
    alternatives,
    anchor,
    has_anchor,
    is_untranslated,
    match_items,
    on_one_line,
    original,
    same_text,
    short_form_key,
    translation_of,
    without,
)
from ladder_export.reading.nodes import ListNode, MappingNode, Node, ScalarNode
from ladder_export.reading.step_ids import with_step_ids

# Values of these keys are not printed, or are the same in every language.
NOT_TEXT = frozenset(
    (
        *("id", "code", "track", "grade", "rank", "status", "extends", "export", "language", "edition", "icon"),
        *("includes", "kind", "scale", "section", "aliases", "ratings", "points", "repository", "commit", "licence"),
        *("brand", "color", "url", "areas", "minutes", "opening", "closing", "stage", "promotions", "reviews"),
    )
)
NAMES_IN_A_QUESTION = frozenset(("levels", "steps"))  # whom it is for
PARAGRAPHS = ("summary", "intro", "follow_ups", "good", "poor")  # text, or a list of paragraphs
MAX_SHOWN_CHARACTERS = 60  # characters of an original in a message
HELP_MARKED = "translate the new original, then remove this entry"


@dataclass(slots=True)
class Translation:
    """The state while a ladder is translated: number of texts, places of untranslated (`missing`) texts, problems."""

    locale: str
    text_count: int = 0
    missing: list[Span] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def overlay(self, base: Node, over: Node | None, key: str = "") -> Node:
        """Return the YAML node `base` with its texts replaced by those in `over`, its translation.

        Each text has the location of the file it comes from. `over` is None if there is no translation; `key` is the
        key of the mapping that `base` is the value of.
        """
        if over is None or is_untranslated(over):
            self._count_untranslated(base)
            return base
        if entries := alternatives(base, over):
            return self._overlay_anchored(base, entries, key)
        match base, over:
            case MappingNode(), MappingNode():
                return self._overlay_mapping(base, over)
            case ListNode(), ListNode():
                return self._overlay_list(base, over, key)
            case _:
                return self._overlay_text(base, over, key)

    def _overlay_anchored(self, base: Node, entries: tuple[MappingNode, ...], key: str) -> Node:
        """Return the base with the entry that translates its current text; warn of all other entries as stale."""
        current = [entry for entry in entries if same_text(anchor(entry), original(base))][:1]
        stale = _not_empty(entry for entry in entries if entry not in current)
        for entry in stale:
            self._warn_stale_entry(entry)
        over = translation_of(current[0]) if current else ScalarNode(base.span, None)
        if is_untranslated(over):
            self._count_untranslated(base, is_missing=not stale)
            return base
        if isinstance(over, MappingNode) and not isinstance(base, MappingNode):
            over = self._without_parts(over)
        return self.overlay(base, over, key)

    def _without_parts(self, over: MappingNode) -> Node:
        """Return the text of an item whose original no longer has nested points or examples."""
        short = short_form_key(over.values)
        for key in over.values.keys() - {short}:
            self._report_missing_key(key, over)
        return over.values[short] if short else ScalarNode(over.span, None)

    def _overlay_mapping(self, base: MappingNode, over: MappingNode) -> MappingNode:
        for key, value in over.values.items():
            if not is_text_key(key, base.values):
                remedy = "remove it: it is the same in every language"
                self._add_error("not-translatable", f"'{key}' cannot be translated", value.span, remedy)
            elif key not in base.values:
                self._report_missing_key(key, over, tuple(base.values))
        overlaid = {key: self.overlay(value, over.values.get(key), key) for key, value in text_values(base).items()}
        return replace(base, values={key: overlaid.get(key, value) for key, value in base.values.items()})

    def _report_missing_key(self, key: str, over: MappingNode, keys: tuple[str, ...] = ()) -> None:
        """Report a key that the ladder does not have: a warning if its texts name their originals, else an error."""
        if has_anchor(over.values[key]):
            self._warn_stale(f"the ladder no longer has '{key}' here", over.keys[key])
        else:
            remedy = did_you_mean(key, keys) or "remove it"
            self._add_error("nothing-to-translate", f"the ladder has no '{key}' here", over.keys[key], remedy)

    def _overlay_list(self, base: ListNode, over: ListNode, key: str) -> ListNode:
        matches = match_items(base, over)
        if not matches:
            counts = f"the ladder has {len(base.items)} items here and this has {len(over.items)}"
            self._warn_stale(f"{counts}, so they cannot be matched", over.span)
            self._count_untranslated(base, is_missing=False)
            return base
        for entry in matches.stale:
            self._warn_stale_entry(entry)
        excused, overlaid = len(matches.stale), []
        for item, overlay in zip(base.items, matches.matched, strict=True):
            if overlay is None and excused:
                excused -= 1
                self._count_untranslated(item, is_missing=False)
                overlaid.append(item)
            else:
                overlaid.append(self.overlay(item, overlay, f"item of {key}"))
        return replace(base, items=tuple(overlaid))

    def _overlay_text(self, base: Node, over: Node, key: str) -> Node:
        """Return a translated text; either side may be in short form."""
        match base, over:
            case ScalarNode(), ScalarNode():
                self.text_count += 1
                return over if base.text is not None else base
            case ScalarNode(), MappingNode(values=values) if (
                len(values) == 1 and (short := next(iter(values))) in SHORT_FORM_KEYS
            ):
                return self.overlay(base, values[short], key)
            case MappingNode(values=values), ScalarNode() if short := short_form_key(values):
                return self._overlay_mapping(base, MappingNode(over.span, {short: over.span}, {short: over}))
            case (ScalarNode(), ListNode()) | (ListNode(items=(_,)), ScalarNode()) if key in PARAGRAPHS:
                self.text_count += 1
                return over
            case ListNode(items=items), ScalarNode() if key in PARAGRAPHS:
                self._warn_stale(f"the ladder has {len(items)} paragraphs here, but this is one", over.span)
                self._count_untranslated(base, is_missing=False)
                return base
            case _:
                pass
        shapes = {MappingNode: "'key: value' lines", ListNode: "a list", ScalarNode: "text"}
        message = f"the ladder has {shapes[type(base)]} here, but this is {shapes[type(over)]}"
        self._add_error("wrong-type", message, over.span, "write it as the ladder does")
        return base

    def _count_untranslated(self, base: Node, *, is_missing: bool = True) -> None:
        """Count texts that stay in the original language; stale ones are not counted as missing as well."""
        for span in _text_spans(base):
            self.text_count += 1
            self.missing += [span] if is_missing else []

    def _warn_stale_entry(self, entry: Node) -> None:
        source = anchor(entry)
        original_text = on_one_line(source)
        original_text = (
            f"{original_text[:MAX_SHOWN_CHARACTERS]}…" if len(original_text) > MAX_SHOWN_CHARACTERS else original_text
        )
        is_identified = original_text and original_text != UNKNOWN_ORIGINAL
        message = f"this translates '{original_text}', but the ladder's text here is different"
        is_marked = isinstance(entry, MappingNode) and WAS in entry.values
        self._warn_stale(
            message if is_identified else "the original of this translation is unknown",
            (source or entry).span,
            HELP_MARKED if is_marked else "",
        )

    def warn_gone(self, message: str, span: Span) -> None:
        """Add a warning with this message about translations at `span` whose originals no longer exist."""
        self._warn_stale(message, span, "reuse their text where it fits, then remove them")

    def _warn_stale(self, message: str, span: Span, remedy: str = "") -> None:
        remedy = (
            remedy
            or f"the original is shown instead; to update the translation: ladder-export translate LADDER {self.locale}"
        )
        self.problems.append(Problem("stale-translation", message, span, Severity.WARNING, remedy))

    def _add_error(self, code: str, message: str, span: Span, remedy: str) -> None:
        self.problems.append(Problem(code, message, span, help=remedy))


def apply_translation(
    locale: str, shared: Node, levels: Dict[str, Node], overlays: list[tuple[str, Node]]
) -> tuple[Node, dict[str, Node], Translation]:
    """Translate parsed YAML; return ladder.yaml, the levels by id, and the state with the problems.

    `overlays` are the translation's files as (id of the level that it translates, content). The file with an empty id
    translates ladder.yaml, and may translate levels under `levels:`, by id.
    """
    translation = Translation(locale)
    for _, node in overlays:
        if isinstance(node, MappingNode) and (old := node.values.get(STALE)) and not is_untranslated(old):
            translation.warn_gone("the ladder no longer contains the originals of these", node.keys[STALE])
    own, by_level = overlays_by_level(overlays)
    for level, node in by_level.items():
        if level in levels:
            continue
        if has_anchor(node):
            translation.warn_gone(f"the level '{level}' no longer exists", node.span)
        else:
            remedy = did_you_mean(level, list(levels))
            translation.problems.append(
                Problem("nothing-to-translate", f"there is no level '{level}'", node.span, help=remedy)
            )
    overlaid = {level: translation.overlay(node, by_level.get(level)) for level, node in levels.items()}
    return _overlay_ladder_file(translation, shared, own), overlaid, translation


def overlays_by_level(overlays: list[tuple[str, Node]]) -> tuple[MappingNode, dict[str, Node]]:
    """Return the translation of ladder.yaml and those of levels by id, without old translations under `stale`.

    `overlays` are a translation's files, each with the id of the level it is for, empty for ladder.yaml.
    """
    own = MappingNode(Span(""), {}, {})
    by_level: dict[str, Node] = {}
    for level, given in overlays:
        node = replace(given, values=without(given.values, STALE)) if isinstance(given, MappingNode) else given
        if level or not isinstance(node, MappingNode):
            by_level[level] = node
        else:
            own = MappingNode(node.span, own.keys | node.keys, own.values | node.values)
            listed = node.values.get("levels")
            by_level |= listed.values if isinstance(listed, MappingNode) else {}
    return own, by_level


def _not_empty(entries: Iterable[MappingNode]) -> list[MappingNode]:
    return [entry for entry in entries if not is_untranslated(translation_of(entry))]


def _overlay_ladder_file(translation: Translation, shared: Node, over: MappingNode) -> Node:
    """Return ladder.yaml translated; `words` may have new keys, and steps keep the ids that ratings use."""
    if not isinstance(shared, MappingNode):
        return shared
    plain = replace(shared, values=without(with_step_ids(shared).values, "levels", "words"))
    overlaid = translation.overlay(plain, MappingNode(over.span, over.keys, without(over.values, "levels", "words")))
    if not isinstance(overlaid, MappingNode):
        return overlaid
    words = over.values.get("words") or shared.values.get("words")
    replaced = {"levels": shared.values.get("levels"), "words": words}
    values = {**overlaid.values, **{key: value for key, value in replaced.items() if value is not None}}
    return MappingNode(shared.span, shared.keys | over.keys, values)


def _text_spans(node: Node) -> Iterator[Span]:
    """Yield the spans of all translatable texts in a node."""
    match node:
        case ScalarNode():
            if node.text:
                yield node.span
        case ListNode():
            for item in node.items:
                yield from _text_spans(item)
        case MappingNode():
            for value in text_values(node).values():
                yield from _text_spans(value)


def text_values(node: MappingNode) -> dict[str, Node]:
    """Return the values of a YAML mapping, by key, that are to be translated or contain text to be translated."""
    return {key: value for key, value in node.values.items() if is_text_key(key, node.values)}


def is_text_key(key: str, siblings: Container[str]) -> bool:
    """Return whether the value of a key is text to be translated, rather than an id, a number or a setting.

    `siblings` are all keys of the mapping. They matter in a question (a mapping with `ask`), where `levels` and `steps`
    are names of levels and steps, not text.
    """
    return key not in NOT_TEXT and not (key in NAMES_IN_A_QUESTION and "ask" in siblings)


def missing_translation_warning(translation: Translation, span: Span, language: str) -> Iterator[Problem]:
    """Yield a warning with the share of texts without translation, if any, which are shown in `language`.

    `span` is where it is reported. There is no warning if the translation has errors.
    """
    if translation.missing and not any(problem.is_error for problem in translation.problems):
        share = max(1, 100 * len(translation.missing) // translation.text_count)
        first = translation.missing[0]
        message = f"{len(translation.missing)} of {translation.text_count} texts ({share} %) are not translated and are shown in '{language}'"
        yield Problem(
            "untranslated",
            message,
            span,
            Severity.WARNING,
            f"the first one is {first.file}:{first.line}:{first.column}",
        )
