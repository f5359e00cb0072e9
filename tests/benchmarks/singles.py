"""This file measures one document at a time, warm: a sheet against bare WeasyPrint, decks against pandoc, a save."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time

import generated
import measuring
import peers

from ladder_export import pipeline
from ladder_export.core.model import Ladder
from ladder_export.core.request import Request
from ladder_export.documents import DOCUMENTS
from ladder_export.importers import ImportOptions
from ladder_export.reading import read
from ladder_export.theme import RenderSettings, open_theme
from ladder_export.writers import pdf, pptx
from ladder_export.writers.html import render
from ladder_export.writers.layout.height_estimate import initial_params
from ladder_export.writers.pdf import weasyprint_patches as patches
from ladder_export.writers.pdf.engine import engine_for, weasyprint

DECKS = 40
PAGES = 1000  # of Markdown
SAVES = 5


def singles(folder: Path) -> Iterator[dict[str, float]]:
    """Ratios of single documents, each pair measured in turn in this process."""
    place = folder / "ladder-singles"
    generated.make(place, DECKS)
    ladder, _ = read(place)
    settings = RenderSettings(open_theme("slate"))
    yield _sheet(_first("sheet", ladder), settings)
    yield _decks(place, folder, settings)
    yield from _save(place, settings)
    yield _imported(folder / "ladder-imported")


def _first(edition: str, ladder: Ladder) -> pdf.Document:
    return next(brief.make_document() for brief in DOCUMENTS[edition].make_specs(ladder))


def _sheet(document: pdf.Document, settings: RenderSettings) -> dict[str, float]:
    """The same HTML, fonts and CSS, laid out and written once as a PDF/A-3a without anything of ours around it."""
    engine, source = (
        engine_for(settings),
        render.render_sheet(
            document, settings, initial_params(document, settings, pdf.calibration_for(document, settings))
        ),
    )

    def bare() -> None:
        page = weasyprint.HTML(string=source, url_fetcher=engine.fetcher)
        page.write_pdf(font_config=engine.fonts, stylesheets=[engine.css], pdf_variant="pdf/a-3a")

    def untouched(job: Callable[[], object]) -> None:
        with patches.disabled():
            job()

    def sheet_of_ours() -> None:
        pdf.render(document, settings)

    ours, hardly, theirs = measuring.calls(15, sheet_of_ours, lambda: untouched(sheet_of_ours), lambda: untouched(bare))
    return {
        "a sheet: milliseconds, warm": ours * 1000,
        "a sheet / the same with WeasyPrint's own functions": ours / hardly,
        "a sheet / bare WeasyPrint on the same HTML": ours / theirs,
    }


def _decks(place: Path, folder: Path, settings: RenderSettings) -> dict[str, float]:
    """One core each, as both grow alike with a second one."""
    documents = [brief.make_document() for brief in DOCUMENTS["deck"].make_specs(read(place)[0])]
    files = sorted(place.rglob("l?-*.yaml"))
    output = folder / "pandoc"
    output.mkdir()
    pptx.render(documents[0], settings)
    ours, theirs = measuring.calls(
        1,
        lambda: [pptx.render(document, settings) for document in documents],
        lambda: [peers.pandoc_deck(file, output) for file in files],
    )
    return {"a deck: milliseconds, warm": ours / DECKS * 1000, f"{DECKS} decks / pandoc's": ours / theirs}


def _save(place: Path, settings: RenderSettings) -> Iterator[dict[str, float]]:
    """What `--watch` does at a save, against writing the two documents of that level."""
    request = Request(place, place.with_suffix(".out"), keep_caches=True)
    pipeline.build(request, lambda _outcome, _jobs: None, perf_counter)
    file, ladder = min(place.rglob("l?-*.yaml")), read(place)[0]
    documents = (_first("sheet", ladder), _first("deck", ladder))
    count = iter(range(SAVES + 1))

    def save() -> None:
        text = file.read_text(encoding="utf-8").replace("summary: ", f"summary: Save {next(count)}. ", 1)
        file.write_text(text, encoding="utf-8")
        pipeline.build(request, lambda _outcome, _jobs: None, perf_counter)

    saved, sheet_and_deck = measuring.calls(
        SAVES, save, lambda: (pdf.render(documents[0], settings), pptx.render(documents[1], settings))
    )
    yield {f"a save among {DECKS} levels / one warm sheet and deck": saved / sheet_and_deck}


def _imported(place: Path) -> dict[str, float]:
    """Processor time to import pages of Markdown, checked and written, against that of reading what they become."""
    pages, back = place.with_suffix(".out"), place.with_suffix(".back")
    generated.make(place, PAGES)
    measuring.timed(measuring.program("build", str(place), "-q", "-o", str(pages), "-d", "sheet", "-f", "md"))

    def bring() -> None:
        pipeline.import_ladder([pages / "sheets"], back, ImportOptions(), force=True)

    bring()
    brought, alone = measuring.calls(5, bring, lambda: read(back), clock=process_time)
    command = measuring.program("import", str(pages / "sheets"), "-q", "-o", str(place.with_suffix(".new")))
    importing, check = measuring.timed(command), measuring.timed(measuring.program("check", "-q", str(back)))
    return {
        f"import of {PAGES} pages of Markdown / reading what they become": brought / alone,
        "the command import / the command check": importing.wall / check.wall,
    }
