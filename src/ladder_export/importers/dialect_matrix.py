"""This file reads the dialect of a matrix: a table with levels along one side and areas along the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ladder_export.core.ui_strings import all_words
from ladder_export.importers.blocks import PageBlock
from ladder_export.importers.front_matter import TITLES, unused_settings
from ladder_export.importers.heading_levels import find_shape
from ladder_export.importers.ir import ImportedLadder, ImportedLevel, ImportedSection, ImportedTrack, Unplaced
from ladder_export.importers.level_names import is_nameless, make_stem, name_guesses, split_title
from ladder_export.importers.markdown_inline import sanitize, split_icon, to_plain_title
from ladder_export.importers.markdown_pages import start_page
from ladder_export.importers.matrix_cells import BULLET, parse_cell, with_ratings
from ladder_export.importers.matrix_rows import DESCRIPTIONS, MAX_HEADING_CHARS, MatrixRow, TableReading, matrix_rows
from ladder_export.importers.parsed_pages import ParsedPage, full_text
from ladder_export.importers.tables import Table, TableHead, find_table_head, level_name, make_table
from ladder_export.reading.slugs import slug, spoken

GENERIC = frozenset(
    "sheet1 sheet tabelle1 feuille1 hoja1 matrix ladder levels table data export expectations".split()  # words are read more easily so
)

# What columns of headings and corners are called: words about the table, not of the ladder.
STRUCTURE_WORDS = frozenset(
    (
        "area areas skill skills competency competencies dimension category topic theme pillar attribute"
        " attributes expectation expectations level levels grade criteria criterion bereich bereiche"
        " kompetenz domaine domaines área áreas 領域 المجالات function core sub sub-competencies sub-competency"
    ).split()
)
TITLE_LABELS = frozenset(("title", "name", "role", "role title", "job title", "titel", "titre", "título", "役職"))
SUMMARIES = frozenset({"summary", "description", "overview"})
DRAFT_MARK = re.compile(rf"\s*\((?:{'|'.join(re.escape(words.draft) for words in all_words())})\)", re.IGNORECASE)
MIN_TABLE_SHARE = 0.5
NAMES_SHOWN = 3  # levels, which are enough to know a table by

NO_HEADING = "its row or column has no heading"


def fit(parsed: ParsedPage) -> tuple[float, str]:
    """Return how well a page is a matrix, from 0 to 1, and why."""
    heads = [head for block in parsed.tables if (head := find_table_head(make_table(parsed.page, block)))]
    if not heads:
        return 0.0, "its table has no levels along one side" if parsed.tables else "it has no table"
    best = max(heads, key=lambda head: head.score)
    said = best.names
    why = f"a table with the levels {', '.join(said[:NAMES_SHOWN])}{' …' if len(said) > NAMES_SHOWN else ''}"
    return best.score * _table_weight(parsed, said), why


def _table_weight(parsed: ParsedPage, said: Sequence[str]) -> float:
    """How much a table counts: one that is a small part of its page gives an overview of what stands below headings."""
    shape = find_shape(parsed)
    if shape and _names(said) & _names(to_plain_title(shape.blocks[place].text)[0] for place in shape.levels):
        return 0.4
    everything = sum(len(full_text(block)) for block in parsed.blocks)
    share = sum(len(full_text(block)) for block in parsed.tables) / max(1, everything)
    return 1.0 if share >= MIN_TABLE_SHARE or not parsed.headings[2:] else 0.8


def _names(titles: Iterable[str]) -> set[str]:
    """The codes and titles of levels, in lower case."""
    return {name.casefold() for title in titles for name in split_title(title) if name}


def read(pages: Sequence[ParsedPage], *, forced: bool = False, alone: bool = True) -> ImportedLadder:
    """The levels of all tables, whichever way round each is. Tables with the same levels are areas of these, or tracks."""
    ladder = ImportedLadder()
    found: list[tuple[TableHead, ImportedLadder]] = []
    for parsed in pages:
        tables = _tables(parsed)
        heads = [(table, find_table_head(table, forced=forced)) for table in tables]
        for table, head in heads:
            if head:
                found.append((head, read_table(head)))
            else:
                text = "\n".join("\t".join(row) for row in table.rows)
                why = "neither its first row nor its first column looks like levels (L3, Level 3, Senior …)"
                ladder += ImportedLadder(
                    unplaced=(Unplaced(parsed.page.file, table.lines[0] if table.lines else 1, text, why),)
                )
        ladder += _text_around_tables(parsed, frozenset[str]().union(*(head.table.names for _, head in heads if head)))
    return ladder + _combine_tables(found, alone=alone and len(found) == 1, several=len(pages) > 1)


def _tables(parsed: ParsedPage) -> list[Table]:
    """The tables of a page, each with the heading above it as its name; with those above that where they tell tables apart."""
    tables = [table for block, names in _named_tables(parsed) if (table := make_table(parsed.page, block, names)).rows]
    several = len({table.names[:-1] for table in tables}) > 1
    return tables if several else [replace(table, names=table.names[-1:]) for table in tables]


def _named_tables(parsed: ParsedPage) -> Iterator[tuple[PageBlock, tuple[str, ...]]]:
    """Each table with the headings that it stands below."""
    names = list[tuple[int, str]]()
    for block in parsed.blocks:
        if block.kind == "heading" and block is not parsed.title_block:
            names = [*(one for one in names if one[0] < block.level), (block.level, to_plain_title(block.text)[0])]
        elif block.kind == "table":
            yield block, tuple(name for _, name in names)


def _text_around_tables(parsed: ParsedPage, used: frozenset[str]) -> ImportedLadder:
    """What a page says besides its tables: its title, a summary, and text without a place."""
    rest, top, early = start_page(parsed), parsed.title_block, True
    for block in parsed.blocks:
        if block.kind == "table" or block is top or (block.kind == "heading" and to_plain_title(block.text)[0] in used):
            early = early and block is top
        elif early and block.kind in ("paragraph", "quote"):
            rest.summary += filter(None, [rest.inline(block.text, block.line)])
        elif text := full_text(block):
            early = False
            rest.add_unplaced(block.line, text, "it stands beside the table")
    rest.unplaced += unused_settings(parsed.page, parsed.settings, TITLES, rest.title)
    return ImportedLadder(title=rest.title, summary="\n\n".join(rest.summary), unplaced=tuple(rest.unplaced))


def _combine_tables(found: Sequence[tuple[TableHead, ImportedLadder]], *, alone: bool, several: bool) -> ImportedLadder:
    """Several tables: of one page or book with the same levels, each is an area of these, or a track."""
    ladder = ImportedLadder()
    if len(found) > 1 and _are_areas(found):
        ladder += _merge_areas(found)
    else:
        for head, one in found:
            table = head.table
            name = table.name or (spoken(table.page.stem) if several or not alone else "")
            track = "" if alone or not name or slug(name) in GENERIC else slug(name)
            levels = tuple(replace(level, track=track) if not level.track else level for level in one.levels)
            ladder += replace(one, levels=levels, tracks=(ImportedTrack(track, name),) if track else one.tracks)
            if alone and table.name and slug(table.name) not in GENERIC:
                why = "this heading stands above the only table"
                ladder += ImportedLadder(unplaced=(Unplaced(table.page.file, table.lines[0], table.name, why),))
    return ladder


def _are_areas(found: Sequence[tuple[TableHead, ImportedLadder]]) -> bool:
    """Whether all tables are about the same levels, and each about other areas of these."""
    rungs = {tuple((level.code or level.title).casefold() for level in one.levels) for _, one in found}
    if len(rungs) != 1:
        return False
    areas = [_areas(one) for _, one in found]
    shared = sum(len(one & other) for place, one in enumerate(areas) for other in areas[:place])
    return shared * 4 < sum(map(len, areas))


def _areas(ladder: ImportedLadder) -> set[str]:
    """The titles of all areas, rated ones among them."""
    said = {section.title for level in ladder.levels for section in level.sections}
    return said.union(*(dict(level.ratings) for level in ladder.levels))


def _merge_areas(found: Sequence[tuple[TableHead, ImportedLadder]]) -> ImportedLadder:
    first, *more = [_with_prefix(one, head.table.name or spoken(head.table.page.stem)) for head, one in found]
    levels = list(first.levels)
    for one in more:
        for place, level in enumerate(one.levels):
            mine = levels[place]
            levels[place] = replace(
                mine,
                title=level.title if mine.title == mine.code else mine.title,
                summary=mine.summary + level.summary,
                facts=mine.facts + level.facts,
                sections=mine.sections + level.sections,
                ratings=mine.ratings + level.ratings,
            )
    rest = ImportedLadder()
    for one in more:
        rest += ImportedLadder(unplaced=one.unplaced, scales=one.scales, competencies=one.competencies)
    return replace(first, levels=tuple(levels)) + rest


def _with_prefix(ladder: ImportedLadder, name: str) -> ImportedLadder:
    """A table that is about one area: its name stands before what its rows are called."""
    if not name or slug(name) in GENERIC:
        return ladder
    levels = tuple(
        replace(level, sections=tuple(replace(one, title=f"{name}: {one.title}") for one in level.sections))
        for level in ladder.levels
    )
    return replace(ladder, levels=levels)


def read_table(head: TableHead) -> ImportedLadder:
    """Return the levels of one table."""
    reading = TableReading(head)
    title, tracks = _rows_above(reading)
    levels: list[ImportedLevel] = []
    columns = list(head.columns)
    for place, (source, members) in enumerate(columns):
        heading = reading.title(
            head.row, next(one for one in members if head.table.cell(head.row, one) == source) if source else members[0]
        )
        is_draft = bool(DRAFT_MARK.search(heading))
        code, name = level_name(head, DRAFT_MARK.sub("", heading))
        track = next((name for start, name in reversed(tracks) if start <= members[0]), "")
        levels.append(ImportedLevel("", name, code, slug(track), "draft" if is_draft else "", position=place))
    for row in matrix_rows(reading):
        for place, (_, members) in enumerate(columns):
            levels[place] = _add_row(reading, levels[place], row, members)
    done = tuple(map(_with_stem, levels))
    tracked = tuple(ImportedTrack(slug(name), name) for name in dict.fromkeys(name for _, name in tracks))
    return with_ratings(ImportedLadder(title=title, levels=done, tracks=tracked, unplaced=tuple(reading.unplaced)))


def _with_stem(level: ImportedLevel) -> ImportedLevel:
    """The level with an id, and a note where it has no name."""
    return replace(level, stem=make_stem(level.code, level.title), guesses=name_guesses(level.code, level.title))


def _rows_above(reading: TableReading) -> tuple[str, list[tuple[int, str]]]:
    """What stands above the head: the title of the table, and over which columns there is the name of a track."""
    head, title, tracks = reading.head, "", list[tuple[int, str]]()
    table = head.table
    for row in range(head.row):
        said = [column for column in range(table.width) if table.cell(row, column)]
        over = [column for column in said if column >= head.column]
        if len({table.cell(row, column) for column in over}) > 1 and row == head.row - 1:
            tracks = [(column, reading.title(row, column)) for column in over]
            said = [column for column in said if column < head.column]
        for column in said:
            text = reading.title(row, column)
            if not title and len(text) < MAX_HEADING_CHARS * 2:
                title = text
            elif text != title:
                reading.add_unplaced(row, column, text, "it stands above the table")
    for column in range(head.column):
        text = reading.title(head.row, column)
        if (
            text
            and not STRUCTURE_WORDS.issuperset(re.split(r"[\s/]+", text.casefold()))
            and not table.is_own
            and not _is_level_word(head, text)
        ):
            reading.add_unplaced(head.row, column, text, "the corner of the table belongs to no level")
    return title, tracks


def _is_level_word(head: TableHead, text: str) -> bool:
    return level_name(head, "1")[0] != "" or text.casefold() in DESCRIPTIONS | TITLE_LABELS


def _add_row(reading: TableReading, level: ImportedLevel, row: MatrixRow, members: Sequence[int]) -> ImportedLevel:
    """A level and what one more row says of it."""
    table = reading.head.table
    cells = dict.fromkeys(table.raw(row.number, column) for column in members)
    source = "\n".join(cell for cell in cells if cell.strip())
    if not source:
        return level
    if not row.title:
        reading.add_unplaced(row.number, members[0], source.strip(), NO_HEADING)
        return level

    def clean_text(text: str) -> str:
        shown, dropped = sanitize(text)
        for one in dropped:
            reading.add_unplaced(row.number, members[0], one.text, one.why)
        return shown

    lines = [line.strip() for line in source.splitlines() if line.strip()]
    nameless = is_nameless(level.code, level.title)
    if row.is_fact:
        return replace(level, facts=(*level.facts, (row.title, "\\\n".join(map(clean_text, lines)))))
    if row.title.casefold() in TITLE_LABELS and len(lines) == 1 and nameless:
        return replace(level, title=to_plain_title(clean_text(BULLET.sub("", lines[0], count=1)))[0])
    if row.title.casefold() in SUMMARIES:
        texts = (clean_text(BULLET.sub("", line, count=1)) for line in lines)
        return replace(level, summary=(*level.summary, *filter(None, texts)))
    return _add_area(level, row, parse_cell(source, clean_text))


def _add_area(level: ImportedLevel, row: MatrixRow, section: ImportedSection) -> ImportedLevel:
    """A level with one more area, or with more of the last one."""
    if section.is_empty:
        return level
    icon, name = split_icon(row.title)
    last = level.sections[-1] if level.sections else None
    if last and last.title == name and last.icon == icon and not section.intro:
        return replace(level, sections=(*level.sections[:-1], last + section))
    section = replace(section, title=name, icon=icon, intro=row.intro + section.intro)
    return replace(level, sections=(*level.sections, section))
