"""This file joins the parts of a book into one file, with finished sheets in the places of its blank pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from ladder_export.writers.pdf.book.layout import Laid
from ladder_export.writers.pdf.book.object_import import Book, Source, opened, take
from ladder_export.writers.pdf.book.outline import names, outline
from ladder_export.writers.pdf.object_writer import Pack, stream
from ladder_export.writers.pdf.objects import content, dictionary, entries, listed, read, references, referred, unfolded

MARKED = re.compile(rb"/\w+\s<</MCID (\d+)>>\sBDC\b")
SPAN = re.compile(MARKED.pattern + rb"\s.*?\sEMC\b", re.DOTALL)
PARENT = re.compile(rb"/P (\d+) 0 R")
FOOT = b"/Foot%d"  # the book's own foot of a page, among the page's resources
Sheet = Callable[[], bytes]
"""Gives a file when it is its turn, so that nobody has to hold all of them."""
BELOW = 2  # a level is below its track, which is below the book's title


def joined(parts: Sequence[Laid], sheets: Mapping[str, Sheet]) -> bytes:
    """The parts as one file, with every sheet in the place of the blank pages that begin at its anchor.

    A sheet brings its pages, tags and links, but neither its foot, which is the book's, nor its
    bookmarks and attachments. What the file says of itself is what the first part says.
    """
    pack = Pack()
    book = Book(pack, pack.number(), pack.number())
    tree, named, catalog, info = (pack.number() for _ in range(4))
    outlined = pack.number() if any(part.bookmarks for part in parts) else 0
    for part in parts:
        loose = unfolded(part.objects)
        source, written = opened(loose, book), dict[int, int]()
        if part is parts[0]:
            _entitle(source, tree, named, outlined)
            written = {source.root: catalog, loose.info: info}
        _bind(book, source, part, sheets, written)
    names(pack, parts, book.pages, named)
    if outlined:
        outline(pack, parts, book.pages, outlined)
    _close(book, tree)
    return pack.finished(catalog, info)


def _entitle(source: Source, tree: int, named: int, outlined: int) -> None:
    """Makes the catalog of the first part the whole book's."""
    about = entries(source.objects[source.root])
    files = entries(about.get(b"/Names", b"<<>>")) | {b"/Dests": b"%d 0 R" % source.refer(named)}
    about |= {b"/Names": dictionary(files), b"/StructTreeRoot": b"%d 0 R" % source.refer(tree)}
    about.pop(b"/Outlines", None)
    if outlined:
        about[b"/Outlines"] = b"%d 0 R" % source.refer(outlined)
    source.objects[source.root] = dictionary(about)


def _bind(book: Book, source: Source, part: Laid, sheets: Mapping[str, Sheet], written: dict[int, int]) -> None:
    """A part with its sheets; tags of those of its blank pages that hold nothing go."""
    starts, holding = [*written, *source.pages], set[int]()
    tags = {_page(source, tag): tag for tag in reversed(source.tags)}
    for anchor, spot in part.spots.items():
        if anchor in sheets:
            sheet = opened(read(sheets[anchor]()), book)
            blanks = source.pages[spot.page : spot.page + len(sheet.pages)]
            tag = tags[blanks[0]]
            fresh = _insert(book, source, sheet, blanks, _innermost(source, tag))
            holding.add(tag)
            starts += fresh
            written |= fresh
    blank = source.numbers.keys() & set(source.pages)
    for page in blank:
        del source.parents[_key(source, page)]
    source.tags = [tag for tag in source.tags if tag in holding or _page(source, tag) not in blank]
    take(book, source, starts, written=written)
    book.pages += [source.numbers[page] for page in source.pages]
    book.tags += [source.numbers[tag] for tag in source.tags]


def _insert(book: Book, source: Source, sheet: Source, blanks: list[int], holder: int) -> dict[int, int]:
    """A sheet in the place of blank pages, its tags below one of theirs; what of the source has which number then."""
    feet = [source.new(_foot(source, page)) for page in blanks]
    fresh = {number: book.pack.number() for number in (holder, *feet)}
    source.numbers |= {page: book.pack.number() for page in blanks}
    sheet.numbers[sheet.document] = fresh[holder]
    for offset, (page, foot) in enumerate(zip(sheet.pages, feet, strict=True)):
        _compose(sheet, page, offset, sheet.refer(fresh[foot]))
    places = {page: source.numbers[blank] for page, blank in zip(sheet.pages, blanks, strict=True)}
    take(book, sheet, sheet.pages, written=places, deeper=BELOW)
    inside = listed([source.refer(sheet.numbers[own]) for own in sheet.tags])
    source.objects[holder] = dictionary(entries(source.objects[holder]) | {b"/K": inside})
    return fresh


def _innermost(source: Source, tag: int) -> int:
    """The tag below which there are no others."""
    while inner := _kids(source, tag):
        tag = inner[0]
    return tag


def _kids(source: Source, tag: int) -> list[int]:
    """The tags right below a tag."""
    kids = references(entries(source.objects[tag]).get(b"/K", b""))
    return [kid for kid in kids if b"/StructElem" in source.objects[kid]]


def _page(source: Source, tag: int) -> int:
    return referred(entries(source.objects[tag])[b"/Pg"])


def _key(source: Source, page: int) -> int:
    """A page's key in the tree that leads from content to tags."""
    return int(entries(source.objects[page])[b"/StructParents"])


def _foot(source: Source, page: int) -> bytes:
    """What is on a blank page, as a form that is mere decoration."""
    about = entries(source.objects[page])
    data = content(source.objects[referred(about[b"/Contents"])])
    form = b"/Type /XObject/Subtype /Form/BBox %s/Resources %s" % (about[b"/MediaBox"], about[b"/Resources"])
    return stream(form, MARKED.sub(b"/Artifact BMC", data))


def _compose(sheet: Source, page: int, offset: int, foot: int) -> None:
    """A page of a sheet without the sheet's foot, then with the book's."""
    about, key = entries(sheet.objects[page]), _key(sheet, page)
    spans = references(sheet.parents[key])
    own = _without_foot(sheet, spans)
    sheet.parents[key] = listed(spans[:own])
    data = content(sheet.objects[referred(about[b"/Contents"])])
    at = data.find(b"/MCID %d>>" % own)
    begin = data.rfind(b"/", 0, at) if at > 0 else len(data)  # contents are numbered as they are drawn
    data = data[:begin] + SPAN.sub(b"", data[begin:])
    name, resources = FOOT % offset, referred(about[b"/Resources"])
    available = entries(sheet.objects[resources])
    forms = entries(available.get(b"/XObject", b"<<>>")) | {name: b"%d 0 R" % foot}
    sheet.objects[resources] = dictionary(available | {b"/XObject": dictionary(forms)})
    about[b"/Contents"] = b"%d 0 R" % sheet.new(stream(b"", b"q\n%s\nQ\nq %s Do Q" % (data, name)))
    sheet.objects[page] = dictionary(about)


def _without_foot(sheet: Source, spans: Sequence[int]) -> int:
    """How many of a page's marked contents belong to its text: the foot, which comes last, hangs on no tag."""
    count = len(spans)
    while count and not _is_reached(sheet, spans[count - 1]):
        count -= 1
    return count


def _is_reached(sheet: Source, tag: int) -> bool:
    """Whether one gets to a tag by going down from the document: it or one above it is right below that."""
    while (above := int(PARENT.findall(sheet.objects[tag])[-1])) != sheet.document:
        tag = above
    return tag in sheet.tags


def _close(book: Book, tree: int) -> None:
    """The roots of pages and tags."""
    pack, parents = book.pack, book.pack.number()
    pages = {b"/Type": b"/Pages", b"/Kids": listed(book.pages), b"/Count": b"%d" % len(book.pages)}
    document = {b"/Type": b"/StructElem", b"/S": b"/Document", b"/P": b"%d 0 R" % tree, b"/K": listed(book.tags)}
    root = {b"/Type": b"/StructTreeRoot", b"/K": listed([book.document]), b"/ParentTree": b"%d 0 R" % parents}
    pack.add(book.root, dictionary(pages))
    pack.add(book.document, dictionary(document))
    pack.add(tree, dictionary(root | {b"/ParentTreeNextKey": b"%d" % book.key}))
    pack.add(parents, dictionary({b"/Kids": listed(book.branches)}))
