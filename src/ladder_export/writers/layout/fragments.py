"""Divide a document into blocks that stay in one column (items with their headings), and assemble columns from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ladder_export.core.document import Bullets, Document, Piece, Prose

FORBIDDEN_BREAK = 9.0  # no gain outweighs it; costs are shares of a column's height
BETWEEN_SECTIONS = 0.0
BETWEEN_PARTS = 0.08  # a section continues in the next column under a repeated title
BETWEEN_PIECES = 0.14  # the same, between statements and their examples
BETWEEN_ITEMS = 0.16


@dataclass(frozen=True, slots=True)
class UnbreakableBlock:
    """The smallest unit that columns are made of: one item or paragraph, with the heading and label above it.

    `section`, `piece` (such as a list), `item`: indexes into the document; `piece` is -1 for a section without content.
    `opens_section`: whether the section's heading is part of the block. `break_cost`: how bad it is to start a column
    with this block, as a share of a column's height.
    """

    section: int
    piece: int
    item: int
    opens_section: bool
    break_cost: float


@dataclass(frozen=True, slots=True)
class PieceFragment:
    """A piece of content such as a list, or only the items of it that are in one column.

    `anchors` has a value for each of its blocks: that of the HTML attribute `data-place`, to find the block after
    layout.
    """

    piece: Piece
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionFragment:
    """A section, or the part of it that is in one column.

    `has_heading`: whether it begins its section. `continued`: if it continues a section of the column before, the title
    to repeat above it, else empty. `anchor`: the value of the HTML attribute `data-place` of its first block.
    """

    title: str
    icon: str
    parent: str
    anchor: str
    has_heading: bool
    continued: str
    parts: tuple[PieceFragment, ...]


def split_into_blocks(document: Document) -> tuple[UnbreakableBlock, ...]:
    """Divide a document into the smallest units that stay in one column, in reading order."""
    return tuple(block for number in range(len(document.sections)) for block in _blocks_of(document, number))


def assemble_fragments(document: Document, indexes: Sequence[int]) -> tuple[SectionFragment, ...]:
    """Return the content of a column as sections or parts of sections; the column has the blocks with these indexes."""
    all_blocks = split_into_blocks(document)
    members_of_column = [(index, all_blocks[index]) for index in indexes]
    fragments = list[SectionFragment]()
    for number, group in groupby(members_of_column, key=lambda indexed: indexed[1].section):
        section, members = document.sections[number], list(group)
        index, first = members[0]
        parts = tuple(
            _piece_fragment(section.pieces[piece], list(items))
            for piece, items in groupby(members, key=lambda indexed: indexed[1].piece)
            if piece >= 0
        )
        opens = first.opens_section and bool(section.title)
        own_title = "" if opens else section.title
        continued = "" if fragments else " · ".join(title for title in (section.parent, own_title) if title)
        fragments.append(
            SectionFragment(section.title, section.icon, section.parent, anchor_id(index), opens, continued, parts)
        )
    return tuple(fragments)


def anchor_id(index: int) -> str:
    """Return the value of `data-place` in HTML for the block with this index, to find its box after layout."""
    return f"block-{index}"


def _blocks_of(document: Document, number: int) -> Iterator[UnbreakableBlock]:
    section = document.sections[number]
    pieces = section.pieces
    # The heading of a section is not left alone at the foot of a column, without its first part.
    first = BETWEEN_PARTS if section.parent else BETWEEN_SECTIONS
    if section.parent and not document.sections[number - 1].pieces:
        first = FORBIDDEN_BREAK
    if not pieces:
        yield UnbreakableBlock(number, -1, 0, opens_section=True, break_cost=first)
    for position, piece in enumerate(pieces):
        count = _block_count(piece)
        for item in range(count):
            opens = position == item == 0
            yield UnbreakableBlock(number, position, item, opens, first if opens else _break_cost(item, count, piece))


def _block_count(piece: Piece) -> int:
    """Return the number of blocks of a piece: items of a list, paragraphs of prose, one for any other piece."""
    match piece:
        case Bullets(items=items):
            return len(items)
        case Prose(paragraphs=paragraphs):
            return len(paragraphs)
        case _:
            return 1


def _break_cost(item: int, count: int, piece: Piece) -> float:
    """Return the cost of a break before an item; single items of a list are never left alone in a column."""
    if item == 0:
        return BETWEEN_PIECES
    if isinstance(piece, Prose):
        return BETWEEN_ITEMS
    return FORBIDDEN_BREAK if item in (1, count - 1) else BETWEEN_ITEMS


def _piece_fragment(piece: Piece, members: list[tuple[int, UnbreakableBlock]]) -> PieceFragment:
    anchors = tuple(anchor_id(index) for index, _ in members)
    first, last = members[0][1].item, members[-1][1].item
    if isinstance(piece, Prose):
        return PieceFragment(replace(piece, paragraphs=piece.paragraphs[first : last + 1]), anchors)
    if not isinstance(piece, Bullets):
        return PieceFragment(piece, anchors)
    return PieceFragment(replace(piece, items=piece.items[first : last + 1]), anchors)
