"""Import pages of the dialect "topics": one page per track, whose front matter lists topics with levels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from ladder_export.core.problems import InvalidLadder, Problem, Span
from ladder_export.importers.blocks import PageBlock
from ladder_export.importers.front_matter import FrontMatter, closing_fence, unused_settings
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
from ladder_export.reading.nodes import ListNode, MappingNode, Node, ScalarNode, child, to_python
from ladder_export.reading.slugs import slug, title_from_id
from ladder_export.reading.yaml.parser import parse_yaml

FENCE = "---"
LEVEL = re.compile(r"level\s+(?P<number>[0-9]{1,2})\s*:?\s*(?P<title>.*)", re.IGNORECASE)


# Problems for which YAML drops text; a page with one is unplaced as a whole.
LOSSY_PROBLEMS = frozenset(("bad-key", "control-character", "duplicate-key", "tag", "unused-anchor"))

UNUSED_VALUE = "this part of a topic is not about a level"


@dataclass(slots=True, kw_only=True)
class _Track(UnplacedCollector):
    """A page being read: its levels by number, each a list of sections."""

    id: str
    levels: dict[str, list[ImportedSection]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    summaries: dict[str, list[str]] = field(default_factory=dict)
    facts: dict[str, dict[str, str]] = field(default_factory=dict)
    drafts: set[str] = field(default_factory=set)
    used_spans: set[Span] = field(default_factory=set)

    def use(self, *nodes: Node | None) -> None:
        """Mark nodes as used."""
        self.used_spans.update(node.span for node in nodes if node)

    def use_text(self, node: Node) -> str:
        """Return the text of a node as inline Markdown, and mark the node as used."""
        self.use(node)
        return self.inline(_text(node), node.span.line)


def fit(page: Page) -> tuple[float, str]:
    """Return how likely a page lists topics in its front matter, from 0 to 1, and the reason in words."""
    end = _end(page)
    if not end:
        return 0.0, "it does not begin with front matter between two lines '---'"
    topics = any(line.startswith("topics:") for line in page.lines[:end])
    return (1.0, "front matter with 'topics'") if topics else (0.0, "its front matter has no 'topics'")


def read(pages: Sequence[Page]) -> ImportedLadder:
    """Convert each page to a track. A page with invalid front matter gives problems, and its whole text is unplaced."""
    ladder = ImportedLadder()
    used_ids: set[str] = set()
    for page in pages:
        try:
            ladder += _read_page(page, used_ids)
        except InvalidLadder as stop:
            unplaced = page.as_unplaced("the front matter of this page cannot be read")
            ladder += ImportedLadder(unplaced=(unplaced,), problems=stop.problems)
    return ladder


def _end(page: Page) -> int:
    """Return the number of the line that closes the front matter, counted from 1; 0 without front matter."""
    return closing_fence(page, FENCE) if page.excerpt(1).strip() == FENCE else 0


def _read_page(page: Page, used_ids: set[str]) -> ImportedLadder:
    """Return the track of a page. Raises InvalidLadder."""
    end = _end(page)
    settings, problems = _parse_settings(page, end)
    track = _Track(page, id=_track_id(page, used_ids))
    _add_swallowed_text(track, problems)
    for position, topic in enumerate(_items(child(settings, "topics"))):
        _read_topic(track, topic, position)
    summary = _read_body(track, page.lines[end:], end + 1)
    title_node, family_node = child(settings, "title"), child(settings, "sidebarGroup")
    title, family = _text(title_node) or title_from_id(page.stem), _text(family_node)
    track.use(*(node for node in (title_node, family_node) if _text(node)))
    track.unplaced += _unused_settings(track, settings, title)
    for text, line in _unplaced_values(child(settings, "topics"), track.used_spans):
        track.add_unplaced(line, text, UNUSED_VALUE)
    levels = tuple(_level(track, number) for number in sorted(track.levels, key=lambda number: (len(number), number)))
    return ImportedLadder(
        levels=levels,
        tracks=(ImportedTrack(track.id, title, "\n\n".join(summary), title_from_id(family)),),
        unplaced=tuple(track.unplaced),
    )


def _parse_settings(page: Page, end: int) -> tuple[MappingNode, Sequence[Problem]]:
    """Return the front matter down to line `end`, and its problems. Raises InvalidLadder if it cannot be read."""
    # The fence becomes a comment line, so that line numbers are those of the page.
    parsed = parse_yaml(page.file, "\n".join(("#", *page.lines[1 : end - 1])).encode())
    is_lossy = any(problem.code in LOSSY_PROBLEMS for problem in parsed.problems)
    if not end or is_lossy or not isinstance(parsed.node, MappingNode):
        raise InvalidLadder(*(parsed.problems if end else ()))
    return parsed.node, parsed.problems


def _add_swallowed_text(track: _Track, problems: Sequence[Problem]) -> None:
    """Record text that YAML takes for a comment as unplaced."""
    for problem in problems:
        if (span := problem.span) and problem.code == "comment-swallows-text":
            lost = (span.excerpt or "")[span.column - 1 :][: span.length]
            track.add_unplaced(span.line, lost, "it begins with #, so YAML reads it as a comment")


def _track_id(page: Page, used_ids: set[str]) -> str:
    """Return an unused id for a page's track."""
    proposed = slug(page.stem) or "track"
    unused = proposed if proposed not in used_ids else slug(f"{page.folder}-{page.stem}")
    while unused in used_ids:
        unused += "-2"
    used_ids.add(unused)
    return unused


def _level(track: _Track, number: str) -> ImportedLevel:
    """Return a level by its number."""
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
    """Add a topic to the levels as a section of each."""
    name_node, title_node = child(topic, "name"), child(topic, "title")
    name = _text(name_node) or f"topic {position + 1}"
    stated_title, _ = to_plain_title(_text(title_node))
    icon, title = split_icon(stated_title or title_from_id(name))
    # No word of a name is lost: it is in the id where there is a title, else it is the title.
    key = name if stated_title else name.partition(":")[0]
    for content in _items(child(topic, "content")):
        points = tuple(point for point in _criteria(track, content) if point.text)
        if points:
            level = child(content, "level")
            section = ImportedSection(title, icon, points=points, key=key)
            track.levels.setdefault(_text(level) or "1", []).append(section)
            track.use(name_node, title_node, level)


def _criteria(track: _Track, content: Node) -> Iterator[Point]:
    """Yield the criteria of a level, those with examples last."""
    yield from (Point(track.use_text(node)) for node in _texts(child(content, "criteria")))
    for exemplified in _items(child(content, "exampleCriteria")):
        yield from _exemplified(track, exemplified)


def _exemplified(track: _Track, node: Node) -> Iterator[Point]:
    """Yield criteria with examples of their own."""
    criteria = child(node, "criteria")
    examples = tuple(Point(track.use_text(example)) for example in _texts(child(node, "examples")))
    *before, last = [track.use_text(criterion) for criterion in _texts(criteria)] or [""]
    yield from (Point(text) for text in before)
    if last:
        yield Point(last, examples=examples)
    else:
        yield from examples


def _read_body(track: _Track, lines: Sequence[str], first: int) -> list[str]:
    """Read the text below the front matter: levels below headings 'Level 1'; return the paragraphs above these."""
    summary: list[str] = []
    chapters: list[tuple[str, list[PageBlock]]] = []
    for block in parse_blocks(lines, first):
        match = LEVEL.fullmatch(block.text) if block.kind == "heading" else None
        if match:
            chapters.append((match["number"], []))
            _set_title(track, match["number"], match["title"], block.line)
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
    """Set the name of a level from its heading."""
    title = track.heading(source, line)
    if title and track.titles.setdefault(number, title) != title:
        track.add_unplaced(line, title, f"level {number} already has another name")


def _add_chapter(track: _Track, number: str, parts: PageContents) -> None:
    """Add the text below a level's heading to the level."""
    track.levels.setdefault(number, []).extend(parts.sections)
    facts = track.facts.setdefault(number, {})
    summary = track.summaries.setdefault(number, [])
    summary += [*parts.summary, *(f"{label}: {value}" for label, value in parts.facts.items() if label in facts)]
    track.facts[number] = {**parts.facts, **facts}
    track.drafts |= {number} if parts.is_draft else set()


def _unplaced_values(node: Node | None, used_spans: AbstractSet[Span], key: str = "") -> Iterator[tuple[str, int]]:
    """Yield texts of the front matter that were not used, with their keys and lines."""
    match node:
        case ScalarNode(span=span, text=text) if text and span not in used_spans:
            yield f"{key}: {text}" if key else text, span.line
        case ListNode(items=items):
            for item in items:
                yield from _unplaced_values(item, used_spans, key)
        case MappingNode(values=values):
            for inner, value in values.items():
                yield from _unplaced_values(value, used_spans, inner)
        case _:
            pass  # used, or empty


def _unused_settings(track: _Track, settings: MappingNode, title: str) -> Iterator[Unplaced]:
    """Yield settings about the web site as one unplaced text."""
    values = {
        key.lower(): to_python(node) for key, node in settings.values.items() if node.span not in track.used_spans
    }
    lines = {key.lower(): span.line for key, span in settings.keys.items()}
    yield from unused_settings(track.page, FrontMatter(values, lines), ("topics",), title)


def _items(node: Node | None) -> tuple[Node, ...]:
    """Return the items of a list; a single value is a list of one."""
    if node is None or (isinstance(node, ScalarNode) and not node.text):
        return ()
    return getattr(node, "items", (node,))


def _texts(node: Node | None) -> tuple[Node, ...]:
    """Return the items of a list that are text."""
    return tuple(item for item in _items(node) if isinstance(item, ScalarNode))


def _text(node: Node | None) -> str:
    """Return the stripped text of a node; empty for other nodes."""
    return (node.text or "").strip() if isinstance(node, ScalarNode) else ""
