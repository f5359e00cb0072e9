"""Slides for every kind of content, laid out by the sizes of a deck's text boxes and the widths of its fonts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from math import fsum
from typing import assert_never

from ladder_export.core.document import (
    BeforeAfter,
    BlankTable,
    Bullets,
    Document,
    EvidenceTable,
    Facts,
    FormFields,
    Grid,
    Piece,
    Prose,
    RatingTable,
    TrackProgress,
    TrackStep,
)
from ladder_export.core.radar import Radar
from ladder_export.core.text import Run, Text, plain_text
from ladder_export.writers.fonts.text_metrics import LINE_SAFETY, FontPair, text_width
from ladder_export.writers.slides import staircase_slides
from ladder_export.writers.slides.bullet_slides import bullet_slides
from ladder_export.writers.slides.card_slides import cards_slide
from ladder_export.writers.slides.facts_slides import facts_slides, rating_slides
from ladder_export.writers.slides.form_slides import form_table_slides, two_forms_slide
from ladder_export.writers.slides.grid_slides import grid_slides
from ladder_export.writers.slides.model import (
    Heading,
    Paragraph,
    SectionSlide,
    Slide,
    StaircaseSlide,
    TitleSlide,
)
from ladder_export.writers.slides.packing import shrink_sizes, text_height_pt
from ladder_export.writers.slides.section_content import item_paragraphs, paragraph_lists
from ladder_export.writers.slides.staircase_model import Staircase
from ladder_export.writers.slides.text_frames import DeckGeometry, TextFrame

# The summary may shrink more than other text, because it belongs on the title slide.
MIN_SUMMARY_SCALE = 0.8
MIN_OWN_SUMMARY_SCALE = 0.7  # in our own layouts
CODE_SIZES_PT = (20, 18, 16, 14)  # of codes in the staircase of a title slide
OVERVIEW_SIZES_PT = (26, 24, 22, 20, 18, 16, 14)  # … and of one that fills a slide


def _is_flowing_text(piece: Piece) -> bool:
    return isinstance(piece, Prose) or (isinstance(piece, Bullets) and piece.role == "statements" and not piece.label)


def _two_forms(pieces: Sequence[Piece]) -> tuple[BlankTable, BlankTable] | None:
    match pieces:
        case [BlankTable() as upper, BlankTable() as lower]:
            return upper, lower
        case _:
            return None


def _labelled_rows(
    heading: Heading, piece: Facts | TrackProgress | FormFields
) -> tuple[Heading, tuple[tuple[str, Text], ...]]:
    """Return labels and values of a piece with its heading. Values to fill in are empty.

    Form fields are a subject of their own, so their label is the title.
    """
    match piece:
        case Facts():
            return replace(heading, label=piece.label), piece.rows
        case TrackProgress():
            return replace(heading, label=piece.label), tuple((step.code, _step_title(step)) for step in piece.steps)
        case FormFields():
            rows = tuple((label, plain_text("")) for label in piece.labels)
            return replace(heading, title=piece.label or heading.title), rows
        case _:
            assert_never(piece)


def _step_title(step: TrackStep) -> Text:
    """Return a step's title, strong for the current level; only links within the deck remain."""
    href = step.href if step.href.startswith("#") else ""
    return Text((Run(step.title, strong=step.is_current, href=href),), step.title)


@dataclass(frozen=True, slots=True)
class SlideBuilder:
    """Builds the slides of a deck with text boxes of `geometry`; text is measured with `fonts`."""

    geometry: DeckGeometry
    fonts: FontPair

    def title_slide(self, heading: Heading, document: Document) -> tuple[TitleSlide, tuple[Piece, ...]]:
        """Return the title slide, and the pieces of the document's header (such as facts) that do not fit on it."""
        summary: tuple[Text, ...] = ()
        summary_size_pt = self.geometry.summary.size_pt
        staircase: Staircase | None = None
        rest = list[Piece]()
        for piece in document.header_pieces:
            if isinstance(piece, Prose) and not summary and (size_pt := self.summary_size_pt(piece.paragraphs)):
                summary, summary_size_pt = piece.paragraphs, size_pt
            elif isinstance(piece, TrackProgress) and not staircase and (steps := self._small_staircase(piece)):
                staircase = steps
            else:
                rest.append(piece)
        mark, mark_size_pt = document.code, self.mark_size_pt(document.code)
        breadcrumbs = document.breadcrumbs
        slide = TitleSlide(heading, mark, mark_size_pt, breadcrumbs, summary, summary_size_pt, staircase)
        return slide, tuple(rest)

    def mark_size_pt(self, mark: str) -> float:
        """Return the largest text size in points at which the document's code (`mark`, such as L3) fits on one line.

        0 without a code.
        """
        width_pt = text_width(plain_text(mark), self.fonts, self.geometry.mark_size_pt, strong=True) / LINE_SAFETY
        return math.floor(self.geometry.mark_size_pt * min(1, self.geometry.cover.width_pt / width_pt)) if mark else 0

    def slides_of_pieces(self, heading: Heading, pieces: Sequence[Piece]) -> Iterator[Slide]:
        """Yield the slides of lists, tables and other content; consecutive statements and paragraphs share slides."""
        for flowing, group in groupby(pieces, key=_is_flowing_text):
            run = list(group)
            if flowing and any(isinstance(piece, Bullets) for piece in run):
                lists = [points for piece in run for points in paragraph_lists(piece)]
                yield from bullet_slides(heading, "statements", lists, self.geometry, self.fonts)
            elif (forms := _two_forms(run)) and (slide := two_forms_slide(heading, forms, self.geometry, self.fonts)):
                yield slide
            else:
                yield from chain.from_iterable(self.slides_of_piece(heading, piece) for piece in run)

    def slides_of_piece(self, heading: Heading, piece: Piece) -> Iterator[Slide]:
        """Yield the slides of one piece of content, such as a list or table; none if it has no text."""
        match piece:
            case Prose():
                labelled, texts = replace(heading, label=piece.label), [(Paragraph(text),) for text in piece.paragraphs]
                yield from bullet_slides(labelled, "prose", texts, self.geometry, self.fonts)
            case Bullets():
                labelled = replace(heading, label=piece.label)
                yield from bullet_slides(labelled, piece.role, item_paragraphs(piece), self.geometry, self.fonts)
            case Facts() | TrackProgress() | FormFields():
                yield from self._labelled_slides(heading, piece)
            case Radar():
                yield from rating_slides(heading, piece, self.geometry, self.fonts)
            case RatingTable():
                lists = item_paragraphs(Bullets("statements", piece.items))
                yield from bullet_slides(heading, "statements", lists, self.geometry, self.fonts)
            case BeforeAfter() | EvidenceTable() | BlankTable():
                yield from form_table_slides(heading, piece, self.geometry, self.fonts)
            case Grid():
                yield from grid_slides(heading, piece, self.geometry, self.fonts)
            case _:
                assert_never(piece)

    def chapter_slides(self, heading: Heading, pieces: Sequence[Piece]) -> Iterator[Slide]:
        """Yield the slide that opens a chapter; its paragraphs are on it if they fit, else on slides after it."""
        texts = tuple(text for piece in pieces if isinstance(piece, Prose) for text in piece.paragraphs)
        size_pt = self.chapter_size_pt(texts) if texts else 0.0
        yield SectionSlide(heading, texts if size_pt else (), size_pt or 0.0, self._first_staircase(pieces))
        if size_pt is None:
            yield from bullet_slides(
                heading, "prose", [(Paragraph(text),) for text in texts], self.geometry, self.fonts
            )

    def _first_staircase(self, pieces: Sequence[Piece]) -> Staircase | None:
        staircases = (self._small_staircase(piece) for piece in pieces if isinstance(piece, TrackProgress))
        return next(filter(None, staircases), None)

    def _labelled_slides(self, heading: Heading, piece: Facts | TrackProgress | FormFields) -> Iterator[Slide]:
        """Yield facts as cards and progress as a staircase in our own layouts, else as tables."""
        labelled, rows = _labelled_rows(heading, piece)
        slide: Slide | None = None
        if self.geometry.is_own_design and isinstance(piece, TrackProgress) and piece.steps:
            staircase = self._overview_staircase(piece)
            slide = StaircaseSlide(labelled, staircase) if staircase else None
        elif self.geometry.is_own_design and isinstance(piece, Facts):
            slide = cards_slide(labelled, rows, self.geometry, self.fonts)
        yield from (slide,) if slide else facts_slides(labelled, rows, self.geometry, self.fonts)

    def _overview_staircase(self, progress: TrackProgress) -> Staircase | None:
        """Return a staircase that fills a slide; None if the steps' titles do not fit.

        Columns are used if they hold the titles, else rows.
        """
        columns = staircase_slides.column_staircase(progress, self.geometry.body, OVERVIEW_SIZES_PT, self.fonts, 1.0)
        if all(step.title for step in columns.steps):
            return columns
        return staircase_slides.row_staircase(progress, self.geometry.body, OVERVIEW_SIZES_PT, self.fonts)

    def _small_staircase(self, progress: TrackProgress) -> Staircase | None:
        frame = self.geometry.staircase
        if not frame.height_pt or len(progress.steps) <= 1:
            return None
        return staircase_slides.column_staircase(progress, frame, CODE_SIZES_PT, self.fonts)

    def chapter_size_pt(self, paragraphs: Sequence[Text]) -> float | None:
        """Return the text size in points at which paragraphs fit on a slide that opens a chapter; None if they do not.

        On slides of our own design they are where a title slide has its summary, in a company's layouts in the body.
        """
        frame = self.geometry.summary if self.geometry.is_own_design else self.geometry.body
        return self.summary_size_pt(paragraphs, frame)

    def summary_size_pt(self, paragraphs: Sequence[Text], frame: TextFrame | None = None) -> float | None:
        """Return the text size in points at which paragraphs fit a frame, by default that of a title slide's summary.

        None if they do not fit at the smallest size.
        """
        frame = frame or self.geometry.summary
        scale = MIN_OWN_SUMMARY_SCALE if self.geometry.is_own_design else MIN_SUMMARY_SCALE
        for size_pt in shrink_sizes(frame.size_pt, scale, self.geometry.smallest_size_pt):
            height_pt = fsum(text_height_pt(text, self.fonts, replace(frame, size_pt=size_pt)) for text in paragraphs)
            if height_pt + self.geometry.paragraph_gap_pt * (len(paragraphs) - 1) <= frame.height_pt:
                return size_pt
        return None
