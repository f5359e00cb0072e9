"""Import a table that gives an overview of levels which are described below headings of the same pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from ladder_export.importers.dialect_matrix import read_table
from ladder_export.importers.heading_levels import HeadingPart
from ladder_export.importers.ir import ImportedLadder, ImportedLevel, Page
from ladder_export.importers.level_names import codes_and_titles
from ladder_export.importers.tables import Table, find_table_head, make_table

LINE_END = "\\\n"  # in the Markdown of a fact


def _overview_ladder(table: Table, level_names: AbstractSet[str]) -> ImportedLadder:
    """Convert an overview table to levels; an empty ladder unless each has its code or title among `level_names`."""
    head = find_table_head(table)
    ladder = read_table(head) if head else ImportedLadder()
    are_known = all({level.code.casefold(), level.title.casefold()} & level_names for level in ladder.levels)
    return ladder if are_known else ImportedLadder()


def take_overview_tables(page: Page, parts: Sequence[HeadingPart]) -> list[ImportedLadder]:
    """Return, as ladders, the tables of a page that give an overview of its levels, and remove them from `parts`.

    `parts` are the headings of the page with their blocks.
    """
    level_names = codes_and_titles(heading_part.title for heading_part in parts if heading_part.kind == "level")
    overviews = []
    for heading_part in parts:
        blocks, heading_part.blocks = heading_part.blocks, []
        for block in blocks:
            is_table = block.kind == "table" and heading_part.kind != "level"
            ladder = _overview_ladder(make_table(page, block), level_names) if is_table else ImportedLadder()
            if ladder.levels:
                overviews.append(ladder)
            else:
                heading_part.blocks.append(block)
    return overviews


def add_overview(ladder: ImportedLadder, overview: ImportedLadder) -> ImportedLadder:
    """Return the ladder with the cells of an overview table added to its levels as facts and summaries."""
    rows_by_name = {name.casefold(): level for level in overview.levels for name in (level.title, level.code) if name}
    levels = []
    for level in ladder.levels:
        row = (
            rows_by_name.get(level.code.casefold()) or rows_by_name.get(level.title.casefold()) or ImportedLevel("", "")
        )
        cells = [
            (section.title, (*section.intro, *(point.text for point in section.points))) for section in row.sections
        ]
        facts = [*row.facts, *((title, LINE_END.join(texts)) for title, texts in cells)]
        levels.append(replace(level, facts=_merged_facts(level.facts, facts), summary=level.summary + row.summary))
    return replace(ladder, levels=tuple(levels), unplaced=ladder.unplaced + overview.unplaced)


def _merged_facts(facts: Iterable[tuple[str, str]], more: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return facts with those of an overview behind them; each other line of the same fact is added to it."""
    merged = {label: value.split(LINE_END) for label, value in facts}
    for label, value in more:
        known_lines = merged.get(label, [])
        if new_lines := [line for line in filter(None, value.split(LINE_END)) if line not in known_lines]:
            merged[label] = [*known_lines, *new_lines]
    return tuple((label, LINE_END.join(lines)) for label, lines in merged.items())
