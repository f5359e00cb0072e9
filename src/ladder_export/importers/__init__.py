"""Import ladders that were written in another format: Markdown, HTML, tables, workbooks, Word, JSON or YAML.

| modules                             | what they do                                            |
|-------------------------------------|---------------------------------------------------------|
| `discover`, `decode`, `xlsx`, `word` | files → bytes → pages of text, mojibake repaired        |
| `blocks`, `parsed_pages`, `markdown_*`, `html_*`, `front_matter`, `tables` | pages → blocks → titles, sections, tables |
| `recognise`, `not_a_ladder`         | choose the dialect of each page; leave out other files   |
| `dialect_*`, `mapping`, `level_pages`, `heading_levels`, `area_sections`, `overview_tables`, `matrix_*`, `tracks` | pages of one dialect → an `ImportedLadder` and unplaced text |
| `level_names`, `order`, `language`  | codes, titles and order of levels                        |
| `compose`, `section_tree`, `yaml_writer`            | an `ImportedLadder` → the ladder's files, as readable YAML |
| `unplaced_report`, `result`         | unplaced text → a Markdown page; the import's result     |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import filterfalse
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType

from ladder_export.core.problems import BadRequest, InvalidLadder, Problem, Severity, Span, sort_by_location
from ladder_export.files.access import read_file
from ladder_export.importers import (
    dialect_headings,
    dialect_levels,
    dialect_matrix,
    dialect_rows,
    dialect_topics,
    mapping,
)
from ladder_export.importers.compose import as_yaml, make_files
from ladder_export.importers.decode import decode_page
from ladder_export.importers.discover import DATA_SUFFIXES, CollectedFiles, SourceFile
from ladder_export.importers.ir import ImportedLadder, LeftOut, Page, Repair, Unplaced
from ladder_export.importers.level_pages import SiblingPages
from ladder_export.importers.markdown_inline import FILE_LINK, TITLE_LINK, linked_file
from ladder_export.importers.markdown_sections import PAGE_FRAME
from ladder_export.importers.not_a_ladder import is_licence, licence_terms
from ladder_export.importers.order import with_order
from ladder_export.importers.parsed_pages import ParsedPage
from ladder_export.importers.recognise import Recognition, fits, parse_all, recognise
from ladder_export.importers.result import ImportResult, level_summaries
from ladder_export.importers.unplaced_report import unplaced_files
from ladder_export.importers.word import SUFFIXES as DOCUMENTS
from ladder_export.importers.word import docx_to_html
from ladder_export.importers.xlsx import SUFFIXES as WORKBOOKS
from ladder_export.importers.xlsx import read_sheets
from ladder_export.importers.yaml_writer import to_data

__all__ = ["ImportOptions", "ImportResult", "decode_sources", "import_ladder", "load_mapping"]

DialectReader = Callable[[Sequence[ParsedPage], "ImportOptions", bool, Sequence[ParsedPage]], ImportedLadder]
"""From the pages of a dialect, what users say about them, whether no other dialect has any (then a page needs no
track), and the pages without a dialect."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """Options of an import. With an empty value, the program decides by the structure of the sources.

    `dialect` is a key of DIALECTS, the ways in which a source can be laid out, such as one page per level. `columns`
    maps fields of a table (`level`, `area`, `text` …) to the names of its columns. `mapping` is a parsed mapping file,
    which says where levels are in JSON and YAML.
    """

    dialect: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    mapping: mapping.LevelMapping | None = None


DIALECTS: Mapping[str, DialectReader] = MappingProxyType(
    {
        "rows": lambda pages, options, *_: dialect_rows.read(pages, options.columns),
        "matrix": lambda pages, options, alone, _: dialect_matrix.read(
            pages, forced=options.dialect == "matrix", alone=alone
        ),
        "topics": lambda pages, *_: dialect_topics.read([parsed.page for parsed in pages]),
        "headings": lambda pages, _, alone, __: dialect_headings.read(pages, alone=alone),
        "levels": lambda pages, _, __, other_pages: dialect_levels.read(pages, other_pages),
    }
)


EVERY_DIALECT = ImportOptions()


def load_mapping(path: Path) -> mapping.LevelMapping:
    """Read the mapping file at `path`, which says where levels are in JSON and YAML.

    Raises BadRequest if it cannot be read or is invalid.
    """
    try:
        raw = read_file(path, "source")
    except OSError as fault:
        message = f"the mapping {path.as_posix()} cannot be read: {fault.strerror or 'unknown reason'}"
        raise BadRequest(Problem("unreadable", message, Span(path.as_posix()))) from fault
    return mapping.read_mapping(path.as_posix(), raw)


def import_ladder(collected: CollectedFiles, name: str, options: ImportOptions = EVERY_DIALECT) -> ImportResult:
    """Convert collected files to a ladder in YAML. `name` is the ladder's title if none of the files has one.

    Raises InvalidLadder when no level is found; its problems give the reason for each file.
    """
    all_pages, repairs, problems = decode_sources(collected.sources)
    data, pages = list(filter(_is_data, all_pages)), list(filterfalse(_is_data, all_pages))
    parsed_pages = parse_all(pages)
    recognition = recognise(parsed_pages, "rows" if options.columns else options.dialect)
    ladder = _read_dialects(recognition, data, options)
    problems += (*collected.problems, *ladder.problems)
    if not ladder.levels:
        problems += [*map(_needs_mapping, data), *_no_dialect(parsed_pages, options.dialect)]
        raise InvalidLadder(*sort_by_location(problems or [_no_sources(collected.left_out)]))
    unplaced = _relevant_unplaced(ladder.unplaced, pages)
    ladder = with_order(replace(ladder, title=ladder.title or _ladder_title(parsed_pages), unplaced=unplaced))
    trees = make_files(ladder, name, _licence_terms(pages))
    files = as_yaml(trees) | unplaced_files(unplaced)
    problems += [*_uncertainty_warnings(ladder, recognition), *_unplaced_warnings(unplaced, all_pages)]
    left_out = [*collected.left_out, *recognition.left_out, *_unmapped(data, options)]
    return ImportResult(
        files=files,
        content={path: to_data(tree) for path, tree in trees.items()},
        level_summaries=tuple(level_summaries(ladder)),
        dialects=tuple(_dialects(recognition, data, options)),
        guesses=sum(text.count("# guessed: ") for text in files.values()),
        repairs=repairs,
        unplaced=unplaced,
        left_out=tuple(sorted(left_out, key=attrgetter("file"))),
        problems=sort_by_location(problems),
    )


def _is_data(page: Page) -> bool:
    """Return whether a page is JSON or YAML, which only a mapping reads."""
    return page.name.endswith(DATA_SUFFIXES)


def _read_dialects(recognition: Recognition, data: Sequence[Page], options: ImportOptions) -> ImportedLadder:
    """Return the pages of every dialect, and what the mapping says of the data, as one ladder."""
    ladder = mapping.read(data, options.mapping) if options.mapping and data else ImportedLadder()
    alone = not data and sum(map(bool, recognition.groups.values())) == 1
    for kind, members in recognition.groups.items():
        ladder += DIALECTS[kind](members, options, alone, recognition.other_pages)
    return ladder


def _dialects(recognition: Recognition, data: Sequence[Page], options: ImportOptions) -> Iterator[tuple[str, int, str]]:
    """Yield each dialect with pages: its name, how many pages it has, and why it was chosen."""
    if options.mapping and data:
        yield "mapping", len(data), "your mapping"
    for kind, members in recognition.groups.items():
        if members:
            yield kind, len(members), recognition.reasons[kind].why


def _unmapped(data: Sequence[Page], options: ImportOptions) -> list[LeftOut]:
    """Return the files of data that no mapping reads."""
    why = "data of unknown structure; if it holds levels, import it with --mapping"
    return [] if options.mapping else [LeftOut(page.file, why) for page in data]


def decode_sources(sources: Sequence[SourceFile]) -> tuple[list[Page], tuple[Repair, ...], list[Problem]]:
    """Decode files to pages of text; each sheet of a workbook becomes a page.

    Returns the pages, the characters that were repaired because of a wrong encoding, and a problem for each file that
    is not text.
    """
    pages: list[Page] = []
    repairs: list[Repair] = []
    problems: list[Problem] = []
    for source in sources:
        for text in _texts(source):
            decoded = text if isinstance(text, Problem) else decode_page(source.file, *text)
            if isinstance(decoded, Problem):
                problems.append(decoded)
            else:
                pages.append(decoded[0])
                repairs += decoded[1]
    return pages, tuple(repairs), problems


def _texts(source: SourceFile) -> Sequence[tuple[str, bytes] | Problem]:
    """Return path and content of each text in a file: of each sheet of a workbook, else one; or the file's problem."""
    if source.path.lower().endswith(WORKBOOKS):
        sheets = read_sheets(source.file, source.path, source.data)
        return [sheets] if isinstance(sheets, Problem) else sheets
    if source.path.lower().endswith(DOCUMENTS):
        html = docx_to_html(source.file, source.data)
        return [html if isinstance(html, Problem) else (f"{source.path}.html", html)]
    return [(source.path, source.data)]


def _relevant_unplaced(unplaced: Iterable[Unplaced], pages: Iterable[Page]) -> tuple[Unplaced, ...]:
    """Return unplaced texts without links to imported files, and repeated page frames (menus, footers) only once."""
    names = {page.name for page in pages}
    seen: dict[str, Unplaced] = {}

    def is_relevant(text: Unplaced) -> bool:
        if text.why == PAGE_FRAME:
            return seen.setdefault(text.text, text) is text
        return text.why not in (FILE_LINK, TITLE_LINK) or linked_file(text.text) not in names

    return tuple(filter(is_relevant, unplaced))


def _ladder_title(pages: Iterable[ParsedPage]) -> str:
    """Return the title of the first README or index page at the top; empty without one."""
    tops = (
        parsed
        for parsed in pages
        if "/" not in parsed.page.path and parsed.page.stem.casefold() in ("readme", "index", "_index")
    )
    return next((title for parsed in tops if (title := parsed.titles[0])), "")


def _licence_terms(pages: Iterable[Page]) -> dict[str, str]:
    """Return licence and attribution from the licence file nearest to the top; empty without one."""
    licences = sorted((page for page in pages if is_licence(page)), key=lambda page: (page.path.count("/"), page.path))
    return licence_terms(licences[0]) if licences else {}


def _uncertainty_warnings(ladder: ImportedLadder, recognition: Recognition) -> Iterator[Problem]:
    """Return a warning for every guess about the structure that may be wrong."""
    for uncertainty in (*recognition.uncertainties, *ladder.uncertainties):
        yield Problem(
            "unsure",
            f"please check: {uncertainty}",
            severity=Severity.WARNING,
            help="compare the table of levels with your source",
        )


def _needs_mapping(page: Page) -> Problem:
    """Return the problem that a JSON or YAML file needs a mapping, or is already a ladder."""
    kind = "JSON" if page.path.lower().endswith(".json") else "YAML"
    if any(line.startswith(("tracks:", "sections:", "levels:")) for line in page.lines) and page.stem == "ladder":
        message, help_ = "this is already a ladder in YAML", "build it: ladder-export build FOLDER"
    else:
        message = f"this is {kind} without the structure of a ladder"
        help_ = "name where levels, areas and texts are: --mapping map.yaml (docs/importing.md has three examples)"
    return Problem("needs-mapping", message, Span(page.file), help=help_)


def _no_dialect(pages: Sequence[ParsedPage], dialect: str) -> Iterator[Problem]:
    """Return, for each page, a problem with the reasons why no dialect fits it."""
    siblings = SiblingPages.of(pages)
    for parsed in pages:
        reasons = "; ".join(
            f"{fit.dialect}: {fit.why}" for fit in fits(parsed, siblings) if not dialect or fit.dialect == dialect
        )
        reasons = reasons or f"{dialect}: it is a table"
        help_ = "`ladder-export import --help` describes each dialect"
        yield Problem("no-dialect", f"no level found ({reasons})", Span(parsed.page.file), help=help_)


def _no_sources(left_out: Sequence[LeftOut]) -> Problem:
    """Return the problem that there is no file to import."""
    but = (
        f" but {len(left_out)} that hold no ladder, such as {left_out[0].file} ({left_out[0].why})" if left_out else ""
    )
    help_ = "name Markdown, HTML, CSV, XLSX or DOCX files, or their folder"
    return Problem("no-sources", f"there is no file to import{but}", help=help_)


def _unplaced_warnings(unplaced: Iterable[Unplaced], pages: Iterable[Page]) -> Iterator[Problem]:
    """Return a warning with its location for each unplaced text."""
    pages_by_file = {page.file: page for page in pages}
    for text in unplaced:
        first = text.text.partition("\n")[0]
        excerpt = pages_by_file[text.file].excerpt(text.line) if text.file in pages_by_file else ""
        column = max(0, excerpt.find(first))
        span = Span(text.file, text.line, column + 1, len(first), excerpt)
        yield Problem("unplaced", f"{_amount(text.text)} not in the ladder: {text.why}", span, Severity.WARNING)


def _amount(text: str) -> str:
    """Return the start of a sentence about a text: "this line is" or "3 lines are"."""
    lines = text.count("\n") + 1
    return f"{lines} lines are" if lines > 1 else "this is"
