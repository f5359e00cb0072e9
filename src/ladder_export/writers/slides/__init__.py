"""This package decides what stands on which slide: pure arithmetic over a document, the room there is and font metrics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, zip_longest

from ladder_export.document import Bullets, Document, Fields, Piece, Prose, Section
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
    ]
    fields = [piece for piece in rest if isinstance(piece, Fields)]  # who fills them in does so at the end
    for piece in rest:
        if not isinstance(piece, Fields):
            slides += desk.piece(opening, piece)
    chapter = ""
    for section, following in zip_longest(document.sections, document.sections[1:]):
        chapter = section.title if section.chapter else chapter
        slides += _of_section(desk, section, following, chapter, document.title)
    for piece in fields:
        slides += desk.piece(opening, piece)
    return tuple(desk.titled(_credited(slides, document, sizes)))


def _of_section(
    desk: Desk, section: Section, following: Section | None, chapter: str, document_title: str
) -> list[Slide]:
    """Return the slides of a section, its notes on the first. `following`: the section after it; None at the end."""
    title = f"{section.parent} · {section.title}" if section.parent else section.title
    heading = _heading(desk, section, title or document_title, chapter)
    slides = [] if section.chapter else list(desk.area(heading, section.pieces))
    # An area whose words all stand in parts of it needs no slide that says its name alone.
    is_in_parts = following and following.parent == title and not section.pieces
    if not slides and section.title and not is_in_parts:
        slides = list(desk.chapter(heading, section.pieces))
    if slides:
        slides[0] = replace(slides[0], notes=tuple(chain.from_iterable(map(_noted, section.notes))))
    return slides


def _heading(desk: Desk, section: Section, title: str, chapter: str) -> Heading:
    """Return the title of a section's slides, with an icon that no font has in the text itself."""
    heading = Heading(title, icon=section.icon, anchor=section.anchor, group=chapter or section.parent or title)
    if is_icon(section.icon, desk.faces, desk.sizes.icon):
        return heading
    return replace(heading, title=f"{section.icon} {title}", icon="")


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
