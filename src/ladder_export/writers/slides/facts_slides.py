"""Slides that show facts as tables, and ratings as a radar chart with a table of its values."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ladder_export.core.radar import Radar, RadarAxis
from ladder_export.core.text import Run, Text, plain_text
from ladder_export.writers.fonts.text_metrics import LINE_SAFETY, FontPair, text_width, widest_word
from ladder_export.writers.slides.card_slides import LabelledTexts, cards_slide
from ladder_export.writers.slides.model import (
    CardsSlide,
    FactRow,
    FactsSlide,
    Heading,
    RadarSlide,
)
from ladder_export.writers.slides.packing import candidate_sizes, pack_into_slides, split_text, text_height_pt
from ladder_export.writers.slides.text_frames import DeckGeometry, TextFrame

MIN_SCALE = 0.9  # text shrinks to this share of its usual size to save a slide …
MIN_SCALE_BESIDE_CHART = 0.75  # … or to stay beside its chart
MAX_LABEL_SHARE = 0.36  # of the table's width, for the labels …
MAX_LABEL_SHARE_BESIDE_CHART = 0.55  # … of a table beside a chart
MIN_AXES = 3  # fewer axes span no area
MAX_AXES = 12  # the names of more axes would touch
MAX_DOTS = 6  # scales of more steps are not shown as dots
MAX_SIZE_PT = 24.0  # text of a table grows to this size
MAX_ROW_GROWTH = 1.5  # rows grow to this multiple of what their text needs …
MAX_EMPTY_ROW_GROWTH = 2.2  # … in a table that people fill in
MIN_SHAPE_SHARE = 0.55  # of a chart's shorter side, that the radar needs inside the names of its axes


def facts_slides(
    heading: Heading, rows: LabelledTexts, geometry: DeckGeometry, fonts: FontPair
) -> Iterator[FactsSlide]:
    """Yield facts as tables on as few slides as possible, at the largest text size at which no more are needed.

    `rows` are label and value of each fact, `heading` is the title of the slides.
    """
    sizes_pt = list(
        candidate_sizes(
            min(MAX_SIZE_PT, geometry.largest_size_pt), geometry.body.size_pt, MIN_SCALE, geometry.smallest_size_pt
        )
    )
    fewest = _paginate_table(heading, rows, replace(geometry.body, size_pt=sizes_pt[-1]), geometry, fonts)
    tables = (
        _paginate_table(heading, rows, replace(geometry.body, size_pt=size_pt), geometry, fonts)
        for size_pt in sizes_pt[:-1]
    )
    chosen = next((table for table in tables if len(table) <= len(fewest)), fewest)
    yield from (_with_grown_rows(table, geometry.body) if geometry.is_own_design else table for table in chosen)


def rating_slides(
    heading: Heading, radar: Radar, geometry: DeckGeometry, fonts: FontPair
) -> Iterator[FactsSlide | CardsSlide | RadarSlide]:
    """Yield ratings as a radar chart with a table of their values, on the same slide if possible, else on later slides.

    Fewer than MIN_AXES or more than MAX_AXES ratings have no chart; they are shown as cards or as a table.
    """
    names = [axis.label for axis in radar.axes]
    steps = [_rating_text(axis, dots=geometry.is_own_design) for axis in radar.axes]
    if not MIN_AXES <= len(names) <= MAX_AXES:
        rows = list(zip(names, steps, strict=True))
        slide = cards_slide(heading, rows, geometry, fonts) if geometry.is_own_design else None
        yield from (slide,) if slide else facts_slides(heading, rows, geometry, fonts)
        return
    labels, keys = _axis_names(names, geometry.chart, fonts)
    beside = _table_beside_chart(heading, list(zip(keys, steps, strict=True)), geometry, fonts)
    if beside:
        yield RadarSlide(heading, radar, labels, beside)
        return
    labels, keys = _axis_names(names, replace(geometry.body, size_pt=geometry.chart.size_pt), fonts)
    yield RadarSlide(heading, radar, labels, None)
    yield from facts_slides(heading, list(zip(keys, steps, strict=True)), geometry, fonts)


def _table_beside_chart(
    heading: Heading, rows: LabelledTexts, geometry: DeckGeometry, fonts: FontPair
) -> FactsSlide | None:
    """Return the largest table that fits beside a chart without breaking a word; None if none does.

    In our own design, one with equally high rows is preferred.
    """
    largest_pt, frame = min(MAX_SIZE_PT, geometry.largest_size_pt), geometry.table
    fitting = list[FactsSlide]()
    for size_pt in candidate_sizes(largest_pt, frame.size_pt, MIN_SCALE_BESIDE_CHART, geometry.smallest_size_pt):
        tables = _paginate_table(heading, rows, replace(frame, size_pt=size_pt), geometry, fonts)
        if len(tables) == 1 and _keeps_words(tables[0], geometry, fonts):
            fitting.append(tables[0])
    if not geometry.is_own_design or not fitting:
        return fitting[0] if fitting else None
    even_tables = (_with_even_rows(table) for table in fitting)
    even = next((table for table in even_tables if table.height_pt <= frame.height_pt), fitting[0])
    return _with_grown_rows(even, frame)


def _keeps_words(table: FactsSlide, geometry: DeckGeometry, fonts: FontPair) -> bool:
    """Tell whether no word breaks in a table beside a chart."""
    label_width_pt = table.label_width_pt - 2 * geometry.cell_padding_pt
    value_width_pt = geometry.table.width_pt - table.label_width_pt - 2 * geometry.cell_padding_pt
    return all(
        widest_word(plain_text(row.label), fonts, table.size_pt, strong=True) <= label_width_pt * LINE_SAFETY
        and widest_word(row.value, fonts, table.size_pt) <= value_width_pt * LINE_SAFETY
        for row in table.rows
    )


def _rating_text(axis: RadarAxis, *, dots: bool) -> Text:
    """Return the name of an axis' step, of two levels both names; with `dots`, these follow one of few whole steps."""
    if axis.change or not dots:
        return plain_text(axis.change or axis.step)
    reached, maximum = round(axis.value), round(axis.max_value)
    if (reached, maximum) != (axis.value, axis.max_value) or not 0 <= reached <= maximum <= MAX_DOTS:
        return plain_text(axis.step)
    marks = "●" * reached + "○" * (maximum - reached)
    return Text((Run(axis.step, strong=True), Run(f"  {marks}")), axis.step)


def _with_even_rows(table: FactsSlide) -> FactsSlide:
    tallest_pt = max(row.height_pt for row in table.rows)
    return replace(table, rows=tuple(replace(row, height_pt=tallest_pt) for row in table.rows))


def _with_grown_rows(table: FactsSlide, frame: TextFrame) -> FactsSlide:
    """Return the table with rows enlarged to use the frame's height, up to a limit."""
    height_pt = table.height_pt
    empty = not any(row.value.plain for row in table.rows)
    factor = min(MAX_EMPTY_ROW_GROWTH if empty else MAX_ROW_GROWTH, frame.height_pt / height_pt) if height_pt else 1.0
    rows = (
        tuple(replace(row, height_pt=math.floor(row.height_pt * factor)) for row in table.rows)
        if factor > 1
        else table.rows
    )
    return replace(table, rows=rows)


def _axis_names(names: Sequence[str], frame: TextFrame, fonts: FontPair) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the axes in the chart and in its table; numbers if the names would crowd the shape."""
    free_width_pt = (frame.width_pt - MIN_SHAPE_SHARE * min(frame.width_pt, frame.height_pt)) / 2
    if all(text_width(plain_text(name), fonts, frame.size_pt) <= free_width_pt * LINE_SAFETY for name in names):
        return tuple(names), tuple(names)
    numbers = range(1, len(names) + 1)
    return tuple(map(str, numbers)), tuple(f"{number}. {name}" for number, name in zip(numbers, names, strict=True))


def _paginate_table(
    heading: Heading, rows: LabelledTexts, body: TextFrame, geometry: DeckGeometry, fonts: FontPair
) -> list[FactsSlide]:
    """Return the slides of a table whose text has the size of `body`."""
    factor = MAX_LABEL_SHARE if body.width_pt == geometry.body.width_pt else MAX_LABEL_SHARE_BESIDE_CHART
    padding_pt = geometry.cell_padding_pt
    widest_pt = max((text_width(plain_text(label), fonts, body.size_pt, strong=True) for label, _ in rows), default=0)
    label_frame = replace(
        body, width_pt=min(widest_pt / LINE_SAFETY + 1, body.width_pt * factor), line_spacing=geometry.cell_line_spacing
    )
    value_frame = TextFrame(
        body.width_pt - label_frame.width_pt - 4 * padding_pt,
        body.height_pt - 2 * padding_pt,
        body.size_pt,
        geometry.cell_line_spacing,
    )

    def row_height_pt(label: str, value: Text) -> float:
        maximum = max(
            text_height_pt(plain_text(label), fonts, label_frame, strong=True),
            text_height_pt(value, fonts, value_frame),
        )
        return math.ceil(maximum + 2 * padding_pt)

    split_rows = [
        FactRow("" if number else label, text, row_height_pt("" if number else label, text))
        for label, value in rows
        for number, text in enumerate(split_text(value, fonts, value_frame))
    ]
    groups = pack_into_slides([row.height_pt for row in split_rows], body.height_pt, 0, len(split_rows))
    return [
        FactsSlide(heading, tuple(split_rows[group]), label_frame.width_pt + 2 * padding_pt, body.size_pt)
        for group in groups
    ]
