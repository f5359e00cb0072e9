"""The levels, sections and tracks that an edited workbook adds, renames or removes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches

from ladder_export.core.problems import Problem, Span
from ladder_export.editing.ladder_nodes import Address, LadderNodes, digest, node_text
from ladder_export.reading.nodes import Data, ScalarNode
from ladder_export.workbook.edited_rows import EditedRow, EditedSheet, EditedWorkbook
from ladder_export.workbook.level_files import NewLevel
from ladder_export.workbook.sheets import TITLES_SHEET, VALUES

TYPO_LIKENESS = 0.8  # of two names, as difflib measures it: more may be a slip of the keyboard


@dataclass(frozen=True, slots=True)
class NewArea:
    """A section (area) that a workbook adds.

    `follows` is the id of the section before it in ladder.yaml, empty for the first.
    """

    title: str
    follows: str


@dataclass(frozen=True, slots=True)
class NewTrack:
    """A track (job family) that a workbook adds; `summary` may be empty."""

    title: str
    summary: str

    @property
    def content(self) -> str | dict[str, Data]:
        """Return the YAML value for the track in ladder.yaml: a text if it has only a title, else a mapping."""
        return {"title": self.title, "summary": self.summary} if self.summary else self.title


@dataclass(slots=True)
class Structure:
    """The levels, sections and tracks that an edited workbook adds, renames and removes, and problems of unclear names.

    `levels`, `areas` (sections) and `tracks` are new ones, by id. `titles` are new titles and codes by their YAML
    paths, each with a row that has it. `removed` are the YAML paths of removed levels, sections and tracks. `values`
    are the rows of facts, ratings and titles by YAML path. `declared` are rows of the sheet 'Titles' about something
    new, by its kind and name (such as "Level" and "L7 Fellow"), then by the kind of text ("title", "code" or
    "summary").
    """

    nodes: LadderNodes
    workbook: EditedWorkbook
    problems: list[Problem]
    levels: dict[str, NewLevel] = field(default_factory=dict)
    areas: dict[str, NewArea] = field(default_factory=dict)
    tracks: dict[str, NewTrack] = field(default_factory=dict)
    titles: dict[Address, tuple[str, EditedRow]] = field(default_factory=dict)
    removed: set[Address] = field(default_factory=set)
    values: dict[Address, EditedRow] = field(default_factory=dict)
    declared: dict[tuple[str, str], dict[str, EditedRow]] = field(default_factory=dict)

    @property
    def sheets(self) -> tuple[EditedSheet, ...]:
        """Return the workbook's sheets that are about one track each; sheets that the user added are last."""
        return self.workbook.track_sheets

    @property
    def file(self) -> str:
        """Return the workbook's path, for messages; empty if it has no rows."""
        return next((row.span.file for sheet in self.workbook.sheets for row in sheet.rows), "")

    def text(self, address: Address) -> str:
        """Return the title or code at a YAML path: from the workbook if it was changed there, else from the ladder."""
        row = self.values.get(address)
        if row and digest(row.text) != self.workbook.origin.get(address):
            return row.text
        return node_text(self.nodes.node(address))

    def declared_text(self, what: str, name: str, key: str) -> str:
        """Return a text that the sheet 'Titles' gives to something new; empty if it gives none.

        `what` is the kind of the new thing, such as "Level", `name` its name in other sheets, and `key` is "title",
        "code" or "summary".
        """
        row = self.declared.get((what, name), {}).get(key)
        return row.text if row else ""

    def title_addresses(self, area: str) -> list[Address]:
        """Return the YAML paths of the titles of the section with the id `area`.

        It is one path in ladder.yaml if the section is declared there, else one in each level that gives it a title.
        """
        shared = self.nodes.node(("", "sections", area))
        if isinstance(shared, ScalarNode):
            return [("", "sections", area)]
        if shared:
            return [("", "sections", area, "title")]
        owners = ((level, "sections", area, "title") for level in self.nodes.owners if level)
        return [address for address in owners if self.nodes.node(address)]

    def rename(self, address: Address, text: str, row: EditedRow) -> None:
        """Record `text`, found in `row`, as the new title or code at a YAML path.

        Add a problem if the sheet 'Titles' gives it another one.
        """
        other, was = self.values.get(address), self.workbook.origin.get(address)
        if other and digest(other.text) not in (was, digest(text)):
            message = f"cell {other.cell} and row {row.span.line} of the sheet of its track give two names"
            self.problems.append(Problem("bad-cell", message, row.span, help="write the same in both"))
        elif text or was:
            self.titles[address] = (text, row)

    def similar(self, what: str, label: str, names: Collection[str]) -> str:
        """Return the name among `names` of which `label` may be a misspelling; empty if there is none.

        Also empty if the sheet 'Titles' declares something new of the kind `what` (such as "Level") with this name.
        """
        lowered = {name.casefold(): name for name in names}
        close = get_close_matches(label.casefold(), lowered, 1, TYPO_LIKENESS)
        return lowered[close[0]] if close and (what, label) not in self.declared else ""

    def add_name_problem(self, cell: tuple[str, Span], what: str, label: str, similar: str) -> None:
        """Add the problem that `label` is either a misspelling of `similar` or a new name, which the user must decide.

        `cell` is the name of the label's cell and its location, `what` the kind of what it names, such as "Level".
        """
        remedy = (
            f"did you mean '{similar}'? It is renamed in the sheet 'Titles'; to begin another one, add a row for it to "
            f"that sheet: {what}, {label}, Title, and its title"
        )
        self.problems.append(Problem("bad-cell", f"{cell[0]}: '{label}' is not in the list", cell[1], help=remedy))


def second_row_problem(row: EditedRow, other: EditedRow) -> Problem:
    """Return the problem that `row` is for a text that the row `other` already has."""
    message = f"cell {row.cell}: this text has a row already: {other.cell}"
    return Problem("bad-cell", message, row.span, help="write it there, and remove this row")


def read_values(structure: Structure) -> None:
    """Record the rows of facts, ratings and titles in `structure`.

    If several rows are for one text and differ, a problem is added.
    """
    for sheet in structure.workbook.sheets:
        for row in sheet.rows if sheet.kind == VALUES else ():
            if row.address:
                other = structure.values.setdefault(row.address, row)
                if other.text != row.text:
                    structure.problems.append(second_row_problem(row, other))
            elif sheet.name == TITLES_SHEET:
                what, name, key = row.labels
                structure.declared.setdefault((what, name), {})[key.casefold()] = row
