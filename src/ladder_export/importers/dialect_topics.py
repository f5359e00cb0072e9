"""This file reads the dialect of front-matter topics: one page a track, its topics a list of levels with criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from ladder_export.core.problems import Problem, Span
from ladder_export.importers.blocks import Block
from ladder_export.importers.front_matter import FrontMatter, others
from ladder_export.importers.ir import Draft, DraftLevel, DraftSection, DraftTrack, Page, Point, Unplaced
from ladder_export.importers.markdown_blocks import outline
from ladder_export.importers.markdown_inline import Notes, icon_of, plain
from ladder_export.importers.markdown_pages import sort_blocks
from ladder_export.importers.markdown_sections import Sorted
from ladder_export.reading.nodes import Listing, Mapping, Node, Scalar, child, data
from ladder_export.reading.slugs import slug, spoken
from ladder_export.reading.yaml.parser import parse

FENCE = "---"
LEVEL = re.compile(r"level\s+(?P<number>[0-9]{1,2})\s*:?\s*(?P<title>.*)", re.IGNORECASE)


# What YAML takes text away by; a page in which it does so is kept whole.
LOSSES = frozenset(("bad-key", "control-character", "duplicate-key", "tag", "unused-anchor"))

STRANGE = "this stands where a topic says nothing about a level"


class NotReadable(Exception):
    """The front matter of a page is no YAML, or not there; it carries why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__()
        self.problems = problems


@dataclass(slots=True, kw_only=True)
class _Track(Notes):
    """A page in the making; its levels by number, each a list of sections."""

    id: str
    levels: dict[str, list[DraftSection]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    summaries: dict[str, list[str]] = field(default_factory=dict)
    facts: dict[str, dict[str, str]] = field(default_factory=dict)
    drafts: set[str] = field(default_factory=set)
    placed: set[Span] = field(default_factory=set)

    def said(self, node: Node) -> str:
        """A text of the front matter, which then has its place."""
        self.placed.add(node.span)
        return self.inline(_text(node), node.span.line)


def fit(page: Page) -> tuple[float, str]:
    """Return how well a page lists topics in its front matter, from 0 to 1, and why."""
    end = _end(page)
    if not end:
        return 0.0, "it does not begin with front matter between two lines '---'"
    topics = any(line.startswith("topics:") for line in page.lines[:end])
    return (1.0, "front matter with 'topics'") if topics else (0.0, "its front matter has no 'topics'")


def read(pages: Sequence[Page]) -> Draft:
    """The tracks of all pages; a page whose front matter is broken is a problem with its place, and kept as text."""
    draft = Draft()
    taken: set[str] = set()
    for page in pages:
        try:
            draft += _page(page, taken)
        except NotReadable as stop:
            kept = page.kept("the front matter of this page cannot be read")
            draft += Draft(unplaced=(kept,), problems=stop.problems)
    return draft


def _end(page: Page) -> int:
    """The line that ends the front matter, counted from 1; 0 without any."""
    if page.excerpt(1).strip() != FENCE:
        return 0
    return next((number for number, line in enumerate(page.lines[1:], 2) if line.strip() == FENCE), 0)


def _page(page: Page, taken: set[str]) -> Draft:
    end = _end(page)
    if not end:
        raise NotReadable
    # The line of the fence stays as a comment, so that places are those of the page.
    parsed = parse(page.file, "\n".join(("#", *page.lines[1 : end - 1])).encode())
    if not isinstance(parsed.node, Mapping) or any(problem.code in LOSSES for problem in parsed.problems):
        raise NotReadable(*parsed.problems)
    track = _Track(page, id=_track_id(page, taken))
    for problem in parsed.problems:
        if (span := problem.span) and problem.code == "comment-swallows-text":
            lost = (span.excerpt or "")[span.column - 1 :][: span.length]
            track.lose(span.line, lost, "it begins with #, so it is a comment to YAML")
    settings = parsed.node
    for position, topic in enumerate(_list(child(settings, "topics"))):
        _read_topic(track, topic, position)
    summary = _read_body(track, page.lines[end:], end + 1)
    title = _text(child(settings, "title")) or spoken(page.stem)
    family = _text(child(settings, "sidebarGroup"))
    track.placed.update(
        node.span for key in ("title", "sidebarGroup") if (node := child(settings, key)) and _text(node)
    )
    track.unplaced += _settings(track, settings, title)
    for text, line in _strange(child(settings, "topics"), track.placed):
        track.lose(line, text, STRANGE)
    levels = tuple(_level(track, number) for number in sorted(track.levels, key=lambda number: (len(number), number)))
    return Draft(
        levels=levels,
        tracks=(DraftTrack(track.id, title, "\n\n".join(summary), spoken(family)),),
        unplaced=tuple(track.unplaced),
    )


def _track_id(page: Page, taken: set[str]) -> str:
    wish = slug(page.stem) or "track"
    found = wish if wish not in taken else slug(f"{page.folder}-{page.stem}")
    while found in taken:
        found += "-2"
    taken.add(found)
    return found


def _level(track: _Track, number: str) -> DraftLevel:
    named = track.titles.get(number, "")
    guess = "guessed: the source numbers its levels" + ("" if named else " and gives them no names")
    return DraftLevel(
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
    given, _ = plain(_text(child(topic, "title")))
    icon, title = icon_of(given or spoken(name))
    # All words of a name are kept: in the id where there is a title, else as the title.
    key = name if given else name.partition(":")[0]
    for content in _list(child(topic, "content")):
        points = [Point(track.said(node)) for node in _texts(child(content, "criteria"))]
        for exemplified in _list(child(content, "exampleCriteria")):
            points += _exemplified(track, exemplified)
        number = _text(child(content, "level")) or "1"
        said = tuple(point for point in points if point.text)
        if said:
            section = DraftSection(title, icon, points=said, key=key)
            track.levels.setdefault(number, []).append(section)
            heads = (child(topic, "name"), child(topic, "title"), child(content, "level"))
            track.placed.update(node.span for node in heads if node)


def _exemplified(track: _Track, node: Node) -> Iterator[Point]:
    """A criterion with examples of its own."""
    criteria = child(node, "criteria")
    examples = tuple(Point(track.said(one)) for one in _texts(child(node, "examples")))
    *before, last = [track.said(one) for one in _texts(criteria)] or [""]
    yield from (Point(text) for text in before)
    if last:
        yield Point(last, examples=examples)
    else:
        yield from examples


def _read_body(track: _Track, lines: Sequence[str], first: int) -> list[str]:
    """The text below the front matter: paragraphs about the track, or its levels under headings 'Level 1'."""
    summary: list[str] = []
    chapters: list[tuple[str, list[Block]]] = []
    for block in outline(lines, first):
        found = LEVEL.fullmatch(block.text) if block.kind == "heading" else None
        if found:
            chapters.append((found["number"], []))
            _name(track, found["number"], found["title"], block.line)
        elif chapters:
            chapters[-1][1].append(block)
        elif block.kind in ("paragraph", "quote"):
            summary.append(track.inline(block.text, block.line))
        else:
            chapters.append(("", [block]))
    for number, blocks in chapters:
        parts = Sorted(track.page)
        sort_blocks(parts, blocks)
        track.unplaced += parts.unplaced
        if number:
            _say(track, number, parts)
        else:
            why = "this text below the front matter belongs to no level"
            text = "\n".join(lines[blocks[0].line - first :]).strip("\n")
            track.lose(blocks[0].line, text, why)
    return summary


def _name(track: _Track, number: str, source: str, line: int) -> None:
    """What a heading calls a level besides its number."""
    title = track.heading(source, line)
    if title and track.titles.setdefault(number, title) != title:
        track.lose(line, title, f"level {number} has another name above")


def _say(track: _Track, number: str, parts: Sorted) -> None:
    """What stands below a heading is what the level says."""
    track.levels.setdefault(number, []).extend(parts.sections)
    facts = track.facts.setdefault(number, {})
    summary = track.summaries.setdefault(number, [])
    summary += [*parts.summary, *(f"{label}: {value}" for label, value in parts.facts.items() if label in facts)]
    track.facts[number] = {**parts.facts, **facts}
    track.drafts |= {number} if parts.is_draft else set()


def _strange(node: Node | None, placed: AbstractSet[Span], key: str = "") -> Iterator[tuple[str, int]]:
    """The texts of the front matter that were not placed, each behind its key, with their lines."""
    match node:
        case Scalar(span=span, text=text) if text and span not in placed:
            yield f"{key}: {text}" if key else text, span.line
        case Listing(items=items):
            for item in items:
                yield from _strange(item, placed, key)
        case Mapping(values=values):
            for inner, value in values.items():
                yield from _strange(value, placed, inner)
        case _:
            pass  # it has its place, or nothing was typed


def _settings(track: _Track, settings: Mapping, title: str) -> Iterator[Unplaced]:
    """The keys of a page that are about a web site, in one piece."""
    values = {key.lower(): data(node) for key, node in settings.values.items() if node.span not in track.placed}
    lines = {key.lower(): span.line for key, span in settings.keys.items()}
    yield from others(track.page, FrontMatter(values, lines), ("topics",), title)


def _list(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; one value alone is a list of one."""
    if node is None or (isinstance(node, Scalar) and not node.text):
        return ()
    return getattr(node, "items", (node,))


def _texts(node: Node | None) -> tuple[Node, ...]:
    """The items of a list that are text; others stay where `_strange` finds them."""
    return tuple(item for item in _list(node) if isinstance(item, Scalar))


def _text(node: Node | None) -> str:
    return (node.text or "").strip() if isinstance(node, Scalar) else ""
