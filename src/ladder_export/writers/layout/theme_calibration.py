"""This file says what a theme puts around the text of its sheets, read off a specimen that was laid out in that theme."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace

from ladder_export.core.document import Bullets, Document, Facts, Item, Piece, Prose, Section, TrackProgress, TrackStep
from ladder_export.core.text import Run, Text, plain_text
from ladder_export.theme.tokens import SheetTokens
from ladder_export.writers.fonts.text_metrics import MM_PER_POINT
from ladder_export.writers.layout.fit import Setting, Spread, sizes

ACROSS = 4  # facts side by side
SHORT = 26  # characters of a label that surely stand in one line

SCALES = (0.85, 1.1)  # every measure of a sheet is a constant and a multiple of the scale: two of them tell both

X = plain_text("x")
ONE, TWO = Item(X), Item(Text((Run("x"), Run("\n"), Run("x")), "x"))
STATEMENTS = Bullets("statements", (ONE, ONE, TWO, ONE))
# Each comment names the places of the blocks, which `_read` goes by.
SPECIMEN = (
    Section("x", (STATEMENTS, Bullets("examples", (ONE, ONE, TWO, ONE), "x"))),  # 0 to 3, 4 to 7
    Section("x", (Prose((X,)), STATEMENTS)),  # 8, 9 to 12
    Section("x", (STATEMENTS,), parent="x"),  # 13 to 16
    Section("x", (Bullets("statements", (ONE,)),)),  # 17, in the second column
)
COLUMNS = (tuple(range(17)), (17,))


@dataclass(frozen=True, slots=True)
class Specimen:
    """What one layout of a specimen took, in millimetres.

    Every block's height, where the first one begins, and half of what stands between two columns.
    """

    heights: tuple[float, ...]
    top: float
    gutter: float


@dataclass(frozen=True, slots=True)
class Gauge:
    """Millimetres by name, each a constant and what a whole step of scale adds.

    `top` is where text begins under a header whose texts take a line each, `gutter` half of what
    is between the columns. For each kind of text, `… own` is what a point or paragraph takes
    besides its lines, and `… line` how much its lines are further apart than the size's leading,
    in ems. `section`, `part` and `label` are headings with what is around them; `to section`,
    `to part` and `to piece` what a block has below it when one of these follows.
    """

    measures: Mapping[str, tuple[float, float]]

    def at(self, name: str, scale: float) -> float:
        """The millimetres at a scale."""
        constant, slope = self.measures[name]
        return constant + slope * scale


def gauge(document: Document, tokens: SheetTokens, lay: Callable[[Document, Setting], Specimen]) -> Gauge:
    """What the document's theme does, by two layouts of a specimen; the same for every document of its shape."""
    specimen = _specimen(document)
    low, high = (_read(lay(specimen, Setting(at, (Spread(COLUMNS),))), sizes(tokens, at)) for at in SCALES)
    slopes = {name: (high[name] - low[name]) / (SCALES[1] - SCALES[0]) for name in low}
    return Gauge({name: (low[name] - slopes[name] * SCALES[0], slopes[name]) for name in low})


def shape(document: Document) -> Hashable:
    """Everything of a document that its gauge hangs on: whoever comes first, the gauge is the same."""
    return document.kind, document.language, bool(document.link), tuple(map(_short, document.header_pieces))


def _specimen(document: Document) -> Document:
    return replace(
        document,
        title="x",
        code="x",
        breadcrumbs=("x",),
        header_pieces=tuple(map(_short, document.header_pieces)),
        sections=SPECIMEN,
        footer="x",
        watermark="",
        credit=Text((), ""),
    )


def _short(piece: Piece) -> Piece:
    match piece:
        case Prose():
            return Prose((X,))
        case Facts():
            rows = [(label if len(label) > SHORT else "x", X) for label, _ in piece.rows]
            return Facts((*rows, *[("x", X)] * (-len(rows) % ACROSS)), "x")  # as many in each line
        case TrackProgress():
            return TrackProgress((TrackStep("x", "x", is_current=True),), "x")
        case _:
            return piece


def _read(took: Specimen, size: Mapping[str, float]) -> dict[str, float]:
    at = took.heights
    line, small = at[2] - at[1], at[6] - at[5]
    section = at[0] - at[1]
    apart = line / (size["text"] * MM_PER_POINT) - size["leading"]
    return {
        "top": took.top,
        "gutter": took.gutter,
        "statements line": apart,
        "statements own": at[1] - line,
        "examples line": small / (size["examples"] * MM_PER_POINT) - size["leading"],
        "examples own": at[5] - small,
        "prose line": apart,
        "prose own": at[8] - section - line,
        "section": section,
        "part": at[13] - at[14],
        "label": at[4] - at[5],
        "to piece": at[3] - at[1],
        "to section": at[7] - at[5],
        "to part": at[12] - at[10],
    }
