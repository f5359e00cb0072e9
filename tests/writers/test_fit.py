"""How large a sheet's text gets, and which section stands in which column."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladder_export.theme import open_theme
from ladder_export.writers.fit import MOST_LAYOUTS, Measured, Setting, balance, fit

TOKENS = open_theme("slate").sheet


def paper(areas: list[float], power: float = 1.9) -> Callable[[Setting], Measured]:
    """A page whose sections need these areas at scale 1; a column of height 1 fills it."""

    def measure(setting: Setting) -> Measured:
        shares = (setting.share, 1 - setting.share) if len(setting.columns) > 1 else (1.0, 1.0)
        heights = [0.0] * len(areas)
        for column, share in zip(setting.columns, shares, strict=False):
            for place in column:
                heights[place] = areas[place] / share * setting.scale**power
        fill = max((sum(heights[place] for place in column) for column in setting.columns), default=0)
        return Measured(1 if fill <= 1 else 2, fill, tuple(heights))

    return measure


START = Setting(1.0, ((0, 1), (2, 3)))


def test_a_page_that_is_full_enough_takes_one_layout() -> None:
    found = fit(paper([0.24, 0.25, 0.24, 0.25]), START, TOKENS)
    assert (found.setting.scale, found.layouts) == (1.0, 1)


def test_a_short_level_grows_to_the_theme_s_largest() -> None:
    assert fit(paper([0.1, 0.1, 0.1, 0.1]), START, TOKENS).setting.scale == TOKENS.largest


def test_a_long_level_shrinks_until_it_fits() -> None:
    found = fit(paper([0.3, 0.3, 0.3, 0.3]), START, TOKENS)
    assert found.measured.pages == 1
    assert TOKENS.smallest < found.setting.scale < 1


def test_what_never_fits_is_set_at_the_smallest_and_runs_on() -> None:
    found = fit(paper([1.0, 1.0, 1.0, 1.0]), START, TOKENS)
    assert found.setting.scale == TOKENS.smallest
    assert found.measured.pages == 2
    assert found.measured.fill > 1


def test_columns_are_balanced_by_whole_sections_then_by_width() -> None:
    heights = (30.0, 30.0, 25.0, 25.0)
    balanced = balance(heights, Setting(1.0, ((0, 1, 2), (3,))))
    assert balanced.columns == ((0, 1), (2, 3))
    assert balanced.share == pytest.approx(60 / 110, abs=0.01)


def test_a_single_section_has_the_page_for_itself() -> None:
    assert balance((30.0,), Setting(1.0, ((0,), ()))).columns == ((0,),)
    assert balance((), Setting(1.0, ((), ()))).columns == ((),)


@given(
    st.lists(st.floats(0.01, 0.8), min_size=2, max_size=9),
    st.floats(1.3, 2.6),
    st.floats(TOKENS.smallest, TOKENS.largest),
)
def test_every_search_ends_within_bounds_and_keeps_every_section_in_order(
    areas: list[float], power: float, start: float
) -> None:
    found = fit(paper(areas, power), Setting(start, (tuple(range(len(areas))), ())), TOKENS)
    assert [place for column in found.setting.columns for place in column] == list(range(len(areas)))
    assert found.layouts <= MOST_LAYOUTS + 1
    assert TOKENS.smallest - 1e-9 <= found.setting.scale <= TOKENS.largest + 1e-9
    best = balance(tuple(areas), Setting(TOKENS.smallest, (tuple(range(len(areas))), ())))
    if paper(areas, power)(best).fill < 0.9:
        assert found.measured.pages == 1


