"""This file keeps what WeasyPrint makes from holding itself, so that a document's memory is free, and still in the caches, for the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias
from weakref import proxy, ref

from weasyprint.css import AnonymousStyle, Style
from weasyprint.formatting_structure.boxes import PageBox
from weasyprint.layout import LayoutContext, layout_document

Given: TypeAlias = Any  # whatever else WeasyPrint passes


def anonymous_style(style: Style) -> AnonymousStyle:
    """The style of the anonymous boxes within a box; while one has it, all have the same."""
    kept = vars(style)
    known = kept.get("_anonymous")
    found: AnonymousStyle | None = known and known()
    if found is None:
        found = AnonymousStyle(style)
        found.specified = proxy(found)
        kept["_anonymous"] = ref(found)
    return found


def laid_out(html: object, root_box: object, context: LayoutContext, *rest: Given, **named: Given) -> Iterator[PageBox]:
    """The pages; images that are drawn later keep the context that they need, and nothing else does."""
    yield from layout_document(html, root_box, context, *rest, **named)
    context.get_image_from_uri.keywords["context"] = proxy(context)


METHODS = ((Style, "anonymous_style", property(anonymous_style)),)
FUNCTIONS = ((layout_document, laid_out),)
