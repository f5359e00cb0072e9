"""Parts that documents about two levels share: their specification, and the names, sources and watermark of both."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from ladder_export.core.document import Document
from ladder_export.core.model import Ladder, Level
from ladder_export.core.text import is_rtl
from ladder_export.documents.progression import Transition, extends_chain
from ladder_export.documents.specs import DocumentSpec


def transition_spec(
    ladder: Ladder, transition: Transition, make_document: Callable[[Ladder, Transition], Document]
) -> DocumentSpec:
    """Return the specification of a document about a transition; its `level` is the upper one."""
    make = partial(make_document, ladder, transition)
    return DocumentSpec(_slug(transition), make, _levels(ladder, transition), level=transition.upper.id)


def _levels(ladder: Ladder, transition: Transition) -> tuple[Level, ...]:
    """Return both levels, each followed by those that it extends."""
    return (*extends_chain(ladder, transition.lower), *extends_chain(ladder, transition.upper))


def _slug(transition: Transition) -> str:
    return f"{transition.lower.id}--{transition.upper.id}"


def with_both_levels(ladder: Ladder, transition: Transition, document: Document, name: str) -> Document:
    """Return the upper level's document as one about both: with their names, sources and watermark.

    `name` is the title of the kind of document, such as "Review".
    """
    lower, upper, words = transition.lower, transition.upper, ladder.words
    codes = (lower.mark, upper.mark) if lower.mark and upper.mark else ()
    names = (lower.title, upper.title) if codes else (lower.name, upper.name)
    sources = (*ladder.sources, *(level.source for level in _levels(ladder, transition)))
    watermark = words.draft if "draft" in (lower.status, upper.status) else ""
    footer_watermark = (watermark,) if watermark and not document.watermark else ()
    return replace(
        document,
        slug=_slug(transition),
        title=_with_arrow(ladder, *names),
        code=_with_arrow(ladder, *codes) if codes else "",
        breadcrumbs=(*_breadcrumbs(ladder, transition, document), name),
        description=f"{name}: {_with_arrow(ladder, lower.name, upper.name)}",
        sources=tuple(dict.fromkeys(source.path for source in sources)),
        watermark=watermark,
        footer=" · ".join((document.footer, *footer_watermark)),
        attachments=(),
    )


def _breadcrumbs(ladder: Ladder, transition: Transition, document: Document) -> Iterator[str]:
    """Yield the breadcrumbs of the upper level; where the track changes, both tracks."""
    before, after = ladder.track(transition.lower.track).title, ladder.track(transition.upper.track).title
    yield from (
        _with_arrow(ladder, before, after) if breadcrumb == after else breadcrumb for breadcrumb in document.breadcrumbs
    )


def _with_arrow(ladder: Ladder, before: str, after: str) -> str:
    """Return both names with an arrow in reading direction; one name if they are equal."""
    if before == after:
        return after
    latin = all(any(unicodedata.bidirectional(char) == "L" for char in name) for name in (before, after))
    return f"{before} {'←' if is_rtl(ladder.language) and not latin else '→'} {after}"
