"""This file gives ids to what a dialect found and says once what levels share: the files of a ladder, as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ladder_export.importers.ir import (
    ImportedBlock,
    ImportedCompetency,
    ImportedLadder,
    ImportedLevel,
    ImportedSection,
    ImportedTrack,
    Point,
    Prose,
)
from ladder_export.importers.language import guess_language
from ladder_export.importers.yaml_writer import Commented, YamlTree, to_yaml
from ladder_export.reading.files import LOCALES, SHARED
from ladder_export.reading.slugs import MAX_ID_BYTES, slug, spoken

SPACED_KEYS = ("facts", "sections", "scales", "competencies", "grades", "blocks", "tracks", "levels")
NOT_INCLUDED = "No track includes this yet: 'includes: [id, …]' below a track prints it with its levels."
DEFAULT_TRACK = "general"
HYPHENS = re.compile(r"-{2,}")
MAX_ID_LETTERS = 60  # of an id that people type


@dataclass(frozen=True, slots=True)
class _Shared:
    """What ladder.yaml says once: facts and sections by id, in print order. `titles` are title and icon."""

    facts: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, tuple[str, str]]


FileTrees = dict[str, dict[str, YamlTree]]
"""What is to be written, by path below the folder of the ladder."""


def make_files(ladder: ImportedLadder, name: str, source: Mapping[str, str] | None = None) -> FileTrees:
    """Return the files of the ladder; `name` is its title if no page has one, `source` whose it is."""
    ladder = replace(ladder, levels=tuple(_with_unique_stems(_with_tracks(ladder))))
    titles = _titles(ladder.levels)
    used = {
        name for level in ladder.levels for _, name, _ in _with_ids(level, titles)
    }  # others are in no level's order
    shared = _Shared(_fact_labels(ladder.levels), {name: title for name, title in titles.items() if name in used})
    files: FileTrees = {SHARED: _ladder_tree(ladder, shared, name, source or {})}
    for level in ladder.levels:
        folder = f"{level.track}/" if level.track else ""
        files[f"{folder}{level.stem}.yaml"] = _level_tree(level, shared)
    return files


def as_yaml(files: FileTrees) -> dict[str, str]:
    """Return the files as text, by path."""
    return {path: to_yaml(tree, SPACED_KEYS if path == SHARED else ("sections",)) for path, tree in files.items()}


def _with_tracks(ladder: ImportedLadder) -> Iterator[ImportedLevel]:
    """Levels outside every track get one of their own where there are tracks."""
    for level in ladder.levels:
        track = "locales-track" if level.track == LOCALES else level.track
        yield replace(level, track=track or (DEFAULT_TRACK if ladder.tracks else ""))


def _with_unique_stems(levels: Iterable[ImportedLevel]) -> Iterator[ImportedLevel]:
    """Every level with an id of its own, which names its file."""
    used_ids = {SHARED.partition(".")[0]: 1}
    for level in levels:
        stem = short_id(level.stem) or short_id(f"{level.code} {level.title}") or "level"
        if stem in used_ids and level.track:
            stem = short_id(f"{level.track}-{stem}")
        stem = _reserve_id(stem, used_ids)
        yield replace(level, stem=stem)


def short_id(text: str) -> str:
    """The text as an id, with one hyphen where it has several signs."""
    return HYPHENS.sub("-", slug(text))


def _reserve_id(wish: str, used_ids: dict[str, int]) -> str:
    """The name, with a number behind it if it is among those `taken`, which it joins; they keep the last number of each."""
    found, number = wish, used_ids.get(wish, 0)
    stem = wish.encode()[: MAX_ID_BYTES - len("-9999999")].decode("utf-8", "ignore").rstrip("-._")
    while found in used_ids:
        number += 1
        found = f"{stem}-{number}"
    used_ids |= {wish: number, found: 1}
    return found


def _fact_labels(levels: Iterable[ImportedLevel]) -> dict[str, tuple[str, ...]]:
    """By id, the ways in which a fact is labelled, the most common first."""
    spelled: dict[str, Counter[str]] = {}
    for level in levels:
        for label, _ in level.facts:
            spelled.setdefault(_fact_id(label), Counter())[label] += 1
    return {fact: tuple(label for label, _ in labels.most_common()) for fact, labels in spelled.items()}


def _fact_id(label: str) -> str:
    return short_id(label) or "fact"


def section_id(section: ImportedSection) -> str:
    """The id a section wishes for."""
    return (short_id(section.key) or short_id(section.title) or "section")[:MAX_ID_LETTERS].rstrip("-._")


def _titles(levels: Sequence[ImportedLevel]) -> dict[str, tuple[str, str]]:
    """Title and icon of the sections that ladder.yaml declares, in an order that suits the levels.

    A section of one level is its own, unless a shared one comes after it: own sections are printed last.
    """
    used = Counter(name for level in levels for name in {section_id(section) for section in level.sections})
    order: dict[str, int] = {}
    variants: dict[str, Counter[tuple[str, str]]] = {}
    for level in levels:
        names = [section_id(section) for section in level.sections]
        last = max((place for place, name in enumerate(names) if used[name] > 1 or len(levels) == 1), default=-1)
        before, new = -1, dict[str, int]()  # by name, the place that it comes behind
        for section, name in zip(level.sections[: last + 1], names, strict=False):
            variants.setdefault(name, Counter())[section.title, section.icon] += 1
            if name in order:
                before = max(before, order[name])
            else:
                new.setdefault(name, before)
        if new:
            behind = order | new
            order = {name: place for place, name in enumerate(sorted(behind, key=behind.__getitem__))}
    return {name: _common(variants[name]) for name in order}


def _common(variants: Counter[tuple[str, str]]) -> tuple[str, str]:
    """The usual title and icon. A level can choose another icon but not none: then nobody gets it for free."""
    [((title, icon), _)] = variants.most_common(1)
    return title, icon if all(other for _, other in variants) else ""


def _ladder_tree(ladder: ImportedLadder, shared: _Shared, name: str, source: Mapping[str, str]) -> dict[str, YamlTree]:
    language, settings = guess_language(ladder.texts), ladder.settings
    guess: YamlTree = Commented(language, "guessed: from the words of the levels") if language not in ("", "en") else ""
    grades = {name: title or name for name, title in dict.fromkeys(level.grade for level in ladder.levels) if name}
    included = {name for track in ladder.tracks for name in track.includes}
    return _without_empty(
        {
            "title": ladder.title or Commented(name, "guessed: from the name of what was imported"),
            "organisation": settings.get("organisation", ""),
            "language": settings.get("language", "") or guess,
            "edition": settings.get("edition", ""),
            "summary": ladder.summary,
            "source": {"attribution": settings["credit"]} if settings.get("credit") else dict(source),
            "facts": {
                fact: {"label": first, "aliases": others} if others else first
                for fact, (first, *others) in shared.facts.items()
            },
            "sections": {
                section: _without_empty({"title": title, "icon": icon}) if icon else title
                for section, (title, icon) in shared.titles.items()
            },
            "scales": {title: {"steps": steps} for title, steps in _scales(ladder).items()},
            "competencies": {_fact_id(one.title): _competency_tree(one) for one in ladder.competencies},
            "grades": {name: {"title": title} for name, title in grades.items()},
            "blocks": {
                name: one if name in included else Commented(one, NOT_INCLUDED)
                for name, one in _block_trees(ladder.blocks)
            },
            "tracks": _track_trees(ladder),
        }
    )


def _without_empty(tree: Mapping[str, YamlTree | None]) -> dict[str, YamlTree]:
    """The keys that say something."""
    return {key: value for key, value in tree.items() if value not in (None, "", {}, [])}


def _scales(ladder: ImportedLadder) -> dict[str, list[str]]:
    """The steps of every scale by its id; what several tables say of one is one scale."""
    scales: dict[str, dict[str, None]] = {}
    for title, steps in ladder.scales:
        scales.setdefault(short_id(title) or "scale", {}).update(dict.fromkeys(steps))
    return {
        title: sorted(steps, key=int) if all(map(str.isdigit, steps)) else list(steps)
        for title, steps in scales.items()
    }


def _track_trees(ladder: ImportedLadder) -> dict[str, YamlTree]:
    used = dict.fromkeys(level.track for level in ladder.levels if level.track)
    tracks_by_id = {track.id: track for track in ladder.tracks}
    return {name: _track_tree(tracks_by_id.get(name) or ImportedTrack(name, spoken(name))) for name in used}


def _track_tree(track: ImportedTrack) -> YamlTree:
    said = _without_empty(
        {"summary": track.summary, "family": track.family, "kind": track.kind, "includes": list(track.includes)}
    )
    tree: YamlTree = {"title": track.title, **said} if said else track.title
    return Commented(tree, track.guess) if track.guess else tree


def _competency_tree(one: ImportedCompetency) -> YamlTree:
    steps: dict[str, YamlTree] = {}
    for step, section in one.steps:
        contents = _content_tree(section)
        steps[step] = _without_empty({"summary": contents.pop("intro", None), **contents})
    return _without_empty({"title": one.title, "scale": short_id(one.scale) or "scale", "steps": steps})


def _block_trees(blocks: Iterable[ImportedBlock]) -> Iterator[tuple[str, YamlTree]]:
    used_ids: dict[str, int] = {}
    for block in blocks:
        name = _reserve_id(block.id or slug(block.title) or "block", used_ids)
        names: dict[str, int] = {}
        sections = {
            _reserve_id(section_id(one), names): {**_heading_tree(one.title, one.icon), **_content_tree(one)}
            for one in block.sections
        }
        yield name, {"title": block.title, "sections": sections}


def _level_tree(level: ImportedLevel, shared: _Shared) -> dict[str, YamlTree]:
    tree = _without_empty(
        {
            "code": level.code,
            "title": level.title,
            "grade": level.grade[0],
            "status": level.status,
            "extends": level.extends,
            "rank": level.rank,
            "summary": _paragraphs(level.summary),
            "facts": {_fact_id(label): value for label, value in level.facts},
            "ratings": {_fact_id(competency): step for competency, step in level.ratings},
            "sections": dict(_section_trees(level, shared)),
        }
    )
    guesses = dict(level.guesses)
    return {key: Commented(value, guesses[key]) if key in guesses else value for key, value in tree.items()}


def _section_trees(level: ImportedLevel, shared: _Shared) -> Iterator[tuple[str, YamlTree]]:
    """The sections of a level in its order: shared ones while they follow ladder.yaml's, then its own."""
    for section, name, own in _with_ids(level, shared.titles):
        title, icon = ("", "") if own else shared.titles[name]
        differing = (section.title if section.title != title else "", section.icon if section.icon != icon else "")
        tree = {**_heading_tree(*differing), **_content_tree(section)}
        yield name, Commented(tree, section.guess) if section.guess else tree


def _with_ids(
    level: ImportedLevel, titles: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[ImportedSection, str, bool]]:
    """The sections of a level, each with its id and whether it is the level's own."""
    order = {name: place for place, name in enumerate(titles)}
    used_ids = dict.fromkeys(order, 1)
    reached, own = -1, False
    for section in level.sections:
        name = section_id(section)
        own = own or name not in titles or order[name] <= reached
        reached = reached if own else order[name]
        yield section, _reserve_id(name, used_ids) if own else name, own


def _heading_tree(title: str, icon: str) -> dict[str, YamlTree]:
    return _without_empty({"title": title, "icon": icon})


def _content_tree(section: ImportedSection) -> dict[str, YamlTree]:
    return _without_empty(
        {
            "intro": _paragraphs(section.intro),
            "statements": [_statement(point) for point in section.points],
            "examples": [_nested_point(point) for point in section.examples],
        }
    )


def _statement(point: Point | Prose) -> YamlTree:
    """A statement. Only statements have examples: below other points they are points like any."""
    if isinstance(point, Prose):
        return {"prose": point.text}
    children = [_nested_point(child) for child in point.children]
    examples = [_nested_point(example) for example in point.examples]
    return _text_or_mapping(point.text, children, examples)


def _nested_point(point: Point) -> YamlTree:
    return _text_or_mapping(point.text, [_nested_point(inner) for inner in (*point.children, *point.examples)], [])


def _text_or_mapping(text: str, children: Sequence[YamlTree], examples: Sequence[YamlTree]) -> YamlTree:
    below = _without_empty({"children": children, "examples": examples})
    return {"text": text, **below} if below else text


def _paragraphs(texts: Sequence[str]) -> YamlTree:
    return texts[0] if len(texts) == 1 else list(texts)
