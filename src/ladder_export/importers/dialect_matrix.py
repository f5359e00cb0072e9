"""Import tables of the dialect "matrix", with levels along one side and sections along the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from ladder_export.core.ui_strings import all_ui_strings
from ladder_export.importers.front_matter import TITLES, unused_settings
from ladder_export.importers.heading_levels import find_shape
from ladder_export.importers.ir import ImportedLadder, ImportedLevel, ImportedSection, ImportedTrack, Unplaced
from ladder_export.importers.level_names import codes_and_titles, is_nameless, make_stem, name_guesses
from ladder_export.importers.markdown_inline import split_icon, to_plain_title
from ladder_export.importers.markdown_pages import start_page
from ladder_export.importers.matrix_cells import BULLET, checklist_section, is_checklist, parse_cell, with_ratings
from ladder_export.importers.matrix_rows import DESCRIPTIONS, MAX_HEADING_CHARS, MatrixRow, TableReading, matrix_rows
from ladder_export.importers.matrix_tables import combine_tables, named_tables
from ladder_export.importers.parsed_pages import ParsedPage, bold_heading, full_text
from ladder_export.importers.tables import TableHead, find_table_head, level_name, make_table
from ladder_export.reading.slugs import slug

# Words in corner cells that are about the table, not part of the ladder.
STRUCTURE_WORDS = frozenset(
    (
        "area areas skill skills competency competencies dimension category topic theme pillar attribute"
        " attributes expectation expectations level levels grade criteria criterion bereich bereiche"
        " kompetenz domaine domaines área áreas 領域 المجالات function core sub sub-competencies sub-competency"
        " parameter parameters detail details aspect aspects kompetenzen compétence compétences competencia competencias"
        " habilidad habilidades nivel niveau stufe"
    ).split()
)
TITLE_LABELS = frozenset(("title", "name", "role", "role title", "job title", "titel", "titre", "título", "役職"))
SUMMARIES = frozenset({"summary", "description", "overview"})
DRAFT_MARK = re.compile(
    rf"(?:(?<!\s)\s++)?\((?:{'|'.join(re.escape(words.draft) for words in all_ui_strings())})\)", re.IGNORECASE
)
TRACK_WORDS = frozenset("track tracks family discipline department function team job-family laufbahn filière".split())
MIN_TABLE_SHARE = 0.5
SMALL_TABLE_SHARE = 0.25  # of the text of a page whose headings are levels; such a table is an overview
NAMES_SHOWN = 3  # levels, enough to identify a table

NO_HEADING = "its row or column has no heading"


def fit(parsed: ParsedPage) -> tuple[float, str]:
    """Return how likely a page has a table with levels along one side, from 0 to 1, and the reason in words."""
    heads = [head for block in parsed.tables if (head := find_table_head(make_table(parsed.page, block)))]
    if not heads:
        return 0.0, "its table has no levels along one side" if parsed.tables else "it has no table"
    best = max(heads, key=lambda head: head.score)
    names = best.names
    why = f"a table with the levels {', '.join(names[:NAMES_SHOWN])}{' …' if len(names) > NAMES_SHOWN else ''}"
    return best.score * _table_weight(parsed, names), why


def _table_weight(parsed: ParsedPage, names: Sequence[str]) -> float:
    """Return the weight of a page's tables: low where they are an overview of levels below headings."""
    shape = find_shape(parsed)
    everything = sum(len(full_text(block)) for block in parsed.blocks)
    share = sum(len(full_text(block)) for block in parsed.tables) / max(1, everything)
    if shape and (share < SMALL_TABLE_SHARE or codes_and_titles(names) & codes_and_titles(shape.titles)):
        return 0.4
    return 1.0 if share >= MIN_TABLE_SHARE or not parsed.headings[2:] else 0.8


def read(pages: Sequence[ParsedPage], *, forced: bool = False, alone: bool = True) -> ImportedLadder:
    """Convert all tables to levels. Tables with the same levels become sections of these levels, other tables tracks.

    With `forced`, a table's first row names its levels even if nothing in it looks like a level. With `alone`, there
    are no other pages, so that a single table needs no track.
    """
    ladder = ImportedLadder()
    tables_read: list[tuple[TableHead, ImportedLadder]] = []
    for parsed in pages:
        tables = named_tables(parsed)
        heads = [(table, find_table_head(table, forced=forced)) for table in tables]
        for table, head in heads:
            if head:
                tables_read.append((head, read_table(head)))
            else:
                text = "\n".join("\t".join(row) for row in table.rows)
                why = "neither its first row nor its first column names levels (L3, Level 3, Senior …)"
                ladder += ImportedLadder(
                    unplaced=(Unplaced(parsed.page.file, table.lines[0] if table.lines else 1, text, why),)
                )
        ladder += _text_around_tables(parsed, frozenset[str]().union(*(head.table.names for _, head in heads if head)))
    return ladder + combine_tables(tables_read, alone=alone and len(tables_read) == 1)


def _text_around_tables(parsed: ParsedPage, used: frozenset[str]) -> ImportedLadder:
    """Return the title and summary of a page and its unplaced text. `used` are names of tables."""
    rest, top, is_above_text = start_page(parsed), parsed.title_block, True
    for block in parsed.blocks:
        heading = bold_heading(block)
        is_name = heading.kind == "heading" and to_plain_title(heading.text)[0] in used
        if block.kind == "table" or block is top or is_name:
            is_above_text = is_above_text and block is top
        elif is_above_text and block.kind in ("paragraph", "quote"):
            rest.summary += filter(None, [rest.inline(block.text, block.line)])
        elif text := full_text(block):
            is_above_text = False
            rest.add_unplaced(block.line, text, "it is outside the table")
    rest.unplaced += unused_settings(parsed.page, parsed.settings, TITLES, rest.title)
    return ImportedLadder(title=rest.title, summary="\n\n".join(rest.summary), unplaced=tuple(rest.unplaced))


def read_table(head: TableHead) -> ImportedLadder:
    """Convert one table to a ladder; `head` says where the table names its levels."""
    reading = TableReading(head.table.page, head=head)
    title, tracks = _rows_above(reading)
    _read_corner(reading)
    levels: list[ImportedLevel] = []
    columns = list(head.columns)
    for index, (source, members) in enumerate(columns):
        named = [column for column in members if head.table.cell(head.row, column) == source]
        heading = reading.title(head.row, named[0])
        is_draft = bool(DRAFT_MARK.search(heading))
        code, name = level_name(head, DRAFT_MARK.sub("", heading))
        track = next((name for start, name in reversed(tracks) if start <= members[0]), "")
        facts = _facts_beside(reading, members[0], track)
        levels.append(
            ImportedLevel("", name, code, slug(track), "draft" if is_draft else "", facts=facts, position=index)
        )
    named_levels = tuple(map(_with_stem, _with_rows(reading, levels)))
    tracks_by_name = {name: ImportedTrack(slug(name), name) for _, name in tracks}
    return with_ratings(
        ImportedLadder(
            title=title, levels=named_levels, tracks=tuple(tracks_by_name.values()), unplaced=tuple(reading.unplaced)
        )
    )


def _with_stem(level: ImportedLevel) -> ImportedLevel:
    """Return the level with an id, and a comment where it has no name."""
    return replace(level, stem=make_stem(level.code, level.title), guesses=name_guesses(level.code, level.title))


def _rows_above(reading: TableReading) -> tuple[str, list[tuple[int, str]]]:
    """Return the title above a table's header, and the tracks named in the row above it, each with its first column."""
    head, table = reading.head, reading.head.table
    if table.is_transposed:
        return "", _tracks_beside(reading)
    title, tracks = "", list[tuple[int, str]]()
    for row in range(head.row):
        tracks = _tracks_in_row(reading, row) if row == head.row - 1 else []
        for column in range(head.column if tracks else table.width):
            text = reading.title(row, column)
            if not title and len(text) < MAX_HEADING_CHARS * 2:
                title = text
            elif text not in ("", title):
                reading.add_cell_unplaced(row, column, text, "it is above the table")
    return title, tracks


def _tracks_in_row(reading: TableReading, row: int) -> list[tuple[int, str]]:
    """Return the different names above the levels, each with its column; empty where there are not several."""
    table = reading.head.table
    columns = [column for column in range(reading.head.column, table.width) if table.cell(row, column)]
    if len({table.cell(row, column) for column in columns}) <= 1:
        return []
    return [(column, reading.title(row, column)) for column in columns]


def _tracks_beside(reading: TableReading) -> list[tuple[int, str]]:
    """Return the tracks named in the nearest column of words before the column of levels, each with its first level.

    Words are tracks if several levels share them, or the heading of their column says that they are.
    """
    level_count = len(list(reading.head.columns))
    for row in reversed(range(reading.head.row)):
        names = _tracks_in_row(reading, row)
        are_words = any(char.isalpha() for _, name in names for char in name)
        is_track = TRACK_WORDS.intersection(reading.title(row, 0).casefold().split())
        if are_words and (is_track or len({name for _, name in names}) < level_count):
            return names
    return []


def _facts_beside(reading: TableReading, column: int, track: str) -> tuple[tuple[str, str], ...]:
    """Return what the cells before the name of a level say of it, except its track, with the headings of their columns.

    Returns nothing for a table whose levels are columns.
    """
    rows = range(reading.head.row if reading.head.table.is_transposed else 0)
    cells = [(reading.title(row, 0), reading.title(row, column)) for row in rows]
    return tuple((label, text) for label, text in cells if label and text not in ("", track))


def _read_corner(reading: TableReading) -> None:
    """Record header cells above the areas as unplaced, unless they only say what the rows and columns are."""
    head = reading.head
    for column in range(0 if head.table.is_own else head.column):
        text = reading.title(head.row, column)
        is_structure = any(
            STRUCTURE_WORDS.issuperset(side.split()) for side in re.split(r"\s*[/\\]\s*", text.casefold())
        )
        is_level_word = level_name(head, "1")[0] != "" or text.casefold() in DESCRIPTIONS | TITLE_LABELS
        if text and not is_structure and not is_level_word:
            reading.add_cell_unplaced(head.row, column, text, "the corner of the table belongs to no level")


def _add_row(reading: TableReading, level: ImportedLevel, row: MatrixRow, members: Sequence[int]) -> ImportedLevel:
    """Return a level with the text of one more row: a fact, its title, its summary or an area."""
    cells = dict.fromkeys(map(partial(reading.head.table.raw, row.number), members))
    source = "\n".join(filter(str.strip, cells))
    if not source:
        return level
    if not row.title:
        reading.add_cell_unplaced(row.number, members[0], source.strip(), NO_HEADING)
        return level
    clean_text = partial(reading.clean, row.number, members[0])
    lines = list(filter(None, map(str.strip, source.splitlines())))
    label = row.title.casefold()
    if row.is_fact:
        return replace(level, facts=(*level.facts, (row.title, "\\\n".join(map(clean_text, lines)))))
    texts = [BULLET.sub("", line, count=1) for line in lines]
    if label in TITLE_LABELS and len(texts) == 1 and is_nameless(level.code, level.title):
        return _with_title(reading, level, to_plain_title(clean_text(texts[0]))[0])
    if label in SUMMARIES:
        return replace(level, summary=(*level.summary, *filter(None, map(clean_text, texts))))
    return _add_area(level, row, parse_cell(source, clean_text))


def _with_title(reading: TableReading, level: ImportedLevel, title: str) -> ImportedLevel:
    """Return a level with the title in one of its cells; the name in the header of a level without code becomes a fact."""
    head = reading.head
    label = to_plain_title(head.table.cell(head.row, 0))[0] or "Level"
    facts = () if level.code or title == level.title else ((label, level.title),)
    return replace(level, title=title, facts=(*level.facts, *facts))


def _with_rows(reading: TableReading, levels: list[ImportedLevel]) -> list[ImportedLevel]:
    """Return the levels of a table with the text of all its rows."""
    table, rows = reading.head.table, list(matrix_rows(reading))
    cells = [table.cell(row.number, column) for row in rows for column in range(reading.head.column, table.width)]
    add_row = _add_marked_row if is_checklist(cells) else _add_row
    for row in rows:
        before = list(levels)
        for index, (_, members) in enumerate(reading.head.columns):
            levels[index] = add_row(reading, levels[index], row, members)
        if levels == before and row.title:
            reading.add_cell_unplaced(
                row.number, 0, ": ".join((row.title, *row.intro)), "no level has text in this row"
            )
    return levels


def _add_marked_row(
    reading: TableReading, level: ImportedLevel, row: MatrixRow, members: Sequence[int]
) -> ImportedLevel:
    """Return a level with the statement of a row of a checklist if its cell says yes."""
    marks = [reading.head.table.cell(row.number, column) for column in members]
    if not row.title:
        return _add_row(reading, level, row, members)
    section = next(filter(None, (checklist_section(row.title, row.intro, mark) for mark in marks)), None)
    last = level.sections[-1] if level.sections else None
    if section and last and last.title == section.title:
        return replace(level, sections=(*level.sections[:-1], last + section))
    return replace(level, sections=(*level.sections, section)) if section else level


def _add_area(level: ImportedLevel, row: MatrixRow, section: ImportedSection) -> ImportedLevel:
    """Return a level with one more area, or with its last area extended."""
    if section.is_empty:
        return level
    icon, name = split_icon(row.title)
    last = level.sections[-1] if level.sections else None
    if last and last.title == name and last.icon == icon and not section.intro:
        return replace(level, sections=(*level.sections[:-1], last + section))
    section = replace(section, title=name, icon=icon, intro=row.intro + section.intro)
    return replace(level, sections=(*level.sections, section))
