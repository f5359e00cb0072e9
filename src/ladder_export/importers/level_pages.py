"""Recognise pages that are one level: by code, title, file name, settings and headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ladder_export.importers.front_matter import CODES
from ladder_export.importers.front_matter import RANKS as ORDERS
from ladder_export.importers.level_names import (
    CODE,
    COUNTED_LEVEL,
    LIKELY,
    PERHAPS,
    family,
    is_trade,
    likeness,
    split_title,
)
from ladder_export.importers.not_a_ladder import ABOUT
from ladder_export.importers.parsed_pages import ParsedPage
from ladder_export.importers.tracks import NUMBER_PREFIX
from ladder_export.reading.slugs import title_from_id

FILE_CODE = re.compile(rf"(?P<code>{CODE}|(?:l|ic|em|m|p|e|g|t)-?[0-9]{{1,2}})(?:[-_ ]+(?P<title>.*))?")
MIN_SCORE_BESIDE_CODES = 0.7  # for a page whose sibling pages have codes


@dataclass(frozen=True, slots=True)
class SiblingPages:
    """Features that pages of a source share; by these, a page without a code is recognised as a level.

    `families` are titles in lower case without rank, such as "engineer". `sections` maps each heading to the number of
    pages that have it.
    """

    families: frozenset[str]
    sections: Mapping[str, int]

    @classmethod
    def of(cls, pages: Iterable[ParsedPage]) -> SiblingPages:
        """Return the features that these pages share."""
        named = [(parsed, _name(parsed)) for parsed in pages]
        families = {family(name) for parsed, name in named if likeness(name) >= PERHAPS}
        sections = Counter(title for parsed, _ in named for title in _sections(parsed))
        return cls(frozenset(families - {""}), sections)


def _name(parsed: ParsedPage) -> str:
    """Return the name of a page, from its title or its file's name."""
    return parsed.titles[0] or title_from_id(NUMBER_PREFIX.sub("", parsed.page.stem))


def _sections(parsed: ParsedPage) -> set[str]:
    """Return the headings of a page in lower case, except its title."""
    title = parsed.titles[0]
    return {heading.text.strip().casefold() for heading in parsed.headings if heading.text != title} - {
        "overview",
        "summary",
    }


def fit(parsed: ParsedPage, siblings: SiblingPages) -> tuple[float, str]:
    """Return how likely a page describes one level, from 0 to 1, and the reason in words."""
    if parsed.page.stem.casefold() in ABOUT:
        return 0.0, "by its name it is a page about the ladder, not a level"
    code, name = find_code_and_title(parsed)
    if code:
        return 0.95, f"the code {code}"
    if not any(block.kind in ("list", "paragraph", "quote", "table") for block in parsed.blocks):
        return 0.0, NO_STRUCTURE
    if is_trade(name) and _has_sections(parsed) and not _fit_by_name(parsed, name, siblings):
        return MIN_SCORE_BESIDE_CODES, f"the title '{name}', which is a job title"
    return _fit_by_name(parsed, name, siblings) or _fit_by_structure(parsed, siblings)


def _fit_by_name(parsed: ParsedPage, name: str, siblings: SiblingPages) -> tuple[float, str] | None:
    """Return the fit by title or file name; None where neither looks like a level's."""
    file = re.sub("[-_]+", " ", NUMBER_PREFIX.sub("", parsed.page.stem))
    best = max(likeness(name), likeness(file))
    if best >= LIKELY:
        return 0.85, f"the title '{name}'"
    if best >= PERHAPS or family(name) in siblings.families:
        return 0.75, f"the title '{name}', like those of other pages"
    return None


def _fit_by_structure(parsed: ParsedPage, siblings: SiblingPages) -> tuple[float, str]:
    """Return the fit by settings, headings and lists."""
    has_sections = _has_sections(parsed)
    if parsed.settings.number(ORDERS)[1] is not None and has_sections:
        return 0.72, "an order in its settings"
    alike = [title for title in _sections(parsed) if siblings.sections.get(title, 0) > 1]
    if len(alike) > 1 and len(alike) * 2 >= len(_sections(parsed)):
        return 0.55, "the same headings as other pages"
    return (0.3, "lists below headings, as a level has") if has_sections else (0.0, NO_STRUCTURE)


NO_STRUCTURE = "it has no lists and no headings with text below them"


def _has_sections(parsed: ParsedPage) -> bool:
    """Return whether a page has headings with lists, or several headings with text."""
    return (bool(parsed.headings) and any(block.kind == "list" for block in parsed.blocks)) or (
        len(parsed.headings) > 1 and any(block.kind in ("paragraph", "table") for block in parsed.blocks)
    )


def find_code_and_title(parsed: ParsedPage) -> tuple[str, str]:
    """Return the code of a level and its title without the code; the code is empty if the page has none.

    They are taken from the page's title, else from its settings, else from its file name.
    """
    name = parsed.titles[0]
    stem = NUMBER_PREFIX.sub("", parsed.page.stem)
    code, title = split_title(name)
    if code or (name and parsed.settings.is_own):
        return code, _title_or_file_title(code, title, stem)
    settings = (parsed.settings.text((key,))[1] for key in CODES)
    if code := next((value for value in settings if re.fullmatch(CODE, value)), ""):
        return code, title or title_from_id(stem)
    code, file_title = _split_file_name(stem)
    return code, title or file_title


def _title_or_file_title(code: str, title: str, stem: str) -> str:
    """Return the title of a level; one that is only the code gives way to what a file's name says behind the code."""
    file_code, file_title = _split_file_name(stem)
    return file_title if title == code == file_code else title


def _split_file_name(stem: str) -> tuple[str, str]:
    """Return code and title from a file's name, such as L3 for "level-3-senior"; the code is empty without one."""
    match = FILE_CODE.fullmatch(stem)
    if match and (match["code"][0].isupper() or re.match("l|ic|em|[mpegt]", match["code"])):
        code = match["code"].upper() if match["code"].islower() else match["code"]
        return code, re.sub("[-_]", " ", match["title"] or match["code"])
    words = title_from_id(stem)
    code, title = split_title(words)
    return (code, title) if code and COUNTED_LEVEL.fullmatch(words) else ("", words)
