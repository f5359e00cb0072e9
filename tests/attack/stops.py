"""This script stops a publish at every call to the file system, and prints what each stop leaves as a line of JSON.

python tests/attack/stops.py FOLDER [kill|fail|interrupt] [all|changes] [STRIDE] [twice]
python tests/attack/stops.py

Without arguments it goes through all of that, in memory where it can, and says how many stops broke a law.
`kill` ends the process, `fail` lets the call fail as on a full disk, `interrupt` raises what a signal raises. With
`twice`, what follows is killed, too, at every one of its changes: the recovery by the next run, or what the same
run does after a failure. `changes` leaves out calls that only look: what is
there when one of them is killed is there at the next change as well. No function of ours is replaced: Python itself
tells of each call before it is made (`sys.setprofile`).
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from ladder_export.build.publish import open_staging, recover
from ladder_export.core.artefact_path import ArtefactPath
from ladder_export.core.manifest import Artefact, LadderSummary, Manifest
from ladder_export.core.problems import LadderExportError
from ladder_export.process.signals import Interrupted

OLD = {"sheets/l1.pdf": "one", "sheets/l2.pdf": "two", "sheets/l3.pdf": "three", "decks/l5.pptx": "five"}
NEW = {"sheets/l2.pdf": "new two", "sheets/l3.pdf": "new three", "ja/sheets/l4.pdf": "new four"}
KEPT = ("sheets/l1.pdf",)
FOREIGN = {"sheets/notes.txt": "mine", "mine/decks.txt": "mine, too"}

KILLED = 137  # as a shell tells of it
CHANGE_EVENTS = frozenset({"os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir"})  # `sys.audit`
CHANGES = frozenset({"mkdir", "replace", "link", "unlink", "rmdir", "fsync", "writelines"})
NO_CALLS = frozenset({"fspath", "getpid"})  # of the module posix, and no calls to the file system

Tree = dict[str, str]


def manifest(*files: Mapping[str, str]) -> Manifest:
    """A manifest of those files."""
    every = {path: content for one in files for path, content in one.items()}
    return Manifest(
        "1.0",
        LadderSummary(),
        {},
        tuple(
            Artefact(ArtefactPath(path), "sheet", "", "pdf", len(content), _sha256(content), "pages", 1, (), "slate")
            for path, content in sorted(every.items())
        ),
    )


def publish_old(output: Path) -> None:
    """Publish the first build, beside files of somebody else's."""
    _publish(output, OLD, manifest(OLD))
    for path, content in FOREIGN.items():
        (output / path).parent.mkdir(exist_ok=True)
        (output / path).write_text(content)


def publish_new(output: Path) -> None:
    """Publish the second build: a file stays, two are replaced, one comes in new folders, one goes with its folder."""
    _publish(output, NEW, manifest({path: OLD[path] for path in KEPT}, NEW))


def tree(output: Path) -> Tree:
    """Everything below a folder, folders and the leftovers of a build included."""
    return {
        path.relative_to(output).as_posix(): "/" if path.is_dir() else path.read_text()
        for path in sorted(output.rglob("*"))
    }


def campaign() -> int:
    """Kill at every call, fail and interrupt at every third; 1 when a stop broke a law."""
    faults = 0
    for how in (
        ("kill", "all", "1"),
        ("kill", "changes", "1", "twice"),
        ("fail", "all", "1"),
        ("interrupt", "all", "1"),
    ):
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # Linux has it
        with tempfile.TemporaryDirectory(dir=memory) as folder:
            command = [sys.executable, __file__, folder, *how]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
        both, *stops = map(json.loads, done.stdout.splitlines())
        wrong = [stop["at"] for stop in stops if _breaks_a_law(stop, both["before"], both["after"], how[0])]
        faults += len(wrong)
        twice = sum(len(stop["again"]) for stop in stops)
        sys.stdout.write(f"{' '.join(how)}: {len(stops)} stops, {twice} in what followed, faults at {wrong}\n")
    return int(faults > 0)


def _breaks_a_law(stop: Mapping[str, Any], before: Tree, after: Tree, how: str) -> bool:
    """Whether an artefact is missing or half there, or a run that was not killed, or the next one, left anything else."""
    left = stop["left"]
    kept = any(left.get(path) not in (before[path], after[path]) for path in before.keys() & after.keys())
    others = any(
        left.get(path) not in (None, before.get(path), after.get(path)) for path in before.keys() ^ after.keys()
    )
    ends = [stop["recovered"], *stop["again"], *([] if how == "kill" else [left])]
    return kept or others or stop["next"] != after or any(end not in (before, after) for end in ends)


def main(folder: Path, how: str = "kill", which: str = "all", stride: str = "1", twice: str = "") -> None:
    """Print the trees of both builds, then one line a stop."""
    before, after = folder / "before", folder / "after"
    publish_old(before)
    shutil.copytree(before, after)
    publish_new(after)
    sys.stdout.write(json.dumps({"before": tree(before), "after": tree(after)}) + "\n")
    sys.stdout.flush()
    for at in count(1, int(stride)):
        output = folder / f"{at}"
        shutil.copytree(before, output)
        exit_code = _stopped(lambda output=output: publish_new(output), at, how, which)
        left = tree(output)
        again = list(_stopped_twice(before, output, folder / "again", at, how, which)) if twice else []
        said = recover(output)
        recovered = tree(output)
        publish_new(output)
        found = {"at": at, "exit": exit_code, "left": left, "said": said, "recovered": recovered, "next": tree(output)}
        sys.stdout.write(json.dumps({**found, "again": again}) + "\n")
        sys.stdout.flush()  # a process that is stopped must not write it again
        shutil.rmtree(output)
        if exit_code == 0:
            return


def _stopped_twice(  # noqa: PLR0913, PLR0917  # a stop, and where it is made again
    before: Path, left: Path, scratch: Path, at: int, how: str, which: str
) -> Iterator[Tree]:
    """What is left when what follows a stop is killed as well, once that is recovered."""
    for second in count(1):
        shutil.copytree(left if how == "kill" else before, scratch)
        if how == "kill":
            exit_code = _stopped(lambda: recover(scratch), second, "kill", "changes")
        else:
            exit_code = _stopped(lambda: publish_new(scratch), at, how, which, killed_after=second)
        recover(scratch)
        yield tree(scratch)
        shutil.rmtree(scratch)
        if exit_code != KILLED:
            return


def _stopped(run: Callable[[], object], at: int, how: str, which: str, killed_after: int = 0) -> int:
    """Run it in a process of its own and stop it there; its exit code, 0 where it came to its end before.

    `killed_after`: so many changes later it is killed.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    calls = later = 0

    def on_change(event: str, _arguments: object) -> None:
        nonlocal later
        later += event in CHANGE_EVENTS
        if later and later == killed_after:
            os._exit(KILLED)

    def on_event(_frame: object, event: str, called: object) -> None:
        nonlocal calls
        if event != "c_call" or not _counts(called, which):
            return
        calls += 1
        if calls != at:
            return
        if how == "kill":
            os._exit(KILLED)
        sys.setprofile(None)
        sys.addaudithook(on_change)
        raise Interrupted(2) if how == "interrupt" else OSError(errno.ENOSPC, "No space left on device")

    exit_code = 1
    with suppress(LadderExportError, Interrupted, OSError):
        threading.setprofile(on_event)
        sys.setprofile(on_event)
        run()
        exit_code = 0 if calls < at else 2  # a failure that changed nothing, such as one of closing
    os._exit(exit_code)


def _counts(called: object, which: str) -> bool:
    """Whether a function that Python is about to call is a call to the file system of that kind."""
    name = getattr(called, "__name__", "")
    if which == "changes":
        return name in CHANGES
    if getattr(called, "__module__", None) in ("posix", "fcntl"):
        return name not in NO_CALLS
    return type(getattr(called, "__self__", None)).__module__ == "_io"


def _publish(output: Path, files: Mapping[str, str], made: Manifest) -> None:
    with open_staging(output) as place:
        for path, content in files.items():
            place.write(ArtefactPath(path), content.encode())
        place.publish(made)


def _sha256(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(campaign())
    main(Path(sys.argv[1]), *sys.argv[2:])
