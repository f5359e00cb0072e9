"""An imported ladder as dialects read it, before ids are assigned and shared parts are merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ladder_export.core.problems import Problem


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Text that cannot be mapped to the ladder, word for word, with the reason."""

    file: str
    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """A source file as text.

    `file` is its path as the user would type it, `path` the one below the imported folder.
    `lines` have no line ends; the first one is line 1.
    """

    file: str
    path: str
    lines: tuple[str, ...]

    @property
    def stem(self) -> str:
        """Return the file's name without suffix; a dot inside a code such as L1.0 begins no suffix."""
        name = self.path.rpartition("/")[2]
        head, dot, ending = name.rpartition(".")
        return head if dot and ending.isalnum() and any(map(str.isalpha, ending)) else name

    @property
    def is_empty(self) -> bool:
        """Return whether the page has only blank lines."""
        return not any(map(str.strip, self.lines))

    @property
    def name(self) -> str:
        """Return the file's name in lower case."""
        return self.path.rpartition("/")[2].casefold()

    @property
    def folder(self) -> str:
        """Return the name of the folder that contains the file; empty at the top."""
        return self.path.rpartition("/")[0].rpartition("/")[2]

    def as_unplaced(self, why: str) -> Unplaced:
        """Return the whole page as unplaced text."""
        return Unplaced(self.file, 1, "\n".join(self.lines).strip("\n"), why)

    def excerpt(self, line: int) -> str:
        """Return one line, counted from 1; empty beyond the end."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that was not imported, and the reason, such as "a licence"."""

    file: str
    why: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A garbled text and its replacement."""

    file: str
    line: int
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Point:
    """A statement or an example, as inline Markdown, with nested points and examples."""

    text: str
    children: tuple[Point, ...] = ()
    examples: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph between points, as inline Markdown."""

    text: str


@dataclass(frozen=True, slots=True)
class ImportedSection:
    """A section of a level.

    `guess` is a comment on what was guessed about it; `key` is a proposed id. Both may be empty.
    """

    title: str
    icon: str = ""
    intro: tuple[str, ...] = ()
    points: tuple[Point | Prose, ...] = ()
    examples: tuple[Point, ...] = ()
    key: str = ""
    guess: str = ""

    @property
    def is_empty(self) -> bool:
        """Return whether the section has a heading and nothing else."""
        return not (self.intro or self.points or self.examples)

    def __add__(self, other: ImportedSection) -> ImportedSection:
        """Return both sections as one, under the first one's title."""
        return replace(
            self,
            intro=self.intro + other.intro,
            points=self.points + other.points,
            examples=self.examples + other.examples,
        )


@dataclass(frozen=True, slots=True)
class ImportedLevel:
    """A level. `stem` is a proposed id, `track` the id of a track; `guesses` are comments by key on guessed values.

    `position` is its index where the source lists its levels in order. `ratings` are steps by competency,
    `grade` is an id and a title.
    """

    stem: str
    title: str
    code: str = ""
    track: str = ""
    status: str = ""
    rank: float | None = None
    summary: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[ImportedSection, ...] = ()
    guesses: tuple[tuple[str, str], ...] = ()
    position: int | None = None
    ratings: tuple[tuple[str, str], ...] = ()
    grade: tuple[str, str] = ("", "")
    extends: str = ""

    def with_area(self, section: ImportedSection) -> ImportedLevel:
        """Return the level with one more section, or with its section of the same title extended."""
        areas = {area.title: area for area in self.sections}
        areas[section.title] = areas[section.title] + section if section.title in areas else section
        return replace(self, sections=tuple(areas.values()))


@dataclass(frozen=True, slots=True)
class ImportedTrack:
    """A track (job family); levels refer to its id."""

    id: str
    title: str
    summary: str = ""
    family: str = ""
    guess: str = ""
    kind: str = ""
    includes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedBlock:
    """Text that levels share."""

    id: str
    title: str
    sections: tuple[ImportedSection, ...]


@dataclass(frozen=True, slots=True)
class ImportedCompetency:
    """A competency that levels are rated in. `steps` describe the scale's steps, each as a section without a title."""

    title: str
    scale: str
    steps: tuple[tuple[str, ImportedSection], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedLadder:
    """The result of reading pages; `title` is empty where no page names the ladder.

    `scales` are steps by title, from the lowest to the highest; each competency is rated by one of them.
    `settings` are organisation, edition, language and credit where a page has them.
    `uncertainties` are guesses about the structure that may be wrong, one sentence each.
    """

    title: str = ""
    levels: tuple[ImportedLevel, ...] = ()
    tracks: tuple[ImportedTrack, ...] = ()
    blocks: tuple[ImportedBlock, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    problems: tuple[Problem, ...] = ()
    summary: str = ""
    scales: tuple[tuple[str, tuple[str, ...]], ...] = ()
    competencies: tuple[ImportedCompetency, ...] = ()
    uncertainties: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> Iterator[str]:
        """Yield titles, summaries, intros and points of all levels, without nested points and examples."""
        for level in self.levels:
            yield from (level.title, *level.summary)
            for section in level.sections:
                yield from (section.title, *section.intro, *(point.text for point in section.points))

    def __add__(self, other: ImportedLadder) -> ImportedLadder:
        """Return both ladders as one; the first title and summary win."""
        return ImportedLadder(
            self.title or other.title,
            self.levels + other.levels,
            self.tracks + other.tracks,
            self.blocks + other.blocks,
            self.unplaced + other.unplaced,
            self.problems + other.problems,
            self.summary or other.summary,
            self.scales + other.scales,
            self.competencies + other.competencies,
            self.uncertainties + other.uncertainties,
            {**other.settings, **self.settings},
        )
