"""This file builds the ladder from checked parts: every reference resolved, everything in the order it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ladder_export.model import ExportDefaults, Fact, Ladder, Level, Section, SourceFile, Statement, Track
from ladder_export.problems import Problem, Severity, Span, did_you_mean
from ladder_export.reading.names import folded, is_safe, slug, spoken
from ladder_export.reading.nodes import Node, Place, follow, key_span, value_span
from ladder_export.reading.schema import ExportPart, LadderPart, LevelPart, ListedLevelPart, SectionPart, StatementPart
from ladder_export.reading.wording import dead_links, with_emoji
from ladder_export.text import Text, parse

NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


@dataclass(frozen=True, slots=True)
class LevelFile:
    """A level as it was written. `node` is its mapping; `folder` is empty beside ladder.yaml."""

    id: str
    folder: str
    part: LevelPart
    node: Node
    source: SourceFile


@dataclass(slots=True)
class Assembly:
    """A ladder in the making: what is shared, and the problems met on the way."""

    shared: LadderPart
    node: Node
    source: SourceFile
    problems: list[Problem] = field(default_factory=list)
    tracks: dict[str, Track] = field(default_factory=dict)

    def wrong(self, code: str, message: str, span: Span, remedy: str) -> None:
        """Notes an error."""
        self.problems.append(Problem(code, message, span, help=remedy))

    def text(self, source: str, span: Span) -> Text:
        """Inline text in the ladder's language; warns of links that cannot be followed."""
        text = parse(with_emoji(source), self.shared.language)
        for target, is_picture in dead_links(text):
            message = f"'{target}' is a {'picture' if is_picture else 'link target'} that cannot be printed"
            remedy = (
                "it is shown as typed; links begin with https://, http:// or mailto:, pictures cannot be used in text"
            )
            self.problems.append(Problem("dead-link", message, span, Severity.WARNING, remedy))
        return text


def assemble(work: Assembly, files: Sequence[LevelFile]) -> Ladder:
    """The ladder; whatever does not resolve is in the problems of the assembly."""
    shared = work.shared
    if not files:
        remedy = "write one YAML file for each level beside ladder.yaml, or list them under 'levels:'"
        work.wrong("no-levels", "this ladder has no levels", work.node.span, remedy)
    _check_ids(work, files)
    work.tracks = _tracks(work, files)
    levels = [_level(work, file) for file in files]
    order = {track: position for position, track in enumerate(work.tracks)}
    return Ladder(
        title=_line(shared.title),
        organisation=_line(shared.organisation),
        language=shared.language,
        edition=_line(shared.edition),
        summary=work.text(shared.summary, value_span(work.node, "summary")),
        tracks=tuple(work.tracks.values()),
        levels=tuple(sorted(levels, key=lambda level: (order.get(level.track, 0), level.rank, level.id))),
        export=_export(shared.export),
        sources=(work.source,),
    )


def listed(work: Assembly) -> list[LevelFile]:
    """The levels that stand in the ladder's own file."""
    nodes = [follow(work.node, ("levels", position))[0] for position in range(len(work.shared.levels))]
    return [
        LevelFile(_listed_id(part, position), "", part, node, work.source)
        for position, (part, node) in enumerate(zip(work.shared.levels, nodes, strict=True))
    ]


def _listed_id(part: ListedLevelPart, position: int) -> str:
    return part.id or slug(f"{part.code} {part.title}") or f"level-{position + 1}"


def _line(text: str) -> str:
    """A title in one line, with its emoji."""
    return " ".join(with_emoji(text).split())


def _export(part: ExportPart) -> ExportDefaults:
    return ExportDefaults(
        editions=part.editions,
        formats=part.formats,
        theme=part.theme or None,
        paper=part.paper or None,
        page_budget=part.page_budget,
    )


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
        return {
            track: Track(
                track, _line(part.title), work.text(part.summary, value_span(work.node, "tracks", track, "summary"))
            )
            for track, part in work.shared.tracks.items()
        }
    named = dict.fromkeys(name for file in files if (name := file.part.track or file.folder))
    if named:
        return {track: Track(track, spoken(track), parse("")) for track in named}
    only = slug(work.shared.title) or "levels"
    return {only: Track(only, _line(work.shared.title), parse(""))}


def _track_of(work: Assembly, file: LevelFile) -> str:
    track = file.part.track or file.folder
    if track in work.tracks:
        return track
    known = list(work.tracks)
    if file.part.track:
        span = value_span(file.node, "track")
        work.wrong("unknown-track", f"there is no track '{track}' in ladder.yaml", span, did_you_mean(track, known))
    elif file.folder:
        message = f"the folder '{track}' is not a track of ladder.yaml"
        remedy = f"{did_you_mean(track, known)} (or declare it under 'tracks:', or add a line 'track: …' to the level)"
        work.wrong("unknown-track", message, file.node.span, remedy)
    elif len(known) == 1:
        return known[0]
    else:
        remedy = f"add a line 'track: …' ({', '.join(known)})"
        work.wrong("missing-track", "it is not said to which track this level belongs", file.node.span, remedy)
    return track


def _level(work: Assembly, file: LevelFile) -> Level:
    part = file.part
    return Level(
        id=file.id,
        code=_line(part.code),
        title=_line(part.title),
        track=_track_of(work, file),
        status=part.status,
        rank=_rank(part),
        summary=tuple(
            work.text(paragraph, value_span(file.node, "summary", position))
            for position, paragraph in enumerate(part.summary)
        ),
        facts=_facts(work, file),
        sections=_sections(work, file),
        span=file.node.span,
        source=file.source,
    )


def _rank(part: LevelPart) -> float:
    if part.rank is not None:
        return part.rank
    number = NUMBER.search(part.code)
    return float(number[0]) if number else 0.0


def _facts(work: Assembly, file: LevelFile) -> tuple[Fact, ...]:
    declared = work.shared.facts
    for fact in file.part.facts if declared else ():
        if fact not in declared:
            span = key_span(file.node, "facts", fact)
            remedy = did_you_mean(fact, list(declared))
            work.wrong("unknown-fact", f"'{fact}' is not a fact of ladder.yaml", span, remedy)
    labels = {fact: _line(part.label) for fact, part in declared.items()} or {
        fact: spoken(fact) for fact in file.part.facts
    }
    return tuple(
        Fact(
            fact,
            label,
            work.text(file.part.facts[fact], value_span(file.node, "facts", fact)),
            key_span(file.node, "facts", fact),
        )
        for fact, label in labels.items()
        if fact in file.part.facts
    )


def _sections(work: Assembly, file: LevelFile) -> tuple[Section, ...]:
    """The shared sections in the order of ladder.yaml, then the level's own in theirs."""
    parts = file.part.sections
    order = [name for name in work.shared.sections if name in parts]
    return tuple(_section(work, file, name, parts[name]) for name in dict.fromkeys((*order, *parts)))


def _section(work: Assembly, file: LevelFile, name: str, part: SectionPart) -> Section:
    shared = work.shared.sections.get(name)
    span = key_span(file.node, "sections", name)
    if not shared and not part.title:
        near = did_you_mean(name, list(work.shared.sections))
        own = "a section that only this level has needs a 'title:'"
        remedy = f"{near} ({own})" if near else own
        work.wrong("unknown-section", f"'{name}' is not a section of ladder.yaml", span, remedy)
    return Section(
        id=name,
        title=_line(part.title or (shared.title if shared else name)),
        icon=_line(part.icon or (shared.icon if shared else "")),
        statements=_statements(work, file.node, ("sections", name, "statements"), part.statements),
        examples=_statements(work, file.node, ("sections", name, "examples"), part.examples),
        span=span,
    )


def _statements(work: Assembly, node: Node, place: Place, parts: Sequence[StatementPart]) -> tuple[Statement, ...]:
    spans = [value_span(node, *place, position, "text") for position in range(len(parts))]
    return tuple(Statement(work.text(part.text, span), span) for part, span in zip(parts, spans, strict=True))
