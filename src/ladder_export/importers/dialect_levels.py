"""This file reads the dialect of one Markdown file a level: a title with a code, labelled facts, headed lists, examples."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from string import ascii_letters

from ladder_export.importers.ir import (
    Draft,
    DraftBlock,
    DraftLevel,
    DraftSection,
    DraftTrack,
    Page,
    Unplaced,
)
from ladder_export.importers.markdown_inline import targets
from ladder_export.importers.markdown_pages import WITHOUT_TITLE, sort_page
from ladder_export.importers.markdown_sections import Sorted
from ladder_export.reading.names import slug, spoken

CODE = r"[A-Za-z]{1,4}-?[0-9]{1,2}(?:\.[0-9]{1,2})*[a-z]?"
TITLE = re.compile(rf"(?P<code>{CODE})(?:\s*[:.–—-]\s+|\s*:\s*|\s+|$)(?P<title>.*)")
SPOKEN_CODE = re.compile(r"level\s+(?P<number>[0-9]{1,2})(?:\s*[:.–—-]\s*|\s+|$)(?P<title>.*)", re.IGNORECASE)
FILE_CODE = re.compile(rf"(?P<code>{CODE})(?:[-_ ]+(?P<title>.*))?")

# Pages about the pages; they hold no level, whatever else they say.
ABOUT = frozenset(
    [
        "readme",
        "index",
        "license",
        "licence",
        "copying",
        "notice",
        "contributing",
        "changelog",
        "code_of_conduct",
        "code-of-conduct",
    ]
)

RANKS = re.compile(
    r"\b(?:graduate|intern|trainee|associate|junior|jr\.?|mid(?:-level)?|senior|sr\.?|technical lead|tech lead|lead"
    r"|staff|principal|distinguished|chief|head of|head)\b",
    re.IGNORECASE,
)


def why_not(page: Page) -> str:
    """Why a page cannot be a level; empty when it can."""
    parts = sort_page(page, page.lines)
    if page.stem.casefold() in ABOUT:
        return "by its name it is a page about the ladder, not a level"
    if not parts.sections:
        return "it has no lists and no headings with text below them"
    return ""


def read(pages: Sequence[Page]) -> Draft:
    """Every page with a code is a level; without any, every page that looks like one. Others are shared, or unplaced."""
    sorted_pages = [sort_page(page, page.lines) for page in pages]
    plausible = [parts for parts in sorted_pages if parts.page.stem.casefold() not in ABOUT]
    coded = [parts for parts in plausible if _code_of(parts)[0]]
    own = coded or [parts for parts in plausible if parts.sections]
    folders = {slug(parts.page.folder): spoken(parts.page.folder) for parts in own}
    levels, tracks = _tracks([_level(parts) for parts in own], folders)
    linked = _linked(pages, own)
    draft = Draft(_title(sorted_pages), tuple(levels), tuple(tracks))
    for parts in sorted_pages:
        name = parts.page.path.rpartition("/")[2].casefold()
        if any(parts is one for one in own):
            draft += Draft(unplaced=tuple(parts.unplaced))
        elif name in linked and parts.sections and parts.page.stem.casefold() not in ABOUT:
            draft += Draft(blocks=(_block(parts),), unplaced=tuple(parts.unplaced))
        else:
            draft += Draft(unplaced=tuple(_left(parts)))
    return draft


def split_title(title: str) -> tuple[str, str]:
    """A code and a name; without a code at its start all of it is name."""
    if found := SPOKEN_CODE.fullmatch(title):
        return f"L{found['number']}", found["title"] or title
    if (found := TITLE.fullmatch(title)) and any(char.isupper() for char in found["code"]):
        return found["code"], found["title"] or found["code"]
    return "", title


def _code_of(parts: Sorted) -> tuple[str, str]:
    """The code, and the name without it; from the title, else from the name of the file."""
    code, title = split_title(parts.title)
    if code:
        return code, title
    found = FILE_CODE.fullmatch(parts.page.stem)
    if not found or not found["code"][0].isupper():
        return "", title
    return found["code"], title or (found["title"] or found["code"]).replace("-", " ").replace("_", " ")


def _level(parts: Sorted) -> DraftLevel:
    code, title = _code_of(parts)
    guesses = []
    if code and not split_title(parts.title)[0]:
        guesses.append(("code", "guessed: from the name of the file"))
    if not parts.title:
        guesses.append(("title", "guessed: from the name of the file"))
    elif title == code:
        guesses.append(("title", "guessed: the source gives this level a code and no name"))
    elif code not in parts.title and title != parts.title:
        guesses.append(("code", f"guessed: the source says '{parts.title}'"))
    return DraftLevel(
        stem=slug(parts.page.stem),
        title=title or spoken(parts.page.stem),
        code=code,
        track=slug(parts.page.folder),
        status="draft" if parts.is_draft else "",
        summary=tuple(parts.summary),
        facts=tuple(parts.facts.items()),
        sections=tuple(parts.sections),
        guesses=tuple(guesses),
    )


def _block(parts: Sorted) -> DraftBlock:
    """A shared page. What stands above its first heading is a section called like the page."""
    title = parts.title or spoken(parts.page.stem)
    opening = DraftSection(title, intro=tuple(parts.summary))
    sections = [section for section in parts.sections if section.title != WITHOUT_TITLE]
    loose = [section for section in parts.sections if section.title == WITHOUT_TITLE]
    for section in loose:
        opening = replace(opening, intro=(*opening.intro, *section.intro), points=section.points)
    return DraftBlock(slug(parts.page.stem), title, (() if opening.is_empty else (opening,)) + tuple(sections))


def _linked(pages: Iterable[Page], levels: Sequence[Sorted]) -> frozenset[str]:
    """Names of the files that a level or the page at the top points to."""
    speaking = [parts.page for parts in levels]
    speaking += [page for page in pages if "/" not in page.path and page.stem.casefold() in ("readme", "index")]
    return frozenset(
        target.partition("#")[0].rpartition("/")[2].casefold()
        for page in speaking
        for target in targets("\n".join(page.lines))
    )


def _title(pages: Iterable[Sorted]) -> str:
    """What the page at the top calls the ladder."""
    return next(
        (
            parts.title
            for parts in pages
            if "/" not in parts.page.path and parts.page.stem.casefold() in ("readme", "index")
        ),
        "",
    )


def _left(parts: Sorted) -> Iterator[Unplaced]:
    """A page that is neither a level nor shared, kept in one piece."""
    codes = [section.title for section in parts.sections if split_title(section.title)[0]]
    codes += [part.text for part in parts.unplaced if split_title(part.text)[0] and " " in part.text]
    if parts.page.stem.casefold() in ABOUT:
        why = "by its name this is a page about the ladder, not a level"
    elif codes:
        why = f"this page has several levels in it ({', '.join(codes)}): give each a file of its own"
    else:
        why = "this is no level, since neither its title nor its file name has a code, and no level links to it"
    text = "\n".join(parts.page.lines).strip("\n")
    if text.strip():
        yield Unplaced(parts.page.file, 1, text, why)


def _tracks(levels: Sequence[DraftLevel], titles: Mapping[str, str]) -> tuple[list[DraftLevel], list[DraftTrack]]:
    """The levels, and their tracks: a folder is one, unless its codes are those of several. `titles` name folders."""
    folders: dict[str, list[DraftLevel]] = defaultdict(list)
    for level in levels:
        folders[level.track].append(level)
    placed: list[DraftLevel] = []
    tracks: list[DraftTrack] = []
    for folder, members in folders.items():
        names = _families(members) if folder else {}
        placed += [_ranked(replace(level, track=slug(names.get(level.stem, folder))), members) for level in members]
        guess = f"guessed: levels of '{titles[folder]}' have the same code, so their titles say which track they are on"
        for name in dict.fromkeys(names.values()):
            tracks.append(DraftTrack(slug(name), name, family=titles[folder], guess=guess))
            guess = ""
        if folder and not names:
            tracks.append(DraftTrack(folder, titles[folder]))
    return placed, tracks


def _ranked(level: DraftLevel, others: Iterable[DraftLevel]) -> DraftLevel:
    """L1.0 stands below L1, though their numbers are the same."""
    whole, dot, zeros = level.code.rpartition(".")
    number = whole.lstrip("-" + ascii_letters)
    if not dot or zeros.strip("0") or not number.isdigit() or all(other.code != whole for other in others):
        return level
    return replace(level, rank=int(number) - 0.5, guesses=(*level.guesses, ("rank", f"guessed: below {whole}")))


def _families(levels: Sequence[DraftLevel]) -> dict[str, str]:
    """By stem, what a level's title says without its rank; empty where one track explains the codes, or several do not."""
    if max(Counter(level.code for level in levels).values()) == 1:
        return {}
    names = {level.stem: " ".join(RANKS.sub(" ", level.title).split()) for level in levels}
    pairs = Counter((names[level.stem].casefold(), level.code) for level in levels)
    return names if all(names.values()) and max(pairs.values()) == 1 and all(map(slug, names.values())) else {}
