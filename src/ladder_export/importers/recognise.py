"""Choose the dialect (layout) of each imported page: every dialect scores the page, and the best one reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from ladder_export.importers import dialect_headings, dialect_matrix, dialect_rows, dialect_topics, level_pages
from ladder_export.importers.front_matter import FrontMatter
from ladder_export.importers.ir import LeftOut, Page
from ladder_export.importers.level_pages import SiblingPages
from ladder_export.importers.not_a_ladder import ABOUT, is_licence, why_not_by_text
from ladder_export.importers.parsed_pages import ParsedPage, parse_page
from ladder_export.importers.tables import csv_table, is_table_file

MIN_SCORE = 0.5  # below it, a page is read only if no other page is a level
UNCERTAIN_BELOW = 0.6  # below it, a warning says that the structure is a guess
TIE_MARGIN = 0.05  # between the best dialect and the next
CODE_SCORE = 0.9  # above it a page has a code; then pages without codes need a higher score


@dataclass(frozen=True, slots=True)
class Fit:
    """The score of a dialect (a layout of sources, such as one page per level) for a page, and the reason.

    The score is from 0 to 1; a negative one means that the dialect cannot read the page.
    """

    dialect: str
    score: float
    why: str


FitFunction = Callable[[ParsedPage, SiblingPages], tuple[float, str]]

FIT_FUNCTIONS: Mapping[str, FitFunction] = MappingProxyType(
    {
        "rows": lambda parsed, _: dialect_rows.fit(parsed),
        "matrix": lambda parsed, _: dialect_matrix.fit(parsed),
        "topics": lambda parsed, _: dialect_topics.fit(parsed.page),
        "headings": lambda parsed, _: dialect_headings.fit(parsed),
        "levels": level_pages.fit,
    }
)
TABLE_DIALECTS = ("rows", "matrix")


@dataclass(slots=True)
class Recognition:
    """The choice of a dialect (a layout of sources, such as one page per level) for each page.

    `groups` are pages by dialect; `reasons` have, by dialect, the best score of a page with its reason. `other_pages`
    have no dialect, but may be text that levels share. `left_out` are not part of a ladder. `uncertainties` are
    sentences about choices that may be wrong.
    """

    groups: dict[str, list[ParsedPage]] = field(default_factory=lambda: {name: [] for name in FIT_FUNCTIONS})
    reasons: dict[str, Fit] = field(default_factory=dict)
    other_pages: list[ParsedPage] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    uncertainties: list[str] = field(default_factory=list)

    def add(self, parsed: ParsedPage, fit: Fit) -> None:
        """Assign a page to the dialect that `fit` names."""
        self.groups[fit.dialect].append(parsed)
        self.reasons[fit.dialect] = max(self.reasons.get(fit.dialect, fit), fit, key=lambda candidate: candidate.score)


def parse_all(pages: Sequence[Page]) -> list[ParsedPage]:
    """Parse all pages that have text into blocks such as headings and lists; a CSV file becomes one table."""
    names = frozenset(page.name for page in pages)
    return [
        ParsedPage(page, FrontMatter(), (csv_table(page),)) if is_table_file(page) else parse_page(page, names)
        for page in pages
        if not page.is_empty
    ]


def fits(parsed: ParsedPage, siblings: SiblingPages) -> list[Fit]:
    """Return the score of each dialect (layout) for a page, best first; a CSV file has scores of table dialects only.

    `siblings` are the features that all pages of the source share.
    """
    is_table = is_table_file(parsed.page)
    page_fits = [
        Fit(name, *judge(parsed, siblings))
        for name, judge in FIT_FUNCTIONS.items()
        if not is_table or name in TABLE_DIALECTS
    ]
    return sorted(page_fits, key=lambda fit: -fit.score)


def recognise(parsed_pages: Sequence[ParsedPage], dialect: str = "") -> Recognition:
    """Choose a dialect for each page: a layout of sources, such as one page per level.

    A `dialect` that the user named is chosen for every page that it can read; empty leaves the choice to the scores.
    """
    result, siblings = Recognition(), SiblingPages.of(parsed_pages)
    reasons = [_why_not_a_ladder(parsed) for parsed in parsed_pages]
    pages = list(zip(parsed_pages, reasons, strict=True))
    result.left_out += [LeftOut(parsed.page.file, why) for parsed, why in pages if why]
    fits_by_page = [(parsed, fits(parsed, siblings)) for parsed, why in pages if not why]
    min_score = {"levels": _min_score_of_levels(fits_by_page)}
    weak: list[tuple[ParsedPage, Fit]] = []
    for parsed, page_fits in fits_by_page:
        best = _choose_fit(parsed, page_fits, dialect)
        if best.score >= (0 if dialect else min_score.get(best.dialect, MIN_SCORE)):
            result.add(parsed, best)
            result.uncertainties += [] if dialect else _page_uncertainties(parsed, page_fits)
        else:
            weak.append((parsed, best))
    _add_weak_pages(result, weak)
    return result


def _min_score_of_levels(fits_by_page: Sequence[tuple[ParsedPage, Sequence[Fit]]]) -> float:
    """Return the score that a page needs to be a level; it is higher where pages have codes."""
    have_codes = any(
        page_fits[0].dialect == "levels" and page_fits[0].score > CODE_SCORE for _, page_fits in fits_by_page
    )
    return level_pages.MIN_SCORE_BESIDE_CODES if have_codes else MIN_SCORE


def _add_weak_pages(result: Recognition, weak: Sequence[tuple[ParsedPage, Fit]]) -> None:
    """Record pages with low scores: read if it is the only candidate, else without a dialect."""
    candidates = [(parsed, best) for parsed, best in weak if best.score > 0]
    use_candidate = len(candidates) == 1 and not any(result.groups.values())
    for parsed, best in weak:
        if use_candidate and best.score > 0:
            result.add(parsed, best)
            result.uncertainties.append(
                f"{parsed.page.file} is read as {DIALECT_NOUNS[best.dialect]} only because it has {best.why}"
            )
        else:
            _add_page_without_dialect(result, parsed)


def _why_not_a_ladder(parsed: ParsedPage) -> str:
    """Return why a page holds no ladder by its name or text; empty for one that may."""
    strange = (
        ""
        if is_table_file(parsed.page)
        else why_not_by_text(parsed.page, [heading.text for heading in parsed.headings])
    )
    return strange or ("a licence" if is_licence(parsed.page) else "")


DIALECT_NOUNS = {
    "rows": "rows of levels and areas",
    "matrix": "a matrix",
    "topics": "topics",
    "headings": "levels below headings",
    "levels": "one level",
}


def _choose_fit(parsed: ParsedPage, page_fits: Sequence[Fit], dialect: str) -> Fit:
    """Return the best fit, or that of the dialect the user names (score below 0 where it cannot read the page)."""
    if not dialect:
        return page_fits[0]
    forced = next((fit for fit in page_fits if fit.dialect == dialect), Fit(dialect, -1.0, "it is a table"))
    readable = bool(parsed.tables) if dialect in TABLE_DIALECTS else forced.score > 0
    return forced if readable else Fit(dialect, -1.0, forced.why)


def _page_uncertainties(parsed: ParsedPage, page_fits: Sequence[Fit]) -> list[str]:
    """Return sentences about why the dialect of a page may be wrong."""
    best, *others = page_fits
    uncertainties = []
    if best.score < UNCERTAIN_BELOW:
        uncertainties.append(f"{parsed.page.file} is read as {DIALECT_NOUNS[best.dialect]} only because of {best.why}")
    uncertainties += [
        f"{parsed.page.file} is read as {DIALECT_NOUNS[best.dialect]} ({best.why}), but might be {DIALECT_NOUNS[other.dialect]}"
        f" ({other.why}): --dialect {other.dialect} reads it so"
        for other in others[:1]
        if other.score > best.score - TIE_MARGIN and other.score >= MIN_SCORE
    ]
    return uncertainties


def _add_page_without_dialect(result: Recognition, parsed: ParsedPage) -> None:
    """Record a page that holds no level: left out, or kept because levels may share it."""
    if parsed.page.stem.casefold() in ABOUT:
        result.left_out.append(LeftOut(parsed.page.file, "by its name a page about the ladder"))
    elif not any(block.kind != "heading" for block in parsed.blocks) and not is_table_file(parsed.page):
        result.left_out.append(LeftOut(parsed.page.file, "it only links to other pages"))
    else:
        result.other_pages.append(parsed)
