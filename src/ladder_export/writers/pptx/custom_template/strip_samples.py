"""Make an empty deck from a company's template; a template that python-pptx cannot use is rejected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml import etree
from pptx.exc import PythonPptxError
from pptx.slide import SlideLayout

from ladder_export.theme.office_package import POWERPOINT
from ladder_export.theme.pptx_template import Template
from ladder_export.writers.pptx.deck_cache import BaseDeck, base_deck


def template_base_deck(template: Template) -> BaseDeck:
    """Return an empty deck in the design of a company's template. Raises BadTheme if the template is damaged."""
    try:
        base, indexes_by_part = _parse(template.data)
    except (
        etree.XMLSyntaxError,
        PythonPptxError,
        KeyError,
        ValueError,
        AttributeError,
        TypeError,
        ArithmeticError,
    ) as fault:
        POWERPOINT.reject_damaged(template.name, str(fault))
    for layout in (choice.layout for choice in template.choices if choice.layout):
        if not {placeholder.index for placeholder in layout.placeholders} <= indexes_by_part.get(layout.part, set()):
            POWERPOINT.reject_damaged(template.name, f"slides cannot be made from its layout '{layout.name}'")
    return base


def _placeholder_indexes(layout: SlideLayout) -> Iterator[int]:
    for placeholder in layout.placeholders:  # type: ignore[misc]  # python-pptx annotates its iteration wrongly
        placeholder.placeholder_format.type  # noqa: B018  # looks up each, as adding a slide does
        yield placeholder.placeholder_format.idx


@lru_cache(maxsize=4)
def _parse(data: bytes) -> tuple[BaseDeck, Mapping[str, set[int]]]:
    """Return the base deck, and the indexes of each layout's placeholders by part name."""
    base = base_deck(data)
    return base, {part: set(_placeholder_indexes(layout)) for part, layout in base.layouts.items()}
