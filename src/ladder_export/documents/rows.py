"""The whole ladder as one table with one text per row, for surveys and HR software, or as a platform imports it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from ladder_export.core.document import Document
from ladder_export.core.model import Ladder, Level, Paragraph, Statement
from ladder_export.core.model import Section as Area
from ladder_export.core.text import Text, plain_text
from ladder_export.documents.platform_rows import fifteen_five_path, moodle_framework
from ladder_export.documents.row_table import row_table, text_row
from ladder_export.documents.specs import DocumentSpec

# Names of columns and kinds are for programs: the same in every language.
COLUMNS = ("track", "level", "code", "title", "area", "kind", "text")
SLUG = "ladder"


def rows(ladder: Ladder) -> Iterator[DocumentSpec]:
    """Yield the specifications of tables of all levels in use, one text per row; nothing if no level is in use.

    There is one table of the whole ladder; with `rows: 15five` in ladder.yaml there is one for each track, since 15Five
    imports one track at a time.
    """
    by_track = {track: levels for track in ladder.tracks if (levels := ladder.active_levels(track.id))}
    every = tuple(level for levels in by_track.values() for level in levels)
    if ladder.export.rows == "15five":
        for track, levels in by_track.items():
            slug = f"15five-{track.id}"
            yield DocumentSpec(slug, partial(fifteen_five_path, ladder, track, levels, slug), levels)
    elif every:
        make_table = moodle_framework if ladder.export.rows == "moodle" else _make_table
        yield DocumentSpec(SLUG, partial(make_table, ladder, every, SLUG), every)


def _make_table(ladder: Ladder, levels: tuple[Level, ...], slug: str) -> Document:
    """Return a row per summary, fact, rating, paragraph, statement, nested point and example, level by level."""
    rows = tuple(
        text_row((ladder.track(level.track).title, level.id, level.code, level.title, area, kind), text)
        for level in levels
        for area, kind, text in _texts(level)
    )
    return row_table(ladder, levels, slug, COLUMNS, rows)


def _texts(level: Level) -> Iterator[tuple[str, str, Text]]:
    """Yield every text of a level with its area and kind; the area of a summary is empty."""
    yield from (("", "summary", text) for text in level.summary)
    yield from ((fact.label, "fact", fact.value) for fact in level.facts)
    yield from ((rating.title, "rating", plain_text(rating.step)) for rating in level.ratings)
    for area in level.sections:
        yield from _area_texts(area)


def _area_texts(area: Area) -> Iterator[tuple[str, str, Text]]:
    for passage in area.passages:
        for point in (*passage.intro, *passage.body):
            if isinstance(point, Paragraph):
                yield area.title, "paragraph", point.text
            else:
                yield from ((area.title, kind, text) for kind, text in _nested((point,), "statement"))
        yield from ((area.title, kind, text) for kind, text in _nested(passage.examples, "example"))


def _nested(statements: Iterable[Statement], kind: str) -> Iterator[tuple[str, Text]]:
    """Yield statements of a kind, each followed by its nested points and examples."""
    for statement in statements:
        yield kind, statement.text
        yield from _nested(statement.children, "point" if kind == "statement" else kind)
        yield from _nested(statement.examples, "example")
