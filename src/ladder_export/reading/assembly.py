"""This file builds the ladder from checked parts: every reference resolved, everything in the order it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ladder_export.model import ExportDefaults, Fact, Grade, Label, Ladder, Level, Track
from ladder_export.problems import did_you_mean
from ladder_export.reading.complaints import shaped
from ladder_export.reading.contents import blocks, sections
from ladder_export.reading.encoding import lines_in
from ladder_export.reading.library import Library, library, ratings
from ladder_export.reading.names import folded, is_safe, slug, spoken
from ladder_export.reading.nodes import follow, key_span, value_span
from ladder_export.reading.schema import ExportPart, LevelPart, ListedLevelPart, SourcePart
from ladder_export.reading.work import GROUPS, Assembly, LevelFile, Opened, line
from ladder_export.text import Text, parse
from ladder_export.words import KEYS, Words, words_of

NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


def assemble(work: Assembly, files: list[LevelFile]) -> Ladder:
    """The ladder; whatever does not resolve is in the problems of the assembly.

    The files are taken out one by one, so that what they are made of need not stay for all of them at once.
    """
    shared = work.shared
    if not files:
        remedy = "write one YAML file for each level beside ladder.yaml, or list them under 'levels:'"
        work.wrong("no-levels", "this ladder has no levels", work.node.span, remedy)
    _check_ids(work, files)
    tracks = _tracks(work, files)
    shelf = library(work)
    ids = [file.id for file in files]
    files.reverse()
    levels = [_level(work, files.pop(), tracks, shelf, ids) for _ in ids]
    order = {track: position for position, track in enumerate(tracks)}
    return Ladder(
        title=line(shared.title),
        organisation=line(shared.organisation),
        language=shared.language,
        edition=line(shared.edition),
        summary=work.text(shared.summary, value_span(work.node, "summary")),
        credit=_credit(work, shared.source),
        words=_words(work),
        tracks=tuple(tracks.values()),
        levels=tuple(sorted(levels, key=lambda level: (order.get(level.track, 0), level.rank, level.id))),
        labels=tuple(_labels(work)),
        export=_export(shared.export),
        sources=(work.source, *work.translations),
        blocks=blocks(work),
    )


def listed(work: Assembly) -> list[LevelFile]:
    """The levels that stand in the ladder's own file."""
    nodes = [follow(work.node, ("levels", position))[0] for position in range(len(work.shared.levels))]
    return [
        LevelFile(_listed_id(part, position), "", part.track, type(part), node, work.source)
        for position, (part, node) in enumerate(zip(work.shared.levels, nodes, strict=True))
    ]


def _listed_id(part: ListedLevelPart, position: int) -> str:
    return part.id or slug(f"{part.code} {part.title}") or f"level-{position + 1}"


def _export(part: ExportPart) -> ExportDefaults:
    return ExportDefaults(
        editions=part.editions,
        formats=part.formats,
        theme=part.theme or None,
        paper=part.paper or None,
        page_budget=part.page_budget,
        examples=part.examples,
    )


def _words(work: Assembly) -> Words:
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


def _labels(work: Assembly) -> Iterator[Label]:
    for group, (kind, _) in GROUPS.items():
        for name, part in getattr(work.shared, group).items():
            title = getattr(part, "title", "") or getattr(part, "label", "")
            yield Label(kind, name, line(title), (group, name) in work.used, key_span(work.node, group, name))


def _check_ids(work: Assembly, files: Iterable[LevelFile]) -> None:
    """Ids name the files that are made, so they must be possible everywhere and differ in more than case."""
    first: dict[str, LevelFile] = {}
    for file in files:
        span = value_span(file.node, "id")
        if not is_safe(file.id):
            message = f"'{file.id}' cannot be the name of a file on every system"
            work.wrong("unsafe-id", message, span, f"call it '{slug(file.id) or 'level'}', for example")
        before = first.setdefault(folded(file.id), file)
        if before is not file:
            message = f"there is a level '{before.id}' already, in {before.node.span.file}:{before.node.span.line}"
            remedy = "the file of a level, or its 'id:' in a list, needs a name of its own; capitals do not count"
            work.wrong("duplicate-level", message, span, remedy)


def _tracks(work: Assembly, files: Iterable[LevelFile]) -> dict[str, Track]:
    """The declared tracks, else those that levels and folders name, else one that is called like the ladder."""
    if work.shared.tracks:
        return {track: _declared(work, track) for track in work.shared.tracks}
    named = dict.fromkeys(name for file in files if (name := file.track or file.folder))
    if named:
        return {track: Track(track, spoken(track), parse("")) for track in named}
    only = slug(work.shared.title) or "levels"
    return {only: Track(only, line(work.shared.title), parse(""))}


def _declared(work: Assembly, track: str) -> Track:
    part = work.shared.tracks[track]
    for position, block in enumerate(part.includes):
        span = value_span(work.node, "tracks", track, "includes", position)
        work.resolve("blocks", block, span)
    summary = work.text(part.summary, value_span(work.node, "tracks", track, "summary"))
    return Track(track, line(part.title), summary, line(part.family), part.kind, part.includes)


def _track_of(work: Assembly, file: LevelFile, tracks: Mapping[str, Track]) -> str:
    track = file.track or file.folder
    known = list(tracks)
    if track in tracks:
        work.used.add(("tracks", track))
    elif file.track:
        span = value_span(file.node, "track")
        work.wrong("unknown-track", f"there is no track '{track}' in ladder.yaml", span, did_you_mean(track, known))
    elif file.folder:
        message = f"the folder '{track}' is not a track of ladder.yaml"
        remedy = f"{did_you_mean(track, known)} (or declare it under 'tracks:', or add a line 'track: …' to the level)"
        work.wrong("unknown-track", message, file.node.span, remedy)
    elif len(known) == 1:
        work.used.add(("tracks", known[0]))
        return known[0]
    else:
        remedy = f"add a line 'track: …' ({', '.join(known)})"
        work.wrong("missing-track", "it is not said to which track this level belongs", file.node.span, remedy)
    return track


def _level(work: Assembly, file: LevelFile, tracks: Mapping[str, Track], shelf: Library, ids: Sequence[str]) -> Level:
    part, track = _part(file), _track_of(work, file, tracks)
    opened = Opened(part, file.node)
    if part.extends and part.extends not in ids:
        remedy = did_you_mean(part.extends, ids)
        work.wrong("unknown-level", f"there is no level '{part.extends}'", value_span(file.node, "extends"), remedy)
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
        sections=sections(
            work, shelf, opened, work.shared.tracks[track].includes if track in work.shared.tracks else ()
        ),
        span=file.node.span.citing(lines_in(file.source.data)),  # it is told with problems of documents, too
        source=file.source,
    )


def _part(file: LevelFile) -> LevelPart:
    """What the schema makes of a level, once more: it takes a twentieth of the reading, kept for all it takes the most."""
    match shaped(file.node, file.kind):
        case LevelPart() as part:
            return part
        case _:
            raise AssertionError(f"{file.id} held to the schema before")


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
    labels = {fact: line(part.label) for fact, part in work.shared.facts.items()} or {
        fact: spoken(fact) for fact in keys
    }
    return tuple(
        Fact(
            fact,
            label,
            work.text(file.part.facts[keys[fact]], value_span(file.node, "facts", keys[fact])),
            key_span(file.node, "facts", keys[fact]),
        )
        for fact, label in labels.items()
        if fact in keys
    )


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
