"""This file is a ladder on its way in: what a dialect found, before ids are given and anything is shared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ladder_export.core.problems import Problem


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Text that has no place in a ladder, kept word for word, with the reason."""

    file: str
    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """A source file as text. `file` is its path as the user would type it, `path` the one below what was given.

    `lines` are without their ends; the first one is line 1.
    """

    file: str
    path: str
    lines: tuple[str, ...]

    @property
    def stem(self) -> str:
        """Its name without the ending; a dot inside a code such as L1.0 begins no ending."""
        name = self.path.rpartition("/")[2]
        head, dot, ending = name.rpartition(".")
        return head if dot and ending.isalnum() and any(map(str.isalpha, ending)) else name

    @property
    def folder(self) -> str:
        """The folder it lies in, by its own name; empty at the top."""
        return self.path.rpartition("/")[0].rpartition("/")[2]

    def as_unplaced(self, why: str) -> Unplaced:
        """All of it as text without a place."""
        return Unplaced(self.file, 1, "\n".join(self.lines).strip("\n"), why)

    def excerpt(self, line: int) -> str:
        """One line, counted from 1; empty beyond the end."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is no part of a ladder, and what it is instead."""

    file: str
    why: str


@dataclass(frozen=True, slots=True)
class Repair:
    """Garbled text and what it was taken to say."""

    file: str
    line: int
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Point:
    """A statement or an example, as inline Markdown, with what is nested in it."""

    text: str
    children: tuple[Point, ...] = ()
    examples: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph between points, as inline Markdown."""

    text: str


@dataclass(frozen=True, slots=True)
class ImportedSection:
    """One area. `guess` says what about it nobody wrote; `key` wishes for an id."""

    title: str
    icon: str = ""
    intro: tuple[str, ...] = ()
    points: tuple[Point | Prose, ...] = ()
    examples: tuple[Point, ...] = ()
    key: str = ""
    guess: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it is a heading and nothing else."""
        return not (self.intro or self.points or self.examples)

    def __add__(self, other: ImportedSection) -> ImportedSection:
        """Both together, under the first one's title."""
        return replace(
            self,
            intro=self.intro + other.intro,
            points=self.points + other.points,
            examples=self.examples + other.examples,
        )


@dataclass(frozen=True, slots=True)
class ImportedLevel:
    """One rung. `stem` wishes for an id, `track` is the id of a track; `guesses` say by key what nobody wrote.

    `position` is its place where the source has its levels one after the other. `ratings` are steps by competency,
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
        """The level with one more area, or with more of one that it has by that title."""
        areas = {one.title: one for one in self.sections}
        areas[section.title] = areas[section.title] + section if section.title in areas else section
        return replace(self, sections=tuple(areas.values()))


@dataclass(frozen=True, slots=True)
class ImportedTrack:
    """A job family; levels name its id."""

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
    """Something levels are rated in, by the steps of a scale; `steps` are what they mean, each a section without a title."""

    title: str
    scale: str
    steps: tuple[tuple[str, ImportedSection], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedLadder:
    """What a dialect made of its pages; `title` is empty where no page names the ladder.

    `scales` are steps by title, from the lowest to the highest, `competencies` are rated by one of them;
    `settings` are organisation, edition, language and credit where a page says them;
    `doubts` say what about the structure is a guess that may be wrong, one sentence each.
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
        """What its levels say, but for what is nested and examples."""
        for level in self.levels:
            yield from (level.title, *level.summary)
            for section in level.sections:
                yield from (section.title, *section.intro, *(point.text for point in section.points))

    def __add__(self, other: ImportedLadder) -> ImportedLadder:
        """Both together; the first title and summary win."""
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
