"""Find the levels, sections and tracks that an edited workbook removed: it has neither a title nor rows for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ladder_export.core.problems import Problem, Span
from ladder_export.editing.ladder_nodes import Address, digest, node_text
from ladder_export.workbook.edited_rows import EditedRow, EditedSheet, missing_sheet
from ladder_export.workbook.sheets import AREA, LEVEL, STATEMENTS, TRACK
from ladder_export.workbook.structure import Structure


class _Untitled(NamedTuple):
    """A level, area or track that lost its title: what it is, the address of its title, and its own."""

    what: str
    title: Address
    whole: Address


def find_removed(structure: Structure) -> None:
    """Find the levels, sections and tracks that an edited workbook removed, and record them in `structure`.

    A row that still belongs to one of them is added as a problem.
    """
    untitled = list(_untitled(structure))
    for item in untitled:
        if item.what != TRACK:
            _remove(structure, item)
    _require_sheets(structure)
    for item in untitled:
        if item.what == TRACK:
            _remove(structure, item)


def _untitled(structure: Structure) -> Iterator[_Untitled]:
    """Yield what lost its title and is still in the ladder."""
    for address in structure.workbook.origin:
        row = structure.values.get(address)
        what = _kind(address)
        whole = address[:-1] if address[-1] == "title" else address
        if what and not (row and row.text) and structure.nodes.node(whole):
            yield _Untitled(what, address, whole)


def _kind(address: Address) -> str:
    """Return what has its title at an address: a level, or an area or track of ladder.yaml; empty for anything else."""
    if address[0]:
        return LEVEL if address[1:] == ("title",) else ""
    kinds = {"sections": AREA, "tracks": TRACK}
    return kinds.get(str(address[1]), "") if address[3:] in ((), ("title",)) else ""


def _require_sheets(structure: Structure) -> None:
    """Report the sheets that are gone though a level of their track stays."""
    for sheet in structure.sheets:
        levels = {level for level, *_ in sheet.lookups[LEVEL].values()} & structure.nodes.owners.keys()
        if not sheet.positions and {(level,) for level in levels} - structure.removed:
            structure.problems.append(missing_sheet(structure.file, sheet.name))


def _remove(structure: Structure, untitled: _Untitled) -> None:
    left = next(_rows_left(structure, untitled), None)
    if left is None:
        structure.removed.add(untitled.whole)
        return
    cell, span = left
    node = structure.nodes.node(untitled.title)
    message = f"{cell} belongs to the {untitled.what.casefold()} '{node_text(node)}', which has no title in the sheet 'Titles' any more"
    remedy = "remove this row, too, and all others of it, or give the title back"
    structure.problems.append(Problem("bad-cell", message, span, help=remedy))


def _rows_left(structure: Structure, untitled: _Untitled) -> Iterator[tuple[str, Span]]:
    """Yield the cells that still belong to something."""
    column = AREA if untitled.what == AREA else LEVEL
    for sheet in structure.sheets:
        for label, row in sheet.labels(column).items():
            if _owner(sheet, untitled.what, label) == untitled.whole:
                yield sheet.cell(row, column)
    for row in _values_left(structure, untitled):
        yield f"cell {row.cell}", row.span


def _owner(sheet: EditedSheet, what: str, label: str) -> Address:
    """Return the address of the level, area or track that a row belongs to by its name."""
    if what == TRACK:
        return ("", "tracks", sheet.track)
    return ("", *sheet.lookups[AREA].get(label, ())) if what == AREA else sheet.lookups[LEVEL].get(label, ())


def _values_left(structure: Structure, untitled: _Untitled) -> Iterator[EditedRow]:
    """Yield rows of other sheets that were changed or must go first."""
    others = (row for sheet in structure.workbook.sheets if sheet.kind != STATEMENTS for row in sheet.rows)
    for row in filter(lambda row: row.text, others):
        address = row.address or ()
        is_changed = digest(row.text) != structure.workbook.origin.get(address)
        if address[: len(untitled.whole)] == untitled.whole and address != untitled.title and is_changed:
            yield row
    yield from _titles_left(structure, untitled)


def _titles_left(structure: Structure, untitled: _Untitled) -> Iterator[EditedRow]:
    """Yield the titles of levels that stay on a track."""
    for level in structure.nodes.ladder.levels_of(str(untitled.whole[-1])) if untitled.what == TRACK else ():
        if (level.id,) not in structure.removed:
            yield structure.values[level.id, "title"]
