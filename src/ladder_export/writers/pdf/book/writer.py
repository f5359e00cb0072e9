"""This file makes a book of a document with chapters: its parts laid out, then joined with the sheets of its levels."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

import pydyf

from ladder_export.core.document import Document, PrebuiltPages
from ladder_export.core.problems import BadOutput, BadTheme, Problem, Span
from ladder_export.files.access import read_file
from ladder_export.files.resources import font_file
from ladder_export.process import gc_policy
from ladder_export.theme import RenderSettings
from ladder_export.writers import RenderedFile
from ladder_export.writers.html import render
from ladder_export.writers.pdf import finalize
from ladder_export.writers.pdf.book.chunked_layout import pieces
from ladder_export.writers.pdf.book.layout import Laid, NoPlace, NotAPart, Press, laid_out
from ladder_export.writers.pdf.book.merge import joined
from ladder_export.writers.pdf.engine import Engine, weasyprint
from ladder_export.writers.pdf.objects import order

Make = Callable[[Document], RenderedFile]
"""Makes the sheet of a level."""


def bound(
    engine: Engine, document: Document, settings: RenderSettings, leaves: Mapping[str, PrebuiltPages]
) -> tuple[bytes, int]:
    """The book and how many pages it has; `leaves` are the pages of its levels, by their slugs.

    Raises BadTheme where the theme's template does not make the parts of a book, BadOutput where
    a file changes meanwhile.
    """
    sheets = {f"/{slug}": partial(_sheet, leaf) for slug, leaf in leaves.items()}
    with gc_policy.collecting_often():
        parts = _parts(engine, document, settings, {slug: leaf.pages for slug, leaf in leaves.items()})
        return joined(parts, sheets), sum(part.count for part in parts)


def _parts(engine: Engine, document: Document, settings: RenderSettings, pages: Mapping[str, int]) -> list[Laid]:
    pages = {chapter.slug: 1 for chapter in document.levels} | dict(pages)
    emoji = font_file(settings.theme.folder, settings.theme.sheet.emoji)
    # A tree of names, which the attachments become, has to be in their order.
    files = tuple(sorted(document.attachments, key=lambda file: order(file.name)))

    def write(rendered: weasyprint.Document, first: bool) -> pydyf.PDF:  # noqa: FBT001  # called from one place
        return finalize.unwritten(rendered, files if first else (), emoji)

    press = Press(
        {f"/{chapter.slug}": f"{chapter.code} {chapter.title}".strip() for chapter in document.levels},
        lambda part: render.book(document, settings, part, pages),
        partial(pieces, engine),
        write,
    )
    try:
        return laid_out(document, pages, press)
    except (NoPlace, NotAPart) as fault:
        raise BadTheme(_fault(fault, document, settings)) from fault


def brought(leaf: PrebuiltPages, make: Make) -> PrebuiltPages:
    """The pages of a level, or where they lie; made now where nobody brought them."""
    if leaf.document is None:
        return leaf
    written = make(leaf.document)
    return replace(leaf, data=written.data, pages=written.count, problems=written.problems)


def _sheet(leaf: PrebuiltPages) -> bytes:
    if leaf.data:
        return leaf.data
    with suppress(OSError):
        data = read_file(leaf.file, "artefact")
        if hashlib.sha256(data).hexdigest() == leaf.sha256:
            return data
    raise BadOutput(
        Problem("output-changed", f"{leaf.file} was changed while it was bound into a book", help="build again")
    )


def _fault(fault: NoPlace | NotAPart, document: Document, settings: RenderSettings) -> Problem:
    file = f"{document.kind}.html.j2"
    place = Span((settings.theme.folder / file).as_posix())
    if isinstance(fault, NoPlace):
        message = f"the template fails: nothing in it has the id '{fault}', where the pages of a level go"
        remedy = "give each level a page with its id, and one more for each other of its `pages`"
    else:
        message = f"the template fails: '{fault}' is in a part of the book that it does not belong to"
        remedy = "show `chapters`, not all of `document.chapters`, and what comes before them only in `front`"
    return Problem("template-fault", message, place, help=remedy)
