"""The texts that sections have in an edited workbook, with the points and examples nested in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ladder_export.core.problems import Problem, Span
from ladder_export.editing.ladder_nodes import Address, digest
from ladder_export.workbook.edited_rows import EditedRow, EditedSheet, EditedWorkbook
from ladder_export.workbook.sheets import EXAMPLE, INTRODUCTION, KINDS, LEVEL, PARAGRAPH, POINT, STATEMENT, STATEMENTS

KIND = re.compile(r"(?P<nested>(?:[›>–-]\s*)*)(?P<kind>\w+)")
QUESTION = "Question"  # not a kind that rows of statements have
KIND_NAMES = {name.casefold(): name for name in (INTRODUCTION, STATEMENT, PARAGRAPH, EXAMPLE, POINT)}


@dataclass(slots=True)
class WantedText:
    """A statement, paragraph, point, example or question as an edited workbook has it.

    `kind` is its kind in the workbook, such as "Statement". `address` is its path in the YAML, None for a new one.
    `fields` are the other texts of a question, such as its follow-ups, by their YAML keys.
    """

    row: EditedRow
    kind: str
    address: Address | None
    text: str
    children: list[WantedText] = field(default_factory=list)
    examples: list[WantedText] = field(default_factory=list)
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class WantedArea:
    """All texts that a section of a level, a step of a competency or a section of a block has in the edited workbook.

    `introduction` is the row of its introduction, None if it has none.
    """

    introduction: EditedRow | None = None
    statements: list[WantedText] = field(default_factory=list)
    examples: list[WantedText] = field(default_factory=list)


def restore_ids(workbook: EditedWorkbook) -> None:
    """Give rows without an id, such as pasted ones, that of a text of their area which no row has and which they repeat."""
    taken = {row.address for sheet in workbook.sheets for row in sheet.rows}
    missing = defaultdict[tuple[Address, str], list[Address]](list)
    for address in workbook.addresses(STATEMENTS):
        if address not in taken:
            missing[area_of(address), workbook.origin[address]].append(address)
    for sheet in workbook.sheets:
        restored = dict(_restored_ids(sheet, missing)) if sheet.kind == STATEMENTS else {}
        sheet.rows = [replace(row, address=restored.get(row.span, row.address)) for row in sheet.rows]


def _restored_ids(
    sheet: EditedSheet, missing: Mapping[tuple[Address, str], list[Address]]
) -> Iterator[tuple[Span, Address]]:
    """Yield where rows without an id are, with the id of each; removes it from `missing`, by area and digest."""
    for area, rows in _rows_by_area(sheet).items():
        for row in rows:
            if row.address is None and (addresses := missing.get((area, digest(row.text)))):
                yield row.span, addresses.pop(0)


def wanted_areas(workbook: EditedWorkbook, problems: list[Problem]) -> dict[Address, WantedArea]:
    """Return the texts that each section has in an edited workbook, by the section's path in the YAML.

    A section whose rows were all deleted has none. A row of a kind that does not fit, such as a point below no
    statement, is added to `problems`.
    """
    areas: dict[Address, WantedArea] = {}
    for address in workbook.addresses(STATEMENTS):
        if len(holder := area_of(address)):
            areas.setdefault(holder, WantedArea())
    first = first_rows(workbook)
    for sheet in workbook.sheets:
        if sheet.kind != STATEMENTS:
            continue
        for address, rows in _rows_by_area(sheet).items():
            _fill(areas.setdefault(address, WantedArea()), rows, first, problems)
    return areas


def area_of(address: Address) -> Address:
    """Return the YAML path of the section or the step of a competency that contains the text at `address`.

    Empty for texts outside of these, such as facts and titles.
    """
    if address[1:2] == ("sections",) and address[0] and len(address) > 3:  # noqa: PLR2004  # level, sections, area, key
        return address[:3]
    is_shared = address[:2] in (("", "competencies"), ("", "blocks")) and len(address) > 5  # noqa: PLR2004  # with its key
    return address[:5] if is_shared else ()


def first_rows(workbook: EditedWorkbook) -> dict[Address, EditedRow]:
    """Return one row for each text, by the text's path in the YAML.

    Users copy rows, so that a text can have several: then it is the row with the unchanged text, else the first row.
    """
    first: dict[Address, EditedRow] = {}
    for sheet in workbook.sheets:
        for row in sheet.rows:
            if row.address is None or not row.text:
                continue
            before = first.setdefault(row.address, row)
            was = workbook.origin.get(row.address)
            if digest(before.text) != was and digest(row.text) == was:
                first[row.address] = row
    return first


def _rows_by_area(sheet: EditedSheet) -> dict[Address, list[EditedRow]]:
    """Return the rows with text by the address of their area."""
    by_area: dict[Address, list[EditedRow]] = {}
    for row in sheet.rows:
        if row.text:
            named = [pair for pair in zip(sheet.columns, row.labels, strict=True) if pair[0] in sheet.lookups]
            parts = [sheet.lookups[name].get(label, ()) for name, label in named]
            parts = parts[::-1] if LEVEL in sheet.columns else parts
            if all(parts):  # other names are problems
                by_area.setdefault(tuple(step for partial_address in parts for step in partial_address), []).append(row)
    return by_area


def _fill(
    area: WantedArea, rows: Sequence[EditedRow], first: dict[Address, EditedRow], problems: list[Problem]
) -> None:
    """Add rows to an area; each nested one belongs to the row above it that is less nested."""
    above: list[WantedText] = []
    for row in rows:
        match = KIND.fullmatch(row.labels[-1])
        kind = KIND_NAMES.get(match["kind"].casefold(), "") if match else ""
        depth = len(re.findall(r"[›>–-]", match["nested"])) if match else 0
        address = row.address if row.address and first.get(row.address) is row else None
        wanted = WantedText(row, kind, address, row.text)
        reason = "" if kind else f"'{row.labels[-1]}' is not a kind" if row.labels[-1] else "the kind is missing"
        reason = reason or _add_text(area, wanted, depth, above)
        if reason:
            remedy = f"choose one of: {', '.join(KINDS)}"
            problems.append(Problem("bad-cell", f"row of cell {row.cell}: {reason}", row.span, help=remedy))


def _add_text(area: WantedArea, wanted: WantedText, depth: int, above: list[WantedText]) -> str:
    """Add a text to its area; return why that cannot be, empty if it can."""
    if wanted.kind == INTRODUCTION:
        if depth or area.introduction:
            return "an area has one introduction: an empty line in its cell separates paragraphs"
        area.introduction = wanted.row
        return ""
    if depth > len(above):
        return "nothing stands above that this could belong to"
    target = _list_for(area, wanted, depth, above)
    if isinstance(target, str):
        return target
    target.append(wanted)
    above[depth:] = [wanted]
    return ""


def _list_for(area: WantedArea, wanted: WantedText, depth: int, above: Sequence[WantedText]) -> list[WantedText] | str:
    """Return the list that a text belongs to, or why there is none."""
    if not depth:
        if wanted.kind == POINT:
            return "a point belongs to the text above it: choose '› Point'"
        return area.examples if wanted.kind == EXAMPLE else area.statements
    parent = above[depth - 1]
    if parent.kind == PARAGRAPH:
        return "nothing can belong to a paragraph"
    if wanted.kind == POINT:
        return parent.children
    if wanted.kind == EXAMPLE and parent.kind == STATEMENT:
        return parent.examples
    return "only points, and examples of a statement, can belong to another text"


def all_texts(wanted: Sequence[WantedText]) -> Iterator[WantedText]:
    """Yield texts of an edited workbook and everything nested in them, in reading order."""
    for text in wanted:
        yield text
        yield from all_texts((*text.children, *text.examples))
