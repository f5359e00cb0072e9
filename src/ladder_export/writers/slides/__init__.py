"""Decide what each slide of a deck shows: pure arithmetic over a document, sizes of text boxes and font metrics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from ladder_export.core.document import Bullets, Document, Piece, Prose, Section
from ladder_export.core.text import Run, Text
from ladder_export.writers.fonts.text_metrics import FontPair
from ladder_export.writers.slides.bullet_lists import nested_paragraphs
from ladder_export.writers.slides.model import (
    Heading,
    Paragraph,
    SectionSlide,
    Slide,
    TitleSlide,
)
from ladder_export.writers.slides.packing import ellipsize, is_icon
from ladder_export.writers.slides.section_content import SectionContent, section_content
from ladder_export.writers.slides.section_slides import section_slides
from ladder_export.writers.slides.slide_builder import SlideBuilder
from ladder_export.writers.slides.slide_titles import number_titles, title_size_pt
from ladder_export.writers.slides.text_frames import DeckGeometry

__all__ = ["build_slides", "ellipsize", "title_size_pt"]


def build_slides(document: Document, geometry: DeckGeometry, fonts: FontPair) -> tuple[Slide, ...]:
    """Divide a document into slides, in order; every word of the document is on exactly one of them.

    `geometry` has the text boxes of the deck, `fonts` the widths of characters.
    """
    builder = SlideBuilder(geometry, fonts)
    heading = Heading(document.title, group=document.title, eyebrow=identity(document))
    title_slide, rest = builder.title_slide(heading, document)
    slides: list[Slide] = [
        title_slide,
        *(slide for piece in rest for slide in builder.slides_of_piece(heading, piece)),
        *_sections(document, builder),
    ]
    return tuple(number_titles(_with_credit(slides, document, builder), geometry, fonts))


def _sections(document: Document, builder: SlideBuilder) -> Iterator[Slide]:
    """Yield the slides of all sections; consecutive sections of statements may share slides."""
    chapter = ""
    sections_to_pair = list[SectionContent]()
    for section, next_section in zip_longest(document.sections, document.sections[1:]):
        chapter = section.title if section.chapter else chapter
        heading = _heading(document, section, chapter, builder)
        content = None if section.chapter else section_content(heading, section.pieces)
        if content:
            sections_to_pair.append(replace(content, notes=_section_notes(section)))
            continue
        yield from section_slides(sections_to_pair, builder.geometry, builder.fonts)
        sections_to_pair = []
        yield from _section(heading, section, next_section, builder)
    yield from section_slides(sections_to_pair, builder.geometry, builder.fonts)


def _section(
    heading: Heading, section: Section, next_section: Section | None, builder: SlideBuilder
) -> Iterator[Slide]:
    """Yield the slides of a section that shares none; the first one gets the section's notes."""
    own = [] if section.chapter else list(builder.slides_of_pieces(heading, section.pieces))
    # A section whose text is all in its subsections needs no slide of its own.
    has_subsections = next_section is not None and next_section.parent == _section_title(section) and not section.pieces
    if not own and section.title and not has_subsections:
        own = list(builder.chapter_slides(heading, section.pieces))
    notes = _section_notes(section)
    for number, slide in enumerate(own):
        yield replace(slide, notes=notes) if notes and not number else slide


def _section_notes(section: Section) -> tuple[Paragraph, ...]:
    return tuple(paragraph for piece in section.notes for paragraph in _notes_of_piece(piece))


def _section_title(section: Section) -> str:
    return section.title if section.parent in ("", section.title) else f"{section.parent} · {section.title}"


def identity(document: Document) -> str:
    """Return the code and title of the document, which each slide shows above its own title."""
    return " ".join(text for text in (document.code, document.title) if text)


def _heading(document: Document, section: Section, chapter: str, builder: SlideBuilder) -> Heading:
    """Return the heading of a section's slides. An icon wider than the icon's frame becomes part of the title."""
    title, icon = _section_title(section) or document.title, section.icon
    group = chapter or section.parent or title
    if not is_icon(icon, builder.fonts, builder.geometry.icon):
        title, icon = f"{icon} {title}", ""
    eyebrow, kicker = (identity(document), section.eyebrow) if section.chapter else (section.eyebrow, "")
    return Heading(
        title, icon=icon, anchor=section.anchor, group=group, eyebrow=eyebrow or identity(document), kicker=kicker
    )


def _with_credit(slides: list[Slide], document: Document, builder: SlideBuilder) -> list[Slide]:
    """Return the slides with the document's credit line on the last or the first one, or on a slide of its own.

    A company's title slide is left as it is.
    """
    if not document.credit:
        return slides
    first, last = slides[0], slides[-1]
    smallest_pt = builder.geometry.smallest_size_pt
    if isinstance(last, SectionSlide):
        if size_pt := builder.chapter_size_pt((*last.paragraphs, document.credit)):
            usual_pt = last.size_pt or smallest_pt  # our own layouts set the credit in small type
            shown_pt = usual_pt if builder.geometry.is_own_design else min(size_pt, usual_pt)
            return [*slides[:-1], replace(last, credit=document.credit, size_pt=shown_pt)]
    elif (
        isinstance(first, TitleSlide)
        and builder.geometry.is_own_design
        and (size_pt := builder.summary_size_pt((*first.summary, document.credit)))
    ):
        return [replace(first, credit=document.credit, summary_size_pt=size_pt), *slides[1:]]
    heading = Heading(document.title, group=last.heading.group, eyebrow=identity(document))
    return [*slides, SectionSlide(heading, size_pt=smallest_pt, credit=document.credit)]


def _notes_of_piece(piece: Piece) -> Iterator[Paragraph]:
    """Yield a piece as paragraphs of the presenter's notes; only prose and lists have any."""
    match piece:
        case Prose():
            yield from map(Paragraph, piece.paragraphs)
        case Bullets():
            if piece.label:
                yield Paragraph(Text((Run(piece.label, strong=True),), piece.label))
            paragraphs = (paragraph for item in piece.items for paragraph in nested_paragraphs(item))
            yield from (replace(paragraph, depth=paragraph.depth + 1) for paragraph in paragraphs)
        case _:
            return
