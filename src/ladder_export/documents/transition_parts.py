"""Parts that documents about two levels share: file name and sources, and names and watermark of both levels."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from ladder_export.core.document import Document
from ladder_export.core.model import Ladder, Level, Rating
from ladder_export.core.radar import Radar, RadarAxis
from ladder_export.core.text import is_rtl
from ladder_export.documents import level_parts as parts
from ladder_export.documents.progression import Transition, extends_chain
from ladder_export.documents.specs import DocumentSpec


def transition_spec(
    ladder: Ladder, transition: Transition, make_document: Callable[[Ladder, Transition], Document]
) -> DocumentSpec:
    """Return the specification of a document about a step between two levels; its `level` is the id of the upper one.

    `make_document` makes the document on demand.
    """
    make = partial(make_document, ladder, transition)
    return DocumentSpec(_slug(transition), make, _levels(ladder, transition), level=transition.upper.id)


def _levels(ladder: Ladder, transition: Transition) -> tuple[Level, ...]:
    """Return both levels, each followed by those that it extends."""
    return (*extends_chain(ladder, transition.lower), *extends_chain(ladder, transition.upper))


def _slug(transition: Transition) -> str:
    return f"{transition.lower.id}--{transition.upper.id}"


def with_both_levels(ladder: Ladder, transition: Transition, document: Document, name: str) -> Document:
    """Return `document`, which is about the upper level of a step, as one about both levels.

    It gets the names, sources and watermark of both, and both ids as its file name. `name` is the title of the kind of
    document, such as "Review".
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
        title=with_arrow(ladder, *names),
        code=with_arrow(ladder, *codes) if codes else "",
        breadcrumbs=(*_breadcrumbs(ladder, transition, document), name),
        description=f"{name}: {with_arrow(ladder, lower.name, upper.name)}",
        sources=tuple(dict.fromkeys(source.path for source in sources)),
        watermark=watermark,
        footer=" · ".join((document.footer, *footer_watermark)),
        attachments=(),
    )


def _breadcrumbs(ladder: Ladder, transition: Transition, document: Document) -> Iterator[str]:
    """Yield the breadcrumbs of the upper level; where the track changes, both tracks."""
    before, after = ladder.track(transition.lower.track).title, ladder.track(transition.upper.track).title
    yield from (
        with_arrow(ladder, before, after) if breadcrumb == after else breadcrumb for breadcrumb in document.breadcrumbs
    )


def with_arrow(ladder: Ladder, before: str, after: str) -> str:
    """Return both names with an arrow in reading direction, such as `L3 → L4`; only one name if they are equal."""
    if before == after:
        return after
    latin = all(any(unicodedata.bidirectional(char) == "L" for char in name) for name in (before, after))
    return f"{before} {'←' if is_rtl(ladder.language) and not latin else '→'} {after}"


def ratings_between(ladder: Ladder, transition: Transition) -> tuple[Radar, ...]:
    """Return the ratings of both levels on one radar chart, in the order of the upper level's ratings.

    Empty if the levels differ in no rating.
    """
    before, after = (
        {rating.competency: rating for rating in level.ratings} for level in (transition.lower, transition.upper)
    )
    rated = after | {name: rating for name, rating in before.items() if name not in after}
    axes = tuple(_axis(ladder, rating, before.get(name), after.get(name)) for name, rating in rated.items())
    if all(axis.before == axis.step for axis in axes):
        return ()
    steps = {len(axis.steps) for axis in axes}
    levels = parts.short_names(transition.lower, transition.upper)
    return (Radar(axes, steps.pop() if len(steps) == 1 else 0, ladder.words.ratings, levels),)


def _axis(ladder: Ladder, rated: Rating, before: Rating | None, after: Rating | None) -> RadarAxis:
    """Return the axis of a competency that at least one of two levels is rated in; `rated` is a rating of either."""
    step_before, step = (rating.step if rating else parts.NO_VALUE for rating in (before, after))
    return RadarAxis(
        rated.title,
        step,
        after.value if after else 0,
        rated.max_value,
        after.reached if after else 0,
        rated.steps,
        step_before,
        before.value if before else 0,
        before.reached if before else 0,
        with_arrow(ladder, step_before, step),
    )
