"""Import tables of the dialect "rows", with a row for each level, section and statement or proficiency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from ladder_export.core.problems import BadRequest, Problem, did_you_mean
from ladder_export.importers.ir import (
    ImportedCompetency,
    ImportedLadder,
    ImportedLevel,
    ImportedSection,
    ImportedTrack,
    Point,
)
from ladder_export.importers.level_names import AVERAGE, HEIGHTS, make_stem, name_guesses, split_title
from ladder_export.importers.markdown_inline import UnplacedCollector, split_icon, to_plain_title
from ladder_export.importers.markdown_pages import UNTITLED_SECTION
from ladder_export.importers.matrix_cells import parse_cell
from ladder_export.importers.parsed_pages import ParsedPage
from ladder_export.importers.tables import Table, make_table
from ladder_export.reading.slugs import slug

# The usual names of columns, in lower case, with spaces.
COLUMN_NAMES: Mapping[str, Sequence[str]] = {
    "track": "track|role|job family|family|discipline|profession|job role|role name|career path".split("|"),
    "level": "level|role level|grade|band|seniority|job level|career level|level name|role level name".split("|"),
    "code": "code|level code|grade code".split("|"),
    "title": "title|job title|role title|level title".split("|"),
    "area": "area|skill|competency|category|dimension|pillar|capability|theme|skill name|section".split("|"),
    "text": (
        "statement|expectation|description|text|behaviour|behavior|behaviours|behaviors|criteria|criterion|indicator|indicators"
        "|requirement|expectations|statements|skill level description|level description|details"
    ).split("|"),
    "example": "example|examples|evidence".split("|"),
    "step": "proficiency|skill level|proficiency level|rating|required level|capability level".split("|"),
}
SUMMARIES = ("role description", "track description", "family description", "role summary")
HEAD_ROWS = 5  # rows that are searched for the names of columns


@dataclass(slots=True)
class _Level:
    """A level whose rows are being read."""

    level: ImportedLevel
    areas: dict[str, ImportedSection] = field(default_factory=dict)
    steps: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class _Reading(UnplacedCollector):
    """A table being read: which column holds which field, and the levels, tracks and texts so far."""

    table: Table
    head: int
    columns: Mapping[str, int]
    levels: dict[tuple[str, str], _Level] = field(default_factory=dict)
    tracks: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[tuple[str, str], dict[str, ImportedSection]] = field(default_factory=lambda: defaultdict(dict))

    def clean(self, row: int, source: str) -> str:
        """Return a cell as inline Markdown, and record what was removed."""
        return self.inline(source, self.table.lines[row])

    def add_row_unplaced(self, row: int, why: str) -> None:
        """Record a row as unplaced."""
        text = " | ".join(cell.strip() for cell in self.table.rows[row] if cell.strip())
        self.add_unplaced(self.table.lines[row], text, why)

    @property
    def rows(self) -> range:
        """Return the indexes of the rows below the header."""
        return range(self.head + 1, len(self.table.rows))


def _plain_name(text: str) -> str:
    """Return a column's name in lower case, with single spaces."""
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def _find_columns(table: Table, column_names: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """Return the row with the names of columns, and the column of each field; no columns where none is the level's."""
    best: tuple[int, dict[str, int]] = (0, {})
    for row in range(min(HEAD_ROWS, len(table.rows))):
        names = [_plain_name(to_plain_title(table.cell(row, column))[0]) for column in range(table.width)]
        columns = _columns_of_fields(names, column_names)
        if "level" not in columns and "title" in columns:
            columns["level"] = columns.pop("title")
        if "level" in columns and len(columns) > len(best[1]):
            best = row, columns
    return best


def _columns_of_fields(names: Sequence[str], column_names: Mapping[str, str]) -> dict[str, int]:
    """Return the column of each field in a row with these names; fields without a column are left out."""
    columns: dict[str, int] = {}
    for field_, usual in COLUMN_NAMES.items():
        candidates = [_plain_name(column_names[field_])] if field_ in column_names else usual
        if match := next((name for name in candidates if name in names), ""):
            columns[field_] = names.index(match)
    return columns


def fit(parsed: ParsedPage) -> tuple[float, str]:
    """Return how likely a page has a table with a row for each level and section, from 0 to 1, and the reason."""
    scores = [_fit(make_table(parsed.page, block)) for block in parsed.tables]
    return max(scores, default=(0.0, "it has no table"))


def _fit(table: Table) -> tuple[float, str]:
    """Return the fit of one table."""
    row, columns = _find_columns(table, {})
    if not columns or not {"text", "step"} & columns.keys():
        return 0.0, "it has no columns named level and area, with a statement or proficiency"
    level_names = [table.cell(index, columns["level"]).casefold() for index in range(row + 1, len(table.rows))]
    repeated = len(set(level_names)) < len(level_names)
    why = f"columns named {', '.join(table.cell(row, column) for column in columns.values())}"
    if "area" in columns:
        return (0.97 if repeated else 0.7), why
    return (0.7 if repeated else 0.0), why


def read(pages: Sequence[ParsedPage], column_names: Mapping[str, str]) -> ImportedLadder:
    """Convert all tables to levels. `column_names` maps fields, such as "level", to columns with unusual names.

    Raises BadRequest for a table that lacks a column of levels or a column of `column_names`.
    """
    ladder = ImportedLadder()
    for parsed in pages:
        for block in parsed.tables:
            table = make_table(parsed.page, block)
            row, columns = _find_columns(table, column_names)
            missing = [name for field_, name in column_names.items() if field_ not in columns]
            if not columns or missing:
                raise BadRequest(_missing_column(table, row, missing))
            ladder += _read(_Reading(parsed.page, table=table, head=row, columns=columns))
    return ladder


def _missing_column(table: Table, row: int, missing: Sequence[str]) -> Problem:
    """Return the problem that a table has no such column."""
    names = [table.cell(row, column) for column in range(table.width)] if table.rows else []
    listed_names = ", ".join(f"'{name}'" for name in names if name)
    wanted = " and ".join(f"'{name}'" for name in missing) or "a level"
    remedy = next((did_you_mean(name, names) for name in missing), "")
    return Problem(
        "no-such-column",
        f"{table.page.file} has no column {wanted}; it has {listed_names or 'none'}",
        help=remedy or "--columns level=NAME,area=NAME,text=NAME",
    )


def _read(reading: _Reading) -> ImportedLadder:
    """Return the levels of one table."""
    last_values = dict.fromkeys(("track", "level", "area"), "")
    for row in reading.rows:
        values = {name: reading.table.raw(row, column).strip() for name, column in reading.columns.items()}
        # A merged cell has its value in the first row only.
        last_values = {name: values.get(name) or last for name, last in last_values.items()}
        _read_row(reading, row, values | last_values)
    for row in range(reading.head):
        reading.add_row_unplaced(row, "it is above the table")
    for column in range(reading.table.width):
        if column not in reading.columns.values():
            _read_other_column(reading, column)
    return _as_ladder(reading)


def _as_ladder(reading: _Reading) -> ImportedLadder:
    """Return the levels, tracks and competencies of a table whose rows were read."""
    tracks = tuple(
        ImportedTrack(slug(name), name, "\n\n".join(texts)) for name, texts in reading.tracks.items() if name
    )
    scale, steps = _scale(reading)
    consistent = all(len(texts) <= 1 for texts in reading.texts.values())  # at most one text for each step
    in_library = consistent and "step" in reading.columns
    levels = [_finish_level(building, in_library=in_library) for building in reading.levels.values()]
    if levels == sorted(levels, key=attrgetter("title")):
        levels = [replace(level, position=None) for level in levels]
    ladder = ImportedLadder(levels=tuple(levels), tracks=tracks, unplaced=tuple(reading.unplaced))
    if not steps:
        return ladder
    competencies = tuple(_competencies(reading, scale, consistent=consistent))
    return replace(ladder, scales=((scale, steps),), competencies=competencies)


def _scale(reading: _Reading) -> tuple[str, tuple[str, ...]]:
    """Return the name of the column with steps, and the steps in order; both empty without such a column."""
    if "step" not in reading.columns:
        return "", ()
    steps = {step for building in reading.levels.values() for step in building.steps.values()}
    return reading.table.cell(reading.head, reading.columns["step"]), tuple(sorted(steps, key=_step_rank))


def _step_rank(step: str) -> tuple[float, str]:
    """Return a sort key for steps: numbers by value, words by their usual rank."""
    return (
        (float(step), "")
        if step.isdigit()
        else (HEIGHTS.get(step.casefold().replace("-", " "), AVERAGE), step.casefold())
    )


def _read_row(reading: _Reading, row: int, values: Mapping[str, str]) -> None:
    """Add a row to its level; a row without a level is unplaced."""
    if not values["level"]:
        reading.add_row_unplaced(row, "it names no level")
        return
    track = to_plain_title(values["track"])[0]
    reading.tracks.setdefault(track, [])
    name = reading.clean(row, values["level"])
    building = reading.levels.setdefault((track, name), _Level(_level(track, name, values, len(reading.levels))))
    area = to_plain_title(values["area"])[0] or UNTITLED_SECTION
    section = _section(reading, row, values)
    step = to_plain_title(values.get("step", ""))[0]
    if step:
        building.steps[area] = step
    icon, title = split_icon(area)
    building.areas[area] = building.areas.get(area, ImportedSection(title, icon)) + section
    if step and not section.is_empty:
        reading.texts[area, step][values.get("text", "")] = section


def _section(reading: _Reading, row: int, values: Mapping[str, str]) -> ImportedSection:
    """Return the text and the examples of a row."""

    def clean_text(text: str) -> str:
        return reading.clean(row, text)

    section = parse_cell(values.get("text", ""), clean_text)
    points = parse_cell(values.get("example", ""), clean_text).points
    return replace(section, examples=(*section.examples, *(point for point in points if isinstance(point, Point))))


def _level(track: str, name: str, values: Mapping[str, str], position: int) -> ImportedLevel:
    """Return a new level."""
    code, title = split_title(f"Level {name}" if name.isdigit() else to_plain_title(name)[0])
    code, title = values.get("code") or code, to_plain_title(values.get("title", ""))[0] or title
    guesses = name_guesses(code, title)
    return ImportedLevel(make_stem(code, title, track), title, code, slug(track), position=position, guesses=guesses)


def _finish_level(building: _Level, *, in_library: bool) -> ImportedLevel:
    """Return a level with its sections and ratings.

    With `in_library`, texts of rated areas are left out, as they describe the competency's steps.
    """
    areas = {area: section for area, section in building.areas.items() if not (in_library and area in building.steps)}
    sections = tuple(section for section in areas.values() if not section.is_empty)
    return replace(building.level, sections=sections, ratings=tuple(building.steps.items()))


def _competencies(reading: _Reading, scale: str, *, consistent: bool) -> Iterator[ImportedCompetency]:
    """Yield the rated areas with the descriptions of their steps."""
    areas = dict.fromkeys(area for building in reading.levels.values() for area in building.steps)
    for area in areas:
        steps = tuple(
            (step, section)
            for (name, step), texts in reading.texts.items()
            if name == area and consistent
            for section in texts.values()
        )
        yield ImportedCompetency(area, scale, steps)


def _read_other_column(reading: _Reading, column: int) -> None:
    """Read a column that holds no field: a summary of tracks, else unplaced."""
    name = reading.table.cell(reading.head, column)
    cells = {row: text for row in reading.rows if (text := reading.table.cell(row, column))}
    if _plain_name(name) in SUMMARIES and "track" in reading.columns:
        for row, source in cells.items():
            track = to_plain_title(reading.table.cell(row, reading.columns["track"]))[0]
            text = reading.clean(row, source)
            if text and text not in reading.tracks.setdefault(track, []):
                reading.tracks[track].append(text)
    elif cells:
        why = f"the column '{name}' has no counterpart in a ladder"
        reading.add_unplaced(reading.table.lines[reading.head], "\n".join((name, *dict.fromkeys(cells.values()))), why)
