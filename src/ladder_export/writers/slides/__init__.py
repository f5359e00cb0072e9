"""This package decides what stands on which slide: pure arithmetic over a document, the room there is and font metrics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from ladder_export.core.document import Bullets, Document, Piece, Prose, Section
from ladder_export.core.text import Run, Text
from ladder_export.writers.fonts.text_metrics import Faces
from ladder_export.writers.slides.bullet_lists import nested
from ladder_export.writers.slides.model import (
    Heading,
    Point,
    SectionSlide,
    Slide,
    TitleSlide,
)
from ladder_export.writers.slides.packing import is_icon, shortened
from ladder_export.writers.slides.section_slides import Area, area_of, laid_out
from ladder_export.writers.slides.slide_builder import Desk, title_size
from ladder_export.writers.slides.text_frames import Sizes

__all__ = ["deck", "shortened", "title_size"]


def deck(document: Document, sizes: Sizes, faces: Faces) -> tuple[Slide, ...]:
    """The slides of a document in order; every word of it stands on exactly one of them."""
    desk = Desk(sizes, faces)
    summary, climb, rest = desk.cover(document.header_pieces)
    opening = Heading(document.title, group=document.title, eyebrow=identity(document))
    slides: list[Slide] = [
        TitleSlide(opening, document.code, desk.mark_size(document.code), document.breadcrumbs, *summary, climb),
        *(slide for piece in rest for slide in desk.piece(opening, piece)),
        *_sections(document, desk),
    ]
    return tuple(desk.titled(_credited(slides, document, desk)))


def _sections(document: Document, desk: Desk) -> Iterator[Slide]:
    """The slides of all sections; areas that follow each other may share some."""
    chapter = ""
    waiting = list[Area]()
    for section, following in zip_longest(document.sections, document.sections[1:]):
        chapter = section.title if section.chapter else chapter
        heading = _heading(document, section, chapter, desk)
        area = None if section.chapter else area_of(heading, section.pieces)
        if area:
            waiting.append(replace(area, notes=_notes(section)))
            continue
        yield from laid_out(waiting, desk.sizes, desk.faces)
        waiting = []
        yield from _section(heading, section, following, desk)
    yield from laid_out(waiting, desk.sizes, desk.faces)


def _section(heading: Heading, section: Section, following: Section | None, desk: Desk) -> Iterator[Slide]:
    """The slides of a section that shares none."""
    own = [] if section.chapter else list(desk.pieces(heading, section.pieces))
    # An area whose words all stand in parts of it needs no slide that says its name alone.
    parted = following is not None and following.parent == _title(section) and not section.pieces
    if not own and section.title and not parted:
        own = list(desk.chapter(heading, section.pieces))
    notes = _notes(section)
    for place, slide in enumerate(own):
        yield replace(slide, notes=notes) if notes and not place else slide


def _notes(section: Section) -> tuple[Point, ...]:
    return tuple(point for piece in section.notes for point in _noted(piece))


def _title(section: Section) -> str:
    return f"{section.parent} · {section.title}" if section.parent else section.title


def identity(document: Document) -> str:
    """Whose deck it is, as every slide says it above its title."""
    return " ".join(part for part in (document.code, document.title) if part)


def _heading(document: Document, section: Section, chapter: str, desk: Desk) -> Heading:
    """The heading of a section's slides."""
    title = _title(section)
    named, icon = title or document.title, section.icon
    if not is_icon(icon, desk.faces, desk.sizes.icon):
        named, icon = f"{icon} {named}", ""
    group = chapter or section.parent or title or document.title
    eyebrow, kicker = (identity(document), section.eyebrow) if section.chapter else (section.eyebrow, "")
    return Heading(
        named, icon=icon, anchor=section.anchor, group=group, eyebrow=eyebrow or identity(document), kicker=kicker
    )


def _credited(slides: list[Slide], document: Document, desk: Desk) -> list[Slide]:
    """The slides with the line that says whose text it is on the last one."""
    if not document.credit:
        return slides
    last = slides[-1]
    if isinstance(last, SectionSlide) and desk.summary_size((*last.text, document.credit)):
        return [*slides[:-1], replace(last, credit=document.credit, size=last.size or desk.sizes.smallest)]
    heading = Heading(document.title, group=last.heading.group, eyebrow=identity(document))
    return [*slides, SectionSlide(heading, size=desk.sizes.smallest, credit=document.credit)]


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
