"""Make sections of what a level says below the heading of an area, where the levels of a page are below its areas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ladder_export.importers.ir import ImportedLevel, ImportedSection
from ladder_export.importers.markdown_inline import split_icon
from ladder_export.importers.markdown_pages import NO_HEADING_GUESS, UNTITLED_SECTION


def sections_in_area(level: ImportedLevel, area: str, intro: tuple[str, ...] = ()) -> Iterator[ImportedSection]:
    """Yield what a level says about one area; text without a heading is a section with the area's title.

    `intro` is what the page says about the area for all levels; it is in front of the first section. Yields nothing if
    the level says nothing about the area.
    """
    for section in _sections(level, area):
        yield replace(section, intro=intro + section.intro)
        intro = ()


def _sections(level: ImportedLevel, area: str) -> Iterator[ImportedSection]:
    """Yield what a level says about one area."""
    icon, area = split_icon(area)
    own_section = next(
        (section for section in level.sections if section.title == UNTITLED_SECTION), ImportedSection(area)
    )
    guess = "" if area else NO_HEADING_GUESS
    own_section = replace(
        own_section, title=area or UNTITLED_SECTION, icon=icon, guess=guess, intro=level.summary + own_section.intro
    )
    if not own_section.is_empty:
        yield own_section
    for section in level.sections:
        if section.title != UNTITLED_SECTION:
            yield replace(section, title=f"{area}: {section.title}" if area else section.title)
