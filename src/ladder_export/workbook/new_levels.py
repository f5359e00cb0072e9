"""Find the level of the ladder that each name in an edited workbook means, or that a name is new."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence

from ladder_export.core.problems import Problem, Span
from ladder_export.importers.level_names import split_title
from ladder_export.reading.resolve.ladder import NUMBER
from ladder_export.workbook.edited_rows import EditedRow, EditedSheet
from ladder_export.workbook.level_files import NewLevel, level_id, level_path
from ladder_export.workbook.sheets import LEVEL, level_names
from ladder_export.workbook.structure import Structure


def find_levels(structure: Structure) -> None:
    """Find the level that each name in an edited workbook means.

    It is a level that had this name when the workbook was made, has it in the ladder now, or gets it by the workbook;
    else a new one. Results are recorded in `structure`.
    """
    for sheet in structure.sheets:
        _add_names(structure, sheet)
        for label, row in sheet.labels(LEVEL).items():
            if label not in sheet.lookups[LEVEL]:
                _find_level(structure, sheet, label, row)


def _add_names(structure: Structure, sheet: EditedSheet) -> None:
    names = sheet.lookups[LEVEL]
    levels = structure.nodes.ladder.levels_of(sheet.track)
    for level, name in level_names(levels).items():
        names.setdefault(name, (level,))
    for level in (known.id for known in levels):
        both = (structure.text((level, "code")), structure.text((level, "title")))
        names.setdefault(" ".join(" ".join(both).split()), (level,))


def _find_level(structure: Structure, sheet: EditedSheet, label: str, row: EditedRow) -> None:
    """Decide whether an unknown name is a new one of a level that has no row left, or that of a new level."""
    names = sheet.lookups[LEVEL]
    code, title = _code_and_title(structure, sheet, label)
    level = _renamed_level(sheet, label)
    taken = _level_with_code(structure, sheet, code or label) if code or title == label else ""
    similar = "" if code else structure.similar(LEVEL, label, names)
    if level:
        structure.rename((level, "code"), code, row)
        structure.rename((level, "title"), title, row)
    elif (declared := f"{code} {title}".strip()) in names:  # added by an import before
        level = str(names[declared][0])
    elif taken:
        structure.problems.append(_code_problem(structure, sheet.cell(row, LEVEL), label, code or label, taken))
        return
    elif similar:
        structure.add_name_problem(sheet.cell(row, LEVEL), LEVEL, label, similar)
        return
    else:
        level = level_id(structure.nodes, sheet.track, code, title, (*structure.nodes.owners, *structure.levels))
        path = level_path(structure.nodes, sheet.track, level)
        rank, follows = _rank(structure, sheet, row, code)
        structure.levels[level] = NewLevel(level, sheet.track, code, title, path, rank, follows)
    names[label] = (level,)


def _code_problem(structure: Structure, cell: tuple[str, Span], label: str, code: str, taken: str) -> Problem:
    """Return the problem of a name whose code is that of the level `taken`: a slip, unless the sheet 'Titles' declares it."""
    declared = structure.declared.get((LEVEL, label))
    if not declared:
        remedy = f"did you mean '{taken}'? It is renamed in the sheet 'Titles'; a new level needs another code"
        return Problem("bad-cell", f"{cell[0]}: '{label}' is not in the list", cell[1], help=remedy)
    row = declared.get("code")
    cell_name, span = (f"cell {row.cell}", row.span) if row else cell
    remedy = f"write another code for it into the sheet 'Titles': {LEVEL}, {label}, Code, and its code"
    return Problem("bad-cell", f"{cell_name}: the level '{taken}' has the code '{code}' already", span, help=remedy)


def _code_and_title(structure: Structure, sheet: EditedSheet, label: str) -> tuple[str, str]:
    """Return code and title as the sheet 'Titles' declares them, else as the name has them if other levels have codes."""
    ladder = structure.nodes.ladder
    code, title = "", label
    if any(level.code for level in ladder.levels_of(sheet.track) or ladder.levels):
        code, title = split_title(label)
        code, title = (code, title) if label.startswith(code) else ("", label)
    declared = structure.declared_text
    return declared(LEVEL, label, "code") or code, " ".join(declared(LEVEL, label, "title").split()) or title


def _renamed_level(sheet: EditedSheet, label: str) -> str:
    """Return the level of a track that all rows with a name had before, if none has its own any more; else nothing."""
    names = sheet.lookups[LEVEL]
    former = {row.address[:1] for row in sheet.rows_of(LEVEL, label) if row.address}
    is_level = len(former) == 1 and former <= set(names.values())
    return str(former.pop()[0]) if is_level and not former & {names.get(name) for name in sheet.labels(LEVEL)} else ""


def _level_with_code(structure: Structure, sheet: EditedSheet, code: str) -> str:
    """Return the name of the level of a track that has a code already; empty if there is none."""
    levels = structure.nodes.ladder.levels_of(sheet.track)
    names = {level.code.casefold(): level.name for level in levels}
    names |= {new.code.casefold(): new.name for new in structure.levels.values() if new.track == sheet.track}
    return names.get(code.casefold(), "")


def _rank(structure: Structure, sheet: EditedSheet, row: EditedRow, code: str) -> tuple[float | None, str]:
    """Return the rank of a new level, None if its code gives it, and the id of the level below it."""
    levels = structure.nodes.ladder.levels_of(sheet.track)
    is_by_code = all(level.rank == _number(level.code) for level in levels)
    ranks = {level.id: level.rank for level in levels} | _new_ranks(structure, sheet.track)
    order = sorted(ranks, key=lambda level: ranks[level])
    number = _number(code)
    if number and is_by_code and number not in ranks.values():
        count = bisect([ranks[level] for level in order], number)
        return None, order[count - 1] if count else ""
    count = _count_below(sheet, row, order)
    return _rank_between(ranks, order[:count], order[count:]), order[count - 1] if count else ""


def _new_ranks(structure: Structure, track: str) -> dict[str, float]:
    """Return the rank of each new level of a track by its id."""
    new = [level for level in structure.levels.values() if level.track == track]
    return {level.id: _number(level.code) if level.rank is None else level.rank for level in new}


def _number(code: str) -> float:
    """Return the number by which a code sorts its level; 0 if it has none."""
    number = NUMBER.search(code)
    return float(number[0]) if number else 0.0


def _rank_between(ranks: Mapping[str, float], below: Sequence[str], above: Sequence[str]) -> float:
    """Return a rank above some levels and below others."""
    if below and above:
        return (ranks[below[-1]] + ranks[above[0]]) / 2
    return ranks[below[-1]] + 1 if below else ranks[above[0]] - 1 if above else 1


def _count_below(sheet: EditedSheet, row: EditedRow, order: Sequence[str]) -> int:
    """Return how many levels are below a new one, by where its first row is in its area."""
    at = sheet.rows.index(row)
    lower = _first_level(sheet, row, reversed(sheet.rows[:at]), order)
    if lower:
        return order.index(lower) + 1
    upper = _first_level(sheet, row, sheet.rows[at:], order)
    return order.index(upper) if upper else len(order)


def _first_level(sheet: EditedSheet, row: EditedRow, rows: Iterable[EditedRow], order: Sequence[str]) -> str:
    """Return the first level in `order` that one of the rows of the same area belongs to; empty if there is none."""
    names = (other.labels[1] for other in rows if other.labels[0] == row.labels[0])
    levels = (str(sheet.lookups[LEVEL].get(name, ("",))[0]) for name in names)
    return next((level for level in levels if level in order), "")
