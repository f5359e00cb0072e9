"""Levels that are taken from the cache are the levels: whatever was edited, and whatever became of the cache's file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import to_json

from ladder_export.core.artefact_path import LEVEL_CACHE, NEW_LEVEL_CACHE
from ladder_export.core.problems import InvalidLadder
from ladder_export.reading import read
from ladder_export.reading.resolve import level_cache
from ladder_export.reading.resolve.level_cache import LevelCache, load, save

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
POINTS = st.sampled_from(
    (
        "I build.",
        "I **design** with `care`.",
        "I build  well.",
        "[Read](ftp://x) it.",
        "Ich *übe*  \nweiter 🦉",
        {"prose": "Between."},
        {"text": "I lead.", "children": ["I ask."], "examples": ["I led."]},
    )
)
AREA = st.builds(
    lambda name, points, intro: {name: {"title": "Own", "statements": points, **intro}},
    st.sampled_from(("craft", "people", "own")),
    st.lists(POINTS, min_size=1, max_size=3),
    st.sampled_from(({}, {"intro": "First."}, {"examples": ["I did."]})),
)
LEVEL = st.fixed_dictionaries(
    {"title": st.sampled_from(("Engineer", "Lead"))},
    optional={
        "code": st.sampled_from(("S1", "S2", "s3")),
        "summary": st.sampled_from(("Short.", ["One.", "Two."])),
        "rank": st.sampled_from((1, 2.5, 9)),
        "grade": st.sampled_from(("g1", "g2", "g3")),
        "track": st.sampled_from(("craft", "lead")),
        "status": st.sampled_from(("draft", "retired")),
        "extends": st.sampled_from(("l1", "l2", "S1", "S2", "nobody")),
        "facts": st.dictionaries(st.sampled_from(("scope", "horizon")), st.just("much"), max_size=2),
        "ratings": st.just({"code": "a"}),
        "sections": AREA,
    },
)
SAID = st.sampled_from(("I can.", "[Read](ftp://x) it."))


def lay(folder: Path, tracks: str, files: Mapping[str, Mapping[str, Any]], step: str, block: str) -> None:
    """Write a ladder of those files, in which competencies and a block say that."""
    shared = SHARED.replace("TRACKS", tracks).replace("STEP", step).replace("BLOCK", block)
    (folder / "ladder.yaml").write_text(shared, encoding="utf-8")
    for place in PLACES:
        (folder / place).unlink(missing_ok=True)
    for place, lines in files.items():
        (folder / place).parent.mkdir(exist_ok=True)
        text = "".join(f"{key}: {value!r}\n" for key, value in lines.items())
        (folder / place).write_text(text, encoding="utf-8")


def outcome(folder: Path, levels: LevelCache | None = None) -> bytes:
    """All that comes of reading a ladder: itself and its warnings, or its errors, with every place and line."""
    try:
        return to_json(read(folder, "", levels), bytes_mode="base64")
    except InvalidLadder as invalid:
        return to_json(invalid.problems)


@settings(max_examples=60)
@given(
    tracks=st.sampled_from(TRACKS),
    steps=st.lists(st.dictionaries(st.sampled_from(PLACES), st.none() | LEVEL, min_size=1, max_size=4), max_size=3),
    said=st.tuples(SAID, SAID),
)
def test_a_ladder_that_is_partly_taken_from_the_cache_is_the_ladder(
    tracks: str, steps: list[dict[str, Any]], said: tuple[str, str]
) -> None:
    files: dict[str, Any] = {}
    levels = LevelCache()
    with TemporaryDirectory() as name:
        folder = Path(name)
        for edits in steps:
            files |= edits
            there = {place: lines for place, lines in files.items() if lines}
            lay(folder, tracks, there, *said)
            assert outcome(folder, levels) == outcome(folder)
            assert len(levels.lines) <= len(there)


@pytest.fixture
def ladder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ladder of three levels, which is large enough to be kept."""
    monkeypatch.setattr(level_cache, "MIN_CACHED_FILES", 2)
    (tmp_path / "ladder").mkdir()
    (tmp_path / "output").mkdir()
    files = {f"craft/l{n}.yaml": {"title": f"Engineer {n}", "code": f"S{n}"} for n in range(1, 4)}
    lay(tmp_path / "ladder", TRACKS[0], files, "I can.", "I care.")
    return tmp_path / "ladder"


def found(ladder: Path) -> int:
    """How many levels of the ladder the cache's file still holds for it."""
    levels = load(ladder.parent / "output")
    before = dict(levels.lines)
    read(ladder, "", levels)
    return len(before.keys() & levels.lines.keys())


def test_only_levels_whose_words_or_shared_words_changed_are_read_again(ladder: Path) -> None:
    levels = load(ladder.parent / "output")
    read(ladder, "", levels)
    assert levels.is_changed
    save(levels, ladder.parent / "output")
    assert found(ladder) == 3
    (ladder / "craft/l2.yaml").write_text("title: Other\n", encoding="utf-8")
    assert found(ladder) == 2
    (ladder / "ladder.yaml").write_text("title: Other\n", encoding="utf-8")
    assert found(ladder) == 0


@pytest.mark.parametrize("damage", [b"", b"\0", b"{}", b'{"key": 1}', b"[" * 9_000, b"\xff\xfe \xff"])
def test_a_damaged_cache_costs_time_alone(ladder: Path, damage: bytes) -> None:
    levels = load(ladder.parent / "output")
    whole = outcome(ladder, levels)
    save(levels, ladder.parent / "output")
    [file] = (ladder.parent / "output").iterdir()
    first, *others = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([first.partition(b" ")[0], b" ", damage, b"\n", damage, *others]))
    assert outcome(ladder, load(ladder.parent / "output")) == whole


def test_nothing_is_kept_of_a_small_ladder_or_where_nothing_can_be(ladder: Path) -> None:
    levels = LevelCache(min_files=5)
    read(ladder, "", levels)
    assert levels.lines == {}
    save(levels, ladder / "ladder.yaml")
    assert load(ladder / "ladder.yaml").lines == {}


def test_no_link_is_followed_to_what_is_kept(ladder: Path, tmp_path: Path) -> None:
    levels = load(tmp_path / "output")
    read(ladder, "", levels)
    mine = tmp_path / "mine"
    mine.write_text("mine", encoding="utf-8")
    for name in (LEVEL_CACHE, NEW_LEVEL_CACHE):
        (tmp_path / "output" / name).symlink_to(mine)
    save(levels, tmp_path / "output")
    assert mine.read_text(encoding="utf-8") == "mine"
    assert found(ladder) == 3
