"""This file gives ids to what a dialect found and says once what levels share: the files of a ladder, as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ladder_export.importers.ir import (
    Draft,
    DraftBlock,
    DraftCompetency,
    DraftLevel,
    DraftSection,
    DraftTrack,
    Point,
    Prose,
)
from ladder_export.importers.language import guess_language
from ladder_export.importers.yaml_writer import Noted, Tree, yaml_of
from ladder_export.reading.files import LOCALES, SHARED
from ladder_export.reading.slugs import MAX_ID_BYTES, slug, spoken

SPACIOUS = ("facts", "sections", "scales", "competencies", "grades", "blocks", "tracks", "levels")
NOT_INCLUDED = "No track includes this yet: 'includes: [id, …]' below a track prints it with its levels."
REST = "general"
HYPHENS = re.compile(r"-{2,}")
MOST_LETTERS = 60  # of an id that people type


@dataclass(frozen=True, slots=True)
class _Shared:
    """What ladder.yaml says once: facts and sections by id, in print order. `titles` are title and icon."""

    facts: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, tuple[str, str]]


Files = dict[str, dict[str, Tree]]
"""What is to be written, by path below the folder of the ladder."""


def compose(draft: Draft, name: str, source: Mapping[str, str] | None = None) -> Files:
    """Return the files of the ladder; `name` is its title if no page has one, `source` whose it is."""
    draft = replace(draft, levels=tuple(_unique(_tracked(draft))))
    titles = _titles(draft.levels)
    used = {name for level in draft.levels for _, name, _ in _placed(level, titles)}  # others are in no level's order
    shared = _Shared(_facts(draft.levels), {name: title for name, title in titles.items() if name in used})
    files: Files = {SHARED: _ladder(draft, shared, name, source or {})}
    for level in draft.levels:
        folder = f"{level.track}/" if level.track else ""
        files[f"{folder}{level.stem}.yaml"] = _level(level, shared)
    return files


def as_yaml(files: Files) -> dict[str, str]:
    """Return the files as text, by path."""
    return {path: yaml_of(tree, SPACIOUS if path == SHARED else ("sections",)) for path, tree in files.items()}


def _tracked(draft: Draft) -> Iterator[DraftLevel]:
    """Levels outside every track get one of their own where there are tracks."""
    for level in draft.levels:
        track = "locales-track" if level.track == LOCALES else level.track
        yield replace(level, track=track or (REST if draft.tracks else ""))


def _unique(levels: Iterable[DraftLevel]) -> Iterator[DraftLevel]:
    """Every level with an id of its own, which names its file."""
    taken = {SHARED.partition(".")[0]: 1}
    for level in levels:
        stem = short(level.stem) or short(f"{level.code} {level.title}") or "level"
        if stem in taken and level.track:
            stem = short(f"{level.track}-{stem}")
        stem = _taken(stem, taken)
        yield replace(level, stem=stem)


def short(text: str) -> str:
    """The text as an id, with one hyphen where it has several signs."""
    return HYPHENS.sub("-", slug(text))


def _taken(wish: str, taken: dict[str, int]) -> str:
    """The name, with a number behind it if it is among those `taken`, which it joins; they keep the last number of each."""
    found, number = wish, taken.get(wish, 0)
    stem = wish.encode()[: MAX_ID_BYTES - len("-9999999")].decode("utf-8", "ignore").rstrip("-._")
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    taken |= {wish: number, found: 1}
    return found


def _facts(levels: Iterable[DraftLevel]) -> dict[str, tuple[str, ...]]:
    """By id, the ways in which a fact is labelled, the most common first."""
    spelled: dict[str, Counter[str]] = {}
    for level in levels:
        for label, _ in level.facts:
            spelled.setdefault(_fact_id(label), Counter())[label] += 1
    return {fact: tuple(label for label, _ in labels.most_common()) for fact, labels in spelled.items()}


def _fact_id(label: str) -> str:
    return short(label) or "fact"


def section_id(section: DraftSection) -> str:
    """The id a section wishes for."""
    return (short(section.key) or short(section.title) or "section")[:MOST_LETTERS].rstrip("-._")


def _titles(levels: Sequence[DraftLevel]) -> dict[str, tuple[str, str]]:
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


def _ladder(draft: Draft, shared: _Shared, name: str, source: Mapping[str, str]) -> dict[str, Tree]:
    language, own = guess_language(draft.texts), draft.settings
    guess: Tree = Noted(language, "guessed: from the words of the levels") if language not in ("", "en") else ""
    grades = {name: title or name for name, title in dict.fromkeys(level.grade for level in draft.levels) if name}
    included = {name for track in draft.tracks for name in track.includes}
    return _said(
        {
            "title": draft.title or Noted(name, "guessed: from the name of what was imported"),
            "organisation": own.get("organisation", ""),
            "language": own.get("language", "") or guess,
            "edition": own.get("edition", ""),
            "summary": draft.summary,
            "source": {"attribution": own["credit"]} if own.get("credit") else dict(source),
            "facts": {
                fact: {"label": first, "aliases": others} if others else first
                for fact, (first, *others) in shared.facts.items()
            },
            "sections": {
                section: _said({"title": title, "icon": icon}) if icon else title
                for section, (title, icon) in shared.titles.items()
            },
            "scales": {title: {"steps": steps} for title, steps in _scales(draft).items()},
            "competencies": {_fact_id(one.title): _competency(one) for one in draft.competencies},
            "grades": {name: {"title": title} for name, title in grades.items()},
            "blocks": {
                name: one if name in included else Noted(one, NOT_INCLUDED) for name, one in _blocks(draft.blocks)
            },
            "tracks": _tracks(draft),
        }
    )


def _said(tree: Mapping[str, Tree | None]) -> dict[str, Tree]:
    """The keys that say something."""
    return {key: value for key, value in tree.items() if value not in (None, "", {}, [])}


def _scales(draft: Draft) -> dict[str, list[str]]:
    """The steps of every scale by its id; what several tables say of one is one scale."""
    scales: dict[str, dict[str, None]] = {}
    for title, steps in draft.scales:
        scales.setdefault(short(title) or "scale", {}).update(dict.fromkeys(steps))
    return {
        title: sorted(steps, key=int) if all(map(str.isdigit, steps)) else list(steps)
        for title, steps in scales.items()
    }


def _tracks(draft: Draft) -> dict[str, Tree]:
    used = dict.fromkeys(level.track for level in draft.levels if level.track)
    known = {track.id: track for track in draft.tracks}
    return {name: _track(known.get(name) or DraftTrack(name, spoken(name))) for name in used}


def _track(track: DraftTrack) -> Tree:
    said = _said(
        {"summary": track.summary, "family": track.family, "kind": track.kind, "includes": list(track.includes)}
    )
    tree: Tree = {"title": track.title, **said} if said else track.title
    return Noted(tree, track.guess) if track.guess else tree


def _competency(one: DraftCompetency) -> Tree:
    steps: dict[str, Tree] = {}
    for step, section in one.steps:
        contents = _contents(section)
        steps[step] = _said({"summary": contents.pop("intro", None), **contents})
    return _said({"title": one.title, "scale": short(one.scale) or "scale", "steps": steps})


def _blocks(blocks: Iterable[DraftBlock]) -> Iterator[tuple[str, Tree]]:
    taken: dict[str, int] = {}
    for block in blocks:
        name = _taken(block.id or slug(block.title) or "block", taken)
        names: dict[str, int] = {}
        sections = {
            _taken(section_id(one), names): {**_heading(one.title, one.icon), **_contents(one)}
            for one in block.sections
        }
        yield name, {"title": block.title, "sections": sections}


def _level(level: DraftLevel, shared: _Shared) -> dict[str, Tree]:
    tree = _said(
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
            "sections": dict(_sections(level, shared)),
        }
    )
    guesses = dict(level.guesses)
    return {key: Noted(value, guesses[key]) if key in guesses else value for key, value in tree.items()}


def _sections(level: DraftLevel, shared: _Shared) -> Iterator[tuple[str, Tree]]:
    """The sections of a level in its order: shared ones while they follow ladder.yaml's, then its own."""
    for section, name, own in _placed(level, shared.titles):
        title, icon = ("", "") if own else shared.titles[name]
        differing = (section.title if section.title != title else "", section.icon if section.icon != icon else "")
        tree = {**_heading(*differing), **_contents(section)}
        yield name, Noted(tree, section.guess) if section.guess else tree


def _placed(level: DraftLevel, titles: Mapping[str, tuple[str, str]]) -> Iterator[tuple[DraftSection, str, bool]]:
    """The sections of a level, each with its id and whether it is the level's own."""
    order = {name: place for place, name in enumerate(titles)}
    taken = dict.fromkeys(order, 1)
    reached, own = -1, False
    for section in level.sections:
        name = section_id(section)
        own = own or name not in titles or order[name] <= reached
        reached = reached if own else order[name]
        yield section, _taken(name, taken) if own else name, own


def _heading(title: str, icon: str) -> dict[str, Tree]:
    return _said({"title": title, "icon": icon})


def _contents(section: DraftSection) -> dict[str, Tree]:
    return _said(
        {
            "intro": _paragraphs(section.intro),
            "statements": [_point(point) for point in section.points],
            "examples": [_nested(point) for point in section.examples],
        }
    )


def _point(point: Point | Prose) -> Tree:
    """A statement. Only statements have examples: below other points they are points like any."""
    if isinstance(point, Prose):
        return {"prose": point.text}
    children = [_nested(child) for child in point.children]
    examples = [_nested(example) for example in point.examples]
    return _full(point.text, children, examples)


def _nested(point: Point) -> Tree:
    return _full(point.text, [_nested(inner) for inner in (*point.children, *point.examples)], [])


def _full(text: str, children: Sequence[Tree], examples: Sequence[Tree]) -> Tree:
    below = _said({"children": children, "examples": examples})
    return {"text": text, **below} if below else text


def _paragraphs(texts: Sequence[str]) -> Tree:
    return texts[0] if len(texts) == 1 else list(texts)
