"""The output folder: all or nothing, and only what we made is ever touched."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ladder_export.build.publish import open_staging, previous_manifest, recover
from ladder_export.core.artefact_path import MANIFEST, ArtefactPath
from ladder_export.core.manifest import Artefact, LadderSummary, Manifest
from ladder_export.core.problems import BadOutput
from ladder_export.files import journal


def manifest(*paths: str) -> Manifest:
    made = tuple(
        Artefact(
            ArtefactPath(path),
            "sheet",
            "l3",
            "pdf",
            1,
            hashlib.sha256(path.encode()).hexdigest(),
            "pages",
            1,
            (),
            "slate",
        )
        for path in paths
    )
    return Manifest("1.0", LadderSummary(), {}, made)


def publish(output: Path, files: Mapping[str, bytes], made: Manifest) -> None:
    with open_staging(output) as place:
        for path, data in files.items():
            place.write(ArtefactPath(path), data)
        place.publish(made)


def publish_texts(output: Path, **files: str) -> None:
    named = {f"sheets/{name}.pdf": content.encode() for name, content in files.items()}
    publish(output, named, manifest(*named))


def everything(output: Path) -> dict[str, bytes]:
    return {p.relative_to(output).as_posix(): p.read_bytes() for p in sorted(output.rglob("*")) if p.is_file()}


def test_a_build_publishes_its_files_and_its_manifest(tmp_path: Path) -> None:
    publish_texts(tmp_path / "output", l2="two", l3="three")
    assert set(everything(tmp_path / "output")) == {"manifest.json", "sheets/l2.pdf", "sheets/l3.pdf"}
    assert previous_manifest(tmp_path / "output") == manifest("sheets/l2.pdf", "sheets/l3.pdf")


def test_what_is_no_longer_made_goes_and_what_we_did_not_make_stays(tmp_path: Path) -> None:
    publish_texts(tmp_path, l2="two", l3="three")
    (tmp_path / "sheets" / "notes.txt").write_text("mine")
    publish_texts(tmp_path, l3="three again")
    assert set(everything(tmp_path)) == {"manifest.json", "sheets/l3.pdf", "sheets/notes.txt"}
    assert (tmp_path / "sheets/l3.pdf").read_text() == "three again"


def test_folders_that_get_empty_go_too(tmp_path: Path) -> None:
    publish_texts(tmp_path, l2="two")
    publish(tmp_path, {"decks/l2.pptx": b"deck"}, manifest("decks/l2.pptx"))
    assert not (tmp_path / "sheets").exists()


def test_somebody_else_s_file_in_the_way_stops_the_build(tmp_path: Path) -> None:
    publish_texts(tmp_path, l2="two")
    (tmp_path / "sheets/l3.pdf").write_text("mine")
    before = everything(tmp_path)
    with pytest.raises(BadOutput) as stop:
        publish_texts(tmp_path, l2="new", l3="three")
    assert [problem.code for problem in stop.value.problems] == ["foreign-file"]
    assert everything(tmp_path) == before


@pytest.mark.parametrize("content", ["not ours", '{"name": "a web app"}'])
def test_a_manifest_of_something_else_stops_the_build(tmp_path: Path, content: str) -> None:
    (tmp_path / MANIFEST).write_text(content)
    with pytest.raises(BadOutput) as stop:
        previous_manifest(tmp_path)
    assert stop.value.problems[0].code == "damaged-manifest"


def test_a_file_where_a_folder_must_be_leaves_everything_as_it_was(tmp_path: Path) -> None:
    publish_texts(tmp_path, l2="two")
    (tmp_path / "decks").write_text("mine")
    before = everything(tmp_path)
    with pytest.raises(BadOutput) as stop:
        publish(
            tmp_path,
            {"sheets/l2.pdf": b"new", "decks/l2.pptx": b"deck"},
            manifest("sheets/l2.pdf", "decks/l2.pptx"),
        )
    assert [(one.code, one.message.split(" is in the way")[0]) for one in stop.value.problems] == [
        ("foreign-file", (tmp_path / "decks").as_posix())
    ]
    assert everything(tmp_path) == before


def test_the_output_may_not_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("mine")
    with pytest.raises(BadOutput):
        publish_texts(tmp_path / "output", l2="two")


def test_a_read_only_folder_is_said_to_be_one_and_stays_as_it_was() -> None:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder)
        publish_texts(output, l2="two")
        before = everything(output)
        for place in (output, output / "sheets"):
            place.chmod(0o555)
        with as_nobody(), pytest.raises(BadOutput) as stop:
            publish_texts(output, l2="new")
        assert stop.value.problems[0].code == "output-unwritable"
        assert everything(output) == before
        for place in (output, output / "sheets"):
            place.chmod(0o755)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere, so that a test run by root has to step down for a moment."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path) -> None:
    publish_texts(tmp_path, l2="two", l3="three")
    before = everything(tmp_path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(BadOutput) as stop:
            publish_texts(tmp_path, l2="new", l3="x" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert stop.value.problems[0].code == "output-unwritable"
    assert everything(tmp_path) == before


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: nobody waits for a disk there, and the calls are the same."""
    memory = Path("/dev/shm")  # noqa: S108  # Linux has it
    if not memory.is_dir() or not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def stops(folder: Path, *how: str) -> tuple[dict[str, str], dict[str, str], list[dict[str, Any]]]:
    """The trees before and after a build, and what each stop of it left (see tests/attack/stops.py)."""
    script = Path(__file__).parent / "attack/stops.py"
    done = subprocess.run([sys.executable, str(script), str(folder), *how], check=True, capture_output=True, text=True)
    both, *found = map(json.loads, done.stdout.splitlines())
    return both["before"], both["after"], found


def test_killed_at_any_change_no_artefact_is_missing_or_half_and_the_next_build_ends_clean(quick: Path) -> None:
    before, after, found = stops(quick, "kill", "changes")
    assert len(found) > 50
    for stop in found:
        for path in before.keys() & after.keys():
            assert stop["left"].get(path) in (before[path], after[path]), (stop["at"], path)
        for path in before.keys() ^ after.keys():
            assert stop["left"].get(path) in (None, before.get(path), after.get(path)), (stop["at"], path)
        assert stop["recovered"] in (before, after), stop["at"]
        assert stop["next"] == after, stop["at"]
    told = [stop["said"] for stop in found]
    assert set(told) == {"", "the last build was interrupted while it updated files; the update is now complete"}
    assert all(stop["recovered"] == after for stop in found if stop["said"])


@pytest.mark.parametrize("how", ["fail", "interrupt"])
def test_failed_or_interrupted_at_a_call_all_is_old_or_all_is_new(quick: Path, how: str) -> None:
    before, after, found = stops(quick, how, "all", "9")
    assert len(found) > 50
    for stop in found:
        assert stop["left"] in (before, after), stop["at"]
        assert stop["next"] == after, stop["at"]


def test_what_follows_a_failure_may_be_killed_too(quick: Path) -> None:
    before, after, found = stops(quick, "fail", "all", "151", "twice")
    assert sum(len(stop["again"]) for stop in found) > 20
    assert all(tree in (before, after) for stop in found for tree in stop["again"])


NO_LINKS = """
    import errno, sys
    from pathlib import Path

    def refuse(event, _arguments):
        if event == "os.link":
            raise OSError(errno.EPERM, "Operation not permitted")

    sys.addaudithook(refuse)
    sys.path.insert(0, sys.argv[1])
    import stops

    stops.main(Path(sys.argv[2]), "kill", "changes", "3")
"""


def test_a_file_system_without_hard_links_will_do(quick: Path) -> None:
    """FAT and some network drives have none."""
    attack = str(Path(__file__).parent / "attack")
    command = [sys.executable, "-c", textwrap.dedent(NO_LINKS), attack, str(quick)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    both, *found = map(json.loads, done.stdout.splitlines())
    assert len(found) > 20
    assert all(stop["recovered"] in (both["before"], both["after"]) for stop in found)
    assert all(stop["next"] == both["after"] for stop in found)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def socket_at(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(os.path.relpath(path))


def dangling_link(path: Path) -> None:
    path.symlink_to("nowhere")


def link_to_a_file(path: Path) -> None:
    (path.parent / "mine.txt").write_text("mine")
    path.symlink_to("mine.txt")


def folder_of_files(path: Path) -> None:
    path.mkdir()
    (path / "mine.txt").write_text("mine")


STRANGE = [pipe, socket_at, dangling_link, link_to_a_file, folder_of_files]


def kinds(folder: Path) -> dict[str, tuple[int, int]]:
    """Everything in a folder by what it is, links and pipes as themselves."""
    found = {path.relative_to(folder).as_posix(): path.lstat() for path in folder.rglob("*")}
    return {path: (one.st_mode, one.st_ino) for path, one in found.items()}


@pytest.mark.parametrize("make", STRANGE)
@pytest.mark.parametrize("was_ours", [False, True])
def test_what_is_no_file_of_ours_is_never_replaced(
    tmp_path: Path, make: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch, *, was_ours: bool
) -> None:
    """Also where the last build made a file there, and the user put something else in its place since."""
    monkeypatch.chdir(tmp_path)
    publish_texts(tmp_path, l2="two", **({"l3": "three"} if was_ours else {}))
    (tmp_path / "sheets/l3.pdf").unlink(missing_ok=True)
    make(tmp_path / "sheets/l3.pdf")
    before = kinds(tmp_path)
    with pytest.raises(BadOutput) as stop:
        publish_texts(tmp_path, l2="new", l3="three")
    assert [problem.code for problem in stop.value.problems] == ["foreign-file"]
    assert kinds(tmp_path) == before


@pytest.mark.parametrize("make", STRANGE)
def test_what_is_no_file_of_ours_is_never_removed(
    tmp_path: Path, make: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    publish_texts(tmp_path, l2="two", l3="three")
    (tmp_path / "sheets/l3.pdf").unlink()
    make(tmp_path / "sheets/l3.pdf")
    before = kinds(tmp_path / "sheets")
    publish_texts(tmp_path, l2="new")
    del before["l2.pdf"]
    assert kinds(tmp_path / "sheets").items() >= before.items()


def test_a_manifest_that_leads_through_a_link_removes_and_replaces_nothing_behind_it(tmp_path: Path) -> None:
    output, outside = tmp_path / "output", tmp_path / "outside"
    outside.mkdir()
    (outside / "victim.txt").write_text("mine")
    publish_texts(output, l2="two")
    (output / "link").symlink_to(outside)
    claimed = manifest("sheets/l2.pdf", "link/victim.txt")
    (output / MANIFEST).write_text(claimed.to_json())
    publish_texts(output, l2="new")
    assert everything(outside) == {"victim.txt": b"mine"}
    assert previous_manifest(output) == manifest("sheets/l2.pdf")
    (output / MANIFEST).write_text(claimed.to_json())
    with pytest.raises(BadOutput) as stop:
        publish(output, {"link/victim.txt": b"theirs"}, claimed)
    assert stop.value.problems[0].code == "foreign-file"
    assert everything(outside) == {"victim.txt": b"mine"}


@pytest.mark.parametrize(
    "make",
    [
        folder_of_files,
        lambda folder: folder.write_text("mine"),
        lambda folder: folder.symlink_to("elsewhere"),
        lambda folder: ((folder / "new/sheets").mkdir(parents=True), (folder / "new/sheets/l2.pdf").write_text("mine")),
        lambda folder: (folder.mkdir(), (folder / "owner.txt").write_text("This folder is mine.")),
    ],
    ids=["a folder", "a file", "a link", "what looks like ours", "another owner"],
)
def test_somebody_else_s_folder_of_our_name_is_left_alone(tmp_path: Path, make: Callable[[Path], object]) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/mine.txt").write_text("mine")
    make(tmp_path / ".ladder-export")
    before = kinds(tmp_path), everything(tmp_path)
    with pytest.raises(BadOutput) as stop:
        publish_texts(tmp_path, l2="two")
    assert [problem.code for problem in stop.value.problems] == ["foreign-file"]
    assert recover(tmp_path) == ""
    assert (kinds(tmp_path), everything(tmp_path)) == before


@pytest.mark.parametrize(
    "text", ["", "[]", '{"new": ["../x"]}', '{"new": [], "replaced": [], "removed": [], "folders": []}']
)
def test_a_journal_of_something_else_is_not_carried_out(tmp_path: Path, text: str) -> None:
    publish_texts(tmp_path, l2="two")
    (tmp_path / ".ladder-export").mkdir()
    (tmp_path / journal.OWNER_FILE).write_bytes(journal.OWNER_TEXT)
    (tmp_path / journal.PUBLISH).write_text(text)
    before = everything(tmp_path)
    with pytest.raises(BadOutput) as stop:
        publish_texts(tmp_path, l2="new")
    assert [problem.code for problem in stop.value.problems] == ["damaged-manifest"]
    assert everything(tmp_path) == before


def test_a_name_whose_capitals_changed_is_one_file_or_two_as_the_system_has_it(tmp_path: Path) -> None:
    publish_texts(tmp_path, l3="three")
    publish_texts(tmp_path, L3="new")
    assert [content for path, content in everything(tmp_path).items() if path != MANIFEST] == [b"new"]


def test_a_file_that_cannot_be_removed_is_told_and_removed_later() -> None:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder)
        publish(output, {"sheets/l2.pdf": b"two", "decks/l2.pptx": b"deck"}, manifest("sheets/l2.pdf", "decks/l2.pptx"))
        for place in (output, *output.rglob("*")):
            os.chown(place, 65534, -1) if os.geteuid() == 0 else None
        (output / "decks").chmod(0o555)
        with as_nobody(), open_staging(output) as place:
            place.write(ArtefactPath("sheets/l2.pdf"), b"new")
            left = place.publish(manifest("sheets/l2.pdf"))
        assert [problem.code for problem in left] == ["not-removed"]
        assert previous_manifest(output) == manifest("sheets/l2.pdf")
        (output / "decks").chmod(0o755)
        assert recover(output).startswith("the last build was interrupted")
        assert set(everything(output)) == {MANIFEST, "sheets/l2.pdf"}


def test_two_builds_at_once_do_not_mix(tmp_path: Path) -> None:
    holding = (
        "import fcntl, os, sys; fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), 2); print('held', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(BadOutput) as stop:
            publish_texts(tmp_path, l2="two")
        other.communicate(b"\n")
    assert stop.value.problems[0].code == "output-busy"
