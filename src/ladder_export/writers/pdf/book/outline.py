"""This file writes what leads through a book: the places that links name, and the outline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pydyf

from ladder_export.writers.pdf.book.layout import Bookmark, Laid, Spot
from ladder_export.writers.pdf.object_writer import Pack
from ladder_export.writers.pdf.objects import dictionary, order, text


@dataclass(slots=True)
class _Entry:
    """An entry of the outline with those below it, and where it leads."""

    bookmark: Bookmark
    place: bytes
    number: int
    below: list[_Entry] = field(default_factory=list)

    @property
    def shown(self) -> int:
        """How many entries are seen below it when it is opened."""
        return sum(1 + (0 if entry.bookmark.closed else entry.shown) for entry in self.below)


def names(pack: Pack, parts: Sequence[Laid], pages: Sequence[int], number: int) -> None:
    """The places that links lead to by their names; of those with the same one, the first."""
    places = dict[str, bytes]()
    for part, own in _with_pages(parts, pages):
        for name, spot in part.spots.items():
            places.setdefault(name, _place(spot, own))
    pairs = [b"%s %s" % (text(name), places[name]) for name in sorted(places, key=order)]
    pack.add(number, dictionary({b"/Names": b"[%s]" % b" ".join(pairs)}))


def outline(pack: Pack, parts: Sequence[Laid], pages: Sequence[int], number: int) -> None:
    """All bookmarks, each below the last one before it that is less deep."""
    roots, above = list[_Entry](), list[_Entry]()
    for part, own in _with_pages(parts, pages):
        for bookmark in part.bookmarks:
            while above and above[-1].bookmark.depth >= bookmark.depth:
                above.pop()
            entry = _Entry(bookmark, _place(bookmark.spot, own), pack.number())
            (above[-1].below if above else roots).append(entry)
            above.append(entry)
    shown = sum(1 + (0 if entry.bookmark.closed else entry.shown) for entry in roots)
    pack.add(number, dictionary({b"/Count": b"%d" % shown, **_ends(roots)}))
    _write(pack, roots, number)


def _write(pack: Pack, entries: Sequence[_Entry], parent: int) -> None:
    for before, entry, after in zip([None, *entries], entries, [*entries[1:], None], strict=False):
        count = -entry.shown if entry.bookmark.closed else entry.shown
        about = {b"/Title": text(entry.bookmark.title), b"/Dest": entry.place, b"/Count": b"%d" % count}
        about |= _ends(entry.below) | {b"/Parent": b"%d 0 R" % parent}
        about |= {b"/Prev": b"%d 0 R" % before.number} if before else {}
        about |= {b"/Next": b"%d 0 R" % after.number} if after else {}
        pack.add(entry.number, dictionary(about))
        _write(pack, entry.below, entry.number)


def _ends(entries: Sequence[_Entry]) -> dict[bytes, bytes]:
    if not entries:
        return {}
    return {b"/First": b"%d 0 R" % entries[0].number, b"/Last": b"%d 0 R" % entries[-1].number}


def _with_pages(parts: Sequence[Laid], pages: Sequence[int]) -> Iterator[tuple[Laid, Sequence[int]]]:
    """Each part with the numbers of its pages."""
    first = 0
    for part in parts:
        yield part, pages[first : first + part.count]
        first += part.count


def _place(spot: Spot, pages: Sequence[int]) -> bytes:
    place: bytes = pydyf.Array([f"{pages[spot.page]} 0 R", "/XYZ", spot.x, spot.y, 0]).data
    return place
