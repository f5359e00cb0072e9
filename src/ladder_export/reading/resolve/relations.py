"""Check relations between levels: which level each one extends, circles of such levels, codes used twice."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ladder_export.core.level_names import is_called, levels_called, similar_level
from ladder_export.core.model import Level, Track
from ladder_export.core.problems import Problem, Severity, Span, did_you_mean
from ladder_export.reading.nodes import value_span
from ladder_export.reading.resolve.context import ResolveContext
from ladder_export.reading.resolve.cross_checks import LevelHeader

NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}


def resolve_relations(
    context: ResolveContext, headers: Sequence[LevelHeader], levels: Sequence[Level], tracks: Mapping[str, Track]
) -> list[Level]:
    """Return the levels with `extends` replaced by the id of the level that it means.

    `headers` are in the order of `levels`. Add errors for levels that do not exist, for levels that extend each other
    in a circle, and for codes used twice.
    """
    _check_folders(context, headers, tracks)
    resolved = [_resolve_extends(context, card, level, levels) for card, level in zip(headers, levels, strict=True)]
    _check_codes(context, list(zip(headers, resolved, strict=True)), tracks)
    _check_circles(context, {level.id: (card, level) for card, level in zip(headers, resolved, strict=True)})
    return resolved


def _check_folders(context: ResolveContext, headers: Iterable[LevelHeader], tracks: Mapping[str, Track]) -> None:
    """Add one error for each folder that is no track and whose levels name none."""
    folders: dict[tuple[str, str], int] = {}
    for header in headers:
        if header.track and header.track not in tracks and not header.track_span:
            key = header.track, header.span.file.rpartition("/")[0]
            folders[key] = folders.get(key, 0) + 1
    for (track, folder), count in folders.items():
        near = did_you_mean(track, list(tracks))
        title = track.replace("-", " ").replace("_", " ")
        message = f"the folder '{track}' ({count} level{'s'[: count > 1]}) belongs to no track of ladder.yaml"
        declare = f"add the line '{track}: {title[:1].upper()}{title[1:]}' below 'tracks:' in ladder.yaml"
        if "mean" in near:
            remedy = f"{near.replace('did you mean', 'rename the folder to').rstrip('?')}, or {declare}"
        else:
            remedy = f"{declare}, or a line 'track: …' to each of its levels{near and f' ({near})'}"
        context.add_error("unknown-track", message, Span(folder), remedy)


def _resolve_extends(context: ResolveContext, header: LevelHeader, level: Level, levels: Sequence[Level]) -> Level:
    """Return the level with `extends` as an id; a code is looked up in the level's own track first."""
    if not header.extends_span or any(candidate.id == level.extends for candidate in levels):
        return level
    named = _levels_named(level.extends, level, levels)
    if len(named) == 1:
        return replace(level, extends=named[0].id)
    if named:
        message = f"{NUMBERS.get(len(named), len(named))} levels have the code '{level.extends}'"
        remedy = f"name one of them by its id: {_join_with_or([candidate.id for candidate in named])}"
        context.add_error("many-levels", message, header.extends_span, remedy)
    elif is_called(level, level.extends):
        return replace(level, extends=level.id)
    else:
        context.add_unknown_level(level.extends, header.extends_span, _suggest_level(level, levels))
    return level


def _levels_named(name: str, level: Level, levels: Sequence[Level]) -> list[Level]:
    """Return the other levels with this id or code: those in the level's track, else those in other tracks."""
    others = [candidate for candidate in levels if candidate.id != level.id and is_called(candidate, name)]
    return [other for other in others if other.track == level.track] or others


def _suggest_level(level: Level, levels: Sequence[Level]) -> str:
    """Return a hint with the level that was probably meant, else with levels of the track."""
    others = [candidate for candidate in levels if candidate.id != level.id]
    names = _levels_by_name(others)
    if near := difflib.get_close_matches(level.extends.casefold(), names, n=1, cutoff=0.6):
        nearest = names[near[0]]
        return f"did you mean '{nearest.id}'{f' ({nearest.code})' if nearest.code else ''}?"
    there = [other.code or other.id for other in others if other.track == level.track]
    return f"write the id or code of another level, such as {_join_with_or(there[:5])}" if there else "remove the line"


def _levels_by_name(levels: Iterable[Level]) -> dict[str, Level]:
    return {name.casefold(): level for level in levels for name in (level.code, level.id) if name}


def _join_with_or(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def _check_codes(
    context: ResolveContext, levels: Sequence[tuple[LevelHeader, Level]], tracks: Mapping[str, Track]
) -> None:
    """Warn of levels in one track that have the same code; retired levels are left out."""
    groups: dict[tuple[str, str], list[tuple[LevelHeader, Level]]] = {}
    for header, level in levels:
        if level.code and level.status != "retired":
            groups.setdefault((level.track, level.code.casefold()), []).append((header, level))
    for (track, _), group in groups.items():
        if len(group) == 1:
            continue
        *others, (header, level) = sorted(group, key=lambda pair: (pair[0].code_span is None, _code_span(pair[0])))
        title = tracks[track].title if track in tracks else track
        message = f"{NUMBERS.get(len(group), len(group))} levels of {title} have the code {level.code}"
        remedy = f"change one; the code is also used in {', '.join(_file_and_line(_code_span(other_header)) for other_header, _ in others)}"
        if len({same_code.rank for _, same_code in group}) < len(group):
            remedy += "; or give each a 'rank:' to set their order"
        context.problems.append(Problem("duplicate-code", message, _code_span(header), Severity.WARNING, remedy))


def _code_span(header: LevelHeader) -> Span:
    """Return the span of a level's code, or of the level if it has none."""
    return header.code_span or header.span


def _file_and_line(span: Span) -> str:
    return f"{span.file}:{span.line}"


def _check_circles(context: ResolveContext, levels: Mapping[str, tuple[LevelHeader, Level]]) -> None:
    """Add an error for each circle of levels that extend each other, at its first level."""
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
    """Return a sentence that names the levels of a circle, by code if the codes are distinct."""
    codes = [level.code for level in circle]
    names = codes if all(codes) and len(set(codes)) == len(codes) else [f"'{level.id}'" for level in circle]
    if len(names) == 1:
        return f"{names[0]} builds on itself"
    first, *between, last = (f"{lower} on {upper}" for lower, upper in zip(names, [*names[1:], names[0]], strict=True))
    return f"{', '.join((first.replace(' on ', ' builds on ', 1), *between))}, and {last}"


def level_pairs(
    context: ResolveContext, levels: Sequence[Level], key: str, pairs: Iterable[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Return the pairs of levels under a key of ladder.yaml, such as `promotions`, as pairs of ids.

    `pairs` are the names as typed. Add an error for a name that no level has, or that several levels have, and for a
    pair of a level with itself.
    """
    ids = list[tuple[str, str]]()
    for position, names in enumerate(pairs):
        before, after = (
            _level_id(context, levels, name, value_span(context.node, key, position, side))
            for side, name in enumerate(names)
        )
        if before and before == after:
            span = value_span(context.node, key, position, 1)
            remedy = "name two levels, or remove the pair"
            context.add_error("one-level", f"both names of this pair in '{key}' mean the same level", span, remedy)
        elif before and after:
            ids.append((before, after))
    return tuple(dict.fromkeys(ids))


def _level_id(context: ResolveContext, levels: Sequence[Level], name: str, span: Span) -> str:
    """Return the id of the level that a name stands for; adds an error for a name of none or several, and returns ""."""
    named = levels_called(levels, name)
    if not named:
        context.add_unknown_level(name, span, similar_level(levels, name))
    elif len(named) > 1:
        remedy = f"use an id: {', '.join(level.id for level in named)}"
        context.add_error("many-levels", f"several levels are called '{name}'", span, remedy)
    return named[0].id if len(named) == 1 else ""
