"""This package writes a deck into a company's own template: its layouts, its placeholders, its theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from pptx.slide import Slide as Page

from ladder_export.core.document import Document
from ladder_export.core.text import is_rtl
from ladder_export.theme import Theme
from ladder_export.theme.pptx_template import Template
from ladder_export.theme.pptx_template.layouts import Layout
from ladder_export.theme.pptx_template.opc import refuse_damaged
from ladder_export.writers import slides
from ladder_export.writers.fonts.text_metrics import FontPair
from ladder_export.writers.pptx import notes
from ladder_export.writers.pptx.custom_template.fill_placeholders import (
    Wording,
    clear,
    fill,
    holds_title,
    put_columns,
    put_grid,
    put_radar,
    put_table,
)
from ladder_export.writers.pptx.custom_template.footer import foot
from ladder_export.writers.pptx.custom_template.placeholder_map import Place, Plan, addressed, identified, plan, sizes
from ladder_export.writers.pptx.custom_template.strip_samples import emptied
from ladder_export.writers.pptx.drawingml_text import LAYOUT_STYLE, RunStyle, TextWriter, printable
from ladder_export.writers.pptx.package import save_deck
from ladder_export.writers.slides.model import (
    BulletSlide,
    CardsSlide,
    FactsSlide,
    FormTableSlide,
    GridSlide,
    Heading,
    PanelSlide,
    Paragraph,
    RadarSlide,
    SectionSlide,
    Slide,
    StaircaseSlide,
    TitleSlide,
    TwoSectionsSlide,
    anchors,
)
from ladder_export.writers.slides.text_frames import DeckGeometry, PieceRole

LABEL = RunStyle(bold=True)
OURS = ("ppt/slides/", "ppt/notesSlides/")  # in a template's own layouts nothing is ours to judge


def written(document: Document, theme: Theme, template: Template) -> tuple[bytes, int]:
    """A deck in the company's template, and how many slides it has.

    Raises BadEnvironment when a font to measure with is not on this machine, BadTheme when the template turns out to
    have no title where its layouts promise one.
    """
    told = identified(document, template)
    fitted = plan(template, theme, told)
    shown = addressed(told, fitted)
    found, rooms = _laid_out(shown, fitted, list(sizes(fitted, theme, shown)))
    draft = emptied(template).new_deck()
    hand = _Hand(fitted, shown, rooms)
    pages = [draft.add_slide(hand.layout(slide).part) for slide in found]
    numbered = reversed(list(zip(found, pages, strict=True)))
    places = {anchor: page for slide, page in numbered for anchor in anchors(slide)}
    for number, (slide, page) in enumerate(zip(found, pages, strict=True), 1):
        hand.page(page, places, slide, number)
        if slide.heading.text and not holds_title(page, slide.heading.text):
            layout = hand.layout(slide).name
            refuse_damaged(template.name, f"titles do not stand in the title of its layout '{layout}'")
        if slide.notes:
            notes.write_notes(draft, page, slide.notes, theme, document.language)
    return save_deck(draft, document, found, OURS), len(found)


def _laid_out(
    document: Document, fitted: Plan, tried: Sequence[DeckGeometry]
) -> tuple[tuple[Slide, ...], DeckGeometry]:
    """The slides at the largest size that takes no more of them than the last, and the rooms they fill."""
    usual = slides.build_slides(document, tried[-1], fitted.faces)
    for rooms in tried[:-1]:
        found = slides.build_slides(document, rooms, fitted.faces)
        if len(found) <= len(usual):
            return found, rooms
    return usual, tried[-1]


@dataclass(frozen=True, slots=True)
class _Hand:
    """What writes the slides of one document into the rooms that they were laid out in."""

    fitted: Plan
    document: Document
    rooms: DeckGeometry

    def page(self, page: Page, places: Mapping[str, Page], slide: Slide, number: int) -> None:
        """One slide: what its layout has to fill is filled, or leaves. Links lead to `places`."""
        # What ground its words stand on, only the company knows.
        pen = TextWriter(page, self.document.language, on_dark=True, slides_by_anchor=places)
        match slide:
            case TitleSlide():
                kept = self._cover(pen, slide)
            case SectionSlide() if slide.paragraphs or slide.credit:
                texts = tuple(map(pen.runs, (*slide.paragraphs, slide.credit) if slide.credit else slide.paragraphs))
                fill(
                    pen, self.fitted.body, Wording(texts, slide.size_pt, bare=True), self.fitted.content, rtl=self._rtl
                )
                kept = self._title(pen, slide, self.fitted.heading, slide.heading) | {self.fitted.body.holder.index}
            case SectionSlide():
                kept = self._opener(pen, slide, self.fitted.chapter_title, self.fitted.chapter_faces)
            case RadarSlide() | FactsSlide() | FormTableSlide() | GridSlide():
                kept = self._title(pen, slide, self.fitted.heading, slide.heading) | {self.fitted.body.holder.index}
                clear(pen.slide, kept)
                self._drawn(pen, slide)
            case BulletSlide():
                points = self._points(pen, slide.paragraphs, slide.role, slide.size_pt)
                fill(pen, self.fitted.body, points, self.fitted.content, rtl=self._rtl)
                kept = self._title(pen, slide, self.fitted.heading, slide.heading) | {self.fitted.body.holder.index}
            case PanelSlide():
                kept = self._panel(pen, slide)
            case CardsSlide() | TwoSectionsSlide() | StaircaseSlide():
                raise AssertionError(f"{type(slide).__name__} needs a layout of ours")
            case _:
                assert_never(slide)
        clear(pen.slide, kept)
        foot(pen, self.layout(slide), printable(self.document.footer), number, self.fitted.faces)

    def layout(self, slide: Slide) -> Layout:
        """The layout that a slide takes: words below a chapter's title need one that has room for them."""
        match slide:
            case TitleSlide():
                return self.fitted.cover
            case SectionSlide() if not slide.paragraphs and not slide.credit:
                return self.fitted.chapter
            case PanelSlide() if self.fitted.halves:
                return self.fitted.halves.layout
            case _:
                return self.fitted.content

    def _drawn(self, pen: TextWriter, slide: RadarSlide | FactsSlide | FormTableSlide | GridSlide) -> None:
        """What takes the place of the content placeholder."""
        place, layout = self.fitted.body, self.fitted.content
        match slide:
            case RadarSlide():
                put_radar(pen, slide, place, layout, self.rooms.chart.size_pt, rtl=self._rtl)
            case FactsSlide():
                put_table(pen, slide, place, layout, rtl=self._rtl)
            case FormTableSlide():
                put_columns(pen, slide, place, layout, rtl=self._rtl)
            case GridSlide():
                put_grid(pen, slide, place, layout, rtl=self._rtl)
            case _:
                assert_never(slide)

    def _title(self, pen: TextWriter, slide: Slide, place: Place, heading: Heading) -> set[int]:
        fill(pen, place, Wording((pen.plain_runs(heading.text),), heading.size_pt), self.layout(slide), rtl=self._rtl)
        return {place.holder.index}

    def _cover(self, pen: TextWriter, slide: TitleSlide) -> set[int]:
        kept = self._opener(pen, slide, self.fitted.title, self.fitted.cover_faces)
        lineage = pen.plain_runs(" · ".join(slide.breadcrumbs))
        texts = tuple(text for text in (lineage, *map(pen.runs, slide.summary)) if text)
        if not texts or not self.fitted.subtitle:
            return kept
        fill(
            pen,
            self.fitted.subtitle,
            Wording(texts, slide.summary_size_pt, bare=True),
            self.fitted.cover,
            rtl=self._rtl,
        )
        return kept | {self.fitted.subtitle.holder.index}

    def _opener(self, pen: TextWriter, slide: Slide, place: Place, faces: FontPair) -> set[int]:
        """A title in a style of its own, at the size at which that fits."""
        room = place.room(place.style.size, self.fitted.stretch)
        size = slides.title_size_pt(slide.heading.text, room, self.rooms.smallest_size_pt, faces)
        return self._title(pen, slide, place, replace(slide.heading, size_pt=size))

    def _panel(self, pen: TextWriter, slide: PanelSlide) -> set[int]:
        """Statements and their examples in the company's own layout for two things."""
        halves = self.fitted.halves
        if halves is None:
            raise AssertionError("nothing is laid out beside each other without a layout for it")
        left = self._points(pen, slide.statements, "statements", slide.size_pt)
        right = self._points(pen, slide.examples, "examples", slide.examples_size_pt)
        fill(pen, halves.first, left, halves.layout, rtl=self._rtl)
        fill(pen, halves.second, right, halves.layout, rtl=self._rtl)
        return {halves.first.holder.index, halves.second.holder.index} | self._title(
            pen, slide, halves.heading, slide.heading
        )

    def _points(self, pen: TextWriter, points: Sequence[Paragraph], role: PieceRole, size: float) -> Wording:
        """Points as what goes into a placeholder."""
        texts = tuple(pen.runs(point.text, LABEL if point.is_label else LAYOUT_STYLE) for point in points)
        bare, quiet = role == "prose", role == "examples"
        depths = range(1, 1 + max(point.depth for point in points))
        nested = () if bare else tuple(self.rooms.nested_size_pt(size, depth, muted=quiet) for depth in depths)
        return Wording(texts, size, bare, tuple(points), nested, self.rooms.indent_pt)

    @property
    def _rtl(self) -> bool:
        return is_rtl(self.document.language)
