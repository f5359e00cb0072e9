"""The form in which people edit a level, a track or the whole ladder: each text with its path in the YAML."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ladder_export.core.inline_markdown import source_runs
from ladder_export.core.model import Level, Passage, Section
from ladder_export.core.problems import Span
from ladder_export.core.text import Run, is_rtl
from ladder_export.editing.ladder_nodes import (
    ITEM_TEXT_KEYS,
    Address,
    LadderNodes,
    digest,
    introduction_key,
    items_of,
    node_text,
    values_of,
)
from ladder_export.editing.level_values import LevelValue, level_facts, level_ratings
from ladder_export.reading.nodes import Node, ScalarNode, key_span, to_python

FieldKind = Literal["plain", "inline", "paragraphs", "choice"]
NESTED_LISTS = {"statements": ("children", "examples"), "examples": ("children",), "children": ("children",)}


@dataclass(frozen=True, slots=True)
class Field:
    """A text in an edit form, with its `label`. `runs` are the text; `seen` is its digest, which shows later changes.

    `address` is its path in the YAML. `kind` is `plain` (text without styles), `inline` (with bold, links and other
    styles), `paragraphs` (the same, in paragraphs separated by line breaks) or `choice` (one of `choices`). `levels` is
    the number of levels that share the text, 0 for a text of one level only.
    """

    address: Address
    label: str
    kind: FieldKind
    runs: tuple[Run, ...]
    seen: str
    is_required: bool = False
    choices: tuple[str, ...] = ()
    levels: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A statement, paragraph, point or example in an edit form, with the lists of points and examples nested in it."""

    field: Field
    lists: tuple[TextList, ...]


@dataclass(frozen=True, slots=True)
class TextList:
    """A list of texts in an edit form, whose items can be added, moved and removed.

    `address` is its path in the YAML, `name` its YAML key, such as "examples". `seen` is the digest of its whole
    content, which shows whether it was changed later.
    """

    address: Address
    name: str
    seen: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class FormPassage:
    """The text under one heading in an edit form: an introduction, and lists of statements and examples.

    `title` names the competency or block from which levels share the text; it is empty for the level's own text.
    `levels` is the number of levels that share it, 0 for the level's own text.
    """

    title: str
    levels: int
    introduction: Field
    lists: tuple[TextList, ...]


@dataclass(frozen=True, slots=True)
class FormArea:
    """A section of a level in an edit form: the level's own text, then text that it shares with other levels.

    `title` is the field for the heading, None if the heading cannot be edited in this form.
    """

    heading: str
    title: Field | None
    passages: tuple[FormPassage, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """All texts of a level, a track or the ladder that can be edited.

    `entry` is a level's id, or a track's id after a slash, or "/" for the ladder. `fields` are titles, code and
    summary, `values` the facts and ratings, `areas` the sections. `extends` is the id and the name of the level whose
    expectations also apply, empty if there is none.
    """

    entry: str
    language: str
    is_rtl: bool
    fields: tuple[Field, ...]
    values: tuple[Field, ...] = ()
    areas: tuple[FormArea, ...] = ()
    extends: tuple[str, ...] = ()

    @property
    def all_fields(self) -> Iterator[Field]:
        """Yield every text of the form that can be edited."""
        yield from (*self.fields, *self.values)
        for area in self.areas:
            yield from (area.title,) if area.title else ()
            for passage in area.passages:
                yield passage.introduction
        yield from (item.field for texts in self.all_lists for item in texts.items)

    @property
    def all_lists(self) -> Iterator[TextList]:
        """Yield every list of texts in the form, including those nested in items."""
        for area in self.areas:
            for passage in area.passages:
                yield from _with_nested(passage.lists)


def _with_nested(lists: Iterable[TextList]) -> Iterator[TextList]:
    for texts in lists:
        yield texts
        for item in texts.items:
            yield from _with_nested(item.lists)


def make_form(nodes: LadderNodes, entry: str) -> Form | None:
    """Return the edit form of a level, a track or the ladder; None if the ladder has no such level or track.

    `entry` is a level's id, or a track's id after a slash ("/engineering"), or "/" for the ladder.
    """
    ladder = nodes.ladder
    if level := next((level for level in ladder.levels if level.id == entry), None):
        return _level_form(nodes, level)
    if entry == "/":
        return _form(nodes, entry, _headline(nodes, ("",)))
    track = ("", "tracks", entry.removeprefix("/"))
    if not entry.startswith("/") or nodes.node(track) is None:
        return None
    return _form(nodes, entry, _headline(nodes, track))


def _form(nodes: LadderNodes, entry: str, fields: tuple[Field, ...]) -> Form:
    return Form(entry, nodes.ladder.language, is_rtl(nodes.ladder.language), fields)


def _headline(nodes: LadderNodes, address: Address) -> tuple[Field, ...]:
    """Return title and summary of the ladder or of a track, which may be a title alone."""
    if isinstance(nodes.node(address), ScalarNode):
        return (_title(nodes, address),)
    return (_title(nodes, (*address, "title")), _field(nodes, (*address, "summary"), "Summary", "inline"))


def _level_form(nodes: LadderNodes, level: Level) -> Form:
    fields = (
        _field(nodes, (level.id, "code"), "Code", "plain"),
        _title(nodes, (level.id, "title")),
        _field(nodes, (level.id, "summary"), "Summary", "paragraphs"),
    )
    facts = [_value(nodes, fact, "inline") for fact in level_facts(nodes, level.id)]
    ratings = [_value(nodes, rating, "choice") for rating in level_ratings(nodes, level.id)]
    extended = (level.extends, nodes.ladder.level(level.extends).name) if level.extends else ()
    areas = (*_areas(nodes, level), *_empty_areas(nodes, level))
    language = nodes.ladder.language
    return Form(level.id, language, is_rtl(language), fields, (*facts, *ratings), areas, extended)


def _field(nodes: LadderNodes, address: Address, label: str, kind: FieldKind, levels: int = 0) -> Field:
    text = node_text(nodes.node(address))
    runs = source_runs(text) if kind in ("inline", "paragraphs") else (Run(text),) if text else ()
    return Field(address, label, kind, runs, digest(text), levels=levels)


def _title(nodes: LadderNodes, address: Address, label: str = "Title", levels: int = 0) -> Field:
    return replace(_field(nodes, address, label, "plain", levels), is_required=True)


def _value(nodes: LadderNodes, value: LevelValue, kind: FieldKind) -> Field:
    return replace(_field(nodes, value.address, value.label, kind), choices=value.choices)


def _areas(nodes: LadderNodes, level: Level) -> Iterator[FormArea]:
    """Yield the areas of a level in print order, each with its own text, then with text that levels share."""
    shared = {span: address for address, span in _shared_passages(nodes)}
    for section in level.sections:
        passages = [_passage(nodes, (level.id, "sections", section.id), "", 0)]
        passages += [
            _passage(nodes, shared[passage.span], passage.title, _levels_with(nodes, passage))
            for passage in section.shared_passages
        ]
        heading = " ".join(filter(None, (section.icon, section.title)))
        yield FormArea(heading, _area_title(nodes, level, section), tuple(passages))


def _empty_areas(nodes: LadderNodes, level: Level) -> Iterator[FormArea]:
    """Yield the areas of ladder.yaml that the level has no text in."""
    there = {section.id for section in level.sections}
    for name, node in values_of(nodes.node(("", "sections"))).items():
        if name not in there:
            title = node_text(node) or node_text(values_of(node).get("title"))
            yield FormArea(title, None, (_passage(nodes, (level.id, "sections", name), "", 0),))


def _shared_passages(nodes: LadderNodes) -> Iterator[tuple[Address, Span]]:
    """Yield the address and the span of each step of a competency and each section of a block."""
    top = nodes.owners[""]
    for group, parts in (("competencies", "steps"), ("blocks", "sections")):
        for name, node in values_of(nodes.node(("", group))).items():
            for inner in values_of(values_of(node).get(parts)):
                yield ("", group, name, parts, inner), key_span(top, group, name, parts, inner)


def _levels_with(nodes: LadderNodes, passage: Passage) -> int:
    """Return how many levels show a shared passage."""
    sections = (section for level in nodes.ladder.levels for section in level.sections)
    return sum(passage.span in (shared.span for shared in section.shared_passages) for section in sections)


def _area_title(nodes: LadderNodes, level: Level, section: Section) -> Field | None:
    """Return the text that gives an area its heading; None if it is in the level's block."""
    used = sum(section.id in (other.id for other in other_level.sections) for other_level in nodes.ladder.levels)
    own, declared = (level.id, "sections", section.id, "title"), ("", "sections", section.id)
    for address in (own, ("", "competencies", section.id, "title"), (*declared, "title"), declared):
        node = nodes.node(address)
        if isinstance(node, ScalarNode) and " ".join(node_text(node).split()) == section.title:
            return _title(nodes, address, "Area", 0 if address == own else used)
    return None


def _passage(nodes: LadderNodes, address: Address, title: str, levels: int) -> FormPassage:
    introduction = _field(nodes, (*address, introduction_key(address)), "Introduction", "paragraphs", levels)
    lists = tuple(_list(nodes, (*address, name), levels) for name in ("statements", "examples"))
    return FormPassage(title, levels, introduction, lists)


def _list(nodes: LadderNodes, address: Address, levels: int) -> TextList:
    name, node = str(address[-1]), nodes.node(address)
    count = range(len(items_of(node)))
    return TextList(address, name, list_digest(node), tuple(_item(nodes, (*address, at), name, levels) for at in count))


def _item(nodes: LadderNodes, address: Address, name: str, levels: int) -> Item:
    node = nodes.node(address)
    is_prose = "prose" in values_of(node)
    label = "Paragraph" if is_prose else {"statements": "Statement", "examples": "Example"}.get(name, "Point")
    nested = () if is_prose else NESTED_LISTS[name]
    lists = tuple(_list(nodes, (*address, inner), levels) for inner in nested)
    return Item(_field(nodes, address, label, "inline", levels), lists)


def list_digest(node: Node | None) -> str:
    """Return the SHA-256 of the content of a YAML list, in hexadecimal; for None, a missing list, that of null."""
    content = to_python(node) if node else None
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def text_address(nodes: LadderNodes, address: Address) -> Address:
    """Return the YAML path of the text that the value at `address` holds.

    It is `address`, unless the value is a list item with keys: then it is the path of the key that holds the item's
    text.
    """
    key = next((key for key in ITEM_TEXT_KEYS if key in values_of(nodes.node(address))), None)
    return address if key is None else (*address, key)
