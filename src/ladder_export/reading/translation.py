"""This file lays a translation over a ladder: the same ids and positions, other words; what is missing falls back."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace

from ladder_export.problems import Problem, Severity, Span, did_you_mean
from ladder_export.reading.nodes import Listing, Mapping, Node, Scalar

# What these keys hold is not for readers, or is the same in every language.
NOT_TEXT = frozenset(
    (
        *("id", "code", "track", "grade", "rank", "status", "extends", "export", "language", "edition", "icon"),
        *("includes", "kind", "scale", "section", "aliases", "ratings", "points", "repository", "commit", "licence"),
    )
)
SHORT = ("title", "label", "text", "prose")  # the keys that text alone may stand for
PARAGRAPHS = ("summary", "intro")  # text, or a list of paragraphs


@dataclass(slots=True)
class Translation:
    """A ladder being translated: how many texts it has, where those without a translation stand, what is wrong."""

    texts: int = 0
    missing: list[Span] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def lay(self, base: Node, over: Node | None, key: str = "") -> Node:
        """The base with the words of the overlay, each with the place it came from."""
        if key in NOT_TEXT:
            if over is not None:
                remedy = "remove it: it is the same in every language"
                self._wrong("not-translatable", f"'{key}' is not translated", over.span, remedy)
            return base
        if over is None or (isinstance(over, Scalar) and over.text is None):
            self._count(base, key)
            return base
        match base, over:
            case Mapping(), Mapping():
                return self._mapping(base, over)
            case Listing(), Listing():
                return self._listing(base, over, key)
            case Scalar(), Scalar():
                self.texts += 1
                return over if base.text is not None else base
            case _:
                return self._other_shape(base, over, key)

    def _mapping(self, base: Mapping, over: Mapping) -> Mapping:
        for key in (key for key in over.values if key not in base.values):
            if key in NOT_TEXT:
                self.lay(base, over.values[key], key)
                continue
            remedy = did_you_mean(key, list(base.values))
            self._wrong("nothing-to-translate", f"the ladder has no '{key}' here", over.keys[key], remedy)
        return replace(
            base, values={key: self.lay(value, over.values.get(key), key) for key, value in base.values.items()}
        )

    def _listing(self, base: Listing, over: Listing, key: str) -> Listing:
        for extra in over.items[len(base.items) :]:
            message = f"the ladder has {len(base.items)} here, this is one more"
            self._wrong("nothing-to-translate", message, extra.span, "keep the same items in the same order")
        pairs = [*over.items[: len(base.items)], *[None] * (len(base.items) - len(over.items))]
        laid = (self.lay(item, other, f"item of {key}") for item, other in zip(base.items, pairs, strict=True))
        return replace(base, items=tuple(laid))

    def _other_shape(self, base: Node, over: Node, key: str) -> Node:
        """One side is written short: text stands for its main key, or for a list of one paragraph."""
        match base, over:
            case Scalar(), Mapping(values=values) if len(values) == 1 and (short := next(iter(values))) in SHORT:
                return self.lay(base, values[short], key)
            case Mapping(values=values), Scalar() if short := next((one for one in SHORT if one in values), ""):
                return self._mapping(base, Mapping(over.span, {short: over.span}, {short: over}))
            case (Scalar(), Listing()) | (Listing(), Scalar()) if key in PARAGRAPHS:
                self.texts += 1
                return over
            case _:
                pass
        shapes = {Mapping: "a mapping", Listing: "a list", Scalar: "text"}
        message = f"the ladder has {shapes[type(base)]} here, this is {shapes[type(over)]}"
        self._wrong("wrong-type", message, over.span, "write it as the ladder does")
        return base

    def _count(self, base: Node, key: str) -> None:
        for span in _texts(base, key):
            self.texts += 1
            self.missing.append(span)

    def _wrong(self, code: str, message: str, span: Span, remedy: str) -> None:
        self.problems.append(Problem(code, message, span, help=remedy))


def translated(
    shared: Node, levels: Dict[str, Node], overlays: list[tuple[str, Node]]
) -> tuple[Node, dict[str, Node], Translation]:
    """The ladder's own node and its levels' by id, in another language.

    An overlay of the id "" is for the ladder's own file and may hold levels by id under
    `levels:`; any other one is for the level of that id.
    """
    work = Translation()
    own: list[Mapping] = []
    found: dict[str, Node] = {}
    for level, node in overlays:
        if level or not isinstance(node, Mapping):
            found[level] = node
        else:
            own.append(node)
            listed = node.values.get("levels")
            found |= listed.values if isinstance(listed, Mapping) else {}
    for level, node in found.items():
        if level not in levels:
            remedy = did_you_mean(level, list(levels))
            work.problems.append(
                Problem("nothing-to-translate", f"there is no level '{level}'", node.span, help=remedy)
            )
    laid = {level: work.lay(node, found.get(level)) for level, node in levels.items()}
    return _own(work, shared, own), laid, work


def _own(work: Translation, shared: Node, own: list[Mapping]) -> Node:
    """The ladder's own file; our own words may be added to it, and steps keep the ids that ratings know."""
    if not isinstance(shared, Mapping):
        return shared
    over = Mapping(shared.span, {}, {})
    for node in own:
        over = Mapping(node.span, over.keys | node.keys, over.values | node.values)
    apart = {"levels", "words"}
    rest = {key: value for key, value in over.values.items() if key not in apart}
    plain = replace(
        shared, values={key: value for key, value in _with_step_ids(shared).values.items() if key not in apart}
    )
    laid = work.lay(plain, Mapping(over.span, over.keys, rest))
    if not isinstance(laid, Mapping):
        return laid
    kept = {key: value for key, value in shared.values.items() if key == "levels"}
    words = {key: value for key in ("words",) if (value := over.values.get(key) or shared.values.get(key))}
    return Mapping(shared.span, shared.keys | over.keys, {**laid.values, **kept, **words})


def _with_step_ids(shared: Mapping) -> Mapping:
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
    if work.missing and not work.problems:
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
