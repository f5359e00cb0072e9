"""What is told without setting text: a document that is said to come out well does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from conftest import ROOT
from editions import scorecard, sheet
from ladder_export.core.document import Document
from ladder_export.core.model import Level
from ladder_export.reading import read
from ladder_export.theme import RenderSettings, open_theme
from ladder_export.writers import pdf
from ladder_export.writers.layout.height_estimate import DEFAULT_CALIBRATION, initial_params
from ladder_export.writers.layout.problem_forecast import is_safe, used_codepoints
from ladders import ladder, level, numbered_levels, section

LOOKS = {name: RenderSettings(open_theme(name)) for name in ("slate", "folio")}


def sheet_of(one: Level) -> Document:
    return next(iter(sheet(ladder(one))))


@pytest.mark.parametrize("theme", LOOKS)
def test_an_ordinary_level_needs_no_looking_at(theme: str) -> None:
    one = level(
        "L3", "Senior", section("Craft", *["I build what others can run."] * 6, icon="🦉"), summary=("I build.",)
    )
    assert is_safe(sheet_of(one), "pdf", LOOKS[theme])
    assert is_safe(next(iter(scorecard(ladder(one)))), "pdf", LOOKS[theme])


def test_a_level_that_may_not_fit_is_looked_at() -> None:
    one = level("L3", "Senior", *(section(f"Area {n}", *["I do it and write it down."] * 30) for n in range(4)))
    assert not is_safe(sheet_of(one), "pdf", LOOKS["slate"])


@pytest.mark.parametrize("words", ["I write ᚠᚢ runes.", "I keep \ue000 to myself."])
def test_a_character_that_no_font_has_is_looked_at(words: str) -> None:
    assert not is_safe(sheet_of(level("L3", "X", section("Y", words))), "pdf", LOOKS["slate"])


def test_joiners_and_marks_that_draw_nothing_do_not_count() -> None:
    one = level("L3", "X", section("Y", "I\u200d ship.", icon="☀\ufe0f"))
    assert not used_codepoints(one.sections) & {0x200D, 0x0A}


def test_validation_and_a_press_are_never_foreseen() -> None:
    one = sheet_of(level("L3", "X"))
    assert not is_safe(one, "pdf", replace(LOOKS["slate"], validate=True))
    assert not is_safe(one, "html", LOOKS["slate"])


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(numbered_levels())
def test_what_is_said_to_come_out_well_does(one: Level) -> None:
    document, render_settings = sheet_of(one), LOOKS["slate"]
    if is_safe(document, "pdf", render_settings):
        assert pdf.render(document, render_settings).problems == ()


@pytest.mark.parametrize("theme", LOOKS)
def test_the_first_layout_of_our_own_levels_is_the_last(theme: str) -> None:
    layouts = [pdf.render(document, LOOKS[theme]).layout for document in sheet(read(ROOT / "ladder")[0])]
    assert [layout.layout_count for layout in layouts if layout] == [1, 1, 1]


@pytest.mark.parametrize(("smallest", "largest"), [(0.8, 0.95), (1.05, 1.2), (0.813, 0.8173), (1.0, 1.0)])
@pytest.mark.parametrize("statements", [0, 1, 30])
def test_the_first_layout_keeps_to_the_sizes_of_the_theme(smallest: float, largest: float, statements: int) -> None:
    theme = LOOKS["slate"].theme
    tokens = theme.sheet.model_copy(update={"min_scale": smallest, "max_scale": largest})
    looks = replace(LOOKS["slate"], theme=replace(theme, sheet=tokens))
    document = sheet_of(level("L3", "X", section("Y", *["I do it and write it down."] * statements)))
    assert smallest <= initial_params(document, looks, DEFAULT_CALIBRATION).scale <= largest
