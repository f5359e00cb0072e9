"""This file says where everything stands on a slide, in points, and what room that leaves for text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ladder_export.text import is_rtl
from ladder_export.theme.tokens import DeckTokens
from ladder_export.writers.slides.kinds import Room, Sizes

EMU = 12700  # a point in the format's own units
WIDTH, HEIGHT = 960.0, 540.0  # 13.333 × 7.5 inches
MARGIN = 54.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A box on a slide, in points from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    def towards(self, *, rtl: bool) -> Frame:
        """The same place for a reader who starts at the right, when `rtl` says so."""
        return replace(self, left=WIDTH - self.left - self.width) if rtl else self

    @property
    def emu(self) -> tuple[int, int, int, int]:
        """Left, top, width and height in the format's own units."""
        left, top, width, height = (round(side * EMU) for side in (self.left, self.top, self.width, self.height))
        return left, top, width, height


INNER = WIDTH - 2 * MARGIN

TITLE = Frame(MARGIN, 28, INNER - 68, 74)
ICON = Frame(WIDTH - MARGIN - 60, 46, 60, 56)
RULE = Frame(MARGIN, 112, INNER, 0.75)
TICK = Frame(MARGIN, 110.5, 60, 3)
BODY = Frame(MARGIN, 132, INNER, 344)
HALF = Frame(MARGIN, 132, (INNER - 36) / 2, 344)
OTHER_HALF = Frame(MARGIN + (INNER + 36) / 2, 132, (INNER - 36) / 2, 344)
CHART = Frame(MARGIN, 122, 430, 360)
CHART_ALONE = Frame(MARGIN, 122, INNER, 360)
BESIDE = Frame(MARGIN + 458, 138, INNER - 458, 330)
FOOTER = Frame(MARGIN, 490, 540, 34)
DATE = Frame(620, 490, 180, 34)
NUMBER = Frame(826, 490, 80, 34)
FOOT_LOGO = Frame(WIDTH - MARGIN - 150, 490, 100, 34)
TITLE_LOGO = Frame(WIDTH - MARGIN - 150, 28, 150, 48)

EDGE = Frame(0, 0, 12, HEIGHT)
LINEAGE = Frame(MARGIN, 36, INNER, 40)
COVER = Frame(MARGIN, 80, INNER, 192)
SUMMARY = Frame(MARGIN, 286, 780, 110)
STRIP = Frame(MARGIN, 402, INNER, 70)
CHAPTER = Frame(MARGIN, 180, INNER, 110)
CHAPTER_TEXT = Frame(MARGIN, 306, INNER, 110)

MARK_SIZE = 66.0
COVER_SIZE = 40.0
LINEAGE_SIZE = 16.0
ICON_SIZE = 36.0
TITLE_LEADING = 0.9
GAP = 14.0
INDENT = 22.0
PADDING = 8.0


# Lines in scripts that the deck's typefaces lack are as tall as whatever font a reader has for them.
TALL_SCRIPTS = {
    "ar": 1.25,
    "fa": 1.25,
    "he": 1.1,
    "hi": 1.25,
    "ja": 1.25,
    "ko": 1.25,
    "th": 1.25,
    "ur": 1.5,
    "zh": 1.25,
}


def taller(language: str) -> float:
    """How much taller the lines of a language may get than their size says."""
    return TALL_SCRIPTS.get(language.partition("-")[0].lower(), 1.0)


def title_leading(*, rtl: bool) -> float:
    """How far apart a title's lines are, in multiples of single: scripts from right to left reach deep below them."""
    return 1.0 if rtl else TITLE_LEADING


def foot(tokens: DeckTokens, language: str) -> Room:
    """The room of a footer."""
    return Room(FOOTER.width, FOOTER.height, tokens.smallest, taller(language))


def lineage(tokens: DeckTokens, language: str) -> Room:
    """The room above a cover's title."""
    return Room(LINEAGE.width, LINEAGE.height, max(LINEAGE_SIZE, tokens.smallest), taller(language))


def sizes(tokens: DeckTokens, language: str = "") -> Sizes:
    """The rooms of our own layouts, filled with the theme's sizes."""
    tall = taller(language)
    titles = title_leading(rtl=is_rtl(language)) * tall
    return Sizes(
        cover=Room(COVER.width, COVER.height, max(COVER_SIZE, tokens.title), titles),
        summary=Room(SUMMARY.width, SUMMARY.height, tokens.statements, tall),
        strip=Room(STRIP.width, STRIP.height, tokens.smallest),
        heading=Room(TITLE.width, TITLE.height, tokens.title, titles),
        body=Room(BODY.width, BODY.height, tokens.statements, tall),
        mark=MARK_SIZE,
        icon=Room(ICON.width, ICON.height, ICON_SIZE),
        examples=tokens.examples,
        smallest=tokens.smallest,
        gap=GAP,
        indent=INDENT,
        padding=PADDING,
        table=Room(BESIDE.width, BESIDE.height, tokens.examples, tall),
        chart=Room(CHART.width, CHART.height, tokens.smallest, tall),
        cells=tall,
    )
