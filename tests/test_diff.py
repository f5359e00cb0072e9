"""What differs between two ladders: nothing that changed is left out, nothing is told twice."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ladder_export.cli import main
from ladder_export.cli.diff_output import as_markdown
from ladder_export.core.alignment import Change, word_diff
from ladder_export.core.model import Level, Section
from ladder_export.diff import ladders
from ladders import ladder, level, numbered_levels, section, statements, texts_of


def craft(*texts: str, examples: tuple[str, ...] = ()) -> Level:
    return level("L1", "Engineer", section("Craft", *texts, examples=examples), section("People", "I listen."))


def kinds(before: Level, after: Level) -> list[tuple[str, str, str]]:
    return [(one.kind, one.before, one.after) for one in ladders.diff_levels(before, after)]


ONE, TWO, THREE = "I ship what I begin.", "I ask before I build.", "I write things down for others."


def test_what_is_the_same_is_no_difference() -> None:
    assert kinds(craft(ONE, TWO), craft(ONE, TWO)) == []


def test_an_insertion_moves_nothing() -> None:
    assert kinds(craft(ONE, TWO), craft(THREE, ONE, TWO)) == [("added", "", THREE)]


def test_only_what_left_its_neighbours_moved() -> None:
    assert kinds(craft(ONE, TWO, THREE), craft(THREE, ONE, TWO)) == [("moved", THREE, THREE)]


def test_a_statement_that_became_an_example_moved() -> None:
    (change,) = ladders.diff_levels(craft(ONE, TWO), craft(ONE, examples=(TWO,)))
    assert (change.kind, change.origin, change.location) == ("moved", ("Craft",), ("Craft", "examples"))


def test_a_reworded_statement_is_followed_word_by_word() -> None:
    (change,) = ladders.diff_levels(craft(ONE), craft("I ship what we begin."))
    words = [(one.kind, one.text) for one in word_diff(change.before, change.after)]
    assert words == [("same", "I ship what "), ("removed", "I"), ("added", "we"), ("same", " begin.")]


def test_scripts_without_spaces_are_followed_too() -> None:
    words = word_diff("私は設計します。", "私は実装します。")
    assert [(one.kind, one.text) for one in words if one.kind != "same"] == [("removed", "設計"), ("added", "実装")]


def test_however_many_words_differ_each_reworded_statement_is_found() -> None:
    before = [" ".join(f"word{number}x{place}" for place in range(50)) for number in range(400)]
    changes = kinds(craft(*before), craft(*(f"{text} anew" for text in before)))
    assert changes == [("reworded", text, f"{text} anew") for text in before]


def test_facts_ratings_and_identity_are_compared() -> None:
    before = level("L1", "Engineer", facts=(("Horizon", "A week."), ("Gone", "x")))
    after = level("L2", "Senior", facts=(("Horizon", "A month."), ("New", "y")), status="draft")
    found = {(one.kind, one.location[0]) for one in ladders.diff_levels(before, after)}
    assert found == {
        *(("changed", key) for key in ("id", "code", "title", "rank", "status")),
        *(("reworded", "Horizon"), ("removed", "Gone"), ("added", "New")),
    }


def test_what_two_starter_levels_share_is_neither_removed_nor_added_nor_moved(tmp_path: Path) -> None:
    folder = tmp_path / "start"
    assert CliRunner().invoke(main, ["new", str(folder)]).exit_code == 0
    done = CliRunner().invoke(main, ["diff", "--json", "--ladder", str(folder), "l1-engineer", "l2-senior-engineer"])
    changes = json.loads(done.stdout)["changes"]
    assert [one for one in changes if one["place"] in (["section"], ["sections"])] == []
    assert ["rating Communication"] in [one["place"] for one in changes]
    assert ["People"] in [one["place"] for one in changes]


def test_a_section_that_another_step_is_brought_to_is_the_same_section() -> None:
    def brought(step: str, *texts: str) -> Level:
        own = section("Craft", ONE)
        return craft_of(
            replace(own, shared_passages=(replace(own.own, title=f"Code · {step}", body=statements(*texts)),))
        )

    assert kinds(brought("Learns", TWO), brought("Knows", TWO, THREE)) == [("added", "", THREE)]


def test_a_section_with_another_id_and_the_same_title_is_the_same_section() -> None:
    old, new = craft_of(section("Craft", ONE)), craft_of(replace(section("Craft", ONE, TWO), id="our-craft"))
    assert kinds(old, new) == [("added", "", TWO)]


def craft_of(*sections: Section) -> Level:
    return level("L1", "Engineer", *sections)


def test_what_levels_share_is_told_once() -> None:
    area = section("Craft", ONE)
    brought = replace(area.own, title="Everyone", body=statements("I am kind."))
    kinder = replace(brought, body=statements("I am kind to all."))
    old, new = (
        ladder(*(level(f"L{n}", "E", replace(area, title=title, shared_passages=(passage,))) for n in range(9)))
        for title, passage in (("Craft", brought), ("Handcraft", kinder))
    )
    found = ladders.diff_ladders(old, new)
    assert [(one.kind, one.level, one.after) for one in found] == [
        ("changed", "", "Handcraft"),
        ("reworded", "", "I am kind to all."),
    ]


def test_levels_that_came_and_went() -> None:
    found = ladders.diff_ladders(ladder(level("L1", "A"), level("L2", "B")), ladder(level("L1", "A"), level("L3", "C")))
    assert [(one.kind, one.level) for one in found] == [("removed", "L2 B"), ("added", "L3 C")]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(numbered_levels(), numbered_levels(), st.booleans())
def test_every_word_that_differs_is_told(one: Level, other: Level, same: bool) -> None:  # noqa: FBT001  # hypothesis fills it
    after = one if same else other
    found = ladders.diff_levels(one, after)
    told = [change for change in found if change.kind in ("added", "removed", "reworded", "changed")]
    words = Counter(" ".join(texts(one)).split())
    words.subtract(Counter(" ".join(change.before for change in told if texts_only(change)).split()))
    words.update(Counter(" ".join(change.after for change in told if texts_only(change)).split()))
    assert {word: count for word, count in words.items() if count} == Counter(" ".join(texts(after)).split())
    assert bool(found) is not same or one == other


def texts(one: Level) -> list[str]:
    """The texts whose differences are told as texts: titles of sections and passages are told as titles."""
    titles = Counter(title for area in one.sections for title in (area.title, *(p.title for p in area.passages)))
    titles += Counter(word for rating in one.ratings for word in (rating.title, rating.step))
    titles += Counter(fact.label for fact in one.facts)
    return list((Counter(texts_of(one)) - titles).elements())


def texts_only(change: Change) -> bool:
    return not change.location[0].startswith(("rating ", "section", "fact"))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(numbered_levels(), numbered_levels())
def test_looked_at_from_the_other_side_it_is_the_opposite(one: Level, other: Level) -> None:
    there, back = (
        Counter(change.kind for change in ladders.diff_levels(*pair)) for pair in ((one, other), (other, one))
    )
    assert (there["added"], there["removed"]) == (back["removed"], back["added"])


# ---- as people see it


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a ladder of two levels, in git."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ladder").mkdir()
    write(tmp_path, "ladder", "title: Ladder\nsections: {craft: Craft}\n")
    write(tmp_path, "l1", "code: L1\ntitle: Engineer\nsections: {craft: {statements: [I ship <b>it</b>.]}}\n")
    write(tmp_path, "l2", "code: L2\ntitle: Senior\nsections: {craft: {statements: [I ship it all.]}}\n")
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "First")):
        subprocess.run(["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *command], check=True)  # noqa: S607  # git
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / f"ladder/{name}.yaml").write_text(text, encoding="utf-8")


def diff(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments])


def test_a_revision_is_compared_with_what_lies_there(folder: Path) -> None:
    assert diff("HEAD").output == "no differences\n"
    write(folder, "l2", "code: L2\ntitle: Senior\nsections: {craft: {statements: [I ship it now.]}}\n")
    done = diff("HEAD")
    assert done.exit_code == 0
    assert done.output == "L2 Senior\n  ~ Craft: I ship it [-all-]{+now+}.\n\n1 reworded\n"
    assert diff("HEAD", "--exit-code").exit_code == 1
    assert diff("HEAD", "HEAD", "--exit-code").exit_code == 0


def test_two_levels_by_code(folder: Path) -> None:
    assert (folder / "ladder").is_dir()
    assert "title: Engineer → Senior" in diff("l1", "L2").output


def test_two_ladders_by_path_as_json(folder: Path) -> None:
    (folder / "other").mkdir()
    (folder / "other/ladder.yaml").write_text("title: Ladder\nlevels: [{title: Engineer}]\n", encoding="utf-8")
    told = json.loads(diff("ladder", "other", "--json").output)
    assert told["counts"]["added"] == 1
    assert {change["kind"] for change in told["changes"]} >= {"added", "removed"}


def test_markdown_shows_text_as_text() -> None:
    change = Change("reworded", "L1 *E*", ("Craft",), "I ship <b>it</b> @all", "I ship `it` @all")
    text = as_markdown([change], "a", "b")
    assert "### L1 \\*E\\*" in text
    assert "<b>" not in text
    assert "&lt;" in text
    assert "\\@all" in text


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("nosuch",), 2, "is not a path, a level of ladder or a git revision"),
        (("L1",), 2, "a second level to compare it with is missing"),
        (("L1", "L9"), 2, "'L9' is not a level of ladder"),
        (("HEAD", "--ladder", "elsewhere"), 2, "did not exist at 'HEAD'"),
        (("--", "-x"), 2, "is not a path"),
    ],
)
def test_what_cannot_be_compared_is_told(folder: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    assert folder.is_dir()
    done = diff(*arguments)
    assert (done.exit_code, "Traceback" in done.output) == (code, False)
    assert words in done.output


def test_a_revision_with_errors_says_where_they_are(folder: Path) -> None:
    write(folder, "l1", "titel: Engineer\n")
    commit = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qam", "Broken"]
    subprocess.run(commit, check=True)
    write(folder, "l1", "title: Engineer\n")
    done = diff("HEAD")
    assert done.exit_code == 3
    assert "HEAD:ladder/l1.yaml:1:1: error[missing-key]" in done.output


# ---- whatever a repository holds


IDENTITY = ("-c", "user.name=T", "-c", "user.email=t@example.org")


def git(*arguments: str | bytes, told: bytes = b"", where: Path | None = None) -> str:
    command = ["git", *IDENTITY, *arguments]
    return subprocess.run(command, input=told, capture_output=True, check=True, cwd=where).stdout.decode().strip()


def commit_of(*entries: tuple[str, bytes, bytes]) -> str:
    """A commit whose folder `ladder` holds these: mode, name and content. No work tree has to be able to hold them."""
    rows = b""
    for mode, name, content in entries:
        blob = git("hash-object", "-w", "--stdin", told=content)
        rows += mode.encode() + b" " + name + b"\0" + bytes.fromhex(blob)
    inner = git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", told=rows)
    outer = git("mktree", told=f"040000 tree {inner}\tladder\n".encode())
    return git("commit-tree", outer, "-m", "Crafted")


SHARED_FILE = ("100644", b"ladder.yaml", b"title: Ladder\n")
LEVEL_FILE = ("100644", b"z1.yaml", b"code: L1\ntitle: Engineer\n")


@pytest.mark.parametrize(
    ("entry", "code", "words"),
    [
        (("120000", b"l1.yaml", b"/etc/hostname"), 3, "l1.yaml:1:1: error[outside-link]"),
        (("120000", b"l1.yaml", b"../../../../../../etc/hostname"), 3, "l1.yaml:1:1: error[outside-link]"),
        (("120000", b"l1.yaml", b"l1.yaml"), 3, "l1.yaml:1:1: error[broken-link]"),
        (("120000", b"l1.yaml", b"x" * 5000), 2, "error[unreadable-revision]"),
        (("120000", b"eng", b"/etc"), 3, "eng:1:1: error[outside-link]"),
        (("100644", b"n" * 300 + b".yaml", b"title: E\n"), 2, "error[unreadable-revision]"),
        (("100644", b"../../l9.yaml", b"title: E\n"), 2, "error[unreadable-revision]"),
        (("100644", b"..", b"title: E\n"), 0, "Engineer"),
        (("100644", b"big.yaml", b"# " * 1_500_000), 3, "big.yaml:1:1: error[too-large]"),
        (("100644", b"l\xff.yaml", b"titel: E\n"), 3, "error[unknown-key]"),
        (("160000", b"sub", b""), 0, "Engineer"),
    ],
    ids=lambda value: value[1][:12].decode("latin-1") if isinstance(value, tuple) else "",
)
def test_a_commit_may_hold_what_no_folder_can(
    folder: Path, entry: tuple[str, bytes, bytes], code: int, words: str
) -> None:
    done = diff(commit_of(*sorted((entry, SHARED_FILE, LEVEL_FILE), key=lambda one: one[1])))
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    assert words in done.output
    assert not (folder.parent / "l9.yaml").exists()


@pytest.mark.parametrize(("mode", "name"), [("100644", "x.yaml"), ("120000", "link")])
def test_a_link_and_a_folder_of_one_name_write_nothing_outside(folder: Path, mode: str, name: str) -> None:
    (folder / "elsewhere").mkdir()
    blob = git("hash-object", "-w", "--stdin", told=b"title: E\n")
    inner = git("mktree", told=f"{mode} blob {blob}\t{name}\n".encode())
    link = git("hash-object", "-w", "--stdin", told=str(folder / "elsewhere").encode())
    rows = b"120000 a\0" + bytes.fromhex(link) + b"40000 a\0" + bytes.fromhex(inner)
    crafted = git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", told=rows)
    outer = git("mktree", told=f"040000 tree {crafted}\tladder\n".encode())
    done = diff(git("commit-tree", outer, "-m", "Crafted"))
    assert done.exit_code == 2, done.output
    assert list((folder / "elsewhere").iterdir()) == []


def test_a_link_inside_the_ladder_was_followed_then_as_it_is_now(folder: Path) -> None:
    assert folder.is_dir()
    data = ("100644", b"words.txt", b"code: L3\ntitle: Linked\n")
    done = diff(commit_of(("120000", b"l3.yaml", b"words.txt"), SHARED_FILE, data))
    assert done.exit_code == 0, done.output
    assert "Linked" in done.output


def test_a_ladder_that_is_a_link_is_compared_with_where_it_leads(folder: Path) -> None:
    (folder / "link").symlink_to("ladder")
    assert diff("HEAD", "--ladder", "link").output == "no differences\n"
    (folder / "leaving").symlink_to("/etc")
    done = diff("HEAD", "--ladder", "leaving")
    assert (done.exit_code, "Traceback" in done.output) == (3, False)  # there is no ladder there today


def test_a_ladder_that_was_a_link_is_not_followed(folder: Path) -> None:
    link = git("hash-object", "-w", "--stdin", told=b"/etc")
    outer = git("mktree", told=f"120000 blob {link}\tladder\n".encode())
    done = diff(git("commit-tree", outer, "-m", "Crafted"))
    assert folder.is_dir()
    assert (done.exit_code, "was a link at" in done.output) == (2, True)


def test_a_repository_whose_path_is_not_utf_8(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    strange = os.fsdecode(os.fsencode(folder) + b"/r\xff")
    os.mkdir(strange)  # noqa: PTH102  # a name that is no text
    monkeypatch.chdir(strange)
    (Path(strange) / "ladder").mkdir()
    write(Path(strange), "ladder", "title: Ladder\nlevels: [{title: Engineer}]\n")
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "First")):
        git(*command)
    assert diff("HEAD").output == "no differences\n"
    assert diff("HEAD", "--ladder", f"{strange}/ladder").exit_code == 0


def test_nothing_that_a_repository_asks_for_is_run(folder: Path) -> None:
    proof = folder / "proof"
    script = folder / "run.sh"
    script.write_text(f"#!/bin/sh\ntouch {proof}\ncat\n", encoding="utf-8")
    script.chmod(0o755)
    (folder / ".git/info").mkdir(exist_ok=True)
    (folder / ".git/info/attributes").write_text("*.yaml filter=bad diff=bad text eol=crlf ident\n", encoding="utf-8")
    for key in ("filter.bad.smudge", "filter.bad.clean", "diff.bad.textconv", "diff.external", "core.fsmonitor"):
        git("config", key, str(script))
    for key in ("core.sshCommand", "core.pager", "core.alternateRefsCommand", "alias.ls-tree", "alias.cat-file"):
        git("config", key, str(script))
    git("config", "tar.tar.command", str(script))
    (folder / "hooks").mkdir()
    for hook in ("post-checkout", "post-index-change", "reference-transaction"):
        (folder / "hooks" / hook).symlink_to(script)
    git("config", "core.hooksPath", str(folder / "hooks"))
    proof.unlink(missing_ok=True)
    done = diff("HEAD")
    assert (done.exit_code, done.output) == (0, "no differences\n")
    assert not proof.exists()


def test_what_git_has_not_fetched_is_not_fetched(folder: Path) -> None:
    proof = folder / "proof"
    git("config", "extensions.partialClone", "far")
    git("config", "remote.far.promisor", "true")
    git("config", "remote.far.url", f"ext::sh -c touch% {proof}")
    git("config", "protocol.ext.allow", "always")
    blob = git("rev-parse", "HEAD:ladder/l1.yaml")
    (folder / f".git/objects/{blob[:2]}/{blob[2:]}").unlink()
    done = diff("HEAD")
    assert "git does not have all files of this revision" in done.output
    assert done.exit_code == 2, done.output
    assert not proof.exists()


def test_a_name_that_is_too_long_is_no_revision(folder: Path) -> None:
    assert folder.is_dir()
    assert diff("x" * 400).exit_code == 2
