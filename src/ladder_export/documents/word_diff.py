"""This file marks the words by which a statement differs from how it was worded before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal

from ladder_export.core.alignment import stretches
from ladder_export.core.document import Item
from ladder_export.core.model import Statement
from ladder_export.core.text import Text

SEAM = "\n"  # parts the texts of a statement and of the points nested in it

Side = Literal["removed", "added"]
Mask = list[bool]


def whole(statement: Statement) -> str:
    """A statement as one text, with the points nested in it."""
    return SEAM.join(_texts(statement))


def plain(statement: Statement) -> Item:
    """A statement with the points nested in it, without its examples."""
    return Item(statement.text, tuple(map(plain, statement.children)))


def reworded(before: Statement, after: Statement) -> tuple[Item, Item]:
    """Both wordings, in the one the words marked that went, in the other those that came."""
    found = stretches(whole(before), whole(after))
    masks = {
        side: [stretch.kind == side for stretch in found if stretch.kind in (side, "same") for _ in stretch.text]
        for side in ("removed", "added")
    }
    return (
        _marked(before, _closed(masks["removed"], whole(before)), "removed"),
        _marked(after, _closed(masks["added"], whole(after)), "added"),
    )


def _texts(statement: Statement) -> Iterator[str]:
    yield statement.text.plain
    for child in statement.children:
        yield from _texts(child)


def _closed(mask: Sequence[bool], text: str) -> Mask:
    """The mask without gaps at the spaces between marked words, and without spaces at the ends of a mark."""
    closed, at = list(mask), 0
    for space, group in groupby(text, key=str.isspace):
        end = at + len(list(group))
        if space:
            closed[at:end] = [at > 0 and end < len(text) and mask[at - 1] and mask[end]] * (end - at)
        at = end
    return closed


def _marked(statement: Statement, mask: Mask, side: Side) -> Item:
    """The statement with what the mask covers marked; a text takes as much of the mask as it is long."""
    own = len(statement.text.plain)
    children, at = [], own + len(SEAM)
    for child in statement.children:
        end = at + len(whole(child))
        children.append(_marked(child, mask[at:end], side))
        at = end + len(SEAM)
    return Item(_inked(statement.text, mask[:own], side), tuple(children))


def _inked(text: Text, mask: Mask, side: Side) -> Text:
    """The text's runs, cut where marks begin and end; words that came are strong, for a mark must not need a colour."""
    runs, at = [], 0
    for run in text.runs:
        for changed, group in groupby(range(at, at + len(run.text)), key=mask.__getitem__):
            places = list(group)
            part = replace(run, text=run.text[places[0] - at : places[-1] + 1 - at])
            strong = run.strong or (changed and side == "added")
            runs.append(replace(part, strong=strong, changed=side) if changed else part)
        at += len(run.text)
    return Text(tuple(runs), text.source)
