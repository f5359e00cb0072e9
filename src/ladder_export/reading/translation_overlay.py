"""This file lays a translation over a ladder: the same ids, other words; what is missing or stale falls back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace

from ladder_export.core.problems import Problem, Severity, Span, did_you_mean
from ladder_export.reading.anchors import (
    SHORT,
    STALE,
    UNKNOWN,
    WAS,
    alternatives,
    anchor,
    folded,
    has_anchor,
    is_empty,
    original,
    pairs,
    same_text,
    without,
    words,
)
from ladder_export.reading.nodes import Listing, Mapping, Node, Scalar

# What these keys hold is not for readers, or is the same in every language.
NOT_TEXT = frozenset(
    (
        *("id", "code", "track", "grade", "rank", "status", "extends", "export", "language", "edition", "icon"),
        *("includes", "kind", "scale", "section", "aliases", "ratings", "points", "repository", "commit", "licence"),
        *("brand", "color", "url"),
    )
)
PARAGRAPHS = ("summary", "intro")  # text, or a list of paragraphs
MOST_SHOWN = 60  # characters of an original in a message
MARKED = "write the 'text' of the new original, then remove this one"


@dataclass(slots=True)
class Translation:
    """A ladder being translated: how many texts it has, where those without a translation stand, what is wrong."""

    locale: str
    texts: int = 0
    missing: list[Span] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def lay(self, base: Node, over: Node | None, key: str = "") -> Node:
        """Return the base with the words of the overlay, each with the place it came from."""
        if key in NOT_TEXT:
            if over is not None:
                remedy = "remove it: it is the same in every language"
                self._wrong("not-translatable", f"'{key}' is not translated", over.span, remedy)
            return base
        if over is None or is_empty(over):
            self._count(base, key)
            return base
        if entries := alternatives(base, over):
            return self._anchored(base, entries, key)
        match base, over:
            case Mapping(), Mapping():
                return self._mapping(base, over)
            case Listing(), Listing():
                return self._listing(base, over, key)
            case _:
                return self._text(base, over, key)

    def _anchored(self, base: Node, entries: tuple[Mapping, ...], key: str) -> Node:
        """Return the base in the words that say they translate what it says now; all others are stale."""
        current = [entry for entry in entries if same_text(anchor(entry), original(base))][:1]
        stale = _not_empty(entry for entry in entries if entry not in current)
        for entry in stale:
            self._stale_entry(entry)
        over = words(current[0]) if current else Scalar(base.span, None)
        if is_empty(over):
            self._count(base, key, is_missing=not stale)
            return base
        if isinstance(over, Mapping) and not isinstance(base, Mapping):
            over = self._without_parts(over)
        return self.lay(base, over, key)

    def _without_parts(self, over: Mapping) -> Node:
        """Return the text of an item whose original has no nested points or examples any more."""
        short = next((one for one in SHORT if one in over.values), "")
        for key in over.values.keys() - {short}:
            self._gone(key, over)
        return over.values[short] if short else Scalar(over.span, None)

    def _mapping(self, base: Mapping, over: Mapping) -> Mapping:
        for key in (key for key in over.values if key not in base.values):
            if key in NOT_TEXT:
                self.lay(base, over.values[key], key)
            else:
                self._gone(key, over, tuple(base.values))
        return replace(
            base, values={key: self.lay(value, over.values.get(key), key) for key, value in base.values.items()}
        )

    def _gone(self, key: str, over: Mapping, known: tuple[str, ...] = ()) -> None:
        """Note a key that the ladder does not have: stale where its texts say what they translated, else an error."""
        if has_anchor(over.values[key]):
            self._stale(f"the ladder has no '{key}' here any more", over.keys[key])
        else:
            remedy = did_you_mean(key, known) or "remove it"
            self._wrong("nothing-to-translate", f"the ladder has no '{key}' here", over.keys[key], remedy)

    def _listing(self, base: Listing, over: Listing, key: str) -> Listing:
        found = pairs(base, over)
        if not found:
            said = f"the ladder has {len(base.items)} here and this has {len(over.items)}"
            self._stale(f"{said}, and nothing says which is which", over.span)
            self._count(base, key, is_missing=False)
            return base
        for entry in found.stale:
            self._stale_entry(entry)
        excused, laid = len(found.stale), []
        for item, other in zip(base.items, found.matched, strict=True):
            if other is None and excused:
                excused -= 1
                self._count(item, key, is_missing=False)
                laid.append(item)
            else:
                laid.append(self.lay(item, other, f"item of {key}"))
        return replace(base, items=tuple(laid))

    def _text(self, base: Node, over: Node, key: str) -> Node:
        """Return a text in other words; one side may be written short: for its main key, or a list of one paragraph."""
        match base, over:
            case Scalar(), Scalar():
                self.texts += 1
                return over if base.text is not None else base
            case Scalar(), Mapping(values=values) if len(values) == 1 and (short := next(iter(values))) in SHORT:
                return self.lay(base, values[short], key)
            case Mapping(values=values), Scalar() if short := next((one for one in SHORT if one in values), ""):
                return self._mapping(base, Mapping(over.span, {short: over.span}, {short: over}))
            case (Scalar(), Listing()) | (Listing(items=(_,)), Scalar()) if key in PARAGRAPHS:
                self.texts += 1
                return over
            case Listing(items=items), Scalar() if key in PARAGRAPHS:
                self._stale(f"the ladder has {len(items)} paragraphs here and this is one", over.span)
                self._count(base, key, is_missing=False)
                return base
            case _:
                pass
        shapes = {Mapping: "'key: value' lines", Listing: "a list", Scalar: "text"}
        message = f"the ladder has {shapes[type(base)]} here, this is {shapes[type(over)]}"
        self._wrong("wrong-type", message, over.span, "write it as the ladder does")
        return base

    def _count(self, base: Node, key: str, *, is_missing: bool = True) -> None:
        """Count texts that fall back; those that are told as stale are not told as missing, too."""
        for span in _texts(base, key):
            self.texts += 1
            self.missing += [span] if is_missing else []

    def _stale_entry(self, entry: Node) -> None:
        source = anchor(entry)
        said = folded(source)
        said = f"{said[:MOST_SHOWN]}…" if len(said) > MOST_SHOWN else said
        known = said and said != UNKNOWN
        message = f"this translates '{said}', which the ladder does not say here"
        is_marked = isinstance(entry, Mapping) and WAS in entry.values
        self._stale(
            message if known else "it is not known what this translates",
            (source or entry).span,
            MARKED if is_marked else "",
        )

    def note_gone(self, message: str, span: Span) -> None:
        """Note that translations stand for nothing any more."""
        self._stale(message, span, "use their words where they fit, then remove them")

    def _stale(self, message: str, span: Span, remedy: str = "") -> None:
        remedy = remedy or f"the original is shown; to see what is new: ladder-export translate LADDER {self.locale}"
        self.problems.append(Problem("stale-translation", message, span, Severity.WARNING, remedy))

    def _wrong(self, code: str, message: str, span: Span, remedy: str) -> None:
        self.problems.append(Problem(code, message, span, help=remedy))


def translated(
    locale: str, shared: Node, levels: Dict[str, Node], overlays: list[tuple[str, Node]]
) -> tuple[Node, dict[str, Node], Translation]:
    """The ladder's own node and its levels' by id, in another language.

    An overlay of the id "" is for the ladder's own file and may hold levels by id under
    `levels:`; any other one is for the level of that id.
    """
    work = Translation(locale)
    for _, node in overlays:
        if isinstance(node, Mapping) and (old := node.values.get(STALE)) and not is_empty(old):
            work.note_gone("what these translate is gone from the ladder", node.keys[STALE])
    own, found = by_level(overlays)
    for level, node in found.items():
        if level in levels:
            continue
        if has_anchor(node):
            work.note_gone(f"there is no level '{level}' any more", node.span)
        else:
            remedy = did_you_mean(level, list(levels))
            work.problems.append(
                Problem("nothing-to-translate", f"there is no level '{level}'", node.span, help=remedy)
            )
    laid = {level: work.lay(node, found.get(level)) for level, node in levels.items()}
    return _own(work, shared, own), laid, work


def by_level(overlays: list[tuple[str, Node]]) -> tuple[Mapping, dict[str, Node]]:
    """Return the overlay of the ladder's own file, and those of levels by id, without what they keep as stale."""
    own = Mapping(Span(""), {}, {})
    found: dict[str, Node] = {}
    for level, given in overlays:
        node = replace(given, values=without(given.values, STALE)) if isinstance(given, Mapping) else given
        if level or not isinstance(node, Mapping):
            found[level] = node
        else:
            own = Mapping(node.span, own.keys | node.keys, own.values | node.values)
            listed = node.values.get("levels")
            found |= listed.values if isinstance(listed, Mapping) else {}
    return own, found


def _not_empty(entries: Iterable[Mapping]) -> list[Mapping]:
    return [entry for entry in entries if not is_empty(words(entry))]


def _own(work: Translation, shared: Node, over: Mapping) -> Node:
    """The ladder's own file; our own words may be added to it, and steps keep the ids that ratings know."""
    if not isinstance(shared, Mapping):
        return shared
    plain = replace(shared, values=without(with_step_ids(shared).values, "levels", "words"))
    laid = work.lay(plain, Mapping(over.span, over.keys, without(over.values, "levels", "words")))
    if not isinstance(laid, Mapping):
        return laid
    words = over.values.get("words") or shared.values.get("words")
    kept = {"levels": shared.values.get("levels"), "words": words}
    values = {**laid.values, **{key: value for key, value in kept.items() if value is not None}}
    return Mapping(shared.span, shared.keys | over.keys, values)


def with_step_ids(shared: Mapping) -> Mapping:
    """Return the ladder's own file with the id of every step written out."""
    scales = shared.values.get("scales")
    if not isinstance(scales, Mapping):
        return shared
    named = {name: _steps(scale) for name, scale in scales.values.items()}
    return replace(shared, values={**shared.values, "scales": replace(scales, values=named)})


def _steps(scale: Node) -> Node:
    steps = scale.values.get("steps") if isinstance(scale, Mapping) else None
    if not isinstance(scale, Mapping) or not isinstance(steps, Listing):
        return scale
    items = tuple(_step(item) for item in steps.items)
    return replace(scale, values={**scale.values, "steps": replace(steps, items=items)})


def _step(item: Node) -> Node:
    """A step with its id written out, which its title is where it has none."""
    match item:
        case Scalar(span=span):
            return Mapping(span, {"id": span, "title": span}, {"id": item, "title": item})
        case Mapping(values=values) if "id" not in values and "title" in values:
            return replace(item, keys={**item.keys, "id": item.span}, values={**values, "id": values["title"]})
    return item


def _texts(node: Node, key: str) -> Iterator[Span]:
    """Where the texts for readers stand in a node."""
    match node:
        case _ if key in NOT_TEXT:
            return
        case Scalar():
            if node.text:
                yield node.span
        case Listing():
            for item in node.items:
                yield from _texts(item, f"item of {key}")
        case Mapping():
            for inner, value in node.values.items():
                yield from _texts(value, inner)


def untranslated(work: Translation, place: Span, language: str) -> Iterator[Problem]:
    """How much of the ladder is shown in its own language for want of a translation."""
    if work.missing and not any(problem.is_error for problem in work.problems):
        share = max(1, 100 * len(work.missing) // work.texts)
        first = work.missing[0]
        message = f"{len(work.missing)} of {work.texts} texts ({share} %) are not translated and shown in '{language}'"
        yield Problem(
            "untranslated",
            message,
            place,
            Severity.WARNING,
            f"the first one is {first.file}:{first.line}:{first.column}",
        )
