"""This package decides what stands on which slide: pure arithmetic over a document, the room there is and font metrics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from ladder_export.document import Bullets, Document, Fields, Piece, Prose
from ladder_export.text import Run, Text
from ladder_export.writers.metrics import Faces
from ladder_export.writers.slides.desk import Desk, nested, title_size
from ladder_export.writers.slides.filling import is_icon, shortened
from ladder_export.writers.slides.kinds import Heading, Point, SectionSlide, Sizes, Slide, TitleSlide

__all__ = ["deck", "shortened", "title_size"]


def deck(document: Document, sizes: Sizes, faces: Faces) -> tuple[Slide, ...]:
    """The slides of a document in order; every word of it stands on exactly one of them."""
    desk = Desk(sizes, faces)
    summary, strip, rest = desk.cover(document.opening)
    opening = Heading(document.title, group=document.title)
    slides: list[Slide] = [
        TitleSlide(opening, document.mark, desk.mark_size(document.mark), document.lineage, *summary, strip),
        *(slide for piece in rest if not isinstance(piece, Fields) for slide in desk.piece(opening, piece)),
    ]
    chapter = ""
    for section, following in zip_longest(document.sections, document.sections[1:]):
        chapter = section.title if section.chapter else chapter
        title = f"{section.parent} · {section.title}" if section.parent else section.title
        group = chapter or section.parent or title or document.title
        named, icon = title or document.title, section.icon
        if not is_icon(icon, faces, sizes.icon):
            named, icon = f"{icon} {named}", ""
        heading = Heading(named, icon=icon, anchor=section.anchor, group=group)
        own = [] if section.chapter else list(desk.area(heading, section.pieces))
        # An area whose words all stand in parts of it needs no slide that says its name alone.
        opens = section.title and not (following and following.parent == title and not section.pieces)
        own = own or (list(desk.chapter(heading, section.pieces)) if opens else [])
        if own and (notes := tuple(point for piece in section.notes for point in _noted(piece))):
            own[0] = replace(own[0], notes=notes)
        slides += own
    # Who fills it in does so at the end.
    slides += (slide for piece in rest if isinstance(piece, Fields) for slide in desk.piece(opening, piece))
    return tuple(desk.titled(_credited(slides, document, sizes)))


def _credited(slides: list[Slide], document: Document, sizes: Sizes) -> list[Slide]:
    """The slides with the line that says whose text it is on the last one."""
    if not document.credit:
        return slides
    last = slides[-1]
    if isinstance(last, SectionSlide) and not last.text:
        return [*slides[:-1], replace(last, text=(document.credit,), size=sizes.smallest)]
    heading = Heading(document.title, group=last.heading.group)
    return [*slides, SectionSlide(heading, (document.credit,), sizes.smallest)]


def _noted(piece: Piece) -> Iterator[Point]:
    """A piece as paragraphs of the notes."""
    match piece:
        case Prose():
            yield from map(Point, piece.paragraphs)
        case Bullets():
            if piece.label:
                yield Point(Text((Run(piece.label, strong=True),), piece.label))
            yield from (replace(point, depth=point.depth + 1) for item in piece.items for point in nested(item))
        case _:
            return
