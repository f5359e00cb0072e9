"""An imported ladder in memory, before ids are assigned and shared parts are merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ladder_export.core.problems import Problem


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Text of a source that has no place in a ladder, word for word, with the reason; it is reported, never lost."""

    file: str
    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """A source file as text, or one sheet of a workbook.

    `file` is its path as the user would type it, `path` its path below the imported folder. `lines` are without line
    ends; their numbers begin with 1.
    """

    file: str
    path: str
    lines: tuple[str, ...]

    @property
    def stem(self) -> str:
        """Return the file's name without suffix; the dot inside a code such as L1.0 does not begin a suffix."""
        name = self.path.rpartition("/")[2]
        head, dot, ending = name.rpartition(".")
        return head if dot and ending.isalnum() and any(map(str.isalpha, ending)) else name

    @property
    def is_empty(self) -> bool:
        """Return whether the page has only blank lines."""
        return not any(map(str.strip, self.lines))

    @property
    def name(self) -> str:
        """Return the file's name with its suffix, in lower case."""
        return self.path.rpartition("/")[2].casefold()

    @property
    def folder(self) -> str:
        """Return the name of the folder that contains the file; empty for a file directly in the imported folder."""
        return self.path.rpartition("/")[0].rpartition("/")[2]

    def as_unplaced(self, why: str) -> Unplaced:
        """Return the whole page as text that has no place in a ladder; `why` is the reason."""
        return Unplaced(self.file, 1, "\n".join(self.lines).strip("\n"), why)

    def excerpt(self, line: int) -> str:
        """Return the text of a line, counted from 1, to show it in a message; empty beyond the end of the page."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that was not imported, and the reason, such as "a licence"."""

    file: str
    why: str


@dataclass(frozen=True, slots=True)
class Repair:
    """Characters that a wrong encoding had garbled (`was`), and their replacement (`now`)."""

    file: str
    line: int
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Point:
    """A statement, an example, or a point nested in one, as inline Markdown.

    `children` are points nested in it.
    """

    text: str
    children: tuple[Point, ...] = ()
    examples: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph between statements, as inline Markdown."""

    text: str


@dataclass(frozen=True, slots=True)
class ImportedSection:
    """A section (area) of an imported level.

    `intro` are paragraphs of introduction; `points` are statements, and paragraphs between them. `key` is a proposed
    id, `guess` a comment on something that was guessed about the section. Each of them may be empty.
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
        """Return whether the section has no text below its heading."""
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
    """A level as imported.

    `stem` is a proposed id, `track` the id of a track (empty for none), `extends` the id of another level whose
    expectations also apply. `facts` are pairs of label and value. `guesses` are pairs of a YAML key and a comment,
    which says that its value was guessed. `position` is the level's index in the source, None if its order there means
    nothing. `ratings` are pairs of a competency and a step of its scale. `grade` is the id and title of a grade.
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
    """A track (job family) as imported; levels refer to it by its id.

    `family` names a group of tracks, `kind` is "ic", "management" or empty, `includes` are the ids of shared texts.
    `guess` is a comment on something that was guessed about the track.
    """

    id: str
    title: str
    summary: str = ""
    family: str = ""
    guess: str = ""
    kind: str = ""
    includes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedBlock:
    """Sections of text that all levels of a track share, as imported."""

    id: str
    title: str
    sections: tuple[ImportedSection, ...]


@dataclass(frozen=True, slots=True)
class ImportedCompetency:
    """A competency in which imported levels are rated; `scale` is the title of its scale.

    `steps` are pairs of a step of that scale and its description, which is a section without title.
    """

    title: str
    scale: str
    steps: tuple[tuple[str, ImportedSection], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedLadder:
    """A whole ladder as imported, or the share of it that was read from the pages of one layout.

    `title` is empty if no page names the ladder. `scales` are pairs of a title and the steps from the lowest to the
    highest; each competency is rated by one of them. `settings` are organisation, edition, language and credit, as far
    as pages have them. `uncertainties` are sentences about guesses that may be wrong. `unplaced` is text without a
    place in a ladder.
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
        """Yield titles, summaries, introductions and points of all levels, by which the language is guessed.

        Points nested in others are left out.
        """
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
