"""This file cuts a document into the blocks between which a column may end, and puts the pieces together again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ladder_export.core.document import Bullets, Document, Piece, Prose

FORBIDDEN_BREAK = 9.0  # costs are shares of a column's height; nothing gains that much
BETWEEN_SECTIONS = 0.0
BETWEEN_PARTS = 0.08  # an area goes on in the next column, which says so …
BETWEEN_PIECES = 0.14  # … and so does one that statements and examples of are torn apart by it
BETWEEN_ITEMS = 0.16


@dataclass(frozen=True, slots=True)
class UnbreakableBlock:
    """What stays together: one item or paragraph, with the heading and label that open it.

    `section` and `piece` are positions in the document (piece -1: a section that says nothing),
    `item` the position of the item or paragraph, `cost` what it costs to start a column with this block.
    """

    section: int
    piece: int
    item: int
    opens_section: bool
    break_cost: float


@dataclass(frozen=True, slots=True)
class PieceFragment:
    """A piece, or the items of it that stand in one column. `places` name its blocks, which the layout measures."""

    piece: Piece
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionFragment:
    """A section, or the part of it that stands in one column.

    `continued` is the title of what goes on from the column before, empty where the fragment begins its area;
    without `opens` it has no title of its own. `place` names its first block.
    """

    title: str
    icon: str
    parent: str
    anchor: str
    has_heading: bool
    continued: str
    parts: tuple[PieceFragment, ...]


def split_into_blocks(document: Document) -> tuple[UnbreakableBlock, ...]:
    """Every block of the document in reading order."""
    return tuple(block for number in range(len(document.sections)) for block in _blocks_of(document, number))


def assemble_fragments(document: Document, indexes: Sequence[int]) -> tuple[SectionFragment, ...]:
    """What stands in a column that holds the blocks at these places."""
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
    """What the block at a place is called in HTML, as its `data-place`."""
    return f"block-{index}"


def _blocks_of(document: Document, number: int) -> Iterator[UnbreakableBlock]:
    section = document.sections[number]
    pieces = section.pieces
    # A part does not leave the heading of its section behind at the foot of a column.
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
    """How many items or paragraphs a column may end between; any other piece stays whole."""
    match piece:
        case Bullets(items=items):
            return len(items)
        case Prose(paragraphs=paragraphs):
            return len(paragraphs)
        case _:
            return 1


def _break_cost(item: int, count: int, piece: Piece) -> float:
    """No column starts or ends with a single item of several: it would look lost. A paragraph would not."""
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
