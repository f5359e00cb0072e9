"""This file reads the dialect of rows: a table with one line for each level, area and statement or proficiency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

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
from ladder_export.importers.matrix_cells import parse_cell
from ladder_export.importers.parsed_pages import ParsedPage
from ladder_export.importers.tables import Table, make_table
from ladder_export.reading.slugs import slug

# What columns are usually called, in lower case, with spaces.
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
HEAD_ROWS = 5  # among which the names of columns stand


@dataclass(slots=True)
class _Level:
    """A level while its rows are read."""

    level: ImportedLevel
    areas: dict[str, ImportedSection] = field(default_factory=dict)
    steps: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class _Reading(UnplacedCollector):
    """A table being read: which column is what, and what was found."""

    table: Table
    head: int
    columns: Mapping[str, int]
    levels: dict[tuple[str, str], _Level] = field(default_factory=dict)
    tracks: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[tuple[str, str], dict[str, ImportedSection]] = field(default_factory=lambda: defaultdict(dict))

    def clean(self, row: int, source: str) -> str:
        """A cell as a ladder prints it."""
        return self.inline(source, self.table.lines[row])


def _plain_name(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def _find_columns(table: Table, column_names: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """The row with the names of columns, and which column is what; nothing where there is no level among them."""
    best: tuple[int, dict[str, int]] = (0, {})
    for row in range(min(HEAD_ROWS, len(table.rows))):
        names = [_plain_name(to_plain_title(table.cell(row, column))[0]) for column in range(table.width)]
        found = {
            name: next(names.index(one) for one in wanted if one in names)
            for name in COLUMN_NAMES
            if (
                wanted := [_plain_name(column_names[name])]
                if name in column_names
                else [one for one in COLUMN_NAMES[name] if one in names]
            )
            and any(one in names for one in wanted)
        }
        if "level" not in found and "title" in found:
            found["level"] = found.pop("title")
        if "level" in found and len(found) > len(best[1]):
            best = row, found
    return best


def fit(parsed: ParsedPage, column_names: Mapping[str, str] | None = None) -> tuple[float, str]:
    """Return how well a table has a line for each level and area, from 0 to 1, and why."""
    scores = [_fit(make_table(parsed.page, block), column_names or {}) for block in parsed.tables]
    return max(scores, default=(0.0, "it has no table"))


def _fit(table: Table, column_names: Mapping[str, str]) -> tuple[float, str]:
    row, columns = _find_columns(table, column_names)
    if not columns or not {"text", "step"} & columns.keys():
        return 0.0, "no columns are called level and area, with a statement or proficiency"
    said = [table.cell(place, columns["level"]).casefold() for place in range(row + 1, len(table.rows))]
    repeated = len(set(said)) < len(said)
    why = f"columns called {', '.join(table.cell(row, column) for column in columns.values())}"
    if "area" in columns:
        return (0.97 if repeated else 0.7), why
    return (0.7 if repeated else 0.0), why


def read(pages: Sequence[ParsedPage], column_names: Mapping[str, str] | None = None) -> ImportedLadder:
    """The levels of all tables; `given` names columns that are called otherwise.

    Raises BadRequest where a column that was named is in no table.
    """
    ladder = ImportedLadder()
    for parsed in pages:
        for block in parsed.tables:
            table = make_table(parsed.page, block)
            row, columns = _find_columns(table, column_names or {})
            missing = [name for name in column_names or {} if name not in columns]
            if not columns or missing:
                raise BadRequest(_missing_column(table, row, {name: (column_names or {})[name] for name in missing}))
            ladder += _read(_Reading(parsed.page, table=table, head=row, columns=columns))
    return ladder


def _missing_column(table: Table, row: int, missing: Mapping[str, str]) -> Problem:
    names = [table.cell(row, column) for column in range(table.width)] if table.rows else []
    said = ", ".join(f"'{name}'" for name in names if name)
    asked = " and ".join(f"'{name}'" for name in missing.values()) or "a level"
    remedy = next((did_you_mean(name, names) for name in missing.values()), "")
    return Problem(
        "no-such-column",
        f"{table.page.file} has no column {asked}; it has {said or 'none'}",
        help=remedy or "--columns level=NAME,area=NAME,text=NAME",
    )


def _read(reading: _Reading) -> ImportedLadder:
    before = dict.fromkeys(("track", "level", "area"), "")
    for row in range(reading.head + 1, len(reading.table.rows)):
        said = {name: reading.table.raw(row, column).strip() for name, column in reading.columns.items()}
        # Merged cells say a thing once for the rows below it.
        for name in before:
            said[name] = before[name] = said.get(name) or before[name]
        _read_row(reading, row, said)
    _read_other_columns(reading)
    tracks = tuple(
        ImportedTrack(slug(name), name, "\n\n".join(texts)) for name, texts in reading.tracks.items() if name
    )
    rated = "step" in reading.columns
    scale = reading.table.cell(reading.head, reading.columns["step"]) if rated else ""
    consistent = all(len(texts) <= 1 for texts in reading.texts.values())  # one text a step
    levels = tuple(_finish_level(one, in_library=rated and consistent) for one in reading.levels.values())
    titles = [level.title for level in levels]
    if titles == sorted(titles):
        levels = tuple(replace(level, position=None) for level in levels)
    steps = tuple(sorted({step for one in reading.levels.values() for step in one.steps.values()}, key=_step_rank))
    return ImportedLadder(
        levels=levels,
        tracks=tracks,
        scales=((scale, steps),) if steps else (),
        competencies=tuple(_competencies(reading, scale, consistent=consistent)) if steps else (),
        unplaced=tuple(reading.unplaced),
    )


def _step_rank(step: str) -> tuple[float, str]:
    return (float(step), "") if step.isdigit() else (HEIGHTS.get(step.casefold(), AVERAGE), step.casefold())


def _read_row(reading: _Reading, row: int, said: Mapping[str, str]) -> None:
    if not said["level"]:
        text = " | ".join(cell.strip() for cell in reading.table.rows[row] if cell.strip())
        reading.add_unplaced(reading.table.lines[row], text, "it names no level")
        return
    track = to_plain_title(said["track"])[0]
    reading.tracks.setdefault(track, [])
    name = reading.clean(row, said["level"])
    one = reading.levels.setdefault((track, name), _Level(_level(track, name, said, len(reading.levels))))
    area = to_plain_title(said["area"])[0] or "Expectations"

    def clean_text(text: str) -> str:
        return reading.clean(row, text)

    section = parse_cell(said.get("text", ""), clean_text)
    if example := said.get("example"):
        points = parse_cell(example, clean_text).points
        section = replace(section, examples=section.examples + tuple(one for one in points if isinstance(one, Point)))
    step = to_plain_title(said.get("step", ""))[0]
    if step:
        one.steps[area] = step
    icon, title = split_icon(area)
    one.areas[area] = one.areas.get(area, ImportedSection(title, icon)) + section
    if step and not section.is_empty:
        reading.texts[area, step][said.get("text", "")] = section


def _level(track: str, name: str, said: Mapping[str, str], place: int) -> ImportedLevel:
    code, title = split_title(f"Level {name}" if name.isdigit() else to_plain_title(name)[0])
    code, title = said.get("code") or code, to_plain_title(said.get("title", ""))[0] or title
    guesses = name_guesses(code, title)
    return ImportedLevel(make_stem(code, title, track), title, code, slug(track), position=place, guesses=guesses)


def _finish_level(building: _Level, *, in_library: bool) -> ImportedLevel:
    areas = {area: part for area, part in building.areas.items() if not (in_library and area in building.steps)}
    sections = tuple(part for part in areas.values() if not part.is_empty)
    return replace(building.level, sections=sections, ratings=tuple(building.steps.items()))


def _competencies(reading: _Reading, scale: str, *, consistent: bool) -> Iterator[ImportedCompetency]:
    areas = dict.fromkeys(area for one in reading.levels.values() for area in one.steps)
    for area in areas:
        steps = tuple(
            (step, section)
            for (name, step), texts in reading.texts.items()
            if name == area and consistent
            for section in texts.values()
        )
        yield ImportedCompetency(area, scale, steps)


def _read_other_columns(reading: _Reading) -> None:
    """What stands in other columns: about a track, or without a place; and what stands above the head."""
    table = reading.table
    for row in range(reading.head):
        text = " | ".join(cell.strip() for cell in table.rows[row] if cell.strip())
        reading.add_unplaced(table.lines[row], text, "it stands above the table")
    for column in range(table.width):
        if column in reading.columns.values():
            continue
        name = table.cell(reading.head, column)
        values = dict.fromkeys(table.cell(row, column) for row in range(reading.head + 1, len(table.rows)))
        texts = [value for value in values if value]
        if _plain_name(name) in SUMMARIES and "track" in reading.columns:
            for row in range(reading.head + 1, len(table.rows)):
                track = to_plain_title(table.cell(row, reading.columns["track"]))[0]
                text = reading.clean(row, table.cell(row, column))
                if text and text not in reading.tracks.setdefault(track, []):
                    reading.tracks[track].append(text)
        elif texts:
            why = f"the column '{name}' says nothing about a level that a ladder has a place for"
            reading.add_unplaced(table.lines[reading.head], "\n".join((name, *texts)), why)
