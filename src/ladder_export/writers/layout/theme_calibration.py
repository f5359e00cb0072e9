"""Measure how much space a theme puts around text, from two layouts of a sample document, for height estimates."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace

from ladder_export.core.document import Bullets, Document, Facts, Item, Piece, Prose, Section, TrackProgress, TrackStep
from ladder_export.core.text import Run, Text, plain_text
from ladder_export.theme.tokens import SheetTokens
from ladder_export.writers.fonts.text_metrics import MM_PER_POINT
from ladder_export.writers.layout.columns import PageColumns
from ladder_export.writers.layout.fit import LayoutParams, text_sizes

FACTS_PER_LINE = 4
ONE_LINE_LABEL = 26  # characters of a label that surely fit on one line

SAMPLE_SCALES = (0.85, 1.1)  # two scales determine the constant and the slope of every measure

SAMPLE_TEXT = plain_text("x")
ONE_LINE_ITEM, TWO_LINE_ITEM = Item(SAMPLE_TEXT), Item(Text((Run("x"), Run("\n"), Run("x")), "x"))
SAMPLE_STATEMENTS = Bullets("statements", (ONE_LINE_ITEM, ONE_LINE_ITEM, TWO_LINE_ITEM, ONE_LINE_ITEM))
# Each comment gives the indexes of the blocks, which `calibrate` uses.
SAMPLE_SECTIONS = (
    Section(
        "x", (SAMPLE_STATEMENTS, Bullets("examples", (ONE_LINE_ITEM, ONE_LINE_ITEM, TWO_LINE_ITEM, ONE_LINE_ITEM), "x"))
    ),  # 0 to 3, 4 to 7
    Section("x", (Prose((SAMPLE_TEXT,)), SAMPLE_STATEMENTS)),  # 8, 9 to 12
    Section("x", (SAMPLE_STATEMENTS,), parent="x"),  # 13 to 16
    Section("x", (Bullets("statements", (ONE_LINE_ITEM,)),)),  # 17, in the second column
)
SAMPLE_COLUMNS = (tuple(range(17)), (17,))


@dataclass(frozen=True, slots=True)
class CalibrationSample:
    """Measures of one layout of the sample document, in millimetres.

    `heights_mm`: height of each block. `top_mm`: top of the first block. `half_gutter_mm`: half of the space between
    two columns.
    """

    heights_mm: tuple[float, ...]
    top_mm: float
    half_gutter_mm: float


@dataclass(frozen=True, slots=True)
class LinearMeasure:
    """A length that depends on the scale of text (1 at its usual size): `constant` plus `slope` times the scale.

    Its unit is in the name of the field that holds it.
    """

    constant: float
    slope: float

    def at(self, scale: float) -> float:
        """Return the length at a scale of text, in the unit of the field."""
        return self.constant + self.slope * scale


@dataclass(frozen=True, slots=True)
class TextCalibration:
    """How much space a theme puts around one kind of text.

    `extra_leading_em`: by how much its lines are further apart than the theme's line spacing says, in ems.
    `padding_mm`: height of an item or paragraph beyond that of its lines, in millimetres.
    """

    extra_leading_em: LinearMeasure
    padding_mm: LinearMeasure


@dataclass(frozen=True, slots=True)
class ThemeCalibration:
    """The space that a theme puts around the text of a sheet, in millimetres.

    `top_mm`: where text begins under a header whose texts take one line each. `half_gutter_mm`: half of
    the space between two columns. `section_mm`, `part_mm`, `label_mm`: a heading of a section, of a part
    of a section and of a list, each with the space around it. `before_section_mm`, `before_part_mm`,
    `before_piece_mm`: the space below a block that one of these follows.
    """

    top_mm: LinearMeasure
    half_gutter_mm: LinearMeasure
    statements: TextCalibration
    examples: TextCalibration
    prose: TextCalibration
    section_mm: LinearMeasure
    part_mm: LinearMeasure
    label_mm: LinearMeasure
    before_piece_mm: LinearMeasure
    before_section_mm: LinearMeasure
    before_part_mm: LinearMeasure

    def of_text(self, role: str) -> TextCalibration:
        """Return the measures of a kind of text: `statements`, `examples` or `prose`."""
        return {"statements": self.statements, "examples": self.examples, "prose": self.prose}[role]


def calibrate(
    document: Document, tokens: SheetTokens, layout_sample: Callable[[Document, LayoutParams], CalibrationSample]
) -> ThemeCalibration:
    """Measure how much space the theme puts around text and headings, in two layouts of a sample document.

    The sample has the kind, language and header of `document`; the result is the same for all documents with the same
    `calibration_key`. `layout_sample` lays the sample out.
    """
    sample = _sample_document(document)
    low, high = (
        _Measures(layout_sample(sample, LayoutParams(scale, (PageColumns(SAMPLE_COLUMNS),))), text_sizes(tokens, scale))
        for scale in SAMPLE_SCALES
    )

    def measure(value: Callable[[_Measures], float]) -> LinearMeasure:
        slope = (value(high) - value(low)) / (SAMPLE_SCALES[1] - SAMPLE_SCALES[0])
        return LinearMeasure(value(low) - slope * SAMPLE_SCALES[0], slope)

    extra_leading = measure(lambda measured: measured.extra_leading_em)
    return ThemeCalibration(
        top_mm=measure(lambda measured: measured.sample.top_mm),
        half_gutter_mm=measure(lambda measured: measured.sample.half_gutter_mm),
        statements=TextCalibration(extra_leading, measure(lambda measured: measured.block(1) - measured.line_mm)),
        examples=TextCalibration(
            measure(lambda measured: measured.example_extra_leading_em),
            measure(lambda measured: measured.block(5) - measured.example_line_mm),
        ),
        prose=TextCalibration(
            extra_leading, measure(lambda measured: measured.block(8) - measured.section_mm - measured.line_mm)
        ),
        section_mm=measure(lambda measured: measured.section_mm),
        part_mm=measure(lambda measured: measured.block(13) - measured.block(14)),
        label_mm=measure(lambda measured: measured.block(4) - measured.block(5)),
        before_piece_mm=measure(lambda measured: measured.block(3) - measured.block(1)),
        before_section_mm=measure(lambda measured: measured.block(7) - measured.block(5)),
        before_part_mm=measure(lambda measured: measured.block(12) - measured.block(10)),
    )


def calibration_key(document: Document) -> Hashable:
    """Return a key that is equal for documents with the same space around text, so that one measurement serves all.

    It has their kind, their language, and the form of their header.
    """
    return document.kind, document.language, bool(document.link), tuple(map(_shortened, document.header_pieces))


def _sample_document(document: Document) -> Document:
    return replace(
        document,
        title="x",
        code="x",
        breadcrumbs=("x",),
        header_pieces=tuple(map(_shortened, document.header_pieces)),
        sections=SAMPLE_SECTIONS,
        footer="x",
        watermark="",
        credit=Text((), ""),
    )


def _shortened(piece: Piece) -> Piece:
    match piece:
        case Prose():
            return Prose((SAMPLE_TEXT,))
        case Facts():
            rows = [(label if len(label) > ONE_LINE_LABEL else "x", SAMPLE_TEXT) for label, _ in piece.rows]
            return Facts((*rows, *[("x", SAMPLE_TEXT)] * (-len(rows) % FACTS_PER_LINE)), "x")  # as many in each line
        case TrackProgress():
            return TrackProgress((TrackStep("x", "x", is_current=True),), "x")
        case _:
            return piece


@dataclass(frozen=True, slots=True)
class _Measures:
    """One layout of the sample, whose blocks are numbered as the comments in SAMPLE_SECTIONS say; `sizes` in points."""

    sample: CalibrationSample
    sizes: Mapping[str, float]

    def block(self, index: int) -> float:
        """Return the height of a block in millimetres."""
        return self.sample.heights_mm[index]

    @property
    def line_mm(self) -> float:
        return self.block(2) - self.block(1)

    @property
    def example_line_mm(self) -> float:
        return self.block(6) - self.block(5)

    @property
    def section_mm(self) -> float:
        return self.block(0) - self.block(1)

    @property
    def extra_leading_em(self) -> float:
        return self.line_mm / (self.sizes["text"] * MM_PER_POINT) - self.sizes["leading"]

    @property
    def example_extra_leading_em(self) -> float:
        return self.example_line_mm / (self.sizes["examples"] * MM_PER_POINT) - self.sizes["leading"]
