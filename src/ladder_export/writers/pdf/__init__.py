"""This package turns a document into a PDF: an archivable sheet that fits its page, or a form (WeasyPrint's only door)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ladder_export.core.document import Bullets, Document, Grid, Item, Piece, Prose
from ladder_export.core.problems import BadTheme, Problem, Severity, Span
from ladder_export.core.text import is_rtl
from ladder_export.files.resources import font_file
from ladder_export.theme import RenderSettings
from ladder_export.writers import RenderedFile
from ladder_export.writers.fonts.missing_glyphs import missing_glyphs
from ladder_export.writers.html import render
from ladder_export.writers.layout.fit import Fit, Measured, Setting, fit, sizes
from ladder_export.writers.layout.fragments import blocks, name
from ladder_export.writers.layout.height_estimate import predict
from ladder_export.writers.layout.long_summary import with_short_header
from ladder_export.writers.layout.table_layout import grids
from ladder_export.writers.layout.theme_calibration import Gauge, Specimen, gauge, shape
from ladder_export.writers.pdf import finalize, landscape_table
from ladder_export.writers.pdf.conformance import faults
from ladder_export.writers.pdf.engine import FOLDER, ear, engine_for, engines, weasyprint, whereabouts
from ladder_export.writers.pdf.forms import lay_out_form
from ladder_export.writers.pdf.overflow import BEYOND

__all__ = ["engines", "write"]

MM_PER_PIXEL = 25.4 / 96
NO_GLYPH = re.compile(r'notdef glyph.*"(.)" \(U\+[0-9A-F]+\)', re.DOTALL)
LONGEST_QUOTED = 60
ARCHIVED = ("PDF/A-3a", "PDF/UA-1")


def write(document: Document, settings: RenderSettings) -> RenderedFile:
    """A sheet, fitted to its page; a second page and a `page-budget` warning where the smallest size does not do.

    What is to be filled in is a form, which takes the pages it needs and is PDF/UA-1 only:
    PDF/A allows no fields that a reader's program has to draw (measured on WeasyPrint 70).

    Raises BadTheme when the theme's templates or fonts are at fault, also when the look asks
    for validation and a standard is not kept; BadEnvironment when the machine lacks a library.
    """
    settings = replace(settings, theme=settings.theme.in_track(document.accent)) if document.accent else settings
    if document.chapters:
        return _book(document, settings)
    if document.fillable:
        return _form(document, settings)
    if found_grids := grids(document):
        return _across(document, settings, found_grids[0])
    engine, variant, document = engine_for(settings), _variant(settings), with_short_header(document)
    with ear() as heard:
        layouts: dict[Setting, weasyprint.Document] = {}

        def measure(setting: Setting) -> Measured:
            layouts[setting] = engine.layout(render.page(document, settings, setting), variant)
            return _measured(layouts[setting], document, settings, setting)

        costs = [block.cost for block in blocks(document)]
        found = fit(measure, predict(document, settings, gauge_for(document, settings)), costs, settings.theme.sheet)
        rendered = layouts[found.setting]
        data = (
            finalize.printed(rendered, document, settings.press)
            if settings.press
            else _archived(rendered, document, settings)
        )
    if not settings.press:
        _validate(data, document, settings, ARCHIVED)
    return RenderedFile(
        data,
        found.measured.pages,
        (*_told(heard, document, settings), *_budget(document, settings, found)),
        {
            "scale": found.setting.scale,
            "text_pt": sizes(settings.theme.sheet, found.setting.scale)["text"],
            "layouts": found.layouts,
            "fill": round(found.measured.fill, 3),
        },
        engines(),
    )


_gauges: dict[Hashable, Gauge] = {}  # a process meets few themes and few kinds of header


def gauge_for(document: Document, settings: RenderSettings) -> Gauge:
    """What the theme puts around text, under headers like this document's; laid out when first asked for."""
    engine, variant = engine_for(settings), _variant(settings)

    def lay(specimen: Document, setting: Setting) -> Specimen:
        rendered = engine.layout(render.page(specimen, settings, setting), variant)
        measured, at = _measured(rendered, document, settings, setting), whereabouts(rendered.pages[0])
        left, _, right, _ = at["end-0-0"]
        heights = tuple(height * MM_PER_PIXEL for height in measured.heights)
        column = settings.paper.width / 2 - settings.theme.sheet.margin
        return Specimen(heights, at[name(0)][1] * MM_PER_PIXEL, column - (right - left) * MM_PER_PIXEL)

    key = (settings.theme.form, settings.paper.name, settings.press is not None, shape(document))
    if key not in _gauges:
        _gauges[key] = gauge(document, settings.theme.sheet, lay)
    return _gauges[key]


def _variant(settings: RenderSettings) -> str:
    return "pdf/x-4" if settings.press else "pdf/a-3a"


def _archived(rendered: weasyprint.Document, document: Document, settings: RenderSettings) -> bytes:
    return finalize.archived(rendered, document.attachments, _emoji(settings))


def _emoji(settings: RenderSettings) -> Path:
    return font_file(settings.theme.folder, settings.theme.sheet.emoji)


def _form(document: Document, settings: RenderSettings) -> RenderedFile:
    with ear() as heard:
        rendered = lay_out_form(engine_for(settings), document, settings)
        data = finalize.form(rendered, _emoji(settings), right_to_left=is_rtl(document.language))
    _validate(data, document, settings, ("PDF/UA-1",))
    return RenderedFile(
        data,
        len(rendered.pages),
        tuple(_told(heard, document, settings)),
        engines=engines(),
    )


def _across(document: Document, settings: RenderSettings, grid: Grid) -> RenderedFile:
    """A table on paper turned round, on as few pages as it reads well on."""
    engine = engine_for(settings)
    with ear() as heard:
        found, rendered = landscape_table.laid_out(engine, document, settings, grid)
        data = _archived(rendered, document, settings)
    _validate(data, document, settings, ARCHIVED)
    layout = {"text_pt": found.text, "tables": len(found.tables)}
    return RenderedFile(data, len(rendered.pages), tuple(_told(heard, document, settings)), layout, engines())


def _book(document: Document, settings: RenderSettings) -> RenderedFile:
    """A document of chapters, laid out with blank pages into which those go that chapters have of their own."""
    from ladder_export.writers.pdf.book import writer  # noqa: PLC0415  # sheets do without it

    def make(sheet: Document) -> RenderedFile:
        return write(sheet, settings)

    leaves = {one.slug: writer.brought(one.prebuilt_pages, make) for one in document.levels if one.prebuilt_pages}
    with ear() as heard:
        data, count = writer.bound(engine_for(settings), document, settings, leaves)
    _validate(data, document, settings, ARCHIVED)
    own = _told(heard, document, settings)
    problems = dict.fromkeys((*own, *(problem for leaf in leaves.values() for problem in leaf.problems)))
    return RenderedFile(data, count, tuple(problems), engines=engines())


def _validate(data: bytes, document: Document, settings: RenderSettings, standards: tuple[str, ...]) -> None:
    if settings.validate and (broken := tuple(faults(data, standards, document.span))):
        raise BadTheme(*broken)


def _measured(
    rendered: weasyprint.Document, document: Document, settings: RenderSettings, setting: Setting
) -> Measured:
    """Heights in CSS pixels, from where the blocks stand. Raises BadTheme when a template does not say where."""
    tokens = settings.theme.sheet
    top, bottom = tokens.margin / MM_PER_PIXEL, (settings.paper.height - tokens.foot) / MM_PER_PIXEL
    found = [whereabouts(page) for page in rendered.pages]
    first = found[0].get("spread-0")  # not there under a header of a page or more
    credit = next((box[3] - box[1] for at in found if (box := at.get("credit"))), 0.0)
    rooms = ((bottom - first[1] if first else bottom - top) - credit, bottom - top - credit)
    # How far down everything begins, as if all pages were one long one.
    down = {
        name: number * (bottom - top) + box[1]
        for number, at in reversed(list(enumerate(found)))
        for name, box in at.items()
    }
    _require(down, document, settings, setting)
    heights, fills = [0.0] * sum(len(spread.places) for spread in setting.spreads), []
    for number, spread in enumerate(setting.spreads):
        for side, places in enumerate(spread.columns):
            starts = [down[name(place)] for place in places] + [down[f"end-{number}-{side}"]]
            for place, start, end in zip(places, starts, starts[1:], strict=False):
                heights[place] = end - start
            fills.append((starts[-1] - down[f"spread-{number}"]) / rooms[number > 0])
    if not heights:  # a level that is all header
        fills = [down["spread-0"] / bottom]
    return Measured(len(rendered.pages), max(fills), tuple(heights), rooms)


def _require(down: Mapping[str, float], document: Document, settings: RenderSettings, setting: Setting) -> None:
    """Every place is there by which a fit measures."""
    wanted = [
        place
        for number, spread in enumerate(setting.spreads)
        for place in (
            f"spread-{number}",
            *map(name, spread.places),
            *(f"end-{number}-{side}" for side in range(len(spread.columns))),
        )
    ]
    if lost := next((place for place in wanted if place not in down), ""):
        template = Span((settings.theme.folder / f"{document.kind}.html.j2").as_posix())
        message = (
            f"the template fails: nothing in it has the data-place '{lost}', by which its text is fitted to the page"
        )
        remedy = "say places as a copy of a built-in theme does: ladder-export theme copy slate FOLDER"
        raise BadTheme(Problem("template-fault", message, template, help=remedy))


def _budget(document: Document, settings: RenderSettings, found: Fit) -> Iterator[Problem]:
    pages = found.measured.pages
    if pages <= settings.page_budget:
        return
    first, further = found.measured.rooms
    allowed = 1 + (settings.page_budget - 1) * further / first
    surplus = max(1 - allowed / found.overflow, 0.01)  # a share of the text
    yield Problem(
        "page-budget",
        f"{document.code or document.title} takes {pages} pages of {settings.paper.name.upper()}, {settings.page_budget} "
        f"allowed: at the smallest readable size {math.ceil(surplus * 100)} % of its text does not fit",
        document.span,
        Severity.WARNING,
        f"cut about {math.ceil(surplus * 100)} % of the text{_as_points(document, surplus)}, "
        f"or allow it with 'export: {{page_budget: {pages}}}' in ladder.yaml",
    )


def _as_points(document: Document, share: float) -> str:
    """How many of a document's statements, examples and paragraphs a share of it is; empty for a document of one."""
    counts = Counter(kind for section in document.sections for piece in section.pieces for kind in _kinds(piece))
    total = counts.total()
    if total <= 1:
        return ""
    *others, last = (kind for kind in ("statements", "examples", "paragraphs") if counts[kind])
    named = f"{', '.join(others)} and {last}" if others else last
    return f", {math.ceil(share * total)} of its {total} {named}"


def _kinds(piece: Piece) -> Iterator[str]:
    if isinstance(piece, Prose):
        yield from ["paragraphs"] * len(piece.paragraphs)
    elif isinstance(piece, Bullets):
        yield from (kind for item in piece.items for kind in _nested_kinds(item, piece.role))


def _nested_kinds(item: Item, role: str) -> Iterator[str]:
    yield role
    for child in item.children:
        yield from _nested_kinds(child, role)
    for example in item.examples:
        yield from _nested_kinds(example, "examples")


def _overflow(lines: Sequence[str], document: Document) -> Problem:
    first = lines[0] if len(lines[0]) <= LONGEST_QUOTED else f"{lines[0][:LONGEST_QUOTED]}…"
    others = f", and so are {len(lines) - 1} more" if len(lines) > 1 else ""
    return Problem(
        "text-overflow",
        f"in the {document.kind} of {document.code or document.title} the line '{first}' is drawn beyond its column or page{others}",
        document.span,
        Severity.WARNING,
        "put a space or a hyphen into its longest word, or let the theme's print.css break it (overflow-wrap: anywhere)",
    )


def _told(heard: Sequence[str], document: Document, settings: RenderSettings) -> Iterator[Problem]:
    """Log lines as problems: characters that no font has together in one, everything else as the engine says it.

    The characters are the document's; everything else, the complaints about the style included, is the theme's.
    """
    messages = dict.fromkeys(message.replace(FOLDER, "") for message in (*engine_for(settings).complaints, *heard))
    beyond = [message.removeprefix(BEYOND) for message in messages if message.startswith(BEYOND)]
    if beyond:
        yield _overflow(beyond, document)
    missing = [found[1] for message in messages if (found := NO_GLYPH.search(message))]
    for message in messages:
        if not NO_GLYPH.search(message) and not message.startswith(BEYOND):
            yield Problem(
                "engine", f"WeasyPrint: {message}", render.place_of(message, settings.theme), Severity.WARNING
            )
    if missing:
        yield missing_glyphs(missing, document.span)
