"""Sections that hold nothing but statements and examples, as lists of paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, filterfalse

from ladder_export.core.document import Bullets, Piece, Prose
from ladder_export.writers.slides.bullet_lists import nested_paragraphs
from ladder_export.writers.slides.model import Heading, Paragraph

ParagraphLists = tuple[tuple[Paragraph, ...], ...]  # one inner tuple for each item with everything nested in it


@dataclass(frozen=True, slots=True)
class SectionContent:
    """A section that has nothing but statements and examples, as paragraphs for slides.

    `statements` and `examples` have one list of paragraphs for each item; either may be empty, but not both.
    `examples_label` is the heading of the examples, empty if they have none. `notes` are for the presenter.
    """

    heading: Heading
    statements: ParagraphLists
    examples: ParagraphLists
    examples_label: str
    notes: tuple[Paragraph, ...] = ()


def section_content(heading: Heading, pieces: Sequence[Piece]) -> SectionContent | None:
    """Return a section's text as two lists to be shown side by side: statements with paragraphs, and examples.

    `heading` is its title. None for a section without a list or without text, or with other content, such as a table.
    """
    lists = [piece for piece in pieces if isinstance(piece, Bullets)]
    if not lists or not all(map(_is_statement_or_example, pieces)):
        return None
    statements = _all_lists(filterfalse(_is_examples, pieces))
    examples = _all_lists(filter(_is_examples, pieces))
    label = next((piece.label for piece in lists if piece.label), "")
    return SectionContent(heading, statements, examples, label) if statements or examples else None


def paragraph_lists(piece: Piece) -> list[tuple[Paragraph, ...]]:
    """Return the items of a list, or the paragraphs of running text, as paragraphs of a slide: a tuple for each.

    Empty for any other piece, such as a table.
    """
    if isinstance(piece, Prose):
        return [(Paragraph(text, no_bullet=True),) for text in piece.paragraphs if text]
    return item_paragraphs(piece) if isinstance(piece, Bullets) else []


def item_paragraphs(piece: Bullets) -> list[tuple[Paragraph, ...]]:
    """Return the items of a list as paragraphs of a slide: for each item a tuple with it and everything nested in it.

    Items without text are left out.
    """
    items = (tuple(paragraph for paragraph in nested_paragraphs(item) if paragraph.text) for item in piece.items)
    return [paragraphs for paragraphs in items if paragraphs]


def _all_lists(pieces: Iterable[Piece]) -> ParagraphLists:
    return tuple(chain.from_iterable(map(paragraph_lists, pieces)))


def _is_statement_or_example(piece: Piece) -> bool:
    return isinstance(piece, Prose) or _is_examples(piece) or (isinstance(piece, Bullets) and not piece.label)


def _is_examples(piece: Piece) -> bool:
    return isinstance(piece, Bullets) and piece.role == "examples"
