"""Name the tables of a page by what is above them, and combine several into one ladder: as sections or as tracks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ladder_export.importers.blocks import PageBlock
from ladder_export.importers.ir import ImportedLadder, ImportedTrack, Unplaced
from ladder_export.importers.markdown_inline import to_plain_title
from ladder_export.importers.parsed_pages import ParsedPage, bold_heading
from ladder_export.importers.tables import Table, TableHead, make_table
from ladder_export.reading.slugs import slug, title_from_id

ReadTable = tuple[TableHead, ImportedLadder]
"""The head of a table, and the ladder that was read from the table."""

GENERIC = frozenset("sheet1 sheet tabelle1 feuille1 hoja1 matrix ladder levels table data export expectations".split())


def named_tables(parsed: ParsedPage) -> list[Table]:
    """Return the tables of a page with the heading above each as its name.

    Names include the headings above that one where these tell tables apart.
    """
    tables = [
        table for block, names in _tables_with_names(parsed) if (table := make_table(parsed.page, block, names)).rows
    ]
    several = len({table.names[:-1] for table in tables}) > 1
    return tables if several else [replace(table, names=table.names[-1:]) for table in tables]


def _tables_with_names(parsed: ParsedPage) -> Iterator[tuple[PageBlock, tuple[str, ...]]]:
    """Yield each table with the headings above it; where there are several, also with a bold line right above it."""
    names = list[tuple[int, str]]()
    has_several = len(parsed.tables) > 1
    for above, block in zip((None, *parsed.blocks), parsed.blocks, strict=False):
        if block.kind == "heading" and block is not parsed.title_block:
            names = [
                *(entry for entry in names if entry[0] < block.level),
                (block.level, to_plain_title(block.text)[0]),
            ]
        elif block.kind == "table":
            yield block, (*(name for _, name in names), *(_bold_title(above) if above and has_several else ()))


def _bold_title(block: PageBlock) -> tuple[str, ...]:
    """Return the text of a paragraph that is one bold line; empty for any other block."""
    heading = bold_heading(block)
    return () if heading is block else (to_plain_title(heading.text)[0],)


def combine_tables(tables_read: Sequence[ReadTable], *, alone: bool) -> ImportedLadder:
    """Combine the ladders that were read from several tables, each given with the head of its table, into one ladder.

    Tables with the same levels become sections of these levels, other tables become tracks, and tables of a page that
    have the same levels, among others, one track. With `alone`, the only table is a ladder without tracks, and the
    heading above it is unplaced text.
    """
    if len(tables_read) > 1 and _are_areas(tables_read):
        return _merge_areas(tables_read)
    ladder = ImportedLadder()
    for group in _groups(tables_read):
        [(head, table_ladder), *more] = group
        table = head.table
        if more:
            ladder += _merge_as_track(group)
            continue
        if not alone:
            ladder += _as_track(table_ladder, table.name or title_from_id(table.page.stem))
            continue
        ladder += table_ladder
        if table.name and slug(table.name) not in GENERIC:
            why = "this is the heading of the only table"
            ladder += ImportedLadder(unplaced=(Unplaced(table.page.file, table.lines[0], table.name, why),))
    return ladder


def _groups(tables_read: Sequence[ReadTable]) -> Iterator[list[ReadTable]]:
    """Yield the tables of a page that are areas of the same levels together, and any other table alone."""
    groups: dict[tuple[str, tuple[str, ...]], list[ReadTable]] = {}
    for head, table_ladder in tables_read:
        groups.setdefault((head.table.page.file, _level_names(table_ladder)), []).append((head, table_ladder))
    for group in groups.values():
        yield from [group] if _are_areas(group) else ([reading] for reading in group)


def _merge_as_track(group: Sequence[ReadTable]) -> ImportedLadder:
    """Return tables with the same levels as one track, with the name of the headings that all of them are below."""
    names = [head.table.names for head, _ in group]
    shared = names[0][: next((n for n, level in enumerate(zip(*names, strict=False)) if len(set(level)) > 1), 0)]
    below = [
        (replace(head, table=replace(head.table, names=head.table.names[len(shared) :])), table_ladder)
        for head, table_ladder in group
    ]
    return _as_track(_merge_areas(below), ": ".join(shared) or title_from_id(group[0][0].table.page.stem))


def _as_track(ladder: ImportedLadder, name: str) -> ImportedLadder:
    """Return the levels of a table on a track with this name, except those that have one; unchanged for generic names."""
    if not name or slug(name) in GENERIC:
        return ladder
    levels = tuple(level if level.track else replace(level, track=slug(name)) for level in ladder.levels)
    return replace(ladder, levels=levels, tracks=(ImportedTrack(slug(name), name),))


def _are_areas(tables_read: Sequence[ReadTable]) -> bool:
    """Return whether all tables have the same levels, and mostly different areas."""
    if len({_level_names(mine) for _, mine in tables_read}) != 1:
        return False
    areas = [_areas(mine) for _, mine in tables_read]
    shared = sum(len(mine & earlier_area) for index, mine in enumerate(areas) for earlier_area in areas[:index])
    return shared * 4 < sum(map(len, areas))


def _level_names(ladder: ImportedLadder) -> tuple[str, ...]:
    """Return the codes of a table's levels, or their titles where there is no code, in lower case."""
    return tuple((level.code or level.title).casefold() for level in ladder.levels)


def _areas(ladder: ImportedLadder) -> set[str]:
    """Return the titles of all areas, including rated ones."""
    titles = {section.title for level in ladder.levels for section in level.sections}
    return titles.union(*(dict(level.ratings) for level in ladder.levels))


def _merge_areas(tables_read: Sequence[ReadTable]) -> ImportedLadder:
    """Return tables with the same levels as one."""
    first, *more = [
        _with_prefix(table_ladder, head.table.name or title_from_id(head.table.page.stem))
        for head, table_ladder in tables_read
    ]
    levels = list(first.levels)
    for table_ladder in more:
        for index, level in enumerate(table_ladder.levels):
            level_ = levels[index]
            levels[index] = replace(
                level_,
                title=level.title if level_.title == level_.code else level_.title,
                summary=level_.summary + level.summary,
                facts=level_.facts + level.facts,
                sections=level_.sections + level.sections,
                ratings=level_.ratings + level.ratings,
            )
    rest = ImportedLadder()
    for table_ladder in more:
        rest += ImportedLadder(
            unplaced=table_ladder.unplaced, scales=table_ladder.scales, competencies=table_ladder.competencies
        )
    return replace(first, levels=tuple(levels)) + rest


def _with_prefix(ladder: ImportedLadder, name: str) -> ImportedLadder:
    """Return a table about one area, with the table's name before the titles of its sections."""
    if not name or slug(name) in GENERIC:
        return ladder
    levels = tuple(
        replace(level, sections=tuple(replace(section, title=f"{name}: {section.title}") for section in level.sections))
        for level in ladder.levels
    )
    return replace(ladder, levels=levels)
