"""Lay out a handbook part by part, repeatedly until the page numbers that its links show are right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

import pydyf

from ladder_export.core.document import Document
from ladder_export.writers.html.render import BookPart
from ladder_export.writers.pdf.engine import weasyprint
from ladder_export.writers.pdf.objects import CompressedObjects, compress, from_pydyf

# WeasyPrint takes a link to another part for an external one, since the part has no such anchor.
LINK_SCHEME = "place:"
INTERNAL_LINK = re.compile(r'href="#([^"]*)"')
# A longer page number may move a line break and so a page break. The books of the tests settle in the second pass.
MAX_PASSES = 5
MAX_PAGES_PER_PART = 30  # chapters up to this many pages are one part
PT_PER_PX = 0.75


@dataclass(frozen=True, slots=True)
class Destination:
    """A point in a PDF that links lead to.

    `page` is the index of the page, from 0, within its chunk (some pages of a handbook that are laid out together);
    `x_pt` and `y_pt` are points from the page's left and bottom edges.
    """

    page: int
    x_pt: float
    y_pt: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An item of the PDF's outline (the table of contents that viewers show beside the pages).

    `depth` is 1 for top items and higher for items below others. If `closed`, viewers hide the items below it at first.
    """

    depth: int
    title: str
    destination: Destination
    closed: bool


@dataclass(frozen=True, slots=True)
class LaidOutPart:
    """A part of a handbook after layout, or one chunk of a part that is too long to be laid out at once.

    `count` is its number of pages, `destinations` are its link targets by name, `bookmarks` its items of the outline in
    order, `objects` its PDF objects.
    """

    count: int
    destinations: Mapping[str, Destination]
    bookmarks: tuple[Bookmark, ...]
    objects: CompressedObjects


class MissingAnchor(LookupError):
    """Raised if a handbook template leaves out a level, or makes fewer blank pages for a level than its sheet has.

    The message is the level's link target, such as "/senior-engineer".
    """


class ForeignAnchor(LookupError):
    """Raised if a handbook template shows a level in a part of the handbook that has other levels.

    The message is the level's link target, such as "/senior-engineer".
    """


@dataclass(frozen=True, slots=True)
class BookRenderer:
    """The functions that `layout_book` calls: they make the HTML of a part, lay it out, and make a PDF of it.

    `link_labels` are descriptions of links, for screen readers, by link target. `layout` takes HTML, the number of its
    first page in the book, and the number of pages of each level's sheet by link target; it yields the laid-out HTML
    chunk by chunk. `write` takes a chunk and whether it is the first of the book; only the first carries metadata and
    attachments.
    """

    link_labels: Mapping[str, str]
    make_html: Callable[[BookPart], str]
    layout: Callable[[str, int, Mapping[str, int]], Iterator[weasyprint.Document]]
    write: Callable[[weasyprint.Document, bool], pydyf.PDF]


@dataclass(frozen=True, slots=True)
class PartLayout:
    """The result of laying out a part of a handbook.

    `offsets` gives the page of each link target, from 0 for the part's first page; `count` is the part's number of
    pages. `chunks` is empty if the layout was only made to count pages.
    """

    offsets: Mapping[str, int]
    count: int
    chunks: tuple[LaidOutPart, ...]


@dataclass(frozen=True, slots=True)
class _NumberedHtml:
    """The HTML of a part with page numbers in its links, and the number of its first page in the book."""

    source: str
    first: int


@dataclass(slots=True)
class _PartState:
    """The state of a part between passes.

    `sheet_pages` are the pages of each sheet by anchor. `offsets` and `count` are estimated first, then taken from the
    last layout. `numbered` is what that layout was made of.
    """

    part: BookPart
    source: str
    sheet_pages: Mapping[str, int]
    offsets: Mapping[str, int]
    count: int
    numbered: _NumberedHtml | None = None
    chunks: tuple[LaidOutPart, ...] = ()


def layout_book(document: Document, pages: Mapping[str, int], renderer: BookRenderer) -> list[LaidOutPart]:
    """Lay out every part of a handbook; return the chunks of all parts, in the book's order.

    `pages` gives the number of pages of each level's sheet by the level's slug. The opening pages are laid out first,
    only to count them. Then every part is laid out; parts whose links show wrong page numbers are laid out again, in at
    most MAX_PASSES passes.

    Raises MissingAnchor if the template leaves out a level, ForeignAnchor if it shows one in a wrong part.
    """
    front, *chapters = part_states = [
        _estimated_state(part, renderer.make_html(part), pages) for part in _parts(document, pages)
    ]
    _update(
        front,
        _layout_part(_with_page_numbers(front, part_states, guessing=True), front, renderer, keep=False),
        part_states,
    )
    for pass_number in range(MAX_PASSES):
        changed = [
            _layout_if_changed(state, part_states, renderer, guessing=not pass_number) for state in (*chapters, front)
        ]
        if not any(changed):
            break
    return [chunk for state in part_states for chunk in state.chunks]


def _parts(document: Document, pages: Mapping[str, int]) -> Iterator[BookPart]:
    """Yield the front and then the chapters; short chapters are one part, because each part costs two extra blank pages."""
    yield BookPart(front=True)
    group, group_pages = list[Document](), 0
    for chapter in document.chapters:
        chapter_pages = 1 + sum(pages[level.slug] for level in chapter.levels)
        if group and group_pages + chapter_pages > MAX_PAGES_PER_PART:
            yield BookPart(tuple(group))
            group, group_pages = [], 0
        group.append(chapter)
        group_pages += chapter_pages
    yield BookPart(tuple(group))


def _estimated_state(part: BookPart, source: str, pages: Mapping[str, int]) -> _PartState:
    """Return the state of a part before any layout: one page for each page of the book's own, and those of the sheets."""
    offsets, sheet_pages, count = dict[str, int](), dict[str, int](), int(part.front)
    for chapter in part.chapters:
        offsets[f"/{chapter.kind}/{chapter.slug}"] = count
        count += 1
        for level in chapter.levels:
            anchor = f"/{level.slug}"
            offsets[anchor], sheet_pages[anchor] = count, pages[level.slug]
            count += pages[level.slug]
    return _PartState(part, source, sheet_pages, offsets, count)


def _layout_if_changed(
    state: _PartState, states: Sequence[_PartState], renderer: BookRenderer, *, guessing: bool
) -> bool:
    """Lay out a part if its HTML or its first page number has changed; return whether it has."""
    numbered = _with_page_numbers(state, states, guessing=guessing)
    if numbered == state.numbered:
        return False
    state.numbered, layout = numbered, _layout_part(numbered, state, renderer, keep=True)
    state.chunks = layout.chunks
    _update(state, layout, states)
    return True


def _update(state: _PartState, layout: PartLayout, states: Sequence[_PartState]) -> None:
    """Take over the result of a layout. Raises MissingAnchor or ForeignAnchor."""
    state.offsets, state.count = layout.offsets, layout.count
    _check_anchors(state, states)


def _layout_part(numbered: _NumberedHtml, state: _PartState, renderer: BookRenderer, *, keep: bool) -> PartLayout:
    """Lay out a part chunk by chunk; each is written before the next is laid out, or only counted unless `keep`."""
    offsets, count, chunks = dict[str, int](), 0, list[LaidOutPart]()
    for rendered in renderer.layout(numbered.source, numbered.first, state.sheet_pages):
        for number, page in enumerate(rendered.pages, count):
            for name in page.anchors:
                offsets.setdefault(name, number)
        if keep:
            pdf = renderer.write(rendered, state.part.front and not count)
            chunks.append(_with_book_links(rendered, pdf, renderer.link_labels))
            del pdf
        count += len(rendered.pages)
        del rendered
    return PartLayout(offsets, count, tuple(chunks))


def _check_anchors(state: _PartState, states: Sequence[_PartState]) -> None:
    """Raise MissingAnchor or ForeignAnchor unless a part has pages for exactly its own levels."""
    taken = set[int]()
    for anchor, count in state.sheet_pages.items():
        start = state.offsets.get(anchor, state.count)
        pages = set(range(start, start + count))
        if start + count > state.count or pages & taken:
            raise MissingAnchor(anchor)
        taken |= pages
    for other in states:
        if other is not state and (foreign := state.offsets.keys() & other.sheet_pages.keys()):
            raise ForeignAnchor(min(foreign))


def _with_page_numbers(state: _PartState, states: Sequence[_PartState], *, guessing: bool) -> _NumberedHtml:
    """Return the HTML of a part with the page numbers of the last pass in its links.

    A link to an anchor that no part has gets page 1 while `guessing`; after that it is left as it is, and WeasyPrint
    warns.
    """
    numbers, next_page, first_page = dict[str, int](), 1, 1
    for other in states:
        first_page = next_page if other is state else first_page
        for name, offset in other.offsets.items():
            numbers.setdefault(name, next_page + offset)
        next_page += other.count

    def number_link(link: re.Match[str]) -> str:
        number = numbers.get(unquote(unescape(link[1])), 1 if guessing else 0)
        return f'href="{LINK_SCHEME}{link[1]}" data-page="{number}"' if number else link[0]

    return _NumberedHtml(INTERNAL_LINK.sub(number_link, state.source), first_page)


def _with_book_links(rendered: weasyprint.Document, pdf: pydyf.PDF, link_labels: Mapping[str, str]) -> LaidOutPart:
    """Return a chunk as objects in which links to other parts are links to named destinations, with a description."""
    destinations, bookmarks = dict[str, Destination](), list[Bookmark]()
    for number, page in enumerate(rendered.pages):
        for name, (x, y, *_) in page.anchors.items():
            destinations.setdefault(name, Destination(number, x * PT_PER_PX, (page.height - y) * PT_PER_PX))
        for depth, title, (x, y), state in page.bookmarks:
            destination = Destination(number, x * PT_PER_PX, (page.height - y) * PT_PER_PX)
            bookmarks.append(Bookmark(depth, title, destination, closed=state == "closed"))
    for item in pdf.objects:
        target = item["A"]["URI"].string if isinstance(item, dict) and "A" in item and "URI" in item["A"] else ""
        if target.startswith(LINK_SCHEME):
            name = unquote(target.removeprefix(LINK_SCHEME))
            del item["A"]
            item["Dest"], item["Contents"] = pydyf.String(name), pydyf.String(link_labels.get(name, name))
    return LaidOutPart(len(rendered.pages), destinations, tuple(bookmarks), compress(from_pydyf(pdf)))
