"""Read the rows of interview questions and stages in an edited workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ladder_export.core.interviews import MAX_MINUTES
from ladder_export.core.problems import Problem, Span, did_you_mean
from ladder_export.editing.ladder_nodes import Address
from ladder_export.importers.compose import short_id
from ladder_export.importers.level_names import split_title
from ladder_export.workbook.edited_rows import EditedRow, EditedSheet
from ladder_export.workbook.level_files import free_id
from ladder_export.workbook.question_fields import NUMBER_KEYS, QUESTION_HEADS, STAGE_HEADS, value_text
from ladder_export.workbook.question_sheets import ABOUT, AREAS, TALK, stage_titles, subjects
from ladder_export.workbook.sheets import AREA, INTERVIEWS_SHEET, LEVEL, QUESTIONS_SHEET
from ladder_export.workbook.structure import Structure
from ladder_export.workbook.wanted import QUESTION, WantedText, first_rows

ALL: Address = ("",)  # levels, of which questions stand in ladder.yaml


def wanted_stages(structure: Structure) -> dict[str, tuple[EditedRow, dict[str, str]]]:
    """Return all interview stages (meetings) of an edited workbook by id, in the order of their rows.

    Each has its row, whose first text is the title, and its other texts by their YAML keys. Problems of cells are added
    to `structure`.
    """
    titles = {title.casefold(): name for name, title in stage_titles(structure.nodes).items()}
    stages: dict[str, tuple[EditedRow, dict[str, str]]] = {}
    for sheet, row in _rows(structure, INTERVIEWS_SHEET):
        names = {label: str(address[0]) for label, address in sheet.lookups.get(AREAS, {}).items()}
        fields = _fields(structure, sheet, row, STAGE_HEADS, {"areas": names | _area_ids(structure)})
        known = str(row.address[-1]) if row.address else titles.get(row.text.casefold(), "")
        if not known or known in stages:
            known = free_id(short_id(row.text) or "talk", (*titles.values(), *stages))
        stages[known] = (row, fields)
    return stages


def wanted_questions(
    structure: Structure, stages: Mapping[str, tuple[EditedRow, dict[str, str]]]
) -> dict[Address, list[WantedText]]:
    """Return the interview questions that each list of questions is to have, by the list's YAML path.

    `stages` is the result of `wanted_stages`: interview stages by id. Problems of cells are added to `structure`.
    """
    first = first_rows(structure.workbook)
    names = {title: name for name, title in stage_titles(structure.nodes).items()}
    names |= {row.text: name for name, (row, _) in stages.items()}
    levels = _level_ids(structure)
    lists: dict[Address, list[WantedText]] = {
        address[:-1]: [] for address in structure.workbook.origin if address[-2:-1] == ("questions",)
    }
    for sheet, row in _rows(structure, QUESTIONS_SHEET):
        named = {label: str(address[0]) for label, address in sheet.lookups.get(TALK, {}).items()} | names
        fields = _fields(structure, sheet, row, QUESTION_HEADS, {"stage": named, "levels": levels})
        holder = _holder(structure, sheet, row)
        if holder:
            address = row.address if row.address and first.get(row.address) is row else None
            lists.setdefault((*holder, "questions"), []).append(
                WantedText(row, QUESTION, address, row.text, fields=fields)
            )
    return lists


def _rows(structure: Structure, name: str) -> Iterator[tuple[EditedSheet, EditedRow]]:
    """Yield the rows of a sheet that have a first text; report those that have others alone."""
    for sheet in structure.workbook.sheets:
        for row in sheet.rows if sheet.name == name else ():
            if row.text:
                yield sheet, row
            elif any(row.texts):
                message = f"cell {row.cell} is empty, but other cells of its row are not"
                structure.problems.append(Problem("bad-cell", message, row.span, help="fill it in, or remove the row"))


def _fields(
    structure: Structure,
    sheet: EditedSheet,
    row: EditedRow,
    heads: Mapping[str, str],
    names: Mapping[str, Mapping[str, str]],
) -> dict[str, str]:
    """Return the texts of a row behind the first; `names` are ids by what people see, of the fields that hold ids."""
    fields = {}
    for key, cell in zip(list(heads)[1:], row.texts[1:], strict=True):
        items, ids = value_text(key, cell).split("\n\n"), names.get(key, {})
        unknown = [item for item in items if item and item not in {*ids, *ids.values()}] if key in names else []
        if unknown:
            remedy = did_you_mean(unknown[0], list(ids))
            _add_problem(structure, sheet.cell(row, heads[key]), f": '{unknown[0]}' is not in the list", remedy)
        if key in NUMBER_KEYS and not _is_minutes(cell):
            remedy = f"type a whole number up to {MAX_MINUTES}"
            _add_problem(structure, sheet.cell(row, heads[key]), f": '{cell}' is no number of minutes", remedy)
        fields[key] = "\n\n".join(ids.get(item, item) for item in items)
    return fields


def _add_problem(structure: Structure, cell: tuple[str, Span], message: str, remedy: str) -> None:
    """Report a cell."""
    structure.problems.append(Problem("bad-cell", cell[0] + message, cell[1], help=remedy))


def _is_minutes(cell: str) -> bool:
    """Return whether a cell is empty or holds minutes."""
    return not cell or (cell.isdecimal() and cell.isascii() and int(cell[:9]) <= MAX_MINUTES)


def _area_ids(structure: Structure) -> dict[str, str]:
    """Return the id of each area by the names that it has, had or gets."""
    return {name: str(address[1]) for sheet in structure.sheets for name, address in sheet.lookups[AREA].items()}


def _level_ids(structure: Structure) -> dict[str, str]:
    """Return what names each level in the YAML by what may be typed for it: its id or code as typed, or its name."""
    ids = dict[str, str]()
    for sheet in structure.sheets:
        for label, address in sheet.lookups[LEVEL].items():
            code = split_title(label)[0] or label
            ids |= {code: code, label: str(address[0])}
    for level in structure.nodes.ladder.levels:
        for name in filter(None, (level.id, level.code)):
            ids |= {name: name, name.casefold(): name.casefold(), name.upper(): name.upper()}
    return ids


def _holder(structure: Structure, sheet: EditedSheet, row: EditedRow) -> Address:
    """Return the address of the area or competency that a question is about; empty with a problem."""
    about, label = row.labels
    holders: dict[str, Address] = {name: ("", "sections", area) for name, area in _area_ids(structure).items()}
    holders |= {name: address for address, name in subjects(structure.nodes).items()} | sheet.lookups[ABOUT]
    levels: dict[str, Address] = {"": ALL}
    for other in (*structure.sheets, sheet):
        levels |= other.lookups[LEVEL]
    for column, name, names in ((ABOUT, about, holders), (LEVEL, label, levels)):
        if name not in names:
            message = f": '{name}' is not in the list" if name else " is empty"
            _add_problem(
                structure, sheet.cell(row, column), message, did_you_mean(name, [known for known in names if known])
            )
            return ()
    return _holder_of(structure, sheet, row, (holders[about], levels[label]))


def _holder_of(structure: Structure, sheet: EditedSheet, row: EditedRow, parts: tuple[Address, Address]) -> Address:
    """Return the address of what a question is about: `parts` are its subject and its level, empty for all levels."""
    holder, level = parts
    if level != ALL and holder[1] != "sections":
        remedy = "empty this cell; the column 'For levels' limits a question"
        _add_problem(structure, sheet.cell(row, LEVEL), ": this question is for all levels", remedy)
    elif level == ALL and not _is_shared(structure, holder):
        _add_problem(
            structure, sheet.cell(row, LEVEL), " is empty, but its area is that of a level", "choose its level"
        )
    return (*level, *holder[1:])


def _is_shared(structure: Structure, holder: Address) -> bool:
    """Return whether ladder.yaml has an area or competency, or gets it."""
    return bool(structure.nodes.node(holder)) or (holder[1] == "sections" and holder[2] in structure.areas)
