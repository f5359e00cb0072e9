"""Publish staged files: move all of them into a folder, or none. A journal lets the next run finish or undo the change.

All files of a change are in one hidden folder inside the folder that is changed, so that each step is a rename:

    owner.txt     marks the hidden folder as ours; one without it was not made by this program
    new/          the staged files
    old/          hard links (or copies) of the files that will be replaced
    publish.json  the journal: while it exists, the change is to be finished, if need be by the next run
    undo.json     the same journal, renamed: while it exists, the change is to be undone

A file that exists before and after the change is complete at every moment: it has its old content or its new.
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
    """Raised if a file or folder that this program did not make is at the path `path`, where it would write."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class DamagedJournal(ValueError):
    """Raised for a journal that is not as this program writes it; the message is the journal's path."""


@dataclass(frozen=True, slots=True)
class FolderChange:
    """A change of a folder, as paths relative to it, for the journal.

    `new` are all files to be moved there, in order; `replaced` are those of them that replace a file. `removed` are
    files to be removed; `folders` are folders that the change creates.
    """

    new: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]
    folders: tuple[str, ...]


def open_staging(folder: Folder) -> None:
    """Create the hidden staging folder for new files; `recover` must have been called before to clear an old one."""
    folder.make_folder(STAGING)
    if folder.kind(OWNER_FILE) is None:
        folder.write(OWNER_FILE, (OWNER_TEXT,))


def publish(folder: Folder, new: Sequence[str], removed: Iterable[str]) -> FolderChange:
    """Move the staged files `new` into the folder, in this order; return the change, to be passed to `clean_up`.

    `removed` are paths that `clean_up` then removes. If anything fails, also by a signal, the folder is put back as it
    was and the exception raised again. Raises ForeignFile if a link, a folder or another thing is at the path of a
    file.
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
    """Finish a change after `publish`: remove the files that it removes, the journal and the staging folder."""
    for path in change.removed:
        if folder.kind(path) == stat.S_IFREG:  # anything else at that path is not ours
            folder.remove(path)
    for above in _parent_folders(change.removed):
        folder.remove_folder(above)
    folder.remove(PUBLISH)
    clear(folder)


def recover(folder: Folder) -> RecoveryOutcome:
    """Finish or undo the change of a run that was killed, and remove the staging folder; return which it was.

    Returns an empty string if nothing was interrupted. Raises ForeignFile if the staging folder was not made by this
    program, DamagedJournal if the journal is not as this program writes it, or another OSError.
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
    """Remove the staging folder, unless a journal in it is still needed to finish or undo a change.

    Its owner file is removed last, so that the folder is recognised as ours if this is interrupted.
    """
    if folder.kind(PUBLISH) is None and folder.kind(UNDO) is None:
        folder.remove_tree(NEW)
        folder.remove_tree(OLD)
        folder.remove(DRAFT_JOURNAL)
        folder.remove(OWNER_FILE)
        folder.remove_folder(STAGING)


def require_own_staging(folder: Folder) -> None:
    """Raise ForeignFile if there is a staging folder with anything in it that this program does not write there."""
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
