"""Write documents as PDFs: sheets that fit their page, forms, landscape tables and handbooks."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from operator import sub

from ladder_export.core.document import Document, Grid
from ladder_export.core.layout_summary import LayoutSummary
from ladder_export.core.problems import BadTheme, Problem
from ladder_export.core.text import is_rtl
from ladder_export.theme import RenderSettings
from ladder_export.writers import RenderedFile
from ladder_export.writers.html.render import render_sheet
from ladder_export.writers.layout.fit import LayoutParams, LayoutResult, fit_to_page, text_sizes
from ladder_export.writers.layout.fragments import anchor_id, split_into_blocks
from ladder_export.writers.layout.height_estimate import initial_params
from ladder_export.writers.layout.long_summary import with_short_header
from ladder_export.writers.layout.table_layout import printable_grids
from ladder_export.writers.layout.theme_calibration import (
    CalibrationSample,
    ThemeCalibration,
    calibrate,
    calibration_key,
)
from ladder_export.writers.pdf import finalize, landscape_table
from ladder_export.writers.pdf.conformance import violations
from ladder_export.writers.pdf.engine import (
    MM_PER_PX,
    Box,
    anchor_boxes,
    capture_warnings,
    engine_for,
    versions,
    weasyprint,
)
from ladder_export.writers.pdf.forms import layout_form
from ladder_export.writers.pdf.layout_problems import page_budget_problems, warnings_as_problems

__all__ = ["render", "versions"]

ARCHIVE_STANDARDS = ("PDF/A-3a", "PDF/UA-1")
NO_BOX = (0.0, 0.0, 0.0, 0.0)


def render(document: Document, settings: RenderSettings) -> RenderedFile:
    """Render a document as a PDF.

    A sheet is scaled to fit its page; if its text does not fit at the theme's smallest readable size, it gets more
    pages and a `page-budget` warning. A form takes the pages it needs. A document with a comparison table is laid out
    in landscape, one with chapters as a book.

    A form conforms to PDF/UA-1 only, because PDF/A does not allow fields whose appearance the reader's program draws
    (ISO 19005-3 §6.4.1). All other documents conform to PDF/A-3a and PDF/UA-1, or to PDF/X-4 if `settings.press` is
    set.

    Raises BadTheme when the theme's templates or fonts are at fault, or when `settings.validate` is set and the file
    breaks a rule of its standards; BadEnvironment when the machine lacks a library.
    """
    settings = replace(settings, theme=settings.theme.in_track(document.accent)) if document.accent else settings
    if document.chapters:
        return _write_book(document, settings)
    if document.is_form:
        return _write_form(document, settings)
    if tables := printable_grids(document):
        return _write_landscape_table(document, settings, tables[0])
    engine, variant, document = engine_for(settings, document.language), _variant(settings), with_short_header(document)
    with capture_warnings() as messages:
        layouts: dict[LayoutParams, weasyprint.Document] = {}

        def measure(setting: LayoutParams) -> LayoutResult:
            layouts[setting] = engine.layout(render_sheet(document, settings, setting), variant)
            return _measure(layouts[setting], document, settings, setting)

        costs = [block.break_cost for block in split_into_blocks(document)]
        fit = fit_to_page(
            measure,
            initial_params(document, settings, calibration_for(document, settings)),
            costs,
            settings.theme.sheet,
        )
        rendered = layouts[fit.params]
        data = (
            finalize.write_pdfx(rendered, document, settings.press)
            if settings.press
            else _write_archive(rendered, document, settings)
        )
    if not settings.press:
        _validate(data, document, settings, ARCHIVE_STANDARDS)
    return RenderedFile(
        data,
        fit.result.page_count,
        (*warnings_as_problems(messages, document, settings), *page_budget_problems(document, settings, fit)),
        LayoutSummary(
            text_pt=text_sizes(settings.theme.sheet, fit.params.scale)["text"],
            scale=fit.params.scale,
            layout_count=fit.layout_count,
            fill=round(fit.result.fill, 3),
        ),
        versions(),
    )


_calibrations: dict[Hashable, ThemeCalibration] = {}  # few per process: one per theme, paper and shape of header


def calibration_for(document: Document, settings: RenderSettings) -> ThemeCalibration:
    """Measure how much space the theme puts around text, for documents with the same kind of header as this document.

    Sample documents are laid out at the first call for a theme, a paper, a language and a kind of header; later calls
    return the same measurements without a layout.
    """
    engine, variant = engine_for(settings, document.language), _variant(settings)

    def layout_sample(specimen: Document, setting: LayoutParams) -> CalibrationSample:
        rendered = engine.layout(render_sheet(specimen, settings, setting), variant)
        measured, boxes = _measure(rendered, document, settings, setting), anchor_boxes(rendered.pages[0])
        left, _, right, _ = boxes["end-0-0"]
        heights = tuple(height * MM_PER_PX for height in measured.heights)
        column = settings.paper.width / 2 - settings.theme.sheet.margin
        return CalibrationSample(heights, boxes[anchor_id(0)][1] * MM_PER_PX, column - (right - left) * MM_PER_PX)

    key = (
        settings.theme.digest_without_accent,
        settings.paper.name,
        settings.press is not None,
        calibration_key(document),
    )
    if key not in _calibrations:
        _calibrations[key] = calibrate(document, settings.theme.sheet, layout_sample)
    return _calibrations[key]


def _variant(settings: RenderSettings) -> str:
    return "pdf/x-4" if settings.press else "pdf/a-3a"


def _write_archive(rendered: weasyprint.Document, document: Document, settings: RenderSettings) -> bytes:
    return finalize.write_pdfa_ua(rendered, document.attachments, finalize.emoji_font(settings.theme))


def _write_form(document: Document, settings: RenderSettings) -> RenderedFile:
    with capture_warnings() as messages:
        rendered = layout_form(engine_for(settings, document.language), document, settings)
        data = finalize.write_form(
            rendered, finalize.emoji_font(settings.theme), right_to_left=is_rtl(document.language)
        )
    _validate(data, document, settings, ("PDF/UA-1",))
    return RenderedFile(
        data,
        len(rendered.pages),
        tuple(warnings_as_problems(messages, document, settings)),
        versions=versions(),
    )


def _write_landscape_table(document: Document, settings: RenderSettings, grid: Grid) -> RenderedFile:
    """Write a table on landscape paper, on as few pages as it is readable on."""
    engine = engine_for(settings, document.language)
    with capture_warnings() as messages:
        arrangement, rendered = landscape_table.layout_table(engine, document, settings, grid)
        data = _write_archive(rendered, document, settings)
    _validate(data, document, settings, ARCHIVE_STANDARDS)
    layout = LayoutSummary(text_pt=arrangement.text_pt, table_count=len(arrangement.tables))
    return RenderedFile(
        data, len(rendered.pages), tuple(warnings_as_problems(messages, document, settings)), layout, versions()
    )


def _write_book(document: Document, settings: RenderSettings) -> RenderedFile:
    """Write a document with chapters; the sheets of its levels are inserted as they are."""
    from ladder_export.writers.pdf.book import writer  # noqa: PLC0415  # sheets do not need it

    def render_sheet(sheet: Document) -> RenderedFile:
        return render(sheet, settings)

    sheets = {
        level.slug: writer.with_pages(level.prebuilt_pages, render_sheet)
        for level in document.levels
        if level.prebuilt_pages
    }
    with capture_warnings() as messages:
        data, count = writer.write_book(engine_for(settings, document.language), document, settings, sheets)
    _validate(data, document, settings, ARCHIVE_STANDARDS)
    own_problems = warnings_as_problems(messages, document, settings)
    problems = dict.fromkeys((*own_problems, *(problem for sheet in sheets.values() for problem in sheet.problems)))
    return RenderedFile(data, count, tuple(problems), versions=versions())


def _validate(data: bytes, document: Document, settings: RenderSettings, standards: tuple[str, ...]) -> None:
    if settings.validate and (problems := tuple(violations(data, standards, document.span))):
        raise BadTheme(*problems)


def _measure(
    rendered: weasyprint.Document, document: Document, settings: RenderSettings, setting: LayoutParams
) -> LayoutResult:
    """Return the result of a layout, with heights in CSS px, from the boxes with a `data-place`.

    Raises BadTheme when the template lacks one that is needed.
    """
    tokens = settings.theme.sheet
    top, bottom = tokens.margin / MM_PER_PX, (settings.paper.height - tokens.footer_height_mm) / MM_PER_PX
    boxes_by_page = [anchor_boxes(page) for page in rendered.pages]
    tops = _tops(boxes_by_page, bottom - top)
    _require_anchors(tops, document, settings, setting)
    _, credit_top, _, credit_bottom = ChainMap(*boxes_by_page).get("credit", NO_BOX)
    last = bottom - (credit_bottom - credit_top)
    first_column = boxes_by_page[0].get("spread-0")  # None when the header fills the first page
    available = (last - (first_column[1] if first_column else top), last - top)
    heights, fill_ratios = dict[int, float](), list[float]()
    for number, spread in enumerate(setting.pages):
        for side, block_indexes in enumerate(spread.columns):
            starts = [tops[anchor] for anchor in (*map(anchor_id, block_indexes), f"end-{number}-{side}")]
            heights.update(zip(block_indexes, map(sub, starts[1:], starts), strict=True))
            fill_ratios.append((starts[-1] - tops[f"spread-{number}"]) / available[number > 0])
    if not heights:  # the document is all header
        fill_ratios = [tops["spread-0"] / bottom]
    return LayoutResult(
        len(rendered.pages), max(fill_ratios), tuple(height for _, height in sorted(heights.items())), available
    )


def _tops(boxes_by_page: Sequence[Mapping[str, Box]], page_height: float) -> Mapping[str, float]:
    """Return how far the first box of each name is from the top, as if all pages were one long page."""
    return ChainMap(
        *(
            {name: number * page_height + box[1] for name, box in boxes.items()}
            for number, boxes in enumerate(boxes_by_page)
        )
    )


def _require_anchors(
    tops: Mapping[str, float], document: Document, settings: RenderSettings, setting: LayoutParams
) -> None:
    """Raise BadTheme unless the template has every `data-place` that fitting needs."""
    required = [
        anchor
        for number, spread in enumerate(setting.pages)
        for anchor in (
            f"spread-{number}",
            *map(anchor_id, spread.block_indexes),
            *(f"end-{number}-{side}" for side in range(len(spread.columns))),
        )
    ]
    if missing := next((anchor for anchor in required if anchor not in tops), ""):
        template = settings.theme.span(f"{document.kind}.html.j2")
        message = f"the template has no element with data-place='{missing}', which is needed to fit text to the page"
        remedy = "add the data-place attributes; a full copy shows where: ladder-export theme copy slate FOLDER --full"
        raise BadTheme(Problem("template-fault", message, template, help=remedy))
