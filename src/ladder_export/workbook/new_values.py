"""Find the YAML paths for the texts of rows that were added to a workbook's sheets of facts, ratings and titles."""

from __future__ import annotations

from ladder_export.core.problems import Problem
from ladder_export.editing.ladder_nodes import Address
from ladder_export.reading.nodes import ScalarNode
from ladder_export.workbook.edited_rows import EditedRow, EditedSheet
from ladder_export.workbook.sheets import AREA, FACT, LEVEL, TITLES_SHEET, TRACK
from ladder_export.workbook.structure import Structure, second_row_problem


def value_address(structure: Structure, sheet: EditedSheet, row: EditedRow, problems: list[Problem]) -> Address | None:
    """Return the YAML path for the text of a row that was added to a sheet of facts, ratings or titles.

    None if the row is about something new, such as the title of a new level, or if it has a problem, which is added to
    `problems`.
    """
    address = _title(structure, row) if sheet.name == TITLES_SHEET else _value(structure, sheet, row)
    if isinstance(address, str):
        problems.append(
            Problem("bad-cell", f"cell {row.cell}: {address}", row.span, help="correct the row, or remove it")
        )
        return None
    if address in structure.values:
        problems.append(second_row_problem(row, structure.values[address]))
        return None
    return address or None


def _value(structure: Structure, sheet: EditedSheet, row: EditedRow) -> Address | str:
    """Return the address of a fact or rating, or why there is none."""
    track, level, label = row.labels
    name = sheet.columns[-1]
    owners = _levels(structure, level, track)
    if len(owners) != 1:
        return f"the track '{track}' has no level '{level}': write a row with its name into the sheet of its track"
    return (*owners, "facts" if name == FACT else "ratings", *sheet.lookups[name][label])


def _title(structure: Structure, row: EditedRow) -> Address | str:
    """Return the address of a title, code or summary, or why there is none; empty for one that is read elsewhere."""
    what, name, key = row.labels[0], row.labels[1], row.labels[2].casefold()
    if what == LEVEL and key in ("code", "title", "summary"):
        owners = _levels(structure, name)
        several = "several tracks have" if owners else "no sheet of a track has"
        return (*owners, key) if len(owners) == 1 else f"{several} a level '{name}'"
    if what == AREA and key == "title":
        return _area_title(structure, name)
    if what == TRACK and key in ("title", "summary"):
        return _track_text(structure, name, key)
    return f"rows can be added for titles, codes and summaries of levels, areas and tracks, not for '{what}, {row.labels[2]}'"


def _area_title(structure: Structure, name: str) -> Address | str:
    """Return the address of an area's title, or why there is none."""
    sheets = structure.workbook.track_sheets
    areas = {str(sheet.lookups[AREA][name][1]) for sheet in sheets if name in sheet.lookups[AREA]}
    if not areas:
        return f"no sheet of a track names the area '{name}'"
    return () if areas & structure.areas.keys() else structure.title_addresses(*areas)[0]


def _track_text(structure: Structure, name: str, key: str) -> Address | str:
    """Return the address of a track's title or summary, or why there is none."""
    track = next((sheet.track for sheet in structure.workbook.track_sheets if sheet.name == name), "")
    if not track:
        return f"there is no sheet of a track '{name}'"
    address = ("", "tracks", track)
    is_short = isinstance(structure.nodes.node(address), ScalarNode) and key == "title"
    return () if track in structure.tracks else address if is_short else (*address, key)


def _levels(structure: Structure, name: str, track: str | None = None) -> set[str]:
    """Return the ids of the levels with a name, in all tracks or in that with a title."""
    titles = {track.id: track.title for track in structure.nodes.ladder.tracks}
    return {
        str(sheet.lookups[LEVEL][name][0])
        for sheet in structure.workbook.track_sheets
        if name in sheet.lookups[LEVEL] and track in (None, sheet.name, titles.get(sheet.track))
    }
