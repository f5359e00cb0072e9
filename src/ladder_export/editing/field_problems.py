"""Assign the problems of a ladder to the texts of an edit form."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from ladder_export.core.problems import Problem, Span
from ladder_export.editing.form import Form, text_address
from ladder_export.editing.ladder_nodes import Address, LadderNodes, items_of
from ladder_export.reading.nodes import scalars


def problems_by_field(
    nodes: LadderNodes, form: Form, problems: Iterable[Problem]
) -> list[tuple[Address, tuple[Problem, ...]]]:
    """Return the YAML paths of the texts in an edit form that have problems, each with its problems.

    Problems that are not about a text of the form are left out.
    """
    addresses = _addresses_by_span(nodes, form)
    starts = sorted({span for node in nodes.owners.values() for _, span in scalars(node)})
    about: dict[Address, list[Problem]] = {}
    for problem in dict.fromkeys(problems):
        address = addresses.get(_text_before(starts, problem.span)) if problem.span else None
        if address:
            about.setdefault(address, []).append(problem)
    return [(address, tuple(those)) for address, those in about.items()]


def _addresses_by_span(nodes: LadderNodes, form: Form) -> dict[Span | None, Address]:
    """Return the address of each text of a form by the span of the text, or of each of its paragraphs."""
    addresses: dict[Span | None, Address] = {}
    for field in form.all_fields:
        node = nodes.node(text_address(nodes, field.address))
        spans = [item.span for item in items_of(node)] or ([node.span] if node else [])
        addresses |= dict.fromkeys(spans, field.address)
    return addresses


def _text_before(starts: Sequence[Span], span: Span) -> Span | None:
    """Return where the text begins that a problem is in: the last one of the same file before it."""
    before = bisect_right(starts, span)
    return starts[before - 1] if before and starts[before - 1].file == span.file else None
