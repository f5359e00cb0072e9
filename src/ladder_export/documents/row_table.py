"""Documents that are one table about several levels, to be imported by other programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ladder_export.core.document import Document, Grid, GridColumn, GridLine, Prose, RowGroup, Section
from ladder_export.core.model import Ladder, Level
from ladder_export.core.text import Text, plain_text
from ladder_export.documents import level_parts as parts


def row_table(  # noqa: PLR0913  # all that a table is
    ladder: Ladder,
    levels: Sequence[Level],
    slug: str,
    columns: Sequence[str],
    rows: tuple[GridLine, ...],
    *,
    is_verbatim: bool = False,
) -> Document:
    """Return a document of one table about these levels.

    `slug` is the name of its file; `columns` are its headings, one for each column. With `is_verbatim`, texts are
    written as they are, not as Markdown.
    """
    head, *others = columns
    grid = Grid(head, tuple(GridColumn("", name) for name in others), (RowGroup("", rows),), is_verbatim=is_verbatim)
    document = parts.level_document(ladder, levels[0], "rows", (), (Section("", (grid,)),))
    sources = (*ladder.sources, *(level.source for level in levels))
    return replace(
        document,
        slug=slug,
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


def text_row(names: Sequence[str], text: Text) -> GridLine:
    """Return a table row: one name in each column, and a text in the column after them."""
    title, *others = names
    return GridLine(title, (*(_cell(plain_text(name)) for name in others), _cell(text)))


def _cell(text: Text) -> tuple[Prose, ...]:
    return (Prose((text,)),) if text else ()
