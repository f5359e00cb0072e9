"""The result of an import: files, a summary of each level, and everything the user should know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field

from ladder_export.core.problems import Problem
from ladder_export.importers.compose import DEFAULT_TRACK
from ladder_export.importers.ir import ImportedLadder, ImportedSection, LeftOut, Repair, Unplaced
from ladder_export.reading.nodes import Data
from ladder_export.reading.slugs import title_from_id


@dataclass(frozen=True, slots=True)
class LevelSummary:
    """A summary of an imported level for the report.

    `track` is the title of its track, empty without tracks. `areas`, `statements` and `examples` are counts. `guessed`
    are the keys whose values were guessed, such as "title".
    """

    track: str
    code: str
    title: str
    areas: int
    statements: int
    examples: int
    guessed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The YAML files of an imported ladder, by path below its folder, and a report of the import.

    `content` is the data that parsing `files` gives. `problems` has an error for every source that could not be read,
    and a warning for every unplaced text and every uncertainty about the structure. `unplaced` has those texts in full.
    `dialects` has for each dialect (layout of sources) its name, the number of its pages, and the reason for its
    choice. `guesses` is the number of guessed values.
    """

    files: Mapping[str, str]
    content: Mapping[str, Data] = field(repr=False)
    level_summaries: tuple[LevelSummary, ...]
    dialects: tuple[tuple[str, int, str], ...]
    guesses: int
    repairs: tuple[Repair, ...]
    unplaced: tuple[Unplaced, ...]
    left_out: tuple[LeftOut, ...]
    problems: tuple[Problem, ...]

    @property
    def levels(self) -> int:
        """Return the number of levels that were imported."""
        return len(self.level_summaries)

    @property
    def tracks(self) -> int:
        """Return the number of tracks that were imported."""
        return len({level.track for level in self.level_summaries})

    def as_json(self) -> dict[str, object]:
        """Return the report as keys and values of a JSON object; it has the paths of files, not their content."""
        return {
            "clean": not (self.problems or self.guesses or self.left_out),
            "files": sorted(self.files),
            "levels": self.levels,
            "tracks": self.tracks,
            "understood": [asdict(level) for level in self.level_summaries],
            "dialects": [{"dialect": name, "pages": pages, "why": why} for name, pages, why in self.dialects],
            "guesses": self.guesses,
            "repairs": [asdict(repair) for repair in self.repairs],
            "unplaced": [asdict(text) for text in self.unplaced],
            "left_out": [asdict(file) for file in self.left_out],
            "problems": [problem.as_json() for problem in self.problems],
        }


def level_summaries(ladder: ImportedLadder) -> Iterator[LevelSummary]:
    """Yield a summary of each level, in the ladder's order."""
    titles_of = {track.id: track.title for track in ladder.tracks}
    for level in ladder.levels:
        examples = sum(map(_example_count, level.sections))
        guessed = (*dict(level.guesses), *(f"area '{section.title}'" for section in level.sections if section.guess))
        yield LevelSummary(
            titles_of.get(level.track) or title_from_id(level.track or (DEFAULT_TRACK if ladder.tracks else "")),
            level.code,
            level.title,
            len(level.sections) + len(level.ratings),
            sum(len(section.points) for section in level.sections),
            examples,
            guessed,
        )


def _example_count(section: ImportedSection) -> int:
    """Return the number of a section's examples, including those of its points."""
    return len(section.examples) + sum(len(getattr(point, "examples", ())) for point in section.points)
