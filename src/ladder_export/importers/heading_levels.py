"""Find which headings of a page are levels, split the page at them, and decide whether pages are sections or tracks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ladder_export.importers.blocks import PageBlock
from ladder_export.importers.level_names import PERHAPS, are_levels, likeness, score, split_title
from ladder_export.importers.markdown_inline import to_plain_title
from ladder_export.importers.parsed_pages import ParsedPage, full_text, strong_level_headings
from ladder_export.reading.slugs import title_from_id

CODE_SCORE = 0.75  # certainty of codes of one kind, whatever other headings there are
ROLE_DEPTH = 2  # depth of the heading of a page's only role
MIN_SCORE = 0.5  # share of the headings at one depth that must look like levels

# Headings about the page, at the same depth as levels.
ABOUT = frozenset(
    (
        "introduction overview contents toc resources references contributing license licence credits notes"
        " faq changelog appendix index links authors thanks attribution background summary sources inspiration"
        " glossary todo note"
    ).split()
)

# Words in headings above levels that do not name a track.
GENERIC = frozenset(
    (
        "levels level ladder titles roles expectations tracks track career responsibilities definitions definition"
        " descriptions description job by the of per each"
    ).split()
)

# Words in titles of areas; tracks have names of jobs instead.
AREA_WORDS = frozenset(
    (
        "accountability adaptability autonomy behaviour behavior behaviours behaviors business collaboration"
        " communication competencies complexity craft craftsmanship creativity culture customer delivery"
        " direction domain execution expertise feedback focus growth hiring impact independence influence"
        " initiative innovation judgment knowledge leadership learning mastery mentoring mentorship mindset"
        " ownership people planning practice problem-solving process quality reach reliability responsibility"
        " scope security skills solving strategy teaching teamwork technical technology testing thinking"
        " values vision"
    ).split()
)

CONTENTS = frozenset(("contents", "toc", "index", "table of contents", "overview", "inhalt", "sommaire", "índice"))
FIRST_PERSON = ("I ", "I'", "I’", "We ", "My ", "You ")


@dataclass(slots=True)
class HeadingPart:
    """A heading of an imported page with the blocks (paragraphs, lists …) below it.

    `kind` is "level", "parent" (a heading with levels below it), "other", or "intro" (no heading: the blocks above the
    first one). `parents` are the headings of the kind "parent" that contain it, the outermost first.
    """

    kind: str
    title: str = ""
    line: int = 1
    parents: tuple[str, ...] = ()
    blocks: list[PageBlock] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Return whether a heading has no text below it, or is "Contents" or the like with a single block below it."""
        filled = [block for block in self.blocks if full_text(block)]
        return not filled or (len(filled) == 1 and self.title.casefold() in CONTENTS)

    @property
    def above(self) -> str:
        """Return the text of the nearest heading that contains this one; empty if only the page's title does."""
        return self.parents[-1] if self.parents else ""


@dataclass(frozen=True, slots=True)
class HeadingShape:
    """The headings of a page that are levels: their depth, and their indexes (`levels`) in the page's `blocks`.

    `depth` is 1 to 6, or 7 for bold lines that are read as headings. `score` is the certainty, from 0 to 1.
    """

    blocks: tuple[PageBlock, ...]
    depth: int
    levels: frozenset[int]
    score: float

    @property
    def titles(self) -> list[str]:
        """Return the texts of the headings that are levels, without bold and italics, in the order of the page."""
        return [to_plain_title(self.blocks[index].text)[0] for index in sorted(self.levels)]

    def kind(self, index: int) -> str:
        """Return "level", "parent" or "other" for the heading with this index: the kind of its HeadingPart."""
        if index in self.levels:
            return "level"
        return "other" if self.blocks[index].level == self.depth else "parent"

    @property
    def has_deeper_headings(self) -> bool:
        """Return whether any heading of the page has a lower rank than its levels."""
        return any(block.kind == "heading" and block.level > self.depth for block in self.blocks)


def find_shape(parsed: ParsedPage) -> HeadingShape | None:
    """Find the depth whose headings look most like levels, and return these headings; None if none look like levels."""
    blocks = strong_level_headings(parsed.blocks)
    best: HeadingShape | None = None
    for depth in sorted({block.level for block in blocks if block.kind == "heading"}):
        shape = _shape_at(tuple(blocks), depth)
        if shape.score >= MIN_SCORE and (not best or shape.score > best.score):
            best = shape
    return best or _one_role(parsed)


def _shape_at(blocks: tuple[PageBlock, ...], depth: int) -> HeadingShape:
    """Return the levels among the headings of one depth. The score is 0 with fewer than two different levels."""
    headings = [index for index, block in enumerate(blocks) if block.kind == "heading" and block.level == depth]
    titles = {index: to_plain_title(blocks[index].text)[0] for index in headings}
    names = _possible_names(blocks, titles)
    flags = dict(zip(titles, are_levels(list(titles.values())), strict=True))
    levels = frozenset(index for index, is_level in flags.items() if is_level)
    certainty = max(score(names), CODE_SCORE if _have_codes(names) else 0.0)
    return HeadingShape(blocks, depth, levels, certainty if len({titles[index] for index in levels}) > 1 else 0.0)


def _possible_names(blocks: Sequence[PageBlock], titles: Mapping[int, str]) -> list[str]:
    """Return the titles that may name levels, without those of headings that have nothing below them if others have.

    `titles` are by index of their heading in `blocks`.
    """
    filled = [title for index, title in titles.items() if not _is_empty(blocks, index)]
    return list(filter(_may_name_level, filled or titles.values()))


def _is_empty(blocks: Sequence[PageBlock], index: int) -> bool:
    """Return whether a heading has nothing below it."""
    below = blocks[index + 1] if index + 1 < len(blocks) else None
    return not below or (below.kind == "heading" and below.level <= blocks[index].level)


def _one_role(parsed: ParsedPage) -> HeadingShape | None:
    """Return the page as a track of one level: its title has one heading below it, which looks like a level's.

    None where the page has another structure.
    """
    top, below = parsed.title_block, [block for block in parsed.headings if block.level == ROLE_DEPTH]
    if not (top and top.level < ROLE_DEPTH and len(below) == 1) or likeness(to_plain_title(below[0].text)[0]) < PERHAPS:
        return None
    index = next(index for index, block in enumerate(parsed.blocks) if block is below[0])
    return HeadingShape(parsed.blocks, ROLE_DEPTH, frozenset((index,)), MIN_SCORE)


def _may_name_level(heading: str) -> bool:
    """Return whether a heading may name a level: it is not about the page, and not a sentence in the first person."""
    return heading.casefold() not in ABOUT | CONTENTS and not heading.startswith(FIRST_PERSON)


def _have_codes(names: Sequence[str]) -> bool:
    """Return whether several headings have codes of one kind (L1, L2), whatever other headings there are."""
    codes = {code for name in names if (code := split_title(name)[0])}
    return len(codes) > 1 and len({code.rstrip("0123456789.") for code in codes}) == 1


def group_by_levels(shaped: Sequence[tuple[ParsedPage, HeadingShape]]) -> list[list[tuple[ParsedPage, HeadingShape]]]:
    """Group pages that are in the same folder and have the same levels."""
    groups: dict[tuple[str, ...], list[tuple[ParsedPage, HeadingShape]]] = {}
    for parsed, shape in shaped:
        key = (parsed.page.path.rpartition("/")[0], *map(str.casefold, shape.titles))
        groups.setdefault(key, []).append((parsed, shape))
    return list(groups.values())


def are_areas(group: Sequence[tuple[ParsedPage, HeadingShape]]) -> tuple[bool, str]:
    """Return whether pages with the same levels are areas of one track, and a sentence on what is uncertain in that.

    The sentence is empty if nothing is uncertain.
    """
    if len(group) == 1:
        return False, ""
    deeper = any(shape.has_deeper_headings for _, shape in group)
    names = [(parsed.titles[0] or title_from_id(parsed.page.stem)) for parsed, _ in group]
    have_area_words = [bool(AREA_WORDS.intersection(name.casefold().replace("&", " ").split())) for name in names]
    areas = not deeper and sum(have_area_words) * 2 > len(have_area_words)
    if deeper or all(have_area_words):
        return areas, ""
    kind = "areas of one track" if areas else "tracks of their own"
    return areas, f"{', '.join(names)} have the same levels, so they are imported as {kind}"


def split_into_parts(parsed: ParsedPage, shape: HeadingShape) -> list[HeadingPart]:
    """Split a page at the headings that are levels, and at all headings of the same or a higher rank."""
    top = parsed.title_block
    stack: list[tuple[int, str]] = []
    parts = [HeadingPart("intro")]
    for index, block in enumerate(shape.blocks):
        if block is top:
            continue
        if not _opens_part(block, shape.depth, parts[-1]):
            parts[-1].blocks.append(block)
            continue
        stack = [entry for entry in stack if entry[0] < block.level]
        opened = HeadingPart(
            shape.kind(index), to_plain_title(block.text)[0], block.line, tuple(title for _, title in stack), [block]
        )
        parts.append(opened)
        if opened.kind == "parent":
            stack.append((block.level, opened.title))
    return parts


def _opens_part(block: PageBlock, depth: int, current: HeadingPart) -> bool:
    """Return whether a block is a heading that begins a part; a sentence in the first person belongs to its level."""
    if block.kind != "heading" or block.level > depth:
        return False
    is_sibling = current.kind == "level" and block.level == depth
    return not (is_sibling and to_plain_title(block.text)[0].startswith(FIRST_PERSON))
