"""The sheets of interview questions, and of the stages (meetings) in which they are asked, in a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ladder_export.editing.ladder_nodes import Address, LadderNodes, items_of, node_text, values_of
from ladder_export.reading.nodes import Node
from ladder_export.workbook.question_fields import QUESTION_HEADS, STAGE_HEADS, cell_text
from ladder_export.workbook.sheets import (
    INTERVIEWS_SHEET,
    LEVEL,
    QUESTIONS_SHEET,
    RECORDS,
    Field,
    Row,
    Sheet,
    area_names,
    labels_of,
    level_names,
    text_sheets,
)

ABOUT, TALK = "About", STAGE_HEADS["title"]
AREAS = STAGE_HEADS["areas"]


def interview_sheets(nodes: LadderNodes) -> tuple[Sheet, Sheet]:
    """Return the sheet of interview questions and the sheet of interview stages (meetings); each may have no rows."""
    return _questions_sheet(nodes), _interviews_sheet(nodes)


def make_sheets(nodes: LadderNodes) -> tuple[Sheet, ...]:
    """Return all sheets of the workbook in which a ladder is edited."""
    return (*text_sheets(nodes), *interview_sheets(nodes))


def stage_titles(nodes: LadderNodes) -> dict[str, str]:
    """Return the titles of interview stages by id; the id is appended to titles that several stages have."""
    stages = values_of(nodes.node(("", "interviews")))
    return labels_of(
        {name: node_text(values_of(node).get("title")) or node_text(node) for name, node in stages.items()}
    )


def subjects(nodes: LadderNodes) -> dict[Address, str]:
    """Return a unique name for each subject of interview questions, by the subject's YAML path.

    Subjects are the sections, the competencies, and the sections of blocks (texts that tracks share).
    """
    areas = area_names(nodes, nodes.ladder.levels)
    titles: dict[Address, str] = {("", "sections", area): title for area, title in areas.items()}
    for name, node in values_of(nodes.node(("", "competencies"))).items():
        titles["", "competencies", name] = node_text(values_of(node).get("title"))
    for name, node in values_of(nodes.node(("", "blocks"))).items():
        for area in values_of(values_of(node).get("sections")):
            titles["", "blocks", name, "sections", area] = (
                f"{node_text(values_of(node).get('title'))}: {areas.get(area, area)}"
            )
    labels = labels_of({" ".join(map(str, address[1:])): title for address, title in titles.items()})
    return dict(zip(titles, labels.values(), strict=True))


def _questions_sheet(nodes: LadderNodes) -> Sheet:
    """Return a row for each question: those of all levels first, then those of each level."""
    names, levels, stages = subjects(nodes), level_names(nodes.ladder.levels), stage_titles(nodes)
    rows = [row for address, name in names.items() for row in _rows(nodes, address, (name, ""), stages)]
    for level, label in levels.items():
        for area in values_of(nodes.node((level, "sections"))):
            rows += _rows(nodes, (level, "sections", area), (names["", "sections", area], label), stages)
    lookups: dict[str, Mapping[str, Address]] = {
        ABOUT: {name: address for address, name in names.items()},
        LEVEL: {label: (level,) for level, label in levels.items()},
        TALK: {title: (stage,) for stage, title in stages.items()},
    }
    return Sheet(QUESTIONS_SHEET, RECORDS, (ABOUT, LEVEL), tuple(rows), lookups, texts=tuple(QUESTION_HEADS.values()))


def _rows(nodes: LadderNodes, holder: Address, labels: tuple[str, str], stages: Mapping[str, str]) -> Iterator[Row]:
    """Yield the questions of an area or competency."""
    for position, node in enumerate(items_of(nodes.node((*holder, "questions")))):
        yield Row(
            (*holder, "questions", position), labels, node_text(node), fields=_fields(node, QUESTION_HEADS, stages)
        )


def _fields(node: Node, heads: Mapping[str, str], names: Mapping[str, str]) -> tuple[Field, ...]:
    """Return all fields behind the first; ids of talks and areas show as the names that people see."""
    values = values_of(node)
    texts = {key: node_text(values.get(key)) for key in list(heads)[1:]}
    shown = {
        key: "\n\n".join(names.get(item, item) for item in text.split("\n\n")) if key in ("stage", "areas") else text
        for key, text in texts.items()
    }
    return tuple(Field(key, cell_text(key, shown[key]), text) for key, text in texts.items())


def _interviews_sheet(nodes: LadderNodes) -> Sheet:
    """Return a row for each talk, in their order."""
    areas = area_names(nodes, nodes.ladder.levels)
    rows = tuple(
        Row(
            ("", "interviews", name),
            (),
            node_text(values_of(node).get("title")) or node_text(node),
            fields=_fields(node, STAGE_HEADS, areas),
        )
        for name, node in values_of(nodes.node(("", "interviews"))).items()
    )
    lookups = {AREAS: {title: (area,) for area, title in areas.items()}}
    return Sheet(INTERVIEWS_SHEET, RECORDS, (), rows, lookups, texts=tuple(STAGE_HEADS.values()))
