"""Choose the fonts of the social card (the picture beside links): which font draws each character, and its widths."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from ladder_export.files.access import read_file
from ladder_export.files.resources import font_file
from ladder_export.theme import Theme
from ladder_export.theme.tokens import Font
from ladder_export.writers.fonts.font_files import font_errors_as_bad_theme
from ladder_export.writers.fonts.font_subset import static_instance, subset_by_characters
from ladder_export.writers.fonts.renamed_font import renamed_font
from ladder_export.writers.fonts.text_metrics import FontMetrics, FontPair, open_font_metrics

TEXT_WEIGHT, TITLE_WEIGHT = 400, 700


@dataclass(frozen=True, slots=True)
class CardFont:
    """A font of the social card.

    `name` is its family name in the drawing. `file` and `weight` say what it is made from, because a font file may hold
    many weights. `metrics` are the widths of its characters.
    """

    name: str
    file: Path
    weight: int
    metrics: FontMetrics


@dataclass(frozen=True, slots=True)
class CardFonts:
    """The fonts of text and of titles on the social card, each in order of preference."""

    text: tuple[CardFont, ...]
    titles: tuple[CardFont, ...]

    def of(self, *, bold: bool) -> tuple[CardFont, ...]:
        """Return the fonts of titles if `bold`, else the fonts of text."""
        return self.titles if bold else self.text

    def pair(self, characters: AbstractSet[str]) -> FontPair:
        """Return the widths of these characters, regular ones in the fonts of text and bold ones in those of titles."""
        return FontPair(_joined_metrics(self.text, characters), _joined_metrics(self.titles, characters))

    def files(self, characters: Mapping[str, AbstractSet[str]]) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the font file's bytes of each font that is used, reduced to the characters that it draws.

        `characters` has the characters of each font by the font's name. Raises BadTheme if a font is damaged.
        """
        for font in dict.fromkeys((*self.text, *self.titles)):
            wanted = frozenset(map(ord, {*characters.get(font.name, ()), " "})) & font.metrics.widths.keys()
            if font.name in characters and wanted:
                with font_errors_as_bad_theme(font.file):
                    instance = static_instance(read_file(font.file, "font"), font.weight)
                    yield font.name, renamed_font(subset_by_characters(instance, wanted), font.name)


def open_card_fonts(theme: Theme, language: str, characters: AbstractSet[str]) -> CardFonts:
    """Open those fonts of the theme that are needed for these characters; no others, because some are large.

    `language` is a BCP 47 code and decides which fonts are preferred. Raises BadEnvironment if a font is missing,
    BadTheme if it is damaged.
    """
    families = theme.families(language)
    title = theme.sheet.title_font if theme.sheet.title_font in families else families[0]
    title_families = (title, *(family for family in families if family != title))
    codepoints = frozenset(map(ord, characters))
    return CardFonts(
        _covering(_candidates(theme, families, TEXT_WEIGHT), codepoints),
        _covering(_candidates(theme, title_families, TITLE_WEIGHT), codepoints),
    )


def _candidates(theme: Theme, families: Sequence[str], weight: int) -> Iterator[CardFont]:
    """Yield the upright font of each family that is next to a weight, then that of emoji; each is opened when asked for."""
    for family in families:
        upright = [font for font in theme.fonts if font.family == family and font.style == "normal"]
        if upright:
            chosen = min(upright, key=lambda font: abs(font.weight - weight))
            yield _open(theme, chosen, f"font-{theme.fonts.index(chosen)}")
    yield _open(theme, Font(family="Emoji", file=theme.sheet.emoji, weight=TEXT_WEIGHT), "font-emoji")


def _covering(candidates: Iterator[CardFont], codepoints: AbstractSet[int]) -> tuple[CardFont, ...]:
    """Return the first font, and of the others as many as it takes to cover all code points."""
    fonts, missing = list[CardFont](), codepoints
    while (missing or not fonts) and (font := next(candidates, None)):
        if not fonts or missing & font.metrics.widths.keys():
            fonts.append(font)
        missing -= font.metrics.widths.keys()
    return tuple(fonts)


def _open(theme: Theme, font: Font, name: str) -> CardFont:
    folder, place = theme.font_location(font.file)
    path, _, weight = place.partition("@")
    file, number = font_file(folder, path), int(weight or font.weight)
    metrics = open_font_metrics(folder, f"{path}@{number}")
    return CardFont(name, file, number, metrics)


def _joined_metrics(fonts: Sequence[CardFont], characters: AbstractSet[str]) -> FontMetrics:
    """Return the widths of the characters that one of the fonts has, each as the first such font has it."""
    widths = dict[int, float]()
    for font in reversed(fonts):
        widths |= {ord(char): font.metrics.widths[ord(char)] for char in characters if ord(char) in font.metrics.widths}
    return FontMetrics(widths, fonts[0].metrics.ascent, fonts[0].metrics.descent)


def font_runs(text: str, fonts: Sequence[CardFont]) -> Iterator[tuple[CardFont, str]]:
    """Split a text into runs that are each drawn in one font, and yield each run after its font.

    A character is drawn in the first of `fonts` that has it, or in the first font if none has it. Spaces, combining
    marks and invisible characters are drawn in the font of the character before them.
    """
    chosen, current = list[CardFont](), fonts[0]
    for char in text:
        if not char.isspace() and unicodedata.category(char) not in ("Mn", "Me", "Cf"):
            current = next((font for font in fonts if ord(char) in font.metrics.widths), fonts[0])
        chosen.append(current)
    for font, pairs in groupby(zip(chosen, text, strict=True), key=lambda pair: pair[0]):
        yield font, "".join(char for _, char in pairs)
