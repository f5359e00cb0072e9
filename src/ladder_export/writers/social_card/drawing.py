"""Draw the social card, the picture that chats show beside a link, as SVG."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from xml.sax.saxutils import escape, unescape

from ladder_export.core.document import Document
from ladder_export.core.document_files import CARD_HEIGHT_PX, CARD_WIDTH_PX
from ladder_export.core.text import Text
from ladder_export.theme import Theme
from ladder_export.writers.fonts.text_metrics import FontPair, line_starts, text_width
from ladder_export.writers.social_card.card_fonts import CardFonts, font_runs

MARGIN_PX, TOP_PX = 80, 72
TEXT_BOTTOM_PX = 472  # what is below belongs to the staircase
INNER_PX = CARD_WIDTH_PX - 2 * MARGIN_PX
LOGO_PX_PER_MM, LOGO_GAP_PX, PLATE_PX = 9, 36, 12
EYEBROW_PX, EYEBROW_STEP_PX = 34, 56
TITLE_SIZES_PX = (112, 96, 88, 80, 72, 64, 56, 48, 40)
TITLE_LEADING, RTL_TITLE_LEADING = 1.14, 1.32  # Arabic reaches further above and below its lines
ASCENT = 0.76  # from the top of a line to its baseline, in sizes; digits and capitals are about that high
TRACKS_PX, TRACKS_GAP_PX = 36, 26
LOWEST_STEP_PX, HIGHEST_STEP_PX = 60, 128
MAX_STEPS = 12
STEP_LABEL_SIZES_PX = (28, 22)
STEP_LABEL_PX, STEP_PADDING_PX = 42, 10  # baseline below the step's edge; free space beside a label
STEP_EDGE_PX, STEP_OPACITY = 6, 0.16
RUN = re.compile(r'<tspan font-family="([^"]*)">([^<]*)</tspan>')
EMBED_RTL, END_EMBEDDING = "\u202b", "\u202c"


@dataclass(frozen=True, slots=True)
class _Style:
    """How a line of text is set."""

    size_px: float
    color: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Canvas:
    """The values that all parts of the drawing need: theme, fonts, their widths, and the direction of its text."""

    theme: Theme
    fonts: CardFonts
    widths: FontPair
    rtl: bool

    @property
    def leading(self) -> float:
        """Return the distance of lines of a title, in sizes."""
        return RTL_TITLE_LEADING if self.rtl else TITLE_LEADING

    def mirror(self, x_px: float, width_px: float = 0.0) -> float:
        """Return the left edge of what begins at `x_px` in text that runs from left to right."""
        return CARD_WIDTH_PX - x_px - width_px if self.rtl else x_px

    def line(self, text: str, y_px: float, style: _Style) -> str:
        """Return a line of text that begins at the margin, with its baseline at `y_px`."""
        return self._text(text, (self.mirror(MARGIN_PX), y_px), style, "end" if self.rtl else "start")

    def centred(self, text: str, x_px: float, y_px: float, style: _Style) -> str:
        """Return a line of text around `x_px`, with its baseline at `y_px`."""
        return self._text(text, (x_px, y_px), style, "middle")

    def _text(self, text: str, start_px: tuple[float, float], style: _Style, anchor: str) -> str:
        directed = f"{EMBED_RTL}{text}{END_EMBEDDING}" if self.rtl else text
        runs = "".join(
            f'<tspan font-family="{font.name}">{escape(run)}</tspan>'
            for font, run in font_runs(directed, self.fonts.of(bold=style.bold))
        )
        x, y = start_px
        return (
            f'<text x="{x:g}" y="{y:g}" font-size="{style.size_px:g}" fill="{style.color}" text-anchor="{anchor}" '
            f'xml:space="preserve">{runs}</text>'
        )

    def width(self, text: str, size_px: float, *, bold: bool = False) -> float:
        """Return the width of a text on one line, in pixels."""
        return text_width(Text(text, text), self.widths, size_px, strong=bold)

    def lines(self, text: str, size_px: float, *, bold: bool = False) -> tuple[str, ...]:
        """Return a text broken into lines that fit between the margins."""
        starts = line_starts(Text(text, text), self.widths, size_px, INNER_PX, strong=bold)
        return tuple(text[start:end].strip() for start, end in zip(starts, (*starts[1:], len(text)), strict=True))


def card_svg(document: Document, theme: Theme, fonts: CardFonts, *, rtl: bool) -> str:
    """Return the social card of a web page as SVG; with `rtl`, it is laid out from right to left.

    The chapters of `document` are the tracks, and the chapters of each track are its levels.
    """
    canvas = _Canvas(theme, fonts, fonts.pair(card_characters(document)), rtl)
    logo, top_px = _logo(canvas)
    parts = "".join((logo, *_words(document, canvas, top_px), *_staircase(document, canvas)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{CARD_WIDTH_PX}" height="{CARD_HEIGHT_PX}" '
        f'viewBox="0 0 {CARD_WIDTH_PX} {CARD_HEIGHT_PX}">'
        f'<rect width="{CARD_WIDTH_PX}" height="{CARD_HEIGHT_PX}" fill="{theme.colors.brand}"/>{parts}</svg>'
    )


def card_characters(document: Document) -> frozenset[str]:
    """Return all characters that the social card of a web page may show, so that fonts can be chosen."""
    levels = (label for track in document.chapters for level in track.chapters for label in (level.code, level.title))
    words = (document.title, *document.breadcrumbs, *(track.title for track in document.chapters), *levels)
    return frozenset(" ·+…0123456789").union(*map(_clean, words))


def characters_by_font(drawing: str) -> Mapping[str, AbstractSet[str]]:
    """Return the characters that an SVG drawing shows in each font, by the font's name.

    Each font must be reduced to these characters, because the renderer resvg draws a whole line in the first font that
    has all of its characters.
    """
    by_font = defaultdict[str, set[str]](set)
    for name, text in RUN.findall(drawing):
        by_font[name].update(unescape(text))
    return by_font


def _logo(canvas: _Canvas) -> tuple[str, float]:
    """Return the drawing of the brand's logo, empty without one, and where the space below it begins."""
    logo = canvas.theme.logo
    if logo is None:
        return "", TOP_PX
    name, plate = logo.placed["header"]
    width, height = (side * LOGO_PX_PER_MM for side in logo.size_mm(name))
    padding = PLATE_PX if plate else 0
    x = canvas.mirror(MARGIN_PX, width + 2 * padding)
    ground = (
        f'<rect x="{x:g}" y="{TOP_PX}" width="{width + 2 * padding:g}" height="{height + 2 * padding:g}" rx="8" '
        f'fill="{plate}"/>'
        if plate
        else ""
    )
    image = (
        f'<image x="{x + padding:g}" y="{TOP_PX + padding:g}" width="{width:g}" height="{height:g}" '
        f'href="{logo.pictures[name].address}"/>'
    )
    return ground + image, TOP_PX + height + 2 * padding + LOGO_GAP_PX


def _words(document: Document, canvas: _Canvas, top_px: float) -> Iterator[str]:
    """Yield organisation, title and tracks, in the middle of the space that there is."""
    colors = canvas.theme.colors
    eyebrow = _clean(" · ".join(document.breadcrumbs))
    tracks = _track_line([_clean(track.title) for track in document.chapters], canvas)
    above = EYEBROW_STEP_PX if eyebrow else 0
    below = TRACKS_GAP_PX + TRACKS_PX if tracks else 0
    space = TEXT_BOTTOM_PX - top_px
    size, lines = _title(_clean(document.title), canvas, space - above - below)
    y = top_px + max(0.0, (space - above - below - len(lines) * size * canvas.leading) / 2)
    if eyebrow:
        style = _Style(EYEBROW_PX, colors.on_brand_quiet)
        yield canvas.line(_shortened(eyebrow, canvas, EYEBROW_PX), y + EYEBROW_PX * ASCENT, style)
    y += above
    for line in lines:
        yield canvas.line(line, y + size * ASCENT, _Style(size, colors.on_brand, bold=True))
        y += size * canvas.leading
    if tracks:
        baseline = y + TRACKS_GAP_PX + TRACKS_PX * ASCENT
        yield canvas.line(tracks, baseline, _Style(TRACKS_PX, colors.on_brand_accent))


def _title(title: str, canvas: _Canvas, height_px: float) -> tuple[int, tuple[str, ...]]:
    """Return the largest size at which a title fits, and its lines; one that fits at none ends with an ellipsis."""
    for size in TITLE_SIZES_PX:
        lines = canvas.lines(title, size, bold=True)
        if len(lines) * size * canvas.leading <= height_px and _breaks_between_words(title, lines):
            return size, lines
    size = TITLE_SIZES_PX[-1]
    lines, most = canvas.lines(title, size, bold=True), int(height_px // (size * canvas.leading))
    if len(lines) <= most:
        return size, lines
    return size, (*lines[: most - 1], _shortened(" ".join(lines[most - 1 :]), canvas, size, bold=True))


def _breaks_between_words(title: str, lines: Sequence[str]) -> bool:
    """Return whether no word of a title had to be broken; ideographs break anywhere."""
    return title.split() == " ".join(lines).split() or not title.isascii()


def _shortened(text: str, canvas: _Canvas, size_px: float, *, bold: bool = False) -> str:
    """Return a text on one line, with an ellipsis if it does not fit."""
    if canvas.width(text, size_px, bold=bold) <= INNER_PX:
        return text
    end = len(text)
    while end and canvas.width(f"{text[:end].rstrip()}…", size_px, bold=bold) > INNER_PX:
        end -= 1
    return f"{text[:end].rstrip()}…"


def _track_line(tracks: Sequence[str], canvas: _Canvas) -> str:
    """Return the names of tracks on one line; of many, as many as fit, and how many more there are."""
    for count in range(len(tracks), 0, -1):
        rest = (f"+{len(tracks) - count}",) if count < len(tracks) else ()
        line = " · ".join((*tracks[:count], *rest))
        if canvas.width(line, TRACKS_PX) <= INNER_PX:
            return line
    return _shortened(tracks[0], canvas, TRACKS_PX) if tracks else ""


def _staircase(document: Document, canvas: _Canvas) -> Iterator[str]:
    """Yield the steps of the track with the most levels, rising in the direction of text."""
    track = max(document.chapters, key=lambda chapter: len(chapter.chapters), default=None)
    levels = track.chapters if track else ()
    count = min(len(levels), MAX_STEPS)
    if not count:
        return
    colors, width = canvas.theme.colors, CARD_WIDTH_PX / count
    labels = [_clean(level.code or level.title) for level in levels] if count == len(levels) else []
    size = _label_size(labels, canvas, width - 2 * STEP_PADDING_PX)
    for number in range(count):
        height = LOWEST_STEP_PX + (HIGHEST_STEP_PX - LOWEST_STEP_PX) * number / max(1, count - 1)
        x, y = canvas.mirror(number * width, width), CARD_HEIGHT_PX - height
        rectangle = f'<rect x="{x:g}" y="{y:g}" width="{width:g}" fill="{colors.on_brand_accent}"'
        yield f'{rectangle} height="{height:g}" fill-opacity="{STEP_OPACITY}"/>{rectangle} height="{STEP_EDGE_PX}"/>'
        if size:
            baseline = y + min(STEP_LABEL_PX, height - STEP_PADDING_PX)
            yield canvas.centred(labels[number], x + width / 2, baseline, _Style(size, colors.on_brand, bold=True))


def _label_size(labels: Sequence[str], canvas: _Canvas, width_px: float) -> int:
    """Return the size at which every label fits on its step; 0 if there is none."""
    widest = max((canvas.width(label, 1, bold=True) for label in labels), default=0.0)
    return next((size for size in STEP_LABEL_SIZES_PX if 0 < widest * size <= width_px), 0)


def _clean(text: str) -> str:
    """Return a text on one line, without characters that XML cannot hold."""
    held = (" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in text if char not in "\ufffe\uffff")
    return " ".join("".join(held).split(" "))
