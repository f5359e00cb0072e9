"""What a good ladder reads to, and that nothing a file may hold does harm."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ladder_export.editions import EDITIONS
from ladder_export.model import Ladder
from ladder_export.problems import InvalidLadder
from ladder_export.reading import read
from ladder_export.reading.schema import ExportShape

LADDER = """\
title: Ladder
facts: {horizon: Horizon, radius: {label: Impact Radius}}
sections: {craft: {title: Craft, icon: ":owl:"}, people: People}
tracks: {eng: Engineering}
"""


def ladder(folder: Path, **levels: str | bytes) -> Ladder:
    (folder / "eng").mkdir(exist_ok=True)
    (folder / "ladder.yaml").write_text(LADDER, encoding="utf-8")
    for name, content in levels.items():
        (folder / f"eng/{name}.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(folder)[0]


def codes(folder: Path, content: str | bytes) -> list[str]:
    with pytest.raises(InvalidLadder) as stop:
        ladder(folder, l1=content)
    return [problem.code for problem in stop.value.problems]


def test_only_titles_are_required(tmp_path: Path) -> None:
    (level,) = ladder(tmp_path, l1="title: Engineer\n").levels
    assert (level.id, level.code, level.title, level.track, level.rank) == ("l1", "", "Engineer", "eng", 0)


def test_facts_and_sections_come_in_the_ladder_s_order_and_own_sections_last(tmp_path: Path) -> None:
    text = """\
title: Engineer
facts: {radius: Team., horizon: A cycle.}
sections:
  values: {title: Values, statements: [I care.]}
  people: {statements: [I mentor.]}
  craft: {title: My craft, statements: [I build.], examples: [I built.]}
"""
    (level,) = ladder(tmp_path, l1=text).levels
    assert [(fact.label, fact.value.plain) for fact in level.facts] == [
        ("Horizon", "A cycle."),
        ("Impact Radius", "Team."),
    ]
    assert [(area.title, area.icon) for area in level.sections] == [("My craft", "🦉"), ("People", ""), ("Values", "")]


def test_scalars_stay_the_text_that_was_typed(tmp_path: Path) -> None:
    text = "code: 1.10\ntitle: no\nsections: {craft: {statements: [yes, 012, 2026-01-01, 1:30, 'null', '~']}}\n"
    (level,) = ladder(tmp_path, l1=text).levels
    assert (level.code, level.title) == ("1.10", "no")
    shown = [statement.text.plain for statement in level.sections[0].statements]
    assert shown == ["yes", "012", "2026-01-01", "1:30", "null", "~"]


@pytest.mark.parametrize(("code", "rank"), [("L3", 3), ("L1.5", 1.5), ("IC12b", 12), ("Staff", 0)])
def test_the_number_in_the_code_is_the_rank_unless_one_is_said(tmp_path: Path, code: str, rank: float) -> None:
    assert ladder(tmp_path, l1=f"code: {code}\ntitle: E\n").levels[0].rank == rank
    assert ladder(tmp_path, l1=f"code: {code}\ntitle: E\nrank: 7.5\n").levels[0].rank == 7.5


def test_levels_climb_by_rank(tmp_path: Path) -> None:
    read_ladder = ladder(tmp_path, a="code: L10\ntitle: A\n", b="code: L9\ntitle: B\n")
    assert [level.code for level in read_ladder.climb("eng")] == ["L9", "L10"]


def test_places_are_kept(tmp_path: Path) -> None:
    (level,) = ladder(
        tmp_path,
        l1="title: E\nsections:\n  craft:\n    statements:\n      - I do.\n      - >-\n        Two\n        lines.\n",
    ).levels
    first, second = level.sections[0].statements
    assert (first.span.line, first.span.column, first.span.excerpt) == (5, 9, "      - I do.")
    assert (second.span.line, second.text.plain) == (6, "Two lines.")


@pytest.mark.parametrize("encode", [lambda t: b"\xef\xbb\xbf" + t.encode(), lambda t: t.replace("\n", "\r\n").encode()])
def test_byte_order_marks_and_windows_lines_are_fine(tmp_path: Path, encode) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001  # a lambda
    (level,) = ladder(tmp_path, l1=encode("title: Engineer\nsections:\n  craft:\n    statements: [I do.]\n")).levels
    assert level.sections[0].statements[0].text.plain == "I do."


def test_shortcodes_become_emoji_and_other_colons_stay(tmp_path: Path) -> None:
    (level,) = ladder(tmp_path, l1="title: E\nsummary: 'I :rocket: at 10:30:45 with :no_such_thing:.'\n").levels
    assert level.summary[0].plain == "I 🚀 at 10:30:45 with :no_such_thing:."


def test_anchors_may_be_used(tmp_path: Path) -> None:
    text = "title: E\nsections:\n  craft: {statements: &shared [I do.]}\n  people: {statements: *shared}\n"
    (level,) = ladder(tmp_path, l1=text).levels
    assert [area.statements[0].text.plain for area in level.sections] == ["I do.", "I do."]


def test_a_small_ladder_may_be_one_file(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(
        LADDER + "levels:\n  - {code: L1, title: Engineer}\n  - {code: L2, title: Senior, id: senior}\n",
        encoding="utf-8",
    )
    small = read(file)[0]
    assert [(level.id, level.track, level.source.path) for level in small.levels] == [
        ("l1-engineer", "eng", "small.yaml"),
        ("senior", "eng", "small.yaml"),
    ]


def test_without_declared_tracks_folders_are_tracks(tmp_path: Path) -> None:
    (tmp_path / "site-reliability").mkdir()
    (tmp_path / "ladder.yaml").write_text("title: Ladder\n", encoding="utf-8")
    (tmp_path / "site-reliability/l1.yml").write_text("title: E\n", encoding="utf-8")
    assert [(track.id, track.title) for track in read(tmp_path)[0].tracks] == [("site-reliability", "Site reliability")]


def test_locales_and_hidden_files_are_no_levels(tmp_path: Path) -> None:
    for name in ("locales/ja.yaml", ".git/x.yaml", "eng/.draft.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("broken: [", encoding="utf-8")
    assert [level.id for level in ladder(tmp_path, l1="title: E\n").levels] == ["l1"]


def test_the_file_names_the_editions_and_formats_there_are() -> None:
    fields = ExportShape.model_fields
    editions, formats = (
        get_args(get_args(get_args(fields[name].annotation)[0])[0]) for name in ("editions", "formats")
    )
    assert set(editions) == set(EDITIONS)
    assert set(formats) == {name for kind in EDITIONS.values() for name in kind.formats}


def test_a_missing_ladder_says_what_to_do(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(InvalidLadder) as stop:
            read(path)
        (problem,) = stop.value.problems
        assert problem.code == "no-ladder"
        assert problem.help


def test_a_broken_link_is_a_problem_of_that_file(tmp_path: Path) -> None:
    ladder(tmp_path, l1="title: E\n")
    (tmp_path / "eng/l2.yaml").symlink_to(tmp_path / "gone")
    with pytest.raises(InvalidLadder) as stop:
        read(tmp_path)
    assert [problem.code for problem in stop.value.problems] == ["unreadable"]


@pytest.mark.parametrize(
    ("names", "code", "words"),
    [
        (("con",), "unsafe-id", "call it 'level-con'"),
        (("l 1",), "unsafe-id", "call it 'l-1'"),
        (("l1", "L1"), "duplicate-level", "rename one of the two"),
    ],
)
def test_ids_name_files_on_every_system(tmp_path: Path, names: tuple[str, ...], code: str, words: str) -> None:
    with pytest.raises(InvalidLadder) as stop:
        ladder(tmp_path, **dict.fromkeys(names, "title: E\n"))
    assert [(problem.code, problem.help) for problem in stop.value.problems] == [(code, words)]


def test_hostile_files_are_refused(tmp_path: Path) -> None:
    laughs = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert codes(tmp_path, "[" * 200_000) == ["too-deep"]
    assert codes(tmp_path, "{a: " * 200_000) == ["too-deep"]
    assert codes(tmp_path, laughs) == ["too-large"]
    assert codes(tmp_path, "title: &t x\nsections: [" + "*t, " * 300 + "]") == ["too-many-aliases"]
    assert codes(tmp_path, "title: x\nsections: &s {craft: *s}\n") == ["unknown-alias"]
    assert codes(tmp_path, "# " + "x" * 3_000_000) == ["too-large"]


YAMLISH = st.text(st.sampled_from("abt:- \n\t[]{}#&*!|>'\"%@`,?\\é🦉"), max_size=80)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    YAMLISH.map(str.encode)
    | st.binary(max_size=60)
    | YAMLISH.map(lambda text: f"title: E\nsections:\n  craft:\n    statements:\n      - {text}\n".encode())
)
def test_whatever_a_file_holds_it_is_read_or_refused_at_a_place_in_it(tmp_path: Path, content: bytes) -> None:
    try:
        ladder(tmp_path, l1=content)
    except InvalidLadder as stop:
        problems = stop.problems
    else:
        return
    assert problems
    for problem in problems:
        assert problem.span
        assert problem.span.file.endswith("l1.yaml")
        assert problem.span.line <= content.count(b"\n") + content.count(b"\r") + 2
        assert problem.message
