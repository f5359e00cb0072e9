"""How a document is cut into the blocks between which a column may end, and put together again."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from editions import sheet
from ladder_export.core.document import Bullets, Document
from ladder_export.core.model import Level
from ladder_export.writers.layout.fragments import (
    BETWEEN_ITEMS,
    BETWEEN_PIECES,
    FORBIDDEN_BREAK,
    assemble_fragments,
    split_into_blocks,
)
from ladders import ladder, level, numbered_levels, section


def document(*levels: Level) -> Document:
    return next(iter(sheet(ladder(*levels))))


FOUR = document(level("L1", "E", section("Craft", "a", "b", "c", "d", examples=("e", "f")), section("People", "g")))


def test_a_column_may_end_between_sections_and_pieces_but_leaves_no_item_alone() -> None:
    assert [block.break_cost for block in split_into_blocks(FOUR)] == [
        0,
        FORBIDDEN_BREAK,
        BETWEEN_ITEMS,
        FORBIDDEN_BREAK,
        BETWEEN_PIECES,
        FORBIDDEN_BREAK,
        0,
    ]


def test_a_section_that_goes_on_has_its_name_and_label_again() -> None:
    (first,) = assemble_fragments(FOUR, (0, 1))
    assert (first.has_heading, first.continued, first.anchor) == (True, "", "block-0")
    assert [part.anchors for part in first.parts] == [("block-0", "block-1")]
    rest, people = assemble_fragments(FOUR, (2, 3, 4, 5, 6))
    assert (rest.has_heading, rest.continued, rest.anchor) == (False, "Craft", "block-2")
    assert (people.has_heading, people.continued, people.anchor) == (True, "", "block-6")
    statements, examples = (part.piece for part in rest.parts)
    assert isinstance(statements, Bullets)
    assert [item.text.plain for item in statements.items] == ["c", "d"]
    (last,) = assemble_fragments(FOUR, (5,))
    assert (last.continued, [part.piece for part in last.parts]) == (
        "Craft",
        [replace(examples, items=examples.items[1:])],
    )


@given(numbered_levels(), st.data())
def test_wherever_a_document_is_cut_nothing_is_lost_and_nothing_doubled(one: Level, data: st.DataObject) -> None:
    whole = document(one)
    places = range(len(split_into_blocks(whole)))
    cut = data.draw(st.integers(0, len(places)))
    found = [*assemble_fragments(whole, places[:cut]), *assemble_fragments(whole, places[cut:])]
    shown = [
        item
        for fragment in found
        for part in fragment.parts
        if isinstance(part.piece, Bullets)
        for item in part.piece.items
    ]
    said = [
        item for part in whole.sections for piece in part.pieces if isinstance(piece, Bullets) for item in piece.items
    ]
    assert shown == said
    assert [fragment.title for fragment in found if fragment.has_heading] == [part.title for part in whole.sections]
