"""A handbook as a Word file: a cover, a table of contents, then a chapter per track with a page for each level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from ladder_export.core.document import Document, Section
from ladder_export.core.text import Run, Text
from ladder_export.writers.docx.page import Page, end_field, open_field
from ladder_export.writers.docx.pieces import add_pieces, add_section

# Styles of sections in chapters that are neither a level nor shared text: they stay out of the table of contents.
SECTION_STYLES = {"track": "Caption", "index": "index heading"}
CONTENTS_FIELD = r'TOC \o "1-2" \h \z \u'


def bookmarks(document: Document) -> Mapping[str, str]:
    """Return names for Word bookmarks at the chapters and sections that links can lead to.

    The names are by link target, such as "/l3" for `#/l3`.
    """
    return {anchor: f"_Ref{number:08}" for number, anchor in enumerate(_anchors(document), 1)}


def _anchors(document: Document) -> Iterator[str]:
    for chapter in document.chapters:
        yield _anchor(chapter)
        yield from (section.anchor for section in chapter.sections if section.anchor)
        yield from _anchors(chapter)


def _anchor(chapter: Document) -> str:
    return f"/{chapter.slug}" if chapter.level else f"/{chapter.kind}/{chapter.slug}"


def add_book(page: Page, document: Document) -> None:
    """Add a table of contents below the cover of a Word file, then each chapter on a new page."""
    _add_contents(page, document)
    if document.credit:
        page.paragraph("Credit", document.credit)
    for chapter in document.chapters:
        _add_chapter(page, chapter)
        for level in chapter.chapters:
            _add_level(page, level)


def add_subtitle(page: Page, document: Document) -> None:
    """Add the line below the title of the cover: the word for "Handbook", and the document's code if it has one."""
    page.paragraph("Subtitle", " · ".join(filter(None, (document.labels["handbook"], document.code))))


def _add_contents(page: Page, document: Document) -> None:
    """Add the table of contents with its entries; the word processor is asked for the numbers of pages."""
    heading = page.paragraph("TOC Heading", document.labels["contents"])
    heading.paragraph_format.page_break_before = True
    listed = [entry for chapter in document.chapters for entry in _entries(chapter)]
    paragraphs = [page.paragraph(style, "") for style, *_ in listed]
    for number, (paragraph, (_, name, anchor)) in enumerate(zip(paragraphs, listed, strict=True)):
        if not number:
            open_field(paragraph, CONTENTS_FIELD, is_stale=True)
        page.fill(paragraph, _link(name, anchor))
    if paragraphs:
        end_field(paragraphs[-1])
        _wrap([heading, *paragraphs])


def _entries(chapter: Document) -> Iterator[tuple[str, str, str]]:
    """Yield style, text and anchor of a chapter's entries in the table of contents."""
    yield "toc 1", chapter.title, _anchor(chapter)
    for section in chapter.sections:
        if _section_style(chapter, section) == "Heading 2":
            yield "toc 2", section.title, section.anchor
    yield from (("toc 2", _name(level), _anchor(level)) for level in chapter.chapters)


def _wrap(paragraphs: Sequence[Paragraph]) -> None:
    """Put the paragraphs of a table of contents into the frame that lets people update it with a click."""
    frame, properties, content = (OxmlElement(f"w:{name}") for name in ("sdt", "sdtPr", "sdtContent"))
    doc_part, gallery = OxmlElement("w:docPartObj"), OxmlElement("w:docPartGallery")
    gallery.set(qn("w:val"), "Table of Contents")
    doc_part.extend((gallery, OxmlElement("w:docPartUnique")))
    properties.append(doc_part)
    frame.extend((properties, content))
    paragraphs[0]._p.addprevious(frame)  # noqa: SLF001  # python-docx has no such frames
    content.extend(paragraph._p for paragraph in paragraphs)  # noqa: SLF001  # as above


def _add_chapter(page: Page, chapter: Document) -> None:
    """Add a chapter on a new page: what it is about, its levels, and sections of its own."""
    page.paragraph("Heading 1", chapter.title, _anchor(chapter)).paragraph_format.page_break_before = True
    if chapter.kind == "track" and chapter.breadcrumbs:
        page.paragraph("Lineage", " · ".join(chapter.breadcrumbs))
    add_pieces(page, chapter.header_pieces, chapter.title)
    for level in chapter.chapters:
        page.paragraph("List Bullet", _link(_name(level), _anchor(level)))
    for section in chapter.sections:
        add_section(page, section, _section_style(chapter, section), chapter.title)


def _section_style(chapter: Document, section: Section) -> str:
    return SECTION_STYLES.get(chapter.kind) or ("Heading 3" if section.parent else "Heading 2")


def _add_level(page: Page, level: Document) -> None:
    """Add a level on a new page."""
    page.paragraph("Heading 2", _name(level), _anchor(level)).paragraph_format.page_break_before = True
    if level.watermark:
        page.paragraph("Stamp", level.watermark)
    add_pieces(page, level.header_pieces, _name(level))
    for section in level.sections:
        add_section(page, section, "Heading 4" if section.parent else "Heading 3", level.title)


def _name(level: Document) -> str:
    return " ".join(filter(None, (level.code, level.title)))


def _link(text: str, anchor: str) -> Text:
    return Text((Run(text, href=f"#{anchor}"),), text)
