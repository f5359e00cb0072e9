"""How a document is cut into the blocks between which a column may end, and put together again."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from editions import sheet
from ladder_export.core.document import Bullets, Document
from ladder_export.core.model import Level
from ladder_export.writers.layout.fragments import BETWEEN_ITEMS, BETWEEN_PIECES, NEVER, blocks, fragments
from ladders import ladder, level, numbered_levels, section


def document(*levels: Level) -> Document:
    return next(iter(sheet(ladder(*levels))))


FOUR = document(level("L1", "E", section("Craft", "a", "b", "c", "d", examples=("e", "f")), section("People", "g")))


def test_a_column_may_end_between_sections_and_pieces_but_leaves_no_item_alone() -> None:
    assert [block.cost for block in blocks(FOUR)] == [0, NEVER, BETWEEN_ITEMS, NEVER, BETWEEN_PIECES, NEVER, 0]


def test_a_section_that_goes_on_has_its_name_and_label_again() -> None:
    (first,) = fragments(FOUR, (0, 1))
    assert (first.opens, first.continued, first.place) == (True, "", "block-0")
    assert [part.places for part in first.parts] == [("block-0", "block-1")]
    rest, people = fragments(FOUR, (2, 3, 4, 5, 6))
    assert (rest.opens, rest.continued, rest.place) == (False, "Craft", "block-2")
    assert (people.opens, people.continued, people.place) == (True, "", "block-6")
    statements, examples = (part.piece for part in rest.parts)
    assert isinstance(statements, Bullets)
    assert [item.text.plain for item in statements.items] == ["c", "d"]
    (last,) = fragments(FOUR, (5,))
    assert (last.continued, [part.piece for part in last.parts]) == (
        "Craft",
        [replace(examples, items=examples.items[1:])],
    )


@given(numbered_levels(), st.data())
def test_wherever_a_document_is_cut_nothing_is_lost_and_nothing_doubled(one: Level, data: st.DataObject) -> None:
    whole = document(one)
    places = range(len(blocks(whole)))
    cut = data.draw(st.integers(0, len(places)))
    found = [*fragments(whole, places[:cut]), *fragments(whole, places[cut:])]
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
    assert [fragment.title for fragment in found if fragment.opens] == [part.title for part in whole.sections]
