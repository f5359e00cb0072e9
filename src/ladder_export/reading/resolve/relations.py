"""This file holds what levels say of each other: which one they extend, in which order, under which code."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ladder_export.core.model import Level, Track
from ladder_export.core.problems import Problem, Severity, Span, did_you_mean
from ladder_export.reading.resolve.context import ResolveContext
from ladder_export.reading.resolve.cross_checks import LevelHeader

NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}


def resolve_relations(
    context: ResolveContext, headers: Sequence[LevelHeader], levels: Sequence[Level], tracks: Mapping[str, Track]
) -> list[Level]:
    """Return the levels, each with the id of the one it extends; note what does not resolve, circles and equal codes."""
    _check_folders(context, headers, tracks)
    resolved = [_resolve_extends(context, card, level, levels) for card, level in zip(headers, levels, strict=True)]
    _check_codes(context, list(zip(headers, resolved, strict=True)), tracks)
    _check_circles(context, {level.id: (card, level) for card, level in zip(headers, resolved, strict=True)})
    return resolved


def _check_folders(context: ResolveContext, headers: Iterable[LevelHeader], tracks: Mapping[str, Track]) -> None:
    """Note each folder whose levels say no track, and that is none itself: once, however many there are."""
    folders: dict[tuple[str, str], int] = {}
    for header in headers:
        if header.track and header.track not in tracks and not header.track_span:
            key = header.track, header.span.file.rpartition("/")[0]
            folders[key] = folders.get(key, 0) + 1
    for (track, folder), count in folders.items():
        near = did_you_mean(track, list(tracks))
        remedy = near.replace("did you mean ", "rename it to ").rstrip("?") if "mean" in near else near
        message = f"the folder '{track}' ({count} level{'s'[: count > 1]}) belongs to no track of ladder.yaml"
        remedy = f"{remedy} (or declare it under 'tracks:', or add a line 'track: …' to its levels)"
        context.add_error("unknown-track", message, Span(folder), remedy)


def _resolve_extends(context: ResolveContext, header: LevelHeader, level: Level, levels: Sequence[Level]) -> Level:
    """Return the level with the id of the one it extends, which it may name by its code: one of its own track first."""
    if not header.extends_span or any(one.id == level.extends for one in levels):
        return level
    name = level.extends.casefold()
    named = _levels_named(name, level, levels)
    if len(named) == 1:
        return replace(level, extends=named[0].id)
    if named:
        message = f"{NUMBERS.get(len(named), len(named))} levels have the code '{level.extends}'"
        remedy = f"name one of them by its id: {_join_with_or([one.id for one in named])}"
        context.add_error("many-levels", message, header.extends_span, remedy)
    elif name == level.code.casefold():
        return replace(level, extends=level.id)
    else:
        message = f"there is no level '{level.extends}'"
        context.add_error("unknown-level", message, header.extends_span, _suggest_level(level, levels))
    return level


def _levels_named(name: str, level: Level, levels: Sequence[Level]) -> list[Level]:
    """Return the other levels that have this id or code: those of the level's track, else those of others."""
    others = [one for one in levels if one.id != level.id and name in (one.id.casefold(), one.code.casefold())]
    return [one for one in others if one.track == level.track] or others


def _suggest_level(level: Level, levels: Sequence[Level]) -> str:
    """Return the level that is probably meant, else those of the track."""
    others = [one for one in levels if one.id != level.id]
    names = _levels_by_name(others)
    if near := difflib.get_close_matches(level.extends.casefold(), names, n=1, cutoff=0.6):
        one = names[near[0]]
        return f"did you mean '{one.id}'{f' ({one.code})' if one.code else ''}?"
    there = [one.code or one.id for one in others if one.track == level.track]
    return f"write the id or code of another level, such as {_join_with_or(there[:5])}" if there else "remove the line"


def _levels_by_name(levels: Iterable[Level]) -> dict[str, Level]:
    return {name.casefold(): level for level in levels for name in (level.code, level.id) if name}


def _join_with_or(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def _check_codes(
    context: ResolveContext, levels: Sequence[tuple[LevelHeader, Level]], tracks: Mapping[str, Track]
) -> None:
    """Warn of levels of one track that have the same code; retired ones do not count."""
    groups: dict[tuple[str, str], list[tuple[LevelHeader, Level]]] = {}
    for header, level in levels:
        if level.code and level.status != "retired":
            groups.setdefault((level.track, level.code.casefold()), []).append((header, level))
    for (track, _), group in groups.items():
        if len(group) == 1:
            continue
        *others, (header, level) = sorted(group, key=lambda one: (one[0].code_span is None, _code_span(one[0])))
        title = tracks[track].title if track in tracks else track
        message = f"{NUMBERS.get(len(group), len(group))} levels of {title} have the code {level.code}"
        remedy = (
            f"change one; the code is also in {', '.join(_file_and_line(_code_span(other)) for other, _ in others)}"
        )
        if len({one.rank for _, one in group}) < len(group):
            remedy += "; or, to say which comes first, give each a 'rank:'"
        context.problems.append(Problem("duplicate-code", message, _code_span(header), Severity.WARNING, remedy))


def _code_span(header: LevelHeader) -> Span:
    """Return where a level says its code; the level itself where it says none."""
    return header.code_span or header.span


def _file_and_line(span: Span) -> str:
    return f"{span.file}:{span.line}"


def _check_circles(context: ResolveContext, levels: Mapping[str, tuple[LevelHeader, Level]]) -> None:
    """Note levels that, in the end, extend themselves: each circle once, where its first level says so."""
    reported: set[str] = set()
    for start in sorted(levels, key=lambda name: levels[name][0].span):
        chain = [start]
        while (upper := levels[chain[-1]][1].extends) in levels and upper not in chain:
            chain.append(upper)
        circle = chain[chain.index(upper) :] if upper in chain else []
        if not circle or reported & set(circle):
            continue
        reported |= set(circle)
        first = min(circle, key=lambda name: levels[name][0].span)
        circle = circle[circle.index(first) :] + circle[: circle.index(first)]
        place = levels[first][0].extends_span or levels[first][0].span
        message = _describe_circle([levels[name][1] for name in circle])
        context.add_error("circular-extends", message, place, "remove 'extends:' from one of them")


def _describe_circle(circle: Sequence[Level]) -> str:
    """Return what levels build on that, in the end, extend themselves: by their codes where these tell them apart."""
    codes = [level.code for level in circle]
    names = codes if all(codes) and len(set(codes)) == len(codes) else [f"'{level.id}'" for level in circle]
    if len(names) == 1:
        return f"{names[0]} builds on itself"
    first, *between, last = (f"{lower} on {upper}" for lower, upper in zip(names, [*names[1:], names[0]], strict=True))
    return f"{', '.join((first.replace(' on ', ' builds on ', 1), *between))}, and {last}"
