"""Slides that show statements with their examples on a panel beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ladder_export.core.text import Text, plain_text
from ladder_export.writers.fonts.text_metrics import FontPair
from ladder_export.writers.slides.bullet_lists import ListMeasurer
from ladder_export.writers.slides.bullet_slides import (
    FEW_STATEMENTS,
    FEW_STATEMENTS_GROWTH,
    MIN_SCALE,
    SizedGroups,
    fit_groups,
    groups_at_size,
)
from ladder_export.writers.slides.model import BulletSlide, PanelSlide, Paragraph, Slide
from ladder_export.writers.slides.packing import candidate_sizes
from ladder_export.writers.slides.section_content import ParagraphLists, SectionContent
from ladder_export.writers.slides.text_frames import DeckGeometry, Panel

MAX_EXAMPLES_SIZE_PT = 20.0  # examples beside statements grow to this size in our own layouts
NOTICEABLE_PT = 2.0  # text must be larger by this much to be worth another layout

PanelOrBullets = PanelSlide | BulletSlide


def panel_slides(section: SectionContent, geometry: DeckGeometry, fonts: FontPair) -> list[PanelOrBullets]:
    """Return the slides of statements with their examples on a panel beside them.

    Empty if the deck has no panel on which both can be divided evenly. The deck's first panel is the usual one; another
    one is used if it saves slides, or if examples become noticeably larger and statements no smaller than usual.
    """
    best: list[PanelOrBullets] = []
    for panel in geometry.panels if section.examples else ():
        if not best or _can_improve(best):
            slides = _slides_on_panel(panel, section, geometry, fonts)
            best = slides if _is_better(slides, best, geometry.body.size_pt) else best
    return best


def labelled_examples(section: SectionContent, paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Return examples as grey paragraphs, below the section's label for examples if it has one.

    `paragraphs` are those of the examples; without any, the result is empty.
    """
    if not section.examples_label or not paragraphs:
        label: tuple[Paragraph, ...] = ()
    else:
        label = (Paragraph(plain_text(section.examples_label), is_label=True, no_bullet=True, muted=True),)
    return (*label, *(replace(paragraph, muted=True) for paragraph in paragraphs))


def _can_improve(slides: Sequence[Slide]) -> bool:
    """Tell whether another panel could save slides or show the examples noticeably larger."""
    first = slides[0]
    if len(slides) > 1 or not isinstance(first, PanelSlide):
        return True
    return first.examples_size_pt <= MAX_EXAMPLES_SIZE_PT - NOTICEABLE_PT


def _is_better(slides: Sequence[Slide], best: Sequence[Slide], usual_size_pt: float) -> bool:
    if not slides or not best or len(slides) != len(best):
        return not best or 0 < len(slides) < len(best)
    first_of_best, first = best[0], slides[0]
    if not isinstance(first_of_best, PanelSlide) or not isinstance(first, PanelSlide):
        return False
    is_larger = first.examples_size_pt >= first_of_best.examples_size_pt + NOTICEABLE_PT
    return is_larger and first.size_pt >= usual_size_pt


def _slides_on_panel(
    panel: Panel, section: SectionContent, geometry: DeckGeometry, fonts: FontPair
) -> list[PanelOrBullets]:
    """Return as few slides as both columns need; none if one column would have to be split unevenly."""
    left = ListMeasurer(geometry, fonts, panel.statements, "statements")
    label = labelled_examples(section, [Paragraph(Text((), ""))])[:1]
    usual_pt = geometry.examples_size_pt
    label_height_pt = left.list_height_pt(label, usual_pt) + geometry.paragraph_gap_at(usual_pt) if label else 0.0
    below_label = replace(panel.examples, height_pt=panel.examples.height_pt - label_height_pt)
    right = ListMeasurer(geometry, fonts, below_label, "examples")
    sizes_pt, examples_sizes_pt = _statements_sizes_pt(panel, section, geometry), _examples_sizes_pt(geometry)
    count = max(
        len(groups_at_size(left, section.statements, sizes_pt[-1])),
        len(groups_at_size(right, section.examples, examples_sizes_pt[-1])),
    )
    if not (statements := _split_over_slides(left, section.statements, sizes_pt, count)):
        return []
    smaller = [size_pt for size_pt in examples_sizes_pt if size_pt < statements[0]] or examples_sizes_pt[-1:]
    examples = _split_over_slides(right, section.examples, smaller, min(count, len(section.examples)))
    return list(_combine(panel, section, statements, examples)) if examples else []


def _statements_sizes_pt(panel: Panel, section: SectionContent, geometry: DeckGeometry) -> list[float]:
    growth = FEW_STATEMENTS_GROWTH if len(section.statements) <= FEW_STATEMENTS else 1
    largest_pt = geometry.largest_size_pt * growth
    return list(candidate_sizes(largest_pt, panel.statements.size_pt, MIN_SCALE, geometry.smallest_size_pt))


def _examples_sizes_pt(geometry: DeckGeometry) -> list[float]:
    """Return the sizes of examples beside statements, largest first: in our own layouts down to the smallest of all."""
    usual_pt, smallest_pt = geometry.examples_size_pt, geometry.smallest_size_pt
    if geometry.is_own_design:
        return list(candidate_sizes(MAX_EXAMPLES_SIZE_PT, usual_pt, 0.0, smallest_pt))
    return list(candidate_sizes(usual_pt, usual_pt, MIN_SCALE, smallest_pt))


def _split_over_slides(
    measurer: ListMeasurer, lists: ParagraphLists, sizes_pt: Sequence[float], count: int
) -> SizedGroups | None:
    """Return lists split over exactly `count` slides; None if several slides would not have two statements each."""
    if count > 1 and len(lists) < 2 * count and measurer.role == "statements":
        return None
    return fit_groups(measurer, lists, sizes_pt, count)


def _combine(
    panel: Panel, section: SectionContent, statements: SizedGroups, examples: SizedGroups
) -> Iterator[PanelOrBullets]:
    """Yield a slide for each group of statements, beside it the next group of examples while there is one."""
    (size_pt, statement_groups), (examples_size_pt, example_groups) = statements, examples
    for number, paragraphs in enumerate(statement_groups):
        if number < len(example_groups):
            beside = labelled_examples(section, example_groups[number])
            yield PanelSlide(section.heading, paragraphs, size_pt, beside, examples_size_pt, panel)
        else:
            yield BulletSlide(section.heading, "statements", paragraphs, size_pt)
