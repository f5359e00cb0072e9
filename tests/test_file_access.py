"""One gate for files: what is no regular file of bounded size, or lies outside, is told before a byte of it is read."""

from __future__ import annotations

import ast
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from ladder_export.cli import main
from ladder_export.files import access
from ladder_export.files.access import NotAFile, OutsideFolder, TooLarge, file_digest, files_below, is_inside, read_file

SOURCES = sorted((ROOT / "src/ladder_export").rglob("*.py"))

# Who opens what nobody else has written: files of this program, of this build, or of the system.
OWN_FILES = {
    "__main__.py": "opens the system's nothing in the place of a closed stream",
    "cli/github.py": "adds to the summary that GitHub names in the environment",
    "files/folder.py": "works below the output folder by handles, and follows no link there",
    "theme/logo.py": "decodes pictures whose bytes the gate has read",
    "theme_tools.py": "reads what LibreOffice has just drawn in a folder of ours",
    "files/access.py": "the gate itself",
    "fingerprint/toolchain.py": "reads the text of this program",
    "core/ui_strings.py": "reads the catalogues of this program",
    "writers/png/libreoffice.py": "reads what LibreOffice has just made in a folder of ours",
    "preview/server.py": "serves the page that is part of this program",
    "diff/git_revision.py": "writes what git hands over into a folder of ours",
    "scaffold.py": "copies the ladder that is part of this program",
    "writers/html/single_page.py": "reads the script that is part of this program",
}
OPENERS = ("open", "read_bytes", "copytree", "copyfile", "copy2", "extractall", "fromfile")


def ladder(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "ladder.yaml").write_text("title: Engineering ladder\nexport: {documents: [json]}\n", encoding="utf-8")
    (folder / "l1.yaml").write_text("code: L1\ntitle: Engineer\ntrack: craft\n", encoding="utf-8")
    return folder


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def refused(done: Result, code: int) -> str:
    """What a command says that ends with a code of the contract, without a traceback."""
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    return done.output


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def folder(path: Path) -> None:
    path.mkdir()


def itself(path: Path) -> None:
    path.symlink_to(path.name)


def outside(path: Path) -> None:
    path.symlink_to("/etc/hostname")


STRANGE = [pipe, device, folder, itself, outside]
strange = pytest.mark.parametrize("make", STRANGE, ids=lambda make: make.__name__)

Make = Callable[[Path], None]


@strange
@pytest.mark.parametrize("name", ["l2.yaml", "locales/ja.yaml", "locales/ja/l1.yaml", "ladder.yaml"])
def test_a_ladder_with_something_strange_in_it(tmp_path: Path, make: Make, name: str) -> None:
    place = ladder(tmp_path / "ladder") / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    make(place)
    harmless = make is folder and "/" in name  # an empty folder translates nothing
    commands = ["check"] if "/" not in name else ["check", "--locale", "ja"]
    if harmless or (make is folder and name == "l2.yaml"):
        return
    told = refused(call(*commands, tmp_path / "ladder"), 3)
    assert name in told or "no-ladder" in told


@pytest.mark.parametrize("make", [pipe, device, folder, itself], ids=lambda make: make.__name__)
@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("check", "{}"), 3),
        (("build", "{}", "-o", "{out}"), 3),
        (("schema", "{}", "-o", "{out}"), 0),  # what can be said without the ladder is said
        (("diff", "{}", "{ladder}"), 3),
        (("import", "{}", "-o", "{out}"), 3),
        (("theme", "inspect", "{}"), 4),
        (("build", "{ladder}", "-f", "pptx", "-d", "deck", "--deck", "{}", "-o", "{out}"), 4),
        (("build", "{ladder}", "-d", "sheet", "--press", "--icc", "{}", "-o", "{out}"), 4),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, tuple) else "",
)
def test_a_command_that_is_given_something_strange(
    tmp_path: Path, make: Make, command: tuple[str, ...], code: int
) -> None:
    ladder(tmp_path / "ladder")
    make(tmp_path / "x.yaml")
    names = {"out": tmp_path / "out", "ladder": tmp_path / "ladder"}
    done = call(*(part.format(tmp_path / "x.yaml", **names) for part in command))
    assert done.exit_code in ((2, code) if code else (2, 3, 0)), done.output
    assert "Traceback" not in done.output
    assert "error[" in done.output or "has 1 error" in done.output


@strange
def test_a_manifest_that_is_something_strange(tmp_path: Path, make: Make) -> None:
    ladder(tmp_path / "ladder")
    (tmp_path / "output").mkdir()
    make(tmp_path / "output/manifest.json")
    for command in (("build", tmp_path / "ladder", "-o", tmp_path / "output"), ("verify", tmp_path / "output")):
        assert "manifest.json" in refused(call(*command), 6)


@strange
@pytest.mark.parametrize("name", ["print.css", "theme.toml", "deck.pptx"])
def test_a_theme_with_something_strange_in_it(tmp_path: Path, make: Make, name: str) -> None:
    ladder(tmp_path / "ladder")
    shutil.copytree(ROOT / "templates/slate", tmp_path / "theme")
    (tmp_path / "theme" / name).unlink(missing_ok=True)
    make(tmp_path / "theme" / name)
    if name == "print.css" and make is folder:
        return  # no file of the theme, so that of the theme it extends is used
    more = ("-d", "sheet") if name == "print.css" else ()
    told = refused(
        call("build", tmp_path / "ladder", "--theme", f"{tmp_path}/theme", "-o", tmp_path / "output", *more), 4
    )
    assert name in told
    assert not (tmp_path / "output").exists()


@strange
def test_a_theme_that_is_copied_is_all_files(tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "templates/slate", tmp_path / "templates/slate")
    make(tmp_path / "templates/slate/logo.png")
    monkeypatch.chdir(tmp_path)
    done = call("theme", "copy", "slate", "mine")
    assert done.exit_code == (0 if make is folder else 4), done.output
    assert (tmp_path / "mine").exists() == (make is folder)


@strange
def test_a_font_that_is_something_strange(tmp_path: Path, make: Make) -> None:
    shutil.copytree(ROOT / "templates/slate", tmp_path / "theme")
    tokens = tmp_path / "theme/theme.toml"
    first = next(line for line in tokens.read_text(encoding="utf-8").splitlines() if line.startswith("file = "))
    name = first.split('"')[1]
    (tmp_path / "theme" / name).parent.mkdir(parents=True, exist_ok=True)
    make(tmp_path / "theme" / name)
    ladder(tmp_path / "ladder")
    refused(call("build", tmp_path / "ladder", "--theme", f"{tmp_path}/theme", "-o", tmp_path / "output"), 4)


def test_a_font_of_garbage_is_a_fault_of_the_theme(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates/folio", tmp_path / "theme")
    tokens = tmp_path / "theme/theme.toml"
    text = tokens.read_text(encoding="utf-8")
    name = next(line for line in text.splitlines() if line.startswith("regular = ")).split('"')[1].partition("@")[0]
    (tmp_path / "theme" / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "theme" / name).write_bytes(b"\0\1\0\0" + bytes(range(256)) * 40)
    place = ladder(tmp_path / "ladder")
    for edition in ("sheet", "deck", "site", "scorecard"):
        done = call("build", place, "--theme", f"{tmp_path}/theme", "-o", tmp_path / "output", "-d", edition, "-j1")
        assert done.exit_code in (0, 1, 4), (edition, done.output)
        assert "Traceback" not in done.output


@strange
def test_an_artefact_that_became_something_strange_is_told(tmp_path: Path, make: Make) -> None:
    ladder(tmp_path / "ladder")
    assert call("build", tmp_path / "ladder", "-o", tmp_path / "output").exit_code == 0
    made = tmp_path / "output/ladder.json"
    made.unlink()
    make(made)
    assert "ladder.json" in refused(call("verify", tmp_path / "output"), 1)


def test_what_lies_outside_is_not_read_for_a_digest_either(tmp_path: Path) -> None:
    inside = ladder(tmp_path / "ladder")
    (tmp_path / "secret.yaml").write_text("title: Secret\n", encoding="utf-8")
    (inside / "l2.yaml").symlink_to(tmp_path / "secret.yaml")
    opened: list[str] = []
    os_open = os.open
    try:
        os.open = lambda path, *more, **named: (opened.append(os.path.realpath(path)), os_open(path, *more, **named))[1]  # type: ignore[assignment]
        refused(call("build", inside, "-o", tmp_path / "output"), 3)
    finally:
        os.open = os_open
    assert str(tmp_path / "secret.yaml") not in opened


def test_a_file_is_read_whole_and_from_one_moment(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"title: x\n" * 100_000)
    assert len(read_file(tmp_path / "x.yaml", "ladder file", tmp_path)) == 900_000
    assert len(file_digest(tmp_path / "x.yaml", "ladder file")) == 64


@pytest.mark.parametrize("name", ["a\0b", "x" * 300, "nowhere/at/all", ""])
def test_what_is_no_path_is_an_error_of_the_system(tmp_path: Path, name: str) -> None:
    with pytest.raises(OSError):  # noqa: PT011  # which one is the system's to say
        read_file(f"{tmp_path}/{name}", "ladder file", tmp_path)


def test_each_bound_is_where_reading_ends(tmp_path: Path) -> None:
    for kind, most in access.MAX_BYTES_BY_KIND.items():
        file = tmp_path / "sparse"
        with file.open("wb") as stream:
            stream.truncate(most + 1)
        with pytest.raises(TooLarge):
            read_file(file, kind)


def test_links_are_followed_inside_a_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "in/deep").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    (tmp_path / "in/deep/a").write_text("a", encoding="utf-8")
    (tmp_path / "out/b").write_text("b", encoding="utf-8")
    (tmp_path / "in/link").symlink_to("deep/a")
    (tmp_path / "in/leaving").symlink_to("../out/b")
    (tmp_path / "in/folder").symlink_to("../out")
    inner = tmp_path / "in"
    assert read_file(inner / "link", "ladder file", inner) == b"a"
    for name in ("leaving", "folder/b", "../out/b"):
        with pytest.raises(OutsideFolder):
            read_file(inner / name, "ladder file", inner)
    assert [file.name for file in files_below(inner)] == ["a", "folder", "leaving", "link"]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["..", "in", "in2", "x", ".", ""]), min_size=1, max_size=6))
def test_is_inside_agrees_with_the_system(parts: list[str]) -> None:
    path = Path("/tmp/in", *parts)  # noqa: S108  # nothing is opened
    assert is_inside(path, Path("/tmp/in")) == Path(os.path.realpath(path)).is_relative_to("/tmp/in")  # noqa: S108


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotAFile, match="folder"):
        read_file(tmp_path, "ladder file")


def test_nobody_else_opens_what_others_wrote() -> None:
    found = {
        f"{file.relative_to(ROOT / 'src/ladder_export').as_posix()}:{node.lineno}: {ast.unparse(node)}"
        for file in SOURCES
        if file.relative_to(ROOT / "src/ladder_export").as_posix() not in OWN_FILES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _opens(node)
    }
    assert found == set()


def test_the_list_of_those_who_open_is_no_longer_than_it_must_be() -> None:
    for name in OWN_FILES:
        tree = ast.parse((ROOT / "src/ladder_export" / name).read_text(encoding="utf-8"))
        assert any(isinstance(node, ast.Call) and _opens(node) for node in ast.walk(tree)), name


def _opens(call: ast.Call) -> bool:
    """Whether a call opens a file by its path."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in OPENERS or (name == "read_text" and isinstance(call.func, ast.Attribute))


def test_the_page_on_security_has_the_bounds_that_hold() -> None:
    page = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    rows = [f"| {kind} | {most // access.MEGABYTE:,} MB |" for kind, most in access.MAX_BYTES_BY_KIND.items()]
    assert "\n".join(rows) in page
    assert f"{access.MAX_FILES:,} files and {access.MAX_TOTAL_BYTES // access.MEGABYTE} MB" in page


def test_the_page_on_security_names_tests_that_there_are() -> None:
    page = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    named = {part for part in page.split("`") if part.startswith("tests/")}
    assert len(named) > 8
    assert [name for name in named if not (ROOT / name).exists()] == []
