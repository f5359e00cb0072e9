"""Lists, tables, charts and other content of a document as paragraphs and tables of a Word file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import assert_never

from docx.text.paragraph import Paragraph

from ladder_export.core.document import (
    BeforeAfter,
    BlankTable,
    Bullets,
    EvidenceTable,
    Facts,
    FormFields,
    Grid,
    GridColumn,
    Item,
    Piece,
    Prose,
    RatingTable,
    Section,
    TrackProgress,
)
from ladder_export.core.radar import Radar
from ladder_export.core.text import Run, Text, plain_text
from ladder_export.writers.docx.page import Page
from ladder_export.writers.docx.tables import Cell, add_table

LABEL_SHARES = (0.3, 0.7)  # widths of a label and its value
RATING_SHARES = (0.45, 0.3, 0.25)  # widths of a statement, its rating and notes
RATING_LINE_SHARES = (0.18, 0.41, 0.41)  # widths of a label, the rating and notes
BEFORE_AFTER_SHARES = (0.2, 0.4, 0.4)
ROW_TITLE_SHARE = 0.2  # width of a grid's first column
MAX_LIST_DEPTH = 3  # list styles of a document; deeper items use the last one
BOX = "\N{BALLOT BOX}"
NO_BREAK = "\N{NO-BREAK SPACE}"
MAX_WHOLE_STEP = 40  # characters up to which a step stays on one line
NOTE_ROW_PT = 42.0  # height of a row to write into
RATING_ROW_PT = 60.0  # height of a row for a rating and notes
FIELD_ROW_PT = 24.0  # height of a row for a name or a date


def add_section(page: Page, section: Section, heading: str, about: str, prose: str = "Normal") -> Paragraph | None:
    """Add a section to a Word file; return the paragraph of its title, None if it has no title.

    `heading` is the name of the title's style, `prose` that of running text. `about` describes tables to screen readers
    if the section has no title. Icons are left out, since few fonts of word processors have them.
    """
    name = " ".join(filter(None, (section.eyebrow, section.title)))
    title = page.paragraph(heading, name, section.anchor) if name else None
    add_pieces(page, section.pieces, section.title or about, prose)
    return title


def add_pieces(page: Page, pieces: Iterable[Piece], title: str, prose: str = "Normal") -> None:
    """Add lists, tables and paragraphs of a document to a Word file, one below the other.

    `title` describes tables without a label to screen readers; `prose` is the name of the style of running text.
    """
    for is_line, group in groupby(pieces, _is_rating_line):
        if is_line:
            _add_rating_lines(page, [piece for piece in group if isinstance(piece, RatingTable)])
        else:
            _add_unlike_pieces(page, group, title, prose)


def _is_rating_line(piece: Piece) -> bool:
    """Return whether a piece rates one thing, which its section names."""
    return isinstance(piece, RatingTable) and piece.is_line


def _add_rating_lines(page: Page, pieces: Sequence[RatingTable]) -> None:
    """Add a table of a row for each view of the same thing."""
    has_notes = bool(pieces[0].headings.notes)
    rows = [
        ((("Cell Heading", label),), _choice(piece.steps), (("Label", notes),))[: 3 if has_notes else 2]
        for piece in pieces
        for _, label, notes in [piece.headings]
    ]
    shares, height_pt = (RATING_LINE_SHARES, RATING_ROW_PT) if has_notes else (LABEL_SHARES, 0)
    add_table(page, pieces[0].items[0].text.plain, (), rows, shares, min_height_pt=height_pt)


def _add_unlike_pieces(page: Page, pieces: Iterable[Piece], title: str, prose: str) -> None:
    for piece in pieces:
        match piece:
            case Prose() | Bullets():
                if isinstance(piece, Bullets) and piece.label:
                    page.paragraph("Label", piece.label)
                for style, text in _lines(piece, prose):
                    page.paragraph(style, text)
            case TrackProgress():
                steps = (f"[{step.code}]" if step.is_current else step.code for step in piece.steps)
                page.paragraph("Track", "   ".join(steps))
            case RatingTable() | EvidenceTable() | BlankTable() | FormFields():
                _add_form(page, piece, title)
            case _:
                _add_table(page, piece, title)


def _lines(piece: Prose | Bullets, prose: str) -> Iterator[tuple[str, Text]]:
    """Yield the style and text of each paragraph; a label opens the first paragraph of running text."""
    if isinstance(piece, Bullets):
        yield from _item_lines(piece.items, "Example" if piece.role == "examples" else "List Bullet")
        return
    label = (Run(f"{piece.label}: ", strong=True),) if piece.label else ()
    for number, text in enumerate(piece.paragraphs):
        yield ("Normal" if label else prose), Text((*(label if not number else ()), *text.runs), text.source)


def _item_lines(items: Iterable[Item], style: str, depth: int = 1) -> Iterator[tuple[str, Text]]:
    for item in items:
        yield (style if depth == 1 else f"{style} {min(depth, MAX_LIST_DEPTH)}"), item.text
        yield from _item_lines(item.children, style, depth + 1)
        yield from _item_lines(item.examples, "Example", depth + 1)


def _item_cell(item: Item) -> Cell:
    """Return a point as a cell: what is nested in it as a list below it."""
    nested = (*item.children, *item.examples)
    return (("Cell", item.text), *_item_lines(nested, "List Bullet"))


def _labelled(rows: Iterable[tuple[str, Text | str]]) -> list[tuple[Cell, Cell]]:
    return [((("Cell Heading", label),), (("Cell", value),)) for label, value in rows]


def _add_ratings(page: Page, piece: Radar) -> None:
    """Add a table of ratings, with a column for each level if there are two."""
    if piece.levels:
        rows = [tuple((("Cell", text),) for text in (axis.label, axis.before, axis.step)) for axis in piece.axes]
        add_table(page, piece.label, (piece.label, *piece.levels), rows, BEFORE_AFTER_SHARES)
    else:
        add_table(page, piece.label, (), _labelled((axis.label, axis.step) for axis in piece.axes), LABEL_SHARES)


def _add_table(page: Page, piece: Facts | Radar | BeforeAfter | Grid, title: str) -> None:
    match piece:
        case Facts():
            add_table(page, piece.label, (), _labelled(piece.rows), LABEL_SHARES)
        case Radar():
            _add_ratings(page, piece)
        case BeforeAfter():
            rows = ([(("Cell", text),) for text in row] for row in piece.rows)
            add_table(page, piece.headings[0], piece.headings, rows, BEFORE_AFTER_SHARES)
        case Grid():
            others = len(piece.columns)
            shares = (ROW_TITLE_SHARE, *((1 - ROW_TITLE_SHARE) / others for _ in range(others)))
            names = tuple(map(_column_name, piece.columns))
            add_table(page, f"{title}: {', '.join(names)}", (piece.label, *names), _grid_rows(piece, title), shares)
        case _:
            assert_never(piece)


def _column_name(column: GridColumn) -> str:
    return f"{column.name} ({column.watermark})" if column.watermark else column.name


def _grid_rows(grid: Grid, title: str) -> Iterator[Sequence[Cell]]:
    """Yield the rows of a grid, those of each group below its title, unless the grid has it too."""
    for group in grid.row_groups:
        if group.title not in ("", title):
            yield ((("Cell Heading", group.title),),)
        for line in group.rows:
            cells = (tuple(shown for piece in cell for shown in _lines(piece, "Cell")) for cell in line.cells)
            yield ((("Cell", line.title),), *cells)


def _add_form(page: Page, piece: RatingTable | EvidenceTable | BlankTable | FormFields, title: str) -> None:
    """Add a table with room to write."""
    match piece:
        case FormFields():
            if piece.label:
                page.paragraph("Label", piece.label)
            fields = _labelled((label, "") for label in piece.labels)
            add_table(page, piece.label or title, (), fields, LABEL_SHARES, min_height_pt=FIELD_ROW_PT)
        case RatingTable():
            choice = _choice(piece.steps)
            rows = [(_item_cell(item), choice, ()) for item in piece.items]
            add_table(page, title, piece.headings, rows, RATING_SHARES, min_height_pt=NOTE_ROW_PT)
        case EvidenceTable():
            heads = (piece.label, piece.headings[1])
            add_table(page, piece.label, heads, _goals(piece), (0.5, 0.5), min_height_pt=NOTE_ROW_PT)
        case BlankTable():
            width = len(piece.headings)
            add_table(page, title, piece.headings, _blanks(piece), (1 / width,) * width, min_height_pt=NOTE_ROW_PT)
        case _:
            assert_never(piece)


def _goals(piece: EvidenceTable) -> Iterator[Sequence[Cell]]:
    """Yield a row for each item to reach, with what it said before, and room for evidence."""
    for goal in piece.items:
        former = Item(plain_text(f"{piece.before}:"), children=(goal.before,)) if goal.before else None
        yield (*_item_cell(goal.item), *(_item_cell(former) if former else ())), ()


def _blanks(piece: BlankTable) -> Iterator[Sequence[Cell]]:
    for first in piece.labels or ("",) * piece.rows:
        yield ((("Cell", first),), *((),) * (len(piece.headings) - 1))


def _choice(steps: Iterable[str]) -> Cell:
    """Return the steps of a rating with a box each; a short one is not divided into lines."""
    named = (f"{BOX} {step}" for step in steps)
    line = "  ".join(step.replace(" ", NO_BREAK) if len(step) <= MAX_WHOLE_STEP else step for step in named)
    return (("Cell", line),)
