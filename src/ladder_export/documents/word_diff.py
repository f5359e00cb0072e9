"""Mark the words in which two wordings of a statement differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal

from ladder_export.core.alignment import word_diff
from ladder_export.core.document import Item
from ladder_export.core.model import Statement
from ladder_export.core.text import Text, plain_text

SEPARATOR = "\n"  # between the texts of a statement and its nested statements

Wording = Literal["removed", "added"]
ChangeMask = list[bool]


def flatten(statement: Statement) -> str:
    """Return the texts of a statement and its nested statements as one string with line breaks, for comparison."""
    return SEPARATOR.join(_texts(statement))


def without_examples(statement: Statement) -> Item:
    """Return a statement as an item of a bullet list, with its nested statements but without examples."""
    return Item(statement.text, tuple(map(without_examples, statement.children)))


def mark_changes(before: Statement, after: Statement) -> tuple[Item, Item]:
    """Return two wordings of a statement as list items: removed words marked in the first, added ones in the second."""
    removed, added = _masks(flatten(before), flatten(after))
    return _mark_item(before, removed, "removed"), _mark_item(after, added, "added")


def mark_texts(before: str, after: str) -> tuple[Text, Text]:
    """Return two wordings as styled text, removed words marked in the first and added ones in the second."""
    removed, added = _masks(before, after)
    return _mark_text(plain_text(before), removed, "removed"), _mark_text(plain_text(after), added, "added")


def _masks(before: str, after: str) -> tuple[ChangeMask, ChangeMask]:
    """Return which characters of the first text were removed, and which of the second were added."""
    runs = word_diff(before, after)
    removed, added = (
        [run.kind == side for run in runs if run.kind in (side, "same") for _ in run.text]
        for side in ("removed", "added")
    )
    return _close_gaps(removed, before), _close_gaps(added, after)


def _texts(statement: Statement) -> Iterator[str]:
    yield statement.text.plain
    for child in statement.children:
        yield from _texts(child)


def _close_gaps(mask: Sequence[bool], text: str) -> ChangeMask:
    """Return the mask with spaces between marked words marked, and spaces at the ends of marks unmarked."""
    closed, start = list(mask), 0
    for space, group in groupby(text, key=str.isspace):
        end = start + len(list(group))
        if space:
            closed[start:end] = [start > 0 and end < len(text) and mask[start - 1] and mask[end]] * (end - start)
        start = end
    return closed


def _mark_item(statement: Statement, mask: ChangeMask, side: Wording) -> Item:
    """Return a statement with the masked characters marked; each text takes its own length of the mask."""
    own = len(statement.text.plain)
    children, at = [], own + len(SEPARATOR)
    for child in statement.children:
        end = at + len(flatten(child))
        children.append(_mark_item(child, mask[at:end], side))
        at = end + len(SEPARATOR)
    return Item(_mark_text(statement.text, mask[:own], side), tuple(children))


def _mark_text(text: Text, mask: ChangeMask, side: Wording) -> Text:
    """Return the text with its runs cut at marks; added words are also bold, so that marks do not depend on colour."""
    runs, at = [], 0
    for run in text.runs:
        for changed, group in groupby(range(at, at + len(run.text)), key=mask.__getitem__):
            covered = list(group)
            run_part = replace(run, text=run.text[covered[0] - at : covered[-1] + 1 - at])
            strong = run.strong or (changed and side == "added")
            runs.append(replace(run_part, strong=strong, changed=side) if changed else run_part)
        at += len(run.text)
    return Text(tuple(runs), text.source)
