"""This file loads WeasyPrint, once a process, with the theme's fonts and nothing else, and listens to what it logs."""

from __future__ import annotations

import atexit
import hashlib
import io
import logging
import mimetypes
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import fontTools
import pydyf

from ladder_export.core.problems import BadEnvironment, Problem
from ladder_export.files.access import read_file
from ladder_export.files.resources import font_file
from ladder_export.theme import RenderSettings
from ladder_export.writers.fixed_date import fixed_date
from ladder_export.writers.fonts import font_subset
from ladder_export.writers.fonts.font_files import readable
from ladder_export.writers.fonts.font_subset import static_instance
from ladder_export.writers.html import render

# Both are read while WeasyPrint and its libraries load: fonts come from the theme alone, YAML has a media type.
NO_SYSTEM_FONTS = str(Path(__file__).with_name("fonts.conf"))
os.environ["FONTCONFIG_FILE"] = NO_SYSTEM_FONTS
mimetypes.add_type("application/yaml", ".yaml")
mimetypes.add_type("application/yaml", ".yml")

FOLDER = "https://theme.invalid/"  # what names in templates and style sheets count from; nobody asks the network for it
REGULAR = 400
BYTE_ORDER_MARK = 0xFEFF  # which PDF/UA-1 forbids in the fonts of fields: they are embedded with every character


try:
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):  # it prints advice
        warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
        warnings.filterwarnings("ignore", message="HarfBuzz-Subset will be required")  # not by us
        import weasyprint as weasyprint  # noqa: PLC0414  # the other files of this package take it from here
        from weasyprint.formatting_structure.boxes import TableRowBox as TableRowBox  # noqa: PLC0414  # as above
        from weasyprint.text.ffi import harfbuzz, pango
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError
except OSError as fault:
    raise BadEnvironment(
        Problem(
            "pango-missing",
            f"Pango, which sets the text of PDFs, is not on this machine ({str(fault).partition(':')[0]})",
            help="as an administrator, run: apt-get update && apt-get install --no-install-recommends --yes "
            "libpango-1.0-0 libpangoft2-1.0-0 (Fedora: dnf install pango; macOS: brew install pango)",
        )
    ) from fault


from ladder_export.writers.pdf import weasyprint_patches  # noqa: E402  # it loads WeasyPrint, too
from ladder_export.writers.pdf.weasyprint_patches.internals import page_box, remove_font_folder  # noqa: E402  # as above

weasyprint_patches.apply()


@dataclass(frozen=True, slots=True)
class Engine:
    """What all documents of one look share: parsed CSS and loaded fonts (measured on WeasyPrint 70: decisive)."""

    fonts: FontConfiguration
    css: weasyprint.CSS
    profiles: dict[str, object]
    fetcher: _Jail
    complaints: tuple[str, ...]

    def layout(self, source: str, variant: str, *, forms: bool = False) -> weasyprint.Document:
        """The pages of a whole HTML document, laid out for a PDF variant of WeasyPrint's."""
        page = self.opened(source)
        return self.rendered(page, variant, page.etree_element, forms=forms)

    def opened(self, source: str) -> weasyprint.HTML:
        """A whole HTML document as a tree."""
        return weasyprint.HTML(string=source, url_fetcher=self.fetcher, base_url=FOLDER)

    def rendered(
        self, page: weasyprint.HTML, variant: str, root: Element, *, forms: bool = False
    ) -> weasyprint.Document:
        """The pages of a tree in the place of the document's own, as `layout` makes them."""
        page = copy(page)
        page.wrapper_element = page.wrapper_element.from_html_root(root, content_language=None)
        page.etree_element = root
        return page.render(
            font_config=self.fonts,
            stylesheets=[self.css],
            color_profiles=dict(self.profiles),  # a copy: PDF/A adds one, which a form made later would carry too
            pdf_variant=variant,
            pdf_forms=forms,
        )


Box = tuple[float, float, float, float]
"""Left, top, right and bottom of something, in CSS pixels on its page."""


def whereabouts(page: weasyprint.document.Page) -> dict[str, Box]:
    """Where each `data-place` of a page stands.

    WeasyPrint tells it of ids, too; but elements with an id share no style with others, and
    working styles out is much of what a layout takes (measured on WeasyPrint 70: 10 %).
    """
    found: dict[str, Box] = {}
    for box in page_box(page).descendants():
        ask = getattr(box.element, "get", None)
        if ask and (name := ask("data-place")) and name not in found:
            left, top, width, height = box.hit_area()
            found[name] = (left, top, left + width, top + height)
    return found


class _Jail(URLFetcher):
    """Serves the theme's fonts by position, its pictures, the logo, the press's profile, and nothing else: no network, no other file."""

    def __init__(self, settings: RenderSettings) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)
        self._theme, self._press = settings.theme, settings.press

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        scheme, _, position = url.partition(":")
        if scheme == "icc" and self._press:
            return URLFetcherResponse(url, self._press.icc)
        if scheme == "font":
            font = self._theme.fonts[int(position)]
            return URLFetcherResponse(url, self._font(font.file, font.weight))
        if scheme == "fields":  # templates say `fields:0`
            return URLFetcherResponse(url, self._font(self._theme.sheet.fields, REGULAR, without=BYTE_ORDER_MARK))
        if scheme == "logo" and self._theme.logo:
            picture = self._theme.logo.pictures[position]
            return URLFetcherResponse(url, picture.data, {"Content-Type": picture.media_type})
        if url.startswith(FOLDER):
            return self._picture(unquote(url.removeprefix(FOLDER)), url)
        return super().fetch(url, headers)

    def _picture(self, name: str, url: str) -> URLFetcherResponse:
        """A picture of the theme's folder. Raises URLFetchingError, as the engine expects, where it has none of that name."""
        if name not in self._theme.pictures:
            raise URLFetchingError(f"`{name}` is no picture in the theme's folder")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, self._theme.pictures[name], {"Content-Type": kind})

    def _font(self, name: str, weight: int, without: int | None = None) -> bytes:
        """A font's file, static: an engine would make a static font anew for every document (measured: 18 % of a sheet)."""
        file = font_file(*self._theme.font_place(name))
        with readable(file):
            return static_instance(read_file(file, "font"), weight, without)


_engines: dict[tuple[str, str, str], Engine] = {}  # one a theme and paper, for the life of the process


def engine_for(settings: RenderSettings) -> Engine:
    """The engine of a theme and paper, made when first asked for. Raises BadEnvironment when a library is missing."""
    key = (
        settings.theme.digest,
        settings.paper.name,
        hashlib.sha256(settings.press.icc).hexdigest() if settings.press else "",
    )
    if key not in _engines:
        fonts, jail = _theme_fonts(), _Jail(settings)
        profiles: dict[str, object] = {}
        with ear() as heard, fixed_date():
            css = weasyprint.CSS(
                string=render.stylesheet(settings),
                font_config=fonts,
                url_fetcher=jail,
                color_profiles=profiles,
                base_url=FOLDER,
            )
        _engines[key] = Engine(fonts, css, profiles, jail, tuple(dict.fromkeys(heard)))
    return _engines[key]


def _clear_away() -> None:
    """Has each folder of fonts removed: when Python itself comes to that, what does it is gone already."""
    for engine in _engines.values():
        remove_font_folder(engine.fonts)


atexit.register(_clear_away)


def _theme_fonts() -> FontConfiguration:
    """Fonts to be, and none of the system's: fontconfig reads each time where they are, and who calls us may have changed it."""
    before = os.environ.get("FONTCONFIG_FILE", NO_SYSTEM_FONTS)
    os.environ["FONTCONFIG_FILE"] = NO_SYSTEM_FONTS
    try:
        return FontConfiguration()
    finally:
        os.environ["FONTCONFIG_FILE"] = before


def engines() -> dict[str, str]:
    """Versions of the libraries that decide the bytes."""
    number = pango.pango_version()
    return {
        "weasyprint": weasyprint.__version__,
        "weasyprint patches": weasyprint_patches.state(),
        "pydyf": pydyf.__version__,
        "fonttools": fontTools.version,
        "pango": f"{number // 10000}.{number // 100 % 100}.{number % 100}",
        "harfbuzz": _harfbuzz_version(),
        **font_subset.versions(),
    }


def _harfbuzz_version() -> str:
    """HarfBuzz through WeasyPrint's door only answers whether it is at least some version."""
    found: list[int] = []
    for _ in range(3):
        number = 0
        while harfbuzz.hb_version_atleast(*found, number + 1, *[0] * (2 - len(found))):
            number += 1
        found.append(number)
    return ".".join(map(str, found))


class _Ear(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def ear() -> Iterator[list[str]]:
    """Collects what the engine only logs: what it could not use is a problem, not a line nobody reads."""
    logger, ear = logging.getLogger("weasyprint"), _Ear(logging.WARNING)
    logger.addHandler(ear)
    try:
        yield ear.heard
    finally:
        logger.removeHandler(ear)
