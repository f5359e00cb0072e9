"""Write the navigation of a handbook: named link targets, and the outline that viewers show beside the pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pydyf

from ladder_export.writers.pdf.book.layout import Bookmark, Destination, LaidOutPart
from ladder_export.writers.pdf.object_writer import ObjectStreamWriter
from ladder_export.writers.pdf.objects import dictionary, name_tree_key, pdf_string


@dataclass(slots=True)
class _OutlineItem:
    """An item of the outline with its children and its object number."""

    bookmark: Bookmark
    destination: bytes
    number: int
    children: list[_OutlineItem] = field(default_factory=list)

    @property
    def visible_count(self) -> int:
        """Return the number of descendants that are visible when the item is open (ISO 32000-1 §12.3.3)."""
        return sum(1 + (0 if item.bookmark.closed else item.visible_count) for item in self.children)


def write_named_destinations(
    writer: ObjectStreamWriter, parts: Sequence[LaidOutPart], pages: Sequence[int], number: int
) -> None:
    """Write a PDF's table of link targets by name; of several targets with one name, the first in the book counts.

    `parts` are the parts or chunks of the book in order, `pages` the object numbers of all pages of the book, `number`
    is the object number that the table gets.
    """
    destinations = dict[str, bytes]()
    for part, part_pages in _with_pages(parts, pages):
        for name, spot in part.destinations.items():
            destinations.setdefault(name, _destination(spot, part_pages))
    pairs = [b"%s %s" % (pdf_string(name), destinations[name]) for name in sorted(destinations, key=name_tree_key)]
    writer.add(number, dictionary({b"/Names": b"[%s]" % b" ".join(pairs)}))


def write_outline(writer: ObjectStreamWriter, parts: Sequence[LaidOutPart], pages: Sequence[int], number: int) -> None:
    """Write the PDF outline: each bookmark becomes a child of the last bookmark before it that has a lower depth.

    `parts` are the parts or chunks of the book in order, `pages` the object numbers of all pages of the book, `number`
    is the object number that the outline's root gets.
    """
    top_items, ancestors = list[_OutlineItem](), list[_OutlineItem]()
    for part, part_pages in _with_pages(parts, pages):
        for bookmark in part.bookmarks:
            while ancestors and ancestors[-1].bookmark.depth >= bookmark.depth:
                ancestors.pop()
            item = _OutlineItem(bookmark, _destination(bookmark.destination, part_pages), writer.allocate())
            (ancestors[-1].children if ancestors else top_items).append(item)
            ancestors.append(item)
    visible_count = sum(1 + (0 if item.bookmark.closed else item.visible_count) for item in top_items)
    writer.add(number, dictionary({b"/Count": b"%d" % visible_count, **_first_and_last(top_items)}))
    _write_items(writer, top_items, number)


def _write_items(writer: ObjectStreamWriter, items: Sequence[_OutlineItem], parent: int) -> None:
    for previous, item, following in zip([None, *items], items, [*items[1:], None], strict=False):
        count = -item.visible_count if item.bookmark.closed else item.visible_count
        fields = {b"/Title": pdf_string(item.bookmark.title), b"/Dest": item.destination, b"/Count": b"%d" % count}
        fields |= _first_and_last(item.children) | {b"/Parent": b"%d 0 R" % parent}
        fields |= {b"/Prev": b"%d 0 R" % previous.number} if previous else {}
        fields |= {b"/Next": b"%d 0 R" % following.number} if following else {}
        writer.add(item.number, dictionary(fields))
        _write_items(writer, item.children, item.number)


def _first_and_last(items: Sequence[_OutlineItem]) -> dict[bytes, bytes]:
    if not items:
        return {}
    return {b"/First": b"%d 0 R" % items[0].number, b"/Last": b"%d 0 R" % items[-1].number}


def _with_pages(parts: Sequence[LaidOutPart], pages: Sequence[int]) -> Iterator[tuple[LaidOutPart, Sequence[int]]]:
    """Yield each part with the object numbers of its pages."""
    first = 0
    for part in parts:
        yield part, pages[first : first + part.count]
        first += part.count


def _destination(spot: Destination, pages: Sequence[int]) -> bytes:
    destination: bytes = pydyf.Array([f"{pages[spot.page]} 0 R", "/XYZ", spot.x_pt, spot.y_pt, 0]).data
    return destination
