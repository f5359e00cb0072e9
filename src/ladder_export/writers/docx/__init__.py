"""Documents as Word files to edit: real headings, lists and tables in styles; only this package imports python-docx."""

from __future__ import annotations

import io
from zipfile import ZipFile

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from ladder_export.core.document import Document
from ladder_export.core.text import is_rtl
from ladder_export.files.zip_archive import deterministic_zip
from ladder_export.theme import RenderSettings
from ladder_export.theme.docx_template.roles import TABLE_GRID
from ladder_export.theme.placed_logo import PlacedLogo
from ladder_export.writers import RenderedFile
from ladder_export.writers.docx.handbook import add_book, add_subtitle, bookmarks
from ladder_export.writers.docx.page import Page, add_field
from ladder_export.writers.docx.pieces import add_pieces, add_section
from ladder_export.writers.docx.reference import open_base
from ladder_export.writers.docx.styles import apply_styles, style_ids
from ladder_export.writers.fixed_date import FIXED_DATE

MAX_PROPERTY_LENGTH = 255
MIN_EDGE_DISTANCE = Mm(7)  # of headers and footers from the edge of the page


def render(document: Document, settings: RenderSettings) -> RenderedFile:
    """Render a document as a Word file; every text has a style, so that its design can be changed in one place.

    `count` of the result is the number of paragraphs, including those in tables; only a word processor knows the number
    of pages.
    """
    reference = settings.theme.reference
    if reference:
        word, ids = open_base(reference, document.language)
        line_color = "" if TABLE_GRID in ids else "auto"
    else:
        word = docx.Document()
        _drop_old_styles(word)
        _set_up_page(word, settings)
        apply_styles(word, settings.theme, document.language, is_book=bool(document.chapters))
        ids, line_color = style_ids(word), settings.theme.colors.hairline[1:].upper()
    _set_properties(word, document)
    page = Page(word, ids, line_color, is_rtl=is_rtl(document.language), bookmarks=bookmarks(document))
    if not (reference and reference.running):
        _add_running_text(page, document)
    _add_head(page, document, None if reference else settings.theme.logo)  # a reference has its own
    if document.chapters:
        add_book(page, document)
    else:
        _add_body(page, document)
    count = len(word.element.body.findall(f".//{qn('w:p')}"))
    return RenderedFile(_to_bytes(word), count, versions=versions())


def _add_body(page: Page, document: Document) -> None:
    """Add the sections of a document without chapters; each part but the first begins on a new page."""
    for number, section in enumerate(document.sections):
        is_question = section.parent and document.kind == "interview"
        style, prose = "Heading 2" if section.parent else "Heading 1", "Question" if is_question else "Normal"
        heading = add_section(page, section, style, document.title, prose)
        if heading and section.chapter and number:
            heading.paragraph_format.page_break_before = True
    if document.credit:
        page.paragraph("Credit", document.credit)


def versions() -> dict[str, str]:
    """Return the versions of the libraries that decide the bytes of the file, by name."""
    return {"python-docx": docx.__version__, "lxml": etree.__version__}


def _drop_old_styles(word: WordDocument) -> None:
    """Remove the copy of the styles that python-docx's template has for Word 2007."""
    relations = word.part.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/stylesWithEffects")]:
        del relations[key]


def _add_head(page: Page, document: Document, logo: PlacedLogo | None) -> None:
    """Add the logo, where the document belongs and its title; that of a book is a page of its own."""
    if logo:
        name = logo.placed["paper"].picture
        width_mm, height_mm = logo.size_mm(name)
        run = page.paragraph("Lineage", "").add_run()
        drawing = run.add_picture(io.BytesIO(logo.pictures[name].twin), Mm(width_mm), Mm(height_mm))
        drawing._inline.docPr.set("descr", logo.alt)  # noqa: SLF001  # python-docx has no alternative texts
    if document.breadcrumbs:
        page.paragraph("Lineage", " · ".join(document.breadcrumbs))
    page.paragraph("Title", document.title if document.chapters else _name(document))
    if document.chapters:
        add_subtitle(page, document)
    if document.watermark:
        page.paragraph("Stamp", document.watermark)
    add_pieces(page, document.header_pieces, document.title)


def _name(document: Document) -> str:
    """Return code and title, or the title alone where they are the same."""
    mark = document.code if document.code != document.title else ""
    return " ".join(filter(None, (mark, document.title)))


def _set_up_page(word: WordDocument, settings: RenderSettings) -> None:
    section, margin = word.sections[0], Mm(settings.theme.sheet.margin)
    section.page_width, section.page_height = Mm(settings.paper.width), Mm(settings.paper.height)
    section.left_margin = section.right_margin = section.top_margin = margin
    section.header_distance = margin // 2
    section.bottom_margin = Mm(settings.theme.sheet.margin + settings.theme.sheet.footer_height_mm / 2)


def _add_running_text(page: Page, document: Document) -> None:
    """Name the document on top of further pages, and its edition and the page at the foot; a book's cover has neither."""
    section = page.word.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance = max(section.header_distance or 0, MIN_EDGE_DISTANCE)
    section.footer_distance = max(section.footer_distance or 0, MIN_EDGE_DISTANCE)
    about = (document.title,) if document.chapters else (_name(document), *document.breadcrumbs[-1:])
    header = section.header.paragraphs[0]
    header._p.style = page.style_ids["Header"]  # noqa: SLF001  # by id, as in Page.paragraph
    page.fill(header, " · ".join(about))
    for footer in (section.footer, *(() if document.chapters else (section.first_page_footer,))):
        paragraph = footer.paragraphs[0]
        paragraph._p.style = page.style_ids["Footer"]  # noqa: SLF001  # as above
        page.fill(paragraph, f"{document.footer} · " if document.footer else "")
        add_field(paragraph, "PAGE", "1")


def _set_properties(word: WordDocument, document: Document) -> None:
    about = word.core_properties
    about.title = " ".join(text for text in (document.code, document.title) if text)[:MAX_PROPERTY_LENGTH]
    about.author = about.last_modified_by = document.author[:MAX_PROPERTY_LENGTH]
    about.subject = " · ".join(document.breadcrumbs)[:MAX_PROPERTY_LENGTH]
    about.comments = document.credit.plain[:MAX_PROPERTY_LENGTH]
    about.language, about.revision = document.language, 1
    about.created = about.modified = about.last_printed = FIXED_DATE


def _to_bytes(word: WordDocument) -> bytes:
    """Return the file without the time at which its parts were written."""
    buffer = io.BytesIO()
    word.save(buffer)
    with ZipFile(buffer) as parts:
        return deterministic_zip({name: parts.read(name) for name in parts.namelist()})
