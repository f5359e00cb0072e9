"""This file builds the ladder from checked parts: every reference resolved, everything in the order it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ladder_export.core.model import Declaration, ExportDefaults, Fact, Grade, Ladder, Level
from ladder_export.core.problems import did_you_mean
from ladder_export.core.text import Text
from ladder_export.core.ui_strings import KEYS, UiStrings, words_of
from ladder_export.reading.nodes import follow, key_span, value_span
from ladder_export.reading.resolve.context import GROUPS, Assembly, LevelFile, Opened, line
from ladder_export.reading.resolve.cross_checks import card_of, check_ids, checked, tracks_of
from ladder_export.reading.resolve.level_cache import AssembledLevel, CachedLevel
from ladder_export.reading.resolve.ratings import Library, library, ratings
from ladder_export.reading.resolve.relations import related
from ladder_export.reading.resolve.sections import blocks, sections, shared_passage
from ladder_export.reading.schema.models import ExportPart, ListedLevelPart, SourcePart
from ladder_export.reading.slugs import slug, spoken
from ladder_export.reading.yaml.encoding import lines_in

NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


def assemble_levels(work: Assembly, files: Iterable[Opened | CachedLevel]) -> list[AssembledLevel]:
    """The levels by themselves; whatever does not resolve is in the problems of the assembly.

    They are taken one by one, so that what they are made of need not be there for all of them at once.
    """
    shelf = library(work)
    return [_assembled(work, one, shelf) if isinstance(one, Opened) else _restored(work, one, shelf) for one in files]


def assemble(work: Assembly, made: Sequence[AssembledLevel]) -> Ladder:
    """The ladder of these levels; whatever does not resolve is in the problems of the assembly."""
    shared = work.shared
    cards = [one.card for one in made]
    if not made:
        remedy = "write one YAML file for each level beside ladder.yaml, or list them under 'levels:'"
        work.wrong("no-levels", "this ladder has no levels", work.node.span, remedy)
    check_ids(work, cards)
    known = tracks_of(work, cards)
    levels = related(work, cards, [checked(work, one.card, one.level, known) for one in made], known)
    order = {track: position for position, track in enumerate(known)}
    return Ladder(
        title=line(shared.title),
        organisation=line(shared.organisation),
        language=shared.language,
        edition=line(shared.edition),
        summary=work.text(shared.summary, value_span(work.node, "summary")),
        credit=_credit(work, shared.source),
        words=_words(work),
        tracks=tuple(known.values()),
        levels=tuple(sorted(levels, key=lambda level: (order.get(level.track, 0), level.rank, level.id))),
        declarations=tuple(_labels(work)),
        export=_export(shared.export),
        sources=(work.source, *work.translations),
        blocks=blocks(work),
        date=line(shared.date),
        notice=line(shared.notice),
        url=shared.url,
        contact=line(shared.contact),
    )


def listed(work: Assembly) -> Iterator[Opened]:
    """The levels that stand in the ladder's own file."""
    for position, part in enumerate(work.shared.levels):
        node, _ = follow(work.node, ("levels", position))
        yield Opened(LevelFile(_listed_id(part, position), "", type(part), node, work.source), part)


def _listed_id(part: ListedLevelPart, position: int) -> str:
    return part.id or slug(f"{part.code} {part.title}") or f"level-{position + 1}"


def _export(part: ExportPart) -> ExportDefaults:
    return ExportDefaults(
        documents=part.editions if part.documents is None else part.documents,
        formats=part.formats,
        theme=part.theme or None,
        paper=part.paper or None,
        page_budget=part.page_budget,
        examples=part.examples,
    )


def _words(work: Assembly) -> UiStrings:
    """The language's words, and what the ladder has instead."""
    own = work.shared.words
    for key in own.keys() - set(KEYS):
        span, remedy = key_span(work.node, "words", key), did_you_mean(key, KEYS)
        work.wrong("unknown-key", f"'{key}' is not a key of 'words'", span, remedy)
    return replace(words_of(work.shared.language), **{key: line(own[key]) for key in KEYS if key in own})


def _credit(work: Assembly, part: SourcePart) -> Text:
    """Whose text it is and where it comes from, in one line."""
    address = part.repository
    if address.startswith(("https://", "http://")):
        address = f"[{address.partition('://')[2]}]({address})"
    version = f"{address} @ {part.commit}" if address and part.commit else address or part.commit
    said = " · ".join(word for word in (part.attribution, version, part.licence) if word)
    return work.text(said, value_span(work.node, "source"))


def _labels(work: Assembly) -> Iterator[Declaration]:
    for group, (kind, _) in GROUPS.items():
        for name, part in getattr(work.shared, group).items():
            title = getattr(part, "title", "") or getattr(part, "label", "")
            yield Declaration(kind, name, line(title), (group, name) in work.used, key_span(work.node, group, name))


def _level(work: Assembly, opened: Opened, shelf: Library) -> Level:
    part, file, declared = opened.part, opened.file, work.shared.tracks
    track = part.track or file.folder or (next(iter(declared)) if len(declared) == 1 else "")
    graded = bool(part.grade) and work.resolve("grades", part.grade, value_span(file.node, "grade"))
    grade = work.shared.grades[part.grade] if graded else None
    return Level(
        id=file.id,
        code=line(part.code),
        title=line(part.title),
        track=track,
        grade=Grade(part.grade, line(grade.title)) if grade else None,
        status=part.status,
        rank=_rank(part.rank, grade.rank if grade else None, part.code),
        extends=part.extends,
        summary=tuple(
            work.text(paragraph, value_span(file.node, "summary", position))
            for position, paragraph in enumerate(part.summary)
        ),
        facts=_facts(work, opened),
        ratings=ratings(work, shelf, opened),
        sections=sections(work, shelf, opened, declared[track].includes if track in declared else ()),
        span=file.node.span.citing(lines_in(file.source.data)),  # it is told with problems of documents, too
        source=file.source,
    )


def _assembled(work: Assembly, opened: Opened, shelf: Library) -> AssembledLevel:
    before = len(work.problems)
    level = _level(work, opened, shelf)
    # Problems of words that ladder.yaml brings stand there, and are no level's own.
    own = (one for one in work.problems[before:] if one.span and one.span.file == level.span.file)
    return AssembledLevel(card_of(opened), level, opened.noted, tuple(own), opened.key)


def _restored(work: Assembly, cached: CachedLevel, shelf: Library) -> AssembledLevel:
    """The level as it was assembled from the same words before; notes what it makes use of, and what is wrong with it."""
    made = cached.complete(lambda key: shared_passage(work, shelf, key))
    level = made.level
    grades = [("grades", level.grade.id)] if level.grade else []
    facts = (("facts", fact.id) for fact in level.facts)
    areas = (("sections", section.id) for section in level.sections)
    work.used.update((*grades, *facts, *areas, *(("competencies", one.competency) for one in level.ratings)))
    work.problems += made.problems
    return made


def _rank(own: float | None, grade: float | None, code: str) -> float:
    """The first of them that is said, else the number in the code."""
    said = next((rank for rank in (own, grade) if rank is not None), None)
    if said is not None:
        return said
    number = NUMBER.search(code)
    return float(number[0]) if number else 0.0


def _facts(work: Assembly, file: Opened) -> tuple[Fact, ...]:
    """The level's facts in the order of ladder.yaml; without facts there, in the level's own."""
    found = {key: (_fact_id(work, key) if work.shared.facts else key) for key in file.part.facts}
    keys: dict[str, str] = {}
    for key, fact in found.items():
        span = key_span(file.node, "facts", key)
        if not fact:
            remedy = did_you_mean(key, list(work.shared.facts))
            work.wrong("unknown-fact", f"'{key}' is not a fact of ladder.yaml", span, remedy)
        elif keys.setdefault(fact, key) != key:
            message = f"'{key}' is the same fact as '{keys[fact]}' above"
            work.wrong("duplicate-fact", message, span, "keep one of them")
    work.used.update(("facts", fact) for fact in keys)
    order = work.shared.facts or keys
    return tuple(_fact(work, file, fact, keys[fact]) for fact in order if fact in keys)


def _fact(work: Assembly, file: Opened, fact: str, key: str) -> Fact:
    """The fact that a level has under a key."""
    shared = work.shared.facts.get(fact)
    text = work.text(file.part.facts[key], value_span(file.node, "facts", key))
    return Fact(fact, line(shared.label) if shared else spoken(fact), text, key_span(file.node, "facts", key))


def _fact_id(work: Assembly, key: str) -> str:
    """The fact that a key means: by its id, else by a label or alias; empty when it means none."""
    if key in work.shared.facts:
        return key
    return next(
        (
            fact
            for fact, part in work.shared.facts.items()
            if slug(key) in (slug(name) for name in (fact, part.label, *part.aliases))
        ),
        "",
    )
