"""Merge the parts of a handbook into one PDF, and replace its blank pages by the pages of finished sheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from ladder_export.writers.pdf.book.layout import LaidOutPart
from ladder_export.writers.pdf.book.object_import import BookBuilder, SourcePdf, import_objects, open_pdf
from ladder_export.writers.pdf.book.outline import write_named_destinations, write_outline
from ladder_export.writers.pdf.object_writer import ObjectStreamWriter, stream
from ladder_export.writers.pdf.objects import (
    decompress,
    dictionary,
    entries,
    parse_reference,
    read_pdf,
    reference_array,
    references,
    stream_data,
)

MARKED_CONTENT_BEGIN = re.compile(rb"/\w+\s<</MCID (\d+)>>\sBDC\b")
MARKED_CONTENT = re.compile(MARKED_CONTENT_BEGIN.pattern + rb"\s.*?\sEMC\b", re.DOTALL)
PARENT_TAG = re.compile(rb"/P (\d+) 0 R")
FOOTER_NAME = b"/Foot%d"  # of the book's footer in the resources of a sheet
ReadSheet = Callable[[], bytes]
"""Returns the file of a sheet when it is merged, so that only one is in memory."""
SHEET_HEADING_OFFSET = 2  # the book's title is H1, a track H2


def merge_book(parts: Sequence[LaidOutPart], sheets: Mapping[str, ReadSheet]) -> bytes:
    """Merge all parts of a handbook into one PDF, in which finished sheets replace the blank pages left for them.

    `sheets` gives, by link target (`/slug`), a function that returns the PDF of a level's sheet; the sheet replaces the
    blank pages that begin at that target. The pages, tags and links of a sheet are copied; its footer is replaced by
    the book's; its bookmarks and attachments are left out. Metadata and attachments are those of the first part.
    """
    writer = ObjectStreamWriter()
    book = BookBuilder(writer, writer.allocate(), writer.allocate())
    tag_root, destinations, catalog, info = (writer.allocate() for _ in range(4))
    outline_root = writer.allocate() if any(part.bookmarks for part in parts) else 0
    for part in parts:
        pdf = decompress(part.objects)
        source, assigned = open_pdf(pdf, book), dict[int, int]()
        if part is parts[0]:
            _rewrite_catalog(source, tag_root, destinations, outline_root)
            assigned = {source.root: catalog, pdf.info: info}
        _merge_part(book, source, part, sheets, assigned)
    write_named_destinations(writer, parts, book.pages, destinations)
    if outline_root:
        write_outline(writer, parts, book.pages, outline_root)
    _write_page_and_tag_roots(book, tag_root)
    return writer.finish(catalog, info)


def _rewrite_catalog(source: SourcePdf, tag_root: int, destinations: int, outline_root: int) -> None:
    """Make the catalog of the first part the catalog of the whole book.

    The other arguments are object numbers in the book; `outline_root` is 0 in a book without bookmarks.
    """
    catalog = entries(source.objects[source.root])
    name_trees = entries(catalog.get(b"/Names", b"<<>>")) | {b"/Dests": b"%d 0 R" % source.external_ref(destinations)}
    catalog |= {b"/Names": dictionary(name_trees), b"/StructTreeRoot": b"%d 0 R" % source.external_ref(tag_root)}
    catalog.pop(b"/Outlines", None)
    if outline_root:
        catalog[b"/Outlines"] = b"%d 0 R" % source.external_ref(outline_root)
    source.objects[source.root] = dictionary(catalog)


def _merge_part(
    book: BookBuilder, source: SourcePdf, part: LaidOutPart, sheets: Mapping[str, ReadSheet], assigned: dict[int, int]
) -> None:
    """Import a part with its sheets; drop the tags of blank pages that no sheet uses.

    `assigned` says which of the part's objects have a number in the book already.
    """
    starts, filled_tags = [*assigned, *source.pages], set[int]()
    tags = {_page_of_tag(source, tag): tag for tag in reversed(source.tags)}
    for anchor, destination in part.destinations.items():
        if anchor in sheets:
            sheet = open_pdf(read_pdf(sheets[anchor]()), book)
            blanks = source.pages[destination.page : destination.page + len(sheet.pages)]
            tag = tags[blanks[0]]
            numbers = _insert_sheet(book, source, sheet, blanks, _innermost_tag(source, tag))
            filled_tags.add(tag)
            starts += numbers
            assigned |= numbers
    unused_pages = source.book_numbers.keys() & set(source.pages)
    for page in unused_pages:
        del source.parent_tree[_parent_tree_key(source, page)]
    source.tags = [tag for tag in source.tags if tag in filled_tags or _page_of_tag(source, tag) not in unused_pages]
    import_objects(book, source, starts, assigned=assigned)
    book.pages += [source.book_numbers[page] for page in source.pages]
    book.tags += [source.book_numbers[tag] for tag in source.tags]


def _insert_sheet(
    book: BookBuilder, source: SourcePdf, sheet: SourcePdf, blanks: list[int], parent_tag: int
) -> dict[int, int]:
    """Import a sheet in the place of blank pages; its tags become children of `parent_tag`.

    Returns the numbers in the book that were assigned to objects of `source`: the parent tag and the footers.
    """
    footers = [source.add_object(_footer_form(source, page)) for page in blanks]
    numbers = {number: book.writer.allocate() for number in (parent_tag, *footers)}
    source.book_numbers |= {page: book.writer.allocate() for page in blanks}
    sheet.book_numbers[sheet.document] = numbers[parent_tag]
    for offset, (page, footer) in enumerate(zip(sheet.pages, footers, strict=True)):
        _compose_page(sheet, page, offset, sheet.external_ref(numbers[footer]))
    page_numbers = {page: source.book_numbers[blank] for page, blank in zip(sheet.pages, blanks, strict=True)}
    import_objects(book, sheet, sheet.pages, assigned=page_numbers, heading_offset=SHEET_HEADING_OFFSET)
    child_tags = reference_array([source.external_ref(sheet.book_numbers[tag]) for tag in sheet.tags])
    source.objects[parent_tag] = dictionary(entries(source.objects[parent_tag]) | {b"/K": child_tags})
    return numbers


def _innermost_tag(source: SourcePdf, tag: int) -> int:
    """Return the first descendant of a tag that has no child tags."""
    while children := _child_tags(source, tag):
        tag = children[0]
    return tag


def _child_tags(source: SourcePdf, tag: int) -> list[int]:
    """Return the child tags of a tag, without its marked content (ISO 32000-1 §14.7.2)."""
    kids = references(entries(source.objects[tag]).get(b"/K", b""))
    return [kid for kid in kids if b"/StructElem" in source.objects[kid]]


def _page_of_tag(source: SourcePdf, tag: int) -> int:
    """Return the number of the page that a tag is on."""
    return parse_reference(entries(source.objects[tag])[b"/Pg"])


def _parent_tree_key(source: SourcePdf, page: int) -> int:
    """Return a page's key in the parent tree, which leads from its marked content to tags (ISO 32000-1 §14.7.4.4)."""
    return int(entries(source.objects[page])[b"/StructParents"])


def _footer_form(source: SourcePdf, page: int) -> bytes:
    """Return the content of a blank page, its footer, as a form XObject of artifacts (ISO 32000-1 §14.8.2.2)."""
    fields = entries(source.objects[page])
    data = stream_data(source.objects[parse_reference(fields[b"/Contents"])])
    form = b"/Type /XObject/Subtype /Form/BBox %s/Resources %s" % (fields[b"/MediaBox"], fields[b"/Resources"])
    return stream(form, MARKED_CONTENT_BEGIN.sub(b"/Artifact BMC", data))


def _compose_page(sheet: SourcePdf, page: int, offset: int, footer: int) -> None:
    """Replace the footer of a sheet's page by the book's.

    `offset` numbers the sheet's pages from 0; `footer` refers to the book's footer as a form XObject.
    """
    fields, key = entries(sheet.objects[page]), _parent_tree_key(sheet, page)
    spans = references(sheet.parent_tree[key])
    text_spans = _text_span_count(sheet, spans)
    sheet.parent_tree[key] = reference_array(spans[:text_spans])
    data = stream_data(sheet.objects[parse_reference(fields[b"/Contents"])])
    marker = data.find(b"/MCID %d>>" % text_spans)
    start = data.rfind(b"/", 0, marker) if marker > 0 else len(data)  # MCIDs follow drawing order
    data = data[:start] + MARKED_CONTENT.sub(b"", data[start:])
    name, resources = FOOTER_NAME % offset, parse_reference(fields[b"/Resources"])
    resource_fields = entries(sheet.objects[resources])
    forms = entries(resource_fields.get(b"/XObject", b"<<>>")) | {name: b"%d 0 R" % footer}
    sheet.objects[resources] = dictionary(resource_fields | {b"/XObject": dictionary(forms)})
    fields[b"/Contents"] = b"%d 0 R" % sheet.add_object(stream(b"", b"q\n%s\nQ\nq %s Do Q" % (data, name)))
    sheet.objects[page] = dictionary(fields)


def _text_span_count(sheet: SourcePdf, spans: Sequence[int]) -> int:
    """Return how many marked contents of a page are text: the footer's, which come last, are in no tag of the document."""
    count = len(spans)
    while count and not _is_in_tag_tree(sheet, spans[count - 1]):
        count -= 1
    return count


def _is_in_tag_tree(sheet: SourcePdf, tag: int) -> bool:
    """Return whether a tag is a descendant of the document's tag."""
    while (parent := int(PARENT_TAG.findall(sheet.objects[tag])[-1])) != sheet.document:
        tag = parent
    return tag in sheet.tags


def _write_page_and_tag_roots(book: BookBuilder, tag_root: int) -> None:
    """Write the roots of the page tree, of the tags and of the parent tree."""
    writer, parents = book.writer, book.writer.allocate()
    pages = {b"/Type": b"/Pages", b"/Kids": reference_array(book.pages), b"/Count": b"%d" % len(book.pages)}
    document = {
        b"/Type": b"/StructElem",
        b"/S": b"/Document",
        b"/P": b"%d 0 R" % tag_root,
        b"/K": reference_array(book.tags),
    }
    root = {b"/Type": b"/StructTreeRoot", b"/K": reference_array([book.document]), b"/ParentTree": b"%d 0 R" % parents}
    writer.add(book.root, dictionary(pages))
    writer.add(book.document, dictionary(document))
    writer.add(tag_root, dictionary(root | {b"/ParentTreeNextKey": b"%d" % book.next_key}))
    writer.add(parents, dictionary({b"/Kids": reference_array(book.parent_tree_kids)}))
