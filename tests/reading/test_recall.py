"""What the last build knows of levels stands in for their files only where nobody would see a difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ladder_export.model import UNREAD, Ladder, Level
from ladder_export.problems import InvalidLadder, Problem
from ladder_export.reading import read
from ladder_export.reading.recall import Memory, rows, valid
from ladder_export.recipes import WORDS

SHARED = """\
title: Ladder
TRACKS
sections: {craft: {title: Craft}, people: {title: People}}
facts: {scope: {label: Scope}, horizon: {label: Horizon}}
grades: {g1: {title: First, rank: 1}, g2: {title: Second, rank: 2}}
scales: {depth: {steps: [{id: a, title: A}, {id: b, title: B}]}}
competencies: {code: {title: Code, scale: depth, steps: {a: {statements: ["STEP"]}}}}
blocks: {all: {title: All, sections: {craft: {statements: ["BLOCK"]}}}}
"""
TRACKS = (
    "tracks: {craft: {title: Craft, includes: [all]}, lead: {title: Lead}}",
    "tracks: {craft: {title: Craft, includes: [all]}}",
    "",
)
PLACES = ("craft/l1.yaml", "craft/l2.yaml", "craft/l3.yaml", "lead/l4.yaml", "l5.yaml", "lead/L1.yaml", "craft/S2.yaml")
SAID = ("I build.", "I design.", "I lead.", "I listen.")
DOUBTFUL = ("I build  well.", "[Read](ftp://x) it.")


def areas(said: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    """What a level says in one area, that of ladder.yaml or one of its own."""
    statements = st.lists(said, min_size=1, max_size=2, unique=True)
    return st.builds(
        lambda name, found: {name: {"title": "Own", "statements": found}},
        st.sampled_from(("craft", "people", "own")),
        statements,
    )


USES = {
    "code": st.sampled_from(("S1", "S2", "s3")),
    "grade": st.sampled_from(("g1", "g2")),
    "facts": st.dictionaries(st.sampled_from(("scope", "horizon")), st.just("much"), max_size=2),
    "ratings": st.just({"code": "a"}),
}
BEFORE = st.fixed_dictionaries(
    {},
    optional={
        place: st.fixed_dictionaries(
            {"rank": st.just(n), "sections": areas(st.sampled_from(SAID))},
            optional={"extends": st.sampled_from(("l1", "l2", "S1", "S2")), **USES} if n > 2 else USES,
        )
        for n, place in enumerate(PLACES[:5], 1)
    },
)
EDIT = st.fixed_dictionaries(
    {},
    optional={
        "title": st.just("Lead"),
        "sections": areas(st.sampled_from((*SAID, *DOUBTFUL))),
        "extends": st.sampled_from(("l1", "l2", "l4", "S1", "nobody", "")),
        "rank": st.sampled_from((1, 2, 9)),
        "track": st.sampled_from(("craft", "lead", "")),
        "status": st.sampled_from(("draft", "retired")),
        **USES,
        "grade": st.sampled_from(("g1", "g3", "")),
    },
)


def laid(
    folder: Path, tracks: str, files: Mapping[str, Mapping[str, Any]], step: str = "I can.", block: str = "I care."
) -> Path:
    """A ladder of those files, in which competencies and a block say that."""
    shared = SHARED.replace("TRACKS", tracks).replace("STEP", step).replace("BLOCK", block)
    (folder / "ladder.yaml").write_text(shared, encoding="utf-8")
    for place in PLACES:
        (folder / place).unlink(missing_ok=True)
    for place, lines in files.items():
        (folder / place).parent.mkdir(exist_ok=True)
        titled = {"title": "Engineer", **lines}
        text = "".join(f"{key}: {value!r}\n" for key, value in titled.items() if value != "")
        (folder / place).write_text(text, encoding="utf-8")
    return folder


def remembered(ladder: Ladder, problems: tuple[Problem, ...]) -> Memory:
    """What a build of that ladder leaves for the next one, with no document about more than one level."""
    return Memory(valid(rows(ladder, problems, ())), lambda _: frozenset())


def found(folder: Path, memory: Memory | None = None) -> tuple[Ladder | None, tuple[Problem, ...]]:
    try:
        return read(folder, memory=memory)
    except InvalidLadder as invalid:
        return None, invalid.problems


def names(ladder: Ladder) -> tuple[object, ...]:
    """All of it but the words of its levels."""
    kept = [one.name for one in fields(Level) if one.name not in WORDS]
    levels = tuple(tuple(getattr(level, name) for name in kept) for level in ladder.levels)
    return levels, replace(ladder, levels=(), blocks=())


@settings(max_examples=200)
@given(
    tracks=st.sampled_from(TRACKS),
    before=BEFORE,
    edits=st.dictionaries(st.sampled_from(PLACES), st.none() | EDIT, min_size=1, max_size=2),
    said=st.tuples(*[st.sampled_from(("I do.", DOUBTFUL[1]))] * 2),
)
def test_a_ladder_that_is_partly_recalled_is_the_ladder(
    tracks: str, before: dict[str, Any], edits: dict[str, Any], said: tuple[str, str]
) -> None:
    edited = {place: lines if lines is None else before.get(place, {}) | lines for place, lines in edits.items()}
    after = {place: lines for place, lines in (before | edited).items() if lines is not None}
    with TemporaryDirectory() as name:
        then, noted = found(laid(Path(name), tracks, before, *said))
        assume(then is not None)
        assert then
        folder = laid(Path(name), tracks, after, *said)
        partly, told = found(folder, remembered(then, noted))
        whole, every = found(folder)
    assert told == every
    if whole is None or partly is None:
        assert whole is partly
        return
    assert names(partly) == names(whole)
    for one, other in zip(partly.levels, whole.levels, strict=True):
        if one.is_read:
            assert one == other
        else:
            assert other in then.levels, "it has not changed"
            assert not [problem for problem in every if problem.span and problem.span.file == other.span.file]


PLAIN = {
    "craft/l1.yaml": {"code": "L1", "sections": {"craft": {"statements": ["I build."]}}},
    "craft/l2.yaml": {"code": "L2", "sections": {"people": {"statements": ["I listen."]}}},
    "craft/l3.yaml": {"code": "L3", "sections": {"craft": {"statements": ["I design."]}}, "extends": "l2"},
    "lead/l4.yaml": {"code": "L4", "sections": {"craft": {"statements": ["I lead."]}}, "extends": "l3"},
}
SAYS = {"craft": {"statements": ["I say something else."]}}


@pytest.mark.parametrize(
    ("edits", "unread"),
    [
        ({}, "l1 l2 l3 l4"),
        ({"craft/l1.yaml": {"sections": SAYS}}, "l2 l3 l4"),
        ({"craft/l4.yaml": {"code": "L5", "sections": SAYS}, "lead/l4.yaml": None}, "l1"),
        ({"craft/l2.yaml": {"sections": SAYS}}, "l1 l4"),  # who extends it may say the same now
        ({"lead/l4.yaml": {"sections": SAYS}}, "l1"),  # whatever it extends
        ({"craft/l1.yaml": {"sections": SAYS, "extends": "l4"}}, ""),  # which nobody could know
        ({"craft/l1.yaml": {"code": "L2"}}, ""),  # two of a rank: a warning about one that was not read, perhaps
    ],
)
def test_only_what_may_have_changed_is_read(tmp_path: Path, edits: dict[str, Any], unread: str) -> None:
    then, noted = read(laid(tmp_path, TRACKS[0], PLAIN))
    after = {**PLAIN, **{place: lines and PLAIN.get(place, {}) | lines for place, lines in edits.items()}}
    folder = laid(tmp_path, TRACKS[0], {place: lines for place, lines in after.items() if lines})
    ladder, _ = read(folder, memory=remembered(then, noted))
    assert " ".join(level.id for level in ladder.levels if not level.is_read) == unread


def test_files_of_documents_that_are_made_again_are_read(tmp_path: Path) -> None:
    then, noted = read(laid(tmp_path, TRACKS[0], PLAIN))
    asked = []

    def beside(changed: object) -> frozenset[str]:
        asked.append(changed)
        return frozenset({"craft/l2.yaml"})

    memory = replace(remembered(then, noted), beside=beside)
    ladder, _ = read(laid(tmp_path, TRACKS[0], PLAIN | {"craft/l1.yaml": {"code": "L0"}}), memory=memory)
    assert asked == [{"craft/l1.yaml"}]
    assert [level.id for level in ladder.levels if level.is_read] == ["l1", "l2"]


def test_a_change_of_what_is_shared_has_all_read(tmp_path: Path) -> None:
    then, noted = read(laid(tmp_path, TRACKS[0], PLAIN))
    ladder, _ = read(laid(tmp_path, TRACKS[0] + "\nedition: '2'", PLAIN), memory=remembered(then, noted))
    assert all(level.is_read for level in ladder.levels)


def test_nobody_takes_words_that_were_not_read_for_none() -> None:
    for ask in (list, len, bool, lambda words: words[0], lambda words: "I build." in words):
        with pytest.raises(AssertionError, match="not read"):
            ask(UNREAD)


def test_while_words_of_ladder_yaml_are_doubtful_all_that_may_bring_them_is_read(tmp_path: Path) -> None:
    before, after = (PLAIN | {"lead/l4.yaml": {"code": code}} for code in ("L4", "L5"))  # no block is for them
    then, noted = read(laid(tmp_path, TRACKS[0], before, block=DOUBTFUL[1]))
    _, told = read(laid(tmp_path, TRACKS[0], after, block=DOUBTFUL[1]), memory=remembered(then, noted))
    assert "dead-link" in {problem.code for problem in told}


@pytest.mark.parametrize(
    ("key", "value"),
    [("title", "Lead"), ("uses", []), ("grade", "g9"), ("code", "\ud800"), ("rank", 2.5), ("extends", "nobody")],
)
def test_a_row_that_somebody_changed_is_not_used(tmp_path: Path, key: str, value: object) -> None:
    then, noted = read(laid(tmp_path, TRACKS[0], PLAIN))
    first, *others = rows(then, noted, ())
    memory = Memory(valid(({**first, key: value}, *others)), lambda _: frozenset())
    ladder, _ = read(tmp_path, memory=memory)
    assert [level.id for level in ladder.levels if level.is_read] == ["l1"]
    assert rows(ladder, (), [*memory.rows.values()]) == (first, *others)
    assert rows(replace(ladder, locale="de"), (), [*memory.rows.values()]) == tuple(others)


@pytest.mark.parametrize(
    "row", [{}, None, [], "craft/l1.yaml", {"rank": "1"}, {"uses": None}, {"uses": [1]}, {"title": 2}, {"digest": None}]
)
def test_a_row_that_is_not_ours_is_not_used(tmp_path: Path, row: object) -> None:
    ladder, problems = read(laid(tmp_path, TRACKS[0], PLAIN))
    first, *others = rows(ladder, problems, ())
    assert valid((first, *others)).keys() == {level.source.path for level in ladder.levels}
    damaged: Any = {**first, **row} if isinstance(row, dict) and row else row
    assert valid((damaged, *others)).keys() == {level.source.path for level in ladder.levels[1:]}


CODED = {
    "craft/l1.yaml": {"code": "S1", "sections": {"craft": {"statements": ["I build."]}}},
    "craft/l2.yaml": {"code": "S2", "sections": {"craft": {"statements": ["I design."]}}},
    "lead/l4.yaml": {"code": "S4", "sections": {"people": {"statements": ["I lead."]}}, "extends": "S2"},
    "lead/l5.yaml": {"code": "S5", "sections": {"people": {"statements": ["I listen."]}}},
}


@pytest.mark.parametrize(
    ("place", "lines"),
    [
        ("data/l6.yaml", {"code": "S2", "rank": 9}),  # levels of two other tracks have that code
        ("lead/l5.yaml", {"code": "s2"}),  # one of its own track has it
        ("craft/S2.yaml", {"sections": SAYS}),  # an id is looked for first
    ],
)
def test_a_code_that_another_level_gets_is_looked_up_again(tmp_path: Path, place: str, lines: dict[str, Any]) -> None:
    then, noted = read(laid(tmp_path, TRACKS[2], CODED))
    folder = laid(tmp_path, TRACKS[2], CODED | {place: CODED.get(place, {}) | lines})
    whole, partly = found(folder), found(folder, remembered(then, noted))
    assert partly == whole
    assert whole[0] is None or whole[0].level("l4").extends != "l2"


def test_a_code_that_a_level_of_a_third_track_gets_is_not(tmp_path: Path) -> None:
    """One of its own track comes first, whoever else has it."""
    own = CODED | {
        name: CODED[name] | {"code": code} for name, code in (("lead/l5.yaml", "S2"), ("craft/l2.yaml", "S9"))
    }
    then, noted = read(laid(tmp_path, TRACKS[2], own))
    assert then.level("l4").extends == "l5"
    folder = laid(tmp_path, TRACKS[2], own | {"data/l6.yaml": {"code": "S2", "rank": 9}})
    ladder, _ = read(folder, memory=remembered(then, noted))
    assert [level.id for level in ladder.levels if level.is_read] == ["l6"]
