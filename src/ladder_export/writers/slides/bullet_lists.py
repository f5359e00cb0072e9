"""Items of lists as paragraphs of slides, and the heights that the paragraphs need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum

from ladder_export.core.document import Item
from ladder_export.writers.fonts.text_metrics import FontPair
from ladder_export.writers.slides.model import (
    Paragraph,
)
from ladder_export.writers.slides.packing import split_text, text_height_pt
from ladder_export.writers.slides.text_frames import DeckGeometry, PieceRole, TextFrame

MAX_DEPTH = 4  # people see five outline levels in a presentation program
EXAMPLES_SCALE = 0.8  # size of examples below statements, as a share of the statements' size


def nested_paragraphs(item: Item, depth: int = 0, *, muted: bool = False) -> Iterator[Paragraph]:
    """Yield a list item, its children and its examples as paragraphs of a slide, without items that have no text.

    Examples are muted (set in grey); with `muted`, all are. `depth` is that of the item, 0 for the outermost;
    paragraphs nested more deeply than MAX_DEPTH have that depth.
    """
    if item.text:
        yield Paragraph(item.text, depth=min(depth, MAX_DEPTH), muted=muted, is_new=item.is_new)
    for child in item.children:
        yield from nested_paragraphs(child, depth + 1, muted=muted)
    for example in item.examples:
        yield from nested_paragraphs(example, depth + 1, muted=True)


def statement_paragraphs(item: Item, depth: int = 0, *, muted: bool = False) -> Iterator[Paragraph]:
    """Yield a list item and its children as paragraphs of a slide, without examples and without a limit of depth.

    `depth` is that of the item, 0 for the outermost; with `muted`, paragraphs are grey.
    """
    yield Paragraph(item.text, depth=depth, muted=muted)
    for child in item.children:
        yield from statement_paragraphs(child, depth + 1, muted=muted)


@dataclass(frozen=True, slots=True)
class ListMeasurer:
    """Measures the paragraphs of one list in the text box `frame`; all sizes and heights are in points.

    `role` says which kind of text the list has: statements, examples or running text (prose).
    """

    geometry: DeckGeometry
    fonts: FontPair
    frame: TextFrame
    role: PieceRole

    def paragraph_size_pt(self, paragraph: Paragraph, size_pt: float) -> float:
        """Return the text size of a paragraph in points, in a list whose first level has `size_pt`."""
        if paragraph.is_label:
            return self.geometry.smallest_size_pt if self.geometry.is_own_design else size_pt
        return self.geometry.nested_size_pt(size_pt, paragraph.depth, muted=self.role == "examples")

    def paragraph_frame(self, paragraph: Paragraph, size_pt: float) -> TextFrame:
        """Return the space for a paragraph in the text box as a frame of its own: narrower the deeper it is nested.

        `size_pt` is the text size of the list's first level.
        """
        no_bullet = self.role == "prose" or paragraph.no_bullet or paragraph.is_label
        hang_pt = 0.0 if no_bullet else self.geometry.indent_at(size_pt) * (paragraph.depth + 1)
        return TextFrame(
            max(1.0, self.frame.width_pt - hang_pt),
            self.frame.height_pt,
            self.paragraph_size_pt(paragraph, size_pt),
            self.frame.line_spacing,
        )

    def list_height_pt(self, paragraphs: Sequence[Paragraph], size_pt: float) -> float:
        """Return the height of consecutive paragraphs with the gaps between them, in points; 0 without paragraphs.

        `size_pt` is the text size of the list's first level.
        """
        heights_pt = [
            text_height_pt(p.text, self.fonts, self.paragraph_frame(p, size_pt), strong=p.is_label) for p in paragraphs
        ]
        return fsum(heights_pt) + self.geometry.paragraph_gap_at(size_pt) * max(0, len(heights_pt) - 1)

    def unbreakable_units(
        self, paragraphs: Sequence[Paragraph], size_pt: float
    ) -> list[tuple[Sequence[Paragraph], float]]:
        """Divide an item and all nested in it into groups that stay on one slide, each with its height in points.

        `paragraphs` are those of the item. They are one group if they fit into the text box. Otherwise paragraphs that
        are too tall are split, and each group is a paragraph with as many of those nested in it as fit, so that it is
        not alone at the end of a slide. `size_pt` is the text size of the first level.
        """
        height_pt = self.list_height_pt(paragraphs, size_pt)
        if height_pt <= self.frame.height_pt:
            return [(paragraphs, height_pt)]
        pieces = [
            replace(paragraph, text=text, continues=number > 0)
            for paragraph in paragraphs
            for number, text in enumerate(
                split_text(paragraph.text, self.fonts, self.paragraph_frame(paragraph, size_pt))
            )
        ]
        units = list[list[Paragraph]]()
        for piece in pieces:
            opened = units[-1] if units and units[-1][-1].depth < piece.depth else []
            if opened and self.list_height_pt([*opened, piece], size_pt) <= self.frame.height_pt:
                opened.append(piece)
            else:
                units.append([piece])
        return [(unit, self.list_height_pt(unit, size_pt)) for unit in units]
