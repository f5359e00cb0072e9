"""This package imports ladders that were written some other way: one table from dialect to the function that reads it.

| file                                | does                                                    |
|-------------------------------------|---------------------------------------------------------|
| `discover`, `decode`, `xlsx`        | files → bytes → pages of text, repaired                 |
| `dialect_levels`, `_topics`, `_matrix` | pages of one dialect → a draft, each line of it placed or told |
| `markdown_blocks`, `_pages`, `_sections`, `_inline` | Markdown in blocks, in parts, in sections, in a line |
| `compose`, `yaml_writer`            | a draft → files of a ladder, in YAML a person would write |
| `unplaced_report`                   | what has no place → a page                              |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType

from ladder_export.importers import dialect_levels, dialect_matrix, dialect_topics
from ladder_export.importers.compose import compose
from ladder_export.importers.decode import opened
from ladder_export.importers.discover import Source
from ladder_export.importers.ir import Draft, Page, Repair, Unplaced
from ladder_export.importers.unplaced_report import UNPLACED, report
from ladder_export.importers.xlsx import ENDINGS, sheets
from ladder_export.problems import InvalidLadder, Problem, Severity, Span, by_place


@dataclass(frozen=True, slots=True)
class Dialect:
    """A row of the table. `why_not` says why a page is not written so, and nothing when it is."""

    why_not: Callable[[Page], str]
    read: Callable[[Sequence[Page]], Draft]


# The first one that recognises a page reads it.
DIALECTS: Mapping[str, Dialect] = MappingProxyType(
    {
        "matrix": Dialect(dialect_matrix.why_not, dialect_matrix.read),
        "topics": Dialect(dialect_topics.why_not, dialect_topics.read),
        "levels": Dialect(dialect_levels.why_not, dialect_levels.read),
    }
)


@dataclass(frozen=True, slots=True)
class Imported:
    """A ladder in YAML, by path below its folder, and all that is worth knowing about how it came about.

    `problems` has every source that could not be read as an error and every text without a
    place as a warning; `unplaced` has those texts in full.
    """

    files: Mapping[str, str]
    levels: int
    tracks: int
    guesses: int
    repairs: tuple[Repair, ...]
    unplaced: tuple[Unplaced, ...]
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, object]:
        """All of it as JSON members; of the files their paths."""
        return {
            "clean": not self.problems,
            "files": sorted(self.files),
            "levels": self.levels,
            "tracks": self.tracks,
            "guesses": self.guesses,
            "repairs": [asdict(repair) for repair in self.repairs],
            "unplaced": [asdict(text) for text in self.unplaced],
            "problems": [problem.as_json() for problem in self.problems],
        }


def convert(sources: Sequence[Source], left_out: Sequence[Problem], name: str, dialect: str = "") -> Imported:
    """The ladder in some files, beside others that were left out; `name` is its title if none of them has one, `dialect` forces how they are read.

    Raises InvalidLadder when there is no level in them, saying why not.
    """
    pages, repairs, problems = _pages(sources)
    problems += left_out
    groups, strange = _recognised(pages, dialect)
    draft = Draft()
    for kind, members in groups.items():
        draft += DIALECTS[kind].read(members)
    draft += Draft(unplaced=tuple(_whole(page, "no dialect recognises this page") for page in strange))
    problems += draft.problems
    if not draft.levels:
        raise InvalidLadder(*by_place([*problems, *(_not_recognised(page, dialect) for page in pages)] or [_nothing()]))
    files = compose(draft, name)
    if draft.unplaced:
        files[UNPLACED] = report(draft.unplaced)
    return Imported(
        files=files,
        levels=len(draft.levels),
        tracks=len({level.track for level in draft.levels}),
        guesses=sum(text.count("# guessed: ") for text in files.values()),
        repairs=repairs,
        unplaced=draft.unplaced,
        problems=by_place((*problems, *_told(draft.unplaced, pages))),
    )


def _pages(sources: Sequence[Source]) -> tuple[list[Page], tuple[Repair, ...], list[Problem]]:
    pages: list[Page] = []
    repairs: list[Repair] = []
    problems: list[Problem] = []
    for source in sources:
        parts: list[tuple[str, bytes]] | Problem = [(source.path, source.data)]
        if source.path.lower().endswith(ENDINGS):
            parts = sheets(source.file, source.path, source.data)
        for path, data in [] if isinstance(parts, Problem) else parts:
            found = opened(source.file, path, data)
            if isinstance(found, Problem):
                problems.append(found)
            else:
                pages.append(found[0])
                repairs += found[1]
        problems += [parts] if isinstance(parts, Problem) else []
    return pages, tuple(repairs), problems


def _recognised(pages: Sequence[Page], dialect: str) -> tuple[dict[str, list[Page]], list[Page]]:
    """The pages by dialect, and those that no dialect wants; pages without a word are nothing."""
    groups: dict[str, list[Page]] = {name: [] for name in DIALECTS}
    strange: list[Page] = []
    for page in pages:
        if not any(line.strip() for line in page.lines):
            continue
        kind = dialect or next((name for name, one in DIALECTS.items() if not one.why_not(page)), "")
        # What no dialect recognises may still be a page about the levels beside it.
        kind = kind or ("" if page.path.lower().endswith(dialect_matrix.ENDINGS) else "levels")
        (groups[kind] if kind else strange).append(page)
    return {name: members for name, members in groups.items() if members}, strange


def _whole(page: Page, why: str) -> Unplaced:
    return Unplaced(page.file, 1, "\n".join(page.lines).strip("\n"), why)


def _not_recognised(page: Page, dialect: str) -> Problem:
    tried = {dialect: DIALECTS[dialect]} if dialect else DIALECTS
    reasons = "; ".join(f"{name}: {why}" for name, one in tried.items() if (why := one.why_not(page)))
    remedy = "`ladder-export import --help` says what each dialect looks like"
    return Problem(
        "no-dialect", f"there is no level here ({reasons or 'it is a page about others'})", Span(page.file), help=remedy
    )


def _nothing() -> Problem:
    return Problem("no-sources", "there is no file to import", help="name Markdown, CSV or XLSX files, or their folder")


def _told(unplaced: Iterable[Unplaced], pages: Iterable[Page]) -> Iterator[Problem]:
    """Texts without a place as warnings that point at them."""
    known = {page.file: page for page in pages}
    for one in unplaced:
        first = one.text.partition("\n")[0]
        excerpt = known[one.file].excerpt(one.line) if one.file in known else ""
        column = max(0, excerpt.find(first))
        span = Span(one.file, one.line, column + 1, len(first), excerpt)
        yield Problem("unplaced", f"{_size(one.text)} not placed: {one.why}", span, Severity.WARNING)


def _size(text: str) -> str:
    lines = text.count("\n") + 1
    return f"{lines} lines are" if lines > 1 else "this is"
