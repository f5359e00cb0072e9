"""Slides of sections: examples beside their statements, two short sections side by side, long ones over several slides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from ladder_export.writers.fonts.text_metrics import FontPair
from ladder_export.writers.slides.bullet_lists import EXAMPLES_SCALE, ListMeasurer
from ladder_export.writers.slides.bullet_slides import MIN_SCALE, bullet_slides
from ladder_export.writers.slides.model import BulletSlide, PanelSlide, Paragraph, Slide, TwoSectionsSlide
from ladder_export.writers.slides.packing import candidate_sizes
from ladder_export.writers.slides.panel_slides import labelled_examples, panel_slides
from ladder_export.writers.slides.section_content import ParagraphLists, SectionContent
from ladder_export.writers.slides.text_frames import DeckGeometry, PieceRole, TextFrame

# Shares of a slide's height that a section's text fills.
LIGHT_FILL, MEDIUM_FILL = 0.45, 0.62  # a section below the first shares a slide with one below the second …
LIGHTEST_FILL = 0.35  # … and a section below this one with any that leaves enough space
MAX_COLUMN_FILL = 0.97  # a column of a shared slide is never fuller
MIN_SHARED_SCALE = 0.9  # statements on a shared slide have at least this share of their usual size


def section_slides(sections: Sequence[SectionContent], geometry: DeckGeometry, fonts: FontPair) -> Iterator[Slide]:
    """Yield the slides of consecutive sections in order; neighbours with little text may share one."""
    paginator = _SectionPaginator(geometry, fonts)
    slides_alone = [list(paginator.single_section(section)) for section in sections]
    for first, last in _pair_sections(paginator, sections, slides_alone):
        if first == last:
            yield from _with_notes(slides_alone[first], sections[first].notes)
        elif shared := paginator.two_sections(sections[first], sections[last]):
            yield shared


def _pair_sections(
    paginator: _SectionPaginator, sections: Sequence[SectionContent], slides_alone: Sequence[Sequence[Slide]]
) -> list[tuple[int, int]]:
    """Return pairs of first and last index: equal for a section alone, consecutive for two that share a slide.

    Dynamic programming over the sections: as few slides as possible, then as few nearly empty ones as possible.
    """
    if not paginator.geometry.columns:
        return [(number, number) for number in range(len(sections))]
    fill_ratios = [paginator.fill_ratio(slides[0]) if len(slides) == 1 else inf for slides in slides_alone]
    best: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])]
    for end in range(1, len(sections) + 1):
        cost, pairs = best[end - 1]
        emptiness = max(0.0, LIGHT_FILL - fill_ratios[end - 1])
        options = [(cost + len(slides_alone[end - 1]) + emptiness, [*pairs, (end - 1, end - 1)])]
        if end > 1 and _may_share(paginator, sections[end - 2 : end], fill_ratios[end - 2 : end]):
            cost, pairs = best[end - 2]
            options.append((cost + 1, [*pairs, (end - 2, end - 1)]))
        best.append(min(options))
    return best[-1][1]


def _may_share(paginator: _SectionPaginator, sections: Sequence[SectionContent], fill_ratios: Sequence[float]) -> bool:
    """Tell whether two sections, one of them short, fit side by side at a readable size."""
    is_short = min(fill_ratios) < LIGHTEST_FILL or (min(fill_ratios) < LIGHT_FILL and max(fill_ratios) < MEDIUM_FILL)
    shared = paginator.two_sections(*sections) if is_short else None
    return shared is not None and shared.size_pt >= MIN_SHARED_SCALE * paginator.geometry.body.size_pt


def _flatten(lists: ParagraphLists) -> tuple[Paragraph, ...]:
    return tuple(paragraph for paragraphs in lists for paragraph in paragraphs)


def _with_notes(slides: list[Slide], notes: tuple[Paragraph, ...]) -> list[Slide]:
    return [replace(slides[0], notes=notes), *slides[1:]] if slides and notes else slides


@dataclass(frozen=True, slots=True)
class _SectionPaginator:
    """Lays out one section, or two side by side."""

    geometry: DeckGeometry
    fonts: FontPair

    def single_section(self, section: SectionContent) -> Iterator[Slide]:
        """Yield the slides of one section: examples beside the statements, or after them if a panel cannot hold both."""
        examples_heading = replace(section.heading, label=section.examples_label)
        if not section.statements:
            yield from bullet_slides(examples_heading, "examples", section.examples, self.geometry, self.fonts)
        elif slides := panel_slides(section, self.geometry, self.fonts):
            yield from slides
        else:
            yield from bullet_slides(section.heading, "statements", section.statements, self.geometry, self.fonts)
            yield from bullet_slides(examples_heading, "examples", section.examples, self.geometry, self.fonts)

    def fill_ratio(self, slide: Slide) -> float:
        """Return the share of the body's height that a slide's text takes; infinity for slides without lists."""
        if isinstance(slide, PanelSlide):
            left_pt = self._height_pt(slide.statements, slide.panel.statements, "statements", slide.size_pt)
            right_pt = self._height_pt(slide.examples, slide.panel.examples, "examples", slide.examples_size_pt)
            return max(left_pt, right_pt) / self.geometry.body.height_pt
        if isinstance(slide, BulletSlide):
            height_pt = self._height_pt(slide.paragraphs, self.geometry.body, slide.role, slide.size_pt)
            return height_pt / self.geometry.body.height_pt
        return inf

    def two_sections(self, first: SectionContent, second: SectionContent) -> TwoSectionsSlide | None:
        """Return two sections side by side at the largest size at which both fit; None if they do not."""
        if not self.geometry.columns:
            return None
        frame = self.geometry.columns.body
        smallest_pt = self.geometry.smallest_size_pt
        statements = _flatten(first.statements), _flatten(second.statements)
        examples = self._examples(first), self._examples(second)
        for size_pt in candidate_sizes(self.geometry.largest_size_pt, frame.size_pt, MIN_SCALE, smallest_pt):
            examples_size_pt = max(smallest_pt, round(size_pt * EXAMPLES_SCALE))
            heights_pt = (
                self._column_height_pt(*column, frame, size_pt, examples_size_pt)
                for column in zip(statements, examples, strict=True)
            )
            if all(height_pt <= frame.height_pt * MAX_COLUMN_FILL for height_pt in heights_pt):
                return TwoSectionsSlide(
                    first.heading,
                    second.heading,
                    statements,
                    examples,
                    size_pt,
                    examples_size_pt,
                    (*first.notes, *second.notes),
                )
        return None

    def _column_height_pt(
        self,
        statements: Sequence[Paragraph],
        examples: Sequence[Paragraph],
        frame: TextFrame,
        size_pt: float,
        examples_size_pt: float,
    ) -> float:
        """Return the height of a section's statements and, below them, its examples."""
        statements_pt = self._height_pt(statements, frame, "statements", size_pt)
        examples_pt = self._height_pt(examples, frame, "examples", examples_size_pt)
        gap_pt = 2 * self.geometry.paragraph_gap_at(size_pt) if statements and examples else 0
        return statements_pt + examples_pt + gap_pt

    def _height_pt(self, paragraphs: Sequence[Paragraph], frame: TextFrame, role: PieceRole, size_pt: float) -> float:
        return ListMeasurer(self.geometry, self.fonts, frame, role).list_height_pt(paragraphs, size_pt)

    @staticmethod
    def _examples(section: SectionContent) -> tuple[Paragraph, ...]:
        return labelled_examples(section, _flatten(section.examples))
