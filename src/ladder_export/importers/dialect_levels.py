"""Import pages of the dialect "levels": one page per level, with a title, labelled facts, lists below headings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial
from itertools import chain

from ladder_export.core.ui_strings import all_ui_strings
from ladder_export.importers.front_matter import CODES, OWN_KEYS, SUMMARIES, TITLES, FrontMatter, unused_settings
from ladder_export.importers.front_matter import RANKS as ORDERS
from ladder_export.importers.front_matter import TRACKS as PARENTS
from ladder_export.importers.ir import (
    ImportedBlock,
    ImportedLadder,
    ImportedLevel,
    ImportedSection,
    ImportedTrack,
    Page,
    Unplaced,
)
from ladder_export.importers.level_names import (
    family,
    is_trade,
    likeness,
    name_guesses,
    ordinal,
    split_title,
)
from ladder_export.importers.level_pages import find_code_and_title
from ladder_export.importers.markdown_inline import link_targets, linked_file
from ladder_export.importers.markdown_pages import UNTITLED_SECTION, page_contents
from ladder_export.importers.markdown_sections import PageContents
from ladder_export.importers.parsed_pages import ParsedPage
from ladder_export.importers.tables import is_table_file
from ladder_export.importers.tracks import assign_tracks, own_track, track_id, track_name
from ladder_export.reading.slugs import slug, title_from_id

# The sentence by which Markdown of ladder-export expresses `extends`.
EXTENDS = re.compile(
    "|".join(re.escape(words.extends).replace(r"\{level\}", ".*") for words in all_ui_strings()), re.DOTALL
)

# Names of pages that apply to all levels.
SHARED_NAMES = frozenset("everyone everybody all common shared general core all-levels all-roles".split())
NO_LEVEL = (
    "this page is not a level: neither its title nor its file name has a code or a rank, and no level links to it"
)
NO_TABLE = "this table has neither levels along one side nor a column of levels; try --columns or --dialect matrix"
ROLE_GUESS = "guessed: its only level has no rank, so it is a track of its own"


def read(pages: Sequence[ParsedPage], other_pages: Sequence[ParsedPage] = ()) -> ImportedLadder:
    """Convert each of `pages` to a level.

    Each of `other_pages` becomes text that levels share if levels link to it, else unplaced text.
    """
    contents = list(map(page_contents, pages))
    own_pages = [parsed for parsed in pages if parsed.settings.is_own]
    folders = {track_id(parsed): track_name(parsed) for parsed in reversed(pages)}  # the first page names its folder
    levels, roles = _with_roles(list(map(_level, pages, contents)))
    levels, tracks = assign_tracks(levels, folders | roles, {slug(parsed.page.stem) for parsed in own_pages})
    own_settings = {track_id(parsed): parsed.settings for parsed in own_pages}
    shared, included = _read_other_pages(other_pages, pages, levels)
    ladder = ImportedLadder(
        levels=tuple(levels),
        tracks=tuple(map(partial(_finish_track, own_settings, included, roles), tracks)),
        unplaced=tuple(chain.from_iterable(parts.unplaced for parts in contents)),
        uncertainties=tuple(
            f"'{title}' has no rank and is the only page of its kind, so it is imported as a track"
            for title in roles.values()
        ),
    )
    return ladder + shared + _own_ladder(own_pages)


def _finish_track(
    own_settings: Mapping[str, FrontMatter],
    included: Mapping[str, tuple[str, ...]],
    roles: Container[str],
    track: ImportedTrack,
) -> ImportedTrack:
    """Return a track with the ids of the blocks that it includes, its own settings, or a comment that it is a role's."""
    if track.id in own_settings:
        track = own_track(track, own_settings[track.id])
    return replace(track, includes=included[track.id], guess=ROLE_GUESS if track.id in roles else track.guess)


def _read_other_pages(
    other_pages: Sequence[ParsedPage], pages: Sequence[ParsedPage], levels: Sequence[ImportedLevel]
) -> tuple[ImportedLadder, Mapping[str, tuple[str, ...]]]:
    """Return other pages as blocks or unplaced text, and the ids of the blocks that each track includes."""
    ladder = ImportedLadder()
    included: dict[str, tuple[str, ...]] = defaultdict(tuple)
    if not other_pages:
        return ladder, included
    links = [(level.track, _linked_files(parsed.page)) for parsed, level in zip(pages, levels, strict=True)]
    for parsed in other_pages:
        shared, tracks = _read_other_page(parsed, links)
        ladder += shared
        for track in tracks if shared.blocks else ():
            included[track] += (shared.blocks[0].id,)
    return ladder, included


def _read_other_page(
    parsed: ParsedPage, links: Sequence[tuple[str, frozenset[str]]]
) -> tuple[ImportedLadder, set[str]]:
    """Return another page as a block or as unplaced text, and the ids of the tracks whose levels link to it.

    It is a block where a level links to it, or its name says that it is for everybody.
    """
    linking = {track for track, names in links if parsed.page.name in names}
    parts = page_contents(parsed)
    if (linking or parsed.page.stem.casefold() in SHARED_NAMES) and parts.sections:
        return ImportedLadder(blocks=(_block(parts),), unplaced=tuple(parts.unplaced)), linking
    why = NO_TABLE if is_table_file(parsed.page) else NO_LEVEL
    return ImportedLadder(unplaced=(parsed.page.as_unplaced(why),)), linking


def _with_roles(levels: Sequence[ImportedLevel]) -> tuple[list[ImportedLevel], dict[str, str]]:
    """Return the levels, with roles that have no rank on tracks of their own, and the titles of these tracks by id."""
    families = {family(level.title) for level in levels if level.code or likeness(level.title)}
    with_tracks = [
        replace(level, track=slug(level.title), guesses=(*level.guesses, ("track", ROLE_GUESS)))
        if _is_role(level, families)
        else level
        for level in levels
    ]
    return with_tracks, {
        level_.track: level_.title for level_, level in zip(with_tracks, levels, strict=True) if level_ is not level
    }


def _is_role(level: ImportedLevel, families: AbstractSet[str]) -> bool:
    """Return whether a level is a trade without rank that no other level has."""
    ranked = level.track or level.code or level.rank
    return not ranked and is_trade(level.title) and family(level.title) not in families


def _own_ladder(own_pages: Sequence[ParsedPage]) -> ImportedLadder:
    """Return the ladder's settings from the first page that ladder-export wrote; empty without one."""
    if not own_pages:
        return ImportedLadder()
    own = own_pages[0].settings
    settings = {key: text for key in ("organisation", "edition", "language", "credit") if (text := own.own_text(key))}
    return ImportedLadder(own.own_text("ladder"), summary=own.own_text("ladder-summary"), settings=settings)


def _level(parsed: ParsedPage, parts: PageContents) -> ImportedLevel:
    """Return the level of a page."""
    settings = parsed.settings
    code, title = find_code_and_title(parsed)
    rank, guess = _rank(parsed, code)
    used = [*TITLES, *PARENTS, *ORDERS, *CODES, settings.text(SUMMARIES)[0], *(OWN_KEYS if settings.is_own else ())]
    parts.unplaced += unused_settings(parsed.page, settings, used, title)
    parts.unplaced += _broken_settings(parsed)
    return ImportedLevel(
        stem=slug(parsed.page.stem),
        title=title,
        code=code,
        track=track_id(parsed),
        status="draft" if parts.is_draft or str(settings.values.get("draft")).lower() == "true" else "",
        rank=rank,
        summary=_summary(parsed, parts),
        facts=tuple(parts.facts.items()),
        sections=tuple(parts.sections),
        guesses=(*_name_guesses(parsed, parts, code, title), *guess),
        grade=(settings.own_text("grade"), settings.own_text("grade-title")),
        extends=settings.own_text("extends"),
    )


def _rank(parsed: ParsedPage, code: str) -> tuple[float | None, tuple[tuple[str, str], ...]]:
    """Return the rank from a page's settings, and comments on guesses; None where its code gives the same rank."""
    key, rank = parsed.settings.number(ORDERS)
    if parsed.settings.is_own:
        return (None if rank == ordinal(code) else rank), ()
    if code or rank is None:
        return None, ()
    return rank, (("rank", f"guessed: '{key}' of the page"),)


def _name_guesses(parsed: ParsedPage, parts: PageContents, code: str, title: str) -> Iterator[tuple[str, str]]:
    """Yield comments on guesses about code and title."""
    stated_code = split_title(parts.title)[0]
    if code and not stated_code and code not in [parsed.settings.text((key,))[1] for key in CODES]:
        yield "code", "guessed: from the name of the file"
    if not parts.title:
        yield "title", "guessed: from the name of the file"
    elif title == code:
        yield from name_guesses(code, title)
    elif stated_code == parts.title:
        yield "title", "guessed: from the name of the file"
    elif stated_code and code not in parts.title:
        yield "code", f"guessed: the source says '{parts.title}'"


def _summary(parsed: ParsedPage, parts: PageContents) -> tuple[str, ...]:
    """Return the summary from settings and opening, without the sentence that names the extended level."""
    _, setting = parsed.settings.text(SUMMARIES)
    opening = [text for text in parts.summary if not (parsed.settings.own_text("extends") and EXTENDS.fullmatch(text))]
    return (setting, *opening) if setting and setting not in opening else tuple(opening)


def _broken_settings(parsed: ParsedPage) -> Iterator[Unplaced]:
    """Yield settings that cannot be parsed, as unplaced text."""
    end = parsed.settings.end
    if end and not parsed.settings.values and (text := "\n".join(parsed.page.lines[1 : end - 1]).strip()):
        yield Unplaced(parsed.page.file, 2, text, "these settings cannot be read")


def _block(parts: PageContents) -> ImportedBlock:
    """Return a shared page as a block. Text above its first heading is a section with the page's title."""
    title = parts.title or title_from_id(parts.page.stem)
    opening = ImportedSection(title, intro=tuple(parts.summary))
    sections = [section for section in parts.sections if section.title != UNTITLED_SECTION]
    untitled = [section for section in parts.sections if section.title == UNTITLED_SECTION]
    for section in untitled:
        opening = replace(opening, intro=(*opening.intro, *section.intro), points=section.points)
    return ImportedBlock(slug(parts.page.stem), title, (() if opening.is_empty else (opening,)) + tuple(sections))


def _linked_files(page: Page) -> frozenset[str]:
    """Return the names of the files that a page links to, in lower case."""
    return frozenset(map(linked_file, link_targets("\n".join(page.lines))))
