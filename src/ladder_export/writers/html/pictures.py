"""Pictures of a theme and the logo of a brand, embedded into a web page so that it loads no other file."""

from __future__ import annotations

import base64
import mimetypes
import re
from urllib.parse import quote

from ladder_export.core.document import Document
from ladder_export.theme import Theme
from ladder_export.theme.tokens import Colors

PICTURE_IN_HTML = re.compile(r"(<img\b[^>]*?\bsrc=\")([^\"]+)(?=\")")
PICTURE_IN_CSS = re.compile(r"(\burl\(\s*[\"']?)([^\"')]+?)(?=[\"']?\s*\))")
STAIRCASE_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="{ground}"/>'
    '<path d="M3 13v-3h3V7h3V4h4v9z" fill="{steps}"/></svg>'
)
NOT_ALPHANUMERIC = re.compile(r"[^A-Za-z0-9]")


def embed_pictures(text: str, theme: Theme, pattern: re.Pattern[str]) -> str:
    """Return HTML or CSS in which the path of each picture of the theme is replaced by a data URL.

    `pattern` matches a reference to a picture: its group 1 is the text before the path, group 2 the path.
    """
    if not theme.pictures:
        return text

    def data_address(match: re.Match[str]) -> str:
        data = theme.pictures.get(match[2])
        if data is None:
            return match[0]
        kind = mimetypes.guess_type(match[2])[0] or "application/octet-stream"
        return f"{match[1]}data:{kind};base64,{base64.b64encode(data).decode('ascii')}"

    return pattern.sub(data_address, text)


def icon_address(theme: Theme) -> str:
    """Return the icon of a web page as a data URL: the brand's icon, else a staircase in the theme's colours."""
    if theme.logo:
        return theme.logo.icon.address
    ground, steps = theme.colors.brand, theme.colors.on_brand_accent
    return f"data:image/svg+xml,{quote(STAIRCASE_SVG.format(ground=ground, steps=steps))}"


def brand_css(theme: Theme, document: Document) -> str:
    """Return the CSS of a brand: rectangles behind its logo, and colours of tracks; empty without a brand."""
    rules = list[str]()
    if theme.logo:
        for selector, ground in (("", "header"), (".on-dark", "dark header")):
            plate = theme.logo.placed[ground].plate  # type: ignore[index]  # mypy widens the names of grounds
            rules += [f".plated{selector}{{background:{plate}}}"] if plate else []
    for track in document.chapters:
        if track.slug in theme.accents:
            light, dark = theme.accents[track.slug]
            levels = (f'[id="{_css_escape(f"/{level.slug}")}"]' for level in track.chapters)
            selector = ",".join((f'[data-track="{_css_escape(track.slug)}"]', *levels))
            rules.append(f"{selector}{{{_accents(light)}}}")
            rules += (
                [f"@media screen and (prefers-color-scheme:dark){{{selector}{{{_accents(dark)}}}}}"] if dark else []
            )
    return "".join(f"\n{rule}" for rule in rules)


def _accents(colors: Colors) -> str:
    return f"--accent:{colors.accent};--on-brand-accent:{colors.on_brand_accent}"


def _css_escape(name: str) -> str:
    """Return a name with every character escaped that is no letter or digit, for a string in CSS."""
    return NOT_ALPHANUMERIC.sub(lambda match: f"\\{ord(match[0]):x} ", name)
