"""Find the track or area (section) of the ladder that each name in an edited workbook means, or that a name is new."""

from __future__ import annotations

from ladder_export.core.problems import Problem, Span
from ladder_export.editing.ladder_nodes import Address, values_of
from ladder_export.importers.compose import short_id
from ladder_export.reading.files import LOCALES_FOLDER
from ladder_export.workbook.edited_rows import EditedRow, EditedSheet
from ladder_export.workbook.level_files import free_id
from ladder_export.workbook.sheets import AREA, LEVEL, TRACK, area_names
from ladder_export.workbook.structure import NewArea, NewTrack, Structure


def find_tracks(structure: Structure) -> None:
    """Find the track that each sheet added by the user is about: the track with the sheet's name, else a new one.

    Results are recorded in `structure`.
    """
    for sheet in structure.sheets:
        sheet.lookups.setdefault(LEVEL, {})
        sheet.lookups.setdefault(AREA, {})
        if not sheet.track and sheet.rows:
            _find_track(structure, sheet)


def _find_track(structure: Structure, sheet: EditedSheet) -> None:
    tracks = structure.nodes.ladder.tracks
    name = " ".join(sheet.name.split())
    title = structure.declared_text(TRACK, name, "title") or name
    former = {track.title.casefold(): track.id for track in tracks}.get(title.casefold(), "")
    if former in set(filter(None, (other.track for other in structure.sheets))):
        message = f"the sheet '{sheet.name}' is new, but there is a track of that name, which has a sheet"
        structure.problems.append(Problem("bad-workbook", message, Span(structure.file), help="rename the sheet"))
    taken = [*(track.id for track in tracks), *structure.tracks, LOCALES_FOLDER]
    sheet.track = former or free_id(short_id(name) or "track", taken)
    if not former:
        structure.tracks[sheet.track] = NewTrack(title, structure.declared_text(TRACK, name, "summary"))


def find_areas(structure: Structure) -> None:
    """Find the area (section) that each name in an edited workbook means.

    It is an area that had this name when the workbook was made, has it in the ladder now, or gets it by the workbook;
    else a new one. Results are recorded in `structure`.
    """
    names: dict[str, Address] = {}
    for area, name in area_names(structure.nodes, structure.nodes.ladder.levels).items():
        names[name] = ("sections", area)
        for address in structure.title_addresses(area):
            names.setdefault(structure.text(address), ("sections", area))
    for sheet in structure.sheets:
        sheet.lookups[AREA] = {**names, **sheet.lookups[AREA]}
    for sheet in structure.sheets:
        for label, row in sheet.labels(AREA).items():
            if label not in sheet.lookups[AREA]:
                _find_area(structure, sheet, label, row)


def _find_area(structure: Structure, sheet: EditedSheet, label: str, row: EditedRow) -> None:
    """Decide whether an unknown name is a new one of an area that has no row left, or that of a new area."""
    title = structure.declared_text(AREA, label, "title") or label
    area = _renamed_area(structure, label)
    if area:
        for address in structure.title_addresses(area):
            structure.rename(address, label, row)
    elif title in sheet.lookups[AREA]:  # declared, and added by an import before
        area = str(sheet.lookups[AREA][title][1])
    elif similar := structure.similar(AREA, label, sheet.lookups[AREA]):
        structure.add_name_problem(sheet.cell(row, AREA), AREA, label, similar)
        return
    else:
        area = _new_id(structure, label)
        structure.areas[area] = NewArea(title, _area_before(structure, sheet, row))
    for other in structure.sheets:
        other.lookups[AREA][label] = ("sections", area)


def _renamed_area(structure: Structure, label: str) -> str:
    """Return the area that all rows with a name had before, if none has its own name any more; else nothing."""
    former = {row.address[1:3] for sheet in structure.sheets for row in sheet.rows_of(AREA, label) if row.address}
    used = {sheet.lookups[AREA].get(name) for sheet in structure.sheets for name in sheet.labels(AREA)}
    return str(former.pop()[-1]) if len(former) == 1 and not former & used else ""


def _new_id(structure: Structure, label: str) -> str:
    """Return an id for a new area."""
    shared = values_of(structure.nodes.node(("", "sections")))
    own = (section.id for level in structure.nodes.ladder.levels for section in level.sections)
    return free_id(short_id(label) or "area", (*shared, *structure.areas, *own))


def _area_before(structure: Structure, sheet: EditedSheet, row: EditedRow) -> str:
    """Return the area of ladder.yaml, or new one, whose rows come before a row; empty if there is none."""
    shared = {*values_of(structure.nodes.node(("", "sections"))), *structure.areas}
    above = reversed(sheet.rows[: sheet.rows.index(row)])
    areas = (str(sheet.lookups[AREA].get(row.labels[0], ("", ""))[1]) for row in above)
    return next((area for area in areas if area in shared), "")
