"""The sheets of the workbook in which a ladder is edited, with one text per row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ladder_export.core.model import Level
from ladder_export.editing.ladder_nodes import Address, LadderNodes, introduction_key, items_of, node_text, values_of
from ladder_export.editing.level_values import fact_label, level_facts, level_ratings
from ladder_export.reading.nodes import MappingNode, Node, ScalarNode
from ladder_export.reading.slugs import title_from_id

INTRODUCTION, STATEMENT, PARAGRAPH, EXAMPLE, POINT = "Introduction", "Statement", "Paragraph", "Example", "Point"
NESTED = "› "  # before the kind of a text that belongs to the text above
KINDS = (INTRODUCTION, STATEMENT, f"{NESTED}{POINT}", f"{NESTED}{EXAMPLE}", PARAGRAPH, EXAMPLE)
ID, TEXT, AREA, LEVEL, KIND = "Id", "Text", "Area", "Level", "Kind"
TRACK, FACT, COMPETENCY, FIELD = "Track", "Fact", "Competency", "Field"

# The kinds of sheets: texts in an order, texts that have one row each, and rows with several texts.
STATEMENTS, VALUES, RECORDS = "statements", "values", "records"
FACTS_SHEET, RATINGS_SHEET, TITLES_SHEET, SHARED_SHEET = "Facts", "Ratings", "Titles", "Shared texts"
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
QUESTIONS_SHEET, INTERVIEWS_SHEET = "Questions", "Interviews"
NOTES_SHEET, LISTS_SHEET, ORIGIN_SHEET = "How to edit", "Lists", "Origin"
RESERVED_NAMES = frozenset(
    name.lower()
    for name in (
        *(FACTS_SHEET, RATINGS_SHEET, TITLES_SHEET, SHARED_SHEET, QUESTIONS_SHEET, INTERVIEWS_SHEET),
        *(NOTES_SHEET, LISTS_SHEET, ORIGIN_SHEET),
        "history",  # Excel refuses it
    )
)
MAX_NAME_CHARACTERS = 28  # Excel allows 31; a number may follow

TRACK_COLUMNS = (AREA, LEVEL, KIND)

Lookup = Mapping[str, Address]
"""The labels in a column and the part of an address that each stands for."""


@dataclass(frozen=True, slots=True)
class Field:
    """A text of a workbook row after its first text, such as the context of a question; `key` is its key in the YAML.

    `cell` is the text as the cell shows it. `text` is the text in the YAML, where the items of a list are separated by
    blank lines.
    """

    key: str
    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a workbook's sheet: `text`, its path in the YAML (`address`), and `labels`, which say where it belongs.

    `fields` are the texts in the columns after it. `choices` are the only texts that it may have; empty if any text is
    allowed.
    """

    address: Address
    labels: tuple[str, ...]
    text: str
    choices: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()

    @property
    def texts(self) -> dict[Address, str]:
        """Return the row's text and the texts of its fields, by their paths in the YAML; empty fields are left out."""
        return {self.address: self.text} | {
            (*self.address, field.key): field.text for field in self.fields if field.text
        }


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the workbook in which a ladder is edited. `columns` are its label columns, `texts` its text columns.

    `kind` is "statements", "values" (facts, ratings, titles) or "records" (questions, stages). `lookups` map, by
    column, each label to the part of a YAML path that it stands for. The path of a section is the part of the level,
    then that of the section; in the sheet of shared texts it is the parts in the order of the columns. `track` is the
    id of the track that the sheet is about, empty for other sheets.
    """

    name: str
    kind: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    track: str = ""
    texts: tuple[str, ...] = (TEXT,)


def text_sheets(nodes: LadderNodes) -> tuple[Sheet, ...]:
    """Return a sheet for each track with levels, then those of shared texts, facts, ratings and titles.

    A sheet of the latter kind without rows is left out.
    """
    names: set[str] = set()
    tracks = [
        _track_sheet(nodes, _free_name(track.title, names), track.id, levels)
        for track in nodes.ladder.tracks
        if (levels := nodes.ladder.levels_of(track.id))
    ]
    others = (_shared_sheet(nodes), _facts_sheet(nodes), _ratings_sheet(nodes), _titles_sheet(nodes))
    return (*tracks, *(sheet for sheet in others if sheet.rows))


def _free_name(title: str, names: set[str]) -> str:
    """Return a title as the name of a sheet that no other has, and add it to `names`."""
    plain = " ".join(NOT_IN_NAMES.sub(" ", title).split()).strip("'")[:MAX_NAME_CHARACTERS].strip("' ") or "Track"
    name, number = plain, 1
    while name.lower() in names or name.lower() in RESERVED_NAMES:
        number += 1
        name = f"{plain} {number}"
    names.add(name.lower())
    return name


def area_names(nodes: LadderNodes, levels: Sequence[Level]) -> dict[str, str]:
    """Return a unique name for each section of the levels by its id: its title.

    The id is appended to a title that several sections have.
    """
    shared = values_of(nodes.node(("", "sections")))
    own = [values_of(nodes.node((level.id, "sections"))) for level in levels]
    areas = dict.fromkeys((*shared, *(area for values in own for area in values)))
    return labels_of({area: _area_title(area, (shared, *own)) for area in areas})


def _track_sheet(nodes: LadderNodes, name: str, track: str, levels: Sequence[Level]) -> Sheet:
    """Return the statements of a track: area by area, in each the levels from the lowest."""
    area_labels, level_labels = area_names(nodes, levels), level_names(levels)
    rows = tuple(
        Row(address, (area_labels[area], level_labels[level.id], kind), text)
        for area in area_labels
        for level in levels
        for address, kind, text in passage_texts(nodes, (level.id, "sections", area), "intro")
    )
    lookups: dict[str, Lookup] = {
        AREA: {label: ("sections", area) for area, label in area_labels.items()},
        LEVEL: {label: (level,) for level, label in level_labels.items()},
    }
    return Sheet(name, STATEMENTS, TRACK_COLUMNS, rows, lookups, track)


def _area_title(area: str, mappings: Iterable[Mapping[str, Node]]) -> str:
    """Return the title of an area from the first mapping that gives one."""
    for values in mappings:
        node = values.get(area)
        title = node_text(node) if isinstance(node, ScalarNode) else node_text(values_of(node).get("title"))
        if title:
            return " ".join(title.split())
    return title_from_id(area)


def labels_of(titles: Mapping[str, str]) -> dict[str, str]:
    """Return titles by id, each unique: a title that several have is followed by the id, as in "Craft (craft-2)"."""
    seen = [title.casefold() for title in titles.values()]
    return {name: title if seen.count(title.casefold()) == 1 else f"{title} ({name})" for name, title in titles.items()}


def level_names(levels: Iterable[Level]) -> dict[str, str]:
    """Return a unique name for each level by its id: code and title, and the id if another level has the same."""
    return labels_of({level.id: " ".join(level.name.split()) for level in levels})


def _shared_sheet(nodes: LadderNodes) -> Sheet:
    """Return the texts that levels share: steps of competencies, and blocks. Each is edited once for all levels."""
    groups = {
        ("", group, name, parts): node_text(values_of(node).get("title"))
        for group, parts in (("competencies", "steps"), ("blocks", "sections"))
        for name, node in values_of(nodes.node(("", group))).items()
    }
    labels = labels_of({str(index): title for index, title in enumerate(groups.values())})
    topics = dict(zip(groups, labels.values(), strict=True))
    parts = dict.fromkeys(name for group in groups for name in values_of(nodes.node(group)))
    rows = tuple(row for group, topic in topics.items() for row in _topic_rows(nodes, group, topic))
    lookups: dict[str, Lookup] = {
        "Topic": {label: group for group, label in topics.items()},
        "Step or area": {name: (name,) for name in parts},
    }
    return Sheet(SHARED_SHEET, STATEMENTS, ("Topic", "Step or area", KIND), rows, lookups)


def _topic_rows(nodes: LadderNodes, group: Address, topic: str) -> Iterator[Row]:
    """Yield the texts of all steps of a competency, or of all areas of a block."""
    for name in values_of(nodes.node(group)):
        for address, kind, text in passage_texts(nodes, (*group, name), introduction_key(group)):
            yield Row(address, (topic, name, kind), text)


def passage_texts(nodes: LadderNodes, address: Address, intro: str) -> Iterator[tuple[Address, str, str]]:
    """Yield path, kind (such as "Statement") and text of each text in the section at a YAML path, in reading order.

    `intro` is the YAML key of the section's introduction, which counts as one text.
    """
    if text := node_text(nodes.node((*address, intro))):
        yield (*address, intro), INTRODUCTION, text
    for key, kind in (("statements", STATEMENT), ("examples", EXAMPLE)):
        yield from _item_texts(nodes.node((*address, key)), (*address, key), kind, 0)


def _item_texts(node: Node | None, address: Address, kind: str, depth: int) -> Iterator[tuple[Address, str, str]]:
    for position, item in enumerate(items_of(node)):
        own, inner = (*address, position), values_of(item)
        yield own, NESTED * depth + (PARAGRAPH if "prose" in inner else kind), node_text(item)
        yield from _item_texts(inner.get("children"), (*own, "children"), POINT, depth + 1)
        yield from _item_texts(inner.get("examples"), (*own, "examples"), EXAMPLE, depth + 1)


def _facts_sheet(nodes: LadderNodes) -> Sheet:
    """Return a row for each fact of each level, also for those that have none yet."""
    declared = values_of(nodes.node(("", "facts")))
    labels: dict[str, Address] = {fact_label(fact, node): (fact,) for fact, node in declared.items()}
    rows = []
    for track, level, label in _levels(nodes):
        facts = tuple(level_facts(nodes, level))
        rows += [Row(fact.address, (track, label, fact.label), fact.text) for fact in facts]
        if not declared:
            labels |= {fact.label: (fact.address[-1],) for fact in facts}
    return Sheet(FACTS_SHEET, VALUES, (TRACK, LEVEL, FACT), tuple(rows), {FACT: labels})


def _ratings_sheet(nodes: LadderNodes) -> Sheet:
    """Return a row for each competency of each level, with the steps of its scale to choose from."""
    rows = tuple(
        Row(rating.address, (track, label, rating.label), rating.text, rating.choices)
        for track, level, label in _levels(nodes)
        for rating in level_ratings(nodes, level)
    )
    titles = values_of(nodes.node(("", "competencies"))).items()
    lookup: Lookup = {node_text(values_of(node).get("title")): (name,) for name, node in titles}
    return Sheet(RATINGS_SHEET, VALUES, (TRACK, LEVEL, COMPETENCY), rows, {COMPETENCY: lookup})


def _levels(nodes: LadderNodes) -> Iterator[tuple[str, str, str]]:
    """Yield the title of the track, the id and the name of each level."""
    ladder = nodes.ladder
    for track in ladder.tracks:
        levels = ladder.levels_of(track.id)
        yield from ((track.title, level, label) for level, label in level_names(levels).items())


def _titles_sheet(nodes: LadderNodes) -> Sheet:
    """Return titles and summaries: of the ladder, of what it declares, and of each level."""
    rows = [*_title_rows(nodes, "Ladder", (), nodes.ladder.title, ("title", "summary"))]
    for group, noun, keys in (
        ("tracks", TRACK, ("title", "summary")),
        ("sections", AREA, ("title",)),
        ("facts", FACT, ("label",)),
        ("competencies", COMPETENCY, ("title",)),
        ("blocks", "Block", ("title",)),
    ):
        for name, node in values_of(nodes.node(("", group))).items():
            title = node_text(node) if isinstance(node, ScalarNode) else node_text(values_of(node).get(keys[0]))
            rows += _title_rows(nodes, noun, (group, name), title, keys)
    rows += (row for _, level, label in _levels(nodes) for row in _level_titles(nodes, level, label))
    return Sheet(TITLES_SHEET, VALUES, ("Of what", "Name", FIELD), tuple(rows))


def _level_titles(nodes: LadderNodes, level: str, label: str) -> Iterator[Row]:
    """Yield code, title and summary of a level, and the titles that it gives areas."""
    values = values_of(nodes.node((level,)))
    for key in ("code", "title", "summary"):
        if key in values or key == "summary":
            yield Row((level, key), (LEVEL, label, key.capitalize()), node_text(values.get(key)))
    for area, node in values_of(values.get("sections")).items():
        if title := node_text(values_of(node).get("title")):
            yield Row((level, "sections", area, "title"), (f"{AREA} of a level", label, "Title"), title)


def _title_rows(nodes: LadderNodes, noun: str, path: Address, name: str, keys: Sequence[str]) -> Iterator[Row]:
    """Yield the texts of a mapping in ladder.yaml; of its short form, which is text alone, the first one."""
    node = nodes.node(("", *path))
    if isinstance(node, ScalarNode):
        yield Row(("", *path), (noun, name, keys[0].capitalize()), node_text(node))
    elif isinstance(node, MappingNode):
        for key in keys:
            yield Row(("", *path, key), (noun, name, key.capitalize()), node_text(node.values.get(key)))
