"""Collect the sections (areas) of a level: its own text, and the texts of competencies and blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ladder_export.core.model import Block, Paragraph, Passage, Section, Statement
from ladder_export.core.problems import Span, did_you_mean
from ladder_export.reading.nodes import Node, NodePath, ScalarNode, child_or_self, key_span, padded_items, resolve_path
from ladder_export.reading.resolve.context import ParsedLevel, ResolveContext, SharedKey, one_line
from ladder_export.reading.resolve.interviews import questions
from ladder_export.reading.resolve.ratings import Competencies, rating_step
from ladder_export.reading.schema.models import CompetencyStepModel, PointModel, SectionModel, StatementModel

EMPTY_SECTION = SectionModel()


@dataclass(slots=True)
class _Area:
    """A section while its passages are collected."""

    span: Span
    model: SectionModel = EMPTY_SECTION
    title: str = ""
    icon: str = ""
    shared_passages: list[Passage] = field(default_factory=list)


def resolve_sections(
    context: ResolveContext, competencies: Competencies, parsed: ParsedLevel, includes: Sequence[str]
) -> tuple[Section, ...]:
    """Return the sections of a level: first those that ladder.yaml declares, in its order, then all others.

    `competencies` are the rating steps of each competency. `includes` are the ids of the shared texts ("blocks") that
    apply to the level.
    """
    areas: dict[str, _Area] = {}
    for name, model in parsed.model.sections.items():
        areas[name] = _Area(key_span(parsed.node, "sections", name), model, model.title, model.icon)
    for name in competencies:
        _add_competency(context, competencies, parsed, name, areas)
    for block in includes:
        _add_block(context, competencies, block, areas)
    order = [name for name in context.shared.sections if name in areas]
    context.used.update(("sections", name) for name in order)
    return tuple(_section(context, parsed, name, areas[name]) for name in dict.fromkeys((*order, *areas)))


def used_blocks(context: ResolveContext) -> tuple[Block, ...]:
    """Return the shared texts ("blocks") that any level shows, with their sections in the order of ladder.yaml."""
    blocks = []
    for name, shared in context.shared.blocks.items():
        order = dict.fromkeys((*context.shared.sections, *shared.sections))
        areas = tuple(
            _block_area(context, area, shared.sections[area], context.shared_passages["blocks", name, area])
            for area in order
            if ("blocks", name, area) in context.shared_passages
        )
        if areas:
            blocks.append(Block(name, one_line(shared.title), areas))
    return tuple(blocks)


def _block_area(context: ResolveContext, name: str, model: SectionModel, passage: Passage) -> Section:
    shared = context.shared.sections.get(name)
    title = model.title or (shared.title if shared else name)
    icon = model.icon or (shared.icon if shared else "")
    return Section(name, one_line(title), one_line(icon), replace(passage, title=""), (), passage.span)


def _add_competency(
    context: ResolveContext, competencies: Competencies, parsed: ParsedLevel, name: str, areas: dict[str, _Area]
) -> None:
    step, model = rating_step(competencies, parsed, name), context.shared.competencies[name]
    if step is None or step.id not in model.steps:
        return
    span = key_span(context.node, "competencies", name)
    area = areas.setdefault(model.section or name, _Area(span, title="" if model.section else model.title))
    area.shared_passages.append(shared_passage(context, competencies, ("competencies", name, step.id)))


def _add_block(context: ResolveContext, competencies: Competencies, block: str, areas: dict[str, _Area]) -> None:
    if not (shared := context.shared.blocks.get(block)):
        return
    for name, model in shared.sections.items():
        area = areas.setdefault(name, _Area(key_span(context.node, "blocks", block, "sections", name)))
        area.title, area.icon = area.title or model.title, area.icon or model.icon
        area.shared_passages.append(shared_passage(context, competencies, ("blocks", block, name)))


def shared_passage(context: ResolveContext, competencies: Competencies, key: SharedKey) -> Passage:
    """Return a text that levels share: that of a step of a competency, or of a section of a block.

    `key` is ("competencies", id, step) or ("blocks", id, section). A second call returns the same object.
    """
    if key not in context.shared_passages:
        group, name, inner = key
        if group == "competencies":
            competency = context.shared.competencies[name]
            title = next(step.title for step in competencies[name] if step.id == inner)
            title = f"{one_line(competency.title)} · {title}" if competency.section else title
            passage = _passage(context, context.node, (group, name, "steps", inner), title, competency.steps[inner])
        else:
            block = context.shared.blocks[name]
            passage = _passage(
                context, context.node, (group, name, "sections", inner), one_line(block.title), block.sections[inner]
            )
        context.shared_passages[key] = passage
    return context.shared_passages[key]


def _section(context: ResolveContext, parsed: ParsedLevel, name: str, area: _Area) -> Section:
    shared = context.shared.sections.get(name)
    if not shared and not area.title:
        near = did_you_mean(name, list(context.shared.sections))
        own = "give the section a 'title:' of its own"
        remedy = f"{near} (or {own})" if near else own
        context.add_error("unknown-section", f"'{name}' is not a section of ladder.yaml", area.span, remedy)
    return Section(
        id=name,
        title=one_line(area.title or (shared.title if shared else name)),
        icon=one_line(area.icon or (shared.icon if shared else "")),
        own=_passage(context, parsed.node, ("sections", name), "", area.model),
        shared_passages=tuple(area.shared_passages),
        span=area.span,
        questions=questions(context, parsed.node, ("sections", name, "questions"), area.model.questions),
    )


def _passage(
    context: ResolveContext, node: Node, path: NodePath, title: str, model: SectionModel | CompetencyStepModel
) -> Passage:
    key, paragraphs = ("intro", model.intro) if isinstance(model, SectionModel) else ("summary", model.summary)
    passage_node, _ = resolve_path(node, path)
    return Passage(
        title=title,
        intro=_paragraphs(context, child_or_self(passage_node, key), paragraphs) if paragraphs else (),
        body=_body(context, child_or_self(passage_node, "statements"), model.statements) if model.statements else (),
        examples=_statements(context, child_or_self(passage_node, "examples"), model.examples)
        if model.examples
        else (),
        span=key_span(node, *path),
    )


def _paragraphs(context: ResolveContext, node: Node, paragraphs: Sequence[str]) -> tuple[Paragraph, ...]:
    paragraphs_with_spans = [
        (paragraph, child_or_self(node, position).span) for position, paragraph in enumerate(paragraphs)
    ]
    return tuple(Paragraph(context.text(paragraph, span), span) for paragraph, span in paragraphs_with_spans)


def _body(context: ResolveContext, node: Node, parts: Sequence[StatementModel]) -> tuple[Statement | Paragraph, ...]:
    return tuple(
        _body_item(context, item, model) for item, model in zip(padded_items(node, len(parts)), parts, strict=True)
    )


def _body_item(context: ResolveContext, node: Node, model: StatementModel) -> Statement | Paragraph:
    if not model.prose:
        return _statement(context, node, model)
    span = child_or_self(node, "prose").span
    return Paragraph(context.text(model.prose, span), span)


def _statements(context: ResolveContext, node: Node, parts: Sequence[PointModel]) -> tuple[Statement, ...]:
    return tuple(
        _statement(context, item, model) for item, model in zip(padded_items(node, len(parts)), parts, strict=True)
    )


def _statement(context: ResolveContext, node: Node, model: PointModel) -> Statement:
    span = node.span if isinstance(node, ScalarNode) else child_or_self(node, "text").span
    examples = model.examples if isinstance(model, StatementModel) else ()
    return Statement(
        context.text(model.text, span),
        span,
        children=_statements(context, child_or_self(node, "children"), model.children) if model.children else (),
        examples=_statements(context, child_or_self(node, "examples"), examples) if examples else (),
    )
