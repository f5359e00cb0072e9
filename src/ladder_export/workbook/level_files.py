"""Choose id, file and first YAML keys of a level that a workbook adds, in the same way as its neighbours have them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from ladder_export.core.artefact_path import collision_key
from ladder_export.core.model import Level
from ladder_export.editing.ladder_nodes import LadderNodes, values_of
from ladder_export.importers.compose import short_id
from ladder_export.reading.files import BRAND_FILES, LADDER_FILE
from ladder_export.reading.slugs import id_fault, slug

# How files of levels are named, by track, code and title; the first is used where no level shows another way.
NAME_STYLES: tuple[Callable[[str, str, str], str], ...] = (
    lambda _track, code, title: short_id(f"{code} {title}"),
    lambda _track, code, _title: short_id(code),
    lambda _track, code, _title: "" if id_fault(code) else code,
    lambda _track, _code, title: short_id(title),
    lambda track, code, title: short_id(f"{track} {code} {title}"),
    lambda track, code, _title: short_id(f"{track} {code}"),
    lambda track, _code, title: short_id(f"{track} {title}"),
)

NO_LEVELS = [file.partition(".")[0] for file in (LADDER_FILE, *BRAND_FILES)]  # files in the ladder's folder


@dataclass(frozen=True, slots=True)
class NewLevel:
    """A level that an edited workbook adds. `path` is that of its file; empty if it is to be listed in ladder.yaml.

    `rank` is the number by which its track is sorted; None if the number in its code is used instead. `follows` is the
    id of the level below it, empty for the lowest.
    """

    id: str
    track: str
    code: str
    title: str
    path: str
    rank: float | None
    follows: str

    @property
    def name(self) -> str:
        """Return code and title of the new level."""
        return f"{self.code} {self.title}".strip()

    def head(self, *, names_track: bool) -> dict[str, str]:
        """Return the YAML keys with which the level's entry begins, such as code and title, and their values as text.

        The key `track` is among them if `names_track` is true.
        """
        is_named = self.path or self.id == slug(f"{self.code} {self.title}")
        keys = {
            "id": "" if is_named else self.id,
            "code": self.code,
            "title": self.title,
            "track": self.track if names_track else "",
            "rank": "" if self.rank is None else f"{self.rank:g}",
        }
        return {key: text for key, text in keys.items() if text}


def filed_levels(nodes: LadderNodes, track: str) -> list[Level]:
    """Return the levels of a track that have files of their own.

    If the track has no such level, return the levels of all tracks that have files of their own.
    """
    filed = [level for level in nodes.ladder.levels if nodes.owners[level.id].span.file != nodes.owners[""].span.file]
    return [level for level in filed if level.track == track] or filed


def free_id(proposed: str, taken: Collection[str]) -> str:
    """Return the proposed id, with a number at its end if `taken` already has it.

    Ids that differ only in capitals count as the same, since some file systems confuse them.
    """
    keys, name, number = set(map(collision_key, taken)), proposed, 1
    while collision_key(name) in keys:
        number += 1
        name = f"{proposed}-{number}"
    return name


def level_id(nodes: LadderNodes, track: str, code: str, title: str, taken: Collection[str]) -> str:
    """Return an id for a new level, formed from code and title in the same way as the ids of its neighbours.

    `taken` are the ids of all levels so far.
    """
    beside, taken = filed_levels(nodes, track), [*taken, *NO_LEVELS]
    counts = [
        sum(style(neighbour.track, neighbour.code, neighbour.title) == neighbour.id for neighbour in beside)
        for style in NAME_STYLES
    ]
    style = NAME_STYLES[counts.index(max(counts))]
    proposed = style(track, code, title) or short_id(f"{code} {title}") or "level"
    if {collision_key(proposed)} & set(map(collision_key, taken)):
        proposed = short_id(f"{track} {proposed}")
    return free_id(proposed, taken)


def level_path(nodes: LadderNodes, track: str, name: str) -> str:
    """Return the path of the file of a new level with the id `name`, below the ladder's folder.

    Empty if levels have no files of their own, but are listed in ladder.yaml.
    """
    beside = filed_levels(nodes, track)
    if not beside:
        return ""
    path = nodes.file(beside[-1].id).source.path
    folder, _, file = path.rpartition("/")
    if beside[-1].track != track and folder:  # a track without levels yet, in a folder beside that of another track
        folder = f"{folder.rpartition('/')[0]}/{track}".lstrip("/")
    return f"{folder}/{name}.{file.rpartition('.')[2]}".lstrip("/")


def names_track(nodes: LadderNodes, new: NewLevel, tracks: Sequence[str]) -> bool:
    """Return whether the file of a new level is to name its track; `tracks` are the ids of all tracks.

    In a folder named like the track, it does so only if the files of other levels of the track do. In any other folder
    it always does, and directly in the ladder's folder if there are several tracks.
    """
    beside = [level for level in filed_levels(nodes, new.track) if level.track == new.track]
    folder = new.path.rpartition("/")[0].rpartition("/")[2]
    if folder == new.track:
        return any("track" in values_of(nodes.owners[level.id]) for level in beside)
    return bool(folder) or len(tracks) > 1
