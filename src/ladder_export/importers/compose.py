"""Turn an imported ladder into YAML files: assign ids, and declare shared facts, sections and tracks once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import itemgetter

from ladder_export.core.alignment import merged_order
from ladder_export.importers.ir import (
    ImportedCompetency,
    ImportedLadder,
    ImportedLevel,
    ImportedSection,
    ImportedTrack,
)
from ladder_export.importers.language import guess_language
from ladder_export.importers.section_tree import content_tree, heading_tree, paragraphs, without_empty
from ladder_export.importers.yaml_writer import Commented, YamlTree, to_yaml
from ladder_export.reading.files import LADDER_FILE, LOCALES_FOLDER
from ladder_export.reading.slugs import MAX_ID_BYTES, slug, title_from_id

SPACED_KEYS = ("facts", "sections", "scales", "competencies", "grades", "blocks", "tracks", "levels")
NOT_INCLUDED = "No track includes this yet: 'includes: [id, …]' below a track prints it with its levels."
DEFAULT_TRACK = "general"
HYPHENS = re.compile(r"-{2,}")
MAX_ID_LETTERS = 60  # of an id, as people type it


@dataclass(frozen=True, slots=True)
class _Shared:
    """The shared parts of ladder.yaml, by id in print order: labels of facts; title and icon of sections."""

    facts: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, tuple[str, str]]


FileTrees = dict[str, dict[str, YamlTree]]
"""What is to be written, by path below the folder of the ladder."""


def make_files(ladder: ImportedLadder, name: str, source: Mapping[str, str] | None = None) -> FileTrees:
    """Return the content of the ladder's YAML files by path. `name` is the ladder's title if no page has one.

    `source` has the licence and attribution of the text, for the key `source` in ladder.yaml; None leaves that key out.
    """
    ladder = replace(ladder, levels=tuple(_with_unique_stems(_with_tracks(ladder))))
    titles = _titles(ladder.levels)
    used = {name for level in ladder.levels for _, name, _ in _with_ids(level, titles)}  # other sections are not shared
    shared = _Shared(_fact_labels(ladder.levels), {name: title for name, title in titles.items() if name in used})
    files: FileTrees = {LADDER_FILE: _ladder_tree(ladder, shared, name, source or {})}
    for level in ladder.levels:
        folder = f"{level.track}/" if level.track else ""
        files[f"{folder}{level.stem}.yaml"] = _level_tree(level, shared)
    return files


def as_yaml(files: FileTrees) -> dict[str, str]:
    """Return the content of files as YAML text, by path."""
    return {path: to_yaml(tree, SPACED_KEYS if path == LADDER_FILE else ("sections",)) for path, tree in files.items()}


def _with_tracks(ladder: ImportedLadder) -> Iterator[ImportedLevel]:
    """Yield the levels; where there are tracks, levels outside them go to DEFAULT_TRACK."""
    for level in ladder.levels:
        track = "locales-track" if level.track == LOCALES_FOLDER else level.track
        yield replace(level, track=track or (DEFAULT_TRACK if ladder.tracks else ""))


def _with_unique_stems(levels: Iterable[ImportedLevel]) -> Iterator[ImportedLevel]:
    """Yield the levels, each with a unique id, which names its file."""
    used_ids = {LADDER_FILE.partition(".")[0]: 1}
    for level in levels:
        stem = short_id(level.stem) or short_id(f"{level.code} {level.title}") or "level"
        if stem in used_ids and level.track:
            stem = short_id(f"{level.track}-{stem}")
        stem = _reserve_id(stem, used_ids)
        yield replace(level, stem=stem)


def short_id(text: str) -> str:
    """Return an id made from a text: letters in lower case and digits, with single hyphens between words."""
    return HYPHENS.sub("-", slug(text))


def _reserve_id(proposed: str, used_ids: dict[str, int]) -> str:
    """Return an unused id, with a number behind it where needed, and add it to `used_ids`.

    `used_ids` maps each id to the last number that was tried with it.
    """
    candidate, number = proposed, used_ids.get(proposed, 0)
    stem = proposed.encode()[: MAX_ID_BYTES - len("-9999999")].decode("utf-8", "ignore").rstrip("-._")
    while candidate in used_ids:
        number += 1
        candidate = f"{stem}-{number}"
    used_ids |= {proposed: number, candidate: 1}
    return candidate


def _fact_labels(levels: Iterable[ImportedLevel]) -> dict[str, tuple[str, ...]]:
    """Return the labels of each fact by id, the most common first."""
    counts: dict[str, Counter[str]] = {}
    for level in levels:
        for label, _ in level.facts:
            counts.setdefault(_fact_id(label), Counter())[label] += 1
    return {fact: tuple(label for label, _ in labels.most_common()) for fact, labels in counts.items()}


def _fact_id(label: str) -> str:
    """Return the id of a fact's label."""
    return short_id(label) or "fact"


def section_id(section: ImportedSection) -> str:
    """Return the id that an imported section gets in ladder.yaml: its own key, else an id made from its title.

    Two sections may get the same id.
    """
    return (short_id(section.key) or short_id(section.title) or "section")[:MAX_ID_LETTERS].rstrip("-._")


def _titles(levels: Sequence[ImportedLevel]) -> dict[str, tuple[str, str]]:
    """Return title and icon of the sections that ladder.yaml declares, in an order that fits the levels.

    A section that only one level has belongs to that level, unless a shared one follows it:
    own sections are printed last.
    """
    used = Counter(name for level in levels for name in set(map(section_id, level.sections)))
    shared_names = {name for name, count in used.items() if count > 1 or len(levels) == 1}
    shared = [_down_to_last(level.sections, shared_names) for level in levels]
    variants: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for section in chain.from_iterable(shared):
        variants[section_id(section)][section.title, section.icon] += 1
    return {name: _common(variants[name]) for name in merged_order(map(section_id, own) for own in shared)}


def _down_to_last(sections: Sequence[ImportedSection], names: Container[str]) -> Sequence[ImportedSection]:
    """Return the sections down to the last one whose id is among `names`; none without such a one."""
    last = max((index for index, section in enumerate(sections) if section_id(section) in names), default=-1)
    return sections[: last + 1]


def _common(variants: Counter[tuple[str, str]]) -> tuple[str, str]:
    """Return the most common title and icon.

    The icon is empty if any level has none: a level can override an icon, but not remove it.
    """
    [((title, icon), _)] = variants.most_common(1)
    return title, icon if all(variant_icon for _, variant_icon in variants) else ""


def _ladder_tree(ladder: ImportedLadder, shared: _Shared, name: str, source: Mapping[str, str]) -> dict[str, YamlTree]:
    """Return the content of ladder.yaml."""
    settings = ladder.settings
    return without_empty(
        {
            "title": ladder.title or Commented(name, "guessed: from the name of what was imported"),
            "organisation": settings.get("organisation"),
            "language": settings.get("language") or _guessed_language(ladder),
            "edition": settings.get("edition"),
            "summary": ladder.summary,
            "source": without_empty({"attribution": settings.get("credit")}) or dict(source),
            "facts": {fact: _fact_tree(*labels) for fact, labels in shared.facts.items()},
            "sections": {section: _title_tree(*title) for section, title in shared.titles.items()},
            "scales": _scale_trees(ladder),
            "competencies": {
                _fact_id(competency.title): _competency_tree(competency) for competency in ladder.competencies
            },
            "grades": {name: {"title": title or name} for name, title in _grades(ladder)},
            "blocks": dict(_block_trees(ladder)),
            "tracks": _track_trees(ladder),
        }
    )


def _guessed_language(ladder: ImportedLadder) -> YamlTree | None:
    """Return the language of a ladder's texts with a comment; None for English, and where they are too short to tell."""
    language = guess_language(ladder.texts)
    return Commented(language, "guessed: from the words of the levels") if language not in ("", "en") else None


def _grades(ladder: ImportedLadder) -> Iterator[tuple[str, str]]:
    """Yield id and title of the grades that levels have."""
    return filter(itemgetter(0), dict.fromkeys(level.grade for level in ladder.levels))


def _fact_tree(label: str, *aliases: str) -> YamlTree:
    """Return the declaration of a fact: its label, or a mapping where it has aliases."""
    return {"label": label, "aliases": aliases} if aliases else label


def _title_tree(title: str, icon: str) -> YamlTree:
    """Return the declaration of a section: its title, or a mapping where it has an icon."""
    return without_empty({"title": title, "icon": icon}) if icon else title


def _scale_trees(ladder: ImportedLadder) -> dict[str, YamlTree]:
    """Return every scale by id. Tables with the same scale add their steps to it."""
    scales: dict[str, dict[str, None]] = {}
    for title, steps in ladder.scales:
        scales.setdefault(short_id(title) or "scale", {}).update(dict.fromkeys(steps))
    return {title: {"steps": _steps_in_order(list(steps))} for title, steps in scales.items()}


def _steps_in_order(steps: list[str]) -> list[str]:
    """Return the steps of a scale as they are, numbers by their value."""
    return sorted(steps, key=int) if all(map(str.isdigit, steps)) else steps


def _track_trees(ladder: ImportedLadder) -> dict[str, YamlTree]:
    """Return the tracks that levels use, by id."""
    used = dict.fromkeys(level.track for level in ladder.levels if level.track)
    tracks_by_id = {track.id: track for track in ladder.tracks}
    return {name: _track_tree(tracks_by_id.get(name) or ImportedTrack(name, title_from_id(name))) for name in used}


def _track_tree(track: ImportedTrack) -> YamlTree:
    """Return a track as its title, or as a mapping where it has more than a title."""
    details = without_empty(
        {"summary": track.summary, "family": track.family, "kind": track.kind, "includes": list(track.includes)}
    )
    tree: YamlTree = {"title": track.title, **details} if details else track.title
    return Commented(tree, track.guess) if track.guess else tree


def _competency_tree(competency: ImportedCompetency) -> YamlTree:
    """Return a competency with the descriptions of its steps."""
    steps: dict[str, YamlTree] = {}
    for step, section in competency.steps:
        contents = content_tree(section)
        steps[step] = without_empty({"summary": contents.pop("intro", None), **contents})
    return without_empty({"title": competency.title, "scale": short_id(competency.scale) or "scale", "steps": steps})


def _block_trees(ladder: ImportedLadder) -> Iterator[tuple[str, YamlTree]]:
    """Yield shared blocks with unique ids, and a comment on blocks that no track includes."""
    used_ids: dict[str, int] = {}
    included = {name for track in ladder.tracks for name in track.includes}
    for block in ladder.blocks:
        name = _reserve_id(block.id or slug(block.title) or "block", used_ids)
        names: dict[str, int] = {}
        sections = {
            _reserve_id(section_id(section), names): {
                **heading_tree(section.title, section.icon),
                **content_tree(section),
            }
            for section in block.sections
        }
        tree: YamlTree = {"title": block.title, "sections": sections}
        yield name, tree if name in included else Commented(tree, NOT_INCLUDED)


def _level_tree(level: ImportedLevel, shared: _Shared) -> dict[str, YamlTree]:
    """Return the content of a level's file, with comments on guessed values."""
    tree = without_empty(
        {
            "code": level.code,
            "title": level.title,
            "grade": level.grade[0],
            "status": level.status,
            "extends": level.extends,
            "rank": level.rank,
            "summary": paragraphs(level.summary),
            "facts": {_fact_id(label): value for label, value in level.facts},
            "ratings": {_fact_id(competency): step for competency, step in level.ratings},
            "sections": dict(_section_trees(level, shared)),
        }
    )
    guesses = dict(level.guesses)
    return {key: Commented(value, guesses[key]) if key in guesses else value for key, value in tree.items()}


def _section_trees(level: ImportedLevel, shared: _Shared) -> Iterator[tuple[str, YamlTree]]:
    """Yield the sections of a level: shared ones in ladder.yaml's order, then its own."""
    for section, name, own in _with_ids(level, shared.titles):
        title, icon = ("", "") if own else shared.titles[name]
        differing = (section.title if section.title != title else "", section.icon if section.icon != icon else "")
        tree = {**heading_tree(*differing), **content_tree(section)}
        yield name, Commented(tree, section.guess) if section.guess else tree


def _with_ids(
    level: ImportedLevel, titles: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[ImportedSection, str, bool]]:
    """Yield the sections of a level with their ids, and whether each is the level's own."""
    order = {name: index for index, name in enumerate(titles)}
    used_ids = dict.fromkeys(order, 1)
    last_index, own = -1, False
    for section in level.sections:
        name = section_id(section)
        own = own or name not in titles or order[name] <= last_index
        last_index = last_index if own else order[name]
        yield section, _reserve_id(name, used_ids) if own else name, own
