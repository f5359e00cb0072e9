"""This file opens a company's cleaned template as what decks start from, and refuses one that python-pptx cannot use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml import etree
from pptx.exc import PythonPptxError
from pptx.slide import SlideLayout

from ladder_export.theme.pptx_template import Template
from ladder_export.theme.pptx_template.opc import refuse_damaged
from ladder_export.writers.pptx.deck_cache import BaseDeck, base_deck


def emptied(template: Template) -> BaseDeck:
    """Decks without slides that look as the template does. Raises BadTheme when python-pptx finds parts of it damaged."""
    try:
        made, there = _emptied(template.data)
    except (
        etree.XMLSyntaxError,
        PythonPptxError,
        KeyError,
        ValueError,
        AttributeError,
        TypeError,
        ArithmeticError,
    ) as fault:
        refuse_damaged(template.name, str(fault))
    for layout in (choice.layout for choice in template.choices if choice.layout):
        if not {holder.index for holder in layout.placeholders} <= there.get(layout.part, set()):
            refuse_damaged(template.name, f"slides cannot be made from its layout '{layout.name}'")
    return made


def _indices(layout: SlideLayout) -> Iterator[int]:
    for holder in layout.placeholders:  # type: ignore[misc]  # python-pptx annotates its iteration wrongly
        holder.placeholder_format.type  # noqa: B018  # looks up each, as adding a slide does
        yield holder.placeholder_format.idx


@lru_cache(maxsize=4)
def _emptied(data: bytes) -> tuple[BaseDeck, Mapping[str, set[int]]]:
    """What decks start from, and the numbers of the placeholders of each layout."""
    made = base_deck(data)
    return made, {part: set(_indices(layout)) for part, layout in made.layouts.items()}
