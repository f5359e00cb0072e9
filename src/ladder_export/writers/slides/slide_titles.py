"""Titles of slides: part numbers that make each unique, and the sizes at which they fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ladder_export.core.text import plain_text
from ladder_export.writers.fonts.text_metrics import SINGLE_SPACING, FontPair
from ladder_export.writers.slides.model import PanelSlide, SectionSlide, Slide, TitleSlide, TwoSectionsSlide
from ladder_export.writers.slides.packing import text_height_pt
from ladder_export.writers.slides.text_frames import DeckGeometry, TextFrame

MIN_COMMON_SCALE = 0.7  # titles that fit at this share of the usual size all get the size of the longest one
KICKER_LINES = 1.5  # lines of body text that the title of a section slide leaves free for the kicker above it


def title_size_pt(title: str, frame: TextFrame, smallest_pt: float, fonts: FontPair) -> float:
    """Return the largest text size in points at which a title fits its text box, but at least `smallest_pt`."""
    for size_pt in range(round(frame.size_pt), round(smallest_pt), -2):
        if text_height_pt(plain_text(title), fonts, replace(frame, size_pt=size_pt), strong=True) <= frame.height_pt:
            return size_pt
    return smallest_pt


def number_titles(slides: Sequence[Slide], geometry: DeckGeometry, fonts: FontPair) -> Iterator[Slide]:
    """Yield the slides with unique titles, each with a text size at which it fits.

    Slides of the same title get part numbers such as "(2/3)". Titles share one size where that is possible, except on
    title slides and slides that open a chapter.
    """
    numbered = list(_with_part_numbers(slides))
    sizes_pt = [_fitting_size_pt(slide, geometry, fonts) for slide in numbered]
    least_pt = MIN_COMMON_SCALE * geometry.heading.size_pt
    light_sizes_pt = (size_pt for size_pt, slide in zip(sizes_pt, numbered, strict=True) if not _is_dark(slide))
    common_pt = min((size_pt for size_pt in light_sizes_pt if size_pt >= least_pt), default=0.0)
    for size_pt, slide in zip(sizes_pt, numbered, strict=True):
        shown_pt = size_pt if _is_dark(slide) else min(size_pt, common_pt or size_pt)
        sized = replace(slide, heading=replace(slide.heading, size_pt=shown_pt))
        if isinstance(sized, TwoSectionsSlide):
            sized = replace(sized, second_heading=replace(sized.second_heading, size_pt=shown_pt))
        yield sized


def _with_part_numbers(slides: Sequence[Slide]) -> Iterator[Slide]:
    """Yield the slides, those that share a title with their number; title slides are neither counted nor numbered."""
    title_slide_titles = {slide.heading.text for slide in slides if isinstance(slide, TitleSlide)}
    counts = Counter(slide.heading.text for slide in slides if not isinstance(slide, TitleSlide))
    seen = Counter[str]()
    for slide in slides:
        text, suffix = slide.heading.text, ""
        if not isinstance(slide, TitleSlide):
            seen[text] += 1
            if counts[text] > 1:
                suffix = f"({seen[text]}/{counts[text]})"
            elif text in title_slide_titles:
                suffix = "(2)"
        yield replace(slide, heading=replace(slide.heading, part=suffix))


def _fitting_size_pt(slide: Slide, geometry: DeckGeometry, fonts: FontPair) -> float:
    frame, texts = geometry.heading, [slide.heading.text]
    match slide:
        case TitleSlide():
            mark_height_pt = slide.mark_size_pt * SINGLE_SPACING * geometry.cover.line_spacing
            frame = replace(geometry.cover, height_pt=geometry.cover.height_pt - mark_height_pt)
        case SectionSlide() if geometry.is_own_design:
            kicker_height_pt = geometry.body.size_pt * SINGLE_SPACING * KICKER_LINES
            frame = replace(geometry.cover, height_pt=geometry.cover.height_pt - kicker_height_pt)
        case PanelSlide():
            frame = slide.panel.heading
        case TwoSectionsSlide() if geometry.columns:
            frame, texts = geometry.columns.heading, [slide.heading.text, slide.second_heading.text]
        case _:
            pass
    return min(title_size_pt(text, frame, geometry.smallest_size_pt, fonts) for text in texts)


def _is_dark(slide: Slide) -> bool:
    return isinstance(slide, TitleSlide | SectionSlide)
