"""The output folder: all or nothing, and only what we made is ever touched."""

from __future__ import annotations

import hashlib
import os
import resource
import signal
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from ladder_export.manifest import Artefact, Manifest
from ladder_export.problems import BadOutput
from ladder_export.publish import MANIFEST, previous_manifest, stage


def manifest(*paths: str) -> Manifest:
    made = tuple(
        Artefact(path, "sheet", "l3", "pdf", 1, hashlib.sha256(path.encode()).hexdigest(), "pages", 1, (), "slate")
        for path in paths
    )
    return Manifest("1.0", {}, {}, made)


def publish(output: Path, files: Mapping[str, bytes], made: Manifest) -> None:
    with stage(output) as place:
        for path, data in files.items():
            place.add(path, data)
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
    assert stop.value.problems[0].code == "output-unwritable"
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


INTERRUPTED = """
    import os, pathlib, sys
    sys.path.insert(0, {tests!r})
    from test_publish import publish_texts
    real, calls = pathlib.Path.replace, 0

    def replace(self, target):
        global calls
        calls += 1
        if calls == {at}:
            {what}
        return real(self, target)

    pathlib.Path.replace = replace
    publish_texts(pathlib.Path({output!r}), l2="new", l3="new", l4="new")
"""


def run_interrupted(output: Path, at: int, what: str) -> subprocess.CompletedProcess[bytes]:
    script = textwrap.dedent(INTERRUPTED).format(tests=str(Path(__file__).parent), at=at, what=what, output=str(output))
    return subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)


@pytest.mark.parametrize("at", range(1, 9))
def test_an_interrupted_build_puts_everything_back(tmp_path: Path, at: int) -> None:
    publish_texts(tmp_path, l1="one", l2="two", l3="three")
    before = everything(tmp_path)
    done = run_interrupted(tmp_path, at, "raise KeyboardInterrupt")
    assert b"KeyboardInterrupt" in done.stderr
    assert everything(tmp_path) == before


@pytest.mark.parametrize("at", range(1, 9))
def test_a_killed_build_leaves_whole_files_and_the_next_one_mends_it(tmp_path: Path, at: int) -> None:
    publish_texts(tmp_path, l1="one", l2="two", l3="three")
    done = run_interrupted(tmp_path, at, "os.kill(os.getpid(), 9)")
    assert done.returncode == -signal.SIGKILL
    assert {content for path, content in everything(tmp_path / "sheets").items()} <= {b"one", b"two", b"three", b"new"}
    publish_texts(tmp_path, l2="newer", l4="newer")
    assert set(everything(tmp_path)) == {"manifest.json", "sheets/l2.pdf", "sheets/l4.pdf"}


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
