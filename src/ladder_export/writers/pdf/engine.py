"""Load WeasyPrint once per process, with no fonts except the theme's, and collect the warnings that it logs."""

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
from ladder_export.core.text import is_rtl
from ladder_export.files.access import read_file
from ladder_export.files.resources import font_file
from ladder_export.process.library_search import without_programs
from ladder_export.theme import RenderSettings
from ladder_export.writers.fixed_date import fixed_date
from ladder_export.writers.fonts import font_subset
from ladder_export.writers.fonts.font_files import font_errors_as_bad_theme
from ladder_export.writers.fonts.font_subset import static_instance
from ladder_export.writers.html import render

# Both must be set before WeasyPrint is loaded: fonts come from the theme only, and attached YAML has a media type.
NO_SYSTEM_FONTS = str(Path(__file__).with_name("fonts.conf"))
os.environ["FONTCONFIG_FILE"] = NO_SYSTEM_FONTS
mimetypes.add_type("application/yaml", ".yaml")
mimetypes.add_type("application/yaml", ".yml")

THEME_URL = (
    "https://theme.invalid/"  # the base of relative URLs in templates and style sheets; never fetched from the network
)
REGULAR_WEIGHT = 400
MM_PER_PX = 25.4 / 96  # CSS px
BYTE_ORDER_MARK = 0xFEFF  # left out of the fonts of fields, which are embedded whole: PDF/UA-1 forbids it


try:
    with without_programs(), warnings.catch_warnings(), redirect_stdout(io.StringIO()):  # it prints installation advice
        warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
        warnings.filterwarnings("ignore", message="HarfBuzz-Subset will be required")  # uharfbuzz replaces it
        import weasyprint as weasyprint  # noqa: PLC0414  # re-exported to the other modules of this package
        from weasyprint.formatting_structure.boxes import TableRowBox as TableRowBox  # noqa: PLC0414  # as above
        from weasyprint.text.ffi import harfbuzz, pango
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError
except OSError as error:
    raise BadEnvironment(
        Problem(
            "pango-missing",
            f"Pango, which PDFs need, is not installed on this machine ({str(error).partition(':')[0]})",
            help="as an administrator, run: apt-get update && apt-get install --no-install-recommends --yes "
            "libpango-1.0-0 libpangoft2-1.0-0 (Fedora: dnf install pango; macOS: brew install pango)",
        )
    ) from error


from ladder_export.writers.pdf import weasyprint_patches  # noqa: E402  # only after WeasyPrint is loaded as above
from ladder_export.writers.pdf.weasyprint_patches.internals import page_box, remove_font_folder  # noqa: E402  # as above

weasyprint_patches.apply()


@dataclass(frozen=True, slots=True)
class Engine:
    """WeasyPrint (HTML to PDF) with all that documents of the same theme and paper share: fonts, CSS, colour profiles.

    It is shared because parsing CSS and loading fonts takes longer than a sheet. `profiles` are the ICC profiles that
    the CSS names. `fetcher` serves the theme's files and opens no network connection. `stylesheet_warnings` are the
    warnings that WeasyPrint logged while it parsed the CSS.
    """

    fonts: FontConfiguration
    css: weasyprint.CSS
    profiles: dict[str, object]
    fetcher: _ThemeFetcher
    stylesheet_warnings: tuple[str, ...]

    def layout(self, source: str, variant: str, *, forms: bool = False) -> weasyprint.Document:
        """Lay out HTML (`source`) as pages.

        `variant` is a PDF standard under WeasyPrint's name, such as `pdf/a-3a`. With `forms`, the form fields of the
        HTML become fields that readers of the PDF can fill in.
        """
        page = self.parse_html(source)
        return self.render_tree(page, variant, page.etree_element, forms=forms)

    def parse_html(self, source: str) -> weasyprint.HTML:
        """Parse HTML into the object that `render_tree` takes; its `etree_element` is the root of the HTML tree."""
        return weasyprint.HTML(string=source, url_fetcher=self.fetcher, base_url=THEME_URL)

    def render_tree(
        self, page: weasyprint.HTML, variant: str, root: Element, *, forms: bool = False
    ) -> weasyprint.Document:
        """Lay out the HTML tree `root`, such as a slice of the tree of `page`, with all other settings of `page`.

        `page` is what `parse_html` returned, `variant` a PDF standard under WeasyPrint's name, such as `pdf/a-3a`. With
        `forms`, the form fields of the HTML become fields that readers of the PDF can fill in.
        """
        page = copy(page)
        page.wrapper_element = page.wrapper_element.from_html_root(root, content_language=None)
        page.etree_element = root
        return page.render(
            font_config=self.fonts,
            stylesheets=[self.css],
            color_profiles=dict(self.profiles),  # a copy: PDF/A adds a profile, which forms must not have
            pdf_variant=variant,
            pdf_forms=forms,
        )


Box = tuple[float, float, float, float]
"""Left, top, right and bottom of an element on its page, in CSS px."""


def anchor_boxes(page: weasyprint.document.Page) -> dict[str, Box]:
    """Return the boxes of the elements of a page that have a `data-place` attribute, by the attribute's value.

    Of several elements with the same value, the first counts. Ids are not used for this, although WeasyPrint tells
    their positions: elements with an id share no style with others, which slows down layout.
    """
    boxes: dict[str, Box] = {}
    for box in page_box(page).descendants():
        get_attribute = getattr(box.element, "get", None)
        if get_attribute and (name := get_attribute("data-place")) and name not in boxes:
            left, top, width, height = box.hit_area()
            boxes[name] = (left, top, left + width, top + height)
    return boxes


class _ThemeFetcher(URLFetcher):
    """A fetcher of URLs that serves the theme's fonts and pictures, the logo and the press's profile.

    It opens no network connection and no other file.
    """

    def __init__(self, settings: RenderSettings) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)
        self._theme, self._press = settings.theme, settings.press

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        scheme, _, position = url.partition(":")
        if scheme == "icc" and self._press:
            return URLFetcherResponse(url, self._press.icc)
        if scheme == "font":
            font = self._theme.fonts[int(position)]
            return URLFetcherResponse(url, self._font_bytes(font.file, font.weight))
        if scheme == "fields":  # the templates' `fields:0`
            return URLFetcherResponse(
                url, self._font_bytes(self._theme.sheet.fields, REGULAR_WEIGHT, without_character=BYTE_ORDER_MARK)
            )
        if scheme == "logo" and self._theme.logo:
            picture = self._theme.logo.pictures[position]
            return URLFetcherResponse(url, picture.data, {"Content-Type": picture.media_type})
        if url.startswith(THEME_URL):
            return self._picture(unquote(url.removeprefix(THEME_URL)), url)
        return super().fetch(url, headers)

    def _picture(self, name: str, url: str) -> URLFetcherResponse:
        """Return a picture of the theme's folder.

        Raises URLFetchingError, which WeasyPrint logs as a warning, when the folder has no picture of that name.
        """
        if name not in self._theme.pictures:
            raise URLFetchingError(f"the theme's folder has no picture `{name}`")
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, self._theme.pictures[name], {"Content-Type": media_type})

    def _font_bytes(self, name: str, weight: int, without_character: int | None = None) -> bytes:
        """Return a font without variation axes: WeasyPrint would make such a font anew for every document."""
        file = font_file(*self._theme.font_location(name))
        with font_errors_as_bad_theme(file):
            return static_instance(read_file(file, "font"), weight, without_character)


_engines: dict[tuple[str, str, str, bool], Engine] = {}  # by theme, paper, colour profile and direction


def engine_for(settings: RenderSettings, language: str = "") -> Engine:
    """Return the engine for documents of a theme and a paper size in a language.

    `language` is a BCP 47 code of which only the direction counts: all left-to-right languages share an engine. Engines
    are made at the first call and cached. Raises BadEnvironment when a library is missing.
    """
    key = (
        settings.theme.digest,
        settings.paper.name,
        hashlib.sha256(settings.press.icc).hexdigest() if settings.press else "",
        is_rtl(language),
    )
    if key not in _engines:
        fonts, fetcher = _empty_font_configuration(), _ThemeFetcher(settings)
        profiles: dict[str, object] = {}
        with capture_warnings() as messages, fixed_date():
            css = weasyprint.CSS(
                string=render.stylesheet(settings, rtl=is_rtl(language)),
                font_config=fonts,
                url_fetcher=fetcher,
                color_profiles=profiles,
                base_url=THEME_URL,
            )
        _engines[key] = Engine(fonts, css, profiles, fetcher, tuple(dict.fromkeys(messages)))
    return _engines[key]


def _remove_font_folders() -> None:
    """Remove WeasyPrint's folders of fonts while Python still runs: its own finalizers come too late."""
    for engine in _engines.values():
        remove_font_folder(engine.fonts)


atexit.register(_remove_font_folders)


def _empty_font_configuration() -> FontConfiguration:
    """Return a configuration with no fonts, also where a caller has changed FONTCONFIG_FILE since this module was loaded."""
    previous = os.environ.get("FONTCONFIG_FILE", NO_SYSTEM_FONTS)
    os.environ["FONTCONFIG_FILE"] = NO_SYSTEM_FONTS
    try:
        return FontConfiguration()
    finally:
        os.environ["FONTCONFIG_FILE"] = previous


def versions() -> dict[str, str]:
    """Return the versions of the libraries on which the bytes of a PDF depend, by the library's name."""
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
    """Return HarfBuzz's version, found by trial: WeasyPrint's binding only tells whether it is at least a given one."""
    numbers: list[int] = []
    for _ in range(3):
        number = 0
        while harfbuzz.hb_version_atleast(*numbers, number + 1, *[0] * (2 - len(numbers))):
            number += 1
        numbers.append(number)
    return ".".join(map(str, numbers))


class _WarningCollector(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def capture_warnings() -> Iterator[list[str]]:
    """Collect the warnings that WeasyPrint logs inside the `with` block, in the list that this yields."""
    logger, collector = logging.getLogger("weasyprint"), _WarningCollector(logging.WARNING)
    logger.addHandler(collector)
    try:
        yield collector.messages
    finally:
        logger.removeHandler(collector)
