"""A document as one web page that needs no server, no network and no other file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from importlib.resources import files

from markupsafe import Markup

from ladder_export.core.document import Document
from ladder_export.core.text import is_rtl
from ladder_export.theme import RenderSettings, Theme
from ladder_export.theme.tokens import Colors
from ladder_export.writers import RenderedFile
from ladder_export.writers.fonts.webfont import font_face_rules
from ladder_export.writers.html.jinja import render_template
from ladder_export.writers.html.pictures import PICTURE_IN_CSS, PICTURE_IN_HTML, brand_css, embed_pictures, icon_address
from ladder_export.writers.html.render import font_family_list

KILO = 1000
SHARED_STYLE = "site"  # the kind of page whose CSS all pages include
# Placeholders, replaced once the page's characters are known; no ladder can contain a control character.
STYLE, POLICY = "\x01style", "\x01policy"
LIBRARIES = ("fonttools", "jinja2", "uharfbuzz")


def render(document: Document, settings: RenderSettings) -> RenderedFile:
    """Render a document as one web page with its CSS, fonts and script inside it.

    `count` of the result is the number of levels. The page's Content-Security-Policy allows no other script or style,
    and no request. Raises BadTheme if the theme's template is missing or fails.
    """
    theme, name = settings.theme, document.kind
    script = theme.files.get(f"{name}.js") or _built_in_script(name)
    values = {
        "document": document,
        "front": True,
        "chapters": document.chapters,
        "direction": "rtl" if is_rtl(document.language) else "ltr",
        "colors": {token: f"var(--{token})" for token in _palette(theme.colors)},
        "script": Markup(script),  # noqa: S704  # ours or the theme's, never the ladder's
        "size": _readable_size,
        "logo": theme.logo.on_screen() if theme.logo else None,
        "cover_logo": theme.logo.on_screen() if theme.logo else None,
        "icon": icon_address(theme),
    }
    body = render_template(theme, f"{name}.html.j2", {**values, "style": STYLE, "policy": POLICY})
    body = embed_pictures(body, theme, PICTURE_IN_HTML)
    css = "".join(map(theme.file, (f"{sheet}.css" for sheet in dict.fromkeys((SHARED_STYLE, name)))))
    css = embed_pictures(css + brand_css(theme, document), theme, PICTURE_IN_CSS)
    font_rules = font_face_rules(theme, css, frozenset(body), document.language)
    style = f"{''.join(font_rules.values())}{_tokens(theme, font_rules)}\n{css}"
    page = body.replace(POLICY, _policy(script, style), 1).replace(STYLE, style, 1)
    return RenderedFile(page.encode(), sum(1 for _ in document.levels), versions=versions())


def _built_in_script(kind: str) -> str:
    """Return the built-in script of a kind of page; empty for most kinds."""
    file = files("ladder_export.writers.html").joinpath(f"{kind}.js")
    return file.read_text("utf-8") if file.is_file() else ""


def versions() -> dict[str, str]:
    """Return the versions of the libraries that decide the bytes of the page, by name."""
    return {name: version(name) for name in LIBRARIES}


def _policy(script: str, style: str) -> str:
    """Return a Content-Security-Policy that allows this script and this style and nothing else."""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode('ascii')}'"


def _tokens(theme: Theme, families: Iterable[str]) -> str:
    """Return the theme's colours and the page's fonts as custom properties, with dark colours for dark screens."""
    light = _properties(theme.colors)
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{_properties(theme.dark)}}}}}" if theme.dark else ""
    scheme = "light dark" if theme.dark else "light"
    return f":root{{color-scheme:{scheme};{light}--fonts:{font_family_list(families)}}}{dark}"


def _properties(colors: Colors) -> str:
    return "".join(f"--{token}:{value};" for token, value in _palette(colors).items())


def _palette(colors: Colors) -> dict[str, str]:
    return {token: str(value) for token, value in colors.model_dump(by_alias=True).items()}


def _readable_size(count: int) -> str:
    """Return a number of bytes in kB or MB, units that all languages share."""
    return f"{count / KILO**2:.1f} MB" if count >= KILO**2 else f"{max(1, round(count / KILO))} kB"
