"""Turn documents into HTML, and themes into CSS, for the PDF engine WeasyPrint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ladder_export.core.document import Document
from ladder_export.core.problems import Span
from ladder_export.core.text import is_rtl
from ladder_export.theme import RenderSettings, Theme
from ladder_export.theme.placed_logo import TemplateLogo
from ladder_export.writers.fonts.text_metrics import advance_width, open_font_metrics
from ladder_export.writers.html.jinja import macro_name, render_template
from ladder_export.writers.html.qr import qr_code
from ladder_export.writers.layout.fit import LayoutParams, text_sizes
from ladder_export.writers.layout.fragments import assemble_fragments
from ladder_export.writers.layout.table_layout import TableLayout

CUSTOM_PROPERTY_USE, CUSTOM_PROPERTY_SET = (
    re.compile(r"var\(--([\w-]+)\)"),
    re.compile(r"(?<![\w-])--([\w-]+)(?:(?<!\s)\s+)?:"),
)

NAMED_IN_MESSAGE = re.compile(
    r"`([^`]+)`|(?<![^\s'\"`(),])([^\s'\"`(),/#]*[/#][^\s'\"`(),]*)"
)  # a CSS rule or an address


def render_sheet(document: Document, settings: RenderSettings, setting: LayoutParams) -> str:
    """Return a sheet as an HTML page for the PDF engine, with the text size and columns of `setting`.

    Raises BadTheme with the template's line if the theme's template fails.
    """
    spreads = [
        (spread, [assemble_fragments(document, block_indexes) for block_indexes in spread.columns])
        for spread in setting.pages
    ]
    code = qr_code(document.link) if document.link and document.kind == "sheet" else None
    values = {"spreads": spreads, "sizes": text_sizes(settings.theme.sheet, setting.scale), "code": code}
    return render_template(settings.theme, f"{document.kind}.html.j2", _common_values(document, settings) | values)


def render_form(document: Document, settings: RenderSettings, growth_mm: float, scale: float = 1.0) -> str:
    """Return a form as an HTML page for the PDF engine.

    `growth_mm` is added to the height of each box to write in, in millimetres; `scale` multiplies the theme's text
    sizes. Raises BadTheme if the theme's template fails.
    """
    values = {"sizes": text_sizes(settings.theme.sheet, scale), "growth_mm": growth_mm}
    return render_template(settings.theme, f"{document.kind}.html.j2", _common_values(document, settings) | values)


def render_landscape_table(
    document: Document, settings: RenderSettings, layout: TableLayout, moved_rows: AbstractSet[str] = frozenset()
) -> str:
    """Return a document's comparison tables, divided and sized by `layout`, as an HTML page in landscape.

    `moved_rows`: names of rows (as in the HTML attribute `data-place`) that begin on the next page. Raises BadTheme if
    the theme's template fails.
    """
    scale = layout.text_pt / settings.theme.sheet.text
    values = {"layout": layout, "moved_rows": moved_rows, "sizes": text_sizes(settings.theme.sheet, scale)}
    return render_template(settings.theme, f"{document.kind}.html.j2", _common_values(document, settings) | values)


def _common_values(document: Document, settings: RenderSettings) -> dict[str, object]:
    return {
        "document": document,
        "header": {
            name: [piece for piece in document.header_pieces if macro_name(piece) == name]
            for name in ("prose", "bullets", "facts", "track_progress", "form_fields")
        },
        "direction": "rtl" if is_rtl(document.language) else "ltr",
        "colors": _palette(settings),
        "press": settings.press is not None,
        "logo": _logo(settings),
        "cover_logo": _logo(settings, COVER_LOGO_SCALE),
    }


def _logo(settings: RenderSettings, scale: float = 1.0) -> TemplateLogo | None:
    """Return the logo of a header; None in a theme without a brand."""
    return settings.theme.logo.on_paper(press=settings.press is not None, scale=scale) if settings.theme.logo else None


@dataclass(frozen=True, slots=True)
class BookPart:
    """A part of a handbook that is laid out in one go: some of its chapters, or (`front`) the pages before them."""

    chapters: tuple[Document, ...] = ()
    front: bool = False


def render_book_part(document: Document, settings: RenderSettings, part: BookPart, pages: Mapping[str, int]) -> str:
    """Return a part of a handbook as an HTML page, with blank pages for chapters that are finished PDF pages.

    `pages`: number of finished pages by the slug of their chapter. Raises BadTheme if the theme's template fails.
    """
    values = {"pages": pages, "sizes": text_sizes(settings.theme.sheet, 1.0), "style": ""}
    shown = {"front": part.front, "chapters": part.chapters}
    return render_template(
        settings.theme, f"{document.kind}.html.j2", _common_values(document, settings) | values | shown
    )


def stylesheet(settings: RenderSettings, *, rtl: bool = False) -> str:
    """Return the print CSS of a theme and paper size, with the theme's settings as CSS variables, and its fonts.

    With `rtl`, for documents from right to left, the contents of left and right page margins are exchanged: CSS has no
    margin boxes named after the start and end of lines.
    """
    theme, paper = settings.theme, settings.paper
    bleed, press = (BLEED_MM, PRESS_PAGE_CSS) if settings.press else (0.0, "")
    lengths = {"margin": theme.sheet.margin, "foot": theme.sheet.footer_height_mm, "bleed": bleed}
    tokens = _palette(settings) | {name: f"{length}mm" for name, length in lengths.items()} | _mark_advances(theme)
    properties = "".join(f"--{name}:{value};" for name, value in tokens.items())
    font_faces = "".join(
        f'@font-face{{font-family:"{font.family}";font-weight:{font.weight};font-style:{font.style};'
        f"src:url(font:{position})}}"
        for position, font in enumerate(theme.fonts)
    )
    return (
        f"{font_faces}:root{{{properties}--fonts:{font_family_list(theme.families())}}}{_fonts_by_language(theme)}{press}"
        f"@page{{size:{paper.width}mm {paper.height}mm}}@page across{{size:{paper.height}mm {paper.width}mm}}\n"
        f"{_inline_custom_properties(_mirrored(theme.file('print.css')) if rtl else theme.file('print.css'), tokens)}"
    )


def _mirrored(css: str) -> str:
    """Return the CSS with left and right exchanged in the margin boxes of pages, their names included."""
    return MARGIN_BOX.sub(lambda box: SIDE.sub(lambda side: OTHER_SIDE[side[0]], box[0]), css)


def _mark_advances(theme: Theme) -> dict[str, str]:
    """Return how far the marks of lists move the pen, which text hangs by: as the theme says, else as their font has it."""
    font = open_font_metrics(*theme.font_location((theme.mark_font or theme.fonts[0]).file))
    marks = (("bullet", "•", theme.sheet.bullet_advance), ("dash", "–", theme.sheet.dash_advance))
    return {f"{name}-advance": f"{set_to or advance_width(font, mark):g}em" for name, mark, set_to in marks}


def _inline_custom_properties(css: str, tokens: Mapping[str, str]) -> str:
    """Return the CSS with tokens instead of `var(--…)`, except for properties that it sets itself.

    WeasyPrint resolves custom properties for each element again, which takes time.
    """
    own_names = set(CUSTOM_PROPERTY_SET.findall(css))
    return CUSTOM_PROPERTY_USE.sub(
        lambda match: tokens.get(match[1], match[0]) if match[1] not in own_names else match[0], css
    )


# WeasyPrint draws crop marks in the outer half of the bleed: 10 mm leave 5 mm around the sheet.
# `pdf/finalize.py` sets the page boxes to the 3 mm that are printed.
PRESS_PAGE_CSS = (
    "@page{bleed:10mm;marks:crop}@color-profile device-cmyk{components:cyan,magenta,yellow,black;src:url(icc:press)}"
)
COVER_LOGO_SCALE = 1.9  # size of a cover's logo as a multiple of a header's
BLEED_MM = 3.0
MARGIN_BOX = re.compile(r"@(?:top|bottom)-(?:left|right)\b[^}]*")
SIDE, OTHER_SIDE = re.compile(r"\b(?:left|right)\b"), {"left": "right", "right": "left"}


def _palette(settings: RenderSettings) -> dict[str, str]:
    """Return every colour as CSS text: sRGB for screens and office printers, CMYK for a printing press."""
    if settings.press is None:
        return {name: str(value) for name, value in settings.theme.colors.model_dump(by_alias=True).items()}
    inks = settings.press.inks.model_dump(by_alias=True, exclude={"icc"})
    return {name: f"device-cmyk({' '.join(f'{ink_share / 100:g}' for ink_share in ink)})" for name, ink in inks.items()}


def font_family_list(families: Iterable[str]) -> str:
    """Return font families as a CSS list, quoted where needed."""
    return ",".join(f'"{family}"' for family in families)


def _fonts_by_language(theme: Theme) -> str:
    languages = dict.fromkeys(font.language for font in theme.fonts if font.language)
    return "".join(
        f":root:lang({language}){{--fonts:{font_family_list(theme.families(language))}}}" for language in languages
    )


def locate_in_theme(message: str, theme: Theme) -> Span:
    """Return the line of a theme's file that has the web address or CSS rule named in a message of the PDF engine.

    If none has it, return the theme's print.css as a whole.
    """
    names = [(rule or address.rstrip(".:;!?")).strip() for rule, address in NAMED_IN_MESSAGE.findall(message)]
    names = [name for name in names if name]
    for file, text in theme.files.items():
        for number, line in enumerate(text.splitlines(), 1):
            if any(word in line for word in names):
                return theme.span(file, number, excerpt=line)
    return theme.span("print.css")
