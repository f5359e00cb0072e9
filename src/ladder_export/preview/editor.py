"""Save the edits of a browser in the ladder's files, one after another, and undo them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock

from ladder_export.core.problems import Problem
from ladder_export.core.text import Run
from ladder_export.editing.edit import Edit, Overtaken, edited_files
from ladder_export.editing.field_problems import problems_by_field
from ladder_export.editing.file_changes import write_changes
from ladder_export.editing.form import Form, make_form
from ladder_export.editing.ladder_nodes import LadderNodes, read_nodes
from ladder_export.files.access import read_file
from ladder_export.reading import read_changed
from ladder_export.reading.files import find_files, root_of

MAX_UNDO_STEPS = 100
LABEL_CHARACTERS = 40
VERBS = {"set": "changed", "add": "added", "move": "moved", "remove": "removed"}


@dataclass(frozen=True, slots=True)
class SavedEdit:
    """An edit that was saved: the bytes of the files that it changed, before and after, by path in the ladder's folder.

    `number` counts edits from 1; `label` says for people what was done, such as "changed “Mentors others”".
    """

    number: int
    label: str
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]


@dataclass(slots=True)
class Editor:
    """The edits that a browser made in a ladder since the preview was started, in order; the last ones can be undone.

    `saved` holds the last MAX_UNDO_STEPS edits, `count` is the number of all; `lock` lets one edit happen at a time.
    `nodes` is the ladder's YAML as it was last read, None before that.
    """

    ladder: Path
    saved: deque[SavedEdit] = field(default_factory=lambda: deque(maxlen=MAX_UNDO_STEPS))
    count: int = 0
    lock: Lock = field(default_factory=Lock)
    nodes: LadderNodes | None = None

    def form(self, entry: str, problems: Iterable[Problem]) -> dict[str, object] | None:
        """Return the edit form of a level, a track or the ladder as JSON; None if `entry` is the id of none of them.

        `problems` are those of the last build; the form shows them and those found by reading the ladder now. Raises
        InvalidLadder if the ladder has errors.
        """
        nodes = self._current_nodes()
        form = make_form(nodes, entry)
        if form is None:
            return None
        about = problems_by_field(nodes, form, (*nodes.warnings, *problems))
        records = [{"address": address, "problems": problem_records(those)} for address, those in about]
        return {**asdict(form), "problems": records}

    def undoable(self) -> dict[str, object] | None:
        """Return `number` and `label` of the last edit as JSON, for the undo button; None if no edit can be undone."""
        last = self.saved[-1] if self.saved else None
        return {"number": last.number, "label": last.label} if last else None

    def save(self, entry: str, edit: Edit) -> None:
        """Write what an edit changes to the ladder's files; an edit that changes nothing writes nothing.

        `entry` is the id of the level, track or ladder in whose form it was made. Raises Overtaken if the text was
        changed since the browser got it, InvalidLadder if the ladder has errors or would have some, BadOutput if a file
        cannot be written.
        """
        with self.lock:
            nodes = self._current_nodes()
            form = make_form(nodes, entry)
            if form is None:
                raise Overtaken
            after = edited_files(nodes, form, edit)
            if after:
                read_changed(self.ladder, after)
                before = {path: _bytes_before(nodes, path) for path in after}
                self._write(before, after)
                self.count += 1
                self.saved.append(SavedEdit(self.count, _label(form, edit), before, after))

    def undo(self, number: int) -> None:
        """Restore the files to their state before the last edit, if that edit has this number.

        Raises Overtaken if it has another number or a file was changed since, BadOutput if a file cannot be written.
        """
        with self.lock:
            if not self.saved or self.saved[-1].number != number:
                raise Overtaken
            last = self.saved[-1]
            self._write(last.after, last.before)
            self.saved.pop()

    def entry_after(self, entry: str) -> str:
        """Return the present id of the level or track that had the id `entry` before an edit, which may change ids.

        The id of a level that ladder.yaml lists without one is made from its code and title. Raises InvalidLadder if
        the ladder has errors.
        """
        place = self.nodes.prefixes.get(entry) if self.nodes else None
        after = self._current_nodes().prefixes
        return next((name for name, other in after.items() if place and other == place), entry)

    def _current_nodes(self) -> LadderNodes:
        """Return the nodes of the ladder, read again if one of its files is another than before."""
        files = {file.file: file.source.data for file in find_files(self.ladder)[0]}
        nodes = self.nodes
        if nodes is None or {name: file.source.data for name, file in nodes.files.items()} != files:
            self.nodes = nodes = read_nodes(self.ladder)
        return nodes

    def _write(self, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
        root = root_of(self.ladder)
        for path, data in before.items():
            try:
                if read_file(root / path, "ladder file", root) != data:
                    raise Overtaken
            except OSError as fault:
                raise Overtaken from fault
        write_changes(root, after)


def _bytes_before(nodes: LadderNodes, path: str) -> bytes:
    return next(file.source.data for file in nodes.files.values() if file.source.path == path)


def problem_records(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Return problems as JSON (severity, message, help), as an edit form shows them beside the text in question."""
    return [
        {"severity": str(problem.severity), "message": problem.message, "help": problem.help} for problem in problems
    ]


def _label(form: Form, edit: Edit) -> str:
    """Return what an edit did, for people: its verb, and the text it is about."""
    runs: Iterable[Run] = edit.runs
    if edit.action in ("move", "remove"):
        texts = next(texts for texts in form.all_lists if texts.address == edit.address)
        runs = texts.items[edit.position].field.runs
    text = "".join(run.text for run in runs)
    short = text if len(text) <= LABEL_CHARACTERS else f"{text[:LABEL_CHARACTERS].rstrip()} …"
    return f"{VERBS[edit.action]} “{short}”" if short else "removed a text"
