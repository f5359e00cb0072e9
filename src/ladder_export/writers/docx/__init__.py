"""Documents as Word files to edit: real headings, lists and tables in styles (python-docx's only door)."""

from __future__ import annotations

import io
from zipfile import ZipFile

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from ladder_export.core.document import Document
from ladder_export.core.text import is_rtl
from ladder_export.files.zip_archive import deterministic_zip
from ladder_export.theme import RenderSettings
from ladder_export.theme.placed_logo import PlacedLogo
from ladder_export.writers import RenderedFile
from ladder_export.writers.docx.pieces import Page, add_pieces
from ladder_export.writers.docx.styles import apply_styles
from ladder_export.writers.fixed_date import FIXED_DATE

MAX_PROPERTY_LENGTH = 255


def render(document: Document, settings: RenderSettings) -> RenderedFile:
    """Return a Word file; every text has a style, so that its design can be changed in one place.

    `count` is the number of paragraphs, including those in tables; only a word processor knows the number of pages.
    """
    word = docx.Document()
    _drop_old_styles(word)
    apply_styles(word, settings.theme, document.language)
    _set_up_page(word, document, settings)
    _set_properties(word, document)
    page = Page(word, settings.theme.colors, is_rtl=is_rtl(document.language))
    _add_head(page, document, settings.theme.logo)
    for number, section in enumerate(document.sections, 1):
        if section.title:  # without its icon, which few fonts of word processors have
            page.paragraph("Heading 2" if section.parent else "Heading 1", section.title)
        add_pieces(page, section.pieces, name=f"{number}")
    if document.credit:
        page.paragraph("Credit", document.credit)
    body = word.element.body
    count = len(body.findall(f".//{qn('w:p')}"))
    return RenderedFile(_to_bytes(word), count, versions=versions())


def versions() -> dict[str, str]:
    """Return the versions of the libraries that decide the bytes."""
    return {"python-docx": docx.__version__, "lxml": etree.__version__}


def _drop_old_styles(word: WordDocument) -> None:
    """Remove the copy of the styles that python-docx's template has for Word 2007."""
    relations = word.part.rels
    for key in [key for key, one in relations.items() if one.reltype.endswith("/stylesWithEffects")]:
        del relations[key]


def _add_head(page: Page, document: Document, logo: PlacedLogo | None) -> None:
    if logo:
        name = logo.placed["paper"].picture
        width_mm, height_mm = logo.size_mm(name)
        run = page.word.add_paragraph(style="Lineage").add_run()
        drawing = run.add_picture(io.BytesIO(logo.pictures[name].twin), Mm(width_mm), Mm(height_mm))
        drawing._inline.docPr.set("descr", logo.alt)  # noqa: SLF001  # python-docx has no alternative texts
    if document.breadcrumbs:
        page.paragraph("Lineage", " · ".join(document.breadcrumbs))
    mark = document.code if document.code != document.title else ""
    page.paragraph("Title", " ".join(part for part in (mark, document.title) if part))
    if document.watermark:
        page.paragraph("Stamp", document.watermark)
    add_pieces(page, document.header_pieces, name="0")


def _set_up_page(word: WordDocument, document: Document, settings: RenderSettings) -> None:
    section, margin = word.sections[0], Mm(settings.theme.sheet.margin)
    section.page_width, section.page_height = Mm(settings.paper.width), Mm(settings.paper.height)
    section.left_margin = section.right_margin = section.top_margin = margin
    section.bottom_margin = Mm(settings.theme.sheet.margin + settings.theme.sheet.footer_height_mm / 2)
    footer = section.footer.paragraphs[0]
    footer.style = word.styles["Footer"]
    footer.add_run(document.footer + " · " if document.footer else "")
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")):
        run = footer.add_run(text if kind == "text" else "")
        if kind in ("begin", "separate", "end"):
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
            run._r.append(field)  # noqa: SLF001  # python-docx has no fields
        elif not kind:
            code = OxmlElement("w:instrText")
            code.text = text
            run._r.append(code)  # noqa: SLF001  # as above


def _set_properties(word: WordDocument, document: Document) -> None:
    about = word.core_properties
    about.title = " ".join(part for part in (document.code, document.title) if part)[:MAX_PROPERTY_LENGTH]
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
