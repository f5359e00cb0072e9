"""Build the ladder from validated YAML: look up ids, and put levels in print order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from ladder_export.core.export_defaults import ExportDefaults
from ladder_export.core.model import Declaration, Fact, Grade, Ladder, Level
from ladder_export.core.problems import did_you_mean
from ladder_export.core.text import Text
from ladder_export.core.ui_strings import KEYS, UiStrings, ui_strings
from ladder_export.reading.nodes import key_span, resolve_path, value_span
from ladder_export.reading.resolve.context import GROUPS, LevelFile, ParsedLevel, ResolveContext, one_line
from ladder_export.reading.resolve.cross_checks import assign_track, check_ids, header_of, resolve_tracks
from ladder_export.reading.resolve.interviews import check_levels, shared_questions, stages
from ladder_export.reading.resolve.level_cache import CachedLevel, ResolvedLevel
from ladder_export.reading.resolve.ratings import Competencies, resolve_ratings
from ladder_export.reading.resolve.relations import level_pairs, resolve_relations
from ladder_export.reading.resolve.sections import resolve_sections, shared_passage, used_blocks
from ladder_export.reading.schema.export_models import ExportModel
from ladder_export.reading.schema.models import SourceModel
from ladder_export.reading.slugs import slug, title_from_id
from ladder_export.reading.yaml.encoding import cached_lines

NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


def resolve_levels(
    context: ResolveContext, competencies: Competencies, files: Iterable[ParsedLevel | CachedLevel]
) -> list[ResolvedLevel]:
    """Return the levels of a ladder with what their ids refer to; add problems to the context.

    `competencies` are the rating steps of each competency. Levels are taken from `files` one at a time, so that only
    one validated model is in memory.
    """
    return [
        _resolve_level(context, level_file, competencies)
        if isinstance(level_file, ParsedLevel)
        else _restore_level(context, level_file, competencies)
        for level_file in files
    ]


def build_ladder(context: ResolveContext, competencies: Competencies, resolved: Sequence[ResolvedLevel]) -> Ladder:
    """Return the ladder made of ladder.yaml and these levels; add problems to the context.

    `competencies` are the rating steps of each competency.
    """
    shared = context.shared
    headers = [resolved_level.header for resolved_level in resolved]
    if not resolved:
        remedy = "write one YAML file for each level beside ladder.yaml, or list them under 'levels:'"
        context.add_error("no-levels", "this ladder has no levels", context.node.span, remedy)
    check_ids(context, headers)
    tracks = resolve_tracks(context, headers)
    levels = resolve_relations(
        context,
        headers,
        [assign_track(context, resolved_level.header, resolved_level.level, tracks) for resolved_level in resolved],
        tracks,
    )
    order = {track: position for position, track in enumerate(tracks)}
    asked = shared_questions(context, competencies)
    own = (question for level in levels for section in level.sections for question in section.questions)
    check_levels(context, chain(*asked.values(), own), levels)
    return Ladder(
        title=one_line(shared.title),
        organisation=one_line(shared.organisation),
        language=shared.language,
        edition=one_line(shared.edition),
        summary=context.text(shared.summary, value_span(context.node, "summary")),
        credit=_credit(context, shared.source),
        words=_ui_strings(context),
        tracks=tuple(tracks.values()),
        levels=tuple(sorted(levels, key=lambda level: (order.get(level.track, 0), level.rank, level.id))),
        declarations=tuple(_declarations(context)),
        export=_export(shared.export),
        sources=(context.source, *context.translations),
        blocks=used_blocks(context),
        date=one_line(shared.date),
        notice=one_line(shared.notice),
        url=shared.url,
        contact=one_line(shared.contact),
        stages=stages(context),
        questions=asked,
        promotions=level_pairs(context, levels, "promotions", shared.promotions),
        reviews=level_pairs(context, levels, "reviews", shared.reviews),
    )


def inline_levels(context: ResolveContext) -> Iterator[ParsedLevel]:
    """Yield the levels that have no file of their own but are listed in ladder.yaml."""
    for position, model in enumerate(context.shared.levels):
        node, _ = resolve_path(context.node, ("levels", position))
        level_id = model.id or slug(f"{model.code} {model.title}") or f"level-{position + 1}"
        yield ParsedLevel(LevelFile(level_id, "", type(model), node, context.source), model)


def _export(model: ExportModel) -> ExportDefaults:
    return ExportDefaults(
        documents=model.editions if model.documents is None else model.documents,
        formats=model.formats,
        theme=model.theme or None,
        paper=model.paper or None,
        page_budget=model.page_budget,
        examples=model.examples,
        scorecard=model.scorecard,
        rows=model.rows,
        handbook=model.handbook or (),
    )


def _ui_strings(context: ResolveContext) -> UiStrings:
    """Return the words of the ladder's language, with the ladder's own replacements."""
    own = context.shared.words
    for key in own.keys() - set(KEYS):
        span, remedy = key_span(context.node, "words", key), did_you_mean(key, KEYS)
        context.add_error("unknown-key", f"'{key}' is not a key of 'words'", span, remedy)
    return replace(ui_strings(context.shared.language), **{key: one_line(own[key]) for key in KEYS if key in own})


def _credit(context: ResolveContext, model: SourceModel) -> Text:
    """Return one line that credits the source of the ladder's text; empty if there is none."""
    address = model.repository
    if address.startswith(("https://", "http://")):
        address = f"[{address.partition('://')[2]}]({address})"
    version = f"{address} @ {model.commit}" if address and model.commit else address or model.commit
    said = " · ".join(word for word in (model.attribution, version, model.licence) if word)
    return context.text(said, value_span(context.node, "source"))


def _declarations(context: ResolveContext) -> Iterator[Declaration]:
    for group, (kind, _) in GROUPS.items():
        for name, model in getattr(context.shared, group).items():
            title = getattr(model, "title", "") or getattr(model, "label", "")
            yield Declaration(
                kind, name, one_line(title), (group, name) in context.used, key_span(context.node, group, name)
            )


def _level(context: ResolveContext, parsed: ParsedLevel, competencies: Competencies) -> Level:
    model, file, declared = parsed.model, parsed.file, context.shared.tracks
    track = model.track or file.folder or (next(iter(declared)) if len(declared) == 1 else "")
    graded = bool(model.grade) and context.require_declared("grades", model.grade, value_span(file.node, "grade"))
    grade = context.shared.grades[model.grade] if graded else None
    return Level(
        id=file.id,
        code=one_line(model.code),
        title=one_line(model.title),
        track=track,
        grade=Grade(model.grade, one_line(grade.title)) if grade else None,
        status=model.status,
        rank=_rank(model.rank, grade.rank if grade else None, model.code),
        extends=model.extends,
        summary=tuple(
            context.text(paragraph, value_span(file.node, "summary", position))
            for position, paragraph in enumerate(model.summary)
        ),
        facts=_facts(context, parsed),
        ratings=resolve_ratings(context, competencies, parsed),
        sections=resolve_sections(context, competencies, parsed, declared[track].includes if track in declared else ()),
        span=file.node.span.with_excerpt(cached_lines(file.source.data)),  # problems of documents show this line, too
        source=file.source,
    )


def _resolve_level(context: ResolveContext, parsed: ParsedLevel, competencies: Competencies) -> ResolvedLevel:
    before = len(context.problems)
    level = _level(context, parsed, competencies)
    # Problems in shared text belong to ladder.yaml, not to this level.
    own = (problem for problem in context.problems[before:] if problem.span and problem.span.file == level.span.file)
    return ResolvedLevel(header_of(parsed), level, parsed.file_problems, tuple(own), parsed.key)


def _restore_level(context: ResolveContext, cached: CachedLevel, competencies: Competencies) -> ResolvedLevel:
    """Return a cached level; mark the names that it uses, and add its stored problems to the context."""
    resolved = cached.restore(lambda key: shared_passage(context, competencies, key))
    level = resolved.level
    grades = [("grades", level.grade.id)] if level.grade else []
    facts = (("facts", fact.id) for fact in level.facts)
    areas = (("sections", section.id) for section in level.sections)
    context.used.update((*grades, *facts, *areas, *(("competencies", rating.competency) for rating in level.ratings)))
    context.problems += resolved.problems
    return resolved


def _rank(own: float | None, grade: float | None, code: str) -> float:
    """Return the level's own rank, else the grade's, else the number in its code, else 0."""
    declared = next((rank for rank in (own, grade) if rank is not None), None)
    if declared is not None:
        return declared
    number = NUMBER.search(code)
    return float(number[0]) if number else 0.0


def _facts(context: ResolveContext, parsed: ParsedLevel) -> tuple[Fact, ...]:
    """Return the level's facts in the order of ladder.yaml; if that declares none, in the level's own order."""
    fact_ids = {key: (_fact_id(context, key) if context.shared.facts else key) for key in parsed.model.facts}
    keys: dict[str, str] = {}
    for key, fact in fact_ids.items():
        span = key_span(parsed.node, "facts", key)
        if not fact:
            remedy = did_you_mean(key, list(context.shared.facts))
            context.add_error("unknown-fact", f"'{key}' is not a fact of ladder.yaml", span, remedy)
        elif keys.setdefault(fact, key) != key:
            message = f"'{key}' means the same fact as '{keys[fact]}' above"
            context.add_error("duplicate-fact", message, span, "keep one of them")
    context.used.update(("facts", fact) for fact in keys)
    order = context.shared.facts or keys
    return tuple(_fact(context, parsed, fact, keys[fact]) for fact in order if fact in keys)


def _fact(context: ResolveContext, parsed: ParsedLevel, fact: str, key: str) -> Fact:
    """Return the fact that a level gives under `key`."""
    shared = context.shared.facts.get(fact)
    text = context.text(parsed.model.facts[key], value_span(parsed.node, "facts", key))
    return Fact(
        fact, one_line(shared.label) if shared else title_from_id(fact), text, key_span(parsed.node, "facts", key)
    )


def _fact_id(context: ResolveContext, key: str) -> str:
    """Return the id of the fact that a key means by id, label or alias; empty if it means none."""
    if key in context.shared.facts:
        return key
    return next(
        (
            fact
            for fact, model in context.shared.facts.items()
            if slug(key) in (slug(name) for name in (fact, model.label, *model.aliases))
        ),
        "",
    )
