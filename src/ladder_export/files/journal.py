"""Staged files moved into a folder, all or none, with a journal that lets the next run finish or undo the change.

All files of a change are in one hidden folder below the changed one, so that each step is a rename:

    owner.txt     marks the folder as ours; a folder without it is somebody else's
    new/          the staged files
    old/          second names of the files that they replace
    publish.json  the journal: while it exists, the change will be finished, if need be by the next run
    undo.json     the same journal: while it exists, the change will be undone

A file that exists before and after the change exists at every moment in between, complete, old or new.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from ladder_export.core.artefact_path import MANIFEST, ArtefactPath, UnsafePath
from ladder_export.files.folder import Folder

STAGING = ".ladder-export"
OWNER_FILE = f"{STAGING}/owner.txt"
OWNER_TEXT = b"This folder belongs to a run of ladder-export that has not ended; the next run removes it.\n"
NEW, OLD = f"{STAGING}/new", f"{STAGING}/old"
DRAFT_JOURNAL, PUBLISH, UNDO = f"{STAGING}/draft.json", f"{STAGING}/publish.json", f"{STAGING}/undo.json"
OWN_NAMES = frozenset(path.rpartition("/")[2] for path in (OWNER_FILE, NEW, OLD, DRAFT_JOURNAL, PUBLISH, UNDO))

SYNC_THREADS = 8  # parallel calls of fsync

RecoveryOutcome = Literal["", "finished", "undone"]


class ForeignFile(Exception):
    """Raised if a file of somebody else is at the path of a file that this program writes, or of its staging folder."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class DamagedJournal(ValueError):
    """Raised for a journal that this program did not write; the message is its path."""


@dataclass(frozen=True, slots=True)
class FolderChange:
    """The paths of a change to a folder: new files in order, those that replace a file, removed files, new folders."""

    new: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]
    folders: tuple[str, ...]


def open_staging(folder: Folder) -> None:
    """Create the hidden staging folder for new files; an older one was cleared by `recover`."""
    folder.make_folder(STAGING)
    if folder.kind(OWNER_FILE) is None:
        folder.write(OWNER_FILE, (OWNER_TEXT,))


def publish(folder: Folder, new: Sequence[str], removed: Iterable[str]) -> FolderChange:
    """Move staged files into the folder in the given order: the paths `new`; `removed` are paths to remove.

    Call `clean_up` afterwards to remove old files. Any exception, also one raised by a signal, is raised again after
    everything is put back. Raises ForeignFile if something that is no file is at a file's path.
    """
    change = _plan_change(folder, new, removed)
    try:
        _write_journal(folder, change)
        _move_staged(folder, change)
    except BaseException:
        _undo(folder)
        raise
    return change


def clean_up(folder: Folder, change: FolderChange) -> None:
    """Remove outdated files and the journal, after all new files are in place."""
    for path in change.removed:
        if folder.kind(path) == stat.S_IFREG:  # anything else at that path is not ours
            folder.remove(path)
    for above in _parent_folders(change.removed):
        folder.remove_folder(above)
    folder.remove(PUBLISH)
    clear(folder)


def recover(folder: Folder) -> RecoveryOutcome:
    """Finish or undo the change of a run that was killed, and clear the staging folder.

    Raises ForeignFile if that folder is somebody else's, DamagedJournal, and OSError.
    """
    require_own_staging(folder)
    outcome: RecoveryOutcome = ""
    if folder.kind(UNDO) is not None:
        _undo(folder)
        outcome = "undone"
    elif folder.kind(PUBLISH) is not None:
        change = _read_journal(folder, PUBLISH)
        _move_staged(folder, change)
        clean_up(folder, change)
        outcome = "finished"
    clear(folder)
    return outcome


def clear(folder: Folder) -> None:
    """Remove the staging folder, its owner file last; do nothing while a journal in it is needed for recovery."""
    if folder.kind(PUBLISH) is None and folder.kind(UNDO) is None:
        folder.remove_tree(NEW)
        folder.remove_tree(OLD)
        folder.remove(DRAFT_JOURNAL)
        folder.remove(OWNER_FILE)
        folder.remove_folder(STAGING)


def require_own_staging(folder: Folder) -> None:
    """Raise ForeignFile if the staging folder, where there is one, holds anything that this program does not write there."""
    if folder.kind(STAGING) is None:
        return
    if folder.kind(STAGING) != stat.S_IFDIR:
        raise ForeignFile(STAGING)
    names = sorted(folder.entries(STAGING))
    if strange := next((name for name in names if name not in OWN_NAMES), ""):
        raise ForeignFile(f"{STAGING}/{strange}")
    if names and not (folder.kind(OWNER_FILE) == stat.S_IFREG and OWNER_TEXT.startswith(folder.read(OWNER_FILE))):
        raise ForeignFile(STAGING)


def _plan_change(folder: Folder, new: Sequence[str], removed: Iterable[str]) -> FolderChange:
    """Return the change, after giving each file that it replaces a second name."""
    replaced = []
    for path in new:
        if _is_replaced(folder, path):
            folder.link_or_copy(path, f"{OLD}/{path}")
            replaced.append(path)
    folders = tuple(above for above in reversed(_parent_folders(new)) if folder.kind(above) is None)
    return FolderChange(tuple(new), tuple(replaced), tuple(removed), folders)


def _is_replaced(folder: Folder, path: str) -> bool:
    """Return whether a file is at the path. Raises ForeignFile for a link, a pipe, a folder, or a file above it."""
    for above in reversed(_parent_folders((path,))):
        if folder.kind(above) not in (None, stat.S_IFDIR):
            raise ForeignFile(above)
    kind = folder.kind(path)
    if kind not in (None, stat.S_IFREG):
        raise ForeignFile(path)
    return kind is not None


def _write_journal(folder: Folder, change: FolderChange) -> None:
    """Sync all staged files, then give the journal its name."""
    folder.write(DRAFT_JOURNAL, (json.dumps(asdict(change), ensure_ascii=False).encode(),))
    staged = [f"{NEW}/{path}" for path in change.new]
    _sync(folder, [DRAFT_JOURNAL, *staged, *_parent_folders(staged)])
    folder.move(DRAFT_JOURNAL, PUBLISH)
    folder.sync(STAGING)


def _sync(folder: Folder, paths: Sequence[str]) -> None:
    """Sync files and folders in parallel: 200 one by one take ten times as long."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # not needed by an unchanged build

    with ThreadPoolExecutor(SYNC_THREADS) as pool:
        for done in [pool.submit(folder.sync, path) for path in paths]:
            done.result()


def _move_staged(folder: Folder, change: FolderChange) -> None:
    """Rename each staged file into place, the last one last. A file that is not staged was moved before."""
    for path in change.new:
        _move_one(folder, path)
    _sync(folder, [".", *_parent_folders(change.new)])  # must be on disk before the journal is removed


def _move_one(folder: Folder, path: str) -> None:
    if folder.kind(f"{NEW}/{path}") == stat.S_IFREG:
        _is_replaced(folder, path)  # refuses anything but a file that appeared meanwhile
        folder.make_folders(path)
        folder.move(f"{NEW}/{path}", path)


def _undo(folder: Folder) -> None:
    """Put everything back if anything was changed; safe to repeat after an interruption."""
    if folder.kind(PUBLISH) is not None:
        folder.move(PUBLISH, UNDO)
        folder.sync(STAGING)
    if folder.kind(UNDO) is None:
        return
    change = _read_journal(folder, UNDO)
    for path in reversed(change.new):
        if path in change.replaced:
            if folder.kind(f"{OLD}/{path}") == stat.S_IFREG:
                folder.move(f"{OLD}/{path}", path)
        elif folder.kind(f"{NEW}/{path}") is None and folder.kind(path) == stat.S_IFREG:
            folder.remove(path)
    for above in reversed(change.folders):
        folder.remove_folder(above)
    folder.remove(UNDO)


def _read_journal(folder: Folder, path: str) -> FolderChange:
    """Return the change recorded in a journal. Raises DamagedJournal."""
    try:
        content = json.loads(folder.read(path))
        change = FolderChange(*(tuple(content[name]) for name in FolderChange.__slots__))
        for changed in {*change.new, *change.replaced, *change.removed, *change.folders} - {MANIFEST}:
            ArtefactPath(changed)
    except (UnsafePath, KeyError, TypeError, ValueError, AttributeError, RecursionError) as fault:
        raise DamagedJournal(path) from fault
    if not (change.new or change.removed):
        raise DamagedJournal(path)
    return change


def _parent_folders(paths: Iterable[str]) -> list[str]:
    """Return every folder above the paths, innermost first."""
    parents = {}
    for path in paths:
        parts = path.split("/")
        parents.update({"/".join(parts[:count]): count for count in range(1, len(parts))})
    return sorted(parents, key=lambda above: (-parents[above], above))
