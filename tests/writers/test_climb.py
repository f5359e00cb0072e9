"""The strip of a track's levels in a header never takes more than two rows."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from editions import documents_of
from ladder_export.core.document import TrackProgress, TrackStep
from ladder_export.core.model import Track
from ladder_export.core.text import plain_text
from ladder_export.files.resources import theme_names
from ladder_export.theme import RenderSettings, open_theme
from ladder_export.writers import pdf
from ladder_export.writers.layout.track_strip import visible_steps
from ladders import ladder, level, section


def shown(*codes: str, here: int) -> list[str]:
    climb = TrackProgress(tuple(TrackStep(code, code, place == here) for place, code in enumerate(codes)), "Levels")
    found = visible_steps(climb)
    assert [rung.is_current for rung in found].count(True) == 1
    return [rung.code for rung in found]


BAKERS = [f"{rank} Pastry Baker of the House" for rank in ("Junior", "Senior", "Lead", "Principal", "Chief")]


def test_rungs_are_shown_as_they_are_where_they_have_room() -> None:
    assert shown("L1", "L2", "L3", here=1) == ["L1", "L2", "L3"]
    assert shown("Baker", "Senior Baker", here=0) == ["Baker", "Senior Baker"]


def test_of_many_the_neighbours_are_shown() -> None:
    assert shown(*BAKERS, here=2) == [f"… {BAKERS[1]}", BAKERS[2], f"{BAKERS[3]} …"]
    assert shown(*BAKERS, here=0) == [BAKERS[0], f"{BAKERS[1]} …"]
    assert shown(*BAKERS, here=4) == [f"… {BAKERS[3]}", BAKERS[4]]
    assert shown(*(f"L{number}" for number in range(1, 29)), here=9) == ["… L9", "L10", "L11 …"]


@pytest.mark.parametrize("title", ["Baker of " * 20, "名" * 50, "👩‍👩‍👧‍👦" * 40])
def test_rungs_too_long_for_that_are_shown_as_numbers(title: str) -> None:
    assert shown("A", "B", title, here=1) == ["1", "2", "3"]
    assert shown(*[title] * 40, here=20) == ["… 20", "21", "22 …"]


@pytest.mark.parametrize("theme", theme_names())
def test_many_levels_without_codes_leave_the_ladders_name_its_line(theme: str) -> None:
    craft = section("Craft", "I bake.")
    levels = [
        replace(level("", f"{name} {number}", craft), id=f"b{number}", rank=number)
        for number, name in enumerate(["Junior Baker", "Baker", "Lead Baker", "Principal Baker", "Chief Baker"] * 4)
    ]
    document = list(documents_of("sheet", ladder(*levels)))[9]
    with pypdfium2.PdfDocument(pdf.render(document, RenderSettings(open_theme(theme))).data) as file:
        page, height = file[0], file[0].get_height()
        read = page.get_textpage()
        words = " ".join(read.get_text_bounded().split())
        place = read.search("I bake.").get_next()
        assert place
        top = height - read.get_charbox(place[0])[3]
    assert f"… {levels[8].title}" in words
    assert levels[2].title not in words
    assert top < 160, "points: what the header and the heading of the first section take"


@pytest.mark.parametrize("theme", theme_names())
def test_a_wide_strip_leaves_the_breadcrumbs_on_one_line(theme: str) -> None:
    levels = [level(f"SE-{number:02}", "Security Engineer", section("Craft", "I ask.")) for number in range(1, 13)]
    of_levels = replace(ladder(*levels), tracks=(Track("security", "Cloud Security Engineering", plain_text("")),))
    document = list(documents_of("sheet", of_levels))[5]
    with pypdfium2.PdfDocument(pdf.render(document, RenderSettings(open_theme(theme))).data) as file:
        read = file[0].get_textpage()
        place = read.search("Octopus · Engineering ladder · Cloud Security Engineering").get_next()
        assert place, "a line break stands between its words"
        assert read.count_rects(*place) == 1
        assert [bool(read.search(one.code).get_next()) for one in levels] == [True] * 12
