"""Check the ids and tracks of all levels of a ladder against each other and against ladder.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ladder_export.core.artefact_path import collision_key
from ladder_export.core.model import Level, Track
from ladder_export.core.problems import Span, did_you_mean
from ladder_export.core.text import parse
from ladder_export.reading.nodes import key_span, value_span
from ladder_export.reading.resolve.context import ParsedLevel, ResolveContext, one_line
from ladder_export.reading.slugs import id_fault, original_of_copy, shorten_name, slug, title_from_id


@dataclass(frozen=True, slots=True)
class LevelHeader:
    """The parts of a level that are compared with other levels, and their locations for problems.

    `track` is the track that the level names, else the name of its folder. `span` is the location of the whole level.
    The location of a track, `extends` or code is None if the level does not have that key.
    """

    id: str
    span: Span
    id_span: Span
    track: str
    track_span: Span | None
    extends_span: Span | None
    code_span: Span | None


def header_of(parsed: ParsedLevel) -> LevelHeader:
    """Return the parts of a level that are compared with other levels: its id and track, and the locations of keys."""
    model, node = parsed.model, parsed.node
    return LevelHeader(
        parsed.file.id,
        node.span,
        value_span(node, "id"),
        model.track or parsed.file.folder,
        value_span(node, "track") if model.track else None,
        value_span(node, "extends") if model.extends else None,
        value_span(node, "code") if model.code else None,
    )


def check_ids(context: ResolveContext, headers: Iterable[LevelHeader]) -> None:
    """Add an error for each level id that cannot be a file name, or that differs from another only in capitals."""
    first: dict[str, LevelHeader] = {}
    headers = list(headers)
    for header in headers:
        if fault := id_fault(header.id):
            remedy = f"call it '{shorten_name(slug(header.id)) or 'level'}', for example"
            if (source := original_of_copy(header.id)) and any(original.id == source for original in headers):
                remedy += f"; if it is an accidental copy of '{source}', remove it"
            context.add_error("unsafe-id", f"'{shorten_name(header.id)}' {fault}", header.id_span, remedy)
        earlier = first.setdefault(collision_key(header.id), header)
        if earlier is not header:
            message = f"a level '{earlier.id}' exists already, in {earlier.span.file}:{earlier.span.line}"
            remedy = "rename one of the files, or the 'id:' in a list; ids that differ only in capitals count as equal"
            context.add_error("duplicate-level", message, header.id_span, remedy)


def resolve_tracks(context: ResolveContext, headers: Iterable[LevelHeader]) -> dict[str, Track]:
    """Return the tracks by id: those that ladder.yaml declares, else those that levels or their folders name.

    If nothing names a track, there is one track with the title of the ladder.
    """
    if context.shared.tracks:
        _check_tracks(context, {track: key_span(context.node, "tracks", track) for track in context.shared.tracks})
        return {track: _declared_track(context, track) for track in context.shared.tracks}
    spans: dict[str, Span] = {}
    for header in headers:
        if header.track:
            spans.setdefault(header.track, header.track_span or header.span)
    if spans:
        _check_tracks(context, spans)
        return {track: Track(track, title_from_id(track), parse("")) for track in spans}
    only = slug(context.shared.title) or "levels"
    return {only: Track(only, one_line(context.shared.title), parse(""))}


def _check_tracks(context: ResolveContext, tracks: Mapping[str, Span]) -> None:
    """Add errors for tracks whose ids cannot name files, or differ only in case: matrices are named after them."""
    first: dict[str, str] = {}
    for track, span in tracks.items():
        if fault := id_fault(track, allow_spaces=True):
            remedy = f"call it '{shorten_name(slug(track)) or 'track'}', for example, wherever it is named"
            context.add_error("unsafe-id", f"the track '{shorten_name(track)}' {fault}", span, remedy)
        earlier = first.setdefault(collision_key(track), track)
        if earlier is not track:
            message = f"the tracks '{earlier}' and '{track}' differ only in capitals"
            context.add_error("duplicate-track", message, span, f"write '{earlier}' everywhere, or choose another id")


def _declared_track(context: ResolveContext, track: str) -> Track:
    model = context.shared.tracks[track]
    for position, block in enumerate(model.includes):
        span = value_span(context.node, "tracks", track, "includes", position)
        context.require_declared("blocks", block, span)
    summary = context.text(model.summary, value_span(context.node, "tracks", track, "summary"))
    return Track(track, one_line(model.title), summary, one_line(model.family), model.kind, model.includes)


def assign_track(context: ResolveContext, header: LevelHeader, level: Level, tracks: Mapping[str, Track]) -> Level:
    """Return the level with the id of its track filled in: if it names none, the only track of the ladder.

    Add an error if the level names a track that does not exist, or names none and there are several.
    """
    track, track_ids = header.track, list(tracks)
    if track in tracks:
        context.used.add(("tracks", track))
    elif header.track_span:
        message = f"there is no track '{track}' in ladder.yaml"
        context.add_error("unknown-track", message, header.track_span, did_you_mean(track, track_ids))
    elif track:
        pass  # reported once, for its folder
    elif len(track_ids) == 1:
        context.used.add(("tracks", track_ids[0]))
        return replace(level, track=track_ids[0])
    else:
        remedy = f"add a line 'track: …' ({', '.join(track_ids)})"
        context.add_error("missing-track", "this level names no track", header.span, remedy)
    return level
