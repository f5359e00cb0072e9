"""Choose the placeholders of a company's template for a document's texts, and the sizes of these texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ladder_export.core.document import Document, Piece, Prose, Section, TrackProgress
from ladder_export.core.text import is_rtl, plain_text
from ladder_export.theme import Theme
from ladder_export.theme.pptx_template import Template
from ladder_export.theme.pptx_template.layouts import Layout, Placeholder
from ladder_export.theme.pptx_template.roles import Role, content_placeholders, title_placeholder
from ladder_export.theme.pptx_template.text_style import TextStyle
from ladder_export.theme.slide_rect import Rect
from ladder_export.writers.fonts.text_metrics import SINGLE_SPACING, FontPair
from ladder_export.writers.pptx import geometry
from ladder_export.writers.pptx.custom_template.font_substitution import line_height_of, substitute_fonts
from ladder_export.writers.slides.packing import text_height_pt
from ladder_export.writers.slides.text_frames import DeckGeometry, Panel, TextFrame

SEARCHED_LEVELS = 3  # the first level with bullets is one of these
CHART_SHARE = 0.5  # of the width, for a chart beside a table
CHART_GAP_SHARE = 0.03  # of the width, between chart and table
# Text on smaller slides may be smaller in proportion, because they are projected as large.
SMALL_SLIDE_PT = (720.0, 405.0)
SIZE_STEP_PT = 2  # between the sizes to try
NO_FRAME = TextFrame(1, 0, 1)
TWO = 2  # placeholders side by side
MAX_OVERLAP_PT = 4.0  # of boxes that count as side by side


@dataclass(frozen=True, slots=True)
class TextPlaceholder:
    """A placeholder of a company's template to put text into, and the indent level of that text, counted from 1."""

    placeholder: Placeholder
    level: int = 1

    @property
    def style(self) -> TextStyle:
        """Return the template's style for text in the placeholder, at the indent level `level`."""
        return self.placeholder.levels[self.level - 1]

    def text_frame(self, size_pt: float, line_height_factor: float) -> TextFrame:
        """Return the box for text of `size_pt` points in the placeholder's margins; the factor makes lines taller."""
        (left, top, right, bottom), box = self.placeholder.insets, self.placeholder.box
        # Fixed line heights count as single spacing.
        line_spacing = (self.style.line_spacing or 1.0) * line_height_factor
        return TextFrame(
            max(1.0, box.width_pt - left - right), max(0.0, box.height_pt - top - bottom), size_pt, line_spacing
        )

    def paragraph_gap_pt(self, size_pt: float) -> float:
        """Return the space between paragraphs in points, for text of `size_pt` points."""
        return self.style.gap_pt + self.style.gap_lines * size_pt * SINGLE_SPACING


@dataclass(frozen=True, slots=True)
class TwoContent:
    """The template's layout for two texts side by side, with the placeholders of its title and of both texts.

    `first` is where reading begins: on the left, in right-to-left languages on the right.
    """

    layout: Layout
    heading: TextPlaceholder
    first: TextPlaceholder
    second: TextPlaceholder


@dataclass(frozen=True, slots=True)
class TemplateMapping:
    """The layouts of a company's template that a deck uses, the placeholder for each text, and fonts to measure with.

    `cover` has `title` and `subtitle`, `chapter` has `chapter_title`, `content` has `heading` (its title) and `body`.
    `subtitle` is None if the breadcrumbs do not fit there; `two_content` is None if the template has no such layout.
    `fonts` measure `content`, the other fonts the cover and chapters. `line_height_factor` is how many times taller
    than usual lines are measured. `scale` reduces the theme's text sizes on small slides; 1.0 for usual ones.
    """

    cover: Layout
    chapter: Layout
    content: Layout
    title: TextPlaceholder
    subtitle: TextPlaceholder | None
    heading: TextPlaceholder
    chapter_title: TextPlaceholder
    body: TextPlaceholder
    fonts: FontPair
    cover_fonts: FontPair
    chapter_fonts: FontPair
    line_height_factor: float
    scale: float
    two_content: TwoContent | None = None


def map_placeholders(template: Template, theme: Theme, document: Document) -> TemplateMapping:
    """Choose layouts and placeholders of a template for a document. Raises BadEnvironment if a font file is missing."""
    cover, chapter, content = (_layout_of_role(template, role) for role in ("title", "section", "content"))
    heading = TextPlaceholder(title_placeholder(content))
    body = _statements_placeholder(content_placeholders(content)[0])
    title, chapter_title, subtitle = (
        TextPlaceholder(title_placeholder(cover)),
        TextPlaceholder(title_placeholder(chapter)),
        _subtitle_placeholder(cover),
    )
    two_content = find_two_content(template, rtl=is_rtl(document.language))
    scale = min(1.0, content.slide.width_pt / SMALL_SLIDE_PT[0], content.slide.height_pt / SMALL_SLIDE_PT[1])
    beside = (two_content.first, two_content.second) if two_content else ()
    styles = tuple(dict.fromkeys(holder.style for holder in (body, subtitle, *beside) if holder))
    fonts, cover_fonts, chapter_fonts = (
        substitute_fonts(theme, holder.style, *styles) for holder in (heading, title, chapter_title)
    )
    line_height_factor = geometry.line_height_factor(document.language) * max(
        line_height_of(face) for pair in (fonts, cover_fonts, chapter_fonts) for face in (pair.regular, pair.bold)
    )
    if subtitle:
        frame = subtitle.text_frame(min(subtitle.style.size_pt, scale * theme.deck.statements), line_height_factor)
        fits = text_height_pt(plain_text(" · ".join(document.breadcrumbs)), fonts, frame) <= frame.height_pt
        subtitle = subtitle if fits else None
    return TemplateMapping(
        cover,
        chapter,
        content,
        title,
        subtitle,
        heading,
        chapter_title,
        body,
        fonts,
        cover_fonts,
        chapter_fonts,
        line_height_factor,
        scale,
        two_content,
    )


def find_two_content(template: Template, *, rtl: bool) -> TwoContent | None:
    """Return the layout for two texts side by side; None if there is none or its two largest boxes overlap."""
    layout = template.layout("two-content")
    placeholders = (
        sorted(content_placeholders(layout)[:TWO], key=lambda placeholder: placeholder.box.left_pt) if layout else []
    )
    if (
        layout is None
        or len(placeholders) < TWO
        or placeholders[0].box.right_pt > placeholders[1].box.left_pt + MAX_OVERLAP_PT
    ):
        return None
    first, second = reversed(placeholders) if rtl else placeholders
    return TwoContent(
        layout,
        TextPlaceholder(title_placeholder(layout)),
        _statements_placeholder(first),
        _statements_placeholder(second),
    )


def with_footer_in_breadcrumbs(document: Document, template: Template) -> Document:
    """Return the document with its footer added to its breadcrumbs (organisation, track …) if slides show no footer."""
    if _layout_of_role(template, "content").placeholders_of("ftr") or not document.footer:
        return document
    return replace(document, breadcrumbs=tuple(dict.fromkeys((*document.breadcrumbs, *document.footer.split(" · ")))))


def adapt_document(document: Document, mapping: TemplateMapping) -> Document:
    """Return the document in the form in which a company's template can show it.

    The code becomes a part of the title, the progress in a track becomes a section of its own, icons are removed. If
    the template has no subtitle for the breadcrumbs, they become a paragraph of the header.
    """
    progress_pieces = [piece for piece in document.header_pieces if isinstance(piece, TrackProgress)]
    sections = (*(Section(progress.label, (progress,)) for progress in progress_pieces), *document.sections)
    return replace(
        document,
        title=" · ".join(text for text in (document.code, document.title) if text),
        code="",
        header_pieces=_header_pieces(document, mapping),
        sections=tuple(replace(section, icon="", title=_full_section_title(section)) for section in sections),
    )


def _header_pieces(document: Document, mapping: TemplateMapping) -> tuple[Piece, ...]:
    pieces: tuple[Piece, ...] = tuple(piece for piece in document.header_pieces if not isinstance(piece, TrackProgress))
    if document.breadcrumbs and not mapping.subtitle:
        return (Prose((plain_text(" · ".join(document.breadcrumbs)),)), *pieces)
    return pieces


def _full_section_title(section: Section) -> str:
    """Return a section's title, after the line that our own layouts show above a chapter's."""
    parts = (section.eyebrow, section.title) if section.chapter else (section.title,)
    return " · ".join(text for text in parts if text)


def candidate_geometries(mapping: TemplateMapping, theme: Theme, document: Document) -> Iterator[DeckGeometry]:
    """Yield sets of text sizes to try on a company's slides: the template's first, then smaller ones to the theme's.

    Templates are made for less text than a level has, so their own sizes often need too many slides.
    """
    largest_pt, usual_pt = (
        mapping.body.style.size_pt,
        min(mapping.body.style.size_pt, mapping.scale * theme.deck.statements),
    )
    steps_pt = range(round(largest_pt), round(usual_pt), -SIZE_STEP_PT)
    for size_pt in (*steps_pt, usual_pt):
        yield _geometry_at_size(mapping, theme, document, size_pt)


def _geometry_at_size(mapping: TemplateMapping, theme: Theme, document: Document, size_pt: float) -> DeckGeometry:
    smallest_pt, examples_pt = (
        mapping.scale * theme.deck.smallest,
        min(size_pt, size_pt * theme.deck.examples / theme.deck.statements),
    )
    two_content, line_height_factor = mapping.two_content, mapping.line_height_factor
    text_placeholders = (mapping.body, two_content.first, two_content.second) if two_content else (mapping.body,)
    panel = (
        Panel(
            two_content.heading.text_frame(two_content.heading.style.size_pt, line_height_factor),
            two_content.first.text_frame(size_pt, line_height_factor),
            two_content.second.text_frame(examples_pt, line_height_factor),
        )
        for two_content in (two_content,)
        if two_content
    )
    return DeckGeometry(
        cover=mapping.title.text_frame(mapping.title.style.size_pt, mapping.line_height_factor),
        summary=_summary_frame(mapping, document, mapping.scale * theme.deck.statements),
        staircase=NO_FRAME,  # a company's layout gets no shapes outside its placeholders
        heading=mapping.heading.text_frame(mapping.heading.style.size_pt, mapping.line_height_factor),
        body=mapping.body.text_frame(size_pt, mapping.line_height_factor),
        mark_size_pt=0,
        icon=NO_FRAME,
        examples_size_pt=examples_pt,
        smallest_size_pt=min(smallest_pt, size_pt),
        paragraph_gap_pt=max(text_placeholder.paragraph_gap_pt(size_pt) for text_placeholder in text_placeholders),
        indent_pt=max(
            text_placeholder.style.margin_pt + max(0.0, text_placeholder.style.indent_pt)
            for text_placeholder in text_placeholders
        )
        or size_pt,
        cell_padding_pt=geometry.CELL_PADDING_PT,
        table=_half_frame(mapping, size_pt, smallest_pt),
        chart=_half_frame(mapping, min(smallest_pt, size_pt), smallest_pt, 0),
        cell_line_spacing=mapping.line_height_factor,
        panels=tuple(panel),
    )


def content_rect(text_placeholder: TextPlaceholder) -> Rect:
    """Return a placeholder's rectangle without its inner margins."""
    (left, top, right, bottom), box = text_placeholder.placeholder.insets, text_placeholder.placeholder.box
    return Rect(box.left_pt + left, box.top_pt + top, box.width_pt - left - right, box.height_pt - top - bottom)


def split_in_two(text_placeholder: TextPlaceholder) -> tuple[Rect, Rect]:
    """Divide a placeholder into two rectangles side by side: the left one for a chart, the right one for its table."""
    whole = content_rect(text_placeholder)
    chart = replace(whole, width_pt=CHART_SHARE * whole.width_pt)
    gap_pt = CHART_GAP_SHARE * whole.width_pt
    left_pt = chart.right_pt + gap_pt
    return chart, replace(whole, left_pt=left_pt, width_pt=whole.width_pt - chart.width_pt - gap_pt)


def _half_frame(mapping: TemplateMapping, size_pt: float, largest_pt: float, half: int = 1) -> TextFrame:
    rect = split_in_two(mapping.body)[half]
    return TextFrame(rect.width_pt, rect.height_pt, min(size_pt, largest_pt), mapping.line_height_factor)


def _summary_frame(mapping: TemplateMapping, document: Document, largest_pt: float) -> TextFrame:
    """Return the part of the subtitle's frame that the breadcrumbs leave."""
    if not mapping.subtitle:
        return NO_FRAME
    frame = mapping.subtitle.text_frame(min(mapping.subtitle.style.size_pt, largest_pt), mapping.line_height_factor)
    breadcrumbs_pt = text_height_pt(plain_text(" · ".join(document.breadcrumbs)), mapping.fonts, frame)
    return replace(
        frame, height_pt=max(0.0, frame.height_pt - breadcrumbs_pt - mapping.subtitle.paragraph_gap_pt(frame.size_pt))
    )


def _layout_of_role(template: Template, role: Role) -> Layout:
    layout = template.layout(role)
    if layout is None:
        raise AssertionError(f"no template is opened without a layout for {role}")
    return layout


def _statements_placeholder(placeholder: Placeholder) -> TextPlaceholder:
    """Return the placeholder at its first level with bullets; some templates begin with plain text."""
    marked = (number for number in range(1, SEARCHED_LEVELS + 1) if placeholder.levels[number - 1].has_bullets)
    return TextPlaceholder(placeholder, next(marked, 1))


def _subtitle_placeholder(cover: Layout) -> TextPlaceholder | None:
    """Return the title slide's subtitle, else any other text placeholder; None without one."""
    candidates = (placeholder for kind in ("subTitle", "body", "obj") for placeholder in cover.placeholders_of(kind))
    first = next(candidates, None)
    return TextPlaceholder(first) if first else None
