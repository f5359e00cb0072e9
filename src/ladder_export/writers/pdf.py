"""This file turns a document into a PDF that is both PDF/A-3a and PDF/UA-1 (WeasyPrint's only door)."""

from __future__ import annotations

import logging
import math
import mimetypes
import os
import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import fontTools
import pydyf

from ladder_export.document import Attachment, Document
from ladder_export.problems import BadEnvironment, BadTheme, Problem, Severity, Span
from ladder_export.theme import Look, Theme, font_file
from ladder_export.writers import Written, html
from ladder_export.writers.conformance import faults
from ladder_export.writers.fit import Fit, Measured, Setting, fit, predict

# All three are read while WeasyPrint and its libraries load: fonts come from the theme
# alone, fontTools stamps no clock into the faces it instances, YAML has a media type.
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
os.environ["SOURCE_DATE_EPOCH"] = "0"
mimetypes.add_type("application/yaml", ".yaml")
mimetypes.add_type("application/yaml", ".yml")

try:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
        warnings.filterwarnings("ignore", message="HarfBuzz-Subset will be required")  # `engines` says it better
        import weasyprint
        from weasyprint.text.ffi import harfbuzz, harfbuzz_subset, pango
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse
except OSError as fault:
    raise BadEnvironment(
        Problem(
            "pango-missing",
            f"Pango, which sets the text of PDFs, is not on this machine ({str(fault).splitlines()[0]})",
            help="run: apt-get install libpango-1.0-0 libpangoft2-1.0-0 (macOS: brew install pango)",
        )
    ) from fault

MM_PER_PIXEL = 25.4 / 96
# A stream that happens to end in a carriage return reads as one byte short to strict
# checkers (engines.md §2: up to 2 % of files).
AMBIGUOUS_END = b"\r\nendstream"
MOST_ATTEMPTS = 8
NO_GLYPH = re.compile(r'notdef glyph.*"(.)" \(U\+[0-9A-F]+\)', re.DOTALL)
MOST_NAMED = 5
# Unicode names of scripts, and the extra of this package that has their font.
EXTRAS = (("ARABIC", "ar"), ("HIRAGANA", "ja"), ("KATAKANA", "ja"), ("CJK", "cjk"), ("HANGUL", "cjk"))

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # the clock is never printed; ZIP knows no earlier day either

# PDF/UA's mark, and the schema that PDF/A wants for it (ISO 14289-1 §5, ISO 19005-3
# §6.6.2.3). WeasyPrint 70 writes one identification or the other; engines.md §0.4.
PDFUA_MARK = b"""
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def write(document: Document, look: Look) -> Written:
    """A sheet, fitted to its page; a second page and a `page-budget` warning where the smallest size does not do.

    Raises BadTheme when the theme's templates or fonts are at fault, also when the look asks
    for validation and a standard is not kept; BadEnvironment when the machine lacks a library.
    """
    engine = _engine(look)
    with _ear() as heard:
        layouts: dict[Setting, weasyprint.Document] = {}

        def measure(setting: Setting) -> Measured:
            layouts[setting] = engine.layout(html.sheet(document, look, setting))
            return _measured(layouts[setting], look, document, setting)

        found = fit(measure, predict(document, look), look.theme.sheet)
        data = _sealed(layouts[found.setting], document)
    if look.validate and (broken := tuple(faults(data, document.span))):
        raise BadTheme(*broken)
    pages = found.measured.pages
    problems = (*engine.problems, *_told(heard, document), *_budget(document, look, found))
    return Written(
        data,
        pages,
        problems,
        {
            "scale": found.setting.scale,
            "text_pt": html.sizes(look.theme, found.setting.scale)["text"],
            "layouts": found.layouts,
            "fill": round(found.measured.fill, 3),
        },
        engines(),
    )


@dataclass(frozen=True, slots=True)
class _Engine:
    """What all documents of one look share: parsed CSS and loaded fonts (engines.md §1: decisive)."""

    fonts: FontConfiguration
    css: weasyprint.CSS
    fetcher: _Jail
    problems: tuple[Problem, ...]

    def layout(self, source: str) -> weasyprint.Document:
        page = weasyprint.HTML(string=source, url_fetcher=self.fetcher)
        return page.render(font_config=self.fonts, stylesheets=[self.css], pdf_variant="pdf/a-3a")


class _Jail(URLFetcher):
    """Serves the theme's fonts by position and nothing else: no network, no other file."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)
        self._theme = theme

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        scheme, _, position = url.partition(":")
        if scheme != "font":
            return super().fetch(url, headers)
        font = self._theme.fonts[int(position)]
        return URLFetcherResponse(url, font_file(self._theme.folder, font.file).read_bytes())


_engines: dict[tuple[str, str], _Engine] = {}  # one a theme and paper, for the life of the process


def _engine(look: Look) -> _Engine:
    key = (look.theme.digest, look.paper.name)
    if key not in _engines:
        engines()
        fonts, jail = FontConfiguration(), _Jail(look.theme)
        with _ear() as heard:
            css = weasyprint.CSS(string=html.stylesheet(look), font_config=fonts, url_fetcher=jail)
        _engines[key] = _Engine(fonts, css, jail, tuple(_css_problems(heard, look)))
    return _engines[key]


def _css_problems(heard: Sequence[str], look: Look) -> Iterator[Problem]:
    for message in dict.fromkeys(heard):
        place = Span((look.theme.folder / "print.css").as_posix())
        yield Problem("engine", f"WeasyPrint: {message}", place, Severity.WARNING)


def engines() -> dict[str, str]:
    """Versions of the libraries that decide the bytes. Raises BadEnvironment when one is missing."""
    if not harfbuzz_subset:
        raise BadEnvironment(
            Problem(
                "harfbuzz-subset-missing",
                "libharfbuzz-subset is not on this machine: without it the same ladder gives other bytes",
                help="run: apt-get install libharfbuzz-subset0 (macOS: brew install harfbuzz)",
            )
        )
    number = pango.pango_version()
    return {
        "weasyprint": weasyprint.__version__,
        "pydyf": pydyf.__version__,
        "fonttools": fontTools.version,
        "pango": f"{number // 10000}.{number // 100 % 100}.{number % 100}",
        "harfbuzz": _harfbuzz_version(),
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


def _measured(rendered: weasyprint.Document, look: Look, document: Document, setting: Setting) -> Measured:
    """Heights in CSS pixels from the anchors, which the engine gives as (x1, y1, x2, y2) on their page."""

    def height(name: str) -> float:
        boxes = [page.anchors[name] for page in rendered.pages if name in page.anchors]
        return sum(bottom - top for _, top, _, bottom in boxes)

    tokens = look.theme.sheet
    bottom = (look.paper.height - tokens.foot) / MM_PER_PIXEL
    rooms = (bottom - rendered.pages[0].anchors["spread-0"][1], bottom - tokens.margin / MM_PER_PIXEL)
    fills = [height(f"spread-{number}") / rooms[number > 0] for number in range(len(setting.spreads))]
    heights = tuple(height(f"section-{place}") for place in range(len(document.sections)))
    return Measured(len(rendered.pages), max(fills), heights, rooms)


def _budget(document: Document, look: Look, found: Fit) -> Iterator[Problem]:
    pages = found.measured.pages
    if pages <= look.page_budget:
        return
    over = math.ceil((found.overflow - 1) * 100)
    yield Problem(
        "page-budget",
        f"{document.mark or document.title} takes {pages} pages of {look.paper.name.upper()}, {look.page_budget} "
        f"allowed: at the smallest readable size its text is {over} % too tall for one page",
        document.span,
        Severity.WARNING,
        f"cut about {over} % of the text, or allow it with 'export: {{page_budget: {pages}}}' in ladder.yaml",
    )


def _sealed(rendered: weasyprint.Document, document: Document) -> bytes:
    """The PDF itself: tagged, marked as both PDF/A-3a and PDF/UA-1, its source attached, no clock in it."""
    attempt = 0

    def finish(_: weasyprint.Document, pdf: pydyf.PDF) -> None:
        number = int(pdf.catalog["Metadata"].split()[0])
        metadata = pdf.objects[number]
        head, tail, rest = metadata.stream[0].rpartition(b"</rdf:RDF>")
        metadata.stream[0] = head + PDFUA_MARK + tail + rest
        metadata.compress = False  # PDF/A asks for metadata that any program can read
        for item in pdf.objects:
            if isinstance(item, pydyf.Stream) and item.compress and AMBIGUOUS_END in item.data:
                item.compress = False
        if attempt:
            pdf.catalog["LadderExportAttempt"] = attempt

    while True:
        data: bytes = rendered.write_pdf(
            pdf_variant="pdf/a-3a", finisher=finish, attachments=[_attachment(file) for file in document.attachments]
        )
        # Only the object and cross-reference streams can still end so: they are made
        # after the finisher, and come out different when the catalog does.
        if AMBIGUOUS_END not in data or attempt > MOST_ATTEMPTS:
            return data
        attempt += 1


def _attachment(file: Attachment) -> weasyprint.Attachment:
    return weasyprint.Attachment(
        string=file.data, name=file.name, description=file.name, created=EPOCH, modified=EPOCH, relationship="Source"
    )


@contextmanager
def _ear() -> Iterator[list[str]]:
    """Collects what the engine only logs: what it could not use is a problem, not a line nobody reads."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    logger, ear = logging.getLogger("weasyprint"), Ear(logging.WARNING)
    logger.addHandler(ear)
    try:
        yield heard
    finally:
        logger.removeHandler(ear)


def _told(heard: Sequence[str], document: Document) -> Iterator[Problem]:
    """Log lines as problems: characters that no font has together in one, everything else as the engine says it."""
    messages = dict.fromkeys(heard)
    missing = [found[1] for message in messages if (found := NO_GLYPH.search(message))]
    for message in messages:
        if not NO_GLYPH.search(message):
            yield Problem("engine", f"WeasyPrint: {message}", document.span, Severity.WARNING)
    if missing:
        named = ", ".join(f"{char} (U+{ord(char):04X})" for char in missing[:MOST_NAMED])
        more = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
        extras = dict.fromkeys(
            extra for char in missing for script, extra in EXTRAS if script in unicodedata.name(char, "")
        )
        remedy = "; ".join(f"run: python -m pip install 'ladder-export[{extra}]'" for extra in extras)
        yield Problem(
            "missing-glyph",
            f"no font of the theme has {named}{more}: boxes are printed instead",
            document.span,
            help=remedy or "add a font that has it under [[fonts]] in the theme's theme.toml",
        )
