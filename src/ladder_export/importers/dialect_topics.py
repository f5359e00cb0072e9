"""This file reads the dialect of front-matter topics: one page a track, its topics a list of levels with criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from ladder_export.core.problems import Problem, Span
from ladder_export.importers.blocks import PageBlock
from ladder_export.importers.front_matter import FrontMatter, unused_settings
from ladder_export.importers.ir import (
    ImportedLadder,
    ImportedLevel,
    ImportedSection,
    ImportedTrack,
    Page,
    Point,
    Unplaced,
)
from ladder_export.importers.markdown_blocks import parse_blocks
from ladder_export.importers.markdown_inline import UnplacedCollector, split_icon, to_plain_title
from ladder_export.importers.markdown_pages import classify_blocks
from ladder_export.importers.markdown_sections import PageContents
from ladder_export.reading.nodes import Listing, Mapping, Node, Scalar, child, data
from ladder_export.reading.slugs import slug, spoken
from ladder_export.reading.yaml.parser import parse

FENCE = "---"
LEVEL = re.compile(r"level\s+(?P<number>[0-9]{1,2})\s*:?\s*(?P<title>.*)", re.IGNORECASE)


# What YAML takes text away by; a page in which it does so is kept whole.
LOSSY_PROBLEMS = frozenset(("bad-key", "control-character", "duplicate-key", "tag", "unused-anchor"))

UNUSED_VALUE = "this stands where a topic says nothing about a level"


class UnreadableFrontMatter(Exception):
    """The front matter of a page is no YAML, or not there; it carries why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__()
        self.problems = problems


@dataclass(slots=True, kw_only=True)
class _Track(UnplacedCollector):
    """A page in the making; its levels by number, each a list of sections."""

    id: str
    levels: dict[str, list[ImportedSection]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    summaries: dict[str, list[str]] = field(default_factory=dict)
    facts: dict[str, dict[str, str]] = field(default_factory=dict)
    drafts: set[str] = field(default_factory=set)
    used_spans: set[Span] = field(default_factory=set)

    def use_text(self, node: Node) -> str:
        """A text of the front matter, which then has its place."""
        self.used_spans.add(node.span)
        return self.inline(_text(node), node.span.line)


def fit(page: Page) -> tuple[float, str]:
    """Return how well a page lists topics in its front matter, from 0 to 1, and why."""
    end = _end(page)
    if not end:
        return 0.0, "it does not begin with front matter between two lines '---'"
    topics = any(line.startswith("topics:") for line in page.lines[:end])
    return (1.0, "front matter with 'topics'") if topics else (0.0, "its front matter has no 'topics'")


def read(pages: Sequence[Page]) -> ImportedLadder:
    """The tracks of all pages; a page whose front matter is broken is a problem with its place, and kept as text."""
    ladder = ImportedLadder()
    used_ids: set[str] = set()
    for page in pages:
        try:
            ladder += _read_page(page, used_ids)
        except UnreadableFrontMatter as stop:
            unplaced = page.as_unplaced("the front matter of this page cannot be read")
            ladder += ImportedLadder(unplaced=(unplaced,), problems=stop.problems)
    return ladder


def _end(page: Page) -> int:
    """The line that ends the front matter, counted from 1; 0 without any."""
    if page.excerpt(1).strip() != FENCE:
        return 0
    return next((number for number, line in enumerate(page.lines[1:], 2) if line.strip() == FENCE), 0)


def _read_page(page: Page, used_ids: set[str]) -> ImportedLadder:
    end = _end(page)
    if not end:
        raise UnreadableFrontMatter
    # The line of the fence stays as a comment, so that places are those of the page.
    parsed = parse(page.file, "\n".join(("#", *page.lines[1 : end - 1])).encode())
    if not isinstance(parsed.node, Mapping) or any(problem.code in LOSSY_PROBLEMS for problem in parsed.problems):
        raise UnreadableFrontMatter(*parsed.problems)
    track = _Track(page, id=_track_id(page, used_ids))
    for problem in parsed.problems:
        if (span := problem.span) and problem.code == "comment-swallows-text":
            lost = (span.excerpt or "")[span.column - 1 :][: span.length]
            track.add_unplaced(span.line, lost, "it begins with #, so it is a comment to YAML")
    settings = parsed.node
    for position, topic in enumerate(_items(child(settings, "topics"))):
        _read_topic(track, topic, position)
    summary = _read_body(track, page.lines[end:], end + 1)
    title = _text(child(settings, "title")) or spoken(page.stem)
    family = _text(child(settings, "sidebarGroup"))
    track.used_spans.update(
        node.span for key in ("title", "sidebarGroup") if (node := child(settings, key)) and _text(node)
    )
    track.unplaced += _unused_settings(track, settings, title)
    for text, line in _unplaced_values(child(settings, "topics"), track.used_spans):
        track.add_unplaced(line, text, UNUSED_VALUE)
    levels = tuple(_level(track, number) for number in sorted(track.levels, key=lambda number: (len(number), number)))
    return ImportedLadder(
        levels=levels,
        tracks=(ImportedTrack(track.id, title, "\n\n".join(summary), spoken(family)),),
        unplaced=tuple(track.unplaced),
    )


def _track_id(page: Page, used_ids: set[str]) -> str:
    wish = slug(page.stem) or "track"
    found = wish if wish not in used_ids else slug(f"{page.folder}-{page.stem}")
    while found in used_ids:
        found += "-2"
    used_ids.add(found)
    return found


def _level(track: _Track, number: str) -> ImportedLevel:
    named = track.titles.get(number, "")
    guess = "guessed: the source numbers its levels" + ("" if named else " and gives them no names")
    return ImportedLevel(
        stem=f"{track.id}-l{slug(number)}",
        code=f"L{number}",
        title=named or f"Level {number}",
        track=track.id,
        status="draft" if number in track.drafts else "",
        summary=tuple(track.summaries.get(number, ())),
        facts=tuple(track.facts.get(number, {}).items()),
        sections=tuple(track.levels[number]),
        guesses=(("code", guess),),
    )


def _read_topic(track: _Track, topic: Node, position: int) -> None:
    name = _text(child(topic, "name")) or f"topic {position + 1}"
    given, _ = to_plain_title(_text(child(topic, "title")))
    icon, title = split_icon(given or spoken(name))
    # All words of a name are kept: in the id where there is a title, else as the title.
    key = name if given else name.partition(":")[0]
    for content in _items(child(topic, "content")):
        points = [Point(track.use_text(node)) for node in _texts(child(content, "criteria"))]
        for exemplified in _items(child(content, "exampleCriteria")):
            points += _exemplified(track, exemplified)
        number = _text(child(content, "level")) or "1"
        said = tuple(point for point in points if point.text)
        if said:
            section = ImportedSection(title, icon, points=said, key=key)
            track.levels.setdefault(number, []).append(section)
            heads = (child(topic, "name"), child(topic, "title"), child(content, "level"))
            track.used_spans.update(node.span for node in heads if node)


def _exemplified(track: _Track, node: Node) -> Iterator[Point]:
    """A criterion with examples of its own."""
    criteria = child(node, "criteria")
    examples = tuple(Point(track.use_text(one)) for one in _texts(child(node, "examples")))
    *before, last = [track.use_text(one) for one in _texts(criteria)] or [""]
    yield from (Point(text) for text in before)
    if last:
        yield Point(last, examples=examples)
    else:
        yield from examples


def _read_body(track: _Track, lines: Sequence[str], first: int) -> list[str]:
    """The text below the front matter: paragraphs about the track, or its levels under headings 'Level 1'."""
    summary: list[str] = []
    chapters: list[tuple[str, list[PageBlock]]] = []
    for block in parse_blocks(lines, first):
        found = LEVEL.fullmatch(block.text) if block.kind == "heading" else None
        if found:
            chapters.append((found["number"], []))
            _set_title(track, found["number"], found["title"], block.line)
        elif chapters:
            chapters[-1][1].append(block)
        elif block.kind in ("paragraph", "quote"):
            summary.append(track.inline(block.text, block.line))
        else:
            chapters.append(("", [block]))
    for number, blocks in chapters:
        parts = PageContents(track.page)
        classify_blocks(parts, blocks)
        track.unplaced += parts.unplaced
        if number:
            _add_chapter(track, number, parts)
        else:
            why = "this text below the front matter belongs to no level"
            text = "\n".join(lines[blocks[0].line - first :]).strip("\n")
            track.add_unplaced(blocks[0].line, text, why)
    return summary


def _set_title(track: _Track, number: str, source: str, line: int) -> None:
    """What a heading calls a level besides its number."""
    title = track.heading(source, line)
    if title and track.titles.setdefault(number, title) != title:
        track.add_unplaced(line, title, f"level {number} has another name above")


def _add_chapter(track: _Track, number: str, parts: PageContents) -> None:
    """What stands below a heading is what the level says."""
    track.levels.setdefault(number, []).extend(parts.sections)
    facts = track.facts.setdefault(number, {})
    summary = track.summaries.setdefault(number, [])
    summary += [*parts.summary, *(f"{label}: {value}" for label, value in parts.facts.items() if label in facts)]
    track.facts[number] = {**parts.facts, **facts}
    track.drafts |= {number} if parts.is_draft else set()


def _unplaced_values(node: Node | None, used_spans: AbstractSet[Span], key: str = "") -> Iterator[tuple[str, int]]:
    """The texts of the front matter that were not placed, each behind its key, with their lines."""
    match node:
        case Scalar(span=span, text=text) if text and span not in used_spans:
            yield f"{key}: {text}" if key else text, span.line
        case Listing(items=items):
            for item in items:
                yield from _unplaced_values(item, used_spans, key)
        case Mapping(values=values):
            for inner, value in values.items():
                yield from _unplaced_values(value, used_spans, inner)
        case _:
            pass  # it has its place, or nothing was typed


def _unused_settings(track: _Track, settings: Mapping, title: str) -> Iterator[Unplaced]:
    """The keys of a page that are about a web site, in one piece."""
    values = {key.lower(): data(node) for key, node in settings.values.items() if node.span not in track.used_spans}
    lines = {key.lower(): span.line for key, span in settings.keys.items()}
    yield from unused_settings(track.page, FrontMatter(values, lines), ("topics",), title)


def _items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; one value alone is a list of one."""
    if node is None or (isinstance(node, Scalar) and not node.text):
        return ()
    return getattr(node, "items", (node,))


def _texts(node: Node | None) -> tuple[Node, ...]:
    """The items of a list that are text; others stay where `_strange` finds them."""
    return tuple(item for item in _items(node) if isinstance(item, Scalar))


def _text(node: Node | None) -> str:
    return (node.text or "").strip() if isinstance(node, Scalar) else ""
