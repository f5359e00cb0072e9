"""How large a sheet's text gets, and which block stands in which column."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from ladder_export.theme import open_theme
from ladder_export.writers.layout.columns import PageColumns
from ladder_export.writers.layout.fit import (
    MAX_LAYOUTS,
    LayoutParams,
    LayoutResult,
    balance_columns,
    fit_to_page,
)
from ladder_export.writers.layout.fragments import BETWEEN_ITEMS, FORBIDDEN_BREAK

TOKENS = open_theme("slate").sheet


def paper(areas: list[float], power: float = 1.9) -> Callable[[LayoutParams], LayoutResult]:
    """Pages whose sections need these areas at scale 1; a column of height 1 fills the first, of 1.3 a further one."""
    rooms = (1.0, 1.3)

    def measure(setting: LayoutParams) -> LayoutResult:
        heights, fills = [0.0] * len(areas), []
        for number, spread in enumerate(setting.pages):
            for column in spread.columns:
                for place in column:
                    heights[place] = areas[place] * len(spread.columns) * setting.scale**power
                fills.append(sum(heights[place] for place in column) / rooms[number > 0])
        pages = len(setting.pages) + sum(fill > 1 for fill in fills)
        return LayoutResult(pages, max(fills), tuple(heights), rooms)

    return measure


def one_page(*columns: tuple[int, ...], scale: float = 1.0) -> LayoutParams:
    return LayoutParams(scale, (PageColumns(columns),))


FREE = [0.0] * 20  # it costs nothing to break a column anywhere
START = one_page((0, 1), (2, 3))


def test_a_page_that_is_full_enough_takes_one_layout() -> None:
    found = fit_to_page(paper([0.24, 0.25, 0.24, 0.25]), START, FREE, TOKENS)
    assert (found.params.scale, found.layout_count) == (1.0, 1)


def test_a_short_level_grows_to_the_theme_s_largest() -> None:
    assert fit_to_page(paper([0.1, 0.1, 0.1, 0.1]), START, FREE, TOKENS).params.scale == TOKENS.max_scale


def test_a_long_level_shrinks_until_it_fits() -> None:
    found = fit_to_page(paper([0.3, 0.3, 0.3, 0.3]), START, FREE, TOKENS)
    assert found.result.page_count == 1
    assert TOKENS.min_scale < found.params.scale < 1


def test_what_does_not_fit_one_page_is_divided_between_two_and_grows_to_fill_them() -> None:
    found = fit_to_page(paper([0.5, 0.5, 0.5, 0.5]), START, FREE, TOKENS)
    assert found.result.page_count == 2
    assert [spread.block_indexes for spread in found.params.pages] == [(0, 1), (2, 3)]
    assert found.params.scale > TOKENS.min_scale
    assert found.overflow_fill > 1


def test_what_fits_no_two_pages_is_set_at_the_smallest_and_runs_on() -> None:
    found = fit_to_page(paper([2.0, 2.0, 2.0, 2.0]), START, FREE, TOKENS)
    assert found.params.scale == TOKENS.min_scale
    assert len(found.params.pages) == 1
    assert found.overflow_fill > 2


def balanced(heights: tuple[float, ...], costs: list[float], room: float = 100.0) -> tuple[tuple[int, ...], ...]:
    """The columns of a page of that height, whose blocks have these heights at the theme's own size."""
    setting = one_page(tuple(range(len(heights))), ())
    (spread,) = balance_columns(LayoutResult(1, 1.0, heights, (room, room)), setting, costs, TOKENS).pages
    return spread.columns


def test_columns_are_as_even_as_whole_blocks_allow() -> None:
    assert balanced((30.0, 30.0, 25.0, 25.0), FREE) == ((0, 1), (2, 3))
    assert balanced((30.0,), FREE) == ((0,),)
    assert balanced((), FREE) == ((),)
    assert balanced((10.0, 10.0, 90.0, 10.0, 10.0), [0.0, *[FORBIDDEN_BREAK] * 4]) == ((0, 1, 2, 3, 4),)


def test_an_area_is_torn_only_where_its_text_would_get_much_smaller_or_not_fit() -> None:
    heights, costs = (
        (10.0, 10.0, 10.0, 10.0, 12.0, 10.0),
        [0.0, FORBIDDEN_BREAK, BETWEEN_ITEMS, FORBIDDEN_BREAK, 0.0, FORBIDDEN_BREAK],
    )
    assert balanced(heights, costs, room=90) == ((0, 1, 2, 3), (4, 5))  # there is room
    assert balanced((12.0, 30.0, 10.0, 10.0), [0.0, FORBIDDEN_BREAK, BETWEEN_ITEMS, FORBIDDEN_BREAK], room=40) == (
        (0, 1),
        (2, 3),
    )
    heights = (40.0, 40.0, 40.0, 20.0, 20.0)
    costs = [0.0, BETWEEN_ITEMS, BETWEEN_ITEMS, 0.0, FORBIDDEN_BREAK]
    assert balanced(heights, costs, room=170) == ((0, 1, 2), (3, 4))
    assert balanced(heights, costs, room=60) == ((0, 1), (2, 3, 4))  # whole areas fit at no size


@given(
    st.lists(st.floats(0.01, 0.8), min_size=2, max_size=9),
    st.floats(1.3, 2.6),
    st.floats(TOKENS.min_scale, TOKENS.max_scale),
)
def test_every_search_ends_within_bounds_and_keeps_every_section_in_order(
    areas: list[float], power: float, scale: float
) -> None:
    found = fit_to_page(paper(areas, power), one_page(tuple(range(len(areas))), (), scale=scale), FREE, TOKENS)
    assert [place for spread in found.params.pages for place in spread.block_indexes] == list(range(len(areas)))
    assert found.layout_count <= 2 * (MAX_LAYOUTS + 2)
    assert TOKENS.min_scale - 1e-9 <= found.params.scale <= TOKENS.max_scale + 1e-9
    smallest = one_page(tuple(range(len(areas))), (), scale=TOKENS.min_scale)
    smallest = balance_columns(paper(areas, power)(smallest), smallest, FREE, TOKENS)
    if paper(areas, power)(smallest).fill < 0.9:
        assert found.result.page_count == 1
