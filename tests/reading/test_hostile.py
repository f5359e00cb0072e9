"""Files nobody wrote with care: the reader refuses each with a problem at its place, and never breaks on one."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ladder_export.core.problems import InvalidLadder, Problem, Severity
from ladder_export.reading import read
from ladder_export.reading.yaml import parser

LADDER = "title: Engineering ladder\n"
LEVEL = "title: Engineer\n"

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def refused(folder: Path, level: bytes) -> Problem:
    """The one problem of a level file with these bytes; all its other files are well."""
    (folder / "ladder.yaml").write_text(LADDER, encoding="utf-8")
    (folder / "l1.yaml").write_bytes(level)
    with pytest.raises(InvalidLadder) as invalid:
        read(folder)
    [problem] = (one for one in invalid.value.problems if one.is_error)
    assert problem.span
    assert problem.span.file == f"{folder.as_posix()}/l1.yaml"
    assert problem.help
    return problem


@pytest.mark.parametrize(
    ("level", "code", "line", "column"),
    [
        pytest.param(b"title: " + b"[" * 200_000, "too-deep", 1, 57, id="200,000 nested lists"),
        pytest.param(b"title: " + b"{a: " * 50_000, "too-deep", 1, 204, id="50,000 nested mappings"),
        pytest.param(b"- " * 100_000, "too-deep", 1, 101, id="100,000 dashes"),
        pytest.param(b"? " * 100_000, "too-deep", 1, 101, id="100,000 question marks"),
        pytest.param(LAUGHS.encode(), "too-large", 6, 12, id="a billion laughs"),
        pytest.param(b"title: &t [*t]\n", "endless-alias", 1, 12, id="an alias in itself"),
        pytest.param(b"title: x\nfacts:\n" + b"# \n" * 1_000_000, "too-large", 1, 1, id="3 MB"),
        pytest.param(b"summary: [" + b"x, " * 250_000 + b"x]\n", "too-large", 1, 600_008, id="250,000 values"),
        pytest.param(f"title: {'x' * 30_000}\n".encode(), "too-long", 1, 8, id="a title of 30,000 letters"),
        pytest.param(b"title: Se\xf1or Engineer\n", "not-utf-8", 1, 10, id="Windows-1252"),
        pytest.param("a: é\r\nb: ü".encode() + b"\x81\n", "not-utf-8", 2, 5, id="a byte no encoding has"),
        pytest.param(b"title: a\x00b\n", "control-character", 1, 9, id="NUL"),
        pytest.param(b"title: a\ncode: \x1b[31mred\n", "control-character", 2, 7, id="a terminal's escape"),
        pytest.param(LEVEL.encode("utf-16"), "not-utf-8", 1, 1, id="UTF-16"),
        pytest.param(LEVEL.encode("utf-16-be"), "not-utf-8", 1, 1, id="UTF-16 without its mark"),
        pytest.param(PNG, "not-text", 1, 1, id="a PNG"),
        pytest.param(b"PK\x03\x04\x14\x00\x06\x00", "not-text", 1, 1, id="a Word document"),
        pytest.param(b"", "empty-file", 1, 1, id="nothing"),
        pytest.param(b"\xef\xbb\xbf", "empty-file", 1, 1, id="a byte order mark alone"),
        pytest.param(b"a: b:" + b" " * 1_000_000 + b"x", "needs-quotes", 1, 4, id="a line of a million spaces"),
    ],
)
def test_is_refused_at_its_place(tmp_path: Path, level: bytes, code: str, line: int, column: int) -> None:
    problem = refused(tmp_path, level)
    assert problem.span
    assert (problem.code, problem.span.line, problem.span.column) == (code, line, column)


def test_a_bad_byte_is_told_with_its_value_its_offset_and_what_it_probably_is(tmp_path: Path) -> None:
    problem = refused(tmp_path, b"code: L1\ntitle: Se\xf1or Engineer\n")
    assert problem.message == "byte 0xF1 at offset 18 is not UTF-8 (in Windows-1252 it is 'ñ')"
    assert problem.span
    assert problem.span.excerpt == "title: Señor Engineer"


def test_a_link_to_nowhere_is_a_problem_of_that_file(tmp_path: Path) -> None:
    (tmp_path / "ladder.yaml").write_text(LADDER, encoding="utf-8")
    (tmp_path / "l1.yaml").symlink_to(tmp_path / "gone.yaml")
    with pytest.raises(InvalidLadder) as invalid:
        read(tmp_path)
    assert [problem.code for problem in invalid.value.problems] == ["broken-link"]


def test_links_that_lead_out_of_the_ladder_are_refused_and_told(tmp_path: Path) -> None:
    inside, outside = tmp_path / "ladder", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (inside / "ladder.yaml").write_text(LADDER, encoding="utf-8")
    (outside / "secret.yaml").write_text("title: Secret\n", encoding="utf-8")
    (inside / "l1.yaml").symlink_to(outside / "secret.yaml")
    (inside / "eng").symlink_to(outside)
    with pytest.raises(InvalidLadder) as invalid:
        read(inside)
    told = [(problem.code, problem.span.file.rpartition("/")[2]) for problem in invalid.value.problems if problem.span]
    assert told == [("outside-link", "eng"), ("outside-link", "l1.yaml")]


def test_a_link_inside_the_ladder_is_a_file_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "ladder.yaml").write_text(LADDER, encoding="utf-8")
    (tmp_path / ".data").mkdir()
    (tmp_path / ".data/l1.yaml").write_text("title: Engineer\n", encoding="utf-8")
    (tmp_path / "l1.yaml").symlink_to(tmp_path / ".data/l1.yaml")
    assert [level.title for level in read(tmp_path)[0].levels] == ["Engineer"]


def test_what_is_no_file_is_never_waited_for(tmp_path: Path) -> None:
    (tmp_path / "ladder.yaml").write_text(LADDER, encoding="utf-8")
    os.mkfifo(tmp_path / "l1.yaml")
    with pytest.raises(InvalidLadder) as invalid:
        read(tmp_path)
    assert [problem.code for problem in invalid.value.problems] == ["unreadable"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "ladder.yaml").write_text(LADDER, encoding="utf-8")
    (tmp_path / "ladder.yaml").chmod(0)
    with pytest.raises(InvalidLadder) as invalid:
        read(tmp_path)
    assert [problem.code for problem in invalid.value.problems] == ["unreadable"]


def test_a_path_that_leads_to_no_ladder_says_what_a_ladder_is(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    for path in (tmp_path / "missing", tmp_path, tmp_path / "inner"):
        with pytest.raises(InvalidLadder) as invalid:
            read(path)
        [problem] = invalid.value.problems
        assert problem.code == "no-ladder"
        assert "ladder-export build PATH" in problem.help


def test_the_ladder_one_folder_further_down_is_pointed_out(tmp_path: Path) -> None:
    (tmp_path / "ladder").mkdir()
    (tmp_path / "ladder/ladder.yaml").write_text(LADDER, encoding="utf-8")
    with pytest.raises(InvalidLadder) as invalid:
        read(tmp_path)
    assert invalid.value.problems[0].help == f"did you mean '{tmp_path.as_posix()}/ladder'?"


def test_without_libyaml_the_same_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = sorted((Path(__file__).parent / "cases").rglob("*.yaml"))
    fast = [parser.parse_yaml(case.name, case.read_bytes()).problems for case in cases]
    monkeypatch.setattr(parser, "YAML_LOADER", yaml.SafeLoader)
    slow = [parser.parse_yaml(case.name, case.read_bytes()).problems for case in cases]
    assert [[(p.code, p.span.line if p.span else 0) for p in problems] for problems in fast] == [
        [(p.code, p.span.line if p.span else 0) for p in problems] for problems in slow
    ]


pieces = st.sampled_from(
    [
        "title",
        "summary",
        "code",
        "rank",
        "facts",
        "sections",
        "tracks",
        "levels",
        "export",
        "statements",
        "examples",
        "text",
        "domain",
        "a",
        "L1",
        "3",
        "null",
        "~",
        ":",
        "-",
        "?",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&",
        "*",
        "!",
        "|",
        ">",
        "'",
        '"',
        "%",
        "@",
        "`",
        "#",
        "\\",
        "\\x",
        "---",
        "...",
        "<<",
        ":",
        "é",
        "🦉",
        "**",
        "[a](b)",
        ":octopus:",
        "üå±",
        "\t",
    ]
)
yamlish = st.lists(st.tuples(pieces, st.sampled_from(["", " ", "\n", "\n  ", ": ", "\n- ", "\r\n", "\r"])), max_size=40)
texts = st.one_of(st.text(max_size=200), yamlish.map(lambda parts: "".join(a + b for a, b in parts)))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=200), texts.map(str.encode), texts.map(lambda t: f"{LEVEL}{t}".encode())))
@example(content=b"title: a\x85b: c")
@example(content="title: \ufeff".encode())
@example(content="title: \u2028x\u2029\n y".encode())
@example(content=b"\r\r\rtitle")
def test_whatever_is_in_a_file_it_is_read_or_refused_at_a_place_in_it(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ladder.yaml").write_text(LADDER, encoding="utf-8")
    (tmp_path / "l1.yaml").write_bytes(content)
    for path in (tmp_path, tmp_path / "l1.yaml"):
        try:
            problems = read(path)[1]
            assert all(problem.severity is Severity.WARNING for problem in problems)
        except InvalidLadder as invalid:
            problems = invalid.problems
            assert any(problem.is_error for problem in problems)
        lines = re.split("\r\n|\r|\n", content.decode("utf-8", "replace").removeprefix("\ufeff"))
        for problem in problems:
            assert problem.span
            if problem.span.file.endswith("l1.yaml"):
                assert 1 <= problem.span.line <= len(lines)
                assert 1 <= problem.span.column <= len(lines[problem.span.line - 1]) + 1


def test_no_word_is_longer_than_a_line_can_hold_and_no_title_longer_than_a_page(tmp_path: Path) -> None:
    address = "https://example.org/" + "a" * 1_500
    (tmp_path / "ladder.yaml").write_text(LADDER, encoding="utf-8")
    (tmp_path / "l1.yaml").write_text(f"title: Engineer\nsummary: See {address} for more.\n", encoding="utf-8")
    assert read(tmp_path)[1] == ()
    problem = refused(tmp_path, f"title: Engineer\nsummary: See {'a' * 2_001} for more.\n".encode())
    assert (problem.code, problem.span and problem.span.line) == ("too-long", 2)
    problem = refused(tmp_path, f"title: Engineer\nsections: {{craft: {{title: '{'b ' * 300}'}}}}\n".encode())
    assert (problem.code, problem.message) == ("too-long", "'title' has more than 500 characters")


@pytest.mark.parametrize("char", ["漢", "の", "한"])
def test_a_paragraph_without_spaces_is_no_word_in_scripts_that_have_none(tmp_path: Path, char: str) -> None:
    (tmp_path / "ladder.yaml").write_text(LADDER, encoding="utf-8")
    (tmp_path / "l1.yaml").write_text(f"title: Engineer\nsummary: {char * 5_000}\n", encoding="utf-8")
    assert read(tmp_path)[1] == ()


def test_of_a_thousand_problems_the_first_ones_are_told_and_how_many_there_are(tmp_path: Path) -> None:
    (tmp_path / "ladder.yaml").write_text(LADDER, encoding="utf-8")
    (tmp_path / "l1.yaml").write_text(LEVEL + "".join(f"k{n}: x\n" for n in range(20_000)), encoding="utf-8")
    with pytest.raises(InvalidLadder) as invalid:
        read(tmp_path)
    told = [problem.message for problem in invalid.value.problems]
    assert len(told) == 1_001
    assert any("19,000 more problems" in message for message in told)
