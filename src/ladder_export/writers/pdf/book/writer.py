"""Write a document with chapters as a handbook PDF: lay out its parts and merge them with finished sheets of levels."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

import pydyf

from ladder_export.core.document import Document, PrebuiltPages
from ladder_export.core.problems import BadOutput, BadTheme, Problem
from ladder_export.files.access import read_file
from ladder_export.process import gc_policy
from ladder_export.theme import RenderSettings
from ladder_export.writers import RenderedFile
from ladder_export.writers.html import render
from ladder_export.writers.pdf import finalize
from ladder_export.writers.pdf.book.chunked_layout import layout_in_chunks
from ladder_export.writers.pdf.book.layout import BookRenderer, ForeignAnchor, LaidOutPart, MissingAnchor, layout_book
from ladder_export.writers.pdf.book.merge import merge_book
from ladder_export.writers.pdf.engine import Engine, weasyprint
from ladder_export.writers.pdf.objects import name_tree_key

RenderSheet = Callable[[Document], RenderedFile]
"""Renders the sheet of a level."""


def write_book(
    engine: Engine, document: Document, settings: RenderSettings, prebuilt: Mapping[str, PrebuiltPages]
) -> tuple[bytes, int]:
    """Return a handbook as a PDF and its number of pages.

    `prebuilt` are the finished sheets of levels by the level's slug. Raises BadTheme when the theme's template leaves
    out a level or shows it in a wrong part, and BadOutput when the file of a sheet has changed since it was built.
    """
    sheets = {f"/{slug}": partial(_read_sheet, sheet) for slug, sheet in prebuilt.items()}
    with gc_policy.frequent_collection():
        parts = _parts(engine, document, settings, {slug: sheet.pages for slug, sheet in prebuilt.items()})
        return merge_book(parts, sheets), sum(part.count for part in parts)


def _parts(engine: Engine, document: Document, settings: RenderSettings, pages: Mapping[str, int]) -> list[LaidOutPart]:
    pages = {chapter.slug: 1 for chapter in document.levels} | dict(pages)
    emoji = finalize.emoji_font(settings.theme)
    # Attachments become a name tree, which must be sorted.
    attachments = tuple(sorted(document.attachments, key=lambda file: name_tree_key(file.name)))

    def write_chunk(rendered: weasyprint.Document, first: bool) -> pydyf.PDF:  # noqa: FBT001  # called from one place
        return finalize.pdfa_ua_objects(rendered, attachments if first else (), emoji)

    renderer = BookRenderer(
        {f"/{chapter.slug}": f"{chapter.code} {chapter.title}".strip() for chapter in document.levels},
        lambda part: render.render_book_part(document, settings, part, pages),
        partial(layout_in_chunks, engine),
        write_chunk,
    )
    try:
        return layout_book(document, pages, renderer)
    except (MissingAnchor, ForeignAnchor) as error:
        raise BadTheme(_template_problem(error, document, settings)) from error


def with_pages(sheet: PrebuiltPages, render_sheet: RenderSheet) -> PrebuiltPages:
    """Return the finished sheet of a level: `sheet` itself, or the rendered `sheet.document` where that is set."""
    if sheet.document is None:
        return sheet
    rendered = render_sheet(sheet.document)
    return replace(sheet, data=rendered.data, pages=rendered.count, problems=rendered.problems)


def _read_sheet(sheet: PrebuiltPages) -> bytes:
    if sheet.data:
        return sheet.data
    with suppress(OSError):
        data = read_file(sheet.file, "output file")
        if hashlib.sha256(data).hexdigest() == sheet.sha256:
            return data
    raise BadOutput(
        Problem("output-changed", f"{sheet.file} changed while it was added to the handbook", help="build again")
    )


def _template_problem(error: MissingAnchor | ForeignAnchor, document: Document, settings: RenderSettings) -> Problem:
    file = f"{document.kind}.html.j2"
    span = settings.theme.span(file)
    if isinstance(error, MissingAnchor):
        message = f"the template has no element with the id '{error}', so the handbook has no pages for that level"
        remedy = "for each level, write one page with its id and an empty page for each further one of its `pages`"
    else:
        message = f"the template shows '{error}' in a part of the handbook that it does not belong to"
        remedy = (
            "loop over `chapters`, not over `document.chapters`, and show the opening pages only if `front` is true"
        )
    return Problem("template-fault", message, span, help=remedy)
