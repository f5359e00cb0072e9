"""Define the positions of everything on slides of our own design, in points, and the boxes for text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ladder_export.core.text import is_rtl
from ladder_export.theme.slide_rect import Rect
from ladder_export.theme.tokens import DeckTokens
from ladder_export.writers.slides.text_frames import ColumnFrames, DeckGeometry, Panel, TextFrame

SLIDE_HEIGHT_PT = 540.0  # 7.5 inches
FOOTER_HEIGHT_PT = 34.0  # also of the logo beside the footer
ICON_SHARE = 0.56  # size of an emoji as a share of its disc


def xfrm_xml(rect: Rect, prefix: str = "a") -> str:
    """Return a rectangle as the XML of a shape's position (`a:xfrm`); `prefix` is "p" for tables and charts."""
    left, top, width, height = rect.emu
    return f'<{prefix}:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></{prefix}:xfrm>'


@dataclass(frozen=True, slots=True)
class PanelFrames:
    """The rectangles of a slide with statements and, beside them on a tinted background, examples.

    `background` is as high as the slide; `eyebrow` is the small line above the title.
    """

    background: Rect
    eyebrow: Rect
    title: Rect
    statements: Rect
    examples: Rect


@dataclass(frozen=True, slots=True)
class Canvas:
    """The rectangles of everything on slides of one width, for languages written from left to right.

    On most slides, `eyebrow` is the small line above the title, `icon` the emoji beside it, `body` the space for text.
    `panels` are for statements with examples beside them: one with a narrow background for the examples, one with a
    wide one. `column_titles` and `columns` are for two sections side by side. `chart` and `table_beside_chart` are for
    ratings, `wide_chart` for a chart alone. On dark slides, `breadcrumbs` (organisation, track), `cover` and
    `cover_text` are for the title and the texts above and below it, `stripe` is a coloured edge; `staircase` is for the
    levels of a track. `title_logo` and `footer_logo` are for the brand's logo.
    """

    width_pt: float
    eyebrow: Rect
    title: Rect
    icon: Rect
    body: Rect
    panels: tuple[PanelFrames, PanelFrames]
    column_titles: tuple[Rect, Rect]
    columns: tuple[Rect, Rect]
    chart: Rect
    wide_chart: Rect
    table_beside_chart: Rect
    footer: Rect
    date: Rect
    number: Rect
    footer_logo: Rect
    stripe: Rect
    breadcrumbs: Rect
    cover: Rect
    cover_text: Rect
    staircase: Rect
    title_logo: Rect


SLIDE_WIDTHS_PT: dict[Literal["16:9", "4:3"], float] = {"16:9": 960.0, "4:3": 720.0}
TITLE_TOP_PT, TITLE_HEIGHT_PT = 52.0, 68.0
BODY_TOP_PT, BODY_HEIGHT_PT = 130.0, 346.0


@lru_cache(maxsize=2)
def canvas(shape: Literal["16:9", "4:3"]) -> Canvas:
    """Return the rectangles of everything on slides of that shape."""
    width_pt = SLIDE_WIDTHS_PT[shape]
    margin_pt, icon_pt, gutter_pt = (62.0, 36.0, 44.0) if width_pt == SLIDE_WIDTHS_PT["16:9"] else (50.0, 30.0, 32.0)
    inner_pt = width_pt - 2 * margin_pt
    half_pt = (inner_pt - gutter_pt - 12) / 2
    staircase_pt = round(0.44 * inner_pt)
    chart_pt = round(0.5 * inner_pt)
    right_pt = width_pt - margin_pt - half_pt
    return Canvas(
        width_pt=width_pt,
        eyebrow=Rect(margin_pt, 28, inner_pt, 20),
        title=Rect(margin_pt, TITLE_TOP_PT, inner_pt, TITLE_HEIGHT_PT),
        icon=Rect(margin_pt - icon_pt - 9, TITLE_TOP_PT + 17 - icon_pt / 2, icon_pt, icon_pt),
        body=Rect(margin_pt, BODY_TOP_PT, inner_pt, BODY_HEIGHT_PT),
        panels=(_panel(width_pt, margin_pt, gutter_pt, 0.655), _panel(width_pt, margin_pt, gutter_pt, 0.53)),
        column_titles=(
            Rect(margin_pt, TITLE_TOP_PT, half_pt, TITLE_HEIGHT_PT),
            Rect(right_pt, TITLE_TOP_PT, half_pt, TITLE_HEIGHT_PT),
        ),
        columns=(
            Rect(margin_pt, BODY_TOP_PT, half_pt, BODY_HEIGHT_PT),
            Rect(right_pt, BODY_TOP_PT, half_pt, BODY_HEIGHT_PT),
        ),
        chart=Rect(margin_pt, BODY_TOP_PT - 10, chart_pt, BODY_HEIGHT_PT + 12),
        wide_chart=Rect(margin_pt, BODY_TOP_PT - 10, inner_pt, BODY_HEIGHT_PT + 12),
        table_beside_chart=Rect(margin_pt + chart_pt + 24, BODY_TOP_PT, inner_pt - chart_pt - 24, BODY_HEIGHT_PT),
        footer=Rect(margin_pt, 488, round(0.646 * inner_pt), FOOTER_HEIGHT_PT),
        date=Rect(margin_pt + 0.66 * inner_pt, 488, 0.14 * inner_pt, FOOTER_HEIGHT_PT),
        number=Rect(width_pt - margin_pt - 50, 488, 50, FOOTER_HEIGHT_PT),
        footer_logo=Rect(width_pt - margin_pt - 50 - 110, 488, 100, FOOTER_HEIGHT_PT),
        stripe=Rect(0, 0, 12, SLIDE_HEIGHT_PT),
        breadcrumbs=Rect(margin_pt, 34, inner_pt - 170, 40),
        cover=Rect(margin_pt, 80, inner_pt, 182),
        cover_text=Rect(margin_pt, 278, inner_pt - staircase_pt - gutter_pt, 196),
        staircase=Rect(width_pt - margin_pt - staircase_pt, 278, staircase_pt, 196),
        title_logo=Rect(width_pt - margin_pt - 150, 28, 150, 48),
    )


def _panel(width_pt: float, margin_pt: float, gutter_pt: float, share: float) -> PanelFrames:
    """Return a panel whose background starts at that share of the width."""
    left_pt = round(share * width_pt)
    beside_pt = left_pt - gutter_pt * 0.7 - margin_pt
    text_left_pt = left_pt + gutter_pt * 0.6
    return PanelFrames(
        background=Rect(left_pt, 0, width_pt - left_pt, SLIDE_HEIGHT_PT),
        eyebrow=Rect(margin_pt, 28, beside_pt, 20),
        title=Rect(margin_pt, TITLE_TOP_PT, beside_pt, TITLE_HEIGHT_PT),
        statements=Rect(margin_pt, BODY_TOP_PT, beside_pt, BODY_HEIGHT_PT),
        examples=Rect(text_left_pt, BODY_TOP_PT, width_pt - gutter_pt * 0.7 - text_left_pt, BODY_HEIGHT_PT),
    )


MARK_SIZE_PT = 72.0
TITLE_SLIDE_SIZE_PT = 40.0
BREADCRUMBS_SIZE_PT = 16.0
TITLE_LINE_SPACING = 0.9
PARAGRAPH_GAP_PT = 14.0
INDENT_PT = 22.0
CELL_PADDING_PT = 8.0


# Readers' fonts for scripts that the deck's typefaces lack may have taller lines.
LINE_HEIGHT_FACTORS = {
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


def line_height_factor(language: str) -> float:
    """Return how many times taller than usual lines of text in a language are; 1.0 for most.

    `language` is a BCP 47 code.
    """
    return LINE_HEIGHT_FACTORS.get(language.partition("-")[0].lower(), 1.0)


def title_line_spacing(*, rtl: bool) -> float:
    """Return the line spacing of titles, as a multiple of single spacing; with `rtl`, of right-to-left titles.

    Right-to-left scripts have deep descenders and need more space.
    """
    return 1.0 if rtl else TITLE_LINE_SPACING


def footer_frame(tokens: DeckTokens, language: str) -> TextFrame:
    """Return the box (width, height, text size) of a slide's footer in the theme's sizes."""
    rect = canvas(tokens.slide).footer
    return TextFrame(rect.width_pt, rect.height_pt, tokens.smallest, line_height_factor(language))


def breadcrumbs_frame(tokens: DeckTokens, language: str) -> TextFrame:
    """Return the box of the breadcrumbs (organisation, track), a line above the title of a dark slide."""
    rect = canvas(tokens.slide).breadcrumbs
    return TextFrame(
        rect.width_pt, rect.height_pt, max(BREADCRUMBS_SIZE_PT, tokens.smallest), line_height_factor(language)
    )


def eyebrow_frame(tokens: DeckTokens, language: str) -> TextFrame:
    """Return the box of the eyebrow, the small line above a slide's title."""
    rect = canvas(tokens.slide).eyebrow
    return TextFrame(
        rect.width_pt,
        tokens.smallest * 1.2 * line_height_factor(language) + 1,
        tokens.smallest,
        line_height_factor(language),
    )


def deck_geometry(tokens: DeckTokens, language: str = "") -> DeckGeometry:
    """Return the boxes for text and the text sizes of our own slide layouts; `tokens` has the theme's sizes.

    `language` is a BCP 47 code and decides the line height; empty for the usual one.
    """
    rects, line_spacing = canvas(tokens.slide), line_height_factor(language)
    title_spacing = title_line_spacing(rtl=is_rtl(language)) * line_spacing

    def frame(rect: Rect, size: float, spacing: float = line_spacing) -> TextFrame:
        return TextFrame(rect.width_pt, rect.height_pt, size, spacing)

    return DeckGeometry(
        cover=frame(rects.cover, max(TITLE_SLIDE_SIZE_PT, tokens.title), title_spacing),
        summary=frame(rects.cover_text, tokens.statements),
        staircase=frame(rects.staircase, tokens.smallest),
        heading=frame(rects.title, tokens.title, title_spacing),
        body=frame(rects.body, tokens.statements),
        mark_size_pt=MARK_SIZE_PT,
        icon=TextFrame(rects.icon.width_pt, rects.icon.height_pt, rects.icon.width_pt * ICON_SHARE),
        examples_size_pt=tokens.examples,
        smallest_size_pt=tokens.smallest,
        largest_size_pt=max(tokens.largest, tokens.statements),
        paragraph_gap_pt=PARAGRAPH_GAP_PT,
        indent_pt=INDENT_PT,
        cell_padding_pt=CELL_PADDING_PT,
        table=frame(rects.table_beside_chart, tokens.examples),
        chart=frame(rects.chart, tokens.smallest),
        cell_line_spacing=line_spacing,
        panels=tuple(
            Panel(
                frame(rect.title, tokens.title, title_spacing),
                frame(rect.statements, tokens.statements),
                frame(rect.examples, tokens.examples),
                is_wide=bool(is_wide),
            )
            for is_wide, rect in enumerate(rects.panels)
        ),
        columns=ColumnFrames(
            frame(rects.column_titles[0], tokens.title, title_spacing), frame(rects.columns[0], tokens.statements)
        ),
        is_own_design=True,
    )
