"""Apply the changes of an edited workbook to the content of a ladder's files, without writing them."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_export.editing.changes import Change, ListChange, MapChange, Whole, simplified
from ladder_export.editing.file_changes import changed_file
from ladder_export.editing.ladder_nodes import LadderNodes
from ladder_export.editing.new_content import new_content
from ladder_export.editing.yaml_edit import KEY_ORDER
from ladder_export.importers.yaml_writer import to_yaml
from ladder_export.workbook.merge import Merged

HELP_EDIT_YAML = "change this text in the YAML file itself, make a new workbook, and bring over the other changes"


def changed_files(nodes: LadderNodes, merged: Merged) -> dict[str, bytes | None]:
    """Return the new content of each file that changes, by its path in the ladder's folder.

    None stands for a file to remove. Raises InvalidLadder for a text that cannot be changed without changing others.
    """
    changes = {owner: simplified(nodes.owners.get(owner), root) for owner, root in merged.into.changes.items()}
    files = {
        new.path: _new_file(nodes, changes[owner]) for owner, new in merged.structure.levels.items() if new.path
    } | {nodes.file(owner).source.path: None for owner in merged.removed if not nodes.prefixes[owner]}
    changes[""] = _with_listed_levels(nodes, merged, changes)
    for owner in nodes.owners:
        change = changes.get(owner, Whole.KEEP)
        if change is not Whole.KEEP and not nodes.prefixes[owner] and owner not in merged.removed:
            file = nodes.file(owner)
            files[file.source.path] = changed_file(nodes, file.file, change, HELP_EDIT_YAML)
    return _differing(nodes, files)


def _differing(nodes: LadderNodes, files: Mapping[str, bytes | None]) -> dict[str, bytes | None]:
    """Return the files that are not as they were: a text that is removed and added again changes nothing."""
    before = {file.source.path: file.source.data for file in nodes.files.values()}
    return {path: data for path, data in files.items() if data != before.get(path)}


def _with_listed_levels(nodes: LadderNodes, merged: Merged, changes: Mapping[str, Change]) -> Change:
    """Return the change of ladder.yaml with that of the levels listed there."""
    prefixes = {owner: prefix[-1] for owner, prefix in nodes.prefixes.items() if prefix}
    listed = [owner for owner in _listed(nodes, merged, list(prefixes)) if owner not in merged.removed]
    if not (listed or prefixes):
        return changes.get("", Whole.KEEP)
    positions = {owner: int(at) for owner, at in prefixes.items()}
    items = tuple((positions.get(owner), changes.get(owner, Whole.KEEP)) for owner in listed)
    root = merged.into.changes.get("", MapChange())
    return simplified(nodes.owners[""], MapChange({"levels": ListChange(items), **root.values}, root.follows))


def _listed(nodes: LadderNodes, merged: Merged, listed: list[str]) -> list[str]:
    """Return the levels listed in ladder.yaml with new ones: each behind the level below it, else by its track."""
    tracks = {level.id: level.track for level in nodes.ladder.levels}
    for new in merged.structure.levels.values():
        if not new.path:
            beside = [at for at, owner in enumerate(listed) if tracks[owner] == new.track]
            below = [1 + listed.index(new.follows)] if new.follows in listed else []
            listed.insert((below or beside or [len(listed)])[0], new.id)
            tracks[new.id] = new.track
    return listed


def _new_file(nodes: LadderNodes, change: Change) -> bytes:
    """Return the file of a new level, with the line ends of ladder.yaml."""
    content = new_content(change)
    if not isinstance(content, Mapping):
        raise TypeError("a level is a mapping")
    ordered = {key: content[key] for key in sorted(content, key=KEY_ORDER.index)}
    text = to_yaml(ordered, ("sections",))
    return (text.replace("\n", "\r\n") if b"\r\n" in nodes.file("").source.data else text).encode()
