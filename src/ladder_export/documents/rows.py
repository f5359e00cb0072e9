"""The whole ladder as one table with one text per row, for surveys and HR software."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from ladder_export.core.document import Document, Grid, GridColumn, GridLine, Prose, RowGroup, Section
from ladder_export.core.model import Ladder, Level, Paragraph, Statement
from ladder_export.core.model import Section as Area
from ladder_export.core.text import Text, plain_text
from ladder_export.documents import level_parts as parts
from ladder_export.documents.specs import DocumentSpec

# Names of columns and kinds are for programs: the same in every language.
COLUMNS = ("track", "level", "code", "title", "area", "kind", "text")


def rows(ladder: Ladder) -> Iterator[DocumentSpec]:
    """Yield the specification of one table of all active levels; nothing for a ladder without any."""
    levels = tuple(level for track in ladder.tracks for level in ladder.active_levels(track.id))
    if levels:
        yield DocumentSpec("ladder", partial(_make_table, ladder, levels), levels)


def _make_table(ladder: Ladder, levels: tuple[Level, ...]) -> Document:
    """Return a row per summary, fact, rating, paragraph, statement, nested point and example, level by level."""
    rows = tuple(
        _row((ladder.track(level.track).title, level.id, level.code, level.title, area, kind), text)
        for level in levels
        for area, kind, text in _texts(level)
    )
    head, *others = COLUMNS
    grid = Grid(head, tuple(GridColumn("", name) for name in others), (RowGroup("", rows),))
    document = parts.level_document(ladder, levels[0], "rows", (), (Section("", (grid,)),))
    sources = (*ladder.sources, *(level.source for level in levels))
    return replace(
        document,
        slug="ladder",
        level="",
        title=ladder.title,
        code="",
        breadcrumbs=tuple(name for name in (ladder.organisation,) if name),
        footer=parts.footer(ladder),
        watermark="",
        link="",
        accent="",
        description=ladder.summary.plain,
        sources=tuple(dict.fromkeys(source.path for source in sources)),
        attachments=(),
    )


def _row(names: tuple[str, ...], text: Text) -> GridLine:
    title, *others = names
    return GridLine(title, (*(_cell(plain_text(name)) for name in others), _cell(text)))


def _cell(text: Text) -> tuple[Prose, ...]:
    return (Prose((text,)),) if text else ()


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
