"""Import pages of the dialect "headings": one page per track, whose levels are headings at any depth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from ladder_export.importers.area_sections import sections_in_area
from ladder_export.importers.blocks import PageBlock
from ladder_export.importers.dialect_matrix import TITLE_LABELS
from ladder_export.importers.front_matter import FAMILIES, SUMMARIES, TITLES, unused_settings
from ladder_export.importers.heading_levels import (
    GENERIC,
    HeadingPart,
    HeadingShape,
    are_areas,
    find_shape,
    group_by_levels,
    split_into_parts,
)
from ladder_export.importers.ir import (
    ImportedLadder,
    ImportedLevel,
    ImportedSection,
    ImportedTrack,
    Page,
    Point,
    Unplaced,
)
from ladder_export.importers.level_names import is_nameless, name_guesses, split_title
from ladder_export.importers.markdown_pages import NO_HEADING_GUESS, UNTITLED_SECTION, classify_blocks, start_page
from ladder_export.importers.markdown_sections import PageContents
from ladder_export.importers.overview_tables import add_overview, take_overview_tables
from ladder_export.importers.parsed_pages import ParsedPage, full_text
from ladder_export.reading.slugs import slug, title_from_id


def fit(parsed: ParsedPage) -> tuple[float, str]:
    """Return how likely the headings of a page are levels, from 0 to 1, and the reason in words."""
    shape = find_shape(parsed)
    if not shape:
        return 0.0, "no two headings of the same depth look like levels (L3, Level 3, Senior …)"
    title, _ = parsed.titles
    # A page about one level may have one or two headings that look like levels.
    alone = 0.5 if split_title(title)[0] else 1.0
    return shape.score * alone, "headings such as " + " and ".join(f"'{title}'" for title in shape.titles[:2])


def read(pages: Sequence[ParsedPage], *, alone: bool = False) -> ImportedLadder:
    """Convert pages to tracks with levels. With `alone`, the only page is a whole ladder, without tracks.

    Several pages with the same levels become areas of these levels if their titles are names of areas, such as
    "Communication", else a track each.
    """
    ladder = ImportedLadder()
    pages_with_shape: list[tuple[ParsedPage, HeadingShape]] = []
    for parsed in pages:
        if shape := find_shape(parsed):
            pages_with_shape.append((parsed, shape))
        else:
            ladder += ImportedLadder(unplaced=(parsed.page.as_unplaced("no two headings look like levels"),))
    for group in group_by_levels(pages_with_shape):
        areas, uncertainty = are_areas(group)
        ladder += ImportedLadder(uncertainties=(uncertainty,) if uncertainty else ())
        if areas:
            ladder += _read_area_pages(group)
        else:
            for parsed, shape in group:
                ladder += _read_page(parsed, shape, alone=alone and len(pages_with_shape) == 1)
    return ladder


@dataclass(slots=True)
class _Reading:
    """A page being read.

    `names` maps each heading above levels to the name of their track; a `flat` page has no tracks.
    """

    parsed: ParsedPage
    parts: Sequence[HeadingPart]
    title: str
    rest: PageContents
    intro: list[str]
    names: dict[str, str] = field(default_factory=dict)
    flat: bool = False

    @property
    def levels(self) -> list[HeadingPart]:
        """Return the parts that are levels."""
        return [part for part in self.parts if part.kind == "level"]

    @property
    def parents(self) -> list[str]:
        """Return the heading above each level, every one once."""
        return list(dict.fromkeys(part.above for part in self.levels))

    def track(self, above: str) -> str:
        """Return the id of the track of levels below a heading."""
        if self.flat:
            return ""
        name = self.names[above]
        return slug(name) if name != self.title and slug(name) else slug(self.parsed.page.stem) or "track"


def _read_page(parsed: ParsedPage, shape: HeadingShape, *, alone: bool) -> ImportedLadder:
    """Return the levels of a page on one track, or on a track for each heading above them."""
    settings = parsed.settings
    rest = start_page(parsed)
    title = rest.title
    rest.unplaced += unused_settings(parsed.page, settings, (*TITLES, *SUMMARIES, *FAMILIES, "parent"), title)
    parts = split_into_parts(parsed, shape)
    reading = _Reading(parsed, parts, title, rest, [])
    overviews = take_overview_tables(parsed.page, parts)
    reading.intro = list(filter(None, (settings.text(SUMMARIES)[1], *_intro(rest, parts[0].blocks))))
    page_name = title or title_from_id(parsed.page.stem)
    reading.names = _track_names(reading, page_name)
    reading.flat = alone and set(reading.names.values()) == {page_name}
    ladder = _read_transposed(reading) if _is_transposed(reading) else _read_levels(reading)
    ladder = reduce(add_overview, overviews, ladder)
    return ImportedLadder(title=title if alone else "") + ladder + _tracks(reading, alone=alone)


def _is_transposed(reading: _Reading) -> bool:
    """Return whether the headings above levels are areas: the same levels are below several of them."""
    return len(reading.parents) > 1 and len({part.title for part in reading.levels}) < len(reading.levels)


def _track_names(reading: _Reading, page_name: str) -> dict[str, str]:
    """Return the name of the track below each heading: the heading, or the page's name where it is no track's."""
    if _is_transposed(reading):
        return dict.fromkeys(reading.parents, page_name)
    generic = frozenset[str]() if len(reading.parents) > 1 else GENERIC
    return {above: page_name if generic.issuperset(above.casefold().split()) else above for above in reading.parents}


def _read_levels(reading: _Reading) -> ImportedLadder:
    """Return the levels of a page in order."""
    ladder = ImportedLadder()
    for index, part in enumerate(reading.levels):
        level, unplaced = _level(reading.parsed.page, part, reading.track(part.above), index)
        ladder += ImportedLadder(levels=(level,), unplaced=unplaced)
    return ladder


def _tracks(reading: _Reading, *, alone: bool) -> ImportedLadder:
    """Return the tracks of a page, its summary and its unplaced text."""
    names, rest = reading.names, reading.rest
    has_several = len(set(names.values())) > 1
    ladder_intro, track_intro = (reading.intro, []) if alone and has_several else ([], reading.intro)
    first, summaries = next(iter(names.values())), defaultdict[str, list[str]](list)
    summaries[first] += track_intro
    for part in reading.parts[1:]:
        if part.kind == "parent" and part.title in names:
            summaries[names[part.title]] += _track_intro(reading, part)
        else:
            _add_part_unplaced(rest, part)
    if reading.flat:
        return ImportedLadder(summary="\n\n".join(summaries[first]), unplaced=tuple(rest.unplaced))
    family = reading.title if has_several and not alone else ""
    tracks = {name: _track(reading, above, "\n\n".join(summaries[name]), family) for above, name in names.items()}
    return ImportedLadder(
        summary="\n\n".join(ladder_intro), tracks=tuple(tracks.values()), unplaced=tuple(rest.unplaced)
    )


def _track_intro(reading: _Reading, part: HeadingPart) -> list[str]:
    """Return the paragraphs below the heading of a track; empty for the heading of an area, whose levels have them."""
    return [] if _is_transposed(reading) else list(_intro(reading.rest, part.blocks[1:]))


def _track(reading: _Reading, above: str, summary: str, family: str) -> ImportedTrack:
    """Return the track below a heading, in a family; in that of the page's settings where it has no other."""
    name, of_settings = reading.names[above], title_from_id(reading.parsed.settings.text(FAMILIES)[1])
    return ImportedTrack(
        reading.track(above), name, summary, family=family if family not in ("", name) else of_settings
    )


def _add_part_unplaced(rest: PageContents, part: HeadingPart) -> None:
    """Record a part of the page that is not a level as unplaced."""
    if part.kind != "level" and not part.is_empty:
        rest.add_unplaced(
            part.line,
            "\n".join(filter(None, map(full_text, part.blocks))),
            "this part of the page is not about a level",
        )


def _intro(rest: PageContents, blocks: Sequence[PageBlock]) -> Iterator[str]:
    """Yield the paragraphs above levels; other blocks are recorded as unplaced."""
    for block in blocks:
        if block.kind in ("paragraph", "quote"):
            if text := rest.inline(block.text, block.line):
                yield text
        elif block.kind != "closing" and full_text(block):
            rest.add_unplaced(block.line, full_text(block), "it is above the levels")


def _level(page: Page, part: HeadingPart, track: str, position: int) -> tuple[ImportedLevel, tuple[Unplaced, ...]]:
    """Return a level from the blocks below its heading, and unplaced text. `place` is its index on the page."""
    parts = PageContents(page)
    parts.heading(part.blocks[0].text, part.line)
    code, title = split_title(part.title)
    classify_blocks(parts, part.blocks[1:])
    title = _title_among_facts(parts, title) if title == code else title
    guesses = list(name_guesses(code, title))
    if code and code not in part.title:
        guesses.append(("code", f"guessed: the source says '{part.title}'"))
    if parts.facts and not parts.sections:  # labelled lines are the only text, so they are statements
        statements = tuple(Point(f"**{label}**: {value}") for label, value in parts.facts.items())
        parts.sections.append(ImportedSection(UNTITLED_SECTION, points=statements, guess=NO_HEADING_GUESS))
        parts.facts.clear()
    level = ImportedLevel(
        # The id of a level without a name includes its track's.
        stem=slug(f"{track} {code}") if code and is_nameless(code, title) else slug(f"{code} {title}"),
        title=title,
        code=code,
        track=track,
        status="draft" if parts.is_draft else "",
        summary=tuple(parts.summary),
        facts=tuple(parts.facts.items()),
        sections=tuple(parts.sections),
        guesses=tuple(guesses),
        position=position,
    )
    return level, tuple(parts.unplaced)


def _title_among_facts(parts: PageContents, title: str) -> str:
    """Return the title that a fact gives the level, and remove the fact; else return `title`."""
    named = next((label for label in parts.facts if label.casefold() in TITLE_LABELS), "")
    return parts.facts.pop(named, title)


def _read_transposed(reading: _Reading, area: str = "") -> ImportedLadder:
    """Return levels whose headings are repeated below each area, every level with all of its areas.

    `area` is the title of a page that is about one area.
    """
    levels: dict[str, ImportedLevel] = {}
    unplaced: list[Unplaced] = []
    used_areas = {""}
    intros = {} if area else _area_intros(reading)
    for part in reading.levels:
        track = "" if area else reading.track(part.above)
        level, level_unplaced = _level(reading.parsed.page, part, track, len(levels))
        unplaced += level_unplaced
        sections = tuple(sections_in_area(level, area or part.above, intros.get(part.above, ())))
        used_areas |= {part.above} if sections else set()
        previous = levels.setdefault(level.stem, replace(level, sections=(), summary=(), facts=()))
        levels[level.stem] = replace(
            previous, sections=previous.sections + sections, facts=previous.facts + level.facts
        )
    for part in reading.levels:
        if part.above not in used_areas:
            text = "\n".join((part.above, *intros.get(part.above, ())))
            reading.rest.add_unplaced(part.line, text, "no level has text about this area")
            used_areas.add(part.above)
    return ImportedLadder(levels=tuple(levels.values()), unplaced=tuple(unplaced))


def _area_intros(reading: _Reading) -> dict[str, tuple[str, ...]]:
    """Return the paragraphs below the heading of each area, above its levels."""
    intros = defaultdict[str, tuple[str, ...]](tuple)
    for part in reading.parts:
        if part.kind == "parent" and part.title in reading.parents:
            intros[part.title] += tuple(_intro(reading.rest, part.blocks[1:]))
    return intros


def _read_area_pages(group: Sequence[tuple[ParsedPage, HeadingShape]]) -> ImportedLadder:
    """Return the levels of pages that are areas of the same levels."""
    ladder = ImportedLadder()
    levels: dict[str, ImportedLevel] = {}
    for parsed, shape in group:
        rest = start_page(parsed)
        title = rest.title
        rest.unplaced += unused_settings(parsed.page, parsed.settings, TITLES, title)
        reading = _Reading(parsed, split_into_parts(parsed, shape), title, rest, [])
        page_ladder = _read_transposed(reading, title or title_from_id(parsed.page.stem))
        for level in page_ladder.levels:
            previous = levels.get(level.stem)
            levels[level.stem] = replace(previous, sections=previous.sections + level.sections) if previous else level
        for part in reading.parts:
            _add_part_unplaced(rest, part)
        ladder += ImportedLadder(unplaced=(*page_ladder.unplaced, *rest.unplaced))
    return ladder + ImportedLadder(levels=tuple(levels.values()))
