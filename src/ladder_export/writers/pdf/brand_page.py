"""Show a brand on one page: its colours with their contrast ratios, and its logo on light and dark grounds."""

from __future__ import annotations

from html import escape

from ladder_export.theme import RenderSettings
from ladder_export.theme.brand_palette import pairs
from ladder_export.theme.placed_logo import Ground, PlacedLogo
from ladder_export.theme.tokens import Colors
from ladder_export.writers.pdf import finalize
from ladder_export.writers.pdf.engine import engine_for

CSS = """
@page { margin: 14mm; @bottom-left { content: none; border: 0 } @bottom-right { content: none; border: 0 } }
@page :first { margin-top: 14mm }
html { font-size: 9pt }
header { margin: 0 }
h2 { margin-top: 7mm; border: 0 }
h3 { margin: 3mm 0 1mm }
.grounds { display: table; border-spacing: 0; width: 100%; table-layout: fixed }
.ground { display: table-cell; height: 24mm; vertical-align: middle; text-align: center; border: .4pt solid #cccccc }
.ground img { display: inline-block }
.captions div { display: table-cell; text-align: center; padding-top: 1mm }
table.pairs { border-collapse: collapse; width: 100%; table-layout: fixed }
.pairs th, .pairs td { text-align: left; padding: 1.3mm 2.4mm; font-weight: 400 }
.pairs .ratio { text-align: right; width: 22mm }
"""


def brand_page(settings: RenderSettings, title: str, language: str) -> bytes:
    """Return a one-page PDF (PDF/A-3a, PDF/UA-1) that shows a theme with a company's brand, whose heading is `title`.

    `language` is a BCP 47 code, such as "en".
    """
    theme = settings.theme
    parts = [_colors("Colours on paper", theme.colors)]
    parts += [_colors("Colours on a dark screen", theme.dark)] if theme.dark else []
    logo = _logo(theme.logo, theme.colors, theme.dark or theme.colors) if theme.logo else ""
    source = (
        f'<!DOCTYPE html><html lang="{escape(language)}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<style>{CSS}</style></head><body data-footer=""><main><h1 style="color:{theme.colors.heading}">{escape(title)}'
        f"</h1>{logo}{''.join(parts)}</main></body></html>"
    )
    rendered = engine_for(settings).layout(source, "pdf/a-3a")
    return finalize.write_pdfa_ua(rendered, (), finalize.emoji_font(theme))


def _logo(logo: PlacedLogo, colors: Colors, dark: Colors) -> str:
    grounds: tuple[tuple[Ground, str, str], ...] = (
        ("paper", colors.paper, "on paper"),
        ("header", colors.brand, "in a header"),
        ("dark header", dark.brand, "in a header on a dark screen"),
    )
    cells = "".join(_on_ground(logo, ground, color) for ground, color, _ in grounds)
    captions = "".join(f"<div>{caption}</div>" for _, _, caption in grounds)
    return (
        f'<h2 data-title="Logo">Logo</h2><div class="grounds">{cells}</div>'
        f'<div class="grounds captions">{captions}</div>'
    )


def _on_ground(logo: PlacedLogo, ground: Ground, color: str) -> str:
    name, plate = logo.placed[ground]
    width, height = logo.size_mm(name)
    style = f"width:{width:.2f}mm;height:{height:.2f}mm"
    style += f";background:{plate};padding:1mm 1.4mm" if plate else ""
    return (
        f'<div class="ground" style="background:{color}"><img src="logo:{name}" alt="{escape(logo.alt)}, {ground}" '
        f'style="{style}"></div>'
    )


def _colors(title: str, colors: Colors) -> str:
    rows = "".join(
        f'<tr style="color:{getattr(colors, text)};background:{getattr(colors, ground)}"><th scope="row">'
        f"{_css_name(text)} on {_css_name(ground)}</th><td>{getattr(colors, text)} on {getattr(colors, ground)}</td>"
        f'<td class="ratio">{ratio:.1f} : 1</td></tr>'
        for text, ground, ratio in pairs(colors)
    )
    return f'<h2 data-title="{title}">{title}</h2><table class="pairs">{rows}</table>'


def _css_name(token: str) -> str:
    return token.replace("_", "-")
