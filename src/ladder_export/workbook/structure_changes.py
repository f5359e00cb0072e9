"""Find the changes in the YAML by which levels, sections and tracks are added, renamed or removed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ladder_export.editing.changes import Change, MapChange, Whole
from ladder_export.editing.ladder_nodes import Address, digest
from ladder_export.reading.slugs import title_from_id
from ladder_export.workbook.change_set import ChangeSet
from ladder_export.workbook.level_files import names_track
from ladder_export.workbook.question_sheets import make_sheets
from ladder_export.workbook.structure import Structure


def change_structure(into: ChangeSet, structure: Structure) -> set[str]:
    """Add the changes of levels, sections and tracks, but not of their texts, to `into`.

    Returns the ids of removed levels.
    """
    _add_tracks(into, structure)
    if into.nodes.node(("", "sections")):
        for name, area in structure.areas.items():
            into.set(("", "sections", name), area.title, area.follows)
    for address, (text, row) in structure.titles.items():
        if into.is_changed(address, into.nodes.node(address), text, row):
            into.set_text(address, text)
    tracks = [*(track.id for track in into.nodes.ladder.tracks), *structure.tracks]
    for level in structure.levels.values():
        for key, text in level.head(names_track=names_track(into.nodes, level, tracks)).items():
            into.set((level.id, key), text)
    return set(_removed_levels(into, structure))


def is_inside(address: Address, whole: Address) -> bool:
    """Return whether a YAML path is inside `whole`, the path of a level, of a track, or of a section in ladder.yaml.

    A path is inside a section of ladder.yaml also if it is in the section with the same id of any level.
    """
    if whole[:2] == ("", "sections"):
        return address[1:3] == whole[1:]
    return address[: len(whole)] == whole


def _removed_levels(into: ChangeSet, structure: Structure) -> Iterator[str]:
    """Remove levels, areas and tracks whole; yield the ids of levels. Add a conflict for what was changed since."""
    rows = itertools.chain(*(sheet.rows for sheet in make_sheets(into.nodes)))
    now = {address: digest(text) for row in rows for address, text in row.texts.items()}
    changed = {address for address, _ in now.items() ^ into.workbook.origin.items()}
    for whole in structure.removed:
        if any(is_inside(address, whole) for address in changed):
            message = "this was changed since the workbook was made, and the workbook removes it"
            into.add_conflict(message, into.span(whole))
            if not into.accept:
                continue
        if len(whole) == 1:
            into.changes[str(whole[0])] = MapChange()
            yield str(whole[0])
        else:
            _remove(into, whole)


def _remove(into: ChangeSet, whole: Address) -> None:
    """Remove an area or track from ladder.yaml, and an area from all levels."""
    into.set(whole, Whole.REMOVE)
    for owner in into.nodes.owners:
        if whole[1] == "sections" and owner and into.nodes.node((owner, *whole[1:])):
            into.set((owner, *whole[1:]), Whole.REMOVE)


def _add_tracks(into: ChangeSet, structure: Structure) -> None:
    """Add new tracks; tracks that were not declared are declared with them, and named by levels that named none."""
    if not structure.tracks:
        return
    tracks = into.nodes.ladder.tracks
    declared = bool(into.nodes.node(("", "tracks")))
    content: dict[str, Change] = {} if declared else {track.id: track.title for track in tracks}
    content |= {name: track.content for name, track in structure.tracks.items()}
    if declared or any(title_from_id(name) != title for name, title in content.items()):
        for name, value in content.items():
            into.set(("", "tracks", name), value)
    if len(tracks) == 1:
        _name_track(into)


def _name_track(into: ChangeSet) -> None:
    """Have each level name its track that named none, since there was one alone."""
    for level in into.nodes.ladder.levels:
        if not into.nodes.node((level.id, "track")) and into.nodes.file(level.id).folder != level.track:
            into.set((level.id, "track"), level.track)
