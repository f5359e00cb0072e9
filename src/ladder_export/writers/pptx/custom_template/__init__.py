"""Write a deck into a company's own template: its layouts, its placeholders, its theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from pptx.slide import Slide as Page

from ladder_export.core.document import Document
from ladder_export.core.text import is_rtl
from ladder_export.theme import Theme
from ladder_export.theme.office_package import POWERPOINT
from ladder_export.theme.pptx_template import Template
from ladder_export.theme.pptx_template.layouts import Layout
from ladder_export.writers import slides
from ladder_export.writers.fonts.text_metrics import FontPair
from ladder_export.writers.pptx import notes
from ladder_export.writers.pptx.custom_template.fill_placeholders import (
    PlaceholderText,
    fill_placeholder,
    holds_title,
    insert_radar,
    insert_table,
    remove_empty,
)
from ladder_export.writers.pptx.custom_template.footer import copy_footer
from ladder_export.writers.pptx.custom_template.placeholder_map import (
    TemplateMapping,
    TextPlaceholder,
    adapt_document,
    candidate_geometries,
    map_placeholders,
    with_footer_in_breadcrumbs,
)
from ladder_export.writers.pptx.custom_template.strip_samples import template_base_deck
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
    mark_legend,
)
from ladder_export.writers.slides.text_frames import DeckGeometry, PieceRole

LABEL_STYLE = RunStyle(bold=True)
OWN_FOLDERS = ("ppt/slides/", "ppt/notesSlides/")  # a template's own layouts are not checked


def write_with_template(document: Document, theme: Theme, template: Template) -> tuple[bytes, int]:
    """Write a document as a deck in a company's template; return the deck's bytes and its number of slides.

    Raises BadEnvironment if a font to measure text with is missing, BadTheme if the template is damaged or titles do
    not appear in the title placeholder of a layout.
    """
    identified_document = with_footer_in_breadcrumbs(document, template)
    mapping = map_placeholders(template, theme, identified_document)
    shown = adapt_document(identified_document, mapping)
    slides_of_deck, geometry = _choose_geometry(shown, mapping, list(candidate_geometries(mapping, theme, shown)))
    builder = template_base_deck(template).new_deck()
    template_writer = _TemplateWriter(mapping, shown, geometry)
    pages = [builder.add_slide(template_writer.layout(slide).part) for slide in slides_of_deck]
    numbered = reversed(list(zip(slides_of_deck, pages, strict=True)))
    slides_by_anchor = {anchor: page for slide, page in numbered for anchor in anchors(slide)}
    for number, (slide, page) in enumerate(zip(slides_of_deck, pages, strict=True), 1):
        template_writer.write_slide(page, slides_by_anchor, slide, number)
        if slide.heading.text and not holds_title(page, slide.heading.text):
            layout = template_writer.layout(slide).name
            POWERPOINT.reject_damaged(template.name, f"titles do not stand in the title of its layout '{layout}'")
        if slide.notes:
            notes.write_notes(builder, page, slide.notes, theme, document.language)
    return save_deck(builder, document, slides_of_deck, OWN_FOLDERS), len(slides_of_deck)


def _choose_geometry(
    document: Document, mapping: TemplateMapping, geometries: Sequence[DeckGeometry]
) -> tuple[tuple[Slide, ...], DeckGeometry]:
    """Return the slides at the largest size that needs no more of them than the last, with that geometry."""
    usual_slides = slides.build_slides(document, geometries[-1], mapping.fonts)
    for geometry in geometries[:-1]:
        slides_of_deck = slides.build_slides(document, geometry, mapping.fonts)
        if len(slides_of_deck) <= len(usual_slides):
            return slides_of_deck, geometry
    return usual_slides, geometries[-1]


@dataclass(frozen=True, slots=True)
class _TemplateWriter:
    """Writes the slides of one document into the text frames that they were laid out in."""

    mapping: TemplateMapping
    document: Document
    geometry: DeckGeometry

    def write_slide(self, page: Page, slides_by_anchor: Mapping[str, Page], slide: Slide, number: int) -> None:
        """Write one slide: fill its layout's placeholders, and remove those that stay empty."""
        # A template's background is unknown, so text is written as on a dark one: it states no colours.
        writer = TextWriter(page, self.document.language, on_dark=True, slides_by_anchor=slides_by_anchor)
        match slide:
            case TitleSlide():
                filled = self._write_title_slide(writer, slide)
            case SectionSlide() if slide.paragraphs or slide.credit:
                texts = tuple(map(writer.runs, (*slide.paragraphs, slide.credit) if slide.credit else slide.paragraphs))
                filled = self._write_body(writer, slide, PlaceholderText(texts, slide.size_pt, no_bullets=True))
            case SectionSlide():
                filled = self._write_opening_title(
                    writer, slide, self.mapping.chapter_title, self.mapping.chapter_fonts
                )
            case RadarSlide() | FactsSlide() | FormTableSlide() | GridSlide():
                filled = self._write_title(writer, slide, self.mapping.heading, slide.heading)
                filled |= {self.mapping.body.placeholder.index}
                remove_empty(writer.slide, filled)
                self._insert(writer, slide)
            case BulletSlide():
                points = self._placeholder_text(writer, slide.paragraphs, slide.role, slide.size_pt)
                filled = self._write_body(writer, slide, points)
            case PanelSlide():
                filled = self._write_panel(writer, slide)
            case CardsSlide() | TwoSectionsSlide() | StaircaseSlide():
                raise AssertionError(f"{type(slide).__name__} needs a layout of ours")
            case _:
                assert_never(slide)
        remove_empty(writer.slide, filled)
        legend = mark_legend(slide, self.document.labels)
        text = printable(self.document.footer)
        copy_footer(writer, self.layout(slide), text, legend, number, self.mapping.fonts)

    def layout(self, slide: Slide) -> Layout:
        """Return the layout of a slide; text below a chapter's title needs a content layout."""
        match slide:
            case TitleSlide():
                return self.mapping.cover
            case SectionSlide() if not slide.paragraphs and not slide.credit:
                return self.mapping.chapter
            case PanelSlide() if self.mapping.two_content:
                return self.mapping.two_content.layout
            case _:
                return self.mapping.content

    def _insert(self, writer: TextWriter, slide: RadarSlide | FactsSlide | FormTableSlide | GridSlide) -> None:
        """Replace the content placeholder with a table or a chart."""
        body, content = self.mapping.body, self.mapping.content
        if isinstance(slide, RadarSlide):
            insert_radar(writer, slide, body, content, self.geometry.chart.size_pt, rtl=self._rtl)
        else:
            insert_table(writer, slide, body, content, rtl=self._rtl)

    def _write_body(self, writer: TextWriter, slide: Slide, text: PlaceholderText) -> set[int]:
        """Write text into the content placeholder, then the title above it."""
        fill_placeholder(writer, self.mapping.body, text, self.mapping.content, rtl=self._rtl)
        filled = self._write_title(writer, slide, self.mapping.heading, slide.heading)
        return filled | {self.mapping.body.placeholder.index}

    def _write_title(
        self, writer: TextWriter, slide: Slide, text_placeholder: TextPlaceholder, heading: Heading
    ) -> set[int]:
        fill_placeholder(
            writer,
            text_placeholder,
            PlaceholderText((writer.plain_runs(heading.text),), heading.size_pt),
            self.layout(slide),
            rtl=self._rtl,
        )
        return {text_placeholder.placeholder.index}

    def _write_title_slide(self, writer: TextWriter, slide: TitleSlide) -> set[int]:
        filled = self._write_opening_title(writer, slide, self.mapping.title, self.mapping.cover_fonts)
        breadcrumbs = writer.plain_runs(" · ".join(slide.breadcrumbs))
        texts = tuple(text for text in (breadcrumbs, *map(writer.runs, slide.summary)) if text)
        if not texts or not self.mapping.subtitle:
            return filled
        fill_placeholder(
            writer,
            self.mapping.subtitle,
            PlaceholderText(texts, slide.summary_size_pt, no_bullets=True),
            self.mapping.cover,
            rtl=self._rtl,
        )
        return filled | {self.mapping.subtitle.placeholder.index}

    def _write_opening_title(
        self, writer: TextWriter, slide: Slide, text_placeholder: TextPlaceholder, fonts: FontPair
    ) -> set[int]:
        """Write a title in a style of its own, at the size at which it fits."""
        frame = text_placeholder.text_frame(text_placeholder.style.size_pt, self.mapping.line_height_factor)
        size_pt = slides.title_size_pt(slide.heading.text, frame, self.geometry.smallest_size_pt, fonts)
        return self._write_title(writer, slide, text_placeholder, replace(slide.heading, size_pt=size_pt))

    def _write_panel(self, writer: TextWriter, slide: PanelSlide) -> set[int]:
        """Write statements and their examples into the company's layout for two contents."""
        two_content = self.mapping.two_content
        if two_content is None:
            raise AssertionError("nothing is laid out beside each other without a layout for it")
        left = self._placeholder_text(writer, slide.statements, "statements", slide.size_pt)
        right = self._placeholder_text(writer, slide.examples, "examples", slide.examples_size_pt)
        fill_placeholder(writer, two_content.first, left, two_content.layout, rtl=self._rtl)
        fill_placeholder(writer, two_content.second, right, two_content.layout, rtl=self._rtl)
        return {two_content.first.placeholder.index, two_content.second.placeholder.index} | self._write_title(
            writer, slide, two_content.heading, slide.heading
        )

    def _placeholder_text(
        self, writer: TextWriter, paragraphs: Sequence[Paragraph], role: PieceRole, size_pt: float
    ) -> PlaceholderText:
        """Return paragraphs as the text of a placeholder."""
        texts = tuple(
            writer.runs(paragraph.text, LABEL_STYLE if paragraph.is_label else LAYOUT_STYLE) for paragraph in paragraphs
        )
        no_bullets, muted = role == "prose", role == "examples"
        depths = range(1, 1 + max(paragraph.depth for paragraph in paragraphs))
        nested_sizes_pt = (
            () if no_bullets else tuple(self.geometry.nested_size_pt(size_pt, depth, muted=muted) for depth in depths)
        )
        return PlaceholderText(texts, size_pt, no_bullets, tuple(paragraphs), nested_sizes_pt, self.geometry.indent_pt)

    @property
    def _rtl(self) -> bool:
        return is_rtl(self.document.language)
