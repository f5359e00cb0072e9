"""This file says where everything stands on a slide, in points, and what room that leaves for text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from ladder_export.core.text import is_rtl
from ladder_export.theme.tokens import DeckTokens
from ladder_export.writers.slides.text_frames import ColumnFrames, DeckGeometry, Panel, TextFrame

EMU = 12700  # a point in the format's own units
HEIGHT = 540.0  # 7.5 inches
LOGO_HEIGHT = 34.0  # of the room for a logo at the foot
ICON_SHARE = 0.56  # of its disc, that an emoji takes


@dataclass(frozen=True, slots=True)
class Frame:
    """A box on a slide, in points from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    def towards(self, slide_width: float, *, rtl: bool) -> Frame:
        """The same place for a reader who starts at the right, when `rtl` says so."""
        return replace(self, left=slide_width - self.left - self.width) if rtl else self

    @property
    def emu(self) -> tuple[int, int, int, int]:
        """Left, top, width and height in the format's own units."""
        left, top, width, height = (round(side * EMU) for side in (self.left, self.top, self.width, self.height))
        return left, top, width, height


@dataclass(frozen=True, slots=True)
class PanelFrames:
    """A tinted ground that examples stand on, from top to bottom of a slide, and what stands beside it."""

    ground: Frame
    eyebrow: Frame
    title: Frame
    statements: Frame
    examples: Frame


@dataclass(frozen=True, slots=True)
class Canvas:
    """The frames of all slides of one width. `title_logo` and `foot_logo` are the rooms kept free for a logo.

    `panels` have a narrow ground and a wide one; `heads` and `halves` hold two areas side by side. All frames are for readers who start at the left.
    """

    width: float
    eyebrow: Frame
    title: Frame
    icon: Frame
    body: Frame
    panels: tuple[PanelFrames, PanelFrames]
    heads: tuple[Frame, Frame]
    halves: tuple[Frame, Frame]
    chart: Frame
    chart_alone: Frame
    beside_chart: Frame
    footer: Frame
    date: Frame
    number: Frame
    foot_logo: Frame
    edge: Frame
    lineage: Frame
    cover: Frame
    cover_text: Frame
    stairs: Frame
    title_logo: Frame


WIDTHS: dict[Literal["16:9", "4:3"], float] = {"16:9": 960.0, "4:3": 720.0}
TITLE_TOP, TITLE_HEIGHT = 52.0, 68.0
BODY_TOP, BODY_HEIGHT = 130.0, 346.0


@lru_cache(maxsize=2)
def canvas(shape: Literal["16:9", "4:3"]) -> Canvas:
    """The frames of slides of that shape."""
    width = WIDTHS[shape]
    margin, disc, gutter = (62.0, 36.0, 44.0) if width == WIDTHS["16:9"] else (50.0, 30.0, 32.0)
    inner = width - 2 * margin
    half = (inner - gutter - 12) / 2
    stairs_width = round(0.44 * inner)
    chart_width = round(0.5 * inner)
    right_half = width - margin - half
    return Canvas(
        width=width,
        eyebrow=Frame(margin, 28, inner, 20),
        title=Frame(margin, TITLE_TOP, inner, TITLE_HEIGHT),
        icon=Frame(margin - disc - 9, TITLE_TOP + 17 - disc / 2, disc, disc),
        body=Frame(margin, BODY_TOP, inner, BODY_HEIGHT),
        panels=(_panel(width, margin, gutter, 0.655), _panel(width, margin, gutter, 0.53)),
        heads=(Frame(margin, TITLE_TOP, half, TITLE_HEIGHT), Frame(right_half, TITLE_TOP, half, TITLE_HEIGHT)),
        halves=(Frame(margin, BODY_TOP, half, BODY_HEIGHT), Frame(right_half, BODY_TOP, half, BODY_HEIGHT)),
        chart=Frame(margin, BODY_TOP - 10, chart_width, BODY_HEIGHT + 12),
        chart_alone=Frame(margin, BODY_TOP - 10, inner, BODY_HEIGHT + 12),
        beside_chart=Frame(margin + chart_width + 24, BODY_TOP, inner - chart_width - 24, BODY_HEIGHT),
        footer=Frame(margin, 488, round(0.646 * inner), LOGO_HEIGHT),
        date=Frame(margin + 0.66 * inner, 488, 0.14 * inner, LOGO_HEIGHT),
        number=Frame(width - margin - 50, 488, 50, LOGO_HEIGHT),
        foot_logo=Frame(width - margin - 50 - 110, 488, 100, LOGO_HEIGHT),
        edge=Frame(0, 0, 12, HEIGHT),
        lineage=Frame(margin, 34, inner - 170, 40),
        cover=Frame(margin, 80, inner, 182),
        cover_text=Frame(margin, 278, inner - stairs_width - gutter, 196),
        stairs=Frame(width - margin - stairs_width, 278, stairs_width, 196),
        title_logo=Frame(width - margin - 150, 28, 150, 48),
    )


def _panel(width: float, margin: float, gutter: float, share: float) -> PanelFrames:
    """A panel that begins at that share of the width."""
    left = round(share * width)
    beside = left - gutter * 0.7 - margin
    text = left + gutter * 0.6
    return PanelFrames(
        ground=Frame(left, 0, width - left, HEIGHT),
        eyebrow=Frame(margin, 28, beside, 20),
        title=Frame(margin, TITLE_TOP, beside, TITLE_HEIGHT),
        statements=Frame(margin, BODY_TOP, beside, BODY_HEIGHT),
        examples=Frame(text, BODY_TOP, width - gutter * 0.7 - text, BODY_HEIGHT),
    )


MARK_SIZE = 72.0
COVER_SIZE = 40.0
LINEAGE_SIZE = 16.0
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


def foot(tokens: DeckTokens, language: str) -> TextFrame:
    """The room of a footer."""
    frame = canvas(tokens.slide).footer
    return TextFrame(frame.width, frame.height, tokens.smallest, taller(language))


def lineage(tokens: DeckTokens, language: str) -> TextFrame:
    """The room above a cover's title."""
    frame = canvas(tokens.slide).lineage
    return TextFrame(frame.width, frame.height, max(LINEAGE_SIZE, tokens.smallest), taller(language))


def eyebrow(tokens: DeckTokens, language: str) -> TextFrame:
    """The room above a slide's title, one line of it."""
    frame = canvas(tokens.slide).eyebrow
    return TextFrame(frame.width, tokens.smallest * 1.2 * taller(language) + 1, tokens.smallest, taller(language))


def sizes(tokens: DeckTokens, language: str = "") -> DeckGeometry:
    """The rooms of our own layouts, filled with the theme's sizes."""
    at, tall = canvas(tokens.slide), taller(language)
    titles = title_leading(rtl=is_rtl(language)) * tall

    def room(frame: Frame, size: float, leading: float = tall) -> TextFrame:
        return TextFrame(frame.width, frame.height, size, leading)

    return DeckGeometry(
        cover=room(at.cover, max(COVER_SIZE, tokens.title), titles),
        summary=room(at.cover_text, tokens.statements),
        staircase=room(at.stairs, tokens.smallest),
        heading=room(at.title, tokens.title, titles),
        body=room(at.body, tokens.statements),
        mark_size_pt=MARK_SIZE,
        icon=TextFrame(at.icon.width, at.icon.height, at.icon.width * ICON_SHARE),
        examples_size_pt=tokens.examples,
        smallest_size_pt=tokens.smallest,
        largest_size_pt=max(tokens.largest, tokens.statements),
        paragraph_gap_pt=GAP,
        indent_pt=INDENT,
        cell_padding_pt=PADDING,
        table=room(at.beside_chart, tokens.examples),
        chart=room(at.chart, tokens.smallest),
        cell_line_spacing=tall,
        panels=tuple(
            Panel(
                room(frame.title, tokens.title, titles),
                room(frame.statements, tokens.statements),
                room(frame.examples, tokens.examples),
                is_wide=bool(wide),
            )
            for wide, frame in enumerate(at.panels)
        ),
        columns=ColumnFrames(room(at.heads[0], tokens.title, titles), room(at.halves[0], tokens.statements)),
        is_own_design=True,
    )
