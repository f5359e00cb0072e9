"""This file reads the dialect of a matrix: a table with levels along one side and areas along the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ladder_export.core.ui_strings import all_words
from ladder_export.importers.blocks import Block
from ladder_export.importers.front_matter import TITLES, others
from ladder_export.importers.heading_levels import find_shape
from ladder_export.importers.ir import Draft, DraftLevel, DraftSection, DraftTrack, Unplaced
from ladder_export.importers.level_names import is_nameless, name_guesses, split_title, stem_of
from ladder_export.importers.markdown_inline import clean, icon_of, plain
from ladder_export.importers.markdown_pages import around
from ladder_export.importers.matrix_cells import BULLET, rated, read_cell
from ladder_export.importers.matrix_rows import DESCRIPTIONS, SENTENCE, Reading, Row, rows_of
from ladder_export.importers.parsed_pages import ParsedPage, whole
from ladder_export.importers.tables import Head, Table, find_head, level_name, table_of
from ladder_export.reading.slugs import slug, spoken

GENERIC = frozenset(
    "sheet1 sheet tabelle1 feuille1 hoja1 matrix ladder levels table data export expectations".split()  # words are read more easily so
)

# What columns of headings and corners are called: words about the table, not of the ladder.
STRUCTURE = frozenset(
    (
        "area areas skill skills competency competencies dimension category topic theme pillar attribute"
        " attributes expectation expectations level levels grade criteria criterion bereich bereiche"
        " kompetenz domaine domaines área áreas 領域 المجالات function core sub sub-competencies sub-competency"
    ).split()
)
NAMES = frozenset(("title", "name", "role", "role title", "job title", "titel", "titre", "título", "役職"))
SUMMARIES = frozenset({"summary", "description", "overview"})
DRAFT = re.compile(rf"\s*\((?:{'|'.join(re.escape(words.draft) for words in all_words())})\)", re.IGNORECASE)
HALF = 0.5
SHOWN = 3  # levels, which are enough to know a table by

NO_HEADING = "its row or column has no heading"


def fit(parsed: ParsedPage) -> tuple[float, str]:
    """Return how well a page is a matrix, from 0 to 1, and why."""
    heads = [head for block in parsed.tables if (head := find_head(table_of(parsed.page, block)))]
    if not heads:
        return 0.0, "its table has no levels along one side" if parsed.tables else "it has no table"
    best = max(heads, key=lambda head: head.score)
    said = best.names
    why = f"a table with the levels {', '.join(said[:SHOWN])}{' …' if len(said) > SHOWN else ''}"
    return best.score * _weight(parsed, said), why


def _weight(parsed: ParsedPage, said: Sequence[str]) -> float:
    """How much a table counts: one that is a small part of its page gives an overview of what stands below headings."""
    shape = find_shape(parsed)
    if shape and _names(said) & _names(plain(shape.blocks[place].text)[0] for place in shape.levels):
        return 0.4
    everything = sum(len(whole(block)) for block in parsed.blocks)
    share = sum(len(whole(block)) for block in parsed.tables) / max(1, everything)
    return 1.0 if share >= HALF or not parsed.headings[2:] else 0.8


def _names(titles: Iterable[str]) -> set[str]:
    """The codes and titles of levels, in lower case."""
    return {name.casefold() for title in titles for name in split_title(title) if name}


def read(pages: Sequence[ParsedPage], *, forced: bool = False, alone: bool = True) -> Draft:
    """The levels of all tables, whichever way round each is. Tables with the same levels are areas of these, or tracks."""
    draft = Draft()
    found: list[tuple[Head, Draft]] = []
    for parsed in pages:
        tables = _tables(parsed)
        heads = [(table, find_head(table, forced=forced)) for table in tables]
        for table, head in heads:
            if head:
                found.append((head, read_table(head)))
            else:
                text = "\n".join("\t".join(row) for row in table.rows)
                why = "neither its first row nor its first column looks like levels (L3, Level 3, Senior …)"
                draft += Draft(unplaced=(Unplaced(parsed.page.file, table.lines[0] if table.lines else 1, text, why),))
        draft += _beside(parsed, frozenset[str]().union(*(head.table.names for _, head in heads if head)))
    return draft + _together(found, alone=alone and len(found) == 1, several=len(pages) > 1)


def _tables(parsed: ParsedPage) -> list[Table]:
    """The tables of a page, each with the heading above it as its name; with those above that where they tell tables apart."""
    tables = [table for block, names in _named_tables(parsed) if (table := table_of(parsed.page, block, names)).rows]
    several = len({table.names[:-1] for table in tables}) > 1
    return tables if several else [replace(table, names=table.names[-1:]) for table in tables]


def _named_tables(parsed: ParsedPage) -> Iterator[tuple[Block, tuple[str, ...]]]:
    """Each table with the headings that it stands below."""
    names = list[tuple[int, str]]()
    for block in parsed.blocks:
        if block.kind == "heading" and block is not parsed.title_block:
            names = [*(one for one in names if one[0] < block.level), (block.level, plain(block.text)[0])]
        elif block.kind == "table":
            yield block, tuple(name for _, name in names)


def _beside(parsed: ParsedPage, used: frozenset[str]) -> Draft:
    """What a page says besides its tables: its title, a summary, and text without a place."""
    rest, top, early = around(parsed), parsed.title_block, True
    for block in parsed.blocks:
        if block.kind == "table" or block is top or (block.kind == "heading" and plain(block.text)[0] in used):
            early = early and block is top
        elif early and block.kind in ("paragraph", "quote"):
            rest.summary += filter(None, [rest.inline(block.text, block.line)])
        elif text := whole(block):
            early = False
            rest.lose(block.line, text, "it stands beside the table")
    rest.unplaced += others(parsed.page, parsed.settings, TITLES, rest.title)
    return Draft(title=rest.title, summary="\n\n".join(rest.summary), unplaced=tuple(rest.unplaced))


def _together(found: Sequence[tuple[Head, Draft]], *, alone: bool, several: bool) -> Draft:
    """Several tables: of one page or book with the same levels, each is an area of these, or a track."""
    draft = Draft()
    if len(found) > 1 and _are_areas(found):
        draft += _merged(found)
    else:
        for head, one in found:
            table = head.table
            name = table.name or (spoken(table.page.stem) if several or not alone else "")
            track = "" if alone or not name or slug(name) in GENERIC else slug(name)
            levels = tuple(replace(level, track=track) if not level.track else level for level in one.levels)
            draft += replace(one, levels=levels, tracks=(DraftTrack(track, name),) if track else one.tracks)
            if alone and table.name and slug(table.name) not in GENERIC:
                why = "this heading stands above the only table"
                draft += Draft(unplaced=(Unplaced(table.page.file, table.lines[0], table.name, why),))
    return draft


def _are_areas(found: Sequence[tuple[Head, Draft]]) -> bool:
    """Whether all tables are about the same levels, and each about other areas of these."""
    rungs = {tuple((level.code or level.title).casefold() for level in one.levels) for _, one in found}
    if len(rungs) != 1:
        return False
    areas = [_areas(one) for _, one in found]
    shared = sum(len(one & other) for place, one in enumerate(areas) for other in areas[:place])
    return shared * 4 < sum(map(len, areas))


def _areas(draft: Draft) -> set[str]:
    """The titles of all areas, rated ones among them."""
    said = {section.title for level in draft.levels for section in level.sections}
    return said.union(*(dict(level.ratings) for level in draft.levels))


def _merged(found: Sequence[tuple[Head, Draft]]) -> Draft:
    first, *more = [_prefixed(one, head.table.name or spoken(head.table.page.stem)) for head, one in found]
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
    rest = Draft()
    for one in more:
        rest += Draft(unplaced=one.unplaced, scales=one.scales, competencies=one.competencies)
    return replace(first, levels=tuple(levels)) + rest


def _prefixed(draft: Draft, name: str) -> Draft:
    """A table that is about one area: its name stands before what its rows are called."""
    if not name or slug(name) in GENERIC:
        return draft
    levels = tuple(
        replace(level, sections=tuple(replace(one, title=f"{name}: {one.title}") for one in level.sections))
        for level in draft.levels
    )
    return replace(draft, levels=levels)


def read_table(head: Head) -> Draft:
    """Return the levels of one table."""
    reading = Reading(head)
    title, tracks = _above(reading)
    levels: list[DraftLevel] = []
    columns = list(head.columns)
    for place, (source, members) in enumerate(columns):
        heading = reading.title(
            head.row, next(one for one in members if head.table.cell(head.row, one) == source) if source else members[0]
        )
        is_draft = bool(DRAFT.search(heading))
        code, name = level_name(head, DRAFT.sub("", heading))
        track = next((name for start, name in reversed(tracks) if start <= members[0]), "")
        levels.append(DraftLevel("", name, code, slug(track), "draft" if is_draft else "", position=place))
    for row in rows_of(reading):
        for place, (_, members) in enumerate(columns):
            levels[place] = _with_row(reading, levels[place], row, members)
    done = tuple(map(_named, levels))
    tracked = tuple(DraftTrack(slug(name), name) for name in dict.fromkeys(name for _, name in tracks))
    return rated(Draft(title=title, levels=done, tracks=tracked, unplaced=tuple(reading.unplaced)))


def _named(level: DraftLevel) -> DraftLevel:
    """The level with an id, and a note where it has no name."""
    return replace(level, stem=stem_of(level.code, level.title), guesses=name_guesses(level.code, level.title))


def _above(reading: Reading) -> tuple[str, list[tuple[int, str]]]:
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
            if not title and len(text) < SENTENCE * 2:
                title = text
            elif text != title:
                reading.lose(row, column, text, "it stands above the table")
    for column in range(head.column):
        text = reading.title(head.row, column)
        if (
            text
            and not STRUCTURE.issuperset(re.split(r"[\s/]+", text.casefold()))
            and not table.is_ours
            and not _is_level_word(head, text)
        ):
            reading.lose(head.row, column, text, "the corner of the table belongs to no level")
    return title, tracks


def _is_level_word(head: Head, text: str) -> bool:
    return level_name(head, "1")[0] != "" or text.casefold() in DESCRIPTIONS | NAMES


def _with_row(reading: Reading, level: DraftLevel, row: Row, members: Sequence[int]) -> DraftLevel:
    """A level and what one more row says of it."""
    table = reading.head.table
    cells = dict.fromkeys(table.raw(row.number, column) for column in members)
    source = "\n".join(cell for cell in cells if cell.strip())
    if not source:
        return level
    if not row.title:
        reading.lose(row.number, members[0], source.strip(), NO_HEADING)
        return level

    def clean_text(text: str) -> str:
        shown, dropped = clean(text)
        for one in dropped:
            reading.lose(row.number, members[0], one.text, one.why)
        return shown

    lines = [line.strip() for line in source.splitlines() if line.strip()]
    nameless = is_nameless(level.code, level.title)
    if row.is_fact:
        return replace(level, facts=(*level.facts, (row.title, "\\\n".join(map(clean_text, lines)))))
    if row.title.casefold() in NAMES and len(lines) == 1 and nameless:
        return replace(level, title=plain(clean_text(BULLET.sub("", lines[0], count=1)))[0])
    if row.title.casefold() in SUMMARIES:
        texts = (clean_text(BULLET.sub("", line, count=1)) for line in lines)
        return replace(level, summary=(*level.summary, *filter(None, texts)))
    return _with_area(level, row, read_cell(source, clean_text))


def _with_area(level: DraftLevel, row: Row, section: DraftSection) -> DraftLevel:
    """A level with one more area, or with more of the last one."""
    if section.is_empty:
        return level
    icon, name = icon_of(row.title)
    last = level.sections[-1] if level.sections else None
    if last and last.title == name and last.icon == icon and not section.intro:
        return replace(level, sections=(*level.sections[:-1], last + section))
    section = replace(section, title=name, icon=icon, intro=row.intro + section.intro)
    return replace(level, sections=(*level.sections, section))
