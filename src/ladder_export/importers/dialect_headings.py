"""This file reads the dialect of one page a track: its levels are headings, at whatever depth, with or without codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ladder_export.importers.blocks import Block
from ladder_export.importers.dialect_matrix import NAMES, read_table
from ladder_export.importers.front_matter import FAMILIES, SUMMARIES, TITLES, others
from ladder_export.importers.heading_levels import GENERIC, Part, Shape, are_areas, find_shape, pages_alike, parts_of
from ladder_export.importers.ir import Draft, DraftLevel, DraftSection, DraftTrack, Page, Point, Unplaced
from ladder_export.importers.level_names import is_nameless, name_guesses, split_title
from ladder_export.importers.markdown_inline import icon_of, plain
from ladder_export.importers.markdown_pages import NO_HEADING, WITHOUT_TITLE, around, sort_blocks
from ladder_export.importers.markdown_sections import Sorted
from ladder_export.importers.parsed_pages import ParsedPage, whole
from ladder_export.importers.tables import find_head, table_of
from ladder_export.reading.slugs import slug, spoken


def fit(parsed: ParsedPage) -> tuple[float, str]:
    """Return how well a page has levels as headings, from 0 to 1, and why."""
    shape = find_shape(parsed)
    if not shape:
        return 0.0, "no two headings of one rank look like levels (L3, Level 3, Senior …)"
    title, _ = parsed.titles
    # A level of its own may have a heading or two that sound like one.
    alone = 0.5 if split_title(title)[0] else 1.0
    said = [plain(shape.blocks[place].text)[0] for place in sorted(shape.levels)]
    return shape.score * alone, "headings such as " + " and ".join(f"'{one}'" for one in said[:2])


def read(pages: Sequence[ParsedPage], *, alone: bool = False) -> Draft:
    """The tracks of all pages; one that is `alone` is a ladder of its own. Pages with the same levels are areas of these where their titles are those of areas."""
    draft = Draft()
    shaped = [(parsed, shape) for parsed in pages if (shape := find_shape(parsed))]
    draft += Draft(
        unplaced=tuple(
            parsed.page.kept("no two headings look like levels")
            for parsed in pages
            if not any(parsed is one for one, _ in shaped) and any(map(str.strip, parsed.page.lines))
        )
    )
    for group in pages_alike(shaped):
        areas, doubt = are_areas(group)
        draft += Draft(doubts=(doubt,) if doubt else ())
        if areas:
            draft += _pages_of_areas(group)
        else:
            for parsed, shape in group:
                draft += _page(parsed, shape, alone=alone and len(shaped) == 1)
    return draft


@dataclass(slots=True)
class _Reading:
    """A page being read. `names` say by the heading above levels which track they are on; one that is `flat` needs none."""

    parsed: ParsedPage
    parts: Sequence[Part]
    title: str
    rest: Sorted
    intro: list[str]
    names: dict[str, str] = field(default_factory=dict)
    flat: bool = False

    @property
    def levels(self) -> list[Part]:
        return [part for part in self.parts if part.kind == "level"]

    def track(self, above: str) -> str:
        """The id of the track of levels below a heading."""
        if self.flat:
            return ""
        name = self.names[above]
        return slug(name) if name != self.title and slug(name) else slug(self.parsed.page.stem) or "track"


def _page(parsed: ParsedPage, shape: Shape, *, alone: bool) -> Draft:
    """One page: its levels on a track, or on one for each of the headings above them."""
    settings = parsed.settings
    rest = around(parsed)
    title = rest.title
    rest.unplaced += others(parsed.page, settings, (*TITLES, *SUMMARIES, *FAMILIES, "parent"), title)
    parts = parts_of(parsed, shape)
    reading = _Reading(parsed, parts, title, rest, [])
    overviews = _overviews(reading)
    opening = (settings.text(SUMMARIES)[1], *_intro(rest, parts[0].blocks))
    reading.intro = [text for text in opening if text]
    parents = list(dict.fromkeys(part.above for part in reading.levels))
    is_transposed = len(parents) > 1 and len({part.title for part in reading.levels}) < len(reading.levels)
    shown = title or spoken(parsed.page.stem)
    if is_transposed:
        reading.names = dict.fromkeys(parents, shown)
    elif len(parents) > 1:
        reading.names = {above: above or shown for above in parents}
    else:
        reading.names = {above: shown if GENERIC.issuperset(above.casefold().split()) else above for above in parents}
    reading.flat = alone and set(reading.names.values()) == {shown}
    draft = _transposed(reading) if is_transposed else _one_by_one(reading)
    for overview in overviews:
        draft = _with_overview(draft, overview)
    return Draft(title=title if alone else "") + draft + _tracks(reading, alone=alone)


def _overviews(reading: _Reading) -> list[Draft]:
    """The tables about the levels of a page, taken out of the parts that they stand in."""
    names = {split_title(part.title) for part in reading.levels}
    known = {name.casefold() for pair in names for name in pair if name}
    found = []
    for part in reading.parts:
        for block in part.blocks if part.kind != "level" else ():
            head = find_head(table_of(reading.parsed.page, block)) if block.kind == "table" else None
            draft = read_table(head) if head else Draft()
            if draft.levels and all({level.code.casefold(), level.title.casefold()} & known for level in draft.levels):
                found.append(draft)
                part.blocks = [one for one in part.blocks if one is not block]
    return found


def _with_overview(draft: Draft, overview: Draft) -> Draft:
    """The levels with what a table says of each, as facts."""
    said = {name.casefold(): level for level in overview.levels for name in (level.title, level.code) if name}
    levels = []
    for level in draft.levels:
        row = said.get(level.code.casefold()) or said.get(level.title.casefold()) or DraftLevel("", "")
        facts = [
            (section.title, "\\\n".join((*section.intro, *(point.text for point in section.points))))
            for section in row.sections
            if section.title not in dict(level.facts)
        ]
        levels.append(replace(level, facts=(*level.facts, *facts), summary=level.summary + row.summary))
    return replace(draft, levels=tuple(levels), unplaced=draft.unplaced + overview.unplaced)


def _one_by_one(reading: _Reading) -> Draft:
    draft = Draft()
    for place, part in enumerate(reading.levels):
        level, unplaced = _level(reading.parsed.page, part, reading.track(part.above), place)
        draft += Draft(levels=(level,), unplaced=unplaced)
    return draft


def _tracks(reading: _Reading, *, alone: bool) -> Draft:
    """The tracks of a page, and all that it says beside its levels."""
    names, rest = reading.names, reading.rest
    several = len(set(names.values())) > 1
    summaries: dict[str, list[str]] = {name: [] for name in names.values()}
    if not (alone and several):
        summaries[next(iter(summaries))] += reading.intro
    for part in reading.parts[1:]:
        if part.kind == "parent" and part.title in names:
            summaries[names[part.title]] += _intro(rest, part.blocks[1:])
        else:
            _lose(rest, part)
    unplaced = tuple(rest.unplaced)
    if reading.flat:
        return Draft(summary="\n\n".join(next(iter(summaries.values()))), unplaced=unplaced)
    family = spoken(reading.parsed.settings.text(FAMILIES)[1])
    tracks = {
        name: DraftTrack(
            reading.track(above),
            name,
            "\n\n".join(summaries[name]),
            family=reading.title if several and not alone and name != reading.title else family,
        )
        for above, name in names.items()
    }
    summary = "\n\n".join(reading.intro) if alone and several else ""
    return Draft(summary=summary, tracks=tuple(tracks.values()), unplaced=unplaced)


def _lose(rest: Sorted, part: Part) -> None:
    """A part of the page that is no level has no place."""
    if part.kind != "level" and not part.is_empty:
        rest.lose(
            part.line, "\n".join(filter(None, map(whole, part.blocks))), "this part of the page is about no level"
        )


def _intro(rest: Sorted, blocks: Sequence[Block]) -> Iterator[str]:
    """The paragraphs before levels; what else stands there has no place."""
    for block in blocks:
        if block.kind in ("paragraph", "quote"):
            if text := rest.inline(block.text, block.line):
                yield text
        elif block.kind != "closing" and whole(block):
            rest.lose(block.line, whole(block), "it stands above the levels")


def _level(page: Page, part: Part, track: str, place: int) -> tuple[DraftLevel, tuple[Unplaced, ...]]:
    """A level with what stands below its heading."""
    parts = Sorted(page)
    parts.heading(part.blocks[0].text, part.line)
    code, title = split_title(part.title)
    sort_blocks(parts, part.blocks[1:])
    title = _title_among_facts(parts, title) if title == code else title
    guesses = list(name_guesses(code, title))
    if code and code not in part.title:
        guesses.append(("code", f"guessed: the source says '{part.title}'"))
    if parts.facts and not parts.sections:  # a list of labelled lines is all that is asked for
        said = tuple(Point(f"**{label}**: {value}") for label, value in parts.facts.items())
        parts.sections.append(DraftSection(WITHOUT_TITLE, points=said, guess=NO_HEADING))
        parts.facts.clear()
    level = DraftLevel(
        # One without a name has that of its track in it.
        stem=slug(f"{track} {code}") if code and is_nameless(code, title) else slug(f"{code} {title}"),
        title=title,
        code=code,
        track=track,
        status="draft" if parts.is_draft else "",
        summary=tuple(parts.summary),
        facts=tuple(parts.facts.items()),
        sections=tuple(parts.sections),
        guesses=tuple(guesses),
        position=place,
    )
    return level, tuple(parts.unplaced)


def _title_among_facts(parts: Sorted, title: str) -> str:
    """The title that a fact gives a level, which is no fact then; else the one it has."""
    named = next((label for label in parts.facts if label.casefold() in NAMES), "")
    return parts.facts.pop(named, title)


def _transposed(reading: _Reading, area: str = "") -> Draft:
    """Levels whose headings stand below each area: every level with all of its areas. `area` is that of a whole page."""
    levels: dict[str, DraftLevel] = {}
    unplaced: list[Unplaced] = []
    heard = {""}
    for part in reading.levels:
        track = "" if area else reading.track(part.above)
        level, lost = _level(reading.parsed.page, part, track, len(levels))
        unplaced += lost
        sections = tuple(_in_area(level, area or part.above))
        heard |= {part.above} if sections else set()
        before = levels.setdefault(level.stem, replace(level, sections=(), summary=(), facts=()))
        levels[level.stem] = replace(before, sections=before.sections + sections, facts=before.facts + level.facts)
    for part in reading.levels:
        if part.above not in heard:
            reading.rest.lose(part.line, part.above, "no level says anything about this area")
            heard.add(part.above)
    return Draft(levels=tuple(levels.values()), unplaced=tuple(unplaced))


def _in_area(level: DraftLevel, area: str) -> Iterator[DraftSection]:
    """What a level says about one area: text without a heading is the area's own."""
    icon, area = icon_of(area)
    own = next((one for one in level.sections if one.title == WITHOUT_TITLE), DraftSection(area))
    guess = "" if area else NO_HEADING
    own = replace(own, title=area or WITHOUT_TITLE, icon=icon, guess=guess, intro=level.summary + own.intro)
    if not own.is_empty:
        yield own
    for one in level.sections:
        if one.title != WITHOUT_TITLE:
            yield replace(one, title=f"{area}: {one.title}" if area else one.title)


def _pages_of_areas(group: Sequence[tuple[ParsedPage, Shape]]) -> Draft:
    """Pages that are areas of the same levels."""
    draft = Draft()
    levels: dict[str, DraftLevel] = {}
    for parsed, shape in group:
        rest = around(parsed)
        title = rest.title
        rest.unplaced += others(parsed.page, parsed.settings, TITLES, title)
        reading = _Reading(parsed, parts_of(parsed, shape), title, rest, [])
        one = _transposed(reading, title or spoken(parsed.page.stem))
        for level in one.levels:
            before = levels.get(level.stem)
            levels[level.stem] = replace(before, sections=before.sections + level.sections) if before else level
        for part in reading.parts:
            _lose(rest, part)
        draft += Draft(unplaced=(*one.unplaced, *rest.unplaced))
    return draft + Draft(levels=tuple(levels.values()))
