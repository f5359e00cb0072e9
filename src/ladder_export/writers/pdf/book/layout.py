"""This file lays a book out part by part, each on the pages after the last one, and tells links which page they lead to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

import pydyf

from ladder_export.core.document import Document
from ladder_export.writers.html.render import Part
from ladder_export.writers.pdf.engine import weasyprint
from ladder_export.writers.pdf.objects import Folded, folded, of_layout

# A link to somewhere else in the book: for WeasyPrint it leads out of the part, which has no such place.
SCHEME = "place:"
LINK = re.compile(r'href="#([^"]*)"')
# A longer number may move a line's end, and with it a page; all books tried have come to rest in the second.
MOST_ROUNDS = 5
TOGETHER = 30  # pages of chapters that are one part: measured, each layout costs two blank pages more
POINTS = 0.75  # of a CSS pixel


@dataclass(frozen=True, slots=True)
class Spot:
    """A place within a part: its page, counted from 0, and in points how far it is from the left and from below."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline."""

    depth: int
    title: str
    spot: Spot
    closed: bool


@dataclass(frozen=True, slots=True)
class Laid:
    """A piece of a part as it came out: the number of its pages, what can be led to on them, and all of it as objects."""

    count: int
    spots: Mapping[str, Spot]
    bookmarks: tuple[Bookmark, ...]
    objects: Folded


class NoPlace(LookupError):
    """An anchor that a part ought to have, with pages after it."""


class NotAPart(LookupError):
    """An anchor of another part than the one that was asked for."""


@dataclass(frozen=True, slots=True)
class Press:
    """How a part becomes HTML, that becomes pages and they a PDF, and what links say of the places that they lead to.

    Pages come piece by piece, given the number of the first one and how many of them belong to
    each level. The PDF of the `first` piece is what the whole book says of itself.
    """

    names: Mapping[str, str]
    source: Callable[[Part], str]
    lay: Callable[[str, int, Mapping[str, int]], Iterator[weasyprint.Document]]
    write: Callable[[weasyprint.Document, bool], pydyf.PDF]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a part came to: which page what is on, counted from 0, how many it has, and its pieces if they were kept."""

    offsets: Mapping[str, int]
    count: int
    laid: tuple[Laid, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """A part as HTML in which links say where they lead, and the number of its first page."""

    source: str
    first: int


@dataclass(slots=True)
class _State:
    """A part on its way: what is on which of its pages, first guessed and then known, its last layout and what of."""

    part: Part
    source: str
    leaves: Mapping[str, int]
    offsets: Mapping[str, int]
    count: int
    told: _Told | None = None
    laid: tuple[Laid, ...] = ()


def laid_out(document: Document, pages: Mapping[str, int], press: Press) -> list[Laid]:
    """Every part of a book, laid out once but for the front, which is counted first, and for what was guessed wrong.

    `pages` says how many pages each level has. Raises NoPlace for a level that the template has no room for,
    NotAPart where it shows more than it is asked for.
    """
    front, *chapters = states = [_guessed(part, press.source(part), pages) for part in _parts(document, pages)]
    _learn(front, _outcome(_told(front, states, guessing=True), front, press, keep=False), states)
    for turn in range(MOST_ROUNDS):
        moved = [_set(state, states, press, guessing=not turn) for state in (*chapters, front)]
        if not any(moved):
            break
    return [laid for state in states for laid in state.laid]


def _parts(document: Document, pages: Mapping[str, int]) -> Iterator[Part]:
    """The front, then chapters, short ones together."""
    yield Part(front=True)
    together, taken = list[Document](), 0
    for chapter in document.chapters:
        more = 1 + sum(pages[level.slug] for level in chapter.levels)
        if together and taken + more > TOGETHER:
            yield Part(tuple(together))
            together, taken = [], 0
        together.append(chapter)
        taken += more
    yield Part(tuple(together))


def _guessed(part: Part, source: str, pages: Mapping[str, int]) -> _State:
    """A page for what is the book's own, and then those of the levels."""
    offsets, leaves, count = dict[str, int](), dict[str, int](), int(part.front)
    for chapter in part.chapters:
        offsets[f"/{chapter.kind}/{chapter.slug}"] = count
        count += 1
        for level in chapter.levels:
            anchor = f"/{level.slug}"
            offsets[anchor], leaves[anchor] = count, pages[level.slug]
            count += pages[level.slug]
    return _State(part, source, leaves, offsets, count)


def _set(state: _State, states: Sequence[_State], press: Press, *, guessing: bool) -> bool:
    """Lays a part out where what it says has changed; whether it has. Raises as `laid_out` does."""
    told = _told(state, states, guessing=guessing)
    if told == state.told:
        return False
    state.told, outcome = told, _outcome(told, state, press, keep=True)
    state.laid = outcome.laid
    _learn(state, outcome, states)
    return True


def _learn(state: _State, outcome: Outcome, states: Sequence[_State]) -> None:
    state.offsets, state.count = outcome.offsets, outcome.count
    _check(state, states)


def _outcome(told: _Told, state: _State, press: Press, *, keep: bool) -> Outcome:
    """What a part comes to, each piece taken before the next is laid out; where none is kept, it is only counted."""
    offsets, count, laid = dict[str, int](), 0, list[Laid]()
    for rendered in press.lay(told.source, told.first, state.leaves):
        for number, page in enumerate(rendered.pages, count):
            for name in page.anchors:
                offsets.setdefault(name, number)
        if keep:
            pdf = press.write(rendered, state.part.front and not count)
            laid.append(_taken(rendered, pdf, press.names))
            del pdf
        count += len(rendered.pages)
        del rendered
    return Outcome(offsets, count, tuple(laid))


def _check(state: _State, states: Sequence[_State]) -> None:
    """Every level of a part has its room in it, and none of another part's has. Raises as `laid_out` does."""
    taken = set[int]()
    for anchor, count in state.leaves.items():
        begin = state.offsets.get(anchor, state.count)
        room = set(range(begin, begin + count))
        if begin + count > state.count or room & taken:
            raise NoPlace(anchor)
        taken |= room
    for other in states:
        if other is not state and (more := state.offsets.keys() & other.leaves.keys()):
            raise NotAPart(min(more))


def _told(state: _State, states: Sequence[_State], *, guessing: bool) -> _Told:
    """The part as it is to be laid out.

    What nobody has yet is on the first page as long as one is guessing; in the end it is left
    to the engine to complain about.
    """
    numbers, first, here = dict[str, int](), 1, 1
    for other in states:
        here = first if other is state else here
        for name, offset in other.offsets.items():
            numbers.setdefault(name, first + offset)
        first += other.count

    def tell(link: re.Match[str]) -> str:
        number = numbers.get(unquote(unescape(link[1])), 1 if guessing else 0)
        return f'href="{SCHEME}{link[1]}" data-page="{number}"' if number else link[0]

    return _Told(LINK.sub(tell, state.source), here)


def _taken(rendered: weasyprint.Document, pdf: pydyf.PDF, names: Mapping[str, str]) -> Laid:
    """A part as objects, in which links lead to places of the book again, and say to which."""
    spots, bookmarks = dict[str, Spot](), list[Bookmark]()
    for number, page in enumerate(rendered.pages):
        for name, (x, y, *_) in page.anchors.items():
            spots.setdefault(name, Spot(number, x * POINTS, (page.height - y) * POINTS))
        for depth, title, (x, y), state in page.bookmarks:
            spot = Spot(number, x * POINTS, (page.height - y) * POINTS)
            bookmarks.append(Bookmark(depth, title, spot, closed=state == "closed"))
    for item in pdf.objects:
        target = item["A"]["URI"].string if isinstance(item, dict) and "A" in item and "URI" in item["A"] else ""
        if target.startswith(SCHEME):
            name = unquote(target.removeprefix(SCHEME))
            del item["A"]
            item["Dest"], item["Contents"] = pydyf.String(name), pydyf.String(names.get(name, name))
    return Laid(len(rendered.pages), spots, tuple(bookmarks), folded(of_layout(pdf)))
