"""What is made again, and what is not: only what would come out different."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner

from conftest import ROOT
from editions import sheet
from ladder_export.build.cache_key import cache_key_function
from ladder_export.build.up_to_date import Reason
from ladder_export.cli import main
from ladder_export.core.document import Download, Piece, PrebuiltPages
from ladder_export.core.document_files import SocialCard
from ladder_export.core.model import Ladder
from ladder_export.core.problems import Span
from ladder_export.core.text import plain_text
from ladder_export.files.resources import font_file
from ladder_export.fingerprint import toolchain
from ladder_export.fingerprint.canonical_hash import canonical_digest
from ladder_export.theme import PrintProfile, RenderSettings, open_theme
from ladders import PLACE

LADDER = """\
title: Engineering ladder
sections: {craft: {title: Craft}}
export: {documents: [sheet, deck]}
"""
LEVEL = """\
code: L2
title: Engineer
sections:
  craft:
    statements: [I build things that last.]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a ladder of two levels, a theme of its own, and all of it built."""
    for name in ("l2", "l3"):
        file = tmp_path / f"ladder/craft/{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(LEVEL.replace("L2", name.upper()), encoding="utf-8")
    (tmp_path / "ladder/ladder.yaml").write_text(LADDER, encoding="utf-8")
    shutil.copytree(ROOT / "templates/slate", tmp_path / "templates/slate")
    monkeypatch.chdir(tmp_path)
    assert made() == ["decks/l2.pptx", "decks/l3.pptx", "sheets/l2.pdf", "sheets/l3.pdf"]
    return tmp_path


def made(*options: str) -> list[str]:
    """The artefacts that a build makes anew."""
    return sorted(why(*options))


def why(*options: str) -> dict[str, str]:
    """The artefacts that a build makes anew, and the reasons that it gives; all artefacts lie there afterwards."""
    toolchain.toolchain_id.cache_clear()
    toolchain.dependency_versions.cache_clear()
    before = {path: path.stat().st_ctime_ns for path in Path("output").rglob("*.p*")}
    done = CliRunner().invoke(main, ["build", "-j1", "--json", *options])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    after = {path: path.stat().st_ctime_ns for path in Path("output").rglob("*.p*")}
    anew = sorted(path.relative_to("output").as_posix() for path in after if before.get(path) != after[path])
    assert told["unchanged"] == len(told["artefacts"]) - len(anew)
    assert {one["path"] for one in told["artefacts"]} == {path.relative_to("output").as_posix() for path in after}
    reasons = {one["path"]: one["reason"] for one in told["made"]}
    assert sorted(reasons) == anew
    assert {reason.partition(" sheets/")[0] for reason in reasons.values()} <= {*Reason}
    return reasons


def edit(path: str, old: str, new: str) -> None:
    file = Path(path)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_changed_nothing_made(folder: Path) -> None:
    seal = (folder / "output/manifest.json").stat()
    assert made() == []
    assert (folder / "output/manifest.json").stat() == seal


def test_a_file_that_was_touched_or_moved_with_all_others_has_not_changed(folder: Path) -> None:
    os.utime("ladder/craft/l2.yaml")
    assert made() == []
    (folder / "ladder").rename("elsewhere")
    done = CliRunner().invoke(main, ["build", "elsewhere", "--json"])
    assert json.loads(done.stdout)["unchanged"] == 4


def test_what_shows_nowhere_makes_nothing_anew(folder: Path) -> None:
    assert folder.is_dir()
    edit("ladder/ladder.yaml", "title: Eng", "# a remark\ntitle: Eng")
    assert made() == []


def test_a_line_makes_its_level_anew(folder: Path) -> None:
    assert folder.is_dir()
    edit("ladder/craft/l2.yaml", "that last", "that hold")
    assert why() == dict.fromkeys(["decks/l2.pptx", "sheets/l2.pdf"], "source changed")


def test_a_title_makes_every_level_anew_that_shows_it(folder: Path) -> None:
    assert folder.is_dir()
    edit("ladder/craft/l2.yaml", "title: Engineer", "title: Technician")
    assert made() == ["decks/l2.pptx", "decks/l3.pptx", "sheets/l2.pdf", "sheets/l3.pdf"]


EVERYTHING = ["decks/l2.pptx", "decks/l3.pptx", "sheets/l2.pdf", "sheets/l3.pdf"]


def test_the_theme_makes_everything_anew(folder: Path) -> None:
    assert folder.is_dir()
    edit("templates/slate/theme.toml", "#12344d", "#4d1234")
    assert why() == dict.fromkeys(EVERYTHING, "theme changed")


def test_force_makes_everything_anew(folder: Path) -> None:
    assert folder.is_dir()
    assert why("--force") == dict.fromkeys(EVERYTHING, "forced")


@pytest.mark.parametrize(
    ("option", "reason"), [(("--paper", "letter"), "options changed"), (("--theme", "folio"), "theme changed")]
)
def test_an_option_makes_anew_what_it_changes(folder: Path, option: tuple[str, str], reason: str) -> None:
    assert folder.is_dir()
    assert why(*option) == dict.fromkeys(EVERYTHING, reason)
    assert made(*option) == []


def test_another_version_of_what_makes_it_makes_everything_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "site/pydyf-99.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [str(folder / "site"), *sys.path])
    assert why() == dict.fromkeys(EVERYTHING, "engine changed")


def test_a_font_that_was_only_touched_makes_nothing_anew(folder: Path) -> None:
    tokens, font = folder / "templates/slate/theme.toml", folder / "templates/slate/Own.ttf"
    regular = re.search(r'"([\w/]+Lato-Regular\.ttf)"', tokens.read_text(encoding="utf-8"))
    assert regular
    shutil.copyfile(font_file(folder, regular[1]), font)
    edit(str(tokens), regular[1], "Own.ttf")
    assert made() == EVERYTHING
    font.touch()
    assert made() == []


def delete(file: Path) -> None:
    file.unlink()


def tamper(file: Path) -> None:
    """As many bytes as before, and a time of last modification that hides it."""
    data, times = file.read_bytes(), file.stat()
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


@pytest.mark.parametrize(("harm", "reason"), [(delete, "file missing"), (tamper, "file changed on disk")])
@pytest.mark.parametrize("also", ["nothing", "an edit"])
def test_an_artefact_that_is_not_as_it_was_made_is_made_anew(
    folder: Path, harm: Callable[[Path], None], reason: str, also: str
) -> None:
    good = (folder / "output/sheets/l3.pdf").read_bytes()
    harm(folder / "output/sheets/l3.pdf")
    if also == "an edit":
        edit("ladder/craft/l2.yaml", "that last", "that hold")
    edited = ["decks/l2.pptx", "sheets/l2.pdf"] if also == "an edit" else []
    assert why() == dict.fromkeys(edited, "source changed") | {"sheets/l3.pdf": reason}
    assert (folder / "output/sheets/l3.pdf").read_bytes() == good


def test_a_partial_build_does_not_hide_what_was_done_to_the_rest(folder: Path) -> None:
    tamper(folder / "output/sheets/l3.pdf")
    edit("ladder/craft/l2.yaml", "that last", "that hold")
    assert made("-l", "L2") == ["decks/l2.pptx", "sheets/l2.pdf"]
    time.sleep(0.02)
    assert why() == {"sheets/l3.pdf": "file changed on disk"}


def test_a_build_says_why_and_a_dry_run_why_it_would(folder: Path) -> None:
    edit("ladder/craft/l3.yaml", "that last", "that hold")
    edit("ladder/ladder.yaml", "deck]", "deck, handbook, site]")
    planned = CliRunner().invoke(main, ["build", "--dry-run", "--explain"])
    stood = sorted(path.name for path in (folder / "output").rglob("*.*"))
    reasons = {
        "sheets/l2.pdf": "up to date",
        "sheets/l3.pdf": "source changed",
        "decks/l2.pptx": "up to date",
        "decks/l3.pptx": "source changed",
        "handbook.html": "first build",
        "handbook.pdf": "first build",
        "index.html": "first build",
    }
    lines = [f"output/{path}: {reason}" for path, reason in reasons.items()]
    assert planned.stdout.splitlines() == [*lines, "Would make 5 of 7 files in output"]
    assert len(stood) == len(["manifest.json", *EVERYTHING])
    built = CliRunner().invoke(main, ["build", "-j1", "--explain"])
    told = re.findall(r"^\d/5  (\S+)  [\d.]+ s  (.*)$", built.stderr, re.MULTILINE)
    assert dict(told) == {path: reason for path, reason in reasons.items() if reason != "up to date"}
    edit("ladder/craft/l2.yaml", "that last", "that hold")
    planned = CliRunner().invoke(main, ["build", "--dry-run", "--explain", "--json"])
    told = [(one["path"], one["reason"]) for one in json.loads(planned.stdout)["made"]]
    assert dict(told) == dict.fromkeys(["decks/l2.pptx", "sheets/l2.pdf"], "source changed") | {
        "handbook.html": "source changed",
        "handbook.pdf": "depends on sheets/l2.pdf",
        "index.html": "depends on sheets/l2.pdf",
    }
    built = CliRunner().invoke(main, ["build", "-j1", "-v"])
    assert dict(re.findall(r"^\d/5  (\S+)  [\d.]+ s  (.*?)  ", built.stderr, re.MULTILINE)) == dict(told)
    assert "Nothing to make: 7 files up to date" in CliRunner().invoke(main, ["build", "--explain"]).stdout


def _as_schema_1(content: dict[str, Any]) -> dict[str, Any]:
    del content["fingerprint"]
    artefacts = [{**one, "edition": one["document"], "recipe": "0", "basis": "0"} for one in content["artefacts"]]
    for one in artefacts:
        del one["key"], one["document"]
    inputs = {"digest": "0", "theme": "slate", "fonts": []}
    return {**content, "schema": 1, "inputs": inputs, "levels": [{"file": "l2.yaml"}], "artefacts": artefacts}


def _as_schema_2(content: dict[str, Any]) -> dict[str, Any]:
    artefacts = [{**one, "edition": one["document"]} for one in content["artefacts"]]
    for one in artefacts:
        del one["document"]
    return {**content, "schema": 2, "artefacts": artefacts}


@pytest.mark.parametrize("as_earlier", [_as_schema_1, _as_schema_2])
def test_what_an_earlier_version_made_is_ours_and_made_anew(
    folder: Path, as_earlier: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    manifest = folder / "output/manifest.json"
    manifest.write_text(json.dumps(as_earlier(json.loads(manifest.read_text(encoding="utf-8")))), encoding="utf-8")
    assert CliRunner().invoke(main, ["verify"]).exit_code == 0
    (folder / "ladder/craft/l3.yaml").unlink()
    assert why() == dict.fromkeys(["decks/l2.pptx", "sheets/l2.pdf"], "engine changed")
    assert not (folder / "output/sheets/l3.pdf").exists(), "it is ours to remove"


def test_problems_of_fresh_artefacts_are_told_at_their_place_and_count(folder: Path) -> None:
    many = "\n".join(f"      - I do thing {number} and write it down." for number in range(250))
    file = folder / "ladder/craft/l2.yaml"
    file.write_text(f"code: L2\ntitle: Engineer\nsections:\n  craft:\n    statements:\n{many}\n", encoding="utf-8")
    first, second = (CliRunner().invoke(main, ["build", "-j1", "--strict"]) for _ in range(2))
    edit("ladder/ladder.yaml", "title: Eng", "# a remark\ntitle: Eng")
    third = CliRunner().invoke(main, ["build", "-j1", "--strict"])
    assert first.exit_code == second.exit_code == third.exit_code == 1
    told = "ladder/craft/l2.yaml:1:1: warning[page-budget]"
    assert told in first.stderr
    assert first.stderr[first.stderr.index(told) :] == second.stderr == third.stderr
    for done in (second, third):
        assert "4 files up to date, with 1 warning. " in done.stdout or "(4 unchanged), with 1 warning. " in done.stdout


def test_problems_of_pages_that_a_handbook_repeats_are_told_at_their_level(folder: Path) -> None:
    """Levels are in files of their own and in ladder.yaml, as is the handbook; the lines move between the builds."""
    many = ", ".join(f"I do thing {number} and write it down" for number in range(250))
    level = f"  - {{id: l4, track: craft, title: X, sections: {{craft: {{statements: [{many}]}}}}}}\n"
    edit("ladder/craft/l2.yaml", "I build things that last.", many)
    edit("ladder/ladder.yaml", "sheet, deck]}\n", f"sheet, handbook], formats: [pdf]}}\nlevels:\n{level}")

    def locations(command: str) -> list[str]:
        done = CliRunner().invoke(main, [command, "-j1", "--strict"])
        assert done.exit_code == 1, done.output
        return re.findall(r"^(.*:\d+):\d+: warning\[page-budget\]", done.stderr, re.MULTILINE)

    before = ["ladder/craft/l2.yaml:1", "ladder/ladder.yaml:5"]
    assert folder == Path.cwd()
    assert locations("check") == locations("build") == locations("check") == before
    edit("ladder/ladder.yaml", "levels:", "# two\n# remarks\nlevels:")
    assert locations("check") == locations("build") == ["ladder/craft/l2.yaml:1", "ladder/ladder.yaml:7"]


def test_what_is_unchanged_is_told_before_any_engine_is_loaded(folder: Path) -> None:
    script = "import sys; from ladder_export.cli import main\ntry: main(['build', '-q'])\nfinally: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "ladder_export.build.up_to_date" in loaded
    heavy = {
        "weasyprint",
        "pptx",
        "pydantic",
        "yaml",
        "jinja2",
        "fontTools",
        "lxml",
        "markdown_it",
        "ladder_export.build.plan",
    }
    assert loaded.isdisjoint(heavy)


def test_equal_values_have_equal_digests_and_others_have_not() -> None:
    assert canonical_digest((Span("a", 1), "b", {"c": 1.5})) == canonical_digest((Span("a", 1), "b", {"c": 1.5}))
    different = [(), "", "()", ((),), ("a", "b"), ("ab",), ("a,b",), 1, "1", True, None, b"", Span(""), (Span("a", 2),)]
    assert len({canonical_digest(value) for value in different}) == len(different)
    with pytest.raises(TypeError, match="a set has no digest"):
        canonical_digest({1})


@pytest.mark.parametrize(
    "pair",
    [
        (("a", "b"), ("a'1b",)),
        (("1'a",), ("a",)),
        ((Span("a"), "b"), (Span("a"), ("b",))),
        (("",), ()),
        (("=None;",), (None,)),
    ],
)
def test_no_two_values_have_the_same_digest(pair: tuple[object, object]) -> None:
    one, other = map(canonical_digest, pair)
    assert one != other


def test_a_cache_key_is_the_document_its_look_and_its_format(own_ladder: Ladder) -> None:
    document, other, *_ = sheet(own_ladder)
    settings = RenderSettings(open_theme("slate"))
    key = cache_key_function(settings)
    same = replace(document, span=Span("elsewhere.yaml", 9), sources=())
    assert (
        key(document, "pdf")
        == key(same, "pdf")
        == cache_key_function(RenderSettings(open_theme("slate")))(document, "pdf")
    )
    assert len({key(document, "pdf"), key(document, "pptx"), key(other, "pdf")}) == 3
    assert settings.theme.press
    others = (
        replace(settings, page_budget=2),
        *(replace(settings, press=PrintProfile(settings.theme.press, icc)) for icc in (b"1", b"2")),
    )
    assert len({cache_key_function(other)(document, "pdf") for other in (settings, *others)}) == 4


def test_a_cache_key_tells_every_part_of_a_document_apart(own_ladder: Ladder) -> None:
    document, other, *_ = sheet(own_ladder)
    key = cache_key_function(RenderSettings(open_theme("slate")))
    kept = {
        "span": PLACE,
        "sources": ("a.yaml",),
        "prebuilt_pages": PrebuiltPages(None, file="a.pdf"),
    }  # where it stands, and files made of it
    changed: dict[str, Any] = {
        "kind": "review",
        "chapters": (other,),
        "labels": {"a": "b"},
        "downloads": (Download("a", "a.pdf", "pdf", 1, "0"),),
        "record": {"a": 1},
        "prebuilt_pages": PrebuiltPages(other),
        "header_pieces": (),
        "sections": (),
        "attachments": (),
        "credit": plain_text("Somebody"),
        **{one.name: "else" for one in fields(document) if one.type == "str"},
        "breadcrumbs": (),
        "card": SocialCard("https://x.example/index.png", "else"),
    }
    assert {one.name for one in fields(document)} == changed.keys() | kept.keys()
    assert all(key(replace(document, **{name: value}), "pdf") == key(document, "pdf") for name, value in kept.items())
    keys = [key(replace(document, **{name: value}), "pdf") for name, value in changed.items()]
    nested = (
        replace(document, chapters=(replace(other, chapters=(other,)),)),
        replace(document, chapters=(other, other)),
    )
    assert len({key(document, "pdf"), *keys, *(key(one, "pdf") for one in nested)}) == len(keys) + 3


def test_no_two_kinds_of_pieces_have_the_same_fields() -> None:
    """A cache key tells pieces apart by the names of their fields."""
    names = [tuple(one.name for one in fields(kind)) for kind in get_args(Piece)]
    assert len(set(names)) == len(names)


def test_check_makes_only_what_the_last_build_did_not_find_out(folder: Path) -> None:
    many = "\n".join(f"      - I do thing {number} and write it down." for number in range(250))
    file = folder / "ladder/craft/l2.yaml"
    file.write_text(f"code: L2\ntitle: Engineer\nsections:\n  craft:\n    statements:\n{many}\n", encoding="utf-8")
    before = CliRunner().invoke(main, ["check", "-j1"])
    assert "2/2  " in before.stderr  # L3 is sure to fit
    assert CliRunner().invoke(main, ["build", "-j1", "-q"]).exit_code == 0
    after = CliRunner().invoke(main, ["check", "-j1"])
    assert "/" not in after.stderr.partition("ladder/")[0]
    assert after.stderr == before.stderr[before.stderr.index("ladder/craft/l2.yaml:1:1: warning[page-budget]") :]
    edit("ladder/craft/l3.yaml", "that last", "that hold")
    assert "2/2  " in CliRunner().invoke(main, ["check", "-j1"]).stderr


def verify(*options: str) -> tuple[int, list[tuple[str, str]]]:
    done = CliRunner().invoke(main, ["verify", "--json", *options])
    problems = json.loads(done.stdout)["problems"]
    return done.exit_code, [(one["code"], one.get("file", "")) for one in problems]


def test_verify_reads_every_file_and_names_what_is_not_as_it_was_made(folder: Path) -> None:
    assert verify() == (0, [])
    assert CliRunner().invoke(main, ["verify"]).output == "Verified output: no problems\n"
    tamper(folder / "output/sheets/l3.pdf")
    delete(folder / "output/decks/l2.pptx")
    (folder / "output/notes.txt").write_text("mine", encoding="utf-8")
    assert verify() == (
        1,
        [
            ("missing-file", "output/decks/l2.pptx"),
            ("extra-file", "output/notes.txt"),
            ("changed-file", "output/sheets/l3.pdf"),
        ],
    )
    done = CliRunner().invoke(main, ["verify"])
    assert done.exit_code == 1
    assert "output/sheets/l3.pdf:1:1: error[changed-file]: this file was changed after the build" in done.stderr
    assert done.stdout == "Verified output: 3 errors\n"


def test_verify_needs_a_manifest(folder: Path) -> None:
    assert verify(str(folder / "ladder")) == (6, [("no-manifest", "")])
