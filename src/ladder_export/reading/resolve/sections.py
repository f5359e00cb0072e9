"""This file gathers what a level says area by area: its own words, and those of competencies and shared blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ladder_export.core.model import Block, Paragraph, Passage, Section, Statement
from ladder_export.core.problems import Span, did_you_mean
from ladder_export.reading.nodes import Node, Place, Scalar, below, follow, items, key_span
from ladder_export.reading.resolve.context import Assembly, Opened, SharedKey, line
from ladder_export.reading.resolve.ratings import Library, rated
from ladder_export.reading.schema.models import CompetencyStepPart, PointPart, SectionPart, StatementPart

NOTHING = SectionPart()


@dataclass(slots=True)
class _Area:
    """A section in the making."""

    span: Span
    part: SectionPart = NOTHING
    title: str = ""
    icon: str = ""
    brought: list[Passage] = field(default_factory=list)


def sections(work: Assembly, shelf: Library, file: Opened, includes: Sequence[str]) -> tuple[Section, ...]:
    """The sections of ladder.yaml in its order, then the level's own, then those that only competencies or blocks have."""
    areas: dict[str, _Area] = {}
    for name, part in file.part.sections.items():
        areas[name] = _Area(key_span(file.node, "sections", name), part, part.title, part.icon)
    for name in shelf:
        _bring_competency(work, shelf, file, name, areas)
    for block in includes:
        _bring_block(work, shelf, block, areas)
    order = [name for name in work.shared.sections if name in areas]
    work.used.update(("sections", name) for name in order)
    return tuple(_section(work, file, name, areas[name]) for name in dict.fromkeys((*order, *areas)))


def blocks(work: Assembly) -> tuple[Block, ...]:
    """The blocks that were brought to levels, with their areas in the order of ladder.yaml."""
    found = []
    for name, shared in work.shared.blocks.items():
        order = dict.fromkeys((*work.shared.sections, *shared.sections))
        areas = tuple(
            _block_area(work, area, shared.sections[area], work.brought["blocks", name, area])
            for area in order
            if ("blocks", name, area) in work.brought
        )
        if areas:
            found.append(Block(name, line(shared.title), areas))
    return tuple(found)


def _block_area(work: Assembly, name: str, part: SectionPart, passage: Passage) -> Section:
    shared = work.shared.sections.get(name)
    title = part.title or (shared.title if shared else name)
    icon = part.icon or (shared.icon if shared else "")
    return Section(name, line(title), line(icon), replace(passage, title=""), (), passage.span)


def _bring_competency(work: Assembly, shelf: Library, file: Opened, name: str, areas: dict[str, _Area]) -> None:
    step, part = rated(shelf, file, name), work.shared.competencies[name]
    if step is None or step.id not in part.steps:
        return
    span = key_span(work.node, "competencies", name)
    area = areas.setdefault(part.section or name, _Area(span, title="" if part.section else part.title))
    area.brought.append(shared_passage(work, shelf, ("competencies", name, step.id)))


def _bring_block(work: Assembly, shelf: Library, block: str, areas: dict[str, _Area]) -> None:
    if not (shared := work.shared.blocks.get(block)):
        return
    for name, part in shared.sections.items():
        area = areas.setdefault(name, _Area(key_span(work.node, "blocks", block, "sections", name)))
        area.title, area.icon = area.title or part.title, area.icon or part.icon
        area.brought.append(shared_passage(work, shelf, ("blocks", block, name)))


def shared_passage(work: Assembly, shelf: Library, key: SharedKey) -> Passage:
    """Return the passage of a competency's step or of a block's area; levels that have it share one."""
    if key not in work.brought:
        group, name, part = key
        if group == "competencies":
            competency = work.shared.competencies[name]
            title = next(step.title for step in shelf[name] if step.id == part)
            title = f"{line(competency.title)} · {title}" if competency.section else title
            made = _passage(work, work.node, (group, name, "steps", part), title, competency.steps[part])
        else:
            block = work.shared.blocks[name]
            made = _passage(work, work.node, (group, name, "sections", part), line(block.title), block.sections[part])
        work.brought[key] = made
    return work.brought[key]


def _section(work: Assembly, file: Opened, name: str, area: _Area) -> Section:
    shared = work.shared.sections.get(name)
    if not shared and not area.title:
        near = did_you_mean(name, list(work.shared.sections))
        own = "a section that is not there needs a 'title:' of its own"
        remedy = f"{near} ({own})" if near else own
        work.wrong("unknown-section", f"'{name}' is not a section of ladder.yaml", area.span, remedy)
    return Section(
        id=name,
        title=line(area.title or (shared.title if shared else name)),
        icon=line(area.icon or (shared.icon if shared else "")),
        own=_passage(work, file.node, ("sections", name), "", area.part),
        shared_passages=tuple(area.brought),
        span=area.span,
    )


def _passage(work: Assembly, node: Node, place: Place, title: str, part: SectionPart | CompetencyStepPart) -> Passage:
    key, paragraphs = ("intro", part.intro) if isinstance(part, SectionPart) else ("summary", part.summary)
    here, _ = follow(node, place)
    return Passage(
        title=title,
        intro=_paragraphs(work, below(here, key), paragraphs) if paragraphs else (),
        body=_points(work, below(here, "statements"), part.statements) if part.statements else (),
        examples=_statements(work, below(here, "examples"), part.examples) if part.examples else (),
        span=key_span(node, *place),
    )


def _paragraphs(work: Assembly, node: Node, paragraphs: Sequence[str]) -> tuple[Paragraph, ...]:
    places = [(paragraph, below(node, position).span) for position, paragraph in enumerate(paragraphs)]
    return tuple(Paragraph(work.text(paragraph, span), span) for paragraph, span in places)


def _points(work: Assembly, node: Node, parts: Sequence[StatementPart]) -> tuple[Statement | Paragraph, ...]:
    return tuple(_point(work, item, part) for item, part in zip(items(node, len(parts)), parts, strict=True))


def _point(work: Assembly, node: Node, part: StatementPart) -> Statement | Paragraph:
    if not part.prose:
        return _statement(work, node, part)
    span = below(node, "prose").span
    return Paragraph(work.text(part.prose, span), span)


def _statements(work: Assembly, node: Node, parts: Sequence[PointPart]) -> tuple[Statement, ...]:
    return tuple(_statement(work, item, part) for item, part in zip(items(node, len(parts)), parts, strict=True))


def _statement(work: Assembly, node: Node, part: PointPart) -> Statement:
    span = node.span if isinstance(node, Scalar) else below(node, "text").span
    examples = part.examples if isinstance(part, StatementPart) else ()
    return Statement(
        work.text(part.text, span),
        span,
        children=_statements(work, below(node, "children"), part.children) if part.children else (),
        examples=_statements(work, below(node, "examples"), examples) if examples else (),
    )
