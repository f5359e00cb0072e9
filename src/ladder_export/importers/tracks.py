"""Assign levels to tracks: by the page's settings, its folder, or its title where codes repeat within a folder."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from string import ascii_letters

from ladder_export.importers.front_matter import TRACKS as PARENTS
from ladder_export.importers.front_matter import FrontMatter
from ladder_export.importers.ir import ImportedLevel, ImportedTrack
from ladder_export.importers.level_names import family_name
from ladder_export.importers.parsed_pages import ParsedPage
from ladder_export.reading.slugs import slug, title_from_id

NUMBER_PREFIX = re.compile(r"^[0-9]{1,3}[-_. ]+(?=\S)")  # files are often numbered so that they sort in order

# Folder names that are not the name of a track.
GENERIC = frozenset(
    (
        "levels level ladder ladders career-ladder career-ladders docs doc documentation content src pages"
        " _pages posts _posts roles role positions frameworks framework tracks career careers"
        " career-framework markdown md sheets data files site wiki handbook en job-descriptions jobs titles"
        " progression"
    ).split()
)


def track_id(parsed: ParsedPage) -> str:
    """Return the id of a page's track, from its settings or its folder's name; empty if neither names one.

    A page that this program wrote is in a folder whose name is the id.
    """
    own = slug(parsed.page.folder) if parsed.settings.is_own else ""
    return own if own and own != "sheets" else slug(track_name(parsed))


def own_track(track: ImportedTrack, settings: FrontMatter) -> ImportedTrack:
    """Return the track with title, summary, family and kind from the settings of a page that this program wrote."""
    return replace(
        track,
        title=settings.own_text("track"),
        summary=settings.own_text("track-summary"),
        family=settings.own_text("family"),
        kind=settings.own_text("kind"),
        guess="",
    )


def track_name(parsed: ParsedPage) -> str:
    """Return the name of a page's track, from its settings or its folder's name; empty if neither names one."""
    _, parent = parsed.settings.text(PARENTS)
    if parent and slug(parent) and slug(parent) not in GENERIC:
        return parent
    folders = parsed.page.path.split("/")[:-1]
    name = next((name for name in reversed(folders) if slug(name) not in GENERIC), "")
    return title_from_id(NUMBER_PREFIX.sub("", name))


def assign_tracks(
    levels: Sequence[ImportedLevel], titles: Mapping[str, str], ours: AbstractSet[str]
) -> tuple[list[ImportedLevel], list[ImportedTrack]]:
    """Assign imported levels to tracks; return the levels in the given order, and the tracks.

    The levels of a folder are one track, unless several have the same code: then their titles, without rank, name
    tracks. `titles` maps the id of each folder to its name. `ours` are the proposed ids (stems) of levels whose pages
    state their track, because this program wrote them.
    """
    folders: dict[str, list[ImportedLevel]] = defaultdict(list)
    for level in levels:
        folders[level.track].append(level)
    assigned: dict[int, ImportedLevel] = {}
    tracks: list[ImportedTrack] = []
    for folder, members in folders.items():
        names = _track_names(members) if folder and not any(level.stem in ours for level in members) else {}
        for level in members:
            assigned[id(level)] = _with_half_rank(replace(level, track=slug(names.get(level.stem, folder))), members)
        if names:
            tracks += _named_tracks(names.values(), titles[folder])
        elif folder:
            tracks.append(ImportedTrack(folder, titles[folder]))
    return [assigned[id(level)] for level in levels], tracks


def _named_tracks(names: Iterable[str], folder: str) -> Iterator[ImportedTrack]:
    """Yield the tracks that titles in a folder name, with a comment on the first."""
    guess = f"guessed: levels of '{folder}' have the same code, so their titles name the tracks"
    for name in dict.fromkeys(names):
        yield ImportedTrack(slug(name), name, family=folder, guess=guess)
        guess = ""


def _with_half_rank(level: ImportedLevel, others: Iterable[ImportedLevel]) -> ImportedLevel:
    """Return the level, with a rank half a step below L1 for L1.0 where both exist."""
    base_code, dot, zeros = level.code.rpartition(".")
    number = base_code.lstrip("-" + ascii_letters)
    if not dot or zeros.strip("0") or not number.isdigit() or all(sibling.code != base_code for sibling in others):
        return level
    return replace(level, rank=int(number) - 0.5, guesses=(*level.guesses, ("rank", f"guessed: below {base_code}")))


def _track_names(levels: Sequence[ImportedLevel]) -> dict[str, str]:
    """Return the title without rank of each level, by stem; empty where one track explains the codes.

    Also empty where these titles do not tell the levels apart.
    """
    if max(Counter(level.code for level in levels if level.code).values(), default=1) == 1:
        return {}
    names = {level.stem: family_name(level.title) for level in levels}
    pairs = Counter((names[level.stem].casefold(), level.code) for level in levels)
    return names if all(names.values()) and max(pairs.values()) == 1 and all(map(slug, names.values())) else {}
